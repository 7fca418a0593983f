"""Disclosure profiles and markings: edited, added, put back; nothing in use is deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from upudesk import disclosure
from upudesk.campaign import profiles, records
from upudesk.desk import Desk
from upudesk.disclosure import MINISTER, PARTNER
from upudesk.errors import InvalidRecord
from upudesk.model import Marking, Note, Profile

OPEN = Marking(id="open", code="open", rank=0, name_en="Open")
SECRET = Marking(id="secret", code="secret", rank=1, name_en="Secret")


@pytest.fixture
def marked(desk: Desk) -> Desk:
    """A campaign with two markings, and a note that carries the higher one."""
    for record in (OPEN, SECRET, Note(text="a word", marking="secret")):
        desk.do(records.put, record)
    return desk


def held(desk: Desk, code: str) -> int:
    profile = disclosure.profile(desk.snapshot, code)
    return disclosure.disclose(desk.snapshot, profile).held_back()["note"]


def test_a_standard_profile_is_edited_and_put_back(marked: Desk) -> None:
    standard = disclosure.profile(marked.snapshot, MINISTER)
    assert profiles.is_standard(marked.snapshot, standard)
    marked.do(profiles.edit, standard, replace(standard, kinds=("contact",)))
    own = disclosure.profile(marked.snapshot, MINISTER)
    assert (own.kinds, own.code) == (("contact",), MINISTER)
    assert held(marked, MINISTER) == 0
    marked.do(profiles.edit, own, replace(own, kinds=("note",)))
    assert held(marked, MINISTER) == 1
    marked.do(profiles.put_back, disclosure.profile(marked.snapshot, MINISTER))
    assert disclosure.profile(marked.snapshot, MINISTER) == standard
    edited = replace(standard, tells=False)
    marked.do(profiles.edit, standard, edited)  # once more, though a record of it was deleted
    assert not disclosure.profile(marked.snapshot, MINISTER).tells


def test_a_new_profile_begins_as_another_and_stands_last(marked: Desk) -> None:
    like = disclosure.profile(marked.snapshot, PARTNER)
    marked.do(profiles.add, Profile(name_en="Press Office"), like)
    made = disclosure.profiles(marked.snapshot)[-1]
    assert (made.code, made.fields, made.unmarked) == ("press-office", like.fields, False)
    with pytest.raises(InvalidRecord):
        marked.do(profiles.add, Profile(name_en="press office"), like)


def test_markings_change_places_in_one_step(marked: Desk) -> None:
    marked.do(profiles.add_marking, Marking(name_en="Limited"))
    *_others, last = marked.snapshot.markings
    assert (last.code, last.rank) == ("limited", 2)
    marked.do(profiles.move_marking, last, -1)
    assert [m.code for m in marked.snapshot.markings] == ["open", "limited", "secret"]
    marked.undo()
    assert [m.code for m in marked.snapshot.markings] == ["open", "secret", "limited"]
    with pytest.raises(InvalidRecord):
        marked.do(profiles.move_marking, marked.snapshot.markings[0], -1)


def test_a_marking_is_renamed_and_none_in_use_is_deleted(marked: Desk) -> None:
    marked.do(profiles.rename_marking, OPEN, replace(OPEN, name_en="For all"))
    with pytest.raises(InvalidRecord):
        marked.do(profiles.remove_marking, SECRET)
    with pytest.raises(InvalidRecord):
        marked.do(profiles.rename_marking, SECRET, replace(SECRET, name_en="FOR ALL"))
    marked.do(profiles.remove_marking, marked.snapshot.get(Marking, "open"))
    assert [m.code for m in marked.snapshot.markings] == ["secret"]
