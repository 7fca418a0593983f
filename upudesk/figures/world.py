"""The world with a dot of the same size for every member, so that Tonga counts as much as China."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import asin, cos, hypot, radians, sin, sqrt
from typing import TypeAlias

from upudesk.figures.marks import Box, Circle, Element, Figure, Line, Point, Shape
from upudesk.figures.signs import Entry, Seat, disc, legend, legend_height, small

Place: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees."""

CENTRE = 11.0
"""The meridian in the middle; the map is cut opposite, in the Bering Strait."""
_DOT = 1 / 122
"""Radius of a dot, as a share of the width of the map."""
_NORTH, _SOUTH = 80.0, -57.0
_A = (1.340264, -0.081106, 0.000893, 0.003796)


def equal_earth(longitude: float, latitude: float) -> Point:
    """Equal areas stay equal: Šavrič, Patterson, Jenny, The Equal Earth map projection,
    International Journal of Geographical Information Science 33 (3), 2019. North is up (negative).

    Longitudes may be given either way round; they are counted from the middle of the map.
    """
    away = (longitude - CENTRE + 180) % 360 - 180
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    t2 = t * t
    t6 = t2**3
    slope = _A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)
    x = 2 * sqrt(3) * radians(away) * cos(t) / (3 * slope)
    return Point(x, -t * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2)))


@dataclass(frozen=True)
class Atlas:
    """The coast as rings of places, and where each member is, by its two letters."""

    coast: tuple[tuple[Place, ...], ...]
    points: Mapping[str, Place]

    @cached_property
    def land(self) -> tuple[tuple[Point, ...], ...]:
        """The coast on the map one wide, without what lies beyond its edges."""
        rings = (tuple(_placed(p, cut=False) for p in ring) for ring in self.coast)
        return tuple(ring for ring in rings if any(x > 0 for x, _ in ring))


_LEFT = equal_earth(-168, 62).x  # the westernmost land; the sea beyond has no member
_RIGHT = equal_earth(-171.8, -13.8).x * 1.03  # Samoa, and room for its dot
_TOP, _BOTTOM = equal_earth(CENTRE, _NORTH).y, equal_earth(CENTRE, _SOUTH).y
_ACROSS = _RIGHT - _LEFT
RATIO = (_BOTTOM - _TOP) / _ACROSS
"""Height of the map for a width of 1."""


def _placed(place: Place, *, cut: bool = True) -> Point:
    """On a map one wide. Where the coast crosses the edge it is not torn over to the other one."""
    longitude, latitude = place
    if not cut:
        longitude = min(max(longitude, CENTRE - 179.99), CENTRE + 179.99)
    x, y = equal_earth(longitude, min(latitude, _NORTH))
    return Point((max(x, _LEFT) - _LEFT) / _ACROSS, (y - _TOP) / _ACROSS)


def world(
    seats: Sequence[Seat],
    places: Mapping[str, Place],
    atlas: Atlas,
    *,
    width: float,
    height: float,
    size: float,
    title: str,
    told: str,
    entries: Sequence[Entry] = (),
) -> Figure:
    """`places` says where the seat of each key is; a seat without a place is told below the map."""
    foot = legend_height(entries, width, size) + (size * 0.4 if entries else 0)
    wide = max(min(width, (height - foot) / RATIO), 1)
    corner = Point((width - wide) / 2, max((height - foot - wide * RATIO) / 2, 0))
    shown = [seat for seat in seats if seat.key in places]
    away = [seat for seat in seats if seat.key not in places]
    homes = tuple(_placed(places[seat.key]) for seat in shown)
    homes += tuple(Point(0.02 + n * 2.4 * _DOT, RATIO - _DOT) for n in range(len(away)))

    def at(point: Point) -> Point:
        return Point(corner.x + point.x * wide, corner.y + point.y * wide)

    spots = _apart(homes)
    radius = _DOT * wide
    marks = [disc(s, at(p), radius) for s, p in zip([*shown, *away], spots, strict=True)]
    ground = Shape(tuple(tuple(map(at, ring)) for ring in atlas.land), "land", "coast", 0.5)
    leaders = _leaders([at(p) for p in homes], [at(p) for p in spots], radius)
    room = Box(0, corner.y + wide * RATIO + size * 0.4, width, foot)
    keys = legend(entries, room, size, simple=small(radius))
    return Figure(width, height, title, told, (ground, *leaders), (*marks, *keys))


def _leaders(homes: Sequence[Point], spots: Sequence[Point], radius: float) -> Iterator[Element]:
    """A fine line home for a dot that had to make room."""
    for home, spot in zip(homes, spots, strict=True):
        if hypot(home.x - spot.x, home.y - spot.y) > radius * 1.15:
            yield Line((home, spot), "quiet", 0.5)
            yield Circle(home, 0.9, "quiet")


# Dots that would cover each other

_GAP = 2.12
"""How far apart centres stay, in radii."""
_ROUNDS = 60
_LOOK = 5
"""Every so many rounds it is looked anew who is near whom."""


@lru_cache(maxsize=8)
def _apart(homes: tuple[Point, ...]) -> tuple[Point, ...]:
    """Each dot near its home and clear of the others. Dots push each other away, their homes pull
    them back ever more weakly; the pushes at the end leave no overlap."""
    spots = [list(home) for home in homes]
    least = _GAP * _DOT
    near = _neighbours(homes, 3 * least)
    crowded = sorted({n for pair in near for n in pair})
    close = near
    for turn in range(_ROUNDS):
        if turn % _LOOK == 0:
            close = [pair for pair in near if _nearby(spots, pair, 1.5 * least)]
        pull = 0.22 * (1 - turn / (_ROUNDS * 0.6))
        if pull > 0:
            for n in crowded:
                spot, home = spots[n], homes[n]
                spot[0] += (home.x - spot[0]) * pull
                spot[1] += (home.y - spot[1]) * pull
        if not _push(spots, close, least) and pull <= 0:
            break
    return tuple(Point(x, y) for x, y in spots)


def _nearby(spots: list[list[float]], pair: tuple[int, int], reach: float) -> bool:
    (ax, ay), (bx, by) = spots[pair[0]], spots[pair[1]]
    return -reach < bx - ax < reach and -reach < by - ay < reach


def _neighbours(homes: Sequence[Point], reach: float) -> list[tuple[int, int]]:
    order = sorted(range(len(homes)), key=lambda n: homes[n])
    pairs = []
    for at, n in enumerate(order):
        for m in order[at + 1 :]:
            if homes[m].x - homes[n].x > reach:
                break
            if abs(homes[m].y - homes[n].y) < reach:
                pairs.append((n, m))
    return pairs


def _push(spots: list[list[float]], pairs: Sequence[tuple[int, int]], least: float) -> bool:
    """Half the overlap to each of two; whether any was left."""
    pushed, enough = False, least * 0.999
    for n, m in pairs:
        a, b = spots[n], spots[m]
        dx, dy = b[0] - a[0], b[1] - a[1]
        if not -least < dx < least or not -least < dy < least:
            continue
        far = hypot(dx, dy)
        if far >= enough:
            continue
        pushed = True
        if far < 1e-9:  # on the very same place: one goes a little to the side
            dx, dy, far = 1e-6 * (1 + n % 7), 1e-6 * (m % 5), 0.0
        part = (least - far) / 2 / (hypot(dx, dy) or 1)
        a[0] -= dx * part
        a[1] -= dy * part
        b[0] += dx * part
        b[1] += dy * part
    return pushed
