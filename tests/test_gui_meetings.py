"""Meetings by form, page and inbox: typed, kept as drafts, killed, taken up again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.gui import a_window, controls, dialog, fill, menu_action, pick, type_text
from upudesk.campaign import inbox, meetings, records
from upudesk.desk import Desk
from upudesk.gui.contact_form import ContactForm
from upudesk.gui.draft_bar import DraftBar
from upudesk.gui.drafts import drafts_of
from upudesk.gui.inbox import InboxPage, NoteForm
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.meeting_rows import PledgeRow
from upudesk.gui.meetings_page import INBOX, MEETINGS, MeetingsList, MeetingsPage
from upudesk.gui.notes_field import NotesArea
from upudesk.gui.people_field import MembersField, PeopleField
from upudesk.gui.quick_log import QuickLog
from upudesk.gui.window import MainWindow
from upudesk.machine import Machine
from upudesk.model import (
    Contact,
    FollowUp,
    Form,
    Level,
    Meeting,
    Note,
    Pledge,
    Post,
    Role,
    Side,
)

DAY = date(2025, 8, 14)
KEPT = 1300
"""Milliseconds after which what was typed is kept."""


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.do(records.put, Contact(id="somsak", member="th", name="สมศักดิ์ ใจดี"))
    desk.do(
        records.put, Contact(id="bounmy", member="la", name="Bounmy", other_names=("ບຸນມີ", "บุญมี"))
    )
    with a_window(desk) as shown:
        shown.finish()
        yield shown


def meeting_form(window: MainWindow) -> MeetingForm:
    menu_action(window, "Log", "Log a meeting").trigger()
    return dialog(MeetingForm)


def people(form: MeetingForm, name: str) -> PeopleField:
    field = form.form.fields[name]
    assert isinstance(field, PeopleField)
    return field


def countries(form: MeetingForm) -> MembersField:
    field = form.form.fields["members"]
    assert isinstance(field, MembersField)
    return field


def type_and_take(field: QWidget, text: str) -> None:
    """Type into a line that offers things, and take the first with Enter."""
    line = field.focusProxy() or field
    line.setFocus()
    type_text(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def a_form(window: MainWindow) -> MeetingForm:
    """The form with a country and a title in it."""
    form = meeting_form(window)
    countries(form).put(())
    type_and_take(countries(form), "lao")
    fill(form, title="Talks")
    return form


def one_row(form: MeetingForm) -> PledgeRow:
    form.pledges.add_button.click()
    return form.pledges.rows[-1]


def wait(milliseconds: int = KEPT) -> None:
    QTest.qWait(milliseconds)


# ------------------------------------------------------------------ the form


def test_meeting_people_pledge_and_follow_up_are_logged_as_one_step(
    window: MainWindow, desk: Desk
) -> None:
    form = a_form(window)
    fill(form, held_on="14/8/2568", place="Vientiane", notes="yes to both", outcome="letter comes")
    type_and_take(people(form, "their_people"), "บุญมี")
    type_and_take(people(form, "our_people"), "สมศักดิ์")
    pledge = one_row(form)
    pick(pledge.form.fields["level"], Level.LEANING_YES)
    pick(pledge.form.fields["form"], Form.MINISTER)
    type_and_take(pledge.form.fields["said_by"], "boun")
    form.follow_ups.add_button.click()
    row = form.follow_ups.rows[0]
    fill(row, what="remind them", due_on="in 3 days")
    before = desk.undoable
    form.save.click()
    now = desk.snapshot
    (met,) = now.all(Meeting)
    assert (met.members, met.held_on, met.their_people, met.our_people) == (
        ("la",), DAY, ("bounmy",), ("somsak",)
    )  # fmt: skip
    given = now.pledges_in[met.id]
    assert {p.candidacy for p in given} == {"th-ca", "th-poc"}
    assert {(p.level, p.given_on, p.speaker, p.place) for p in given} == {
        (Level.LEANING_YES, DAY, "bounmy", "Vientiane")
    }
    (task,) = now.follow_ups_from[met.id]
    assert (task.what, task.member, task.due_on) == ("remind them", "la", date(2025, 8, 18))
    menu_action(window, "Edit", "Undo").trigger()
    assert not desk.snapshot.all(Meeting) + desk.snapshot.pledges + desk.snapshot.all(FollowUp)
    assert desk.undoable == before


def test_several_countries_are_met_at_once(window: MainWindow, desk: Desk) -> None:
    form = a_form(window)
    type_and_take(countries(form), "เคนยา")
    pledge = one_row(form)
    pick(pledge.form.fields["member"], "ke")
    pick(pledge.form.fields["level"], Level.FIRM_NO)
    pick(pledge.form.fields["form"], Form.DELEGATE)
    pick(pledge.form.fields["side"], Side.DELEGATE)
    form.save.click()
    (met,) = desk.snapshot.all(Meeting)
    assert met.members == ("la", "ke")
    assert {p.member for p in desk.snapshot.pledges} == {"ke"}


def test_a_person_met_for_the_first_time_is_made_in_the_same_step(
    window: MainWindow, desk: Desk
) -> None:
    form = a_form(window)
    theirs = people(form, "their_people")
    type_and_take(theirs, "ສົມພອນ")
    (row,) = theirs._rows.values()
    pick(row.role, Role.MINISTRY)
    type_text(row.title, "director")
    form.save.click()
    (met,) = desk.snapshot.all(Meeting)
    made = desk.snapshot.get(Contact, met.their_people[0])
    assert (made.name, made.member) == ("ສົມພອນ", "la")
    (post,) = desk.snapshot.posts_of[made.id]
    assert (post.role, post.title) == (Role.MINISTRY, "director")
    desk.undo()
    assert not desk.snapshot.all(Meeting) + desk.snapshot.all(Post)
    assert desk.snapshot.find(Contact, made.id) is None


def test_backspace_takes_the_last_person_out_and_the_arrows_walk(window: MainWindow) -> None:
    form = a_form(window)
    theirs = people(form, "their_people")
    for name in ("bounmy", "Nobody yet"):
        type_and_take(theirs, name)
    line = theirs.line
    first, second = theirs.tokens.chosen()
    QTest.keyClick(line, Qt.Key.Key_Left)
    held = QApplication.focusWidget()
    assert isinstance(held, QPushButton)
    assert held.text() == "Nobody yet"
    QTest.keyClick(held, Qt.Key.Key_Left)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert theirs.tokens.chosen() == (second,)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    assert theirs.tokens.chosen() == ()
    assert first == "bounmy"
    assert not theirs._rows


def test_a_name_that_was_only_typed_is_told_beside_its_field(window: MainWindow) -> None:
    form = a_form(window)
    theirs = people(form, "their_people")
    type_text(theirs.line, "Somebody")
    QTest.keyClick(theirs.line, Qt.Key.Key_Escape)
    form.save.click()
    assert "press Enter" in theirs.accessibleDescription()
    assert form.isVisible()


def test_problems_stand_beside_the_fields_of_their_row(window: MainWindow, desk: Desk) -> None:
    form = a_form(window)
    fill(form, title="")
    first, second = one_row(form), one_row(form)
    pick(first.form.fields["level"], Level.FIRM_YES)
    pick(first.form.fields["form"], Form.LETTER)
    form.follow_ups.add_button.click()
    form.save.click()
    assert not desk.snapshot.all(Meeting)
    assert "title" in form.form.fields["title"].accessibleDescription()
    assert first.form.fields["level"].accessibleDescription() == ""
    assert "level" in second.form.fields["level"].accessibleDescription()
    todo = form.follow_ups.rows[0].form.fields["what"]
    assert "done" in todo.accessibleDescription()
    assert QApplication.focusWidget() is form.form.fields["title"]


def test_a_pledge_in_a_meeting_to_come_is_told_beside_the_day(window: MainWindow) -> None:
    form = a_form(window)
    fill(form, held_on="tomorrow")
    row = one_row(form)
    pick(row.form.fields["level"], Level.FIRM_YES)
    pick(row.form.fields["form"], Form.LETTER)
    form.save.click()
    assert "future" in form.form.fields["held_on"].accessibleDescription()


def test_whom_we_asked_in_a_meeting_is_logged_as_asked(window: MainWindow, desk: Desk) -> None:
    form = a_form(window)
    row = one_row(form)
    pick(row.form.fields["level"], Level.ASKED)
    type_text(row.form.fields["said_by"], "the minister")
    form.save.click()
    assert {(p.level, p.said_to, p.form) for p in desk.snapshot.pledges} == {
        (Level.ASKED, "the minister", None)
    }


def test_a_row_that_is_taken_out_is_not_saved(window: MainWindow, desk: Desk) -> None:
    form = a_form(window)
    row = one_row(form)
    row.remove.click()
    form.save.click()
    assert desk.snapshot.all(Meeting)
    assert not desk.snapshot.pledges


def test_a_meeting_is_mended_and_what_came_of_it_later_is_added(
    window: MainWindow, desk: Desk
) -> None:
    met = Meeting(id="m", members=("la",), title="Talks", held_on=DAY)
    desk.do(meetings.record_meeting, met)
    window.turn_to("meetings", "m")
    shown = window.pages["meetings"]
    assert isinstance(shown, MeetingsPage)
    listing = shown.view(MEETINGS)
    assert isinstance(listing, MeetingsList)
    QApplication.processEvents()
    listing.log_pledge()
    form = dialog(MeetingForm)
    fill(form, outcome="yes")
    row = form.pledges.rows[0]
    pick(row.form.fields["level"], Level.FIRM_YES)
    pick(row.form.fields["form"], Form.MINISTER)
    form.save.click()
    assert desk.snapshot.get(Meeting, "m").outcome == "yes"
    assert len(desk.snapshot.pledges_in["m"]) == 2
    desk.undo()
    assert desk.snapshot.get(Meeting, "m") == met


@pytest.mark.parametrize("language", ["th", "en", "fr"])
def test_every_control_has_a_name_and_no_two_labels_share_a_key(
    window: MainWindow, language: str
) -> None:
    window.workplace.prefer(language=language)
    window.log_meeting()
    form = dialog(MeetingForm)
    form.pledges.add()
    form.follow_ups.add()
    type_text(people(form, "their_people").line, "X")
    people(form, "their_people").tokens._take(0)
    nameless = [c for c in controls(form) if not (c.accessibleName() or c.property("text"))]
    assert [type(c).__name__ for c in nameless] == []
    form._touched = False
    form.reject()


def test_tab_walks_from_the_notes_on_and_through_the_rows(window: MainWindow) -> None:
    form = a_form(window)
    row = one_row(form)
    assert QApplication.focusWidget() in row.form.findChildren(QWidget)
    notes = form.form.fields["notes"]
    notes.setFocus()
    QTest.keyClick(notes, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.form.fields["outcome"]
    walked = []
    for _step in range(16):
        held = QApplication.focusWidget()
        assert held is not None
        walked.append(held.accessibleName())
        QTest.keyClick(held, Qt.Key.Key_Tab)
    assert walked.index("Level") < walked.index("Said by, or whom we asked")
    assert walked.index("Said by, or whom we asked") < walked.index(
        "Add a follow-up".join(("+ ", ""))
    )


# ------------------------------------------------------------------ notes with simple lists


@pytest.fixture
def notes(qapp: QApplication) -> Iterator[NotesArea]:
    field = NotesArea()
    field.show()
    field.setFocus()
    yield field
    field.deleteLater()


@pytest.mark.parametrize(
    ("item", "after"),
    [
        ("- แรก", "- แรก\n- "), ("1. first", "1. first\n2. "), ("๙. เก้า", "๙. เก้า\n๑๐. "),
        ("  • a", "  • a\n  • "), ("plain", "plain\n"), ("-5 degrees", "-5 degrees\n"),
    ],
)  # fmt: skip
def test_enter_goes_on_with_the_list(notes: NotesArea, item: str, after: str) -> None:
    type_text(notes, item)
    QTest.keyClick(notes, Qt.Key.Key_Return)
    assert notes.toPlainText() == after


def test_enter_on_an_empty_item_ends_the_list(notes: NotesArea) -> None:
    type_text(notes, "- one")
    QTest.keyClick(notes, Qt.Key.Key_Return)
    QTest.keyClick(notes, Qt.Key.Key_Return)
    assert notes.toPlainText() == "- one\n"


def test_ctrl_z_takes_typing_back_inside_the_notes(notes: NotesArea) -> None:
    type_text(notes, "- one")
    QTest.keyClick(notes, Qt.Key.Key_Return)
    QTest.keyClick(notes, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert notes.toPlainText() == "- one"


# ------------------------------------------------------------------ drafts


def test_what_is_typed_is_kept_a_second_after_the_last_key(window: MainWindow, desk: Desk) -> None:
    form = meeting_form(window)
    wait()
    assert not desk.drafts()
    type_text(form.form.fields["notes"], "หกประเด็น")
    assert not desk.drafts()
    wait()
    ((_moment, text),) = desk.drafts().values()
    assert json.loads(text)["fields"]["notes"] == "หกประเด็น"
    fill(form, title="Talks")
    form.save.click()
    assert not desk.drafts()
    assert desk.snapshot.all(Meeting)


def test_a_draft_comes_back_with_every_field(window: MainWindow, desk: Desk) -> None:
    form = a_form(window)
    type_and_take(countries(form), "kenya")
    fill(form, held_on="31 Feb", place="Nairobi", agenda="- a", notes="b", outcome="c", source="d")
    type_and_take(people(form, "their_people"), "bounmy")
    type_and_take(people(form, "their_people"), "ສົມພອນ")
    (new,) = people(form, "their_people")._rows.values()
    pick(new.member, "ke")
    type_text(new.title, "director")
    type_text(people(form, "our_people").line, "สม")
    row = one_row(form)
    pick(row.form.fields["level"], Level.UNDECIDED)
    type_text(row.form.fields["said_by"], "ສົມພອນ")
    form.follow_ups.add_button.click()
    type_text(form.follow_ups.rows[0].form.fields["due_on"].focusProxy(), "in 3 days")
    before = form.typed()
    form.keeper.keep()
    form.keeper.begun = form._touched = False
    form.done(0)
    (bar,) = shown_bars(window)
    press(bar, "Continue")
    again = dialog(MeetingForm)
    assert again.typed() == before
    assert again.keeper.name == form_name(desk)
    fill(again, held_on="14 Aug 2025")
    people(again, "our_people").line.clear()
    pick(again.pledges.rows[0].form.fields["form"], Form.OFFICIAL)
    type_text(again.follow_ups.rows[0].form.fields["what"], "call")
    again.save.click()
    assert not desk.drafts()
    assert desk.snapshot.all(Contact)[-1].member == "ke"
    assert not bar.isVisible()


def form_name(desk: Desk) -> str:
    (name,) = desk.drafts()
    return name


def shown_bars(window: MainWindow) -> list[DraftBar]:
    window.turn_to("meetings")
    QApplication.processEvents()
    return [bar for bar in window.findChildren(DraftBar) if bar.isVisible()]


def press(bar: DraftBar, words: str) -> None:
    QApplication.processEvents()
    button = next(b for b in bar.findChildren(QPushButton) if b.text() == words and b.isVisible())
    button.click()


def closing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, answer: bool | None
) -> MeetingForm:
    form = meeting_form(window)
    type_text(form.form.fields["notes"], "half a note")
    monkeypatch.setattr("upudesk.gui.drafts.ask_to_keep", lambda _form: answer)
    form.cancel.click()
    return form


def test_closing_keeps_a_draft_where_the_user_says_so(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing(window, monkeypatch, True)
    assert len(desk.drafts()) == 1
    assert len(shown_bars(window)) == 1


def test_closing_keeps_nothing_where_the_user_discards(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing(window, monkeypatch, False)
    assert not desk.drafts()
    assert not shown_bars(window)


def test_the_form_stays_where_the_user_goes_on_typing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = closing(window, monkeypatch, None)
    assert form.isVisible()
    form._touched = False
    form.reject()


def test_nothing_is_asked_where_nothing_was_typed(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_form: object) -> None:
        raise AssertionError

    monkeypatch.setattr("upudesk.gui.drafts.ask_to_keep", never)
    meeting_form(window).cancel.click()
    assert not desk.drafts()


def test_a_discarded_draft_can_be_brought_back(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing(window, monkeypatch, True)
    (bar,) = shown_bars(window)
    press(bar, "Discard")
    assert not desk.drafts()
    press(bar, "Bring it back")
    assert len(desk.drafts()) == 1


def test_a_draft_that_a_form_holds_is_offered_to_nobody_else(
    window: MainWindow, desk: Desk
) -> None:
    form = meeting_form(window)
    type_text(form.form.fields["notes"], "half")
    form.keeper.keep()
    assert desk.drafts()
    assert not drafts_of(window.workplace).waiting()


def test_keeping_a_draft_takes_less_than_a_frame(window: MainWindow, desk: Desk) -> None:
    form = meeting_form(window)
    type_text(form.form.fields["notes"], "ยาว" * 2000)
    times = []
    for number in range(7):
        type_text(form.form.fields["notes"], str(number))
        began = time.perf_counter()
        form.keeper.keep()
        times.append(time.perf_counter() - began)
    assert sorted(times)[3] < 0.05


TYPING = """
    import sys
    from pathlib import Path
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from tests.gui import a_window, type_text
    from upudesk.desk import Desk
    from upudesk.gui.meeting_form import MeetingForm
    from upudesk.machine import Machine

    app = QApplication([])
    desk = Desk.open(Path(sys.argv[1]), machine=Machine(Path(sys.argv[2])), window=True)
    with a_window(desk) as window:
        form = MeetingForm(window.workplace, parent=window)
        form.open()
        type_text(form.form.fields["title"], sys.argv[3])
        type_text(form.form.fields["notes"], "- " + sys.argv[3])
        QTimer.singleShot(1500, lambda: print("kept", flush=True))
        app.exec()
"""


def typed_and_killed(path: Path, folder: Path, text: str) -> None:
    """Another process types into the form of a meeting, and is killed a moment later."""
    child = subprocess.Popen(
        [sys.executable, "-c", dedent(TYPING), str(path), str(folder), text],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        text=True,
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "kept\n"
        os.kill(child.pid, signal.SIGKILL)
        child.wait()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_two_meetings_being_typed_outlive_two_kills(
    qapp: QApplication, make_desk: Callable[..., Desk], reopen: Callable[..., Desk],
    machine: Machine, tmp_path: Path,
) -> None:  # fmt: skip
    desk = make_desk()
    path = desk.path
    desk.close()
    for text in ("เวียงจันทน์", "Nairobi"):
        typed_and_killed(path, tmp_path / "machine", text)
    with a_window(reopen(path, machine=machine)) as window:
        window.finish()
        (bar,) = shown_bars(window)
        said = [bar.sentence(draft) for draft in drafts_of(window.workplace).waiting()]
        assert ["เวียงจันทน์" in said[0], "Nairobi" in said[1]] == [True, True]
        assert "was not finished" in said[0]
        press(bar, "Continue")
        form = dialog(MeetingForm)
        assert form.typed()["fields"]["notes"] == "- เวียงจันทน์"
        assert form.typed()["fields"]["title"] == "เวียงจันทน์"
        form._touched = False
        form.done(0)


# ------------------------------------------------------------------ the page


def held(count: int) -> list[Meeting]:
    return [
        Meeting(id=f"m{n}", members=("la",), title=f"Talks {n}", held_on=DAY, notes="one\n- two")
        for n in range(count)
    ]


def meetings_page(window: MainWindow) -> MeetingsPage:
    window.turn_to("meetings")
    QApplication.processEvents()
    page = window.pages["meetings"]
    assert isinstance(page, MeetingsPage)
    return page


def delete_row(view: MeetingsList | InboxPage) -> None:
    view.window().activateWindow()
    QApplication.processEvents()
    view.listing.table.setFocus()
    QTest.keyClick(view.listing.table, Qt.Key.Key_Delete)


def test_the_list_says_what_came_of_each_meeting(window: MainWindow, desk: Desk) -> None:
    met = Meeting(id="m", members=("la", "ke"), title="Talks", held_on=DAY)
    pledge = Pledge(member="la", candidacy="th-ca", level=Level.FIRM_YES, form=Form.LETTER,
                    side=Side.CAPITAL)  # fmt: skip
    desk.do(meetings.record_meeting, met, [pledge], [FollowUp(what="call", member="la")])
    listing = meetings_page(window).view(MEETINGS).listing  # type: ignore[attr-defined]
    (row,) = listing.model.rows
    assert (row.countries, row.pledges, row.to_do) == ("Laos, Kenya", 1, 1)


def test_a_meeting_that_was_just_logged_is_looked_at(window: MainWindow, desk: Desk) -> None:
    desk.do(meetings.record_meeting, held(1)[0])
    view = meetings_page(window).view(MEETINGS)
    assert isinstance(view, MeetingsList)
    form = a_form(window)
    fill(form, held_on="1 Apr 2025")
    form.save.click()
    QApplication.processEvents()
    met = desk.snapshot.all(Meeting)[-1]
    assert (met.title, view.listing.current()) == ("Talks", met.id)


def test_typed_words_find_what_stands_in_the_notes(window: MainWindow, desk: Desk) -> None:
    for met in held(2):
        desk.do(meetings.record_meeting, met)
    other = Meeting(id="x", members=("ke",), title="Other", held_on=DAY, notes="ขอเสียงตอบแทน")
    desk.do(meetings.record_meeting, other)
    listing = meetings_page(window).view(MEETINGS).listing  # type: ignore[attr-defined]
    type_text(listing.filter, "เสียง")
    assert [row.meeting.id for row in listing.model.rows] == ["x"]


def test_a_deleted_meeting_comes_back_with_undo(window: MainWindow, desk: Desk) -> None:
    desk.do(meetings.record_meeting, held(1)[0])
    view = meetings_page(window).view(MEETINGS)
    assert isinstance(view, MeetingsList)
    view.listing.look_at("m0")
    delete_row(view)
    assert not desk.snapshot.all(Meeting)
    menu_action(window, "Edit", "Undo").trigger()
    assert desk.snapshot.all(Meeting)


def test_ten_thousand_meetings_are_listed_in_a_moment(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "history", lambda _id: [])  # they stand in memory alone
    many = [("meeting", met.id, met) for met in held(10_000)]
    page = meetings_page(window)
    desk._snapshot = desk.snapshot.with_records(many, ())
    began = time.perf_counter()
    page.renew()
    QApplication.processEvents()
    assert time.perf_counter() - began < 0.6  # 0.15 where nothing else runs
    assert len(page.view(MEETINGS).listing.model.rows) == 10_000  # type: ignore[attr-defined]


# ------------------------------------------------------------------ the inbox


def inbox_page(window: MainWindow) -> InboxPage:
    page = meetings_page(window)
    view = page.turn(INBOX)
    QApplication.processEvents()
    assert isinstance(view, InboxPage)
    return view


def a_note(window: MainWindow, desk: Desk, **said: Any) -> InboxPage:
    desk.do(inbox.put_down, Note(id="n", text="the minister will call", **said))
    window.workplace.show("n")
    QApplication.processEvents()
    return inbox_page(window)


def test_one_line_and_enter_put_a_note_down(window: MainWindow, desk: Desk) -> None:
    view = inbox_page(window)
    type_text(view.quick.text, "ทูตลาวโทรมา")
    QTest.keyClick(view.quick.text, Qt.Key.Key_Return)
    (note,) = inbox.waiting(desk.snapshot)
    assert (note.text, note.taken_on) == ("ทูตลาวโทรมา", date(2025, 8, 15))
    assert view.quick.text.text() == ""
    page = meetings_page(window)
    assert "1" in page.tabs.tabText(INBOX)


def test_a_note_is_put_down_from_anywhere(window: MainWindow, desk: Desk) -> None:
    menu_action(window, "Log", "Put a note").trigger()
    form = dialog(NoteForm)
    type_text(form.form.fields["text"], "somebody called")
    QTest.keyClick(form.form.fields["text"], Qt.Key.Key_Return)
    assert [note.text for note in inbox.waiting(desk.snapshot)] == ["somebody called"]


def test_a_note_becomes_a_meeting_whose_form_is_filled_in(window: MainWindow, desk: Desk) -> None:
    a_note(window, desk, member="la", source="cable").into_meeting()
    form = dialog(MeetingForm)
    fill(form, title="Call")
    form.save.click()
    (met,) = desk.snapshot.all(Meeting)
    assert (met.members, met.notes, met.source) == (("la",), "the minister will call", "cable")
    assert desk.snapshot.get(Note, "n").sorted_into == met.id
    desk.undo()
    assert inbox.waiting(desk.snapshot)


def test_a_note_becomes_a_pledge(window: MainWindow, desk: Desk) -> None:
    a_note(window, desk, member="la", source="cable").into_pledge()
    form = dialog(QuickLog)
    form.level.choose(Level.FIRM_YES)
    pick(form.form.fields["form"], Form.MINISTER)
    form.save.click()
    assert {p.note for p in desk.snapshot.pledges} == {"the minister will call"}
    assert desk.snapshot.get(Note, "n").sorted_into == desk.snapshot.pledges[0].id
    desk.undo()
    assert inbox.waiting(desk.snapshot)
    assert not desk.snapshot.pledges


def test_a_note_becomes_a_follow_up(window: MainWindow, desk: Desk) -> None:
    from upudesk.gui.record_form import RecordForm

    a_note(window, desk, member="la").into_follow_up()
    dialog(RecordForm).save.click()
    (task,) = desk.snapshot.all(FollowUp)
    assert (task.what, task.member) == ("the minister will call", "la")
    assert desk.snapshot.get(Note, "n").sorted_into == task.id


def test_a_note_becomes_a_contact(window: MainWindow, desk: Desk) -> None:
    a_note(window, desk, member="ke").into_contact()
    form = dialog(ContactForm)
    type_text(form.name.line, "Wanjiru")
    form.save.click()
    made = desk.snapshot.get(Contact, desk.snapshot.get(Note, "n").sorted_into)
    assert (made.name, made.member, made.notes) == ("Wanjiru", "ke", "the minister will call")


def test_a_discarded_note_comes_back_with_undo(window: MainWindow, desk: Desk) -> None:
    view = a_note(window, desk)
    delete_row(view)
    assert not inbox.waiting(desk.snapshot)
    menu_action(window, "Edit", "Undo").trigger()
    assert inbox.waiting(desk.snapshot)
