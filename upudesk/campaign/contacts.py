"""People: entered with their posts, followed when they leave them, told apart from their likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from upudesk import alike
from upudesk.campaign.plan import Plan, Put
from upudesk.campaign.records import subject_of
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Contact, FollowUp, Meeting, Pledge, Post, Role, new_id
from upudesk.posts import held_on
from upudesk.snapshot import Snapshot
from upudesk.tally import stance

# ------------------------------------------------------------------ a person and their posts


def save_contact(
    snapshot: Snapshot, contact: Contact, posts: Sequence[Post] = (), base: Contact | None = None
) -> Plan:
    """Enter a person with the posts they hold, or with `base` edit them, as one step.

    A new post of which nothing was entered is left out.
    """
    told = [post for post in posts if snapshot.find(Post, post.id) or says_something(post)]
    own = (replace(post, contact=contact.id) for post in told)
    verb, reason = ("edit", Reason.CORRECTED) if base else ("add", Reason.ENTERED)
    edits = (Put(contact, base), *(Put(post, snapshot.find(Post, post.id)) for post in own))
    return Plan(f"contact.{verb}", edits, subject_of(snapshot, contact), reason)


def says_something(post: Post) -> bool:
    """Whether anything was entered of a post."""
    said = (post.title, post.organisation, post.source)
    dated = post.starts_on or post.ends_on
    return any(text.strip() for text in said) or bool(dated) or post.role is not Role.OTHER


def heir(post: Post, contact: str, ends_on: date, *, id: str = "") -> Post:
    """The same post as its next holder takes it over, the day after."""
    return Post(
        id=id or new_id(),
        contact=contact,
        role=post.role,
        title=post.title,
        organisation=post.organisation,
        starts_on=ends_on + timedelta(days=1),
        predecessor=post.id,
    )


def end_post(
    snapshot: Snapshot,
    post: Post,
    ends_on: date,
    successor: Post | None = None,
    people: Sequence[Contact] = (),
    follow_ups: Sequence[FollowUp] = (),
) -> Plan:
    """Someone leaves a post; who follows, and what is to be done about it, are of the same step.

    `people` are successors met for the first time.
    """
    if successor and successor.contact == post.contact:
        sentence = N_("The successor is somebody else; leave this blank while nobody is known.")
        raise InvalidRecord({"successor": Message(sentence)})
    records = [*people, *([replace(successor, predecessor=post.id)] if successor else ())]
    edits = [Put(replace(post, ends_on=ends_on), post), *map(Put, [*records, *follow_ups])]
    plan = Plan("post.end", tuple(edits), subject_of(snapshot, post))
    return plan if ends_on >= snapshot.today or successor else replace(plan, warnings=_alone(post))


def _alone(post: Post) -> tuple[Message, ...]:
    sentence = N_("Saved. Nobody is entered yet who follows as {post}.")
    return (Message(sentence, {"post": post.title or post.organisation}),) if post.title else ()


# ------------------------------------------------------------------ what leavers have said


def given_in(snapshot: Snapshot, post: Post) -> list[Pledge]:
    """What its holder said in a post and still counts, newest first."""
    said = snapshot.pledges_by.get(post.contact, ())
    own = [p for p in said if held_on(post, p.day) and _in_force(snapshot, p)]
    return sorted(own, key=lambda pledge: (pledge.day, pledge.id), reverse=True)


def _in_force(snapshot: Snapshot, pledge: Pledge) -> bool:
    return pledge in stance(snapshot, pledge.member, pledge.candidacy).in_force


# ------------------------------------------------------------------ who was met when


def meetings_of(snapshot: Snapshot, contact: str) -> list[Meeting]:
    """The meetings in which someone took part, newest first."""
    found = snapshot.meetings_of.get(contact, ())
    return sorted(found, key=lambda meeting: (meeting.day, meeting.id), reverse=True)


def last_contact(snapshot: Snapshot, contact: str) -> date | None:
    """The latest day on which we met someone or had word from them."""
    met = (meeting.day for meeting in snapshot.meetings_of.get(contact, ()))
    said = (pledge.day for pledge in snapshot.pledges_by.get(contact, ()))
    days = [day for day in (*met, *said) if date.min < day <= snapshot.today]
    return max(days, default=None)


# ------------------------------------------------------------------ likely duplicates


@dataclass(frozen=True)
class Like:
    """Someone who may be the same person, and the name that says so."""

    contact: Contact
    name: str
    score: float


def likely_duplicates(
    snapshot: Snapshot, name: str, member: str = "", other_names: Sequence[str] = (), but: str = ""
) -> list[Like]:
    """Contacts of that country, or of none, whose names are like what was typed; likest first.

    Without a country, all are looked at. `but` is left out: the contact that is being edited.
    """
    typed = [alike.spelled(text) for text in (name, *other_names) if len(text.strip()) > 1]
    if not typed:
        return []
    found = [
        like
        for contact in _within_reach(snapshot, member)
        if contact.id != but and (like := _likest(contact, typed)).score >= alike.ENOUGH
    ]
    return sorted(found, key=lambda like: (-like.score, like.contact.name))


def _within_reach(snapshot: Snapshot, member: str) -> Iterable[Contact]:
    if not member:
        return snapshot.all(Contact)
    return (*snapshot.contacts_of.get(member, ()), *snapshot.contacts_of.get("", ()))


def _likest(contact: Contact, typed: Sequence[alike.Spelling]) -> Like:
    names = (contact.name, *contact.other_names)
    scored = [(max(alike.alike(t, alike.spelled(name)) for t in typed), name) for name in names]
    score, name = max(scored)
    return Like(contact, name, score)


def duplicates(snapshot: Snapshot, contact: Contact) -> list[Like]:
    """Who else may be this person."""
    return likely_duplicates(
        snapshot, contact.name, contact.member, contact.other_names, contact.id
    )


def spell_ahead(snapshot: Snapshot) -> None:
    """Spell every name once, off the way of whoever types next."""
    for name in _names(snapshot):
        alike.spelled(name)


def _names(snapshot: Snapshot) -> Iterator[str]:
    for contact in snapshot.all(Contact):
        yield contact.name
        yield from contact.other_names
