"""People: their posts, what leavers said, likely duplicates, two made one and two again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import FRANCE, KENYA, LAOS, TODAY, a_pledge, a_snapshot
from upudesk import alike, posts, telling, words
from upudesk.campaign import contacts, merging, records
from upudesk.campaign import plan as plans
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord, UnknownRecord
from upudesk.model import (
    Contact,
    Evidence,
    FollowUp,
    Meeting,
    Note,
    Pledge,
    Post,
    Record,
    Role,
)
from upudesk.snapshot import Snapshot
from upudesk.tally import stance

YESTERDAY = TODAY - timedelta(days=1)


def a_contact(id: str = "bounmy", name: str = "Bounmy Vong", **fields: object) -> Contact:
    return Contact(**{"id": id, "name": name, "member": "la"} | fields)  # type: ignore[arg-type]


def a_post(contact: str = "bounmy", id: str = "post", **fields: object) -> Post:
    said = {
        "id": id, "contact": contact, "role": Role.MINISTRY, "title": "Director General",
        "organisation": "Ministry of Posts", "starts_on": date(2022, 1, 1),
    }  # fmt: skip
    return Post(**said | fields)  # type: ignore[arg-type]


def a_meeting(**fields: object) -> Meeting:
    said = {"id": "meeting", "members": ("la",), "title": "Talk", "held_on": date(2025, 5, 2)}
    return Meeting(**said | fields)  # type: ignore[arg-type]


CARD = b"a visiting card"


def entered(snapshot: Snapshot, *new: Record) -> Plan:
    kept = {sha256(CARD).hexdigest(): CARD}
    return Plan("contact.add", tuple(map(Put, new)), files=kept)


# ------------------------------------------------------------------ a person and their posts


def test_a_person_and_their_posts_are_entered_as_one_step(desk: Desk):
    done = desk.do(contacts.save_contact, a_contact(), [a_post(contact=""), a_post("", "second")])
    assert done.step is not None
    assert done.step.subject == ("la", "bounmy")
    assert [post.contact for post in desk.snapshot.all(Post)] == ["bounmy", "bounmy"]
    desk.undo()
    assert not desk.snapshot.all(Contact)
    assert not desk.snapshot.all(Post)


def test_a_post_that_says_nothing_is_left_out(desk: Desk):
    desk.do(contacts.save_contact, a_contact(), [Post(contact="bounmy"), Post(title=" ")])
    assert not desk.snapshot.all(Post)


def test_a_person_and_a_post_are_edited_as_one_step(desk: Desk):
    desk.do(contacts.save_contact, a_contact(), [a_post()])
    base = desk.snapshot.get(Contact, "bounmy")
    renamed = replace(base, form_of_address="H.E.")
    desk.do(contacts.save_contact, renamed, [a_post(title="Minister")], base)
    assert desk.snapshot.get(Contact, "bounmy").form_of_address == "H.E."
    assert desk.snapshot.get(Post, "post").title == "Minister"
    desk.undo()
    assert desk.snapshot.get(Post, "post").title == "Director General"


def test_a_post_ends_with_its_successor_and_what_is_to_be_done_in_one_step(desk: Desk):
    desk.do(contacts.save_contact, a_contact(), [a_post()])
    before = desk.snapshot
    post = before.get(Post, "post")
    khamla = a_contact("khamla", "Khamla Sy")
    ask = FollowUp(id="ask", what="Have it confirmed", member="la")
    new = contacts.heir(post, "khamla", YESTERDAY, id="next")
    desk.do(contacts.end_post, post, YESTERDAY, new, [khamla], [ask])
    after = desk.snapshot
    assert after.get(Post, "post").ends_on == YESTERDAY
    taken = after.get(Post, "next")
    assert (taken.predecessor, taken.starts_on, taken.title) == ("post", TODAY, "Director General")
    assert posts.successor_of(after, after.get(Post, "post")) == taken
    assert after.find(FollowUp, "ask")
    desk.undo()
    assert desk.snapshot == before


def test_nobody_succeeds_themselves(desk: Desk):
    desk.do(contacts.save_contact, a_contact(), [a_post()])
    post = desk.snapshot.get(Post, "post")
    with pytest.raises(InvalidRecord) as refused:
        desk.do(contacts.end_post, post, TODAY, contacts.heir(post, "bounmy", TODAY))
    assert set(refused.value.problems) == {"successor"}


def test_a_post_cannot_end_before_it_began(desk: Desk):
    desk.do(contacts.save_contact, a_contact(), [a_post()])
    with pytest.raises(InvalidRecord) as refused:
        desk.do(contacts.end_post, desk.snapshot.get(Post, "post"), date(2020, 1, 1))
    assert set(refused.value.problems) == {"ends_on"}


def test_a_post_left_without_a_successor_says_so(desk: Desk):
    desk.do(contacts.save_contact, a_contact(), [a_post()])
    done = desk.do(contacts.end_post, desk.snapshot.get(Post, "post"), YESTERDAY)
    assert [str(w) for w in done.warnings] == [
        "Saved. Nobody is entered yet who follows as Director General."
    ]


def test_a_person_is_deleted_with_their_posts_and_their_successor_stays(desk: Desk):
    desk.do(contacts.save_contact, a_contact(), [a_post()])
    post = desk.snapshot.get(Post, "post")
    new = contacts.heir(post, "khamla", YESTERDAY, id="next")
    desk.do(contacts.end_post, post, YESTERDAY, new, [a_contact("khamla", "Khamla Sy")])
    before = desk.snapshot
    desk.do(records.remove, desk.snapshot.get(Contact, "bounmy"))
    assert [p.id for p in desk.snapshot.all(Post)] == ["next"]
    assert desk.snapshot.get(Post, "next").predecessor == ""
    desk.undo()
    assert desk.snapshot == before


# ------------------------------------------------------------------ what leavers have said


def _said(ends_on: date | None, **fields: object) -> tuple[Snapshot, Pledge]:
    pledge = a_pledge(id="word", speaker="bounmy", **fields)
    people = [a_contact(), a_post(ends_on=ends_on)]
    return a_snapshot([LAOS], [pledge], others=people), pledge


@pytest.mark.parametrize("ends_on", [date(2025, 6, 1), TODAY])
def test_a_pledge_rests_on_someone_who_has_left_the_post_since(ends_on: date):
    snapshot, pledge = _said(ends_on)
    post = posts.left_since(snapshot, pledge)
    assert post is not None
    assert post.ends_on == ends_on


@pytest.mark.parametrize("ends_on", [None, TODAY + timedelta(days=1), date(2025, 4, 2)])
def test_a_pledge_of_someone_in_post_or_made_outside_it_rests_on_no_leaver(ends_on: date | None):
    assert posts.left_since(*_said(ends_on)) is None


def test_a_speaker_known_by_name_only_is_never_taken_for_a_leaver():
    snapshot, pledge = _said(date(2025, 6, 1))
    typed = replace(pledge, speaker="", said_by="Bounmy Vong")
    assert posts.left_since(snapshot, typed) is None


def test_whoever_holds_another_post_of_that_day_still_has_not_left():
    snapshot, pledge = _said(date(2025, 6, 1))
    second = a_post(id="second", role=Role.DELEGATE)
    people = (*snapshot.all(Contact), *snapshot.all(Post), second)
    both = a_snapshot([LAOS], [pledge], others=people)
    assert posts.left_since(both, pledge) is None


def test_a_stance_that_rests_on_a_leaver_says_so_and_names_whom_to_ask():
    snapshot, pledge = _said(date(2025, 6, 1))
    assert telling.left_since(pledge, snapshot) == (
        "Given by someone who has left the post (1 Jun 2025)."
    )
    khamla = a_contact("khamla", "Khamla Sy")
    new = contacts.heir(snapshot.get(Post, "post"), "khamla", date(2025, 6, 1))
    followed = a_snapshot(
        [LAOS], [pledge], others=[*snapshot.all(Contact), *snapshot.all(Post), khamla, new]
    )
    sentence = "Given by someone who has left the post (1 Jun 2025); ask Khamla Sy to confirm it."
    assert telling.left_since(pledge, followed) == sentence
    held = stance(followed, "la", "th-ca")
    assert sentence in telling.cautions(held, followed)
    assert sentence not in telling.cautions(held)


def test_what_was_given_in_a_post_is_what_still_counts_of_it():
    old = a_pledge(id="old", speaker="bounmy", given_on=date(2025, 3, 1))
    new = a_pledge(id="new", speaker="bounmy", given_on=date(2025, 4, 1))
    before = a_pledge(id="before", speaker="bounmy", given_on=date(2021, 1, 1), candidacy="th-poc")
    snapshot = a_snapshot([LAOS], [old, new, before], others=[a_contact(), a_post()])
    assert [p.id for p in contacts.given_in(snapshot, a_post())] == ["new"]


def test_whoever_left_on_the_last_day_is_told_so_everywhere():
    snapshot, _ = _said(TODAY)
    contact, post = a_contact(), snapshot.get(Post, "post")
    assert posts.has_left(snapshot, contact)
    assert telling.tenure(post, snapshot).startswith("left")


def test_the_last_contact_is_a_meeting_or_a_word_that_has_been():
    others = [a_contact(), a_meeting(their_people=("bounmy",))]
    coming = a_meeting(id="later", held_on=TODAY + timedelta(days=3), our_people=("bounmy",))
    snapshot = a_snapshot([LAOS], others=[*others, coming])
    assert contacts.last_contact(snapshot, "bounmy") == date(2025, 5, 2)
    said = a_pledge(speaker="bounmy", given_on=date(2025, 6, 2))
    assert contacts.last_contact(
        a_snapshot([LAOS], [said], others=[*others, coming]), "bounmy"
    ) == date(2025, 6, 2)
    assert [m.id for m in contacts.meetings_of(snapshot, "bounmy")] == ["later", "meeting"]
    assert contacts.last_contact(snapshot, "nobody") is None


# ------------------------------------------------------------------ likely duplicates

SAME = [
    ("Somchai Jaidee", "สมชาย ใจดี"),
    ("JAIDEE, Somchai", "นายสมชาย ใจดี"),
    ("Chanpen Wongsawat", "จันทร์เพ็ญ วงศ์สวัสดิ์"),
    ("Anutin Charnvirakul", "ฯพณฯ อนุทิน ชาญวีรกูล"),
    ("Somsavat Lengsavad", "ທ່ານ ສົມສະຫວາດ ເລັ່ງສະຫວັດ"),
    ("Bounnhang Vorachith", "ບຸນຍັງ ວໍລະຈິດ"),
    ("LAVROV, Sergei V.", "г-н Сергей Лавров"),
    ("Yevgeny Ivanov", "Евгений Иванов"),
    ("Mr Muhammad Salim", "السيد محمد السالم"),
    ("Abdulrahman Hassan", "عبد الرحمن حسن"),
    ("George Papadopoulos", "κ. Γιώργος Παπαδόπουλος"),
    ("Xiaoming Wang", "王小明先生"),
    ("Kim Cheol-su", "김철수"),
    ("Taro Yamada", "やまだ たろう"),
    ("Eloise Muller", "Mme Éloïse Müller"),
    ("J. Dupont", "Jean Dupont"),
    ("Dr. Jean-Pierre Dupont", "S.E. M. DUPONT Jean Pierre"),
    ("Maria da Silva Santos", "Maria Santos"),
    ("Somchai", "Somchai Jaidee"),
]
DIFFERENT = [
    ("Contact 12 (demo)", "Contact 13 (demo)"),
    ("ผู้ติดต่อ ๑๒", "ผู้ติดต่อ ๑๓"),
    ("Samir Haddad", "Somar Hadidi"),
    ("Jean Dupont", "Jean Martin"),
    ("สมชาย ใจดี", "สมศักดิ์ ใจดี"),
    ("Somchai Jaidee", "Somsak Jaidee"),
    ("Mohamed Ali", "محمد السالم"),
    ("Sergey Lavrov", "Сергей Иванов"),
    ("Kim Cheol-su", "김영희"),
    ("J. Dupont", "Marie Dupont"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_name_is_known_again_in_another_script_order_or_spelling(one: str, other: str):
    assert alike.likeness(one, other) >= alike.ENOUGH
    assert alike.likeness(other, one) >= alike.ENOUGH


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_people_are_not_taken_for_the_same(one: str, other: str):
    assert alike.likeness(one, other) < alike.ENOUGH


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_mutual_and_between_nothing_and_all(one: str, other: str):
    there, back = alike.likeness(one, other), alike.likeness(other, one)
    assert there == pytest.approx(back)
    assert 0 <= there <= 1


def test_duplicates_are_looked_for_in_the_same_country_or_in_none():
    people = [
        a_contact("laos", "Somchai Jaidee"),
        a_contact("kenya", "Somchai Jaidee", member="ke"),
        a_contact("nowhere", "Jaidee Somchai", member=""),
    ]
    snapshot = a_snapshot([LAOS, KENYA], others=people)

    def found(member: str, but: str = "") -> set[str]:
        likes = contacts.likely_duplicates(snapshot, "สมชาย ใจดี", member, but=but)
        return {like.contact.id for like in likes}

    assert found("la") == {"laos", "nowhere"}
    assert found("fr") == {"nowhere"}
    assert found("") == {"laos", "kenya", "nowhere"}
    assert found("la", but="laos") == {"nowhere"}


def test_names_in_other_scripts_count_on_both_sides():
    known = a_contact("known", "联系人", other_names=("Xiaoming Wang",))
    snapshot = a_snapshot([LAOS], others=[known])
    likes = contacts.likely_duplicates(snapshot, "Somebody Else", "la", ["王小明"])
    assert [(like.contact.id, like.name) for like in likes] == [("known", "Xiaoming Wang")]
    assert contacts.likely_duplicates(snapshot, "x", "la") == []


def test_two_thousand_people_are_compared_while_one_types():
    people = [
        a_contact(f"p{n}", f"{first} {last}", member="", other_names=(f"{last} {first}",))
        for n, (first, last) in enumerate(
            (f"{a}{b}", f"{c}{d}")
            for a in ("Som", "Vi", "Jean", "Mo", "Ser")
            for b in ("chai", "ra", "pierre", "hamed", "gey", "nid", "kul", "sak", "tor", "lek")
            for c in ("Jai", "Wong", "Sri", "Thong")
            for d in ("dee", "sawat", "vong", "dara", "kham", "phet", "suk", "chit", "rat", "bun")
        )
    ]
    snapshot = a_snapshot(others=people)
    contacts.spell_ahead(snapshot)
    contacts.likely_duplicates(snapshot, "Somchai J")
    began = perf_counter()
    found = contacts.likely_duplicates(snapshot, "Somchai Jaide")
    took = perf_counter() - began
    assert found[0].contact.name == "Somchai Jaidee"
    assert took < 0.25  # 0.03 s on a quiet machine


# ------------------------------------------------------------------ two become one


def test_what_only_one_says_is_kept_and_what_both_may_have_is_united():
    keep = a_contact(name="Bounmy", languages=("lo",), form_of_address="Mr")
    lose = a_contact("other", "ບຸນມີ", languages=("fr", "lo"), reach=("email: b@la",), notes="old")
    merged = merging.united(keep, lose)
    assert merged.id == "bounmy"
    assert merged.name == "Bounmy"
    assert merged.other_names == ("ບຸນມີ",)
    assert merged.languages == ("lo", "fr")
    assert (merged.reach, merged.notes) == (("email: b@la",), "old")
    assert merging.differences(keep, lose) == ["name", "languages"]


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Two contacts that are one person, each named by records of every kind."""
    people = [
        a_contact(name="Bounmy Vong", languages=("lo",)),
        a_contact("double", "ບຸນມີ ວົງ", languages=("fr",), notes="met in Geneva", member=""),
        a_contact("third", "Khamla Sy"),
        a_post(),
        a_post("double", "theirs", title="Delegate", predecessor="post"),
        a_meeting(their_people=("third", "double", "bounmy"), our_people=("double",)),
        a_meeting(id="alone", their_people=("double", "third")),
        a_pledge(id="word", speaker="double"),
        Evidence(id="card", about="double", name="card.jpg", sha256=sha256(CARD).hexdigest()),
        Note(id="note", text="met him", sorted_into="double"),
    ]
    desk.do(entered, *people)
    return desk


def join(desk: Desk, **chosen: object) -> str:
    keep, lose = (desk.snapshot.get(Contact, id) for id in ("bounmy", "double"))
    merged = replace(merging.united(keep, lose), **chosen)  # type: ignore[arg-type]
    step = desk.do(merging.merge, keep, lose, merged).step
    assert step is not None
    return step.id


def part(desk: Desk) -> list[str]:
    """Un-merge, and give the warnings."""
    [merge] = merging.merges(desk.steps_on("bounmy"), desk.snapshot)
    step = desk.step(merge.step)
    done = desk.do(merging.unmerge, step, desk.replaced_by(step))
    return [words.say(warning, desk.snapshot) for warning in done.warnings]


def test_merging_moves_every_link_as_one_step(two: Desk):
    before = two.snapshot
    join(two)
    after = two.snapshot
    assert after.find(Contact, "double") is None
    assert after.get(Contact, "bounmy").notes == "met in Geneva"
    assert after.get(Post, "theirs").contact == "bounmy"
    assert after.get(Meeting, "meeting").their_people == ("third", "bounmy")
    assert after.get(Meeting, "meeting").our_people == ("bounmy",)
    assert after.get(Meeting, "alone").their_people == ("bounmy", "third")
    assert after.get(Pledge, "word").speaker == "bounmy"
    assert after.get(Evidence, "card").about == "bounmy"
    assert after.get(Note, "note").sorted_into == "bounmy"
    assert two.check().sound
    two.undo()
    assert two.snapshot == before


def test_every_field_that_names_a_contact_is_moved():
    from upudesk.model import REFERENCES

    named = {(k, f) for k, fs in REFERENCES.items() for f, kind in fs.items() if kind == "contact"}
    assert named == {(k, f) for k, fs in merging._NAMING.items() for f in fs}


def test_nobody_is_merged_with_themselves(two: Desk):
    bounmy = two.snapshot.get(Contact, "bounmy")
    with pytest.raises(InvalidRecord):
        two.do(merging.merge, bounmy, bounmy, bounmy)


def test_unmerging_brings_both_back_with_all_links(two: Desk):
    before = two.snapshot
    join(two)
    assert part(two) == []
    assert two.snapshot == before
    assert merging.merges(two.steps_on("bounmy"), two.snapshot) == []
    two.undo()
    assert two.snapshot.find(Contact, "double") is None
    two.redo()
    assert two.snapshot == before


def test_unmerging_works_after_a_restart(two: Desk, reopen: Callable[..., Desk]):
    before = two.snapshot
    join(two)
    two.close()
    again = reopen(two)
    assert part(again) == []
    assert again.snapshot.tables == before.tables
    assert again.check().sound


def test_unmerging_works_after_the_merge_was_undone_and_done_again(two: Desk):
    before = two.snapshot
    join(two)
    two.undo()
    assert merging.merges(two.steps_on("bounmy"), two.snapshot) == []
    two.redo()
    assert part(two) == []
    assert two.snapshot == before


def test_unmerging_after_later_edits_gives_back_what_still_stands(two: Desk):
    join(two)
    meeting = two.snapshot.get(Meeting, "alone")
    two.do(records.put, replace(meeting, their_people=("bounmy",), title="Longer talk"), meeting)
    pledge = two.snapshot.get(Pledge, "word")
    two.do(records.put, replace(pledge, speaker="third"), pledge)
    bounmy = two.snapshot.get(Contact, "bounmy")
    later = replace(bounmy, notes="met in Bern", other_names=(*bounmy.other_names, "Boun"))
    two.do(records.put, later, bounmy)
    warnings = part(two)
    after = two.snapshot
    assert after.get(Meeting, "alone").their_people == ("double",)
    assert after.get(Meeting, "alone").title == "Longer talk"
    assert after.get(Meeting, "meeting").their_people == ("third", "double", "bounmy")
    assert after.get(Pledge, "word").speaker == "third"
    assert after.get(Contact, "bounmy").notes == "met in Bern"
    assert after.get(Contact, "bounmy").other_names == ("Boun",)
    assert after.get(Contact, "bounmy").languages == ("lo",)
    assert after.get(Contact, "double").notes == "met in Geneva"
    assert sorted(warnings) == [
        "“contact who said it” was changed after the merge and stays as it is now: Laos.",
        "“notes” was changed after the merge and stays as it is now: Bounmy Vong.",
    ]


def test_unmerging_leaves_deleted_records_deleted_and_says_so(two: Desk):
    join(two)
    two.do(records.remove, two.snapshot.get(Pledge, "word"))
    assert part(two) == [
        "A record that the merge had moved was deleted since and stays so: pledge."
    ]
    assert two.snapshot.find(Pledge, "word") is None


def test_what_was_logged_after_the_merge_stays_with_the_one_that_stayed(two: Desk):
    join(two)
    two.do(records.put, a_meeting(id="new", their_people=("bounmy",)))
    part(two)
    assert two.snapshot.get(Meeting, "new").their_people == ("bounmy",)


def test_a_merge_whose_contact_is_gone_is_not_offered_and_refused(two: Desk):
    step = two.step(join(two))
    keep, third = (two.snapshot.get(Contact, id) for id in ("bounmy", "third"))
    two.do(merging.merge, third, keep, merging.united(third, keep))
    assert merging.merges(two.steps_on("bounmy"), two.snapshot)[0].keep == "third"
    with pytest.raises(UnknownRecord):
        two.do(merging.unmerge, step, two.replaced_by(step))


def test_merges_within_merges_come_apart_one_after_the_other(two: Desk):
    before = two.snapshot
    join(two)
    keep, third = (two.snapshot.get(Contact, id) for id in ("bounmy", "third"))
    two.do(merging.merge, third, keep, merging.united(third, keep))
    for _ in range(2):
        [merge, *_rest] = merging.merges(two.steps(), two.snapshot)
        step = two.step(merge.step)
        assert not two.do(merging.unmerge, step, two.replaced_by(step)).warnings
    assert two.snapshot == before


def test_two_that_are_two_already_are_not_taken_apart_again(two: Desk):
    step = two.step(join(two))
    before = two.replaced_by(step)
    part(two)
    with pytest.raises(InvalidRecord):
        two.do(merging.unmerge, step, before)


IDS = ("a", "b", "c")
people = st.lists(st.sampled_from(IDS), max_size=3, unique=True).map(tuple)


@settings(max_examples=25)
@given(
    names=st.lists(st.text("ab ก", min_size=1).filter(str.strip), min_size=3, max_size=3),
    languages=st.lists(
        st.lists(st.sampled_from(["th", "fr"]), unique=True), min_size=3, max_size=3
    ),
    meetings=st.lists(st.tuples(people, people), max_size=3),
    speakers=st.lists(st.sampled_from(("", *IDS)), max_size=3),
)
def test_merging_and_unmerging_is_as_if_nothing_had_been(
    make_desk, names, languages, meetings, speakers
):
    desk = make_desk(f"case{perf_counter()}")
    known = [
        *(
            a_contact(id, name, languages=tuple(spoken))
            for id, name, spoken in zip(IDS, names, languages, strict=True)
        ),
        *(a_post(id, f"post-{id}") for id in IDS),
        *(
            a_meeting(id=f"m{n}", our_people=ours, their_people=theirs)
            for n, (ours, theirs) in enumerate(meetings)
        ),
        *(a_pledge(id=f"p{n}", speaker=who) for n, who in enumerate(speakers)),
    ]  # fmt: skip
    desk.do(entered, *known)
    before = desk.snapshot
    keep, lose = desk.snapshot.get(Contact, "a"), desk.snapshot.get(Contact, "b")
    step = desk.do(merging.merge, keep, lose, merging.united(keep, lose)).step
    assert not merging.naming(desk.snapshot, lose)
    step = desk.step(step.id)
    assert not desk.do(merging.unmerge, step, desk.replaced_by(step)).warnings
    assert desk.snapshot == before
    desk.close()


def test_a_record_that_others_name_is_still_not_deleted(two: Desk):
    with pytest.raises(InvalidRecord):
        plans.check(Plan("x", (Remove(two.snapshot.get(Contact, "double")),)), two.snapshot, {})
    assert FRANCE.id in two.snapshot.tables["member"]
