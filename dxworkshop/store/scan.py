"""Where every key of a TOML text stands, and the guards that keep a small text from hurting the reader.

`tomllib` needs 23 seconds and 6 GB for one key of 50,000 parts, breaks off at a thousand brackets, and
says "end of document" for a text that is never closed. `is_ordinary` tells by one regular expression
that a text is none of these; `Scan` walks through the others, and finds the places of keys.
"""

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from dxworkshop.sentence import Sentence, say

MAX_DEPTH = 16
"""Most brackets open at once."""
MAX_PARTS = 16
"""Most parts of one dotted key."""
MAX_DIGITS = 64
"""Longest number, in characters."""
MAX_KEYS = 300_000
"""Most keys and tables in one file."""
MAX_LINES = 500_000
"""Most lines in one file: each costs, also an empty one."""
MAX_ESCAPES = 1_100_000
"""Most backslashes in one file: each costs, and people hardly type any."""

KeyPath = tuple[str | int, ...]
"""Keys and list positions from the top of the file."""

NOT_CLOSED = say("the text that opens here has no closing quotes; add them where the text ends")
"""Said of a text without an end, also by those who find it in another way."""


class GuardError(Exception):
    """A text that is not given to `tomllib`."""

    def __init__(self, at: int, sentence: Sentence, *, in_key: bool = False) -> None:
        super().__init__(str(sentence))
        self.at = at
        """Where, in characters from the start of the text."""
        self.sentence = sentence
        """What is wrong and how to mend it."""
        self.in_key = in_key
        """Whether it is the key itself that is wrong."""


@cache
def _ordinary_lines(*, nested: bool) -> re.Pattern[str]:
    """Return what matches lines that cannot harm `tomllib`: shallow, with short keys and short numbers.

    Every choice in it is decided by the next character or two, so that a failure costs linear time,
    and the repetitions of what may be long are bounded, so that it needs little memory. The one without
    `nested` lists and inline tables is compiled in half the time, and fits the head of a session.
    """
    name = r"""(?:[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*')"""
    key = rf"{name}(?:[ \t]*\.[ \t]*{name}){{0,{MAX_PARTS - 1}}}[ \t]*"
    block = r'"""[^"\\]*(?:(?:\\[^\n]|""?(?!"))[^"\\]*){0,9999}"{3,5}'
    raw_block = r"'''[^']*(?:''?(?!')[^']*){0,9999}'{3,5}"
    line = r'"(?!"")[^"\\\n]*(?:\\[^\n][^"\\\n]*){0,9999}"'
    word = rf"[A-Za-z0-9_.:+-]{{1,{MAX_DIGITS}}}"
    plain = rf"(?:{line}|{block}|{raw_block}|'(?!'')[^'\n]*'|{word}(?:[ ]{word})?)"
    flat = rf"\[\s*(?:{plain}\s*(?:,\s*{plain}\s*){{0,999}}(?:,\s*)?)?\]"
    value = rf"(?:{plain}|{flat})"
    if nested:
        pair = rf"{key}=[ \t]*{plain}[ \t]*"
        table = rf"\{{[ \t]*(?:{pair}(?:,[ \t]*{pair}){{0,99}})?\}}"
        item = rf"(?:{plain}|{table}|{flat})\s*"
        value = rf"(?:{plain}|{table}|\[\s*(?:{item}(?:,\s*{item}){{0,999}}(?:,\s*)?)?\])"
    statement = rf"(?:{key}=[ \t]*{value}|\[\[?[ \t]*{key}\]\]?)"
    return re.compile(rf"(?:[ \t]*(?:{statement}[ \t]*)?(?:#[^\n]*)?\n){{1,500}}", re.ASCII)


def refuse_costly(text: str) -> None:
    """Raise `GuardError` for a text that would take long however simple it is."""
    if text.count("\n") > MAX_LINES:
        sentence = say("this file has more than {limit} lines; it is no file of this program", limit=MAX_LINES)
    elif text.count("\\") > MAX_ESCAPES:
        sentence = say(
            "this file has more than {limit} backslashes; it is no file of this program", limit=MAX_ESCAPES
        )
    else:
        return
    raise GuardError(0, sentence, in_key=True)


def is_ordinary(text: str) -> bool:
    """Return whether `tomllib` can be given a text as it is; other texts are walked through first."""
    if text.count("=") + text.count("[") > MAX_KEYS:
        return False
    text = text if text.endswith("\n") else text + "\n"
    at = 0
    for nested in (False, True):
        while at < len(text) and (match := _ordinary_lines(nested=nested).match(text, at)):
            at = match.end()
    return at == len(text)


def line_end(text: str, at: int) -> int:
    """Return where the line of a position ends."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def walked(text: str) -> "Scan":
    """Return a walk through a text, as far as it leads: an ordinary text may hold more than a walk takes."""
    scan = Scan(text)
    with suppress(GuardError):
        scan.run()
    return scan


_SPACE = re.compile(r"[ \t\n]*")
_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"[^"\\\n]*(?:\\[^\n][^"\\\n]*){0,999}"|'[^'\n]*')[ \t]*""")
_TOKEN = re.compile(
    r"""(?P<blank>[ \t]+|\#[^\n]*)|(?P<newline>\n[ \t\n]*)|(?P<comma>,)|(?P<close>[\]}])
      |(?P<open>[\[{])|(?P<text>["'])|(?P<word>[^ \t\n"'\[\]{},\#]+)""",
    re.VERBOSE,
)
_QUOTE = re.compile(r"""[ \t]*["']""")
_NEXT_KEY = re.compile(r"[ \t]*[A-Za-z0-9_-]+[ \t]*=[ \t]*")


@dataclass
class _Bracket:
    """A list or an inline table that is open."""

    at: int
    path: KeyPath
    child: KeyPath = ()
    """What is read inside it now; empty before a key."""
    index: int = 0


class Scan:
    """One pass over a text, without recursion. It understands just enough of TOML to know where it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks: list[tuple[int, KeyPath]] = []
        """Every key, table and list item with its position, in the order of the text."""
        self.swallowed: int | None = None
        """Opening of the first text that seems to end only at the opening quotes of the next one."""
        self.statements: list[tuple[int, KeyPath]] = []
        """Where every line begins that is a key or a table header, and of what."""
        self.comments: list[int] = []
        """Where the lines begin that are comments and nothing else."""
        self.behind = 0
        """Comments that share a line with something else, or stand inside a value."""
        self._at = 0
        self._table: KeyPath = ()
        self._last: dict[KeyPath, int] = {}
        self._keys = 0

    def run(self) -> None:
        """Walk through the text.

        Raises:
            GuardError: the text is too deep or too large for `tomllib`, or something is never closed.

        """
        while self.step():
            pass

    def step(self) -> bool:
        """Walk over one line with a key, with all of its value; return whether there was one."""
        if self._at >= len(self.text):
            return False
        at, self._at = self._at, len(self.text)  # where it cannot go on, it does not try again
        self._at = self._statement(at)
        return True

    def mark_at(self, at: int) -> tuple[int, KeyPath]:
        """Return the key that is being read at a position, with its own position."""
        found = bisect_right(self.marks, at, key=lambda mark: mark[0])
        return self.marks[found - 1] if found else (0, ())

    def _statement(self, at: int) -> int:
        """Step over white space and then a comment, a table header or a key with its value."""
        at = _SPACE.match(self.text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if self.text.startswith("[", at):
            return self._header(at)
        if self.text.startswith("#", at):
            self.comments.append(at)
            return line_end(self.text, at)
        key, end = self._key(at)
        if not self.text.startswith("=", end):
            return line_end(self.text, at)
        self.statements.append((at, self._table + key))
        self._mark(at, self._table + key, len(self._table))
        return self._value(end + 1, self._table + key)

    def _header(self, at: int) -> int:
        many = self.text.startswith("[[", at)
        key, end = self._key(at + 1 + many)
        path: KeyPath = ()
        for number, part in enumerate(key, 1):
            path += (part,)
            if many and number == len(key):
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path += (self._last[path],)
        if key:
            self._table = path
            self.statements.append((at, path))
            self._mark(at, path)
        after = line_end(self.text, end)
        self.behind += self.text.find("#", end, after) >= 0
        return after

    def _key(self, at: int) -> tuple[tuple[str, ...], int]:
        """Return the parts of a dotted key and where it ends; no parts when there is no key."""
        parts: list[str] = []
        start = at
        while match := _PART.match(self.text, at):
            parts.append(_unquoted(match[1]))
            at = match.end()
            if len(parts) > MAX_PARTS:
                sentence = say("this key has more than {limit} parts; shorten it", limit=MAX_PARTS)
                raise GuardError(start, sentence, in_key=True)
            if not self.text.startswith(".", at):
                return tuple(parts), at
            at += 1
        if quote := _QUOTE.match(self.text, at):
            raise GuardError(quote.end() - 1, NOT_CLOSED, in_key=True)
        return (), start

    def _mark(self, at: int, path: KeyPath, known: int = 0) -> None:
        """Note a key and those of its parents that are not known yet."""
        self.marks.extend((at, path[:length]) for length in range(known + 1, len(path) + 1))
        self._keys += 1
        if self._keys > MAX_KEYS:
            sentence = say("this file has more than {limit} keys; it is no file of this program", limit=MAX_KEYS)
            raise GuardError(at, sentence)

    def _value(self, at: int, path: KeyPath) -> int:
        """Step over a value and return where it ends, or where its line ends if it is broken."""
        opened: list[_Bracket] = []
        while token := _TOKEN.match(self.text, at):
            kind = token.lastgroup
            if kind == "newline" and not opened:
                return at
            self.behind += kind == "blank" and token[0][0] == "#"
            after = self._item(opened[-1], at, kind) if opened else at
            if after > at:
                at = after
                continue
            if kind == "text":
                at = self._string(at)
                continue
            if kind == "open":
                opened.append(_Bracket(at, opened[-1].child if opened else path))
                if len(opened) > MAX_DEPTH:
                    sentence = say("brackets are nested more than {limit} deep; nest less", limit=MAX_DEPTH)
                    raise GuardError(at, sentence)
            elif kind == "close" and opened:
                opened.pop()
            elif kind == "word" and len(token[0]) > MAX_DIGITS and token[0][0] in "+-.0123456789":
                sentence = say("this number has more than {limit} characters; shorten it", limit=MAX_DIGITS)
                raise GuardError(at, sentence)
            at = token.end()
        if opened:
            raise GuardError(opened[0].at, say("the bracket that opens here is never closed; close it"))
        return at

    def _item(self, bracket: _Bracket, at: int, kind: str | None) -> int:
        """Note the item of a list or the key of an inline table that starts here; return the end of the key."""
        in_list = self.text[bracket.at] == "["
        if kind == "comma":
            bracket.index += 1
            bracket.child = ()
        elif kind in ("open", "text", "word") and not bracket.child:
            key, end = ((bracket.index,), at) if in_list else self._key(at)
            if in_list or self.text.startswith("=", end):
                bracket.child = bracket.path + key
                self._mark(at, bracket.child, len(bracket.path))
                return end + (not in_list)
        return at

    def _string(self, at: int) -> int:
        """Step over a text in quotes."""
        text, quote = self.text, self.text[at]
        long = text.startswith(quote * 3, at)
        quotes, start = (quote * 3, at + 3) if long else (quote, at + 1)
        end = text.find(quotes, start)
        while end >= 0 and quote == '"' and _is_escaped(text, start, end):
            end = text.find(quotes, end + 1)
        if end < 0 or not (long or text.find("\n", start, end) < 0):
            raise GuardError(at if self.swallowed is None else self.swallowed, NOT_CLOSED)
        if not long:
            return end + 1
        if self.swallowed is None and _NEXT_KEY.fullmatch(text, text.rfind("\n", start, end) + 1 or start, end):
            self.swallowed = at
        end += 3
        return end + (2 if text.startswith(quote * 2, end) else text.startswith(quote, end))


def _is_escaped(text: str, start: int, at: int) -> bool:
    """Return whether an odd number of backslashes stands before a position."""
    run = at
    while run > start and text[run - 1] == "\\":
        run -= 1
    return (at - run) % 2 == 1


def _unquoted(part: str) -> str:
    """Return a key without its quotes and escapes; as it stands when `tomllib` will refuse it."""
    if part[0] == '"' and "\\" in part:
        try:
            return str(tomllib.loads(f"key = {part}")["key"])
        except tomllib.TOMLDecodeError:
            return part
    return part.strip(part[0]) if part[0] in "\"'" else part
