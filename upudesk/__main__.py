"""Starts the window or the command line, each imported only when needed."""

from __future__ import annotations

import gc
import os
import sys
from contextvars import Context
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path


def main() -> int:
    """The program, as it was called; gives its exit status."""
    _serve_as_worker()
    _leave_no_core()
    _speak_unicode()
    match sys.argv[1:]:
        case []:
            return open_window(None)
        case [file] if file.endswith(".upudesk") and Path(file).is_file():
            return open_window(Path(file))
    return _command_line()


def _serve_as_worker() -> None:
    """A packed program is called again for each of its worker processes."""
    if hasattr(sys, "frozen"):
        import multiprocessing

        multiprocessing.freeze_support()


def _command_line() -> int:
    from upudesk import cli

    cli.main()
    return 0


def open_window(file: Path | None, *, demo: bool = False, language: str | None = None) -> int:
    """Open the window on a campaign, on a fresh demo, or on the last one.

    It speaks the language that is given, else the one it spoke last, whatever the terminal speaks.
    """
    if not _has_screen():
        return _say_that_there_is_no_screen()
    # A start makes many objects and throws few away; the window turns this on again.
    gc.disable()
    # What knows no Qt is imported first: once PySide is there, it reads the source of each module.
    for name in ("desk", "rules", "telling"):
        import_module(f"upudesk.{name}")
    from upudesk.gui.app import run

    return Context().run(run, file, demo, language)


def _say_that_there_is_no_screen() -> int:
    from upudesk.commands import language_of_terminal
    from upudesk.i18n import _, use

    with use(language_of_terminal()):
        sentence = _("There is no screen here to open a window on. Try “upudesk --help”.")
    print(sentence, file=sys.stderr)
    return 1


def _has_screen() -> bool:
    """On Linux, Qt aborts where it finds none."""
    named = any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")))
    return named or not sys.platform.startswith("linux")


def _leave_no_core() -> None:
    """Should the process crash, what it holds in memory is not written to the disk."""
    if sys.platform != "win32":
        import resource

        _usual, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def _speak_unicode() -> None:
    """Windows gives a pipe its old code page; no locale may make printing a name fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # without a console, Windows gives none
            encoding = "utf-8" if sys.platform == "win32" else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
