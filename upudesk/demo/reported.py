"""What the demo takes from public reports, and our own offices."""

from __future__ import annotations

import hashlib

from upudesk.demo import people
from upudesk.demo.scene import Event, Scene, Talk
from upudesk.model import (
    Answer,
    Author,
    Candidacy,
    Certainty,
    Contact,
    Evidence,
    Form,
    Level,
    Meeting,
    Member,
    Pledge,
    Post,
    Precision,
    Role,
    Side,
    Standing,
)
from upudesk.seed import Table

LANGUAGES = ("th", "en")
"""Of what is reported; Thai first, as our offices would write."""


def our_side(scene: Scene) -> None:
    """Our offices, which of them looks after whom, and the people who talk for us."""
    day, told = scene.log.first, scene.told["author"]
    scene.authors = [
        Author(
            id=scene.fixed_id("author", n), **{k: office[k] for k in ("name", "office", "reach")}
        )
        for n, office in enumerate(told, 1)
    ]
    ids = [author.id for author in scene.authors]
    scene.log.authors = [author.name for author in scene.authors]
    scene.log.step(day, "author.add", *scene.authors, about=ids, hour=2)
    for author, office in zip(scene.authors, told, strict=True):
        theirs = [m.iso2 for m in scene.members.values() if m.group in office["groups"]]
        changes = {iso2: {"responsible": author.id} for iso2 in theirs if iso2 != scene.us.iso2}
        scene.edit_members(day, changes, hour=3)
    known = people.meet(scene, scene.us, day, scene.much["our_people"], hour=4)
    scene.delegation = [contact for contact, _ in known]


def rivals(scene: Scene) -> None:
    """Other candidacies of our group, as they became known."""
    for told in scene.told["rival"]:
        member = scene.members[told["iso2"]]
        rival = Candidacy(
            id=scene.fixed_id("candidacy", told["iso2"], told["council"]),
            member=member.id,
            council=scene.councils[told["council"]],
            standing=Standing(told["standing"]),
            sitting=Answer(told["sitting"]),
            source=told["source"],
            certainty=Certainty(told["certainty"]),
        )
        day = scene.log.workday(scene.log.first, 14, 190)
        scene.rivals.append((day, rival))
        scene.log.step(day, "candidacy.add", rival, about=(member.id, rival.id))


def talks(scene: Scene) -> None:
    """The meetings of a public report, with what was said there and the notes as a file."""
    told = sorted(scene.told["meeting"], key=lambda one: one["held_on"])
    for iso2 in dict.fromkeys(one["iso2"] for one in told):
        member = scene.members[iso2]
        day = scene.log.workday(scene.log.first, 30, 60)
        scene.talks.append(Talk(member, people.meet(scene, member, day, 2), scene.ours, day))
    for hour, one in enumerate(told, 3):
        _meeting(scene, one, hour)


def _meeting(scene: Scene, told: Table, hour: int) -> None:
    day, member = told["reported_on"], scene.members[told["iso2"]]
    ours = _officials(scene, told, "our_people", scene.us)
    theirs = _officials(scene, told, "their_people", member)
    meeting = Meeting(
        id=scene.log.id(day),
        members=(member.id,),
        title=_both(told, "title", " / "),
        held_on=told["held_on"],
        precision=Precision(told["precision"]),
        reported_on=day,
        place=told["place"],
        our_people=tuple(contact.id for contact in ours),
        their_people=tuple(contact.id for contact in theirs),
        others_present=_both(told, "others_present", " / ") if "others_present_th" in told else "",
        notes="\n\n".join("\n".join(told[f"notes_{code}"]) for code in LANGUAGES),
        source=told["source"],
        marking=scene.markings[told["marking"]],
    )
    posts = [
        Post(id=scene.log.id(day), contact=person.id, role=Role.MINISTRY)
        for person in (*ours, *theirs)
    ]
    pledges = _pledges(scene, member, meeting)
    about = (member.id, meeting.id, *(pledge.id for pledge in pledges))
    people_met = (*ours, *theirs, *posts)
    scene.log.step(day, "meeting.record", *people_met, meeting, *pledges, about=about, hour=hour)
    scene.events.append(Event(day, member, meeting, pledges))
    if told["held_on"] == scene.told["evidence"]["held_on"]:
        _evidence(scene, told, meeting, hour + 1)


def _both(told: Table, name: str, between: str = "\n") -> str:
    return between.join(told[f"{name}_{code}"] for code in LANGUAGES)


def _officials(scene: Scene, told: Table, side: str, member: Member) -> list[Contact]:
    """People of a report, named by their office only, in three languages."""
    named = zip(*(told[f"{side}_{code}"] for code in (*LANGUAGES, "fr")), strict=True)
    return [
        Contact(
            id=scene.log.id(told["reported_on"]),
            member=member.id,
            name=name,
            other_names=tuple(others),
            marking=scene.markings[told["marking"]],
        )
        for name, *others in named
    ]


def _pledges(scene: Scene, member: Member, meeting: Meeting) -> list[Pledge]:
    """What the report says was promised in that meeting, for each of our candidacies."""
    return [
        Pledge(
            id=scene.log.id(told["reported_on"]),
            member=member.id,
            candidacy=candidacy.id,
            level=Level(told["level"]),
            form=Form(told["form"]),
            side=Side(told["side"]),
            precision=Precision(told["precision"]),
            reported_on=told["reported_on"],
            source=told["source"],
            grade=Certainty(told["certainty"]),
            said_by=_both(told, "said_by", " / "),
            said_to=_both(told, "said_to", " / "),
            words=told["words"],
            meeting=meeting.id,
            marking=meeting.marking,
            note=_both(told, "note"),
        )
        for told in scene.told["pledge"]
        if (told["iso2"], told["meeting"]) == (member.iso2, meeting.held_on)
        for candidacy in scene.ours
        if candidacy.council in [scene.councils[code] for code in told["councils"]]
    ]


def _evidence(scene: Scene, told: Table, meeting: Meeting, hour: int) -> None:
    """The notes of the talks as a small file in three languages."""
    day, own = told["reported_on"], scene.told["evidence"]
    texts = [(told[f"title_{code}"], *told[f"notes_{code}"]) for code in (*LANGUAGES, "fr")]
    data = "\n\n".join("\n".join(text) for text in (*texts, (told["source"], ""))).encode()
    kept = Evidence(
        id=scene.log.id(day),
        about=meeting.id,
        name=own["name"],
        media_type="text/plain",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        added_on=day,
        source=told["source"],
        marking=meeting.marking,
        note=own["note"],
    )
    about, files = (*meeting.members, kept.id), {kept.sha256: data}
    scene.log.step(day, "evidence.add", kept, about=about, hour=hour, files=files)
