"""What a paper is given: a campaign as its reader may know it."""

from __future__ import annotations

from upudesk.disclosure import INTERNAL, Disclosed, disclose, profile
from upudesk.snapshot import Snapshot


def disclosed_of(campaign: Snapshot | Disclosed) -> Disclosed:
    """The campaign as it was disclosed; one that was not is for ourselves."""
    if isinstance(campaign, Disclosed):
        return campaign
    return disclose(campaign, profile(campaign, INTERNAL))


def advises(disclosed: Disclosed) -> bool:
    """Whether these readers are told what we mean to say and to ask."""
    return disclosed.shows("next_step") and disclosed.shows("stance")
