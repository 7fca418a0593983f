"""The blind second count: sealed wherever records are told, until both have finished."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from click.testing import CliRunner

from tests.builders import FRANCE, KENYA, LAOS, a_snapshot
from upudesk import blind, search
from upudesk.campaign import blind as counting
from upudesk.campaign import records
from upudesk.cli import upudesk
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord
from upudesk.gui.conflicts import conflicts_of
from upudesk.journal import Conflict
from upudesk.model import Author, BlindCount, Level, Rating
from upudesk.snapshot import Snapshot
from upudesk.tally import stances

ANN, BEN = Author(id="ann", name="Ann"), Author(id="ben", name="Ben")
COUNT = BlindCount(id="count", candidacy="th-ca", first="ann", second="ben")


def rating(rater: str, member: str, level: int) -> Rating:
    return Rating(id=f"{rater}-{member}", count="count", rater=rater, member=member,
                  level=Level(level))  # fmt: skip


def at_work(*ratings: Rating, first: bool = False, second: bool = False) -> Snapshot:
    count = BlindCount(id="count", candidacy="th-ca", first="ann", second="ben",
                       first_done=first, second_done=second)  # fmt: skip
    return a_snapshot([LAOS, KENYA, FRANCE], others=[ANN, BEN, count, *ratings])


@pytest.fixture
def counted(desk: Desk) -> tuple[Desk, BlindCount]:
    """Ann and Ben have begun; Ann rates Laos 5, Ben rates it 2."""
    desk.do(counting.begin, "th-ca", "Ann", "Ben")
    (count,) = desk.snapshot.all(BlindCount)
    desk.do(counting.rate, count.id, count.first, "la", Level.FIRM_YES)
    desk.do(counting.rate, count.id, count.second, "la", Level.LEANING_NO)
    return desk, count


def finish(desk: Desk, count: BlindCount) -> None:
    for rater in blind.raters(count):
        desk.do(counting.finish, count.id, rater)


# ------------------------------------------------------------------ what is sealed


def test_a_rating_is_open_to_who_made_it_and_to_nobody_else_until_both_have_finished() -> None:
    said = rating("ann", "la", 5)
    for first, second in ((False, False), (True, False), (False, True)):
        there = at_work(said, first=first, second=second)
        assert not blind.sealed(there, "rating", said.id, "ann")
        assert blind.sealed(there, "rating", said.id, "ben")
        assert blind.sealed(there, "rating", said.id)
    assert not blind.sealed(at_work(said, first=True, second=True), "rating", said.id, "ben")
    assert not blind.sealed(at_work(said, first=True, second=True), "rating", said.id)


def test_a_rating_that_is_gone_stays_sealed_and_other_kinds_never_are() -> None:
    assert blind.sealed(at_work(), "rating", "gone", "ann")
    assert blind.sealed_rating(a_snapshot(), rating("ann", "la", 5), "ben")
    assert not blind.sealed(at_work(), "blind_count", "count")
    assert not blind.sealed(at_work(), "pledge", "p", "ben")


def test_the_comparison_is_not_there_before_both_have_finished() -> None:
    ratings = rating("ann", "la", 5), rating("ben", "la", 2)
    for first, second in ((False, False), (True, False), (False, True)):
        there = at_work(*ratings, first=first, second=second)
        assert blind.compare(there, there.get(BlindCount, "count")) is None


def test_nothing_of_a_rating_is_ever_searched(counted: tuple[Desk, BlindCount]) -> None:
    desk, _count = counted
    assert Rating not in search.FIELDS
    assert BlindCount not in search.FIELDS
    for sought in ("2", "leaning", "rating", "Ann"):
        found = search.Search().find(desk.snapshot, sought)
        assert not [hit for hit in found if isinstance(hit.record, Rating)]


def history(desk: Desk, record: str, *options: str) -> str:
    result = CliRunner().invoke(upudesk, ["history", str(desk.path), record, *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_line_tells_no_rating_before_both_have_finished(
    counted: tuple[Desk, BlindCount], make_desk: Callable[..., Desk]
) -> None:
    desk, count = counted
    (said,) = blind.ratings_by(desk.snapshot, count, count.second).values()
    told = history(desk, said.id)
    assert "sealed" in told
    assert "leaning no" not in told
    changes = json.loads(history(desk, said.id, "--json"))["steps"][0]["changes"]
    assert {(c["old"], c["new"], c["sealed"]) for c in changes} == {(None, None, True)}
    finish(desk, count)
    assert "leaning no" in history(desk, said.id)
    changes = json.loads(history(desk, said.id, "--json"))["steps"][0]["changes"]
    assert 2 in [c["new"] for c in changes]


def test_the_history_of_a_country_tells_no_rating(counted: tuple[Desk, BlindCount]) -> None:
    desk, count = counted
    desk.do(counting.clear, count.id, count.second, "la")
    told = history(desk, "la")
    assert "leaning no" not in told
    assert '"new": 2' not in history(desk, "la", "--json")


def test_a_disputed_rating_is_shown_to_nobody_before_both_have_finished() -> None:
    said = rating("ann", "la", 5)
    dispute = Conflict("rating", said.id, "level", ())
    for done, shown in ((False, []), (True, [dispute])):
        there = at_work(said, first=done, second=done)
        assert conflicts_of(replace(there, conflicts=(dispute,)), "la") == shown


def test_the_tally_is_the_same_with_and_without_ratings(
    counted: tuple[Desk, BlindCount],
) -> None:
    desk, count = counted
    with_ratings = stances(desk.snapshot, "th-ca")
    desk.do(counting.discard, count.id)
    assert stances(desk.snapshot, "th-ca") == with_ratings
    assert desk.snapshot.pledges == ()


# ------------------------------------------------------------------ begin, rate, finish


def test_two_different_people_are_named() -> None:
    for first, second, wrong in (
        ("", "Ben", {"first"}), ("Ann", " ", {"second"}), ("", "", {"first", "second"}),
        ("Ann", " ann ", {"second"}),
    ):  # fmt: skip
        with pytest.raises(InvalidRecord) as refused:
            counting.begin(a_snapshot(), "th-ca", first, second)
        assert set(refused.value.problems) == wrong


def test_people_who_are_known_are_not_entered_twice(desk: Desk) -> None:
    desk.do(records.put, ANN)
    desk.do(counting.begin, "th-ca", "ANN", "Ben")
    assert sorted(a.name for a in desk.snapshot.authors) == ["Ann", "Ben"]


def test_a_rating_said_again_is_mended_and_can_be_taken_away(
    counted: tuple[Desk, BlindCount],
) -> None:
    desk, count = counted
    desk.do(counting.rate, count.id, count.first, "la", Level.UNDECIDED)
    mine = blind.ratings_by(desk.snapshot, count, count.first)
    assert {id: r.level for id, r in mine.items()} == {"la": Level.UNDECIDED}
    desk.do(counting.clear, count.id, count.first, "la")
    assert blind.ratings_by(desk.snapshot, count, count.first) == {}
    assert set(blind.ratings_by(desk.snapshot, count, count.second)) == {"la"}
    with pytest.raises(InvalidRecord, match="not rated yet"):
        desk.do(counting.clear, count.id, count.first, "la")


def test_nobody_else_can_rate_and_nobody_after_finishing(
    counted: tuple[Desk, BlindCount],
) -> None:
    desk, count = counted
    with pytest.raises(InvalidRecord, match="Only the two"):
        desk.do(counting.rate, count.id, "eve", "la", Level.FIRM_NO)
    with pytest.raises(InvalidRecord, match="5 to 1"):
        desk.do(counting.rate, count.id, count.first, "la", Level.ASKED)
    desk.do(counting.finish, count.id, count.first)
    for action in (counting.rate, counting.clear, counting.finish):
        said = {counting.rate: ("la", Level.FIRM_NO), counting.clear: ("la",)}.get(action, ())
        with pytest.raises(InvalidRecord, match="You have finished"):
            desk.do(action, count.id, count.first, *said)
    assert blind.open_for(desk.snapshot, count.first) == ()
    assert len(blind.open_for(desk.snapshot, count.second)) == 1


def test_an_empty_count_is_not_finished(desk: Desk) -> None:
    desk.do(counting.begin, "th-ca", "Ann", "Ben")
    (count,) = desk.snapshot.all(BlindCount)
    with pytest.raises(InvalidRecord, match="at least one country"):
        desk.do(counting.finish, count.id, count.first)


def test_a_count_is_deleted_with_its_ratings_and_comes_back_whole(
    counted: tuple[Desk, BlindCount],
) -> None:
    desk, count = counted
    desk.do(counting.discard, count.id)
    assert desk.snapshot.all(BlindCount) == desk.snapshot.all(Rating) == ()
    desk.undo()
    assert len(desk.snapshot.all(Rating)) == 2


# ------------------------------------------------------------------ how far they differ


def test_the_differences_are_counted_and_the_widest_come_first() -> None:
    there = at_work(
        rating("ann", "la", 5), rating("ben", "la", 1), rating("ann", "ke", 5),
        rating("ben", "ke", 3), rating("ann", "fr", 4), rating("ben", "fr", 4),
        rating("ann", "th", 5), first=True, second=True,
    )  # fmt: skip
    found = blind.compare(there, there.get(BlindCount, "count"))
    assert found is not None
    assert [pair.member.id for pair in found.far_apart] == ["la", "ke"]
    assert [pair.apart for pair in found.differing] == [4, 2]
    assert (found.agreed, len(found.pairs), found.only_one) == (1, 3, ("th",))
    cells = {(a, b): len(found.cell(a, b)) for a in blind.LEVELS for b in blind.LEVELS}
    assert sum(cells.values()) == 3
    assert cells[Level.FIRM_YES, Level.FIRM_NO] == 1


def test_a_difference_of_one_level_is_not_far_apart() -> None:
    there = at_work(
        rating("ann", "la", 5), rating("ben", "la", 4), first=True, second=True
    )  # fmt: skip
    found = blind.compare(there, there.get(BlindCount, "count"))
    assert found is not None
    assert (len(found.differing), found.far_apart) == (1, ())


def test_five_levels_can_be_rated_and_asked_is_none_of_them() -> None:
    assert [int(level) for level in blind.LEVELS] == [5, 4, 3, 2, 1]
    assert "level" in {f.name for f in fields(Rating)}
