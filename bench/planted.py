"""Nothing readable outside the file: unusual words planted in every text of a protected campaign,
the program driven through window and command line, and everything that is left searched for them.

    python -m bench.planted [FOLDER]

Prints what was searched and every find; exit status 1 where there is one. Where `strace` is there,
every file that was opened for writing meanwhile is looked at too, be it gone by then.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

from upudesk.campaign import evidence
from upudesk.campaign.plan import Plan, Put
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord, UserError
from upudesk.founding import Deed
from upudesk.model import KINDS, Evidence, Record, SavedFilter

ROOT = Path(__file__).parents[1]
PASSPHRASE = "kolibri-Zwetschge 47 ตะกรุดโทน"
SYLLABLES = ("zanu", "quex", "ypsi", "gnob", "fjal", "wuzt", "khiv", "brux", "njor", "dzel")
THAI = ("ฆฏ์ซ", "ฉฌิฑ", "ฒูฬฮ", "ฌุฆฐ", "ฑีฉฬ")
KNOWN = re.compile(
    r"(state/upudesk/(machine|faults\.log(\.1)?|writers/.*|windows/.*|tries/.*|checks/.*)"
    r"|config/upudesk/settings\.json(\.\d+\.new)?|data/upudesk/backups/.*|data/applications.*"
    r"|config/QtProject\.conf|cache/(fontconfig|mesa|qt).*|\.cache/.*"
    r"|tmp/[a-z0-9_]{8}|tmp/upudesk-\w+/words\.txt)"
)
"""What the program, and Qt below it, may leave in the user's folders; and for a moment among what
is temporary: Python trying whether it may write there, the list of Thai words of the package."""


@dataclass
class Planted:
    """The words that stand in the campaign and may stand nowhere else."""

    words: list[str] = field(default_factory=lambda: [PASSPHRASE])

    def one(self) -> str:
        number, parts = len(self.words), SYLLABLES
        latin = parts[number % 10] + parts[number // 10 % 10] + parts[number // 100 % 10]
        word = f"{latin}{number} {THAI[number % 5]}{THAI[number // 5 % 5]}{number}"
        self.words += [f"{latin}{number}", word.partition(" ")[2]]
        return word


# ------------------------------------------------------------------ planting


def plant(path: Path, planted: Planted, deeds: Iterable[Deed] | None = None) -> int:
    """Found a protected campaign, else the demo, and plant a word in every text that takes one;
    gives how many."""
    if deeds is None:
        from upudesk.demo import demo_deeds

        deeds = demo_deeds()
    count = 0
    with Desk.create(path, deeds, PASSPHRASE, author=planted.one()) as desk:
        _one_of_each(desk, planted)
        for kind in KINDS.values():
            for record in list(desk.snapshot.all(kind))[:1]:
                count += _plant_in(desk, record, planted)
        laos = next(m for m in desk.snapshot.members if m.iso2 == "LA")
        count += _plant_in(desk, laos, planted)
        for data, name in _files(planted):
            desk.do(evidence.attach, Evidence(name=name, about=laos.id), data)
        desk.keep_draft("meeting planted", f'{{"fields": {{"title": "{planted.one()}"}}}}')
    return count


def _one_of_each(desk: Desk, planted: Planted) -> None:
    """A saved filter, which the demo has none of."""
    saved = SavedFilter(page="contacts", name=planted.one(), asked=f'{{"text": "{planted.one()}"}}')
    desk.do(_put, saved, None)


def _put(_snapshot: object, record: Record, before: Record | None) -> Plan:
    return Plan(f"{record.KIND}.{'edit' if before else 'add'}", (Put(record, before),))


def _plant_in(desk: Desk, record: Record, planted: Planted) -> int:
    """Every text of a record for itself: one that takes only certain values is left as it was."""
    count = 0
    for one in fields(record):
        if one.type != "str" or one.name in ("id", "about", "sha256"):
            continue
        before = desk.snapshot.get(type(record), record.id)
        try:
            desk.do(_put, replace(before, **{one.name: planted.one()}), before)
        except (UserError, InvalidRecord, ValueError, LookupError):
            del planted.words[-2:]
        else:
            count += 1
    return count


def _files(planted: Planted) -> Iterator[tuple[bytes, str]]:
    yield planted.one().encode(), f"{planted.one()}.txt"
    yield _pdf(planted.one()), f"{planted.one()}.pdf"


def _pdf(text: str) -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, pageCompression=0)
    canvas.drawString(72, 720, text.partition(" ")[0])
    canvas.save()
    return made.getvalue()


# ------------------------------------------------------------------ driving


@dataclass(frozen=True)
class Place:
    """A user's folders, with nothing else in them."""

    home: Path

    @property
    def campaign(self) -> Path:
        return self.home / "work" / "campaign.upudesk"

    @property
    def temporary(self) -> Path:
        return self.home / "tmp"

    def environment(self) -> dict[str, str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "DBUS_"))}
        folders = {
            f"XDG_{name.upper()}_HOME": name for name in ("config", "state", "data", "cache")
        }
        return own | {name: str(self.home / folder) for name, folder in folders.items()} | {
            "HOME": str(self.home), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "UPUDESK_PASSPHRASE": PASSPHRASE, "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip


@dataclass
class Output:
    """What processes said, apart from what a command was asked to say."""

    said: list[tuple[str, bytes]] = field(default_factory=list)


def run(
    place: Place, output: Output, name: str, words: Sequence[str], *, told: bool = False
) -> int:
    """A process of the program; with `told` it answers with what it was asked for."""
    traced = _tracing(place, name)
    done = subprocess.run(
        [*traced, *words], env=place.environment(), cwd=place.home, capture_output=True,
        timeout=240, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if not told:
        output.said += [(f"{name}: standard output", done.stdout), (f"{name}: error", done.stderr)]
    return done.returncode


def _tracing(place: Place, name: str) -> list[str]:
    if not shutil.which("strace"):
        return []
    log = place.home / "traces" / f"{name.replace(' ', '-')}"
    calls = "trace=open,openat,creat,memfd_create"
    return ["strace", "-f", "-qq", "-e", calls, "-e", "signal=none", "-o", str(log)]


def command_line(place: Place, output: Output, planted: Planted) -> None:
    """Commands that read, write, fail and are killed."""
    program, file = [sys.executable, str(ROOT / "main.py")], str(place.campaign)
    run(place, output, "tally", [*program, "tally", file], told=True)
    run(place, output, "search", [*program, "search", file, planted.words[3]], told=True)
    run(place, output, "history", [*program, "history", file, "LA"], told=True)
    run(place, output, "check", [*program, "check", file])
    run(place, output, "backup", [*program, "backup", file])
    run(place, output, "backups", [*program, "backups", file])
    paper = str(place.home / "asked" / "LA.pdf")
    run(place, output, "brief", [*program, "brief", file, "LA", "-o", paper], told=True)
    fault = f"raise ValueError({planted.words[1]!r})"
    broken = f"import upudesk.desk as d\ndef check(self): {fault}\nd.Desk.check = check\n"
    called = (
        "import sys\nfrom upudesk.__main__ import main\nsys.argv[1:] = ['check', sys.argv[1]]\n"
    )
    run(place, output, "fault", [sys.executable, "-c", f"{broken}{called}main()", file])
    killed = f"{_KILLED}\nsys.argv[1:] = ['log', sys.argv[1], 'KE', 'CA', '5', '--form', 'letter', "
    killed += f"'--side', 'capital', '--source', {planted.one()!r}]\nmain()"
    # What it warns of names what it is about: that, too, is an answer to who asked.
    assert run(place, output, "kill", [sys.executable, "-c", killed, file], told=True) != 0
    for _ in range(4):
        wrong = ["--passphrase-file", str(place.home / "asked" / "wrong")]
        run(place, output, "wrong", [*program, "tally", file, *wrong])


_KILLED = """
import os, signal, sys
from upudesk.__main__ import main
from upudesk.storage import CampaignFile
CampaignFile.write_tables = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""

WINDOW = '''
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

app = QApplication(sys.argv[:1])
from upudesk.gui import app as program
from upudesk.gui.pages import PAGES

path, passphrase, word, report = sys.argv[1:5]

def window():
    return next(w for w in QApplication.topLevelWidgets() if hasattr(w, "pages"))

def top():
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
    return [w for w in shown if w.isVisible()][-1]

def unlock():
    prompt = top()
    prompt.form.fields["passphrase"].setText(passphrase)
    prompt.accept()

def evidence_of(end):
    from upudesk.gui.evidence_viewer import EvidenceViewer
    from upudesk.model import Evidence
    found = [e for e in window().workplace.snapshot.all(Evidence) if e.name.endswith(end)]
    EvidenceViewer(window().workplace, found[-1], parent=window()).open()

def fail():
    raise ValueError(word)

def break_page():
    from upudesk.gui import tables
    def cell(self, index):
        raise ValueError(word)
    kept, tables.RowsModel.cell = tables.RowsModel.cell, cell
    window().pages["contacts"].listing.model.ask_again()
    window().turn_to("contacts")
    QTimer.singleShot(300, lambda: setattr(tables.RowsModel, "cell", kept))

def copy():
    window().turn_to("pledges")
    listing = window().pages["pledges"].listing
    listing.table.selectAll()
    listing.copy()

def find():
    window().find_everything()
    top().findChildren(__import__("PySide6.QtWidgets").QtWidgets.QLineEdit)[0].setText(word)

def draft():
    window().log_meeting()
    form = top()
    form.form.fields["notes"].setPlainText(word)

def memory():
    """Pages of this process in which the word or the passphrase stands."""
    here = int(open("/proc/self/stat").read().split()[0])
    for name, sought in (("word", word), ("passphrase", passphrase)):
        codes = [sought.encode(), sought.encode("utf-16-le"), sought.encode("utf-32-le")]
        found = 0
        for line in open(f"/proc/{here}/maps"):
            span, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            start, end = (int(x, 16) for x in span.split("-"))
            try:
                with open(f"/proc/{here}/mem", "rb", 0) as memory:
                    memory.seek(start)
                    data = memory.read(end - start)
            except OSError:
                continue
            found += sum(data.count(code) for code in codes)
        with open(report, "a") as told:
            told.write(f"{name} {found}\\n")

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def preview():
    window().turn_to("countries")
    page = window().pages["countries"]
    page.listing.look_at(next(m.id for m in window().workplace.snapshot.members if m.iso2 == "LA"))
    page.listing.tell_now()
    window().preview_briefing()

short = [
    unlock, find, lambda: None, lambda: top().reject(),
    lambda: evidence_of(".txt"), lambda: None, lambda: top().reject(),
    fail, lambda: top().accept(), lambda: window().lock_now(), lambda: None, memory,
    unlock, draft, lambda: None, die,
]
steps = short if sys.argv[5] == "short" else [
    unlock,
    *[lambda name=name: window().turn_to(name) for name in PAGES],
    lambda: window().keeper.make("asked"),
    preview, lambda: None, lambda: top().reject(),
    lambda: evidence_of(".txt"), lambda: None, lambda: top().reject(),
    lambda: evidence_of(".pdf"), lambda: None, lambda: top().reject(),
    find, lambda: None, lambda: top().reject(),
    copy, fail, lambda: None, lambda: top().accept(), break_page, lambda: None,
    lambda: window().lock_now(), lambda: None, memory, unlock, lambda: None, draft,
    lambda: None, lambda: None, lambda: None, die,
]

def step():
    if steps:
        act = steps.pop(0)
        QTimer.singleShot(350, step)
        act()

QTimer.singleShot(1500, step)
program.run(Path(path))
'''


def window(place: Place, output: Output, planted: Planted, *, full: bool) -> None:
    """Every page, previews, evidence, faults, the lock, and an end by kill -9."""
    report = place.home / "asked" / "memory"
    script = [sys.executable, "-c", WINDOW, str(place.campaign), PASSPHRASE, planted.words[1]]
    status = run(place, output, "window", [*script, str(report), "full" if full else "short"])
    assert status in (-signal.SIGKILL, 128 + signal.SIGKILL), (status, output.said[-2:])


# ------------------------------------------------------------------ searching


def finds(data: bytes, words: Iterable[str]) -> list[str]:
    """The words that stand in these bytes, in any of the encodings of programs and systems."""
    return [
        word for word in words
        if any(word.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))
        or word.encode("unicode_escape") in data
    ]  # fmt: skip


def left(place: Place) -> Iterator[Path]:
    """Every file that is left, but what was asked for and the traces."""
    for path in sorted(place.home.rglob("*")):
        inside = path.relative_to(place.home).parts[0]
        if path.is_file() and inside not in ("asked", "traces"):
            yield path


def strange(place: Place) -> list[str]:
    """Files that nobody should have left."""
    names = [path.relative_to(place.home).as_posix() for path in left(place)]
    return [n for n in names if not n.startswith("work/campaign") and not KNOWN.fullmatch(n)]


_OPENED = re.compile(r'(?:openat\([^,]+, |open\(|creat\()"([^"]+)", ?(O_[A-Z_|]+)?')


def written(place: Place) -> set[str]:
    """Where anything was opened for writing, as the system saw it: files that are gone, too."""
    found = set()
    for trace in (place.home / "traces").glob("*"):
        for line in trace.read_text("utf-8", "replace").splitlines():
            said = _OPENED.search(line)
            if said and "= -1" not in line and re.search("O_WRONLY|O_RDWR|O_CREAT", said[2] or ""):
                found.add(said[1])
    return found


def odd_writes(place: Place) -> list[str]:
    """Of these, what is no place of ours: a temporary file with a campaign's text, say."""
    catalogues = str(ROOT / "translations")  # compiled in a checkout, where they are out of date
    own = (str(place.home / "work"), str(place.home / "asked"), catalogues, "/dev/", "/proc/")
    odd = []
    for name in sorted(written(place)):
        inside = name.removeprefix(f"{place.home}/")
        if not name.startswith(own) and not KNOWN.fullmatch(inside):
            odd.append(name)
    return odd


def drive(
    home: Path, *, full: bool = True, deeds: Iterable[Deed] | None = None
) -> tuple[list[str], list[str]]:
    """Plant, drive and search below `home`; gives what was searched and what was found."""
    place, output, planted = Place(home), Output(), Planted()
    for name in ("work", "asked", "traces", "tmp"):
        (home / name).mkdir(parents=True)
    (home / "asked" / "wrong").write_text("wrong", "utf-8")
    count = plant(place.campaign, planted, deeds)
    if full:
        command_line(place, output, planted)
    window(place, output, planted, full=full)
    files = list(left(place))
    found = [f"{p}: {w}" for p in files for w in finds(p.read_bytes(), planted.words)]
    found += [f"{n}: {w}" for n, said in output.said for w in finds(said, planted.words)]
    found += [f"left behind: {name}" for name in strange(place)]
    found += [f"written outside: {name}" for name in odd_writes(place)]
    size = sum(path.stat().st_size for path in files)
    memory = (home / "asked" / "memory").read_text().split("\n")
    told = [
        f"{date.today()}: {count} texts planted, {len(planted.words)} words looked for in UTF-8, "
        "UTF-16 and escapes",
        f"{len(files)} files with {size / 1e6:.1f} MB left, {len(output.said)} outputs, "
        f"{len(written(place))} names opened for writing",
        "copies left in the memory of the locked process: " + ", ".join(filter(None, memory)),
    ]
    return told, found


def main() -> int:
    home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="planted-"))
    begun = datetime.now(UTC)
    told, found = drive(home)
    print("\n".join([*told, f"in {(datetime.now(UTC) - begun).seconds} s"]))
    print("\n".join(f"FOUND {one}" for one in found) or "nothing was found outside the file")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
