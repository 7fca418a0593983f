"""Made-up work of the demo: what we promised, what is to be done, who may be able to vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from upudesk.campaign.plan import Put
from upudesk.demo.scene import Event, Scene
from upudesk.journal import Reason
from upudesk.model import (
    Answer,
    Candidacy,
    Chosen,
    FollowUp,
    Fulfilment,
    HoldRate,
    Level,
    Meeting,
    Member,
    Pack,
    Seats,
    Undertaking,
)
from upudesk.seed import Table
from upudesk.weights import log_odds


def undertakings(scene: Scene) -> None:
    """What we promised for a promise; some is fulfilled, some due, one was not fulfilled."""
    yes = [event for event in _settled(scene) if event.pledges and _is_yes(event)]
    # A rival may be given our ballot in return: those come first, so that the demo has some.
    mutual = [event for event in yes if _standing(scene, event.member, event.day)][:4]
    others = [event for event in yes if event not in mutual]
    drawn = mutual + scene.lot.sample(others, scene.much["undertakings"] - len(mutual))
    for number, (day, promise) in enumerate([_undertaking(scene, event) for event in drawn]):
        if number % 3 == 0:
            _end(scene, promise, scene.log.workday(day, 10, 20), kept=number > 0)


def _standing(scene: Scene, member: Member, day: date) -> list[Candidacy]:
    """The rival candidacies of a member that were known by a day."""
    return [c for since, c in scene.rivals if c.member == member.id and since < day]


def _settled(scene: Scene) -> list[Event]:
    """Made-up events old enough that something can have come of them."""
    last = scene.log.last - timedelta(days=30)
    return [e for e in scene.events if e.day <= last and not (e.meeting and e.meeting.reported_on)]


def _is_yes(event: Event) -> bool:
    return event.pledges[0].level >= Level.LEANING_YES


def _end(scene: Scene, promise: Undertaking, day: date, *, kept: bool) -> None:
    ended = replace(
        promise,
        fulfilment=Fulfilment.FULFILLED if kept else Fulfilment.NOT_FULFILLED,
        fulfilled_on=day if kept else None,
    )
    put, about = Put(ended, promise), (promise.member, promise.id)
    scene.log.step(day, "undertaking.edit", put, about=about, reason=Reason.CORRECTED)


def _undertaking(scene: Scene, event: Event) -> tuple[date, Undertaking]:
    day = scene.log.workday(event.day, 1, 14)
    language = scene.language(event.member)
    standing = _standing(scene, event.member, day)
    ballot = scene.lot.choice(standing).id if standing else ""
    kind = "ballot" if standing else scene.drawn({"undertaking": 3, "training": 1})
    elsewhere = kind == "undertaking"
    promise = Undertaking(
        id=scene.log.id(day),
        member=event.member.id,
        what=scene.say(kind, language),
        body=scene.say("body", language) if elsewhere else "",
        election=scene.say("election", language) if elsewhere else "",
        candidacy=ballot,
        votes_available=scene.lot.choice((None, 24, 36, 48)) if elsewhere else None,
        promised_on=day,
        promised_by=scene.lot.choice(scene.authors).name,
        approved_by=scene.authors[0].name if scene.often(0.7) else "",
        due_on=scene.today + timedelta(days=scene.lot.randint(-45, 150)),
        pledges=tuple(pledge.id for pledge in event.pledges),
        source=event.pledges[0].source,
        marking=scene.marking(),
        note=scene.say("pledge", language),
    )
    scene.log.step(day, "undertaking.add", promise, about=(event.member.id, promise.id))
    return day, promise


def follow_ups(scene: Scene) -> None:
    """Things to do, done, overdue and coming in turn; one of them came of the reported talks."""
    reported = [e for e in scene.events if e.pledges and e.meeting and e.meeting.reported_on]
    others = scene.lot.sample(_settled(scene), scene.much["follow_ups"] - len(reported))
    for number, event in enumerate((*others, *reported)):
        _follow_up(scene, event, ("done", "overdue", "coming")[number % 3], weekly=number == 2)


def _follow_up(scene: Scene, event: Event, state: str, *, weekly: bool) -> None:
    day = scene.log.workday(event.day, 1, 3)
    least, most = {"done": (-40, 10), "overdue": (-28, -2), "coming": (3, 24)}[state]
    task = FollowUp(
        id=scene.log.id(day),
        what=scene.say("follow_up", scene.language(event.member)),
        member=event.member.id,
        meeting=event.meeting.id if event.meeting else "",
        pledge=event.pledges[0].id if event.pledges and not event.meeting else "",
        owner=event.member.responsible or scene.lot.choice(scene.authors).id,
        due_on=scene.today + timedelta(days=scene.lot.randint(least, most)),
        repeat="FREQ=WEEKLY" if weekly else "",
    )
    scene.log.step(day, "follow_up.add", task, about=(event.member.id, task.id))
    if state == "done":
        done = scene.log.workday(day, 2, 25)
        scene.log.step(
            done, "follow_up.edit", Put(replace(task, done_on=done), task),
            about=(event.member.id, task.id), reason=Reason.CORRECTED,
        )  # fmt: skip


# ------------------------------------------------------------------ who may be able to vote


def electorate(scene: Scene) -> None:
    """Voting right, credentials and presence of some members; of the others nothing is known."""
    much, sure = scene.much, (scene.us.iso2, scene.host.iso2)
    known = scene.lot.sample([i for i in scene.members if i not in sure], much["electorate"])
    # Nobody that stands: arrears would bar it, which the lot should not say of a candidate.
    standing = {rival.member for _, rival in scene.rivals}
    poor = [i for i in known if scene.members[i].id not in standing][: much["in_arrears"]]
    facts = {iso2: _right(scene, poor=iso2 in poor) for iso2 in known}
    _proxies(scene, {iso2: facts[iso2] for iso2 in known if iso2 not in poor})
    for iso2 in sure:
        facts[iso2] = _right(scene, poor=False) | dict.fromkeys(_PAPERS, Answer.YES)
    _in_batches(scene, facts, scene.today - timedelta(days=35), 11)


def _proxies(scene: Scene, facts: dict[str, dict[str, Any]]) -> None:
    """Of members that stay away, some gave a proxy, one is said to have, the others did not."""
    away = [iso2 for iso2 in facts if facts[iso2]["presence"] is Answer.NO]
    present = [iso2 for iso2 in facts if facts[iso2]["presence"] is Answer.YES]
    holders = scene.lot.sample(present, scene.much["proxies"])
    for number, iso2 in enumerate(away):
        given = number <= len(holders)
        facts[iso2] |= {"proxy_given": Answer.YES if given else Answer.NO}
        if number < len(holders):
            language = scene.language(scene.members[iso2])
            facts[iso2]["proxy_holder"] = scene.members[holders[number]].id
            facts[iso2]["proxy_instruction"] = scene.say("proxy", language)


_PAPERS = ("credentials", "presence", "voting_right")


def _right(scene: Scene, *, poor: bool) -> dict[str, Any]:
    def answer(*weights: int) -> Answer:
        return scene.lot.choices((Answer.YES, Answer.NO, Answer.UNKNOWN), weights)[0]

    return {
        "arrears": Answer.YES if poor else Answer.NO,
        "voting_right": Answer.NO if poor else Answer.YES,
        "credentials": answer(55, 5, 40),
        "presence": answer(60, 10, 30),
    }


def next_steps(scene: Scene) -> None:
    """What comes next with some members, and how often to be in touch."""
    talks = scene.lot.sample(scene.talks, scene.much["next_steps"])
    steps = {
        talk.member.iso2: {
            "next_step": scene.say("next_step", scene.language(talk.member)),
            "contact_every_days": scene.lot.choice((14, 30, 60)),
        }
        for talk in talks
    }
    _in_batches(scene, steps, scene.today - timedelta(days=14), 9)


def estimates(scene: Scene) -> None:
    """What our office takes to be the winning lines, each in a step of its own, and how often those
    name us that were never asked; with it, why those that were asked stand below them."""
    told = scene.told["estimates"]
    ours = {candidacy.council for candidacy in scene.ours}
    for seats in scene.founded(Seats):
        lines = told["lines"].get(_code(scene, seats.council))
        if lines and seats.council in ours and seats.group == scene.us.group:
            after = replace(
                seats, line_newcomer=float(lines["newcomer"]), line_sitting=float(lines["sitting"]),
                line_spread=float(lines["spread"]), line_source=told["source_en"],
            )  # fmt: skip
            _estimated(scene, Put(after, seats))
    known = [rate for rate in scene.founded(HoldRate) if rate.code in told["rates"]]
    _estimated(scene, *(Put(_reasoned(rate, told), rate) for rate in known))


def _reasoned(rate: HoldRate, told: Table) -> HoldRate:
    said = told["rates"][rate.code]
    value = log_odds(said["chance"]) if "chance" in said else rate.value
    return replace(rate, value=value, reason=said["reason"], source=told["source_en"])


def _code(scene: Scene, council: str) -> str:
    return next(code for code, id in scene.councils.items() if id == council)


def _estimated(scene: Scene, *puts: Put) -> None:
    records = [put.record for put in puts]
    action, about = f"{records[0].KIND}.edit", [record.id for record in records]
    day = scene.told["estimates"]["on"]
    scene.log.step(day, action, *puts, about=about, reason=Reason.CORRECTED)


def _in_batches(scene: Scene, changes: dict[str, dict[str, Any]], first: date, size: int) -> None:
    """Edit so many members a step, a few days apart."""
    codes: Sequence[str] = sorted(changes)
    days = (scene.log.last - first).days
    for at in range(0, len(codes), size):
        day = scene.log.workday(first + timedelta(days=days * at // len(codes)))
        scene.edit_members(day, {iso2: changes[iso2] for iso2 in codes[at : at + size]})


def appointments(scene: Scene) -> None:
    """Meetings in the days after the practice day, entered shortly before it."""
    days = [_later(scene, number) for number in scene.told["appointments"]["after_days"]]
    for day, talk in zip(days, scene.lot.sample(scene.talks, len(days)), strict=True):
        language = scene.language(talk.member)
        meeting = Meeting(
            id=scene.log.id(scene.log.last), members=(talk.member.id,),
            title=scene.say("title", language), held_on=day, place=scene.say("place", language),
            our_people=tuple(contact.id for contact in scene.some(scene.delegation, 1, 3)),
            their_people=tuple(contact.id for contact, _post in talk.people[:2]),
            agenda="\n".join(scene.some(scene.sentences("agenda", language), 1, 3)),
            source=scene.lot.choice(scene.authors).name,
        )  # fmt: skip
        about = (talk.member.id, meeting.id)
        scene.log.step(scene.log.last, "meeting.record", meeting, about=about)


def _later(scene: Scene, days: int) -> date:
    return scene.today + timedelta(days=days)


def presets(scene: Scene) -> None:
    """Packs that are printed again and again."""
    for told in scene.told["pack"]:
        said = {**told, "chosen": Chosen(told["chosen"]), "sections": tuple(told["sections"])}
        if (days := said.pop("after_days", None)) is not None:
            said["day"] = _later(scene, days)
        pack = Pack(id=scene.log.id(scene.log.last), **said)
        scene.log.step(scene.log.last, "pack.add", pack, about=[pack.id])
