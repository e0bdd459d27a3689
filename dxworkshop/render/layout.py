"""Layouts of one's own: a Jinja2 file over the names of a report.

A layout is somebody's file, maybe from elsewhere, so it is not trusted: it runs in a process of its own, which
knows no file and is ended when it takes too long, too much memory or makes too much text. docs/layouts.md
tells people what a layout may use.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from dxworkshop.errors import DocumentError, DxError, NewerFormatError, NotFoundError, Place
from dxworkshop.listing import template_folders
from dxworkshop.render.layout_name import VERSION, names
from dxworkshop.report.view import Report
from dxworkshop.sentence import Sentence, say
from dxworkshop.store import toml

END = ".j2"
"""End of a layout's name."""
SECONDS = 10.0
"""How long a layout may take."""
MEGABYTES = 512
"""How much memory its process may take, where the system can tell it."""
MOST_BYTES = 50 << 20
"""How much a layout may make."""
_GRACE = 5.0
"""Seconds beyond its time after which a process that does not end by itself is ended."""
_MOST_LAYOUT = 256 << 10
_ESCAPED = (".html.j2", ".htm.j2", ".svg.j2", ".xml.j2")
"""Ends of names of layouts in which all text is escaped for HTML."""
_VERSION = re.compile(r"\{#-?\s*dxworkshop layout\s+(\S+?)\s*-?#\}")
_LOOKED_AT = 20
"""How many lines after the one that is known a word is looked for: one expression may go over several."""

_START = """
import sys, types
sys.path[:0] = sys.argv[1:]
import dxworkshop, os
for name in ("render", "report"):
    package = types.ModuleType("dxworkshop." + name)
    package.__path__ = [os.path.join(folder, name) for folder in dxworkshop.__path__]
    sys.modules[package.__name__] = package
from dxworkshop.render.layout_worker import main
main()
"""
"""What the process begins with. Two packages stand there empty: their own beginnings would load the program."""


@dataclass(frozen=True)
class Limits:
    """How far a layout may go."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    most: int = MOST_BYTES
    """Bytes of its text."""


USUAL = Limits()
"""What holds where nobody says otherwise."""


def known(sessions: Path | None = None) -> dict[str, Path]:
    """Return the layouts that go by a name: those beside the sessions stand before ours."""
    found: dict[str, Path] = {}
    for folder in template_folders(sessions):
        for path in sorted((folder / "layouts").glob(f"*{END}")):
            found.setdefault(path.name.split(".")[0], path)
    return found


def find(name: str, sessions: Path | None = None) -> Path:
    """Return the file of a layout by its name or path; raises `NotFoundError` with the names there are."""
    ours = known(sessions)
    if name in ours:
        return ours[name]
    path = Path(name)
    if path.suffix == END:
        return path
    raise NotFoundError(
        say(
            "there is no layout {name}; name a file that ends in .j2, or one of: {choices}",
            name=name,
            choices=[*ours],
        )
    )


def suffix(path: Path) -> str:
    """Return what the name of a layout's result ends with: ``.md`` for ``plan.md.j2``."""
    return Path(path.name.removesuffix(END)).suffix or ".txt"


def rendered(layout: Path | str, report: Report, limits: Limits = USUAL) -> str:
    """Return a report in a layout, by its file or its name.

    Raises `DocumentError` with file, line and column for what is wrong in it.
    """
    path = find(layout) if isinstance(layout, str) else layout
    return laid_out(read(path), path, report, limits)


def read(path: Path) -> str:
    """Return the text of a layout, without the mark that Notepad puts before it."""
    data = toml.read_bytes(path).removeprefix(b"\xef\xbb\xbf")
    if len(data) > _MOST_LAYOUT:
        raise DocumentError(Place(path), say("this file is larger than {limit} KB", limit=_MOST_LAYOUT >> 10))
    if 0 in data[:2]:
        raise DocumentError(Place(path), say("this is not a text file; name a layout"))
    return toml.decode(data, path)


def laid_out(text: str, path: Path, report: Report, limits: Limits = USUAL) -> str:
    """Return a report in a layout whose text is known; `path` tells what it makes and is named in errors."""
    _refuse_other_version(text, path)
    work = {
        "text": text,
        "html": path.name.lower().endswith(_ESCAPED),
        "names": names(report),
        "seconds": limits.seconds,
        "megabytes": limits.megabytes,
        "most": limits.most,
    }
    return _answer(_run(json.dumps(work).encode(), limits), text, path, limits)


def _refuse_other_version(text: str, path: Path) -> None:
    """Raise an error for a layout over another set of names; one that says nothing means the first."""
    found = _VERSION.match(text)
    if found is None or found[1] == str(VERSION):
        return
    place = _place(path, text, 1, found[1])
    if found[1].isdecimal() and int(found[1]) > VERSION:
        sentence = say(
            "this layout is of version {found}, this program knows up to {ours}; update the program",
            found=found[1],
            ours=VERSION,
        )
        raise NewerFormatError(place, sentence)
    raise DocumentError(place, say("there is no version {found}; write {ours}", found=found[1], ours=VERSION))


# The process ---------------------------------------------------------------------------------------


def _run(work: bytes, limits: Limits) -> bytes:
    """Return what the process of a layout writes; it does not outlive this call."""
    if not sys.executable:
        raise DxError(say("no process could be started for this layout: {reason}", reason="sys.executable"))
    try:
        worker = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *_roots()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={key: os.environ[key] for key in ("SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        sentence = say(
            "no process could be started for this layout: {reason}", reason=error.strerror or str(error)
        )
        raise DxError(sentence) from None
    assert worker.stdin is not None  # noqa: S101 - told to the type checker
    assert worker.stdout is not None  # noqa: S101
    timer = Timer(limits.seconds + _GRACE, worker.kill)
    timer.daemon = True
    timer.start()
    try:
        with suppress(OSError):  # a process that ended early has said why
            worker.stdin.write(work)
            worker.stdin.flush()
        with suppress(OSError):
            worker.stdin.close()
        # It counts for itself; this holds even if it was talked into not counting.
        return worker.stdout.read(limits.most + (1 << 20))
    finally:
        timer.cancel()
        worker.kill()
        worker.stdout.close()
        worker.wait()


def _roots() -> list[str]:
    """Return where the process finds this package and Jinja2, and nothing else."""
    import jinja2
    import markupsafe

    import dxworkshop

    return list(dict.fromkeys(str(Path(str(of.__file__)).parents[1]) for of in (dxworkshop, jinja2, markupsafe)))


# What it answers -----------------------------------------------------------------------------------

_TIME_UP = b"Timeout ("
_AT = re.compile(rb'File "<layout>", line (\d+)')


def _answer(out: bytes, text: str, path: Path, limits: Limits) -> str:
    """Return the text that the process made, or raise what was wrong."""
    head, _, rest = out.partition(b"\n")
    second, _, made = rest.partition(b"\n")
    lines, told = _object(head).get("lines", []), _object(second)
    if told.get("length") == len(made):
        return made.decode("utf-8", "replace")
    if "code" in told:
        place = _place(path, text, int(told["line"]) or 1, str(told["word"]))
        raise DocumentError(place, _sentence(str(told["code"]), told["values"]))
    line = 1
    if at := _AT.search(out):
        # The dump names a line of the running code; several of them stand for one line of the layout.
        line = next((ours for ours, theirs in reversed(lines) if theirs <= int(at[1])), 1)
    if _TIME_UP in out:
        raise DocumentError(_place(path, text, line), _sentence("time", {"seconds": f"{limits.seconds:g}"}))
    raise DocumentError(_place(path, text, line), _sentence("memory" if lines else "ended", {}))


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _place(path: Path, text: str, line: int, word: str = "") -> Place:
    """Return the place of a word at or soon after a line; without one, where the line begins to say something."""
    lines = text.split("\n")
    line = min(max(line, 1), len(lines))
    if word:
        wanted = re.compile(rf"(?<![\w]){re.escape(word)}(?![\w])" if word[-1:].isalnum() else re.escape(word))
        for at, source in enumerate(lines[line - 1 : line - 1 + _LOOKED_AT], line):
            if found := wanted.search(source):
                return Place(path, at, found.start() + 1, "", source)
    source = lines[line - 1]
    return Place(path, line, len(source) - len(source.lstrip()) + 1, "", source)


_SENTENCES: Mapping[str, Sentence] = {
    "attribute": say("{name} cannot be asked of this; a layout may ask for the names in docs/layouts.md"),
    "call": say("this cannot be called; a layout may call its own macros, range, namespace and joiner"),
    "circle": say("this calls itself without an end"),
    "deep": say("too much stands inside one another here"),
    "ended": say("the process for this layout ended without an answer"),
    "failed": say("this cannot be worked out: {reason}"),
    "filter": say("the filter {name} is not for layouts"),
    "hidden": say("a name that begins with _ is not for layouts: {name}"),
    "large": say("a text of more than {most} characters would be made here"),
    "list": say("a list of more than {most} things would be made here"),
    "list-as-text": say("this is a list, not a text; go through it with {tag}", tag="{% for %}"),
    "made": say("this layout makes more than {most} characters in all"),
    "memory": say("this layout takes too much memory; make less at once"),
    "no-text": say("this is no text and cannot be written"),
    "number": say("this number becomes too large"),
    "one-file": say("a layout is one file; {name} is not for layouts"),
    "operator": say("{name} works on numbers only"),
    "output": say("this layout makes more than {most} MB"),
    "range": say("a range goes up to {most} here"),
    "syntax": say("this cannot be read: {reason}"),
    "tag": say("the tag {name} is not for layouts"),
    "time": say("this layout had not come to its end after {seconds} seconds"),
    "unknown": say("there is no name {name} here; docs/layouts.md lists them"),
    "unknown-filter": say("there is no filter {name} for layouts; docs/layouts.md lists them"),
    "unknown-test": say("there is no test {name} for layouts"),
}
"""What people see, by the code of `layout_worker`."""
_MEANT: Mapping[str, Sentence] = {
    "unknown": say("there is no name {name} here; did you mean {near}?"),
    "unknown-filter": say("there is no filter {name} for layouts; did you mean {near}?"),
    "unknown-test": say("there is no test {name} for layouts; did you mean {near}?"),
}
"""The same where one knows what was probably meant."""


_SYNTAX: tuple[tuple[re.Pattern[str], Sentence], ...] = (
    (
        re.compile(r"Encountered unknown tag '(\w+)'.*(?:nesting mistake|currently looking)", re.DOTALL),
        say("the tag {name} does not fit here; close the inner tag first"),
    ),
    (re.compile(r"Encountered unknown tag '(\w+)'"), say("there is no tag {name}")),
    (re.compile(r"needs to be closed is '(\w+)'"), say("the tag {name} is not closed")),
)
"""What Jinja2 says most often of a text it cannot read, and what we say."""


def _sentence(code: str, values: Mapping[str, object]) -> Sentence:
    for theirs, ours in _SYNTAX if code == "syntax" else ():
        if found_in := theirs.search(str(values.get("reason"))):
            return Sentence(ours.text, {"name": found_in[1]})
    table = _MEANT if values.get("near") and code in _MEANT else _SENTENCES
    found = table.get(code, _SENTENCES["failed"])
    return Sentence(found.text, {"reason": code, **found.values, **values})
