"""What a report says of a session, in which order and in whose words."""

from datetime import date
from typing import Any

import pytest

from dxworkshop import deck
from dxworkshop.i18n import LANGUAGES, REGISTERS, Language, Register, Voice
from dxworkshop.model.history import History
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.workshop import KINDS
from dxworkshop.render import markdown
from dxworkshop.report.document import plan
from dxworkshop.report.passage import PASSAGES
from dxworkshop.report.view import Bullets, Fields, Meter, Paragraph, Table, Tasks
from dxworkshop.report.wording import fiscal_quarter, long_day, number
from tests.sample import empty_session, sample_changes, sample_session
from tests.telling import ENGLISH, changed, sections, table, tasks, texts, told
from tests.workshop import STEPS


def action(**given: Any) -> dict[str, Any]:
    """Return the table of an action of which only a few things are known."""
    return {"title": "a", "status": "todo", **given}


def test_every_kind_of_step_has_a_passage() -> None:
    """A kind of step that no document tells of would lose what was said in it."""
    assert set(PASSAGES) == set(KINDS)


def test_the_plan_tells_of_every_kind_once() -> None:
    """The plan leaves out no kind of step."""
    assert sorted(plan.KINDS) == sorted(KINDS)


def test_actions_come_first() -> None:
    """What is to be done is the first thing a reader meets, as a table and then one by one."""
    first, second, *_ = told(sample_session()).sections
    assert (first.kind, second.kind) == ("actions", "actions")
    assert isinstance(first.blocks[0], Table)
    assert isinstance(second.blocks[0], Tasks)


def test_sections_stand_in_the_order_of_the_plan() -> None:
    """After the actions come what it is about, who is with us, what was said step by step, and what is open."""
    headings = [section.heading for section in told(sample_session()).sections]
    assert headings == [
        *("Actions at a glance", "Actions one by one", "Actions that are done", "Actions that were dropped"),
        *("What is planned by quarter", "Please check", "Since the workshop"),
        *("Shared challenge and measures", "Vision"),
        *("Team", "Partners", "What is not covered yet", "Missing roles", "What stands in the way"),
        *("In 12 words", "Today's mood", "案を出す", "気がかり", "案に投票", "気がかりに投票", "効果と手間"),
        *("Pre-mortem", "Actions of the earlier plan", "Ground rules"),
        *("Pledges", "Reviews of the plan", "How we found this session"),
        *("Parking lot and questions", "About this document"),
    ]


def test_open_actions_come_as_the_team_ordered_them_then_done_then_dropped() -> None:
    """The number of an action is its place in the one order that all faces share; no due date changes it."""
    report = told(sample_session())
    ids = ["aa11111111", "ab11111111", "ae11111111", "ac11111111", "ad11111111"]
    assert [id_ for id_, _ in in_plan_order(sample_session())] == ids
    assert [task.id for task in tasks(report)] == ids
    assert [task.number for task in tasks(report)] == [f"No. {n}" for n in range(1, 6)]
    assert [row[0] for row in table(report.sections[0]).rows] == ["1", "2", "3", "4", "5"]


def test_only_what_somebody_will_do_has_a_box() -> None:
    """Open actions have an empty box, done ones a ticked one, dropped ones none."""
    assert [task.done for task in tasks(told(sample_session()))] == [False, False, False, True, None]


def test_an_action_tells_all_that_is_known_of_it() -> None:
    """Owner, role, first step, dates, if-then, measure, helpers and what it answers stand at the action."""
    task = next(task for task in tasks(told(sample_session())) if task.id == "aa11111111")
    assert dict(task.fields.rows) == {
        "Owner": "佐藤 (Line department)",
        "Role": "Front-line expert",
        "First step": "三つの課の受付手順を並べて写真に撮る (by Tue 1 Dec 2026)",
        "Due": "Fri 26 Feb 2027, FY2026 Q4",
        "If-then": "もし月曜の朝礼が終わったら、待合で10分だけ数える",
        "Measure": "一度で済んだ割合: from 35 to 70 %",
        "Whom to tell what": "市民課長に、試す日と席の配置を伝える",
        "Budget": "no budget needed",
        "Where it is decided": "committee",
        "Partners": "田中 (情報政策課), 山本 (みどり野大学)",
        "What it answers": "情報の抱え込み, 窓口の平均待ち時間, 電話の\n取り次ぎをなくす, 様式をやさしく, "
        "窓口が混んで試せない",
        "Status": "in progress",
        "How it goes": "B: on target (Tue 8 Dec 2026)",
        "Next step": "窓口の二人に見てもらう (by Tue 15 Dec 2026)",
        "If-then of the next step": "もし二人とも休みなら、係長に見てもらう",
    }


def test_what_an_action_still_needs_stands_in_one_line() -> None:
    """Missing parts are named, not hidden; an action that is done needs no more of them."""
    rows = {task.id: dict(task.fields.rows) for task in tasks(told(sample_session()))}
    assert rows["ae11111111"] == {
        "Makes up for": "Side-by-side links",
        "Status": "not started",
        "Not decided yet": "Owner, Role, First step, Due, If-then, Measure, Whom to tell what, Budget, "
        "Where it is decided",
    }
    assert "Not decided yet" not in rows["ac11111111"]


def test_a_table_says_what_is_undecided() -> None:
    """An open action without owner or date shows it; a dropped one shows nothing there."""
    rows = table(told(sample_session()).sections[0]).rows
    assert rows[2][2:] == ("not decided yet", "", "not decided yet", "", "not started")
    assert rows[4][2:] == ("", "", "", "", "dropped")


def test_a_first_step_that_has_only_its_date_is_told() -> None:
    """A date without a step is kept and the step is called undecided."""
    session = changed(actions={"a111": action(first_step_by=date(2026, 12, 1))})
    (one,) = tasks(told(session))
    assert dict(one.fields.rows)["First step"] == "not decided yet (by Tue 1 Dec 2026)"


def test_a_stopped_action_keeps_its_reason() -> None:
    """A blocked action names whom to ask, a dropped one why."""
    rows = {task.id: dict(task.fields.rows) for task in tasks(told(sample_session()))}
    assert rows["ab11111111"]["Whom to ask"] == "財政課の高橋"
    assert rows["ab11111111"]["Status"] == "blocked (past its due date)"
    assert rows["ad11111111"]["Reason"] == "人が足りず、来年度に改めて考える"


def test_nothing_is_hidden_beyond_the_cap() -> None:
    """More actions than the workshop's most are all told."""
    session = changed(actions={f"a{n:03}": action() for n in range(30)})
    assert len(tasks(told(session))) == 30


def test_removed_items_never_appear() -> None:
    """What was removed is in the file, and in no document."""
    assert not [text for text in texts(told(sample_session())) if "消した" in text or "pd11111111" in text]


@pytest.mark.parametrize(
    ("parts", "id_"),
    [
        ({"actions": {"a111": action(owner="gone")}}, "gone"),
        ({"actions": {"a111": action(owner="pd11111111")}}, "pd11111111"),
        ({"actions": {"a111": action(partners=["gone"])}}, "gone"),
        ({"actions": {"a111": action(answers=["gone"])}}, "gone"),
        ({"actions": {"a111": action(answers=["g333333333"])}}, "g333333333"),
        ({"actions": {"a111": action(answers=["n444444444"])}}, "n444444444"),
        ({"actions": {"a111": action(answers=["gr22222222"])}}, "gr22222222"),
        ({"actions": {"a111": action(answers=["k333333333"])}}, "k333333333"),
        ({"actions": {"a111": action(covers="gone")}}, "gone"),
        ({"risks": {"k111": {"cause": "c", "action": "gone"}}}, "gone"),
        ({"risks": {"k111": {"cause": "c", "action": "af11111111"}}}, "af11111111"),
        ({"notes": {"n111": {"step": "ideas", "text": "t", "author": "gone"}}}, "gone"),
        ({"notes": {"n111": {"step": "ideas", "text": "t", "author": "pd11111111"}}}, "pd11111111"),
        ({"ratings": {"culture": {"gone": {"ideal": 5}}}}, "gone"),
        ({"seats": {"s111": {"name": "n", "covers": "gone"}}}, "gone"),
        ({"actions": {"a111": action(calling="gone")}}, "gone"),
        ({"seats": {"s111": {"name": "gone"}}}, "gone"),
        ({"members": {"p111": {"rank": "a1"}}}, "p111"),
    ],
)
def test_an_id_that_leads_nowhere_is_told_as_it_is(parts: dict[str, Any], id_: str) -> None:
    """A hand-edited file may name what is not there: the id shows, and no removed name with it."""
    report = told(changed(**parts))
    assert [text for text in texts(report) if id_ in text]
    assert not [text for text in texts(report) if "消した" in text]
    assert markdown.render(report)


@pytest.mark.parametrize("count", range(len(sample_changes()) + 1))
def test_a_half_done_session_has_a_plan(count: int) -> None:
    """After every change of a workshop there is a whole plan to print."""
    history = History(empty_session())
    for change in sample_changes()[:count]:
        history = history.do(change)
    report = told(history.session)
    kinds = list(dict.fromkeys(section.kind for section in report.sections))
    first, *rest = plan.KINDS
    order = (first, "timeline", "notice", "progress", *rest, "parked", "about")
    assert kinds == [kind for kind in order if kind in kinds]
    assert {"actions", "boss", "vision", "party", "talk", "pledge", "about"} <= set(kinds)
    assert all(section.blocks for section in report.sections)
    assert markdown.render(report)


def test_an_empty_session_says_in_one_line_each_what_is_missing() -> None:
    """Nothing said yet is told as such, section by section."""
    report = told(empty_session())
    ours = "The lists of roles, strengths and offices are defaults of this tool; they rate nobody."
    lines = {s.heading: b.text for s in report.sections for b in s.blocks if isinstance(b, Paragraph)}
    assert lines == {
        "Actions": "No actions are decided yet.",
        "Shared challenge and measures": "No measure is decided yet.",
        "Vision": "not decided yet",
        "Team": "No members are written down yet.",
        "Missing roles": "None is written down.",
        "Ground rules": "not decided yet",
        "Pledges": "Nothing is pledged yet.",
        "Reviews of the plan": "not decided yet",
        "How we found this session": "Not rated yet.",
        "About this document": ours,
    }


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u3000", "\x1c"])
def test_blank_text_is_no_text(blank: str) -> None:
    """What shows nothing is told as undecided, so that no label stands alone."""
    report = told(sample_session(lambda _: blank))
    assert report.title == "(no title)"
    assert not [text for text in markdown.render(report).splitlines() if text in ("-", "- :", "- [ ] ****")]


def test_the_head_tells_the_facts() -> None:
    """Under the title stand where, when, how many, how far and when next."""
    facts, use = told(sample_session()).facts
    assert isinstance(facts, Fields)
    assert isinstance(use, Paragraph)
    assert dict(facts.rows) == {
        "Document": "Action plan",
        "Organisation": "みどり野市",
        "Date of the workshop": "Tue 24 Nov 2026",
        "Confidentiality": "庁内限り",
        "Participants": "2 people",
        "Next review": "Tue 22 Dec 2026",
        "Progress": "1 of 4 done",
        "As of": "Thu 10 Dec 2026",
    }


def test_everybody_counts_where_no_attendance_was_taken() -> None:
    """Without a roll call, the participants are the members."""
    facts = told(changed(members={"p111": {"name": "a"}, "p222": {"name": "b"}})).facts[0]
    assert isinstance(facts, Fields)
    assert dict(facts.rows)["Participants"] == "2 people"


def test_measures_show_where_they_began_and_where_they_are() -> None:
    """A measure tells baseline, last reading, target and what is left; an earlier session's reading counts."""
    section = sections(told(sample_session()), "boss")[0]
    assert table(section).rows == (
        ("窓口の平均待ち時間", "outcome measure", "42", "39", "20", "分", "2027-03-31", "86 %"),
        ("書かない窓口の利用", "output measure", "0", "150", "1,200", "件", "not decided yet", "88 %"),
    )


def test_the_hp_of_the_boss_is_measured() -> None:
    """The meter shows the mean of what is left of the measures."""
    (meter,) = [b for b in sections(told(sample_session()), "boss")[0].blocks if isinstance(b, Meter)]
    assert meter == Meter("Gap to target: 87 %", 87)


def test_an_estimate_is_called_one() -> None:
    """Where nothing is measured the meter counts actions, and says so."""
    session = changed(boss={"name": "b"})
    (meter,) = [b for b in sections(told(session), "boss")[0].blocks if isinstance(b, Meter)]
    assert meter.percent == 83
    assert "an estimate" in meter.text


def test_a_measure_that_cannot_move_has_no_rest() -> None:
    """Baseline and target alike, in a file edited by hand: no share is made up."""
    measure = {"name": "m", "unit": "u", "baseline": 1.0, "target": 1.0}
    section = sections(told(changed(boss={"measures": {"m111": measure}})), "boss")[0]
    assert table(section).rows[0][-1] == ""
    said = "No gap to target can be counted from this, for its target is the value it began with: m."
    assert Paragraph(said) in section.blocks


def test_the_party_is_told_by_role_with_its_actions() -> None:
    """Callings come in the order of the deck, the team's own words after; allies stand apart."""
    team, allies, _, seats = sections(told(sample_session()), "party")
    assert table(team).rows == (
        (
            *("ICT and data", "田中 (情報政策課)", "Knowing the tools, 議事録が速い"),
            *("Listening, Networking, 朝いちばんに笑う力", "2.5", "2, 4"),
        ),
        ("窓口の生き字引", "佐藤 (Line department)", "Knowing the ground", "Listening", "3", "1"),
    )
    assert table(allies).rows == (("External partner", "山本 (みどり野大学)", "", "", ""),)
    assert seats.blocks == (
        Fields(
            (
                ("Finance", "窓口の改修に予算が要る (would bring: Checking with data)"),
                ("転入したばかりの人", "使う側の声を聞く"),
            )
        ),
    )


def test_reviews_that_are_over_say_so() -> None:
    """The dates of the reviews stand in order, past ones marked."""
    reviews = sections(told(sample_session()), "pledge")[1]
    days = ("Tue 8 Dec 2026 (past)", "Tue 22 Dec 2026", "Mon 22 Feb 2027")
    assert reviews.blocks == (Bullets(days),)


def test_the_rating_counts_hands_and_no_people() -> None:
    """The rating is how many raised a hand at each mark."""
    rating = sections(told(sample_session()), "pledge")[2]
    assert table(rating).rows == (("Hands", "0", "0", "1", "1", "1"),)
    short = sections(told(changed(closing={"hands": [1]})), "pledge")[2]
    assert table(short).rows == (("Hands", "1", "0", "0", "0", "0"),)


def test_the_study_is_named_only_where_its_words_stand() -> None:
    """The source is credited where a card of the slides was picked, and only there."""
    credited = [text for text in texts(told(sample_session())) if "GLOCOM" in text]
    assert len(credited) == 1
    for voice in (Voice(language, register) for language in LANGUAGES for register in REGISTERS):
        report = told(sample_session(), voice)
        (credit,) = [text for text in texts(report) if "GLOCOM" in text]
        assert sections(report, "gaps")[0].heading in credit
    own = changed(
        gaps={"g111": {"reality": "x", "deck": "no-felt-support"}, "g222": {"reality": "y", "deck": "?"}}
    )
    card = deck.card("obstacles", "no-felt-support")
    assert card is not None
    assert card.source == "ours"
    assert not [text for text in texts(told(own)) if "GLOCOM" in text]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", REGISTERS)
def test_every_voice_tells_the_same_tree(language: Language, register: Register) -> None:
    """Both languages and both registers give the same sections, and no brace or id is left unsaid."""
    report = told(sample_session(), Voice(language, register))
    assert [s.kind for s in report.sections] == [s.kind for s in told(sample_session()).sections]
    assert not [text for text in texts(report) if "{" in text or "}" in text]
    assert not {"smith", "listening", "tech", "n333333333", "gr11111111"} & set(texts(report))
    assert markdown.render(report)


def test_the_registers_differ_in_their_words_alone() -> None:
    """What is a quest to the team is an action to the office."""
    adventure = told(sample_session(), Voice("en", "adventure"))
    assert adventure.sections[0].heading == "Quests at a glance"
    assert table(sections(adventure, "party")[0]).rows[0][0] == "Toolsmith"
    assert [len(s.blocks) for s in adventure.sections] == [len(s.blocks) for s in told(sample_session()).sections]


def test_a_workshop_without_a_step_for_gaps_tells_its_obstacles_with_the_boss() -> None:
    """Nothing is told twice, and nothing is lost where the step is taken out or there never was one."""
    steps = {k: v for k, v in STEPS.items() if k != "gaps"}
    for kept in (steps, {**steps, "gaps": {**STEPS["gaps"], "removed": "2026-11-24"}}):
        session = changed(workshop={"id": "w", "title": "w", "minutes": 60, "steps": kept})
        obstacles = sections(told(session), "boss")[1]
        assert obstacles.heading == "What stands in the way"
        assert table(obstacles).rows[0] == (
            *("organisation", "情報の抱え込み", "課をまたいで予約の状況が見える", "4", "ourselves"),
        )
        assert sections(told(session), "gaps") == []
    assert len(sections(told(sample_session()), "boss")) == 1


def test_typed_braces_stand_for_themselves() -> None:
    """Braces that people type are never taken for terms."""
    found = [text for text in texts(told(sample_session(lambda text: "{boss}{0}"))) if "{boss}" in text]
    assert len(found) > 20


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (42.0, "42"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1234567.5, "1,234,567.5"),
        (1e15, "1,000,000,000,000,000.0"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, text: str) -> None:
    """Whole numbers have no point, thousands have commas, and nothing crashes on what a file may hold."""
    assert number(value) == text


def test_days_are_told_in_full() -> None:
    """A day has its weekday; its fiscal year begins in April."""
    assert long_day(ENGLISH, date(2027, 2, 26)) == "Fri 26 Feb 2027"
    assert fiscal_quarter(ENGLISH, date(2027, 3, 31)) == "FY2026 Q4"
    assert fiscal_quarter(ENGLISH, date(2027, 4, 1)) == "FY2027 Q1"


def test_the_sample_can_be_built_by_changes() -> None:
    """The sample breaks no rule: the changes of a workshop lead to the same plan, but for its check-in."""
    history = History(empty_session())
    for change in sample_changes():
        history = history.do(change)
    assert told(history.session) == told(changed(checkins={}))
