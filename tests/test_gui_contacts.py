"""The people in the window: entered, doubted, followed out of their posts, merged and parted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox, QWidget

from tests.builders import TODAY, a_pledge
from tests.gui import a_window, controls, dialog, fill, pick, plain
from upudesk import i18n
from upudesk.campaign import contacts, merging, records
from upudesk.campaign.plan import Plan, Put
from upudesk.desk import Desk
from upudesk.gui.contact_form import ContactForm
from upudesk.gui.contacts_page import ContactsPage
from upudesk.gui.end_post_form import EndPostForm
from upudesk.gui.entry import Entry
from upudesk.gui.merge_form import MergeForm
from upudesk.gui.record_form import RecordForm
from upudesk.gui.tongues_field import TonguesField
from upudesk.gui.window import MainWindow
from upudesk.model import Contact, FollowUp, Meeting, Pledge, Post, Record, Role
from upudesk.snapshot import Snapshot

LANGUAGES = ("th", "en", "fr")


def entered(_snapshot: Snapshot, *new: Record) -> Plan:
    return Plan("contact.add", tuple(map(Put, new)))


BOUNMY = Contact(
    id="bounmy", member="la", name="Bounmy Vong", languages=("lo", "fr"), form_of_address="H.E."
)
DOUBLE = Contact(id="double", member="la", name="ບຸນມີ ວົງ", languages=("en",), notes="met in Bern")
KHAMLA = Contact(id="khamla", member="la", name="Khamla Sy")
GENERAL = Post(
    id="general", contact="bounmy", role=Role.MINISTRY, title="Director General",
    organisation="Ministry of Posts", starts_on=date(2022, 1, 1),
)  # fmt: skip
TALK = Meeting(
    id="talk", members=("la",), title="Talk", held_on=date(2025, 5, 2),
    their_people=("bounmy", "khamla"),
)  # fmt: skip
WORD = a_pledge(id="word", speaker="bounmy", given_on=date(2025, 5, 2))


@pytest.fixture
def people(desk: Desk) -> Desk:
    desk.do(entered, BOUNMY, KHAMLA, GENERAL, TALK, WORD)
    return desk


@pytest.fixture
def window(qapp, people: Desk) -> Iterator[MainWindow]:
    with a_window(people) as window:
        window.turn_to("contacts")
        settle()
        yield window


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def page_of(window: MainWindow) -> ContactsPage:
    page = window.pages["contacts"]
    assert isinstance(page, ContactsPage)
    return page


def look_at(window: MainWindow, id: str) -> None:
    window.workplace.show(id)
    settle()


def detail(window: MainWindow) -> QWidget:
    settle()
    shown = page_of(window).detail.widget()
    assert shown is not None
    return shown


def shown(window: MainWindow) -> str:
    labels = detail(window).findChildren(QLabel)
    return "\n".join(plain(label.text()) for label in labels).replace("\u200b", "")


def press(window: MainWindow, name: str) -> None:
    """Press a button of the detail pane by its accessible name."""
    found = [b for b in detail(window).findChildren(QAbstractButton) if b.accessibleName() == name]
    assert len(found) == 1, [
        b.accessibleName() for b in detail(window).findChildren(QAbstractButton)
    ]
    found[0].click()


def save(form: Entry) -> None:
    form.save.click()
    settle()


def speak(window: MainWindow, language: str) -> None:
    window.workplace.prefer(language=language)
    settle()


# ------------------------------------------------------------------ the list and the person


def test_the_list_shows_who_is_what_and_when_last_met(window: MainWindow):
    listing = page_of(window).listing
    cells = [
        [listing.model.cell(listing.model.index(row, column)).text for column in range(8)]
        for row in range(2)
    ]
    assert cells[0] == [
        "Bounmy Vong", "Laos", "Director General", "ministry", "2 May 2025", "Ministry of Posts",
        "Lao, French", "1 Jan 2022",
    ]  # fmt: skip
    assert cells[1][:5] == ["Khamla Sy", "Laos", "", "", "2 May 2025"]
    assert listing.count.text() == "2 contacts"


def test_a_person_is_found_by_post_and_by_a_name_in_another_script(window: MainWindow):
    page, workplace = page_of(window), window.workplace
    known = replace(BOUNMY, other_names=("ບຸນມີ",))
    workplace.do(records.put, known, BOUNMY)
    for typed in ("director", "ບຸນມີ", "bounmy ministry"):
        page.listing.filter.setText(typed)
        settle()
        assert [row.contact.id for row in page.listing.model.rows] == ["bounmy"], typed


def test_facets_tell_who_left_and_who_has_no_post(window: MainWindow):
    page, workplace = page_of(window), window.workplace
    workplace.do(contacts.end_post, GENERAL, date(2025, 6, 1))
    held = page.listing.choices["held"]
    found = {}
    for asked in ("held", "left", "none"):
        pick(held, asked)
        found[asked] = [row.contact.id for row in page.listing.model.rows]
    assert found == {"held": [], "left": ["bounmy"], "none": ["khamla"]}
    pick(held, None)
    pick(page.listing.choices["role"], Role.MINISTRY)
    assert [row.contact.id for row in page.listing.model.rows] == ["bounmy"]


def test_our_own_people_are_contacts_too(window: MainWindow):
    window.workplace.do(entered, Contact(id="suda", member="th", name="สุดา ใจดี"))
    pick(page_of(window).listing.choices["group"], "ours")
    assert [row.contact.id for row in page_of(window).listing.model.rows] == ["suda"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Lao, French", "Director General", "Ministry of Posts", "5 firm yes", "Talk")),
        ("th", ("ลาว, ฝรั่งเศส", "Director General", "Ministry of Posts", "Talk")),
        ("fr", ("lao, français", "Director General", "Ministry of Posts", "Talk")),
    ],
)
def test_everything_of_a_person_stands_beside_the_list(window: MainWindow, language, words):
    speak(window, language)
    look_at(window, "bounmy")
    for said in words:
        assert said in shown(window)


def test_a_fact_of_a_person_is_edited_where_it_stands(window: MainWindow, people: Desk):
    look_at(window, "bounmy")
    press(window, "Languages: Lao, French. Edit")
    line = detail(window).findChild(TonguesField)
    assert line is not None
    line.setText("ไทย, anglais")
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle()
    assert people.snapshot.get(Contact, "bounmy").languages == ("th", "en")


# ------------------------------------------------------------------ entering


def test_a_person_is_entered_with_a_post_as_one_step(window: MainWindow, people: Desk):
    page_of(window).listing.new.click()
    form = dialog(ContactForm)
    fill(form, name="Dara Keo", member="Laos", languages="Lao, khmer", reach="email: d@la")
    fill(form, title="Director of posts", organisation="Lao Post", starts_on="1 March 2024")
    pick(form.form.fields["role"], Role.OPERATOR)
    save(form)
    [dara] = [c for c in people.snapshot.all(Contact) if c.name == "Dara Keo"]
    assert (dara.member, dara.languages, dara.reach) == ("la", ("lo", "km"), ("email: d@la",))
    [post] = people.snapshot.posts_of[dara.id]
    assert (post.role, post.title, post.starts_on) == (
        Role.OPERATOR, "Director of posts", date(2024, 3, 1),
    )  # fmt: skip
    assert "Director of posts" in shown(window)
    people.undo()
    assert dara.id not in people.snapshot.tables["post"]
    assert len(people.snapshot.all(Contact)) == 2


def test_a_person_is_entered_from_the_page_of_the_country_which_stays(
    window: MainWindow, people: Desk
):
    window.turn_to("countries", "ke")
    settle()
    [add] = [
        b for b in window.countries.detail.widget().findChildren(QAbstractButton)
        if plain(b.text()) == "+ Contact"
    ]  # fmt: skip
    add.click()
    form = dialog(ContactForm)
    fill(form, name="Wanjiru Kamau")
    save(form)
    assert [c.name for c in people.snapshot.contacts_of["ke"]] == ["Wanjiru Kamau"]
    assert window.page == "countries"


@pytest.mark.parametrize("what", ["follow_up", "undertaking"])
def test_the_page_of_a_country_leads_to_the_other_forms_too(window: MainWindow, what: str):
    window.turn_to("countries", "ke")
    settle()
    window.countries.asked.emit(what, "ke")
    form = dialog(RecordForm)
    assert form.form.fields["member"].value() == "ke"  # type: ignore[attr-defined]
    form.reject()


def test_a_contact_without_a_name_is_refused_beside_its_field(window: MainWindow):
    page_of(window).listing.new.click()
    form = dialog(ContactForm)
    save(form)
    assert form.isVisible()
    assert form.form.fields["name"].accessibleDescription() == "A contact needs a name."
    form.reject()


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_may_be_entered_already_is_shown_while_typing(
    window: MainWindow, people: Desk, language: str
):
    speak(window, language)
    page_of(window).listing.new.click()
    form = dialog(ContactForm)
    fill(form, member="LA")
    fill(form, name="ທ່ານ ບຸນມີ ວົງ")
    QTest.qWait(120)
    assert [like.contact.id for like in form.name.likes] == ["bounmy"]
    assert form.name.panel.isVisible()
    assert "Bounmy Vong" in form.name.line.accessibleDescription()
    [button] = form.name.panel.findChildren(QAbstractButton)
    button.click()
    settle()
    assert not [
        w for w in QApplication.topLevelWidgets() if isinstance(w, ContactForm) and w.isVisible()
    ]
    assert page_of(window).listing.current() == "bounmy"
    assert len(people.snapshot.all(Contact)) == 2


def test_people_of_another_country_are_no_duplicates(window: MainWindow):
    page_of(window).listing.new.click()
    form = dialog(ContactForm)
    fill(form, member="Kenya")
    fill(form, name="Bounmy Vong")
    QTest.qWait(120)
    assert form.name.likes == []
    fill(form, member="Laos")
    QTest.qWait(120)
    assert [like.contact.id for like in form.name.likes] == ["bounmy"]
    form._touched = False
    form.reject()


def test_a_person_is_edited_with_enter_on_the_row(window: MainWindow, people: Desk):
    look_at(window, "bounmy")
    page_of(window).listing.opened.emit("bounmy")
    form = dialog(ContactForm)
    assert not form.name.likes
    fill(form, form_of_address="Dr")
    save(form)
    assert people.snapshot.get(Contact, "bounmy").form_of_address == "Dr"
    assert people.snapshot.get(Contact, "bounmy").languages == ("lo", "fr")


# ------------------------------------------------------------------ posts


def test_a_second_post_is_entered_and_stands_in_the_timeline(window: MainWindow, people: Desk):
    look_at(window, "bounmy")
    press(window, "New post")
    form = dialog(RecordForm)
    fill(form, title="Head of delegation", starts_on="1 August 2025")
    pick(form.form.fields["role"], Role.DELEGATE)
    save(form)
    assert [p.title for p in people.snapshot.posts_of["bounmy"]] == [
        "Director General", "Head of delegation",
    ]  # fmt: skip
    text = shown(window)
    assert text.index("Head of delegation") < text.index("Director General")
    assert "Jan 2022 – now" in text


def test_ending_a_post_asks_for_the_successor_and_for_what_the_leaver_gave(
    window: MainWindow, people: Desk
):
    before = people.snapshot
    look_at(window, "bounmy")
    press(window, "End this post: Director General")
    form = dialog(EndPostForm)
    [tick] = form.confirm.ticks
    assert "5 firm yes" in tick.text()
    assert "2 May 2025" in tick.text()
    fill(form, ends_on="1 August 2025", successor="Khamla Sy")
    save(form)
    after = people.snapshot
    assert after.get(Post, "general").ends_on == date(2025, 8, 1)
    [taken] = after.posts_of["khamla"]
    assert (taken.predecessor, taken.title) == ("general", "Director General")
    assert taken.starts_on == date(2025, 8, 2)
    [ask] = after.all(FollowUp)
    assert (ask.pledge, ask.member) == ("word", "la")
    assert ask.due_on == TODAY + timedelta(days=14)
    assert ask.what.startswith("Have Khamla Sy confirm what Bounmy Vong said: CA")
    text = shown(window)
    assert "left 1 Aug 2025" in text
    assert "Given by someone who has left the post (1 Aug 2025); ask Khamla Sy" in text
    assert "followed by Khamla Sy" in [
        b.text() for b in detail(window).findChildren(QAbstractButton)
    ]
    people.undo()
    assert people.snapshot == before


def test_a_successor_who_is_not_known_yet_is_made_and_unticked_pledges_are_left(
    window: MainWindow, people: Desk
):
    look_at(window, "bounmy")
    press(window, "End this post: Director General")
    form = dialog(EndPostForm)
    form.confirm.ticks[0].click()
    fill(form, successor="ดารา แก้ว", title="Acting Director General")
    save(form)
    [dara] = [c for c in people.snapshot.all(Contact) if c.name == "ดารา แก้ว"]
    assert dara.member == "la"
    assert people.snapshot.posts_of[dara.id][0].title == "Acting Director General"
    assert not people.snapshot.all(FollowUp)


def test_a_successor_with_a_like_name_is_taken_from_below_the_field(
    window: MainWindow, people: Desk
):
    look_at(window, "bounmy")
    press(window, "End this post: Director General")
    form = dialog(EndPostForm)
    fill(form, successor="Kamla Sy")
    QTest.qWait(120)
    [button] = form.successor.panel.findChildren(QAbstractButton)
    button.click()
    save(form)
    assert [p.contact for p in people.snapshot.all(Post)] == ["bounmy", "khamla"]
    assert len(people.snapshot.all(Contact)) == 2


def test_a_post_is_edited_and_its_end_is_left_to_the_form_that_asks_who_follows(
    window: MainWindow, people: Desk
):
    look_at(window, "bounmy")
    press(window, "Edit: Director General")
    form = dialog(RecordForm)
    assert "ends_on" not in form.form.fields
    fill(form, title="Secretary General")
    save(form)
    assert people.snapshot.get(Post, "general").title == "Secretary General"
    workplace = window.workplace
    workplace.do(contacts.end_post, people.snapshot.get(Post, "general"), date(2025, 6, 1))
    press(window, "Edit: Secretary General")
    form = dialog(RecordForm)
    fill(form, ends_on="1/7/2025")
    save(form)
    assert people.snapshot.get(Post, "general").ends_on == date(2025, 7, 1)


def test_a_post_that_was_never_held_is_deleted_from_its_form(window: MainWindow, people: Desk):
    look_at(window, "bounmy")
    press(window, "Edit: Director General")
    form = dialog(RecordForm)
    [delete] = [b for b in form.buttons.buttons() if plain(b.text()) == "Delete the post"]
    delete.click()
    settle()
    assert not people.snapshot.all(Post)
    people.undo()
    assert people.snapshot.get(Post, "general") == GENERAL


def test_a_name_in_another_script_finds_whom_a_meeting_was_with():
    from upudesk.gui.people_field import matching

    assert matching([KHAMLA, DOUBLE], "Bounmy Vong") == [DOUBLE]
    assert matching([DOUBLE, KHAMLA], "Kha") == [KHAMLA]


def test_a_post_may_end_without_anyone_following(window: MainWindow, people: Desk):
    look_at(window, "bounmy")
    press(window, "End this post: Director General")
    form = dialog(EndPostForm)
    fill(form, ends_on="")
    save(form)
    assert form.isVisible()  # the last day is needed
    fill(form, ends_on="31/7/2025")
    save(form)
    assert people.snapshot.get(Post, "general").ends_on == date(2025, 7, 31)
    assert "Have the successor confirm" in people.snapshot.all(FollowUp)[0].what


# ------------------------------------------------------------------ one of two, and two of one


@pytest.fixture
def twice(window: MainWindow) -> MainWindow:
    talk = replace(TALK, id="talk-2", their_people=("double",))
    window.workplace.do(entered, DOUBLE, talk)
    look_at(window, "bounmy")
    return window


@pytest.mark.parametrize("language", LANGUAGES)
def test_someone_entered_twice_is_hinted_at(twice: MainWindow, language: str):
    speak(twice, language)
    assert "ບຸນມີ ວົງ" in shown(twice)


def test_two_contacts_become_one_field_by_field_and_two_again(twice: MainWindow, people: Desk):
    before = people.snapshot
    press(twice, "Merge with ບຸນມີ ວົງ")
    form = dialog(MergeForm)
    assert set(form.picks.groups) == {"name", "languages"}
    form.picks.pick("name", 1)
    save(form)
    [merged] = [c for c in people.snapshot.all(Contact) if c.id != "khamla"]
    assert merged.id == "bounmy"
    assert merged.name == "ບຸນມີ ວົງ"
    assert merged.other_names == ("Bounmy Vong",)
    assert merged.languages == ("lo", "fr", "en")
    assert merged.notes == "met in Bern"
    assert people.snapshot.get(Meeting, "talk-2").their_people == ("bounmy",)
    press(twice, "Take apart: ບຸນມີ ວົງ")
    settle()
    assert people.snapshot == before
    people.undo()
    assert people.snapshot.find(Contact, "double") is None


def test_one_value_of_a_list_can_be_chosen_instead_of_both(twice: MainWindow, people: Desk):
    press(twice, "Merge with another contact")
    form = dialog(MergeForm)
    save(form)
    assert form.isVisible()  # nobody is chosen yet
    pick(form.other, "double")
    form.picks.pick("languages", 2)
    save(form)
    assert people.snapshot.get(Contact, "bounmy").languages == ("en",)


def test_two_chosen_rows_are_merged_from_the_menu(twice: MainWindow):
    page = page_of(twice)
    acts = dict(page._actions(["bounmy", "double"]))
    acts["&Merge these two…"]()
    form = dialog(MergeForm)
    assert form.other.value() == "double"
    form.reject()


def test_what_could_not_be_given_back_is_told(twice: MainWindow, people: Desk):
    keep, lose = BOUNMY, DOUBLE
    twice.workplace.do(merging.merge, keep, lose, merging.united(keep, lose))
    now = people.snapshot.get(Contact, "bounmy")
    twice.workplace.do(records.put, replace(now, notes="changed since"), now)
    told: list[Any] = []
    twice.workplace.saved.connect(lambda _step, warnings: told.extend(warnings))
    press(twice, "Take apart: ບຸນມີ ວົງ")
    assert [w.gaps["field"] for w in told] == ["notes"]


# ------------------------------------------------------------------ deleting


def test_a_contact_is_deleted_at_once_and_undo_brings_everything_back(
    window: MainWindow, people: Desk
):
    window.workplace.do(entered, Contact(id="alone", member="la", name="Somphone"),
                        Post(id="seat", contact="alone", title="Clerk"))  # fmt: skip
    before = people.snapshot
    look_at(window, "alone")
    window.activateWindow()
    settle()
    table = page_of(window).listing.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert people.snapshot.find(Contact, "alone") is None
    assert people.snapshot.find(Post, "seat") is None
    window.workplace.undo()
    assert people.snapshot == before


def test_a_contact_that_is_named_elsewhere_is_not_deleted_and_the_reason_is_told(
    window: MainWindow, people: Desk
):
    look_at(window, "bounmy")
    press(window, "Delete this contact")
    box = dialog(QMessageBox)
    assert "still named by other records" in box.text()
    box.reject()
    assert people.snapshot.find(Contact, "bounmy")
    assert people.snapshot.find(Pledge, "word")


# ------------------------------------------------------------------ manners


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name_in_every_language(twice: MainWindow, language: str):
    speak(twice, language)
    look_at(twice, "bounmy")
    page = page_of(twice)
    forms: list[Any] = [
        ContactForm(twice.workplace, parent=twice),
        ContactForm(twice.workplace, BOUNMY, twice),
        EndPostForm(twice.workplace, GENERAL, twice),
        MergeForm(twice.workplace, BOUNMY, DOUBLE, twice),
    ]
    for form in forms:
        form.open()
    settle()
    nameless = [
        (type(place).__name__, control.objectName(), type(control).__name__)
        for place in (page, *forms)
        for control in controls(place)
        if not (control.accessibleName() or getattr(control, "text", str)())
    ]
    for form in forms:
        form._touched = False
        form.reject()
    assert nameless == []
    assert i18n.current().code == language
