"""Text to plain data and back: bad input names its place, good input comes back as it was."""

import math
import time
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.errors import DocumentError, FolderError, SaveError
from dxworkshop.store import scan, toml

FILE = Path("kickoff.toml")
CLOSED = "no closing quotes"
TWICE = "already given on line"
JST = timezone(timedelta(hours=9))

BAD: list[tuple[str, bytes, int, int, str, str]] = [
    # what, bytes, line, column, key, words of the sentence
    ("empty", b"", 1, 1, "", "is empty"),
    ("blank", b" \n\n\t", 1, 1, "", "is empty"),
    ("zero-filled", b"\0" * 4096, 1, 1, "", "only zero bytes"),
    ("binary", b"a = 1\nb = \0\x01", 2, 5, "", "not a text file"),
    ("UTF-8 with BOM", b"\xef\xbb\xbfa = 1\n", 1, 1, "", "without BOM"),
    ("UTF-16 LE", "a = 1\n".encode("utf-16"), 1, 1, "", "UTF-16; save it as UTF-8"),
    ("UTF-16 BE", b"\xfe\xff" + "a = 1\n".encode("utf-16-be"), 1, 1, "", "UTF-16"),
    ("UTF-32 LE", "a = 1\n".encode("utf-32"), 1, 1, "", "UTF-32"),
    ("UTF-32 BE", b"\0\0\xfe\xff" + "a = 1\n".encode("utf-32-be"), 1, 1, "", "UTF-32"),
    ("Shift_JIS", 'a = 1\nb = "窓口の待ち時間"\n'.encode("cp932"), 2, 6, "", "Shift_JIS; save it as UTF-8"),
    ("EUC-JP", 'a = "改善"\n'.encode("euc_jp"), 1, 6, "", "not UTF-8"),
    ("one broken byte", 'a = "窓口\n'.encode() + b"\xff", 2, 1, "", "a byte here is not UTF-8"),
    ("a cut character", 'a = "窓口'.encode()[:-1], 1, 7, "", "a byte here is not UTF-8"),
    ("conflict", b"a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> x\n", 2, 1, "", "git left a conflict"),
    ("conflict inside a text", b'a = """\nx\n<<<<<<< HEAD\ny\n"""\n', 3, 1, "", "git left a conflict"),
    ("end of a conflict", b'a = """\nx\n>>>>>>> main\ny\n"""\n', 3, 1, "", "git left a conflict"),
    ("ancestor of a conflict", b"a = 1\n||||||| base\n", 2, 1, "", "git left a conflict"),
    ("middle of a conflict", b"a = 1\n=======\nb = 2\n", 2, 1, "", "git left a conflict"),
    ("lists too deep", b"x = 1\na = " + b"[" * 17 + b"]" * 17, 2, 21, "a" + ".0" * 16, "more than 16 deep"),
    ("lists far too deep", b"a = " + b"[" * 100_000, 1, 21, "a" + ".0" * 16, "more than 16 deep"),
    ("deep behind texts", b'a = ["]",' * 1 + b'["]",' * 16 + b"1", 1, 85, "a" + ".1" * 16, "more than 16 deep"),
    ("inline tables too deep", b"a = " + b"{a = " * 17 + b"1", 1, 85, "a" + ".a" * 16, "more than 16 deep"),
    ("key of 17 parts", b"x = 1\n" + b".".join([b"a"] * 17) + b" = 1", 2, 1, "", "more than 16 parts"),
    ("key of 50,000 parts", b".".join([b"a"] * 50_000) + b" = 1", 1, 1, "", "more than 16 parts"),
    ("header of 17 parts", b"[" + b".".join([b"a"] * 17) + b"]", 1, 2, "", "more than 16 parts"),
    ("integer of 65 digits", b"a = " + b"9" * 65, 1, 5, "a", "more than 64 characters"),
    ("number of 5,000 digits in a list", b"a = [1,\n  " + b"9" * 5000 + b"]", 2, 3, "a.1", "more than 64"),
    ("hexadecimal bomb", b"a = 0x" + b"f" * 100_000, 1, 5, "a", "more than 64 characters"),
    ("text never closed", b'[boss]\nname = "x\nwhy = "y"\n', 2, 8, "boss.name", CLOSED),
    ("raw text never closed", b"name = 'x\n", 1, 8, "name", CLOSED),
    ("key never closed", b'a = 1\n"b = 1\n', 2, 1, "", CLOSED),
    ("long text never closed", b'a = 1\nb = """\nx\n\nc = 1\n', 2, 5, "b", CLOSED),
    ("raw long text never closed", b"b = '''\nx\n\nc = 1\n", 1, 5, "b", CLOSED),
    ("long text closed by the next one", b'a = """\nx\n\nb = """\ny\n"""\nc = 1\n', 1, 5, "a", CLOSED),
    ("closed by the next one, twice", b'a = """\nx\nb = """\ny\nc = """\nz\nd = """\nw\n', 1, 5, "a", CLOSED),
    ("closed by the next one, odd", b'a = """\nx\nb = """y"""\nc = 1\n', 1, 5, "a", CLOSED),
    ("list never closed", b'a = 1\nb = [\n  "x",\n\n[boss]\nname = "x"\n', 2, 5, "b", "bracket that opens here"),
    ("comma missing", b'a = ["x" "y"]\n', 1, 10, "a.0", "a comma or the closing bracket"),
    ("key twice", b"[boss]\na = 1\nb = 2\na = 3\n", 4, 1, "boss.a", f"{TWICE} 2"),
    ("table twice", b"[boss]\na = 1\n\n[boss]\n", 4, 1, "boss", f"{TWICE} 1"),
    ("key twice in an inline table", b"x = { a = 1, a = 2 }\n", 1, 14, "x.a", f"{TWICE} 1"),
    ("value is also a table", b"a = 1\na.b = 2\n", 2, 1, "a.b", "already given another value"),
    ("no value", b"a =\n", 1, 4, "a", "this is no value"),
    ("text without quotes", b"a = 1\nb = hello\n", 2, 5, "b", "put texts in quotes"),
    ("CRLF", b"a = 1\r\nb = hello\r\n", 2, 5, "b", "put texts in quotes"),
    ("no such day", b"a = 2026-02-30\n", 1, 5, "a", "no such date"),
    ("no such month", b"a = 2026-13-40\n", 1, 9, "a", "no such date"),
    ("date with slashes", b"a = 2026/02/03\n", 1, 9, "a", "no such date"),
    ("something left over", b"a = 1 2\n", 1, 7, "a", "left over"),
    ("key without quotes", "a = 1\n名前 = 1\n".encode(), 2, 1, "", "a key is written in letters"),
    ("no key", b"= 1\n", 1, 1, "", "a line is a key and a value"),
    ("no equals sign", b"title\n", 1, 6, "", "a line is a key and a value"),
    ("one backslash", b'a = "C:\\dx"\n', 1, 10, "a", "backslash"),
    ("header not closed", b"[boss\n", 1, 6, "boss", "ends with a bracket"),
    ("control character", b'a = "x\x1by"\n', 1, 7, "a", "invisible character"),
    ("lone CR", b'a = "x\ry"\n', 1, 7, "a", "invisible character"),
]


@pytest.mark.parametrize(("what", "data", "line", "column", "key", "words"), BAD, ids=[bad[0] for bad in BAD])
def test_bad_input_gives_one_sentence_with_its_place(
    what: str, data: bytes, line: int, column: int, key: str, words: str, tmp_path: Path
) -> None:
    """Line, column, key and mend are named, and the file stays as it is."""
    file = tmp_path / "bad.toml"
    file.write_bytes(data)
    with pytest.raises(DocumentError, match=words) as caught:
        toml.parse(toml.read_bytes(file), file)
    place = caught.value.place
    assert (place.file, place.line, place.column, place.key) == (file, line, column, key), what
    assert file.read_bytes() == data


def test_the_line_of_an_error_is_shown() -> None:
    """The source line is given as it stands; one too long to show is not."""
    with pytest.raises(DocumentError) as caught:
        toml.parse('a = 1\n題 = "窓口"\n'.encode(), FILE)
    assert caught.value.place.source == '題 = "窓口"'
    with pytest.raises(DocumentError) as caught:
        toml.parse(b'a = "' + b"x" * 10_000, FILE)
    assert caught.value.place.source == ""
    with pytest.raises(DocumentError) as caught:
        toml.parse(b"a = 1\r\nb = ?\r\n", FILE)
    assert caught.value.place.source == "b = ?"


@pytest.mark.parametrize("error", [ValueError("?"), RecursionError(), MemoryError()])
def test_whatever_tomllib_raises_becomes_a_document_error(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other family of exceptions leaves the reader."""

    def raises(_: str) -> dict[str, Any]:
        raise error

    monkeypatch.setattr(tomllib, "loads", raises)
    with pytest.raises(DocumentError, match=type(error).__name__):
        toml.parse(b"a = 1\n", FILE)


def test_too_many_keys_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key that is one too many is named."""
    monkeypatch.setattr(scan, "MAX_KEYS", 3)
    assert toml.parse(b"a = 1\nb = 1\nc = 1\n", FILE).data == {"a": 1, "b": 1, "c": 1}
    with pytest.raises(DocumentError, match="more than 3 keys") as caught:
        toml.parse(b"a = 1\nb = 1\nc = 1\nd = 1\n", FILE)
    assert (caught.value.place.line, caught.value.place.key) == (4, "d")


@pytest.mark.parametrize(
    ("limit", "words"), [("MAX_LINES", "more than 3 lines"), ("MAX_ESCAPES", "more than 3 back")]
)
def test_too_many_lines_and_backslashes_are_refused(
    limit: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each costs a little, and a file full of them minutes."""
    monkeypatch.setattr(scan, limit, 3)
    assert toml.parse(b'a = 1\nb = 1\nc = "\\\\"\n', FILE).data
    with pytest.raises(DocumentError, match=words) as caught:
        toml.parse(b'a = 1\nb = 1\n\nc = "\\\\\\\\"\n', FILE)
    assert (caught.value.place.line, caught.value.place.column, caught.value.place.key) == (1, 1, "")


def test_a_key_that_is_not_there_is_placed_without_a_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file that is no session says so at once, and a missing key has the place of its table."""
    parsed = toml.parse(b"a = 1\n\n[b]\nc = [1]\n", FILE)
    assert parsed.place(["b", "d"]).line == 3
    assert parsed.place(["b", "c", 7]).line == 4
    monkeypatch.setattr(scan.Scan, "step", lambda _: pytest.fail("walked through"))
    again = toml.parse(parsed.text.encode(), FILE)
    assert (again.place(["format"]).line, again.place([]).line) == (1, 1)


def test_ten_thousand_places_are_found_in_no_time() -> None:
    """Nobody counts the lines from the top for each."""
    parsed = toml.parse(b"".join(b"k%d = 1\n" % number for number in range(100_000)), FILE)
    start = time.process_time()
    lines = [parsed.place([f"k{number}"]).line for number in range(0, 100_000, 10)]
    assert lines == list(range(1, 100_001, 10))
    assert time.process_time() - start < 2


def test_more_list_items_than_a_walk_takes_are_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are ordinary for the reader; the place of an error is then that of the nearest key known."""
    monkeypatch.setattr(scan, "MAX_KEYS", 5)
    text = "a = [1, 2, 3]\nc = [1, 2, 3]\nb = 1\n"
    parsed = toml.parse(text.encode(), FILE)
    assert (parsed.place(["c", 0]).line, parsed.place(["c", 2]).line, parsed.place(["b"]).line) == (2, 2, 1)
    with pytest.raises(DocumentError) as caught:
        toml.parse(text.replace("c", "a").encode(), FILE)
    assert caught.value.place.line == 2


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the reader nor the parser takes more than the limit."""
    monkeypatch.setattr(toml, "MAX_BYTES", 10)
    file = tmp_path / "large.toml"
    file.write_bytes(b'a = "1234"\n')
    with pytest.raises(DocumentError, match="larger than 12 MB"):
        toml.read_bytes(file)
    with pytest.raises(DocumentError, match="larger than 12 MB"):
        toml.parse(file.read_bytes(), file)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A missing file, a missing folder, a folder, a device and a name with a zero byte each have a sentence."""
    with pytest.raises(DocumentError, match="no such file"):
        toml.read_bytes(tmp_path / "gone.toml")
    with pytest.raises(FolderError, match="there is no folder"):
        toml.read_bytes(tmp_path / "gone" / "x.toml")
    with pytest.raises(DocumentError, match="this is a folder"):
        toml.read_bytes(tmp_path)
    with pytest.raises(DocumentError, match="not an ordinary file"):
        toml.read_bytes(Path("/dev/zero"))
    with pytest.raises(DocumentError, match="cannot be read"):
        toml.read_bytes(Path("a\0b.toml"))
    with pytest.raises(DocumentError, match="cannot be read"):
        toml.read_bytes(tmp_path / ("x" * 300))


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of the system is a sentence, not a traceback."""

    def refuses(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.toml").write_bytes(b"a = 1\n")
    monkeypatch.setattr(Path, "open", refuses)
    with pytest.raises(DocumentError, match="may not be read"):
        toml.read_bytes(tmp_path / "x.toml")


def paths(data: Any, above: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Return the path of every value in plain data."""
    pairs: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return {above} | {path for key, value in pairs for path in paths(value, (*above, key))}


KEYS = st.text(min_size=0, max_size=6) | st.sampled_from(["a", "b", "a.b", 'q"', "k = 1"])
TEXTS = st.text() | st.text(alphabet="\"'\\\n[]{}#=,<>| wk\r", max_size=30)
PLAIN = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.just(JST)),
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_whatever_is_written_is_read_back_with_all_its_places(data: dict[str, Any]) -> None:
    """Rendering gives readable text or refuses; the walk finds exactly the keys that `tomllib` finds."""
    if "\\r\\n" in repr(data) or not data:
        return  # refused, or nothing to read: each has its own test
    written = toml.render(data)
    parsed = toml.parse(written, FILE)
    walk = scan.Scan(parsed.text)
    walk.run()
    assert {path for _, path in walk.marks} | {()} == paths(parsed.data)
    assert toml.render(parsed.data) == written


@given(st.text(alphabet="ab=.[]{}\"'\\\n#,1- <\r\t\x1b窓", max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    """Nothing but `DocumentError` leaves the parser, and what it returns is what `tomllib` returns."""
    refused: DocumentError | None = None
    try:
        data = toml.parse(text.encode(), FILE).data
    except DocumentError as error:
        refused = error
    if refused is None:
        assert data == tomllib.loads(text)
    else:
        assert 1 <= refused.place.line <= text.count("\n") + 1
        assert refused.place.column >= 1


def test_render_writes_plain_values_first_and_keeps_the_order() -> None:
    """UTF-8, LF, long texts as blocks, tables after plain values, otherwise the order of the caller."""
    data = {"z": 1, "boss": {"name": "x"}, "a": "窓\n口", "workshop": {"id": "y"}}
    assert toml.render(data).decode() == (
        'z = 1\na = """\n窓\n口"""\n\n[boss]\nname = "x"\n\n[workshop]\nid = "y"\n'
    )


@pytest.mark.parametrize(
    "value",
    [1, 1.0, True, -0.0, math.inf, math.nan, 2**63 - 1, "", "a\rb", "\0\x1b\x7f\u2028", "x\n", "\n", [], {},
     [[], {}], 'say """hi"""\n', "\\\n", date(2026, 11, 24), clock(10, 0),
     datetime(2026, 11, 24, 13, 30, tzinfo=JST),
     datetime(2026, 1, 1, tzinfo=UTC), [1, "x", {"a": [1.0]}], "[workshop]\n[workshop.x]\n"],
    ids=repr,
)  # fmt: skip
def test_a_value_comes_back_as_it_is(value: Any) -> None:
    """Value and type survive the way through a file."""
    back = toml.parse(toml.render({"a": value}), FILE).data["a"]
    assert repr(back).replace("datetime.timezone.utc", "UTC") == repr(value).replace(
        "datetime.timezone.utc", "UTC"
    )


@pytest.mark.parametrize(
    "data",
    [
        {"a": "x\r\ny\nz"},
        {"a": "\ud800"},
        {"\ud800": 1},
        {"a": None},
        {1: "a"},
        {"a": Decimal("1.5")},
        {"a": clock(1, tzinfo=UTC)},
        {"a": datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=9, seconds=1)))},
        {"a": 10**70},
        {"a": [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]},
        {"a": {1, 2}},
    ],
    ids=lambda data: ascii(data)[:40],
)
def test_what_would_not_come_back_is_not_written(data: dict[Any, Any]) -> None:
    """Rendering refuses what a reader would lose, change or not read."""
    with pytest.raises(SaveError):
        toml.render(data)


def test_a_writer_that_changes_a_time_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same moment in another time zone is another value, and a text is no date."""
    for written in ("a = 2026-01-01T00:00:00Z\n", 'a = "2026-01-01 09:00:00+09:00"\n'):
        monkeypatch.setattr(tomli_w, "dumps", lambda *_, written=written, **__: written)
        with pytest.raises(SaveError, match="the value of a"):
            toml.render({"a": datetime(2026, 1, 1, 9, tzinfo=JST)})


def test_a_writer_that_changes_a_type_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """``1``, ``1.0`` and ``true`` are three values, and the key that would change is named."""
    for written in ("a.b = [1.0]\n", "a.b = [true]\n", 'a.b = ["1"]\n', "a.b = [1, 1]\n", "a.c = [1]\n"):
        monkeypatch.setattr(tomli_w, "dumps", lambda *_, written=written, **__: written)
        with pytest.raises(SaveError, match="the value of a"):
            toml.render({"a": {"b": [1]}})


def test_a_text_like_a_git_conflict_does_not_lock_the_file() -> None:
    """Somebody's words are kept, and git's marks are still found."""
    text = "x\n<<<<<<< HEAD\n||||||| y\n=======\n>>>>>>> z\n"
    written = toml.render({"a": text})
    assert b"\n<<<<<<< " not in written
    assert toml.parse(written, FILE).data == {"a": text}
