"""Files from anybody's hand: mutations of a real session, bombs, and encodings; and what the reader makes of them.

Started as a program it judges files, each in a fork of its own with limits, and says one line of JSON for each.
"""

import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from dxworkshop.errors import DocumentError

KEPT = Path(__file__).parent.parent / "data" / "format-1.toml"
TODAY = date(2026, 12, 10)
SECONDS = 2.5
"""The longest a file may take to open, in seconds of the processor."""
MEGABYTES = 600
"""The most memory a file may take, with the program and all it has loaded."""
_ADDRESSES = 4 << 30
"""Where a bomb is stopped, in bytes, before it takes the computer with it."""
_STOP = 60
"""Seconds of the processor after which a fork is ended."""

SESSION = 'format = 1\nid = "abcd234567"\ntitle = "t"\ncreated = 2026-11-24T13:30:00+09:00\n'
STEPS = (
    '\n[workshop]\nid = "w"\ntitle = "w"\nminutes = 60\n\n'
    '[workshop.steps.opening]\nrank = "a1"\nkind = "talk"\ntitle = "t"\nminutes = 60\n'
)


@dataclass
class Verdict:
    """What became of one file."""

    name: str = ""
    outcome: str = ""
    """``valid``, ``refused`` in the way it should be, or what happened instead."""
    where: str = ""
    """Line and column, where it was refused."""
    sentence: str = ""
    seconds: float = 0.0
    """What opening it took."""
    megabytes: float = 0.0

    @property
    def good(self) -> bool:
        """Whether the file was read or refused as promised, in time and memory."""
        return self.outcome in ("valid", "refused") and self.seconds < SECONDS and self.megabytes < MEGABYTES


def judged(path: Path, *, every_door: bool = True) -> Verdict:
    """Open a file as a session and, by `every_door`, for a list and for a check; its bytes must stay the same."""
    from dxworkshop.store import document, summary

    before = path.read_bytes()
    verdict = Verdict(path.name)
    start = time.process_time()
    verdict.outcome = _through(lambda: document.load(path), verdict)
    verdict.seconds = time.process_time() - start
    doors = (lambda: summary.summary(path, TODAY), lambda: document.check(path)) if every_door else ()
    for door in doors:
        if (outcome := _through(door, Verdict())) not in ("valid", "refused"):
            verdict.outcome = outcome
    if path.read_bytes() != before:
        verdict.outcome = "the bytes on the disk changed"
    verdict.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return verdict


def _through(door: Callable[[], object], verdict: Verdict) -> str:
    """Return ``valid`` or ``refused``, or what is wrong with the way it was refused."""
    try:
        door()
    except DocumentError as error:
        place = error.place
        verdict.where, verdict.sentence = f"{place.line}:{place.column}", str(error.sentence)
        if place.line < 1 or place.column < 1 or not verdict.sentence:
            return f"refused without a place: {error}"
        return "refused"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:200]
    return "valid"


# Mutations -----------------------------------------------------------------------------------------

TOKENS = (
    *(b'"', b'"""', b"'", b"'''", b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b".", b",", b"#", b"\\", b"\\u"),
    *(b"\n", b"\r", b"\r\n", b"\0", b"\x1b", b"\x7f", b"\xff", b"\xe3", b"\xef\xbb\xbf", b"\xed\xa0\xbd"),
    *(b"1e999999999", b"nan", b"-inf", b"true", b"0x", b"2026-02-30", b"9" * 70, b"\xe2\x80\xae", b"\xc2\x9b"),
    *(b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> x\n", b"format = 2\n", b"[actions]\n", b"[[workshop.steps]]\n"),
)
"""What is pushed in between two bytes."""
VALUES = (b'""', b"[]", b"{}", b"-1", b"1.5", b"true", b"[[]]", b'{ a = "b" }', b"2026-01-01", b"nan")
"""What is put in the place of another value."""


def mutations(count: int, seed: int = 4) -> Iterator[bytes]:
    """Yield a real session damaged in one to three ways, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret: the same files every time are wanted
    whole = KEPT.read_bytes()
    for _ in range(count):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            chance.choice(_WAYS)(data, chance)
        yield bytes(data)


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _push(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(TOKENS)


def _drop(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.choice((1, 1, 2, 5, 50, 500))]


def _copy(data: bytearray, chance: random.Random) -> None:
    at, source = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
    data[at:at] = data[source : source + chance.randint(1, 400)]


def _move_line(data: bytearray, chance: random.Random) -> None:
    lines = data.split(b"\n")
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    data[:] = b"\n".join(lines)


def _drop_line(data: bytearray, chance: random.Random) -> None:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    data[:] = b"\n".join(lines)


def _zero(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at : at + 512] = bytes(len(data[at : at + 512]))


def _other_value(data: bytearray, chance: random.Random) -> None:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    key, sign, _ = lines[at].partition(b" = ")
    if sign:
        lines[at] = key + sign + chance.choice(VALUES)
    data[:] = b"\n".join(lines)


_WAYS = (_flip, _cut, _push, _push, _drop, _copy, _move_line, _drop_line, _zero, _other_value, _other_value)


# Encodings -----------------------------------------------------------------------------------------


def encodings() -> Iterator[tuple[str, bytes]]:
    """Yield a session as other programs and accidents leave it."""
    whole = KEPT.read_text(encoding="utf-8")
    for name in ("cp932", "shift_jis_2004", "euc_jp", "iso2022_jp", "gb18030", "big5", "cp949"):
        yield name, whole.encode(name, "replace")
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7", "utf-8-sig"):
        yield name, whole.encode(name)
    raw = whole.encode()
    yield "cp037", whole.encode("cp037", "replace")
    yield "crlf", raw.replace(b"\n", b"\r\n")
    yield "cr", raw.replace(b"\n", b"\r")
    yield "nel", whole.replace("\n", "\u0085").encode()
    yield "twice", raw.decode("latin-1").encode()
    yield "bom-twice", b"\xef\xbb\xbf" * 2 + raw
    yield "bom-in-the-middle", raw[:300] + b"\xef\xbb\xbf" + raw[300:]
    yield "surrogates", raw + b'x = "\xed\xa0\xbd\xed\xb2\xa9"\n'
    yield "overlong", raw + b'x = "\xc0\xaf"\n'
    yield "beyond-unicode", raw + b'x = "\xf4\x90\x80\x80"\n'
    yield "cut-character", raw[: raw.rindex(b"\xe3") + 1]
    yield "base64", b"Zm9ybWF0ID0gMQ==\n"
    yield "gzip", b"\x1f\x8b\x08\x00" + raw[:200]
    yield "zip", b"PK\x03\x04" + raw[:200]
    yield "zeros-behind", raw + bytes(4096)
    yield "zeros-before", bytes(4096) + raw


# Bombs ---------------------------------------------------------------------------------------------


def _items(count: int, line: str) -> str:
    """Return a session with many lines in front of its workshop."""
    return SESSION + "\n".join(line.replace("#N", f"{number:07}") for number in range(count)) + "\n" + STEPS


BOMBS: dict[str, Callable[[], str]] = {
    "lists 100 deep": lambda: "a = " + "[" * 100 + "]" * 100,
    "lists 1,000 deep": lambda: "a = " + "[" * 1000 + "]" * 1000,
    "lists 100,000 deep and open": lambda: "a = " + "[" * 100_000,
    "lists 16 deep, 20,000 times": lambda: "\n".join(f"a{n} = {'[' * 16}{']' * 16}" for n in range(20_000)),
    "inline tables 1,000 deep": lambda: "a = " + "{a = " * 1000 + "1" + "}" * 1000,
    "inline table of 200,000 keys": lambda: "a = {" + ", ".join(f"k{n} = 1" for n in range(200_000)) + "}",
    "key of 1,000 parts": lambda: ".".join(["a"] * 1000) + " = 1",
    "key of 15,000 parts": lambda: ".".join(["a"] * 15_000) + " = 1",
    "key of 50,000 parts": lambda: ".".join(["a"] * 50_000) + " = 1",
    "header of 10,000 parts": lambda: "[" + ".".join(["a"] * 10_000) + "]\nx = 1",
    "2,000 headers of 500 parts": lambda: "\n".join(f"[a{n}{'.b' * 499}]" for n in range(2000)),
    "2,000 keys of 500 parts": lambda: "\n".join(f"a{n}{'.b' * 499} = 1" for n in range(2000)),
    "20,000 keys of 16 parts": lambda: "\n".join(f"a{n}{'.b' * 15} = 1" for n in range(20_000)),
    "number of 4,000 digits": lambda: "a = " + "9" * 4000,
    "number of 1,000,000 digits": lambda: "a = " + "9" * 1_000_000,
    "hexadecimal of 1,000,000 digits": lambda: "a = 0x" + "f" * 1_000_000,
    "fraction of 1,000,000 digits": lambda: "a = 0." + "9" * 1_000_000,
    "exponent beyond all": lambda: "a = 1e999999999",
    "weight beyond all": lambda: SESSION + 'x = 1\n[actions.abcd]\ntitle = "t"\nweight = ' + "9" * 60 + STEPS,
    "100,000 tables in a list": lambda: "[[a]]\n" * 100_000,
    "1,000,000 keys": lambda: "\n".join(f"k{n} = 1" for n in range(1_000_000)),
    "290,000 keys": lambda: "\n".join(f"k{n} = 1" for n in range(290_000)),
    "290,000 unknown keys of a session": lambda: _items(290_000, "k#N = 1"),
    "400 lists of 1,000": lambda: "\n".join(f"a{n} = [{'1, ' * 1000}]" for n in range(400)),
    "400 lists of 1,000 in a session": lambda: _items(400, f"a#N = [{'1, ' * 1000}]"),
    "list of 1,000,000": lambda: "a = [" + "1," * 1_000_000 + "]",
    "list of 1,000,000 signs": lambda: SESSION + "[vision]\nsigns = [" + '"",' * 1_000_000 + "]\n" + STEPS,
    "60,000 actions": lambda: _items(60_000, '[actions.a#N]\ntitle = "在庫の滞留を半減させる"\nstatus = "todo"'),
    "60,000 bad actions": lambda: _items(60_000, '[actions.a#N]\ntitle = 3\nstatus = "dooing"'),
    "70,000 empty members": lambda: _items(70_000, "[members.m#N]"),
    "title of 10 MB": lambda: SESSION.replace('"t"', f'"{"x" * 10_000_000}"') + STEPS,
    "text of 10 MB": lambda: SESSION + '[boss]\nwhy_now = """' + "在庫の課題\n" * 600_000 + '"""\n' + STEPS,
    "text of 10 MB never closed": lambda: 'a = "' + "x" * 10_000_000,
    "long text of 10 MB never closed": lambda: 'a = """' + "x\n" * 5_000_000,
    "1,600,000 escapes": lambda: 'a = "' + "\\u0041" * 1_600_000 + '"',
    "5,000,000 backslashes": lambda: 'a = "' + "\\\\" * 5_000_000 + '"',
    "2,500,000 comments": lambda: "# x\n" * 2_500_000,
    "10 MB of spaces": lambda: "a = 1\n" + " " * 10_000_000,
    "10 MB of empty lines": lambda: SESSION + "\n" * 10_000_000 + STEPS,
    "10 MB of quotes": lambda: "a = " + '"' * 10_000_000,
    "3,000,000 quotes in pairs": lambda: 'a = """' + '"" ' * 3_000_000 + '"""',
    "400,000 headers in a text": lambda: SESSION + '[boss]\nwhy_now = """' + "\n[[a]]" * 400_000 + '"""\n' + STEPS,
    "10 MB of signs": lambda: "a = " + "=" * 10_000_000,
    "10 MB of NUL": lambda: "\0" * 10_000_000,
    "10 MB in one line": lambda: SESSION + "zz = [" + '"窓口", ' * 900_000 + "]\n" + STEPS,
    "20 MB": lambda: "# x\n" * 5_000_000,
}
"""Small or large texts that cost a careless reader gigabytes, minutes or its stack."""
LIKE_OTHERS = (
    *("290,000 keys", "290,000 unknown keys of a session", "1,000,000 keys", "20,000 keys of 16 parts"),
    *("400 lists of 1,000", "list of 1,000,000", "list of 1,000,000 signs", "10 MB in one line"),
    *("70,000 empty members", "long text of 10 MB never closed"),
)
"""Those that cost a second or more and are of the kind of another one: the short column leaves them out."""


# The program ---------------------------------------------------------------------------------------


def _limited(path: Path, *, every_door: bool) -> Verdict:
    """Judge a file in a fork with limits; one that is ended by them, or by itself, is said to be."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
        resource.setrlimit(resource.RLIMIT_CPU, (_STOP, _STOP))
        os.write(theirs, json.dumps(asdict(judged(path, every_door=every_door))).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as said:
        told = said.read()
    _, status, used = os.wait4(child, 0)
    if status or not told:
        seconds = used.ru_utime + used.ru_stime
        return Verdict(path.name, f"ended with {status}", seconds=seconds, megabytes=used.ru_maxrss / 1024)
    return Verdict(**json.loads(told))


def main() -> None:
    """Judge the files named; with `--unguarded` as if the reader had no guards, to see that this is noticed."""
    from dxworkshop.store import scan, toml

    judged(KEPT)  # so that all is loaded before the forks
    options = {word for word in sys.argv[1:] if word.startswith("--")}
    if "--unguarded" in options:
        toml.is_ordinary = lambda text: True  # type: ignore[attr-defined]
        scan.Scan.run = lambda self: None  # type: ignore[method-assign]
    for name in sys.argv[1:]:
        if name not in options:
            verdict = _limited(Path(name), every_door="--every-door" in options)
            print(json.dumps(asdict(verdict)), flush=True)  # noqa: T201 - read by the test


if __name__ == "__main__":
    main()
