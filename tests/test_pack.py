"""Packs: what is in them, what they cost nobody, what happens when something goes wrong."""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from tests.builders import KENYA, LAOS, a_member, a_pledge, a_snapshot
from upudesk.disclosure import Disclosed, disclose
from upudesk.errors import FileProblem, UserError
from upudesk.i18n import Digits, Language, use
from upudesk.model import Marking, Meeting, Member, Profile
from upudesk.placing import place_pdf
from upudesk.reports import pack, parts, pool
from upudesk.reports.binding import protected
from upudesk.reports.finish import Finished
from upudesk.reports.imprint import Imprint, Paper
from upudesk.reports.pack import Request
from upudesk.reports.part import Entry
from upudesk.reports.surround import Surround

MADE = Imprint(datetime(2025, 8, 15, 9, tzinfo=UTC))
EN = Language("en")
PARTS = ("cover", "contents", "countries", "ballot")
MEMBERS = [
    LAOS, KENYA,
    a_member("PT", name_en="Portugal"), a_member("VN", name_en="Viet Nam"),
    a_member("FJ", name_en="Fiji"),
]  # fmt: skip
SECRET = Marking(id="secret", code="secret", rank=2, name_en="Secret", name_th="ลับมาก")
FEW = ("la", "ke")


def disclosed(*others: object, members: list[Member] | None = None, **profile: object) -> Disclosed:
    snapshot = a_snapshot(members or MEMBERS, [a_pledge()], others=[SECRET, *others])
    own = Profile(id="own", code="own", highest="secret", **profile)  # type: ignore[arg-type]
    return disclose(snapshot, own)


@pytest.fixture(scope="module")
def known() -> Disclosed:
    return disclosed()


def made(
    known: Disclosed,
    members: tuple[str, ...] = FEW,
    wanted: tuple[str, ...] = PARTS,
    language: Language = EN,
    **options: object,
) -> Finished:
    options = {"imprint": MADE, **options}
    request = Request(members, wanted, "Minister, Monday")
    return pack.render(known, request, language, **options)  # type: ignore[arg-type]


def opened(finished: Finished) -> pymupdf.Document:
    return pymupdf.open(stream=finished.pdf)


def all_text(finished: Finished) -> str:
    with opened(finished) as document:
        return " ".join(" ".join(page.get_text().split()) for page in document)


# What is in it


def test_contents_tell_the_right_pages_and_lead_there(known: Disclosed) -> None:
    with opened(made(known, tuple(m.id for m in MEMBERS))) as document:
        pages = [page.get_text() for page in document]
        starts = {title: page for level, title, page in document.get_toc() if level <= 2}
        words = pages[1].split("\n")
        for member in MEMBERS:
            assert member.name_en in pages[starts[member.name_en] - 1]
            assert words[words.index(member.name_en) + 1] == str(starts[member.name_en])
        leads = {link["page"] + 1 for link in document[1].get_links()}
        assert leads == {page for title, page in starts.items() if page > 2}


def test_countries_stand_below_one_entry_of_the_outline(known: Disclosed) -> None:
    with opened(made(known)) as document:
        toc = [(level, title) for level, title, _page in document.get_toc()]
    assert toc[:4] == [
        (1, "Minister, Monday"), (1, "Contents"), (1, "2 countries"), (2, "Laos"),
    ]  # fmt: skip
    assert (1, "Our own ballot") in toc


def test_contents_of_many_pages_count_themselves(known: Disclosed) -> None:
    """Where the contents take more than one page, all pages behind them come later."""
    job, stretches = pack._ordered(known, Request(FEW, PARTS), EN, MADE)
    cover, countries, ballot = (job.make(stretch, lambda: None) for stretch in stretches)
    many = replace(countries, entries=tuple(Entry(f"C{n}", 1, 0, 9.0) for n in range(120)))
    with use(EN):
        bound = pack._with_contents(stretches, [cover, many, ballot], Surround(), job)
    assert len(bound[1].formats) == 2
    assert [link.to for link in bound[1].links] == [*range(2, 122), 122]


def test_parts_stand_in_the_order_wanted_and_countries_as_they_were_chosen(
    known: Disclosed,
) -> None:
    found = made(known, ("ke", "la", "ke"), ("ballot", "countries"))
    with opened(found) as document:
        titles = [title for level, title, _page in document.get_toc() if level <= 2]
    assert [t for t in titles if t in ("Our own ballot", "Laos", "Kenya")] == [
        "Our own ballot", "Kenya", "Laos",
    ]  # fmt: skip


def test_page_numbers_are_told_in_the_digits_of_the_paper(known: Disclosed) -> None:
    found = made(known, FEW, ("contents", "countries"), Language("th", digits=Digits.THAI))
    assert "๓" in all_text(found)


@pytest.mark.parametrize("paper", list(Paper))
def test_each_paper_is_whole(known: Disclosed, paper: Paper) -> None:
    imprint = Imprint(MADE.made_at, "Somchai", "The minister", 3, 12, "secret", "DRAFT", paper)
    found = made(known, imprint=imprint)
    with pikepdf.open(io.BytesIO(found.pdf)) as file:
        assert file.check_pdf_syntax() == []
        assert len(file.pages) == found.pages
    said = all_text(found)
    for words in ("for The minister", "printed by Somchai", "copy 3 of 12", "Secret"):
        assert said.count(words) >= found.pages - 1


def test_every_page_carries_the_highest_marking_of_what_it_is_made_of() -> None:
    found = made(disclosed(a_pledge("ke", id="p2", marking="secret")))
    assert found.marking == "Secret"
    with opened(found) as document:
        assert all(page.get_text().count("Secret") >= 2 for page in document)


def test_a_passphrase_closes_it(known: Disclosed) -> None:
    found = made(known, FEW, ("countries",))
    closed = protected(found.pdf, "ดูไบ 2568")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(closed))
    with pikepdf.open(io.BytesIO(closed), password="ดูไบ 2568") as file:
        assert len(file.pages) == found.pages


def test_each_numbered_copy_is_as_if_it_had_been_made_alone(known: Disclosed) -> None:
    whose = replace(MADE, recipient="The Minister", printed_by="Desk Berne")
    request = Request(FEW, PARTS, "Minister, Monday")
    copies = pack.copies(known, request, EN, imprint=whose, count=3)
    for number, copy in enumerate(copies, 1):
        assert copy.pdf == made(known, imprint=replace(whose, copy=number, copies=3)).pdf
        with opened(copy) as document:
            assert all(f"copy {number} of 3" in page.get_text() for page in document)


def test_pages_are_made_once_for_all_copies(
    known: Disclosed, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_of: list[str] = []
    make = parts.Job.make
    monkeypatch.setattr(
        parts.Job, "make", lambda job, of, step: made_of.append(of.code) or make(job, of, step)
    )
    pack.copies(known, Request(FEW, PARTS), EN, imprint=MADE, count=3)
    assert [made_of.count(part) for part in ("cover", "countries", "ballot")] == [3, 1, 1]


# What makes no pack


@pytest.mark.parametrize(
    ("members", "wanted"),
    [(FEW, ()), ((), ("countries", "cover", "contents")), (FEW, ("cover", "contents"))],
)
def test_a_pack_of_nothing_is_refused_in_one_sentence(
    known: Disclosed, members: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    with pytest.raises(pack.NothingToPrint, match="nothing in this pack"):
        made(known, members, wanted)


def test_a_part_that_a_profile_keeps_inside_is_left_out_and_said() -> None:
    found = made(disclosed(sections=("ballot",)))
    assert "Our own ballot" not in all_text(found)
    assert [str(said) for said in found.warnings if "keeps inside" in str(said)]


def test_a_country_that_was_deleted_is_named_in_one_sentence(known: Disclosed) -> None:
    with pytest.raises(UserError):
        made(known, ("la", "gone"), ("countries",))


# Where it cannot be put


@pytest.mark.skipif(sys.platform == "win32", reason="Unix alone can stop a file from growing")
def test_a_disk_that_fills_halfway_leaves_the_last_pack_as_it_was(
    known: Disclosed, tmp_path: Path
) -> None:
    import resource

    target, pdf = tmp_path / "pack.pdf", made(known).pdf
    place_pdf(target, pdf)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(pdf) // 2, hard))
    try:
        with pytest.raises(FileProblem, match="could not be written"):
            place_pdf(target, pdf + pdf)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_bytes() == pdf
    assert list(tmp_path.iterdir()) == [target]


def test_a_pack_that_is_open_elsewhere_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows has it."""

    def held(*_: object) -> None:
        raise PermissionError(13, "used by another process")

    target = tmp_path / "pack.pdf"
    target.write_bytes(b"%PDF-1.5 as it was")
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(FileProblem, match="Close it where it is open"):
        place_pdf(target, b"%PDF-1.5 newer")
    assert [target.read_bytes()] == [left.read_bytes() for left in tmp_path.iterdir()]


# What is hard to set


def test_a_name_of_300_letters_a_missing_flag_and_a_note_of_five_pages_make_sound_pages() -> None:
    long = a_member("QX", id="qx", name_en="Very long " * 30, notes="note after note " * 900)
    talk = Meeting(
        id="m1", held_on=date(2025, 8, 1), title="T" * 300, members=("qx",), notes="talk " * 900
    )
    found = made(disclosed(talk, members=[long, LAOS]), ("qx", "la"))
    with opened(found) as document:
        for page in document:
            assert all(pymupdf.Rect(b[:4]) in page.rect for b in page.get_text("blocks"))
    assert all_text(found).count("note after note") > 800


# Side by side


class Broken(Exception):
    """Whoever waits does not want it any more."""


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even small packs are made by processes of their own, two countries at a time."""
    monkeypatch.setattr(pack, "ALONE", 0)
    monkeypatch.setattr(parts, "TOGETHER", 2)


def test_bytes_do_not_depend_on_the_number_of_cores(
    known: Disclosed, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)
    everyone = tuple(member.id for member in MEMBERS)
    told: list[tuple[int, int]] = []
    two = made(known, everyone, crew=2, progress=lambda *now: told.append(now))
    assert two.pdf == made(known, everyone, crew=1).pdf
    assert told[-1] == (5, 5)
    assert [done for done, _of in told] == sorted(done for done, _of in told)
    assert multiprocessing.active_children() == []


def test_whoever_breaks_off_leaves_no_process_behind(
    known: Disclosed, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)

    def enough(_done: int, _of: int) -> None:
        raise Broken

    with pytest.raises(Broken):
        made(known, crew=2, progress=enough)
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_is_one_sentence(
    known: Disclosed, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)

    def kill(_done: int, _of: int) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    with pytest.raises(pool.WorkerLost, match="nothing was written"):
        made(known, crew=2, progress=kill)
    assert multiprocessing.active_children() == []


def test_a_fault_in_a_process_is_the_same_fault(
    known: Disclosed, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)
    job, _stretches = pack._ordered(known, Request(FEW, PARTS), EN, MADE)
    with pytest.raises(UserError, match="gone"):
        pool.make(
            job,
            [parts.Stretch("cover", FEW), parts.Stretch("countries", ("gone",))],
            2,
            lambda _steps: None,
        )


SLOW = """
import os, pathlib, pickle, sys, time
from upudesk.reports import pool

if __name__ == "__main__":
    job, stretches = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())

    def heard(steps):
        import multiprocessing
        pids = [str(child.pid) for child in multiprocessing.active_children()]
        print(*pids, flush=True)
        time.sleep(60)

    pool.make(job, stretches, 2, heard)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks for processes as Unix does")
def test_processes_end_with_whoever_started_them(known: Disclosed, tmp_path: Path) -> None:
    job, stretches = pack._ordered(known, Request(FEW, PARTS), EN, MADE)
    (tmp_path / "job").write_bytes(pickle.dumps((job.bare(), stretches)))
    (tmp_path / "slow.py").write_text(SLOW, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "slow.py"), str(tmp_path / "job")],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.getcwd()},
    ) as parent:  # fmt: skip
        pids = [int(pid) for pid in parent.stdout.readline().split()]  # type: ignore[union-attr]
        parent.send_signal(signal.SIGKILL)
    assert pids
    until = time.monotonic() + 20
    while any(map(runs, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(runs, pids))


def runs(pid: int) -> bool:
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False
