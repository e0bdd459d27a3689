"""Random people in random sessions: their names stand anywhere, in every way in which people type them."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from tests.sample import sample_session

FOR_TEAM, FOR_OFFICE, SIGNED = "ZQTEAM", "ZQOFFICE", "ZQSIGNED"
"""Stand in what only the team, and what not everybody, may read; at the end of a note with an author."""
_NAMES = (
    *(
        "田中 太郎",
        "佐藤花子",
        "髙橋",
        "山﨑 誠",
        "渡邊",
        "ｻﾄｳ ﾊﾅ",
        "さとう みき",
        "スズキ",
        "長谷川 一",
        "林",
        "鮎川課長",
    ),
    *(
        "Jan Kowalski",
        "Niamh O'Hara",
        "Mary-Ann Nguyen",
        "Ｐｅｔｅｒ Ｊａｎｓｓｏｎ",
        "José Álvarez",
        "MIYAZAKI-san",
    ),
)
_RARE = "鷹鶴鯉鵜鴨鳩麒麟朔凪翠颯"
"""Kanji in which no word of the program is written."""
_HONORIFICS = ("さん", "様", "課長", " 主任", "氏", "先生")
_HIDDEN = "\u200b\u00ad\ufe0e"


PARTICLES = ("が", "は、", "の案", "から", "に", ")", "、")
"""What stands behind a name that nobody addresses."""


def families(name: str) -> list[str]:
    """Return what may be the family name in one without a space: kanji alone, for others are words too."""
    is_one = re.fullmatch("[一-龥々﨑]{3,5}", name)
    return [name[:size] for size in (2, 3) if size < len(name)] if is_one else []


@dataclass(frozen=True)
class Crowd:
    """A session, and everything that may not be read of it outside the team."""

    session: Session = field(repr=False)
    names: tuple[str, ...]
    """Of members, those who left and those of an earlier session; and words that were hidden by hand."""
    hidden: tuple[str, ...]
    earlier: Session | None = field(repr=False)


def name() -> st.SearchStrategy[str]:
    """Draw the name of somebody."""
    rare = st.text(_RARE, min_size=2, max_size=4)
    return st.one_of(st.sampled_from(_NAMES), rare, st.tuples(rare, rare).map(" ".join))


@st.composite
def mention(draw: st.DrawFn, name: str) -> str:
    """Draw one of the ways in which somebody is mentioned."""
    way = draw(
        st.sampled_from(("as it is", "apart", "hidden", "wide", "upper", "narrow", "part", "family", "mail"))
    )
    text = name
    latin = any("a" <= c <= "z" for c in unicodedata.normalize("NFKC", name).lower())
    if way == "apart" and not latin:
        text = draw(st.sampled_from((" ", "\u3000", "\n"))).join(name.replace(" ", ""))
    elif way == "hidden":
        text = draw(st.sampled_from(_HIDDEN)).join(name)
    elif way == "wide":
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    elif way == "upper":
        text = name.upper()
    elif way == "narrow":
        text = unicodedata.normalize("NFKC", name)
    elif way == "part":
        text = max(re.split("[ \u3000]", name), key=len)
    elif way == "family" and (cut := families(name)):
        return (
            draw(st.sampled_from(("", ":", "("))) + draw(st.sampled_from(cut)) + draw(st.sampled_from(PARTICLES))
        )
    elif way == "mail" and latin:
        stem = max(re.findall("[a-z]+", unicodedata.normalize("NFKC", name).lower()), key=len)
        return f" m{stem}4@city.example.jp "
    return text + ("" if latin else draw(st.sampled_from(("", *_HONORIFICS)))) if len(name) > 1 else text + "さん"


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    """Draw a session that tells more than it should."""
    names = draw(st.lists(name(), min_size=2, max_size=5, unique=True))
    before, hidden = draw(name()), tuple(draw(st.lists(name(), max_size=1)))
    known = [*names, before, *hidden]
    mentions = draw(st.lists(st.sampled_from(known).flatmap(mention), min_size=3, max_size=9))
    frames = draw(
        st.lists(st.sampled_from(("{0}{1}", "{1} {0}", "{0}、{1}に聞く", "({1}){0}")), min_size=1, max_size=3)
    )
    count = iter(range(10_000))

    def word(text: str) -> str:
        n = next(count)
        return frames[n % len(frames)].format(text, mentions[n % len(mentions)])

    data = plain(sample_session(word))
    _people(draw, data, names, mentions)
    _team_only(data)
    _unknown_keys(data, mentions[0])
    for table in draw(
        st.sets(st.sampled_from(("gaps", "notes", "groups", "votes", "risks", "seats", "checkins")))
    ):
        if table != "notes" and table != "groups":
            data.pop(table)
    earlier = None
    if draw(st.booleans()):
        old = plain(sample_session(word))
        old["members"] = {"pz11111111": {"name": before, "seat": "総務課"}}
        earlier = Session.model_validate(frozen(old))
    else:
        hidden = (*hidden, before)
    return Crowd(Session.model_validate(frozen(data)), tuple(known), hidden, earlier)


def _people(draw: st.DrawFn, data: dict[str, Any], names: list[str], mentions: list[str]) -> None:
    """Give the members their names, and roles that may themselves hold a name."""
    ids = ["pa11111111", "pb11111111", "pc11111111", "pd11111111", names[-1]][: len(names)]
    seats = st.sampled_from(("", "line", "情報政策課", f"{mentions[0]}の係"))
    callings = st.sampled_from(("", "guide", f"{mentions[-1]}の補佐"))
    members = {}
    for id_, name in zip(ids, names, strict=True):
        members[id_] = {"name": name, "seat": draw(seats), "calling": draw(callings), "strengths": [FOR_TEAM]}
    members["pd11111111"] = {**members.get("pd11111111", {"name": names[0]}), "removed": f"2026-11-24 {names[0]}"}
    data["members"] = members
    data["actions"]["ad11111111"]["owner"] = mentions[0]
    data["actions"]["ae11111111"]["owner"] = names[-1]
    data["ratings"]["culture"][names[0]] = {"reality": 3, "words": FOR_OFFICE}
    data["workshop"]["steps"]["opening"]["say"] = {"ja": mentions[0] + FOR_OFFICE, "en": mentions[-1]}
    data["actions"][names[0]] = {"title": f"{names[0]}さんの取組", "rank": names[0]}


def _team_only(data: dict[str, Any]) -> None:
    """Mark what is not for everybody."""
    marks = (
        (FOR_TEAM, "parked", ("text", "answer")),
        (FOR_OFFICE, "actions", ("if_then", "tell", "reason", "ask")),
        (FOR_OFFICE, "notes", ("text",)),
        (FOR_OFFICE, "risks", ("cause", "counter")),
        (FOR_OFFICE, "seats", ("why",)),
        (FOR_OFFICE, "pledges", ("words",)),
    )
    for mark, table, fields in marks:
        for item in data[table].values():
            item.update({field: item.get(field, "") + mark for field in fields})
    data["notes"]["n111111111"]["text"] += SIGNED
    for rated in data["ratings"].values():
        for one in rated.values():
            one["words"] = FOR_OFFICE
    for checkin in data["checkins"].values():
        checkin |= {"lessons": [FOR_OFFICE], "host": FOR_TEAM}
        for report in checkin.get("actions", {}).values():
            report |= {"note": FOR_TEAM, "next_step": FOR_OFFICE, "if_then": FOR_OFFICE}
    for table in ("rules", "gaps", "actions", "groups"):
        for item in data[table].values():
            if item.get("removed"):
                item.update({"name": FOR_TEAM, "title": FOR_TEAM, "text": FOR_TEAM, "reality": FOR_TEAM})
    data["conflicts"]["cf11111111"] |= {"mine": FOR_TEAM, "by": FOR_TEAM}


def _unknown_keys(data: dict[str, Any], mention: str) -> None:
    """Put a key of a later version into every table there is."""
    data["newer"] = {FOR_TEAM: mention}
    for table in ("vision", "boss", "meeting", "paper", "workshop"):
        data[table]["newer"] = FOR_TEAM + mention
    for table in ("members", "actions", "gaps", "notes", "checkins"):
        for item in data[table].values():
            item["newer"] = [FOR_TEAM + mention]
