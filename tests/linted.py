"""A small plan that lacks nothing, and for every rule of lint one that trips it and one that just does not.

`python -m tests.linted` writes them as the files of `tests/data/lint`.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen
from dxworkshop.store import document

FOLDER = Path(__file__).parent / "data" / "lint"
TODAY = date(2026, 11, 24)
"""The day of the workshop, on which the files are looked at."""
Tables = dict[str, Any]
Turn = Callable[[Tables], None]
"""Changes the tables of the plan that lacks nothing."""
_STEPS = {
    "boss": {"kind": "boss", "title": "boss", "minutes": 30, "rank": "b1"},
    "actions": {"kind": "actions", "title": "actions", "minutes": 50, "rank": "b2", "most": 3},
    "pledge": {"kind": "pledge", "title": "pledge", "minutes": 10, "rank": "b3"},
}


def plan() -> Tables:
    """Return the tables of the plan that lacks nothing."""
    measure = {"unit": "分", "baseline": 42.0, "target": 20.0, "by": date(2027, 3, 31)}
    return deepcopy(
        {
            "format": 1,
            "id": "lint22aaaa",
            "title": "窓口の待ち時間を半分にする",
            "created": datetime(2026, 11, 24, 13, 30, tzinfo=timezone(timedelta(hours=9))),
            "reviews": [date(2026, 12, 8), date(2026, 12, 24), date(2027, 2, 22)],
            "boss": {"name": "たらい回し", "measures": {"wait22": {"name": "待ち時間", **measure}}},
            "members": {
                "tanaka": {"name": "田中", "seat": "市民課", "calling": "guide", "present": True},
                "satoh2": {"name": "佐藤", "seat": "福祉課", "calling": "smith", "present": True},
            },
            "gaps": {"gap222": {"reality": "情報の抱え込み", "control": "ours"}},
            "actions": {"act222": action("tanaka")},
            "pledges": {"tanaka": {"words": "見に行きます"}, "satoh2": {"words": "描きます"}},
            "workshop": {"id": "small", "title": "small", "minutes": 90, "steps": _STEPS},
        }
    )


def action(owner: str, **fields: Any) -> Tables:
    """Return an action that lacks nothing."""
    return {
        "title": "受付の流れを一枚に描く",
        "owner": owner,
        "answers": ["gap222"],
        "first_step": "三件を見て書く",
        "first_step_by": date(2026, 12, 1),
        "due": date(2027, 2, 26),
        "if_then": "もし朝礼が終わったら、窓口で一件見る",
        "tell": "係長に、見に行く日を",
        "measure": {"name": "描けた手続き", "unit": "件", "baseline": 0.0, "target": 5.0},
        **fields,
    }


def one(**fields: Any) -> Turn:
    """Change fields of the one action; None takes one away."""

    def turn(data: Tables) -> None:
        _fill(data["actions"]["act222"], fields)

    return turn


def head(**fields: Any) -> Turn:
    """Change what stands at the top; None takes it away."""
    return lambda data: _fill(data, fields)


def inside(*path: str, **fields: Any) -> Turn:
    """Change fields of a table inside; None takes one away."""

    def turn(data: Tables) -> None:
        for key in path:
            data = data.setdefault(key, {})
        _fill(data, fields)

    return turn


def actions(*owners: str, **fields: Any) -> Turn:
    """Have one action for each owner; of an empty one nothing is known but the title."""

    def turn(data: Tables) -> None:
        made = [action(owner, **fields) if owner else {"title": "いつか"} for owner in owners]
        data["actions"] = {f"act22{n}": {**one, "rank": f"a{n}"} for n, one in enumerate(made)}

    return turn


def also(*turns: Turn) -> Turn:
    """Do one after the other."""

    def turn(data: Tables) -> None:
        for each in turns:
            each(data)

    return turn


def _fill(table: Tables, fields: Tables) -> None:
    for key, value in fields.items():
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


def _checkin(host: str, **report: Any) -> Turn:
    said = {"on": date(2026, 12, 8), "host": host, "actions": {"act222": report} if report else {}}
    return inside("checkins", checkin2=said)


_no_pledge_step = inside("workshop", "steps", pledge=None)
_as_is: Turn = head()
_begun = {"status": "doing", "first_step": None, "first_step_by": None}
_outputs = inside("boss", "measures", "wait22", kind="output")
_second = {"name": "二度来た人", "unit": "人", "baseline": 9.0, "target": 2.0, "by": date(2027, 3, 31)}

CASES: dict[str, tuple[Turn, Turn]] = {
    "no-owner": (one(owner=None, calling="guide"), actions("tanaka", "satoh2", "satoh2", "")),
    "no-due-date": (one(due=None), also(one(due=None), one(status="done"))),
    "blocked-without-ask": (one(status="blocked"), one(status="blocked", ask="財政課")),
    "slipped-twice": (
        one(slipped=[date(2026, 11, 2), date(2026, 11, 16)]),
        one(slipped=[date(2026, 11, 16)]),
    ),
    "due-passed": (one(due=date(2026, 11, 20)), one(due=TODAY)),
    "no-first-step": (one(first_step=None), one(**_begun)),
    "first-step-without-day": (
        one(first_step_by=None),
        also(one(first_step_by=None), _checkin("tanaka", next_step="課長に見せる")),
    ),
    "first-step-late": (one(first_step_by=date(2026, 12, 2)), one(first_step_by=date(2026, 12, 1))),
    "no-if-then": (
        one(if_then=None),
        also(one(if_then=None), _checkin("satoh2", status="todo", if_then="もし月曜なら、見る")),
    ),
    "no-measure": (one(measure=None), one(measure=None, answers=["wait22"])),
    "answers-nothing": (one(answers=None), one(answers=None, covers="network")),
    "decision-without-date": (
        one(decided_at="council", **_begun),
        also(one(decided_at="council", **_begun), _checkin("tanaka", next_by=date(2026, 12, 18))),
    ),
    "owner-not-here": (
        also(inside("members", "tanaka", present=False), head(pledges=None), _no_pledge_step),
        inside("members", "tanaka", present=False),
    ),
    "nobody-to-tell": (one(tell=None), one(tell="課長")),
    "outside-our-reach": (
        inside("gaps", "gap222", control="outside"),
        also(inside("gaps", "gap222", control="outside"), one(ask="県の情報政策課")),
    ),
    "due-on-closed-day": (one(due=date(2027, 2, 27)), one(due=date(2027, 2, 26))),
    "budget-without-date": (
        one(budget="needed", due=date(2027, 10, 8), **_begun),
        one(budget="needed", due=date(2027, 9, 30), **_begun),
    ),
    "no-calling": (inside("members", "tanaka", calling=None), one(calling="guide")),
    "title-no-deed": (one(title="窓口の流れを検討する"), one(title="窓口の検討会を開く日を決める")),
    "title-too-long": (one(title="窓" * 41), one(title="窓" * 39 + "ab")),
    "boss-is-somebody": (inside("boss", name="市民課"), inside("boss", name="市民課の窓口の混雑")),
    "no-actions": (head(actions=None), one(status="done")),
    "too-many-actions": (
        actions("tanaka", "tanaka", "satoh2", "satoh2"),
        actions("tanaka", "tanaka", "satoh2", ""),
    ),
    "owns-too-many": (actions("tanaka", "tanaka", "tanaka"), actions("tanaka", "tanaka", "satoh2")),
    "no-boss-measure": (
        inside("boss", measures=None),
        also(head(boss=None), inside("workshop", "steps", boss=None)),
    ),
    "only-output-measures": (_outputs, also(_outputs, inside("boss", "measures", two222=_second))),
    "no-reviews": (head(reviews=None), also(head(reviews=None), one(status="done"))),
    "first-review-late": (
        head(reviews=[date(2026, 12, 9), date(2026, 12, 24), date(2027, 2, 22)]),
        also(head(reviews=[date(2026, 12, 24), date(2027, 2, 22)]), _checkin("tanaka")),
    ),
    "no-later-reviews": (
        head(reviews=[date(2026, 12, 8), date(2027, 2, 22)]),
        head(reviews=[date(2026, 12, 8), date(2026, 12, 10), date(2027, 3, 8)]),
    ),
    "nobody-hosts": (_checkin(""), also(_checkin("satoh2"), inside("checkins", first2={"on": TODAY}))),
    "seat-without-action": (
        inside("seats", seat22={"name": "finance"}),
        also(inside("seats", seat22={"name": "finance"}), one(title="財政担当に声をかける")),
    ),
    "measure-without-day": (
        inside("boss", "measures", "wait22", by=None),
        inside("boss", "measures", "wait22", by=date(2028, 3, 31)),
    ),
    "no-pledge": (head(pledges=None), also(head(pledges=None), _no_pledge_step)),
}
"""By rule: what makes a plan trip it and nothing else, and what comes close and trips nothing."""


def session(*turns: Turn) -> Session:
    """Return the plan that lacks nothing, after some changes."""
    data = plan()
    for turn in turns:
        turn(data)
    return Session.model_validate(frozen(data))


def files() -> Iterator[tuple[Path, bytes]]:
    """Yield every file with what stands in it."""
    for rule, (trips, clean) in CASES.items():
        for name, turn in (("trips", trips), ("clean", clean)):
            yield FOLDER / f"{rule}.{name}.toml", document.render(session(turn))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, data in files():
        path.write_bytes(data)
