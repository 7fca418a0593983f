"""The journal page and the recycle bin, and undoing after a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget

from tests.builders import a_pledge
from tests.conftest import MOMENT
from tests.gui import a_window, dialog, fill, pick, type_text
from upudesk.campaign import exports, pledges, records
from upudesk.desk import Desk
from upudesk.errors import Message
from upudesk.gui import journal_rows, messages
from upudesk.gui.erase_form import EraseForm
from upudesk.gui.journal_facets import OTHERS, OWN
from upudesk.gui.journal_page import JournalPage
from upudesk.gui.old_backups import OldBackups
from upudesk.gui.seal_dialog import SealDialog
from upudesk.gui.window import MainWindow
from upudesk.model import Contact, Meeting, Member, Post
from upudesk.seal import seal, spoken

SOMEONE = Contact(id="who", member="la", name="Contact 1 (demo)")
POST = Post(id="post", contact="who", title="Director")
MEETING = Meeting(
    id="met", members=("la",), title="Coffee", held_on=a_pledge().given_on, their_people=("who",)
)


def opened(window: MainWindow) -> JournalPage:
    window.turn_to("journal")
    QApplication.processEvents()
    page = window.pages["journal"]
    assert isinstance(page, JournalPage)
    return page


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def button(widget: QWidget, name: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == name)


def shown(page: JournalPage) -> list[str]:
    model = page.listing.model
    return [model.cell(model.index(row, 1)).text for row in range(model.rowCount())]


def log(window: MainWindow, *members: str) -> None:
    for member in members:
        window.workplace.do(pledges.record_pledges, [a_pledge(member, id=f"p-{member}")])


# ------------------------------------------------------------------ the steps


def test_every_step_is_told_newest_first(window: MainWindow) -> None:
    log(window, "la", "ke")
    page = opened(window)
    assert shown(page)[:2] == ["Log pledge: Kenya", "Log pledge: Laos"]
    log(window, "fr")
    assert shown(page)[0] == "Log pledge: France"


def test_a_step_shows_each_field_before_and_after(window: MainWindow) -> None:
    log(window, "la")
    laos = window.workplace.snapshot.get(Member, "la")
    window.workplace.do(records.put, replace(laos, next_step="Call", notes="new"), laos)
    again = window.workplace.snapshot.get(Member, "la")
    window.workplace.do(records.put, replace(again, next_step="Write"), again)
    page = opened(window)
    QApplication.processEvents()
    told = said(page.steps.detail)
    assert "Call → Write" in told
    assert "corrected" in told
    assert "notes" not in told.casefold()


def test_typed_words_kind_author_and_period_filter_the_steps(window: MainWindow) -> None:
    window.workplace.prefer(author="Malee")
    log(window, "la")
    window.workplace.prefer(author="Somchai")
    window.workplace.do(records.put, SOMEONE)
    page = opened(window)
    type_text(page.listing.filter, "malee laos")
    assert shown(page) == ["Log pledge: Laos"]
    page.listing.filter.clear()
    pick(page.listing.choices["kind"], "contact")
    assert shown(page) == ["Enter contact: Laos"]
    page.listing.ask({})
    pick(page.listing.choices["who"], OWN)
    assert len(shown(page)) == 1
    pick(page.listing.choices["who"], OTHERS)
    assert "Log pledge: Laos" in shown(page)
    page.listing.ask({})
    pick(page.listing.choices["period"], 0)
    assert len(shown(page)) == 3


def test_enter_on_a_step_opens_its_record(window: MainWindow) -> None:
    laos = window.workplace.snapshot.get(Member, "la")
    window.workplace.do(records.put, replace(laos, next_step="Call"), laos)
    page = opened(window)
    page.listing.table.setFocus()
    QTest.keyClick(page.listing.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.page == "countries"
    assert window.member is not None
    assert window.member.id == "la"


def test_only_what_is_about_one_record_and_everything_again(window: MainWindow) -> None:
    log(window, "la", "ke")
    window.show_journal_of("la")
    page = opened(window)
    assert shown(page)[0] == "Log pledge: Laos"
    assert "Log pledge: Kenya" not in shown(page)
    assert "Laos" in page.only.text()
    page.everything.click()
    assert "Log pledge: Kenya" in shown(page)


def test_one_step_is_taken_back_and_that_can_be_undone(window: MainWindow) -> None:
    log(window, "la", "ke")
    page = opened(window)
    page.listing.look_at(page.listing.model.key_of(1))
    QApplication.processEvents()
    button(page.steps.detail, "Take this step back").click()
    QApplication.processEvents()
    assert [p.member for p in window.workplace.snapshot.pledges] == ["ke"]
    assert "Log pledge: Laos (undone)" in shown(page)
    assert window.take_back.isVisible()
    window.take_back.click()
    assert {p.member for p in window.workplace.snapshot.pledges} == {"la", "ke"}
    assert "Log pledge: Laos" in shown(page)


def test_a_step_on_which_another_depends_stays_and_that_one_is_shown(window: MainWindow) -> None:
    laos = window.workplace.snapshot.get(Member, "la")
    window.workplace.do(records.put, replace(laos, next_step="Call"), laos)
    again = window.workplace.snapshot.get(Member, "la")
    window.workplace.do(records.put, replace(again, next_step="Write"), again)
    page = opened(window)
    page.listing.look_at(page.listing.model.key_of(1))
    QApplication.processEvents()
    button(page.steps.detail, "Take this step back").click()
    box = dialog(QMessageBox)
    assert "Edit country: Laos" in box.text()
    box.close()
    assert window.workplace.snapshot.get(Member, "la").next_step == "Write"
    QApplication.processEvents()
    assert page.listing.table.currentIndex().row() == 0


def test_undone_steps_are_shown_as_such(window: MainWindow) -> None:
    log(window, "la")
    window.undo()
    page = opened(window)
    assert shown(page)[:2] == ["Undone: Log pledge: Laos", "Log pledge: Laos (undone)"]
    window.redo()
    assert "Log pledge: Laos" in shown(page)


def test_a_long_journal_is_read_in_pieces_and_ends_whole(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_rows, "FIRST", 4)
    monkeypatch.setattr(journal_rows, "PIECE", 3)
    for number in range(12):
        window.workplace.do(records.put, Contact(member="la", name=f"Contact {number}"))
    window.turn_to("journal")
    page = window.pages["journal"]
    assert isinstance(page, JournalPage)
    assert len(page.steps.all.rows) == 4
    log(window, "ke")
    for _turn in range(20):
        QApplication.processEvents()
    assert page.steps.all.whole
    assert window.workplace.desk is not None
    ids = [row.step.id for row in page.steps.all.rows]
    assert ids == [step.id for step in reversed(window.workplace.desk.steps())]


# ------------------------------------------------------------------ the recycle bin


def in_bin(window: MainWindow) -> JournalPage:
    page = opened(window)
    page.show_bin()
    QApplication.processEvents()
    return page


def bin_rows(page: JournalPage) -> list[str]:
    return [row.record.id for row in page.bin.listing.model.rows]


def test_what_was_deleted_waits_with_who_and_when(window: MainWindow) -> None:
    window.workplace.prefer(author="Malee")
    log(window, "la")
    window.remove_pledge(window.workplace.snapshot.pledges[0])
    page = in_bin(window)
    assert bin_rows(page) == ["p-la"]
    told = said(page.bin.detail)
    assert "Malee" in told
    assert "letter in the file" in told
    assert "erased for good" in told


def test_a_contact_comes_back_with_its_posts(window: MainWindow) -> None:
    for record in (SOMEONE, POST):
        window.workplace.do(records.put, record)
    window.workplace.do(records.remove, SOMEONE)
    page = in_bin(window)
    page.bin.restore(["who"])
    assert bin_rows(page) == []
    assert window.workplace.snapshot.get(Post, "post") == POST
    window.undo()
    assert set(bin_rows(page)) == {"who", "post"}


def test_several_come_back_in_one_step(window: MainWindow) -> None:
    log(window, "la", "ke")
    for pledge in window.workplace.snapshot.pledges:
        window.remove_pledge(pledge)
    page = in_bin(window)
    page.bin.listing.table.selectAll()
    button(page.bin.detail, "Bring back").click()
    assert len(window.workplace.snapshot.pledges) == 2
    window.undo()
    assert window.workplace.snapshot.pledges == ()


def test_what_a_record_names_is_offered_to_come_back_too(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for record in (SOMEONE, MEETING):
        window.workplace.do(records.put, record)
    window.workplace.do(records.remove, MEETING)
    window.workplace.do(records.remove, SOMEONE)
    asked: list[str] = []

    def agree(_parent: object, question: str, _yes: str) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(messages, "confirmed", agree)
    page = in_bin(window)
    page.bin.restore(["met"])
    assert "Contact 1 (demo)" in asked[0]
    assert window.workplace.snapshot.get(Meeting, "met") == MEETING
    assert window.workplace.snapshot.get(Contact, "who") == SOMEONE


def test_what_names_an_erased_record_stays_and_says_why(window: MainWindow) -> None:
    for record in (SOMEONE, MEETING):
        window.workplace.do(records.put, record)
    window.workplace.do(records.remove, MEETING)
    assert window.workplace.desk is not None
    window.workplace.desk.expunge("who")
    page = in_bin(window)
    page.bin.restore(["met"])
    box = dialog(QMessageBox)
    assert "erased for good" in box.text()
    box.close()
    assert window.workplace.snapshot.find(Meeting, "met") is None


def test_a_step_that_deleted_leads_to_the_bin(window: MainWindow) -> None:
    log(window, "la")
    window.remove_pledge(window.workplace.snapshot.pledges[0])
    page = opened(window)
    QApplication.processEvents()
    button(page.steps.detail, "Recycle bin").click()
    QApplication.processEvents()
    assert page.bin.listing.current() == "p-la"
    assert page.bin.isVisible()


def test_an_empty_bin_says_what_belongs_there(window: MainWindow) -> None:
    assert "Nothing was deleted" in said(in_bin(window).bin.listing)


# ------------------------------------------------------------------ undo, after a restart too


def test_every_deletion_offers_undo_in_the_status_bar(window: MainWindow) -> None:
    for record in (SOMEONE, MEETING):
        window.workplace.do(records.put, record)
    log(window, "la")
    deletions: list[tuple[str, Callable[[], object]]] = [
        ("p-la", lambda: window.remove_pledge(window.workplace.snapshot.pledges[0])),
        ("met", lambda: window.workplace.do(records.remove, MEETING)),
        ("who", lambda: window.workplace.do(records.remove, SOMEONE)),
    ]
    for id, delete in deletions:
        delete()
        assert window.workplace.snapshot.any(id) is None
        assert window.take_back.isVisible()
        assert "Delete" in window.said.text()
        window.take_back.click()
        assert window.workplace.snapshot.any(id) is not None
        delete()


def test_a_deletion_is_undone_after_a_restart(
    qapp: QApplication, desk: Desk, reopen: Callable[..., Desk]
) -> None:
    pledge = a_pledge("la")
    desk.do(pledges.record_pledges, [pledge])
    with a_window(desk) as first:
        first.remove_pledge(pledge)
        assert first.workplace.snapshot.pledges == ()
    with a_window(reopen(desk)) as second:
        second.undo()
        assert second.workplace.snapshot.pledges == (pledge,)
        second.undo()
        assert second.workplace.snapshot.pledges == ()
        second.redo()
        assert second.workplace.snapshot.pledges == (pledge,)


def test_a_step_is_taken_back_after_a_restart(
    qapp: QApplication, desk: Desk, reopen: Callable[..., Desk]
) -> None:
    for member in ("la", "ke"):
        desk.do(pledges.record_pledges, [a_pledge(member)])
    with a_window(reopen(desk)) as window:
        page = opened(window)
        page.listing.look_at(page.listing.model.key_of(1))
        QApplication.processEvents()
        button(page.steps.detail, "Take this step back").click()
        assert [p.member for p in window.workplace.snapshot.pledges] == ["ke"]


# ------------------------------------------------------------------ erased for good, and the seal


def press(where: QWidget, begins: str) -> None:
    button = next(b for b in where.findChildren(QPushButton) if b.text().startswith(begins))
    button.click()
    QApplication.processEvents()


def test_a_field_is_erased_from_the_facts_of_a_step_and_who_and_why_stay(
    window: MainWindow, desk: Desk
) -> None:
    before = desk.snapshot.get(Member, "la")
    desk.do(records.put, replace(before, notes="told in confidence"), before)
    page = opened(window)
    page.listing.look_at(desk.latest_steps(1)[0].id)
    page.listing.tell_now()
    press(page.steps.detail, "Erase for good")
    form = dialog(EraseForm)
    assert "cannot be undone" in " ".join(label.text() for label in form.findChildren(QLabel))
    assert not form.save.isDefault()
    form.save.click()
    assert form.form.fields["why"].accessibleDescription()
    assert form.form.fields["by"].accessibleDescription()
    pick(form.form.fields["what"], "notes")
    fill(form, why="She asked us to.", by="Malee")
    form.save.click()
    assert "erased for good" in dialog(QMessageBox).text()
    dialog(QMessageBox).accept()
    assert desk.snapshot.get(Member, "la").notes == ""
    page.listing.look_at(desk.latest_steps(1)[0].id)
    page.listing.tell_now()
    told = said(page.steps.detail)
    assert "Malee" in told
    assert "She asked us to." in told
    assert "told in confidence" not in told
    assert desk.check().sound


def test_what_was_deleted_is_erased_from_the_bin_and_backups_that_hold_it_are_offered(
    window: MainWindow, desk: Desk
) -> None:
    log(window, "la")
    window.remove_pledge(window.workplace.snapshot.pledges[0])
    copy = desk.backup()
    page = in_bin(window)
    press(page.bin.detail, "Erase for good")
    form = dialog(EraseForm)
    fill(form, why="Pasted by mistake.", by="Malee")
    form.save.click()
    offer = dialog(OldBackups)
    assert list(offer.ticks) == [copy]
    assert not offer.encrypt.isVisible()
    assert "still hold what was erased" in " ".join(x.text() for x in offer.findChildren(QLabel))
    offer.leave.click()
    assert bin_rows(page) == []


def test_the_seal_stands_above_the_journal_and_changes_with_it(
    window: MainWindow, desk: Desk
) -> None:
    page = opened(window)
    first = page.seal.text()
    assert spoken(seal(desk.heads())) in first
    log(window, "la")
    assert page.seal.text() != first


def test_the_seal_is_vouched_for_once_every_step_was_looked_at(
    window: MainWindow, desk: Desk, qtbot: Any
) -> None:
    page = opened(window)
    page.seal.click()
    shown = dialog(SealDialog)
    qtbot.waitUntil(lambda: "every one holds" in shown.found.text(), timeout=5000)
    press(shown, "&Copy")
    assert QApplication.clipboard().text() == spoken(seal(desk.heads()))
    assert "cut off at the end" in " ".join(x.text() for x in shown.findChildren(QLabel))
    shown._show([Message("Step 7 was altered.")])
    assert "stand for nothing" in shown.found.text()
    shown.accept()


def test_what_went_out_stays_noted_and_taking_it_back_is_not_offered(window):
    out = exports.entry(b"%PDF", MOMENT, what="Briefing")
    window.workplace.do(exports.log, [out])
    page = opened(window)
    assert "Briefing" in said(page.steps.detail)
    assert not button(page.steps.detail, "Take this step back").isEnabled()
