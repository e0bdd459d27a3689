"""The process of a layout has an end, whatever runs in it: of its time, its memory and what it writes."""

import subprocess
import sys

import pytest

from dxworkshop import calendar
from dxworkshop.render import layout, layout_filter
from dxworkshop.render.layout import Limits
from dxworkshop.render.layout_sandbox import Layouts
from tests.layouts import made, refused

SHORT = Limits(seconds=0.1, most=1 << 20)
STUBBORN = """
import os, sys, time
try:
    for _ in range(64):
        sys.stdout.buffer.write(b"x" * (1 << 20))
except OSError:
    time.sleep(20)
os._exit(0)
"""
NO_ANSWER = "mine.md.j2:1:1: the process for this layout ended without an answer"


def _begun(code: str, monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Let the process of a layout run other code; return those that were started."""
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def watched(*args: object, **kwargs: object) -> object:
        started.append(real(*args, **kwargs))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", watched)
    monkeypatch.setattr(layout, "_START", code)
    monkeypatch.setattr(layout, "_GRACE", 0.2)
    return started


def test_a_process_that_forgets_its_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is watched from outside too; afterwards it is gone."""
    started = _begun("import sys, time\ntime.sleep(30)\nsys.stdout.write('late')", monkeypatch)
    assert layout._run(b"{}", SHORT) == b""
    assert started[0].poll() not in (None, 0)
    assert refused("a", limits=SHORT) == NO_ANSWER


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells not who ended a process")
def test_a_layout_out_of_time_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one who watches from outside has nothing to do."""
    started = _begun(layout._START, monkeypatch)
    monkeypatch.setattr(layout, "_GRACE", 10)  # it has to load its modules before its time begins
    loops = "{% for a in range(9999) %}{% for b in range(9999) %}" * 2 + "{% endfor %}" * 4
    assert "this layout had not come to its end after 0.3 seconds" in refused(loops, limits=Limits(seconds=0.3))
    assert started[0].returncode == 1


def test_a_process_that_writes_too_much_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was talked into not counting fills no memory here, and is ended at once."""
    started = _begun(STUBBORN, monkeypatch)
    assert len(layout._run(b"{}", Limits(seconds=30, most=1 << 20))) == 2 << 20
    assert started[0].poll() not in (None, 0)


def test_a_process_that_says_nothing_is_told_apart_from_a_large_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken before it began, and broken at work."""
    _begun("import os\nos._exit(3)", monkeypatch)
    assert refused("a") == NO_ANSWER
    _begun("print('{\"lines\": [[1, 1]]}')", monkeypatch)
    assert refused("a") == "mine.md.j2:1:1: this layout takes too much memory; make less at once"


@pytest.mark.parametrize(
    ("running", "line"), [(9, 1), (10, 1), (11, 2), (14, 2), (15, 3), (99, 3)], ids=lambda value: str(value)
)
def test_a_dump_names_the_line_of_the_layout(running: int, line: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several lines of the running code stand for one of the layout: the last that begins there or before."""
    dump = f'Timeout (0:00:01)!\\n  File "<layout>", line {running} in root'
    _begun(f"print('{{\"lines\": [[1, 10], [2, 11], [3, 15]]}}\\n{dump}')", monkeypatch)
    assert refused("a\nb\nc").startswith(f"mine.md.j2:{line}:1: this layout had not come to its end after 10 sec")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows all of these limits")
def test_the_system_is_told_every_limit() -> None:
    """Memory twice, time a little later than we do, and no file, process or picture of the memory at all."""
    names = ("AS", "DATA", "CPU", "FSIZE", "CORE", "NPROC", "NOFILE")
    code = (
        "import resource\nfrom dxworkshop.render import layout_worker\nlayout_worker._shut_in(512, 9.5)\n"
        f"print(*(resource.getrlimit(getattr(resource, 'RLIMIT_' + name)) for name in {names}))\n"
    )
    start = layout._START.removesuffix("main()\n") + code
    command = [sys.executable, "-I", "-S", "-B", "-c", start, *layout._roots()]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env={}).stdout.strip()
    wanted = (512 << 20, 512 << 20, 11, 0, 0, 0, 3)
    assert told == " ".join(f"({most}, {most})" for most in wanted)


def test_the_process_of_a_layout_is_kept_from_what_lies_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the folder it is started in nor what was installed beside the program is looked into."""
    started = _begun(layout._START, monkeypatch)
    assert made("{{ 1 }}") == "1"
    options = list(started[0].args)  # type: ignore[arg-type]
    assert {"-I", "-S", "-B"} <= {*options[: options.index("-c")]}
    assert started[0].poll() is not None


def test_nothing_is_worked_out_before_there_is_a_line_to_name() -> None:
    """What would be too large stands in a line, and in a branch that is never taken it is nothing."""
    assert refused("a\n{{ 1 }}\n{{ 'a' * 10**9 }}").startswith("mine.md.j2:3:1: ")
    assert refused("a\n{{ 10 ** (10 ** 10) }}") == "mine.md.j2:2:7: this number becomes too large"
    assert made("{% if false %}{{ 'a' * 10**9 }}{{ 1 / 0 }}{% endif %}b") == "b"
    assert Layouts(html=False).optimized is False


def test_years_of_the_era_are_counted_as_everywhere_else() -> None:
    """The filter stands alone, since its process loads nothing of the program."""
    assert layout_filter._REIWA == calendar.REIWA
