"""Scenarios: what is supposed changes the forecast alone, and no record."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upudesk import scenarios
from upudesk.campaign import scenarios as acts
from upudesk.campaign.plan import Put, check
from upudesk.errors import InvalidRecord
from upudesk.forecast import Source, forecast
from upudesk.model import Answer, Bloc, Candidacy, Level, Record, Scenario, Seats, Standing
from upudesk.prospects import Basis, prospects
from upudesk.scenarios import (
    BASE,
    Contest,
    Rival,
    Stances,
    Supposed,
    UnreadableScenario,
    Voters,
    Weight,
)
from upudesk.snapshot import Snapshot
from upudesk.tally import State

from .builders import FRANCE, KENYA, LAOS, a_member, a_pledge, a_snapshot

CARICOM = Bloc(id="caricom", code="CARICOM")
ISLANDS = [a_member(code, group=1, blocs=("caricom",)) for code in ("JM", "BB", "TT", "GY")]
SAID = [
    a_pledge("jm"), a_pledge("bb", level=4), a_pledge("tt", form="hearsay"), a_pledge("gy", level=3)
]  # fmt: skip
SEATS = Seats(id="seats", council="ca", group=4, seats=2, complete=True, source="the rules")
RIVAL = Candidacy(id="la-ca", member="la", council="ca", share=0.5, sitting=Answer.NO)


def a_world(*others: Record) -> Snapshot:
    return a_snapshot([LAOS, KENYA, FRANCE, *ISLANDS], SAID, others=[CARICOM, *others])


def under(*items: scenarios.Item, world: Snapshot | None = None) -> scenarios.Outcome:
    return scenarios.outcome(world or a_world(), "th-ca", Supposed(items), draws=2000)


# ------------------------------------------------------------------ laws

_ids = st.sampled_from(("jm", "bb", "tt", "gy", "la", "ke", "gone", "ประเทศ"))
_members = st.lists(_ids, max_size=4).map(tuple)
_states = st.sampled_from([state for state in State if state is not State.OWN])
_shares = st.none() | st.floats(0, 1)
_votes = st.none() | st.floats(0, 200)
_items = st.one_of(
    st.builds(Stances, _members, _states, st.sampled_from(((), ("th-ca",), ("th-poc", "gone")))),
    st.builds(Voters, _members, st.sampled_from(Answer), st.sampled_from(("", "4", "caricom"))),
    st.builds(Rival, st.sampled_from(("ca", "gone")), _ids, st.sampled_from(Standing), _shares,
              _shares, st.none() | st.sampled_from(Answer)),
    st.builds(Contest, st.sampled_from(("ca", "poc")), st.integers(1, 5),
              st.none() | st.integers(1, 20), st.none() | st.booleans(), _votes, _votes, _votes),
    st.builds(Weight, st.sampled_from(("swing", "group_swing", "gone")), st.floats(0, 2)),
)  # fmt: skip
_supposed = st.lists(_items, max_size=5).map(lambda items: Supposed(tuple(items)))


@given(_supposed)
def test_what_is_written_is_what_is_read(supposed: Supposed) -> None:
    assert scenarios.read(scenarios.written(supposed)) == supposed


@pytest.mark.parametrize("others", [(), (SEATS, RIVAL), (replace(SEATS, line_newcomer=3),)])
def test_an_empty_scenario_equals_the_base(others: tuple[Record, ...]) -> None:
    world = a_world(*others)
    for own in world.ours:
        found = scenarios.outcome(world, own.id, BASE)
        assert found.forecast == forecast(world, own.id)
        assert found.prospects == prospects(world, own.id)
    assert scenarios.read("") == BASE


@settings(max_examples=40)
@given(_supposed)
def test_no_scenario_touches_a_record_and_all_can_be_reckoned(supposed: Supposed) -> None:
    world = a_world(SEATS, RIVAL)
    before = {kind: dict(table) for kind, table in world.tables.items()}
    found = scenarios.outcome(world, "th-ca", supposed, draws=50)
    assert world.tables == before
    assert sum(found.forecast.pmf) == pytest.approx(1)
    assert forecast(world, "th-ca") == forecast(a_world(SEATS, RIVAL), "th-ca")


def test_what_is_supposed_twice_holds_as_it_was_supposed_last() -> None:
    no, yes = Stances(("jm",), State.FIRM_NO), Stances(("jm",), State.FIRM_YES)
    assert under(no, yes).forecast == under(yes).forecast
    assert under(yes, no).forecast.expected < under(no, yes).forecast.expected


# ------------------------------------------------------------------ what each of them does


def test_the_caribbean_splits() -> None:
    half = scenarios.weaker_half(a_world(), ["th-ca"], [m.id for m in ISLANDS])
    assert half == ("tt",)  # three have promised; hearsay holds least
    split = under(Stances(half, State.UNDECIDED, of="caricom"))
    base = under()
    assert split.forecast.chances["tt"].source is Source.ANSWERED
    assert split.forecast.expected_promised < base.forecast.expected_promised
    assert split.forecast.expected_others > base.forecast.expected_others


def test_a_supposed_yes_counts_as_firm_as_a_note_verbale_of_today() -> None:
    found = under(Stances(("ke",), State.FIRM_YES))
    weights = found.forecast.weights
    assert found.forecast.chances["ke"].log_odds == pytest.approx(weights.firm_promise)


@pytest.mark.parametrize("state", [State.ASKED, State.NOT_ASKED])
def test_a_promise_may_be_supposed_away(state: State) -> None:
    found = under(Stances(("jm",), state))
    weights = found.forecast.weights
    assert found.forecast.chances["jm"].log_odds == weights.values[str(state)]
    assert found.forecast.chances["jm"].source is Source.BASE_RATE


def test_a_stance_may_be_supposed_for_one_council_alone() -> None:
    supposed = Supposed((Stances(("ke",), State.FIRM_YES, ("th-poc",)),))
    ca, poc = (scenarios.expected(a_world(), id, supposed) for id in ("th-ca", "th-poc"))
    assert ca == forecast(a_world(), "th-ca")
    assert poc.expected > forecast(a_world(), "th-poc").expected


def test_who_stays_away_casts_no_ballot() -> None:
    found = under(Voters(("jm", "bb"), Answer.NO)).forecast
    assert found.chances["jm"].cast == found.chances["bb"].cast == 0
    assert found.expected < under().forecast.expected


def test_a_rival_more_lowers_the_chance_of_a_seat_and_one_fewer_raises_it() -> None:
    kenya = replace(KENYA, group=4)
    world = a_snapshot(
        [LAOS, kenya, FRANCE, *ISLANDS], SAID, others=[replace(SEATS, seats=1), RIVAL]
    )
    base = under(world=world).prospects
    crowded = under(Rival("ca", "ke", share=0.3, sitting=Answer.NO), world=world).prospects
    alone = under(Rival("ca", "la", Standing.WITHDRAWN), world=world).prospects
    assert base.chance is not None
    assert crowded.chance is not None
    assert crowded.chance < base.chance < 1
    assert len(crowded.rivals) == 2
    assert (alone.basis, alone.chance) == (Basis.ACCLAMATION, 1.0)


def test_a_share_may_be_supposed_for_a_rival_who_stands() -> None:
    found = scenarios.laid_over(a_world(SEATS, RIVAL), Supposed((Rival("ca", "la", share=0.9),)))
    assert found.get(Candidacy, "la-ca") == replace(RIVAL, share=0.9)


def test_seats_and_a_winning_line_may_be_supposed() -> None:
    assert under().prospects.basis is Basis.UNKNOWN
    line = Contest("ca", 4, seats=3, line_newcomer=2, line_sitting=2, line_spread=1)
    found = under(line).prospects
    assert (found.basis, found.seats) == (Basis.LINE, 3)
    assert under(replace(line, line_newcomer=8, line_sitting=8)).prospects.chance < found.chance


def test_more_swing_widens_the_range() -> None:
    found = under(Weight("swing", 2.0)).forecast
    assert found.weights.swing == 2
    assert found.variance > under().forecast.variance


# ------------------------------------------------------------------ what is not there


def test_what_the_file_does_not_hold_is_said_and_left_out() -> None:
    supposed = Supposed((
        Stances(("jm", "gone", "lost"), State.FIRM_NO), Rival("ca", "gone"), Rival("gone", "la"),
        Weight("gone", 1), Stances(("jm",), State.FIRM_NO, ("gone",)),
    ))  # fmt: skip
    told = [str(message) for message in scenarios.left_out(a_world(), supposed)]
    assert told == [
        "Supposition 1: 2 of its countries are not in the file; left out.",
        "Supposition 2: 1 of its countries are not in the file; left out.",
        "Supposition 3: its council is not in the file; left out.",
        "Supposition 4: there is no weight “gone”; left out.",
        "Supposition 5: its candidacy is not in the file; left out.",
    ]
    assert under(*supposed.items).forecast == under(Stances(("jm",), State.FIRM_NO)).forecast
    assert scenarios.left_out(a_world(), BASE) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"version": 1, "suppositions": [{"kind": "magic"}]}', "cannot be read"),
        ('{"version": 1, "suppositions": [{"kind": "weight", "code": "swing", "value": "much"}]}',
         "cannot be read"),
        ('{"version": 1, "suppositions": [{"kind": "weight", "code": "swing", "value": NaN}]}',
         "cannot be read"),
        ('{"version": 1, "suppositions": [{"kind": "voters", "members": "jm", "answer": "no"}]}',
         "cannot be read"),
        ('{"version": 1, "suppositions": [{"kind": "voters", "members": [], "answer": "no", "x": 1}]}',  # noqa: E501
         "cannot be read"),
        ('{"version": 2, "suppositions": []}', "later version"),
    ],
)  # fmt: skip
def test_a_scenario_that_cannot_be_read_whole_is_not_guessed_at(text: str, said: str) -> None:
    with pytest.raises(UnreadableScenario, match=said):
        scenarios.read(text)


# ------------------------------------------------------------------ the actions


def done(snapshot: Snapshot, plan: acts.Plan) -> Snapshot:
    """The snapshot that follows."""
    check(plan, snapshot, {})
    changed = [(e.record.KIND, e.record.id, e.record if isinstance(e, Put) else None)
               for e in plan.edits if not hasattr(e, "kind")]  # fmt: skip
    return snapshot.with_records(changed, ())


def the(snapshot: Snapshot) -> Scenario:
    return acts.in_order(snapshot)[-1]


def test_a_scenario_is_made_from_the_base_case_changed_copied_renamed_and_deleted() -> None:
    world = done(a_world(), acts.copy(a_world(), " The Caribbean splits "))
    assert (the(world).name, the(world).order) == ("The Caribbean splits", 1)
    assert json.loads(the(world).supposed) == {"version": 1, "suppositions": []}
    world = done(world, acts.suppose(world, the(world), Stances(("jm",), State.UNDECIDED)))
    world = done(world, acts.copy(world, "Worse", the(world)))
    world = done(world, acts.suppose(world, the(world), Weight("swing", 1)))
    assert [len(scenarios.read(one.supposed).items) for one in acts.in_order(world)] == [1, 2]
    world = done(world, acts.suppose_no_more(world, the(world), 0))
    assert scenarios.read(the(world).supposed).items == (Weight("swing", 1),)
    world = done(world, acts.rename(world, the(world), "More swing"))
    assert [one.name for one in acts.in_order(world)] == ["The Caribbean splits", "More swing"]
    world = done(world, acts.delete(world, the(world)))
    assert [one.name for one in acts.in_order(world)] == ["The Caribbean splits"]


@pytest.mark.parametrize("name", ["", "  ", "worse"])
def test_a_scenario_needs_a_name_of_its_own(name: str) -> None:
    world = done(a_world(), acts.copy(a_world(), "Worse"))
    with pytest.raises(InvalidRecord) as fault:
        done(world, acts.copy(world, name))
    assert list(fault.value.problems) == ["name"]


def test_four_stand_side_by_side_and_a_fifth_is_refused() -> None:
    world = a_world()
    for name in "ABCD":
        world = done(world, acts.copy(world, name))
    with pytest.raises(InvalidRecord, match="delete one"):
        acts.copy(world, "E")


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (Stances((), State.FIRM_NO), "members"),
        (Voters((), Answer.NO), "members"),
        (Weight("swing", -0.1), "value"),
        (Weight("conditional", 1.2), "value"),
        (Weight("half_life", 0), "value"),
        (Weight("gone", 1), "code"),
        (Contest("ca", 4), "seats"),
        (Contest("ca", 4, seats=0), "seats"),
        (Contest("ca", 4, line_spread=-1), "line_spread"),
        (Rival("ca", "la", share=1.2), "share"),
        (Rival("ca", "la", spread=-0.2), "spread"),
        (Rival("ca", "th"), "member"),
        (Rival("ca", "la"), "member"),
        (Rival("ca", "ke", Standing.WITHDRAWN), "member"),
        (Rival("ca", "gone"), "member"),
    ],
)
def test_what_can_never_be_is_refused_beside_its_field(item: scenarios.Item, field: str) -> None:
    world = done(a_world(SEATS, RIVAL), acts.copy(a_world(), "One"))
    with pytest.raises(InvalidRecord) as fault:
        acts.suppose(world, the(world), item)
    assert list(fault.value.problems) == [field]


def test_shares_above_the_seats_are_refused_whether_by_the_share_or_by_the_seats() -> None:
    others = [a_member("MM"), a_member("VN")]
    standing = [Candidacy(member=m.id, council="ca", share=0.7) for m in others]
    yes = [a_pledge(m.id) for m in (LAOS, KENYA, FRANCE)]
    world = a_snapshot([LAOS, KENYA, FRANCE, *others], yes, others=[SEATS, *standing])
    world = done(world, acts.copy(world, "One"))
    for item, field in (
        (Rival("ca", "la", share=0.9), "share"),
        (Contest("ca", 4, seats=1), "seats"),
    ):
        with pytest.raises(InvalidRecord, match="ours included") as fault:
            acts.suppose(world, the(world), item)
        assert list(fault.value.problems) == [field]
    acts.suppose(world, the(world), Contest("ca", 4, seats=3))


def test_a_level_is_supposed_as_the_state_that_it_is() -> None:
    for level in (level for level in Level if level is not Level.ASKED):
        found = scenarios.stances(
            a_world(), "th-ca", Supposed((Stances(("ke",), State(str(int(level)))),))
        )
        assert found["ke"].level is level
