"""The seats of one group in one council: how many, who stands for them, what the rules demand."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from upudesk import rules, words
from upudesk.campaign import candidacies, fitting, rule_edits
from upudesk.gui.parts import Section, link
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Answer, Candidacy, Seats
from upudesk.snapshot import Snapshot


def _layout(group: int | None) -> tuple[Item, ...]:
    """Of a council as a whole nobody stands, and nothing is won."""
    number = (Item("seats"), Item("certainty"), Item("source", 6))
    if group is None:
        return number
    return (
        *number,
        Item("complete", 6, label=_("List of candidates")),
        Item("line_newcomer", 2, label=_("Line for a newcomer, votes")),
        Item("line_sitting", 2, label=_("Line for a sitting member")),
        Item("line_spread", 2, label=_("Spread, in votes")),
        Item("line_source", 6),
    )


def edit(
    workplace: Workplace, council: str, group: int | None, parent: QWidget
) -> RecordForm | None:
    """A form for the seats of a group, with their source."""
    if not workplace.may_write(parent):
        return None
    record = rule_edits.blank(workplace.snapshot, council, group)
    base = workplace.snapshot.find(Seats, record.id)
    about = words.seats(record, workplace.snapshot)
    form = RecordForm(
        workplace,
        _("Seats: {about}").format(about=about),
        record,
        _layout(group),
        base=base,
        parent=parent,
        act=lambda said: workplace.do(
            rule_edits.set_seats, said, base, fitting.our_share(workplace.snapshot, council)
        ),
    )
    of = base.id if base else f"{council}/{group or ''}"
    form.kept_as(workplace, "seats", of, edits=base is not None).open()
    return form


def number(seats: int | None, language: Language) -> str:
    """A number, or that it is not known; never 0."""
    return _("not known") if seats is None else language.number(seats)


def share(candidacy: Candidacy, language: Language) -> str:
    """The estimated share of the ballots with its spread, such as “62% ± 5%”."""
    if candidacy.share is None:
        return ""
    told = language.percent(candidacy.share)
    if candidacy.spread is None:
        return told
    return _("{share} ± {spread}").format(share=told, spread=language.percent(candidacy.spread))


def section(workplace: Workplace, council: str, group: int | None) -> Section:
    """All that the seats of a group demand, and how whole the list of candidates is."""
    snapshot, language = workplace.snapshot, workplace.language
    record = rules.seats_of(snapshot, council, group) or Seats(council=council, group=group)
    known = rules.seats(snapshot, council, group)
    here = rules.standing_in(snapshot, council, group)
    change = link(
        _("Edit…"),
        lambda: edit(workplace, council, group, made.window()),
        _("Edit the seats of {group}").format(group=words.group(group)),
    )
    made = Section(words.seats(record, snapshot), change, names=116)
    made.fact(_("Seats"), number(known, language), "" if known else "quiet")
    if record.source:
        told = _("{source} ({certainty})")
        certainty = words.certainty(record.certainty)
        made.fact("", told.format(source=record.source, certainty=certainty), "quiet")
    made.fact(_("Renewal"), renewal(snapshot, council, known, language))
    made.fact(_("Stand"), _who_stands(snapshot, here, language))
    if any(c.share is not None for c in here):
        together = language.number(rules.shares_together(here, "", 0), 2)
        sentence = _("together {sum} names on each ballot, as far as estimated")
        made.fact(_("Shares"), sentence.format(sum=together))
    _add_completeness(workplace, made, record, len(here), known)
    return made


def renewal(snapshot: Snapshot, council: str, seats: int | None, language: Language) -> str:
    """How many seats go to newcomers, as the rule says."""
    rule = rules.rule(snapshot, rules.RENEWAL, council)
    if rule is None or rule.value is None:
        return _("no rule on record")
    if not rule.applied:
        share = language.percent(rule.value)
        return _("{share} of the whole council, shown only").format(share=share)
    if seats is None:
        return _("not known while the seats are not")
    needed = rules.newcomers_needed(seats, rule.value)
    return _("at least {needed} of {seats} to newcomers").format(
        needed=language.number(needed), seats=language.number(seats)
    )


def _who_stands(snapshot: Snapshot, here: tuple[Candidacy, ...], language: Language) -> str:
    if not here:
        return _("nobody, as far as is known")
    by = {a: language.number(sum(c.sitting is a for c in here)) for a in Answer}
    return _("{all}: sitting now {sitting}, newcomers {new}, not known {open}").format(
        all=language.number(len(here)),
        sitting=by[Answer.YES], new=by[Answer.NO], open=by[Answer.UNKNOWN],
    )  # fmt: skip


def _add_completeness(
    workplace: Workplace, made: Section, record: Seats, stand: int, seats: int | None
) -> None:
    language = workplace.language
    if record.complete:
        made.fact(_("List"), "✓ " + _("complete: nobody else stands"))
        if seats is not None and stand <= seats:
            made.fact("", _("No more candidates than seats: elected without a ballot."))
    else:
        made.fact(_("List"), "? " + _("not complete: others may stand"), "quiet")
        made.fact(_("Winning line"), line(record, language), "quiet")
    if record.group is None:
        return
    label = _("Mark as not complete") if record.complete else _("Mark as complete")
    act = partial(_mark, workplace, record, not record.complete)
    made.below(link(label, act))


def _mark(workplace: Workplace, record: Seats, complete: bool) -> None:
    if workplace.may_write(None) and record.group is not None:
        workplace.do(candidacies.mark_complete, record.council, record.group, complete)


def line(record: Seats, language: Language) -> str:
    """The estimated winning line, of a newcomer and of a sitting member."""
    if record.line_newcomer is None and record.line_sitting is None:
        return _("not estimated")

    def told(votes: float | None) -> str:
        return _("not known") if votes is None else language.number(votes)

    said = _("{newcomer} for a newcomer, {sitting} for a sitting member").format(
        newcomer=told(record.line_newcomer), sitting=told(record.line_sitting)
    )
    if record.line_spread is None:
        return said
    return _("{line}, ± {spread}").format(line=said, spread=language.number(record.line_spread))
