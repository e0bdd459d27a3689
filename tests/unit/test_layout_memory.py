"""What a layout makes is counted, so that its memory has an end on systems that know no limit of their own."""

import tracemalloc

import pytest

from dxworkshop.render import layout_limit
from tests.layouts import PAGE, here, made, refused

IN_ALL = "this layout makes more than {} characters in all"
KEPT = "{% set ns = namespace(a=0) %}"
LOOPS = "{% for i in range(9999) %}{% for j in range(9999) %}"
ENDS = "{% endfor %}{% endfor %}"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch)


def repeated(what: str, before: str = "") -> str:
    """Return a layout that does something without an end, and can keep what it makes."""
    return KEPT + before + LOOPS + what + ENDS


def held(what: str, before: str = "") -> str:
    """Return a layout that keeps everything it makes of one value."""
    return repeated(f"{{% set ns.a = [ns.a, {what}] %}}", before)


LIST = "{% set t = range(9999) | list %}"
TEXT = "{% set t = 'あ' * 9999 %}"
HOARDS = {
    "part of a list": held("t[:]", LIST),
    "part of a text": held("t[1:]", TEXT),
    "signs of a text": held("t | list", TEXT),
    "numbers of a range": held("range(999, 9999) | list"),
    "lists of one thing": held("t | batch(1)", LIST),
    "a list that is filled": held("[1] | batch(9999, 0)"),
    "empty lists": held("[1] | slice(9999)"),
    "lists in a list": held(", ".join(["[[], {}]"] * 60)),
    "signs by their place": held(", ".join(["t[i]"] * 60), TEXT),
    "tables": repeated("{% set ns.a = {'a': ns.a, 'b': i, 'c': [1, 2, 3]} %}"),
    "groups": held("t | groupby('a')", "{% set t = [{'a': 1}, {'a': 2}] * 50 %}"),
    "pairs": held("report.actions[0] | items, report.actions[0] | dictsort"),
    "lines": held("t | lines", "{% set t = 'ああ\n' * 999 %}"),
    "namespaces": repeated("{% set ns.a = namespace(b=ns.a) %}"),
    "copies of a table": repeated("{% set ns.a = namespace(report.actions[0], b=ns.a) %}"),
    "macros": repeated("{% set p = ns.a %}{% macro m() %}{{ p }}{% endmacro %}{% set ns.a = m %}"),
    "loops": repeated("{% for k in (ns.a,) %}{% if loop.first %}{% endif %}{% set ns.a = loop %}{% endfor %}"),
    "what a macro is given": repeated(
        "{{ m(*t) }}", "{% macro m() %}{% set ns.a = [ns.a, varargs] %}{% endmacro %}" + LIST
    ),
    "callers": repeated(
        "{% call m() %}{% endcall %}", "{% macro m() %}{% set ns.a = [ns.a, caller] %}{% endmacro %}"
    ),
    "ranges": held(", ".join(["range(999, 1999)"] * 200)),
    "large numbers": held(", ".join(["b + i"] * 50), "{% set b = 2 ** 2000 %}"),
    "numbers": held(", ".join(["i * 1.5"] * 50)),
    "escaped text": held("('<' * 9999) | html"),
}


@pytest.mark.parametrize("layout", HOARDS.values(), ids=HOARDS)
def test_what_a_layout_keeps_is_counted_before_it_is_much(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here 4 MB may be made instead of 800: nothing keeps a lot more than is counted for it."""
    most = 1_000_000
    monkeypatch.setattr(layout_limit, "MOST_MADE", most)
    tracemalloc.start()
    try:
        told = refused(layout)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert IN_ALL.format(most) in told
    assert peak < 1.5 * 4 * most + (2 << 20)


def test_text_that_is_escaped_on_the_way_is_counted_as_it_is_then() -> None:
    """In a page four signs stand for one, in a text that is kept as in one that is written."""
    for what in (
        "{% set x %}{{ t }}{% endset %}",
        "{{ t }}",
        "{% set x = ('' | html) + t %}",
        "{% set x = t | e %}",
    ):
        told = refused("{% set t = '<' * 1999999 %}\n" + what, PAGE)
        assert told == "mine.html.j2:2:1: a text of more than 5000000 characters would be made here"
    assert made("{% set x %}{{ '<' }}{% endset %}{{ x }}{{ '<b>' | html }}", PAGE) == "&lt;&lt;b&gt;"


def test_a_word_that_is_wrapped_sign_by_sign_costs_what_it_makes() -> None:
    """Every line makes the rest of the word anew, so that a long one takes minutes."""
    assert IN_ALL.format(200000000) in refused("{{ ('a' * 999999) | wordwrap(1) }}")
    assert IN_ALL.format(200000000) in refused("{{ ('a' * 999999) | wordwrap(width=1) }}")
    wrapped = made("{{ ('a' * 9999) | wordwrap(1) }} {{ ('あいう ' * 99) | wordwrap(4) | length }}")
    assert wrapped == "\n".join("a" * 9999) + " 395"


def test_values_are_written_as_json_in_decent_length() -> None:
    """Many texts of a decent length are one that is not."""
    told = refused("{% set t = ['a' * 999999] * 9 %}\n{{ t | tojson }}")
    assert told == "mine.md.j2:2:8: a text of more than 5000000 characters would be made here"


def test_parts_of_texts_and_lists_are_what_python_says() -> None:
    """From the front, from behind, in steps; of what is neither there is no part."""
    assert made(
        "{{ 'abcdef'[1:3] }}{{ 'abcdef'[::-2] }}{{ [1, 2, 3][-2:] | join }}{{ range(9)[2:4] | join }}"
    ) == ("bcfdb2323")
    assert made("{% for a in report.actions[:1] %}{{ a.id }}{% endfor %}{{ 'あいう'[:2] }}") == "aa11111111あい"
    assert "[:] cannot be asked of this" in refused("{{ report[1:2] }}")
    assert "there is no name x here" in refused("{{ report.x[1:2] }}")
    assert made(
        "{% macro m(a=[1, 2]) %}{% set b, c = a %}{{ b }}{{ c }}{{ 1 in (1, 2) }}{% endmacro %}{{ m() }}"
    ) == ("12True")
