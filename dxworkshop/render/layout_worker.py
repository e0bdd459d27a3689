"""The process in which a layout runs: it is given text, it gives text back, and it can be ended at any time.

It reads one JSON object from stdin (the layout, the names, the limits). What it writes to stdout begins with
one line of JSON, ``{"lines": ...}``: which line of the layout a line of the running code stands for. Then
comes one more line, ``{"length": n}`` with the text after it, or ``{"code": ...}`` for what was wrong. Where the
time is up, or the process breaks, Python's own fault handler writes there instead at which line it was.

It imports Jinja2 and a few modules of this package, none of which opens a file.
"""

import codecs
import faulthandler
import io
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

from jinja2 import Template, TemplateSyntaxError

from dxworkshop.render.layout_limit import RefusedError
from dxworkshop.render.layout_sandbox import Layouts, compiled

FILE = "<layout>"
"""What the running code calls its file."""
_LATE = ("difflib", "textwrap", "urllib.parse", "jinja2.debug")
"""What others import when they need it: here it has to be there before files are shut out."""


def main() -> None:
    """Run the layout that stdin holds."""
    out = sys.stdout.buffer
    work = json.loads(sys.stdin.buffer.read())
    faulthandler.enable(sys.stdout)
    faulthandler.dump_traceback_later(work["seconds"], exit=True, file=sys.stdout)
    for name in _LATE:
        __import__(name)
    codecs.lookup("unicode_escape")
    _shut_in(work["megabytes"], work["seconds"])
    answer(work, out)


def answer(work: Mapping[str, Any], out: io.BufferedIOBase | Any) -> None:
    """Write what a layout makes, or what was wrong."""
    template: Template | None = None
    try:
        environment = Layouts(html=work["html"])
        template = compiled(environment, work["text"], work["names"], FILE)
        _say(out, {"lines": template.debug_info})
        made = _run(template, work["names"], work["most"])
    except Exception as error:
        faulthandler.cancel_dump_traceback_later()
        if template is None:
            _say(out, {"lines": []})
        _say(out, _wrong(error, template))
        return
    faulthandler.cancel_dump_traceback_later()
    _say(out, {"length": len(made)})
    out.write(made)
    out.flush()


def _run(template: Template, names: Mapping[str, Any], most: int) -> bytes:
    """Return what a layout makes, in UTF-8."""
    made = io.BytesIO()
    pieces: Any = template.root_render_func(template.new_context(dict(names)))
    for piece in pieces:
        made.write(piece.encode("utf-8", "replace"))
        if made.tell() > most:
            line = template.get_corresponding_lineno(pieces.gi_frame.f_lineno)
            raise RefusedError("output", "", line, most=most >> 20)
    return made.getvalue()


def _shut_in(megabytes: int, seconds: float) -> None:
    """Let the system refuse memory, files, processes and time, where it can."""
    try:
        import resource
    except ImportError:
        return
    limits = {
        "RLIMIT_AS": megabytes << 20,
        "RLIMIT_DATA": megabytes << 20,
        "RLIMIT_CPU": int(seconds) + 2,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_NOFILE": 3,
    }
    for name, most in limits.items():
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _wrong(error: Exception, template: Template | None) -> dict[str, Any]:
    """Return what was wrong as data: a code, its line, and what fills the sentence."""
    line = _line(error.__traceback__, template) if template is not None else 0
    if isinstance(error, RefusedError):
        values = {key: str(value) for key, value in error.values.items()}
        return {"code": error.code, "line": error.line or line, "word": error.word, "values": values}
    if isinstance(error, TemplateSyntaxError):
        values = {"reason": error.message or type(error).__name__}
        return {"code": "syntax", "line": error.lineno, "word": "", "values": values}
    code = {MemoryError: "memory", RecursionError: "circle"}.get(type(error), "failed")
    return {"code": code, "line": line, "word": "", "values": {"reason": f"{type(error).__name__}: {error}"[:300]}}


def _line(trace: TracebackType | None, template: Template) -> int:
    """Return the innermost line of the layout that was at work; 0 where none was."""
    found = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            found = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return found


def _say(out: io.BufferedIOBase | Any, data: object) -> None:
    out.write(json.dumps(data).encode() + b"\n")
    out.flush()
