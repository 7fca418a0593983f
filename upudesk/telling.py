"""Records told in words, the same on screen and on paper, in the language of the moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from upudesk import i18n, pack_words, posts, words
from upudesk.i18n import _, ngettext
from upudesk.model import (
    KINDS,
    REFERENCES,
    Answer,
    Bloc,
    Campaign,
    Certainty,
    Contact,
    FollowUp,
    Form,
    Fulfilment,
    Level,
    Meeting,
    Member,
    Pledge,
    Post,
    Precision,
    Result,
    Role,
    Side,
    Standing,
    Undertaking,
    Way,
)
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance
from upudesk.values import Value, shape_of


def dotted(*parts: str) -> str:
    """Parts side by side; a line may end after a dot, but none begins with one."""
    return "\u00a0· ".join(filter(None, parts))


def when(record: Pledge | Meeting) -> str:
    """The day of a statement or a meeting, as exactly as it is known."""
    language = i18n.current()
    given = record.given_on if isinstance(record, Pledge) else record.held_on
    if given is None:
        if record.reported_on is None:
            return _("day unknown")
        return _("reported {day}").format(day=language.date(record.reported_on))
    return language.month(given) if record.precision is Precision.MONTH else language.date(given)


def days_ago(days: int) -> str:
    if days == 0:
        return _("today")
    return ngettext("{count} day ago", "{count} days ago", days).format(
        count=i18n.current().number(days)
    )


def speaker(pledge: Pledge, snapshot: Snapshot) -> str:
    """Who said it, in which post; or whom we asked."""
    contact = snapshot.find(Contact, pledge.speaker)
    name = pledge.said_by or (contact.name if contact else "")
    said = ", ".join(filter(None, (name, pledge.said_by_post)))
    if said or pledge.form or not pledge.said_to:  # whom we asked may be withheld
        return said
    return _("asked: {who}").format(who=pledge.said_to)


def manner(pledge: Pledge) -> str:
    """Form and side, such as “letter · capital”."""
    return dotted(words.form(pledge.form), words.side(pledge.side))


def age(stance: Stance) -> str:
    """The day of what is in force, how long ago that is, and whether to ask again."""
    pledge = stance.decides or stance.waiting
    if pledge is None or stance.age is None:
        return ""
    parts = [when(pledge), days_ago(stance.age)]
    if stance.old:
        parts.append(_("ask for confirmation"))
    return dotted(*parts)


def cautions(stance: Stance, snapshot: Snapshot | None = None) -> list[str]:
    """What needs care about a stance, one sentence each; with a snapshot, who has left, too."""
    found = []
    if stance.contradiction:
        found.append(_("Capital and delegate contradict each other; the lower one is counted."))
    if stance.conditional:
        found.append(_("It depends on a condition."))
    if stance.faded:
        found.append(_("It has faded: ask for confirmation."))
    if stance.hearsay_only:
        found.append(_("It rests on hearsay alone."))
    if stance.waiting and stance.decides:
        found.append(_("We asked again and wait for an answer."))
    if snapshot is not None:
        left = (left_since(pledge, snapshot) for pledge in stance.in_force)
        found += filter(None, dict.fromkeys(left))
    return found


def left_since(pledge: Pledge, snapshot: Snapshot) -> str:
    """That a statement rests on someone who has left the post, and whom to ask; else nothing."""
    post = posts.left_since(snapshot, pledge)
    if post is None or post.ends_on is None:
        return ""
    day = i18n.current().date(post.ends_on)
    after = posts.successor_of(snapshot, post)
    successor = snapshot.find(Contact, after.contact) if after else None
    if successor is None:
        return _("Given by someone who has left the post ({day}).").format(day=day)
    return _("Given by someone who has left the post ({day}); ask {name} to confirm it.").format(
        day=day, name=successor.name
    )


def post_now(contact: Contact, snapshot: Snapshot) -> Post | None:
    """The post that a contact holds, or held last."""
    known = snapshot.posts_of.get(contact.id, ())
    held = [post for post in known if not posts.left(post, snapshot.today)]
    return max(held or known, key=lambda p: str(p.starts_on or ""), default=None)


def tenure(post: Post, snapshot: Snapshot) -> str:
    """Since when a post is held, or when it was left."""
    language = i18n.current()
    if post.ends_on and posts.left(post, snapshot.today):
        return _("left {day}").format(day=language.date(post.ends_on))
    if post.starts_on:
        return _("since {year}").format(year=language.year(post.starts_on.year))
    return ""


def overdue(follow_up: FollowUp, snapshot: Snapshot) -> bool:
    due = follow_up.due_on
    return follow_up.done_on is None and due is not None and due < snapshot.today


def outcome(result: Result, *, sure: bool = True) -> str:
    """What is known of a result: elected or not, votes, how sure; `sure`: that, too, is told."""
    language = i18n.current()
    elected = {
        Answer.YES: _("elected"),
        Answer.NO: _("not elected"),
        Answer.UNKNOWN: _("outcome not known"),
    }
    parts = [elected[result.elected]]
    if result.votes is not None and result.ballots_cast is not None:
        counted = _("{votes} of {ballots} ballots")
        ballots = language.number(result.ballots_cast)
        parts.append(counted.format(votes=language.number(result.votes), ballots=ballots))
    elif result.votes is not None:
        votes = ngettext("{count} vote", "{count} votes", result.votes)
        parts.append(votes.format(count=language.number(result.votes)))
    certain = result.certainty is Certainty.SURE and not sure
    return dotted(*parts, "" if certain else words.certainty(result.certainty))


def belongs_to(member: Member, snapshot: Snapshot) -> str:
    """Group and blocs of a member."""
    number = member.group
    group = words.group(number)
    if number is not None:
        shown = i18n.current().number(number)
        group = _("group {number}, {name}").format(number=shown, name=group)
    return dotted(group, blocs(member, snapshot))


def blocs(member: Member, snapshot: Snapshot) -> str:
    """The blocs of a member, by their short names."""
    known = (snapshot.find(Bloc, id) for id in member.blocs)
    return dotted(*(bloc.code for bloc in known if bloc))


def term(campaign: Campaign) -> str:
    """The term of office, its years as the reader counts them."""
    year = i18n.current().year
    return re.sub(r"\b(?:19|20|21)\d\d\b", lambda found: year(int(found[0])), campaign.term)


WORD_OF: Mapping[type, Callable[[Any], str]] = {
    Level: words.level,
    Form: words.form,
    Side: words.side,
    Answer: words.answer,
    Certainty: words.certainty,
    Precision: words.precision,
    Role: words.role,
    Standing: words.standing,
    Fulfilment: words.fulfilment,
    Way: pack_words.way,
}
"""How the values of each kind of choice are worded."""


def _instant(kept: str) -> str:
    try:
        return i18n.current().instant(datetime.fromisoformat(kept))
    except ValueError:
        return kept


def _tongue(code: str) -> str:
    return i18n.Language(code).name if code in i18n.CODES else code


def _document(code: str) -> str:
    return pack_words.document(code) if code else ""


_KEPT_AS_TEXT: Mapping[str, Callable[[str], str]] = {
    "at": _instant,
    "language": _tongue,
    "document": _document,
}
"""Fields of letters, packs and the export log whose text stands for something else."""


def value(snapshot: Snapshot, kind: str, field: str, stored: Value) -> str:
    """A stored value as people read it; records that it names are named."""
    if stored is None:
        return ""
    codec = shape_of(KINDS[kind]).codecs.get(field)
    held = codec.from_value(stored) if codec and codec.from_value else stored
    items = held if isinstance(held, tuple | list) else (held,)
    names = field == "members" or field in REFERENCES.get(kind, {})
    if word := _KEPT_AS_TEXT.get(field):
        items = tuple(word(str(item)) for item in items)
    return ", ".join(filter(None, (_item(snapshot, item, names) for item in items)))


def _item(snapshot: Snapshot, item: object, names: bool) -> str:
    if names and (record := snapshot.any(str(item))):
        return words.about(record, snapshot)
    if word := WORD_OF.get(type(item)):
        return word(item)
    if isinstance(item, bool):
        return _("yes") if item else _("no")
    return str(item) if isinstance(item, int) else i18n.current().show(item)


def terms(undertaking: Undertaking) -> str:
    """Where an undertaking is to be kept, and until when."""
    due = i18n.current().date(undertaking.due_on) if undertaking.due_on else ""
    until = _("due {day}").format(day=due) if due else ""
    return dotted(undertaking.body, undertaking.election, until)
