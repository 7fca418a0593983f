"""Letters in the window: whom they go to, what they look like, how they are written and edited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.gui import dialog, pick
from tests.test_letters import CLERK, HER_POST, HIS_POST, MINISTER, OUR_LETTERS
from upudesk import letter_files
from upudesk.campaign import records
from upudesk.desk import Desk
from upudesk.gui import country_facts
from upudesk.gui.app import dress
from upudesk.gui.campaign_form import edit_letterhead
from upudesk.gui.letter_reader import LetterReader, LetterText
from upudesk.gui.letters_pane import LettersPane
from upudesk.gui.parts import Pressable
from upudesk.gui.record_form import RecordForm
from upudesk.gui.template_form import TemplateForm
from upudesk.gui.ticking import OPEN, TICKED
from upudesk.gui.workplace import Workplace
from upudesk.model import Export, Letter, Member
from upudesk.settings import Settings


@pytest.fixture
def pane(qapp: QApplication, desk: Desk) -> Iterator[LettersPane]:
    """The pane alone, as wide as in the window."""
    now = desk.snapshot.campaign
    desk.do(records.put, replace(now, **OUR_LETTERS), now)
    for record in (MINISTER, HER_POST, CLERK, HIS_POST):
        desk.do(records.put, record)
    if qapp.style().name() != "fusion":
        dress(qapp)
    workplace = Workplace(Settings(language="en", paper_language="en", theme="light"))
    workplace.hold(desk)
    shown = LettersPane(workplace)
    workplace.changed.connect(lambda _news: shown.renew())
    shown.word()
    shown.resize(1190, 600)
    shown.show()
    QApplication.processEvents()
    yield shown
    workplace.tasks.end()
    workplace.leave(quietly=True)
    shown.close()
    shown.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cells(pane: LettersPane, member: str) -> list[str]:
    model = pane.listing.model
    row = model.rows[model.number_of(member)]
    return [column.cell(row).text for column in model.columns]


def save(pane: LettersPane, target: Path, qtbot: QtBot) -> None:
    pane.making.save_to(target)
    qtbot.waitUntil(lambda: not pane.making.run.busy, timeout=30_000)


def test_the_list_says_to_whom_a_letter_goes_or_why_there_is_none(pane):
    assert cells(pane, "ke")[1:4] == ["Kenya", "Ministry of Posts of Kenya", "English"]
    assert cells(pane, "fr")[3] == "Français"
    assert cells(pane, "la")[2] == "no addressee"
    pane.choices.to_office.setChecked(True)
    assert cells(pane, "la")[2] == "Ministry in charge of posts of Laos"


def test_without_a_letterhead_the_addressees_stand_there_all_the_same(pane, desk):
    now = desk.snapshot.campaign
    none = replace(now, letterhead_th="", letterhead_en="", letterhead_fr="")
    desk.do(records.put, none, now)
    QApplication.processEvents()
    assert cells(pane, "ke")[2] == "! Ministry of Posts of Kenya"
    assert cells(pane, "la")[2].startswith("no addressee")


def test_countries_that_get_no_letter_are_named_beside_those_that_do(pane):
    pane.ticks.tick(["ke", "la", "fr"])
    assert pane.heading.text() == "2 letters"
    assert "no addressee (1 country): Laos" in pane.left.text()
    assert pane.making.save.isEnabled()
    pane.ticks.tick(["ke", "fr"], on=False)
    assert pane.heading.text() == "0 letters"
    assert not pane.making.save.isEnabled()


def test_a_country_that_is_shown_is_the_only_one_ticked(pane):
    model = pane.listing.model

    def boxes() -> list[str]:
        return [model.index(model.number_of(id), 0).data() for id in ("fr", "ke", "la")]

    pane.ticks.tick(["ke", "la"])
    assert boxes() == [OPEN, TICKED, TICKED]
    pane.show_record("fr")
    assert boxes() == [TICKED, OPEN, OPEN]
    assert pane.heading.text() == "1 letter"
    assert pane.countries.untick.isEnabled()
    pane.countries.untick.click()
    assert not pane.countries.untick.isEnabled()


def test_one_country_may_have_an_addressee_and_a_language_of_its_own(pane):
    pick(pane.choices.choices["template"], "request-letter")
    pane.listing.look_at("ke")
    pane.listing.tell_now()
    pick(pane.one.language, "fr")
    assert cells(pane, "ke")[3] == "Français"
    assert cells(pane, "fr")[3] == "Français"
    pick(pane.one.language, "")
    assert cells(pane, "ke")[3] == "English"


def test_letters_are_looked_at_without_being_logged(pane, desk, qtbot):
    pane.ticks.tick(["ke"])
    pane.making.show_preview()
    qtbot.waitUntil(lambda: not pane.making.run.busy, timeout=30_000)
    reader = dialog(LetterReader)
    assert "presents its compliments" in reader.reader.pages.document.getAllText(0).text()
    reader.close()
    assert not desk.snapshot.all(Letter)


def test_letters_are_saved_logged_and_undone(pane, desk, tmp_path, qtbot, monkeypatch):
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    pane.ticks.tick(["ke", "fr"])
    pane.making.save_each.click()
    qtbot.waitUntil(lambda: not pane.making.run.busy, timeout=30_000)
    assert sorted(file.name for file in folder.iterdir()) == [
        "MFA 7-41 France.pdf", "MFA 7-42 Kenya.pdf",
    ]  # fmt: skip
    assert {letter.member for letter in desk.snapshot.all(Letter)} == {"ke", "fr"}
    assert len(desk.snapshot.all(Export)) == 2
    assert "2 letters were written" in pane.making.run.said.text()
    assert pane.choices.first.text() == "43"
    assert cells(pane, "ke")[4]
    pane.workplace.undo()
    assert not desk.snapshot.all(Letter)
    assert pane.choices.first.text() == "41"


def test_a_target_that_cannot_be_written_gets_one_sentence(pane, desk, tmp_path, qtbot):
    pane.ticks.tick(["ke"])
    save(pane, tmp_path / "no folder" / "x.pdf", qtbot)
    assert "could not be written" in pane.making.run.said.text()
    save(pane, desk.path, qtbot)
    assert "is no PDF" in pane.making.run.said.text()
    assert not desk.snapshot.all(Letter)


def test_a_day_that_is_none_is_told_beside_its_field(pane):
    pane.choices.day.line.setText("someday")
    assert not pane.making.save.isEnabled()
    assert pane.choices.form.fields["written_on"].accessibleDescription()


def test_a_template_is_edited_beside_its_letter(pane, qtbot):
    pane.listing.look_at("ke")
    pane.edit_template()
    form = dialog(TemplateForm)
    assert "presents its compliments" in form.shown.text()
    form.editor.setPlainText("kind: letter\nsubject: Us\nasks: no\n\nDear {cuntry}")
    form.tell()
    assert "Did you mean" in form.problem.text()
    assert not form.save.isEnabled()
    form.editor.setPlainText("kind: letter\nsubject: Us\nasks: no\n\nDear {country}")
    form.tell()
    assert "Dear Kenya" in form.shown.text()
    form.save.click()
    assert letter_files.templates().shelf["request", "en"].own
    assert pane.templates.shelf["request", "en"].subject == "Us"


def test_a_broken_template_is_told_and_stops_no_other(pane):
    folder = letter_files.own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bad.en.txt").write_text("hello", encoding="utf-8")
    pane.renew()
    assert "bad.en.txt has no head" in pane.making.run.said.text()
    pane.ticks.tick(["ke"])
    assert pane.heading.text() == "1 letter"


def test_the_letterhead_is_edited_in_the_window(pane, desk):
    edit_letterhead(pane.workplace, pane)
    form = dialog(RecordForm)
    form.form.fields["register"].setText("ABC {number}")
    form.accept()
    assert desk.snapshot.campaign.register == "ABC {number}"


def test_a_letter_is_read_on_the_page_of_its_country(pane, desk, tmp_path, qtbot):
    pane.ticks.tick(["ke"])
    save(pane, tmp_path / "ke.pdf", qtbot)
    section = country_facts.letters(pane.workplace, desk.snapshot.get(Member, "ke"))
    assert section is not None
    (button,) = section.findChildren(Pressable)
    section.show()
    button.click()
    read = dialog(LetterText)
    assert any("presents its compliments" in label.text() for label in read.findChildren(QLabel))
    read.close()
    section.close()
    assert country_facts.letters(pane.workplace, desk.snapshot.get(Member, "la")) is None
