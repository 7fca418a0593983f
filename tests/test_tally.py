"""Stances in force, and the tally."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import TODAY, a_member, a_pledge, a_snapshot, asked
from upudesk.errors import UnknownRecord
from upudesk.model import Answer, Author, Bloc, Candidacy, Form, Level, Precision, Side
from upudesk.tally import By, State, Tally, cut, moves, stance, stances, tally

CAPITAL, DELEGATE = Side.CAPITAL, Side.DELEGATE
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def day(number: int, month: int = 4) -> date:
    return date(2025, month, number)


def of_laos(*pledges, as_of=None, today=TODAY):
    return stance(a_snapshot([a_member("LA")], pledges, today), "la", "th-ca", as_of)


# One side


def test_a_member_of_whom_nothing_is_logged_is_not_asked():
    found = of_laos()
    assert (found.state, found.level, found.day, found.age) == (State.NOT_ASKED, None, None, None)
    assert found.history == ()
    assert found.decides is None


def test_a_request_without_an_answer_is_asked_and_has_an_age():
    found = of_laos(asked(given_on=day(3)))
    assert (found.state, found.level) == (State.ASKED, None)
    assert found.day == day(3)
    assert found.age == (TODAY - day(3)).days


def test_undecided_is_neither_asked_nor_not_asked():
    assert of_laos(a_pledge(level=Level.UNDECIDED)).state is State.UNDECIDED


def test_the_latest_statement_of_a_side_is_in_force():
    old, new = a_pledge(level=5, given_on=day(3)), a_pledge(level=2, given_on=day(9))
    found = of_laos(new, old)
    assert found.state is State.LEANING_NO
    assert found.in_force == (new,)
    assert found.history == (old, new)


def test_on_one_day_the_later_report_is_in_force_and_then_the_later_id():
    first = a_pledge(level=5, given_on=day(3), reported_on=day(4))
    second = a_pledge(level=4, given_on=day(3), reported_on=day(6))
    unreported = a_pledge(level=1, given_on=day(3))
    assert of_laos(second, unreported, first).decides == second
    one = a_pledge(id="1", level=1, given_on=day(3))
    two = a_pledge(id="2", level=3, given_on=day(3))
    assert of_laos(two, one).decides == two


def test_a_statement_known_to_the_month_stands_on_the_first_of_it():
    month = a_pledge(level=5, given_on=day(1), precision=Precision.MONTH)
    exact = a_pledge(level=2, given_on=day(2))
    assert of_laos(exact, month).decides == exact
    assert of_laos(exact, month, as_of=day(1)).decides == month


def test_a_statement_of_unknown_day_stands_on_the_day_of_its_report():
    told = a_pledge(given_on=None, reported_on=day(3), precision=Precision.REPORTED)
    assert of_laos(told).day == day(3)
    assert of_laos(told, as_of=day(2)).state is State.NOT_ASKED


def test_asking_again_does_not_erase_an_answer():
    answer, again = a_pledge(level=4, given_on=day(3)), asked(given_on=day(9))
    found = of_laos(answer, again)
    assert (found.state, found.decides, found.day) == (State.LEANING_YES, answer, day(3))
    assert found.waiting == again


def test_an_answer_ends_the_waiting():
    assert of_laos(asked(given_on=day(3)), a_pledge(given_on=day(3))).waiting is None
    assert of_laos(asked(given_on=day(3)), a_pledge(given_on=day(9))).waiting is None


def test_hearsay_never_displaces_first_hand_word():
    word = a_pledge(level=5, given_on=day(3))
    rumour = a_pledge(level=1, form=Form.HEARSAY, given_on=day(9))
    found = of_laos(word, rumour)
    assert found.decides == word
    assert not found.contradiction
    assert not found.hearsay_only
    assert rumour in found.history


def test_first_hand_word_displaces_even_later_hearsay_of_its_side():
    rumour = a_pledge(level=5, form=Form.HEARSAY, given_on=day(9))
    word = a_pledge(level=2, given_on=day(3))
    assert of_laos(rumour, word).decides == word


def test_hearsay_counts_where_there_is_nothing_else_and_says_so():
    old = a_pledge(level=5, form=Form.HEARSAY, given_on=day(3))
    new = a_pledge(level=4, form=Form.HEARSAY, given_on=day(9))
    found = of_laos(old, new)
    assert found.decides == new
    assert found.hearsay_only


# Two sides


def test_the_lower_of_the_two_sides_is_counted():
    capital = a_pledge(level=5, side=CAPITAL, given_on=day(9))
    delegate = a_pledge(level=4, side=DELEGATE, given_on=day(3))
    found = of_laos(capital, delegate)
    assert (found.capital, found.delegate, found.decides) == (capital, delegate, delegate)
    assert found.state is State.LEANING_YES


def test_hearsay_of_the_other_side_is_flagged_but_decides_nothing():
    capital = a_pledge(level=5, side=CAPITAL)
    rumour = a_pledge(level=1, side=DELEGATE, form=Form.HEARSAY)
    found = of_laos(capital, rumour)
    assert found.state is State.FIRM_YES
    assert found.contradiction
    assert not found.hearsay_only


def test_of_two_equal_sides_the_newer_decides():
    capital = a_pledge(level=4, side=CAPITAL, given_on=day(9))
    delegate = a_pledge(level=4, side=DELEGATE, given_on=day(3))
    assert of_laos(capital, delegate).decides == capital
    assert of_laos(replace(capital, given_on=day(1)), delegate).decides == delegate


def test_a_side_that_spoke_first_and_again_last_is_the_newer_one():
    last = a_pledge(level=4, side=CAPITAL, given_on=day(9))
    delegate = a_pledge(level=4, side=DELEGATE, given_on=day(5))
    found = of_laos(a_pledge(level=5, side=CAPITAL, given_on=day(3)), delegate, last)
    assert found.in_force == (last, delegate)
    assert found.decides == last


def test_of_two_equal_sides_hearsay_does_not_decide():
    word = a_pledge(level=4, side=CAPITAL, given_on=day(3))
    rumour = a_pledge(level=4, side=DELEGATE, form=Form.HEARSAY, given_on=day(9))
    assert of_laos(word, rumour).decides == word


def test_a_statement_that_lost_its_side_still_counts():
    lost = a_pledge(level=2, side=None)
    assert of_laos(a_pledge(level=5), lost).decides == lost


@pytest.mark.parametrize(
    ("capital", "delegate", "differ"),
    [
        (5, 4, False),
        (4, 3, False),
        (3, 2, False),
        (2, 1, False),
        (4, 4, False),
        (5, 3, True),
        (4, 2, True),
        (3, 1, True),
        (5, 1, True),
        (2, 4, True),
    ],
)
def test_sides_on_both_sides_of_three_or_two_apart_contradict(capital, delegate, differ):
    found = of_laos(a_pledge(level=capital, side=CAPITAL), a_pledge(level=delegate, side=DELEGATE))
    assert found.contradiction is differ


def test_a_change_of_mind_of_one_side_is_no_contradiction():
    assert not of_laos(a_pledge(level=5), a_pledge(level=1, given_on=day(9))).contradiction


# Marks


def test_a_condition_of_either_side_marks_the_stance_and_keeps_its_level():
    terms = a_pledge(level=5, side=CAPITAL, condition="if we support it at the ITU")
    found = of_laos(terms, a_pledge(level=4, side=DELEGATE))
    assert found.conditional
    assert found.state is State.LEANING_YES


def test_a_condition_of_a_statement_no_longer_in_force_marks_nothing():
    assert not of_laos(a_pledge(condition="if"), a_pledge(given_on=day(9))).conditional


def test_a_stance_fades_on_its_day_and_keeps_its_level():
    pledge = a_pledge(fades_on=day(10))
    assert not of_laos(pledge, as_of=day(9)).faded
    assert of_laos(pledge, as_of=day(10)).faded
    assert of_laos(pledge).faded
    assert of_laos(pledge).state is State.FIRM_YES


# As of a day


def test_as_of_a_day_only_statements_made_until_that_day_count():
    pledges = [asked(given_on=day(1)), a_pledge(level=4, given_on=day(3))]
    pledges.append(a_pledge(level=2, given_on=day(9)))
    states = [of_laos(*pledges, as_of=date(2025, 3, 31) + timedelta(n)).state for n in range(11)]
    expected = ["not_asked", "asked", "asked"] + ["4"] * 6 + ["2"] * 2
    assert states == expected


def test_the_age_is_counted_to_the_day_looked_at():
    assert of_laos(a_pledge(given_on=day(3)), as_of=day(10)).age == 7


# The candidate's own ballot


def test_our_own_ballot_is_counted_apart():
    count = tally(a_snapshot([a_member("LA")]), "th-ca")
    assert count.own == ("th",)
    assert count.not_asked == ("la",)
    assert count.promised == ()
    assert count.rows[-1] is State.OWN


def test_an_answer_logged_for_the_candidate_goes_before():
    count = tally(a_snapshot(pledges=[a_pledge("th", level=5)]), "th-ca")
    assert count.own == ()
    assert count.promised == ("th",)
    assert State.OWN not in count.rows


def test_towards_a_rival_its_own_ballot_is_the_rivals():
    rival = Candidacy(id="la-ca", member="la", council="ca")
    count = tally(a_snapshot([a_member("LA")], others=[rival]), "la-ca")
    assert count.own == ("la",)
    assert count.not_asked == ("th",)


def test_a_pledge_for_one_council_says_nothing_of_the_other():
    snapshot = a_snapshot([a_member("LA")], [a_pledge("la", "th-ca")])
    assert tally(snapshot, "th-ca").promised == ("la",)
    assert tally(snapshot, "th-poc").promised == ()


def test_an_unknown_candidacy_or_member_is_said():
    with pytest.raises(UnknownRecord):
        stances(a_snapshot(), "nobody")
    with pytest.raises(UnknownRecord):
        stance(a_snapshot(), "nobody", "th-ca")


# The tally


def a_small_campaign():
    asean, least = Bloc(id="asean", code="ASEAN"), Bloc(id="ldc", code="LDC")
    members = [
        a_member("LA", blocs=("asean", "ldc"), responsible="kim", presence=YES,
                 voting_right=YES, credentials=YES),
        a_member("KE", group=5, voting_right=NO),
        a_member("FR", group=3),
        a_member("XX", group=None, blocs=("gone",), responsible="gone"),
    ]  # fmt: skip
    pledges = [
        a_pledge("la", level=5, side=CAPITAL, form=Form.NOTE_VERBALE),
        a_pledge("la", level=3, side=DELEGATE, form=Form.DELEGATE, condition="if asked"),
        a_pledge("ke", level=4, form=Form.HEARSAY, fades_on=day(9)),
        asked("fr"),
    ]
    return a_snapshot(members, pledges, others=[asean, least, Author(id="kim", name="Kim")])


def test_every_number_opens_the_members_behind_it():
    count = tally(a_small_campaign(), "th-ca")
    assert count.cell(State.UNDECIDED, 4) == count.undecided == ("la",)
    assert count.cell(State.LEANING_YES, 5) == count.promised == ("ke",)
    assert count.cell(State.ASKED, 3) == count.asked == ("fr",)
    assert count.cell(State.NOT_ASKED, None) == count.not_asked == ("xx",)
    assert count.column(4) == ("la", "th")
    assert count.at_least(Level.UNDECIDED) == ("la", "ke")
    assert count.everyone == ("th", "la", "ke", "fr", "xx")


def test_the_tally_carries_its_marks():
    count = tally(a_small_campaign(), "th-ca")
    assert count.conditional == count.contradictions == ("la",)
    assert count.faded == count.hearsay_only == ("ke",)


def test_three_totals_by_who_can_vote():
    count = tally(a_small_campaign(), "th-ca")
    assert count.by_vote() == {YES: ("la",), NO: ("ke",), UNKNOWN: ("th", "fr", "xx")}
    assert count.by_vote(count.promised) == {YES: (), NO: ("ke",), UNKNOWN: ()}


def test_a_filter_counts_only_its_members():
    count = tally(a_small_campaign(), "th-ca", members={"ke", "fr", "nobody"})
    assert count.everyone == ("ke", "fr")
    assert count.table.columns == (1, 2, 3, 4, 5)


def test_members_of_unknown_group_have_a_column_of_their_own():
    assert tally(a_small_campaign(), "th-ca").table.columns == (1, 2, 3, 4, 5, None)


def test_blocs_overlap_and_say_so():
    snapshot = a_small_campaign()
    by_bloc = cut(snapshot, tally(snapshot, "th-ca"), By.BLOC)
    assert by_bloc.overlaps
    assert by_bloc.column("asean") == by_bloc.column("ldc") == ("la",)
    assert set(by_bloc.column(None)) == {"th", "ke", "fr", "xx"}
    assert by_bloc.row(State.UNDECIDED) == ("la",)


def test_a_member_stands_under_the_form_of_each_side():
    snapshot = a_small_campaign()
    by_form = cut(snapshot, tally(snapshot, "th-ca"), By.FORM)
    assert by_form.overlaps
    assert by_form.column(Form.NOTE_VERBALE) == by_form.column(Form.DELEGATE) == ("la",)
    assert by_form.column(Form.HEARSAY) == ("ke",)
    assert set(by_form.column(None)) == {"th", "fr", "xx"}


def test_officials_and_levels_do_not_overlap():
    snapshot = a_small_campaign()
    count = tally(snapshot, "th-ca")
    by_official, by_level = cut(snapshot, count, By.RESPONSIBLE), cut(snapshot, count, By.LEVEL)
    assert not by_official.overlaps
    assert not by_level.overlaps
    assert by_official.column("kim") == ("la",)
    assert set(by_official.column(None)) == {"th", "ke", "fr", "xx"}
    assert by_level.column(State.ASKED) == by_level.cell(State.ASKED, State.ASKED) == ("fr",)


def test_moves_say_who_stands_elsewhere_and_by_how_much():
    pledges = [a_pledge("la", level=3), a_pledge("la", level=5, given_on=day(9)), asked("ke")]
    snapshot = a_snapshot([a_member("LA"), a_member("KE")], [*pledges, a_pledge("th", level=5)])
    earlier, later = stances(snapshot, "th-ca", day(5)), stances(snapshot, "th-ca", day(9))
    assert [(m.member, m.steps) for m in moves(earlier, later)] == [("la", 2)]
    first = stances(snapshot, "th-ca", day(1))
    assert [(m.member, m.steps) for m in moves(first, earlier)] == [
        ("th", None),
        ("la", None),
        ("ke", None),
    ]


# Laws

CODES = ("LA", "KE", "FR", "BR", "UA")
IDS = (*(code.lower() for code in CODES), "th")
members = st.tuples(
    *(
        st.builds(
            a_member,
            st.just(code),
            group=st.sampled_from([None, 1, 2, 3, 4, 5]),
            blocs=st.sampled_from([(), ("b1",), ("b1", "b2"), ("gone",)]),
            responsible=st.sampled_from(["", "kim", "gone"]),
            voting_right=st.sampled_from(Answer),
            credentials=st.sampled_from(Answer),
            presence=st.sampled_from(Answer),
        )
        for code in CODES
    )
)
pledge = st.builds(
    a_pledge,
    st.sampled_from(IDS),
    level=st.sampled_from(Level),
    form=st.sampled_from([Form.LETTER, Form.MINISTER, Form.HEARSAY]),
    side=st.sampled_from(Side),
    given_on=st.dates(day(1), day(20)),
    reported_on=st.none() | st.dates(day(20), day(25)),
    fades_on=st.none() | st.dates(day(5), day(30)),
    condition=st.sampled_from(["", "if"]),
    id=st.uuids().map(str),
)
pledges = st.lists(pledge, max_size=14)
filters = st.none() | st.sets(st.sampled_from(IDS))
days = st.none() | st.dates(date(2025, 3, 30), day(30))
OTHERS = (Bloc(id="b1", code="B1"), Bloc(id="b2", code="B2"), Author(id="kim", name="Kim"))
few = settings(max_examples=60, deadline=None)


def counted(everyone, pledges, **how) -> Tally:
    return tally(a_snapshot(everyone, pledges, others=OTHERS), "th-ca", **how)


@few
@given(members, pledges, filters, days)
def test_the_cells_of_every_cut_hold_the_filtered_electorate(members, pledges, wanted, as_of):
    snapshot = a_snapshot(members, pledges, others=OTHERS)
    count = tally(snapshot, "th-ca", as_of=as_of, members=wanted)
    electorate = sorted(IDS if wanted is None else wanted)
    assert sorted(count.everyone) == electorate
    assert sorted(id for ids in count.table.cells.values() for id in ids) == electorate
    assert sorted(id for s in count.rows for id in count.row(s)) == electorate
    for by in By:
        table = cut(snapshot, count, by)
        behind = [id for ids in table.cells.values() for id in ids]
        assert sorted(set(behind)) == electorate
        assert table.overlaps or sorted(behind) == electorate
        assert all(set(table.row(s)) == set(count.row(s)) for s in State)


@few
@given(members, pledges, filters)
def test_the_three_totals_sum_to_the_members(members, pledges, wanted):
    count = counted(members, pledges, members=wanted)
    assert sum(len(ids) for ids in count.by_vote().values()) == len(count.everyone)


@few
@given(members, pledges, days, st.data())
def test_raising_a_level_never_lowers_the_number_at_or_above_any(members, pledges, as_of, data):
    answers = [p for p in pledges if p.level is not Level.ASKED]
    if not answers:
        return
    one = data.draw(st.sampled_from(answers))
    higher = Level(data.draw(st.integers(one.level, Level.FIRM_YES)))
    raised = [replace(p, level=higher) if p is one else p for p in pledges]
    before, after = (counted(members, these, as_of=as_of) for these in (pledges, raised))
    for level in Level:
        assert set(before.at_least(level)) <= set(after.at_least(level))


@few
@given(members, pledges, days, st.randoms(use_true_random=False))
def test_the_order_in_which_pledges_were_entered_changes_nothing(members, pledges, as_of, lot):
    shuffled = random.Random(lot.random()).sample(pledges, len(pledges))
    assert counted(members, pledges, as_of=as_of) == counted(members, shuffled, as_of=as_of)


@few
@given(members, pledges)
def test_as_of_today_or_later_is_the_count_itself(members, pledges):
    now = counted(members, pledges)
    assert counted(members, pledges, as_of=TODAY) == now
    later = counted(members, pledges, as_of=TODAY + timedelta(100))
    assert later.table == now.table
    assert [s.in_force for s in later.stances.values()] == [
        s.in_force for s in now.stances.values()
    ]


@few
@given(pledges, pledge)
def test_hearsay_never_moves_a_stance_that_rests_on_first_hand_word(pledges, rumour):
    rumour = replace(rumour, form=Form.HEARSAY)
    before = stances(a_snapshot([a_member(c) for c in CODES], pledges), "th-ca")
    after = stances(a_snapshot([a_member(c) for c in CODES], [*pledges, rumour]), "th-ca")
    told, now = before[rumour.member], after[rumour.member]
    if told.decides and told.decides.first_hand:
        assert (now.state, now.decides) == (told.state, told.decides)


@few
@given(members, pledges, days)
def test_one_stance_alone_is_the_one_in_the_count(members, pledges, as_of):
    snapshot = a_snapshot(members, pledges)
    for id, found in stances(snapshot, "th-ca", as_of).items():
        assert stance(snapshot, id, "th-ca", as_of) == found
