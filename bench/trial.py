"""One deed in a process of its own, broken off or hindered; what it told before it ended."""

from __future__ import annotations

import ast
import os
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.deeds import Deed
from bench.scenes import Scene
from upudesk.errors import UserError


@dataclass
class Outcome:
    """What a process told: its acknowledgements, refusals in sentences, and faults."""

    told: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    done: bool = False
    written: int = 0

    @property
    def untroubled(self) -> bool:
        return self.done and not self.faults and not self.refused


@contextmanager
def scenes_of(deed: Deed) -> Iterator[Callable[[], Scene]]:
    """Prepared once; gives the same scene afresh as often as it is asked for."""
    with tempfile.TemporaryDirectory(prefix="upudesk-") as name:
        folder = Path(name).resolve()
        first, number = deed.prepare(folder / "first"), 0

        def fresh() -> Scene:
            nonlocal number
            number += 1
            return first.copied(folder / f"{number}")

        yield fresh


def played(
    deed: Deed,
    scene: Scene,
    *,
    before: Callable[[], None] = lambda: None,
    after: Callable[[], int] = lambda: 0,
    tell: Callable[[str], None] = lambda _word: None,
    kill_after: float | None = None,
    once_more: bool = False,
) -> Outcome:
    """Do the deed in a child; `before` and `after` are called there, around what is broken off."""
    hear, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        with os.fdopen(told, "wb", buffering=0) as pipe:

            def say(what: str, word: str = "") -> None:
                pipe.write(f"{what}\t{word!r}\n".encode())

            def acknowledge(word: str) -> None:
                say("told", word)
                tell(word)

            try:
                ready = deed.begin(scene)
                say("ready")
                before()
                _attempt(lambda: deed.act(scene, ready, acknowledge), say)
                say("written", str(after()))
                if once_more:
                    _attempt(lambda: deed.again(scene, ready, acknowledge), say, "again")
                say("done")
            except BaseException:
                say("fault", traceback.format_exc())
            finally:
                os._exit(0)
    os.close(told)
    return _heard(hear, child, kill_after)


def _attempt(act: Callable[[], None], say: Callable[[str, str], None], note: str = "") -> None:
    try:
        act()
    except UserError as problem:
        say("refused", f"{note} {problem}".strip())
        if note:
            say("fault", f"the disk works again, and yet: {problem}")
    except Exception:
        say("fault", traceback.format_exc())


def _heard(hear: int, child: int, kill_after: float | None) -> Outcome:
    outcome = Outcome()
    with os.fdopen(hear, "rb") as pipe:
        first = pipe.readline()
        if kill_after is not None and first.startswith(b"ready"):
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        lines = [first, *pipe]
    os.waitpid(child, 0)
    for line in lines:
        what, _, rest = line.decode().rstrip("\n").partition("\t")
        if not rest.endswith("'") and not rest.endswith('"'):  # cut off by the kill
            continue
        word = str(ast.literal_eval(rest))
        if what == "done":
            outcome.done = True
        elif what == "written":
            outcome.written = int(word)
        elif what in ("told", "refused"):
            (outcome.told if what == "told" else outcome.refused).append(word)
        elif what == "fault":
            outcome.faults.append(word)
    return outcome


def number_after(words: Sequence[str], option: str, usual: int) -> int:
    return int(words[words.index(option) + 1]) if option in words else usual


def named_in(words: Sequence[str]) -> list[str]:
    """What is no option and no number of one."""
    return [word for word in words if not word.startswith("-") and not word.isdigit()]
