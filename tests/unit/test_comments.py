"""Comments in a file: found where they stand, and put back above the same keys."""

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxworkshop.store import comments, document, scan, toml
from dxworkshop.store.comments import Comments, gathered, united, written

FILE = Path("kickoff.toml")
KEPT = Path(__file__).parent.parent / "data" / "format-1.toml"
BY_HAND = '''\
# 市の共有フォルダにある控え
	# 佐藤が管理

# 形式
format = 1 # behind a value
title = """
# not a comment
[boss] # nor this
窓口"""  # behind a long text
signs = [ # inside
    # inside, too
    "a # not",
]
"key # not" = '# not'

# 課長の確認済み
[boss.measures]   # behind a header

# 去年の値
[boss.measures.m1]
# 住民課の数字
name = "待ち時間"
# 来年消す

# 終わり
'''
CANONICAL = '''\
# 市の共有フォルダにある控え
# 佐藤が管理

# 形式
format = 1
title = """
# not a comment
[boss] # nor this
窓口"""
signs = [
    "a # not",
]
"key # not" = "# not"

# 課長の確認済み
# 去年の値
[boss.measures.m1]
# 住民課の数字
name = "待ち時間"

# 来年消す

# 終わり
'''


def put_back(text: str) -> str:
    """Return a file as it is written again after it was read."""
    data = toml.render(toml.read_text(text, FILE))
    return written(data, gathered(text)).decode()


def test_a_file_edited_by_hand_keeps_its_comments() -> None:
    """Each stands above the same key or table; five that have no line of their own are counted."""
    found = gathered(BY_HAND)
    assert found
    assert found.unkept == 5
    assert found.end == ("# 来年消す", "", "# 終わり")
    assert found.above == {
        ("format",): ("# 市の共有フォルダにある控え", "# 佐藤が管理", "", "# 形式"),
        ("boss", "measures"): ("# 課長の確認済み",),
        ("boss", "measures", "m1"): ("# 去年の値",),
        ("boss", "measures", "m1", "name"): ("# 住民課の数字",),
    }


def test_what_was_put_back_stays_from_then_on() -> None:
    """Written again the file is the same, byte for byte, and nothing more has to be told."""
    assert put_back(BY_HAND) == CANONICAL
    assert put_back(CANONICAL) == CANONICAL
    assert gathered(CANONICAL).unkept == 0


def test_text_that_looks_like_a_comment_is_none() -> None:
    """What people typed, in quotes of any kind, is not touched."""
    for text in ('a = "#"\n', "a = '#'\n", 'a = """\n# x\n"""\n', "a = '''\n# x\n'''\n", '"#" = 1\n["#"]\n'):
        assert gathered(text) == Comments()


def test_a_file_without_a_comment_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not walked through, and its bytes come back as the same object."""
    monkeypatch.setattr(comments, "walked", lambda _: pytest.fail("walked through"))
    found = gathered("a = 1\n" * 1000)
    assert not found
    data = b"a = 1\n"
    assert written(data, found) is data


def test_comments_behind_values_alone_are_told_and_change_nothing() -> None:
    """There is nothing to put back, and still something to say."""
    found = gathered("a = 1 # one\n")
    assert not found
    assert found.unkept == 1
    assert written(b"a = 1\n", found) == b"a = 1\n"


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        ({"a": {"b": {"d": 1}, "c": 1}}, "[a]\nc = 1\n\n# x\n[a.b]\nd = 1\n"),
        ({"a": {"c": 1}}, "# x\n[a]\nc = 1\n"),
        ({"a": {"b": {"c": 1}}}, "[a.b]\n# x\nc = 1\n"),
        ({"z": {"y": 1}}, "# x\n[z]\ny = 1\n"),
        ({"z": 1}, "# x\nz = 1\n"),
        ({}, "# x\n"),
    ],
    ids=["table", "table above", "in place", "another table", "top", "empty"],
)
def test_a_comment_whose_key_is_gone_stays_near(left: dict[str, Any], shown: str) -> None:
    """Above the table that held the key, else above the one that held that, else on top."""
    found = gathered("[a.b]\n# x\nc = 1\n")
    assert found.above == {("a", "b", "c"): ("# x",)}
    assert written(toml.render(left), found).decode() == shown


def test_tables_in_a_list_keep_theirs() -> None:
    """The second of three is the second again; where the list is written as one value, they stand above it."""
    long = "x" * 100
    text = f'# 1\n[[a]]\n# 2\nb = "{long}"\n\n[[a]]\nb = 2\n\n# 3\n[[a]]\nb = 3\n'
    assert put_back(text) == text
    assert put_back(text.replace(long, "")).startswith("# 1\n# 2\n# 3\na = [\n")


def test_a_list_of_tables_written_in_one_line_takes_the_comment_above_it() -> None:
    """Inside the list there is no line for it."""
    found = gathered("# first\n[[a]]\nb = 1\n\n# second\n[[a]]\nb = 2\n")
    assert written(b"a = [{ b = 1 }, { b = 2 }]\n", found) == (b"# first\n# second\na = [{ b = 1 }, { b = 2 }]\n")


def test_a_comment_is_dropped_rather_than_the_data_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a place ever be wrong, the file is written without comments, and the caller can tell."""
    data = toml.render({"a": "x\ny\nz", "b": 1})
    found = gathered('# one\na = "x"\n# two\nb = 1\n')
    assert written(data, found) != data
    monkeypatch.setattr(comments, "_places", lambda scan: {(): 0, ("a",): 0, ("b",): data.index(b"y")})
    assert written(data, found) is data
    monkeypatch.setattr(comments, "_places", lambda scan: {(): 3, ("a",): 3, ("b",): 3})
    assert written(data, found) is data


def test_comments_of_two_versions_stand_together() -> None:
    """Theirs where they are, ours below; what both have is there once, wherever it stands."""
    ours = gathered("# one\n\n# ours\na = 1\n# both\nb = 1 # x\n# end of ours\n")
    theirs = gathered("# one\na = 1\n# theirs\nb = 1\nc = 1\n# both\n# end of theirs\n")
    both = united(ours, theirs)
    assert both.above == {("a",): ("# one", "# ours"), ("b",): ("# theirs",)}
    assert both.end == ("# both", "# end of theirs", "# end of ours")
    assert both.unkept == 1
    assert united(both, both) == both


def test_a_text_too_large_to_walk_through_keeps_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader takes more list items than the walk does; the rest of the data is untouched."""
    monkeypatch.setattr(scan, "MAX_KEYS", 3)
    text = "# x\na = [1, 2, 3, 4]\n# y\nb = 1\n"
    found = gathered(text)
    assert found.above == {("a",): ("# x",)}
    assert toml.read_text(written(text.encode(), found).decode(), FILE) == {"a": [1, 2, 3, 4], "b": 1}


LINE = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=8).map(lambda s: f"# {s}".rstrip(" \t"))
BLOCK = st.lists(LINE, min_size=1, max_size=3).map(tuple)
KEY = st.text(max_size=4) | st.sampled_from(["a", "b", "c", "a.b", "#", "k = 1"])
PLAIN = st.text("#\n\"'\\[]= a\t", max_size=20) | st.integers(0, 9) | st.floats() | st.just("# x\n# y\n")
TREE = st.recursive(
    PLAIN | st.lists(PLAIN, max_size=3),
    lambda inner: st.dictionaries(KEY, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=10,
)
DATA = st.dictionaries(KEY, TREE, min_size=1, max_size=4)


@given(DATA, st.data())
def test_comments_come_back_from_where_they_were_put(data: dict[str, Any], draw: st.DataObject) -> None:
    """Whatever the values hold: what is gathered from a written file is what was put into it."""
    rendered = toml.render(data)
    paths = [path for _, path in scan.walked(rendered.decode()).statements]
    chosen = draw.draw(st.lists(st.sampled_from(paths), unique=True, max_size=4))
    above = {path: draw.draw(BLOCK) for path in paths if path in chosen}
    put = Comments(above, draw.draw(BLOCK | st.just(())))
    made = written(rendered, put)
    assert (made != rendered) == bool(put)
    assert gathered(made.decode()) == put
    assert toml.difference(data, toml.read_text(made.decode(), FILE)) is None


@given(DATA, DATA, st.data())
def test_no_comment_is_lost_whatever_becomes_of_the_keys(
    before: dict[str, Any], after: dict[str, Any], draw: st.DataObject
) -> None:
    """Every line is in the new file as often as in the old one, and from there on the file stays as it is."""
    text = toml.render(before).decode()
    starts = [at for at, _ in scan.walked(text).statements]
    for at in sorted(draw.draw(st.lists(st.sampled_from(starts), max_size=4)), reverse=True):
        text = text[:at] + "".join(f"  {line} \n\n" for line in draw.draw(BLOCK)) + text[at:]
    found = gathered(text)
    rendered = toml.render({**before, **after})
    made = written(rendered, found)
    again = gathered(made.decode())
    assert lines(again) == lines(found)
    assert written(rendered, again) == made
    assert again == replace(gathered(made.decode()), unkept=0)


def lines(found: Comments) -> Counter[str]:
    """Count every line of every comment."""
    return Counter(line for block in (*found.above.values(), found.end) for line in block if line)


def test_putting_comments_back_costs_no_more_than_a_save_or_two() -> None:
    """A file of 1,000 tables with a comment above each takes a few times as long as reading it."""
    data = {f"n{number:04}": {"text": "窓口の待ち時間\n紙の帳票", "n": 3} for number in range(1000)}
    rendered = toml.render(data)
    put = Comments({(name,): ("# x",) for name in data})

    def cost(action: Any) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            action()
            times.append(time.process_time() - start)
        return min(times)

    assert cost(lambda: written(rendered, put)) < 8 * cost(lambda: toml.read_text(rendered.decode(), FILE))


def test_a_kept_session_with_a_comment_at_every_line_loads_the_same(tmp_path: Path) -> None:
    """The session is the same value, and rendering it with its comments gives the same file."""
    text = KEPT.read_text(encoding="utf-8")
    for number, (at, _) in enumerate(reversed(scan.walked(text).statements)):
        text = f"{text[:at]}# comment {number}\n{text[at:]}"
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    loaded = document.load(path)
    assert loaded.session == document.load(KEPT).session
    assert written(document.render(loaded.session), gathered(text)) == text.encode()
