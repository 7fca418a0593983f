"""Made-up people of the demo, named by number in the script of their country."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from upudesk.campaign.plan import Put
from upudesk.demo.scene import Scene
from upudesk.model import Contact, Member, Post, Role
from upudesk.seed import Table

Person = tuple[Contact, Post]


def meet(
    scene: Scene, member: Member, day: date, number: int, hour: int | None = None
) -> list[Person]:
    """Enter some people of a member, with the posts that they hold and have held."""
    people = [_person(scene, member, day) for _ in range(number)]
    earlier = [_earlier(scene, person, day) for person in people if scene.often(0.2)]
    records = [record for person in people for record in person]
    about = (member.id, *(contact.id for contact, _ in people))
    scene.log.step(day, "contact.add", *records, *earlier, about=about, hour=hour)
    return people


def change_post(scene: Scene, person: Person, day: date) -> None:
    """Someone is something else from a day on."""
    contact, old = person
    ended = replace(old, ends_on=day - timedelta(days=1))
    new = _post(scene, contact, _other_than(scene, old), day, day)
    scene.log.step(day, "post.add", Put(ended, old), new, about=(contact.member, new.id))


def _person(scene: Scene, member: Member, day: date) -> Person:
    scene.people += 1
    script, told = scene.script(member), scene.told["people"]
    languages = tuple(told["languages"][script])
    contact = Contact(
        id=scene.log.id(day),
        member=member.id,
        name=_name(scene, script),
        other_names=() if script == "latin" else (_name(scene, "latin"),),
        form_of_address=scene.lot.choice(told["forms_of_address"]),
        languages=languages,
        reach=tuple(way.format(n=scene.people) for way in scene.some(told["reach"], 1, 3)),
        marking=scene.marking(),
        notes=scene.say("contact", scene.language(member)) if scene.often(0.15) else "",
    )
    since = date(day.year - scene.lot.randint(1, 6), scene.lot.randint(1, 12), 1)
    return contact, _post(scene, contact, scene.lot.choice(scene.told["post"]), since, day)


def _name(scene: Scene, script: str) -> str:
    told = scene.told["contact_names"][script]
    digits = str.maketrans("0123456789", told["digits"])
    return str(told["name"]).format(n=str(scene.people).translate(digits))


def _post(scene: Scene, contact: Contact, told: Table, since: date, day: date) -> Post:
    first = contact.languages[0]
    language = first if first in ("th", "fr") else "en"
    return Post(
        id=scene.log.id(day),
        contact=contact.id,
        role=Role(told["role"]),
        title=told[f"title_{language}"],
        organisation=told[f"organisation_{language}"],
        starts_on=since,
    )


def _earlier(scene: Scene, person: Person, day: date) -> Post:
    """What the person was before."""
    contact, now = person
    ended = (now.starts_on or day) - timedelta(days=1)
    since = ended - timedelta(days=scene.lot.randint(300, 1500))
    before = _post(scene, contact, _other_than(scene, now), since, day)
    return replace(before, ends_on=ended)


def _other_than(scene: Scene, post: Post) -> Table:
    others: list[Table] = [told for told in scene.told["post"] if told["role"] != post.role]
    return scene.lot.choice(others)
