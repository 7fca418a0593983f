"""Founding a campaign in four steps: language, passphrase, Congress, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from upudesk import seed, words
from upudesk.campaign.plan import Put
from upudesk.desk import Desk
from upudesk.errors import N_, FileProblem, InvalidRecord, Message, UserError
from upudesk.gui import theme
from upudesk.gui.entry import collected
from upudesk.gui.files import usual_folder
from upudesk.gui.forms import Choice, Form, Line, Tick, breakable, wrapping
from upudesk.gui.language import eras, languages
from upudesk.gui.member_field import MemberField
from upudesk.gui.parts import text
from upudesk.gui.passphrases import Secret, secret, sheet_choice, typed_twice
from upudesk.gui.strength import StrengthMeter
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current
from upudesk.model import Campaign, Council, Member, Record
from upudesk.passphrase import NO_BACK_DOOR
from upudesk.snapshot import Snapshot

SUFFIX = ".upudesk"


class PlaceField(QWidget):
    """A file that is not there yet."""

    def __init__(self, usual: Path) -> None:
        super().__init__()
        self.line = Line(str(usual))
        self.textChanged = self.line.textChanged
        self._browse = QPushButton(_("Choose…"))
        self._browse.setAccessibleName(_("Choose where the campaign is kept"))
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self._browse)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def value(self) -> Path:
        typed = self.line.value()
        if not typed:
            raise InvalidRecord({"": Message(N_("Say where the campaign is to be kept."))})
        path = Path(typed).expanduser()
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def _ask(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Where to keep the campaign"), self.line.text(), _("Campaigns (*.upudesk)")
        )
        if chosen:
            self.line.setText(chosen)


class CouncilsField(QWidget):
    """A box to tick for each council that the country stands for."""

    def __init__(self, councils: list[Council]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.boxes = {council.code: Tick(words.short(council)) for council in councils}
        for box in self.boxes.values():
            box.setChecked(True)
            box.setAccessibleName(box.text())
            row.addWidget(box)
        row.addStretch()
        self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> list[str]:
        ticked = [code for code, box in self.boxes.items() if box.isChecked()]
        if not ticked:
            raise InvalidRecord({"": Message(N_("Tick the council that the country stands for."))})
        return ticked


class NewCampaign(QDialog):
    """Makes the file and hands its desk on; each step is looked through before the next."""

    sheet_wanted = Signal(str, str)
    """The passphrase that was set, and which sheet is to be shown."""

    def __init__(
        self, workplace: Workplace, hold: Callable[[Desk], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._hold = workplace, hold
        self.setWindowTitle(_("New campaign"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.forms: list[Form] = []
        self.steps = QStackedWidget()
        for title, sentence, form in _steps(workplace):
            self._add(title, sentence, form)
        self.problem = wrapping(role="problem")
        self.problem.hide()
        self.back, self.next = QPushButton(_("&Back")), QPushButton()
        self.cancel = QPushButton(_("Cancel"))
        self._lay_out()
        self._turn(0)

    def _add(self, title: str, sentence: str, form: Form) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP + 4)
        column.addWidget(text(title, strong=True, size=theme.LARGE))
        column.addWidget(text(sentence, "quiet"))
        column.addWidget(form)
        column.addStretch()
        self.forms.append(form)
        self.steps.addWidget(page)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        self.said = text("", "quiet")
        foot.addWidget(self.said, 1)
        for button in (self.cancel, self.back, self.next):
            button.setAutoDefault(button is self.next)
            foot.addWidget(button)
        self.next.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.MARGIN, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.GAP + 4)
        column.addWidget(self.steps, 1)
        column.addWidget(self.problem)
        column.addLayout(foot)
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self._turn(self.steps.currentIndex() - 1))
        self.next.clicked.connect(self.go_on)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go_on)
        self.resize(620, 420)

    # -------------------------------------------------------------- the steps

    def _turn(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        last = step == len(self.forms) - 1
        self.next.setText(_("&Found it") if last else _("&Next"))
        self.back.setEnabled(step > 0)
        number = current().number
        place = _("Step {number} of {all}")
        self.said.setText(place.format(number=number(step + 1), all=number(len(self.forms))))
        self.problem.hide()
        next(iter(self.forms[step].fields.values())).setFocus()

    def go_on(self) -> None:
        """To the next step, or at the last one found the campaign."""
        step = self.steps.currentIndex()
        form = self.forms[step]
        try:
            _read(form)
            if step == len(self.forms) - 1:
                self._found()
        except InvalidRecord as fault:
            self._show(form, fault.problems)
        except UserError as fault:
            self._show(form, {"": fault.message})
        else:
            form.show_problems({})
            self.accept() if step == len(self.forms) - 1 else self._turn(step + 1)

    def _show(self, form: Form, problems: dict[str, Message]) -> None:
        rest = form.show_problems({name: words.say(said) for name, said in problems.items()})
        self.problem.setText(breakable(" ".join(rest)))
        self.problem.setVisible(bool(rest))

    def _found(self) -> None:
        reader, lock, about, start = (_read(form) for form in self.forms)
        author = self._workplace.settings.author
        try:
            desk = Desk.create(
                start["place"], _deeds(reader, about, start), lock["passphrase"], window=True,
                author=author,
            )  # fmt: skip
        except FileProblem as fault:
            raise InvalidRecord({"place": fault.message}) from None
        self._workplace.prefer(language=reader["language"], era=reader["era"])
        self._hold(desk)
        if lock["sheet"]:
            self.sheet_wanted.emit(lock["passphrase"], lock["sheet"])


def _deeds(reader: dict[str, Any], about: dict[str, Any], start: dict[str, Any]) -> Any:
    """The steps with which the file begins: what every campaign knows, or the whole demo."""
    if start["begin"] == "demo":
        from upudesk.demo import demo_deeds

        return demo_deeds()
    return seed.found_campaign(
        moment=datetime.now(UTC), candidate=about["candidate"],
        congress=about["congress"] or None, councils=about["councils"],
        language=reader["language"],
    )  # fmt: skip


def _read(form: Form) -> dict[str, Any]:
    """What a step says; raises InvalidRecord with every problem at once."""
    if "passphrase" in form.fields:
        typed = any(form.fields[name].text() for name in ("passphrase", "again"))  # type: ignore[attr-defined]
        sheet = form.fields["sheet"].value() if typed else ""  # type: ignore[attr-defined]
        return {"passphrase": typed_twice(form) if typed else None, "sheet": sheet}
    return collected({name: field.value for name, field in form.fields.items()})  # type: ignore[attr-defined]


def _steps(workplace: Workplace) -> Iterator[tuple[str, str, Form]]:
    reader = Form(columns=2)
    reader.add("language", _("&Language of the screen"), Choice(languages(), current().code))
    reader.add("era", _("&Years"), Choice(eras(), workplace.settings.era))
    yield _("Language and years"), _("Both can be changed at any time."), reader
    lock = Form(columns=2)
    lock.add("passphrase", _("&Passphrase (may stay blank)"), Secret())
    lock.add("again", _("The same &again"), Secret())
    lock.add("strength", _("Strength"), StrengthMeter(secret(lock, "passphrase")), span=2)
    lock.add("sheet", _("&Sheet for a sealed envelope"), sheet_choice(), span=2)
    blank = _("Without one, anyone who has the file can read it.")
    yield _("Passphrase"), f"{_(NO_BACK_DOOR)} {blank}", lock
    reference = _reference(workplace.language.code)
    campaign = reference.campaign
    about = Form(columns=2)
    candidate = reference.find(Member, campaign.candidate)
    about.add("candidate", _("The &country that stands"), MemberField(reference, candidate))
    about.add("councils", _("Stands &for"), CouncilsField(list(reference.councils)))
    about.add("congress", _("Con&gress"), Line(words.told(campaign, "congress")), span=2)
    yield (
        _("Congress and candidacies"),
        _("Seats, rules and earlier results are entered with their sources; all can be edited."),
        about,
    )
    start = Form()
    usual = usual_folder() / f"{campaign.place_en.lower()}-{campaign.year}{SUFFIX}"
    start.add("place", _("&Where it is kept"), PlaceField(usual))
    begin = [
        ("empty", _("Empty: countries, rules and earlier results, no pledges yet")),
        ("demo", _("Demo: an invented campaign to try things on")),
    ]
    start.add("begin", _("&Begin with"), Choice(begin, "empty"))
    yield _("Where it begins"), _("One file holds the whole campaign."), start


def _reference(language: str) -> Snapshot:
    """The usual campaign, of which the form shows what it would hold."""
    tables: dict[str, dict[str, Record]] = {}
    for deed in seed.found_campaign(moment=datetime.now(UTC), language=language):
        for edit in deed.plan.edits:
            if isinstance(edit, Put) and isinstance(edit.record, Campaign | Member | Council):
                tables.setdefault(edit.record.KIND, {})[edit.record.id] = edit.record
    return Snapshot(date.today(), tables)
