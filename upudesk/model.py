"""The records of a campaign: frozen, whole, and checked by themselves."""

from __future__ import annotations

import math
from datetime import date
from enum import IntEnum, StrEnum
from typing import ClassVar

from upudesk.errors import N_, Message
from upudesk.record import Problems, not_after, record
from upudesk.record import Record as Record
from upudesk.record import new_id as new_id


class Level(IntEnum):
    """What a member says it will do. ASKED (asked, no answer yet) lies outside the scale."""

    ASKED = 0
    FIRM_NO = 1
    LEANING_NO = 2
    UNDECIDED = 3
    LEANING_YES = 4
    FIRM_YES = 5


class Form(StrEnum):
    """The shape in which a statement reached us, strongest first."""

    NOTE_VERBALE = "note_verbale"
    LETTER = "letter"
    JOINT_STATEMENT = "joint_statement"
    GROUP_ENDORSEMENT = "group_endorsement"
    MINISTER = "minister"
    OFFICIAL = "official"
    DELEGATE = "delegate"
    PUBLIC_REPORT = "public_report"
    HEARSAY = "hearsay"


class Side(StrEnum):
    """Who spoke for the member: its capital, or the delegate who will hold the ballot."""

    CAPITAL = "capital"
    DELEGATE = "delegate"


class Answer(StrEnum):
    """An answer that may be open."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How well a fact is known: an official text or two sources; one credible source; hearsay."""

    SURE = "sure"
    LIKELY = "likely"
    UNVERIFIED = "unverified"


class Precision(StrEnum):
    """How exactly a day is known. REPORTED: only the day of the report is known."""

    DAY = "day"
    MONTH = "month"
    REPORTED = "reported"


class Role(StrEnum):
    """What a person is for the member, as far as a campaign cares."""

    MINISTRY = "ministry"
    REGULATOR = "regulator"
    OPERATOR = "operator"
    EMBASSY = "embassy"
    MISSION = "mission"
    DELEGATE = "delegate"
    OTHER = "other"


class Standing(StrEnum):
    """Where a candidacy stands."""

    CONSIDERED = "considered"
    DECLARED = "declared"
    WITHDRAWN = "withdrawn"


class Chosen(StrEnum):
    """How the countries of a pack are chosen."""

    HAND = "hand"
    ALL = "all"
    GROUP = "group"
    FILTER = "filter"
    DAY = "day"


class Way(StrEnum):
    """How something left the program."""

    SAVED = "saved"
    PRINTED = "printed"


class Fulfilment(StrEnum):
    """What became of something that we promised."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    NOT_FULFILLED = "not_fulfilled"


@record(frozen=True, kw_only=True)
class Campaign(Record):
    """One candidate country at one Congress: the file's own record. Its id is the campaign's id."""

    KIND = "campaign"

    candidate: str = ""
    """Id of the member that stands."""
    congress_th: str = ""
    congress_en: str = ""
    congress_fr: str = ""
    year: int = 0
    place_th: str = ""
    place_en: str = ""
    place_fr: str = ""
    host: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    begins_on: date | None = None
    """First day of the campaign; a statement dated earlier is taken with a warning."""
    vote_on: date | None = None
    term: str = ""
    practice_day: date | None = None
    """Today, for a demo that lives before its Congress; blank in a real campaign."""
    demo: bool = False
    ballots_cast: int | None = None
    """Ballots cast in the vote, once it is known."""
    notes: str = ""
    round: int = 1
    """The round of the vote that is being prepared."""
    round_began_on: date | None = None
    """What was said before this day was said for an earlier round."""
    letterhead_th: str = ""
    """What stands at the head of our letters, line by line."""
    letterhead_en: str = ""
    letterhead_fr: str = ""
    signatory_th: str = ""
    """Who signs them, and as what, line by line."""
    signatory_en: str = ""
    signatory_fr: str = ""
    register: str = ""
    """How letters are numbered: the gap `{number}` is filled, as in `กต 0302/{number}`."""
    register_next: int = 1
    """The number of the next letter."""

    def problems(self, today: date) -> Problems:
        unnamed = not (self.congress_th + self.congress_en + self.congress_fr).strip()
        sentence = N_("Name the Congress that the campaign is for.")
        return (
            ({"congress_en": Message(sentence)} if unnamed else {})
            | not_after(
                self, "opens_on", "closes_on", N_("A Congress cannot close before it opens.")
            )
            | self._begun_late()
        )

    def _begun_late(self) -> Problems:
        return not_after(
            self, "begins_on", "vote_on", N_("The campaign cannot begin after the day of the vote.")
        )


@record(frozen=True, kw_only=True)
class Member(Record):
    """One of the member countries of the Union; one member, one vote."""

    KIND = "member"
    NEEDED: ClassVar = {
        "iso2": N_("A member needs its two-letter code."),
        "name_en": N_("A member needs its English name."),
    }

    iso2: str = ""
    iso3: str = ""
    name_th: str = ""
    name_en: str = ""
    name_fr: str = ""
    official_th: str = ""
    official_en: str = ""
    official_fr: str = ""
    also: tuple[str, ...] = ()
    """Older and popular names, for finding it."""
    group: int | None = None
    """Geographic group, 1 to 5, in which the member stands and is elected."""
    group_certainty: Certainty = Certainty.UNVERIFIED
    group_basis: str = ""
    blocs: tuple[str, ...] = ()
    """Ids of blocs."""
    voting_right: Answer = Answer.UNKNOWN
    arrears: Answer = Answer.UNKNOWN
    """Two years' contributions or more, with no schedule kept (General Regulations, art. 146)."""
    credentials: Answer = Answer.UNKNOWN
    presence: Answer = Answer.UNKNOWN
    proxy_given: Answer = Answer.UNKNOWN
    proxy_holder: str = ""
    """Id of the member that votes for this one; who holds whose is read from here."""
    proxy_instruction: str = ""
    responsible: str = ""
    """Id of the author who looks after this member."""
    contact_every_days: int | None = None
    next_step: str = ""
    notes: str = ""

    def problems(self, today: date) -> Problems:
        found: Problems = {}
        if self.group is not None and self.group not in range(1, 6):
            found["group"] = Message(N_("Groups run from 1 to 5."))
        if self.proxy_holder and self.proxy_holder == self.id:
            found["proxy_holder"] = Message(N_("A member cannot hold its own proxy."))
        if self.proxy_holder and self.proxy_given is not Answer.YES:
            found["proxy_given"] = Message(
                N_("A proxy has a holder, so it has been given: answer yes, or clear the holder.")
            )
        if self.contact_every_days is not None and self.contact_every_days < 1:
            found["contact_every_days"] = Message(N_("Contact is every one day or more."))
        return found


@record(frozen=True, kw_only=True)
class Bloc(Record):
    """A body that members belong to beside their group, such as ASEAN. Blocs overlap."""

    KIND = "bloc"
    NEEDED: ClassVar = {"code": N_("A bloc needs a short name.")}

    code: str = ""
    name_th: str = ""
    name_en: str = ""
    name_fr: str = ""
    source: str = ""
    certainty: Certainty = Certainty.UNVERIFIED
    note: str = ""


@record(frozen=True, kw_only=True)
class Author(Record):
    """An official of ours: writes steps, looks after members, owns follow-ups."""

    KIND = "author"
    NEEDED: ClassVar = {"name": N_("An author needs a name.")}

    name: str = ""
    office: str = ""
    reach: str = ""


@record(frozen=True, kw_only=True)
class Contact(Record):
    """A person, of another member or of our own side."""

    KIND = "contact"
    NEEDED: ClassVar = {"name": N_("A contact needs a name.")}

    member: str = ""
    name: str = ""
    """The name as it should be printed, in any script."""
    other_names: tuple[str, ...] = ()
    """The same name in other scripts and spellings."""
    form_of_address: str = ""
    languages: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    """Ways to reach the person, each "how: where", such as "email: a@b.org"."""
    marking: str = ""
    notes: str = ""


@record(frozen=True, kw_only=True)
class Post(Record):
    """What a contact is, from when until when."""

    KIND = "post"
    NEEDED: ClassVar = {"contact": N_("A post belongs to a contact.")}

    contact: str = ""
    role: Role = Role.OTHER
    title: str = ""
    organisation: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    source: str = ""
    predecessor: str = ""
    """Id of the post of whoever held it before."""

    def problems(self, today: date) -> Problems:
        return not_after(self, "starts_on", "ends_on", N_("A post cannot end before it starts."))


@record(frozen=True, kw_only=True)
class Council(Record):
    """A body to be elected: the Council of Administration or the Postal Operations Council."""

    KIND = "council"
    NEEDED: ClassVar = {"code": N_("A council needs a short name such as CA.")}

    code: str = ""
    name_th: str = ""
    name_en: str = ""
    name_fr: str = ""
    short_fr: str = ""
    """The French abbreviation (the POC is the CEP)."""
    order: int = 0


@record(frozen=True, kw_only=True)
class Candidacy(Record):
    """A country standing for one council in its group; ours or a rival's."""

    KIND = "candidacy"
    NEEDED: ClassVar = {
        "member": N_("A candidacy needs the country that stands."),
        "council": N_("A candidacy needs the council that it is for."),
    }

    member: str = ""
    council: str = ""
    standing: Standing = Standing.DECLARED
    declared_on: date | None = None
    sitting: Answer = Answer.UNKNOWN
    """Whether the country sits on the council now."""
    share: float | None = None
    """Estimated share of the ballots, 0 to 1."""
    spread: float | None = None
    """Standard deviation of that share."""
    source: str = ""
    certainty: Certainty = Certainty.UNVERIFIED
    note: str = ""
    our_vote: Answer = Answer.UNKNOWN
    """Whether our own ballot is to name it."""

    def problems(self, today: date) -> Problems:
        found: Problems = {}
        if self.share is not None and not 0 <= self.share <= 1:
            found["share"] = Message(N_("A share of the ballots lies between 0 and 1."))
        if self.spread is not None and self.spread < 0:
            found["spread"] = Message(N_("A spread cannot be below 0."))
        return found


@record(frozen=True, kw_only=True)
class Pledge(Record):
    """One statement by one side about one candidacy. A change of mind is a new pledge."""

    KIND = "pledge"
    NEEDED: ClassVar = {
        "member": N_("A pledge needs the country that made it."),
        "candidacy": N_("A pledge needs the council that it is about: CA, POC or both."),
    }

    member: str = ""
    candidacy: str = ""
    level: Level = Level.ASKED
    form: Form | None = None
    side: Side | None = None
    given_on: date | None = None
    """The day of the statement; the first of the month where only the month is known."""
    precision: Precision = Precision.DAY
    reported_on: date | None = None
    source: str = ""
    grade: Certainty = Certainty.UNVERIFIED
    said_by: str = ""
    said_by_post: str = ""
    speaker: str = ""
    """Id of the contact who said it, where there is one."""
    said_to: str = ""
    place: str = ""
    witness: str = ""
    words: str = ""
    """The exact words."""
    condition: str = ""
    fades_on: date | None = None
    meeting: str = ""
    """Id of the meeting in which it was given."""
    marking: str = ""
    note: str = ""

    @property
    def day(self) -> date:
        """The day that puts this statement in order: when given, else when reported."""
        return self.given_on or self.reported_on or date.min

    @property
    def first_hand(self) -> bool:
        return self.form is not Form.HEARSAY

    def problems(self, today: date) -> Problems:
        return self._undated() | self._future(today) | self._unsourced()

    def _undated(self) -> Problems:
        if self.precision is Precision.REPORTED:
            if self.given_on:
                return {
                    "given_on": Message(
                        N_("Either the day is known, or only the day of the report: keep one.")
                    )
                }
            if not self.reported_on:
                return {"reported_on": Message(N_("Give the day on which it was reported."))}
        elif not self.given_on:
            return {"given_on": Message(N_("Give the day of the statement, or of its report."))}
        return not_after(
            self, "given_on", "reported_on", N_("It cannot be reported before it was said.")
        )

    def _future(self, today: date) -> Problems:
        sentence = N_("A pledge cannot be dated in the future; nothing was saved. Check the day.")
        dated = ((name, getattr(self, name)) for name in ("given_on", "reported_on"))
        return {name: Message(sentence) for name, day in dated if day and day > today}

    def _unsourced(self) -> Problems:
        found: Problems = {}
        if self.level is Level.ASKED:
            if not self.said_to.strip():
                found["said_to"] = Message(N_("Say whom we asked."))
            return found
        if self.form is None:
            found["form"] = Message(
                N_("Say in which form it came: a note verbale, a minister’s word, hearsay …")
            )
        if self.side is None:
            found["side"] = Message(N_("Say which side spoke: the capital or the delegate."))
        if not self.source.strip():
            found["source"] = Message(
                N_("A pledge without a source cannot be counted; say where it comes from.")
            )
        return found


@record(frozen=True, kw_only=True)
class Undertaking(Record):
    """What we promised in return: which body, which election, when due, fulfilled or not."""

    KIND = "undertaking"
    NEEDED: ClassVar = {
        "member": N_("An undertaking needs the country that it was given to."),
        "what": N_("Say what was promised."),
    }

    member: str = ""
    what: str = ""
    body: str = ""
    election: str = ""
    candidacy: str = ""
    """Id of the rival's candidacy that our own ballot was promised to, where it was."""
    votes_available: int | None = None
    """How many names our vote can carry in that election, where the body is not ours to count."""
    promised_on: date | None = None
    promised_by: str = ""
    approved_by: str = ""
    due_on: date | None = None
    fulfilment: Fulfilment = Fulfilment.OPEN
    fulfilled_on: date | None = None
    pledges: tuple[str, ...] = ()
    """Ids of the pledges that it answers."""
    source: str = ""
    marking: str = ""
    note: str = ""

    def problems(self, today: date) -> Problems:
        return not_after(
            self,
            "promised_on",
            "fulfilled_on",
            N_("It cannot be fulfilled before it was promised."),
        )


@record(frozen=True, kw_only=True)
class Meeting(Record):
    """A dated talk with people of both sides; may carry pledges and follow-ups."""

    KIND = "meeting"
    NEEDED: ClassVar = {
        "members": N_("A meeting needs the country that was met."),
        "title": N_("Give the meeting a title."),
    }

    members: tuple[str, ...] = ()
    title: str = ""
    held_on: date | None = None
    precision: Precision = Precision.DAY
    reported_on: date | None = None
    place: str = ""
    our_people: tuple[str, ...] = ()
    their_people: tuple[str, ...] = ()
    """Ids of contacts."""
    others_present: str = ""
    agenda: str = ""
    notes: str = ""
    outcome: str = ""
    source: str = ""
    marking: str = ""

    @property
    def day(self) -> date:
        return self.held_on or self.reported_on or date.min

    def problems(self, today: date) -> Problems:
        if not self.held_on and not self.reported_on:
            return {"held_on": Message(N_("Give the day of the meeting, or of its report."))}
        return {}


@record(frozen=True, kw_only=True)
class FollowUp(Record):
    """Something to do, by whom, until when."""

    KIND = "follow_up"
    NEEDED: ClassVar = {"what": N_("Say what is to be done.")}

    what: str = ""
    member: str = ""
    meeting: str = ""
    pledge: str = ""
    owner: str = ""
    """Id of the author who does it."""
    due_on: date | None = None
    done_on: date | None = None
    repeat: str = ""
    """An RRULE (RFC 5545), blank for once."""
    note: str = ""


@record(frozen=True, kw_only=True)
class Evidence(Record):
    """A file behind a pledge or a meeting; its bytes are kept apart under their SHA-256."""

    KIND = "evidence"
    NEEDED: ClassVar = {
        "name": N_("Evidence needs a name."),
        "sha256": N_("Evidence needs its file."),
    }

    about: str = ""
    """Id of the pledge, meeting or other record that it stands behind."""
    name: str = ""
    media_type: str = ""
    size: int | None = None
    sha256: str = ""
    added_on: date | None = None
    source: str = ""
    marking: str = ""
    note: str = ""


@record(frozen=True, kw_only=True)
class Note(Record):
    """Something half known, put down in a hurry, to be sorted later: the inbox."""

    KIND = "note"
    NEEDED: ClassVar = {"text": N_("Write down what you know; one word is enough.")}

    text: str = ""
    taken_on: date | None = None
    member: str = ""
    source: str = ""
    marking: str = ""
    sorted_into: str = ""
    """Id of the record that was made from it; blank while it waits."""


@record(frozen=True, kw_only=True)
class SavedFilter(Record):
    """What a page's list was asked for, kept under a name."""

    KIND = "saved_filter"
    NEEDED: ClassVar = {"name": N_("A saved filter needs a name.")}

    page: str = ""
    name: str = ""
    asked: str = ""
    """The filter as JSON, in the words of its page."""


@record(frozen=True, kw_only=True)
class Milestone(Record):
    """A moment worth coming back to: what was known then stands in the journal."""

    KIND = "milestone"
    NEEDED: ClassVar = {"name": N_("Give the moment a name.")}

    name: str = ""
    moment: str = ""
    """The instant, in UTC, as ISO 8601."""
    note: str = ""


@record(frozen=True, kw_only=True)
class Scenario(Record):
    """A supposition laid over the campaign for the forecast alone; records stay as they are."""

    KIND = "scenario"
    NEEDED: ClassVar = {"name": N_("A scenario needs a name.")}

    name: str = ""
    order: int = 0
    supposed: str = ""
    """What is supposed, as JSON in the words of scenarios.py."""
    note: str = ""


@record(frozen=True, kw_only=True)
class BlindCount(Record):
    """Two people rate every member for one candidacy, unseen by each other until both are done."""

    KIND = "blind_count"
    NEEDED: ClassVar = {"candidacy": N_("A blind count needs its candidacy.")}

    candidacy: str = ""
    began_on: date | None = None
    first: str = ""
    second: str = ""
    """Ids of the authors who rate."""
    first_done: bool = False
    second_done: bool = False
    note: str = ""

    def problems(self, today: date) -> Problems:
        if self.first and self.first == self.second:
            return {"second": Message(N_("The second count is made by somebody else."))}
        return {}


@record(frozen=True, kw_only=True)
class Rating(Record):
    """How one of the two rates one member."""

    KIND = "rating"
    NEEDED: ClassVar = {
        "count": N_("A rating belongs to a blind count."),
        "member": N_("A rating needs its country."),
    }

    count: str = ""
    rater: str = ""
    member: str = ""
    level: Level = Level.UNDECIDED
    note: str = ""


@record(frozen=True, kw_only=True)
class RuleSet(Record):
    """The rules under which one Congress elects."""

    KIND = "rule_set"
    NEEDED: ClassVar = {"title_en": N_("A rule set needs an English title.")}

    title_th: str = ""
    title_en: str = ""
    title_fr: str = ""
    host: str = ""
    ballots_cast_before: tuple[str, ...] = ()
    """Ballots of earlier Congresses, each "year: number"."""
    source: str = ""
    checked_on: date | None = None


@record(frozen=True, kw_only=True)
class Seats(Record):
    """How many seats a group fills in a council; `seats` None is unknown, never 0."""

    KIND = "seats"
    NEEDED: ClassVar = {"council": N_("Seats belong to a council.")}

    council: str = ""
    group: int | None = None
    """Geographic group; None for the whole council."""
    seats: int | None = None
    source: str = ""
    certainty: Certainty = Certainty.UNVERIFIED
    complete: bool = False
    """Whether every country that stands for these seats is among the candidacies."""
    line_newcomer: float | None = None
    """Votes that a newcomer to the council probably needs, while the list is not complete."""
    line_sitting: float | None = None
    """The same for a sitting member."""
    line_spread: float | None = None
    """Standard deviation of both, in votes."""
    line_source: str = ""

    def winning_line(self, sitting: Answer) -> float | None:
        """The votes that such a candidacy probably needs; None where nobody has estimated them.

        Where it is not known whether it sits now, the line is known only if it is the same for
        both.
        """
        if sitting is Answer.YES:
            return self.line_sitting
        if sitting is Answer.NO or self.line_newcomer == self.line_sitting:
            return self.line_newcomer
        return None

    def problems(self, today: date) -> Problems:
        found: Problems = {}
        if self.seats is not None and self.seats < 1:
            found["seats"] = Message(N_("Seats are one or more; leave blank what is unknown."))
        for name in ("line_newcomer", "line_sitting", "line_spread"):
            votes = getattr(self, name)
            if votes is not None and votes < 0:
                found[name] = Message(N_("Votes are counted from 0."))
        return found


@record(frozen=True, kw_only=True)
class Rule(Record):
    """One rule of the election: what it says, how sure, and whether it is applied."""

    KIND = "rule"
    NEEDED: ClassVar = {"code": N_("A rule needs its short name.")}

    code: str = ""
    council: str = ""
    """Id of the council; blank for both."""
    value: float | None = None
    """The number in the rule, such as the share to be renewed."""
    wording_th: str = ""
    wording_en: str = ""
    wording_fr: str = ""
    article: str = ""
    applied: bool = False
    """Applied in the count, or shown only."""
    source: str = ""
    certainty: Certainty = Certainty.UNVERIFIED


@record(frozen=True, kw_only=True)
class HoldRate(Record):
    """One weight of the forecast, as log-odds (or days, for the half-life), with its reason."""

    KIND = "hold_rate"
    NEEDED: ClassVar = {
        "code": N_("A hold rate needs its short name."),
        "reason": N_("A hold rate needs its reason."),
    }

    code: str = ""
    value: float | None = None
    unit: str = ""
    """log_odds, share, days, or sd_of_log_odds: a standard deviation."""
    reason: str = ""
    source: str = ""
    certainty: Certainty = Certainty.UNVERIFIED

    def problems(self, today: date) -> Problems:
        if self.value is None:
            return {}
        if not math.isfinite(self.value):
            return {"value": Message(N_("A weight is a number."))}
        if self.unit == "sd_of_log_odds" and self.value < 0:
            return {"value": Message(N_("A swing cannot be below 0; 0 means none."))}
        if self.unit == "share" and not 0 <= self.value <= 1:
            return {"value": Message(N_("A share lies between 0% and 100%."))}
        if self.unit == "days" and self.value <= 0:
            return {"value": Message(N_("A half-life is one day or more."))}
        if self.unit == "log_odds" and abs(self.value) > 20:
            return {"value": Message(N_("Log-odds lie between -20 and 20; 20 is as good as sure."))}
        return {}


@record(frozen=True, kw_only=True)
class Marking(Record):
    """One step of confidentiality; a higher rank is more secret."""

    KIND = "marking"
    NEEDED: ClassVar = {"name_en": N_("A marking needs a name.")}

    code: str = ""
    rank: int = 0
    name_th: str = ""
    name_en: str = ""
    name_fr: str = ""


@record(frozen=True, kw_only=True)
class Profile(Record):
    """What may go out to one kind of reader. Where the file has none of its code, a standard one
    holds (see `disclosure`)."""

    KIND = "profile"
    NEEDED: ClassVar = {"name_en": N_("A disclosure profile needs a name.")}

    code: str = ""
    order: int = 0
    name_th: str = ""
    name_en: str = ""
    name_fr: str = ""
    highest: str = ""
    """The highest marking that goes out; blank: of what is marked, nothing does."""
    unmarked: bool = True
    """Whether records without a marking go out."""
    kinds: tuple[str, ...] = ()
    """Kinds of records that stay inside, such as `undertaking`."""
    fields: tuple[str, ...] = ()
    """Fields that stay inside, such as `meeting.notes`."""
    sections: tuple[str, ...] = ()
    """Parts of papers that stay inside."""
    tells: bool = True
    """Whether paper says that something is withheld; else totals just leave it out."""
    watermark: bool = False
    """Whether the name of the recipient is laid under each page."""
    note: str = ""


@record(frozen=True, kw_only=True)
class Pack(Record):
    """Choices for a pack of briefings, kept under a name."""

    KIND = "pack"
    NEEDED: ClassVar = {"name": N_("A pack needs a name, such as “Minister, Monday”.")}

    name: str = ""
    chosen: Chosen = Chosen.HAND
    members: tuple[str, ...] = ()
    """Chosen by hand, in this order. A country may be deleted later: then the pack says so."""
    group: int | None = None
    filter: str = ""
    """Id of the saved filter that chooses them."""
    day: date | None = None
    """Those whom we meet on this day."""
    sections: tuple[str, ...] = ()
    """Codes of the parts, in their order."""
    language: str = ""
    era: str = ""
    digits: str = ""
    paper: str = ""
    justified: bool = False
    profile: str = ""
    """Code of the disclosure profile."""
    marking: str = ""
    """At least this marking stands on every page."""
    watermark: str = ""
    recipient: str = ""
    copies: int = 1
    note: str = ""


@record(frozen=True, kw_only=True)
class Export(Record):
    """One entry of the export log: what left the program, for whom, and its fingerprint.

    Names of profile and marking are kept as they were then.
    """

    KIND = "export"

    at: str = ""
    """The instant, in UTC."""
    by: str = ""
    way: Way = Way.SAVED
    what: str = ""
    """The title of what went out."""
    document: str = ""
    """Which kind of document, such as `pack`."""
    profile: str = ""
    recipient: str = ""
    copy: int = 0
    copies: int = 0
    marking: str = ""
    language: str = ""
    pages: int | None = None
    size: int | None = None
    """Bytes."""
    sha256: str = ""
    """Of the file as it was written."""
    protected: bool = False
    """Whether it opens only with a passphrase."""
    withheld: int = 0
    """How many records stayed inside."""
    members: tuple[str, ...] = ()
    """The countries that it tells of."""


@record(frozen=True, kw_only=True)
class Letter(Record):
    """A letter of ours to a country: a contact with it."""

    KIND = "letter"
    NEEDED: ClassVar = {"member": N_("Name the country that the letter goes to.")}

    member: str = ""
    template: str = ""
    """Code of the template."""
    subject: str = ""
    register: str = ""
    """Its number in the register of letters, whole."""
    language: str = ""
    written_on: date | None = None
    addressee: str = ""
    """To whom, as it was written."""
    contact: str = ""
    """Id of that person, where it is one of our contacts."""
    signed_by: str = ""
    text: str = ""
    """What it said."""
    pledges: tuple[str, ...] = ()
    """Ids of the requests that were logged with it."""
    marking: str = ""
    note: str = ""


@record(frozen=True, kw_only=True)
class Result(Record):
    """What is known of one country in one election; blanks are unknown."""

    KIND = "result"
    NEEDED: ClassVar = {
        "member": N_("A result needs its country."),
        "council": N_("A result needs its council."),
    }

    year: int = 0
    council: str = ""
    group: int | None = None
    member: str = ""
    votes: int | None = None
    elected: Answer = Answer.UNKNOWN
    ballots_cast: int | None = None
    seats: int | None = None
    candidates: int | None = None
    source: str = ""
    certainty: Certainty = Certainty.UNVERIFIED
    note: str = ""
    round: int = 1

    def problems(self, today: date) -> Problems:
        if (
            self.votes is not None
            and self.ballots_cast is not None
            and self.votes > self.ballots_cast
        ):
            return {"votes": Message(N_("There cannot be more votes than ballots."))}
        if any(n is not None and n < 0 for n in (self.votes, self.ballots_cast)):
            return {"votes": Message(N_("Votes and ballots are counted from 0."))}
        return {}


@record(frozen=True, kw_only=True)
class Incumbency(Record):
    """A seat held on a council in one term."""

    KIND = "incumbency"
    NEEDED: ClassVar = {
        "member": N_("A seat needs its country."),
        "council": N_("A seat needs its council."),
    }

    member: str = ""
    council: str = ""
    term: str = ""
    role: str = ""
    elected_before: Answer = Answer.UNKNOWN
    """Whether the Congress before that one had elected it too."""
    source: str = ""
    certainty: Certainty = Certainty.UNVERIFIED
    note: str = ""


KINDS: dict[str, type[Record]] = {
    kind.KIND: kind
    for kind in (
        Campaign, Member, Bloc, Author, Contact, Post, Council, Candidacy, Pledge, Undertaking,
        Meeting, FollowUp, Evidence, RuleSet, Seats, Rule, HoldRate, Marking, Result, Incumbency,
        Note, SavedFilter, Milestone, Scenario, BlindCount, Rating, Profile, Pack, Export, Letter,
    )
}  # fmt: skip
"""Every kind of record, under the name that the file uses for it."""

REFERENCES: dict[str, dict[str, str]] = {
    "campaign": {"candidate": "member", "host": "member"},
    "member": {"blocs": "bloc", "proxy_holder": "member", "responsible": "author"},
    "contact": {"member": "member", "marking": "marking"},
    "post": {"contact": "contact", "predecessor": "post"},
    "candidacy": {"member": "member", "council": "council"},
    "pledge": {
        "member": "member", "candidacy": "candidacy", "speaker": "contact",
        "meeting": "meeting", "marking": "marking",
    },
    "undertaking": {
        "member": "member", "candidacy": "candidacy", "pledges": "pledge", "marking": "marking",
    },
    "meeting": {
        "members": "member", "our_people": "contact", "their_people": "contact",
        "marking": "marking",
    },
    "follow_up": {"member": "member", "meeting": "meeting", "pledge": "pledge", "owner": "author"},
    "evidence": {"marking": "marking"},
    "rule_set": {"host": "member"},
    "seats": {"council": "council"},
    "rule": {"council": "council"},
    "result": {"member": "member", "council": "council"},
    "incumbency": {"member": "member", "council": "council"},
    "note": {"member": "member", "marking": "marking"},
    "blind_count": {"candidacy": "candidacy", "first": "author", "second": "author"},
    "profile": {"highest": "marking"},
    "pack": {"filter": "saved_filter", "marking": "marking"},
    "letter": {"member": "member", "contact": "contact", "pledges": "pledge", "marking": "marking"},
    "rating": {"count": "blind_count", "rater": "author", "member": "member"},
}  # fmt: skip
"""Which field of which kind holds the id of which kind; Evidence.about may hold any."""
