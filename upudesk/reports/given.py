"""What a paper is given: a campaign as its reader may know it, and which parts of papers go out."""

from __future__ import annotations

from collections.abc import Mapping

from upudesk.disclosure import INTERNAL, Disclosed, disclose, profile
from upudesk.snapshot import Snapshot

_NEEDS: Mapping[str, str] = {
    "stance": "pledge", "pledges": "pledge", "contradictions": "pledge", "people": "contact",
    "meetings": "meeting", "undertakings": "undertaking", "follow_ups": "follow_up",
    "next_step": "member.next_step",
}  # fmt: skip
"""The kind, or the field, without which a part has nothing to say."""


def disclosed_of(campaign: Snapshot | Disclosed) -> Disclosed:
    """The campaign as it was disclosed; one that was not is for ourselves."""
    if isinstance(campaign, Disclosed):
        return campaign
    return disclose(campaign, profile(campaign, INTERNAL))


def goes_out(disclosed: Disclosed, section: str) -> bool:
    """Whether a part of a paper goes out; one that could only say that there is nothing does not,
    since that would be wrong."""
    inside = (*disclosed.profile.kinds, *disclosed.profile.fields)
    return disclosed.shows(section) and _NEEDS.get(section, "") not in inside


def advises(disclosed: Disclosed) -> bool:
    """Whether these readers are told what we mean to say and to ask."""
    return goes_out(disclosed, "next_step") and goes_out(disclosed, "stance")
