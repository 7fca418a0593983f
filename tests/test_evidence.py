"""Evidence: kept once, told apart by what is in it, refused with a sentence."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from tests.builders import LAOS, TODAY, a_pledge, a_snapshot
from upudesk.campaign import evidence, pledges, records
from upudesk.campaign.evidence import NewFile, View, media_type_of, view_of
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord
from upudesk.model import Evidence, Marking, Pledge

PDF = NewFile("note verbale.pdf", b"%PDF-1.7 ...")
PHOTO = NewFile("หนังสือกลาง.jpg", b"\xff\xd8\xff\xe0 ...")


@pytest.fixture
def pledge(desk: Desk) -> Pledge:
    desk.do(pledges.record_pledges, [a_pledge("la")])
    return desk.snapshot.pledges[0]


def test_several_files_are_attached_in_one_step(desk: Desk, pledge: Pledge) -> None:
    before = len(desk.steps())
    desk.do(evidence.attach_files, pledge.id, [PDF, PHOTO])
    kept = desk.snapshot.evidence_of[pledge.id]
    assert [e.name for e in kept] == ["note verbale.pdf", "หนังสือกลาง.jpg"]
    assert {e.added_on for e in kept} == {TODAY}
    assert [desk.file_of(e) for e in kept] == [PDF.data, PHOTO.data]
    assert len(desk.steps()) == before + 1
    assert desk.steps()[-1].subject[0] == "la"
    desk.undo()
    assert desk.snapshot.evidence_of == {}


def test_name_type_size_and_sha256_are_filled_in(desk: Desk, pledge: Pledge) -> None:
    desk.do(evidence.attach_files, pledge.id, [PDF])
    (kept,) = desk.snapshot.evidence_of[pledge.id]
    assert (kept.media_type, kept.size) == ("application/pdf", len(PDF.data))
    assert kept.sha256 == hashlib.sha256(PDF.data).hexdigest()


def test_the_same_bytes_are_attached_once_and_that_is_said(desk: Desk, pledge: Pledge) -> None:
    desk.do(evidence.attach_files, pledge.id, [PDF])
    done = desk.do(evidence.attach_files, pledge.id, [NewFile("copy.pdf", PDF.data), PHOTO])
    assert len(desk.snapshot.evidence_of[pledge.id]) == 2
    assert [str(warning) for warning in done.warnings] == [
        "“copy.pdf” is the same file as “note verbale.pdf”, which is attached here already; "
        "it was not attached again."
    ]
    with pytest.raises(InvalidRecord, match="attached here already"):
        desk.do(evidence.attach_files, pledge.id, [PDF])


def test_one_file_dropped_twice_at_once_is_kept_once(desk: Desk, pledge: Pledge) -> None:
    done = desk.do(evidence.attach_files, pledge.id, [PDF, PDF])
    assert len(desk.snapshot.evidence_of[pledge.id]) == 1
    assert len(done.warnings) == 1


def test_the_same_file_may_stand_behind_two_records(desk: Desk, pledge: Pledge) -> None:
    desk.do(evidence.attach_files, pledge.id, [PDF])
    desk.do(evidence.attach_files, "la", [PDF])
    assert desk.snapshot.evidence_of["la"][0].sha256 == PDF.sha256


def test_a_file_that_was_spoilt_is_mended_by_attaching_it_again(desk: Desk, pledge: Pledge) -> None:
    desk.do(evidence.attach_files, pledge.id, [PDF])
    with desk._file.writing():
        desk._file._sql("UPDATE chunk SET bytes = X'00'")
    desk.do(evidence.attach_files, "la", [PDF])
    assert desk.file_of(desk.snapshot.evidence_of[pledge.id][0]) == PDF.data
    assert desk.check().sound


def test_an_empty_file_is_refused_with_a_sentence(desk: Desk, pledge: Pledge) -> None:
    with pytest.raises(InvalidRecord, match="is empty; it was not attached"):
        desk.do(evidence.attach_files, pledge.id, [NewFile("scan.pdf", b"")])
    done = desk.do(evidence.attach_files, pledge.id, [NewFile("scan.pdf", b""), PDF])
    assert len(done.warnings) == 1


def test_a_record_that_is_not_there_takes_no_evidence(desk: Desk) -> None:
    with pytest.raises(InvalidRecord, match="is not there"):
        desk.do(evidence.attach_files, "nobody", [PDF])


def test_a_very_large_file_is_taken_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "LARGE", 4)
    plan = evidence.attach_files(a_snapshot([LAOS]), "la", [PDF])
    assert "very large" in str(plan.warnings[0])


def test_removed_evidence_leaves_its_history_and_can_be_had_back(
    desk: Desk, pledge: Pledge
) -> None:
    desk.do(evidence.attach_files, pledge.id, [PDF])
    (kept,) = desk.snapshot.evidence_of[pledge.id]
    desk.do(records.remove, kept)
    assert desk.snapshot.all(Evidence) == ()
    assert len(desk.history(kept.id)) == 2
    desk.undo()
    assert desk.file_of(desk.snapshot.get(Evidence, kept.id)) == PDF.data


def test_evidence_is_renamed_marked_and_noted(desk: Desk, pledge: Pledge) -> None:
    desk.do(records.put, Marking(id="secret", name_en="Secret", rank=2))
    desk.do(evidence.attach_files, pledge.id, [PDF])
    (kept,) = desk.snapshot.evidence_of[pledge.id]
    after = replace(kept, name="บันทึก.pdf", marking="secret", note="second page matters")
    desk.do(records.put, after, kept)
    assert desk.snapshot.get(Evidence, kept.id) == after
    with pytest.raises(InvalidRecord, match="needs a name"):
        desk.do(records.put, replace(after, name=" "), after)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("scan", b"%PDF-1.4", "application/pdf"),
        ("scan.pdf", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("a.webp", b"RIFF....WEBPVP8 ", "image/webp"),
        ("a.tif", b"II*\0....", "image/tiff"),
        ("logo", b'<?xml version="1.0"?>\n<svg xmlns="..."/>', "image/svg+xml"),
        ("broken.pdf", b"garbage", "application/pdf"),
        ("letter.docx", b"PK\3\4", "application/vnd.openxmlformats-officedocument"
                                    ".wordprocessingml.document"),
        ("README", "คำมั่นสนับสนุน".encode(), "text/plain"),
        ("unknown", b"\0\1\2", "application/octet-stream"),
    ],
)  # fmt: skip
def test_what_is_in_a_file_tells_its_type_before_its_name_does(
    name: str, data: bytes, media_type: str
) -> None:
    assert media_type_of(name, data) == media_type


def test_thai_text_is_text_wherever_the_sample_ends() -> None:
    for blanks in range(3):
        assert media_type_of("x", b" " * blanks + "ก".encode() * 3000) == "text/plain"


@pytest.mark.parametrize(
    ("media_type", "view"),
    [
        ("application/pdf", View.PDF),
        ("image/svg+xml", View.PICTURE),
        ("text/plain; charset=utf-8", View.TEXT),
        ("application/zip", View.NONE),
        ("", View.NONE),
    ],
)
def test_what_can_be_looked_at_is_known(media_type: str, view: View) -> None:
    assert view_of(Evidence(name="x", sha256="0", media_type=media_type)) is view
