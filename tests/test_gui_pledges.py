"""The page of pledges: its list, the statement in full, and the commands that are kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QTableView, QWidget

from tests.builders import TODAY, a_pledge, asked
from tests.gui import a_window, controls, dialog, fill, pick, plain, type_text
from upudesk.campaign import evidence, pledges, records
from upudesk.campaign.evidence import NewFile
from upudesk.campaign.statements import ask_again
from upudesk.desk import Desk
from upudesk.gui.ask_form import AskForm
from upudesk.gui.evidence import EvidenceForm, EvidenceList
from upudesk.gui.pledge_table import PledgeTable
from upudesk.gui.pledges_page import PledgesPage
from upudesk.gui.quick_log import Purpose, QuickLog
from upudesk.gui.window import MainWindow
from upudesk.model import (
    Author,
    Contact,
    Evidence,
    FollowUp,
    Form,
    Level,
    Meeting,
    Member,
    Pledge,
    Post,
    Side,
)
from upudesk.tally import OLD

APRIL, MAY = date(2025, 4, 3), date(2025, 5, 6)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    """Laos: a yes for both councils, then undecided on the CA; Kenya: asked; France: hearsay."""
    desk.do(records.put, Author(id="somchai", name="Somchai"))
    for said in (
        [
            a_pledge("la", id="la-ca", given_on=APRIL, words="เราสนับสนุนประเทศไทย"),
            a_pledge("la", "th-poc", id="la-poc", given_on=APRIL, fades_on=TODAY),
        ],
        [a_pledge("la", id="la-now", given_on=MAY, level=3, condition="in return")],
        [asked("ke", id="ke-asked", given_on=MAY)],
        [a_pledge("fr", id="fr-heard", given_on=MAY, form=Form.HEARSAY, level=2)],
    ):
        desk.do(pledges.record_pledges, said)
    with a_window(desk) as shown:
        shown.turn_to("pledges")
        QApplication.processEvents()
        yield shown


def page(window: MainWindow) -> PledgesPage:
    shown = window.pages["pledges"]
    assert isinstance(shown, PledgesPage)
    return shown


def look_at(window: MainWindow, id: str) -> PledgesPage:
    window.turn_to("pledges", id)
    QApplication.processEvents()
    assert page(window).listing.current() == id
    return page(window)


def press(widget: QWidget, key: Qt.Key, with_: Qt.KeyboardModifier | None = None) -> None:
    widget.window().activateWindow()
    QApplication.processEvents()
    widget.setFocus()
    QTest.keyClick(widget, key, with_ or Qt.KeyboardModifier.NoModifier)


def said(widget: QWidget) -> str:
    labels = (label.text() for label in widget.findChildren(QLabel))
    buttons = (button.text() for button in widget.findChildren(QPushButton))
    return "\n".join((*labels, *buttons)).replace("\u200b", "")


def shown_ids(shown: PledgesPage) -> set[str]:
    return {row.pledge.id for row in shown.listing.model.rows}


def cells(shown: PledgesPage, id: str) -> dict[str, str]:
    model = shown.listing.model
    number = model.number_of(id)
    return {c.name: model.cell(model.index(number, n)).text for n, c in enumerate(model.columns)}


def drop_on_row(table: QTableView, row: int, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at = QPointF(table.visualRect(table.model().index(row, 0)).center())
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(at, copy, mime, left, none)
    QApplication.sendEvent(table.viewport(), entered)
    assert entered.isAccepted()
    QApplication.sendEvent(table.viewport(), QDropEvent(at, copy, mime, left, none))


def settle(window: MainWindow) -> None:
    window.workplace.tasks.wait()
    QApplication.processEvents()


# ------------------------------------------------------------------ the list


def test_every_statement_stands_in_the_list_with_what_became_of_it(window: MainWindow) -> None:
    shown = page(window)
    assert [row.pledge.day for row in shown.listing.model.rows] == [MAY] * 3 + [APRIL] * 2
    told = {
        id: (cells(shown, id)["standing"], cells(shown, id)["marks"]) for id in shown_ids(shown)
    }
    assert told == {
        "la-ca": ("superseded", ""),
        "la-poc": ("in force", "faded"),
        "la-now": ("in force", "old, conditional"),
        "ke-asked": ("waiting for an answer", ""),
        "fr-heard": ("in force", "old"),
    }
    assert cells(shown, "la-now")["level"] == "3 undecided"
    assert shown.listing.count.text() == "5 pledges"


@pytest.mark.parametrize(
    ("facet", "value", "kept"),
    [
        ("council", "th-poc", {"la-poc"}),
        ("level", "5", {"la-ca", "la-poc"}),
        ("level", "0", {"ke-asked"}),
        ("standing", "in_force", {"la-poc", "la-now", "fr-heard"}),
        ("standing", "not_now", {"la-ca"}),
        ("wear", "attention", {"la-poc", "la-now", "fr-heard"}),
        ("wear", "faded", {"la-poc"}),
        ("form", "hearsay", {"fr-heard"}),
        ("responsible", "somchai", {"ke-asked"}),
        ("files", "with", {"la-ca"}),
        ("files", "without", {"la-poc", "la-now", "ke-asked", "fr-heard"}),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(
    window: MainWindow, desk: Desk, facet: str, value: str, kept: set[str]
) -> None:
    from dataclasses import replace

    kenya = desk.snapshot.get(Member, "ke")
    desk.do(records.put, replace(kenya, responsible="somchai"), kenya)
    desk.do(evidence.attach_files, "la-ca", [NewFile("a.txt", b"yes")])
    shown = page(window)
    pick(shown.listing.choices[facet], value)
    assert shown_ids(shown) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("สนับสนุน", {"la-ca"}),
        ("ลาว undecided", {"la-now"}),
        ("kenya", {"ke-asked"}),
        ("หนังสือ.pdf", {"la-poc"}),
    ],
)
def test_typed_words_find_statements_in_any_language(
    window: MainWindow, desk: Desk, typed: str, kept: set[str]
) -> None:
    desk.do(evidence.attach_files, "la-poc", [NewFile("หนังสือ.pdf", b"%PDF-")])
    shown = page(window)
    type_text(shown.listing.filter, typed)
    assert shown_ids(shown) == kept


def test_all_columns_of_interest_can_be_shown(window: MainWindow) -> None:
    names = {column.name for column in page(window).listing.model.columns}
    assert names >= {
        "day", "country", "group", "council", "level", "form", "side", "source", "said_by", "age",
        "fades_on", "condition", "marks", "standing", "evidence", "grade", "responsible", "marking",
    }  # fmt: skip


# ------------------------------------------------------------------ the statement in full


def test_a_statement_is_shown_whole_with_its_standing_and_what_came_after(
    window: MainWindow,
) -> None:
    told = said(look_at(window, "la-ca").detail)
    assert "เราสนับสนุนประเทศไทย" in told
    assert "No more in force: the same side said something later." in told
    assert "All that was said on CA" in told
    assert "letter in the file" in told


def test_what_took_its_place_is_one_click_away(window: MainWindow) -> None:
    shown = look_at(window, "la-ca")
    link = next(
        b for b in shown.detail.findChildren(QPushButton) if b.accessibleName().startswith("Show: ")
    )
    link.click()
    QApplication.processEvents()
    assert shown.listing.current() == "la-now"
    assert "In force: this is what is counted." in said(shown.detail)
    assert "It depends on a condition." in said(shown.detail)


def test_a_correction_is_seen_in_the_history_with_what_stood_before(
    window: MainWindow, desk: Desk
) -> None:
    shown = look_at(window, "la-now")
    press(shown.listing.table, Qt.Key.Key_F2)
    form = dialog(QuickLog)
    assert form.purpose is Purpose.CORRECT
    assert "as if it had always been logged so" in said(form)
    fill(form, source="บันทึกที่ ๑๒")
    form.level.choose(Level.LEANING_YES)
    form.save.click()
    assert len(desk.snapshot.pledges) == 5
    told = said(look_at(window, "la-now").detail)
    assert "level: 3 undecided → 4 leaning yes" in told
    assert "source: letter in the file → บันทึกที่ ๑๒" in told


# ------------------------------------------------------------------ commands


def test_a_change_of_mind_is_a_new_statement_and_the_old_one_stays(
    window: MainWindow, desk: Desk
) -> None:
    shown = look_at(window, "la-now")
    before = desk.snapshot.get(Pledge, "la-now")
    press(shown.listing.table, Qt.Key.Key_M, CTRL | SHIFT)
    form = dialog(QuickLog)
    assert form.purpose is Purpose.CHANGE_MIND
    assert "stays as it was" in said(form)
    assert form.level.value() is None
    form.level.choose(Level.UNDECIDED)
    fill(form, source="call")
    form.save.click()
    assert "what they said before" in form.form.fields["level"].accessibleDescription()
    form.level.choose(Level.LEANING_NO)
    form.save.click()
    assert desk.snapshot.get(Pledge, "la-now") == before
    (new,) = [p for p in desk.snapshot.pledges if p.given_on == TODAY]
    assert (new.level, new.candidacy, new.side) == (2, "th-ca", Side.CAPITAL)
    assert new.condition == ""
    assert desk.steps()[-1].action == "pledge.change_mind"


def test_a_statement_about_both_councils_is_reconfirmed_for_both_and_needs_its_own_source(
    window: MainWindow, desk: Desk
) -> None:
    both = [
        a_pledge("fr", id="fr-ca", given_on=TODAY - timedelta(OLD + 9)),
        a_pledge("fr", "th-poc", id="fr-poc", given_on=TODAY - timedelta(OLD + 9)),
    ]
    desk.do(pledges.record_pledges, both)
    shown = look_at(window, "fr-ca")
    press(shown.listing.table, Qt.Key.Key_R, CTRL)
    form = dialog(QuickLog)
    assert form.level.value() is Level.FIRM_YES
    assert form.form.fields["source"].hasFocus()
    form.save.click()
    problem = form.form.fields["source"].accessibleDescription()
    assert problem == "A pledge without a source cannot be counted; say where it comes from."
    fill(form, source="โทรศัพท์")
    form.save.click()
    made = [p for p in desk.snapshot.pledges if p.member == "fr" and p.given_on == TODAY]
    assert {p.candidacy for p in made} == {"th-ca", "th-poc"}
    assert desk.steps()[-1].action == "pledge.reconfirm"
    assert "Reconfirmed: France" in window.said.text()
    assert shown.listing.current() in {p.id for p in made}
    told = said(look_at(window, "fr-ca").detail)
    assert "has said so again since" in told


def test_asking_again_writes_request_and_follow_up_in_one_step(
    window: MainWindow, desk: Desk
) -> None:
    shown = look_at(window, "la-poc")
    steps = len(desk.steps())
    press(shown.listing.table, Qt.Key.Key_R, CTRL | SHIFT)
    form = dialog(AskForm)
    fill(form, said_to="")
    form.save.click()
    assert form.form.fields["said_to"].accessibleDescription() == "Say whom we asked."
    fill(form, said_to="สถานทูต", due_on="20 Aug 2025")
    pick(form.form.fields["owner"], "somchai")
    form.save.click()
    assert len(desk.steps()) == steps + 1
    (task,) = desk.snapshot.all(FollowUp)
    assert (task.what, task.due_on, task.owner) == (
        "Get the confirmation of Laos", date(2025, 8, 20), "somchai"
    )  # fmt: skip
    request = desk.snapshot.get(Pledge, task.pledge)
    assert (request.level, request.said_to, request.candidacy) == (
        Level.ASKED, "สถานทูต", "th-poc"
    )  # fmt: skip
    assert "Get the confirmation of Laos" in said(look_at(window, request.id).detail)
    window.undo()
    assert desk.snapshot.all(FollowUp) == ()


def test_our_own_request_has_nothing_to_change_or_to_confirm(window: MainWindow) -> None:
    shown = look_at(window, "ke-asked")
    names = [b.text() for b in shown.detail.findChildren(QPushButton)]
    assert "Correct…" in names
    assert "Change of mind…" not in names
    assert "Reconfirm…" not in names
    press(shown.listing.table, Qt.Key.Key_R, CTRL)
    QApplication.processEvents()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QuickLog)]


def test_the_same_commands_stand_in_buttons_and_menu(window: MainWindow) -> None:
    shown = look_at(window, "la-now")
    buttons = {b.text() for b in shown.detail.findChildren(QPushButton)}
    menu = {plain(words).split("\t")[0] for words, _act in shown._offered(["la-now"])}
    wanted = {"Correct…", "Change of mind…", "Reconfirm…", "Ask again…", "Attach a file…"}
    assert wanted <= buttons
    assert wanted | {"Delete"} <= menu


def test_statements_are_deleted_at_once_and_had_back_by_undo(
    window: MainWindow, desk: Desk
) -> None:
    desk.do(evidence.attach_files, "la-ca", [NewFile("a.txt", b"yes")])
    shown = page(window)
    shown.listing.table.selectAll()
    shown.listing.table.setFocus()
    press(shown.listing.table, Qt.Key.Key_Delete)
    assert desk.snapshot.pledges == ()
    window.undo()
    assert len(desk.snapshot.pledges) == 5
    assert len(desk.snapshot.all(Evidence)) == 1


def test_a_pledge_is_logged_from_the_page_for_the_country_that_is_looked_at(
    window: MainWindow,
) -> None:
    shown = look_at(window, "fr-heard")
    shown.listing.new.click()
    form = dialog(QuickLog)
    assert form.form.fields["member"].text() == "France"  # type: ignore[attr-defined]
    assert form.purpose is Purpose.LOG
    form.cancel.click()


# ------------------------------------------------------------------ evidence


def test_files_are_dropped_on_a_row_and_seen_in_the_detail(
    window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    note = tmp_path / "บันทึก.txt"
    note.write_text("ตกลง", encoding="utf-8")
    shown = page(window)
    row = shown.listing.model.number_of("la-poc")
    drop_on_row(shown.listing.table, row, note)
    settle(window)
    assert [e.name for e in desk.snapshot.evidence_of["la-poc"]] == ["บันทึก.txt"]
    QApplication.processEvents()
    assert shown.listing.current() == "la-poc"
    assert cells(shown, "la-poc")["evidence"] == "1"
    listed = shown.detail.findChild(EvidenceList)
    assert listed is not None
    assert [e.name for e in listed.model.rows] == ["บันทึก.txt"]


def test_the_keys_of_the_evidence_go_before_those_of_the_page(
    window: MainWindow, desk: Desk
) -> None:
    desk.do(evidence.attach_files, "la-poc", [NewFile("a.txt", b"yes")])
    listed = look_at(window, "la-poc").detail.findChild(EvidenceList)
    assert listed is not None
    listed.table.selectRow(0)
    press(listed.table, Qt.Key.Key_F2)
    dialog(EvidenceForm).cancel.click()
    press(listed.table, Qt.Key.Key_Delete)
    assert desk.snapshot.all(Evidence) == ()
    assert len(desk.snapshot.pledges) == 5


def test_files_are_dropped_on_a_pledge_of_the_country_page(
    window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("yes")
    window.turn_to("countries", "la")
    QApplication.processEvents()
    table = window.countries.detail.findChild(PledgeTable)
    assert table is not None
    drop_on_row(table.table, table.model.number_of("la-poc"), note)
    settle(window)
    assert [e.name for e in desk.snapshot.evidence_of["la-poc"]] == ["note.txt"]


def test_a_file_is_attached_by_keys_alone(
    window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("yes")
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", staticmethod(lambda *_a, **_k: ([str(note)], ""))
    )
    shown = look_at(window, "la-now")
    press(shown.listing.table, Qt.Key.Key_E, CTRL | SHIFT)
    settle(window)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(note))])
    QGuiApplication.clipboard().setMimeData(mime)
    look_at(window, "la-poc").listing.table.setFocus()
    press(shown.listing.table, Qt.Key.Key_V, CTRL)
    settle(window)
    assert {e.about for e in desk.snapshot.all(Evidence)} == {"la-now", "la-poc"}


def test_the_menu_on_the_country_page_offers_the_same(window: MainWindow) -> None:
    window.turn_to("countries", "la")
    QApplication.processEvents()
    table = window.countries.detail.findChild(PledgeTable)
    assert table is not None
    table.table.selectRow(0)
    names = [plain(a.text()) for a in table.menu().actions() if a.text()]
    assert names[:4] == ["Correct…", "Change of mind…", "Reconfirm…", "Ask again…"]
    press(table, Qt.Key.Key_R, CTRL)
    assert dialog(QuickLog).purpose is Purpose.RECONFIRM
    dialog(QuickLog).reject()


# ------------------------------------------------------------------ quick log


def test_a_contact_who_is_named_brings_the_post_that_they_hold(
    window: MainWindow, desk: Desk
) -> None:
    desk.do(records.put, Contact(id="c1", member="la", name="สมชาย ใจดี", other_names=("Somchai",)))
    desk.do(records.put, Post(contact="c1", title="Director General"))
    look_at(window, "la-now")
    page(window).log()
    form = dialog(QuickLog)
    field = form.form.fields["said_by"]
    field.setFocus()
    type_text(field, "สมช")
    press(field, Qt.Key.Key_Down)
    press(field, Qt.Key.Key_Return)
    values = {n: f.value() for n, f in form.form.fields.items() if n != "level"}  # type: ignore[attr-defined]
    assert (values["said_by"], values["speaker"]) == ("สมชาย ใจดี", "c1")
    assert values["said_by_post"] == "Director General"
    fill(form, said_by="somebody else")
    values = {n: f.value() for n, f in form.form.fields.items() if n != "level"}  # type: ignore[attr-defined]
    assert (values["speaker"], values["said_by_post"]) == ("", "")
    form._touched = False
    form.cancel.click()


def test_a_name_typed_in_a_hurry_stays_as_it_was_typed(window: MainWindow, desk: Desk) -> None:
    desk.do(records.put, Contact(id="c1", member="la", name="Somchai Jaidee"))
    look_at(window, "la-now")
    page(window).log()
    form = dialog(QuickLog)
    field = form.form.fields["said_by"]
    field.setFocus()
    type_text(field, "Somchai")
    press(field, Qt.Key.Key_Tab)
    assert field.value() == "Somchai"  # type: ignore[attr-defined]
    assert form.form.fields["speaker"].value() == ""  # type: ignore[attr-defined]
    form._touched = False
    form.cancel.click()


# ------------------------------------------------------------------ manners


@pytest.mark.parametrize("language", ["th", "en", "fr"])
def test_every_control_has_a_name_and_no_label_is_cut_off(
    window: MainWindow, desk: Desk, language: str
) -> None:
    window.workplace.prefer(language=language)
    desk.do(records.put, Meeting(id="m1", members=("la",), title="Talks " * 20, held_on=MAY))
    told = a_pledge("la", id="long", given_on=TODAY, form=Form.JOINT_STATEMENT, meeting="m1")
    desk.do(pledges.record_pledges, [told])
    desk.do(ask_again, [asked("la", given_on=TODAY)], FollowUp(what="call " * 40))
    shown = look_at(window, "long")
    check = shown.detail.widget()
    assert check is not None
    assert check.minimumSizeHint().width() <= shown.detail.viewport().width()
    shown = look_at(window, "la-now")
    texts = [b.text() for b in shown.detail.findChildren(QPushButton)]
    assert not [text for text in texts if "(" in text or "&" in text]
    for control in controls(shown):
        assert control.accessibleName() or control.property("text"), control
    inside = shown.detail.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= shown.detail.viewport().width()
    for command in ((CTRL | SHIFT, Qt.Key.Key_R), (CTRL, Qt.Key.Key_R)):
        press(shown.listing.table, command[1], command[0])
        kind = AskForm if command[0] & SHIFT else QuickLog
        form: AskForm | QuickLog = dialog(kind)
        for label in form.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()
        form.cancel.click()
        QApplication.processEvents()


def test_a_page_of_nothing_says_what_belongs_there(qapp: QApplication, desk: Desk) -> None:
    with a_window(desk) as shown:
        shown.turn_to("pledges")
        QApplication.processEvents()
        assert "Nothing is logged yet" in page(shown).listing.nothing.text()
        page(shown).listing.new.click()
        dialog(QuickLog).cancel.click()


def test_a_row_that_did_not_change_is_the_same_row(window: MainWindow, desk: Desk) -> None:
    """So that its text need not be prepared for the search again after each step."""
    shown = page(window)
    before = {row.pledge.id: row for row in shown.listing.model.rows}
    desk.do(evidence.attach_files, "la-poc", [NewFile("a.txt", b"yes")])
    after = {row.pledge.id: row for row in shown.listing.model.rows}
    assert [id for id in before if before[id] is not after[id]] == ["la-poc"]


def test_the_keys_that_log_a_pledge_begin_with_the_country_on_this_page(
    window: MainWindow,
) -> None:
    look_at(window, "ke-asked")
    window.log_pledge()
    form = dialog(QuickLog)
    assert form.form.fields["member"].text() == "Kenya"  # type: ignore[attr-defined]
    form.cancel.click()
