"""What a layout may not do: each attempt is refused in one sentence that names file, line and column."""

import tracemalloc

import pytest

from tests.layouts import PAGE, here, made, refused


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch)


HIDDEN = "a name that begins with _ is not for layouts: "
ONE_FILE = "a layout is one file; "
NO_NAME = "there is no name "
LISTED = " here; docs/layouts.md lists them"
GROWTH = "a text of more than 5000000 characters would be made here"
LONG_LIST = "a list of more than 200000 things would be made here"
TO_CALL = "this cannot be called; a layout may call its own macros, range, namespace and joiner"
NO_FILTER = "the filter {} is not for layouts"
ASKED = " cannot be asked of this; a layout may ask for the names in docs/layouts.md"

ESCAPES = [
    ("{{ ''.__class__.__mro__ }}", "7", HIDDEN + "__class__"),
    ("{{ report.__init__ }}", "11", HIDDEN + "__init__"),
    ("{{ report['__init__'] }}", "12", HIDDEN + "__init__"),
    ("{{ 'a'['__class__'] }}", "9", HIDDEN + "__class__"),
    ("{{ self._TemplateReference__context }}", "9", HIDDEN + "_TemplateReference__context"),
    ("{{ namespace.__init__.__globals__ }}", "14", HIDDEN + "__init__"),
    ("{{ joiner().__init__ }}", "13", HIDDEN + "__init__"),
    ("{{ range.__self__ }}", "10", HIDDEN + "__self__"),
    ("{{ (report.x).__class__ }}", "12", NO_NAME + "x" + LISTED),
    ("{{ report.actions | map(attribute='__class__') | list }}", "36", HIDDEN + "__class__"),
    ("{{ report.actions | sort(attribute='id.__class__') }}", "40", HIDDEN + "__class__"),
    ("{{ report.actions | sum(attribute='__len__') }}", "36", HIDDEN + "__len__"),
    ("{{ 'a'.format }}", "8", "format" + ASKED),
    ("{{ '{0.__class__}'.format(1) }}", "20", "format" + ASKED),
    ("{{ namespace.mro() }}", "14", "mro" + ASKED),
    ("{{ (report.actions).append(1) }}", "21", "append" + ASKED),
    ("{% macro m() %}{% endmacro %}{{ m.name }}", "35", "name" + ASKED),
    ("{{ range(2).start }}", "13", "start" + ASKED),
    ("{% for a in [1] %}{{ loop._iterator }}{% endfor %}", "27", HIDDEN + "_iterator"),
    ("{% for a in [1] %}{{ loop.iterator }}{% endfor %}", "27", "iterator" + ASKED),
    ("{{ cycler.__init__.__globals__ }}", "4", NO_NAME + "cycler" + LISTED),
    ("{{ lipsum.__globals__ }}", "4", NO_NAME + "lipsum" + LISTED),
    ("{{ dict(a=1) }}", "4", NO_NAME + "dict" + LISTED),
    ("{{ config }}", "4", NO_NAME + "config" + LISTED),
    ("{{ report | attr('title') }}", "13", NO_FILTER.format("attr")),
    ("{{ '%s' | format(1) }}", "11", NO_FILTER.format("format")),
    ("{{ '<b>' | safe }}", "12", NO_FILTER.format("safe")),
    ("{{ 'www.a.jp' | urlize }}", "17", NO_FILTER.format("urlize")),
    ("{{ report.title() }}", "1", TO_CALL),
    ("{{ 'a'() }}", "1", TO_CALL),
    ("{{ range }}", "1", "this is no text and cannot be written"),
    ("{{ self }}", "1", "this is no text and cannot be written"),
    ("{{ report }}", "1", "this is a list, not a text; go through it with {% for %}"),
    ("{{ 'a' ~ report.actions }}", "1", "this is a list, not a text; go through it with {% for %}"),
    ("{{ report.actions | upper }}", "1", "this is a list, not a text; go through it with {% for %}"),
    ("{% include '/etc/passwd' %}", "4", ONE_FILE + "include is not for layouts"),
    ("{% include ['a', 'b'] ignore missing %}", "4", ONE_FILE + "include is not for layouts"),
    ("{% import 'x' as y %}", "4", ONE_FILE + "import is not for layouts"),
    ("{% from 'x' import y %}", "4", ONE_FILE + "from is not for layouts"),
    ("{% extends '/etc/passwd' %}", "4", ONE_FILE + "extends is not for layouts"),
    ("{% autoescape false %}{% endautoescape %}", "4", "the tag autoescape is not for layouts"),
    ("{% block a %}{{ self.a() }}{% endblock %}", "4", "the tag block is not for layouts"),
    ("{% do report.clear() %}", "1", "there is no tag do"),
]


@pytest.mark.parametrize(("attempt", "column", "sentence"), ESCAPES, ids=[a[0] for a in ESCAPES])
def test_nothing_but_the_names_of_the_report_can_be_reached(attempt: str, column: str, sentence: str) -> None:
    """No class, no file, no other layout, no function of the program; in pages as in plain text."""
    for path in (PAGE, None):
        text = f"a\n\n{attempt}\nb"
        told = refused(text, path) if path else refused(text)
        assert told.split(":", 1)[1] == f"3:{column}: {sentence}"


DOUBLED = "{{% set ns = namespace(x='ab', y=['ab']) %}}\n{{% for i in range(9999) %}}\n{}\n{{% endfor %}}"
GROWTHS = [
    ("{% for a in range(10**9) %}{% endfor %}", 1, "a range goes up to 10000 here"),
    ("{{ range(10**30) | length }}", 1, "a range goes up to 10000 here"),
    ("{{ 'a' * 10**10 }}", 1, GROWTH),
    ("{{ 10**10 * 'a' }}", 1, GROWTH),
    ("{{ [1] * 10**10 }}", 1, LONG_LIST),
    ("{{ (10**999) ** (10**999) }}", 1, "this number becomes too large"),
    ("{{ 5.5 | round(10**9, 'ceil') }}", 1, "this number becomes too large"),
    ("{{ '%1000000000d' % 3 }}", 1, "% works on numbers only"),
    ("{{ 'a' | center(10**10) }}", 1, GROWTH),
    ("{{ 'a b' | indent(10**10) }}", 1, GROWTH),
    ("{{ 'a b' | indent(width='x' * 4999999) }}", 1, GROWTH),
    ("{{ ('a' * 99999) | replace('a', 'b' * 99999) }}", 1, GROWTH),
    ("{{ ('a' * 99999) | replace('', 'b' * 99999) }}", 1, GROWTH),
    ("{{ ('a ' * 99999) | wordwrap(1, wrapstring='b' * 99999) }}", 1, GROWTH),
    ("{{ range(9999) | join('b' * 99999) }}", 1, GROWTH),
    ("{{ [1] | batch(10**10, 0) | list }}", 1, LONG_LIST),
    ("{{ [1] | slice(10**10) | list }}", 1, LONG_LIST),
    (DOUBLED.format("{% set ns.x = ns.x + ns.x %}"), 3, GROWTH),
    (DOUBLED.format("{% set ns.x = ns.x ~ ns.x %}"), 3, GROWTH),
    (DOUBLED.format("{% set ns.x = [ns.x, ns.x] | join %}"), 3, GROWTH),
    (DOUBLED.format("{% set ns.x = [ns.x, ns.x] | sum(start='') %}"), 3, GROWTH),
    (DOUBLED.format("{% set x %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = x %}"), 3, GROWTH),
    (DOUBLED.format("{% set ns.y = ns.y + ns.y %}"), 3, LONG_LIST),
    (DOUBLED.format("{% set ns.y = [ns.y, ns.y] | sum(start=[]) %}"), 3, LONG_LIST),
    (
        "{% macro m() %}\n{{ m() }}\n{% endmacro %}\n{{ m() }}",
        2,
        "this calls itself without an end",
    ),
    (
        "\n{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        2,
        "this calls itself without an end",
    ),
    ("{{ " + "(" * 5000 + ")" * 5000 + " }}", 1, "too much stands inside one another here"),
    ("{{ " + " + ".join("1" * 3000) + " }}", 1, "too much stands inside one another here"),
    ("{% for a in [1] %}\n" * 30 + "{% endfor %}" * 30, 30, "too much stands inside one another here"),
    ("{% set x = 'a' * 4999999 %}\n" + "{{ x }}\n" * 11, 12, "this layout makes more than 50 MB"),
    ("{% for i in range(9999) %}\n{% set x = 'a' * 4999999 %}\n{% endfor %}", 2, "200000000 characters in all"),
]


@pytest.mark.parametrize(("attempt", "line", "sentence"), GROWTHS, ids=[a[0][:40] for a in GROWTHS])
def test_nothing_small_makes_something_huge(attempt: str, line: int, sentence: str) -> None:
    """Refused before it is made, on any system: the heap stays small."""
    tracemalloc.start()
    try:
        told = refused(attempt)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert told.split(":")[1] == str(line)
    assert sentence in told
    assert most < 150 << 20


def test_lists_in_lists_are_not_written_as_often_as_they_are_named() -> None:
    """Sixty lists of two of the list before are small, and what they would say is not."""
    lists = (
        "{% set ns = namespace(x=['a']) %}\n{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}\n"
    )
    assert "mine.md.j2:3:9: a list of more than 2000000 things" in refused(lists + "{{ ns.x|tojson }}")
    assert "mine.md.j2:3:1: this is a list" in refused(lists + "{{ ns.x|string }}")


MISTAKES = [
    ("a\n{{ report.titel }}", "2:11: there is no name titel here; did you mean title?"),
    ("a\n  {{ reprot.title }}", "2:6: there is no name reprot here; did you mean report?"),
    ("a\n\n{{ report.title\n  | uppr }}", "4:5: there is no filter uppr for layouts; did you mean upper?"),
    ("{% set x = [\n1,\n2,\nreport.titel ~ 1] %}", "4:8: there is no name titel here; did you mean title?"),
    ("{{ 1 is evn }}", "1:9: there is no test evn for layouts; did you mean even?"),
    ("{{ 1 is xyzzy }}", "1:9: there is no test xyzzy for layouts"),
    ("{% if report.title %}\nx", "2:1: the tag if is not closed"),
    (
        "{% for a in [] %}\n{% if a %}\n{% endfor %}",
        "3:1: the tag endfor does not fit here; close the inner tag first",
    ),
    ("x\n{{ 'a }}", "2:1: this cannot be read: unexpected char"),
    ("\n{{ report.title + 1 }}", "2:1: this cannot be worked out: TypeError: can only concatenate str"),
    ("\n{{ 1 / 0 }}", "2:1: this cannot be worked out: ZeroDivisionError"),
    ("{{ report.actions[99] }}", "1:19: there is no name 99 here"),
    (
        "{% macro m(a) %}\n{% for x in a %}\n{% if x.late is defined %}\n  {{ x.tittle }}\n{% endif %}\n"
        "{% endfor %}\n{% endmacro %}\n\n{{ m(report.actions) }}",
        "4:8: there is no name tittle here; did you mean title?",
    ),
    ("{{ report.title }}\n{% if false %}{{ wrong }}{% endif %}", "2:18: there is no name wrong here"),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES, ids=[told for _, told in MISTAKES])
def test_a_mistake_is_told_with_its_place(text: str, told: str) -> None:
    """Syntax, names, filters and values: file, line and column, and what was probably meant."""
    assert refused(text).startswith(f"mine.md.j2:{told}")


ALLOWED = [
    ("{{ report.actions | length }}{{ report.x | default('d') }}{{ report.x is defined }}", "5dFalse"),
    ("{% for a in [1, 2] %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{% endfor %}", "1a2b"),
    ("{% set ns = namespace(n=0) %}{% for a in [1, 2] %}{% set ns.n = ns.n + a %}{% endfor %}{{ ns.n }}", "3"),
    ("{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(1) %}z{% endcall %}", "1z"),
    ("{% set j = joiner(',') %}{% for a in 'ab' %}{{ j() }}{{ a }}{% endfor %}", "a,b"),
    ("{% if true %}{% set q = 1 %}{% endif %}{{ q }}{{ 'a' ~ 1 ~ none }}", "1a1"),
    ("{{ {'items': 1}.items }}{{ 7 // 2 }}{{ 7 % 4 }}{{ 2 ** 5 }}{{ 'ab' * 2 }}", "13332abab"),
    ("{{ [[1, 2], [3]] | sum(start=[]) | join }}{{ [{'a': 2}] | sum(attribute='a') }}", "1232"),
    (
        "{{ 'x y' | wordwrap(1) }}{{ 'a\nb' | indent(1) }}{{ 'a' | center(3) }}{{ 'aa' | replace('a', 'b') }}",
        "x\ny",
    ),
    (
        "{{ '2026-12-01' | day('{month}/{day}') }} {{ 'x' | day }} {{ '2026-12-01' | day('R{reiwa}') }}",
        "12/1 x R8",
    ),
    ("{% for g in [{'a': 1}] | groupby('a') %}{{ g.grouper }}{{ g.list | length }}{% endfor %}", "11"),
    ("{% filter upper %}abc{% endfilter %}{% raw %}{{ x }}{% endraw %}", "ABC{{ x }}"),
]


@pytest.mark.parametrize(("text", "wanted"), ALLOWED, ids=[wanted for _, wanted in ALLOWED])
def test_what_people_need_is_there(text: str, wanted: str) -> None:
    """Loops, counters, macros, sums and filters do what Jinja2 says they do."""
    assert made(text).startswith(wanted)
