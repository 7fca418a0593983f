"""A fault of the program as its developers need it and nobody is betrayed by it: kinds of faults,
places in the code and versions; no name, no note, no text that a fault carries."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from upudesk import __version__
from upudesk.settings import log_file

LARGEST = 256 * 1024
"""Bytes of the log; what is older goes to a second file of that size, and then for good."""
_PACKAGE = Path(__file__).parent
_OTHERS = ("PySide6-Essentials", "sqlcipher3", "reportlab")


def described(fault: BaseException) -> str:
    """What may be sent to developers: when, which versions, and how the fault came about."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    return "\n".join([f"{moment} {_versions()}", *_chain(fault)])


def _versions() -> str:
    import platform  # few starts come here
    from importlib import metadata

    known = [f"UPUDesk {__version__}", f"Python {platform.python_version()}"]
    for name in _OTHERS:
        with suppress(metadata.PackageNotFoundError):
            known.append(f"{name} {metadata.version(name)}")
    return ", ".join([*known, f"{platform.system()} {platform.release()}"])


def _chain(fault: BaseException) -> list[str]:
    """The fault and those that it came from, each by its kind and the places it passed."""
    lines: list[str] = []
    seen: set[int] = set()
    next: BaseException | None = fault
    while next is not None and id(next) not in seen:
        seen.add(id(next))
        lines.append(f"{type(next).__module__}.{type(next).__qualname__}{_number(next)}")
        lines += [f"  {place}" for place in places(next)]
        next = next.__cause__ or next.__context__
    return lines


def _number(fault: BaseException) -> str:
    """What the operating system calls it: a number says nothing of anybody."""
    return f" [{fault.errno}]" if isinstance(fault, OSError) and fault.errno else ""


def places(fault: BaseException) -> list[str]:
    """Where a fault passed, the outermost first; folders of this machine are left out."""
    found, trace = [], fault.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(_place(code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    return found


def _place(file: str, line: int, function: str) -> str:
    path = Path(file)
    with suppress(ValueError):
        return f"{path.relative_to(_PACKAGE).as_posix()}:{line} {function}"
    return f"{path.parent.name}/{path.name}:{line} {function}"


def write_down(fault: BaseException) -> Path | None:
    """Put it into the log; gives the file, or None where nothing could be written."""
    file = log_file()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _turn_over(file)
        descriptor = os.open(file, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        with open(descriptor, "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(described(fault) + "\n\n")
    except OSError:
        return None
    return file


def _turn_over(file: Path) -> None:
    with suppress(FileNotFoundError):
        if file.stat().st_size > LARGEST:
            file.replace(file.with_name(f"{file.name}.1"))


def _leave() -> None:
    sys.exit(130)


def catch(tell: Callable[[BaseException], None], interrupted: Callable[[], None] = _leave) -> None:
    """Let `tell` say one sentence about what nobody caught, in place of a traceback.

    It is called on the thread where the fault arose. What fails while an object is thrown away is
    only written down: Python goes on as if nothing were.
    """

    def uncaught(_kind: object, fault: BaseException, _trace: object) -> None:
        if isinstance(fault, KeyboardInterrupt):
            interrupted()
            return
        with suppress(BrokenPipeError):
            tell(fault)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            tell(args.exc_value)

    def in_passing(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            write_down(args.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = in_thread
    sys.unraisablehook = in_passing
