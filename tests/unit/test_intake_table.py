"""A table of actions that comes back out of a spreadsheet."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxworkshop.errors import DocumentError
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.history import History
from dxworkshop.model.session import ActionMeasure
from dxworkshop.offer import AUDIENCES, Audience
from dxworkshop.render import FORMATS
from dxworkshop.render.encoding import encoded
from dxworkshop.report.sheet import COLUMNS
from dxworkshop.store.document import load
from tests.returning import (
    BARE,
    DROPPED,
    ENGLISH,
    FIRST,
    SECOND,
    VOICES,
    after,
    edited,
    export,
    new,
    returned,
    whys,
)
from tests.sample import sample_session

SESSIONS = sorted((Path(__file__).parents[2] / "sessions").glob("*.toml"))
KEYS = list(COLUMNS)
JAPANESE = Voice("ja", "plain")
Rows = list[list[str]]


def rows(voice: Voice = ENGLISH, audience: Audience = "internal", **options: object) -> Rows:
    """Return the cells of an export, its head first."""
    return list(csv.reader(io.StringIO(export("actions.csv", voice=voice, audience=audience, **options))))  # type: ignore[arg-type]


def written(cells: Rows, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, end: str = "\r\n") -> str:
    """Return cells as a spreadsheet saves them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(cells)  # type: ignore[arg-type]
    return text.getvalue()


def put(cells: Rows, id_: str, **values: str) -> Rows:
    """Return cells with some of one action changed."""
    found = [list(row) for row in cells]
    (row,) = [row for row in found if row[-1].startswith(id_)]
    # Everybody reads nothing of what is done, and has no column for it.
    keys = KEYS if len(row) >= len(KEYS) else [key for key in KEYS if key != "content"]
    for key, value in values.items():
        row[keys.index(key)] = value
    return found


def table(cells: Rows) -> str:
    """Return cells as Excel writes CSV."""
    return written(cells)


def read(cells: Rows) -> dict[str, dict[str, object]]:
    """Return what a table changes in the sample, of which nothing may be left alone."""
    return new(sample_session(), after(table(cells), "actions.csv"))


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: f"{voice.language}-{voice.register}")
@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_untouched_table_changes_nothing(voice: Voice, audience: Audience) -> None:
    """With commas or tabs, whoever it was for, and however years are counted in it."""
    for session in [sample_session(), *(load(path).session for path in SESSIONS)]:
        both = (("actions.csv", "era"), ("actions.tsv", "western"))
        for name, dates in both if audience == "internal" or session == sample_session() else both[:1]:
            text = export(name, session, voice, audience, dates, date(2028, 1, 10))  # type: ignore[arg-type]
            found = returned("\ufeff" + text, name, session)
            assert (found.change, found.told, found.left) == (None, (), ())


PROGRAMS: dict[str, Callable[[Rows], "str | bytes"]] = {
    "quotes everywhere": lambda cells: written(cells, quoting=csv.QUOTE_ALL),
    "semicolons": lambda cells: written(cells, ";"),
    "tabs": lambda cells: written(cells, "\t"),
    "a line that names the sign": lambda cells: "sep=;\r\n" + written(cells, ";"),
    "Unicode text of Excel": lambda cells: written(cells, "\t").encode("utf-16"),
    "UTF-16 without a mark": lambda cells: written(cells, "\t").encode("utf-16-le"),
    "UTF-8 with a mark": lambda cells: written(cells).encode("utf-8-sig"),
    "old letters": lambda cells: written(cells).encode("cp932", "replace"),
    "LF": lambda cells: written(cells, end="\n"),
    "columns the other way round": lambda cells: written([row[::-1] for row in cells]),
    "rows the other way round": lambda cells: written([cells[0], *cells[:0:-1]]),
    "empty rows": lambda cells: written([row for one in cells for row in (one, [""] * len(one))]),
    "empty columns behind": lambda cells: written([[*row, "", ""] for row in cells]),
    "keys for heads": lambda cells: written([KEYS, *cells[1:]]),
}
"""How programs save a table."""


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("voice", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_a_table_is_read_however_a_program_saves_it(program: str, voice: Voice) -> None:
    """Untouched it changes nothing, and an edited cell is found."""
    cells = rows(voice)
    found = returned(PROGRAMS[program](cells), "actions.csv")
    assert (found.change, found.told, found.left) == (None, (), ())
    edit = PROGRAMS[program](put(cells, BARE, due="2027/3/31"))
    assert new(sample_session(), after(edit, "actions.csv")) == {BARE: {"due": date(2027, 3, 31)}}


def test_columns_that_are_gone_say_nothing_and_strange_ones_are_told_of() -> None:
    """Once, by their names."""
    kept = [KEYS.index(key) for key in ("id", "due")]
    cells = [[row[n] for n in kept] for row in put(rows(), BARE, due="2027-03-31")]
    assert read(cells) == {BARE: {"due": date(2027, 3, 31)}}
    more = [[*row, "Remembered" if n == 0 else "x"] for n, row in enumerate(rows())]
    found = returned(table(more), "actions.csv")
    assert (found.change, found.left) == (None, ())
    assert [str(told) for told in found.told] == ["columns that are not known are not read: ['Remembered']"]


@pytest.mark.parametrize(
    "day",
    ["2027/3/31", "2027-03-31", "R9.3.31", "令和9年3月31日", "令9.3.31", "2027年3月31日", "46477", "３/３１"],
)
def test_days_are_read_as_spreadsheets_and_offices_write_them(day: str) -> None:
    """In both columns."""
    assert read(put(rows(), BARE, due=day)) == {BARE: {"due": date(2027, 3, 31)}}
    assert read(put(rows(), BARE, first_step_by=day)) == {BARE: {"first_step_by": date(2027, 3, 31)}}


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: f"{voice.language}-{voice.register}")
def test_every_column_that_is_read_is_read(voice: Voice) -> None:
    """In the words of each voice; undo gives back the same value."""
    from dxworkshop.model.words import BUDGETS, LEVELS, STATUSES

    say = voice.say
    cells = put(
        rows(voice),
        FIRST,
        title="New title",
        first_step="New step",
        first_step_by="2026/12/2",
        due="2027/3/1",
        owner="田中",
        partners="佐藤",
        baseline="30",
        target="1,000.5",
        budget=say(BUDGETS["secured"]),
        decided_at=say(LEVELS["council"]),
        status=say(STATUSES["blocked"]),
        remark=voice.tr("{name}: {text}", name=voice.tr("Whom to ask"), text="the mayor") + "\nno money",
    )
    now = after(table(cells), "actions.csv")
    measure = ActionMeasure(name="一度で済んだ割合", unit="%", baseline=30.0, target=1000.5)
    assert new(sample_session(), now) == {
        FIRST: {
            "title": "New title",
            "first_step": "New step",
            "first_step_by": date(2026, 12, 2),
            "due": date(2027, 3, 1),
            "owner": "pa11111111",
            "partners": ("pb11111111",),
            "measure": measure,
            "budget": "secured",
            "decided_at": "council",
            "status": "blocked",
            "ask": "the mayor\nno money",
        }
    }
    change = returned(table(cells), "actions.csv").change
    assert change is not None
    assert History(sample_session()).do(change).undo().session == sample_session()


def test_an_empty_cell_clears() -> None:
    """What was there is taken out; a title cannot be."""
    cells = put(rows(), FIRST, due="", first_step="", first_step_by="", partners="", owner="", budget="")
    assert read(cells) == {
        FIRST: {"due": None, "first_step": "", "first_step_by": None, "partners": (), "owner": "", "budget": ""}
    }
    assert whys(returned(table(put(rows(), FIRST, title="")), "actions.csv")) == ["a title is needed"]


def test_a_remark_is_the_reason_of_what_is_blocked_or_dropped() -> None:
    """Of nothing else."""
    assert read(put(rows(), BARE, status="dropped", remark="no hands")) == {
        BARE: {"status": "dropped", "reason": "no hands"}
    }
    assert read(put(rows(), DROPPED, remark="Reason: later")) == {DROPPED: {"reason": "later"}}
    assert read(put(rows(), SECOND, status="done", remark="")) == {
        SECOND: {"status": "done", "reason": "", "ask": ""}
    }
    found = returned(table(put(rows(), FIRST, remark="hello")), "actions.csv")
    assert (found.change, whys(found)) == (None, ["a reason is kept only of what is blocked or dropped"])


def test_people_are_known_by_name_office_or_calling_and_never_guessed() -> None:
    """Whoever may be two is listed with both."""
    for name in ("田中", "田中(情報政策課)", "情報政策課", " 田中 "):
        assert read(put(rows(), BARE, owner=name)) == {BARE: {"owner": "pa11111111"}}
    unknown = returned(table(put(rows(), BARE, owner="Nobody")), "actions.csv")
    assert (unknown.change, whys(unknown)) == (
        None,
        ["Nobody is not a member of the party; add them first"],
    )
    from dxworkshop.model.changes import Add
    from dxworkshop.model.session import Member

    twice = apply(sample_session(), Add("member", "pe11111111", Member(name="田中", seat="税務課")))
    found = returned(table(put(rows(), BARE, owner="田中")), "actions.csv", twice)
    assert found.change is None
    assert whys(found)[0].startswith("田中 may be any of:")


def test_an_owner_and_a_partner_change_places() -> None:
    """Each alone would be refused."""
    cells = put(rows(), FIRST, owner="田中", partners="佐藤, 山本")
    assert read(cells) == {FIRST: {"owner": "pa11111111", "partners": ("pb11111111", "pc11111111")}}


def test_two_figures_that_change_places_are_taken_together() -> None:
    """Baseline and target may not be the same, not even for a moment."""
    cells = put(rows(), FIRST, baseline="70", target="35")
    assert read(cells)[FIRST]["measure"] == ActionMeasure(
        name="一度で済んだ割合", unit="%", baseline=70, target=35
    )
    same = returned(table(put(rows(), FIRST, baseline="70")), "actions.csv")
    assert same.change is None
    assert whys(same)[0].startswith("baseline and target are both 70")
    text = returned(table(put(rows(), FIRST, baseline="many")), "actions.csv")
    assert whys(text) == ["many is no number"]
    none = returned(table(put(rows(), BARE, baseline="3")), "actions.csv")
    assert whys(none) == ["it has no measure of its own to which this could belong"]


def test_a_copy_for_the_office_clears_no_names() -> None:
    """Dates and figures are read from it; texts, from which names were taken, are not."""
    for audience in ("office", "public"):
        cells = rows(JAPANESE, audience)
        assert not any("田中" in cell for row in cells for cell in row)
        dated = put(cells, FIRST, due="令9.3.1")
        assert new(sample_session(), after(table(dated), "actions.csv")) == {FIRST: {"due": date(2027, 3, 1)}}
        told = returned(table(put(dated, FIRST, first_step="something else")), "actions.csv")
        assert told.change is not None
        assert set(new(sample_session(), apply(sample_session(), told.change))[FIRST]) == {"due"}
        assert whys(told)[0].startswith("in this copy names may have been taken out")


def test_of_an_old_table_nothing_is_taken_over_what_changed_here() -> None:
    """Each cell that differs is listed; rows that did not change here are read."""
    cells = put(put(rows(), FIRST, first_step="x"), BARE, due="2027-03-31")
    moved = edited(FIRST, due=date(2027, 3, 1))
    found = returned(table(cells), "actions.csv", moved)
    assert found.change is not None
    assert new(moved, apply(moved, found.change)) == {BARE: {"due": date(2027, 3, 31)}}
    assert [(left.line, str(left.why)) for left in found.left] == [
        (2, "this has changed here since the copy was made"),
        (2, "this has changed here since the copy was made"),
    ]


def test_rows_without_an_id_are_listed_with_their_lines() -> None:
    """A new one, a row that was cut short, an id of nothing, one row too wide."""
    cells = rows()
    strange = [
        ["", "Plant a tree", *[""] * (len(KEYS) - 2)],
        cells[1][:5],
        [*cells[1][:-1], "zz99999999-00000000"],
        [*cells[1][:-1], "Total"],
        [*cells[1], "too much"],
        ["7"],
    ]
    found = returned(table([*put(cells, BARE, due="2027-03-31"), *strange]), "actions.csv")
    assert found.change is not None
    lines = table(cells).count("\r\n") + sum(cell.count("\n") for row in cells for cell in row) + 1
    assert found.left[0].line == lines
    assert whys(found) == [
        "this row has no id; new actions are added with dxworkshop action add",
        "this row has no id; new actions are added with dxworkshop action add",
        "no action of this session has the id zz99999999",
        "Total is no id of one of the actions",
        "this row has more cells than the table has columns",
        "this row has neither an id nor a title",
    ]


def test_columns_that_were_sorted_apart_are_noticed() -> None:
    """A row with the title of another action is not read at all."""
    cells = rows()
    titles = [row[1] for row in cells[1:]]
    for row, title in zip(cells[1:], titles[1:] + titles[:1], strict=True):
        row[1] = title
    found = returned(table(cells), "actions.csv")
    assert found.change is None
    assert len(found.left) == len(titles)
    assert all(why.startswith("this row has the id of") for why in whys(found))


def test_a_row_that_stands_twice_counts_once_if_both_say_the_same() -> None:
    """What contradicts is left alone."""
    cells = put(rows(), BARE, due="2027-03-31")
    row = next(row for row in cells if row[-1].startswith(BARE))
    assert read([*cells, row]) == {BARE: {"due": date(2027, 3, 31)}}
    found = returned(table([*cells, *put([row], BARE, due="2027-04-01")]), "actions.csv")
    assert (found.change, whys(found)) == (
        None,
        ["the same sign stands here more than once, with other words"] * 2,
    )


def test_what_is_not_read_back_is_told() -> None:
    """By the name of its column; numbers and quarters are never told of."""
    cells = put(rows(), FIRST, number="9", quarter="FY2030 Q1", content="something else")
    found = returned(table(cells), "actions.csv")
    assert (found.change, found.left) == (None, ())
    assert [str(told) for told in found.told] == [
        f"what differs in these fields is not read back: {[ENGLISH.say(COLUMNS['content'])]}"
    ]


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "'x", "@x", "\u2212x", "a\nb", '"', "''+x", "\u3000=x"])
def test_what_a_spreadsheet_would_calculate_comes_back_as_it_was(text: str) -> None:
    """The apostrophe before it is ours, and goes again."""
    session = edited(BARE, first_step=text)
    cells = export("actions.csv", session)
    assert returned(cells, "actions.csv", session).change is None
    assert read(put(rows(), BARE, first_step="'=1+1")) == {BARE: {"first_step": "=1+1"}}


def test_letters_that_an_old_encoding_lost_are_not_taken_for_an_edit() -> None:
    """And an edit of such a text is left alone, for it would lose them here too."""
    session = edited(BARE, first_step="𠮷野家で\u2713を数える–café か\u3099", title="© 𩸽")
    text = export("actions.csv", session, JAPANESE)
    for data in (encoded(text, FORMATS["csv"], "cp932").data, text.encode("cp932", "replace")):
        found = returned(data, "actions.csv", session)
        assert (found.change, found.left) == (None, ())
    found = returned(text.replace("野家で", "野家まで").encode("cp932", "replace"), "actions.csv", session)
    assert (found.change, whys(found)) == (None, ["some of its letters were lost in this file"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n", "names no columns"),
        ("", "names no columns"),
        ("due,id,id\n,,\n", "the column id stands here twice"),
        ('id,title,due\naa11111111,"x,2027\n', "the rows cannot be told apart"),
        ('id,title\naa11111111,"' + "x" * 1_000_000 + '"\n', "the rows cannot be told apart"),
        ("id,title\n", "no line of this file bears the sign"),
    ],
)
def test_what_is_no_table_of_ours_is_refused_in_one_sentence(text: str, why: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(DocumentError, match=why):
        returned(text, "actions.csv")


def test_a_table_is_known_whatever_its_file_is_called() -> None:
    """Excel calls a table with tabs a text."""
    cells = put(rows(), BARE, due="2027-03-31")
    for name in ("actions.txt", "actions", "actions.CSV"):
        assert new(sample_session(), after(written(cells, "\t"), name)) == {BARE: {"due": date(2027, 3, 31)}}


@settings(max_examples=25)
@given(st.data())
def test_whatever_happens_to_a_table_nothing_breaks(data: st.DataObject) -> None:
    """Cells that change give sentences, and a change that the rules allow."""
    cells = rows()
    for _ in range(data.draw(st.integers(1, 6))):
        row = data.draw(st.sampled_from(cells))
        at = data.draw(st.integers(0, len(row) - 1))
        row[at] = data.draw(st.text(max_size=20) | st.sampled_from([cell for one in cells for cell in one]))
    try:
        found = returned(table(cells), "actions.csv")
    except DocumentError:
        return
    if found.change is not None:
        apply(sample_session(), found.change)
