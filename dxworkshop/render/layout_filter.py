"""The filters of layouts: a text put safely where it goes, and those of Jinja2 that can do no harm.

Only the process of `layout_worker` loads this module.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2 import pass_context, pass_eval_context
from jinja2.filters import FILTERS
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape

from dxworkshop.render import markdown, table, visible
from dxworkshop.render.layout_limit import MOST_ITEMS, MOST_TEXT, NEW_ITEM, Meter, RefusedError, written

_CLOSING_HASH = re.compile(r"(?<=\s)(#*)#$")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_REIWA = 2018
"""The year before the first one of the era Reiwa."""
_MOST_DIGITS = 20
"""Most digits a number is rounded to."""
_MOST_PARTS = 2_000_000
"""Most values that are written as JSON at once."""


def md(value: Any) -> str:
    """Return text as one line of Markdown in which nothing is markup, wherever in a line it stands."""
    return _CLOSING_HASH.sub(r"\1\\#", markdown.escape_start(visible.one_line(written(value))))


def html(value: Any) -> Markup:
    """Return text for HTML, in a layout that does not escape by itself."""
    return escape(written(value))


def csv(value: Any) -> str:
    """Return text as one cell in quotation marks that no spreadsheet takes for a formula."""
    return '"' + table.defused(table.cell(written(value))).replace('"', '""') + '"'


def line(value: Any) -> str:
    """Return the lines of a text side by side."""
    return visible.one_line(written(value))


def lines(value: Any) -> list[str]:
    """Return the lines of a text that hold something."""
    return visible.lines(written(value))


def day(value: Any, form: str = "{year}-{month}-{day}") -> str:
    """Return a day (``2026-12-01``) in another form, without leading zeros; text that is no day stays as it is."""
    found = _DAY.match(written(value))
    if found is None:
        return written(value)
    year, month, day_ = (int(part) for part in found.groups())
    for name, number in (("year", year), ("reiwa", year - _REIWA), ("month", month), ("day", day_)):
        form = form.replace("{" + name + "}", str(number))
    return form


# Filters of Jinja2, rewritten where theirs could make too much ---------------------------------------


@pass_eval_context
def _join(eval_ctx: EvalContext, items: Any, d: str = "", attribute: Any = None) -> Any:
    """Join texts and numbers; a list among them is refused instead of written as code."""
    values = _asked(eval_ctx.environment, items, attribute)
    texts = [written(item) for item in values]
    meter: Meter = eval_ctx.environment.meter  # type: ignore[attr-defined]
    meter.text(sum(map(len, texts)) + len(written(d)) * len(texts))
    return FILTERS["join"](eval_ctx, ["" if item is None else item for item in values], d)


@pass_eval_context
def _sum(eval_ctx: EvalContext, items: Any, attribute: Any = None, start: Any = 0) -> Any:
    """Add up one by one; texts and lists too."""
    meter: Meter = eval_ctx.environment.meter  # type: ignore[attr-defined]
    total = start
    for item in _asked(eval_ctx.environment, items, attribute):
        total = meter.added(total, item)
    return total


def _asked(environment: Any, items: Any, attribute: Any) -> list[Any]:
    """Return items, or one part of each."""
    found: list[Any] = environment.meter.list(items)
    for part in str(attribute).split(".") if attribute is not None else ():
        found = [environment.getitem(item, part) for item in found]
    return found


# What is counted before it is made -------------------------------------------------------------------

_Given = Callable[[int, str, Any], Any]
"""Returns an argument by its place, counted from 0, or its name; else what it usually is."""
_ON_TEXT = (
    *("capitalize", "center", "e", "escape", "float", "indent", "int", "lower", "replace"),
    *("string", "title", "trim", "truncate", "upper", "urlencode", "wordcount", "wordwrap"),
)
"""Filters of Jinja2 that write whatever they get as text first."""
_ONE_BY_ONE = ("batch", "list", "map", "reject", "select", "slice", "sort", "unique")
"""Filters that make things of the signs of a text and the numbers of a range."""
_NESTED = ("batch", "dictsort", "groupby", "items", "slice")
"""Filters that make lists of lists."""
_CUT_UP = 4
"""How often a text is there while its words are looked at one by one."""


def _width(text: str, given: _Given) -> int:
    return len(text) + int(given(0, "width", 80))


def _indented(text: str, given: _Given) -> int:
    width = given(0, "width", 4)
    return len(text) + (text.count("\n") + 2) * (len(width) if isinstance(width, str) else int(width))


def _replaced(text: str, given: _Given) -> int:
    old, new = written(given(0, "old", "")), written(given(1, "new", ""))
    return len(text) + (text.count(old) + 1) * len(new)


def _wrapped(text: str, given: _Given) -> int:
    return len(text) * max(_CUT_UP, 1 + len(given(2, "wrapstring", None) or ""))


def _cut_up(text: str, given: _Given) -> int:
    return len(text) * _CUT_UP


_TEXT_COSTS: Mapping[str, Callable[[str, _Given], int]] = {
    "center": _width,
    "indent": _indented,
    "replace": _replaced,
    "title": _cut_up,
    "wordcount": _cut_up,
    "wordwrap": _wrapped,
}
_WIDTHS = {"batch": "linecount", "slice": "slices"}


def _count_first(meter: Meter, name: str, value: Any, given: _Given) -> Any:
    """Refuse what would become too large before it is made; return the value to go on with."""
    if name in _ON_TEXT:
        text = written(value)
        cost = _TEXT_COSTS.get(name)
        meter.text(cost(text, given) if cost else len(text))
        if name == "wordwrap":
            _count_wrapping(meter, text, max(int(given(0, "width", 79)), 1))
        return value if isinstance(value, (str, int, float)) else text
    if name in _ONE_BY_ONE and isinstance(value, (str, range)):
        meter.items(len(value))
        meter.count(NEW_ITEM * len(value))
    if name in _WIDTHS and int(given(0, _WIDTHS[name], 1)) > MOST_ITEMS:
        raise RefusedError("list", name, most=MOST_ITEMS)
    digits = abs(int(given(0, "precision", 0))) if name == "round" else 0
    if digits > _MOST_DIGITS:
        raise RefusedError("number", name)
    if name == "tojson":
        _walk(meter, value)
    return value


def _count_wrapping(meter: Meter, text: str, width: int) -> None:
    """Count what is made on the way: of a word that is too long, the rest is made anew for every line."""
    for word in text.split():
        if len(word) > width:
            meter.count(len(word) * (len(word) // width) // 2)


def _count_inside(meter: Meter, name: str, value: Any, result: Any) -> None:
    """Count the things in a list that were made anew for it."""
    for inner in result if name in _NESTED else ():
        meter.items(len(inner))
        if name == "groupby":
            meter.items(len(inner.list))
    if name == "lines":
        meter.count(NEW_ITEM * len(result) + len(written(value)))


def _walk(meter: Meter, value: Any) -> None:
    """Count everything in a value, as often as it would be written."""
    waiting, seen, length = [value], 0, 0
    while waiting:
        inner = waiting.pop()
        seen += 1
        if seen > _MOST_PARTS:
            raise RefusedError("list", "tojson", most=_MOST_PARTS)
        if isinstance(inner, (list, tuple)):
            waiting += inner
        elif isinstance(inner, Mapping):
            waiting += [*inner, *inner.values()]
        else:
            length += len(written(inner))
            if length > MOST_TEXT:
                raise RefusedError("large", "tojson", most=MOST_TEXT)
    meter.text(length)


def guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter whose work is counted, before and after."""
    passed = getattr(function, "jinja_pass_arg", None)

    @pass_context
    @wraps(function)
    def run(context: Context, value: Any, *rest: Any, **options: Any) -> Any:
        environment: Any = context.environment
        meter: Meter = environment.meter

        def given(place: int, key: str, usual: Any) -> Any:
            return rest[place] if place < len(rest) else options.get(key, usual)

        if isinstance(value, Iterator):
            value = meter.list(value)
        value = _count_first(meter, name, value, given)
        wishes = {"context": context, "eval_context": context.eval_ctx, "environment": environment}
        front = [wishes[passed.name]] if passed is not None else []
        result = function(*front, value, *rest, **options)
        if isinstance(result, Iterator):
            result = meter.list(result)
        elif isinstance(result, (str, list)):
            meter.like(result, len(result))
        elif isinstance(result, (int, float)):
            meter.number(result)
        _count_inside(meter, name, value, result)
        return result

    return run


_THEIRS = (
    *("abs", "batch", "capitalize", "center", "count", "d", "default", "dictsort"),
    *("e", "escape", "first", "float", "groupby", "indent", "int", "items"),
    *("last", "length", "list", "lower", "map", "max", "min", "reject"),
    *("rejectattr", "replace", "reverse", "round", "select", "selectattr", "slice", "sort"),
    *("string", "title", "tojson", "trim", "truncate", "unique", "upper", "urlencode"),
    *("wordcount", "wordwrap"),
)
"""Filters of Jinja2 that layouts have; the others read attributes, make markup of text, or choose by chance."""
OURS: Mapping[str, Callable[..., Any]] = {
    "md": md,
    "html": html,
    "csv": csv,
    "line": line,
    "lines": lines,
    "day": day,
}
"""Filters that only layouts have."""
ALLOWED: Mapping[str, Callable[..., Any]] = {
    **{name: FILTERS[name] for name in _THEIRS},
    "join": _join,
    "sum": _sum,
    **OURS,
}
"""Every filter by name."""
