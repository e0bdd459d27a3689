"""Plans as lines of text: what stands in the rows of a board, above them and beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len, set_cell_size
from textual.geometry import Size

from dxworkshop.i18n import Voice
from dxworkshop.report.standing import Board, Deed, Group, Part, Plan
from dxworkshop.report.standing_words import counted, joined
from dxworkshop.tui.widgets.lines import INDENT, MARGIN, Line, cut, drawable

HEAD = "#"
"""What the id of a heading begins with; no id of a row does."""
MORE = "+"
"""What the id of a row begins with that stands for those that are folded away."""
NAME = 14
"""Cells of the column of names, at the most."""
POINTS = 16
"""Days of a course that are drawn, at the most: the last ones."""
_TALL = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
_PLAIN = "_.:-=+*#"
"""How tall a bar is, from the lowest; the second where a terminal draws the first too wide, or not at all."""
FIRST: dict[Part, int] = {"done": 2, "next": 3, "blocked": 2, "open": 1, "dropped": 1}
"""How many of each part are shown before any is folded away further."""
HIDDEN = 2
"""How many rows are worth to be folded away, at the least."""
_GROWING: tuple[Part, ...] = ("next", "blocked", "done", "open", "dropped")
"""Which part gets the next row where there is room."""


def key_of(deed: Deed) -> str:
    """Return what a row is known by: two plans may have actions of one id."""
    return f"{deed.session}/{deed.id}"


def head_of(voice: Voice, board: Board, *, plain: bool) -> list[str]:
    """Return three lines: where the boss stands, how it came there, and how many actions stand where."""
    counts = counted(voice, board.counts)
    if len(board.plans) != 1:
        plans = voice.trn("{n} plan", "{n} plans", len(board.plans))
        names = labels(board.plans)
        bosses = [
            f"{names[one.session]} {_hp(voice, one, short=True)}" for one in board.plans if one.hp is not None
        ]
        reviews = [one.next_review for one in board.plans if one.next_review]
        return ["  ".join((plans, _review(voice, min(reviews, default=None)))), joined(bosses), counts]
    (plan,) = board.plans
    review = _review(voice, plan.next_review)
    boss = voice.tr("{Boss}: {text}", text=plan.boss or voice.tr("not decided yet"))
    return [
        joined((_hp(voice, plan), boss)),
        joined((course(plan, plain=plain) or voice.tr("Nothing has been read yet."), review)),
        counts,
    ]


def labels(plans: Sequence[Plan]) -> dict[str, str]:
    """Return what each of several plans is called, by its session: by its office where that tells them apart."""
    offices = {one.organisation for one in plans}
    apart = len(offices) == len(plans) and "" not in offices
    return {one.session: one.organisation if apart else one.title for one in plans}


def _hp(voice: Voice, plan: Plan, *, short: bool = False) -> str:
    if plan.hp is None:
        return ""
    about = voice.tr("about ") if plan.estimate else ""
    if short:
        return voice.tr("HP {about}{percent} %", about=about, percent=plan.hp)
    return voice.tr("HP {bar} {about}{percent} %", bar=bar(plan.hp), about=about, percent=plan.hp)


def bar(percent: int, cells: int = 10) -> str:
    """Draw a bar that is full at 100 only and empty at 0 only, with signs that every terminal has."""
    full = round(percent / 100 * cells)
    full = min(cells - 1, max(1, full)) if 0 < percent < 100 else full
    return f"[{'#' * full}{'-' * (cells - full)}]"


def _review(voice: Voice, day: date | None) -> str:
    return voice.tr("next {checkin}: {day}", day=day.isoformat()) if day else voice.tr("no next {checkin} yet")


def course(plan: Plan, *, plain: bool) -> str:
    """Return what was left over time: the first day, a bar for each day, and the last day; empty for nothing read.

    Of one day alone, the day and what was left.
    """
    points = plan.course[-POINTS:]
    if not points:
        return f"{plan.read[0].isoformat()} {plan.read[1]} %" if plan.read else ""
    signs = _PLAIN if plain else _TALL
    bars = "".join(signs[round(percent / 100 * (len(signs) - 1))] for _, percent in points)
    (first, was), (last, is_) = points[0], points[-1]
    return f"{first.isoformat()} {was} % {bars} {last.isoformat()} {is_} %"


# Rows


def rows(voice: Voice, board: Board, size: Size, opened: Iterable[str] = (), sign: str = "...") -> list[Line]:
    """Return the rows of a board; by status, what does not fit is folded away, so that every part is in sight.

    `sign` ends a title that does not fit.
    """
    columns, height = _columns(board, size.width, sign), size.height
    most = folds(board, height, opened)
    lines: list[Line] = []
    for group in board.groups:
        lines.append(Line(f"{HEAD}{group.key}", f"{group.name} ({len(group.deeds)})", heading=True))
        shown = group.deeds[: most.get(group.key, len(group.deeds))]
        lines += [Line(key_of(one), _row(voice, one, columns), indent=1) for one in shown]
        if left := len(group.deeds) - len(shown):
            more = voice.trn("{n} more: Enter shows it", "{n} more: Enter shows them", left)
            lines.append(Line(f"{MORE}{group.key}", more, indent=1))
    return lines


def folds(board: Board, height: int, opened: Iterable[str] = ()) -> dict[str, int]:
    """Return how many rows each part may show in so many lines; only a board by status is folded.

    No part is folded for less than `HIDDEN` rows: the line that says so takes one itself.
    """
    sizes = {group.key: len(group.deeds) for group in board.groups}
    if board.by != "status" or sum(sizes.values()) + len(sizes) <= height:
        return sizes
    shown = {part: min(sizes.get(part, 0), FIRST[part]) for part in FIRST}
    for part in opened:
        shown[_part(part)] = sizes.get(part, 0)
    while True:
        open_ = [part for part in _GROWING if shown[part] < sizes.get(part, 0)]
        grown = False
        for part in open_:
            used = sum(shown.values()) + len(sizes) + sum(shown[_part(key)] < size for key, size in sizes.items())
            if used < height:
                shown[part] += 1
                grown = True
        if not grown:
            most = {key: shown[_part(key)] for key in sizes}
            return {key: size if size - most[key] < HIDDEN else most[key] for key, size in sizes.items()}


def _part(key: str) -> Part:
    return next(part for part in FIRST if part == key)


@dataclass(frozen=True)
class _Columns:
    """How wide the columns of all rows are."""

    width: int
    """Of a row, without what stands before it."""
    names: int
    states: int
    plans: Mapping[str, str]
    """What the plans are called, by their sessions; empty where there is one plan alone."""
    sign: str
    """What a title ends with that does not fit."""


def _columns(board: Board, width: int, sign: str) -> _Columns:
    deeds = [one for group in board.groups for one in group.deeds]
    names = max((cell_len(drawable(one.person)) for one in deeds), default=0)
    states = max((cell_len(one.state) for one in deeds), default=0) if board.by != "status" else 0
    of = labels(board.plans) if len(board.plans) > 1 else {}
    return _Columns(width - MARGIN - INDENT, min(NAME, names), states, of, sign)


def _row(voice: Voice, one: Deed, columns: _Columns) -> str:
    """Return who and what; the title leaves room for what is next, for whom to ask, or for the reason."""
    day = (one.day.isoformat() if one.day else "").ljust(10) if columns.states or one.part == "next" else ""
    plans = min(NAME, max((cell_len(drawable(name)) for name in columns.plans.values()), default=0))
    cells = (
        _cell(one.state, columns.states),
        day,
        _cell(one.person, columns.names),
        _cell(columns.plans.get(one.session, ""), plans),
    )
    front = "".join(f"{cell}  " for cell in cells if cell)
    late = " " + voice.tr("(past its date)") if one.late else ""
    behind = _behind(voice, one)
    room = columns.width - cell_len(front) - cell_len(late)
    share = max(room * 9 // 20, room - cell_len(drawable(behind)) - 2) if behind else room
    title = drawable(one.title)
    title = cut(title, share, columns.sign).rstrip() if cell_len(title) > share else title
    return f"{front}{title}{late}  {behind}".rstrip()


def _behind(voice: Voice, one: Deed) -> str:
    match one.part:
        case "next":
            return one.step
        case "blocked":
            return joined((*(voice.tr("ask: {who}", who=who) for who in one.ask[:1]), *one.waits[:1]))
        case "dropped":
            return one.reason
        case "done" | "open":
            return ""


def _cell(text: str, width: int) -> str:
    return set_cell_size(drawable(text), width) if width else ""


def ids(groups: Sequence[Group]) -> dict[str, Deed]:
    """Return the actions of a board by what their rows are known by."""
    return {key_of(one): one for group in groups for one in group.deeds}
