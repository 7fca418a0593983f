"""A disk that fails or fills up at the n-th write, for every n of every deed.

    python -m bench.failing [--step N] [DEED ...]

At each write, sync, truncation, renaming, link and removal below the campaign's folder the disk
says that it is broken or full, once or from then on, or writes half of what it was given. What was
told must be a sentence, nothing acknowledged may be lost, and where the disk works again the same
program must be able to go on.
"""

from __future__ import annotations

import errno
import shutil
import sys
import time
from collections.abc import Sequence

from bench.deeds import Deed, deeds_named
from bench.scenes import quick_keys
from bench.shim import Shim, Way, is_loaded, under_the_shim
from bench.trial import named_in, number_after, played, scenes_of

FAULTS = (
    (Way.ONCE, errno.EIO),
    (Way.ONCE, errno.ENOSPC),
    (Way.ONWARDS, errno.EIO),
    (Way.ONWARDS, errno.ENOSPC),
    (Way.SHORT, errno.ENOSPC),
    (Way.SHORT_ONWARDS, errno.ENOSPC),
)


def hindered(deed: Deed, shim: Shim, *, step: int = 1) -> tuple[int, int, int]:
    """Let the disk fail at every write of a deed; gives writes, runs and refusals in a sentence.

    Raises AssertionError where anything is lost, not whole, or told by a traceback.
    """
    runs = refused = 0
    with scenes_of(deed) as fresh:
        scene = fresh()
        count = played(
            deed, scene, before=lambda: shim.arm(scene.written), after=shim.disarm
        ).written
        for way, fault in FAULTS:
            for number in range(1, count + 1, step):
                scene = fresh()
                outcome = played(
                    deed, scene, after=shim.disarm, once_more=True,
                    before=lambda: shim.arm(scene.written, number, way, fault),  # noqa: B023
                )  # fmt: skip
                when = f"{deed.name}, {way.name} {errno.errorcode[fault]} {number} of {count}"
                assert outcome.done, f"{when}: ended by itself {outcome}"
                assert not outcome.faults, f"{when}: {outcome.faults[0]} {outcome.refused}"
                try:
                    deed.prove(scene, outcome.told)
                except Exception as broken:
                    raise AssertionError(f"{when}: {broken} {outcome}") from broken
                runs += 1
                refused += bool(outcome.refused)
                shutil.rmtree(scene.folder)
    return count, runs, refused


def main(words: Sequence[str]) -> int:
    if not is_loaded():
        return under_the_shim("bench.failing", words)
    quick_keys()
    step, deeds = number_after(words, "--step", 1), deeds_named(named_in(words))
    shim, total, began = Shim(), 0, time.perf_counter()
    for deed in deeds:
        count, runs, refused = hindered(deed, shim, step=step)
        total += runs
        print(f"{deed.name:<24}{count:>6} writes, {runs:>6} runs, {refused:>6} refused with a "
              "sentence", flush=True)  # fmt: skip
    print(
        f"{total} runs in {time.perf_counter() - began:.0f} s: nothing acknowledged was lost, "
        "every check passed"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
