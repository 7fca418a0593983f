"""The weights of the forecast: edited as percentages or as log-odds, each edit with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from upudesk.campaign.plan import Plan, Put
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Certainty, HoldRate
from upudesk.snapshot import Snapshot
from upudesk.weights import LOG_ODDS, SHARE, STANCES, USUAL, share, weights


def edit_weight(
    snapshot: Snapshot,
    code: str,
    value: float,
    reason: str,
    *,
    as_percentage: bool = False,
    source: str = "",
) -> Plan:
    """Change one weight and say why.

    As a percentage (from 0 to 1), the value is the chance that results: for a form or a side, that
    of a firm yes in it. What follows from the percentages of other weights stays as it is.
    """
    if not reason.strip():
        raise InvalidRecord({"reason": Message(N_("Say why: a weight stands with its reason."))})
    if as_percentage:
        value = _from_percentage(snapshot, code, value)
    before, after = _edited(snapshot, code, value)
    said = replace(after, reason=reason, source=source, certainty=Certainty.UNVERIFIED)
    action = "hold_rate.edit" if before else "hold_rate.add"
    return Plan(action, (Put(said, before),), (said.id,), Reason.CORRECTED)


def edit_weights(
    snapshot: Snapshot, values: Mapping[str, float], reason: str, source: str = ""
) -> Plan:
    """Change several weights for one reason, as one step: what was tried out and is to stay."""
    if not reason.strip():
        raise InvalidRecord({"reason": Message(N_("Say why: a weight stands with its reason."))})
    edits = []
    for code, value in values.items():
        before, after = _edited(snapshot, code, value)
        said = replace(after, reason=reason, source=source, certainty=Certainty.UNVERIFIED)
        edits.append(Put(said, before))
    subject = tuple(edit.record.id for edit in edits)
    return Plan("hold_rate.edit", tuple(edits), subject, Reason.CORRECTED)


def shift_all(snapshot: Snapshot, by: float, reason: str) -> Plan:
    """Shift the log-odds of everything that members say or leave unsaid, as one step: what a
    result suggests for next time, if somebody wants it so."""
    if not reason.strip():
        raise InvalidRecord({"reason": Message(N_("Say why: a weight stands with its reason."))})
    now = weights(snapshot)
    pairs = [_edited(snapshot, code, now.values[code] + by) for code in STANCES]
    edits = tuple(Put(replace(after, reason=reason), before) for before, after in pairs)
    subject = tuple(after.id for _before, after in pairs)
    return Plan("hold_rate.edit", edits, subject, Reason.CORRECTED)


def _edited(snapshot: Snapshot, code: str, value: float) -> tuple[HoldRate | None, HoldRate]:
    """The record of a weight as it is, and with the value; new where the file has none."""
    before = weights(snapshot).records.get(code) or _valueless(snapshot, code)
    blank = HoldRate(code=code, unit=USUAL[code][1])
    return before, replace(before or blank, value=round(value, 6))


def _valueless(snapshot: Snapshot, code: str) -> HoldRate | None:
    """A record of that code from which the value was taken."""
    return next((rate for rate in snapshot.all(HoldRate) if rate.code == code), None)


def _from_percentage(snapshot: Snapshot, code: str, chance: float) -> float:
    if USUAL[code][1] not in (LOG_ODDS, SHARE):
        raise InvalidRecord({"value": Message(N_("This weight is not a percentage."))})
    if not 0 <= chance <= 1:
        raise InvalidRecord({"value": Message(N_("A share lies between 0% and 100%."))})
    now = weights(snapshot)
    if code.startswith(("form_", "side_")) and chance < share(now.base):
        sentence = N_("A promise never counts for less than a member never asked: {base}%.")
        raise InvalidRecord({"value": Message(sentence, {"base": round(100 * share(now.base), 1)})})
    return now.from_percentage(code, chance)
