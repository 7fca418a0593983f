"""Every page of the window with ten times the demo's records: opened, and filtered as one types.

    python -m bench.pages

Ten times is 2,000 contacts, 5,000 pledges and 10,000 meetings. A page opens when it is turned to
for the first time and stands painted, its details beside it; a letter typed into its filter is
answered when the list stands again.
"""

from __future__ import annotations

import gc
import itertools
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.campaigns import demo
from upudesk.campaign.plan import Plan, Put
from upudesk.demo import demo_deeds
from upudesk.desk import Desk
from upudesk.founding import Deed
from upudesk.machine import Machine
from upudesk.model import Contact, FollowUp, Meeting, Pledge, Record, Undertaking, new_id
from upudesk.settings import Settings
from upudesk.snapshot import Snapshot

WANTED = {Contact: 2_000, Pledge: 5_000, Meeting: 10_000, FollowUp: 400, Undertaking: 200}
ALLOWED = 0.150
"""Seconds in which a page opens."""
NOTES = "การประชุมไปรษณีย์ support of the postal operator, réunion des délégués. " * 20


def tenfold(folder: Path) -> Desk:
    """The demo campaign, its records copied until there are as many as wanted, a step each."""
    with demo(folder) as small:
        copies, path = list(_copies(small.snapshot)), small.path
    *_deeds, last = demo_deeds()
    path.unlink()
    grown = [
        Deed(last.moment, Plan(f"{record.KIND}.record", (Put(record),), (record.id,)))
        for record in copies
    ]
    return Desk.create(path, (*demo_deeds(), *grown), machine=Machine(folder / "machine"))


def _copies(snapshot: Snapshot) -> Iterator[Record]:
    for kind, wanted in WANTED.items():
        known: tuple[Record, ...] = snapshot.all(kind)
        for number, record in zip(range(wanted - len(known)), itertools.cycle(known), strict=False):
            changed: dict[str, Any] = {"id": new_id()}
            if isinstance(record, Meeting):
                changed |= {"notes": f"{NOTES} {number}"}
            if isinstance(record, Contact):
                changed |= {"name": f"{record.name} {number}"}
                posts = snapshot.posts_of.get(record.id, ())
                yield from (
                    replace(post, id=new_id(), contact=changed["id"], predecessor="")
                    for post in posts
                )
            yield replace(record, **changed)


def measured() -> dict[str, tuple[float, float, float]]:
    """By page: seconds to open it first, to turn to it again, and for the slowest letter typed."""
    with tempfile.TemporaryDirectory() as name, tenfold(Path(name)) as desk:
        return timed_pages(desk)


def timed_pages(desk: Desk) -> dict[str, tuple[float, float, float]]:
    """The same for a campaign that is open; it is closed afterwards."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from upudesk.gui.app import dress
    from upudesk.gui.pages import PAGES
    from upudesk.gui.window import MainWindow
    from upudesk.gui.workplace import Workplace

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    dress(app)
    found = {}
    workplace = Workplace(Settings(language="th", theme="light", page="countries"))
    window = MainWindow(workplace)
    workplace.dress()
    window.resize(1366, 768)
    workplace.hold(desk)
    window.show()
    window.renew_texts()
    workplace.search.take_in(workplace.snapshot)  # as the window does when it has stood a while
    _settle(app)
    gc.freeze()  # as the window does when it stands
    for page in PAGES:
        elsewhere = "home" if page == "countries" else "countries"
        _timed(lambda elsewhere=elsewhere: window.turn_to(elsewhere), app)
        first = _timed(lambda page=page: _opened(window, page), app)
        _timed(lambda elsewhere=elsewhere: window.turn_to(elsewhere), app)
        again = _timed(lambda page=page: _opened(window, page), app)
        found[page] = first, again, _typing(window.pages[page], app)
    workplace.leave(quietly=True)
    return found


def _typing(page: Any, app: Any) -> float:
    listing = getattr(page, "listing", None)
    if listing is None:
        return 0.0
    took = []
    for typed in ("ก", "กา", "การ", "", "p", "po", "pos", ""):
        took.append(_timed(lambda typed=typed: _typed(listing, typed), app))
    return max(took)


def _typed(listing: Any, typed: str) -> None:
    """A letter more, until the list that it leaves is painted."""
    listing.filter.setText(typed)
    listing.repaint()


def _timed(act: Any, app: Any) -> float:
    began = time.perf_counter()
    act()
    took = time.perf_counter() - began
    _settle(app)
    return took


def _opened(window: Any, page: str) -> None:
    """Turn to a page until it stands there painted, with the details of its first row."""
    window.turn_to(page)
    shown = window.pages[page]
    if (listing := getattr(shown, "listing", None)) is not None:
        listing.tell_now()
    shown.repaint()


def _settle(app: Any) -> None:
    """Until everything that was due at once is done and painted."""
    for _turn in range(4):
        app.processEvents()


def main() -> None:
    for page, times in measured().items():
        opened, again, typed = (f"{seconds * 1000:>8.0f} ms" for seconds in times)
        verdict = "ok" if max(times[:2]) <= ALLOWED else "TOO SLOW"
        print(f"{page:<14} opens {opened}   again {again}   a letter {typed}   {verdict}")


if __name__ == "__main__":
    main()
