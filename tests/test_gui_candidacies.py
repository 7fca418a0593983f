"""The page of candidacies through its widgets: rivals, seats, rules, the electorate, findings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from tests.builders import KENYA, LAOS
from tests.gui import a_window, controls, dialog, fill, pick, type_text
from upudesk import rules, words
from upudesk.campaign import candidacies, electorate, records
from upudesk.campaign.plan import Plan, Put
from upudesk.gui.candidacies_page import CANDIDACIES, ELECTORATE, FINDINGS, RULES
from upudesk.gui.electorate import AnswerMany
from upudesk.gui.record_form import RecordForm
from upudesk.i18n import Language, use
from upudesk.model import (
    Answer,
    Candidacy,
    Certainty,
    Member,
    Result,
    Rule,
    RuleSet,
    Seats,
    Standing,
)

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
TEN = Seats(
    id="ca-4", council="ca", group=4, seats=10, source="list of 2016", certainty=Certainty.SURE
)
PROXY = Rule(
    id="proxy",
    code=rules.ONE_PROXY,
    value=1,
    applied=True,
    wording_en="A delegation may stand in for one other member only.",
    wording_th="คณะผู้แทนหนึ่งคณะทำหน้าที่แทนประเทศสมาชิกอื่นได้เพียงประเทศเดียว",
    wording_fr="Une délégation ne peut représenter qu’un seul autre pays.",
    article="General Regulations, article 101.2",
    source="General Regulations",
)
RENEWAL = Rule(id="renewal", code=rules.RENEWAL, value=1 / 3, applied=True, source="Congress")
SET = RuleSet(id="set", title_en="28th Congress", ballots_cast_before=("2021: 156",))


@pytest.fixture
def page(qtbot, desk):
    for record in (TEN, PROXY, RENEWAL, SET):
        desk.do(records.put, record)
    with a_window(desk) as window:
        window.turn_to("candidacies")
        yield window.pages["candidacies"]


def shown(widget):
    """All that is read on it."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(widget, begins):
    """Press the button whose words begin so."""
    QApplication.processEvents()
    found = [b for b in widget.findChildren(QPushButton) if b.text().startswith(begins)]
    next(b for b in found if b.isVisible()).click()
    QApplication.processEvents()


# Candidacies


def a_rival_is_typed(page, **values):
    press(page.view(CANDIDACIES), "New rival")
    form = dialog(RecordForm)
    fill(form, **values)
    form.save.click()
    QApplication.processEvents()
    return form


def test_a_rival_is_entered_with_share_spread_and_source(page, desk):
    a_rival_is_typed(page, member="Laos", share="0,62", spread="0.05", source="press")
    rival = next(c for c in desk.snapshot.all(Candidacy) if c.member == "la")
    assert (rival.share, rival.spread, rival.source) == (0.62, 0.05, "press")
    pane = page.view(CANDIDACIES)
    assert pane.listing.current() == rival.id
    assert "62%" in shown(pane.detail)
    desk.undo()
    assert rival.id not in [pane.listing.model.key_of(n) for n in range(3)]


def test_ours_stand_on_top(page, desk):
    desk.do(candidacies.enter, Candidacy(member="la", council="ca", share=0.9))
    pane = page.view(CANDIDACIES)
    assert [c.member for c in pane.listing.model.rows] == ["th", "th", "la"]
    assert pane.listing.model.cell(pane.listing.model.index(0, 0)).text == "Thailand (ours)"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"member": "Laos", "share": "1.2"}, "share", "lies between 0 and 1"),
        ({"member": "Thailand"}, "member", "already on the list for the CA"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(page, desk, typed, field, sentence):
    before = desk.snapshot.all(Candidacy)
    form = a_rival_is_typed(page, **typed)
    assert sentence in form.form.fields[field].accessibleDescription()
    assert desk.snapshot.all(Candidacy) == before
    form.done(0)


def test_shares_above_the_seats_are_refused_beside_the_share(page, desk):
    desk.do(records.put, replace(TEN, seats=1), TEN)
    desk.do(candidacies.enter, Candidacy(member="la", council="ca", share=0.7))
    desk.do(records.put, replace(LAOS, id="jp", iso2="JP", name_en="Japan"))
    form = a_rival_is_typed(page, member="Japan", share="0.6")
    assert "a ballot names 1 at most" in form.form.fields["share"].accessibleDescription()
    form.done(0)


def test_a_rival_withdraws_and_stands_again(page, desk):
    desk.do(candidacies.enter, Candidacy(id="la-ca", member="la", council="ca"))
    pane = page.view(CANDIDACIES)
    page.show_record("la-ca")
    QApplication.processEvents()
    press(pane.detail, "Withdraw")
    assert desk.snapshot.get(Candidacy, "la-ca").standing is Standing.WITHDRAWN
    press(pane.detail, "Stands again")
    assert desk.snapshot.get(Candidacy, "la-ca").standing is Standing.DECLARED


def test_the_list_is_marked_complete_where_it_is_read(page, desk):
    page.show_record("th-ca")
    pane = page.view(CANDIDACIES)
    assert "not complete" in shown(pane.detail)
    press(pane.detail, "Mark as complete")
    assert rules.seats_of(desk.snapshot, "ca", 4).complete
    assert "elected without a ballot" in shown(pane.detail)


def test_unknown_seats_are_told_as_unknown(page, desk):
    page.show_record("th-poc")
    told = shown(page.view(CANDIDACIES).detail)
    assert "not known" in told
    assert "\n0\n" not in told


# Seats and rules


def test_seats_changed_here_move_every_number_at_once(page, desk):
    page.show_record("th-ca")
    assert "at least 4 of 10 to newcomers" in shown(page.view(CANDIDACIES).detail)
    page.show_record("ca-4")
    pane = page.view(RULES)
    pane.edit_seats()
    form = dialog(RecordForm)
    assert form.form.fields["source"].text() == "list of 2016"
    fill(form, seats="7", source="letter of the bureau")
    form.save.click()
    QApplication.processEvents()
    assert rules.seats(desk.snapshot, "ca", 4) == 7
    told = shown(pane)
    assert "at least 3 of 7 to newcomers" in told
    assert "letter of the bureau" in told
    assert pane.seats.cell(pane.seats.index(3, 2)).text == "7"
    page.turn(CANDIDACIES)
    assert "at least 3 of 7 to newcomers" in shown(page.view(CANDIDACIES).detail)
    desk.undo()
    assert "at least 4 of 10 to newcomers" in shown(page.view(CANDIDACIES).detail)


def test_a_winning_line_entered_here_is_read_on_the_first_page(page, desk):
    window = page.window()
    window.turn_to("home")
    before = shown(window.pages["home"])
    page.show_record("ca-4")
    page.view(RULES).edit_seats()
    form = dialog(RecordForm)
    for name in ("line_newcomer", "line_sitting"):
        fill(form, **{name: "1234"})
    fill(form, line_source="the last winner of 2021")
    form.save.click()
    window.turn_to("home")
    buttons = [b.text() for b in window.pages["home"].findChildren(QPushButton)]
    assert "1,234" not in before
    assert "1,234" in "\n".join([shown(window.pages["home"]), *buttons])


@pytest.mark.parametrize(
    ("values", "field"), [({"seats": "0"}, "seats"), ({"seats": "9", "source": ""}, "source")]
)
def test_seats_of_nought_or_without_source_are_refused(page, desk, values, field):
    page.show_record("ca-4")
    page.view(RULES).edit_seats()
    form = dialog(RecordForm)
    fill(form, **values)
    form.save.click()
    assert form.form.fields[field].accessibleDescription()
    assert rules.seats(desk.snapshot, "ca", 4) == 10
    form.done(0)


def test_a_rule_is_shown_with_wording_article_and_source(page):
    page.show_record("proxy")
    told = shown(page.view(RULES))
    for said in (PROXY.wording_en, PROXY.article, PROXY.source, "applied", "28th Congress"):
        assert said in told


def test_a_rule_is_edited_with_its_source(page, desk):
    page.show_record("renewal")
    pane = page.view(RULES)
    pane.edit_rule()
    form = dialog(RecordForm)
    assert form.form.fields["source"].text() == "Congress"
    fill(form, value="0.5", source="")
    form.save.click()
    assert "Say where the rule is written" in form.form.fields["source"].accessibleDescription()
    fill(form, source="resolution C 12")
    form.save.click()
    QApplication.processEvents()
    rule = desk.snapshot.get(Rule, "renewal")
    assert (rule.value, rule.source) == (0.5, "resolution C 12")
    page.show_record("th-ca")
    assert "at least 5 of 10 to newcomers" in shown(page.view(CANDIDACIES).detail)


# The electorate


@pytest.fixture
def members(page):
    pane = page.turn(ELECTORATE)
    QApplication.processEvents()
    pane.take_focus()
    return pane.members


def stand(members, id, field):
    """Put the frame on one fact of one country."""
    column = next(n for n, c in enumerate(members.model.columns) if c.name == field)
    index = members.model.index(members.model.number_of(id), column)
    both = QItemSelectionModel.SelectionFlag
    members.table.selectionModel().setCurrentIndex(index, both.ClearAndSelect | both.Rows)
    QApplication.processEvents()


def test_y_n_and_question_mark_answer_in_place(members, desk):
    stand(members, "la", "presence")
    for key, expected in ((Qt.Key.Key_Y, YES), (Qt.Key.Key_N, NO), (Qt.Key.Key_Question, UNKNOWN)):
        QTest.keyClick(members.table, key)
        QApplication.processEvents()
        assert desk.snapshot.get(Member, "la").presence is expected
        assert (members.current(), members.field) == ("la", "presence")


def test_space_gives_the_next_answer(members, desk):
    stand(members, "la", "credentials")
    for expected in (YES, NO, UNKNOWN):
        QTest.keyClick(members.table, Qt.Key.Key_Space)
        QApplication.processEvents()
        assert desk.snapshot.get(Member, "la").credentials is expected
    desk.undo()
    assert desk.snapshot.get(Member, "la").credentials is NO


@pytest.mark.parametrize(
    ("letter", "expected"), [("ใ", YES), ("ไ", NO), ("ฦ", UNKNOWN), ("o", YES), ("i", UNKNOWN)]
)
def test_letters_of_thai_and_french_answer_too(members, desk, letter, expected):
    desk.do(electorate.answer, ("la",), "arrears", NO if expected is UNKNOWN else UNKNOWN)
    stand(members, "la", "arrears")
    type_text(members.table, letter)
    QApplication.processEvents()
    assert desk.snapshot.get(Member, "la").arrears is expected


def test_letters_beside_the_facts_change_nothing(members, desk):
    before = desk.snapshot.members
    stand(members, "la", "member")
    QTest.keyClick(members.table, Qt.Key.Key_Y)
    assert desk.snapshot.members == before


def test_many_countries_are_answered_after_a_look(members, desk):
    stand(members, "la", "presence")
    members.table.selectAll()
    QTest.keyClick(members.table, Qt.Key.Key_Y)
    form = dialog(AnswerMany)
    assert len(form.model.rows) == 4
    assert form.model.cell(form.model.index(0, 2)).text == "yes"
    assert all(m.presence is UNKNOWN for m in desk.snapshot.members)
    form.save.click()
    QApplication.processEvents()
    assert all(m.presence is YES for m in desk.snapshot.members)
    desk.undo()
    assert all(m.presence is UNKNOWN for m in desk.snapshot.members)


def test_the_totals_follow_what_is_answered(page, members, desk):
    pane = page.view(ELECTORATE)
    assert pane.totals.text() == "can vote: 0 · cannot: 0 · not known: 4 · of 4"
    for field in ("voting_right", "credentials", "presence"):
        desk.do(electorate.answer, ("la",), field, YES)
    desk.do(electorate.answer, ("ke",), "arrears", YES)
    assert pane.totals.text() == "can vote: 1 · cannot: 1 · not known: 2 · of 4"
    assert members.model.rows[members.model.number_of("ke")].why == "in arrears"


def test_the_list_is_filtered_by_who_can_vote(members, desk):
    desk.do(electorate.answer, ("ke",), "credentials", NO)
    pick(members.choices["can_vote"], NO)
    assert [row.member.id for row in members.model.rows] == ["ke"]


def test_a_second_proxy_is_refused_with_the_rule_beside_the_field(members, desk):
    desk.do(electorate.give_proxy, KENYA, "th")
    stand(members, "la", "proxy_holder")
    QTest.keyClick(members.table, Qt.Key.Key_F2)
    form = dialog(RecordForm)
    fill(form, proxy_holder="Thailand", proxy_instruction="name us")
    form.save.click()
    QApplication.processEvents()
    refusal = form.form.fields["proxy_holder"].accessibleDescription()
    assert "Thailand already holds the proxy of Kenya" in refusal
    assert f"“{PROXY.wording_en}” ({PROXY.article})" in refusal
    assert desk.snapshot.get(Member, "la").proxy_holder == ""
    fill(form, proxy_holder="France")
    form.save.click()
    QApplication.processEvents()
    assert desk.snapshot.get(Member, "la").proxy_holder == "fr"


def test_a_refusal_of_a_typed_answer_is_told(members, desk):
    desk.do(electorate.give_proxy, KENYA, "la")
    stand(members, "la", "proxy_given")
    QTest.keyClick(members.table, Qt.Key.Key_Y)
    box = dialog(QMessageBox)
    assert "holds the proxy of Kenya" in box.text()
    box.close()


# Findings


def two_proxies(desk):
    """As a joined file may bring them."""
    both = [replace(m, proxy_given=YES, proxy_holder="fr") for m in (LAOS, KENYA)]
    desk.do(lambda _snapshot: Plan("member.edit", tuple(map(Put, both)), ("la", "ke")))


def test_what_a_joined_file_brings_is_a_finding_with_a_way_to_the_country(page, desk):
    assert page.tabs.tabText(FINDINGS) == "Findings: 0"
    two_proxies(desk)
    assert page.tabs.tabText(FINDINGS) == "Findings: 1"
    pane = page.turn(FINDINGS)
    assert "France holds the proxies of Kenya, Laos. The rule:" in shown(pane).replace("\n", " ")
    press(pane, "Open Laos")
    assert page.window().page == "countries"


def test_findings_are_told_in_the_language_of_the_reader(page, desk):
    two_proxies(desk)
    (found,) = rules.findings(desk.snapshot)
    with use(Language("th")):
        told = words.say(found.sentence)
    assert "ลาว" in told
    assert PROXY.wording_th in told


def test_published_winners_that_break_a_rule_are_a_finding_about_it(page, desk):
    pane = page.turn(FINDINGS)
    assert "No published winner breaks a number of seats" in shown(pane)
    for year in (2016, 2021):
        for name in ("la", "ke"):
            desk.do(records.put, Result(
                year=year, council="poc", group=4, member=name, elected=YES, seats=2,
            ))  # fmt: skip
    desk.do(records.put, replace(RENEWAL, council="poc"))
    page.renew()
    told = shown(pane).replace("\u200b", "")
    assert "2021, POC, group 4: 2 sitting members are published as chosen again" in told
    press(pane, "rule: ")
    assert page.tabs.currentIndex() == RULES


# All of it


def test_every_control_has_a_name_in_every_view(page):
    for number in (CANDIDACIES, RULES, ELECTORATE, FINDINGS):
        view = page.turn(number)
        QApplication.processEvents()
        unnamed = [
            c for c in controls(view) if not (c.accessibleName() or getattr(c, "text", str)())
        ]
        assert not unnamed


def test_the_views_are_turned_by_the_arrow_keys(page):
    page.tabs.setFocus()
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.shown is page.view(RULES)
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.shown is page.view(ELECTORATE)
