"""What one reader prefers: languages, years, digits, colours, a name, and when to lock."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from upudesk import i18n
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form, Line
from upudesk.gui.language import Choices, digits, eras, languages, themes
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext


class SettingsForm(Entry):
    """Kept on this machine, for this reader; the campaign file knows nothing of it."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        self._workplace = workplace
        super().__init__(parent, _("Settings"), _form(workplace), _("Save"))
        self.resize(560, 380)
        self.watch()
        self.form.fields["author"].setFocus()

    def record(self) -> None:
        readers = {name: field.value for name, field in self.form.fields.items()}  # type: ignore[attr-defined]
        self._workplace.prefer(**collected(readers))


def _form(workplace: Workplace) -> Form:
    settings, form = workplace.settings, Form(columns=2)
    form.add("author", _("&Your name in the journal"), Line(settings.author), span=2)
    for name, label, choices in (
        ("language", _("&Language of the screen"), languages()),
        ("paper_language", _("Language of the &paper"), languages()),
        ("era", _("Y&ears"), eras()),
        ("digits", _("&Digits"), digits()),
        ("theme", _("&Colours"), themes()),
        ("lock_minutes", _("Loc&k a file with a passphrase"), lock_times()),
    ):
        form.add(name, label, Choice(choices, getattr(settings, name)))
    return form


def lock_times() -> Choices:
    number = i18n.current().number

    def after(minutes: int) -> str:
        said = ngettext("after {count} idle minute", "after {count} idle minutes", minutes)
        return said.format(count=number(minutes))

    return [(0, _("only by hand")), *((n, after(n)) for n in (5, 10, 15, 30, 60))]
