"""Papers that a page offers by one button: for a meeting, and for the day of the vote."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from upudesk import words
from upudesk.disclosure import Disclosed
from upudesk.gui.paper import Leaf, Preview
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Meeting, Member
from upudesk.reports.imprint import Imprint, Paper


def show_brief(workplace: Workplace, meeting: Meeting, parent: QWidget) -> None:
    """What to know before it."""

    def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
        from upudesk.reports import meeting_brief

        return meeting_brief.render(disclosed, meeting.id, language, imprint=imprint)

    leaf = Leaf(
        title=_("Brief: {title}").format(title=meeting.title),
        file=_file(_("Brief {countries} {day}.pdf"), workplace, meeting),
        save=_("Save the brief"),
        making=_("The brief is being made …"),
        render=render,
        document="meetings",
        members=meeting.members,
    )
    Preview(workplace, leaf, parent).open()


def show_minutes(
    workplace: Workplace, meeting: Meeting, parent: QWidget, *, both: bool = False
) -> None:
    """What was said, to be signed by both sides or by whoever wrote it down."""

    def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
        from upudesk.reports import minutes

        return minutes.render(disclosed, meeting.id, language, imprint=imprint, both=both)

    leaf = Leaf(
        title=_("Record: {title}").format(title=meeting.title),
        file=_file(_("Record {countries} {day}.pdf"), workplace, meeting),
        save=_("Save the record"),
        making=_("The record is being made …"),
        render=render,
        document="minutes",
        members=meeting.members,
    )
    Preview(workplace, leaf, parent).open()


def show_floor_list(workplace: Workplace, parent: QWidget, *, pocket: bool = False) -> None:
    """Every member as the hall calls it, to work with on the day of the vote; for the pocket as a
    slip for each official."""

    def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
        from upudesk.reports import floor_list

        return floor_list.render(disclosed, language, imprint=imprint)

    leaf = Leaf(
        title=_("Slips by official") if pocket else _("Floor list"),
        file=_("Slips {day}.pdf") if pocket else _("Floor list {day}.pdf"),
        save=_("Save the floor list"),
        making=_("The list is being made …"),
        render=render,
        document="floor",
        sheet=_sheet(pocket),
    )
    Preview(workplace, leaf, parent).open()


def show_ballot(workplace: Workplace, parent: QWidget, *, pocket: bool = False) -> None:
    """Whom our own ballot names; for the pocket as a slip."""

    def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
        from upudesk.reports import own_ballot

        return own_ballot.render(disclosed, language, imprint=imprint)

    leaf = Leaf(
        title=_("Our own ballot"),
        file=_("Our own ballot {day}.pdf"),
        save=_("Save our own ballot"),
        making=_("The sheet is being made …"),
        render=render,
        document="ballot",
        sheet=_sheet(pocket),
    )
    Preview(workplace, leaf, parent).open()


def _sheet(pocket: bool) -> Paper:
    return Paper.A5 if pocket else Paper.A4


def _file(template: str, workplace: Workplace, meeting: Meeting) -> str:
    """Named after whom one meets; the gap for the day stays."""
    met = (workplace.snapshot.find(Member, id) for id in meeting.members[:3])
    names = ", ".join(words.named(member) for member in met if member)
    return template.format(countries=names.replace("/", "-"), day="{day}")
