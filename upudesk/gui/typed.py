"""What stands in the fields of a form, as plain data: for a draft, and back again."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from upudesk.gui.days import DayField
from upudesk.gui.forms import Choice, Form
from upudesk.gui.level_field import LevelField
from upudesk.gui.name_field import NameField
from upudesk.gui.pledge_fields import CouncilField
from upudesk.gui.tokens import Tokens
from upudesk.model import Level


@runtime_checkable
class OfParts(Protocol):
    """A field that knows itself what was typed in its parts."""

    def typed(self) -> Any: ...

    def type(self, said: Any) -> None: ...


def typed_in(form: Form) -> dict[str, Any]:
    """All fields as they stand, whether they can be read or not; as a file gives them back."""
    typed = {name: _typed(field) for name, field in form.fields.items()}
    found: dict[str, Any] = json.loads(json.dumps(typed))
    return found


def shown(field: QWidget) -> str:
    """What stands in a field, in the words of the reader."""
    said = field.currentText() if isinstance(field, Choice) else _typed(field)
    return said if isinstance(said, str) and said else "—"


def put_typed(form: Form, typed: dict[str, Any]) -> None:
    """Put everything back; what the draft does not know, or says amiss, stays as it is."""
    for name, said in typed.items() if isinstance(typed, dict) else ():
        if name in form.fields:
            with suppress(LookupError, TypeError, ValueError, AttributeError):
                _put(form.fields[name], said)


def _typed(field: QWidget) -> Any:
    match field:
        case OfParts():
            return field.typed()
        case NameField():
            return field.line.text()
        case Tokens():
            return {"chosen": list(field.chosen()), "line": field.line.text()}
        case DayField():
            return field.line.text()
        case QLineEdit():
            return field.text()
        case QPlainTextEdit():
            return field.toPlainText()
    return field.value()  # type: ignore[attr-defined]


def _put(field: QWidget, said: Any) -> None:
    match field:
        case OfParts():
            field.type(said)
        case NameField():
            field.line.setText(said)
        case QCheckBox():
            field.setChecked(said)
        case Tokens():
            field.put(said["chosen"])
            field.line.setText(said["line"])
        case DayField():
            field.line.setText(said)
        case QLineEdit():
            field.setText(said)
        case QPlainTextEdit():
            field.setPlainText(said)
        case Choice():
            field.choose(said)
        case LevelField():
            field.choose(Level(said))
        case CouncilField():
            for candidacy, box in field.boxes.items():
                box.setChecked(candidacy in said)
