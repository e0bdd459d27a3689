"""The worked workshops: they play, they keep every rule, and they hold what they promise."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from dxworkshop import deck, demo, templates
from dxworkshop.demo import STORIES, Story
from dxworkshop.errors import DocumentError, NotFoundError
from dxworkshop.insight import tally
from dxworkshop.insight.rating import rated
from dxworkshop.model.changes import Add, Change, MoveTo
from dxworkshop.model.history import History
from dxworkshop.model.problem import problems
from dxworkshop.model.record import Clock
from dxworkshop.model.session import OPEN, Action, Lens, Member, Session
from dxworkshop.model.value import shown
from dxworkshop.model.wire import change_from, table_from
from dxworkshop.service import Library
from dxworkshop.store import document

HOLIDAYS = {
    date(2026, 11, 3),
    date(2026, 11, 23),
    date(2027, 1, 1),
    date(2027, 1, 11),
    date(2027, 2, 11),
    date(2027, 2, 23),
    date(2027, 3, 22),
    *(date(2026, 12, day) for day in (29, 30, 31)),
    *(date(2027, 1, day) for day in (2, 3)),
}
"""Days between the workshops and the end of the fiscal year on which no office is open."""

WRAP_UP = [
    ("違いが「力」になる", "rules"),
    ("多様性を殺さない", "rules"),
    ("仲間づくり", "rules"),
    ("安心感", "rules"),
    ("目標を共有", "rules"),
    ("タスクフォース", "actions"),
    ("すべて分かることより、伝えようとしていること", "rules"),
    ("対話を続ける", "rules"),
    ("民間共創", "actions"),
    ("ローテーション", "actions"),
    ("ビジョン", "actions"),
    ("評価", "actions"),
    ("若手は一つを深く、管理職は横に広く", "actions"),
    ("変わろうとする気持ちを伝える", "actions"),
    ("つなげる", "actions"),
]
"""The nine points of the slides' wrap-up, each by its words, and where the worked workshop has them."""


def _start(story: Story) -> Session:
    workshop = templates.find(story.template, None).workshop
    return Session(
        format=1,
        id=story.id,
        title=story.title,
        organisation=story.organisation,
        language=story.language,
        register=story.register,
        created=story.created,
        at=workshop.in_order()[0][0],
        workshop=workshop,
    )


def _told(name: str) -> Session:
    story = demo.load(name)
    history = History(_start(story))
    for change in story.changes:
        history = history.do(change)
    return history.session


def _text(name: str) -> str:
    return (Path(demo.__file__).parent / "worked" / f"{name}.toml").read_text(encoding="utf-8")


def _actions(session: Session) -> list[Action]:
    return [action for _, action in shown(session.actions)]


def _in_the_room(session: Session) -> list[Member]:
    return [member for _, member in shown(session.members) if member.present]


def _days(session: Session) -> dict[str, date]:
    found = {"created": session.created.date()}
    found |= {f"review {n}": day for n, day in enumerate(session.reviews)}
    for id_, measure in shown(session.boss.measures):
        found |= {f"{id_} by": measure.by} if measure.by else {}
    for id_, action in shown(session.actions):
        assert action.due
        assert action.first_step_by
        found |= {f"{id_} due": action.due, f"{id_} first step": action.first_step_by}
    return found


def test_all_workshops_are_here() -> None:
    """One is of a city, one of a small town, and one takes three hours."""
    assert STORIES == ("aozora", "kitamori", "midorino")


@pytest.mark.parametrize("name", STORIES)
def test_every_change_undoes_and_redoes_to_the_same_value(name: str) -> None:
    """The story is real input for undo: each change does something, and the way back is exact."""
    story = demo.load(name)
    history = History(_start(story))
    for change in story.changes:
        after = history.do(change)
        assert after.session != history.session, change
        if not isinstance(change, MoveTo):
            assert after.undo().session == history.session, change
            assert after.undo().redo().session == after.session, change
        history = after
    end = history.session
    while history.past:
        history = history.undo()
    while history.future:
        history = history.redo()
    assert history.session == end


@pytest.mark.parametrize("name", STORIES)
def test_every_change_of_a_story_comes_back_from_its_table(name: str) -> None:
    """What is read from the file can be written again."""
    for change in demo.load(name).changes:
        assert change_from(table_from(change)) == change


@pytest.mark.parametrize("name", STORIES)
def test_a_worked_workshop_keeps_every_rule(name: str) -> None:
    """No rule is broken and no key is misspelt at the end."""
    assert list(problems(_told(name))) == []


@pytest.mark.parametrize("name", STORIES)
def test_the_steps_are_walked_through_in_order(name: str) -> None:
    """The team goes from the first step to the last and skips none."""
    story = demo.load(name)
    ids = [id_ for id_, _ in _start(story).workshop.in_order()]
    assert [change.step for change in story.changes if isinstance(change, MoveTo)] == ids[1:]
    assert _told(name).at == ids[-1]


@pytest.mark.parametrize("name", STORIES)
def test_no_day_falls_on_a_day_off(name: str) -> None:
    """Offices are open on every day that the plan names."""
    for what, day in _days(_told(name)).items():
        assert day.weekday() < 5, what
        assert day not in HOLIDAYS, what


@pytest.mark.parametrize("name", STORIES)
def test_weekdays_in_the_text_are_right(name: str) -> None:
    """Where a text names a day and its weekday, they belong together, and it is the day of the field."""
    session = _told(name)
    year = session.created.year
    for action in _actions(session):
        assert action.first_step_by
        for month, day, weekday in re.findall(r"(\d+)/(\d+)\((.)\)", f"{action.first_step}{action.if_then}"):
            assert "月火水木金土日"[date(year, int(month), int(day)).weekday()] == weekday
        for weekday, day in re.findall(r"(\w+day) (\d+) December", action.first_step):
            assert date(year, 12, int(day)).strftime("%A") == weekday
        day = action.first_step_by
        named = re.search(r"(\d+)/(\d+)\(", action.first_step)
        assert not named or (int(named[1]), int(named[2])) == (day.month, day.day)


@pytest.mark.parametrize("name", STORIES)
def test_every_action_is_one_that_will_be_done(name: str) -> None:
    """Each has an owner who spoke, a first step within seven days, an if-then plan, and a measure."""
    session = _told(name)
    week = session.created.date() + timedelta(days=7)
    for action in _actions(session):
        assert session.pledges[action.owner].words
        assert action.first_step_by
        assert action.first_step_by <= week
        assert re.match(r"もし.+なら、.+|If .+, then I .+", action.if_then)
        assert action.tell
        assert action.answers
        assert action.measure
        assert action.budget
        assert action.decided_at
        assert action.calling == session.members[action.owner].calling


@pytest.mark.parametrize(("name", "most"), [("aozora", 5), ("midorino", 5), ("kitamori", 3)])
def test_no_more_is_promised_than_the_template_advises(name: str, most: int) -> None:
    """What goes beyond is put aside, with a reason."""
    assert sum(action.status in OPEN for action in _actions(_told(name))) == most


def test_six_owners_share_the_work_of_the_city() -> None:
    """No owner has two of the six actions."""
    owners = [action.owner for action in _actions(_told("midorino"))]
    assert len(owners) == len(set(owners)) == 6


def test_the_eight_members_come_from_eight_offices() -> None:
    """The party is a cross-section of the office, with a calling for each; an ally is not in the room."""
    session = _told("midorino")
    members = _in_the_room(session)
    assert len(members) == 8
    assert len({member.seat for member in members}) == 8
    assert len({member.calling for member in members}) == 8
    assert [member.post for _, member in shown(session.members) if not member.present] == ["ally"]
    assert session.seats


def test_three_hours_hold_what_a_room_of_twelve_says() -> None:
    """Five notes and three dots each, twelve words twice over, twenty gaps on all four sides, five actions."""
    session = _told("aozora")
    tables = (session.members, session.notes, session.gaps, session.actions, session.risks)
    assert [len(shown(table)) for table in tables] == [12, 60, 20, 5, 5]
    assert (len(_in_the_room(session)), len(session.pledges)) == (12, 12)
    assert Counter(note.author for _, note in shown(session.notes)) == dict.fromkeys(session.members, 5)
    marks = [mark for one in rated(session, "culture") for mark in (one.ideal, one.reality)]
    assert len(marks) == 24
    assert None not in marks
    hands = [h for one in session.ratings["culture"].values() for h in (one.ideal_hands, one.hands) if h]
    assert {sum(h) for h in hands} <= {11, 12}
    assert {gap.lens for _, gap in shown(session.gaps)} == set(get_args(Lens))
    assert all(gap.size and gap.control for _, gap in shown(session.gaps))
    assert tally.spent(session, "vote") == tally.budget(session, "vote") == 36
    assert session.clock == Clock()


def test_what_was_voted_for_is_placed_and_leads_to_the_actions() -> None:
    """The top eight are placed beside two anchors, each action answers one, and lone notes stay."""
    session = _told("aozora")
    ranked = tally.ranked(session, "ideas")
    assert ranked[7].dots > ranked[8].dots
    placed = [tally.placed(session, one.id) for one in ranked[:8]]
    assert all(item and item.impact and item.effort for item in placed)
    assert sum(item.anchor for item in placed if item) == 2
    assert all({one.id for one in ranked[:8]} & set(action.answers) for action in _actions(session))
    assert sum(not note.group for _, note in shown(session.notes)) == 8
    assert any(set(session.risks) & set(action.answers) for action in _actions(session))


@pytest.mark.parametrize("name", STORIES)
def test_everybody_in_the_room_speaks_at_the_end(name: str) -> None:
    """Each member makes a pledge and raises one hand."""
    session = _told(name)
    assert len(session.pledges) == sum(session.closing.hands) == len(_in_the_room(session))


@pytest.mark.parametrize(("words", "where"), WRAP_UP)
def test_all_points_of_the_wrap_up_are_covered(words: str, where: str) -> None:
    """Each point of the slides' wrap-up stands in a ground rule or in an action that goes ahead."""
    session = _told("midorino")
    texts = {
        "rules": [rule.text for _, rule in shown(session.rules)],
        "actions": [f"{a.title}\n{a.tell}" for a in _actions(session) if a.status in OPEN],
    }
    assert any(words in text for text in texts[where])


@pytest.mark.parametrize("name", STORIES)
def test_obstacles_of_a_deck_are_quoted_as_they_were_said(name: str) -> None:
    """A card of the study is never reworded, and every id of a deck is one that exists."""
    session = _told(name)
    for _, gap in shown(session.gaps):
        if gap.deck:
            card = deck.card("obstacles", gap.deck)
            assert card
            assert (card.source, card.lens) == ("slides", gap.lens)
            assert gap.reality == card.text[session.language]
    for _, member in shown(session.members):
        assert deck.card("callings", member.calling)
    for _, seat in shown(session.seats):
        assert deck.card("seats", seat.name)


@pytest.mark.parametrize("name", STORIES)
def test_the_file_says_where_its_words_come_from(name: str) -> None:
    """Above each ground rule, obstacle and action stands a comment: which point of the slides, or whose words."""
    text = _text(name)
    added = re.findall(r'(.*)\n\[\[changes\]\]\ndo = "add"\nnoun = "(?:rule|gap|action)"\n', text)
    assert len(added) > 8
    assert all(line.startswith("# ") for line in added)


def test_all_nine_points_are_named_in_comments() -> None:
    """The comments of the city's workshop number the points of the wrap-up."""
    assert all(f"まとめ{point}" in _text("midorino").split("[[changes]]", 1)[1] for point in range(1, 10))


@pytest.mark.parametrize("name", STORIES)
def test_no_word_is_somebody_s_trade_mark(name: str) -> None:
    """What the slides say by the names of games and comics is said by its meaning."""
    assert not re.search("ドラクエ|ドラゴンクエスト|きめつ|鬼滅", _text(name))


@pytest.mark.parametrize("name", STORIES)
def test_a_real_session_has_corrections(name: str) -> None:
    """People change their minds: something is said twice."""
    tables = [table_from(change) for change in demo.load(name).changes]
    touched = [(t["do"], t.get("id"), key) for t in tables if t["do"] in ("add", "edit") for key in t["fields"]]
    added = {(id_, key) for do, id_, key in touched if do == "add"}
    assert any(do == "edit" and (id_, key) in added for do, id_, key in touched)


def test_all_ids_are_new_ones() -> None:
    """Items of all stories have ids as the program makes them, none of them twice."""
    stories = [demo.load(name) for name in STORIES]
    ids = [story.id for story in stories]
    ids += [change.id for story in stories for change in story.changes if isinstance(change, Add)]
    assert all(re.fullmatch(r"[a-z2-7]{10}", id_) for id_ in ids)
    assert len(ids) == len(set(ids))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Return an empty folder of sessions, on a laptop that remembers nothing."""
    monkeypatch.setenv("DXWORKSHOP_STATE", str(tmp_path / "state"))
    return Library(tmp_path / "sessions")


@pytest.mark.parametrize("name", STORIES)
def test_playing_makes_the_session_and_saves_it(name: str, library: Library) -> None:
    """The file holds what the changes make, and every change is announced with its number."""
    story = demo.load(name)
    heard: list[tuple[int, int, Change]] = []
    led = demo.play(story, library, id_=story.id, on_change=lambda *of: heard.append(of))
    assert heard == [(n, len(story.changes), change) for n, change in enumerate(story.changes, start=1)]
    assert led.saved
    assert document.load(led.path).session == led.session == _told(name)


def test_playing_saves_at_every_step(library: Library) -> None:
    """Whoever looks at the file meanwhile sees the step the team is at."""
    steps = []

    def look(number: int, total: int, change: Change) -> None:
        if isinstance(change, MoveTo):
            steps.append((change.step, document.load(next(library.folder.glob("*.toml"))).session.at))

    demo.play(demo.load("kitamori"), library, on_change=look)
    assert steps
    assert all(moved == saved for moved, saved in steps)


def test_playing_twice_makes_two_sessions(library: Library) -> None:
    """Without an id each session has its own, and none is written over."""
    story = demo.load("kitamori")
    one, two = demo.play(story, library), demo.play(story, library)
    assert len({one.session.id, two.session.id, story.id}) == 3
    assert one.path != two.path


def test_an_unknown_story_is_refused_with_the_names_there_are() -> None:
    """The sentence helps whoever mistyped."""
    with pytest.raises(NotFoundError, match="midorino"):
        demo.load("atlantis")


HEAD = """
id = "abcdefghij"
title = "t"
organisation = "o"
language = "en"
register = "plain"
template = "quick-60"
created = 2026-12-03T10:00:00+09:00
about = "a"
"""


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + '\n[[changes]]\ndo = "move-to"\nstep = "boss"\n\n[[changes]]\ndo = "fly"\n', 15, "fly"),
        (HEAD + "changes = []\ncolour = 1\n", 11, "1 cannot stand here"),
        (HEAD.replace('"plain"', '"loud"') + "changes = []\n", 6, "loud is not one of"),
        (HEAD, 1, "this key is missing"),
    ],
)
def test_a_story_that_is_wrong_names_the_line(
    text: str, line: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stories are files that people edit: errors name file, line and mend."""
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(demo, "_FOLDER", tmp_path)
    monkeypatch.setattr(demo, "STORIES", ("bad",))
    with pytest.raises(DocumentError) as caught:
        demo.load("bad")
    assert (caught.value.place.line, words in str(caught.value)) == (line, True), str(caught.value)
