"""Campaign files from the window: new, open, demo, close, passphrase, back-up, check."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from upudesk import words
from upudesk.desk import Desk
from upudesk.errors import (
    BrokenOff,
    DamagedFile,
    NotACampaign,
    PassphraseNeeded,
    PlantedFile,
    UserError,
    WrongPassphrase,
)
from upudesk.gui import messages
from upudesk.gui.waiting import Waiting, Work, waited_for
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.seal import seal, spoken

if TYPE_CHECKING:
    from upudesk.backups import Keeping
    from upudesk.damaged import Damage
    from upudesk.gui.damaged_dialog import DamagedDialog
    from upudesk.gui.lost_file import LostFile
    from upudesk.inspection import Report
    from upudesk.rescue import Rescued


class Files(QObject):
    """What the File menu does; every refusal is told in one sentence."""

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._window = workplace, window
        self._under_way: Waiting | None = None
        workplace.closing.connect(self._break_off)  # first of all: others still write then

    def _keeping(self) -> Keeping:
        from upudesk.backups import Keeping

        return Keeping.of(self._workplace.settings)

    # -------------------------------------------------------------- opening

    def ask_open(self) -> None:
        recent = self._workplace.settings.recent
        folder = Path(recent[0]).parent if recent else usual_folder()
        if chosen := _chosen(self._window, folder):
            self.open(chosen)

    def open(self, path: Path) -> None:
        """Open a campaign in this window; asks for its passphrase where it has one."""
        if self._is_open(path):
            return
        try:
            self._open(path)
        except PassphraseNeeded:
            self._ask_passphrase_or_doubt(path)
        except DamagedFile as fault:
            self._look_into_damaged(path, fault)
        except NotACampaign as fault:
            self._look_for_backups(path, fault)
        except UserError as fault:
            if path.exists() or not self._is_missed(path):
                messages.show_fault(self._window, fault)

    # -------------------------------------------------------------- a file that is gone

    def _is_missed(self, path: Path) -> bool:
        """Whether it was a campaign of this machine: then there may be a way back to it."""
        from upudesk.gui.backup_rows import rows_for_file

        settings = self._workplace.settings
        rows = rows_for_file(path, self._keeping())
        if not rows and str(path) not in settings.recent:
            return False
        self._workplace.prefer(last_campaign="")
        if not rows:
            self._forget(path)
        told = _("{file} is not there. It was deleted, moved or renamed, or its disk is missing.")
        self.show_lost(path, told.format(file=path))
        return True

    def _forget(self, path: Path) -> None:
        settings = self._workplace.settings.without_recent(path)
        self._workplace.prefer(last_campaign=settings.last_campaign, recent=settings.recent)

    def show_lost(self, path: Path, said: str) -> None:
        """The back-ups of a file that cannot be opened, and other ways to go on."""
        from upudesk.gui.lost_file import LostFile

        dialog = LostFile(self._workplace, path, said, self._try_open, self._window)
        dialog.search_wanted.connect(lambda: self._search(dialog, path))
        dialog.passphrase_wanted.connect(dialog.accept)
        dialog.passphrase_wanted.connect(lambda: self._ask_passphrase(path))
        dialog.open()

    def _search(self, dialog: LostFile, path: Path) -> None:
        folder = next((folder for folder in path.parents if folder.is_dir()), usual_folder())
        if chosen := _chosen(dialog, folder):
            dialog.accept()
            self._forget(path)
            self.open(chosen)

    # -------------------------------------------------------------- a damaged file

    def _look_into_damaged(self, path: Path, fault: DamagedFile) -> None:
        from upudesk.rescue import is_protected

        if is_protected(path):
            self._ask_passphrase(path)
        else:
            self.look_into(path, None, fault)

    def _look_for_backups(self, path: Path, fault: NotACampaign) -> None:
        """It was a campaign where there are back-ups of it: emptied, or written over."""
        from upudesk.damaged import newest_of
        from upudesk.rescue import is_protected

        newest = newest_of(path, self._keeping())
        if newest is None:
            messages.show_fault(self._window, fault)
        elif is_protected(newest):
            self._ask_passphrase(path)
        else:
            self.look_into(path)

    def look_into(
        self, path: Path, passphrase: str | None = None, fault: DamagedFile | None = None
    ) -> None:
        """What can be read of a damaged file, and which back-up is sound; then the reader chooses.

        Where it is open in this window already, it is only looked at from now on.
        """
        from upudesk.damaged import look_into

        keeping = self._keeping()
        opened, author = self._is_open(path), self._workplace.settings.author
        said = _("Looking what can be read of {file} …").format(file=path.name)
        Waiting(
            self._window, said,
            lambda tell: look_into(
                path, passphrase, keeping, tell, window=not opened, author=author
            ),
            partial(self._offer, fault), partial(self._not_looked_into, path),
        )  # fmt: skip

    def _not_looked_into(self, path: Path, fault: UserError) -> None:
        if isinstance(fault, PassphraseNeeded):
            from upudesk.gui.passphrases import PassphrasePrompt

            PassphrasePrompt(self._window, path, lambda typed: self.look_into(path, typed)).open()
        else:
            messages.show_fault(self._window, fault)

    def _offer(self, fault: DamagedFile | None, damage: Damage) -> None:
        from upudesk.gui.damaged_dialog import DamagedDialog

        planted = words.say(fault) if isinstance(fault, PlantedFile) else ""
        dialog = DamagedDialog(damage, planted, self._window)
        dialog.restore_wanted.connect(lambda: self._restore(dialog))
        dialog.save_wanted.connect(lambda: self._ask_where(dialog))
        dialog.look_wanted.connect(lambda: self._look_at(dialog))
        dialog.rejected.connect(lambda: _let_go(damage))
        dialog.open()

    def _look_at(self, dialog: DamagedDialog) -> None:
        """Nothing can be written into what is shown."""
        desk = dialog.damage.desk
        assert desk is not None
        dialog.accept()
        if self._is_open(dialog.damage.path):
            _let_go(dialog.damage)
        else:
            hold(self._workplace, desk)

    def _ask_where(self, dialog: DamagedDialog) -> None:
        path = dialog.damage.path
        usual = path.with_name(f"{path.stem}.rescued{path.suffix}")
        chosen, _filter = QFileDialog.getSaveFileName(
            dialog, _("Save what can be read"), str(usual), _("Campaigns (*.upudesk)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self.save_readable(dialog, Path(chosen))

    def save_readable(self, dialog: DamagedDialog, new: Path) -> None:
        """Into a new file, which is opened then; the damaged one stays where it is."""
        from upudesk import rescue_words
        from upudesk.backups import folder_for_file
        from upudesk.rescue import rescue

        damage = dialog.damage
        stores = folder_for_file(self._keeping(), damage.path)

        def saved(found: Rescued) -> None:
            dialog.accept()
            _let_go(damage)
            self._try_open(new, damage.passphrase)
            told = _("Saved into {new}; {file} stays as it is.")
            told = told.format(new=new.name, file=damage.path.name)
            messages.show(self._window, f"{told}\n\n{rescue_words.summary(found)}")

        Waiting(
            dialog, _("Saving what can be read …"),
            lambda tell: rescue(damage.path, new, damage.passphrase, stores=stores, tell=tell),
            saved,
        )  # fmt: skip

    def _restore(self, dialog: DamagedDialog) -> None:
        from upudesk import recovery

        damage = dialog.damage
        copy = damage.newest
        assert copy is not None
        dialog.accept()
        _let_go(damage)
        if self._is_open(damage.path):
            self._workplace.leave()

        def restored(kept: Path | None) -> None:
            self._try_open(damage.path, damage.passphrase)
            time = self._workplace.language.instant(copy.made_at)
            told = _("Restored from the back-up of {time}. The damaged file is kept as {kept}.")
            messages.show(self._window, told.format(time=time, kept=kept.name if kept else ""))

        Waiting(
            self._window, _("The back-up takes the place of the damaged file …"),
            lambda tell: recovery.restore(damage.path, copy.path, damage.passphrase, tell=tell),
            restored, broken_off=lambda: self.look_into(damage.path, damage.passphrase),
        )  # fmt: skip

    def _try_open(self, path: Path, passphrase: str | None) -> None:
        try:
            self._open(path, passphrase)
        except UserError as fault:
            messages.show_fault(self._window, fault)

    def _is_open(self, path: Path) -> bool:
        desk = self._workplace.desk
        return desk is not None and path.exists() and desk.path.samefile(path)

    def _open(self, path: Path, passphrase: str | None = None) -> None:
        open_campaign(self._workplace, path, passphrase)

    def _ask_passphrase_or_doubt(self, path: Path) -> None:
        """A plain file that was written over with noise looks like a protected one."""
        from upudesk.damaged import newest_of
        from upudesk.rescue import is_protected

        newest = newest_of(path, self._keeping())
        if newest is None or is_protected(newest):
            self._ask_passphrase(path)
            return
        told = _(
            "{file} asks for a passphrase, but its newest back-up has none. Unless one was set "
            "since, the file is damaged. It is left as it is, and kept if a back-up is restored."
        )
        self.show_lost(path, told.format(file=path.name))

    def _ask_passphrase(self, path: Path) -> None:
        from upudesk.gui.backup_rows import rows_for_file
        from upudesk.gui.passphrases import PassphrasePrompt

        told = _("Nothing was changed in it, and nothing will be: it is kept.")
        others = partial(self.show_lost, path, told)
        known = rows_for_file(path, self._keeping())
        unlock = partial(self._unlock, path)
        PassphrasePrompt(self._window, path, unlock, others if known else None).open()

    def _unlock(self, path: Path, passphrase: str) -> None:
        try:
            self._open(path, passphrase)
        except DamagedFile as fault:
            self.look_into(path, passphrase, fault)
        except (WrongPassphrase, NotACampaign):
            from upudesk.damaged import prove_on_newest

            prove_on_newest(path, passphrase, self._keeping())
            self.look_into(path, passphrase)

    # -------------------------------------------------------------- founding

    def ask_new(self) -> None:
        from upudesk.gui.new_campaign import NewCampaign

        form = NewCampaign(self._workplace, partial(hold, self._workplace), self._window)
        form.sheet_wanted.connect(self.show_sheet)
        form.open()

    def demo(self) -> None:
        """A fresh demo campaign; one that was worked in keeps its place."""
        from upudesk.demo_file import fresh_demo

        try:
            self._open(fresh_demo())
        except UserError as fault:
            messages.show_fault(self._window, fault)

    # -------------------------------------------------------------- the open file

    def close(self) -> None:
        self._workplace.leave()
        self._workplace.prefer(last_campaign="")

    def protect(self) -> None:
        """Set, change or remove the passphrase."""
        from upudesk.gui.passphrases import ProtectForm

        desk = self._workplace.desk
        assert desk is not None
        before, chosen = desk.original().passphrase, list[str | None]()

        def protect(passphrase: str | None) -> None:
            with _not_gone(form):
                desk.protect(passphrase, partial(self._wait_for, form.windowTitle()))
            chosen.append(passphrase)
            self._workplace.campaign_changed.emit()

        form = ProtectForm(self._window, desk.path, before, protect)
        form.accepted.connect(lambda: self._say_protected(chosen[0], before, form.sheet))
        form.open()

    def _say_protected(self, passphrase: str | None, before: str | None, sheet: str) -> None:
        """What holds from now on, and what becomes of the back-ups made until then."""
        from upudesk.gui.old_backups import OldBackups

        desk = self._workplace.desk
        assert desk is not None
        if earlier := _earlier_backups(self._workplace):
            was = before is not None
            OldBackups(self._window, earlier, passphrase, protected=was, known=before).open()
        elif passphrase is None:
            told = _("The file has no passphrase; whoever gets hold of it can read it.")
            messages.show(self._window, told)
        else:
            messages.show(self._window, _("The passphrase is set; it is needed from now on."))
        if sheet:
            self.show_sheet(passphrase, sheet)

    def show_sheet(self, passphrase: str | None, sheet: str) -> None:
        """The sheet for a sealed envelope, with the passphrase only where that was chosen."""
        from upudesk.gui.envelope import Envelope
        from upudesk.gui.passphrases import PRINTED

        printed = passphrase if sheet == PRINTED else None
        Envelope(self._workplace, printed, self._window).open()

    def show_backups(self) -> None:
        keeper = getattr(self._window, "keeper", None)
        if keeper is not None:
            keeper.show_all()

    def backup(self) -> None:
        """Over the open file itself, so that one that somebody deleted is still saved."""
        desk = self._workplace.desk
        assert desk is not None

        def say(copy: Path) -> None:
            if desk is self._workplace.desk:
                told = _("A proven copy is kept as {file}.").format(file=copy)
                messages.show(self._window, told)

        if self._under_way is None:
            copying = Waiting(
                self._window, _("Backing up …"), lambda tell: desk.backup(tell=tell), say
            )
            self._hold(copying)

    # -------------------------------------------------------------- what takes long

    def _wait_for(self, said: str, work: Work) -> Any:
        """What came of it; raises BrokenOff where the campaign was locked meanwhile too."""
        desk = self._workplace.desk
        outcome = waited_for(self._window, said, work, self._hold)
        if desk is not self._workplace.desk:
            raise BrokenOff
        return outcome

    def _hold(self, waiting: Waiting) -> None:
        """For as long as it is under way."""
        self._under_way = waiting
        waiting.ended.connect(self._let_go)

    def _let_go(self) -> None:
        self._under_way = None

    def _break_off(self) -> None:
        """The campaign closes: the file is let go of before anything else is written into it."""
        if self._under_way is not None:
            self._under_way.break_off()

    def check(self) -> None:
        """Inspect the whole file and say what was looked at and what was found."""
        desk = self._workplace.desk
        assert desk is not None
        Waiting(self._window, _("Every page and record is looked at …"), desk.check, self.tell)

    def found_damage(self, _what: str = "") -> None:
        """The open file does not hold together: nothing more is written into it."""
        desk = self._workplace.desk
        assert desk is not None
        desk.stop_writing()
        self._workplace.worded.emit()
        self.look_into(desk.path, desk.original().passphrase)

    def way_out(self) -> None:
        """What can be done about the damaged file that is shown."""
        desk = self._workplace.desk
        assert desk is not None
        self.look_into(desk.path, desk.original().passphrase)

    def tell(self, report: Report) -> None:
        """What an inspection found."""
        if checks := getattr(self._window, "checks", None):
            checks.take(report)
        if report.pages:
            self.found_damage()
            return
        if report.sound:
            found = _("The file is sound. Looked at:")
            details = report.looked_at
        else:
            found = ngettext(
                "{count} fault was found:", "{count} faults were found:", len(report.faults)
            )
            found = found.format(count=len(report.faults))
            details = report.faults
        lines = [f"· {words.say(message)}" for message in details]
        if report.sound and (desk := self._workplace.desk) is not None:
            lines.append(_("Seal of the journal: {seal}").format(seal=spoken(seal(desk.heads()))))
        messages.show(self._window, "\n".join([found, *lines]), grave=not report.sound)


@contextmanager
def _not_gone(form: QDialog) -> Iterator[None]:
    """A form that waits for something outlives its being closed: a lock closes all of them."""
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    try:
        yield
    finally:
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if form.isHidden():
            form.deleteLater()


def _chosen(parent: QWidget, folder: Path) -> Path | None:
    kinds = _("Campaigns (*.upudesk);;All files (*)")
    name, _filter = QFileDialog.getOpenFileName(parent, _("Open a campaign"), str(folder), kinds)
    return Path(name) if name else None


def _let_go(damage: Damage) -> None:
    if damage.desk is not None:
        damage.desk.close()


def _earlier_backups(workplace: Workplace) -> list[Path]:
    from upudesk import backups

    assert workplace.desk is not None
    keeping = backups.Keeping.of(workplace.settings)
    return backups.everything_of(workplace.desk.original(), keeping)


def open_campaign(workplace: Workplace, path: Path, passphrase: str | None = None) -> None:
    """Open a file for this window, and remember it; raises a FileProblem."""
    author = workplace.settings.author
    hold(workplace, Desk.open(path, passphrase, window=True, author=author))


def hold(workplace: Workplace, desk: Desk) -> None:
    """Work on this campaign from now on, and offer its file again later."""
    workplace.hold(desk)
    settings = workplace.settings.with_recent(desk.path.absolute())
    workplace.prefer(last_campaign=settings.last_campaign, recent=settings.recent)


def usual_folder() -> Path:
    """Where files are looked for first: the user's documents, where there is such a folder."""
    named = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(named) if named and Path(named).is_dir() else Path.home()
