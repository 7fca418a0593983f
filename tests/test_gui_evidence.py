"""Evidence in the window: dropped, pasted, chosen; looked at from memory; saved only when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget

from tests.builders import a_pledge
from tests.gui import a_window, controls, dialog, fill, pick, plain, type_text
from upudesk.campaign import evidence, pledges, records
from upudesk.campaign.evidence import NewFile
from upudesk.desk import Desk
from upudesk.gui import evidence as listed
from upudesk.gui.attaching import as_png
from upudesk.gui.evidence import EvidenceForm, EvidenceList
from upudesk.gui.evidence_viewer import EvidenceViewer
from upudesk.gui.forms import Line
from upudesk.gui.window import MainWindow
from upudesk.model import Evidence, Export, Marking

COPY = Qt.DropAction.CopyAction


def a_pdf(*texts: str, password: str = "") -> bytes:
    """A PDF with one page for each text."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    lock = StandardEncryption(password, strength=128) if password else None
    canvas = Canvas(made, invariant=1, encrypt=lock)
    for words in texts:
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def a_picture(width: int = 400, height: int = 300) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    return as_png(image)


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.do(pledges.record_pledges, [a_pledge("la", id="p1")])
    desk.do(records.put, Marking(id="secret", name_en="Secret", name_th="ลับมาก", rank=2))
    with a_window(desk) as shown:
        yield shown


@pytest.fixture
def a_list(window: MainWindow) -> Iterator[Callable[[], EvidenceList]]:
    """Shows the evidence of a pledge as a page would, anew each time."""
    made: list[EvidenceList] = []

    def show() -> EvidenceList:
        for old in made:
            old.close()
            old.deleteLater()
        made[:] = [EvidenceList(window.workplace, "p1")]
        made[0].resize(600, 300)
        made[0].show()
        made[0].activateWindow()
        QApplication.processEvents()
        return made[0]

    yield show
    for old in made:
        old.close()
        old.deleteLater()


def settle(window: MainWindow) -> None:
    """Until what is read off the window's thread is there."""
    window.workplace.tasks.wait()
    QApplication.processEvents()


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget: QWidget, mime: QMimeData, where: QPoint | None = None) -> bool:
    """Drag onto a widget and let go; gives whether it was taken."""
    at = QPointF(where or widget.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(at, COPY, mime, left, none)
    QApplication.sendEvent(widget, entered)
    if not entered.isAccepted():
        QApplication.sendEvent(widget, QDragLeaveEvent())
        return False
    dropped = QDropEvent(at, COPY, mime, left, none)
    QApplication.sendEvent(widget, dropped)
    return dropped.isAccepted()


def attach(desk: Desk, *new: NewFile) -> list[Evidence]:
    desk.do(evidence.attach_files, "p1", list(new))
    return list(desk.snapshot.evidence_of["p1"])


def view(window: MainWindow, shown: Evidence) -> EvidenceViewer:
    listed.open_evidence(window.workplace, shown, window)
    settle(window)
    return dialog(EvidenceViewer)


def told() -> str:
    box = dialog(QMessageBox)
    said = box.text()
    box.accept()
    return said


# ------------------------------------------------------------------ attaching


def test_files_dropped_on_a_list_are_attached_in_one_step(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList], tmp_path: Path
) -> None:
    note, photo = tmp_path / "หนังสือกลาง.pdf", tmp_path / "photo.png"
    note.write_bytes(a_pdf("We support you."))
    photo.write_bytes(a_picture())
    steps = len(desk.steps())
    assert drop(a_list(), files(note, photo))
    settle(window)
    kept = desk.snapshot.evidence_of["p1"]
    assert [(e.name, e.media_type) for e in kept] == [
        ("หนังสือกลาง.pdf", "application/pdf"), ("photo.png", "image/png")
    ]  # fmt: skip
    assert len(desk.steps()) == steps + 1
    assert [row.name for row in a_list().model.rows] == ["หนังสือกลาง.pdf", "photo.png"]


def test_what_cannot_be_evidence_is_not_taken(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList]
) -> None:
    words = QMimeData()
    words.setText("only words")
    assert not drop(a_list(), words)
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/letter.pdf")])
    drop(a_list(), web)
    assert "not on this machine" in told()
    assert desk.snapshot.all(Evidence) == ()


def test_a_file_that_is_not_there_and_a_folder_are_told(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList], tmp_path: Path
) -> None:
    good = tmp_path / "good.txt"
    good.write_text("ตกลง", encoding="utf-8")
    drop(a_list(), files(tmp_path / "gone.pdf", tmp_path, good))
    settle(window)
    said = told()
    assert "“gone.pdf” cannot be read" in said
    assert "is a folder" in said
    assert [e.name for e in desk.snapshot.all(Evidence)] == ["good.txt"]


def test_the_same_file_dropped_again_is_said_once(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList], tmp_path: Path
) -> None:
    note = tmp_path / "note.pdf"
    note.write_bytes(a_pdf("yes"))
    for _again in range(2):
        drop(a_list(), files(note))
        settle(window)
    assert told() == "“note.pdf” is attached here already; it was not attached again."
    assert len(desk.snapshot.all(Evidence)) == 1


def test_a_copied_file_and_a_copied_picture_are_pasted_by_key(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList], tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("yes")
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(files(note))
    shown = a_list()
    shown.attach.setFocus()
    QTest.keyClick(shown.attach, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    clipboard.setImage(QImage.fromData(a_picture()))
    shown.paste()
    settle(window)
    names = [e.name for e in desk.snapshot.all(Evidence)]
    assert names == ["note.txt", "Picture 2025-08-15.png"]
    clipboard.setText("words")
    shown.paste()
    assert "copy files or a picture" in told()


def test_a_file_is_chosen_by_the_button(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    note = tmp_path / "note.txt"
    note.write_text("yes")
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", staticmethod(lambda *_a, **_k: ([str(note)], ""))
    )
    shown = a_list()
    shown.attach.setFocus()
    QTest.keyClick(shown.attach, Qt.Key.Key_Space)
    settle(window)
    assert [e.name for e in desk.snapshot.all(Evidence)] == ["note.txt"]


# ------------------------------------------------------------------ the list


def test_evidence_is_renamed_and_marked_by_keyboard(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList]
) -> None:
    attach(desk, NewFile("a.txt", b"yes"))
    shown = a_list()
    shown.table.selectRow(0)
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_F2)
    form = dialog(EvidenceForm)
    fill(form, name="")
    form.save.click()
    assert "needs a name" in form.form.fields["name"].accessibleDescription()
    fill(form, name="บันทึกช่วยจำ.txt", note="หน้าสอง")
    pick(form.form.fields["marking"], "secret")
    form.save.click()
    (kept,) = desk.snapshot.all(Evidence)
    assert (kept.name, kept.marking, kept.note) == ("บันทึกช่วยจำ.txt", "secret", "หน้าสอง")
    assert a_list().model.cell(shown.model.index(0, 1)).text in ("", "Secret")


def test_evidence_is_deleted_by_key_and_had_back_by_undo(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList]
) -> None:
    attach(desk, NewFile("a.txt", b"yes"))
    shown = a_list()
    shown.table.selectRow(0)
    QTest.keyClick(shown.table, Qt.Key.Key_Delete)
    assert desk.snapshot.all(Evidence) == ()
    window.undo()
    assert len(desk.snapshot.all(Evidence)) == 1


def test_the_menu_of_a_file_offers_all_that_keys_do(
    desk: Desk, a_list: Callable[[], EvidenceList]
) -> None:
    attach(desk, NewFile("a.txt", b"yes"))
    shown = a_list()
    shown.table.selectRow(0)
    assert [plain(a.text()) for a in shown.menu().actions() if a.text()] == [
        "Open", "Name, marking, note…", "Save a copy…", "Delete", "Attach a file…", "Paste"
    ]  # fmt: skip


def test_a_file_that_can_only_be_read_takes_no_evidence(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(type(desk), "read_only", True)
    drop(a_list(), files(tmp_path / "any.pdf"))
    assert told()
    assert not window.workplace.tasks.busy


# ------------------------------------------------------------------ the viewer


def test_a_pdf_is_read_turned_enlarged_and_searched_from_memory(
    window: MainWindow, desk: Desk
) -> None:
    (kept,) = attach(desk, NewFile("note.pdf", a_pdf("Kenya supports", "nothing", "Kenya again")))
    shown = view(window, kept)
    assert shown.leaf is not None
    assert (shown.leaf.pages, shown.page_label.text()) == (3, "1 of 3")
    shown.on.click()
    assert shown.page_label.text() == "2 of 3"
    before = shown.leaf.view.zoomFactor()  # type: ignore[attr-defined]
    shown.larger.click()
    assert shown.leaf.view.zoomFactor() != before  # type: ignore[attr-defined]
    shown.whole.click()
    QTest.keyClick(shown, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.search.hasFocus()
    shown.search.setText("Kenya")
    QTest.keyClick(shown.search, Qt.Key.Key_Return)
    assert shown.said.text() == "1 of 2 places"
    QTest.keyClick(shown, Qt.Key.Key_F3)
    assert (shown.said.text(), shown.page_label.text()) == ("2 of 2 places", "3 of 3")
    shown.search.setText("Laos")
    shown.look_for()
    assert shown.said.text() == "Nothing found."
    shown.close()


def test_a_locked_pdf_is_opened_by_its_password(window: MainWindow, desk: Desk) -> None:
    (kept,) = attach(desk, NewFile("locked.pdf", a_pdf("secret words", password="sesame")))
    shown = view(window, kept)
    for typed in ("wrong", "sesame"):
        (field,) = [f for f in shown.findChildren(Line) if "Password" in f.accessibleName()]
        type_text(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        settle(window)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert shown.leaf is not None
    assert shown.leaf.pages == 1
    shown.close()


@pytest.mark.parametrize("kind", ["PNG", "JPG", "WEBP", "TIFF", "BMP"])
def test_a_picture_fits_the_window_and_is_enlarged(
    window: MainWindow, desk: Desk, kind: str
) -> None:
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    assert image.save(buffer, kind)  # type: ignore[call-overload]
    (kept,) = attach(desk, NewFile(f"scan.{kind.lower()}", bytes(buffer.data().data())))
    shown = view(window, kept)
    assert shown.leaf is not None
    fitted = shown.leaf.factor  # type: ignore[attr-defined]
    assert fitted < 0.4
    shown.larger.click()
    assert shown.leaf.factor == pytest.approx(fitted * 1.25)  # type: ignore[attr-defined]
    shown.whole.click()
    assert shown.leaf.factor == fitted  # type: ignore[attr-defined]
    shown.close()


def test_a_drawing_and_a_scan_of_several_pages_are_shown(window: MainWindow, desk: Desk) -> None:
    from PIL import Image

    made = BytesIO()
    pages = [Image.new("1", (200, 300), shade) for shade in (0, 1, 0)]
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect/></svg>'
    fax, drawing = attach(desk, NewFile("fax.tif", made.getvalue()), NewFile("map.svg", svg))
    shown = view(window, fax)
    assert shown.page_label.text() == "1 of 3"
    shown.on.click()
    shown.on.click()
    assert (shown.page_label.text(), shown.on.isEnabled()) == ("3 of 3", False)
    shown.close()
    QApplication.processEvents()
    shown = view(window, drawing)
    assert shown.leaf is not None
    assert shown.leaf.canvas.image.width() == 2000  # type: ignore[attr-defined]
    shown.close()


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "cp874"])
def test_a_thai_text_is_read_whatever_it_was_written_in(
    window: MainWindow, desk: Desk, coding: str
) -> None:
    words = "รัฐบาลลาวสนับสนุนประเทศไทย"
    (kept,) = attach(desk, NewFile("บันทึก.txt", words.encode(coding)))
    shown = view(window, kept)
    assert shown.leaf is not None
    assert shown.leaf.area.toPlainText() == words  # type: ignore[attr-defined]
    shown.search.setText("ไทย")
    shown.look_for()
    assert shown.leaf.area.textCursor().selectedText() == "ไทย"  # type: ignore[attr-defined]
    shown.close()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("note.pdf", b"%PDF-1.7 broken off", "is damaged or no PDF"),
        ("photo.png", b"\x89PNG\r\n\x1a\nbroken", "is damaged or no picture"),
        ("letter.docx", b"PK\3\4", "save a copy to open it in another program"),
    ],
)
def test_what_cannot_be_shown_is_told_with_name_size_and_sha256(
    window: MainWindow, desk: Desk, name: str, data: bytes, sentence: str
) -> None:
    (kept,) = attach(desk, NewFile(name, data))
    shown = view(window, kept)
    said = " ".join(label.text() for label in shown.findChildren(QLabel) if label.isVisible())
    assert sentence in said
    assert kept.sha256 in said
    assert shown.save.isEnabled()
    shown.close()


def test_bytes_that_are_gone_or_changed_are_told(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept,) = attach(desk, NewFile("a.txt", b"yes"))
    monkeypatch.setattr(desk, "file_of", lambda _evidence: b"no")
    shown = view(window, kept)
    said = " ".join(label.text() for label in shown.findChildren(QLabel))
    assert "damaged inside the campaign file" in said
    assert not shown.save.isEnabled()
    shown.close()


def test_the_marking_and_the_note_of_a_file_are_shown_with_it(
    window: MainWindow, desk: Desk
) -> None:
    from dataclasses import replace

    (kept,) = attach(desk, NewFile("a.txt", b"yes"))
    desk.do(records.put, replace(kept, marking="secret", note="second page"), kept)
    shown = view(window, desk.snapshot.all(Evidence)[0])
    said = [label.text() for label in shown.findChildren(QLabel)]
    assert "Secret" in said
    assert "second page" in said
    shown.close()


def test_nothing_is_written_but_the_copy_that_was_asked_for(
    window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept,) = attach(desk, NewFile("note.pdf", a_pdf("yes")))
    place = tmp_path / "copies"
    place.mkdir()
    before = sorted(p for p in tmp_path.rglob("*") if "machine" not in p.parts)
    shown = view(window, kept)
    assert sorted(p for p in tmp_path.rglob("*") if "machine" not in p.parts) == before
    target = place / "copy.pdf"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(target), ""))
    )
    shown.save.click()
    assert "Saved as" in told()
    assert target.read_bytes() == desk.file_of(kept)
    assert list(place.iterdir()) == [target]
    (noted,) = desk.snapshot.all(Export)
    assert (noted.what, noted.document, noted.sha256) == (kept.name, "evidence", kept.sha256)
    shown.close()


def test_a_viewer_closed_while_its_file_is_read_is_left_alone(
    window: MainWindow, desk: Desk
) -> None:
    (kept,) = attach(desk, NewFile("note.pdf", a_pdf("yes")))
    listed.open_evidence(window.workplace, kept, window)
    dialog(EvidenceViewer).close()
    settle(window)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("language", ["th", "en", "fr"])
def test_every_control_of_viewer_and_list_has_a_name(
    window: MainWindow, desk: Desk, a_list: Callable[[], EvidenceList], language: str
) -> None:
    window.workplace.prefer(language=language)
    (kept,) = attach(desk, NewFile("note.pdf", a_pdf("one", "two")))
    shown = view(window, kept)
    for control in (*controls(shown), *controls(a_list())):
        assert control.accessibleName(), control
    shown.close()


def test_a_pledge_of_another_campaign_is_left_alone(window: MainWindow, desk: Desk) -> None:
    """Files still being read when the campaign is closed go nowhere."""
    from upudesk.gui import attaching

    attaching.attach_paths(window.workplace, "p1", [Path(__file__)], window)
    window.workplace.leave()
    QApplication.processEvents()
    assert window.workplace.desk is None
