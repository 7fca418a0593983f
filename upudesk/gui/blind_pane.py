"""The blind second count: begun, rated by two people apart, compared once both have finished."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from upudesk import blind, telling, words
from upudesk.campaign import blind as counting
from upudesk.gui import messages, theme
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form, Line
from upudesk.gui.owners import reader
from upudesk.gui.pages import Detail, Page
from upudesk.gui.parts import text
from upudesk.gui.rating_sheet import RatingSheet
from upudesk.gui.two_counts import TwoCounts, name_of
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import BlindCount, Candidacy


class BlindPane(Page):
    """What is shown depends on who sits here: the sheet to rate on, or that it is sealed."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.which = Choice([("", "")])
        self.which.setMinimumContentsLength(24)
        self.begin_button, self.delete_button = QPushButton(), QPushButton()
        self.detail, self.sheet, self.both = (
            Detail(), RatingSheet(workplace), TwoCounts(workplace),
        )  # fmt: skip
        self._stack = QStackedWidget()
        for view in (self.detail, self.sheet, self.both):
            self._stack.addWidget(view)
        self._lay_out()
        self.which.currentIndexChanged.connect(lambda _index: self._show_count())
        self.begin_button.clicked.connect(self.begin)
        self.delete_button.clicked.connect(self.discard)
        self.sheet.ended.connect(self.finish)
        workplace.preferred.connect(self._another_reader)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(24, theme.MARGIN, 24, theme.GAP)
        top.setSpacing(theme.GAP)
        top.addWidget(self.which)
        top.addStretch()
        top.addWidget(self.delete_button)
        top.addWidget(self.begin_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def word(self) -> None:
        self.begin_button.setText(_("Begin a blind count…"))
        self.delete_button.setText(_("Delete this count"))
        for button in (self.begin_button, self.delete_button):
            button.setAccessibleName(button.text())
        self.which.setAccessibleName(_("Blind count"))
        self.sheet.word()
        self.both.word()
        self.renew()

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        waiting = blind.open_for(snapshot, reader(self.workplace))
        others = [count for count in snapshot.all(BlindCount) if count not in waiting]
        counts = [(c.id, self._called(c)) for c in (*reversed(waiting), *reversed(others))]
        self.which.offer(counts or [("", "")])
        self.which.setVisible(bool(counts))
        self.delete_button.setVisible(bool(counts))
        self.begin_button.setProperty("main", "false" if counts else "true")
        self.begin_button.style().polish(self.begin_button)
        self.begin_button.setEnabled(bool(snapshot.ours))
        self._show_count()

    def _called(self, count: BlindCount) -> str:
        snapshot = self.workplace.snapshot
        about = words.about(snapshot.find(Candidacy, count.candidacy), snapshot)
        day = self.workplace.language.date(count.began_on) if count.began_on else ""
        return telling.dotted(about, day)

    def _another_reader(self) -> None:
        if self.isVisible():
            self.renew()

    @property
    def count(self) -> BlindCount | None:
        """The count that is looked at."""
        return self.workplace.snapshot.find(BlindCount, self.which.value() or "")

    def _show_count(self) -> None:
        if self.workplace.desk is None:
            return
        count, me = self.count, reader(self.workplace)
        if count is None:
            self._say(self._nothing())
        elif blind.finished(count):
            self.both.show_count(count)
            self._stack.setCurrentWidget(self.both)
        elif me in blind.raters(count) and not blind.done(count, me):
            self.sheet.show_count(count, me)
            self._stack.setCurrentWidget(self.sheet)
        else:
            self._say(*self._sealed(count, me))

    def _say(self, *sentences: str) -> None:
        self.detail.show_parts("", [text(sentence, "quiet") for sentence in sentences])
        self._stack.setCurrentWidget(self.detail)

    def _nothing(self) -> str:
        if not self.workplace.snapshot.ours:
            return _("This campaign has no candidacy of its own yet.")
        return _(
            "In a blind count two people rate every country apart, unseen by each other; once both "
            "have finished, it is shown where they differ. The pledges stay as they are."
        )

    def _sealed(self, count: BlindCount, me: str) -> tuple[str, ...]:
        snapshot = self.workplace.snapshot
        names = {id: name_of(snapshot, id) for id in blind.raters(count)}
        told = [
            (_("{name} has finished.") if blind.done(count, id) else _("{name} is still rating."))
            .format(name=name)
            for id, name in names.items()
        ]  # fmt: skip
        if me in names:
            first = _("You have finished. What both said is shown once the other has, too.")
        else:
            first = _(
                "What the two say is sealed until both have finished. To rate as one of them, give "
                "that name as yours in the settings."
            )
        return first, " ".join(told)

    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self.sheet:
            self.sheet.table.setFocus()
        elif shown is self.both:
            self.both.take_focus()
        else:
            self.begin_button.setFocus()

    def show_record(self, id: str) -> None:
        """Look at one of the counts."""
        self.which.choose(id)

    # -------------------------------------------------------------- doing

    def begin(self) -> None:
        if self.workplace.may_write(self.window()):
            BeginForm(self.workplace, self.window()).open()

    def discard(self) -> None:
        """The count with all ratings; Undo brings it back."""
        if self.count is not None:
            self.workplace.attempt(self, counting.discard, self.count.id)

    def finish(self) -> None:
        """Final but for Undo, so it is asked whether that is meant."""
        count, me = self.count, reader(self.workplace)
        if count is None:
            return
        question = _(
            "Have you finished? You cannot change your ratings afterwards; once both have "
            "finished, everyone sees both."
        )
        if messages.confirmed(self.window(), question, _("I have finished")):
            self.workplace.attempt(self, counting.finish, count.id, me)


class BeginForm(Entry):
    """For which candidacy, and who the two are."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        self._workplace = workplace
        snapshot = workplace.snapshot
        ours = [(own.id, words.about(own, snapshot)) for own in snapshot.ours]
        form = Form(columns=2)
        form.add("candidacy", _("&Candidacy"), Choice(ours), span=2)
        form.add("first", _("&First to rate"), self._person(workplace.settings.author))
        form.add("second", _("&Second to rate"), self._person(""))
        super().__init__(parent, _("Begin a blind count"), form, _("Begin"))
        self.resize(540, 300)
        self.watch()
        form.fields["second"].setFocus()

    def _person(self, name: str) -> Line:
        """A name, as it stands in the settings of whoever is meant."""
        line = Line(name, hint=_("Name as in the settings"))
        known = [author.name for author in self._workplace.snapshot.authors]
        completer = QCompleter(known, line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setCompleter(completer)
        return line

    def record(self) -> None:
        readers = {name: field.value for name, field in self.form.fields.items()}  # type: ignore[attr-defined]
        said = collected(readers)
        self._workplace.do(counting.begin, said["candidacy"], said["first"], said["second"])
