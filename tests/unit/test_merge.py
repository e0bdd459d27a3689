"""The merge: what two sides made of one session, case by case. Its laws are in tests/fault/test_merging.py."""

import copy
import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from dxworkshop.model.merge import Merged, clash_id, merged
from dxworkshop.model.patch import MISSING, found, put
from dxworkshop.model.place import keys_of, path_of
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from tests.sample import sample_session

Data = dict[str, Any]
BY, AT = "鈴木さんのPC", "2026-11-24T15:10:00+09:00"
DUE = ("actions", "ab11111111", "due")
STAMP = "2026-11-24T15:02:00+09:00 田中"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=timezone(timedelta(hours=9)))


def base() -> Data:
    """Return a session without conflicts, as plain data."""
    return {key: value for key, value in plain(sample_session()).items() if key != "conflicts"}


def on(*edits: tuple[tuple[str, ...], Any]) -> Data:
    """Return the session with some keys changed; `MISSING` takes one away."""
    data = copy.deepcopy(base())
    for path, value in edits:
        put(data, path, value)
    return data


def joined(mine: Data, theirs: Data, before: Data | None = None) -> Merged:
    """Merge two sides of the session."""
    return merged(base() if before is None else before, mine, theirs, by=BY, at=AT)


def aside(result: Merged) -> dict[str, Any]:
    """Return what gave way, by its path."""
    return {clash["path"]: clash["mine"] for clash in result.data.get("conflicts", {}).values()}


def test_what_two_people_edit_in_two_fields_both_stands() -> None:
    """In one action too."""
    result = joined(on((DUE, date(2027, 1, 8))), on((("actions", "ab11111111", "title"), "様式を一枚に")))
    assert found(result.data, DUE) == date(2027, 1, 8)
    assert result.data["actions"]["ab11111111"]["title"] == "様式を一枚に"
    assert (result.clashes, aside(result)) == (0, {})


def test_of_one_field_theirs_stands_and_mine_is_kept_beside() -> None:
    """With whose it was and when; the same merge gives the same entry wherever it is made."""
    mine, theirs = on((DUE, date(2027, 1, 8))), on((DUE, date(2027, 2, 5)))
    result = joined(mine, theirs)
    assert found(result.data, DUE) == date(2027, 2, 5)
    id_ = clash_id(DUE, date(2027, 1, 8))
    assert result.data["conflicts"] == {
        id_: {"path": "actions/ab11111111/due", "mine": date(2027, 1, 8), "by": BY, "at": AT}
    }
    assert result.clashes == 1
    assert len(id_) == 10
    elsewhere = merged(base(), mine, result.data, by="another", at="later")
    assert (elsewhere.data, elsewhere.clashes) == (result.data, 0)


def test_a_cleared_field_is_a_value() -> None:
    """Who empties a day that somebody else moves is heard."""
    result = joined(on((DUE, "")), on((DUE, date(2027, 2, 5))))
    assert aside(result) == {"actions/ab11111111/due": ""}


@pytest.mark.parametrize(("mine", "theirs"), [(1, 1.0), (1, True), (True, 1), ("1", 1)])
def test_a_value_of_another_type_is_another_value(mine: object, theirs: object) -> None:
    """One, one point nought and true are three things in a file."""
    assert joined(on((("colour",), mine)), on((("colour",), theirs))).clashes == 1


def test_the_same_moment_in_two_time_zones_is_two_values() -> None:
    """As it is in the file."""
    later = base()["created"] + timedelta(1)
    result = joined(on((("created",), later)), on((("created",), later.astimezone(UTC))))
    assert aside(result) == {"created": later}


@pytest.mark.parametrize(
    "path", [("actions", "aa11111111"), ("actions",), ("boss", "why_now"), ("ratings", "pulse")]
)
def test_absence_deletes_nothing(path: tuple[str, ...]) -> None:
    """Whichever side lacks it, and whether the other changed it or not."""
    assert found(joined(on((path, MISSING)), base()).data, path) == found(base(), path)
    assert found(joined(base(), on((path, MISSING))).data, path) == found(base(), path)


DOTS = ("votes", "choice", "dots", "n333333333")


def test_dots_are_taken_back_by_taking_them_away() -> None:
    """A key that both knew and one side took back is gone; one that the other changed meanwhile is not."""
    taken = on(((*DOTS, "pa11111111"), MISSING))
    for result in (joined(taken, base()), joined(base(), taken)):
        assert found(result.data, DOTS) == {"pb11111111": 3}
    changed = joined(taken, on(((*DOTS, "pa11111111"), 1)))
    assert found(changed.data, (*DOTS, "pa11111111")) == 1
    assert found(joined(on((DOTS, MISSING)), base()).data, DOTS) is MISSING
    assert found(joined(on((DOTS, MISSING)), on(((*DOTS, "pb11111111"), 1))).data, DOTS) == {"pb11111111": 1}


def test_a_vote_that_is_missing_altogether_was_not_taken_back() -> None:
    """Only where dots lie does absence say something."""
    for path in (("votes",), ("votes", "choice"), ("votes", "choice", "dots")):
        assert found(joined(on((path, MISSING)), base()).data, DOTS) == found(base(), DOTS)


def test_lists_of_texts_and_days_are_merged_entry_by_entry() -> None:
    """Theirs in their order, what I added behind, without what either took away."""
    signs = ("vision", "signs")
    first, second = base()["vision"]["signs"]
    result = joined(on((signs, [first, second, "mine"])), on((signs, ["theirs", second, first])))
    assert found(result.data, signs) == ["theirs", second, first, "mine"]
    assert found(joined(on((signs, [second])), on((signs, [first, second, "x"]))).data, signs) == [second, "x"]
    days = joined(
        on((("reviews",), [date(2027, 1, 1)])), on((("reviews",), [*base()["reviews"], date(2027, 3, 1)]))
    )
    assert days.data["reviews"] == [date(2027, 3, 1), date(2027, 1, 1)]
    assert result.clashes == days.clashes == 0


def test_a_list_of_numbers_is_one_value() -> None:
    """Hands that were counted twice are no sum of both; texts that come twice are no set."""
    hands = joined(on((("closing", "hands"), [1, 0, 0, 0, 0])), on((("closing", "hands"), [0, 0, 0, 0, 1])))
    assert aside(hands) == {"closing/hands": [1, 0, 0, 0, 0]}
    twice = joined(on((("vision", "signs"), ["a", "a"])), on((("vision", "signs"), ["b"])))
    assert aside(twice) == {"vision/signs": ["a", "a"]}


def test_what_one_removes_and_nobody_edits_is_removed() -> None:
    """On whichever side."""
    gone = on((("gaps", "g111111111", "removed"), STAMP))
    for result in (joined(gone, base()), joined(base(), gone)):
        assert result.data["gaps"]["g111111111"]["removed"] == STAMP
        assert result.clashes == 0


def test_what_one_removes_and_the_other_edits_stays_visible() -> None:
    """The removal is kept beside, whoever removed; that it is visible is said, for absence would not undo it."""
    gone = on((("gaps", "g111111111", "removed"), STAMP))
    edited = on((("gaps", "g111111111", "size"), 5))
    for result, by in ((joined(gone, edited), BY), (joined(edited, gone), "")):
        assert result.data["gaps"]["g111111111"]["removed"] == ""
        assert result.data["gaps"]["g111111111"]["size"] == 5
        (clash,) = result.data["conflicts"].values()
        assert (clash["path"], clash["mine"], clash["by"]) == ("gaps/g111111111/removed", STAMP, by)
    again = merged(gone, gone, joined(gone, edited).data, by=BY, at=AT).data
    assert again["gaps"]["g111111111"]["removed"] == ""


def test_what_was_brought_back_stays_back() -> None:
    """By saying so; a side that says nothing does not bring it back."""
    back = on((("gaps", "g333333333", "removed"), ""))
    for result in (joined(back, base()), joined(base(), back)):
        assert result.data["gaps"]["g333333333"]["removed"] == ""
    silent = joined(on((("gaps", "g333333333", "removed"), MISSING)), base())
    assert silent.data["gaps"]["g333333333"]["removed"] == "2026-11-24"


def test_two_removals_are_one() -> None:
    """Nobody has to settle by which stamp."""
    gaps = ("gaps", "g111111111", "removed")
    results = [joined(on((gaps, one)), on((gaps, two))) for one, two in ((STAMP, "2026"), ("2026", STAMP))]
    assert [(r.clashes, found(r.data, gaps)) for r in results] == [(0, "2026"), (0, "2026")]


def test_a_field_or_an_item_may_be_called_removed() -> None:
    """Only a text under that name is a stamp."""
    data = {**base(), "members": {**base()["members"], "removed": {"name": "x"}}}
    result = merged(base(), data, base(), by=BY, at=AT)
    assert result.data["members"]["removed"] == {"name": "x"}


def test_where_we_are_and_the_time_never_clash() -> None:
    """Each laptop stays where it is; a step took the longer time, and the clock is as it was set last."""
    later = NOW + timedelta(minutes=5)
    mine = on((("at",), "vision"), (("clock", "since"), NOW), (("clock", "steps", "vision", "used"), 400))
    theirs = on(
        (("at",), "boss"),
        (("clock", "since"), ""),
        (("clock", "stopped"), later),
        (("clock", "steps", "vision", "used"), 300),
        (("clock", "steps", "opening", "extra"), 7),
    )
    result = joined(mine, theirs)
    assert (result.data["at"], result.clashes) == ("vision", 0)
    clock = result.data["clock"]
    assert (clock["since"], clock["stopped"]) == ("", later)
    assert clock["steps"] == {"opening": {"used": 412, "extra": 7}, "vision": {"used": 400}}
    assert joined(base(), theirs).data["at"] == "boss"
    runs = joined(on((("clock", "since"), later)), on((("clock", "since"), ""), (("clock", "stopped"), NOW)))
    assert runs.data["clock"]["since"] == later


def test_the_higher_format_stands() -> None:
    """A file that one side brought to a newer format stays there."""
    assert joined({**base(), "format": 2}, base()).data["format"] == 2
    assert joined(base(), {**base(), "format": 2}).data["format"] == 2


def test_a_clash_that_is_settled_stays_settled() -> None:
    """On whichever side it was; one that comes again after both knew it is open again."""
    mine, theirs = on((DUE, date(2027, 1, 8))), on((DUE, date(2027, 2, 5)))
    open_ = joined(mine, theirs).data
    id_ = clash_id(DUE, date(2027, 1, 8))
    settled = copy.deepcopy(open_)
    settled["conflicts"][id_]["removed"] = STAMP
    for result in (merged(open_, open_, settled, by=BY, at=AT), merged(open_, settled, open_, by=BY, at=AT)):
        assert result.data["conflicts"][id_]["removed"] == STAMP
    assert joined(mine, settled).data["conflicts"][id_]["removed"] == STAMP
    again_mine, again_theirs = copy.deepcopy(settled), copy.deepcopy(settled)
    put(again_mine, DUE, date(2027, 1, 8))
    put(again_theirs, DUE, date(2027, 3, 5))
    again = merged(settled, again_mine, again_theirs, by=BY, at=AT)
    assert (again.clashes, again.data["conflicts"][id_]["removed"]) == (1, "")
    assert merged(settled, again_mine, again.data, by="x", at="y").data == again.data


def test_steps_of_two_kinds_are_not_mixed() -> None:
    """The fields of one kind would be no step of the other."""
    new = ("workshop", "steps", "more")
    most = {"kind": "matrix", "title": "m", "minutes": 5, "most": 30}
    result = joined(on((new, most)), on((new, {"kind": "actions", "title": "m", "minutes": 5})))
    assert found(result.data, new) == {"kind": "actions", "title": "m", "minutes": 5}
    assert aside(result) == {"workshop/steps/more": most}
    assert Session.model_validate(frozen(result.data))


def test_one_step_is_left() -> None:
    """Two sides that each remove the other half of the steps leave a file that opens."""
    ids = sorted(base()["workshop"]["steps"])
    mine = on(*((("workshop", "steps", id_, "removed"), STAMP) for id_ in ids[:5]))
    theirs = on(*((("workshop", "steps", id_, "removed"), STAMP) for id_ in ids[5:]))
    result = joined(mine, theirs)
    left = [id_ for id_, step in result.data["workshop"]["steps"].items() if not step.get("removed")]
    assert sorted(left) == ids[:5]
    assert len(aside(result)) == result.clashes == 5


SLIP = ("notes", "n555555555")


def test_nobody_is_told_whose_slip_it_was() -> None:
    """Of an anonymous step neither a laptop nor a time is kept, and who wrote a note not at all."""
    result = joined(on(((*SLIP, "text"), "mine")), on(((*SLIP, "text"), "theirs")))
    (clash,) = result.data["conflicts"].values()
    assert (clash["mine"], clash["by"], clash["at"]) == ("mine", "", "")
    for key in ("author", "rank"):
        hidden = joined(on(((*SLIP, key), "pa11111111")), on(((*SLIP, key), "pb11111111")))
        assert hidden.clashes == 0
    sums = ("votes", "secret", "dots", "n555555555", "room")
    (tally,) = joined(on((sums, 1)), on((sums, 2))).data["conflicts"].values()
    assert (tally["mine"], tally["by"], tally["at"]) == (1, "", "")
    named = (*sums[:-1], "pa11111111")
    assert joined(on((named, 1)), on((named, 2))).clashes == 0


def test_without_an_ancestor_only_what_differs_clashes() -> None:
    """A copy whose origin nobody knows: what is the same is the same, what one side has alone is taken."""
    result = joined(on((DUE, date(2027, 1, 8)), (("actions", "new1"), {"title": "x"})), base(), {})
    assert aside(result) == {"actions/ab11111111/due": date(2027, 1, 8)}
    assert result.data["actions"]["new1"] == {"title": "x"}


@pytest.mark.parametrize("keys", [("a",), ("a", "b"), ("a/b", "~", "~1", ""), ("\r\n", "窓口"), ("", "")])
def test_keys_come_back_from_their_path(keys: tuple[str, ...]) -> None:
    """Whatever a key holds, in a text that a file keeps."""
    assert keys_of(path_of(keys)) == keys
    assert "\r" not in path_of(keys)


def test_a_thousand_actions_are_merged_at_once() -> None:
    """The median of five merges in which both sides edited a tenth takes less than 50 ms."""
    action = base()["actions"]["aa11111111"]
    large = {**base(), "actions": {f"a{n:09}": {**action, "rank": f"a{n}"} for n in range(1000)}}
    mine, theirs = copy.deepcopy(large), copy.deepcopy(large)
    for n in range(100):
        mine["actions"][f"a{n * 10:09}"]["title"] = "mine"
        theirs["actions"][f"a{n * 7:09}"]["due"] = date(2027, 3, 1)
    took = []
    for _ in range(5):
        began = time.process_time()
        joined(mine, theirs, large)
        took.append(time.process_time() - began)
    assert sorted(took)[2] < 0.05
