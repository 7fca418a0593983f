"""Draws the pictures of the README and of the help anew, from the demo campaign.

    python docs/pictures.py [PAGE...]

Every page in every language for the help, small; the window in light and dark for the README. Where
pages are named, those of the help alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEvent, QSize, Qt  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from upudesk import i18n  # noqa: E402
from upudesk.demo import demo_deeds  # noqa: E402
from upudesk.desk import Desk  # noqa: E402
from upudesk.gui import theme  # noqa: E402
from upudesk.gui.app import dress  # noqa: E402
from upudesk.gui.forms import load_breaks  # noqa: E402
from upudesk.gui.pages import PAGES  # noqa: E402
from upudesk.gui.window import MainWindow  # noqa: E402
from upudesk.gui.workplace import Workplace  # noqa: E402
from upudesk.model import Pack  # noqa: E402
from upudesk.settings import Settings  # noqa: E402

if TYPE_CHECKING:
    from upudesk.gui.briefings_page import BriefingsPage
    from upudesk.gui.pack_pane import PackPane

SIZE, SMALL = QSize(1366, 768), QSize(560, 315)
LOOKED_AT = "LA"
TICKED = ("AE", "AU", "BR", "CH", "DE", "FR", "JP", "KE", "KH", "LA", "MM", "VN")
"""The countries of the pack that the help shows."""
README = (
    ("window", "en", "light", "countries"), ("window-dark", "th", "dark", "home"),
    ("tally", "fr", "light", "tally"),
)  # fmt: skip


def main() -> None:
    app = QApplication([])
    dress(app)
    theme.load_other_fonts()
    load_breaks()
    with (
        tempfile.TemporaryDirectory() as folder,
        Desk.create(Path(folder) / "dubai-2025.upudesk", demo_deeds()) as desk,
    ):
        workplace = Workplace(Settings(language="en", theme="light", author="Desk Berne"))
        window = MainWindow(workplace)
        workplace.dress()
        window.resize(SIZE)
        workplace.hold(desk)
        window.show()
        window.finish()
        for language in i18n.CODES:
            workplace.prefer(language=language, paper_language=language, theme="light")
            for page in sys.argv[1:] or PAGES:
                _keep(_taken(window, page), ROOT / "resources/help" / language / f"{page}.png")
        for name, language, colours, page in () if sys.argv[1:] else README:
            workplace.prefer(language=language, theme=colours)
            picture = _taken(window, page)
            picture.save(str(ROOT / "docs/img" / f"{name}.png"))
        workplace.leave(quietly=True)


def _taken(window: MainWindow, page: str) -> QImage:
    """A page as it stands when everything on it has come, with Laos where it shows a country."""
    window.turn_to(page)
    by_code = window.workplace.snapshot.member_by_code
    if page == "countries":
        window.workplace.show(by_code[LOOKED_AT].id)
    if page == "briefings":
        pane = cast("PackPane", cast("BriefingsPage", window.pages[page]).look("packs"))
        pane.choices.show_pack(Pack())  # in the language of now
        for code in ("AU", LOOKED_AT):  # from the top of the list down to it
            pane.show_record(by_code[code].id)
        pane.ticks.put(by_code[code].id for code in TICKED)
    _settle()
    window.workplace.tasks.wait()
    _settle()
    return window.grab().toImage()


def _settle() -> None:
    for _turn in range(8):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _keep(picture: QImage, path: Path) -> None:
    """Half as large: a picture in the help is there to be recognised."""
    small = picture.scaled(
        SMALL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    small.convertToFormat(QImage.Format.Format_RGB888).save(str(path), quality=0)


if __name__ == "__main__":
    main()
