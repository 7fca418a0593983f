"""The tally page, by its numbers and keys; slow work beside the window."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.builders import TODAY, a_pledge, a_snapshot, asked
from tests.gui import a_window, controls, dialog, pick
from upudesk import i18n, tally
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.gui.counting_page import CountingPage
from upudesk.gui.paper import Preview
from upudesk.gui.tally_board import ALL, Board, Sum
from upudesk.gui.tally_page import TallyPage
from upudesk.gui.tasks import Cancelled, Progress, Tasks
from upudesk.gui.window import MainWindow
from upudesk.model import Answer, Author, Bloc, Member, Seats
from upudesk.reports import briefing, name_list
from upudesk.reports.imprint import Imprint
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot
from upudesk.tally import By, State


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.do(
        pledges.record_pledges,
        [a_pledge("la"), a_pledge("ke", level=3), asked("fr"), a_pledge("la", "th-poc", level=1)],
    )
    with a_window(desk) as shown:
        yield shown


@pytest.fixture
def board(window: MainWindow) -> TallyPage:
    window.turn_to("tally")
    QApplication.processEvents()
    counting = window.pages["tally"]
    assert isinstance(counting, CountingPage)
    page = counting.look("board")
    assert isinstance(page, TallyPage)
    return page


def cell(page: TallyPage, row: object, column: object) -> str:
    """What the table says in one cell."""
    assert page.board.board is not None
    across = page.board._columns.index(column)  # type: ignore[arg-type]
    index = page.board.model.index(page.board.board.rows.index(row), across)  # type: ignore[arg-type]
    return page.board.model.cell(index).text


# ------------------------------------------------------------------ the board


def test_not_asked_asked_and_undecided_are_three_rows(board: TallyPage) -> None:
    states = (State.NOT_ASKED, State.ASKED, State.UNDECIDED, State.FIRM_YES, State.OWN)
    assert [cell(board, state, ALL) for state in states] == ["0", "1", "1", "1", "1"]


def test_every_number_is_exactly_the_countries_behind_it(board: TallyPage) -> None:
    assert board.board.board is not None
    for row in board.board.board.rows:
        for column in board.board._columns:
            board.board.look_at(row, column)
            assert len(board.behind.members()) == int(cell(board, row, column))


def stands_in(snapshot: Snapshot, id: str, by: By, column: object) -> bool:
    """Whether a country belongs to a column, asked of its records alone."""
    member = snapshot.get(Member, id)
    said = tally.stance(snapshot, id, "th-ca").in_force
    keys: dict[By, set[object]] = {
        By.GROUP: {member.group},
        By.BLOC: set(member.blocs),
        By.FORM: {pledge.form for pledge in said},
        By.RESPONSIBLE: {member.responsible} - {""},
    }
    return column == ALL or (column in keys[by] if column is not None else not keys[by])


def counts(snapshot: Snapshot, id: str, row: object) -> bool:
    """Whether a country belongs to a row, asked of its records alone."""
    found = tally.stance(snapshot, id, "th-ca")
    if isinstance(row, Answer):
        return can_vote(snapshot, snapshot.get(Member, id)) is row
    if isinstance(row, Sum):
        return row is Sum.MEMBERS or found.state in (State.FIRM_YES, State.LEANING_YES)
    return found.state is row


@pytest.mark.parametrize("by", [By.GROUP, By.BLOC, By.FORM, By.RESPONSIBLE])
def test_every_cell_opens_exactly_the_countries_that_belong_there(
    window: MainWindow, board: TallyPage, by: By
) -> None:
    do = window.workplace.do
    bloc, official = Bloc(id="asean", code="ASEAN"), Author(id="anong", name="Anong")
    do(records.put, bloc)
    do(records.put, official)
    for id, change in (("la", {"blocs": ("asean",)}), ("ke", {"responsible": "anong"})):
        base = window.workplace.snapshot.get(Member, id)
        do(records.put, replace(base, credentials=Answer.NO, **change), base)
    board.by.buttons[by].click()
    snapshot, shown = window.workplace.snapshot, board.board.board
    assert shown is not None
    assert len(board.board._columns) > 2
    for row in shown.rows:
        for column in board.board._columns:
            board.board.look_at(row, column)
            assert set(board.behind.members()) == {
                member.id
                for member in snapshot.members
                if stands_in(snapshot, member.id, by, column) and counts(snapshot, member.id, row)
            }
            assert len(board.behind.members()) == int(cell(board, row, column))


def test_arrows_go_from_number_to_number_and_enter_to_its_countries(board: TallyPage) -> None:
    board.board.look_at(State.FIRM_YES, ALL)
    table = board.board.table
    table.setFocus()
    for _column in range(4):
        QTest.keyClick(table, Qt.Key.Key_Right)
    assert board.behind.members() == ["la"]
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert board.behind.table.hasFocus()


def test_enter_in_the_list_opens_the_country(board: TallyPage, window: MainWindow) -> None:
    board.board.look_at(State.UNDECIDED, ALL)
    board.behind.table.setFocus()
    QTest.keyClick(board.behind.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.page == "countries"
    assert window.member is not None
    assert window.member.id == "ke"


def test_the_other_council_has_its_own_board(board: TallyPage) -> None:
    board.council.buttons["th-poc"].click()
    assert cell(board, State.FIRM_NO, ALL) == "1"
    assert cell(board, Sum.PROMISED, ALL) == "0"


@pytest.mark.parametrize("by", [By.BLOC, By.FORM, By.RESPONSIBLE])
def test_however_the_count_is_cut_everybody_counts_once_in_the_last_column(
    board: TallyPage, by: By
) -> None:
    board.by.buttons[by].click()
    assert cell(board, Sum.MEMBERS, ALL) == "4"
    assert cell(board, Sum.PROMISED, ALL) == "1"


def test_the_reader_stays_on_the_same_number_after_a_change(
    board: TallyPage, window: MainWindow
) -> None:
    board.board.look_at(State.FIRM_YES, ALL)
    window.workplace.do(pledges.record_pledges, [a_pledge("fr")])
    assert board.behind.members() == ["fr", "la"]


def test_an_unknown_line_is_said_and_a_known_one_gives_the_gap(
    board: TallyPage, window: MainWindow
) -> None:
    assert board.numbers.figures["line"].text() == "not known"
    line = Seats(council="ca", group=4, line_newcomer=95, line_sitting=95)
    window.workplace.do(records.put, line)
    assert board.numbers.figures["line"].text() == "95"
    assert board.numbers.figures["gap"].text() == "93"


def test_both_lines_are_told_where_nobody_knows_whether_we_sit_there_now(
    board: TallyPage, window: MainWindow
) -> None:
    lines = Seats(council="ca", group=4, line_newcomer=88, line_sitting=104)
    window.workplace.do(records.put, lines)
    assert board.numbers.figures["line"].text() == "88 or 104"
    assert board.numbers.figures["gap"].text() == "86 or 102"


def test_without_a_candidacy_only_what_is_missing_is_said(
    board: TallyPage, window: MainWindow
) -> None:
    window.workplace.undo()  # what was said about our candidacies
    for own in window.workplace.snapshot.ours:
        window.workplace.do(records.remove, own)
    QApplication.processEvents()
    labels = [label for label in board.findChildren(QLabel) if label.isVisible()]
    assert [label.text() for label in labels if label.text()] == [
        "This campaign has no candidacy of its own yet."
    ]


@pytest.mark.parametrize("language", i18n.CODES)
def test_all_groups_are_seen_at_once_in_every_language(
    board: TallyPage, window: MainWindow, language: str
) -> None:
    window.workplace.prefer(language=language)
    window.resize(1366, 768)
    QApplication.processEvents()
    assert board.board.table.horizontalScrollBar().maximum() == 0


def test_a_number_in_large_opens_its_countries_too(board: TallyPage) -> None:
    board.numbers.figures["promised"].click()
    assert board.behind.members() == ["la"]


def test_the_list_behind_a_number_is_copied_with_headings(board: TallyPage) -> None:
    board.board.look_at(State.FIRM_YES, ALL)
    board.behind.copy_link.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Country\tStance")
    assert copied[1].startswith("Laos\t5 firm yes")


def test_the_list_behind_a_number_is_printed(board: TallyPage, qtbot: QtBot) -> None:
    board.board.look_at(State.FIRM_YES, ALL)
    board.behind.print_link.click()
    preview = dialog(Preview)
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    assert "Laos" in preview.document.getAllText(0).text()
    pick(preview.language, "th")
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    assert "ลาว" in preview.document.getAllText(0).text()
    assert "firm yes" not in preview.document.getAllText(0).text()
    preview.close()


def test_a_campaign_without_a_candidacy_says_so(board: TallyPage, window: MainWindow) -> None:
    for own in window.workplace.snapshot.ours:
        for pledge in window.workplace.snapshot.pledges_about.get(own.id, ()):
            window.workplace.do(records.remove, pledge)
        window.workplace.do(records.remove, own)
    assert not board.board.isVisible()


def test_a_member_of_two_blocs_stands_in_both_columns_but_once_in_all() -> None:
    from tests.builders import LAOS
    from upudesk.model import Bloc

    blocs = (Bloc(id="a", code="ASEAN"), Bloc(id="b", code="LDC"))
    laos = type(LAOS)(id="la", iso2="LA", name_en="Laos", group=4, blocs=("a", "b"))
    snapshot = a_snapshot([laos], [a_pledge("la")], others=blocs)
    count = tally.tally(snapshot, "th-ca")
    cut = Board(count, tally.cut(snapshot, count, By.BLOC))
    assert [cut.cell(State.FIRM_YES, column) for column in ("a", "b", ALL)] == [("la",)] * 3
    assert cut.cell(Answer.UNKNOWN, "a") == ("la",)


def test_equal_lists_on_paper_give_equal_bytes() -> None:
    from tests.builders import KENYA, LAOS

    snapshot = a_snapshot([LAOS, KENYA], [a_pledge("la")])
    imprint = Imprint(datetime(2025, 8, 15, 9, tzinfo=UTC))
    for code in i18n.CODES:
        language = i18n.Language(code)
        first, second = (
            name_list.render(snapshot, "th-ca", ids, "CA", language, imprint=imprint)
            for ids in (["la", "ke"], ["ke", "la"])
        )
        assert first.pdf == second.pdf


# ------------------------------------------------------------------ slow work


def test_work_asks_between_two_pieces_whether_it_is_still_wanted() -> None:
    progress, steps = Progress(), list[int]()
    progress.stepped.connect(steps.append)
    progress.step()
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.step()
    assert steps == [1]


def test_no_garbage_is_collected_while_something_is_made_beside_the_window(qtbot: QtBot) -> None:
    """Else a widget of the window's might die on the worker's thread."""
    tasks, told = Tasks(), list[bool]()
    assert gc.isenabled()
    for _number in range(2):
        tasks.run(gc.isenabled, told.append, lambda _fault: None)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [False, False]
    assert gc.isenabled()
    tasks.run(gc.isenabled, told.append, lambda _fault: None)
    tasks.wait()
    assert gc.isenabled()


def test_no_answer_is_heard_once_the_campaign_closes(qtbot: QtBot) -> None:
    tasks, told = Tasks(), list[int]()
    tasks.run(lambda: 1, told.append, lambda _fault: None)
    tasks.end()
    qtbot.wait(50)
    assert not told
    assert not tasks.busy


def test_progress_changes_nothing_on_paper() -> None:
    from tests.builders import KENYA, LAOS

    snapshot = a_snapshot([LAOS, KENYA], [a_pledge("la")])
    given: dict[str, Any] = {"imprint": Imprint(datetime(2025, 8, 15, 9, tzinfo=UTC))}
    told: list[int] = []
    plain = briefing.render(snapshot, ["la", "ke"], i18n.Language("th"), **given)
    watched = briefing.render(
        snapshot, ["la", "ke"], i18n.Language("th"), each=lambda: told.append(1), **given
    )
    assert watched.pdf == plain.pdf
    assert len(told) == 4
    assert snapshot.today == TODAY


def test_every_control_of_the_tally_has_a_name(board: TallyPage) -> None:
    assert not [c for c in controls(board) if not (c.accessibleName() or c.property("text"))]
