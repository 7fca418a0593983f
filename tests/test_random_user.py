"""A random official: whatever was done, in whatever order, the file is sound and undo is exact."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.builders import CA, POC, TODAY, a_founding, a_pledge, asked
from tests.conftest import MOMENT
from upudesk import journal
from upudesk.campaign import (
    candidacies,
    contacts,
    electorate,
    evidence,
    follow_ups,
    inbox,
    meetings,
    merging,
    milestones,
    pledges,
    records,
    results,
    rule_edits,
    statements,
    undertakings,
)
from upudesk.desk import Desk
from upudesk.errors import UserError
from upudesk.machine import Machine
from upudesk.model import (
    Answer,
    Author,
    Candidacy,
    Contact,
    Evidence,
    FollowUp,
    Level,
    Meeting,
    Member,
    Note,
    Pledge,
    Post,
    Record,
    SavedFilter,
    Seats,
    Undertaking,
)

T = TypeVar("T")

levels = st.sampled_from([level for level in Level if level is not Level.ASKED])
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
members = st.sampled_from(["la", "ke", "fr"])
answers = st.sampled_from(Answer)
numbers = st.integers(0, 50)
"""Which of the records there are; and days before or after today."""


class AnOfficial(RuleBasedStateMachine):
    """Works at random, takes back, does again, goes home and comes again; is refused at times."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "campaign.upudesk"
        self.given: dict[str, Any] = {
            "machine": Machine(Path(self.folder.name) / "machine"),
            "clock": lambda: MOMENT,
        }
        self.desk = Desk.create(self.path, [a_founding(MOMENT)], **self.given)
        self.before = [self.records()]
        self.undone: list[object] = []

    def records(self) -> dict[str, Any]:
        return {kind: dict(table) for kind, table in self.desk.snapshot.tables.items() if table}

    def one(self, kind: type[T], number: int) -> T | None:
        """Some record of a kind, if there is any."""
        there = self.desk.snapshot.all(kind)  # type: ignore[type-var]
        return there[number % len(there)] if there else None

    def some(self, kind: type[T], number: int) -> Sequence[T]:
        return self.desk.snapshot.all(kind)[: 1 + number % 3]  # type: ignore[type-var]

    def do(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self._attempt(lambda: self.desk.do(action, *args, **kwargs).step)

    def _attempt(self, deed: Callable[[], object]) -> None:
        """What is refused leaves no trace; what is not can be taken back."""
        file = self.path.read_bytes()
        try:
            step = deed()
        except UserError:
            assert self.path.read_bytes() == file
            return
        if step:
            self.before.append(self.records())
            self.undone.clear()

    @initialize()
    def a_first_morning(self):
        """Something to work on: two who may be one person, in a meeting in which one spoke."""
        people = [Contact(id=name, member="la", name=name) for name in ("Bounmy", "Boun My")]
        for person in people:
            self.do(contacts.save_contact, person, [Post(title="Director")])
        met = Meeting(id="talks", members=("la",), title="Talks", held_on=TODAY)
        said = a_pledge(source="", given_on=None, speaker="Boun My")
        met = replace(met, their_people=("Bounmy", "Boun My"))
        self.do(meetings.record_meeting, met, [said], [FollowUp(what="thank", due_on=TODAY)])

    # ------------------------------------------------------------ what members say

    @rule(member=members, level=levels, words=texts, ago=numbers, source=texts)
    def log(self, member, level, words, ago, source):
        day = TODAY - timedelta(days=ago - 2)
        pledge = a_pledge(member, level=level, words=words, given_on=day, source=source)
        both = pledges.for_candidacies(pledge, self.desk.snapshot.ours)
        self.do(statements.log_statement, both)

    @rule(n=numbers, level=levels)
    def correct(self, n, level):
        if pledge := self.one(Pledge, n):
            self.do(pledges.correct_pledge, pledge, replace(pledge, level=level))

    @rule(n=numbers, level=levels, ago=numbers)
    def change_mind(self, n, level, ago):
        if pledge := self.one(Pledge, n):
            day = TODAY - timedelta(days=ago)
            fresh = a_pledge(pledge.member, pledge.candidacy, level=level, given_on=day)
            self.do(statements.log_change_of_mind, pledge, [fresh])

    @rule(n=numbers)
    def reconfirm(self, n):
        if pledge := self.one(Pledge, n):
            again = statements.as_said_again(self.desk.snapshot, pledge)
            self.do(statements.reconfirm, [replace(again, source="call")])

    @rule(n=numbers, member=members)
    def ask_again(self, n, member):
        to_do = FollowUp(what="call", due_on=TODAY) if n % 2 else None
        self.do(statements.ask_again, [asked(member)], to_do)

    @rule(n=numbers)
    def withdraw(self, n):
        if there := self.some(Pledge, n):
            self.do(pledges.withdraw_pledge, *there)

    # ------------------------------------------------------------ people

    @rule(member=members, name=texts, also=texts, title=texts)
    def enter_somebody(self, member, name, also, title):
        contact = Contact(member=member, name=name, other_names=tuple(filter(str.strip, [also])))
        self.do(contacts.save_contact, contact, [Post(title=title, starts_on=TODAY)])

    @rule(n=numbers, m=numbers)
    def merge(self, n, m):
        keep, lose = self.one(Contact, n), self.one(Contact, n + m)
        if keep and lose:
            self.do(merging.merge, keep, lose, merging.united(keep, lose))

    @rule(n=numbers)
    def unmerge(self, n):
        steps = [self.desk.step(s.id) for s in self.desk.steps() if s.action == merging.MERGE]
        if found := merging.merges(steps, self.desk.snapshot):
            step = self.desk.step(found[n % len(found)].step)
            self.do(merging.unmerge, step, self.desk.replaced_by(step))

    @rule(n=numbers, name=texts, followed=st.booleans())
    def end_a_post(self, n, name, followed):
        if post := self.one(Post, n):
            heir = Contact(member="la", name=name)
            next_one = contacts.heir(post, heir.id, TODAY)
            more = (next_one, [heir], [FollowUp(what="greet", member="la")]) if followed else ()
            self.do(contacts.end_post, post, TODAY, *more)

    # ------------------------------------------------------------ meetings and what is to be done

    @rule(member=members, title=texts, name=texts, what=texts, n=numbers)
    def meet(self, member, title, name, what, n):
        person = Contact(member=member, name=name or "?")
        known = [c.id for c in self.some(Contact, n)]
        met = Meeting(
            members=(member,), title=title, held_on=TODAY, their_people=(*known, person.id)
        )
        said = a_pledge(member, source="", given_on=None, speaker=person.id)
        to_do = [FollowUp(what=what or "write", member=member)]
        self.do(meetings.record_meeting, met, [said], to_do, [person, Post(contact=person.id)])

    @rule(n=numbers, notes=texts)
    def mend_a_meeting(self, n, notes):
        if met := self.one(Meeting, n):
            more = [a_pledge(met.members[0], source="")] if n % 2 else []
            self.do(meetings.edit_meeting, met, replace(met, notes=notes), more)

    @rule(n=numbers)
    def delete_a_meeting(self, n):
        if met := self.one(Meeting, n):
            self.do(meetings.remove_meeting, met)

    @rule(member=members, what=texts, each=st.sampled_from(["", "MONTHLY", "WEEKLY", "SILLY"]))
    def write_down(self, member, what, each):
        repeat = f"FREQ={each};INTERVAL=2" if each else ""
        owner = Author(name="Somchai")
        to_do = FollowUp(what=what, member=member, due_on=TODAY, repeat=repeat, owner=owner.id)
        self.do(follow_ups.write_down, to_do, None, owner)

    @rule(n=numbers, again=st.booleans(), late=st.integers(-1, 9))
    def complete(self, n, again, late):
        if again:
            self.do(follow_ups.reopen, self.some(FollowUp, n))
        else:
            self.do(follow_ups.complete, self.some(FollowUp, n), TODAY - timedelta(days=late))

    @rule(member=members, what=texts, end=st.sampled_from(["give", "fulfil", "fail", "remove"]))
    def undertake(self, member, what, end):
        promised = Undertaking(member=member, what=what, election="CA", candidacy="")
        there = self.some(Undertaking, len(what))
        match end:
            case "give":
                self.do(undertakings.give, promised)
            case "fulfil":
                self.do(undertakings.fulfil, there, TODAY)
            case "fail":
                self.do(undertakings.fail, there)
            case "remove":
                self.do(undertakings.remove, there)

    @rule(text=texts, member=members)
    def put_down_a_note(self, text, member):
        self.do(inbox.put_down, Note(text=text, member=member))

    @rule(n=numbers, title=texts)
    def sort_a_note(self, n, title):
        if waiting := inbox.waiting(self.desk.snapshot):
            note = waiting[n % len(waiting)]
            met = Meeting(members=(note.member,), title=title, held_on=TODAY)
            self.do(inbox.sort_note, note, Meeting, meetings.record_meeting, met)

    # ------------------------------------------------------------ rules and the electorate

    @rule(member=members, council=st.sampled_from([CA, POC]), share=st.floats(0, 1.2), n=numbers)
    def a_rival(self, member, council, share, n):
        rival = Candidacy(member=member, council=council.id, share=share)
        if known := self.one(Candidacy, n):
            self.do(candidacies.stand_down if n % 2 else candidacies.take_out, known)
        self.do(candidacies.enter, rival)

    @rule(group=st.integers(3, 5), seats=st.integers(0, 3), source=texts)
    def seats(self, group, seats, source):
        before = rule_edits.blank(self.desk.snapshot, "ca", group)
        base = self.desk.snapshot.find(Seats, before.id)
        self.do(rule_edits.set_seats, replace(before, seats=seats, source=source), base)

    @rule(member=members, said=answers, field=st.sampled_from(electorate.FACTS))
    def answer(self, member, said, field):
        self.do(electorate.answer, [member], field, said)

    @rule(member=members, holder=members)
    def give_a_proxy(self, member, holder):
        giver = self.desk.snapshot.get(Member, member)
        self.do(electorate.give_proxy, giver, holder, "as we do")

    @rule(ballots=st.one_of(st.none(), st.integers(0, 5)), votes=st.integers(0, 5), said=answers)
    def result(self, ballots, votes, said):
        outcome = {"ca": results.Outcome(votes, said)}
        self.do(results.record_result, ballots, outcome, "minutes")

    # ------------------------------------------------------------ any record

    @rule(n=numbers, name=texts, data=st.binary(max_size=9))
    def attach(self, n, name, data):
        about = [*self.desk.snapshot.all(Meeting), *self.desk.snapshot.all(Contact)]
        if about:
            files = [evidence.NewFile(name or "card.jpg", data)]
            self.do(evidence.attach_files, about[n % len(about)].id, files)

    @rule(name=texts, asked_for=texts)
    def save_a_filter(self, name, asked_for):
        self.do(records.put, SavedFilter(page="pledges", name=name, asked=asked_for))

    @rule(name=texts)
    def name_a_moment(self, name):
        self.do(milestones.name_moment, name, MOMENT)

    @rule(kind=st.sampled_from([Member, Meeting, Contact, Pledge]), n=numbers, text=texts)
    def edit_many(self, kind, n, text):
        field = {"member": "next_step", "pledge": "note"}.get(kind.KIND, "notes")
        if there := self.some(kind, n):
            self.do(records.edit_many, there, field, text)

    @rule(kind=st.sampled_from([Contact, Post, Note, Evidence, SavedFilter, Author]), n=numbers)
    def delete(self, kind, n):
        if record := self.one(kind, n):
            self.do(records.remove, record)

    @rule(n=numbers, whole=st.booleans())
    def revive(self, n, whole):
        gone = {record.id: record for record in self.desk.deleted()}
        if gone:
            chosen: list[Record] = [list(gone.values())[n % len(gone)]]
            if whole:
                chosen += records.missing(self.desk.snapshot, chosen, gone)[0]
            self.do(records.revive, *chosen)

    # ------------------------------------------------------------ back and forth

    @precondition(lambda self: len(self.before) > 1)
    @rule()
    def undo(self):
        self.desk.undo()
        self.undone.append(self.before.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        self.desk.redo()
        self.before.append(self.undone.pop())

    @rule(n=numbers)
    def take_back(self, n):
        steps = self.desk.steps()
        self._attempt(lambda: self.desk.take_back(steps[-1 - n % len(steps)].id))

    @precondition(lambda self: len(self.before) > 8)
    @rule(kind=st.sampled_from([Contact, Note, Meeting]), n=numbers, field=st.booleans())
    def expunge(self, kind, n, field):
        """What was before an erasure can be had back no more."""
        record = self.one(kind, n)
        if record is None:
            return
        try:
            self.desk.expunge(record.id, ("source" if kind is Note else "notes") if field else None)
        except UserError:
            return
        self.before, self.undone = [self.records()], []

    @rule()
    def go_home_and_come_again(self):
        self.desk.close()
        self.desk = Desk.open(self.path, **self.given)

    @rule(text=texts, member=members)
    def somebody_writes_at_the_command_line(self, text, member):
        with Desk.open(self.path, **self.given) as other:
            before = other.snapshot.get(Member, member)
            step = other.do(records.put, replace(before, notes=text), before).step
        self.desk.refresh()
        if step:
            self.before.append(self.records())
            self.undone.clear()

    # ------------------------------------------------------------ what always holds

    @invariant()
    def the_records_are_those_that_were(self):
        assert self.records() == self.before[-1]

    def teardown(self):
        self._is_sound()
        while len(self.before) > 1:
            self.undo()
        self.the_records_are_those_that_were()
        self._is_sound()
        assert not list(journal.broken_links(self.desk._file.steps()))
        self.go_home_and_come_again()
        self.the_records_are_those_that_were()
        self.desk.close()
        self.folder.cleanup()

    def _is_sound(self) -> None:
        report = self.desk.check()
        assert report.sound, [str(fault) for fault in report.faults]


AnOfficial.TestCase.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)
TestWhateverWasDone = AnOfficial.TestCase
