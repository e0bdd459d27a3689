"""Layouts of one's own: what they make, the process they run in, and the page that tells of them."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jinja2
import markupsafe
import pytest

import dxworkshop
from dxworkshop.errors import DocumentError, NewerFormatError, NotFoundError
from dxworkshop.render import layout
from dxworkshop.render.layout import Limits, find, known, laid_out, rendered, suffix
from dxworkshop.render.layout_filter import ALLOWED
from dxworkshop.render.layout_name import THINGS, VERSION, names, names_of
from dxworkshop.report.view import Report
from tests.layouts import MARKDOWN, PAGE, made, refused, report

PAGE_OF_NAMES = Path(__file__).parents[2] / "docs" / "layouts.md"
HOSTILE = "{{ 7*7 }}{% include '/etc/passwd' %}{# x #}<b>*a*</b>"


def hostile() -> Report:
    """Return the plan of somebody who types templates."""
    return replace(report(), title=HOSTILE)


def test_a_layout_writes_the_names_of_a_report() -> None:
    """Text goes through as it is, lines that only decide leave nothing behind, and the last line end stays."""
    text = "{# dxworkshop layout 1 #}\n{% for a in report.actions %}\n{{ a.number }} {{ a.title }}\n{% endfor %}\n"
    plan = report()
    assert (
        laid_out(text + "end\n", MARKDOWN, plan)
        == "".join(f"{a.number} {a.title}\n" for a in plan.actions) + "end\n"
    )


def test_what_people_typed_is_never_a_layout_itself() -> None:
    """Braces in a title are text, in a page they are escaped, and in Markdown they are as `md` makes them."""
    assert laid_out("{{ report.title }}", MARKDOWN, hostile()) == HOSTILE
    page = "{{ report.title }}{{ report.title | html }}<a title='{{ report.title ~ report.title }}'>"
    told = HOSTILE.replace("'", "&#39;").replace("<", "&lt;").replace(">", "&gt;")
    assert laid_out(page, PAGE, hostile()) == f"{told}{told}<a title='{told}{told}'>"
    assert laid_out("{{ report.title }}b", MARKDOWN, replace(report(), title="a\ud800")) == "a?b"
    for name in ("a.HTML.j2", "a.htm.j2", "a.svg.j2", "a.xml.j2"):
        assert laid_out("{{ report.title }}", Path(name), hostile()) == told
    assert r"\<b>\*a\*\</b>" in laid_out("{{ report.title | md }}", MARKDOWN, hostile())


@pytest.mark.parametrize(
    ("typed", "filter_", "wanted"),
    [
        ("# a #", "md", r"\# a \#"),
        ("1. a\n- b", "md", r"1\. a / - b"),
        ("=1+1", "csv", '"\'=1+1"'),
        ('a "b"', "csv", '"a ""b"""'),
        ("-5", "csv", '"-5"'),
        ("a\x1b[2J\nb", "line", "a(U+001B)[2J / b"),
        ("<b>", "html", "&lt;b&gt;"),
    ],
)
def test_a_filter_puts_text_safely_where_it_goes(typed: str, filter_: str, wanted: str) -> None:
    """Markdown, CSV, HTML, and one line of plain text."""
    text = f"{{{{ report.title | {filter_} }}}}"
    assert laid_out(text, MARKDOWN, replace(report(), title=typed)) == wanted


def test_a_layout_without_an_end_is_ended_and_told_its_line() -> None:
    """Time runs out in the inner loop: that is the line; the process is gone afterwards."""
    loops = "{% for a in range(9999) %}\n{% for b in range(9999) %}\n" * 2
    text = f"a\n{loops}  {{% set c = a + b %}}\n" + "{% endfor %}\n" * 4
    told = refused(text, limits=Limits(seconds=1))
    assert re.match(r"mine\.md\.j2:[3-6]:\d+: this layout had not come to its end after 1 seconds", told)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is sure to tell a process how much memory it has")
def test_a_layout_that_takes_all_memory_is_ended_and_told_its_line() -> None:
    """Many lists, each of a decent length: the system says no before the heap is large."""
    more = "{% set ns.x = [ns.x, range(9999)|list] %}"
    text = f"{{% set ns = namespace(x=[]) %}}\n{{% for a in range(9999) %}}\n{more}\n{{% endfor %}}"
    told = refused(text, limits=Limits(megabytes=100))
    assert told == "mine.md.j2:3:1: this layout takes too much memory; make less at once"


def _probe(code: str, roots: list[str]) -> str:
    """Return what code prints where the process of a layout would begin its work."""
    assert layout._START.endswith("main()\n")
    start = layout._START.removesuffix("main()\n") + code
    command = [sys.executable, "-I", "-S", "-B", "-c", start, *roots]
    return subprocess.run(command, capture_output=True, text=True, check=True, env={}).stdout.strip()


def test_the_process_of_a_layout_loads_nothing_of_the_program() -> None:
    """Neither sessions nor files nor settings are there for somebody who breaks out."""
    told = _probe("print(*sorted(m for m in sys.modules if m.startswith('dxworkshop.')))", layout._roots())
    allowed = r"dxworkshop\.(render(\.(layout_\w+|markdown|visible|table|bar))?|report(\.view)?|offer)"
    assert [name for name in told.split() if not re.fullmatch(allowed, name)] == []
    assert "dxworkshop.render.layout_worker" in told
    assert _probe("print('pydantic' in sys.modules, 'tomllib' in sys.modules)", layout._roots()) == "False False"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limits")
def test_the_process_of_a_layout_can_open_nothing() -> None:
    """No file to read or to write, no process to start: the system refuses even our own code."""
    probe = (
        "from dxworkshop.render import layout_worker\nimport subprocess\nlayout_worker._shut_in(512, 9)\n"
        "for act in (lambda: open('/etc/passwd'), lambda: open('x', 'w'), lambda: subprocess.run(['ls'])):\n"
        "    try:\n        act()\n        print('done')\n"
        "    except OSError as error:\n        print(type(error).__name__)\n"
    )
    assert set(_probe(probe, layout._roots()).split()) == {"OSError"}


def test_the_process_of_a_layout_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment holds is not for a layout, and nothing in it makes the interpreter load something."""
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere.py")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    seen: list[dict[str, str]] = []
    real = subprocess.Popen

    def watched(*args: object, **kwargs: object) -> object:
        seen.append(kwargs["env"])  # type: ignore[arg-type]
        return real(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", watched)
    assert made("{{ 1 }}") == "1"
    assert set(seen[0]) <= {"SYSTEMROOT", "LD_LIBRARY_PATH"}


def test_a_layout_runs_where_the_program_is_a_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An embedded Python keeps its packages so."""
    where = tmp_path / "all.zip"
    with zipfile.ZipFile(where, "w") as packed:
        for package in (dxworkshop, jinja2, markupsafe):
            folder = Path(str(package.__file__)).parent
            for path in folder.rglob("*.py"):
                packed.write(path, os.path.join(folder.name, path.relative_to(folder)))
    wanted = made("{{ report.title | md }}")
    monkeypatch.setattr(layout, "_roots", lambda: [str(where)])
    assert made("{{ report.title | md }}") == wanted


def test_every_filter_works_where_no_file_can_be_opened() -> None:
    """What a filter imports when it is first used has to be there before."""
    uses = {name: f"{{{{ ['b', 'a'] | {name} }}}}" for name in ("dictsort", "items")}
    ordinary = [
        n
        for n in ALLOWED
        if n not in (*uses, "batch", "slice", "groupby", "map", "sum", "replace", "abs", "round")
    ]
    text = "".join(
        f"{{% if ('ab c' | {name}) is defined %}}{{% endif %}}"
        for name in ordinary
        if not name.startswith(("select", "reject"))
    )
    text += (
        "{{ [3, 1] | batch(1) | list | length }}{{ [1] | slice(1) | list | length }}{{ 'a' | replace('a', 'é') }}"
    )
    text += (
        "{{ [{'a': 1}] | groupby('a') | length }}{{ [1] | map('string') | join }}{{ -1 | abs }}{{ 1.5 | round }}"
    )
    text += "{{ {'a': 1} | dictsort | length }}{{ {'a': 1} | items | list | length }}"
    text += "{{ [1] | select('odd') | list | length }}"
    assert made(text) == "21é1112.0111"


# Files and versions --------------------------------------------------------------------------------


def test_a_layout_for_names_that_do_not_exist_yet_is_refused() -> None:
    """A newer set of names needs a newer program; without a number it is the first set."""
    with pytest.raises(NewerFormatError, match=r"^mine\.md\.j2:1:22: this layout is of version 2"):
        made("{# dxworkshop layout 2 #}\n")
    with pytest.raises(NewerFormatError, match=r"^mine\.md\.j2:1:23: this layout is of version 12"):
        made("{#- dxworkshop layout 12 -#}\n")
    assert refused("{# dxworkshop layout 0 #}") == "mine.md.j2:1:22: there is no version 0; write 1"
    assert refused("{# dxworkshop layout x #}") == "mine.md.j2:1:22: there is no version x; write 1"
    assert (made("{#- dxworkshop layout 1 -#}\na"), made("a")) == ("a", "a")
    assert VERSION == 1


def test_a_layout_is_found_by_its_name_or_its_file(tmp_path: Path) -> None:
    """Beside the sessions first, then those of the program; an unknown name tells which there are."""
    assert set(known()) == {"kairan", "mail"}
    own = tmp_path / "templates" / "layouts" / "kairan.txt.j2"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"\xef\xbb\xbf{{ report.title }}\r\n")
    assert find("kairan", tmp_path) == own
    assert find("kairan").name == "kairan.md.j2"
    assert find("some/where.md.j2") == Path("some/where.md.j2")
    assert rendered(own, report()) == f"{report().title}\n"
    with pytest.raises(NotFoundError, match=r"there is no layout kairam; .*kairan"):
        find("kairam")
    assert [suffix(Path(name)) for name in ("a.md.j2", "a.html.j2", "a.j2")] == [".md", ".html", ".txt"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("題名".encode("cp932"), "1:1: this file seems to be Shift_JIS; save it as UTF-8"),
        (b"a" * (257 << 10), "1:1: this file is larger than 256 KB"),
        (b"\xff\xfea\0", "1:1: this file is UTF-16; save it as UTF-8 without BOM"),
        (b"\0\1a", "1:1: this is not a text file; name a layout"),
        (b"P\0K", "1:1: this is not a text file; name a layout"),
        (None, "1:1: there is no such file; check the name"),
    ],
)
def test_what_is_no_layout_is_told_so(data: bytes | None, told: str, tmp_path: Path) -> None:
    """Encodings, sizes and files that are not there."""
    path = tmp_path / "x.md.j2"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DocumentError) as error:
        rendered(path, report())
    assert str(error.value) == f"{path}:{told}"


# What a layout is given ----------------------------------------------------------------------------


def _plain(value: object) -> Iterator[type]:
    yield type(value)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _plain(inner)


def test_a_layout_is_given_data_and_nothing_else() -> None:
    """Tables, lists, texts, numbers; JSON takes it all."""
    given = names(report())
    assert set(_plain(given)) <= {dict, list, str, int, float, bool, type(None)}
    assert json.loads(json.dumps(given)) == given
    words = given["report"]["actions"][0]["words"]
    assert set(words) == set(report().sheet.keys)
    fewer = replace(report(), sheet=replace(report().sheet, rows=report().sheet.rows[:-1]))
    assert {len(action["words"]) for action in names(fewer)["report"]["actions"]} == {0}


def test_every_name_is_told_of_and_nothing_else() -> None:
    """The page of names cannot drift from the names."""
    page = PAGE_OF_NAMES.read_text("utf-8")
    told = dict(re.findall(r"(?ms)^### ([a-z.]+)\n(.*?)(?=^##)", page))
    listed = {thing: re.findall(r"(?m)^\| `([a-z_]+)` \| .+ \|$", table) for thing, table in told.items()}
    assert listed == {thing: list(names_of(of)) for thing, of in THINGS.items()}
    keys = page.split("The keys of `words`:")[1].split(".")[0]
    assert re.findall("`([a-z_]+)`", keys) == list(report().sheet.keys)
    filters = page.split("## Filters")[1]
    assert sorted(re.findall(r"(?m)^\| `([a-z]+)` \|", filters)) == sorted(ALLOWED)
