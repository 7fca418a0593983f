"""The reference data in `resources/` is whole, agrees with itself, claims only what it knows."""

from __future__ import annotations

import csv
import math
import re
import tomllib
from collections import Counter
from datetime import date
from typing import Any

import pytest

from upudesk import resources
from upudesk.model import Answer, Certainty, Form, Level, Precision, Side, Standing

CERTAINTIES = {c.value for c in Certainty}
TABLES = {
    "members": "iso2 iso3 name_en name_th name_fr official_en official_th official_fr group "
    "group_certainty group_basis note also",
    "blocs": "code name_en name_th name_fr as_of source certainty note",
    "bloc_members": "bloc iso2 certainty",
    "congresses": "year number name_en name_th name_fr city_en city_th city_fr host certainty",
    "results": "congress council group iso2 votes elected ballots_cast seats candidates source "
    "certainty note",
    "incumbents": "term council group iso2 role elected_before source certainty note",
    "markings": "order code name_en name_th name_fr",
    "glossary": "term_en term_th term_fr certainty note",
    "hold_rates": "code value unit reason source certainty",
}
BLOC_SIZES = {
    "ASEAN": 10, "APPU": 32, "CW": 56, "OIF": 52, "LDC": 44, "EU": 27, "AU": 54, "LAS": 21,
    "OIC": 56, "GCC": 6, "SAARC": 8, "BIMSTEC": 7, "PIF": 11, "CARICOM": 14, "CPLP": 9,
    "APEC": 19, "BRICS": 10,
}  # fmt: skip
THAI = re.compile(r"[\u0e00-\u0e7f]")


def table(name: str) -> list[dict[str, str]]:
    with resources.path("resources", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def toml(*parts: str) -> dict[str, Any]:
    return tomllib.loads(resources.path("resources", *parts).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def members() -> dict[str, dict[str, str]]:
    return {row["iso2"]: row for row in table("members")}


@pytest.fixture(scope="module")
def rules() -> dict[str, Any]:
    return toml("rules", "upu-2025.toml")


@pytest.fixture(scope="module")
def demo() -> dict[str, Any]:
    return toml("demo.toml")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_its_columns_and_no_ragged_row(name):
    with resources.path("resources", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == TABLES[name].split()
    assert {len(row) for row in rows} == {len(head)}
    assert all(cell == cell.strip() for row in rows for cell in row)


@pytest.mark.parametrize("name", TABLES)
def test_every_certainty_is_one_of_three_words(name):
    columns = [c for c in TABLES[name].split() if c.endswith("certainty")]
    assert {row[c] for row in table(name) for c in columns} <= CERTAINTIES


def test_there_are_192_members_in_five_groups(members):
    assert len(table("members")) == len(members) == 192
    assert len({row["iso3"] for row in members.values()}) == 192
    assert Counter(row["group"] for row in members.values()) == {
        "1": 37, "2": 28, "3": 26, "4": 47, "5": 54,
    }  # fmt: skip


def test_members_outside_the_union_are_absent_and_unsure_groups_say_so(members):
    assert not members.keys() & {"AD", "MH", "FM", "PW", "PS", "TW"}
    unsure = {i for i, row in members.items() if row["group_certainty"] == "unverified"}
    assert unsure == {"IL", "MN", "XO"}
    assert all(row["group_basis"] for row in members.values())


@pytest.mark.parametrize("language", ["en", "th", "fr"])
def test_every_member_has_a_short_name_of_its_own_in_each_language(members, language):
    names = [row[f"name_{language}"] for row in members.values()]
    assert all(names)
    assert len(set(names)) == 192


def test_thai_names_are_thai_and_the_others_are_not(members):
    for row in members.values():
        assert re.fullmatch(r"[\u0e00-\u0e7f -]+", row["name_th"])
        assert re.fullmatch(r"[\u0e00-\u0e7f -]*", row["official_th"])
        for column in ("name_en", "name_fr", "official_en", "official_fr"):
            assert not THAI.search(row[column])


def test_names_use_one_apostrophe_and_no_brackets_but_for_territories(members):
    columns = [c for c in TABLES["members"].split() if c.startswith(("name", "official"))]
    for iso2, row in members.items():
        for column in columns:
            assert "'" not in row[column]
            assert iso2 == "XO" or "(" not in row[column]


@pytest.mark.parametrize(
    ("iso2", "column", "name"),
    [
        ("LA", "official_th", "สาธารณรัฐประชาธิปไตยประชาชนลาว"),
        ("MM", "name_th", "เมียนมา"),
        ("CD", "name_th", "สาธารณรัฐประชาธิปไตยคองโก"),
        ("KR", "name_en", "Republic of Korea"),
        ("CI", "name_fr", "Côte d’Ivoire"),
        ("CZ", "name_fr", "Tchéquie"),
        ("TR", "name_fr", "Türkiye"),
        ("VN", "name_en", "Viet Nam"),
    ],
)
def test_names_are_what_a_ministry_prints(members, iso2, column, name):
    assert members[iso2][column] == name


@pytest.mark.parametrize(
    ("iso2", "older"),
    [
        ("MM", "พม่า"),
        ("MM", "Birmanie"),
        ("SZ", "Swaziland"),
        ("US", "USA"),
        ("US", "สหรัฐ"),
        ("GB", "UK"),
        ("AE", "ยูเออี"),
        ("CD", "DRC"),
        ("LA", "สปป.ลาว"),
        ("LA", "Lao PDR"),
        ("TR", "ตุรกี"),
        ("KR", "เกาหลีใต้"),
    ],
)
def test_older_and_popular_names_can_be_searched(members, iso2, older):
    assert older in members[iso2]["also"].split(";")


def test_no_other_name_means_two_members(members):
    meant = Counter(
        name.casefold()
        for row in members.values()
        for name in {row["name_en"], row["name_th"], row["name_fr"], *row["also"].split(";")} - {""}
    )
    assert [name for name, times in meant.items() if times > 1] == []


def test_blocs_have_as_many_members_as_they_say_and_all_are_members(members):
    assert [row["code"] for row in table("blocs")] == list(BLOC_SIZES)
    belonging = table("bloc_members")
    pairs = [(row["bloc"], row["iso2"]) for row in belonging]
    assert len(set(pairs)) == len(pairs)
    assert {iso2 for _, iso2 in pairs} <= members.keys()
    assert Counter(bloc for bloc, _ in pairs) == BLOC_SIZES


def test_results_and_incumbents_name_members_in_their_group(members):
    for row in (*table("results"), *table("incumbents")):
        assert row["group"] in {"", members[row["iso2"]]["group"]}
        assert row["council"] in {"", "CA", "POC"}
        assert row["source"]


def test_no_country_has_two_results_for_one_council():
    keys = [(r["congress"], r["council"], r["iso2"]) for r in table("results")]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_no_result_has_more_votes_than_ballots_or_more_winners_than_seats():
    won: Counter[tuple[str, str, str, str]] = Counter()
    for row in table("results"):
        assert row["elected"] in {a.value for a in Answer}
        if row["votes"] and row["ballots_cast"]:
            assert int(row["votes"]) <= int(row["ballots_cast"])
        if row["seats"] and row["elected"] == "yes":
            won[row["congress"], row["council"], row["group"], row["seats"]] += 1
    assert all(number <= int(seats) for (*_, seats), number in won.items())


def test_full_lists_of_the_council_of_administration_fill_all_seats():
    winners = Counter(
        (r["congress"], r["group"])
        for r in table("results")
        if r["council"] == "CA" and r["elected"] == "yes" and r["congress"] in {"2012", "2016"}
    )
    for year in ("2012", "2016"):
        assert [winners[year, group] for group in "12345"] == [8, 5, 6, 10, 11]


def test_hosts_sit_by_right_and_are_neither_elected_nor_beaten():
    hosts = {row["year"]: row["host"] for row in table("congresses")}
    for row in table("results"):
        if row["council"] == "CA" and hosts[row["congress"]] == row["iso2"]:
            assert row["elected"] == "unknown"
            assert "by right" in row["note"]


def test_earlier_results_tell_nothing_of_2025():
    told = [r for r in table("results") if int(r["congress"]) < 2025] + table("incumbents")
    assert not any(re.search(r"re-?elect.*2025|2025.*re-?elect", str(row)) for row in told)
    assert not any("2025 source" in row["note"] or "157" in row["note"] for row in told)


def test_seats_add_up_and_unknown_ones_are_called_unknown(rules):
    ca, poc = rules["council"]
    assert [g["seats"] for g in ca["group_seats"]] == [8, 5, 6, 10, 11]
    assert sum(g["seats"] for g in ca["group_seats"]) == ca["elected_seats"] == 40
    assert ca["seats"] == ca["elected_seats"] + ca["host_seats"] == 41
    assert [g["seats"] for g in poc["group_seats"]] == ["unknown", 6, "unknown", 11, 11]
    known = sum(g["seats"] for g in poc["group_seats"] if g["seats"] != "unknown")
    assert known + poc["seats_together"][0]["seats"] == poc["seats"] == 48


def test_the_congress_is_dubai_with_its_host_among_the_members(rules, members):
    congress = rules["congress"]
    assert members[congress["host"]]["name_en"] == "United Arab Emirates"
    assert congress["first_day"] < congress["vote_day"] < congress["last_day"]
    assert (congress["first_day"], congress["last_day"]) == (date(2025, 9, 8), date(2025, 9, 19))
    assert congress["members"] == len(members)


def test_every_rule_has_its_wording_in_three_languages_and_a_certainty(rules):
    for rule in rules["rule"]:
        assert rule["wording_en"]
        assert THAI.search(rule["wording_th"])
        assert rule["wording_fr"]
        assert rule["certainty"] in CERTAINTIES
        assert rule["state"] in {"applied", "shown", "off"}
        assert set(rule["councils"]) <= {"CA", "POC"}
        assert rule["source"] or rule["certainty"] == "unverified"


def test_the_renewal_of_the_poc_leaves_four_of_eleven_seats_to_newcomers(rules):
    shares = {tuple(r["councils"]): r["value"] for r in rules["rule"] if r["code"] == "renewal"}
    assert shares[("CA",)] == 0.5
    assert math.ceil(round(11 * shares[("POC",)], 1)) == 4


def test_markings_rise_in_the_order_of_thai_official_secrets():
    assert [row["name_th"] for row in table("markings")] == ["เปิดเผย", "ลับ", "ลับมาก", "ลับที่สุด"]
    assert [row["order"] for row in table("markings")] == ["0", "1", "2", "3"]


@pytest.fixture(scope="module")
def rates() -> dict[str, float]:
    return {row["code"]: float(row["value"]) for row in table("hold_rates")}


def test_a_hold_rate_stands_for_every_level_form_and_side(rates):
    assert {f"level_{level.value}" for level in Level if level.value in range(1, 6)} <= rates.keys()
    assert {f"form_{form.value}" for form in Form} <= rates.keys()
    assert {f"side_{side.value}" for side in Side} <= rates.keys()
    assert {"asked", "not_asked", "half_life", "swing"} <= rates.keys()
    assert all(row["reason"] for row in table("hold_rates"))


def test_a_higher_level_never_has_a_lower_rate(rates):
    levels = [rates[f"level_{number}"] for number in range(1, 6)]
    assert levels == sorted(levels)


@pytest.mark.parametrize(
    ("written", "oral", "others", "received"), [(80, 35, 77, 77), (135, 15, 41, 114)]
)
def test_the_two_published_counts_lie_within_the_default_range(
    rates, written, oral, others, received
):
    spoken = [rates["level_5"] + rates[f"form_{f}"] for f in ("minister", "official", "delegate")]

    def votes(z: float) -> float:
        def chance(log_odds: float) -> float:
            return 1 / (1 + math.exp(-log_odds - z * rates["swing"]))

        by_mouth = sum(map(chance, spoken)) / len(spoken)
        own = 1
        return (
            written * chance(rates["level_5"])
            + oral * by_mouth
            + others * chance(rates["not_asked"])
            + own
        )

    assert votes(-1.2816) < received < votes(1.2816)
    assert abs(votes(0) - received) < 10


def test_the_demo_names_members_rivals_of_our_group_and_words_of_the_model(demo, members):
    campaign = demo["campaign"]
    group = members[campaign["candidate"]]["group"]
    assert group == str(demo["rivals"]["group"])
    seen = set()
    for rival in demo["rival"]:
        assert members[rival["iso2"]]["group"] == group
        assert rival["iso2"] != campaign["candidate"]
        assert Answer(rival["sitting"])
        assert Standing(rival["standing"])
        assert Certainty(rival["certainty"])
        seen.add((rival["council"], rival["iso2"]))
    assert len(seen) == len(demo["rival"])
    named = {i for script in demo["contact_names"].values() for i in script["members"]}
    assert named <= members.keys()


def test_sitting_rivals_of_the_demo_sit(demo):
    sitting = {(row["council"], row["iso2"]) for row in table("incumbents")}
    for rival in demo["rival"]:
        assert (rival["sitting"] == "yes") == ((rival["council"], rival["iso2"]) in sitting)


def test_laos_is_logged_as_reported_and_quotes_nobody(demo):
    (pledge,) = demo["pledge"]
    assert (pledge["iso2"], pledge["councils"]) == ("LA", ["CA", "POC"])
    assert Level(pledge["level"]) is Level.FIRM_YES
    assert Form(pledge["form"]) is Form.PUBLIC_REPORT
    assert Side(pledge["side"]) is Side.CAPITAL
    assert Precision(pledge["precision"]) is Precision.REPORTED
    assert pledge["reported_on"] == date(2025, 4, 3)
    assert "given_on" not in pledge
    assert pledge["words"] == ""
    talk = demo["meeting"][0]
    assert [len(talk[f"notes_{language}"]) for language in ("en", "th", "fr")] == [6, 6, 6]


def test_the_demo_knows_nothing_after_its_practice_day(demo):
    text = resources.path("resources", "demo.toml").read_text(encoding="utf-8")
    days = [date.fromisoformat(day) for day in re.findall(r"\b\d{4}-\d\d-\d\d\b", text)]
    assert max(days) == demo["campaign"]["practice_day"] == date(2025, 8, 15)
    assert demo["campaign"]["results_before"] == 2025
    for later in ("2025-09", "2025-10", "October", "157", "ตุลาคม", "octobre", "was elected", "won"):
        assert not re.search(rf"\b{later}\b", text)


def test_the_demo_speaks_three_languages_and_marks_its_people_as_made_up(demo):
    for sentence in demo["sentence"]:
        languages = set(sentence) - {"for"}
        assert languages == {"en", "th", "fr"} or len(languages) == 1
    for language in ("en", "th", "fr"):
        assert demo["campaign"][f"name_{language}"]
    marks = re.findall(r"\S+", "demo ตัวอย่าง démo عرض демо 演示 ຕົວຢ່າງ επίδειξη नमूना デモ 데모")
    assert all(
        any(mark in script["name"] for mark in marks) for script in demo["contact_names"].values()
    )
    assert all(len(script["digits"]) == 10 for script in demo["contact_names"].values())
