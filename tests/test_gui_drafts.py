"""What is half typed in any form of a record: kept, offered again, told apart from what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPlainTextEdit, QWidget

from tests.builders import a_pledge
from tests.gui import dialog, fill, type_text
from upudesk.campaign import records
from upudesk.desk import Desk
from upudesk.gui import drafts, reopening
from upudesk.gui.ask_form import AskForm
from upudesk.gui.campaign_form import edit_campaign, edit_letterhead, edit_official
from upudesk.gui.candidacies_pane import edit_candidacy
from upudesk.gui.contact_form import ContactForm, post_form
from upudesk.gui.country_form import edit_country
from upudesk.gui.draft_bar import DraftBar
from upudesk.gui.drafts import Waiting, drafts_of, open_draft
from upudesk.gui.electorate import edit_proxy
from upudesk.gui.end_post_form import EndPostForm
from upudesk.gui.entry import Entry
from upudesk.gui.follow_up_form import open_form as follow_up
from upudesk.gui.in_touch import log_contact
from upudesk.gui.inbox import NoteForm
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.past_result import add_result, edit_result
from upudesk.gui.quick_log import QuickLog
from upudesk.gui.result_form import ResultForm
from upudesk.gui.rules_pane import edit_rule, edit_rule_set
from upudesk.gui.seat_facts import edit as edit_seats
from upudesk.gui.undertaking_form import open_form as undertaking
from upudesk.gui.window import MainWindow
from upudesk.gui.workplace import Workplace
from upudesk.model import (
    Author,
    Contact,
    FollowUp,
    Member,
    Note,
    Pledge,
    Post,
    Record,
    Result,
    Role,
    Rule,
    RuleSet,
    Undertaking,
)
from upudesk.settings import Settings

FIRST = "Bounmy Keo"


@pytest.fixture
def workplace(qapp: QApplication, desk: Desk) -> Iterator[Workplace]:
    desk.do(records.put, Contact(id="bounmy", member="la", name=FIRST, notes="Speaks French"))
    made = Workplace(Settings(language="en"))
    made.hold(desk)
    yield made
    made.leave()


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QWidget]:
    widget = QWidget()
    yield widget
    widget.close()


def bounmy(workplace: Workplace) -> Contact:
    return workplace.snapshot.get(Contact, "bounmy")


def editing(workplace: Workplace, parent: QWidget) -> ContactForm:
    form = ContactForm(workplace, bounmy(workplace), parent)
    form.open()
    return form


def cut_off(form: Entry) -> Waiting:
    """The draft that is left of a form when the campaign is locked."""
    form._workplace.closing.emit()  # type: ignore[attr-defined]
    form.done(0)
    [draft] = drafts_of(form._workplace).waiting()  # type: ignore[attr-defined]
    return draft


def again(workplace: Workplace, draft: Waiting, parent: QWidget) -> Entry:
    form = open_draft(workplace, draft, parent)
    assert isinstance(form, Entry)
    return form


KNOWN: tuple[Record, ...] = (
    Post(id="post", contact="bounmy", role=Role.MINISTRY, title="Director"),
    FollowUp(id="task", what="Ring them", member="la"),
    Note(id="note", text="Heard in Vientiane"),
    Undertaking(id="promise", what="A training course", member="la"),
    Result(id="result", member="ke", council="ca", year=2021),
    Author(id="noi", name="Noi"),
    a_pledge(id="pledge"),
    Rule(id="rule", code="seats"),
    RuleSet(id="rules", title_en="Rules"),
)

Opens = Callable[[Workplace, QWidget], Entry | None]


def shown(form: Entry) -> Entry:
    form.open()
    return form


FORMS: dict[str, Opens] = {
    "meeting": lambda w, p: shown(MeetingForm(w, parent=p)),
    "pledge": lambda w, p: shown(QuickLog(w, parent=p)),
    "pledge corrected": lambda w, p: shown(
        QuickLog(w, before=w.snapshot.get(Pledge, "pledge"), parent=p)
    ),
    "contact": lambda w, p: shown(ContactForm(w, None, p, member="la")),
    "contact edited": editing,
    "post": lambda w, p: shown(post_form(w, bounmy(w), p)),
    "post edited": lambda w, p: shown(post_form(w, bounmy(w), p, w.snapshot.get(Post, "post"))),
    "end_post": lambda w, p: shown(EndPostForm(w, w.snapshot.get(Post, "post"), p)),
    "ask": lambda w, p: shown(AskForm(w, w.snapshot.get(Pledge, "pledge"), p)),
    "follow_up": lambda w, p: follow_up(w, p, member="la"),
    "follow_up edited": lambda w, p: follow_up(w, p, w.snapshot.get(FollowUp, "task")),
    "undertaking": lambda w, p: undertaking(w, p, member="la", pledges=("pledge",)),
    "undertaking edited": lambda w, p: undertaking(w, p, w.snapshot.get(Undertaking, "promise")),
    "note": lambda w, p: shown(NoteForm(w, p)),
    "note edited": lambda w, p: shown(NoteForm(w, p, w.snapshot.get(Note, "note"))),
    "result": lambda w, p: shown(ResultForm(w, p)),
    "past_result": lambda w, p: add_result(w, w.snapshot.get(Member, "ke"), p),
    "past_result edited": lambda w, p: edit_result(w, w.snapshot.get(Result, "result"), p),
    "country": lambda w, p: edit_country(w, w.snapshot.get(Member, "la"), p),
    "proxy": lambda w, p: edit_proxy(w, w.snapshot.get(Member, "la"), p),
    "contact_log": lambda w, p: log_contact(w, p, "la"),
    "campaign": edit_campaign,
    "letterhead": edit_letterhead,
    "candidacy": lambda w, p: edit_candidacy(w, None, p),
    "candidacy edited": lambda w, p: edit_candidacy(w, w.snapshot.ours[0], p),
    "rule": lambda w, p: edit_rule(w, w.snapshot.all(Rule)[0], p),
    "rule_set": lambda w, p: edit_rule_set(w, w.snapshot.all(RuleSet)[0], p),
    "seats": lambda w, p: edit_seats(w, "ca", 4, p),
    "author": lambda w, p: edit_official(w, None, p),
    "author edited": lambda w, p: edit_official(w, w.snapshot.get(Author, "noi"), p),
}


def type_everywhere(form: Entry) -> None:
    for field in form.form.fields.values():
        inner = field.focusProxy() or field
        if isinstance(inner, QLineEdit | QPlainTextEdit):
            type_text(inner, "ครึ่ง half")


def test_every_form_comes_back_as_it_was_typed(workplace: Workplace, parent: QWidget) -> None:
    assert workplace.desk is not None
    for record in KNOWN:
        workplace.do(records.put, record)
    assert {name.partition(" ")[0] for name in FORMS} == set(reopening._FORMS)
    for name, opens in FORMS.items():
        form = opens(workplace, parent)
        assert form is not None, name
        type_everywhere(form)
        before = form.typed()
        draft = cut_off(form)
        assert name.startswith(draft.form)
        assert drafts.about(workplace, draft)
        form = again(workplace, draft, parent)
        assert form.typed() == before, name
        form.keeper.drop()  # type: ignore[union-attr]
        form.done(0)
        assert not workplace.desk.drafts(), name


def test_the_draft_goes_in_the_step_that_saves_what_was_typed(
    workplace: Workplace, parent: QWidget
) -> None:
    assert workplace.desk is not None
    form = editing(workplace, parent)
    fill(form, notes="Speaks Lao")
    form = again(workplace, cut_off(form), parent)  # type: ignore[assignment]
    form.save.click()
    assert bounmy(workplace).notes == "Speaks Lao"
    assert not workplace.desk.drafts()


def test_what_cannot_be_saved_stays_a_draft(workplace: Workplace, parent: QWidget) -> None:
    assert workplace.desk is not None
    form = editing(workplace, parent)
    fill(form, name="", notes="Speaks Lao")
    form.keeper.keep()  # type: ignore[union-attr]
    form.save.click()
    assert form.isVisible()
    assert "Speaks Lao" in str(workplace.desk.drafts())
    form.done(0)


def test_discarding_leaves_no_draft(
    workplace: Workplace, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workplace.desk is not None
    form = editing(workplace, parent)
    fill(form, notes="Speaks Lao")
    form.keeper.keep()  # type: ignore[union-attr]
    monkeypatch.setattr("upudesk.gui.drafts.ask_to_keep", lambda _form: False)
    form.reject()
    assert not workplace.desk.drafts()


def test_a_form_that_was_only_looked_at_writes_nothing(
    workplace: Workplace, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    monkeypatch.setattr(Desk, "keep_draft", lambda _desk, *said: written.append(said))
    monkeypatch.setattr(Desk, "drop_draft", lambda _desk, *said: written.append(said))
    editing(workplace, parent).reject()
    assert not written


def test_typing_fast_is_written_once_in_a_pause_and_not_on_each_letter(
    workplace: Workplace, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    monkeypatch.setattr(Desk, "keep_draft", lambda _desk, *said: written.append(said))
    form = editing(workplace, parent)
    for letter in "Speaks some Lao, and reads Thai.":
        type_text(form.form.fields["notes"], letter)
        QApplication.processEvents()
    assert not written
    form.keeper.keep()  # type: ignore[union-attr]
    assert len(written) == 1
    form.done(0)


def test_a_record_that_is_opened_again_stands_as_it_was_left(
    workplace: Workplace, parent: QWidget
) -> None:
    form = editing(workplace, parent)
    fill(form, notes="Speaks Lao")
    cut_off(form)
    form = editing(workplace, parent)
    assert form.form.fields["notes"].value() == "Speaks Lao"  # type: ignore[attr-defined]
    assert "not saved yet" in form.problem.text()
    form.done(0)


def test_what_was_changed_meanwhile_is_told_and_nothing_is_put_back_that_was_not_typed(
    workplace: Workplace, parent: QWidget
) -> None:
    form = editing(workplace, parent)
    fill(form, notes="Speaks Lao")
    draft = cut_off(form)
    old = bounmy(workplace)
    workplace.do(records.put, replace(old, name="Bounmy Keola", notes="Speaks Thai"), old)
    form = again(workplace, draft, parent)  # type: ignore[assignment]
    told = form.form._problems
    assert "Speaks Thai" in told["notes"].text().replace("\u200b", "")
    assert not told["name"].text()
    form.save.click()
    assert (bounmy(workplace).name, bounmy(workplace).notes) == ("Bounmy Keola", "Speaks Lao")


def test_a_draft_about_a_record_that_is_gone_says_so_and_stays(
    workplace: Workplace, parent: QWidget
) -> None:
    form = editing(workplace, parent)
    fill(form, notes="Speaks Lao")
    draft = cut_off(form)
    workplace.do(records.remove, bounmy(workplace))
    assert open_draft(workplace, draft, parent) is None
    box = dialog(QMessageBox)
    assert "not there any more" in box.text()
    assert "Speaks Lao" in box.text()
    box.close()
    assert drafts_of(workplace).waiting() == [draft]


def test_a_draft_is_counted_at_the_page_of_its_records(window: MainWindow) -> None:
    window.finish()
    form = shown(ContactForm(window.workplace, None, window, member="la"))
    fill(form, name=FIRST)
    cut_off(form)
    window._count()
    buttons = window.navigation.buttons.items()
    assert [name for name, b in buttons if "waiting" in b.accessibleName()] == ["contacts"]


def test_a_draft_of_a_form_that_this_version_does_not_know_is_shown_and_stays(
    workplace: Workplace, parent: QWidget
) -> None:
    assert workplace.desk is not None
    workplace.desk.keep_draft("levy 7", '{"fields": {"note": "half"}}')
    workplace.desk.keep_draft("contact 7", '{"fields": {}, "began": [1]}')
    [draft] = drafts_of(workplace).waiting()
    assert "levy" in DraftBar(workplace).sentence(draft)
    assert open_draft(workplace, draft, parent) is None
    box = dialog(QMessageBox)
    assert "half" in box.text()
    box.close()
