"""Made-up talks of the demo: who was asked, what was answered, who changed its mind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from upudesk.demo import people
from upudesk.demo.people import Person
from upudesk.demo.scene import Event, Scene, Talk
from upudesk.journal import Reason
from upudesk.model import (
    Candidacy,
    Certainty,
    Form,
    Level,
    Meeting,
    Member,
    Pledge,
    Precision,
    Side,
)
from upudesk.seed import Table


def members(scene: Scene) -> None:
    """Draw who has a stance, who was only asked, and which stories they have."""
    known, much = [talk.member for talk in scene.talks], scene.much
    deal = iter(_drawn(scene, known, much["members_with_stance"] - len(known) + much["asked"]))
    stories = {_fades: "faded", _depends: "conditional", _contradicts: "contradictory",
               _changes_its_mind: "changed_mind", _is_talked_of: "rumours"}  # fmt: skip
    for story, name in stories.items():
        for member in islice(deal, much[name]):
            story(scene, _approach(scene, member))
    plain = much["members_with_stance"] - len(known) - sum(much[n] for n in stories.values())
    for member in islice(deal, plain):
        _answers(scene, _approach(scene, member), 12, 70)
    for member in islice(deal, much["asked"]):
        _ask(scene, _approach(scene, member))


def _drawn(scene: Scene, known: Sequence[Member], number: int) -> list[Member]:
    """So many members by lot, at least one of them for each script that has names."""
    others = [m for m in scene.members.values() if m not in (scene.us, *known)]
    scripts: dict[str, list[Member]] = defaultdict(list)
    for member in others:
        scripts[scene.script(member)].append(member)
    first = [scene.lot.choice(theirs) for theirs in scripts.values()]
    rest = [member for member in others if member not in first]
    drawn = first + scene.lot.sample(rest, number - len(first))
    scene.lot.shuffle(drawn)
    return drawn


def more_people(scene: Scene) -> None:
    """Further contacts of members that we talk with; some of them are moved meanwhile."""
    while scene.people < scene.much["contacts"]:
        talk = scene.lot.choice(scene.talks)
        day = scene.log.workday(talk.day, 7, 60)
        talk.people.extend(people.meet(scene, talk.member, day, 1))
    for talk in scene.some(scene.talks, 8, 10):
        person = talk.people[-1]
        people.change_post(scene, person, scene.log.workday(talk.day, 75, 120))


def more_meetings(scene: Scene) -> None:
    """Talks in which nothing was promised, until there are as many meetings as wanted."""
    held = sum(event.meeting is not None for event in scene.events)
    for number in range(scene.much["meetings"] - held):
        # The first talk is the one that was reported; its page shows a made-up meeting too.
        talk = scene.lot.choice(scene.talks) if number else scene.talks[0]
        left = (scene.log.last - talk.day).days
        day = scene.log.workday(talk.day, 65, min(left, 130))
        _record(scene, talk, day, meeting=_meeting(scene, talk, day, talk.people[:2]))


# ------------------------------------------------------------------ stories


def _answers(scene: Scene, talk: Talk, least: int, most: int) -> None:
    if scene.often(0.4):
        _ask(scene, talk)
    day = scene.log.workday(talk.day, least, most)
    exact = scene.often(0.92)
    _state(scene, talk, day, _level(scene), exact=exact)


def _fades(scene: Scene, talk: Talk) -> None:
    """A promise that lapsed before the practice day."""
    last = (scene.log.last - talk.day).days - 1
    fades = talk.day + timedelta(days=scene.lot.randint(last - 40, last))
    day = scene.log.workday(talk.day, 5, 20)
    _state(scene, talk, day, scene.lot.choice((Level.LEANING_YES, Level.FIRM_YES)), fades_on=fades)


def _depends(scene: Scene, talk: Talk) -> None:
    condition = scene.say("condition", scene.language(talk.member))
    day = scene.log.workday(talk.day, 10, 60)
    level = scene.lot.choice((Level.UNDECIDED, Level.LEANING_YES, Level.FIRM_YES))
    _state(scene, talk, day, level, condition=condition)


def _contradicts(scene: Scene, talk: Talk) -> None:
    """The capital says one thing, the delegate another."""
    capital, delegate = scene.lot.choice(((5, 3), (5, 2), (4, 2), (5, 1), (2, 4), (3, 5)))
    day = scene.log.workday(talk.day, 10, 30)
    _state(scene, talk, day, Level(capital), side=Side.CAPITAL)
    later = scene.log.workday(day, 8, 30)
    _state(scene, talk, later, Level(delegate), side=Side.DELEGATE)


def _changes_its_mind(scene: Scene, talk: Talk) -> None:
    """The same side says something else later, once or twice."""
    day, level = scene.log.workday(talk.day, 7, 25), _level(scene)
    _state(scene, talk, day, level, side=Side.CAPITAL)
    for _ in range(scene.lot.choice((1, 1, 1, 2))):
        day = scene.log.workday(day, 14, 28)
        level = scene.lot.choice([other for other in _ANSWERS if other is not level])
        _state(scene, talk, day, level, side=Side.CAPITAL, new=True)


def _is_talked_of(scene: Scene, talk: Talk) -> None:
    """An answer at first hand, and later hearsay, which does not displace it."""
    day = scene.log.workday(talk.day, 10, 30)
    _state(scene, talk, day, _level(scene), side=Side.CAPITAL)
    _state(scene, talk, scene.log.workday(day, 10, 40), _level(scene), form=Form.HEARSAY)


_ANSWERS = [level for level in Level if level is not Level.ASKED]


def _level(scene: Scene) -> Level:
    return Level(int(scene.drawn(scene.much["level_weights"])))


# ------------------------------------------------------------------ what is logged


def _approach(scene: Scene, member: Member) -> Talk:
    """Get to know one or two people of a member."""
    day = scene.log.workday(scene.log.first, 5, 140)
    about = scene.ours if scene.often(0.92) else [scene.lot.choice(scene.ours)]
    talk = Talk(member, people.meet(scene, member, day, scene.lot.choice((1, 1, 2))), about, day)
    scene.talks.append(talk)
    return talk


def _ask(scene: Scene, talk: Talk) -> None:
    """We ask for support; no answer yet."""
    day = scene.log.workday(talk.day, 1, 4)
    said_to = scene.say("asked", scene.language(talk.member))
    pledges = [
        Pledge(
            id=scene.log.id(day), member=talk.member.id, candidacy=candidacy.id,
            level=Level.ASKED, given_on=day, said_to=said_to, marking=scene.markings["open"],
        )
        for candidacy in talk.about
    ]  # fmt: skip
    about = (talk.member.id, *(pledge.id for pledge in pledges))
    scene.log.step(day, "pledge.record", *pledges, about=about)


def _state(
    scene: Scene, talk: Talk, day: date, level: Level, *, side: Side | None = None,
    form: Form | None = None, exact: bool = True, new: bool = False, condition: str = "",
    fades_on: date | None = None,
) -> None:  # fmt: skip
    """What a member says on a day, as one pledge for each candidacy that it is about."""
    told = _way(scene, side, form)
    logged = scene.log.workday(day, 0, 3)
    speaker = scene.lot.choice(talk.people)
    said = replace(
        _statement(scene, talk, told, speaker),
        fades_on=fades_on,
        condition=condition,
        **_dated(Form(told["form"]), day, exact=exact),
    )
    pledges = [
        replace(said, id=scene.log.id(logged), candidacy=candidacy.id, level=heard)
        for candidacy, heard in _levels(scene, talk.about, level)
    ]
    met = told["met"] and not new and scene.often(0.5)
    meeting = _meeting(scene, talk, day, [speaker]) if met else None
    _record(scene, talk, logged, pledges, meeting, new=new)


def _way(scene: Scene, side: Side | None, form: Form | None) -> Table:
    """How a statement reaches us, where the side or the form is not settled yet."""
    ways = {told["form"]: told for told in scene.told["form"]}
    if form:
        return dict(ways[form])
    weights = {
        name: weight
        for name, weight in scene.much["form_weights"].items()
        # A side that is asked for is heard at first hand.
        if not side or (ways[name]["side"] == side and name != Form.HEARSAY)
    }
    return dict(ways[scene.drawn(weights)])


def _levels(
    scene: Scene, about: Sequence[Candidacy], level: Level
) -> Iterator[tuple[Candidacy, Level]]:
    """One level for all candidacies, or one of them a little lower."""
    lower = scene.lot.choice(about) if scene.often(0.15) and level > Level.LEANING_NO else None
    for candidacy in about:
        yield candidacy, Level(level - 1) if candidacy is lower else level


def _statement(scene: Scene, talk: Talk, told: Table, speaker: Person) -> Pledge:
    contact, post = speaker
    language = scene.language(talk.member)
    return Pledge(
        member=talk.member.id,
        form=Form(told["form"]),
        side=Side(told["side"]),
        source=told[language],
        grade=Certainty(told["grade"]),
        said_by=contact.name if told["met"] else post.organisation,
        said_by_post=post.title if told["met"] else "",
        speaker=contact.id if told["met"] else "",
        said_to=scene.lot.choice(scene.authors).name,
        place=scene.say("place", language) if told["met"] else "",
        witness=scene.lot.choice(scene.delegation).name if told["met"] and scene.often(0.3) else "",
        marking=scene.marking(),
        note=scene.say("pledge", language),
    )


def _dated(form: Form, day: date, *, exact: bool) -> dict[str, Any]:
    """Only the report of hearsay and of news is dated; of a few statements only the month is."""
    if form in (Form.HEARSAY, Form.PUBLIC_REPORT):
        return {"precision": Precision.REPORTED, "reported_on": day}
    if not exact:
        return {"precision": Precision.MONTH, "given_on": day.replace(day=1)}
    return {"given_on": day}


def _meeting(scene: Scene, talk: Talk, day: date, met: Sequence[Person]) -> Meeting:
    language = scene.language(talk.member)
    notes = scene.some(scene.sentences("note", language), 1, 2)
    own = met[0][0].languages[0]
    if own not in ("th", "en", "fr"):
        # A line in the script of the country, where the demo has one.
        notes += scene.sentences("note", own)[:1]
    return Meeting(
        id=scene.log.id(day),
        members=(talk.member.id,),
        title=scene.say("title", language),
        held_on=day,
        place=scene.say("place", language),
        our_people=tuple(contact.id for contact in scene.some(scene.delegation, 1, 3)),
        their_people=tuple(contact.id for contact, _ in met),
        others_present=scene.say("others", language) if scene.often(0.15) else "",
        agenda="\n".join(scene.some(scene.sentences("agenda", language), 1, 3)),
        notes="\n".join(notes),
        outcome=scene.say("outcome", language),
        source=scene.lot.choice(scene.authors).name,
        marking=scene.marking(),
    )


def _record(
    scene: Scene, talk: Talk, day: date, pledges: Sequence[Pledge] = (),
    meeting: Meeting | None = None, *, new: bool = False,
) -> None:  # fmt: skip
    """Log pledges, a meeting, or the pledges of a meeting, as one step."""
    ids = tuple(pledge.id for pledge in pledges)
    if meeting:
        given = [replace(pledge, meeting=meeting.id) for pledge in pledges]
        action, about = "meeting.record", (talk.member.id, meeting.id, *ids)
        scene.log.step(day, action, meeting, *given, about=about)
    else:
        action = "pledge.change_mind" if new else "pledge.record"
        reason = Reason.CHANGED_MIND if new else Reason.ENTERED
        scene.log.step(day, action, *pledges, about=(talk.member.id, *ids), reason=reason)
    scene.events.append(Event(day, talk.member, meeting, pledges))
