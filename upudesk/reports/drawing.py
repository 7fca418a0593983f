"""A figure on paper: the same geometry as in the window, its texts set as all text on paper is."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether

from upudesk.figures.marks import Circle, Element, Figure, Line, Point, Shape, Text
from upudesk.palette import LIGHT, Palette
from upudesk.reports import typeset
from upudesk.reports.paper import section
from upudesk.reports.sheet import Sheet
from upudesk.reports.typeset import Run, Style

_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
_WIDE = 10_000.0


class Drawing(Flowable):  # type: ignore[misc]
    """A block as large as its figure; smaller where the column is narrower."""

    def __init__(self, figure: Figure, palette: Palette = LIGHT) -> None:
        super().__init__()
        self._figure, self._palette, self._scale = figure, palette, 1.0

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        figure = self._figure
        self._scale = min(1.0, available / figure.width)
        self.width, self.height = figure.width * self._scale, figure.height * self._scale
        return self.width, self.height

    def draw(self) -> None:
        sheet, figure = self.canv, self._figure
        with sheet.described(f"{figure.title}. {figure.told}"):
            sheet.saveState()
            sheet.scale(self._scale, self._scale)
            pen = _Pen(sheet, self._palette, figure.height)
            for element in figure.elements():
                pen.draw(element)
            sheet.restoreState()


def titled(title: str, figure: Figure) -> KeepTogether:
    """A figure under its heading, on one page with it."""
    return KeepTogether([section(title), Drawing(figure)])


class _Pen:
    """Turns the figure's downward measures into those of the page, which count upwards."""

    def __init__(self, sheet: Sheet, palette: Palette, height: float) -> None:
        self._sheet, self._palette, self._height = sheet, palette, height

    def draw(self, element: Element) -> None:
        match element:
            case Circle(centre, radius):
                stroke, fill = self._dye(element)
                y = self._height - centre.y
                self._sheet.circle(centre.x, y, radius, stroke=stroke, fill=fill)
            case Shape():
                self._shape(element)
            case Line():
                self._line(element)
            case Text():
                self._text(element)

    def _dye(self, element: Circle | Shape) -> tuple[int, int]:
        if element.fill:
            self._sheet.setFillColor(self._palette.colour(element.fill))
        if element.stroke:
            self._sheet.setStrokeColor(self._palette.colour(element.stroke))
            self._sheet.setLineWidth(element.weight)
            self._sheet.setDash()
        return int(bool(element.stroke)), int(bool(element.fill))

    def _shape(self, shape: Shape) -> None:
        stroke, fill = self._dye(shape)
        path = self._sheet.beginPath()
        for ring in shape.rings:
            self._follow(path, ring)
            path.close()
        self._sheet.drawPath(path, stroke=stroke, fill=fill, fillMode=0)

    def _line(self, line: Line) -> None:
        self._sheet.setStrokeColor(self._palette.colour(line.stroke))
        self._sheet.setLineWidth(line.weight)
        self._sheet.setDash(list(line.dash))
        path = self._sheet.beginPath()
        self._follow(path, line.points)
        self._sheet.drawPath(path, stroke=1, fill=0)

    def _follow(self, path: object, points: tuple[Point, ...]) -> None:
        for n, (x, y) in enumerate(points):
            go = path.lineTo if n else path.moveTo  # type: ignore[attr-defined]
            go(x, self._height - y)

    def _text(self, text: Text) -> None:
        """In one line, wherever it ends: how much room there is was for the figure to see to."""
        if not text.text:
            return
        colour = self._palette.colour(text.fill)
        style = Style(text.size, text.size * 1.6, colour=colour, bold=text.strong)
        set_line = typeset.lines(typeset.words([Run(text.text)], style), style, _WIDE)[0]
        x = text.at.x - set_line.width * _SHIFT[text.anchor]
        top = self._height - text.at.y + set_line.baseline
        self._sheet.set_lines([set_line], style, x, top, set_line.width)
