"""The plan of the sample session, and what came after it: actions, pledges, check-ins, exceptions, clashes."""

from collections.abc import Callable
from datetime import date
from typing import Any

Word = Callable[[str], str]
"""Turns a text that somebody typed into another."""
EARLIER = "k5p2r7x9cd"
"""Id of the session that the sample goes on from."""


def actions(word: Word) -> dict[str, Any]:
    """Return the actions: one of every state, and one that was removed."""
    return {
        "actions": {
            "aa11111111": {
                "title": word("転入の窓口を一つにまとめて試す"),
                "answers": ["g111111111", "m111111111", "n333333333", "gr11111111", "k222222222"],
                "owner": "pb11111111",
                "calling": "guide",
                "partners": ["pa11111111", "pc11111111"],
                "first_step": word("三つの課の受付手順を並べて写真に撮る"),
                "first_step_by": date(2026, 12, 1),
                "due": date(2027, 2, 26),
                "if_then": word("もし月曜の朝礼が終わったら、待合で10分だけ数える"),
                "tell": word("市民課長に、試す日と席の配置を伝える"),
                "weight": 3,
                "budget": "none",
                "decided_at": "committee",
                "status": "doing",
                "slipped": [date(2027, 1, 29)],
                "rank": "a1",
                "measure": {"name": word("一度で済んだ割合"), "unit": word("%"), "baseline": 35.0, "target": 70.0},
            },
            "ab11111111": {
                "title": word("様式を減らす"),
                "owner": "pa11111111",
                "calling": word("様式の番人"),
                "first_step": word("様式を一枚の表に書き出す"),
                "due": date(2026, 12, 4),
                "budget": "needed",
                "status": "blocked",
                "reason": word("予算の見通しが立たない"),
                "ask": word("財政課の高橋"),
                "since": EARLIER,
                "verdict": "carry",
                "rank": "a2",
            },
            "ac11111111": {
                "title": word("案内板を作り直す"),
                "owner": "pa11111111",
                "status": "done",
                "since": EARLIER,
                "verdict": "done",
                "rank": "a3",
            },
            "ad11111111": {
                "title": word("窓口を土曜も開ける"),
                "status": "dropped",
                "reason": word("人が足りず、来年度に改めて考える"),
                "since": EARLIER,
                "verdict": "drop",
                "rank": "a4",
            },
            "ae11111111": {"title": word("予約の様子を一つの表で見る"), "covers": "lateral", "rank": "a5"},
            "af11111111": {"title": "消した取組", "rank": "a6", "removed": "2026-11-24"},
        }
    }


def after(word: Word) -> dict[str, Any]:
    """Return what came after the plan."""
    return {
        "pledges": {
            "pa11111111": {"words": word("今週中に三つの課を歩いて回ります")},
            "pb11111111": {"words": word("月曜の朝、待合に立ちます")},
            "pd11111111": {"words": "消した人の宣言"},
        },
        "closing": {"hands": [0, 0, 1, 1, 1]},
        "exceptions": {
            "x111111111": {
                "rule": "no-measure",
                "action": "ae11111111",
                "reason": word("やってみるまで測れないため"),
            },
            "x222222222": {"rule": "no-calling", "reason": "消した例外", "removed": "2026-11-24"},
        },
        "checkins": {
            "c111111111": {
                "on": date(2026, 12, 8),
                "host": "pa11111111",
                "lessons": [word("朝の30分に来庁が集中していた")],
                "readings": {"m111111111": 39.0},
                "actions": {
                    "aa11111111": {
                        "status": "doing",
                        "note": word("配置の案ができた"),
                        "rating": "B",
                        "next_step": word("窓口の二人に見てもらう"),
                        "next_by": date(2026, 12, 15),
                        "if_then": word("もし二人とも休みなら、係長に見てもらう"),
                        "was_due": date(2027, 1, 29),
                    }
                },
                "scale": "hamamatsu",
                "gaps": {"g111111111": 3, "g222222222": 0},
                "ratings": {"culture": {"vision": {"reality": 3, "words": word("少し見えてきた")}}},
                "decision": "on",
            },
            "c222222222": {"on": date(2026, 12, 1), "removed": "2026-12-08"},
        },
        "conflicts": {
            "cf11111111": {
                "path": "actions/ab11111111/due",
                "mine": date(2026, 12, 18),
                "by": word("鈴木さんのPC"),
                "at": "2026-11-24T15:10:00+09:00",
            },
            "cf22222222": {
                "path": "boss/name",
                "mine": "消した言い分",
                "removed": "2026-11-24T15:12:00+09:00",
            },
        },
    }
