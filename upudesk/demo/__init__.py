"""The demo campaign: real members and rivals, what was reported of Laos, stances drawn by lot."""

from __future__ import annotations

from functools import cache

from upudesk import resources
from upudesk.demo import canvass, reported, work
from upudesk.demo.scene import Scene
from upudesk.founding import Deed
from upudesk.seed import facts


@cache
@resources.reading("demo.toml")
def demo_deeds() -> tuple[Deed, ...]:
    """The steps of the demo campaign, the same ones each time.

    They end on the day before the practice day, so that whatever is done in the demo comes after.
    """
    scene = Scene(facts("demo.toml"))
    for act in (
        reported.our_side, reported.rivals, reported.talks, canvass.members, canvass.more_people,
        canvass.more_meetings, work.undertakings, work.follow_ups, work.electorate,
        work.next_steps, work.estimates, work.appointments, work.presets,
    ):  # fmt: skip
        act(scene)
    return scene.deeds()
