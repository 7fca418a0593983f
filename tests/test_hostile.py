"""Files that are broken, or made to do harm: refused in a sentence, or read for what they are."""

from __future__ import annotations

import json
import os
import stat
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench import fuzz, hostile_evidence, hostile_files, hostile_run, readers
from tests.builders import a_founding
from upudesk import (
    connection,
    demo,
    i18n,
    opening,
    placing,
    recovery,
    repeating,
    resources,
    seed,
    shapes,
    words,
)
from upudesk.backups import Keeping, Reason, folder_for_file, make, salt_in
from upudesk.campaign import records
from upudesk.campaign.evidence import View, safe_name
from upudesk.desk import Desk
from upudesk.errors import DamagedFile, FileProblem
from upudesk.journal import EXISTENCE
from upudesk.machine import Machine
from upudesk.model import Note
from upudesk.settings import Settings, settings_and_fault, write_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

SHORT = {
    "campaign": 25, "campaign-sql": 8, "names": 150, "settings": 150, "machine": 60,
    "scenario": 20, "repeat": 40, "typed": 12, "rules": 25, "members": 6,
}  # fmt: skip
"""Inputs of each reader here; `python -m bench.fuzz` gives each ten thousand."""


@pytest.mark.parametrize("name", SHORT)
def test_a_reader_refuses_what_makes_no_sense_in_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reader = readers.READERS[name]
    seeds = reader.seeds(tmp_path)
    (tmp_path / "run" / "outer").mkdir(parents=True)
    for number in range(SHORT[name]):
        given = fuzz.input_of(reader, seeds, seed=1, number=number)
        assert hostile_run.outcome(reader, given, tmp_path / "run") in ("read", "refused"), number


# ------------------------------------------------------------------ planted in a campaign


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM change; END",
        "ALTER TABLE draft RENAME TO d; CREATE VIEW draft AS SELECT * FROM d",
        "CREATE INDEX i ON pledge (upper(id))",
        "ALTER TABLE member ADD COLUMN bad TEXT AS (upper(id))",
        "CREATE VIRTUAL TABLE f USING fts5(a)",
    ],
)
def test_what_was_planted_in_a_file_is_never_carried_out(
    make_desk: Callable[..., Desk], machine: Machine, planted: str
) -> None:
    desk = make_desk()
    desk.close()
    with closing(connection.connect(desk.path, None)) as db:
        for statement in planted.split("; ") if "TRIGGER" not in planted else [planted]:
            db.execute(statement)
    before = desk.path.read_bytes()
    with pytest.raises(DamagedFile, match="commands that UPUDesk never writes"):
        Desk.open(desk.path, machine=machine)
    assert desk.path.read_bytes() == before


def test_a_table_of_another_make_is_damage(
    make_desk: Callable[..., Desk], machine: Machine
) -> None:
    desk = make_desk()
    desk.close()
    with closing(connection.connect(desk.path, None)) as db:
        db.execute("DROP TABLE note")
        db.execute("CREATE TABLE note (id, text, taken_on, member, source, marking, sorted_into)")
    with pytest.raises(DamagedFile):
        Desk.open(desk.path, machine=machine)


def test_a_step_of_a_shape_that_never_was_is_read_at_once(make_desk: Callable[..., Desk]) -> None:
    step = make_desk().history("la")[0]
    assert shapes.as_now(replace(step, shape=-(2**63))).changes == step.changes


def test_a_step_about_a_kind_that_never_was_is_damage(
    make_desk: Callable[..., Desk], machine: Machine
) -> None:
    desk = make_desk()
    desk.close()
    with closing(connection.connect(desk.path, None)) as db:
        db.execute("UPDATE change SET kind = '10' WHERE record = 'ca' AND field = ?", (EXISTENCE,))
    with pytest.raises(DamagedFile), closing(Desk.open(desk.path, machine=machine)) as of_old:
        of_old.history("ca")


def test_a_journal_whose_steps_all_say_the_same_number_is_checked_to_its_end(
    make_desk: Callable[..., Desk], machine: Machine
) -> None:
    desk = make_desk()
    desk.do(records.put, Note(text="first", taken_on=hostile_files.TODAY))
    desk.do(records.put, Note(text="second", taken_on=hostile_files.TODAY))
    desk.close()
    with closing(connection.connect(desk.path, None)) as db:
        db.execute("UPDATE step SET number = 1")
    with closing(Desk.open(desk.path, machine=machine)) as altered:
        assert not altered.check().sound


def test_a_journal_that_came_too_late_to_count_is_damage(
    make_desk: Callable[..., Desk], machine: Machine
) -> None:
    desk = make_desk()
    desk.close()
    with closing(connection.connect(desk.path, None)) as db:
        db.execute("UPDATE step SET arrival = 9223372036854775000")
    with closing(Desk.open(desk.path, machine=machine)) as late, pytest.raises(DamagedFile):
        late.latest_steps(40, before=-1000)


def test_an_id_that_is_a_path_leads_nowhere(
    make_desk: Callable[..., Desk], machine: Machine, tmp_path: Path
) -> None:
    outside = f"../../{tmp_path.name}/outside"
    desk = make_desk()
    keeping = Keeping(tmp_path / "kept", 1 << 30)
    original = replace(desk.original(), campaign=outside)
    with pytest.raises(FileProblem):  # it is not what the file calls itself
        make(original, keeping, Reason.ASKED, hostile_files.NOW)
    assert [folder.parent for folder in tmp_path.glob("kept/*")] == [tmp_path / "kept"]
    machine.note(outside, 7)
    assert machine.reached(outside) == 7
    assert not list(tmp_path.rglob("outside"))
    machine.close()


def test_a_check_of_a_campaign_that_calls_itself_a_path_is_noted_in_its_place(
    tmp_path: Path, machine: Machine
) -> None:
    outside = str(tmp_path / "outside" / "file")
    deeds = [a_founding(hostile_files.NOW, id=outside)]
    with Desk.create(tmp_path / "a.upudesk", deeds, machine=machine) as desk:
        assert desk.check().sound
        assert desk.last_check
    assert not list(tmp_path.rglob("outside"))


@pytest.mark.parametrize("name", ["campaign.upudesk", "renamed.bak"])
def test_nothing_that_goes_out_takes_the_place_of_a_campaign(desk: Desk, name: str) -> None:
    desk.close()
    target = desk.path.rename(desk.path.with_name(name))
    before = target.read_bytes()
    with pytest.raises(FileProblem, match="exists already"):
        placing.place(target, b"evidence that is called like a campaign")
    assert target.read_bytes() == before


@pytest.mark.usefixtures("quick_keys")
def test_a_campaign_opened_through_a_link_is_itself_protected_and_restored(
    desk: Desk, machine: Machine, tmp_path: Path
) -> None:
    link, keeping = tmp_path / "link.upudesk", Keeping(tmp_path / "kept", 1 << 30)
    desk.close()
    link.symlink_to(desk.path)
    with Desk.open(link, machine=machine) as opened:
        opened.protect("a word of ours")
        copy = make(opened.original(), keeping, Reason.ASKED, hostile_files.NOW)
    assert link.is_symlink()
    assert opening.is_protected(desk.path)
    assert folder_for_file(keeping, link) == copy.path.parent
    desk.path.write_bytes(b"spoilt")
    recovery.restore(link, copy.path, "a word of ours", machine=machine)
    assert link.is_symlink()
    assert opening.is_protected(desk.path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_backup_folder_that_never_ends_is_not_waited_for(desk: Desk, tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / "stick", 1 << 30)
    folder = make(desk.original(), keeping, Reason.ASKED, hostile_files.NOW).path.parent
    for name in ("campaign", "salt"):
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)
    assert folder_for_file(keeping, desk.path) is None
    assert salt_in(folder) == b""


def test_a_rule_that_never_comes_true_is_soon_given_up() -> None:
    day = date(2025, 1, 31)
    assert repeating.following("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", day, day) is None
    assert repeating.following("FREQ=DAILY;INTERVAL=0", day, day) is None
    found = repeating.following("FREQ=WEEKLY;BYDAY=MO;UNTIL=20250301", day, day)
    assert found is not None
    assert found[0] == date(2025, 2, 3)


@pytest.mark.parametrize("endless", ["0", "a\n", "- a\n", "e\u0301", "0 "])
def test_paper_holds_the_beginning_of_a_text_without_end(endless: str) -> None:
    from upudesk.reports import talking, typeset

    text = endless * (5_000_000 // len(endless))
    found = typeset.words([typeset.Run(text)], typeset.Style(9, 12))
    assert len(found.paragraphs) <= typeset.LINES
    assert sum(len(paragraph.text) for paragraph in found.paragraphs) <= typeset.MOST + 1
    assert found.paragraphs[-1].text.endswith("…")
    assert len(list(talking.text(text))) <= typeset.LINES


# ------------------------------------------------------------------ evidence on its way out


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("letter.pdf", "letter.pdf"),
        ("บันทึก การประชุม.docx", "บันทึก การประชุม.docx"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x.exe", "C--Windows-x.exe"),
        ("con.txt", "con_.txt"),
        ("LPT1", "LPT1_"),
        (".bashrc", "bashrc"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\nb\x1b[2J.pdf", "a b [2J.pdf"),
        ("...", "file"),
        ("ก" * 300 + ".pdf", "ก" * 38 + ".pdf"),
    ],
)
def test_evidence_goes_out_under_a_safe_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_file_is_put_in_its_place_for_its_owner_and_under_no_link(tmp_path: Path) -> None:
    placing.place(tmp_path / "a.pdf", b"new")
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o600
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / "b.pdf").symlink_to(victim)
    placing.place(tmp_path / "b.pdf", b"new")
    assert victim.read_bytes() == b"mine"


def test_a_drawing_that_draws_for_ever_or_names_other_files_never_reaches_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from upudesk.gui import tried

    monkeypatch.setattr(tried, "A_PAGE", 0.8)
    endless = hostile_evidence.svg_bombs()[0]
    with pytest.raises(FileProblem, match="was not shown"):
        tried.tried(View.PICTURE, "map.svg", endless)
    naming = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'
    assert b"passwd" not in tried._without_others(naming)


def test_where_no_other_process_can_begin_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from multiprocessing.context import SpawnProcess

    from upudesk.gui import tried

    def full(_process: object) -> None:
        raise OSError("no memory for it")

    monkeypatch.setattr(SpawnProcess, "start", full)
    with pytest.raises(FileProblem, match="was not shown"):
        tried.tried(View.PDF, "scan.pdf", b"%PDF-1.7")


def test_a_pdf_that_is_refused_leaves_no_thread_behind(qapp: QApplication) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtPdfWidgets import QPdfView

    from upudesk.gui.leaf_pdf import PdfLeaf

    for _again in range(3):
        with pytest.raises(FileProblem, match="damaged or no PDF"):
            PdfLeaf("scan.pdf", b"%PDF-1.7 and no more")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [widget for widget in qapp.allWidgets() if isinstance(widget, QPdfView)]


def test_what_never_ends_is_not_attached(tmp_path: Path) -> None:
    from upudesk.gui.attaching import read_file

    os.mkfifo(tmp_path / "scan.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    for name in ("scan.pdf", "zero.pdf"):
        with pytest.raises(FileProblem, match="is no file"):
            read_file(tmp_path / name)


def test_a_text_of_one_endless_line_is_broken_up() -> None:
    from upudesk.gui.leaf_text import LONGEST, MOST, settable

    shown = settable("x" * 3_000_000)
    assert max(map(len, shown.split("\n"))) <= LONGEST
    assert shown.count("x") == MOST
    assert settable("e" + "\u0301" * 10_000) == "e" + "\u0301" * 8
    assert settable("abc\u202egpj") == "abc[U+202E]gpj"
    assert settable("น้ำ คำ\r\nสอง") == "น้ำ คำ\nสอง"


# ------------------------------------------------------------------ the user's and our own files


def test_a_note_of_a_check_without_a_zone_is_none(tmp_path: Path) -> None:
    note = tmp_path / "checks" / "one"
    note.parent.mkdir()
    note.write_text("2025-08-14T09:00:00")
    assert Machine(tmp_path).checked("one") is None


def test_settings_that_make_no_sense_fall_back_and_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"author": "A", "era": "stone", "recent": [1], "lock_minutes": -5}))
    settings, fault = settings_and_fault(file)
    assert settings == Settings(author="A")
    assert "Some of your settings" in str(fault)
    file.write_bytes(b"\xff not json")
    settings, fault = settings_and_fault(file)
    assert settings == Settings()
    assert "settings.json.unreadable" in str(fault)
    assert settings_and_fault(file) == (Settings(), None)


def test_settings_that_are_a_pipe_or_a_folder_fall_back_and_the_new_ones_are_kept(
    tmp_path: Path,
) -> None:
    file = tmp_path / "settings.json"
    for put in (os.mkfifo, os.mkdir, os.mkdir):
        put(file)
        settings, fault = settings_and_fault(file)
        assert settings == Settings()
        assert fault is not None
        assert Path(str(fault.gaps["file"])).exists()
        assert write_settings(file, settings)
        assert settings_and_fault(file) == (Settings(), None)
        file.unlink()


def test_where_no_settings_can_be_kept_nothing_else_fails(tmp_path: Path) -> None:
    (tmp_path / "upudesk").write_text("a file where the folder should be")
    assert not write_settings(tmp_path / "upudesk" / "settings.json", Settings())


def test_a_damaged_file_of_the_program_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_ROOT", tmp_path)
    seed.facts.cache_clear()
    with pytest.raises(resources.DamagedProgram, match=r"new_campaign\.toml"):
        seed.found_campaign(moment=hostile_files.NOW)
    seed.facts.cache_clear()


def test_a_catalogue_that_cannot_count_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "translations" / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Language: th\\nPlural-Forms: nplurals=2; plural=n%(n-7);\\n"\n'
    words = 'msgid "{count} day"\nmsgid_plural "{count} days"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
    (folder / "upudesk.po").write_text(f"{head}\n{words}")
    monkeypatch.setattr(resources, "_ROOT", tmp_path)
    found = i18n._catalogue.__wrapped__("th")
    assert found.ngettext("{count} day", "{count} days", 7) == "{count} days"


@pytest.mark.parametrize("wanted", [10**400, float("inf"), float("nan"), -1])
def test_a_demo_of_people_without_end_is_damage(
    monkeypatch: pytest.MonkeyPatch, wanted: float
) -> None:
    told = dict(seed.facts("demo.toml"))
    told["lot"] = told["lot"] | {"contacts": wanted}
    monkeypatch.setattr(demo, "facts", lambda _name: told)
    with pytest.raises(resources.DamagedProgram, match=r"demo\.toml"):
        demo.demo_deeds.__wrapped__()


# ------------------------------------------------------------------ what is shown


def test_a_tool_tip_shows_markup_instead_of_following_it() -> None:
    from PySide6.QtCore import QModelIndex, Qt

    from upudesk.gui.forms import plain_tip
    from upudesk.gui.tables import Cell, Column, RowsModel

    named = '<img src="file:////somewhere/else.png">'
    assert plain_tip(named) == '<qt>&lt;img src="file:////somewhere/else.png"></qt>'
    assert plain_tip("a & b") == "a & b"
    column = Column(lambda: "A", lambda _row: Cell(named, tip=named), str)
    model = RowsModel([column], str)
    model.show([named])
    tip = model.data(model.index(0, 0, QModelIndex()), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip


def test_a_group_that_never_was_is_called_not_known() -> None:
    assert words.group(0) == words.group(2**62) == words.group(None)


def test_json_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from upudesk.commands import show_json

    values = {"note": "a\x9b2Jb\u202ec\x1b[2J"}
    show_json(values)
    said = capsys.readouterr().out
    assert not any(sign in said for sign in ("\x9b", "\u202e", "\x1b"))
    assert json.loads(said) == values


def test_settings_that_are_gone_are_missed_by_whoever_had_a_window() -> None:
    from upudesk.gui import app
    from upudesk.machine import state_folder

    assert app._lost_settings() is None
    (state_folder() / "windows").mkdir(parents=True)
    assert "settings are gone" in str(app._lost_settings())
