"""The command line: the same desk as the window, in words that can be typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from upudesk import (
    __version__,
    cli_file,
    cli_keys,
    cli_letters,
    cli_papers,
    faults,
    i18n,
    printout,
    seed,
    terminal,
    words,
)
from upudesk.campaign.members import find_member
from upudesk.campaign.pledges import for_candidacies
from upudesk.campaign.statements import log_statement
from upudesk.commands import (
    Command,
    Commands,
    as_json,
    campaign,
    choice,
    language_of_terminal,
    noted,
    on_campaign,
    option,
    ours_for,
    remark,
    show,
    show_json,
)
from upudesk.dates import TypedDay, parse_day, parse_instant
from upudesk.desk import Desk
from upudesk.errors import (
    N_,
    FileProblem,
    UnknownMember,
    UnknownRecord,
)
from upudesk.founding import Deed
from upudesk.i18n import CODES, _, current
from upudesk.model import Candidacy, Council, Form, Level, Member, Pledge, Precision, Side
from upudesk.passphrase import NO_BACK_DOOR
from upudesk.search import Search
from upudesk.tally import tally as count
from upudesk.terminal import visible

F = TypeVar("F", bound=Callable[..., Any])


LANGUAGE = "upudesk.language"
"""Under this name click keeps the language that was asked for."""


def _speak(ctx: click.Context, code: str | None) -> None:
    ctx.meta[LANGUAGE] = code
    if code:
        ctx.with_resource(i18n.use(language_of_terminal(code)))


def _day(text: str | None, today: date) -> TypedDay | None:
    return None if text is None else parse_day(text, today=today)


UNKNOWN_LEVEL = N_("“{typed}” is no level; nothing was changed. Levels are {known}.")
UNKNOWN_FORM = N_("“{typed}” is no form of a statement; nothing was changed. Forms are {known}.")
UNKNOWN_SIDE = N_("“{typed}” is no side; nothing was changed. Sides are {known}.")
LEVELS = ("5", "4", "3", "2", "1", "asked")


# ------------------------------------------------------------------ the program


@click.group(
    cls=Commands, invoke_without_command=True,
    short_help=N_("The desk of an election campaign at a Congress of the Universal Postal Union."),
    help=N_(
        "“upudesk” alone opens the window, “upudesk FILE” opens it on that campaign. "
        "“upudesk COMMAND --help” tells of one command."
    ),
)  # fmt: skip
@option("--demo", is_flag=True, help=N_("Open the window on a fresh demo campaign."))
@option(
    "--language", type=click.Choice(CODES), help=N_("Speak Thai, English or French."),
    is_eager=True, expose_value=False,
    callback=lambda ctx, _param, code: _speak(ctx, code),
)  # fmt: skip
@click.version_option(__version__, prog_name="upudesk")
@click.pass_context
def upudesk(ctx: click.Context, demo: bool) -> None:
    if ctx.invoked_subcommand is None:
        ctx.exit(_open_window(ctx, None, demo=demo))
    if demo:
        raise click.UsageError(_("--demo stands alone, or after “new FILE”."))


@click.command("FILE")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def window(ctx: click.Context, file: Path) -> None:
    if not file.exists():
        raise FileProblem(
            N_("There is no file {file}; nothing was changed. Check the name and the folder."),
            file=str(file),
        )
    ctx.exit(_open_window(ctx, file))


upudesk.otherwise = window


def _open_window(ctx: click.Context, file: Path | None, *, demo: bool = False) -> int:
    from upudesk.__main__ import open_window

    return open_window(file, demo=demo, language=ctx.meta.get(LANGUAGE))


@upudesk.command(
    cls=Command,
    short_help=N_("Make a campaign file."),
    help=N_(
        "Unless said otherwise for Thailand, Dubai 2025, CA and POC. A passphrase encrypts the "
        "whole file; at a terminal it is asked for, and an empty one leaves the file unprotected."
    ),
)
@on_campaign
@option("--demo", is_flag=True, help=N_("A demo campaign with invented pledges."))
@option("--candidate", metavar="MEMBER", help=N_("The country that stands."))
@option("--congress", metavar="NAME", help=N_("The Congress."))
@option("--councils", metavar="CA,POC", help=N_("The councils, with a comma between them."))
@option("--from", "begins", metavar="DATE", help=N_("The first day of the campaign."))
@option("--vote-on", metavar="DATE", help=N_("The day of the vote."))
def new(
    file: Path, passphrase_file: Path | None, demo: bool, councils: str | None,
    begins: str | None, vote_on: str | None, **said: Any,
) -> None:  # fmt: skip
    moment = datetime.now(UTC)
    today = moment.astimezone().date()
    if demo:
        if councils or begins or vote_on or any(said.values()):
            raise click.UsageError(_("--demo takes no other facts of a campaign."))
        from upudesk.demo import demo_deeds

        deeds: Sequence[Deed] = demo_deeds()
    else:
        first, vote = _day(begins, today), _day(vote_on, today)
        deeds = seed.found_campaign(
            moment=moment, **said,
            councils=None if councils is None else _codes(councils),
            begins_on=first.day if first else None,
            vote_on=vote.day if vote else None,
            language=current().code,
        )  # fmt: skip
    passphrase = _passphrase_for_new(file, passphrase_file)
    with Desk.create(file, deeds, passphrase) as desk:
        _tell_of_new(desk)


def _codes(text: str) -> list[str]:
    return list(dict.fromkeys(code.strip().upper() for code in text.split(",")))


def _passphrase_for_new(file: Path, passphrase_file: Path | None) -> str | None:
    given = terminal.given_passphrase(passphrase_file)
    if given is None and terminal.is_watched() and not file.exists():
        question = _("Passphrase for {file} (empty: unprotected)")
        remark(_(NO_BACK_DOOR))
        given = terminal.chosen_passphrase(question.format(file=file.name)) or None
    if given:
        cli_keys.tell_strength(given, file)
    return given


def _tell_of_new(desk: Desk) -> None:
    snapshot = desk.snapshot
    councils = [words.short(snapshot.get(Council, c.council)) for c in snapshot.ours]
    made = _("Made {file}: {country} for {councils}, {congress}, {count} countries.").format(
        file=desk.path,
        country=words.named(snapshot.candidate) if snapshot.candidate else "",
        councils=current().listing(councils),
        congress=words.told(snapshot.campaign, "congress"),
        count=current().number(len(snapshot.members)),
    )
    click.echo(visible(made))
    if not desk.protected:
        sentence = _("It has no passphrase, so whoever gets hold of the file can read it.")
        remark(f"{sentence} " + _("“upudesk passphrase FILE” sets one."))


@upudesk.command(
    "log", cls=Command,
    short_help=N_("Log what a member said, or that it was asked."),
    help=N_(
        "MEMBER is a two- or three-letter code or a name in Thai, English or French. COUNCIL is "
        "CA, POC or both. LEVEL is 5 (firm yes), 4, 3 (undecided), 2, 1 (firm no) or asked. A "
        "statement needs --form, --side and --source, a request --to. Days are written "
        "2025-04-03, 3 Apr 2025, 3/4/2568 or ๓ เม.ย. ๒๕๖๘, the day before the month; without one "
        "it is today. Where that side stood at another level until then, a change of mind is "
        "logged; what was said before stays."
    ),
)  # fmt: skip
@on_campaign
@click.argument("member")
@click.argument("council")
@click.argument("level")
@option(
    "--form",
    help=N_(
        "How it came: note_verbale, letter, joint_statement, group_endorsement, minister, "
        "official, delegate, public_report or hearsay."
    ),
)
@option("--side", help=N_("Who spoke: capital or delegate."))
@option("--source", default="", metavar="TEXT", help=N_("Where it comes from."))
@option("--on", metavar="DATE", help=N_("The day, or only the month, of the statement."))
@option(
    "--reported-on", metavar="DATE",
    help=N_("The day of the report; alone where the day itself is not known."),
)  # fmt: skip
@option("--said-by", default="", metavar="TEXT", help=N_("Who said it."))
@option("--to", "said_to", default="", metavar="TEXT", help=N_("Who was told, or asked."))
@option("--words", default="", metavar="TEXT", help=N_("The exact words."))
@option("--condition", default="", metavar="TEXT", help=N_("The condition, if there is one."))
@option("--fades", metavar="DATE", help=N_("The last day on which it can be relied on."))
@option("--note", default="", metavar="TEXT", help=N_("Anything else."))
def log(
    file: Path, passphrase_file: Path | None, member: str, council: str, level: str,
    form: str | None, side: str | None, on: str | None, reported_on: str | None,
    fades: str | None, **said: Any,
) -> None:  # fmt: skip
    with campaign(file, passphrase_file) as desk:
        snapshot = desk.snapshot
        typed = choice(level, LEVELS, UNKNOWN_LEVEL)
        faded = _day(fades, desk.today)
        statement = Pledge(
            member=find_member(snapshot, member).id,
            level=Level.ASKED if typed == "asked" else Level(int(typed)),
            form=Form(choice(form, Form, UNKNOWN_FORM)) if form is not None else None,
            side=Side(choice(side, Side, UNKNOWN_SIDE)) if side is not None else None,
            fades_on=faded.last if faded else None,
            **_dated(on, reported_on, desk.today),
            **said,
        )
        about = for_candidacies(statement, ours_for(snapshot, council, "both"))
        done = desk.do(log_statement, about)
        _tell_of_log(desk, about)
        for warning in done.warnings:
            remark(words.say(warning))


def _dated(on: str | None, reported_on: str | None, today: date) -> dict[str, Any]:
    """The days of a statement; today, where nothing is said."""
    said, reported = _day(on, today), _day(reported_on, today)
    if said is None and reported is not None:
        return {"precision": Precision.REPORTED, "reported_on": reported.last}
    day = said or TypedDay(today)
    return {
        "given_on": day.day,
        "precision": day.precision,
        "reported_on": reported.last if reported else None,
    }


def _tell_of_log(desk: Desk, logged: list[Pledge]) -> None:
    snapshot = desk.snapshot
    found = (snapshot.get(Candidacy, pledge.candidacy).council for pledge in logged)
    councils = [words.short(snapshot.get(Council, id)) for id in found]
    saved = _("Saved: {country} for {councils}: {level}.").format(
        country=words.named(snapshot.get(Member, logged[0].member)),
        councils=current().listing(councils),
        level=words.level(logged[0].level),
    )
    click.echo(visible(saved))


TALLY_SHAPE = """\
{"campaign": TEXT, "candidate": ISO2, "as_of": DATE, "known_at": INSTANT or null, "demo": BOOL,
 "councils": [{"council": "CA",
   "rows": [{"state": "5", "groups": {"1": N, ... "5": N}, "total": N,
             "can_vote": {"yes": N, "no": N, "unknown": N}, "members": [ISO2, ...]}, ...],
   "groups": {"1": N, ...}, "total": N, "can_vote": {...},
   "promised": {"total": N, "can_vote": {...}},
   "contradictions": [ISO2, ...], "conditional": [...], "faded": [...], "hearsay_only": [...]}]}
States: 5 4 3 2 1 asked not_asked own. Members of no known group: "unknown"."""


@upudesk.command(
    "tally", cls=Command, shape=TALLY_SHAPE,
    short_help=N_("Count what has been promised."),
    help=N_(
        "--as-of counts the statements made until a day, as corrected by now; --known-at what "
        "the file held at a moment."
    ),
)  # fmt: skip
@on_campaign
@option("--council", metavar="CA|POC", help=N_("Only this council."))
@option("--as-of", metavar="DATE", help=N_("Only statements made until that day."))
@option("--known-at", metavar="INSTANT", help=N_("As the file stood then; a day means its end."))
@as_json
def tally(
    file: Path, passphrase_file: Path | None, council: str | None, as_of: str | None,
    known_at: str | None, as_json: bool,
) -> None:  # fmt: skip
    with campaign(file, passphrase_file) as desk:
        moment = None if known_at is None else parse_instant(known_at, today=desk.today)
        snapshot = desk.snapshot if moment is None else desk.known_at(moment)
        until = _day(as_of, desk.today)
        counted = [
            count(snapshot, candidacy.id, as_of=until.last if until else None)
            for candidacy in ours_for(snapshot, council)
        ]
    if as_json:
        show_json(printout.tally_values(snapshot, counted, moment))
        return
    blocks = ["\n".join(printout.tally_text(snapshot, one, moment)) for one in counted]
    show([*printout.banner(snapshot), "\n\n".join(blocks)])


FORECAST_SHAPE = """\
{"campaign": TEXT, "candidate": ISO2, "as_of": DATE, "demo": BOOL, "seed": N,
 "weights": [{"code": "level_5", "value": X, "chance": X or null, "reason": TEXT or null}, ...],
 "cases": [{"case": "thailand_2016", "received": N, "expected": X, "low": N, "median": N,
            "high": N, "mass": X, "percentile": X}, ...],
 "councils": [{"council": "CA",
   "votes": {"expected": X, "low": N, "median": N, "high": N, "mass": X, "promised": X, "own": X,
             "others": X, "ballots": X, "at_least": [X for 0 votes, for 1, ...]},
   "members": [{"member": ISO2, "cast": X, "hold": X, "vote": X, "source": "promised",
                "proxy": ISO2 or null}, ...],
   "missing": [TEXT, ...],
   "seat": {"basis": "rivals", "seats": N or null, "chance": X or null,
            "supposed": {"as_it_is": X, "swing_halved": X, "swing_doubled": X,
                         "holds_lower": X, "holds_higher": X},
            "line": {"expected": X, "low": N, "median": N, "high": N, "mass": X} or null,
            "rivals": {ISO2: X, ...}, "shares": X, "facts": [TEXT, ...]},
   "next": [{"member": ISO2, "votes": X, "seat": X or null}, ...],
   "trend": [{"day": DATE, "promised": N}, ...]}],
 "scenarios": [{"name": TEXT, "left_out": [TEXT, ...],
   "councils": [{"council": "CA", "votes": {"expected": X, "low": N, "median": N, "high": N,
                 "mass": X}, "seat": as above}, ...]}, ...]}
Sources: promised answered base_rate own proxy. Bases: acclamation rivals line unable unknown."""


@upudesk.command(
    "forecast", cls=Command, shape=FORECAST_SHAPE,
    short_help=N_("Tell the votes to expect, the chance of a seat, and whom to call next."),
    help=N_(
        "Low and high are the 10th and the 90th percentile, mass is what really lies between them. "
        "The range beside a chance of a seat comes of a swing halved and doubled and of hold rates "
        "five points down and up. The same file and the same seed print the same."
    ),
)  # fmt: skip
@on_campaign
@option("--council", metavar="CA|POC", help=N_("Only this council."))
@option(
    "--seed", type=click.IntRange(min=0), default=28, metavar="N",
    help=N_("Where the drawing of lots begins."),
)  # fmt: skip
@as_json
def forecast(
    file: Path, passphrase_file: Path | None, council: str | None, seed: int, as_json: bool
) -> None:
    from upudesk import printout_forecast, weights

    with campaign(file, passphrase_file) as desk:
        snapshot = desk.snapshot
        ours = ours_for(snapshot, council)
    found = [printout_forecast.outlook(snapshot, candidacy, seed) for candidacy in ours]
    if as_json:
        weighed = weights.weights(snapshot)
        show_json(printout_forecast.outlook_values(snapshot, weighed, found, seed))
        return
    blocks = ["\n".join(printout_forecast.outlook_text(snapshot, one)) for one in found]
    show([*printout.banner(snapshot), "\n\n".join(blocks)])


SEARCH_SHAPE = """\
{"demo": BOOL,
 "hits": [{"kind": "meeting", "id": ID, "members": [ISO2, ...],
           "day": DATE or null, "precision": "day", "month", "reported" or null,
           "field": "notes", "excerpt": TEXT}, ...]}
Kinds: member contact post pledge meeting undertaking follow_up evidence note letter."""


@upudesk.command(
    "search", cls=Command, shape=SEARCH_SHAPE,
    short_help=N_("Find text in countries, people, pledges, meetings and whatever hangs on them."),
    help=N_(
        "Every word must occur, in any order; capitals, accents and kinds of digits do not "
        "matter, and Thai is found inside sentences. A word may also be the country’s name."
    ),
)  # fmt: skip
@on_campaign
@click.argument("sought", nargs=-1, required=True, metavar="WORDS...")
@as_json
def search(
    file: Path, passphrase_file: Path | None, sought: tuple[str, ...], as_json: bool
) -> None:
    with campaign(file, passphrase_file) as desk:
        snapshot = desk.snapshot
    hits = Search().find(snapshot, " ".join(sought))
    if as_json:
        show_json(printout.hits_values(snapshot, hits))
    else:
        show([*printout.banner(snapshot), *printout.hits_text(snapshot, hits)])


HISTORY_SHAPE = """\
{"demo": BOOL, "record": ID,
 "steps": [{"id": TEXT, "at": INSTANT, "author": TEXT, "action": "pledge.record",
            "undoes": STEP or null, "redoes": STEP or null,
            "changes": [{"kind": "pledge", "record": ID, "field": "level", "reason": "entered",
                         "old": VALUE or null, "new": VALUE or null, "erased": BOOL}, ...]}, ...]}
The field "" says whether the record is there. Reasons: entered corrected changed_mind imported
joined undone. A rating in a blind count has "sealed": true and no values until both have
finished."""


@upudesk.command(
    "history", cls=Command, shape=HISTORY_SHAPE,
    short_help=N_("Tell who changed what when, with the old and the new value."),
    help=N_("RECORD is the id of a record, or a member: then everything about it."),
)  # fmt: skip
@on_campaign
@click.argument("record")
@as_json
def history(file: Path, passphrase_file: Path | None, record: str, as_json: bool) -> None:
    with campaign(file, passphrase_file) as desk:
        snapshot = desk.snapshot
        try:
            id = find_member(snapshot, record).id
        except UnknownMember as unknown:
            id = record
            try:
                steps = desk.history(id)
            except UnknownRecord:
                raise unknown from None
        else:
            steps = desk.history(id)
    if as_json:
        show_json(printout.history_values(snapshot, id, steps))
    else:
        show([*printout.banner(snapshot), *printout.history_text(snapshot, id, steps)])


for command in (
    *cli_file.COMMANDS,
    *cli_keys.COMMANDS,
    *cli_papers.COMMANDS,
    *cli_letters.COMMANDS,
):
    upudesk.add_command(command)


def main() -> None:
    """Run the command line; ends the process."""
    faults.catch(lambda fault: click.echo(visible(words.say(noted(fault))), err=True))
    upudesk.main(prog_name="upudesk")
