"""The words of the campaign in the reader's language: levels, forms, steps, fields, names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from upudesk import i18n
from upudesk.errors import N_, FieldName, InLanguages, Message, UserError
from upudesk.i18n import Language, _, ngettext, pgettext
from upudesk.journal import Reason, Step
from upudesk.model import (
    Answer,
    Author,
    Bloc,
    Campaign,
    Candidacy,
    Certainty,
    Contact,
    Council,
    Form,
    Fulfilment,
    HoldRate,
    Letter,
    Level,
    Marking,
    Member,
    Post,
    Precision,
    Profile,
    Record,
    Role,
    Rule,
    Seats,
    Side,
    Standing,
)
from upudesk.snapshot import Snapshot
from upudesk.tally import State

K = TypeVar("K")

_STATES: Mapping[State, tuple[str, str]] = {
    State.FIRM_YES: ("++", N_("firm yes")),
    State.LEANING_YES: ("+", N_("leaning yes")),
    State.UNDECIDED: ("o", N_("undecided")),
    State.LEANING_NO: ("−", N_("leaning no")),
    State.FIRM_NO: ("−−", N_("firm no")),
    State.ASKED: ("?", N_("asked, no answer")),
    State.NOT_ASKED: ("·", N_("not asked")),
    State.OWN: ("=", N_("our own ballot")),
}
_FORMS: Mapping[Form, str] = {
    Form.NOTE_VERBALE: N_("note verbale"),
    Form.LETTER: N_("letter"),
    Form.JOINT_STATEMENT: N_("joint statement"),
    Form.GROUP_ENDORSEMENT: N_("group endorsement"),
    Form.MINISTER: N_("minister’s word"),
    Form.OFFICIAL: N_("official’s word"),
    Form.DELEGATE: N_("delegate’s word"),
    Form.PUBLIC_REPORT: N_("public report"),
    Form.HEARSAY: N_("hearsay"),
}
_SIDES: Mapping[Side, str] = {Side.CAPITAL: N_("capital"), Side.DELEGATE: N_("delegate")}
_ANSWERS: Mapping[Answer, str] = {
    Answer.YES: N_("yes"),
    Answer.NO: N_("no"),
    Answer.UNKNOWN: N_("not known"),
}
_CERTAINTIES: Mapping[Certainty, str] = {
    Certainty.SURE: N_("sure"),
    Certainty.LIKELY: N_("likely"),
    Certainty.UNVERIFIED: N_("unverified"),
}
_PRECISIONS: Mapping[Precision, str] = {
    Precision.DAY: N_("day known"),
    Precision.MONTH: N_("month known"),
    Precision.REPORTED: N_("day of report only"),
}
_ROLES: Mapping[Role, str] = {
    Role.MINISTRY: N_("ministry"),
    Role.REGULATOR: N_("regulator"),
    Role.OPERATOR: N_("postal operator"),
    Role.EMBASSY: N_("embassy"),
    Role.MISSION: N_("mission"),
    Role.DELEGATE: N_("delegate to Congress"),
    Role.OTHER: N_("other"),
}
_STANDINGS: Mapping[Standing, str] = {
    Standing.CONSIDERED: N_("considered"),
    Standing.DECLARED: N_("declared"),
    Standing.WITHDRAWN: N_("withdrawn"),
}
_FULFILMENTS: Mapping[Fulfilment, str] = {
    Fulfilment.OPEN: N_("open"),
    Fulfilment.FULFILLED: N_("fulfilled"),
    Fulfilment.NOT_FULFILLED: N_("not fulfilled"),
}
_REASONS: Mapping[Reason, str] = {
    Reason.ENTERED: N_("entered"),
    Reason.CORRECTED: N_("corrected"),
    Reason.CHANGED_MIND: N_("changed mind"),
    Reason.IMPORTED: N_("imported"),
    Reason.JOINED: N_("joined"),
    Reason.UNDONE: N_("undone"),
}
_GROUPS: Mapping[int, tuple[str, str]] = {
    1: (N_("Western Hemisphere"), N_("Americas")),
    2: (N_("Eastern Europe and Northern Asia"), N_("E. Europe, N. Asia")),
    3: (N_("Western Europe"), N_("W. Europe")),
    4: (N_("Southern Asia and Oceania"), N_("S. Asia, Oceania")),
    5: (N_("Africa"), N_("Africa")),
}
_KINDS: Mapping[str, str] = {
    "campaign": N_("campaign"),
    "member": N_("country"),
    "bloc": N_("bloc"),
    "author": N_("official"),
    "contact": N_("contact"),
    "post": N_("post"),
    "council": N_("council"),
    "candidacy": N_("candidacy"),
    "pledge": N_("pledge"),
    "undertaking": N_("undertaking"),
    "meeting": N_("meeting"),
    "follow_up": N_("follow-up"),
    "evidence": N_("evidence"),
    "rule_set": N_("rule set"),
    "seats": N_("seats"),
    "rule": N_("rule"),
    "hold_rate": N_("hold rate"),
    "marking": N_("marking"),
    "result": N_("result"),
    "incumbency": N_("seat held"),
    "note": N_("inbox note"),
    "saved_filter": N_("saved filter"),
    "milestone": N_("moment"),
    "scenario": N_("scenario"),
    "blind_count": N_("blind count"),
    "rating": N_("rating"),
    "profile": N_("disclosure profile"),
    "pack": N_("pack"),
    "export": N_("entry of the export log"),
    "letter": N_("letter"),
}
_VERBS: Mapping[str, str] = {
    "add": N_("Enter {kind}: {about}"),
    "edit": N_("Edit {kind}: {about}"),
    "record": N_("Log {kind}: {about}"),
    "correct": N_("Correct {kind}: {about}"),
    "change_mind": N_("Change of mind: {about}"),
    "reconfirm": N_("Reconfirmed: {about}"),
    "ask": N_("Asked for confirmation: {about}"),
    "remove": N_("Delete {kind}: {about}"),
    "revive": N_("Bring back {kind}: {about}"),
    "settle": N_("Answer conflict: {about}"),
    "expunge": N_("Erase for good: {about}"),
    "new": N_("New campaign: {about}"),
    "empty": N_("Remove the demo data: {about}"),
    "take_back": N_("Take back: {about}"),
    "end": N_("End {kind}: {about}"),
    "merge": N_("Merge contacts: {about}"),
    "unmerge": N_("Take contacts apart: {about}"),
    "done": N_("Done: {about}"),
    "reopen": N_("Open again: {about}"),
    "fulfil": N_("Fulfilled: {about}"),
    "fail": N_("Not fulfilled: {about}"),
    "ballot": N_("Our own ballot: {about}"),
    "edit_many": N_("Edit many at once: {about}"),
    "stand_down": N_("Stands no more: {about}"),
    "stand_again": N_("Stands again: {about}"),
    "answer": N_("Voting facts: {about}"),
    "give_proxy": N_("Proxy of {about}"),
    "complete": N_("List of candidates: {about}"),
    "next_round": N_("Begin the next round: {about}"),
    "restore": N_("Go back to a back-up: {about}"),
    "rescue": N_("Rescued from a damaged file: {about}"),
    "log": N_("Went out: {about}"),
    "send": N_("Write {kind}: {about}"),
}
_RULES: Mapping[str, str] = {
    "host_seat": N_("seat of the host"),
    "renewal": N_("renewal"),
    "term_limit": N_("term limit"),
    "loss_of_vote": N_("loss of the vote"),
    "one_proxy": N_("one proxy a delegation"),
    "credentials": N_("credentials"),
    "secret_ballot": N_("secret ballot"),
    "acclamation": N_("acclamation"),
    "all_vote_in_all_groups": N_("all vote in all groups"),
    "void_ballot": N_("void ballots"),
    "tie": N_("equal votes"),
    "developing_and_developed": N_("developing and developed countries"),
    "order_of_ballots": N_("order of the ballots"),
    "further_rounds": N_("further rounds"),
}
_FIELDS: Mapping[str, str] = {
    "": N_("record"), "*why": N_("why it was erased"), "agenda": N_("agenda"),
    "also": N_("also called"),
    "approved_by": N_("approved by"), "arrears": N_("arrears"), "article": N_("article"),
    "ballots_cast": N_("ballots cast"), "begins_on": N_("campaign begins"), "blocs": N_("blocs"),
    "body": N_("body"), "candidacy": N_("candidacy"), "candidate": N_("candidate"),
    "certainty": N_("certainty"), "closes_on": N_("closes on"), "condition": N_("condition"),
    "congress_en": N_("English name of the Congress"),
    "congress_fr": N_("French name of the Congress"),
    "congress_th": N_("Thai name of the Congress"), "contact": N_("contact"),
    "contact_every_days": N_("contact every so many days"), "council": N_("council"),
    "credentials": N_("credentials"), "done_on": N_("done on"), "due_on": N_("due on"),
    "elected": N_("elected"), "election": N_("election"), "ends_on": N_("until"),
    "fades_on": N_("fades on"), "form": N_("form"), "form_of_address": N_("form of address"),
    "fulfilled_on": N_("fulfilled on"), "fulfilment": N_("fulfilment"), "given_on": N_("given on"),
    "grade": N_("grade of the source"), "group": N_("group"), "held_on": N_("held on"),
    "host": N_("host"), "iso2": N_("two-letter code"), "iso3": N_("three-letter code"),
    "languages": N_("languages"), "level": N_("level"), "marking": N_("marking"),
    "meeting": N_("meeting"), "member": N_("country"), "members": N_("countries"),
    "name": N_("name"), "name_en": N_("English name"), "name_fr": N_("French name"),
    "name_th": N_("Thai name"), "next_step": N_("next step"), "note": N_("note"),
    "notes": N_("notes"), "official_en": N_("official name in English"),
    "official_fr": N_("official name in French"), "official_th": N_("official name in Thai"),
    "organisation": N_("organisation"), "other_names": N_("name in other scripts"),
    "others_present": N_("others present"), "our_people": N_("our people"),
    "outcome": N_("outcome"), "owner": N_("who does it"), "place": N_("place"),
    "practice_day": N_("practice day"), "precision": N_("precision of the day"),
    "presence": N_("presence"), "promised_by": N_("promised by"), "promised_on": N_("promised on"),
    "proxy_given": N_("proxy given"), "proxy_holder": N_("proxy held by"),
    "proxy_instruction": N_("instruction to the proxy"), "reach": N_("ways to reach"),
    "repeat": N_("repeats"), "reported_on": N_("reported on"), "responsible": N_("responsible"),
    "role": N_("role"), "said_by": N_("said by"), "said_by_post": N_("in which post"),
    "said_to": N_("said to"), "seats": N_("seats"), "share": N_("share of ballots"),
    "side": N_("side"), "sitting": N_("sits now"), "source": N_("source"),
    "speaker": N_("contact who said it"), "spread": N_("spread"), "standing": N_("standing"),
    "starts_on": N_("since"), "their_people": N_("their people"), "title": N_("title"),
    "value": N_("value"), "vote_on": N_("day of the vote"), "votes": N_("votes"),
    "voting_right": N_("voting right"), "what": N_("what"), "witness": N_("witness"),
    "wording": N_("wording"), "words": N_("exact words"), "year": N_("year"),
    "text": N_("text"), "taken_on": N_("put down on"), "sorted_into": N_("sorted into"),
    "page": N_("page"), "asked": N_("filter"), "moment": N_("moment"), "order": N_("order"),
    "supposed": N_("suppositions"), "first": N_("first counter"), "second": N_("second counter"),
    "first_done": N_("first counter done"), "second_done": N_("second counter done"),
    "began_on": N_("began on"), "count": N_("count"), "rater": N_("rated by"),
    "round": N_("round"), "round_began_on": N_("round began on"),
    "predecessor": N_("post of the predecessor"), "our_vote": N_("our vote"),
    "complete": N_("list complete"), "line_newcomer": N_("winning line for a newcomer"),
    "line_sitting": N_("winning line for a sitting member"),
    "line_spread": N_("spread of the winning line"),
    "line_source": N_("source of the winning line"),
    "about": N_("about"), "media_type": N_("type of file"), "size": N_("size"),
    "added_on": N_("added on"), "applied": N_("applied"), "code": N_("short name"),
    "unit": N_("unit"), "reason": N_("reason"), "rank": N_("rank"), "term": N_("term"),
    "elected_before": N_("elected before"), "candidates": N_("candidates"),
    "declared_on": N_("declared on"), "votes_available": N_("votes available"),
    "pledges": N_("pledges"), "follow_up": N_("follow-up"), "office": N_("office"),
    "demo": N_("demo"), "opens_on": N_("opens on"),
    "wording_th": N_("wording in Thai"), "wording_en": N_("wording in English"),
    "wording_fr": N_("wording in French"), "title_th": N_("Thai title"),
    "title_en": N_("English title"), "title_fr": N_("French title"),
    "checked_on": N_("checked on"), "ballots_cast_before": N_("ballots cast before"),
    "pledge": N_("pledge"), "group_certainty": N_("certainty of the group"),
    "group_basis": N_("basis of the group"), "short_fr": N_("French abbreviation"),
    "place_th": N_("place in Thai"), "place_en": N_("place in English"),
    "place_fr": N_("place in French"), "sha256": N_("SHA-256"),
    "letterhead_th": N_("letterhead in Thai"), "letterhead_en": N_("letterhead in English"),
    "letterhead_fr": N_("letterhead in French"), "signatory_th": N_("signature in Thai"),
    "signatory_en": N_("signature in English"), "signatory_fr": N_("signature in French"),
    "register": N_("register number"), "register_next": N_("next register number"),
    "highest": N_("highest marking that goes out"),
    "unmarked": N_("records without a marking go out"), "kinds": N_("kinds that stay inside"),
    "fields": N_("fields that stay inside"), "sections": N_("sections"),
    "tells": N_("says that something is withheld"), "watermark": N_("watermark"),
    "chosen": N_("how the countries are chosen"), "filter": N_("saved filter"), "day": N_("day"),
    "language": N_("language"), "era": N_("era"), "digits": N_("digits"), "paper": N_("paper"),
    "justified": N_("justified"), "profile": N_("disclosure profile"),
    "recipient": N_("recipient"), "copies": N_("copies"), "copy": N_("copy"), "at": N_("moment"),
    "by": N_("by"), "way": N_("way"), "document": N_("document"), "pages": N_("pages"),
    "protected": N_("with a passphrase"), "withheld": N_("records withheld"),
    "template": N_("template"), "subject": N_("subject"), "written_on": N_("written on"),
    "addressee": N_("addressee"), "signed_by": N_("signed by"),
}  # fmt: skip


def state(state: State) -> str:
    return _(_STATES[state][1])


def symbol(state: State) -> str:
    """The sign of a level, told apart without colour."""
    return _STATES[state][0]


def state_of(level: Level) -> State:
    return State.ASKED if level is Level.ASKED else State(str(int(level)))


def level(level: Level) -> str:
    """Number and word, such as “5 firm yes”."""
    return standing_in(state_of(level))


def standing_in(where: State) -> str:
    """Number and word, such as “5 firm yes”; a word where there is no number."""
    number = f"{i18n.current().number(int(where.level))} " if where.level is not None else ""
    return number + state(where)


def form(form: Form | None) -> str:
    return _(_FORMS[form]) if form else ""


def side(side: Side | None) -> str:
    return _(_SIDES[side]) if side else ""


def answer(answer: Answer) -> str:
    return _(_ANSWERS[answer])


def certainty(certainty: Certainty) -> str:
    return _(_CERTAINTIES[certainty])


def precision(precision: Precision) -> str:
    return _(_PRECISIONS[precision])


def role(role: Role, *, short: bool = False) -> str:
    return _short_role(role) if short else _(_ROLES[role])


def _short_role(role: Role) -> str:
    """For narrow columns; the long word where there is no shorter one."""
    match role:
        case Role.OPERATOR:
            return pgettext("short", "operator")
        case Role.EMBASSY:
            return pgettext("short", "embassy")
        case Role.DELEGATE:
            return pgettext("short", "delegate")
        case Role.REGULATOR:
            return pgettext("short", "regulator")
        case Role.MISSION:
            return pgettext("short", "mission")
    return _(_ROLES[role])


def standing(standing: Standing) -> str:
    return _(_STANDINGS[standing])


def fulfilment(fulfilment: Fulfilment) -> str:
    return _(_FULFILMENTS[fulfilment])


def reason(reason: Reason) -> str:
    return _(_REASONS[reason])


def group(number: int | None, *, short: bool = False) -> str:
    """The name of a geographic group."""
    if number is None or number not in _GROUPS:  # a hostile file may say any
        return _("group not known")
    return _(_GROUPS[number][short])


def sealed() -> str:
    """In place of what a blind count keeps from this reader."""
    return _("(sealed until both counts are finished)")


def rule(code: str) -> str:
    """What a rule of the election is called."""
    return _(_RULES[code]) if code in _RULES else code.replace("_", " ")


def kind(kind: str) -> str:
    return _(_KINDS[kind])


def field(name: str) -> str:
    """What a field is called where people see it."""
    return _(_FIELDS.get(name, name.replace("_", " ")))


def named(
    record: Member | Bloc | Council | Marking | Profile, language: Language | None = None
) -> str:
    """The name of a record that has one in each language."""
    return told(record, "name", language)


def by_name(members: Iterable[Member], language: Language | None = None) -> list[Member]:
    """In the order of their names, as readers of the language look them up."""
    reader = language or i18n.current()
    return sorted(members, key=lambda member: reader.sort_key(named(member, reader)))


def told(record: Record, field: str, language: Language | None = None) -> str:
    """A text that a record holds in each language: the reader's, else English, else any."""
    texts = {code: getattr(record, f"{field}_{code}") for code in i18n.CODES}
    return (language or i18n.current()).choose(texts)


def short(council: Council) -> str:
    """The abbreviation of a council; French has its own."""
    return (i18n.current().code == "fr" and council.short_fr) or council.code


def council_of(snapshot: Snapshot, candidacy: Candidacy | str) -> str:
    """The abbreviation of the council that a candidacy, or that of this id, is for."""
    found = snapshot.find(Candidacy, candidacy) if isinstance(candidacy, str) else candidacy
    council = snapshot.council_of(found) if found else None
    return short(council) if council else ""


def our_councils(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Our candidacies by id, each with the abbreviation of its council: to choose one of."""
    return [(own.id, council_of(snapshot, own)) for own in snapshot.ours]


def about(record: Record | None, snapshot: Snapshot) -> str:
    """A record in a few words."""
    match record:
        case None:
            return ""
        case Member() | Bloc() | Council() | Marking() | Profile():
            return named(record)
        case Letter():
            return letter(record, snapshot)
        case Candidacy():
            council = snapshot.find(Council, record.council)
            member = snapshot.find(Member, record.member)
            parts = (short(council) if council else "", named(member) if member else "")
            return " ".join(filter(None, parts))
        case Contact() | Author():
            return record.name
        case Post():
            return post(record, snapshot)
        case Seats():
            return seats(record, snapshot)
        case Rule():
            return rule(record.code)
        case HoldRate():
            from upudesk.forecast_words import weight  # knows more than a start needs

            return weight(record.code)
    if isinstance(record, Campaign):
        return told(record, "congress")
    for name in ("title", "what", "name", "words", "code", "text"):
        if text := getattr(record, name, ""):
            return str(text)
    member = snapshot.find(Member, getattr(record, "member", ""))
    return named(member) if member else kind(record.KIND)


def post(post: Post, snapshot: Snapshot) -> str:
    """What a person is, and who: the title, or the role where there is none."""
    contact = snapshot.find(Contact, post.contact)
    held = post.title or role(post.role)
    return f"{contact.name}, {held}" if contact else held


def letter(letter: Letter, snapshot: Snapshot) -> str:
    """To which country, and about what."""
    member = snapshot.find(Member, letter.member)
    return ": ".join(filter(None, (named(member) if member else "", letter.subject)))


def seats(seats: Seats, snapshot: Snapshot) -> str:
    """Which seats, such as “CA, Africa”."""
    council = snapshot.find(Council, seats.council)
    code = short(council) if council else ""
    return ", ".join(filter(None, (code, group(seats.group) if seats.group else "")))


def step(step: Step, snapshot: Snapshot, reader: str = "") -> str:
    """What a step did, such as “Log pledge: Laos”.

    A step about many countries is told by its first; on the page of one of them, by that one.
    """
    known = [found for id in step.subject if (found := snapshot.any(id))]
    own = snapshot.any(reader) if any(_concerns(found, reader) for found in known) else None
    record = own or next(iter(known), None)
    what, _dot, verb = step.action.rpartition(".")
    template = _VERBS.get(verb, N_("Edit {kind}: {about}"))
    named_kind = kind(what) if what in _KINDS else ""
    named_record = about(record, snapshot)
    if verb in ("answer", "send") and len(known) > 1:
        named_record = _and_more(named_record, len(known) - 1)
    return _(template).format(kind=named_kind, about=named_record).strip(" :")


def _and_more(first: str, more: int) -> str:
    told = ngettext("{first} and {count} more", "{first} and {count} more", more)
    return told.format(first=first, count=i18n.current().number(more))


def _concerns(record: Record, member: str) -> bool:
    return member in (record.id, getattr(record, "member", ""), *getattr(record, "members", ()))


def say(message: Message | UserError, snapshot: Snapshot | None = None) -> str:
    """A sentence in the reader's language, its gaps worded too."""
    if isinstance(message, UserError):
        problems = getattr(message, "problems", {}).values()
        sentences = [say(problem, snapshot) for problem in problems] or [
            say(message.message, snapshot)
        ]
        return " ".join(dict.fromkeys(sentences))

    def show(gap: object) -> str:
        if isinstance(gap, Step):
            return step(gap, snapshot or Snapshot(date.min))
        if isinstance(gap, FieldName):
            return field(gap)
        if isinstance(gap, tuple):
            return i18n.current().listing([worded(item) for item in gap])
        if isinstance(gap, InLanguages):
            return i18n.current().choose(gap.texts)
        return i18n.current().show(gap)

    def worded(item: object) -> str:
        return item.say(_, show) if isinstance(item, Message) else show(item)

    return message.say(_, show)
