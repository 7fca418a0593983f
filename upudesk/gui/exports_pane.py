"""What went out: who, when, what and for whom, the latest first; and which entry a file is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import disclosure, i18n, pack_words, words
from upudesk.campaign import exports
from upudesk.errors import N_, FileProblem, UserError
from upudesk.gui import theme
from upudesk.gui.forms import breakable, tone, wrapping
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage
from upudesk.gui.parts import Section, link, text
from upudesk.gui.subject import Act, Facet, Subject
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext, pgettext
from upudesk.model import Author, Export, Member, Way

PIECE = 1 << 20
NAMES = 24
"""So many countries of an entry are named."""


class ExportsPane(ListPage):
    """The export log. Nothing in it can be changed; a file can be held against it."""

    NOTHING = N_("Choose an entry to see what is known of it.")

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=700)
        self.compare, self.said = QPushButton(), wrapping(role="quiet")
        self.compare.setProperty("tool", "true")
        self.compare.clicked.connect(self._ask_file)
        head = QHBoxLayout()
        head.setContentsMargins(theme.GAP + 4, theme.GAP, theme.MARGIN, 0)
        head.setSpacing(theme.MARGIN)
        head.addWidget(self.compare)
        head.addWidget(self.said, 1)
        column = self.listing.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertLayout(0, head)

    def _subject(self, workplace: Workplace) -> Subject[Export]:
        def counted(number: int) -> str:
            shown = workplace.language.number(number)
            return ngettext("{count} entry", "{count} entries", number).format(count=shown)

        return Subject(
            "exports",
            title=lambda: _("What went out"),
            rows=lambda: list(exports.latest_first(workplace.snapshot)),
            key=lambda entry: entry.id,
            columns=self._columns,
            text=partial(_text, workplace),
            hint=lambda: _("Find: what, for whom, by whom, SHA-256"),
            empty=lambda: _(
                "Nothing went out yet. Whatever is saved or printed will be told here."
            ),
            counted=counted,
            facets=self._facets,
            actions=self._actions,
        )

    def _columns(self) -> list[Column[Export]]:
        language, workplace = self.workplace.language, self.workplace

        def quiet(shown: str) -> Cell:
            return Cell(shown, tip=shown, tone="quiet")

        return [
            Column(lambda: _("When"), lambda e: quiet(_when(e)), lambda e: e.at, 136, name="when"),
            Column(lambda: _("Title"), lambda e: Cell(e.what, tip=e.what),
                   lambda e: language.sort_key(e.what), 0, name="what"),
            Column(lambda: _("Kind"), lambda e: quiet(_kind(e)), _kind, 96, name="document"),
            Column(lambda: _("Recipient"), lambda e: Cell(e.recipient, tip=e.recipient),
                   lambda e: language.sort_key(e.recipient), 112, name="recipient"),
            Column(lambda: pgettext("of a paper", "Copy"), lambda e: Cell(_copy(e)),
                   lambda e: (e.copies, e.copy), 72, name="copy"),
            Column(lambda: _("Profile"), lambda e: quiet(self._profile(e)),
                   lambda e: language.sort_key(self._profile(e)), 88, name="profile"),
            Column(lambda: _("Marking"), lambda e: quiet(self._marking(e)), self._marking, 88,
                   name="marking", seldom=True),
            Column(lambda: _("Who"), lambda e: quiet(_who(workplace, e)),
                   lambda e: language.sort_key(_who(workplace, e)), 104, name="who", seldom=True),
            Column(lambda: _("How"), lambda e: quiet(pack_words.way(e.way)), lambda e: e.way, 72,
                   name="way", seldom=True),
            Column(lambda: "SHA-256", lambda e: quiet(e.sha256), lambda e: e.sha256, 140,
                   name="sha256", seldom=True),
        ]  # fmt: skip

    def _facets(self) -> Sequence[Facet[Export]]:
        return (
            Facet("document", lambda: _("Kind of paper"), self._documents,
                  lambda e, code: e.document == code),
            Facet("profile", lambda: _("Profile"), partial(self._known, self._profile,
                  _("All profiles")), lambda e, name: self._profile(e) == name),
            Facet("recipient", lambda: _("Recipient"), partial(self._known, _recipient,
                  _("All recipients")), lambda e, name: e.recipient == name),
            Facet("marking", lambda: _("Marking"), partial(self._known, self._marking,
                  _("All markings")), lambda e, name: self._marking(e) == name),
            Facet("by", lambda: _("Who"), self._people, lambda e, who: e.by == who),
            Facet("way", lambda: _("How"), _ways, lambda e, way: e.way is way),
        )  # fmt: skip

    def _documents(self) -> list[tuple[Any, str]]:
        codes = {entry.document for entry in self.workplace.snapshot.all(Export)}
        named = sorted((pack_words.document(code), code) for code in codes if code)
        return [(None, _("All kinds of paper")), *((code, shown) for shown, code in named)]

    def _known(self, word: Callable[[Export], str], every: str) -> list[tuple[Any, str]]:
        found = {word(entry) for entry in self.workplace.snapshot.all(Export)} - {""}
        return [(None, every), *((one, one) for one in sorted(found))]

    def _profile(self, entry: Export) -> str:
        return _profile(self.workplace, entry)

    def _marking(self, entry: Export) -> str:
        return pack_words.kept(entry.marking, self.workplace.snapshot.markings)

    def _people(self) -> list[tuple[Any, str]]:
        by = {entry.by: _who(self.workplace, entry)
              for entry in self.workplace.snapshot.all(Export)}  # fmt: skip
        return [(None, _("Everybody’s")), *((id, name) for id, name in by.items() if name)]

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) == 1:
            yield _("Copy the SHA-256"), partial(self.copy, keys[0])

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.compare.setText(_("Compare with a file…"))
        self.compare.setAccessibleName(self.compare.text())
        self.compare.setToolTip(_("Which entry is this file? Told by its SHA-256."))
        super().word()

    def renew(self) -> None:
        """Whoever and whatever came up meanwhile can be chosen too."""
        if self.workplace.desk is not None:
            for facet in self.listing.subject.facets():
                if facet.name in self.listing.choices:
                    self.listing.choices[facet.name].offer(facet.choices())
        super().renew()

    # -------------------------------------------------------------- the entry that is looked at

    def parts(self, id: str) -> Iterator[QWidget]:
        entry = self.workplace.snapshot.find(Export, id)
        if entry is None:
            return
        yield text(entry.what, strong=True, size=theme.LARGE)
        yield self._facts(entry)
        yield self._fingerprint(entry)
        if entry.members:
            yield self._countries(entry)

    def _facts(self, entry: Export) -> Section:
        number = i18n.current().number
        section = Section(_("What went out"), names=112)
        facts = (
            (_("When"), _when(entry)), (_("Who"), _who(self.workplace, entry)),
            (_("How"), pack_words.way(entry.way)),
            (_("Kind of paper"), _kind(entry)),
            (_("Recipient"), entry.recipient), (pgettext("of a paper", "Copy"), _copy(entry)),
            (_("Profile"), self._profile(entry)), (_("Marking"), self._marking(entry)),
            (_("Language"), _language(entry.language)),
            (_("Pages"), number(entry.pages) if entry.pages else ""),
            (_("Records withheld"), number(entry.withheld) if entry.withheld else ""),
            (_("Passphrase"), _("opens only with a passphrase") if entry.protected else ""),
        )  # fmt: skip
        for name, shown in facts:
            if shown:
                section.fact(name, shown)
        return section

    def _fingerprint(self, entry: Export) -> Section:
        copy = link(_("Copy"), lambda: self.copy(entry.id), _("Copy the SHA-256"))
        section = Section("SHA-256", copy)
        half = len(entry.sha256) // 2
        section.whole(text(f"{entry.sha256[:half]}\n{entry.sha256[half:]}"))
        size = _("{count} bytes").format(count=i18n.current().number(entry.size or 0))
        section.say(size)
        return section

    def _countries(self, entry: Export) -> Section:
        found = [self.workplace.snapshot.find(Member, id) for id in entry.members]
        names = [words.named(member) for member in found if member]
        listed = ", ".join(names[:NAMES])
        if (more := len(names) - NAMES) > 0:
            told = _("{names} and {count} more")
            listed = told.format(names=listed, count=i18n.current().number(more))
        section = Section(_("Countries"))
        section.whole(text(listed))
        return section

    def copy(self, id: str) -> None:
        """The SHA-256 of an entry to the clipboard."""
        entry = self.workplace.snapshot.get(Export, id)
        QGuiApplication.clipboard().setText(entry.sha256)
        self._say(_("The SHA-256 is on the clipboard."))

    # -------------------------------------------------------------- which entry a file is

    def _ask_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Compare with a file"))
        if chosen:
            self.compare_with(Path(chosen))

    def compare_with(self, file: Path) -> None:
        """Tell which entry this file is, off the window's thread; large ones take their time."""
        self._say(_("The file is being read …"))

        def failed(fault: Exception) -> None:
            if not isinstance(fault, UserError):
                raise fault
            self._say(words.say(fault), "warning")

        self.workplace.tasks.run(
            partial(digest, file), partial(self._tell_found, file.name), failed
        )

    def _tell_found(self, name: str, sha256: str) -> None:
        same = exports.found(self.workplace.snapshot, sha256)
        if not same:
            told = _("“{file}” is no entry of this log: it was changed, or it never went out from "
                     "this campaign.")  # fmt: skip
            self._say(told.format(file=name), "warning")
            return
        self.listing.look_at(same[0].id)
        self.listing.tell_now()
        told = _("“{file}” is, byte for byte, what went out on {moment}.")
        self._say(told.format(file=name, moment=_when(same[0])))

    def _say(self, sentence: str, mark: str = "quiet") -> None:
        self.said.setText(breakable(sentence))
        tone(self.said, mark)


def digest(file: Path) -> str:
    """The SHA-256 of a file; raises FileProblem where it cannot be read."""
    found = hashlib.sha256()
    try:
        with file.open("rb") as opened:
            while piece := opened.read(PIECE):
                found.update(piece)
    except OSError as fault:
        raise FileProblem(
            N_("{file} could not be read ({why})."),
            file=str(file), why=fault.strerror or str(fault),
        ) from fault  # fmt: skip
    return found.hexdigest()


# ------------------------------------------------------------------ an entry in words


def _when(entry: Export) -> str:
    try:
        moment = datetime.fromisoformat(entry.at)
    except ValueError:
        return entry.at
    return i18n.current().instant(moment)


def _kind(entry: Export) -> str:
    return pack_words.document(entry.document) if entry.document else ""


def _profile(workplace: Workplace, entry: Export) -> str:
    return pack_words.kept(entry.profile, disclosure.profiles(workplace.snapshot))


def _recipient(entry: Export) -> str:
    return entry.recipient


def _who(workplace: Workplace, entry: Export) -> str:
    """By name: of the official, or as it was typed in the settings."""
    author = workplace.snapshot.find(Author, entry.by)
    return author.name if author else entry.by


def _copy(entry: Export) -> str:
    number = i18n.current().number
    if not entry.copy:
        return ""
    if not entry.copies:
        return number(entry.copy)
    return _("{page} of {count}").format(page=number(entry.copy), count=number(entry.copies))


def _language(code: str) -> str:
    return i18n.Language(code).name if code in i18n.CODES else code


def _ways() -> list[tuple[Any, str]]:
    return [(None, _("In any way")), *((way, pack_words.way(way)) for way in Way)]


def _text(workplace: Workplace, entry: Export) -> str:
    """All in which typed words are looked for."""
    return " ".join((entry.what, entry.recipient, _who(workplace, entry),
                     _profile(workplace, entry), _kind(entry), entry.sha256))  # fmt: skip
