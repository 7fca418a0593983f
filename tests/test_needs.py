"""What needs somebody now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import (
    CA,
    KENYA,
    LAOS,
    OURS_CA,
    THAILAND,
    TODAY,
    a_pledge,
    a_snapshot,
)
from upudesk.campaign.pledges import Wear
from upudesk.model import Answer, Author, FollowUp, Form, Level, Meeting, Note, Seats, Side
from upudesk.needs import SOON, needs, of_author
from upudesk.tally import OLD

FRESH = TODAY - timedelta(days=10)


def wants(pledges=(), *others, members=(LAOS, KENYA)):
    return needs(a_snapshot(members, pledges, others=others))


def names(concerns):
    return [concern.member.id for concern in concerns]


def test_nothing_is_needed_where_nothing_is_known():
    found = wants()
    assert found.number == 0
    assert [gap.line for gap in found.gaps] == [None, None]
    assert [gap.short for gap in found.gaps] == [None, None]


def test_the_gap_counts_what_was_promised_and_our_own_ballot():
    seats = Seats(council="ca", group=4, line_newcomer=95, line_sitting=90)
    ours = replace(OURS_CA, sitting=Answer.YES)
    ca, _poc = wants([a_pledge("la"), a_pledge("ke", level=3)], seats, ours).gaps
    assert set(ca.sure) == {"la", "th"}
    assert (ca.line, ca.short) == (90, 88)


@pytest.mark.parametrize(
    ("sitting", "newcomer", "sits", "line"),
    [
        (Answer.YES, 95, 90, 90),
        (Answer.NO, 95, 90, 95),
        (Answer.UNKNOWN, 95, 90, None),
        (Answer.UNKNOWN, 95, 95, 95),
        (Answer.YES, 95, None, None),
    ],
)
def test_a_line_that_is_not_known_is_none_and_never_0(sitting, newcomer, sits, line):
    seats = Seats(council=CA.id, group=THAILAND.group, line_newcomer=newcomer, line_sitting=sits)
    assert wants((), seats, replace(OURS_CA, sitting=sitting)).gaps[0].line == line


def test_a_country_whose_sides_contradict_stands_there_once_for_both_councils():
    said = [
        a_pledge("la", candidacy, level=level, side=side, given_on=FRESH)
        for candidacy in ("th-ca", "th-poc")
        for side, level in ((Side.CAPITAL, 5), (Side.DELEGATE, 2))
    ]
    (concern,) = wants(said).contradictions
    assert concern.member.id == "la"
    assert len(concern.stances) == 2


def test_promises_that_fade_come_before_those_that_are_old():
    old = TODAY - timedelta(days=OLD + 1)
    said = [
        a_pledge("ke", given_on=old),
        a_pledge("la", given_on=FRESH, fades_on=TODAY + timedelta(days=SOON)),
        a_pledge("th", given_on=FRESH, fades_on=TODAY),
    ]
    found = wants(said).fading
    assert names(found) == ["th", "la", "ke"]
    assert [concern.wear for concern in found] == [Wear.FADED, Wear.FADING, Wear.OLD]


def test_what_nobody_promised_does_not_fade():
    said = a_pledge("la", level=Level.LEANING_NO, given_on=TODAY - timedelta(days=400))
    assert wants([said]).fading == ()


def test_follow_ups_are_overdue_or_coming_until_they_are_done():
    def due(id, days, **fields):
        return FollowUp(id=id, what=id, due_on=TODAY + timedelta(days=days), **fields)

    found = wants(
        (), due("late", -3), due("now", 0), due("soon", SOON), due("far", SOON + 1),
        due("done", -9, done_on=TODAY),
    )  # fmt: skip
    assert [f.id for f in found.overdue] == ["late"]
    assert [f.id for f in found.coming] == ["now", "soon"]


def test_a_country_that_is_contacted_too_seldom_is_named_until_somebody_meets_it():
    every = replace(LAOS, contact_every_days=14)
    lost = wants((), members=(every, KENYA)).losing_touch
    assert [kept.member.id for kept in lost] == ["la"]
    met = Meeting(members=("la",), title="Coffee", held_on=FRESH)
    assert wants((), met, members=(every, KENYA)).losing_touch == ()


def test_notes_wait_until_they_are_sorted():
    waiting, sorted_one = Note(id="n", text="Kenya?"), Note(text="done", sorted_into="somewhere")
    assert [note.id for note in wants((), waiting, sorted_one).inbox] == ["n"]


def test_what_does_not_fit_together_is_among_the_needs():
    owing = replace(KENYA, arrears=Answer.YES, voting_right=Answer.YES)
    found = wants((), members=(owing,))
    assert len(found.findings) == 1
    assert found.number == 1


def test_hearsay_beside_a_word_at_first_hand_may_contradict_it():
    said = [
        a_pledge("la", given_on=FRESH),
        a_pledge("la", level=1, form=Form.HEARSAY, side=Side.DELEGATE, given_on=FRESH),
    ]
    assert names(wants(said).contradictions) == ["la"]


def test_ones_own_needs_are_ones_countries_and_follow_ups_and_what_is_nobodys():
    malee, somchai = Author(id="m", name="Malee"), Author(id="s", name="Somchai")
    hers, his = replace(LAOS, responsible="m"), replace(KENYA, responsible="s")
    late = TODAY - timedelta(days=2)
    found = wants(
        [a_pledge("la", given_on=FRESH, fades_on=TODAY), a_pledge("ke", given_on=FRESH,
                                                                  fades_on=TODAY)],
        malee, somchai,
        FollowUp(id="hers", what="a", member="ke", owner="m", due_on=late),
        FollowUp(id="his", what="b", member="la", owner="s", due_on=late),
        FollowUp(id="nobodys", what="c", member="la", due_on=late),
        Note(id="note", text="?"),
        members=(hers, his),
    )  # fmt: skip
    snapshot = a_snapshot((hers, his), others=(malee, somchai))
    own = of_author(found, snapshot, "m")
    assert names(own.fading) == ["la"]
    assert {f.id for f in own.overdue} == {"hers", "nobodys"}
    assert [note.id for note in own.inbox] == ["note"]
    assert own.gaps == found.gaps


def test_a_meeting_of_the_next_two_weeks_is_named_to_whoever_looks_after_the_country():
    soon = Meeting(members=("la",), title="talks", held_on=TODAY + timedelta(days=4))
    far = replace(soon, id="far", held_on=TODAY + timedelta(days=40))
    snapshot = a_snapshot(
        [replace(LAOS, responsible="a")], others=[soon, far, Author(id="a", name="A")]
    )
    assert needs(snapshot).meetings == (soon,)
    assert of_author(needs(snapshot), snapshot, "b").meetings == ()
