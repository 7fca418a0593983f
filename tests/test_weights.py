from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LAOS, TODAY, a_campaign, a_pledge, a_snapshot, asked
from upudesk import seed, words
from upudesk.campaign.plan import Put
from upudesk.campaign.weights_edits import edit_weight, edit_weights, shift_all
from upudesk.errors import InvalidRecord
from upudesk.model import Form, HoldRate, Level, Side
from upudesk.tally import stance
from upudesk.weights import (
    CERTAIN,
    STANCES,
    USUAL,
    Weights,
    from_records,
    log_odds,
    share,
    weights,
)

USUALLY = from_records(())


def recorded() -> list[HoldRate]:
    return [
        HoldRate(id=row["code"], code=row["code"], value=float(row["value"]), unit=row["unit"],
                 reason=row["reason"])
        for row in seed.rows("hold_rates.csv")
    ]  # fmt: skip


def odds(*pledges, held: Weights = USUALLY, today: date = TODAY, campaign=None) -> float:
    others = [campaign] if campaign else []
    return held.of_stance(stance(a_snapshot([LAOS], pledges, today, others), "la", "th-ca"))


def today(**said):
    return a_pledge("la", given_on=TODAY, form=Form.NOTE_VERBALE, **said)


# ------------------------------------------------------------------ from records


def test_what_the_program_falls_back_on_is_what_a_new_campaign_begins_with():
    assert {r.code: (r.value, r.unit) for r in recorded()} == dict(USUAL)


def test_weights_come_from_their_records():
    snapshot = a_snapshot(others=[HoldRate(id="x", code="swing", value=0.7, reason="seen")])
    held = weights(snapshot)
    assert held.swing == 0.7
    assert held.records["swing"].reason == "seen"


def test_a_record_without_a_value_leaves_the_usual_one():
    held = from_records([HoldRate(code="swing", value=None), HoldRate(code="other", value=3.0)])
    assert held.values == USUALLY.values


def test_the_usual_attendance_is_that_of_the_ballots_cast_before():
    ballots = {2012: [161], 2016: [154], 2021: [154, 156, 158]}
    mean = sum(sum(told) / len(told) for told in ballots.values()) / 3
    assert share(USUALLY.values["attendance"]) == pytest.approx(mean / 192, abs=0.001)


# ------------------------------------------------------------------ log-odds


@given(st.floats(-CERTAIN, CERTAIN))
def test_log_odds_and_chances_are_the_same_thing(number):
    assert log_odds(share(number)) == pytest.approx(number, abs=1e-6)


@pytest.mark.parametrize(("chance", "number"), [(0, -20), (1, 20), (0.5, 0), (-0.1, -20)])
def test_what_is_certain_has_log_odds_too(chance, number):
    assert log_odds(chance) == number


def test_level_form_and_side_add_up():
    assert odds(today()) == pytest.approx(0.85)
    assert odds(today(level=4)) == pytest.approx(0.20)
    spoken = a_pledge("la", given_on=TODAY, form=Form.DELEGATE, side=Side.DELEGATE)
    assert odds(spoken) == pytest.approx(0.85 - 1.35 + 0.30)


def test_silence_has_weights_of_its_own():
    assert odds() == -1.75
    assert odds(asked("la")) == -1.50
    own = stance(a_snapshot(), "th", "th-ca")
    assert USUALLY.of_stance(own) == 3.5


@pytest.mark.parametrize("level", [3, 4, 5])
@pytest.mark.parametrize("form", list(Form))
def test_no_form_takes_so_much_that_an_answer_counts_for_less_than_silence(level, form):
    assert USUALLY.hold(Level(level), form, Side.CAPITAL) >= USUALLY.base


@pytest.mark.parametrize("level", [1, 2])
def test_a_weaker_form_softens_a_no(level):
    written = USUALLY.hold(Level(level), Form.NOTE_VERBALE, Side.CAPITAL)
    hearsay = USUALLY.hold(Level(level), Form.HEARSAY, Side.CAPITAL)
    assert written < hearsay <= USUALLY.base


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("side", list(Side))
def test_a_higher_level_never_counts_for_less(form, side):
    held = [USUALLY.hold(level, form, side) for level in Level if level is not Level.ASKED]
    assert held == sorted(held)


@pytest.mark.parametrize("level", [1, 5])
def test_after_one_half_life_half_the_distance_from_not_asked_is_left(level):
    fresh = USUALLY.hold(Level(level), Form.LETTER, Side.CAPITAL) - USUALLY.base
    old = USUALLY.hold(Level(level), Form.LETTER, Side.CAPITAL, age=365) - USUALLY.base
    assert old == pytest.approx(fresh / 2)


def test_the_marks_on_a_stance_take_their_share():
    plain = odds(today()) + 1.75
    assert odds(today(condition="a vote elsewhere")) + 1.75 == pytest.approx(0.8 * plain)
    assert odds(today(fades_on=TODAY)) + 1.75 == pytest.approx(0.5 * plain)
    both = odds(today(fades_on=TODAY, condition="a vote elsewhere")) + 1.75
    assert both == pytest.approx(0.4 * plain)


def test_what_was_said_for_an_earlier_round_counts_for_less():
    snapshot = a_snapshot([LAOS], [today()], others=[a_campaign(round_began_on=TODAY)])
    assert weights(snapshot).of_stance(stance(snapshot, "la", "th-ca")) == pytest.approx(0.85)
    later = date(2025, 8, 16)
    snapshot = a_snapshot([LAOS], [today()], others=[a_campaign(round=2, round_began_on=later)])
    held = weights(snapshot).of_stance(stance(snapshot, "la", "th-ca"))
    assert held == pytest.approx(-1.75 + 0.64 * (0.85 + 1.75))


def test_weights_are_replaced_without_touching_the_others():
    other = USUALLY.replaced({"level_5": 2.0})
    assert other.hold(Level.FIRM_YES, Form.NOTE_VERBALE, Side.CAPITAL) == 2.0
    assert USUALLY.values["level_5"] == 0.85
    assert USUALLY.shifted(0.3).values["not_asked"] == pytest.approx(-1.45)


# ------------------------------------------------------------------ percentages


def test_weights_show_as_the_percentages_that_result():
    assert USUALLY.percentage("level_5") == pytest.approx(0.70, abs=0.005)
    assert USUALLY.percentage("form_minister") == pytest.approx(0.46, abs=0.005)
    assert USUALLY.percentage("side_delegate") == pytest.approx(share(1.15))
    assert USUALLY.percentage("faded") == 0.5
    assert USUALLY.percentage("half_life") is None
    assert USUALLY.percentage("swing") is None


@pytest.mark.parametrize("code", [c for c in USUAL if USUALLY.percentage(c) is not None])
def test_a_percentage_gives_back_its_weight(code):
    chance = USUALLY.percentage(code)
    assert chance is not None
    assert USUALLY.from_percentage(code, chance) == pytest.approx(USUALLY.values[code])


# ------------------------------------------------------------------ edits

FILE = a_snapshot(others=recorded())


def edited(*args, **given):
    (put,) = edit_weight(FILE, *args, **given).edits
    assert isinstance(put, Put)
    put.record.check(TODAY)
    return put.record


def refused(*args, **given) -> dict[str, str]:
    with pytest.raises(InvalidRecord) as raised:
        edited(*args, **given)
    return {name: str(sentence) for name, sentence in raised.value.problems.items()}


def test_a_weight_is_edited_with_its_reason():
    rate = edited("level_5", 1.2, "what Congress showed")
    assert (rate.id, rate.value, rate.reason) == ("level_5", 1.2, "what Congress showed")
    rate = edited("level_5", 0.8, "what Congress showed", as_percentage=True)
    assert rate.value == pytest.approx(log_odds(0.8), abs=1e-6)
    rate = edited("form_minister", 0.5, "seen", as_percentage=True)
    assert rate.value == pytest.approx(-0.85)


def test_a_weight_that_the_file_has_no_record_of_gets_one():
    plan = edit_weight(a_snapshot(), "swing", 0.6, "more cases")
    assert plan.action == "hold_rate.add"
    (put,) = plan.edits
    assert isinstance(put, Put)
    assert isinstance(put.record, HoldRate)
    assert (put.record.code, put.record.unit) == ("swing", "sd_of_log_odds")


@pytest.mark.parametrize(
    ("code", "value", "percentage", "sentence"),
    [
        ("swing", -0.1, False, "A swing cannot be below 0; 0 means none."),
        ("group_swing", -1, False, "A swing cannot be below 0; 0 means none."),
        ("level_5", 1.01, True, "A share lies between 0% and 100%."),
        ("level_5", -0.01, True, "A share lies between 0% and 100%."),
        ("faded", 1.5, True, "A share lies between 0% and 100%."),
        ("faded", 1.5, False, "A share lies between 0% and 100%."),
        ("half_life", 0, False, "A half-life is one day or more."),
        ("half_life", 0.5, True, "This weight is not a percentage."),
        ("level_5", float("nan"), False, "A weight is a number."),
        ("level_5", 25, False, "Log-odds lie between -20 and 20; 20 is as good as sure."),
        ("form_hearsay", 0.1, True,
         "A promise never counts for less than a member never asked: 14.8%."),
    ],
)  # fmt: skip
def test_what_no_weight_can_be_is_refused_in_one_sentence(code, value, percentage, sentence):
    assert refused(code, value, "because", as_percentage=percentage) == {"value": sentence}


def test_a_weight_without_a_reason_is_refused():
    assert refused("swing", 0.6, "  ") == {"reason": "Say why: a weight stands with its reason."}
    with pytest.raises(InvalidRecord):
        shift_all(FILE, 0.1, "")


@pytest.mark.parametrize("chance", [0, 1])
def test_nothing_and_everything_are_chances_too(chance):
    for code in ("level_5", "form_letter", "conditional"):
        if code == "form_letter" and not chance:
            continue
        assert edited(code, chance, "because", as_percentage=True).value is not None


def test_one_shift_for_all_is_one_step():
    plan = shift_all(FILE, 0.25, "Dubai 2025")
    moved = {p.record.code: p.record.value for p in plan.edits
             if isinstance(p, Put) and isinstance(p.record, HoldRate)}  # fmt: skip
    assert moved == {code: pytest.approx(USUAL[code][0] + 0.25) for code in STANCES}


@pytest.mark.parametrize("code", USUAL)
def test_every_weight_has_a_name_that_people_read(code):
    rate = HoldRate(code=code, value=1.0, reason="x")
    assert words.about(rate, FILE) not in ("", code)


def test_an_unknown_weight_keeps_its_short_name():
    assert words.about(HoldRate(code="later"), FILE) == "later"


def test_what_was_tried_out_is_kept_as_one_step():
    plan = edit_weights(a_snapshot(), {"swing": 0.7, "not_asked": -1.0}, "a rougher year", "memo")
    assert [edit.record.value for edit in plan.edits] == [0.7, -1.0]
    assert {(edit.record.reason, edit.record.source) for edit in plan.edits} == {
        ("a rougher year", "memo")
    }
    with pytest.raises(InvalidRecord, match="Say why"):
        edit_weights(a_snapshot(), {"swing": 0.7}, " ")
