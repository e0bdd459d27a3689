"""Going back is an edit: nothing that came since is silently absent, and a promise stays kept."""

import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import RuleError
from dxworkshop.model import explicit as module
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add, Edit, PlaceDots, Set, SetPledge
from dxworkshop.model.explicit import STAYS, explicit, restored
from dxworkshop.model.merge import merged
from dxworkshop.model.problem import problems
from dxworkshop.model.session import ROOM, Gap, Note, Rule, Session
from dxworkshop.model.value import Value, frozen, plain
from tests.sample import empty_session, sample_session
from tests.unit.test_round_trip import NASTY, SAMPLE, _cleaned, _varied, _with_unknown

STAMP = "2026-12-10T13:30:00+09:00 田中"
ITEMS = (
    *(("members",), ("seats",), ("gaps",), ("boss", "measures"), ("actions",), ("rules",), ("notes",)),
    *(("groups",), ("risks",), ("parked",), ("workshop", "steps"), ("checkins",)),
)
"""Where items stand that are removed by a stamp."""
SEEDS = st.integers(0, 2**32)


def _random(words: list[str], seed: int) -> dict[str, Any]:
    """Return the tables of a session of which any part may be missing, with keys that nobody knows."""
    source = random.Random(seed)  # noqa: S311 - a session, not a secret
    data: dict[str, Any] = _cleaned(_with_unknown(_less(_varied(SAMPLE, words, source), source), words, source))
    session = Session.model_validate(frozen(data))
    return plain(session)


def _less(data: dict[str, Any], source: random.Random) -> dict[str, Any]:
    """Return the tables with some items taken out, as somebody's editor may have left them."""
    for path in ITEMS:
        table = _at(data, path)
        for id_ in [id_ for id_ in table if source.random() < 0.3 and len(table) > 1]:
            del table[id_]
    for vote in data.get("votes", {}).values():
        vote["dots"] = {id_: by for id_, by in vote.get("dots", {}).items() if by}
    return data


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    found: Any = data
    for key in path:
        found = found.get(key, {})
    return dict(found) if found == {} else found


def _says(whole: Any, part: Any) -> bool:
    """Tell whether a value holds all that another one says, where and as it says it."""
    if isinstance(part, Mapping) and isinstance(whole, Mapping):
        return all(key in whole and _says(whole[key], value) for key, value in part.items())
    return type(whole) is type(part) and bool(whole == part)


@given(st.lists(NASTY, min_size=2, max_size=6), SEEDS, SEEDS)
def test_nothing_is_silently_absent(words: list[str], one: int, other: int) -> None:
    """Of any two sessions: the result is one, says all that the newer says, and knows every item of both."""
    now, before = _random(words, one), _random(words, other)
    result = explicit(now, before, STAMP)
    assert _says(result, now)
    session = Session.model_validate(frozen(result))
    assert plain(session) == result
    for path in ITEMS:
        mine, theirs, both = (_at(data, path) for data in (now, before, result))
        assert set(both) == {*mine, *theirs}
        for id_ in set(theirs) - set(mine):
            assert both[id_] == {**theirs[id_], "removed": theirs[id_].get("removed") or STAMP}
    assert not list(_absent(result, before))


def _absent(result: Mapping[str, Any], before: Mapping[str, Any], path: tuple[str, ...] = ()) -> Any:
    """Yield the keys of the older session that the result says nothing of; dots and languages may go."""
    for key, value in before.items():
        if path[:1] == ("votes",) and path[2:3] == ("dots",):
            continue
        if key not in result and path[-1:] not in (("title",), ("say",), ("prompt",)):
            yield (*path, key)
        elif isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
            yield from _absent(result[key], value, (*path, key))


def _known(value: object) -> object:
    """Return a value without the keys that nobody knows."""
    return {name: getattr(value, name) for name in type(value).model_fields} if isinstance(value, Value) else value


@given(st.lists(NASTY, min_size=2, max_size=6), SEEDS, SEEDS)
def test_the_result_means_what_the_newer_session_means(words: list[str], one: int, other: int) -> None:
    """Every field that the model knows has the value it had; what is more was removed or is empty."""
    now, before = _random(words, one), _random(words, other)
    mine = Session.model_validate(frozen(now))
    session = Session.model_validate(frozen(explicit(now, before, STAMP)))
    for name in ("title", "at", "reviews", "organisation", "language"):
        assert getattr(session, name) == getattr(mine, name)
    for path in ITEMS:
        old: Any = mine
        new: Any = session
        for key in path:
            old, new = getattr(old, key), getattr(new, key)
        for id_, item in old.items():
            for name in type(item).model_fields:
                if name not in ("readings", "actions", "gaps", "ratings"):
                    assert _known(getattr(new[id_], name)) == _known(getattr(item, name)), (path, id_, name)
        assert all(new[id_].removed for id_ in set(new) - set(old))
    for member in set(session.pledges) - set(mine.pledges):
        assert session.pledges[member].words == ""
    for step, cards in session.ratings.items():
        for card in set(cards) - set(mine.ratings.get(step, {})):
            assert all(not getattr(cards[card], name) for name in type(cards[card]).model_fields)
    assert {step: vote.dots for step, vote in session.votes.items() if vote.dots} == {
        step: vote.dots for step, vote in mine.votes.items() if vote.dots
    }


@given(st.lists(NASTY, min_size=2, max_size=6), SEEDS, SEEDS)
def test_it_is_done_once(words: list[str], one: int, other: int) -> None:
    """A session against itself stays as it is, and doing it again adds nothing."""
    now, before = _random(words, one), _random(words, other)
    assert explicit(now, now, STAMP) == now
    result = explicit(now, before, STAMP)
    assert explicit(result, before, "later") == result


@given(st.lists(NASTY, min_size=2, max_size=6), SEEDS, SEEDS)
def test_a_merge_cannot_bring_back_what_is_gone(words: list[str], one: int, other: int) -> None:
    """What it is for: a laptop that still has the older state, and changed nothing, takes all of the newer one."""
    now, before = _random(words, one), _random(words, other)
    result = explicit(now, before, STAMP)
    found = merged(before, result, before, by="x", at="y")
    assert found.clashes == 0
    took = {key: value for key, value in result.items() if key != "clock"}  # time that was used is never less
    assert _says(found.data, took)
    assert not list(_absent(result, found.data))


def test_what_was_cleared_is_written_as_a_file_holds_it() -> None:
    """An empty text for what is unknown, the default for what always has a value."""
    whole = plain(sample_session())
    less = plain(sample_session())
    action = less["actions"]["aa11111111"]
    for key in ("weight", "status", "due", "measure", "partners", "owner"):
        del action[key]
    del less["members"]["pa11111111"]["present"]
    del less["closing"]
    del less["vision"]["signs"]
    del less["votes"]["choice"]
    del less["ratings"]["culture"]["vision"]
    result = explicit(less, whole, STAMP)
    cleared = {key: result["actions"]["aa11111111"][key] for key in ("weight", "status", "due", "measure")}
    assert cleared == {"weight": 1, "status": "todo", "due": "", "measure": ""}
    assert result["actions"]["aa11111111"]["partners"] == []
    assert result["members"]["pa11111111"]["present"] == ""
    assert result["closing"] == {"hands": []}
    assert result["vision"]["signs"] == []
    assert result["votes"]["choice"] == {"revealed": False, "dots": {}}
    rating = {"ideal": "", "reality": "", "ideal_hands": [], "hands": [], "words": ""}
    assert result["ratings"]["culture"]["vision"] == rating


def test_a_removal_that_is_no_longer_there_is_taken_back() -> None:
    """The empty stamp says so, on every laptop."""
    less = plain(sample_session())
    del less["gaps"]["g333333333"]["removed"]
    assert explicit(less, plain(sample_session()), STAMP)["gaps"]["g333333333"]["removed"] == ""
    assert explicit({**less, "gaps": {}}, less, "")["gaps"]["g333333333"]["removed"] == "removed"


def test_a_step_of_another_kind_has_no_fields_of_its_former_one() -> None:
    """They would stand there as keys that nobody understands; what was unknown before stays."""
    whole = plain(sample_session())
    whole["workshop"]["steps"]["choice"]["colour"] = "red"
    less = plain(sample_session())
    less["workshop"]["steps"]["choice"] = {"kind": "talk", "title": "x", "minutes": 5}
    step = explicit(less, whole, STAMP)["workshop"]["steps"]["choice"]
    assert set(step) & {"on", "dots", "anonymous"} == set()
    assert (step["kind"], step["colour"]) == ("talk", "red")


# Going back ----------------------------------------------------------------------------------------


def test_what_came_since_is_removed_and_what_was_changed_is_as_before() -> None:
    """The new gap bears the stamp, the old words are back, the rule that was there still is."""
    before = sample_session()
    now = apply(before, Add("gap", "new1", Gap(reality="新しい壁")))
    now = apply(now, Set("boss", {"name": "紙"}))
    now = apply(now, SetPledge("pc11111111", "立ち会います"))
    back = restored(now, before, STAMP)
    assert back.gaps["new1"].removed == STAMP
    assert back.gaps["new1"].reality == "新しい壁"
    assert (back.boss.name, back.pledges["pc11111111"].words) == ("たらい回し", "")
    assert back.rules == before.rules
    assert list(problems(back)) == []
    again = restored(back, now, "x")
    assert (again.gaps["new1"].removed, again.boss.name) == ("", "紙")


def test_where_we_are_and_the_time_stay() -> None:
    """They are not undone, so they are not brought back either."""
    now, earlier = sample_session(), empty_session()
    back = restored(now, earlier, STAMP)
    assert [getattr(back, key) for key in STAYS[:2]] == [getattr(now, key) for key in STAYS[:2]]
    assert back.at != earlier.at
    later = restored(earlier, now, STAMP)
    assert (later.at, later.clock) == (earlier.at, earlier.clock)


def test_a_version_of_another_session_is_refused() -> None:
    """A file that somebody copied over this one."""
    other = sample_session().model_copy(update={"id": "another222"})
    with pytest.raises(RuleError, match="another session"):
        restored(sample_session(), other, STAMP)


def _named() -> Session:
    """Return a session whose step of ideas is not anonymous yet, and in which somebody's note stands."""
    return apply(
        sample_session(), Add("note", "slip1", Note(step="ideas", text="田中の付箋", author="pa11111111"))
    )


def _promised(session: Session, step: str) -> Session:
    """Return a session in which a step is anonymous and nothing was said in it."""
    notes = {id_: note for id_, note in session.notes.items() if note.step != step}
    votes = {id_: vote for id_, vote in session.votes.items() if id_ != step}
    empty = session.model_copy(update={"notes": notes, "groups": {}, "votes": votes, "actions": {}, "risks": {}})
    return apply(empty, Edit("step", step, {"anonymous": True}))


@pytest.mark.parametrize(
    ("earlier", "step"),
    [(_named, "ideas"), (sample_session, "choice")],
    ids=["an author", "a voter"],
)
def test_a_promise_is_not_broken_by_going_back(earlier: Callable[[], Session], step: str) -> None:
    """A version from before the step was anonymous would name people."""
    now = _promised(earlier(), step)
    with pytest.raises(RuleError, match="names people"):
        restored(now, earlier(), STAMP)


def test_a_promise_outlives_a_version_that_did_not_know_it() -> None:
    """The step stays anonymous, and its slips in the order of their random ids."""
    named = sample_session()
    notes = {"zz11": Note(step="ideas", text="一", rank="a1"), "aa11": Note(step="ideas", text="二", rank="a2")}
    earlier = named.model_copy(update={"notes": notes, "groups": {}, "votes": {}, "actions": {}, "risks": {}})
    now = apply(earlier, Edit("step", "ideas", {"anonymous": True}))
    now = apply(now, Add("rule", "new1", Rule(text="x")))
    back = restored(now, earlier, STAMP)
    assert back.workshop.steps["ideas"].anonymous  # type: ignore[union-attr]  # a step of notes
    assert {id_: note.rank for id_, note in back.notes.items()} == {"zz11": "zz11", "aa11": "aa11"}
    assert back.rules["new1"].removed == STAMP


def test_sums_of_an_anonymous_vote_come_back() -> None:
    """They name nobody."""
    before = sample_session()
    now = apply(before, PlaceDots("secret", ROOM, {}))
    assert restored(now, before, STAMP).votes["secret"].dots == before.votes["secret"].dots


@pytest.mark.parametrize(
    "broken",
    [
        lambda now, before, stamp: dict(now),
        lambda now, before, stamp: {**before, **now},
        lambda now, before, stamp: {**now, "gaps": {**before.get("gaps", {}), **now.get("gaps", {})}},
    ],
    ids=["nothing", "flat", "without stamp"],
)
def test_the_guards_fall(broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three ways to do it wrong are seen by the first property."""
    monkeypatch.setattr("tests.unit.test_explicit.explicit", broken)
    with pytest.raises(AssertionError):
        _look_at_some()
    assert module.explicit is not broken


def _look_at_some() -> None:
    sees: Any = test_nothing_is_silently_absent
    for seed in range(20):
        sees.hypothesis.inner_test(["a", "b"], seed, seed + 1)
