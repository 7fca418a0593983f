"""The passphrase of a campaign on one sheet, for a sealed envelope; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from upudesk import i18n, words
from upudesk.i18n import Language, _
from upudesk.passphrase import NO_BACK_DOOR
from upudesk.reports import paper
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Style
from upudesk.snapshot import Snapshot

LINE = "_" * 46
SECRET = Style(22, 40, bold=True)
SPELT = Style(9, 15, colour=paper.QUIET)


def render(
    snapshot: Snapshot, file: str, passphrase: str | None, language: Language, *, imprint: Imprint
) -> Finished:
    """The sheet as PDF; without a passphrase it has lines to write it on by hand."""
    with i18n.use(language):
        title = _("Passphrase of a campaign file")
        blocks = _sheet(snapshot, title, file, passphrase, imprint)
        return finish(snapshot, title, blocks, imprint=imprint)


def _sheet(
    snapshot: Snapshot, title: str, file: str, passphrase: str | None, imprint: Imprint
) -> Iterator[Flowable]:
    yield head(snapshot, title, _("for a sealed envelope"))
    yield paper.facts([
        (_("File"), file),
        (_("Campaign"), words.told(snapshot.campaign, "congress")),
        (_("Set on"), i18n.current().date(imprint.made_at.date())),
    ])  # fmt: skip
    yield paper.section(_("Passphrase"))
    if passphrase is None:
        yield from (paper.para(LINE, SECRET) for _row in range(2))
        yield paper.para(_("Write clearly: capital letters, digits and spaces count."), SPELT)
    else:
        yield paper.para(passphrase, SECRET)
        yield paper.para(_spelt(passphrase), SPELT)
    yield paper.section(_("To whoever opens this envelope"))
    yield from paper.bullets([
        _(NO_BACK_DOOR),
        _("Open the file in UPUDesk and type the passphrase as it stands here, in the same "
          "script; capital letters and spaces count."),
        _("Back-ups made before a change keep the passphrase of their day: keep older sheets as "
          "long as the back-ups."),
        _("Once the envelope was opened, set a new passphrase and print a new sheet."),
    ])  # fmt: skip
    yield paper.section(_("Sealed and opened"))
    rows = [[what, "", "", ""] for what in (_("Sealed"), _("Opened"), _("Opened"))]
    yield paper.table(["", _("Date"), _("Name and signature"), _("Why")], rows, (16, 18, 36, 30))


def _spelt(passphrase: str) -> str:
    """Sign by sign with what is easily mistaken told in words."""
    named = {
        " ": _("space"), "0": _("digit zero"), "1": _("digit one"), "O": _("capital O"),
        "l": _("small L"), "I": _("capital I"), "-": _("hyphen"), "_": _("low line"),
    }  # fmt: skip
    found = [f"“{sign}” {named[sign]}" for sign in named if sign in passphrase and sign != " "]
    if spaces := passphrase.count(" "):
        found.insert(0, _("Spaces: {count}").format(count=i18n.current().number(spaces)))
    signs = _("Signs: {count}").format(count=i18n.current().number(len(passphrase)))
    return " · ".join([signs, *found])
