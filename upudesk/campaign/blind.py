"""The blind second count: begun, rated country by country, finished by each of the two."""

from __future__ import annotations

from dataclasses import replace

from upudesk import blind
from upudesk.campaign.plan import Edit, Plan, Put, Remove
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Author, BlindCount, Level, Rating
from upudesk.record import Problems
from upudesk.snapshot import Snapshot


def begin(snapshot: Snapshot, candidacy: str, first: str, second: str, note: str = "") -> Plan:
    """Two people, by their names, are to rate for one candidacy, unseen by each other."""
    if problems := _unnamed(first, second):
        raise InvalidRecord(problems)
    people = [_author(snapshot, name) for name in (first, second)]
    count = BlindCount(
        candidacy=candidacy, began_on=snapshot.today, first=people[0].id, second=people[1].id,
        note=note.strip(),
    )  # fmt: skip
    newcomers = [Put(a) for a in people if snapshot.find(Author, a.id) is None]
    return Plan("blind_count.add", (*newcomers, Put(count)), (candidacy, count.id))


def _unnamed(first: str, second: str) -> Problems:
    nobody = Message(N_("Name who rates."))
    found: Problems = {
        name: nobody for name, said in (("first", first), ("second", second)) if not said.strip()
    }
    if not found and first.strip().casefold() == second.strip().casefold():
        found["second"] = Message(N_("The second count is made by somebody else."))
    return found


def _author(snapshot: Snapshot, name: str) -> Author:
    known = (a for a in snapshot.authors if a.name.strip().casefold() == name.strip().casefold())
    return next(known, None) or Author(name=name.strip())


def rate(snapshot: Snapshot, count_id: str, rater: str, member: str, level: Level) -> Plan:
    """How one of the two rates a country; said again, it is mended."""
    count = _open(snapshot, count_id, rater)
    if level is Level.ASKED:
        raise InvalidRecord({"level": Message(N_("A rating is a level from 5 to 1."))})
    base = blind.ratings_by(snapshot, count, rater).get(member)
    said = replace(base or Rating(count=count.id, rater=rater, member=member), level=level)
    action, reason = ("edit", Reason.CORRECTED) if base else ("add", Reason.ENTERED)
    return Plan(f"rating.{action}", (Put(said, base),), (said.id,), reason)


def clear(snapshot: Snapshot, count_id: str, rater: str, member: str) -> Plan:
    """Take a rating away, as if the country had not been rated."""
    count = _open(snapshot, count_id, rater)
    base = blind.ratings_by(snapshot, count, rater).get(member)
    if base is None:
        raise InvalidRecord({"member": Message(N_("This country is not rated yet."))})
    return Plan("rating.remove", (Remove(base),), (member,))


def finish(snapshot: Snapshot, count_id: str, rater: str) -> Plan:
    """One of the two says that nothing is to be added; once both have, both counts are shown."""
    count = _open(snapshot, count_id, rater)
    if not blind.ratings_by(snapshot, count, rater):
        raise InvalidRecord({"": Message(N_("Rate at least one country first."))})
    ended = (
        replace(count, first_done=True)
        if rater == count.first
        else replace(count, second_done=True)
    )
    return Plan("blind_count.done", (Put(ended, count),), (count.candidacy, count.id))


def discard(snapshot: Snapshot, count_id: str) -> Plan:
    """Delete a count with all its ratings, in one step that can be undone."""
    count = snapshot.get(BlindCount, count_id)
    ratings = (rating for rating in snapshot.all(Rating) if rating.count == count.id)
    edits: tuple[Edit, ...] = (*map(Remove, ratings), Remove(count))
    return Plan("blind_count.remove", edits, (count.candidacy, count.id))


def _open(snapshot: Snapshot, count_id: str, rater: str) -> BlindCount:
    """The count, in which that one still has to rate."""
    count = snapshot.get(BlindCount, count_id)
    if rater not in blind.raters(count):
        raise InvalidRecord({"": Message(N_("Only the two who were named can rate here."))})
    if blind.done(count, rater):
        raise InvalidRecord({"": Message(N_("You have finished this count; it stays as it is."))})
    return count
