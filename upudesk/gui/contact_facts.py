"""What is known of one person: the sections of the detail pane."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import telling, tongues, words
from upudesk.campaign import contacts
from upudesk.gui import theme
from upudesk.gui.inplace import InPlace
from upudesk.gui.marks import flag_label
from upudesk.gui.name_field import told
from upudesk.gui.parts import Section, link, text
from upudesk.gui.record_form import capital
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import moment_of
from upudesk.model import Contact, Marking, Meeting, Member, Pledge, Post
from upudesk.posts import left, successor_of

LAST = 8
"""So many pledges and meetings are shown; the others have pages of their own."""
Act = Callable[[], object]


def heading(workplace: Workplace, contact: Contact, buttons: Iterator[QPushButton]) -> QWidget:
    """Flag, name, the names in other scripts, what the person is now."""
    snapshot = workplace.snapshot
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.MARGIN)
    grid.setVerticalSpacing(theme.GRID)
    grid.setColumnStretch(1, 1)
    member = snapshot.find(Member, contact.member)
    if member is not None:
        shown = flag_label(member.iso2, words.named(member))
        grid.addWidget(shown, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
    name = telling.dotted(contact.name, *contact.other_names)
    grid.addWidget(text(contact.name, strong=True, size=theme.LARGE), 0, 1)
    row = QHBoxLayout()
    row.setSpacing(theme.GAP)
    if member is not None:
        row.addWidget(link(words.named(member), lambda: workplace.show(member.id)))
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    grid.addLayout(row, 1, 1)
    if others := telling.dotted(contact.form_of_address, *contact.other_names):
        grid.addWidget(text(others, "quiet"), 2, 1)
    holder.setAccessibleName(name)
    return holder


def person(workplace: Workplace, contact: Contact) -> Section:
    """What is edited where it stands."""
    snapshot = workplace.snapshot
    section = Section(_("Person"))
    marking = snapshot.find(Marking, contact.marking)
    facts = (
        ("form_of_address", contact.form_of_address, 1),
        ("other_names", "\n".join(contact.other_names), 2),
        ("languages", tongues.listing(contact.languages), 1),
        ("reach", "\n".join(contact.reach), 2),
        ("marking", words.named(marking) if marking else "", 1),
        ("notes", contact.notes, 4),
    )
    for name, shown, lines in facts:
        fact = InPlace(workplace, contact, name, shown, lines=lines)
        section.put(capital(words.field(name)), fact)
    last = contacts.last_contact(snapshot, contact.id)
    if last is not None:
        ago = telling.days_ago((snapshot.today - last).days)
        shown = telling.dotted(workplace.language.date(last), ago)
        section.fact(_("Last contact"), shown)
    return section


# ------------------------------------------------------------------ posts


def posts(
    workplace: Workplace, contact: Contact, add: Act, edit: Callable[[Post], object],
    end: Callable[[Post], object],
) -> Section:  # fmt: skip
    """What the person is and was, the latest first, each with who came before and after."""
    snapshot = workplace.snapshot
    section = Section(_("Posts"), link("+ " + _("Post"), add, _("New post")), names=96)
    held = sorted(snapshot.posts_of.get(contact.id, ()), key=_latest_first)
    for post in held:
        section.put(span(workplace, post), _Post(workplace, post, edit, end))
    if not held:
        section.say(_("No post is known yet: what is this person, and since when?"))
    return section


def span(workplace: Workplace, post: Post) -> str:
    """From when until when, such as “May 2021 – now”."""
    language = workplace.language
    until = _("now") if not left(post, workplace.snapshot.today) else ""
    if post.ends_on is not None:
        until = language.month(post.ends_on)
    since = language.month(post.starts_on) if post.starts_on else _("not known")
    return _("{since} – {until}").format(since=since, until=until)


def _latest_first(post: Post) -> tuple[int, int]:
    end, start = post.ends_on or date.max, post.starts_on or date.min
    return -end.toordinal(), -start.toordinal()


class _Post(QWidget):
    """One post with its links."""

    def __init__(
        self, workplace: Workplace, post: Post, edit: Callable[[Post], object],
        end: Callable[[Post], object],
    ) -> None:  # fmt: skip
        super().__init__()
        snapshot = workplace.snapshot
        gone = left(post, snapshot.today)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        held = post.title or capital(words.role(post.role))
        grid.addWidget(text(held, "quiet" if gone else "", strong=not gone), 0, 0)
        name = _("Edit: {field}").format(field=held)
        row = QHBoxLayout()
        row.addWidget(link(_("Edit…"), lambda: edit(post), name))
        if not gone:
            name = _("End this post: {post}").format(post=held)
            row.addWidget(link(_("End…"), lambda: end(post), name))
        grid.addLayout(row, 0, 1, Qt.AlignmentFlag.AlignRight)
        role = words.role(post.role) if post.title else ""
        day = workplace.language.date(post.ends_on) if gone and post.ends_on else ""
        ended = _("left {day}").format(day=day) if day else ""
        more = telling.dotted(role, post.organisation, ended)
        grid.addWidget(text(more, "quiet"), 1, 0, 1, 2)
        line = 2
        for sentence, other in _neighbours(workplace, post):
            neighbour = snapshot.get(Contact, other.contact)
            shown = sentence.format(name=neighbour.name)
            go = link(shown, lambda id=neighbour.id: workplace.show(id))  # type: ignore[misc]
            grid.addWidget(go, line, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
            line += 1


def _neighbours(workplace: Workplace, post: Post) -> Iterator[tuple[str, Post]]:
    snapshot = workplace.snapshot
    if before := snapshot.find(Post, post.predecessor):
        yield _("took over from {name}"), before
    if after := successor_of(snapshot, post):
        yield _("followed by {name}"), after


# ------------------------------------------------------------------ what they said, where they were


def pledges(workplace: Workplace, contact: Contact) -> Section:
    """What the person said, the latest first; a warning where they have left since."""
    snapshot = workplace.snapshot
    section = Section(_("Pledges given"), names=96)
    said = sorted(snapshot.pledges_by.get(contact.id, ()), key=lambda p: p.day, reverse=True)
    for pledge in said[:LAST]:
        section.put(telling.when(pledge), _Line(workplace, pledge, pledge_told(workplace, pledge)))
        if warning := telling.left_since(pledge, snapshot):
            section.below(text(warning, "warning"))
    more = max(0, len(said) - LAST)
    earlier = ngettext("{count} earlier pledge", "{count} earlier pledges", more)
    _say_rest(section, more, earlier, workplace)
    if not said:
        section.say(_("Nothing that this person said is logged."))
    return section


def pledge_told(workplace: Workplace, pledge: Pledge) -> str:
    snapshot = workplace.snapshot
    about = words.council_of(snapshot, pledge.candidacy)
    return telling.dotted(about, words.level(pledge.level), telling.manner(pledge))


def meetings(workplace: Workplace, contact: Contact) -> Section:
    section = Section(_("Meetings"), names=96)
    held = contacts.meetings_of(workplace.snapshot, contact.id)
    for meeting in held[:LAST]:
        shown = telling.dotted(meeting.title, meeting.place)
        section.put(telling.when(meeting), _Line(workplace, meeting, shown))
    more = max(0, len(held) - LAST)
    earlier = ngettext("{count} earlier meeting", "{count} earlier meetings", more)
    _say_rest(section, more, earlier, workplace)
    if not held:
        section.say(_("This person is named in no meeting yet."))
    return section


class _Line(QWidget):
    """A record in a line that leads to it."""

    def __init__(self, workplace: Workplace, record: Pledge | Meeting, shown: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text(shown), 1)
        name = _("Go to: {what}").format(what=shown)
        row.addWidget(link(_("Show"), lambda: workplace.show(record.id), name))


def _say_rest(section: Section, more: int, template: str, workplace: Workplace) -> None:
    if more:
        section.say(template.format(count=workplace.language.number(more)))


def files(workplace: Workplace, contact: Contact) -> Section:
    """What is kept about the person, such as a visiting card."""
    from upudesk.gui.evidence import EvidenceList

    section = Section(_("Evidence"))
    section.whole(EvidenceList(workplace, contact.id))
    return section


# ------------------------------------------------------------------ doubles, history


class Doubles(QWidget):
    """Filled once the person is seen: to compare it with all others takes its moment."""

    def __init__(
        self, workplace: Workplace, contact: Contact, merge: Callable[[Contact], object]
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        QTimer.singleShot(0, self, lambda: self._fill(workplace, contact, merge))

    def _fill(
        self, workplace: Workplace, contact: Contact, merge: Callable[[Contact], object]
    ) -> None:
        if workplace.desk is None or (found := doubles(workplace, contact, merge)) is None:
            return
        column = self.layout()
        assert column is not None
        column.addWidget(found)
        self.show()


def doubles(
    workplace: Workplace, contact: Contact, merge: Callable[[Contact], object]
) -> QWidget | None:
    """Who may be the same person, with the way to make them one."""
    likely = contacts.duplicates(workplace.snapshot, contact)[:3]
    if not likely:
        return None
    section = Section(_("Perhaps entered twice"))
    for like in likely:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(text(told(like.contact, workplace.snapshot, like.name), "warning"), 1)
        for shown, act, name in (
            (_("Show"), lambda c=like.contact: workplace.show(c.id), _("Go to: {what}")),
            (_("Merge…"), lambda c=like.contact: merge(c), _("Merge with {what}")),
        ):
            across.addWidget(link(shown, act, name.format(what=like.contact.name)))
        section.whole(row)
    return section


def history(workplace: Workplace, contact: Contact) -> Section:
    """The last steps, as on the country page."""
    assert workplace.desk is not None
    section = Section(_("History"), names=96)
    for step in list(reversed(workplace.desk.history(contact.id)))[:5]:
        moment = workplace.language.instant(moment_of(step.clock))
        section.fact(moment, words.step(step, workplace.snapshot))
    return section
