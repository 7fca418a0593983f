"""A figure as SVG: with its title and its words, and every mark named, for whoever opens it."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as xml

from upudesk.figures.marks import Circle, Element, Figure, Line, Point, Shape, Text
from upudesk.palette import Palette

_FAMILIES = "'Noto Sans Thai', 'Noto Sans', Sarabun, sans-serif"


def svg(figure: Figure, palette: Palette, language: str = "") -> str:
    """The whole file, on the ground of the palette. Texts stay texts, so that they are found."""
    root = xml.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": _number(figure.width), "height": _number(figure.height),
        "viewBox": f"0 0 {_number(figure.width)} {_number(figure.height)}",
        "role": "img", "stroke": "none", "font-family": _FAMILIES, "aria-labelledby": "title told",
    })  # fmt: skip
    if language:
        root.set("xml:lang", language)
    xml.SubElement(root, "title", id="title").text = figure.title
    xml.SubElement(root, "desc", id="told").text = figure.told
    # Not in per cent, which the small profile of SVG does not know.
    ground = {
        "width": _number(figure.width), "height": _number(figure.height), "fill": palette.surface,
    }  # fmt: skip
    xml.SubElement(root, "rect", ground)
    _draw(root, figure.back, palette)
    for mark in figure.marks:
        group = xml.SubElement(root, "g")
        xml.SubElement(group, "title").text = mark.title
        _draw(group, mark.elements, palette)
    _draw(root, figure.front, palette)
    xml.indent(root)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"
    )


def _draw(into: xml.Element, elements: Iterable[Element], palette: Palette) -> None:
    for element in elements:
        match element:
            case Circle():
                _circle(into, element, palette)
            case Shape():
                _shape(into, element, palette)
            case Line():
                _line(into, element, palette)
            case Text():
                _text(into, element, palette)


def _circle(into: xml.Element, circle: Circle, palette: Palette) -> None:
    drawn = xml.SubElement(into, "circle", r=_number(circle.radius))
    drawn.set("cx", _number(circle.centre.x))
    drawn.set("cy", _number(circle.centre.y))
    _dye(drawn, circle, palette)


def _shape(into: xml.Element, shape: Shape, palette: Palette) -> None:
    rings = (f"M{_points(ring)}Z" for ring in shape.rings)
    drawn = xml.SubElement(into, "path", {"d": "".join(rings), "fill-rule": "evenodd"})
    _dye(drawn, shape, palette)


def _line(into: xml.Element, line: Line, palette: Palette) -> None:
    drawn = xml.SubElement(into, "polyline", points=_points(line.points), fill="none")
    drawn.set("stroke", palette.colour(line.stroke))
    drawn.set("stroke-width", _number(line.weight))
    if line.dash:
        drawn.set("stroke-dasharray", " ".join(map(_number, line.dash)))


def _text(into: xml.Element, text: Text, palette: Palette) -> None:
    drawn = xml.SubElement(into, "text", x=_number(text.at.x), y=_number(text.at.y))
    drawn.text = text.text
    drawn.set("font-size", _number(text.size))
    drawn.set("fill", palette.colour(text.fill))
    if text.anchor != "start":
        drawn.set("text-anchor", text.anchor)
    if text.strong:
        drawn.set("font-weight", "600")


def _dye(drawn: xml.Element, element: Circle | Shape, palette: Palette) -> None:
    drawn.set("fill", palette.colour(element.fill) if element.fill else "none")
    if element.stroke:
        drawn.set("stroke", palette.colour(element.stroke))
        drawn.set("stroke-width", _number(element.weight))


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    """Hundredths of a point, without idle noughts."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
