"""Steps and records in the words of the campaign."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.builders import a_pledge
from upudesk import i18n, telling, words
from upudesk.campaign import meetings
from upudesk.campaign.pledges import record_pledges
from upudesk.desk import Desk
from upudesk.model import Meeting


def test_a_step_about_many_countries_is_told_by_the_one_whose_page_is_read(desk: Desk) -> None:
    talks = Meeting(members=("ke", "la"), title="Talks", held_on=date(2025, 4, 1))
    met = desk.do(meetings.record_meeting, talks).step
    said = desk.do(record_pledges, [a_pledge("ke"), a_pledge("la")]).step
    assert met is not None
    assert said is not None
    assert words.step(met, desk.snapshot) == "Log meeting: Kenya"
    assert words.step(met, desk.snapshot, "la") == "Log meeting: Laos"
    assert words.step(said, desk.snapshot, "la") == "Log pledge: Laos"
    assert words.step(said, desk.snapshot, "fr") == "Log pledge: Kenya"


def test_the_founding_is_told_as_such_on_every_page(desk: Desk) -> None:
    (founding,) = desk.history("la")
    assert words.step(founding, desk.snapshot, "la") == "New campaign: 28th Congress"


def test_what_an_entry_of_the_export_log_keeps_as_text_is_told_as_people_read_it(
    desk: Desk,
) -> None:
    told = [
        telling.value(desk.snapshot, "export", field, stored)
        for field, stored in (
            ("at", "2025-04-03T07:04:43Z"), ("language", "fr"), ("members", ["la"]),
            ("document", "what_changed"), ("way", "printed"),
        )
    ]  # fmt: skip
    day = i18n.current().instant(datetime(2025, 4, 3, 7, 4, tzinfo=UTC))
    assert told == [day, "Français", "Laos", "What changed", "printed"]
