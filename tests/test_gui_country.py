"""The country page: on one screen, and everything on it edited where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.builders import LAOS, a_pledge
from tests.gui import a_window, dialog, fill, pick, type_text
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.gui.country_form import BlocsField
from upudesk.gui.parts import Pressable
from upudesk.gui.record_form import RecordForm
from upudesk.gui.window import MainWindow
from upudesk.model import Answer, Bloc, Contact, FollowUp, Meeting, Member, Post, Role


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    with a_window(desk) as shown:
        yield shown


def look_at(window: MainWindow, member: str) -> None:
    window.countries.listing.look_at(member)
    window.countries.listing.tell_now()
    QApplication.processEvents()


def press(window: MainWindow, begins: str) -> None:
    """Press what stands on the country page by how its accessible name begins."""
    page = window.countries.detail.widget()
    found = [b for b in page.findChildren(QAbstractButton) if b.accessibleName().startswith(begins)]
    assert len(found) == 1, [b.accessibleName() for b in page.findChildren(QAbstractButton)]
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)
    QApplication.processEvents()


def a_typical_country(desk: Desk) -> None:
    """Two pledges, two people, a meeting, something to do and a next step."""
    for number, role in enumerate((Role.MINISTRY, Role.DELEGATE)):
        person = Contact(id=f"c{number}", member="la", name="ผู้ติดต่อ (ตัวอย่าง)")
        desk.do(records.put, person)
        desk.do(records.put, Post(contact=person.id, role=role, title="Director General"))
    for candidacy in ("th-ca", "th-poc"):
        desk.do(pledges.record_pledges, [a_pledge("la", candidacy)])
    met = Meeting(
        members=("la",), title="Talks in Vientiane about the Congress and what comes after",
        held_on=date(2025, 4, 1), outcome="They will look at it again in the summer, they said.",
    )  # fmt: skip
    desk.do(records.put, met)
    desk.do(records.put, FollowUp(what="Call the embassy", member="la", due_on=date(2025, 9, 1)))
    now = desk.snapshot.get(Member, "la")
    said = replace(now, next_step="Call on its ambassador before the Congress.")
    desk.do(records.put, said, now)


@pytest.mark.parametrize("language", ["th", "en", "fr"])
def test_a_typical_country_is_on_one_screen(window: MainWindow, desk: Desk, language: str) -> None:
    a_typical_country(desk)
    window.workplace.prefer(language=language)
    look_at(window, "la")
    assert window.countries.detail.verticalScrollBar().maximum() == 0


def test_names_group_and_blocs_are_corrected_from_the_page(window: MainWindow, desk: Desk) -> None:
    desk.do(records.put, Bloc(id="asean", code="ASEAN", name_en="South-East Asian Nations"))
    look_at(window, "la")
    press(window, "group 4")
    form = dialog(RecordForm)
    fill(form, name_th="ลาว", official_en="Lao People’s Democratic Republic")
    pick(form.form.fields["group"], 5)
    blocs = form.form.fields["blocs"]
    assert isinstance(blocs, BlocsField)
    type_text(blocs.line, "east asian")
    QTest.keyClick(blocs.line, Qt.Key.Key_Down)
    QTest.keyClick(blocs.line, Qt.Key.Key_Return)
    form.save.click()
    now = desk.snapshot.get(Member, "la")
    assert (now.name_th, now.group, now.blocs) == ("ลาว", 5, ("asean",))
    assert now.official_en == "Lao People’s Democratic Republic"


def test_a_proxy_taken_back_takes_its_holder_with_it(window: MainWindow, desk: Desk) -> None:
    given = replace(LAOS, proxy_given=Answer.YES, proxy_holder="ke")
    desk.do(records.put, given, LAOS)
    look_at(window, "la")
    press(window, "Proxy: yes")
    now = desk.snapshot.get(Member, "la")
    assert (now.proxy_given, now.proxy_holder) == (Answer.NO, "")


def test_the_holder_of_a_proxy_is_chosen_from_the_page(window: MainWindow, desk: Desk) -> None:
    desk.do(records.put, replace(LAOS, proxy_given=Answer.YES), LAOS)
    look_at(window, "la")
    press(window, "Held by: not known")
    form = dialog(RecordForm)
    fill(form, proxy_holder="Kenya")
    form.save.click()
    assert desk.snapshot.get(Member, "la").proxy_holder == "ke"


def test_the_keys_stay_where_an_answer_was_turned(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    look_at(window, "la")
    press(window, "Arrears: not known")
    press(window, "Arrears: yes")
    held = window.focusWidget()
    assert held is not None
    assert held.accessibleName().startswith("Arrears: no")


@pytest.mark.parametrize("language", ["en", "fr", "th"])
def test_what_is_known_of_a_voting_right_is_read_whole_on_a_small_screen(
    window: MainWindow, language: str
) -> None:
    window.workplace.prefer(language=language)
    look_at(window, "la")
    answers = [b.label for b in window.countries.detail.findChildren(Pressable)
               if b.isVisible() and b.label.text().startswith("? ")]  # fmt: skip
    assert len(answers) == 5
    for label in answers:
        wanted = label.fontMetrics().horizontalAdvance(label.text())
        assert label.contentsRect().width() >= wanted, label.text()


def test_a_note_is_gone_on_with_at_its_end_and_tab_leads_to_what_follows_it(
    window: MainWindow, desk: Desk
) -> None:
    laos = desk.snapshot.get(Member, "la")
    desk.do(records.put, replace(laos, notes="They wait"), laos)
    look_at(window, "la")
    press(window, "Notes: They wait")
    field = QApplication.focusWidget()
    assert field is not None
    type_text(field, " for a letter.")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    QApplication.processEvents()
    held = QApplication.focusWidget()
    assert held is not None
    assert held.accessibleName() == "Whole journal"
    assert desk.snapshot.get(Member, "la").notes == "They wait for a letter."
