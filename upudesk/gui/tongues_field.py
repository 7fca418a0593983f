"""Typing languages that somebody speaks, parted by commas, with offers for the one being typed."""

from __future__ import annotations

from collections.abc import Sequence

from upudesk import tongues
from upudesk.gui.forms import Line
from upudesk.gui.offers import OFFERED, Offers
from upudesk.i18n import _
from upudesk.thai import fold


class TonguesField(Line):
    """A line whose value are codes of languages; unknown ones stay as they were typed."""

    def __init__(self, codes: Sequence[str] = ()) -> None:
        super().__init__(tongues.listing(codes), hint=_("Thai, ລາວ, français"))
        self._offered: list[str] = []
        self.offers = Offers(self, _("Languages that match"))
        self.offers.taken.connect(self._take)
        self.textEdited.connect(self._offer)

    def value(self) -> tuple[str, ...]:  # type: ignore[override]
        return tongues.read(self.text())

    def _offer(self, typed: str) -> None:
        last = fold(typed.rpartition(",")[2].strip())
        known = tongues.offered() if last else []
        begun = [name for name in known if fold(name).startswith(last)]
        self._offered = begun[:OFFERED] if [fold(name) for name in begun] != [last] else []
        self.offers.offer(self._offered)

    def _take(self, number: int) -> None:
        before = self.text().rpartition(",")[0].strip()
        self.setText(", ".join(filter(None, (before, self._offered[number]))))
