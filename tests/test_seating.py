"""Elections whose winners were worked out by hand, and the results that were published."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upudesk.seating import Seating, Stander, Terms, fill

THIRD = 1 / 3
LOT = "by lot"
"""Passed over is whoever loses the lot."""


@dataclass(frozen=True)
class Case:
    """One constructed election. In `standing`, a capital sits on the council, a small letter is a
    newcomer, “!” cannot be chosen; the number is its votes."""

    what: str
    standing: str
    seats: int
    wins: str
    """In order of votes; in brackets those between which lots are drawn, of whom so many win."""
    renewal: float = 0.0
    complete: bool = True
    vacant: int = 0
    passed_over: str = ""
    by_lot: str = ""
    facts: tuple[str, ...] = field(default=())


FEW = "Too few newcomers stand (seats for them: {1}, standing: {0}); sitting members fill the rest."
FEWER = "Fewer stand than there are seats: {} of {} stay vacant."

CASES = [
    # ---- by votes alone (CA)
    # a 9, c 7, d 5 are the three most.
    Case("the most votes win", "a9 b3 c7 d5", 3, "a c d"),
    # Order of entry plays no part: 8, 6 of 8, 6, 2.
    Case("the order of entry plays no part", "a2 b6 c8", 2, "c b"),
    # One seat: only the top.
    Case("one seat goes to the top", "a4 b5 c3", 1, "b"),
    # Sitting or not does not matter without renewal: 9, 8 win, newcomer 7 loses.
    Case("without renewal sitting members may keep every seat", "A9 B8 c7", 2, "A B"),
    # And may lose every seat.
    Case("without renewal newcomers may take every seat", "a9 b8 C7", 2, "a b"),
    # A ballot was held, so even no votes are enough for a free seat: 3 seats, 5, 0, 0 (3 stand)
    # but the list is not complete, so there is no acclamation; all three have a seat.
    Case("no votes are enough where a seat is free", "a5 b0 c0", 3, "a (b c:2)", complete=False),
    # ---- the term bar
    # A has 9 but is barred; of b 5, c 4, d 3 two win.
    Case("a barred country does not win, however many its votes", "A9! b5 c4 d3", 2, "b c"),
    # Two barred: c 3, d 2, e 1 remain for two seats.
    Case("several may be barred", "A9! B8! c3 d2 e1", 2, "c d"),
    # Four stand for three seats but one is barred: three remain, so no ballot is needed.
    Case("a group is filled by acclamation once the barred are left out", "A! b c d", 3, "b c d"),
    # All barred: nobody is chosen, both seats stay vacant.
    Case("if all are barred, nobody is chosen", "A9! B8!", 2, "", vacant=2,
         facts=(FEWER.format(2, 2),)),
    # ---- acclamation
    Case("as many as there are seats need no ballot", "a b C", 3, "a b C"),
    Case("fewer than there are seats leave seats vacant", "a b", 3, "a b", vacant=1,
         facts=(FEWER.format(1, 3),)),
    Case("nobody stands", "", 2, "", vacant=2, facts=(FEWER.format(2, 2),)),
    # Complete, three for three, all sitting, renewal 1/3: needs ceil(1) = 1 newcomer, none stands.
    Case("sitting members alone are acclaimed where no newcomer stands", "A B C", 3, "A B C",
         renewal=THIRD, facts=(FEW.format(0, 1),)),
    # ---- renewal (POC): at least ceil(n / 3) newcomers
    # 3 seats, 1 for a newcomer: at most 2 sitting. A 9, B 8 stay, C 7 is dropped, d 2 comes in.
    Case("a newcomer wins below a sitting member that loses", "A9 B8 C7 d2", 3, "A B d",
         renewal=THIRD, passed_over="C"),
    # 3 seats: d 9 and e 8 are the newcomers, A 7 third: the quota is met by votes alone.
    Case("where newcomers win by votes, the rule changes nothing", "A7 B6 d9 e8", 3, "d e A",
         renewal=THIRD),
    # More newcomers than the third may win: all three seats to d, e, f; sitting A and B lose.
    Case("newcomers may take more than their third", "A5 B4 d9 e8 f7", 3, "d e f",
         renewal=THIRD),
    # 4 seats: ceil(4 / 3) = 2, at most 2 sitting: A 9, B 8; C 7 and D 6 dropped; e 2, f 1.
    Case("a third of four is two", "A9 B8 C7 D6 e2 f1", 4, "A B e f", renewal=THIRD,
         passed_over="C D"),
    # 5 seats: ceil(5 / 3) = 2, at most 3 sitting: A B C, then f 3, g 2; D is passed over.
    Case("a third of five is two", "A9 B8 C7 D6 f3 g2 h1", 5, "A B C f g", renewal=THIRD,
         passed_over="D"),
    # 6 seats: 2, at most 4 sitting: A B C D of 9 8 7 6, newcomers x 5, y 4. E 5 would be a fifth
    # sitting member: it has as many votes as x and is passed over for y.
    Case("a third of six is two", "A9 B8 C7 D6 E5 x5 y4", 6, "A B C D x y", renewal=THIRD,
         passed_over="E"),
    # 7 seats: ceil(7 / 3) = 3, at most 4 sitting.
    Case("a third of seven is three", "A19 B18 C17 D16 E15 x5 y4 z3", 7, "A B C D x y z",
         renewal=THIRD, passed_over="E"),
    # 11 seats, as in groups 4 and 5: ceil(11 / 3) = 4, at most 7 sitting. Eight sitting stand:
    # H, the last of them, is dropped although it beats all four newcomers.
    Case("a third of eleven is four",
         "A30 B29 C28 D27 E26 F25 G24 H23 p9 q8 r7 s6 t5", 11, "A B C D E F G p q r s",
         renewal=THIRD, passed_over="H"),
    # A share typed as 0.3333 (as in the rules) means a third: 3 of 9, so at most 6 sitting.
    Case("a third written with four digits is a third",
         "A19 B18 C17 D16 E15 F14 G13 x3 y2 z1", 9, "A B C D E F x y z", renewal=0.3333,
         passed_over="G"),
    # Half of 5 is 2.5, so 3: at most 2 sitting.
    Case("half of five is three", "A9 B8 C7 x3 y2 z1", 5, "A B x y z", renewal=0.5,
         passed_over="C"),
    # ---- too few newcomers
    # 4 seats need 2 newcomers, one stands: at most 3 sitting. x has 1 vote and a seat.
    Case("too few newcomers: sitting members fill the rest", "A9 B8 C7 D6 x1", 4, "A B C x",
         renewal=THIRD, passed_over="D", facts=(FEW.format(1, 2),)),
    # No newcomer at all: the four with the most votes stay, E loses to sitting members only.
    Case("no newcomer at all: sitting members fill every seat", "A9 B8 C7 D6 E5", 4, "A B C D",
         renewal=THIRD, facts=(FEW.format(0, 2),)),
    # A barred newcomer is none: 3 seats need 1, x! cannot be chosen, so A B C stay.
    Case("a newcomer that cannot be chosen renews nothing", "A9 B8 C7 D6 x9!", 3, "A B C",
         renewal=THIRD, facts=(FEW.format(0, 1),)),
    # Fewer stand than seats, incomplete list: all win, 1 of 4 vacant; 1 newcomer for 2 seats.
    Case("too few of everything", "A9 B8 x1", 4, "A B x", renewal=THIRD, complete=False,
         vacant=1, facts=(FEW.format(1, 2), FEWER.format(1, 4))),
    # ---- ties
    # a 5 is in; b and c have 3 each for the last seat: lot.
    Case("a tie for the last seat is drawn", "a5 b3 c3", 2, "a (b c:1)", by_lot="b c"),
    # Three tie for two seats.
    Case("three may tie for two seats", "a3 b3 c3", 2, "(a b c:2)", by_lot="a b c"),
    # A tie between two winners, or between two losers, needs no lot.
    Case("a tie that decides nothing needs no lot", "a5 b5 c3 d3 e4", 3, "(a b:2) e"),
    # At most 2 sitting: A is in, B and C tie for the second such seat; x has the third.
    Case("sitting members tie for the last seat that is open to them", "A9 B7 C7 x2", 3,
         "A (B C:1) x", renewal=THIRD, passed_over=LOT, by_lot="B C"),
    # 3 seats, at most 2 sitting: A 9, x 8, then B and y tie at 5 with one sitting seat left: lot.
    Case("a sitting member and a newcomer tie for the last seat", "A9 x8 B5 y5", 3,
         "A x (B y:1)", renewal=THIRD, by_lot="B y"),
    # A 9, B 8 fill the two sitting seats; C 5 is shut out, so x 5 wins without a lot.
    Case("a newcomer with as many votes as a shut-out sitting member needs no lot",
         "A9 B8 C5 x5", 3, "A B x", renewal=THIRD),
    # Newcomers tie for the seat that is theirs: x or y.
    Case("newcomers tie for the seat that is theirs", "A9 B8 C7 x2 y2", 3, "A B (x y:1)",
         renewal=THIRD, passed_over="C", by_lot="x y"),
    # Everybody has the same votes: A B C x y, 3 seats, at most 2 sitting; each may win or lose.
    Case("all may tie", "A4 B4 C4 x4 y4", 3, "(A B C x y:3)", renewal=THIRD, by_lot="A B C x y"),
]  # fmt: skip


def standers(text: str) -> list[Stander]:
    return [
        Stander(
            one[0],
            int(digits) if (digits := one[1:].rstrip("!")) else None,
            sitting=one[0].isupper(),
            barred=one.endswith("!"),
        )
        for one in text.split()
    ]


def terms(case: Case) -> Terms:
    return Terms(case.seats, case.renewal, complete=case.complete)


def patterns(wins: str) -> list[tuple[set[str], int]]:
    """Runs of winners: who may stand there, and how many do."""
    found: list[tuple[set[str], int]] = []
    for part in wins.replace("(", "\0(").replace(")", ")\0").split("\0"):
        if part.startswith("("):
            names, many = part[1:-1].split(":")
            found.append((set(names.split()), int(many)))
        else:
            found += [({name}, 1) for name in part.split()]
    return found


def agrees(found: Seating, case: Case) -> bool:
    winners = list(found.elected)
    for names, many in patterns(case.wins):
        run, winners = winners[:many], winners[many:]
        if len(run) != many or not set(run) <= names:
            return False
    return not winners


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
@pytest.mark.parametrize("seed", range(4))
def test_winners_are_those_worked_out_by_hand(case, seed):
    found = fill(standers(case.standing), terms(case), seed=seed)
    assert agrees(found, case), found.elected
    assert found.vacant == case.vacant
    assert set(found.by_lot) == set(case.by_lot.split())
    if case.passed_over != LOT:
        assert set(found.passed_over) == set(case.passed_over.split())
    assert tuple(map(str, found.facts)) == case.facts


def test_at_least_twenty_five_elections_were_worked_out():
    assert len({case.what for case in CASES}) == len(CASES) >= 25


def test_the_order_of_entry_changes_no_winner():
    for case in CASES:
        standing = standers(case.standing)
        before = fill(standing, terms(case), seed=7)
        random.Random(1).shuffle(standing)
        assert set(fill(standing, terms(case), seed=7).elected) == set(before.elected)


def test_the_same_seed_draws_the_same_lot_and_others_draw_others():
    drawn = {fill(standers("a3 b3 c3"), Terms(1), seed=seed).elected for seed in range(40)}
    assert drawn == {("a",), ("b",), ("c",)}
    assert fill(standers("a3 b3"), Terms(1), seed=5) == fill(standers("b3 a3"), Terms(1), seed=5)


def test_nobody_is_acclaimed_while_the_list_is_not_complete():
    assert fill(standers("a b"), Terms(2)).acclaimed
    assert not fill(standers("a2 b1"), Terms(2, complete=False)).acclaimed
    assert not fill(standers("a2 b1"), Terms(2, acclamation=False)).acclaimed


def test_votes_that_nobody_knows_rank_nobody():
    with pytest.raises(ValueError, match="no votes for b"):
        fill(standers("a2 b"), Terms(1))


def test_the_barred_are_named():
    assert fill(standers("A9! b5 c4"), Terms(1)).barred == ("A",)


elections = st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.booleans()), max_size=12).map(
    lambda rows: [Stander(str(n), v, s, b) for n, (v, s, b) in enumerate(rows)]
)


@given(elections, st.integers(1, 11), st.sampled_from([0, THIRD, 0.5]), st.integers(0, 9))
def test_every_election_keeps_the_rules(standing, seats, renewal, seed):
    rules = Terms(seats, renewal)
    found = fill(standing, rules, seed=seed)
    by_id = {one.id: one for one in standing}
    able = [one for one in standing if not one.barred]
    chosen = [by_id[id] for id in found.elected]
    assert len(chosen) == min(seats, len(able))
    assert not any(one.barred for one in chosen)
    fresh = sum(not one.sitting for one in able)
    assert sum(not one.sitting for one in chosen) >= min(rules.newcomers, fresh, len(chosen))
    for kind in (True, False):
        held = [one.votes for one in chosen if one.sitting is kind]
        lost = [o.votes for o in able if o.sitting is kind and o not in chosen]
        assert not held or not lost or min(held) >= max(lost)
