"""The sheets that papers are laid out on: how wide the text is, how large the type.

Blocks know no format. All are laid out in the same measures, those of A4; each sheet is then shown
as much smaller or larger as its type should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from reportlab.lib import pagesizes

from upudesk.reports.imprint import Paper


@dataclass(frozen=True)
class Format:
    """A sheet in the measures of its blocks; `scale` makes points of them."""

    width: float
    height: float
    side: float
    top: float
    bottom: float
    scale: float = 1

    @property
    def text_width(self) -> float:
        return self.width - 2 * self.side

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom

    @property
    def sheet(self) -> tuple[float, float]:
        """The sheet itself, in points."""
        return self.width * self.scale, self.height * self.scale

    @property
    def landscape(self) -> Format:
        """The same sheet lying on its side."""
        if self.width > self.height:
            return self
        return replace(self, width=self.height, height=self.width)


def _format(size: tuple[float, float], scale: float, side: float) -> Format:
    width, height = size
    return Format(width / scale, height / scale, side, top=54, bottom=62, scale=scale)


FORMATS = {
    Paper.A4: _format(pagesizes.A4, 1, 45),
    Paper.A5: _format(pagesizes.A5, 0.82, 34),
    Paper.LARGE: _format(pagesizes.A4, 1.35, 30),
}
A4 = FORMATS[Paper.A4]

_current: ContextVar[Format] = ContextVar("format", default=A4)


def current() -> Format:
    """The format, upright, of the paper that is being made."""
    return _current.get()


@contextmanager
def using(paper: Paper) -> Iterator[Format]:
    """Whatever is made meanwhile is made for that paper."""
    token = _current.set(FORMATS[paper])
    try:
        yield FORMATS[paper]
    finally:
        _current.reset(token)
