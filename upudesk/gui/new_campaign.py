"""Founding a campaign: where it is kept, who stands, for which Congress, and a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from upudesk import seed, words
from upudesk.campaign.plan import Put
from upudesk.desk import Desk
from upudesk.errors import N_, FileProblem, InvalidRecord, Message
from upudesk.gui.entry import Entry, collected
from upudesk.gui.files import usual_folder
from upudesk.gui.forms import Form, Line, wrapping
from upudesk.gui.member_field import MemberField
from upudesk.gui.passphrases import NO_BACK_DOOR, Secret, typed_twice
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Campaign, Member, Record
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


class NewCampaign(Entry):
    """Makes the file and hands its desk on."""

    def __init__(
        self, workplace: Workplace, hold: Callable[[Desk], None], parent: QWidget | None = None
    ) -> None:
        self._workplace, self._hold = workplace, hold
        super().__init__(parent, _("New campaign"), _form(workplace.language.code), _("Found it"))
        self.layout().insertWidget(2, wrapping(_(NO_BACK_DOOR), "quiet"))  # type: ignore[union-attr]
        self.resize(680, 380)
        self.watch()

    def record(self) -> None:
        fields = self.form.fields
        readers = {name: fields[name].value for name in ("place", "candidate", "congress")}  # type: ignore[attr-defined]
        said = collected(readers)
        typed = any(fields[name].text() for name in ("passphrase", "again"))  # type: ignore[attr-defined]
        passphrase = typed_twice(self.form) if typed else None
        language = self._workplace.language.code
        deeds = seed.found_campaign(
            moment=datetime.now(UTC), candidate=said["candidate"],
            congress=said["congress"] or None, language=language,
        )  # fmt: skip
        author = self._workplace.settings.author
        try:
            desk = Desk.create(said["place"], deeds, passphrase, window=True, author=author)
        except FileProblem as fault:
            raise InvalidRecord({"place": fault.message}) from None
        self._hold(desk)


def _form(language: str) -> Form:
    reference = _reference(language)
    campaign = reference.campaign
    form = Form(columns=2)
    usual = usual_folder() / f"{campaign.place_en.lower()}-{campaign.year}{SUFFIX}"
    form.add("place", _("&Where it is kept"), PlaceField(usual), span=2)
    candidate = reference.find(Member, campaign.candidate)
    form.add("candidate", _("The &country that stands"), MemberField(reference, candidate))
    form.add("congress", _("Con&gress"), Line(words.told(campaign, "congress")))
    form.add("passphrase", _("&Passphrase (may stay blank)"), Secret())
    form.add("again", _("The same &again"), Secret())
    return form


def _reference(language: str) -> Snapshot:
    """The usual campaign, of which the form shows what it would hold."""
    tables: dict[str, dict[str, Record]] = {}
    for deed in seed.found_campaign(moment=datetime.now(UTC), language=language):
        for edit in deed.plan.edits:
            if isinstance(edit, Put) and isinstance(edit.record, Campaign | Member):
                tables.setdefault(edit.record.KIND, {})[edit.record.id] = edit.record
    return Snapshot(date.today(), tables)
