"""There is no penalty and no ranking, ever: what the program says of people and plans is held to that."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from dxworkshop import deck
from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.insight.balance import balance
from dxworkshop.insight.course import points
from dxworkshop.insight.hp import Hp, boss_hp
from dxworkshop.insight.load import load
from dxworkshop.insight.milestone import Milestone, milestones, thanked
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.report.balance import shared
from dxworkshop.report.celebration import celebrate
from tests.sample import empty_session, sample_session
from tools import catalogue

DAY = date(2026, 12, 8)
HARM: Mapping[str, dict[str, Any]] = {
    "late": {"due": date(2020, 1, 1)},
    "without a date": {"due": ""},
    "slipped": {"slipped": [date(2026, 12, day) for day in range(1, 20)]},
    "blocked": {"status": "blocked", "reason": "r"},
    "begun": {"status": "doing"},
}
"""What may become of an action that is still open."""
GONE: Mapping[str, dict[str, Any]] = {
    "dropped": {"status": "dropped", "reason": "r"},
    "removed": {"removed": "2026-12-08T10:00:00+09:00"},
}
FATES: Mapping[str, dict[str, Any]] = dict([*HARM.items(), *GONE.items()])


def plan(status: str = "todo", **more: Any) -> dict[str, Any]:
    """Return the tables of a session with a measure that was read, and with four open actions and a done one."""
    actions = {f"a{n}": {"title": "t", "status": status, "weight": n} for n in range(1, 5)}
    tables = plain(sample_session())
    return {**tables, "actions": {**actions, "done": {"title": "t", "status": "done", "weight": 2}}, **more}


def with_all(tables: dict[str, Any], fate: dict[str, Any]) -> dict[str, Any]:
    """Return tables in which every open action has met with something, and check-ins report so."""
    open_ = {id_: {**action, **fate} for id_, action in tables["actions"].items() if id_ != "done"}
    status = fate.get("status", "todo")
    checkin = {"on": DAY, "actions": {id_: {"status": status, "was_due": date(2020, 1, 1)} for id_ in open_}}
    return {**tables, "actions": {**tables["actions"], **open_}, "checkins": {**tables["checkins"], "x": checkin}}


@pytest.mark.parametrize("fate", FATES)
def test_what_becomes_of_actions_never_moves_what_is_measured(fate: str) -> None:
    """Late, moved, stuck, dropped or taken out: the HP, its course and its milestones stay as they were read."""
    before, after = plan(), with_all(plan(), FATES[fate])
    assert boss_hp(before) == Hp(87)
    assert boss_hp(after) == boss_hp(before)
    assert points(after) == points(before)
    assert milestones(after) == milestones(before)


@pytest.mark.parametrize("fate", HARM)
def test_what_becomes_of_actions_never_moves_the_estimate(fate: str) -> None:
    """Where nothing is measured, an open action counts as much as it weighs, however late or stuck it is."""
    before = plan(boss={"name": "b"})
    assert boss_hp(before) == Hp(83, estimate=True)
    assert boss_hp(with_all(before, HARM[fate])) == boss_hp(before)


@pytest.mark.parametrize("fate", GONE)
def test_giving_up_is_no_penalty(fate: str) -> None:
    """The estimate never rises because something was dropped; nor is anything reached by it."""
    before = plan(boss={"name": "b"})
    for id_ in ("a1", "a2", "a3", "a4"):
        after = {**before, "actions": {**before["actions"], id_: {**before["actions"][id_], **GONE[fate]}}}
        left, was = boss_hp(after), boss_hp(before)
        assert left is not None
        assert was is not None
        assert left.percent <= was.percent
    assert milestones(with_all(before, GONE[fate])) == ()


CALLINGS = ("smith", "guide", "shield", "words of our own")


def team(amounts: tuple[int, ...], status: str = "todo") -> Session:
    """Return a session whose members each own so many actions, and help the next one with as many."""
    members = {
        f"p{n}": {"name": f"N{n}", "seat": f"S{n}", "calling": CALLINGS[n], "hours_per_week": 1.0, "rank": f"a{n}"}
        for n in range(len(amounts))
    }
    actions = {
        f"a{n}x{k}": {
            "title": f"t{n}x{k}",
            "status": status,
            "owner": f"p{n}",
            "partners": [f"p{(n + 1) % len(amounts)}"],
        }
        for n, amount in enumerate(amounts)
        for k in range(amount)
    }
    checkins = {"c1": {"on": DAY, "actions": {id_: {"status": status} for id_ in actions}}}
    parts = {"members": members, "actions": actions, "checkins": checkins}
    return Session.model_validate(frozen({**plain(empty_session()), **parts}))


def _loads(session: Session) -> list[str]:
    return [one.id for one in load(session)]


def _lines(session: Session) -> list[str]:
    found = shared([session], Voice("en"), most=0)
    return [line.name for line in (*found.people, *found.callings)]


def _findings(session: Session) -> list[tuple[str, ...]]:
    return [one.members for one in balance(session, most=0) if one.key == "many"]


def _thanks(session: Session) -> list[str]:
    return [role.id for role in thanked(plain(session), Milestone(50, DAY, estimate=True))]


def _celebrated(session: Session) -> str:
    return celebrate(session, Milestone(50, DAY, estimate=True), Voice("ja"))


@pytest.mark.parametrize(
    ("told", "status"),
    [(_loads, "todo"), (_lines, "todo"), (_findings, "todo"), (_thanks, "done"), (_celebrated, "done")],
)
def test_nobody_comes_before_anybody_by_what_they_do(told: Callable[[Session], object], status: str) -> None:
    """However the same work is shared out among people, they are told in the same order."""
    orders = [told(team(amounts, status)) for amounts in permutations((1, 2, 3, 3))]
    assert orders[0]
    assert all(order == orders[0] for order in orders)


def test_thanks_hold_no_figure_of_a_person() -> None:
    """Who did three and who did one are thanked alike: by role, without a number and without a name."""
    one, three = team((1, 1, 1, 1), "done"), team((1, 3, 1, 2), "done")
    milestone = Milestone(0, DAY, estimate=True)
    for voice in (Voice(language, register) for language in LANGUAGES for register in REGISTERS):
        said = celebrate(one, milestone, voice)
        assert said == celebrate(three, milestone, voice)
        assert not re.search(r"N\d|S\d|\d", said)


RANKING = re.compile(
    r"\b(best|worst|rank\w*|winner\w*|loser\w*|champion\w*|scor(?:e|es|ed|ing)|leaderboard|penal\w*|punish\w*"
    r"|(?<!in the )first place|slowest|laziest|top \d|outperform\w*|underperform\w*|fail(?:s|ed)? to deliver)\b"
    r"|順位|ランキング|最下位|優勝|ワースト|ベスト|最優秀|減点|罰|成績|競争|競い|勝者|敗者|番付|[1１一]位|MVP"
    r"|怠け|サボ|いちばん(?:多く|少なく)こなし|一番(?:多く|少なく)こなし",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"nobody is (?:ranked|scored)|none of them is the best|no (?:rank|penalty|score)\w*"
    r"|順位[^。]{0,12}(?:ません|ない)",
    re.IGNORECASE,
)
SPARED = (
    "Mark (5 is best)",  # how hands are raised for the session itself
    "make it at least {width}x{height}, best",  # the size of a terminal
    "優先順位",  # a word of the lexicon: what is done first, not who
)
"""What holds such a word and compares no people."""


def ranked(text: str) -> bool:
    """Tell whether a text speaks of ranks, and not of there being none."""
    for one in SPARED:
        text = text.replace(one, "")
    return bool(RANKING.search(DENIED.sub("", text)))


def catalogued() -> Iterator[str]:
    """Yield every sentence of the program, in both languages."""
    for message in catalogue.stored():
        for texts in (message.id, message.string):
            yield from texts if isinstance(texts, (tuple, list)) else (texts or "",)


def on_cards(data: object) -> Iterator[str]:
    """Yield every text of the data of a deck."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for inner in data.values():
            yield from on_cards(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from on_cards(inner)


def test_no_sentence_ranks_anybody() -> None:
    """Nothing the program can say has a word of rank, penalty or contest in it, but to say that there is none."""
    assert [text for text in catalogued() if text and ranked(text)] == []


@pytest.mark.parametrize("name", [*deck.DECKS, "vocabulary", "scales", "lint", "prompts", "findings"])
def test_no_card_ranks_anybody(name: str) -> None:
    """Nor has any card, term, scale or rule of lint."""
    assert [text for text in on_cards(deck.read_data(name)) if ranked(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "{who} is the best.",
        "{who}さんが1位です。",
        "Your score fell.",
        "遅れたので減点します。",
        "Ranking by calling",
    ],
)
def test_the_eye_of_these_tests_sees_a_rank(text: str) -> None:
    """A guard that cannot see would guard nothing."""
    assert ranked(text)
