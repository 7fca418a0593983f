# ruff: noqa: E501
"""What is typed, and the files that travel with the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench.fuzz import Reader
from bench.hostile_files import NOW, TODAY
from bench.hostile_folders import shared_desk
from bench.mutation import spoilt_text


def typed_seeds(_folder: Path) -> Sequence[bytes]:
    said = ("3 Apr 2025", "๓ เม.ย. ๒๕๖๘", "3/4/2568", "tomorrow", "next friday", "in 3 weeks", "avril 2025",
            "2025-04-03T10:00", "สิ้นเดือนหน้า", "yesterday 10:00", "12.5.25", "99999999999999/1/2025")  # fmt: skip
    return tuple(text.encode() for text in said)


def use_typed(data: bytes, _folder: Path) -> object:
    """Days, instants, words that are looked for, languages, names of countries."""
    from upudesk import tongues
    from upudesk.campaign.members import find_member
    from upudesk.dates import parse_day, parse_instant
    from upudesk.errors import UserError
    from upudesk.search import Search
    from upudesk.thai import break_points, fold, with_breaks

    text = data.decode("utf-8", "replace")
    snapshot = shared_desk().snapshot
    refused = None
    for act in (
        lambda: parse_day(text, today=TODAY), lambda: parse_instant(text, today=TODAY),
        lambda: find_member(snapshot, text), lambda: Search().find(snapshot, text),
        lambda: tongues.read(text), lambda: fold(text), lambda: break_points(text),
        lambda: with_breaks(text),
    ):  # fmt: skip
        try:
            act()
        except UserError as error:
            refused = error
    if refused:
        raise refused
    return None


def repeat_seeds(_folder: Path) -> Sequence[bytes]:
    said = ("FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "FREQ=DAILY;COUNT=3",
            "FREQ=SECONDLY;COUNT=999999999", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=0",
            "FREQ=WEEKLY;UNTIL=20990101", "FREQ=MINUTELY;BYHOUR=99", "FREQ=YEARLY;BYEASTER=1",
            "FREQ=MONTHLY;INTERVAL=99999999999999", "FREQ=DAILY;BYYEARDAY=366;BYWEEKNO=53;BYMONTH=1")  # fmt: skip
    return tuple(text.encode() for text in said)


def use_repeat(data: bytes, _folder: Path) -> object:
    from upudesk import repeating

    text = data.decode("utf-8", "replace")
    repeating.readable(text)
    repeating.in_words(text)
    repeating.anchored(text, TODAY)
    return repeating.following(text, date(2025, 1, 31), TODAY)


# ------------------------------------------------------------------ what travels along


def template_seeds(_folder: Path) -> Sequence[bytes]:
    from upudesk.letter_files import shipped_folder

    return tuple(file.read_bytes() for file in sorted(shipped_folder().glob("*.txt")))


class _Anything(dict[str, str]):
    """A value for every field, itself like a field."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}} <b>ค่า</b> {{0.__class__}}"


def use_template(data: bytes, folder: Path) -> object:
    """A letter template of the user's own: read, filled, and listed among all others."""
    from upudesk import letter_files, letters

    file = folder / "request.th.txt"
    file.write_bytes(data)
    letter_files.worded_faults(letter_files.templates(folder))
    return letters.fill(letter_files.read(file, own=True), _Anything())


def resource_reader(
    name: str, *parts: str, then: Callable[[], object], cut: int = 0, between: bytes = b"\n",
    **kwargs: Any,
) -> Reader:  # fmt: skip
    """One file of the program's own, spoilt; all others stand beside it as they are.

    A long list is tried whole, and in so many parts, since each line of it goes the same way.
    """

    def seeds(_folder: Path) -> Sequence[bytes]:
        from upudesk import resources

        _forget()  # imports once what each process would import again
        whole = resources.path(*parts).read_bytes()
        return (whole, *_parts(whole, cut, between))

    def read(data: bytes, folder: Path) -> object:
        from upudesk import resources

        real = resources._ROOT
        _beside(real, folder, parts)
        (folder / Path(*parts)).write_bytes(data)
        resources._ROOT = folder
        try:
            _forget()
            return then()
        finally:
            resources._ROOT = real
            _forget()

    mutation = kwargs.pop("mutation", spoilt_text)
    return Reader(name, "/".join(parts), seeds, read, mutation, **kwargs)


def _parts(whole: bytes, cut: int, between: bytes) -> Sequence[bytes]:
    """Each with the head of the whole; entries stand apart by `between`."""
    if not cut:
        return ()
    head, *entries = whole.split(between)
    size = -(-len(entries) // cut)
    return [between.join((head, *entries[at : at + size])) for at in range(0, len(entries), size)]


def _beside(real: Path, folder: Path, parts: Sequence[str]) -> None:
    """All the other files by link."""
    for depth in range(len(parts)):
        there, here = real.joinpath(*parts[:depth]), folder.joinpath(*parts[:depth])
        here.mkdir(exist_ok=True)
        for other in there.iterdir():
            if other.name != parts[depth] and other.suffix != ".mo":
                (here / other.name).symlink_to(other)


def _forget() -> None:
    """What was read once is read again."""
    from upudesk import atlas, demo, i18n, seed, thai

    for kept in (demo.demo_deeds, seed.rows, seed.facts, i18n._catalogue, atlas.atlas, thai.word_list, thai._segmenter,
                 thai.break_points, thai.with_breaks):  # fmt: skip
        kept.cache_clear()


def found() -> object:
    from upudesk.seed import found_campaign

    return found_campaign(moment=NOW, language="en")


def found_demo() -> object:
    from upudesk.demo import demo_deeds

    return demo_deeds()


def cut_words() -> object:
    from upudesk.thai import break_points

    return break_points("การประชุมไปรษณีย์สากลที่กรุงเทพมหานคร")


def draw_world() -> object:
    from upudesk.atlas import atlas

    return atlas()


def speak() -> object:
    from upudesk.i18n import Language, _, ngettext, use

    with use(Language("th")):
        _("Save"), ngettext("{count} fault was found:", "{count} faults were found:", 3)
    return None
