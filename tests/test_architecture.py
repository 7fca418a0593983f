"""Who may know whom, in plain sentences."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "upudesk"
ARCHITECTURE = PACKAGE.parent / "ARCHITECTURE.md"
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
PRINTOUT = ("printout", "printout_forecast", "printout_backups")
STORAGE = {
    "storage",
    "connection",
    "keys",
    "opening",
    "copying",
    "integrity",
    "file_faults",
    "migrations",
    "evidence_store",
    "salvage",
    "planted",
}
PURE = {
    "disclosure",
    "record",
    "model",
    "values",
    "snapshot",
    "journal",
    "shapes",
    "undoing",
    "joining",
    "rules",
    "tally",
    "figures",
    "weights",
    "forecast",
    "needs",
    "posts",
    "due",
    "own_ballot",
    "talks",
    "after_work",
    "repeating",
    "alike",
    "palette",
    "trend",
    "since",
    "seating",
    "published",
    "race",
    "draws",
    "prospects",
    "next_best",
    "scoring",
    "scenarios",
    "after_vote",
    "rounds",
    "blind",
}


@cache
def imports(module: str) -> frozenset[str]:
    """Everything that a module imports, anywhere in it; our own modules without the package."""
    found = set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(name.removeprefix("upudesk.") for name in found)


def uses(module: str, *names: str) -> set[str]:
    return {i for i in imports(module) for n in names if i == n or i.startswith(f"{n}.")}


def those(*parts: str) -> list[str]:
    return [m for m in MODULES if any(m == p or m.startswith(f"{p}.") for p in parts)]


@pytest.mark.parametrize("module", [m for m in MODULES if not m.startswith("gui")])
def test_only_the_window_knows_qt(module):
    allowed = {"__main__"}
    assert module in allowed or not uses(module, "PySide6", "gui")


@pytest.mark.parametrize("module", MODULES)
def test_sql_lives_in_storage_and_migrations_only(module):
    if module in STORAGE:
        return
    statement = re.compile(
        r"^\s*(SELECT .* FROM|INSERT |UPDATE .* SET|DELETE FROM|PRAGMA |CREATE TABLE)"
    )
    strings = [n.value for n in ast.walk(MODULES[module]) if isinstance(n, ast.Constant)]
    assert not [s for s in strings if isinstance(s, str) and statement.match(s)]
    assert not uses(module, "sqlite3", "sqlcipher3", "sqlite_utils")


@pytest.mark.parametrize("module", those(*PURE))
def test_calculations_know_no_files_no_clock_and_no_chance(module):
    assert not uses(module, "pathlib", "io", "sqlite3", "random", "PySide6", *STORAGE, "desk")
    if module != "record":  # it alone makes ids
        assert not uses(module, "os", "time", "secrets")
    called = {n.attr for n in ast.walk(MODULES[module]) if isinstance(n, ast.Attribute)}
    assert not called & {"now", "today_", "utcnow"}


@pytest.mark.parametrize("module", [m for m in ("errors", "record", "model") if m in MODULES])
def test_records_and_errors_stand_on_nothing_but_the_standard_library(module):
    own = {i.partition(".")[0] for i in imports(module)} & {m.partition(".")[0] for m in MODULES}
    assert own <= {"errors", "record"}


@pytest.mark.parametrize("module", those("campaign"))
def test_actions_know_no_files_and_no_window(module):
    assert not uses(module, *STORAGE, "desk", "machine", "reports", "gui", "cli", "reportlab")


@pytest.mark.parametrize("module", those("reports"))
def test_paper_is_given_a_snapshot_and_knows_no_desk(module):
    assert not uses(module, *STORAGE, "desk", "gui", "cli", "PySide6")


@pytest.mark.parametrize("module", those("reports"))
def test_paper_never_looks_at_what_stays_inside(module):
    """A disclosed campaign also carries the whole one, for whoever gives the paper out."""
    asked = {n.attr for n in ast.walk(MODULES[module]) if isinstance(n, ast.Attribute)}
    assert not asked & {"undisclosed", "blanked", "held_records"}


@pytest.mark.parametrize("module", those("gui", "cli", *PRINTOUT, "terminal"))
def test_window_and_command_line_go_through_the_desk(module):
    assert not uses(module, "storage", "migrations")


@pytest.mark.parametrize("module", those("thai", "i18n", "locales"))
def test_languages_know_no_records(module):
    assert not uses(module, "model", "snapshot", "desk", *STORAGE, "PySide6")


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is_for(module):
    assert ast.get_docstring(MODULES[module]), module


@pytest.mark.parametrize("module", [m for m in MODULES if not m.endswith("__init__")])
def test_every_module_stands_in_the_table_of_the_architecture(module):
    """A module of a folder that is told of as a whole, such as `figures/`, stands there with it."""
    table, _decisions, _rest = ARCHITECTURE.read_text("utf-8").partition("## Decisions")
    folder, _, name = module.rpartition(".")
    assert f"`{name}`" in table or (folder != "gui" and f"`{folder}/`" in table)


@pytest.mark.parametrize("module", MODULES)
def test_the_program_opens_no_connection_of_its_own(module):
    assert not uses(module, "socket", "urllib.request", "http", "requests", "PySide6.QtNetwork")
