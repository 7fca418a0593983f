"""The look of the window: colours, type and spacing, all in this one place."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from upudesk import palette, resources
from upudesk.model import Level
from upudesk.palette import Palette

GRID = 4
"""Every distance is a multiple of this."""
GAP, MARGIN, ROW = 2 * GRID, 4 * GRID, 7 * GRID
RADIUS = 4
SMALL, LARGE, HUGE = 12, 16, 22
BODY = 10
"""Sizes of type in points."""


@dataclass(frozen=True)
class Colours:
    """One theme. Colour carries meaning only; every text reaches 4.5:1 on what lies under it."""

    dark: bool
    paper: str
    surface: str
    ink: str
    quiet: str
    hairline: str
    accent: str
    on_accent: str
    chosen: str
    """Behind the row that is chosen."""
    edge: str
    """Around a field, strong enough to be seen as one."""
    warning: str
    banner: str
    on_banner: str
    levels: tuple[tuple[Level, str, str], ...]
    """Of each level the colour of its chip and of the sign on it."""
    palette: Palette
    """What pictures are drawn with."""


def _of(known: Palette, **more: Any) -> Colours:
    """What window, paper and pictures share, and what the window alone needs."""
    shared = ("paper", "surface", "ink", "quiet", "hairline", "accent", "warning")
    levels = tuple(
        (state.level, dye.chip, dye.sign)
        for state, dye in known.states.items()
        if state.level is not None
    )
    return Colours(
        palette=known, levels=levels, **{name: getattr(known, name) for name in shared}, **more
    )


LIGHT = _of(
    palette.LIGHT, dark=False, on_accent="#FFFFFF", chosen="#E7ECF4", edge="#8A93A0",
    banner="#F4E6C4", on_banner="#54400A",
)  # fmt: skip
DARK = _of(
    palette.DARK, dark=True, on_accent="#10203A", chosen="#26354A", edge="#5E6A78",
    banner="#3B3216", on_banner="#F0DDA6",
)  # fmt: skip

_now = LIGHT


def colours() -> Colours:
    """The theme that is shown now."""
    return _now


def level_colours(level: Level) -> tuple[QColor, QColor] | None:
    """Chip and sign of a level of the scale of five; None for asked and not asked."""
    for known, chip, sign in _now.levels:
        if known is level:
            return QColor(chip), QColor(sign)
    return None


FAMILIES = ("Noto Sans Thai", "Noto Sans")
"""Of the bundle, in the order of their use; the system's own come after them."""


def load_first_fonts() -> None:
    """The font of the window: Thai, and all of Latin that English and French need."""
    _load("NotoSansThai-*.ttf")


def load_other_fonts() -> None:
    """For names in other scripts; nobody needs them in the first moment."""
    _load("NotoSans-*.ttf")
    _load("Noto*-Regular.ttf")
    _load("Droid*.ttf")


_loaded: set[str] = set()


def _load(pattern: str) -> None:
    for file in sorted(resources.path("resources", "fonts").glob(pattern)):
        if file.name not in _loaded:
            _loaded.add(file.name)
            QFontDatabase.addApplicationFont(str(file))


def font(size: int = BODY, *, strong: bool = False) -> QFont:
    """A font of the window in one of its sizes."""
    made = QFont(QApplication.font())
    made.setPointSize(size)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


def apply(app: QApplication, choice: str) -> None:
    """Dress the whole window in light or dark; "system" follows the desktop."""
    global _now
    dark = choice == "dark" or (choice == "system" and _system_is_dark(app))
    _now = DARK if dark else LIGHT
    sheet = _sheet(_now)
    if app.styleSheet() != sheet:  # dressing every widget again takes its time
        app.setPalette(_palette(_now))
        app.setStyleSheet(sheet)


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _palette(c: Colours) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: c.paper,
        QPalette.ColorRole.WindowText: c.ink,
        QPalette.ColorRole.Base: c.surface,
        QPalette.ColorRole.AlternateBase: c.paper,
        QPalette.ColorRole.Text: c.ink,
        QPalette.ColorRole.Button: c.surface,
        QPalette.ColorRole.ButtonText: c.ink,
        QPalette.ColorRole.BrightText: c.warning,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.ToolTipBase: c.surface,
        QPalette.ColorRole.ToolTipText: c.ink,
        QPalette.ColorRole.PlaceholderText: c.quiet,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.Mid: c.hairline,
        QPalette.ColorRole.Accent: c.accent,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.quiet))
    return palette


_SHEET = Template("""
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: 4px; }
QMenuBar { background: $paper; padding: 2px 8px; border-bottom: 1px solid $hairline; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $chosen; }
QMenu { background: $surface; border: 1px solid $hairline; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 20px; border-radius: 4px; }
QMenu::item:selected { background: $chosen; color: $ink; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QStatusBar { background: $paper; border-top: 1px solid $hairline; color: $quiet; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $quiet; padding: 0 8px; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
  background: $surface; border: 1px solid $edge; border-radius: 4px; padding: 3px 7px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QSpinBox { min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 2px solid $accent; padding: 2px 6px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {
  border-color: $warning; }
QFrame[tokens="true"] { background: $surface; border: 1px solid $edge; border-radius: 4px; }
QFrame[tokens="true"][wrong="true"] { border-color: $warning; }
QFrame[tokens="true"][focused="true"] { border: 2px solid $accent; }
QFrame[tokens="true"] QLineEdit, QFrame[tokens="true"] QLineEdit:focus { border: none;
  background: transparent; padding: 0 4px; min-height: 0; }
QPushButton { background: $surface; color: $accent; border: 1px solid $accent; border-radius: 4px;
  padding: 4px 14px; min-height: 20px; }
QPushButton:hover { background: $chosen; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 13px; }
QPushButton:default, QPushButton[main="true"] { background: $accent; color: $on_accent; }
QPushButton:default:focus, QPushButton[main="true"]:focus { border: 2px solid $ink; }
QPushButton:disabled { color: $quiet; background: $paper; border-color: $hairline; }
QPushButton[token="true"] { border: 1px solid transparent; background: $chosen; color: $ink;
  padding: 0 8px; min-height: 0; }
QPushButton[token="true"]:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton[link="true"] { border: none; background: transparent; padding: 1px 3px; min-height: 0;
  color: $accent; text-align: left; border-radius: 4px; }
QPushButton[link="true"][tone="problem"] { color: $warning; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border: 2px solid $accent; padding: 0 1px; }
QComboBox { padding-right: 2px; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; outline: none;
  selection-background-color: $chosen; selection-color: $ink; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $hairline; border: 3px solid $paper; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTableView QScrollBar::handle, QListView QScrollBar::handle { border-color: $surface; }
QAbstractScrollArea::corner { background: $surface; border: none; }
QCheckBox, QRadioButton { spacing: 6px; padding: 2px 4px; border: 2px solid transparent;
  border-radius: 4px; }
QCheckBox::indicator { width: 16px; height: 16px; border: none; background: transparent; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QTableView, QListView { background: $surface; border: none; outline: none;
  gridline-color: $hairline; selection-background-color: $chosen; selection-color: $ink; }
QListView#topics { background: $paper; }
QListView#topics::item { padding: 0 8px; border-radius: 4px; }
QListView#topics::item:selected { background: $chosen; color: $accent; }
QListView#offers { border: 1px solid $edge; border-radius: 4px; }
QListView#offers::item { min-height: 26px; padding: 0 6px; }
QHeaderView { background: $paper; border: none; }
QHeaderView::section { background: $paper; color: $quiet; border: none;
  border-bottom: 1px solid $hairline; padding: 4px 6px; }
QHeaderView::section:hover { color: $ink; }
QTextBrowser { background: $surface; color: $ink; border: none; padding: 8px 16px; }
QScrollArea { background: $paper; border: none; }
QTabBar::tab { background: transparent; color: $quiet; padding: 5px 10px; margin: 2px;
  border: 2px solid transparent; border-radius: 4px; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { background: $chosen; color: $accent; }
QTabBar::tab:focus { border-color: $accent; }
QSplitter::handle { background: $hairline; }
QFrame#line { background: $hairline; border: none; }
QFrame#bar { background: $paper; border-bottom: 1px solid $hairline; }
QFrame#banner { background: $banner; }
QFrame#banner QLabel { color: $on_banner; background: transparent; }
QWidget#navigation { background: $paper; border-right: 1px solid $hairline; }
QPushButton[tool="true"] { border-color: $hairline; color: $ink; padding: 4px 10px; }
QPushButton[tool="true"]:disabled { color: $quiet; }
QPushButton[tool="true"]:checked { background: $chosen; color: $accent; }
QPushButton[tool="true"]:focus { border: 2px solid $accent; padding: 3px 9px; }
QPushButton::menu-indicator { width: 8px; subcontrol-position: right center; right: 6px; }
QPushButton#inplace { border: 1px solid transparent; background: transparent; color: $ink;
  padding: 0; min-height: 0; text-align: left; border-radius: 4px; }
QPushButton#inplace:hover { border-color: $edge; background: $surface; }
QPushButton#inplace:focus { border: 2px solid $accent; }
QPushButton#page { border: 2px solid transparent; background: transparent; color: $quiet;
  text-align: left; padding: 4px 8px; }
QPushButton#page:hover { color: $ink; }
QPushButton#page:checked { background: $chosen; color: $accent; font-weight: 600; }
QPushButton#page:focus { border: 2px solid $accent; }
QWidget#surface { background: $surface; }
QLabel[tone="quiet"] { color: $quiet; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="problem"] { color: $warning; padding: 0 0 2px 0; }
""")


def _sheet(c: Colours) -> str:
    named = {name: value for name, value in vars(c).items() if isinstance(value, str)}
    return _SHEET.substitute(named)
