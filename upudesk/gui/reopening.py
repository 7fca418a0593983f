"""The form that a draft was typed in, opened again on the record that it was about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from upudesk.gui.drafts import Waiting
from upudesk.gui.entry import Entry
from upudesk.gui.workplace import Workplace
from upudesk.model import (
    Author,
    Candidacy,
    Contact,
    Council,
    FollowUp,
    Meeting,
    Member,
    Note,
    Pledge,
    Post,
    Record,
    Result,
    Rule,
    RuleSet,
    Seats,
    Undertaking,
)

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Again:
    """A draft that is taken up, and what is there of the records that it may be about."""

    workplace: Workplace
    draft: Waiting
    parent: QWidget

    def known(self, kind: type[R]) -> R | None:
        return self.workplace.snapshot.find(kind, self.draft.of)

    def of(self, kind: type[R], made: Callable[[R], Entry | None]) -> Entry | None:
        """The form about a record; none where that record is gone."""
        record = self.known(kind)
        return made(record) if record is not None else None

    def new_or_of(self, kind: type[R], made: Callable[[R | None], Entry | None]) -> Entry | None:
        return self.of(kind, made) if self.draft.of else made(None)


def form_of(workplace: Workplace, draft: Waiting, parent: QWidget) -> Entry | None:
    """The form, open; none where what the draft is about is not there any more, or not known."""
    made = _FORMS.get(draft.form)
    return made(Again(workplace, draft, parent)) if made else None


def _meeting(again: Again) -> Entry | None:
    from upudesk.gui.meeting_form import MeetingForm

    def made(_before: Meeting | None) -> Entry:
        return _opened(MeetingForm(again.workplace, parent=again.parent, draft=again.draft))

    return again.new_or_of(Meeting, made)


def _pledge(again: Again) -> Entry | None:
    from upudesk.gui.quick_log import QuickLog

    def made(_before: Pledge | None) -> Entry:
        return _opened(QuickLog(again.workplace, parent=again.parent, draft=again.draft))

    return again.new_or_of(Pledge, made)


def _opened(form: Entry) -> Entry:
    form.open()
    return form


def _contact(again: Again) -> Entry | None:
    from upudesk.gui.contact_form import ContactForm

    def made(base: Contact | None) -> Entry:
        return _opened(ContactForm(again.workplace, base, again.parent))

    return again.new_or_of(Contact, made)


def _post(again: Again) -> Entry | None:
    from upudesk.gui.contact_form import post_form

    def made(contact: Contact | None, base: Post | None = None) -> Entry | None:
        if contact is None:
            return None
        return _opened(post_form(again.workplace, contact, again.parent, base))

    def edited(post: Post) -> Entry | None:
        return made(again.workplace.snapshot.find(Contact, post.contact), post)

    return again.of(Post, edited) or again.of(Contact, made)


def _end_post(again: Again) -> Entry | None:
    from upudesk.gui.end_post_form import EndPostForm

    def made(post: Post) -> Entry:
        return _opened(EndPostForm(again.workplace, post, again.parent))

    return again.of(Post, made)


def _ask(again: Again) -> Entry | None:
    from upudesk.gui.ask_form import AskForm

    def made(before: Pledge) -> Entry:
        return _opened(AskForm(again.workplace, before, again.parent))

    return again.of(Pledge, made)


def _follow_up(again: Again) -> Entry | None:
    from upudesk.gui.follow_up_form import open_form

    return again.new_or_of(FollowUp, lambda base: open_form(again.workplace, again.parent, base))


def _undertaking(again: Again) -> Entry | None:
    from upudesk.gui.undertaking_form import open_form

    return again.new_or_of(Undertaking, lambda base: open_form(again.workplace, again.parent, base))


def _note(again: Again) -> Entry | None:
    from upudesk.gui.inbox import NoteForm

    def made(before: Note | None) -> Entry:
        return _opened(NoteForm(again.workplace, again.parent, before))

    return again.new_or_of(Note, made)


def _result(again: Again) -> Entry | None:
    """What was typed about another round is not about this one."""
    from upudesk.gui.result_form import ResultForm

    if again.draft.of != str(again.workplace.snapshot.campaign.round):
        return None
    return _opened(ResultForm(again.workplace, again.parent))


def _past_result(again: Again) -> Entry | None:
    from upudesk.gui.past_result import add_result, edit_result

    return again.of(
        Result, lambda found: edit_result(again.workplace, found, again.parent)
    ) or again.of(Member, lambda member: add_result(again.workplace, member, again.parent))


def _country(again: Again) -> Entry | None:
    from upudesk.gui.country_form import edit_country

    return again.of(Member, lambda found: edit_country(again.workplace, found, again.parent))


def _proxy(again: Again) -> Entry | None:
    from upudesk.gui.electorate import edit_proxy

    return again.of(Member, lambda found: edit_proxy(again.workplace, found, again.parent))


def _contact_log(again: Again) -> Entry | None:
    from upudesk.gui.in_touch import log_contact

    return log_contact(again.workplace, again.parent, again.draft.of)


def _campaign(again: Again) -> Entry | None:
    from upudesk.gui.campaign_form import edit_campaign

    return edit_campaign(again.workplace, again.parent)


def _letterhead(again: Again) -> Entry | None:
    from upudesk.gui.campaign_form import edit_letterhead

    return edit_letterhead(again.workplace, again.parent)


def _author(again: Again) -> Entry | None:
    from upudesk.gui.campaign_form import edit_official

    return again.new_or_of(
        Author, lambda found: edit_official(again.workplace, found, again.parent)
    )


def _candidacy(again: Again) -> Entry | None:
    from upudesk.gui.candidacies_pane import edit_candidacy

    return again.new_or_of(
        Candidacy, lambda found: edit_candidacy(again.workplace, found, again.parent)
    )


def _rule(again: Again) -> Entry | None:
    from upudesk.gui.rules_pane import edit_rule

    return again.of(Rule, lambda found: edit_rule(again.workplace, found, again.parent))


def _rule_set(again: Again) -> Entry | None:
    from upudesk.gui.rules_pane import edit_rule_set

    return again.of(RuleSet, lambda found: edit_rule_set(again.workplace, found, again.parent))


def _seats(again: Again) -> Entry | None:
    """Of a group that has no record yet, a draft names council and group."""
    from upudesk.gui.seat_facts import edit

    found = again.known(Seats)
    council, _slash, group = again.draft.of.partition("/")
    if found is not None:
        return edit(again.workplace, found.council, found.group, again.parent)
    if again.workplace.snapshot.find(Council, council) is None:
        return None
    return edit(again.workplace, council, int(group) if group.isdecimal() else None, again.parent)


_FORMS: dict[str, Callable[[Again], Entry | None]] = {
    "meeting": _meeting, "pledge": _pledge, "contact": _contact, "post": _post,
    "end_post": _end_post, "ask": _ask, "follow_up": _follow_up, "undertaking": _undertaking,
    "note": _note, "result": _result, "past_result": _past_result, "country": _country,
    "proxy": _proxy, "contact_log": _contact_log, "campaign": _campaign,
    "letterhead": _letterhead, "author": _author, "candidacy": _candidacy, "rule": _rule,
    "rule_set": _rule_set, "seats": _seats,
}  # fmt: skip
"""By what the names of drafts begin with."""
