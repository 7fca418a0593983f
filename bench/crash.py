"""Kill every deed that writes, at random moments and at every single write; nothing may be lost.

    python -m bench.crash [--times N] [DEED ...]  SIGKILL at random moments, so often over all deeds
    python -m bench.crash --every [DEED ...]      SIGKILL before, halfway and after every write

Deeds: new campaign, save, back-up, copy, restore, rescue, migration, passphrase, paper; most plain
and protected.
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections.abc import Callable, Sequence

from bench.deeds import Deed, deeds_named
from bench.scenes import Scene, quick_keys
from bench.shim import Shim, Way, is_loaded, under_the_shim
from bench.trial import Outcome, named_in, number_after, played, scenes_of

KILLS = (Way.KILL_BEFORE, Way.KILL_HALFWAY, Way.KILL_AFTER)


def at_random(deed: Deed, times: int, seed: int = 0, runs: int = 3) -> tuple[int, int]:
    """Kill a deed so often; gives how often it was still at it, and what it had acknowledged.

    Raises AssertionError where anything is lost or not whole.
    """
    moments, cut, told = random.Random(f"{seed} {deed.name}"), 0, 0
    with scenes_of(deed) as fresh:
        lasts = _seconds(deed, fresh, runs)
        for number in range(times):
            scene = fresh()
            outcome = played(deed, scene, kill_after=moments.uniform(0, lasts * 1.1))
            _proved(deed, scene, outcome, f"kill {number + 1}")
            cut += not outcome.done
            told += len(outcome.told)
            shutil.rmtree(scene.folder)
    return cut, told


def _seconds(deed: Deed, fresh: Callable[[], Scene], runs: int) -> float:
    """How long it takes when nobody disturbs it."""
    return min(_undisturbed(deed, fresh()) for _ in range(runs))


def _undisturbed(deed: Deed, scene: Scene) -> float:
    began = 0.0

    def begin() -> None:
        nonlocal began
        began = time.perf_counter()

    def microseconds() -> int:
        return int((time.perf_counter() - began) * 1e6)

    outcome = played(deed, scene, before=begin, after=microseconds)
    assert outcome.untroubled, outcome
    _proved(deed, scene, outcome, "an undisturbed run")
    shutil.rmtree(scene.folder)
    return outcome.written / 1e6


def at_every_write(deed: Deed, shim: Shim, *, step: int = 1) -> int:
    """Kill a deed at each of its writes, syncs, renames and so on; gives how many kills."""
    kills = 0
    with scenes_of(deed) as fresh:
        scene = fresh()
        count = played(
            deed, scene, before=lambda: shim.arm(scene.written), after=shim.disarm
        ).written
        for way in KILLS:
            for number in range(1, count + 1, step):
                scene = fresh()
                outcome = played(
                    deed, scene,
                    before=lambda: shim.arm(scene.written, number, way),  # noqa: B023
                )  # fmt: skip
                _proved(deed, scene, outcome, f"{way.name} {number} of {count}")
                kills += not outcome.done
                shutil.rmtree(scene.folder)
    return kills


def _proved(deed: Deed, scene: Scene, outcome: Outcome, when: str) -> None:
    assert not outcome.faults, f"{deed.name}, {when}: {outcome.faults[0]}"
    try:
        deed.prove(scene, outcome.told)
    except Exception as fault:
        raise AssertionError(f"{deed.name}, {when}: {fault}") from fault


def main(words: Sequence[str]) -> int:
    every = "--every" in words
    if every and not is_loaded():
        return under_the_shim("bench.crash", words)
    quick_keys()
    deeds = deeds_named(named_in(words))
    times = number_after(words, "--times", 1000)
    each, total, began = -(-times // len(deeds)), 0, time.perf_counter()
    shim = Shim() if every else None
    for deed in deeds:
        if shim:
            kills = at_every_write(deed, shim)
            print(f"{deed.name:<24}{kills:>6} kills, one at every write", flush=True)
        else:
            kills, told = at_random(deed, each)
            print(f"{deed.name:<24}{kills:>6} of {each} killed at work, {told} acknowledged before",
                  flush=True)  # fmt: skip
            kills = each
        total += kills
    print(
        f"{total} kills in {time.perf_counter() - began:.0f} s: nothing acknowledged was lost, "
        "every check passed, nothing half stood in the place of something whole"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
