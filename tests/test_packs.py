"""Packs: which countries they are of, and what is kept of them under a name."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from upudesk import i18n, words
from upudesk.campaign import packs, records
from upudesk.campaign.member_filter import kept
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord, UnknownRecord
from upudesk.model import Author, Chosen, Meeting, Pack, SavedFilter
from upudesk.snapshot import Snapshot

from .builders import FRANCE, KENYA, LAOS, a_pledge, a_snapshot

TUESDAY = date(2025, 8, 19)
MEETING = Meeting(id="m", members=("ke", "la"), title="Lunch", held_on=TUESDAY)
IN_AFRICA = SavedFilter(
    id="africa", page="countries", name="Africa", asked=json.dumps({"group": "5"})
)


@pytest.fixture
def snapshot() -> Snapshot:
    pledges = [a_pledge("la"), a_pledge("fr", level=2)]
    official = Author(id="o", name="Somchai")
    return a_snapshot([LAOS, KENYA, FRANCE], pledges, others=[MEETING, IN_AFRICA, official])


def chosen(snapshot: Snapshot, how: Chosen, **fields: Any) -> set[str]:
    return set(packs.chosen(snapshot, Pack(name="x", chosen=how, **fields)).members)


def test_countries_are_chosen_by_hand_by_group_by_filter_by_day_or_all(snapshot: Snapshot) -> None:
    assert chosen(snapshot, Chosen.HAND, members=("fr", "la")) == {"fr", "la"}
    assert chosen(snapshot, Chosen.GROUP, group=5) == {"ke"}
    assert chosen(snapshot, Chosen.FILTER, filter="africa") == {"ke"}
    assert chosen(snapshot, Chosen.DAY, day=TUESDAY) == {"ke", "la"}
    assert chosen(snapshot, Chosen.ALL) == {"th", "la", "ke", "fr"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "lao"}, {"la"}),
        ({"stance 0": "5"}, {"la"}),
        ({"stance 0": "promised"}, {"la"}),
        ({"stance 0": "2", "group": "3"}, {"fr"}),
        ({"age": "-1"}, {"th", "ke"}),
        ({"age": "90"}, {"la", "fr"}),
        ({"responsible": "o"}, set()),
        ({"stance 0": "of another day", "group": "x"}, {"th", "la", "ke", "fr"}),
    ],
)
def test_a_saved_filter_keeps_what_its_list_keeps(
    snapshot: Snapshot, asked: dict[str, str], found: set[str]
) -> None:
    assert {member.id for member in kept(snapshot, asked)} == found


def test_a_deleted_country_is_named_and_the_rest_goes_on(snapshot: Snapshot) -> None:
    pack = Pack(name="x", members=("la", "ke", "??"))
    without = a_snapshot([LAOS])
    choice = packs.chosen(without, pack, {"ke": KENYA})
    assert choice.members == ("la",)
    with i18n.use(i18n.Language("en")):
        said = [words.say(message) for message in choice.lost]
    assert said == [
        "Deleted meanwhile, and so not in the pack: Kenya.",
        "Countries of the preset that the campaign does not know: 1.",
    ]


def test_a_deleted_filter_is_told(snapshot: Snapshot) -> None:
    choice = packs.chosen(snapshot, Pack(name="Monday", chosen=Chosen.FILTER, filter="gone"))
    assert not choice.members
    assert "“Monday”" in str(choice.lost[0])


def test_cover_and_contents_stand_first_wherever_they_are_put() -> None:
    wanted = ("countries", "contents", "no such part", "tally", "cover", "tally")
    assert packs.parts_in_order(wanted) == ("cover", "contents", "countries", "tally")


def test_a_preset_is_saved_changed_renamed_deleted_and_each_can_be_undone(desk: Desk) -> None:
    desk.do(packs.save, Pack(name=" Minister, Monday ", sections=("countries", "cover")))
    (saved,) = packs.in_order(desk.snapshot)
    assert (saved.name, saved.sections) == ("Minister, Monday", ("cover", "countries"))
    desk.do(packs.rename, saved, "Minister")
    assert packs.preset(desk.snapshot, "MINISTER").id == saved.id
    desk.do(packs.delete, packs.preset(desk.snapshot, "minister"))
    assert packs.in_order(desk.snapshot) == ()
    desk.undo()
    desk.undo()
    assert packs.in_order(desk.snapshot) == (saved,)


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "MONDAY"}, {"name": "x", "copies": 0}])
def test_a_preset_needs_a_name_of_its_own_and_a_copy(desk: Desk, fields: dict[str, Any]) -> None:
    desk.do(packs.save, Pack(name="Monday"))
    with pytest.raises(InvalidRecord):
        desk.do(packs.save, Pack(**fields))
    assert len(packs.in_order(desk.snapshot)) == 1


def test_an_unknown_preset_is_refused_with_those_that_are_known(desk: Desk) -> None:
    with pytest.raises(UnknownRecord, match="none is saved yet"):
        packs.preset(desk.snapshot, "Monday")
    desk.do(packs.save, Pack(name="Monday"))
    with pytest.raises(UnknownRecord, match="Monday"):
        packs.preset(desk.snapshot, "Tuesday")


def test_a_filter_by_which_a_preset_chooses_stays(desk: Desk) -> None:
    desk.do(records.put, IN_AFRICA)
    desk.do(packs.save, Pack(name="Africa", chosen=Chosen.FILTER, filter="africa"))
    with pytest.raises(InvalidRecord):
        desk.do(records.remove, IN_AFRICA)
