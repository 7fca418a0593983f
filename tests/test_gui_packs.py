"""The briefings page: packs chosen and made, what went out, and who may see what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from tests.builders import a_pledge
from tests.gui import controls, dialog, fill, pick, type_text
from upudesk import disclosure, i18n
from upudesk.campaign import exports, packs, pledges, records
from upudesk.desk import Desk
from upudesk.disclosure import MINISTER, PARTNER
from upudesk.gui import messages, paper_out
from upudesk.gui.app import dress
from upudesk.gui.briefings_page import BriefingsPage
from upudesk.gui.exports_pane import ExportsPane
from upudesk.gui.forms import Tick
from upudesk.gui.left_out import LeftOutList
from upudesk.gui.naming import Naming
from upudesk.gui.pack_countries import ANOTHER_DAY, AskDay
from upudesk.gui.pack_pane import PackPane
from upudesk.gui.pack_presets import NamePreset
from upudesk.gui.paper import PaperDialog
from upudesk.gui.paper_out import PaperPassphrase
from upudesk.gui.profiles_pane import ProfilesPane
from upudesk.gui.workplace import Workplace
from upudesk.model import Chosen, Export, Marking, Meeting, Member, Note, Pack, SavedFilter
from upudesk.settings import Settings

Q = Qt.Key
TUESDAY = date(2025, 8, 19)


@pytest.fixture
def page(qapp: QApplication, desk: Desk) -> Iterator[BriefingsPage]:
    """The page alone, in English, as the window shows it."""
    desk.do(pledges.record_pledges, [a_pledge("la"), a_pledge("ke", level=3)])
    desk.do(records.put, Meeting(members=("ke", "fr"), title="Lunch", held_on=TUESDAY))
    if qapp.style().name() != "fusion":
        dress(qapp)
    workplace = Workplace(Settings(language="en", paper_language="en", theme="light"))
    workplace.dress()
    workplace.hold(desk)
    page = BriefingsPage(workplace)
    workplace.changed.connect(lambda _news: page.renew())
    page.word()
    page.resize(1190, 640)
    page.show()
    page.activateWindow()
    QApplication.processEvents()
    yield page
    workplace.tasks.end()
    workplace.leave(quietly=True)
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    i18n.set_default(i18n.ENGLISH)


@pytest.fixture
def pane(page: BriefingsPage) -> PackPane:
    shown = page.look("packs")
    assert isinstance(shown, PackPane)
    return shown


def ticked(pane: PackPane) -> set[str]:
    QApplication.processEvents()
    return set(pane.members())


def way(pane: PackPane, chosen: Chosen, **fields: object) -> tuple[object, ...]:
    """The entry of the drop-down that chooses countries so."""
    pack = Pack(chosen=chosen, **fields)  # type: ignore[arg-type]
    return (pack.chosen, pack.group, pack.filter, pack.day)


def told(pane: PackPane) -> str:
    QApplication.processEvents()
    return pane.run.said.text()


# ------------------------------------------------------------------ countries


def test_countries_are_ticked_by_space_click_and_all_at_once(pane: PackPane) -> None:
    pane.listing.choose("ke")
    pane.listing.table.setFocus()
    QTest.keyClick(pane.listing.table, Q.Key_Space)
    assert ticked(pane) == {"ke"}
    QTest.keyClick(pane.listing.table, Q.Key_Space)
    assert ticked(pane) == set()
    pane.countries.tick_all.click()
    assert len(ticked(pane)) == 4
    pane.countries.untick.click()
    assert ticked(pane) == set()


def test_all_that_a_filter_shows_are_ticked_and_those_ticked_can_be_shown(pane: PackPane) -> None:
    type_text(pane.listing.filter, "ken")
    pane.countries.tick_all.click()
    pane.listing.filter.clear()
    assert ticked(pane) == {"ke"}
    pick(pane.listing.choices["ticked"], True)
    assert [member.id for member in pane.listing.model.rows] == ["ke"]


def test_countries_are_chosen_by_group_filter_and_day_until_one_is_ticked(
    pane: PackPane, desk: Desk
) -> None:
    saved = SavedFilter(page="countries", name="Leaning", asked='{"stance 0": "3"}')
    desk.do(records.put, saved)
    QApplication.processEvents()
    for wanted, found in (
        (way(pane, Chosen.GROUP, group=5), {"ke"}),
        (way(pane, Chosen.FILTER, filter=saved.id), {"ke"}),
        (way(pane, Chosen.DAY, day=TUESDAY), {"ke", "fr"}),
        (way(pane, Chosen.ALL), {"th", "la", "ke", "fr"}),
    ):
        pick(pane.countries.by, wanted)
        assert ticked(pane) == found
    pane.ticks.turn(["th"])
    assert ticked(pane) == {"la", "ke", "fr"}
    assert pane.pack().chosen is Chosen.HAND


def test_those_met_on_another_day_are_found_by_typing_the_day(pane: PackPane) -> None:
    pick(pane.countries.by, ANOTHER_DAY)
    form = dialog(AskDay)
    form.accept()
    assert form.form._problems["day"].text()
    fill(form, day="19/8/2025")
    form.accept()
    assert ticked(pane) == {"ke", "fr"}


# ------------------------------------------------------------------ parts


def test_parts_are_moved_by_keys_and_buttons_behind_cover_and_contents(pane: PackPane) -> None:
    parts = pane.parts
    assert parts.value() == packs.USUAL
    parts.list.setCurrentRow(4)
    QTest.keyClick(parts.list, Q.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert parts.value() == ("cover", "contents", "executive", "tally", "countries")
    for _press in range(3):
        parts.list.move_by(-1)
    assert parts.value()[:3] == ("cover", "contents", "tally")
    parts.list.setCurrentRow(0)
    assert not parts.up.isEnabled()
    parts.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert parts.value()[0] == "contents"


@pytest.mark.parametrize(("nothing", "said"), [("countries", "country"), ("parts", "part")])
def test_a_pack_of_nothing_is_told_in_one_sentence(pane: PackPane, nothing: str, said: str) -> None:
    if nothing == "parts":
        pane.ticks.tick(["la"])
        pane.parts.show_parts(())
    pane.preview.click()
    assert f"Tick at least one {said}" in told(pane)


# ------------------------------------------------------------------ presets


def keep(pane: PackPane, name: str) -> None:
    pane.presets.save_as.click()
    fill(dialog(NamePreset), name=name)
    dialog(NamePreset).accept()
    QApplication.processEvents()


def test_a_preset_brings_everything_back(pane: PackPane, desk: Desk) -> None:
    pane.ticks.tick(["la", "ke"])
    pick(pane.choices.choices["profile"], MINISTER)
    pick(pane.choices.choices["paper"], "a5")
    type_text(pane.choices.recipient, "the Minister")
    pane.parts.show_parts(("cover", "tally", "countries"))
    keep(pane, "Minister, Monday")
    (saved,) = packs.in_order(desk.snapshot)
    assert (saved.members, saved.profile, saved.paper) == (("ke", "la"), MINISTER, "a5")
    assert not pane.presets.save.isEnabled()

    pane.ticks.tick(["la", "ke"], on=False)
    pick(pane.choices.choices["profile"], PARTNER)
    QApplication.processEvents()
    assert pane.presets.save.isEnabled()
    pane.presets.use("")
    pick(pane.presets.choice, saved.id)
    assert ticked(pane) == {"la", "ke"}
    assert pane.pack().profile == MINISTER
    assert pane.parts.value() == ("cover", "tally", "countries")
    assert pane.choices.recipient.text() == "the Minister"


def test_a_preset_may_leave_the_countries_to_whoever_ticks_them(pane: PackPane) -> None:
    pane.ticks.tick(["la"])
    pane.presets.save_as.click()
    form = dialog(NamePreset)
    fill(form, name="Usual")
    form.with_countries.setChecked(False)
    form.accept()
    pane.presets.use("")
    pane.ticks.turn(["la", "fr"])
    active = packs.in_order(pane.workplace.snapshot)[0]
    pick(pane.presets.choice, active.id)
    assert ticked(pane) == {"la", "fr"}
    assert not pane.presets.save.isEnabled()


def test_a_preset_is_renamed_but_never_to_nothing(pane: PackPane, desk: Desk) -> None:
    keep(pane, "Usual")
    pane.presets.rename.click()
    form = dialog(Naming)
    fill(form, name=" ")
    form.accept()
    assert form.isVisible()
    fill(form, name="Monday")
    form.accept()
    assert [pack.name for pack in packs.in_order(desk.snapshot)] == ["Monday"]


def test_a_filter_is_kept_under_the_name_that_is_typed(pane: PackPane, desk: Desk) -> None:
    type_text(pane.listing.filter, "la")
    pane.listing.saved.save_as()
    form = dialog(Naming)
    fill(form, name="Those with la")
    form.accept()
    assert [one.name for one in desk.snapshot.all(SavedFilter)] == ["Those with la"]


def test_a_preset_is_deleted_at_once_and_undo_brings_it_back(pane: PackPane, desk: Desk) -> None:
    keep(pane, "Usual")
    pane.presets.delete.click()
    assert packs.in_order(desk.snapshot) == ()
    pane.workplace.undo()
    assert [pack.name for pack in packs.in_order(desk.snapshot)] == ["Usual"]


def test_a_preset_that_names_a_deleted_country_says_which_and_goes_on(
    pane: PackPane, desk: Desk
) -> None:
    desk.do(records.put, burma := Member(iso2="BU", name_en="Burma"))
    desk.do(packs.save, Pack(name="Two", members=("la", burma.id)))
    desk.do(records.remove, burma)
    QApplication.processEvents()
    pick(pane.presets.choice, packs.in_order(desk.snapshot)[0].id)
    assert ticked(pane) == {"la"}
    assert "Burma" in told(pane)


def test_a_profile_that_is_gone_is_never_taken_for_another(pane: PackPane, desk: Desk) -> None:
    desk.do(packs.save, Pack(name="Old", members=("la",), profile="press"))
    QApplication.processEvents()
    pick(pane.presets.choice, packs.in_order(desk.snapshot)[0].id)
    pane.preview.click()
    assert "no disclosure profile “press”" in told(pane)
    assert not pane.run.busy


# ------------------------------------------------------------------ making


def saved(pane: PackPane, target: Path, qtbot: QtBot, passphrase: str = "") -> None:
    pane.save_to(target, passphrase)
    qtbot.waitUntil(lambda: not pane.run.busy, timeout=30_000)


def test_the_ticked_countries_become_one_file_and_an_entry_of_the_log(
    pane: PackPane, tmp_path: Path, qtbot: QtBot, desk: Desk
) -> None:
    pane.ticks.tick(["la", "ke"])
    type_text(pane.choices.recipient, "the Minister")
    saved(pane, tmp_path / "both", qtbot)
    content = (tmp_path / "both.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert "both.pdf" in told(pane)
    (entry,) = exports.found(desk.snapshot, exports.fingerprint(content))
    assert (entry.recipient, entry.profile, set(entry.members)) == (
        "the Minister", "Internal", {"la", "ke"},
    )  # fmt: skip
    assert entry.pages is not None


def test_each_copy_is_a_file_with_its_number_and_an_entry(
    pane: PackPane, tmp_path: Path, qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane.ticks.tick(["la"])
    pane.choices.copies.setText("2")
    saved(pane, tmp_path / "pack.pdf", qtbot)
    files = sorted(file.name for file in tmp_path.glob("pack*.pdf"))
    assert files == ["pack copy 1 of 2.pdf", "pack copy 2 of 2.pdf"]
    assert {(e.copy, e.copies) for e in desk.snapshot.all(Export)} == {(1, 2), (2, 2)}
    assert len({e.sha256 for e in desk.snapshot.all(Export)}) == 2
    asked: list[str] = []
    monkeypatch.setattr(messages, "confirmed", lambda _over, said, _yes: bool(asked.append(said)))
    assert not paper_out.may_replace(pane, tmp_path / "pack.pdf", 2)
    assert "pack copy 1 of 2.pdf" in asked[0]
    assert paper_out.may_replace(pane, tmp_path / "pack.pdf", 1)


def test_a_passphrase_is_typed_twice_and_the_log_knows_the_file_as_it_was_written(
    pane: PackPane, tmp_path: Path, qtbot: QtBot, desk: Desk
) -> None:
    form = PaperPassphrase(pane)
    fill(form, passphrase="คำลับ", again="คำ")
    form.accept()
    assert not form.passphrase
    fill(form, again="คำลับ")
    form.accept()
    pane.ticks.tick(["la"])
    saved(pane, tmp_path / "pack.pdf", qtbot, form.passphrase)
    content = (tmp_path / "pack.pdf").read_bytes()
    assert b"/Encrypt" in content
    assert exports.found(desk.snapshot, exports.fingerprint(content))[0].protected
    form.deleteLater()


def test_what_is_cancelled_leaves_no_file_and_no_entry(
    pane: PackPane, tmp_path: Path, qtbot: QtBot, desk: Desk
) -> None:
    pane.ticks.tick(["la", "ke", "fr"])
    pane.save_to(tmp_path / "all.pdf")
    pane.run.break_off()
    qtbot.waitUntil(lambda: not pane.run.busy, timeout=30_000)
    assert told(pane) == "Cancelled; nothing was made."
    assert not (tmp_path / "all.pdf").exists()
    assert not desk.snapshot.all(Export)
    assert pane.save.isEnabled()


def test_a_target_that_cannot_be_written_gets_one_sentence_and_no_entry(
    pane: PackPane, tmp_path: Path, qtbot: QtBot, desk: Desk
) -> None:
    pane.ticks.tick(["la"])
    saved(pane, tmp_path / "no folder" / "pack.pdf", qtbot)
    assert "pack.pdf" in told(pane)
    assert not desk.snapshot.all(Export)


def test_the_pack_is_read_before_it_goes_out(pane: PackPane, qtbot: QtBot) -> None:
    pane.ticks.tick(["la", "ke"])
    pane.preview.click()
    qtbot.waitUntil(lambda: not pane.run.busy, timeout=30_000)
    shown = dialog(PaperDialog)
    text = "".join(shown.document.getAllText(n).text() for n in range(shown.document.pageCount()))
    assert "Kenya" in text
    assert "Laos" in text
    shown.close()


def test_what_is_left_out_is_told_before_anything_is_made(
    pane: PackPane, qtbot: QtBot, desk: Desk
) -> None:
    desk.do(records.put, Note(text="half a word", member="la"))
    pane.ticks.tick(["la"])
    pick(pane.choices.choices["profile"], MINISTER)
    qtbot.waitUntil(lambda: "1 note" in pane.left_out.told.text(), timeout=10_000)
    pane.left_out.link.click()
    listed = dialog(LeftOutList)
    assert listed.rows == [("inbox note", "half a word")]
    listed.close()
    pane.ticks.turn(["la", "ke"])
    pane.ticks.turn(["la"])
    qtbot.waitUntil(lambda: "Nothing" in pane.left_out.told.text(), timeout=10_000)


@pytest.mark.parametrize("language", i18n.CODES)
def test_the_whole_page_stands_on_a_small_screen(page: BriefingsPage, language: str) -> None:
    """Beside the pages of the window, 1366 points wide, nothing has to be moved sideways."""
    page.workplace.prefer(language=language)
    page.word()
    page.resize(1180, 640)
    QApplication.processEvents()
    areas = page.shown.findChildren(QScrollArea)
    assert areas
    assert not [area for area in areas if area.horizontalScrollBar().maximum()]


def test_every_control_of_the_page_has_a_name(page: BriefingsPage) -> None:
    for name in ("packs", "letters", "log", "disclosure"):
        shown = page.look(name)
        QApplication.processEvents()
        for control in controls(shown):
            assert control.accessibleName(), (name, control)


# ------------------------------------------------------------------ what went out


@pytest.fixture
def log(page: BriefingsPage, desk: Desk) -> ExportsPane:
    entries = [
        exports.entry(b"one", desk.moment, what="Pack", recipient="A", document="pack"),
        exports.entry(b"two", desk.moment, what="List", recipient="B", document="calls"),
    ]
    desk.do(exports.log, entries)
    shown = page.look("log")
    assert isinstance(shown, ExportsPane)
    return shown


def test_a_file_is_told_from_the_log_by_its_fingerprint(
    log: ExportsPane, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"one")
    (tmp_path / "b.pdf").write_bytes(b"one more")
    for name, sentence in (("a.pdf", "byte for byte"), ("b.pdf", "no entry"), ("c", "not be read")):
        log.compare_with(tmp_path / name)
        qtbot.waitUntil(lambda said=sentence: said in log.said.text(), timeout=10_000)
    assert log.workplace.snapshot.get(Export, log.listing.current()).what == "Pack"
    log.copy(log.listing.current())
    assert len(QGuiApplication.clipboard().text()) == 64


def test_the_log_is_filtered_by_recipient_and_kind(log: ExportsPane) -> None:
    pick(log.listing.choices["recipient"], "B")
    assert [entry.what for entry in log.listing.model.rows] == ["List"]
    log.listing.clear_filter()
    pick(log.listing.choices["document"], "pack")
    assert [entry.what for entry in log.listing.model.rows] == ["Pack"]


def test_kind_profile_and_marking_are_told_in_the_readers_language(
    log: ExportsPane, desk: Desk
) -> None:
    profile = disclosure.profile(desk.snapshot, PARTNER)
    out = exports.entry(b"3", desk.moment, what="ทุกประเทศ", document="pack",
                        profile=profile.name_th)  # fmt: skip
    desk.do(exports.log, [out])
    QApplication.processEvents()
    pick(log.listing.choices["profile"], profile.name_en)
    (entry,) = log.listing.model.rows
    shown = {column.name: column.cell(entry).text for column in log.listing.model.columns}
    assert (shown["document"], shown["profile"]) == ("Pack", profile.name_en)


# ------------------------------------------------------------------ who may see what


def a_tick(pane: ProfilesPane, name: str) -> Tick:
    return next(t for t in pane.detail.findChildren(Tick) if t.accessibleName() == name)


def test_what_a_profile_lets_out_is_ticked_and_put_back(page: BriefingsPage, desk: Desk) -> None:
    pane = page.look("disclosure")
    assert isinstance(pane, ProfilesPane)
    pane.show_record(PARTNER)
    QApplication.processEvents()
    assert not a_tick(pane, "Undertaking").isChecked()
    a_tick(pane, "Undertaking").click()
    QApplication.processEvents()
    assert "undertaking" not in disclosure.profile(desk.snapshot, PARTNER).kinds
    a_tick(pane, "Meeting: Outcome").click()
    QApplication.processEvents()
    assert "meeting.outcome" in disclosure.profile(desk.snapshot, PARTNER).fields
    desk.undo()
    assert "meeting.outcome" not in disclosure.profile(desk.snapshot, PARTNER).fields


def test_a_marking_in_use_stays(page: BriefingsPage, desk: Desk) -> None:
    for record in (Marking(id="m", name_en="Secret"), Note(text="x", marking="m")):
        desk.do(records.put, record)
    pane = page.look("disclosure")
    assert isinstance(pane, ProfilesPane)
    pane.show_record("m")
    pane.remove()
    assert desk.snapshot.find(Marking, "m")
    for box in QApplication.topLevelWidgets():
        if box.inherits("QMessageBox"):
            box.close()
