"""The law of undo: whatever was done, taking it back gives exactly the earlier records."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.builders import a_founding, a_pledge
from tests.conftest import MOMENT
from upudesk import journal
from upudesk.campaign import evidence, meetings, pledges, records
from upudesk.desk import Desk
from upudesk.machine import Machine
from upudesk.model import Contact, Evidence, FollowUp, Level, Meeting, Member

levels = st.sampled_from([level for level in Level if level is not Level.ASKED])
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
members = st.sampled_from(["la", "ke", "fr"])


class AnOfficial(RuleBasedStateMachine):
    """Does things at random, takes them back, does them again, restarts in between."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "campaign.upudesk"
        self.machine = Machine(Path(self.folder.name) / "machine")
        given = {"machine": self.machine, "clock": lambda: MOMENT}
        self.desk = Desk.create(self.path, [a_founding(MOMENT)], **given)
        self.before = [self.records()]
        self.undone: list[object] = []

    def records(self):
        return {kind: table for kind, table in self.desk.snapshot.tables.items() if table}

    def do(self, action, *args) -> None:
        if self.desk.do(action, *args).step:
            self.before.append(self.records())
            self.undone.clear()

    @rule(member=members, level=levels, words=texts)
    def log(self, member, level, words):
        pledge = a_pledge(member, level=level, words=words)
        self.do(pledges.record_pledges, pledges.for_candidacies(pledge, self.desk.snapshot.ours))

    @precondition(lambda self: self.desk.snapshot.pledges)
    @rule(level=levels, lot=st.randoms(use_true_random=False))
    def correct(self, level, lot):
        pledge = lot.choice(self.desk.snapshot.pledges)
        self.do(pledges.correct_pledge, pledge, replace(pledge, level=level))

    @precondition(lambda self: self.desk.snapshot.pledges)
    @rule(lot=st.randoms(use_true_random=False))
    def withdraw(self, lot):
        self.do(pledges.withdraw_pledge, lot.choice(self.desk.snapshot.pledges))

    @precondition(lambda self: self.desk.deleted())
    @rule(lot=st.randoms(use_true_random=False))
    def revive(self, lot):
        gone = [r for r in self.desk.deleted() if isinstance(r, Contact | Meeting)]
        if gone:
            self.do(records.revive, lot.choice(gone))

    @rule(member=members, notes=texts)
    def note(self, member, notes):
        before = self.desk.snapshot.get(Member, member)
        self.do(records.put, replace(before, notes=notes), before)

    @rule(member=members, title=texts.filter(str.strip))
    def meet(self, member, title):
        met = Meeting(members=(member,), title=title, held_on=MOMENT.date())
        to_do = [FollowUp(what="ask again", member=member)]
        self.do(meetings.record_meeting, met, [a_pledge(member)], to_do)

    @rule(member=members, name=texts.filter(str.strip), data=st.binary(max_size=9))
    def meet_somebody(self, member, name, data):
        contact = Contact(member=member, name=name)
        self.do(records.put, contact)
        self.do(evidence.attach, Evidence(about=contact.id, name="card.jpg"), data)

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

    @rule()
    def restart(self):
        self.desk.close()
        self.desk = Desk.open(self.path, machine=self.machine, clock=lambda: MOMENT)

    @invariant()
    def the_records_are_those_that_were(self):
        assert self.records() == self.before[-1]

    def teardown(self):
        report = self.desk.check()
        assert report.sound, [str(fault) for fault in report.faults]
        while len(self.before) > 1:
            self.undo()
        self.the_records_are_those_that_were()
        steps = self.desk._file.steps()
        assert not list(journal.broken_links(steps))
        self.desk.close()
        self.folder.cleanup()


AnOfficial.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestWhateverWasDone = AnOfficial.TestCase
