"""How a pack looks and for whom it is: title, readers, marking, language, sheet, copies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from upudesk import disclosure, words
from upudesk.gui.forms import Choice, Form, Line, Tick
from upudesk.gui.imprints import markings, sheets
from upudesk.gui.language import digits, eras, language_of, languages
from upudesk.gui.record_fields import NumberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Pack, Profile
from upudesk.reports.imprint import Paper
from upudesk.snapshot import Snapshot

_CHOSEN = ("profile", "marking", "language", "paper", "era", "digits")


class PackChoices(QWidget):
    """Reads and shows the fields of a pack that say nothing of its countries and parts."""

    changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.title, self.recipient, self.watermark = Line(), Line(), Line()
        self.choices = {name: Choice(()) for name in _CHOSEN}
        self.copies = NumberField(1)
        self.justified, self.protect = Tick(""), Tick("")
        self.form: Form | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for line in (self.title, self.recipient, self.watermark, self.copies):
            line.textChanged.connect(lambda _typed: self.changed.emit())
        for choice in self.choices.values():
            choice.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.justified.toggled.connect(lambda _on: self.changed.emit())

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        """The fields move into a form whose labels are in the language of the moment."""
        form, chosen = Form(columns=2), self.choices
        form.add("title", _("T&itle"), self.title, span=2)
        form.add("profile", _("For &whom"), chosen["profile"])
        form.add("recipient", _("&Recipient"), self.recipient)
        form.add("marking", _("&Marking"), chosen["marking"])
        form.add("watermark", _("Watermar&k"), self.watermark)
        form.add("language", _("&Language of the paper"), chosen["language"])
        form.add("paper", _("Shee&t"), chosen["paper"])
        form.add("era", _("Er&a"), chosen["era"])
        form.add("digits", _("Di&gits"), chosen["digits"])
        form.add("copies", _("C&opies, numbered"), self.copies)
        form.add("ticks", _("Text and file"), self._ticks())
        self.form = form.in_place_of(self.form, self._column)
        chosen["language"].offer(languages())
        chosen["era"].offer(eras())
        chosen["digits"].offer(digits())
        chosen["paper"].offer(sheets())
        self.recipient.setPlaceholderText(_("nobody named"))
        chosen["marking"].setToolTip(_("Never below what the contents need."))
        if self._workplace.desk is not None:
            self.renew()

    def _ticks(self) -> QWidget:
        self.justified.setText(_("Justified"))
        self.protect.setText(_("Passphrase"))
        self.justified.setAccessibleName(_("Text fills its lines to both edges"))
        self.protect.setAccessibleName(_("Save with a passphrase"))
        self.justified.setToolTip(self.justified.accessibleName())
        self.protect.setToolTip(_("The saved PDF opens only with a passphrase (AES-256)."))
        return _Beside(self.justified, self.protect)

    def renew(self) -> None:
        """Profiles and markings as they are now; one that is gone says so and stays chosen."""
        snapshot, chosen = self._workplace.snapshot, self.choices
        chosen["profile"].offer(_profiles(snapshot, chosen["profile"].value()))
        chosen["marking"].offer(markings(snapshot.markings))

    # -------------------------------------------------------------- reading and showing

    def usual(self) -> Pack:
        """What the reader's settings say, while no preset says otherwise."""
        settings = self._workplace.settings
        return Pack(
            language=settings.paper_language, era=settings.era, digits=settings.digits,
            paper=str(Paper.A4), profile=disclosure.INTERNAL,
        )  # fmt: skip

    def show_pack(self, pack: Pack) -> None:
        """What this pack says; where it says nothing, the usual."""
        usual = self.usual()
        snapshot = self._workplace.snapshot
        profile = pack.profile or usual.profile
        self.choices["profile"].offer(_profiles(snapshot, profile))
        for name in _CHOSEN:
            self.choices[name].choose(getattr(pack, name) or getattr(usual, name))
        self.recipient.setText(pack.recipient)
        self.watermark.setText(pack.watermark)
        self.copies.setText(str(pack.copies))
        self.justified.setChecked(pack.justified)

    def language(self) -> Language:
        """Of the paper, with the era and the digits that are chosen."""
        era, digits = (self.choices[name].value() or "" for name in ("era", "digits"))
        settings = replace(self._workplace.settings, era=era, digits=digits)
        return language_of(settings, self.choices["language"].value() or settings.paper_language)

    def profile(self) -> Profile:
        """For which readers it is; raises UnknownRecord where that profile is gone."""
        chosen = self.choices["profile"].value() or disclosure.INTERNAL
        return disclosure.profile(self._workplace.snapshot, chosen)

    def said(self, pack: Pack) -> Pack:
        """The same pack with what is chosen here; raises InvalidRecord where that is nonsense."""
        chosen: dict[str, Any] = {name: self.choices[name].value() or "" for name in _CHOSEN}
        return replace(
            pack, recipient=self.recipient.value(), watermark=self.watermark.value(),
            copies=self.copies.value() or 1, justified=self.justified.isChecked(), **chosen,
        )  # fmt: skip

    def show_problems(self, problems: dict[str, str]) -> list[str]:
        """Each beside its field; what belongs to none is given back."""
        assert self.form is not None
        return self.form.show_problems(problems)

    def suggest(self, title: str, watermark: str) -> None:
        """What is printed where nothing is typed."""
        self.title.setPlaceholderText(title)
        self.watermark.setPlaceholderText(watermark or _("no watermark"))


class _Beside(QWidget):
    """Two ticks on one line, as high as a field."""

    def __init__(self, *ticks: Tick) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for tick in ticks:
            row.addWidget(tick)
        row.addStretch()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, 28))


def _profiles(snapshot: Snapshot, chosen: str | None) -> list[tuple[str, str]]:
    """All there are. One that is gone is never silently taken for another: more might go out."""
    known = [(one.code, words.named(one)) for one in disclosure.profiles(snapshot)]
    if chosen and chosen not in dict(known):
        known.append((chosen, _("deleted: {profile}").format(profile=chosen)))
    return known
