"""Packs and briefings typed on the command line: what goes out, to whom, and what the log keeps."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from click.testing import CliRunner, Result

from upudesk import seed
from upudesk.campaign import packs, records
from upudesk.cli import upudesk
from upudesk.desk import Desk
from upudesk.model import Chosen, Contact, Export, Meeting, Pack, SavedFilter, Way


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with a secret contact and a preset; each test works on a copy."""
    path = tmp_path_factory.mktemp("founded") / "founded.upudesk"
    with Desk.create(path, seed.found_campaign(moment=datetime(2025, 1, 6, tzinfo=UTC))) as desk:
        by_code = desk.snapshot.member_by_code
        laos, kenya = by_code["LA"].id, by_code["KE"].id
        top = desk.snapshot.markings[-1].id
        desk.do(records.put, Contact(member=laos, name="Withheld Person", marking=top))
        desk.do(records.put, SavedFilter(page="countries", name="My Mondays", asked="{}"))
        look = {"sections": ("cover", "countries"), "language": "fr", "copies": 2}
        preset = Pack(name="Minister, Monday", members=(kenya, laos), profile="minister", **look)
        desk.do(packs.save, preset)
        desk.do(
            records.put, Meeting(members=(laos, kenya), title="Talks", held_on=date(2025, 9, 9))
        )
    return path


@pytest.fixture
def file(founded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(founded, tmp_path / "dubai.upudesk"))


def run(*args: object, **environment: str) -> Result:
    return CliRunner().invoke(upudesk, [str(arg) for arg in args], env=environment)


def done(*args: object, **environment: str) -> Result:
    result = run(*args, **environment)
    assert result.exit_code == 0, result.output
    return result


def refusal(*args: object) -> str:
    result = run(*args)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    return result.stderr.strip()


def text_of(pdf: Path) -> str:
    with pymupdf.open(pdf) as document:
        return "".join(page.get_text() for page in document)


def logged(file: Path) -> tuple[Export, ...]:
    with Desk.open(file) as desk:
        return desk.snapshot.all(Export)


def contents(pdf: Path) -> Iterator[str]:
    with pymupdf.open(pdf) as document:
        yield from (title for _level, title, _page in document.get_toc())


def test_a_pack_of_two_countries_has_cover_contents_and_bookmarks(file, tmp_path):
    out = tmp_path / "pack.pdf"
    result = done("pack", file, "--members", "Laos, KE", "-o", out)
    assert result.stdout.strip() == str(out)
    assert {"Laos", "Kenya"} <= set(contents(out))


def test_what_went_out_is_noted_with_the_fingerprint_of_the_file(file, tmp_path):
    out = tmp_path / "pack.pdf"
    done("pack", file, "--members", "LA", "--recipient", "The Minister", "-o", out)
    (entry,) = logged(file)
    assert entry.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (entry.recipient, entry.document, entry.way) == ("The Minister", "pack", Way.SAVED)
    assert entry.size == out.stat().st_size


def test_what_stays_inside_is_told_and_is_not_on_the_paper(file, tmp_path):
    inside, outside = tmp_path / "inside.pdf", tmp_path / "outside.pdf"
    done("brief", file, "LA", "-o", inside)
    result = done("brief", file, "LA", "-o", outside, "--profile", "minister")
    assert "Left out: 1 contact." in result.stderr
    assert "Withheld Person" in text_of(inside)
    assert "Withheld Person" not in text_of(outside)


@pytest.mark.parametrize(("part", "times"), [("result", 1), ("countries", 0)])
def test_the_eve_of_the_vote_is_looked_up_only_where_it_is_told(
    file, tmp_path, monkeypatch, part, times
):
    asked = []
    monkeypatch.setattr(Desk, "at_the_eve", lambda desk: asked.append(desk))
    done("pack", file, "--members", "LA", "--parts", part, "--copies", 2, "-o", tmp_path / "p.pdf")
    assert len(asked) == times


def test_a_preset_brings_countries_parts_language_and_copies(file, tmp_path):
    out = tmp_path / "pack.pdf"
    done("pack", file, "--preset", "minister, monday", "-o", out)
    first, second = sorted(path for path in tmp_path.glob("pack*.pdf"))
    assert "Lao" in text_of(first)
    assert [entry.copy for entry in logged(file)] == [1, 2]
    assert first.read_bytes() != second.read_bytes()


def test_what_is_said_beside_a_preset_holds_instead(file, tmp_path):
    out = tmp_path / "pack.pdf"
    done("pack", file, "--preset", "Minister, Monday", "--members", "KE", "--copies", "1",
         "--language", "en", "--parts", "countries", "-o", out)  # fmt: skip
    assert "Kenya" in text_of(out)
    assert "Laos" not in text_of(out)


@pytest.mark.parametrize(
    "way", [("--group", "4"), ("--all",), ("--filter", "my mondays"), ("--meet", "2025-09-09")]
)
def test_countries_are_chosen_in_every_way(file, tmp_path, monkeypatch, way):
    """What is made of them is another test's: here the pages of 192 countries are not needed."""
    asked: list[Pack] = []
    monkeypatch.setattr("upudesk.cli_papers._write", lambda _desk, pack, *_rest: asked.append(pack))
    done("pack", file, *way, "-o", tmp_path / "pack.pdf")
    with Desk.open(file) as desk:
        assert packs.chosen(desk.snapshot, asked[0]).members
    assert asked[0].chosen is not Chosen.HAND


def test_countries_stand_in_the_order_of_their_names_on_paper(file, tmp_path):
    out = tmp_path / "pack.pdf"
    done("pack", file, "--members", "LA,KE", "--parts", "countries", "-o", out)
    assert [title for title in contents(out) if title in ("Laos", "Kenya")] == ["Laos", "Kenya"]
    done("pack", file, "--meet", "2025-09-09", "--parts", "countries", "-o", out)
    assert list(contents(out)) == ["Kenya", "Laos"]


def test_the_title_speaks_the_language_of_the_paper_unless_one_is_given(file, tmp_path):
    out = tmp_path / "pack.pdf"
    given = ("--members", "LA", "--parts", "cover,countries", "--language", "fr", "-o", out)
    done("pack", file, *given)
    assert "Fiche" in text_of(out) or "Dossier" in text_of(out)
    done("pack", file, *given, "--title", "Mission à Dubaï")
    assert "Mission à Dubaï" in text_of(out)


def test_a_passphrase_on_the_pdf_is_asked_for_by_every_reader(file, tmp_path):
    out = tmp_path / "pack.pdf"
    done("brief", file, "LA", "-o", out, UPUDESK_PDF_PASSPHRASE="ไปรษณีย์")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    with pikepdf.open(BytesIO(out.read_bytes()), password="ไปรษณีย์") as opened:
        assert opened.encryption.bits == 256
    assert logged(file)[0].protected


def test_the_same_command_gives_the_same_paper_but_for_the_moment(file, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        done("brief", file, "LA", "-o", tmp_path / name)
    assert text_of(tmp_path / "a.pdf").split()[:20] == text_of(tmp_path / "b.pdf").split()[:20]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (("--members", "Loas"), "Loas"),
        (("--members", "LA", "--profile", "press"), "internal"),
        (("--members", "LA", "--marking", "cosmic"), "cosmic"),
        (("--members", "LA", "--parts", "cover,poem"), "poem"),
        (("--preset", "Nobody"), "Minister, Monday"),
        (("--filter", "nothing"), "My Mondays"),
        (("--meet", "2025-01-01"), "No country is chosen"),
    ],
)
def test_what_cannot_be_followed_is_said_in_one_sentence_and_nothing_is_written(
    file, tmp_path, said, answer
):
    assert answer in refusal("pack", file, *said, "-o", tmp_path / "pack.pdf")
    assert not list(tmp_path.glob("*.pdf"))
    assert logged(file) == ()


def test_what_could_not_be_noted_does_not_go_out(file, tmp_path):
    """Bytes that are no text come in as halves of characters, which no entry of the log holds."""
    odd = ("--title", "a\udcff", "--recipient", "The Minister\udcff")
    assert "cannot be stored" in refusal("brief", file, "LA", *odd, "-o", tmp_path / "a.pdf")
    assert not list(tmp_path.glob("*.pdf"))
    assert logged(file) == ()


def test_a_pack_of_no_countries_at_all_is_typed_wrongly(file, tmp_path):
    assert run("pack", file, "-o", tmp_path / "pack.pdf").exit_code == 2
    both = ("--all", "--group", "4")
    assert run("pack", file, *both, "-o", tmp_path / "pack.pdf").exit_code == 2


def test_a_target_that_cannot_be_written_leaves_no_entry_in_the_log(file, tmp_path):
    assert "could not be written" in refusal(
        "brief", file, "LA", "-o", tmp_path / "nowhere" / "a.pdf"
    )
    assert logged(file) == ()
