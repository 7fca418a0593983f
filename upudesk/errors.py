"""What the user can act on: one sentence each, kept as a template and worded when shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def N_(template: str) -> str:
    """Mark a sentence for the catalogues without translating it yet."""
    return template


class FieldName(str):
    """A gap that names a field of a record, worded when shown; what a user typed never is."""


class InLanguages(str):
    """A gap with a text in each language, by code; where none is asked for, the English one."""

    texts: Mapping[str, str]

    def __new__(cls, texts: Mapping[str, str]) -> InLanguages:
        made = super().__new__(cls, texts.get("en") or next(filter(None, texts.values()), ""))
        made.texts = texts
        return made


@dataclass(frozen=True)
class Message:
    """A sentence with named gaps. A gap may hold text, a number, a date or another Message."""

    template: str
    gaps: Mapping[str, object] = field(default_factory=dict)

    def say(self, translate: Callable[[str], str], show: Callable[[object], str] = str) -> str:
        """The sentence in the language of `translate`; `show` words the gaps."""

        def worded(gap: object) -> str:
            return gap.say(translate, show) if isinstance(gap, Message) else show(gap)

        return translate(self.template).format(**{k: worded(v) for k, v in self.gaps.items()})

    def __str__(self) -> str:
        return self.say(lambda template: template)


class UserError(Exception):
    """Something the user can act on. It says what happened, what is safe and what to do."""

    def __init__(self, template: str, /, **gaps: object) -> None:
        super().__init__(template)
        self.message = Message(template, gaps)

    def __str__(self) -> str:
        return str(self.message)


class InvalidRecord(UserError):
    """A record that says something impossible; `problems` names the field of each sentence."""

    def __init__(self, problems: Mapping[str, Message]) -> None:
        first = next(iter(problems.values()))
        super().__init__(first.template, **first.gaps)
        self.problems = dict(problems)

    def __str__(self) -> str:
        return " ".join(str(message) for message in self.problems.values())


class UnknownMember(UserError):
    """No member answers to that name; the sentence offers the nearest."""


class UnknownRecord(UserError):
    """No record has that id."""


class NothingToUndo(UserError):
    """There is no step of one's own left to undo or redo."""


class UndoBlocked(UserError):
    """A later step depends on the one that should be undone; the sentence names it."""


class BrokenOff(UserError):
    """The reader did not want to wait for it, or locked the campaign meanwhile."""

    def __init__(self) -> None:
        super().__init__(N_("This was broken off; nothing was changed."))


class FileProblem(UserError):
    """The campaign file cannot be used as asked; the file is as it was."""


class NotACampaign(FileProblem):
    """The file is something else."""


class DamagedFile(FileProblem):
    """The file is, or was, a campaign, but its pages do not hold together."""


class PlantedFile(DamagedFile):
    """Somebody put into the file what this program never writes."""


class CampaignTooNew(FileProblem):
    """The file was written by a later version of UPUDesk."""


class WrongPassphrase(FileProblem):
    """The passphrase does not open the file."""


class PassphraseNeeded(FileProblem):
    """The file is protected and no passphrase was given."""


class ReadOnlyFile(FileProblem):
    """The file, or the folder it stands in, cannot be written."""


class DiskFull(FileProblem):
    """No room was left; the step was not saved, everything before it is."""


class AlreadyOpen(FileProblem):
    """Another window has the campaign open."""
