"""A session in which every field of every kind is filled, built from plain tables."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dxworkshop.model.changes import Add, Change, MarkAction, PlaceDots, Rate, Reveal, Set, SetPledge
from dxworkshop.model.session import Session, Vote
from dxworkshop.model.value import frozen, plain
from tests.sample_plan import EARLIER, Word, actions, after
from tests.workshop import small_workshop

TODAY = date(2026, 12, 10)
"""A day two weeks after the workshop."""
SLIDES_CARD = "information-hoarding"
"""An obstacle card in the words of the source study."""


def sample_session(word: Word = str) -> Session:
    """Return the whole session; `word` may retype every text in it."""
    said = {**_head(word), **_challenge(word), **_party(word), **_ideas(word), **_choice(word)}
    data = {**said, **actions(word), **after(word)}
    return Session.model_validate(frozen(data))


def empty_session() -> Session:
    """Return the session as it is before anybody said a word."""
    data = {"format": 1, "id": "k7q3m2x2ab", "title": "t", "created": _created(), "at": "opening"}
    return Session.model_validate(frozen({**data, "workshop": small_workshop()}))


def sample_changes() -> list[Change]:
    """Return the changes that lead from the empty session to the whole one, in the order of a workshop."""
    whole = sample_session()
    head = ("title", "organisation", "confidentiality", "reviews")
    return [
        Set("session", {key: getattr(whole, key) for key in head}),
        Set("meeting", plain(whole.meeting)),
        Set("paper", plain(whole.paper)),
        *(Add("rule", id_, rule) for id_, rule in whole.rules.items()),
        Set("vision", plain(whole.vision)),
        Set("boss", {"name": whole.boss.name, "why_now": whole.boss.why_now}),
        *(Add("measure", id_, measure) for id_, measure in whole.boss.measures.items()),
        *(Add("member", id_, member) for id_, member in whole.members.items()),
        *(Add("seat", id_, seat) for id_, seat in whole.seats.items()),
        *(Rate(step, card, plain(said)) for step, of in whole.ratings.items() for card, said in of.items()),
        *(Add("group", id_, group) for id_, group in whole.groups.items()),
        *(Add("note", id_, note) for id_, note in whole.notes.items()),
        *(change for step, vote in whole.votes.items() for change in _dots(step, vote)),
        *(Add("gap", id_, gap) for id_, gap in whole.gaps.items()),
        *(Add("risk", id_, risk) for id_, risk in whole.risks.items() if not risk.action),
        *(Add("action", id_, action) for id_, action in whole.actions.items()),
        MarkAction("ab11111111", "blocked", "予算の見通しが立たない", "財政課の高橋"),
        *(Add("risk", id_, risk) for id_, risk in whole.risks.items() if risk.action),
        *(Add("parked", id_, parked) for id_, parked in whole.parked.items()),
        *(SetPledge(id_, whole.pledges[id_].words) for id_ in whole.pledges if id_ in whole.present_members()),
        Set("closing", {"hands": whole.closing.hands}),
    ]


def _dots(step: str, vote: Vote) -> list[Change]:
    voters = sorted({voter for by in vote.dots.values() for voter in by})
    placed = [
        PlaceDots(step, voter, {id_: by[voter] for id_, by in vote.dots.items() if voter in by})
        for voter in voters
    ]
    return [*placed, *([Reveal(step)] if vote.revealed else [])]


def _created() -> datetime:
    return datetime(2026, 11, 24, 13, 30, tzinfo=ZoneInfo("Asia/Tokyo"))


def _head(word: Word) -> dict[str, Any]:
    return {
        "format": 1,
        "id": "k7q3m2x2ab",
        "title": word("窓口の待ち時間を半分にする"),
        "organisation": word("みどり野市"),
        "language": "ja",
        "register": "adventure",
        "confidentiality": word("庁内限り"),
        "created": _created(),
        "at": "actions",
        "reviews": [date(2026, 12, 8), date(2026, 12, 22), date(2027, 2, 22)],
        "earlier": [EARLIER],
        "meeting": {
            "held": date(2026, 11, 24),
            "start": "13:30",
            "end": "15:30",
            "place": word("本庁舎 第2会議室"),
            "handouts": [word("次第"), word("手続き一覧")],
        },
        "paper": {
            "number": word("8情政第12号"),
            "route": "circulated",
            "drafted": date(2026, 11, 25),
            "keep": word("5年"),
            "category": word("情報化推進"),
            "stamps": [word("課長"), word("係長"), word("係")],
            "licence": "office",
        },
        "workshop": small_workshop(),
    }


def _challenge(word: Word) -> dict[str, Any]:
    measure = {"unit": word("分"), "kind": "outcome", "baseline": 42.0, "target": 20.0}
    return {
        "vision": {
            "destination": word("どの窓口でも、一度で用が済む市役所"),
            "signs": [word("案内板を見て立ち止まる人がいない"), word("「また来てください」と言わずに済む")],
        },
        "boss": {
            "name": word("たらい回し"),
            "why_now": word("転入の手続きで平均三つの課を回っている\n春の繁忙期まで四か月しかない"),
            "measures": {
                "m111111111": {
                    **measure,
                    "name": word("窓口の平均待ち時間"),
                    "by": date(2027, 3, 31),
                    "rank": "a1",
                },
                "m222222222": {
                    "name": word("書かない窓口の利用"),
                    "unit": word("件"),
                    "kind": "output",
                    "baseline": 0.0,
                    "target": 1200.0,
                    "known": 150.0,
                    "known_on": date(2026, 10, 30),
                    "rank": "a2",
                },
                "m333333333": {**measure, "name": "消した指標", "rank": "a3", "removed": "2026-11-24"},
            },
        },
        "gaps": {
            "g111111111": {
                "lens": "organisation",
                "ideal": word("課をまたいで予約の状況が見える"),
                "reality": word("情報の抱え込み"),
                "size": 4,
                "control": "ours",
                "deck": SLIDES_CARD,
                "rank": "a1",
            },
            "g222222222": {
                "lens": "environment",
                "ideal": word("窓口の端末から様式を開ける"),
                "reality": word("三層分離によって作業効率が落ちている"),
                "size": 3,
                "control": "approval",
                "note": "n777777777",
                "since": EARLIER,
                "rank": "a2",
            },
            "g333333333": {"reality": "消した壁", "rank": "a3", "removed": "2026-11-24"},
        },
    }


def _party(word: Word) -> dict[str, Any]:
    return {
        "rules": {
            "r111111111": {"text": word("否定から入らない"), "rank": "a1"},
            "r222222222": {"text": word("最後まで聞く"), "rank": "a2"},
            "r333333333": {"text": "消した約束", "rank": "a3", "removed": "2026-11-24"},
        },
        "members": {
            "pa11111111": {
                "name": word("田中"),
                "seat": word("情報政策課"),
                "calling": "smith",
                "post": "specialist",
                "strengths": ["tech", word("議事録が速い")],
                "culture": ["listening", "network", word("朝いちばんに笑う力")],
                "hours_per_week": 2.5,
                "present": True,
                "rank": "a1",
            },
            "pb11111111": {
                "name": word("佐藤"),
                "seat": "line",
                "calling": word("窓口の生き字引"),
                "post": "bridge",
                "strengths": ["field"],
                "culture": ["listening"],
                "hours_per_week": 3.0,
                "present": True,
                "rank": "a2",
            },
            "pc11111111": {
                "name": word("山本"),
                "seat": word("みどり野大学"),
                "calling": "ally",
                "post": "ally",
                "present": False,
                "rank": "a3",
            },
            "pd11111111": {"name": "消した人", "seat": "税務課", "rank": "a4", "removed": "2026-11-24"},
        },
        "seats": {
            "s111111111": {
                "name": "finance",
                "why": word("窓口の改修に予算が要る"),
                "covers": "data",
                "rank": "a1",
            },
            "s222222222": {"name": word("転入したばかりの人"), "why": word("使う側の声を聞く"), "rank": "a2"},
            "s333333333": {"name": "消した席", "rank": "a3", "removed": "2026-11-24"},
        },
    }


def _ideas(word: Word) -> dict[str, Any]:
    idea, worry = {"step": "ideas"}, {"step": "worries"}
    return {
        "ratings": {
            "culture": {
                "vision": {
                    "ideal": 5,
                    "reality": 2,
                    "ideal_hands": [0, 0, 1, 1, 3],
                    "hands": [0, 1, 2, 2, 0],
                    "words": word("行先を口にする場がない"),
                },
                "tolerance": {"ideal_hands": [0, 0, 0, 1, 4], "hands": [1, 2, 1, 1, 0]},
                "open": {"words": word("数えずに話した")},
            },
            "pulse": {"safe": {"reality": 4}},
        },
        "notes": {
            "n111111111": {
                **idea,
                "text": word("様式を一枚に"),
                "author": "pa11111111",
                "group": "gr11111111",
                "rank": "a1",
            },
            "n222222222": {**idea, "text": word("様式に見本を付ける"), "group": "gr11111111", "rank": "a2"},
            "n333333333": {
                **idea,
                "text": word("電話の\n取り次ぎをなくす"),
                "author": "pb11111111",
                "impact": 2,
                "effort": 1,
                "anchor": True,
                "rank": "a3",
            },
            "n444444444": {**idea, "text": "消した付箋", "rank": "a4", "removed": "2026-11-24"},
            "n777777777": {**idea, "text": word("三層分離を見直してはどうか?"), "impact": 3, "rank": "a7"},
            "n555555555": {**worry, "text": word("異動で忘れられる"), "rank": "n555555555"},
            "n666666666": {**worry, "text": word("課長が知らない"), "group": "gr33333333", "rank": "n666666666"},
        },
        "groups": {
            "gr11111111": {
                **idea,
                "name": word("様式をやさしく"),
                "impact": 5,
                "effort": 4,
                "anchor": True,
                "rank": "a1",
            },
            "gr22222222": {**idea, "name": "消した束", "rank": "a2", "removed": "2026-11-24"},
            "gr33333333": {**worry, "rank": "a3"},
        },
    }


def _choice(word: Word) -> dict[str, Any]:
    since = _created() + timedelta(minutes=93)
    return {
        "votes": {
            "choice": {
                "revealed": True,
                "dots": {"gr11111111": {"pa11111111": 1}, "n333333333": {"pa11111111": 2, "pb11111111": 3}},
            },
            "secret": {"dots": {"n555555555": {"room": 3}}},
        },
        "risks": {
            "k111111111": {
                "cause": word("異動で引き継がれない"),
                "counter": word("手順を一枚に残す"),
                "action": "aa11111111",
                "rank": "a1",
            },
            "k222222222": {"cause": word("窓口が混んで試せない"), "rank": "a2"},
            "k333333333": {"cause": "消した原因", "rank": "a3", "removed": "2026-11-24"},
        },
        "parked": {
            "q111111111": {"text": word("予約の電話を一本にする"), "ups": 2, "rank": "a1"},
            "q222222222": {
                "text": word("費用はどこが持ちますか"),
                "kind": "question",
                "answer": word("情報政策課が持ちます"),
                "answered": True,
                "rank": "a2",
            },
            "q333333333": {
                "text": word("三層分離を見直してはどうか?"),
                "kind": "question",
                "ups": 5,
                "note": "n777777777",
                "rank": "a3",
            },
            "q444444444": {"text": "消した話題", "rank": "a4", "removed": "2026-11-24"},
        },
        "clock": {
            "since": since,
            "stopped": since,
            "steps": {"opening": {"used": 412, "extra": 1}, "vision": {"used": 288}},
        },
    }
