"""Letters by mail merge: templates, addressees, what a letter says, how it is sent and undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import FRANCE, KENYA, LAOS, TODAY, a_campaign, a_member, a_pledge, a_snapshot
from upudesk import addressing, articles, due, i18n, letter_files, posting
from upudesk.addressing import Respect
from upudesk.campaign import exports, letters, records
from upudesk.correspondence import Draft, Request, drafts, letterhead
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord, UserError
from upudesk.i18n import CODES, ENGLISH, Digits, Language
from upudesk.letters import FIELDS, BrokenTemplate, Kind, Paragraph, Template, fill, parse
from upudesk.model import (
    Contact,
    Export,
    Form,
    Letter,
    Level,
    Marking,
    Member,
    Pledge,
    Post,
    Role,
    Side,
)
from upudesk.reports import letter as paper
from upudesk.reports.imprint import Imprint
from upudesk.search import Search
from upudesk.snapshot import Snapshot

HEAD = "kind: letter\nsubject: Support\nasks: yes\n\n"
MADE = Imprint(datetime(2025, 8, 15, 9, tzinfo=UTC))
OUR_LETTERS = {
    "letterhead_en": "Ministry of Posts\nBangkok, {day}",
    "letterhead_fr": "Ministère des postes\nBangkok, le {day}",
    "letterhead_th": "กระทรวงไปรษณีย์",
    "signatory_en": "(Ms Example)\nDirector",
    "register": "MFA 7/{number}",
    "register_next": 41,
    "opens_on": date(2025, 9, 8),
    "closes_on": date(2025, 9, 19),
    "vote_on": date(2025, 9, 18),
    "place_en": "Dubai",
}
MINISTER = Contact(
    id="min", member="ke", name="A. Wanjiru", form_of_address="H.E.", languages=("en",),
    notes="needle: never to be told",
)  # fmt: skip
HER_POST = Post(
    id="post", contact="min", role=Role.MINISTRY, title="Minister for Posts",
    organisation="Ministry of Posts of Kenya",
)  # fmt: skip
CLERK = Contact(id="clerk", member="fr", name="J. Petit", form_of_address="M.", languages=("fr",))
HIS_POST = Post(id="post-fr", contact="clerk", role=Role.OPERATOR, organisation="La Poste")
SECRET = Marking(id="secret", code="secret", rank=2, name_en="Secret", name_th="ลับมาก")
TEMPLATES = letter_files.templates(Path("/nowhere"))


def a_scene(*pledges: Pledge, **campaign: object) -> Snapshot:
    """Kenya with a minister, France with an official of its post, Laos with nobody."""
    snapshot = a_snapshot(
        [LAOS, KENYA, FRANCE], pledges, others=[MINISTER, HER_POST, CLERK, HIS_POST, SECRET]
    )
    own = a_campaign(**OUR_LETTERS | campaign)
    return snapshot.with_records([("campaign", own.id, own)], ())


def written(snapshot: Snapshot, code: str, *to: str, **asked: object) -> list[Draft]:
    request = Request(to or ("ke",), code, TODAY, **asked)  # type: ignore[arg-type]
    return drafts(snapshot, request, TEMPLATES.shelf, ENGLISH)


def the_text(draft: Draft) -> str:
    assert draft.letter is not None, draft.problems
    return draft.letter.text


def why_not(draft: Draft) -> str:
    return "; ".join(map(str, draft.problems))


# ------------------------------------------------------------------ templates


def test_a_template_is_a_head_and_paragraphs():
    made = parse("ours.en.txt", HEAD + "First\nline.\n\n- one\n- two\n\n1. third")
    assert (made.code, made.language, made.kind, made.asks) == ("ours", "en", Kind.LETTER, True)
    assert made.paragraphs == (
        Paragraph("First line."), Paragraph("one", "•"), Paragraph("two", "•"),
        Paragraph("third", "1."),
    )  # fmt: skip


def test_fields_are_filled_and_double_braces_stay_one():
    made = parse("ours.en.txt", HEAD + "{country} {{as it is}} {Country}")
    assert fill(made, {"country": "Laos {x}"}).paragraphs[0].text == "Laos {x} {as it is} Laos {x}"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ours.txt", HEAD + "x", "not called like a template"),
        ("ours.en.txt", "", "is empty"),
        ("ours.en.txt", " \n\n", "is empty"),
        ("ours.en.txt", "x" * 70_000, "longer than a letter"),
        ("ours.en.txt", "Dear friends of the post", "has no head"),
        ("ours.en.txt", "kind: letter\nasks: no\n\nx", "lacks “subject:”"),
        ("ours.en.txt", HEAD, "has no text"),
        ("ours.en.txt", "kind: poem\nsubject: x\nasks: no\n\nx", "line 1: “poem” is no kind"),
        ("ours.en.txt", "kind: letter\nsubject: x\nasks: often\n\nx", "line 3: behind “asks:”"),
        ("ours.en.txt", "mood: x\n" + HEAD + "x", "line 1: a head does not say “mood:”"),
        ("ours.en.txt", "kind: letter\n" + HEAD + "x", "line 2: “kind:” is said"),
        ("ours.en.txt", HEAD + "of {cuntry}", "line 5: there is no field “cuntry”. Did you mean"),
        ("ours.en.txt", HEAD + "of {member.notes}", "there is no field “member.notes”"),
        ("ours.en.txt", HEAD + "of {country", "line 5: a brace stands alone"),
        ("ours.en.txt", HEAD + "of country}", "line 5: a brace stands alone"),
        ("ours.en.txt", HEAD + "a\0b", "line 5: there is a character that cannot be printed"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_its_line(name, text, said):
    with pytest.raises(BrokenTemplate) as fault:
        parse(name, text)
    assert said in str(fault.value)


def test_every_fault_of_a_template_is_told_at_once():
    with pytest.raises(BrokenTemplate) as fault:
        parse("ours.en.txt", HEAD + "{cuntry}\n\n{plase} }")
    assert len(fault.value.problems) == 3
    assert "country" in str(fault.value)
    assert "place" in str(fault.value)


@settings(max_examples=60)
@given(st.text(alphabet="{}ab: \n#-1.กé\r\x00kindsubjectasks", max_size=120))
def test_any_text_is_a_template_or_told_why_not(text):
    try:
        made = parse("ours.en.txt", text)
    except BrokenTemplate:
        return  # in words of its own, which the tests above read
    assert fill(made, dict.fromkeys(FIELDS, "x")).text


def test_every_template_that_travels_along_is_sound_and_there_in_every_language():
    assert not TEMPLATES.faults
    assert set(TEMPLATES.shelf) == set(product(letter_files.ORDER, CODES))
    by_code = [{TEMPLATES.shelf[code, c].asks for c in CODES} for code in letter_files.ORDER]
    assert by_code == [{True}, {True}, {False}, {False}, {False}]


def test_a_users_file_takes_the_place_of_ours_and_a_broken_one_stops_no_other(tmp_path):
    (tmp_path / "request.en.txt").write_text(HEAD + "Ours.", encoding="utf-8")
    (tmp_path / "gift.fr.txt").write_bytes("﻿".encode() + (HEAD + "Merci.").encode())
    (tmp_path / "broken.en.txt").write_text(HEAD + "{nothing at all}", encoding="utf-8")
    (tmp_path / "latin.en.txt").write_bytes(HEAD.encode() + b"caf\xe9")
    (tmp_path / "folder.en.txt").mkdir()
    (tmp_path / "large.en.txt").write_bytes(b"x" * 300_000)
    (tmp_path / "readme.md").write_text("not a template", encoding="utf-8")
    found = letter_files.templates(tmp_path)
    assert found.shelf["request", "en"].paragraphs[0].text == "Ours."
    assert found.shelf["request", "en"].own
    assert ("gift", "fr") in found.shelf
    told = " ".join(map(str, letter_files.worded_faults(found)))
    for file in ("broken", "latin.en.txt is not in UTF-8", "folder.en.txt is no file", "large"):
        assert file in told
    assert len(found.faults) == 4
    assert len(found.shelf) == len(TEMPLATES.shelf) + 1


def test_a_copy_to_be_edited_stands_in_the_users_folder(tmp_path):
    made = letter_files.copy_to_own("thanks", "th", tmp_path / "new")
    assert letter_files.read(made, own=True).code == "thanks"
    made.write_text(HEAD + "Mine.", encoding="utf-8")
    assert "Mine." in letter_files.copy_to_own("thanks", "th", tmp_path / "new").read_text("utf-8")


# ------------------------------------------------------------------ words around names


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("Kenya", "fr", "du Kenya"), ("France", "fr", "de la France"),
        ("Italie", "fr", "de l’Italie"), ("Bahamas", "fr", "des Bahamas"),
        ("Cuba", "fr", "de Cuba"), ("Haïti", "fr", "d’Haïti"), ("Mexique", "fr", "du Mexique"),
        ("République du Kenya", "fr", "de la République du Kenya"),
        ("États-Unis d’Amérique", "fr", "des États-Unis d’Amérique"),
        ("Gambia", "en", "of the Gambia"), ("Kenya", "en", "of Kenya"),
        ("Kingdom of Thailand", "en", "of the Kingdom of Thailand"),
        ("La Poste", "fr", "de La Poste"), ("le Groupe", "fr", "du Groupe"),
        ("ราชอาณาจักรไทย", "th", "แห่งราชอาณาจักรไทย"), ("", "fr", ""),
    ],
)  # fmt: skip
def test_a_name_gets_its_article(name, language, told):
    assert articles.of(name, language) == told


@pytest.mark.parametrize(
    ("form", "title", "respect"),
    [
        ("H.E.", "", Respect.EXCELLENCY), ("S.E. M.", "", Respect.EXCELLENCY),
        ("ฯพณฯ", "", Respect.EXCELLENCY), ("", "Ambassador", Respect.EXCELLENCY),
        ("Mr", "Minister of State", Respect.EXCELLENCY),
        ("", "รัฐมนตรีช่วยว่าการ", Respect.EXCELLENCY),
        ("Mr", "Minister-Counsellor", Respect.MR), ("Mme", "", Respect.MRS),
        ("Dr.", "", Respect.DOCTOR),
        ("", "Head of the Ministry’s office", Respect.NEUTRAL), ("Tan Sri", "", Respect.NEUTRAL),
    ],
)  # fmt: skip
def test_the_form_of_address_follows_from_form_and_office(form, title, respect):
    assert addressing.respect(form, title) is respect


# ------------------------------------------------------------------ what a letter says


def test_a_note_verbale_goes_from_office_to_office_in_the_third_person():
    (made,) = written(a_scene(), "request")
    said = the_text(made)
    assert said.startswith(
        "The Ministry of Posts presents its compliments to the Ministry of Posts of Kenya"
    )
    assert "from 8 to 19\u00a0September 2025" in said
    assert "Wanjiru" not in said
    assert made.letter is not None
    assert made.letter.register == "MFA 7/41"
    assert made.letter.signed_by == ""


def test_a_letter_greets_the_person_as_is_due_to_them():
    (made,) = written(a_scene(), "request-letter")
    assert made.sheet is not None
    assert made.sheet.address == (
        "H.E. A. Wanjiru", "Minister for Posts", "Ministry of Posts of Kenya",
    )  # fmt: skip
    assert the_text(made).startswith("Excellency,\n\n")
    assert "Please accept, Excellency," in the_text(made)
    assert made.letter is not None
    assert (made.letter.contact, made.letter.signed_by) == ("min", "(Ms Example)")


def test_each_country_is_written_to_in_its_own_language():
    kenya, france, laos = written(a_scene(), "request", "ke", "fr", "la", to_office=True)
    assert [d.language for d in (kenya, france, laos)] == ["en", "fr", "en"]
    assert "Le Ministère des postes présente ses compliments à La Poste" in the_text(france)
    (chosen,) = written(a_scene(), "request", "ke", languages={"ke": "th"})
    assert the_text(chosen).startswith("กระทรวงไปรษณีย์ ขอแสดงความนับถือมายัง Ministry of Posts")


def test_a_country_without_addressee_is_listed_and_takes_no_number():
    laos, kenya = written(a_scene(), "request", "la", "ke")
    assert laos.letter is None
    assert why_not(laos) == "no addressee"
    assert kenya.letter is not None
    assert kenya.letter.register == "MFA 7/41"


def test_by_choice_an_office_takes_the_place_of_a_person_nobody_knows():
    (laos,) = written(a_scene(), "request-letter", "la", to_office=True)
    assert laos.sheet is not None
    assert laos.sheet.address == ("Minister in charge of posts", "Laos")
    assert the_text(laos).startswith("Excellency,")
    (other,) = written(a_scene(), "request", "la", to_office=True, role=Role.EMBASSY)
    assert "to the Embassy of Laos" in the_text(other)


def test_who_left_the_post_is_not_written_to():
    left = replace(HER_POST, ends_on=date(2025, 8, 1))
    snapshot = a_scene().with_records([("post", left.id, left)], ())
    assert why_not(written(snapshot, "request")[0]) == "no addressee"


def test_a_person_chosen_for_one_country_is_written_to():
    other = Contact(id="other", member="ke", name="B. Otieno", form_of_address="Dr")
    post = Post(id="p2", contact="other", role=Role.REGULATOR, organisation="Regulator")
    snapshot = a_scene().with_records([("contact", "other", other), ("post", "p2", post)], ())
    (made,) = written(snapshot, "request-letter", "ke", people={"ke": "other"})
    assert the_text(made).startswith("Dear Dr B. Otieno,")


def test_thanks_name_only_the_councils_that_the_capital_itself_promised():
    promise = a_pledge("ke", "th-ca", form=Form.LETTER)
    (made,) = written(a_scene(promise), "thanks")
    assert "Council of Administration" in the_text(made)
    assert "Postal Operations" not in the_text(made)
    for other in (
        a_pledge("ke", form=Form.HEARSAY), a_pledge("ke", form=Form.DELEGATE, side=Side.DELEGATE),
        a_pledge("ke", form=Form.PUBLIC_REPORT), a_pledge("ke", level=Level.LEANING_NO),
    ):  # fmt: skip
        (none,) = written(a_scene(other), "thanks")
        assert "promised no support" in why_not(none)


def test_nothing_that_we_noted_can_be_said_in_a_letter():
    snapshot = a_scene(a_pledge("ke", note="needle", source="needle", words="needle"))
    kenya = replace(KENYA, notes="needle", next_step="needle")
    snapshot = snapshot.with_records([("member", "ke", kenya)], ())
    everything = "".join(f"{{{name}}}\n\n" for name in FIELDS)
    for kind in ("letter", "note verbale"):
        text = f"kind: {kind}\nsubject: x\nasks: no\nsalutation: {{salutation}}\n\n{everything}"
        template = parse("all.en.txt", text)
        request = Request(("ke",), "all", TODAY, language="en")
        (made,) = drafts(snapshot, request, {("all", "en"): template}, ENGLISH)
        assert "needle" not in the_text(made)


@pytest.mark.parametrize(("code", "language"), [*product(letter_files.ORDER, CODES)])
def test_every_letter_can_be_filled_in_every_language(code, language):
    official = {f"official_{c}": "Republic of Kenya" for c in CODES}
    snapshot = a_scene(a_pledge("ke"), congress_th="ก", congress_fr="28e Congrès")
    snapshot = snapshot.with_records([("member", "ke", replace(KENYA, **official))], ())
    (made,) = written(snapshot, code, language=language)
    said = the_text(made)
    assert "{" not in said
    assert "  " not in said
    assert said.strip() == said


def test_what_is_missing_is_named():
    (made,) = written(a_scene(letterhead_en="", letterhead_fr="", letterhead_th=""), "request")
    assert "is empty: fill it in first" in why_not(made)
    (made,) = written(a_scene(opens_on=None, closes_on=None), "request")
    assert "congress_days" in why_not(made)
    (made,) = written(a_scene(register="no gap"), "request")
    assert "{number}" in why_not(made)
    (made,) = written(a_scene(), "request", "th")
    assert why_not(made) == "our own country"
    with pytest.raises(UserError, match="no template"):
        written(a_scene(), "nothing")


def test_place_and_day_are_written_as_the_letterhead_says_in_the_era_of_the_language():
    campaign = a_scene().campaign
    with i18n.use(Language("fr")):
        assert letterhead(campaign, Language("fr"), TODAY)[1] == "Bangkok, le 15 août 2025"
    with i18n.use(Language("th")):
        assert letterhead(campaign, Language("th"), TODAY)[1] == "15 สิงหาคม 2568"


def test_thai_digits_reach_the_register_number_of_a_thai_letter():
    request = Request(("ke",), "request", TODAY, language="th")
    thai = Language("th", digits=Digits.THAI)
    (made,) = drafts(a_scene(), request, TEMPLATES.shelf, thai)
    assert made.sheet is not None
    assert made.sheet.register == "MFA ๗/๔๑"
    assert made.letter is not None
    assert made.letter.register == "MFA 7/41"


# ------------------------------------------------------------------ sending


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """The small campaign with a letterhead, and somebody to write to."""
    now = desk.snapshot.campaign
    desk.do(records.put, replace(now, **OUR_LETTERS), now)
    for record in (MINISTER, HER_POST, CLERK, HIS_POST):
        desk.do(records.put, record)
    return desk


def send(desk: Desk, code: str, target: Path, *to: str, **asked: object) -> list[Path]:
    request = Request(to or ("ke", "fr"), code, desk.snapshot.today, **asked)  # type: ignore[arg-type]
    found = drafts(desk.snapshot, request, TEMPLATES.shelf, ENGLISH)
    ready = [draft for draft in found if draft.letter]
    made = posting.make(desk.snapshot, ready, ENGLISH, MADE, one_file=not target.is_dir())
    return posting.post(desk.do, desk.snapshot, request, made, target, by="us", at=MADE.made_at)


def test_a_sent_letter_is_logged_with_the_country_and_counts_the_register_on(busy, tmp_path):
    paths = send(busy, "request", tmp_path)
    assert [path.name for path in paths] == ["MFA 7-41 Kenya.pdf", "MFA 7-42 France.pdf"]
    kept = busy.snapshot.letters_to["ke"][0]
    assert (kept.register, kept.addressee) == ("MFA 7/41", "Ministry of Posts of Kenya")
    assert busy.snapshot.campaign.register_next == 43
    touch = due.last_contact(busy.snapshot, "ke")
    assert touch is not None
    assert touch.record == kept
    assert len(due.touches(busy.snapshot, "ke")) == 1
    assert Search().find(busy.snapshot, "presents compliments")[0].record in (
        kept, *busy.snapshot.letters_to["fr"],
    )  # fmt: skip


def test_a_request_is_logged_where_the_country_has_not_answered_yet(busy, tmp_path):
    from upudesk.campaign.pledges import record_pledges

    busy.do(record_pledges, [a_pledge("ke", "th-ca")])
    send(busy, "request", tmp_path)
    asked = [p for p in busy.snapshot.pledges if p.level is Level.ASKED]
    assert {(p.member, p.candidacy) for p in asked} == {
        ("ke", "th-poc"), ("fr", "th-ca"), ("fr", "th-poc"),
    }  # fmt: skip
    (letter,) = busy.snapshot.letters_to["ke"]
    assert [busy.snapshot.get(Pledge, id).candidacy for id in letter.pledges] == ["th-poc"]
    assert asked[0].said_to


@pytest.mark.parametrize("code", ["thanks", "reconfirm", "aide-memoire"])
def test_what_asks_for_nothing_logs_no_request(busy, tmp_path, code):
    from upudesk.campaign.pledges import record_pledges

    busy.do(record_pledges, [a_pledge("ke", "th-ca")])
    send(busy, code, tmp_path, "ke")
    assert busy.snapshot.letters_to["ke"]
    assert all(pledge.level is not Level.ASKED for pledge in busy.snapshot.pledges)


def test_an_answer_for_an_earlier_round_is_no_answer_for_this_one():
    snapshot = a_scene(a_pledge("ke"), round=2, round_began_on=date(2025, 8, 1))
    assert not letters.answered(snapshot, "ke", "th-ca")
    assert letters.answered(a_scene(a_pledge("ke")), "ke", "th-ca")
    assert not letters.answered(a_scene(a_pledge("ke", form=Form.HEARSAY)), "ke", "th-ca")


def test_undo_takes_the_whole_step_back_and_the_export_log_stays(busy, tmp_path):
    send(busy, "request", tmp_path)
    busy.undo()
    assert not busy.snapshot.all(Letter)
    assert not busy.snapshot.pledges
    assert busy.snapshot.campaign.register_next == 41
    assert len(busy.snapshot.all(Export)) == 2


def test_the_export_log_knows_each_file_by_its_bytes(busy, tmp_path):
    paths = send(busy, "request", tmp_path)
    for path, member in zip(paths, ("ke", "fr"), strict=True):
        (entry,) = exports.found(busy.snapshot, exports.fingerprint(path.read_bytes()))
        assert (entry.document, entry.members, entry.by) == ("letter", (member,), "us")


def test_a_number_never_stands_on_two_letters(busy, tmp_path):
    send(busy, "request", tmp_path, "ke")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InvalidRecord, match="MFA 7/41"):
        send(busy, "request", tmp_path, "fr", first=41)
    assert sorted(tmp_path.iterdir()) == before
    assert len(busy.snapshot.all(Letter)) == 1
    send(busy, "request", tmp_path, "fr", first=7)
    assert busy.snapshot.campaign.register_next == 42


def test_what_cannot_be_written_leaves_neither_files_nor_letters(busy, tmp_path):
    (tmp_path / "there.pdf").write_bytes(b"%PDF-old")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    for target in (tmp_path / "notes.txt", tmp_path / "no folder" / "x.pdf", busy.path):
        before = target.read_bytes() if target.exists() else None
        with pytest.raises(UserError):
            send(busy, "request", target)
        assert (target.read_bytes() if target.exists() else None) == before
    assert not busy.snapshot.all(Letter)
    send(busy, "request", tmp_path / "there.pdf", "ke")
    good = (tmp_path / "there.pdf").read_bytes()
    with pytest.raises(InvalidRecord):
        send(busy, "request", tmp_path / "there.pdf", "fr", first=41)
    assert (tmp_path / "there.pdf").read_bytes() == good


# ------------------------------------------------------------------ on paper


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_letters_in_one_file_begin_each_on_its_page_and_keep_their_own_marking():
    promise = a_pledge("fr", "th-ca", marking="secret")
    snapshot = a_scene(a_pledge("ke", "th-ca"), promise)
    found = written(snapshot, "thanks", "ke", "fr")
    made = paper.render(snapshot, found, "Letters", ENGLISH, imprint=MADE)
    kenya, france = pages(made.pdf)
    assert "MFA 7/41" in kenya
    assert "Secret" not in kenya
    assert "Monsieur," in france or "Sir," in france
    assert france.count("Secret") == 2
    assert made.marking == "Secret"
    outline = pypdfium2.PdfDocument(made.pdf).get_toc()
    assert [item.get_title().partition("\u00a0")[0] for item in outline] == ["Kenya", "France"]


def test_a_long_letter_goes_on_and_its_second_page_bears_a_number():
    long = Template(
        "long", "en", Kind.LETTER, "Long", tuple(Paragraph("word " * 120) for _ in range(12))
    )
    request = Request(("ke", "fr"), "long", TODAY, language="en")
    found = drafts(a_scene(), request, {("long", "en"): long}, ENGLISH)
    made = paper.render(a_scene(), found, "Letters", ENGLISH, imprint=MADE)
    told = pages(made.pdf)
    half = len(told) // 2
    assert "– 2 –" in told[1]
    assert "–" not in told[half]
    assert "– 2 –" in told[half + 1]


def test_equal_letters_give_equal_bytes():
    found = written(a_scene(), "request-letter", "ke")
    once, again = (
        paper.render(a_scene(), found, "Letters", ENGLISH, imprint=MADE).pdf for _ in range(2)
    )
    assert once == again


@settings(max_examples=8)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300))
def test_any_text_in_names_and_letterhead_gives_a_sound_page(text):
    odd = replace(KENYA, name_en=text or "x", official_en=text)
    person = replace(MINISTER, name=text or "x", form_of_address=text[:20])
    snapshot = a_scene(letterhead_en=f"M{text}", signatory_en=text).with_records(
        [("member", "ke", odd), ("contact", "min", person)], ()
    )
    for draft in written(snapshot, "request-letter", language="en"):
        if draft.letter:
            made = paper.render(snapshot, [draft], "x", ENGLISH, imprint=MADE)
            assert made.pdf.startswith(b"%PDF")


# ------------------------------------------------------------------ the command line


def test_letters_are_written_and_listed_by_command(busy, tmp_path):
    from click.testing import CliRunner

    from upudesk.cli import upudesk

    busy.close()
    run = CliRunner().invoke
    dry = run(upudesk, ["letters", str(busy.path), "--template", "request", "--all", "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "MFA 7/41" in dry.stdout
    assert "no addressee (1 country): Laos" in dry.stderr
    out = tmp_path / "out"
    done = run(upudesk, ["letters", str(busy.path), "--template", "request", "--members",
                         "KE, France", "-o", str(out), "--language", "en"])  # fmt: skip
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in out.iterdir()) == [
        "MFA 7-41 France.pdf", "MFA 7-41 Kenya.pdf", "MFA 7-42 France.pdf",
    ][1:]  # fmt: skip
    own = run(upudesk, ["letters", str(busy.path), "--template", "request", "--group", "5",
                        "--person", "KE=a. wanjiru", "--speak", "KE=th", "--dry-run"])  # fmt: skip
    assert " th " in own.stdout
    assert run(upudesk, ["letters", str(busy.path), "--template", "request", "--all", "--person",
                         "KE=Nobody", "--dry-run"]).exit_code == 1  # fmt: skip
    listed = run(upudesk, ["letters", str(busy.path), "--list"])
    assert "aide-memoire" in listed.stdout
    assert "{country}" in listed.stdout
    assert run(upudesk, ["letters", str(busy.path), "--template", "x", "--all", "--dry-run"]
               ).exit_code == 1  # fmt: skip


def test_members_of_a_real_file_have_their_grammar():
    """Every country that travels along can be written to in three languages."""
    from upudesk.seed import rows

    for row in rows("members.csv"):
        member = a_member(row["iso2"], **{k: row[k] for k in row if k.startswith(("name", "off"))})
        assert isinstance(member, Member)
        for code in CODES:
            name = getattr(member, f"name_{code}")
            assert articles.of(name, code).endswith(name)
