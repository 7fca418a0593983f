"""The colours of the program, in this one place: for the window, for paper and for pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from upudesk.tally import State


@dataclass(frozen=True)
class Dye:
    """How a state looks: its chip, the sign on it, and the rim that parts it from the ground."""

    chip: str
    sign: str
    rim: str


@dataclass(frozen=True)
class Palette:
    """One ground and what is drawn on it. Colour carries meaning only, and never alone."""

    paper: str
    surface: str
    ink: str
    quiet: str
    hairline: str
    accent: str
    soft: str
    """The accent where it must not speak up."""
    mist: str
    """The accent as a ground behind lines."""
    second: str
    """Beside the accent: the second of two lines."""
    mass: str
    """A large plain area in the accent."""
    warning: str
    band: str
    """Where the winning line may lie."""
    land: str
    coast: str
    states: Mapping[State, Dye]

    def colour(self, name: str) -> str:
        """By what it is for (`ink`, `land`), or `5.chip`, `asked.rim` for a part of a state."""
        state, dot, part = name.rpartition(".")
        found = getattr(self.states[State(state)], part) if dot else getattr(self, name)
        assert isinstance(found, str)
        return found


LIGHT = Palette(
    paper="#FBFAF7", surface="#FFFFFF", ink="#1B2430", quiet="#5B6675", hairline="#DDD9D0",
    accent="#23508E", soft="#B9C9E0", mist="#E4EBF5", second="#8A5A00", mass="#23508E",
    warning="#A63D2F", band="#F7E8E3",
    land="#EFECE4", coast="#DDD9D0",
    states={
        State.FIRM_YES: Dye("#0B6E4F", "#FFFFFF", "#0B6E4F"),
        State.LEANING_YES: Dye("#5FB49C", "#10241D", "#2F8C72"),
        State.UNDECIDED: Dye("#C4B998", "#2A2410", "#8C8056"),
        State.LEANING_NO: Dye("#E39A5B", "#331B06", "#B5692A"),
        State.FIRM_NO: Dye("#A63D2F", "#FFFFFF", "#A63D2F"),
        State.ASKED: Dye("#FFFFFF", "#5B6675", "#5B6675"),
        State.NOT_ASKED: Dye("#F6F4EE", "#676D78", "#98948A"),
        State.OWN: Dye("#23508E", "#FFFFFF", "#23508E"),
    },
)  # fmt: skip
DARK = Palette(
    paper="#14181E", surface="#1B2129", ink="#E8EAED", quiet="#9AA5B1", hairline="#2C343E",
    accent="#8DB4EE", soft="#33496A", mist="#243247", second="#E0B25C", mass="#5C84BE",
    warning="#F0917F", band="#41302F",
    land="#262D37", coast="#36404C",
    states={
        State.FIRM_YES: Dye("#0B6E4F", "#FFFFFF", "#3FA883"),
        State.LEANING_YES: Dye("#5FB49C", "#10241D", "#8AD0BC"),
        State.UNDECIDED: Dye("#C4B998", "#2A2410", "#DDD5BC"),
        State.LEANING_NO: Dye("#E39A5B", "#331B06", "#F0BB8C"),
        State.FIRM_NO: Dye("#A63D2F", "#FFFFFF", "#E0796A"),
        State.ASKED: Dye("#1B2129", "#9AA5B1", "#9AA5B1"),
        State.NOT_ASKED: Dye("#222933", "#8793A0", "#697583"),
        State.OWN: Dye("#8DB4EE", "#10203A", "#8DB4EE"),
    },
)  # fmt: skip
