"""The workshop of the sample: one step of every kind and a second one where that matters."""

from typing import Any

STEPS: dict[str, dict[str, Any]] = {
    "opening": {"kind": "talk", "title": {"ja": "開会", "en": "Opening"}, "minutes": 5, "attendance": True},
    "review": {"kind": "review", "title": "前回の{actions}", "minutes": 10},
    "vision": {"kind": "vision", "title": "{vision}", "minutes": 5},
    "boss": {"kind": "boss", "title": "{boss}", "minutes": 10, "obstacles": "obstacles"},
    "party": {"kind": "party", "title": "{party}", "minutes": 10},
    "culture": {
        "kind": "rate",
        "title": {"ja": "12の言葉", "en": "In 12 words"},
        "minutes": 10,
        "deck": "culture",
    },
    "pulse": {
        "kind": "rate",
        "title": {"ja": "今日の空気", "en": "Today's mood"},
        "minutes": 3,
        "statements": [{"id": "safe", "ja": "思ったことが言える", "en": "We can say what we think"}],
        "ideal": False,
    },
    "gaps": {"kind": "gaps", "title": "理想と現実", "minutes": 10, "obstacles": "obstacles"},
    "ideas": {"kind": "collect", "title": "案を出す", "minutes": 15, "prompt": "何を変えますか"},
    "worries": {"kind": "collect", "title": "気がかり", "minutes": 5, "anonymous": True},
    "choice": {"kind": "vote", "title": "案に投票", "minutes": 5, "on": "ideas", "dots": 3},
    "secret": {
        "kind": "vote",
        "title": "気がかりに投票",
        "minutes": 5,
        "on": "worries",
        "dots": 2,
        "anonymous": True,
    },
    "matrix": {"kind": "matrix", "title": "効果と手間", "minutes": 10, "on": "ideas", "most": 4},
    "actions": {"kind": "actions", "title": "{actions}", "minutes": 20, "most": 3},
    "premortem": {"kind": "premortem", "title": "{premortem}", "minutes": 7},
    "pledge": {"kind": "pledge", "title": "{pledge}", "minutes": 10},
}
"""A small workshop of every kind of step; it rates, collects and votes twice."""


def small_workshop() -> dict[str, Any]:
    """Return the workshop as the tables of a file."""
    steps = {id_: {**step, "rank": f"b{n}"} for n, (id_, step) in enumerate(STEPS.items(), start=10)}
    minutes = sum(step["minutes"] for step in STEPS.values())
    return {"id": "all-kinds", "title": "全部入り", "minutes": minutes, "steps": steps}
