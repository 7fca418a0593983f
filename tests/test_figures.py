"""Pictures: one seat for each member, nothing covered, told without colour, the same everywhere."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import asin, degrees, hypot, sqrt
from xml.etree import ElementTree as xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upudesk import i18n, palette, pictures, resources, trend
from upudesk.atlas import atlas
from upudesk.figures.bars import Row, bars
from upudesk.figures.course import Day, Moment, Series, course
from upudesk.figures.distribution import Range, distribution
from upudesk.figures.hemicycle import WinningLine, hemicycle
from upudesk.figures.marks import (
    Box,
    Circle,
    Figure,
    Line,
    Mark,
    Point,
    Shape,
    Text,
    disc_area,
    extent,
    shortened,
    spread,
    ticks,
)
from upudesk.figures.signs import ORDER, Entry, Seat, disc, plate
from upudesk.figures.svg import svg
from upudesk.figures.world import equal_earth, world
from upudesk.forecast import Distribution, counted
from upudesk.i18n import Language
from upudesk.palette import DARK, LIGHT, Palette
from upudesk.tally import Stance, State, tally

from .builders import FRANCE, KENYA, LAOS, a_pledge, a_snapshot

GIVEN = {"title": "Title", "told": "Told.", "size": 12.0}
MEMBERS = sorted(atlas().points)
ENTRIES = [Entry(state, f"state:{state}", f"word for {state}", "27") for state in ORDER]


def seats(states: Iterable[State]) -> list[Seat]:
    return [Seat(f"m{n}", f"Member {n}", state) for n, state in enumerate(states)]


def a_hemicycle(states: Sequence[State], line: WinningLine | None = None) -> Figure:
    return hemicycle(seats(states), width=600, height=300, line=line, entries=ENTRIES, **GIVEN)


def a_world(width: float = 600, height: float = 300) -> Figure:
    everyone = [Seat(iso2, iso2, State.ASKED) for iso2 in MEMBERS]
    places = atlas().points
    return world(everyone, places, atlas(), width=width, height=height, entries=ENTRIES, **GIVEN)


MIXED = [state for state in ORDER[1:] for _ in range(27)] + [State.OWN] * 3


def seat_marks(figure: Figure) -> tuple[Mark, ...]:
    """The seats of a hemicycle, without the legend."""
    return tuple(mark for mark in figure.marks if mark.round)


def overlaps(marks: Sequence[Mark]) -> list[tuple[str, str]]:
    return [
        (a.key, b.key)
        for a, b in itertools.combinations(marks, 2)
        if hypot(a.area.centre.x - b.area.centre.x, a.area.centre.y - b.area.centre.y)
        < (a.area.width + b.area.width) / 2 - 0.01
    ]


def outside(figure: Figure) -> list[str]:
    """Marks of which a part lies beyond the edge of the picture."""
    whole = Box(0, 0, figure.width, figure.height).grown(0.01)
    corners = {
        mark.key: (Point(mark.area.x, mark.area.y), Point(mark.area.right, mark.area.bottom))
        for mark in figure.marks
    }
    return [key for key, ends in corners.items() if not all(map(whole.holds, ends))]


# Hemicycle


@pytest.mark.parametrize("count", [1, 2, 3, 7, 37, 96, 192, 193, 400])
def test_every_member_has_a_seat_and_no_seat_covers_another(count: int) -> None:
    figure = a_hemicycle([State.FIRM_YES] * count)
    assert len(seat_marks(figure)) == count
    assert overlaps(seat_marks(figure)) == []
    assert outside(figure) == []


def test_seats_go_from_the_firm_yes_to_those_never_asked() -> None:
    figure = a_hemicycle(list(reversed(MIXED)))
    told = [mark.elements[0].fill for mark in seat_marks(figure)]  # type: ignore[union-attr]
    assert list(dict.fromkeys(told)) == [f"{state}.chip" for state in ORDER]
    rows = seat_marks(figure)
    assert rows[0].area.centre.x < rows[-1].area.centre.x


def test_seats_are_as_large_as_the_picture_allows() -> None:
    small, large = (
        hemicycle(seats(MIXED), width=w, height=h, **GIVEN) for w, h in ((330, 170), (1000, 520))
    )
    assert seat_marks(small)[0].area.width > 10
    assert seat_marks(large)[0].area.width > 30


@given(st.integers(1, 192), st.integers(0, 192))
def test_the_winning_line_leaves_so_many_seats_at_its_left(count: int, votes: int) -> None:
    line = WinningLine(votes, votes, votes, "line")
    figure = a_hemicycle([State.UNDECIDED] * count, line)
    drawn = next(e for e in figure.back if isinstance(e, Line))
    (ax, ay), (bx, by) = drawn.points
    aside = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        for x, y in (mark.area.centre for mark in seat_marks(figure))
    ]
    assert all(left <= 1e-6 for left in aside[:votes])
    assert all(right >= -1e-6 for right in aside[votes:])


def test_an_empty_electorate_is_an_empty_picture_and_no_division_by_zero() -> None:
    assert a_hemicycle([], WinningLine(94, 89, 99, "line")).marks
    assert seat_marks(a_hemicycle([])) == ()


# Map


def test_every_member_has_its_place_on_the_map() -> None:
    with resources.path("resources", "members.csv").open(encoding="utf-8", newline="") as file:
        members = {row["iso2"] for row in csv.DictReader(file)}
    assert set(atlas().points) == members
    assert len(members) == 192


@pytest.mark.parametrize(
    ("iso2", "longitude", "latitude"),
    [("TH", 101, 15), ("TO", -175, -21), ("FR", 2, 47), ("NZ", 172, -42), ("US", -98, 39)],
)
def test_members_are_where_they_are(iso2: str, longitude: float, latitude: float) -> None:
    x, y = atlas().points[iso2]
    assert abs(x - longitude) < 5
    assert abs(y - latitude) < 5


@pytest.mark.parametrize(("width", "height"), [(600, 300), (1000, 520), (505, 255)])
def test_tonga_counts_as_much_as_china_and_no_dot_covers_another(width: int, height: int) -> None:
    dots = seat_marks(a_world(width, height))
    assert len(dots) == 192
    assert len({round(dot.area.width, 6) for dot in dots}) == 1
    assert overlaps(dots) == []
    assert outside(a_world(width, height)) == []


def test_dots_stay_near_their_homes_and_in_their_part_of_the_world() -> None:
    at = {mark.key: mark.area.centre for mark in seat_marks(a_world(1000, 520))}
    for west, east in (("US", "FR"), ("PT", "ES"), ("TH", "VN"), ("FJ", "TO"), ("AU", "NZ")):
        assert at[west].x < at[east].x
    for north, south in (("NO", "IT"), ("AG", "TT"), ("CN", "AU"), ("RW", "BI")):
        assert at[north].y < at[south].y


def test_samoa_and_tonga_lie_east_of_fiji_and_not_at_the_other_edge() -> None:
    at = {mark.key: mark.area.centre for mark in seat_marks(a_world())}
    assert max(at.values()).x == max(at["WS"].x, at["TO"].x, at["TV"].x)
    assert at["MX"].x < 200 < 400 < at["TO"].x


def test_land_is_not_torn_where_the_map_is_cut() -> None:
    """No piece of coast runs across the whole map."""
    longest = max(
        hypot(a.x - b.x, a.y - b.y)
        for ring in atlas().land
        for a, b in itertools.pairwise((*ring, ring[0]))
    )
    assert longest < 0.12


def test_equal_areas_stay_equal() -> None:
    """A strip of the globe of a tenth of its surface is a tenth of the map, wherever it lies."""

    def strip(low: float, high: float) -> float:
        steps = 400
        ys = [low + (high - low) * n / steps for n in range(steps + 1)]
        places = [equal_earth(101, degrees(asin(y))) for y in ys]
        zero = equal_earth(11, 0).x
        return sum((a.x + b.x - 2 * zero) / 2 * (a.y - b.y) for a, b in itertools.pairwise(places))

    whole = strip(-1, 1)
    assert strip(0, 0.2) == pytest.approx(whole / 10, rel=1e-4)
    assert strip(0.7, 0.9) == pytest.approx(whole / 10, rel=1e-3)


def test_the_poles_and_the_equator_are_where_their_authors_put_them() -> None:
    # x at the equator, 180 degrees away: 2 sqrt(3) pi / (3 * 1.340264); y at the pole from
    # theta = 60 degrees.
    assert equal_earth(-169.000001, 0).x == pytest.approx(2.706630, abs=1e-5)
    assert equal_earth(11, 90).y == pytest.approx(-1.317363, abs=1e-5)
    assert equal_earth(11, 0) == pytest.approx((0, 0))


def test_a_member_without_a_place_is_drawn_all_the_same() -> None:
    lost = [Seat("lost", "Somewhere", State.ASKED)]
    figure = world(lost, {}, atlas(), width=600, height=300, **GIVEN)
    assert [mark.key for mark in figure.marks] == ["lost"]
    assert outside(figure) == []


# Told without colour


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    lit = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def bare(elements: Iterable[object], colours: Palette) -> tuple[object, ...]:
    """What is left of a mark in greyscale: its strokes, and steps of grey."""

    def grey(name: str) -> object:
        return round(sqrt(luminance(colours.colour(name))) * 6) if name else None

    found: list[object] = []
    for element in elements:
        match element:
            case Circle():
                found.append(("circle", round(element.radius, 2), grey(element.fill)))
            case Shape():
                found.append(("shape", grey(element.fill)))
            case Line():
                found.append(("line", element.points))
    return tuple(found)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("radius", [4.0, 9.0])
def test_every_state_is_told_apart_in_greyscale(colours: Palette, radius: float) -> None:
    discs = {
        bare(disc(Seat("", "", state), Point(0, 0), radius).elements, colours) for state in ORDER
    }
    assert len(discs) == len(ORDER)
    box = Box(0, 0, 40, 20)
    assert len({bare(plate(state, box), colours) for state in ORDER}) == len(ORDER)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_marks_stand_out_from_their_ground_and_signs_from_their_chips(colours: Palette) -> None:
    weak = []
    for state, dye in colours.states.items():
        clear = max(contrast(dye.rim, colours.surface), contrast(dye.chip, colours.surface))
        if clear < 3 and state is not State.NOT_ASKED:
            weak.append((state, "rim", round(clear, 2)))
        if contrast(dye.sign, dye.chip) < 4.5:
            weak.append((state, "sign", round(contrast(dye.sign, dye.chip), 2)))
    for name in ("ink", "quiet", "accent", "second", "warning"):
        if contrast(colours.colour(name), colours.surface) < 4.5:
            weak.append((name, "text", 0))
    assert weak == []


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_range_stands_out_from_the_rest_of_the_distribution(colours: Palette) -> None:
    assert contrast(colours.mass, colours.soft) >= 1.9
    assert contrast(colours.mass, colours.surface) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_colour_that_a_figure_names_is_in_the_palette(colours: Palette) -> None:
    for figure in every_figure():
        for element in figure.elements():
            for name in ("fill", "stroke"):
                if used := getattr(element, name, ""):
                    assert colours.colour(used).startswith("#")


# Bars, distribution, course


def some_bars(width: float = 600) -> Figure:
    rows = [
        Row("1", "Americas", {State.FIRM_YES: 9, State.ASKED: 3}),
        Row("4", "Southern Asia and Oceania", {State.FIRM_NO: 2}),
    ]
    return bars(
        rows, width=width, height=260, entries=ENTRIES,
        tell=lambda row, state: f"{row.label}: {state}", **GIVEN,
    )  # fmt: skip


def test_a_part_of_a_bar_is_as_long_as_it_has_members() -> None:
    marks = {mark.key: mark for mark in some_bars().marks}
    one = marks["4|1"].area.width / 2
    assert marks["1|5"].area.width == pytest.approx(9 * one)
    assert marks["1|asked"].title == "Americas: asked"
    assert "1|1" not in marks


def test_names_go_above_the_bars_where_there_is_no_room_beside_them() -> None:
    wide, narrow = some_bars(600).mark("1|5"), some_bars(220).mark("1|5")
    assert wide is not None
    assert narrow is not None
    assert wide.area.x > 0
    assert narrow.area.x == 0


PMF = [0.0, 0.0, 0.05, 0.2, 0.4, 0.25, 0.1, 0.0, 0.0]


def a_distribution(line: WinningLine | None) -> Figure:
    return distribution(
        PMF, width=600, height=300, tell=lambda votes: f"{votes} votes", line=line,
        inside=Range(3, 5, "8 in 10: 3-5", 4.2), axis="votes", **GIVEN,
    )  # fmt: skip


def test_columns_are_as_high_as_they_are_likely_and_those_of_the_range_stand_out() -> None:
    figure = a_distribution(None)
    shapes = {int(m.key): m.elements[0] for m in figure.marks}
    high = {votes: _height(shape) for votes, shape in shapes.items()}
    assert high[3] == pytest.approx(high[4] / 2)
    dark = {votes for votes, shape in shapes.items() if shape.fill == "mass"}  # type: ignore[union-attr]
    assert dark == {3, 4, 5}


def _height(shape: object) -> float:
    assert isinstance(shape, Shape)
    ys = [point.y for point in shape.rings[0]]
    return max(ys) - min(ys)


@pytest.mark.parametrize("votes", [0, 5, 8, 60])
def test_the_winning_line_is_always_in_the_picture(votes: int) -> None:
    figure = a_distribution(WinningLine(votes, max(votes - 2, 0), votes + 2, f"line {votes}"))
    label = next(e for e in figure.front if isinstance(e, Text) and e.text.startswith("line"))
    start = label.at.x - (extent(label.text, 12) if label.anchor == "end" else 0)
    assert start >= -1
    assert start + extent(label.text, 12) <= 601


def a_course() -> Figure:
    days = [Day(date(2025, 4, n), 10 * n, f"day {n}", 9 * n, 11 * n) for n in range(1, 7)]
    lines = [
        Series("ca", "CA promised 60", days, stepped=True),
        Series("poc", "POC promised 59", [Day(d.on, d.value - 1, d.told) for d in days]),
    ]
    moments = [Moment(date(2025, 4, 3), "Before the meeting"), Moment(date(2020, 1, 1), "Long ago")]
    return course(
        lines, width=600, height=300, month=lambda day: f"{day:%b %Y}", moments=moments,
        line=WinningLine(94, 89, 99, "winning line"), **GIVEN,
    )  # fmt: skip


def test_lines_are_named_at_their_ends_without_one_name_covering_another() -> None:
    names = {e.text: e.at for e in a_course().front if isinstance(e, Text)}
    assert abs(names["CA promised 60"].y - names["POC promised 59"].y) >= 12
    assert not any("Long ago" in getattr(e, "text", "") for e in a_course().back)


def test_a_step_holds_its_value_until_the_next_day() -> None:
    line = next(e for e in a_course().back if isinstance(e, Line) and e.weight == 2)
    for (ax, ay), (bx, by) in itertools.pairwise(line.points):
        assert ax == bx or ay == by


def test_a_course_without_a_day_is_an_empty_picture() -> None:
    figure = course([Series("a", "A", [])], width=9, height=9, month=str, **GIVEN)
    assert figure.marks == ()


# Finding marks, telling them


def every_figure() -> list[Figure]:
    line = WinningLine(94, 89, 99, "line")
    return [a_hemicycle(MIXED, line), a_world(), some_bars(), a_distribution(line), a_course()]


@pytest.mark.parametrize("number", range(5))
def test_every_mark_is_found_where_it_is_drawn(number: int) -> None:
    figure = every_figure()[number]
    lost = [m.key for m in figure.marks if getattr(figure.at(m.area.centre), "key", "") != m.key]
    on_one_day = {m.key for m in figure.marks if "|2025" in m.key}  # lines may cross
    assert set(lost) <= on_one_day
    assert len({mark.key for mark in figure.marks}) == len(figure.marks)


@pytest.mark.parametrize("number", range(5))
def test_arrows_reach_every_mark(number: int) -> None:
    figure = every_figure()[number]
    seen, ahead = set(), [figure.marks[0].key]
    while ahead:
        key = ahead.pop()
        if key in seen:
            continue
        seen.add(key)
        for step in (Point(1, 0), Point(-1, 0), Point(0, 1), Point(0, -1)):
            if found := figure.beside(key, step):
                ahead.append(found.key)
    assert seen == {mark.key for mark in figure.marks}


def test_a_figure_is_told_in_words_as_well() -> None:
    lines = some_bars().text.splitlines()
    assert lines[:2] == ["Title", "Told."]
    assert "Americas: 5" in lines


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_names_side_by_side_keep_their_order_and_their_distance(wanted: list[float]) -> None:
    placed = spread(wanted, 10, 0, 100)
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    assert all(placed[b] - placed[a] >= 10 - 1e-9 for a, b in itertools.pairwise(order))


@given(st.integers(0, 50), st.integers(1, 5000), st.integers(2, 12))
def test_ticks_are_few_and_round(low: int, span: int, at_most: int) -> None:
    found = list(ticks(low, low + span, at_most))
    assert len(found) <= at_most + 1
    assert all(low <= tick <= low + span for tick in found)


def test_a_text_is_shortened_to_its_room() -> None:
    assert shortened("Laos", 12, 100) == "Laos"
    assert shortened("Saint Vincent and the Grenadines", 12, 80).endswith("…")
    assert extent(shortened("Saint Vincent and the Grenadines", 12, 80), 12) <= 80


def test_thai_marks_above_and_below_take_no_width() -> None:
    assert extent("ที่", 10) == extent("ท", 10)


def test_a_disc_is_hit_within_its_rim_only() -> None:
    mark = Mark("a", "A", disc_area(Point(10, 10), 5), (), round=True)
    figure = Figure(20, 20, "", "", (), (mark,))
    assert figure.at(Point(10, 16)) is mark
    assert figure.at(Point(5.2, 5.2), reach=0) is None


# SVG


@pytest.mark.parametrize("number", range(5))
def test_svg_says_what_it_shows_and_names_every_mark(number: int) -> None:
    figure = every_figure()[number]
    root = xml.fromstring(svg(figure, LIGHT, "en"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "Title"
    assert root.findtext(f"{space}desc") == "Told."
    named = [group.findtext(f"{space}title") for group in root.iter(f"{space}g")]
    assert named == [mark.title for mark in figure.marks]


def test_svg_keeps_any_text_as_it_was_typed() -> None:
    seat = Seat("x", 'A & B <ไทย> "quoted"', State.ASKED)
    figure = hemicycle([seat], width=100, height=60, **GIVEN)
    root = xml.fromstring(svg(figure, DARK))
    titles = [e.text for e in root.iter("{http://www.w3.org/2000/svg}title")]
    assert seat.title in titles


# In the reader's words


def a_count() -> pictures.Figure:
    pledges = [a_pledge(), a_pledge("ke", level=2), a_pledge("fr", level=4)]
    snapshot = a_snapshot([LAOS, KENYA, FRANCE], pledges)
    count = tally(snapshot, "th-ca")
    return pictures.hemicycle_of(snapshot, count, pictures.Room(600, 300), line=pictures.line(94))


def test_a_picture_of_the_count_speaks_the_readers_language() -> None:
    figure = a_count()
    assert figure.title.startswith("CA")
    assert "Laos: 5 firm yes (++)" in figure.text
    assert figure.told.endswith("Winning line 94.")
    with i18n.use(Language("th")):
        assert "ลาว" in a_count().text


def test_the_legend_counts_what_the_tally_counts() -> None:
    legend = {m.key: m.title for m in a_count().marks if m.key.startswith("state:")}
    assert legend["state:5"] == "firm yes 1"
    assert set(legend) == {"state:5", "state:4", "state:2", "state:own"}


def test_palettes_hold_every_state() -> None:
    assert set(palette.LIGHT.states) == set(palette.DARK.states) == set(State)


def test_expected_votes_are_followed_with_the_range_around_them() -> None:
    pledges = [a_pledge(given_on=date(2025, 4, 3)), a_pledge("ke", given_on=date(2025, 6, 2))]
    snapshot = a_snapshot([LAOS, KENYA, FRANCE], pledges)
    on = trend.days(date(2025, 4, 1), date(2025, 7, 1), 4)

    def worth(held: Mapping[str, Stance]) -> Distribution:
        return counted([(1.0, 0.9, 4) for stance in held.values() if stance.promised])

    values = trend.course(snapshot, "th-ca", on, worth)
    lines = [
        pictures.promised_line(snapshot, "th-ca", trend.promised(snapshot, "th-ca")),
        pictures.expected_line(snapshot, "th-ca", values),
    ]
    figure = pictures.course_of(lines, pictures.Room(600, 300), title="Votes")
    told = {mark.key: mark.title for mark in figure.marks}
    assert told["th-ca|2025-04-03"] == "CA, 3 Apr 2025: 1 promised vote\nnew: Laos"
    assert told["th-ca|expected|2025-07-01"] == "CA, 1 Jul 2025: votes expected 2 (1–2)"
    assert figure.told == "CA promised 2. CA expected 2."
