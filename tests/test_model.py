"""What each kind of record refuses, by itself, with one sentence beside the field."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from tests.builders import TODAY, a_member, a_pledge, asked
from upudesk.errors import InvalidRecord
from upudesk.model import (
    KINDS,
    REFERENCES,
    Answer,
    Author,
    BlindCount,
    Bloc,
    Campaign,
    Candidacy,
    Contact,
    Council,
    Evidence,
    Export,
    FollowUp,
    HoldRate,
    Incumbency,
    Letter,
    Marking,
    Meeting,
    Member,
    Milestone,
    Note,
    Pack,
    Pledge,
    Post,
    Precision,
    Profile,
    Rating,
    Record,
    Result,
    Rule,
    RuleSet,
    SavedFilter,
    Scenario,
    Seats,
    Undertaking,
    new_id,
)
from upudesk.values import shape_of

WHOLE: list[Record] = [
    Campaign(congress_en="28th Congress"),
    a_member("LA"),
    Bloc(code="ASEAN"),
    Author(name="Division of foreign affairs"),
    Contact(name="Contact 12 (demo)", member="la"),
    Post(contact="c", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)),
    Council(code="CA"),
    Candidacy(member="th", council="ca", share=0.6, spread=0.1),
    a_pledge(),
    Undertaking(member="la", what="Our vote at the ITU"),
    Meeting(members=("la",), title="Talks", held_on=date(2025, 4, 2)),
    FollowUp(what="Ask for a letter"),
    Evidence(name="letter.pdf", sha256="00"),
    RuleSet(title_en="Dubai 2025"),
    Seats(council="ca", seats=None),
    Rule(code="renewal"),
    HoldRate(code="swing", value=0.5, reason="two cases"),
    Marking(name_en="Open"),
    Result(member="th", council="poc", year=2016, votes=102, ballots_cast=154),
    Incumbency(member="in", council="ca"),
    Note(text="heard in the corridor"),
    SavedFilter(page="countries", name="My Mondays", asked="{}"),
    Milestone(name="Before Bern", moment="2025-05-01T08:00:00+00:00"),
    Scenario(name="The Caribbean splits"),
    BlindCount(candidacy="ca-th", first="a", second="b"),
    Rating(count="c", member="la"),
    Profile(name_en="Partner"),
    Pack(name="Minister, Monday"),
    Export(what="Briefing: Laos", sha256="00"),
    Letter(member="la", subject="Request for support"),
]


def refused(record: Record, today: date = TODAY) -> dict[str, str]:
    """The sentences with which a record is refused, by field."""
    with pytest.raises(InvalidRecord) as invalid:
        record.check(today)
    return {field: str(sentence) for field, sentence in invalid.value.problems.items()}


def test_there_is_a_whole_record_of_every_kind_here():
    assert {type(record) for record in WHOLE} == set(KINDS.values())


@pytest.mark.parametrize("record", WHOLE, ids=lambda record: record.KIND)
def test_a_whole_record_is_taken(record):
    record.check(TODAY)


@pytest.mark.parametrize("record", WHOLE, ids=lambda record: record.KIND)
def test_each_field_that_is_needed_is_missed(record):
    for field in type(record).NEEDED:
        assert field in refused(replace(record, **{field: shape_of(type(record)).unsaid[field]}))


@pytest.mark.parametrize("record", WHOLE, ids=lambda record: record.KIND)
@pytest.mark.parametrize("letter", ["\0", "\ud800"], ids=["NUL", "half a character"])
def test_text_that_no_file_can_keep_is_refused(record, letter):
    texts = [n for n, value in shape_of(type(record)).unsaid.items() if isinstance(value, str)]
    plain = [n for n in texts if type(getattr(record, n)) is str]
    for field in plain:
        assert "cannot be stored" in refused(replace(record, **{field: f"a{letter}b"}))[field]


@pytest.mark.parametrize("record", WHOLE, ids=lambda record: record.KIND)
def test_a_record_cannot_be_changed_in_place(record):
    with pytest.raises(FrozenInstanceError):
        record.id = "another"
    with pytest.raises(FrozenInstanceError):
        del record.id


def test_a_record_with_a_field_that_does_not_exist_is_refused():
    with pytest.raises(TypeError, match="colour"):
        Member(colour="red")


def test_records_are_equal_by_what_they_say():
    one = a_pledge(id="p")
    assert one == replace(one)
    assert hash(one) == hash(replace(one))
    assert one != replace(one, note="more")


def test_references_name_fields_that_exist_and_kinds_that_exist():
    for kind, fields in REFERENCES.items():
        assert set(fields) <= set(shape_of(KINDS[kind]).codecs), kind
        assert set(fields.values()) <= set(KINDS)


def test_ids_made_later_sort_later():
    made = [new_id() for _ in range(200)]
    assert [id[:13] for id in made] == sorted(id[:13] for id in made)
    assert len(set(made)) == 200
    assert {(len(id), id[14]) for id in made} == {(36, "7")}


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"given_on": date(2025, 8, 16)}, "given_on", "future"),
        ({"reported_on": date(2025, 8, 16)}, "reported_on", "future"),
        ({"reported_on": date(2025, 4, 2)}, "reported_on", "before it was said"),
        ({"given_on": None}, "given_on", "Give the day"),
        ({"given_on": None, "precision": Precision.REPORTED}, "reported_on", "reported"),
        ({"precision": Precision.REPORTED}, "given_on", "keep one"),
        ({"form": None}, "form", "form"),
        ({"side": None}, "side", "side"),
        ({"source": "  "}, "source", "source"),
        ({"member": ""}, "member", "country"),
        ({"candidacy": ""}, "candidacy", "council"),
    ],
)
def test_a_pledge_that_cannot_be_so_is_refused(change, field, words):
    assert words in refused(replace(a_pledge(), **change))[field]


def test_every_problem_of_a_pledge_is_told_at_once():
    assert set(refused(Pledge(level=a_pledge().level))) >= {"member", "candidacy", "form", "source"}


def test_a_request_needs_neither_form_nor_source_but_whom_we_asked():
    asked().check(TODAY)
    assert refused(asked(said_to="")) == {"said_to": "Say whom we asked."}


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (Campaign(), "congress_en"),
        (
            Campaign(congress_en="C", opens_on=date(2025, 9, 8), closes_on=date(2025, 9, 7)),
            "closes_on",
        ),
        (
            Campaign(congress_en="C", begins_on=date(2025, 9, 9), vote_on=date(2025, 9, 8)),
            "vote_on",
        ),
        (a_member("LA", group=6), "group"),
        (a_member("LA", proxy_given=Answer.YES, proxy_holder="la"), "proxy_holder"),
        (a_member("LA", proxy_holder="ke"), "proxy_given"),
        (a_member("LA", contact_every_days=0), "contact_every_days"),
        (Post(contact="c", starts_on=date(2021, 1, 1), ends_on=date(2020, 1, 1)), "ends_on"),
        (Candidacy(member="th", council="ca", share=1.01), "share"),
        (Candidacy(member="th", council="ca", spread=-0.1), "spread"),
        (
            Undertaking(
                member="la", what="x", promised_on=date(2025, 2, 1), fulfilled_on=date(2025, 1, 1)
            ),
            "fulfilled_on",
        ),
        (Meeting(members=("la",), title="Talks"), "held_on"),
        (Seats(council="ca", seats=0), "seats"),
        (Result(member="th", council="ca", votes=3, ballots_cast=2), "votes"),
        (Result(member="th", council="ca", votes=-1), "votes"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.KIND,
)
def test_what_cannot_be_is_refused_beside_its_field(record, field):
    assert set(refused(record)) == {field}
