"""Evidence looked at inside the program, from memory: no other program, no file on the disk."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from upudesk import telling, words
from upudesk.campaign.evidence import View, safe_name, view_of
from upudesk.desk import Desk
from upudesk.errors import N_, FileProblem, UserError
from upudesk.gui import messages, outgoing, theme
from upudesk.gui.evidence import details, size
from upudesk.gui.forms import Line, breakable, plain_tip
from upudesk.gui.parts import Section, text
from upudesk.gui.tried import tried
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Evidence, Marking
from upudesk.placing import place
from upudesk.snapshot import members_of


class Leaf(QWidget):
    """What shows a file: pages to turn, a size to choose, words to find, as far as it has them."""

    pages = 1
    page = 0
    zooms = searches = False
    said = ""
    """One sentence about what is shown, such as that it is cut short."""

    def turn(self, page: int) -> None:
        """Show another page."""

    def zoom(self, factor: float) -> None:
        """Make it larger or smaller."""

    def fit(self) -> None:
        """As large as the window allows."""

    def look_for(self, sought: str, *, back: bool = False) -> str:
        """Show the next place where that stands; gives what there is to say about it."""
        return ""


class EvidenceViewer(QDialog):
    """One file, its marking and what is known of it."""

    def __init__(
        self, workplace: Workplace, evidence: Evidence, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Evidence: {name}").format(name=evidence.name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(920, 680)
        self._workplace, self._evidence = workplace, evidence
        self._open = True
        self.data: bytes | None = None
        self.leaf: Leaf | None = None
        self.said = text(_("The file is being read …"), "quiet")
        self.page_label = QLabel()
        self.search = Line(hint=_("Find in the file"))
        self._make_buttons()
        self._lay_out()
        self._make_shortcuts()
        self._show_tools()
        self._read()

    # -------------------------------------------------------------- building

    def _make_buttons(self) -> None:
        def button(shown: str, name: str, act: Any) -> QPushButton:
            made = QPushButton(shown)
            made.setAccessibleName(name)
            made.setToolTip(name)
            made.setAutoDefault(False)
            made.clicked.connect(lambda: act())
            return made

        self.back = button("‹", _("Previous page"), lambda: self.turn(-1))
        self.on = button("›", _("Next page"), lambda: self.turn(1))
        self.smaller = button("−", _("Smaller"), lambda: self.zoom(1 / STEP))
        self.larger = button("+", _("Larger"), lambda: self.zoom(STEP))
        self.whole = button(_("Fit"), _("Fit to the window"), self.fit)
        self.save = button(_("Save a copy…"), _("Save a copy…"), self._save)
        self.close_button = button(_("Close"), _("Close"), self.close)
        for small in (self.back, self.on, self.smaller, self.larger):
            small.setFixedWidth(9 * theme.GRID)
            small.setStyleSheet("padding: 3px 0;")
        self.search.setAccessibleName(_("Find in the file"))
        self.search.setMinimumWidth(180)
        self.search.returnPressed.connect(lambda: self.look_for())

    def _lay_out(self) -> None:
        snapshot, evidence = self._workplace.snapshot, self._evidence
        marking = snapshot.find(Marking, evidence.marking)
        head = QHBoxLayout()
        head.setSpacing(theme.MARGIN)
        name = text(evidence.name, strong=True, size=theme.LARGE)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name.setToolTip(plain_tip(evidence.name))  # names of files may be long, and break nowhere
        head.addWidget(name, 1)
        if marking is not None:
            head.addWidget(text(words.named(marking), "warning", strong=True, size=theme.SMALL))
        about = text(details(evidence, snapshot), "quiet")
        about.setToolTip(f"SHA-256 {evidence.sha256}")
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        for tool in (self.back, self.page_label, self.on, self.smaller, self.larger, self.whole):
            foot.addWidget(tool)
        foot.addWidget(self.search)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.save)
        foot.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(4 * [theme.MARGIN]))
        self._column.setSpacing(theme.GAP)
        self._column.addLayout(head)
        self._column.addWidget(about)
        if evidence.note:
            self._column.addWidget(text(evidence.note))
        self._body: QWidget = QWidget()
        self._column.addWidget(self._body, 1)
        self._column.addLayout(foot)

    def _make_shortcuts(self) -> None:
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.ZoomIn), lambda: self.zoom(STEP)),
            (QKeySequence("Ctrl+="), lambda: self.zoom(STEP)),
            (QKeySequence(QKeySequence.StandardKey.ZoomOut), lambda: self.zoom(1 / STEP)),
            (QKeySequence("Ctrl+0"), self.fit),
            (QKeySequence("Alt+Left"), lambda: self.turn(-1)),
            (QKeySequence("Alt+Right"), lambda: self.turn(1)),
            (QKeySequence(QKeySequence.StandardKey.Find), self._to_search),
            (QKeySequence("F3"), self.look_for),
            (QKeySequence("Shift+F3"), lambda: self.look_for(back=True)),
            (QKeySequence("Ctrl+S"), self._save),
        ):
            QShortcut(keys, self, activated=lambda act=act: act())  # type: ignore[call-overload]

    def _show_tools(self) -> None:
        leaf = self.leaf
        paged = leaf is not None and leaf.pages > 1
        for tool in (self.back, self.page_label, self.on):
            tool.setVisible(paged)
        for tool in (self.smaller, self.larger, self.whole):
            tool.setVisible(leaf is not None and leaf.zooms)
        self.search.setVisible(leaf is not None and leaf.searches)
        self.save.setEnabled(self.data is not None)
        self._show_page()

    def _show_page(self) -> None:
        if self.leaf is None:
            return
        number = self._workplace.language.number
        at = _("{page} of {count}").format(
            page=number(self.leaf.page + 1), count=number(self.leaf.pages)
        )
        self.page_label.setText(at)
        self.back.setEnabled(self.leaf.page > 0)
        self.on.setEnabled(self.leaf.page + 1 < self.leaf.pages)

    # -------------------------------------------------------------- reading

    def _read(self) -> None:
        desk, evidence = self._workplace.desk, self._evidence
        assert desk is not None
        self._workplace.tasks.run(
            lambda: looked_at(evidence, read(desk, evidence)), self._take, self._fail
        )

    def _take(self, found: tuple[bytes, bytes | UserError], password: str = "") -> None:
        self.data, shown = found
        if isinstance(shown, UserError):
            self._fail(shown)
        else:
            self._show(shown, password)

    def _show(self, shown: bytes, password: str = "") -> None:
        """The file itself; where it is locked, a field for its password."""
        if not self._open:
            return
        self.save.setEnabled(True)
        try:
            self.leaf = leaf_of(self._evidence, shown, password)
        except Locked as fault:
            self._ask_password(words.say(fault))
        except UserError as fault:
            self._explain(words.say(fault))
        else:
            self._put(self.leaf)
            self._say(self.leaf.said)
            self.leaf.setFocus()
            if hasattr(self.leaf, "turned"):
                self.leaf.turned.connect(self._show_page)
        self._show_tools()

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        if self._open:
            self.save.setEnabled(self.data is not None)
            self._explain(words.say(fault))

    def _explain(self, sentence: str) -> None:
        """In place of the file: why it is not shown, and what is known of it."""
        evidence = self._evidence
        section = Section(_("File"))
        section.say(sentence)
        section.fact(_("Name"), evidence.name)
        section.fact(_("Type"), evidence.media_type)
        section.fact(_("Size"), size(evidence))
        section.fact("SHA-256", evidence.sha256)
        self._put(section)
        self._say("")
        self.save.setFocus()

    def _ask_password(self, sentence: str) -> None:
        """The password is used for looking, and kept nowhere."""
        section = Section(_("File"))
        section.say(sentence)
        field = Line()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(_("Password of the file"))
        field.setMaximumWidth(320)
        field.returnPressed.connect(lambda: self._unlock(field.text()))
        section.put(_("Password"), field)
        self._put(section)
        self._say("")
        field.setFocus()

    def _unlock(self, password: str) -> None:
        data, evidence = self.data, self._evidence
        assert data is not None
        self._workplace.tasks.run(
            lambda: looked_at(evidence, data, password),
            lambda found: self._take(found, password),
            self._fail,
        )

    def _put(self, body: QWidget) -> None:
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body

    def _say(self, sentence: str) -> None:
        self.said.setText(breakable(sentence))

    # -------------------------------------------------------------- the reader's wishes

    def turn(self, by: int) -> None:
        if self.leaf is not None:
            self.leaf.turn(max(0, min(self.leaf.page + by, self.leaf.pages - 1)))
            self._show_page()

    def zoom(self, factor: float) -> None:
        if self.leaf is not None:
            self.leaf.zoom(factor)

    def fit(self) -> None:
        if self.leaf is not None:
            self.leaf.fit()

    def _to_search(self) -> None:
        if self.search.isVisible():
            self.search.setFocus()
            self.search.selectAll()

    def look_for(self, *, back: bool = False) -> None:
        if self.leaf is not None and self.leaf.searches and self.search.value():
            self._say(self.leaf.look_for(self.search.value(), back=back))
            self._show_page()

    def _save(self) -> None:
        if self.data is not None:
            save_copy(self._workplace, self, self._evidence, self.data)

    def done(self, result: int) -> None:
        self._open = False  # what is still being read is of no use any more
        super().done(result)


STEP = 1.25
"""So much larger or smaller at a time."""


def read(desk: Desk, evidence: Evidence) -> bytes:
    """The bytes as they were attached; raises UserError where they are not that any more."""
    data = desk.file_of(evidence)
    if hashlib.sha256(data).hexdigest() != evidence.sha256:
        raise FileProblem(
            N_(
                "“{name}” was damaged inside the campaign file: it is not what was attached. "
                "Restore a back-up, or attach it again."
            ),
            name=evidence.name,
        )
    return data


def looked_at(
    evidence: Evidence, data: bytes, password: str = ""
) -> tuple[bytes, bytes | UserError]:
    """The file and what of it may be shown, or why nothing may: another process looks first."""
    try:
        return data, tried(view_of(evidence), evidence.name, data, password)
    except UserError as fault:
        return data, fault


class Locked(FileProblem):
    """The file has a password of its own; what was typed, if anything, does not open it."""


def leaf_of(evidence: Evidence, data: bytes, password: str = "") -> Leaf:
    """What shows this file; raises FileProblem with a sentence where nothing can."""
    match view_of(evidence):
        case View.PDF:
            from upudesk.gui.leaf_pdf import PdfLeaf

            return PdfLeaf(evidence.name, data, password)
        case View.PICTURE:
            from upudesk.gui.leaf_picture import PictureLeaf

            return PictureLeaf(evidence.name, data)
        case View.TEXT:
            from upudesk.gui.leaf_text import TextLeaf

            return TextLeaf(evidence.name, data)
    raise FileProblem(
        N_("This kind of file is not shown here; save a copy to open it in another program.")
    )


# ------------------------------------------------------------------ the only way out


def ask_and_save(workplace: Workplace, evidence: Evidence, parent: QWidget) -> None:
    """Save a copy without looking at the file."""
    window, desk = parent.window(), workplace.desk
    assert desk is not None

    def failed(fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        messages.show_fault(window, fault)

    workplace.tasks.run(
        lambda: read(desk, evidence),
        lambda data: save_copy(workplace, window, evidence, data),
        failed,
    )


def save_copy(workplace: Workplace, window: QWidget, evidence: Evidence, data: bytes) -> None:
    """Ask for a place and write the file there; what stood there stays whole until then."""
    usual = safe_name(evidence.name)
    chosen, _filter = QFileDialog.getSaveFileName(window, _("Save a copy"), usual)
    if not chosen:
        return
    try:
        place(Path(chosen), data)
    except UserError as fault:
        messages.show_fault(window, fault)
        return
    saved = _("Saved as {file}").format(file=chosen)
    messages.show(window, telling.dotted(saved, _noted(workplace, evidence, data)))


def _noted(workplace: Workplace, evidence: Evidence, data: bytes) -> str:
    """Note the copy in the export log; gives a sentence where that cannot be done."""
    snapshot = workplace.snapshot
    behind = snapshot.any(evidence.about)
    said = {
        "what": evidence.name, "document": "evidence",
        "marking": outgoing.marking(snapshot, (evidence, behind)),
        "members": members_of(snapshot, behind),
    }  # fmt: skip
    return outgoing.note(workplace, outgoing.entry(workplace, data, **said))
