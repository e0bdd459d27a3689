"""A folder of very many sessions: some sixty are made by the program, and copied under ids, days and titles.

The sixty are the worked sessions at several times of their life: as they left the room, after one to six
check-ins, and as the next workshop that goes on from them; of twenty departments, and with words of their own.
Of five copies one is of this year, and four are of the years before, when all was done or dropped in the end.
"""

import random
import re
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from dxworkshop import demo
from dxworkshop.model.apply import apply
from dxworkshop.model.carry import carried
from dxworkshop.model.changes import Add, Change, Edit, Set
from dxworkshop.model.checkin import begun, reported
from dxworkshop.model.session import OPEN, Gap, Note, Session
from dxworkshop.model.value import shown
from dxworkshop.service import Library
from dxworkshop.store import document

BASES = 60
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_OFFICES = (
    *("税務", "保険年金", "子育て支援", "高齢福祉", "環境", "農政", "観光", "建築指導", "上下水道", "消防総務"),
    *("議会事務", "会計", "教育総務", "図書館", "防災", "契約検査", "都市計画", "商工", "選管", "文化財"),
)
_PLACES = ("みどり野", "あおぞら", "北森", "川辺", "松原", "海老沢", "若葉", "東雲", "桜台", "柏木")
_THINGS = (
    "申請書",
    "台帳",
    "決裁",
    "電話",
    "予約",
    "現場写真",
    "押印",
    "名簿",
    "会議資料",
    "見積書",
    "問合せ",
    "引継ぎ",
    "掲示板",
    "紙の地図",
)
_TROUBLES = (
    "{}が課ごとに違っていて、同じことを何度も聞いてしまう",
    "{}の置き場所を知っている人が休むと、その日は止まる",
    "{}を新しくする話は出るが、だれが決めるのか分からない",
    "{}のことで横の連携がとれず、後から電話で確かめている",
    "{}を直したい人はいるが、失敗が許される雰囲気ではない",
)
_STAMPED = re.compile(r"\b(20\d\d)-(?=\d\d-\d\d)")
_WORKSHOP = "\n[workshop]\n"


@dataclass(frozen=True)
class Base:
    """A session to be copied: its text, cut where the workshop begins, which no copy changes."""

    id: str
    title: str
    before: str
    closed: str
    """The same after a last check-in, in which nothing was left open."""
    workshop: str


def bases() -> list[Base]:
    """Make the sessions that are copied, the same ones every time."""
    chance = random.Random(2026)  # noqa: S311 - the same folder every time is wanted
    with tempfile.TemporaryDirectory() as scratch:
        played = [
            demo.play(demo.load(name), Library(Path(scratch)), id_=f"base{n}00000").session
            for n, name in enumerate(demo.STORIES)
        ]
    found: list[Session] = []
    while len(found) < BASES:
        n = len(found)
        session = _of_another(played[n % len(played)], n, chance)
        for times in range(n % 7):
            session = _checked_in(session, times, chance)
        if n % 5 == 4:  # the next workshop of the same people
            session = _going_on(found[-1], session, chance)
        found.append(session)
    return [_base(session, chance) for session in found]


def fill(folder: Path, sessions: list[Base], number: int) -> int:
    """Write so many sessions into a folder; return their bytes."""
    folder.mkdir(parents=True)
    total = 0
    for n in range(number):
        base = sessions[n % len(sessions)]
        data = _copy(base, sessions, n // len(sessions))
        (folder / f"{n:06d}-{base.title}.toml").write_bytes(data)
        total += len(data)
    return total


def _of_another(session: Session, n: int, chance: random.Random) -> Session:
    """Return a session as another department would have had it: its office, slips and obstacles of its own."""
    office = f"{chance.choice(_PLACES)}市{_OFFICES[n % len(_OFFICES)]}課"
    head = {"title": f"{session.title}({_OFFICES[n % len(_OFFICES)]})", "organisation": office}
    session = session.model_copy(update={"id": _id(chance)})
    changes: list[Change] = [Set("session", head)]
    steps = [id_ for id_, step in session.workshop.in_order() if step.kind == "collect"]
    for step in steps * chance.randrange(4, 12):
        text = chance.choice(_TROUBLES).format(chance.choice(_THINGS))
        changes.append(Add("note", _id(chance), Note(step=step, text=f"{office}: {text}")))
    for _ in range(chance.randrange(1, 4)):
        text = chance.choice(_TROUBLES).format(chance.choice(_THINGS))
        changes.append(Add("gap", _id(chance), Gap(reality=text, ideal=f"{office}のだれでも分かる", size=4)))
    for member, one in shown(session.members):
        if one.name and chance.random() < 0.5:
            changes.append(Edit("member", member, {"name": f"{one.name}{chance.choice('川山田野原')}"}))
    for change in changes:
        session = apply(session, change)
    return session


def _checked_in(session: Session, times: int, chance: random.Random) -> Session:
    """Return a session after one more check-in, two weeks later, in which every open action is reported."""
    day = session.held_on() + timedelta(days=14 * (times + 1))
    checkin = _id(chance)
    session = apply(session, begun(session, checkin, day, scale="hamamatsu"))
    for action, one in shown(session.actions):
        if one.status in OPEN:
            fields = {
                "status": chance.choice(("todo", "doing", "doing", "done", "blocked")),
                "note": chance.choice(_TROUBLES).format(chance.choice(_THINGS)),
                "rating": chance.choice("ABCD"),
                "next_step": f"{chance.choice(_THINGS)}を{chance.choice(_OFFICES)}課に見せて聞く",
                "next_by": day + timedelta(days=10),
            }
            why = {"reason": "返事を待っている", "ask": "企画課長"} if fields["status"] == "blocked" else {}
            session = apply(session, reported(session, checkin, action, fields, **why))
    readings = {
        id_: round(one.baseline + (one.target - one.baseline) * chance.random(), 1)
        for id_, one in shown(session.boss.measures)
    }
    lessons = tuple(chance.choice(_TROUBLES).format(thing) for thing in chance.sample(_THINGS, 2))
    return apply(session, Edit("checkin", checkin, {"readings": readings, "lessons": lessons}))


def _going_on(earlier: Session, session: Session, chance: random.Random) -> Session:
    """Return a session that took over what an earlier one left open."""
    tables = ("actions", "checkins", "pledges", "gaps", "risks", "notes", "groups", "votes")
    removed: dict[str, object] = {name: {} for name in tables}
    held = earlier.created + timedelta(days=120)
    plain = {**removed, "id": _id(chance), "created": held, "reviews": (), "earlier": ()}
    new = session.model_copy(update=plain)
    return apply(new, carried(new, earlier))


def _closed(session: Session, chance: random.Random) -> Session:
    """Return a session after its last check-in."""
    day = session.held_on() + timedelta(days=150)
    checkin = _id(chance)
    session = apply(session, begun(session, checkin, day, scale="hamamatsu"))
    for action, one in shown(session.actions):
        if one.status in OPEN:
            done = chance.random() < 0.7
            fields = {"status": "done" if done else "dropped", "note": chance.choice(_TROUBLES).format("手順書")}
            why = "" if done else "年度内には人が足りない"
            session = apply(session, reported(session, checkin, action, fields, reason=why))
    return apply(session, Edit("checkin", checkin, {"decision": "finish"}))


def _id(chance: random.Random) -> str:
    return "".join(chance.choices(_LETTERS, k=10))


def _base(session: Session, chance: random.Random) -> Base:
    before, closed = (document.render(one).decode("utf-8") for one in (session, _closed(session, chance)))
    before, _, workshop = before.partition(_WORKSHOP)
    return Base(session.id, session.title, before, closed.partition(_WORKSHOP)[0], _WORKSHOP + workshop)


def _copy(base: Base, sessions: list[Base], serial: int) -> bytes:
    """Return the text of a session in a copy of its group: with ids, years and a title of that group."""
    years = serial % 5
    text = base.closed if years else base.before
    for other in sessions if "earlier = [" in text else (base,):
        text = text.replace(other.id, f"{other.id[:6]}{_numbered(serial)}")
    text = text.replace(base.title, f"{base.title} 第{serial + 1}回", 1)
    text = _STAMPED.sub(lambda year: f"{int(year[1]) - years}-", text)
    return (text + base.workshop).encode("utf-8")


def _numbered(serial: int) -> str:
    signs = ""
    for _ in range(4):
        serial, sign = divmod(serial, len(_LETTERS))
        signs = _LETTERS[sign] + signs
    return signs
