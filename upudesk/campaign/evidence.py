"""Evidence: files kept behind pledges and meetings."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import replace

from upudesk.campaign.plan import Plan, Put
from upudesk.campaign.records import subject_of
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.model import Evidence
from upudesk.snapshot import Snapshot


def attach(snapshot: Snapshot, evidence: Evidence, data: bytes) -> Plan:
    """Keep a file's bytes inside the campaign, under their SHA-256."""
    if evidence.about and snapshot.any(evidence.about) is None:
        raise InvalidRecord(
            {"about": Message(N_("The record that this evidence stands behind is not there."))}
        )
    whole = replace(
        evidence,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        added_on=evidence.added_on or snapshot.today,
        media_type=evidence.media_type or mimetypes.guess_type(evidence.name)[0] or "",
    )
    subject = subject_of(snapshot, whole)
    return Plan("evidence.add", (Put(whole),), subject, files={whole.sha256: data})
