"""A folder at a glance: what an index adds up to, and what of it may leave the team."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dxworkshop import glance
from dxworkshop.i18n import Voice
from dxworkshop.insight.portfolio import (
    OWN,
    REST,
    Period,
    Portfolio,
    Repeated,
    Role,
    for_readers,
    idle,
    missing,
    periods,
    returning,
    unsaid,
)
from dxworkshop.store.index import schema
from dxworkshop.store.index.tally import portfolio

TODAY = date(2027, 3, 1)


class Folder:
    """An index filled by hand: what counts is what the tables say, not how they came to say it."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        schema.create(self.db)
        self._file = 0

    def session(self, id_: str, **values: Any) -> int:
        """Put a session in; return the number of its file."""
        self._file += 1
        self.put("file", id=self._file, name=f"{id_}.toml")
        usual = {"title": f"T {id_}", "organisation": "", "day": "2026-11-24", "earlier": "[]", "course": "[]"}
        counts = {"estimate": 0, "actions": 0, "done": 0, "dropped": 0}
        self.put("session", file=self._file, id=id_, **{**usual, **counts, **values})
        return self._file

    def put(self, table: str, **values: Any) -> None:
        """Put one row into a table."""
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        self.db.execute(f"INSERT INTO {table}({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608

    def action(self, file: int, id_: str, status: str = "todo", **values: Any) -> None:
        """Put an action in."""
        usual = {"title": f"A {id_}", "since": "", "slips": 0, "calling": "", "due": None}
        self.put("action", file=file, id=id_, status=status, **{**usual, **values})

    def gap(self, file: int, id_: str, text: str = "", **values: Any) -> None:
        """Put a gap in."""
        self.put("gap", file=file, id=id_, text=text, **{"deck": "", "since": "", **values})

    def word(self, file: int, said: str, kind: str = "culture") -> None:
        """Put a word in."""
        self.put("word", file=file, kind=kind, word=said, notes=1)

    def member(self, file: int, id_: str, **values: Any) -> None:
        """Put a member in."""
        self.put("member", file=file, id=id_, **{"name": "", "seat": "", "calling": "", **values})

    def found(self, **options: Any) -> Portfolio:
        """Return it at a glance."""
        return portfolio(self.db, TODAY, **options)


@pytest.fixture
def folder() -> Folder:
    """Return an empty index."""
    return Folder()


def test_an_empty_folder_says_so(folder: Folder) -> None:
    """Nothing is counted, and one sentence stands for it."""
    found = folder.found()
    assert found == Portfolio()
    assert [section.lines for section in glance.sections(found, Voice("en", "plain"))] == [
        ("No workshop was held in this time.",)
    ]


def test_an_action_counts_once_in_the_newest_workshop(folder: Folder) -> None:
    """What a later workshop took over is neither open, nor late, nor dropped in the earlier one."""
    old, new = folder.session("old", day="2026-04-10"), folder.session("new", earlier='["old"]')
    folder.action(old, "a1", due="2026-06-30", slips=1)
    folder.action(old, "a2", "done")
    folder.action(new, "a1", "done", since="old", slips=2)
    folder.put("taken", file=new, session="old", action="a1")
    found = folder.found()
    assert (found.statuses, found.carried, found.late) == ({"done": 2}, 1, 0)
    assert [row.late for row in found.rows] == [0, 0]
    assert (found.done, found.agreed, found.done_at_once) == (2, 2, 1)


def test_an_action_of_the_same_id_elsewhere_is_another_one(folder: Folder) -> None:
    """Taking over is between two sessions: a third one with that id keeps its own."""
    old, new, other = (folder.session(id_) for id_ in ("old", "new", "other"))
    for file in (old, new, other):
        folder.action(file, "a1")
    folder.put("taken", file=new, session="old", action="a1")
    assert folder.found().statuses == {"todo": 2}


def test_late_is_what_is_open_past_its_day(folder: Folder) -> None:
    """Not what is done or dropped, not what is due today, and not what has no day."""
    file = folder.session("one")
    for n, (status, due) in enumerate(
        [
            *(("todo", "2027-02-28"), ("doing", "2026-12-01"), ("blocked", "2027-02-01")),
            *(("done", "2026-12-01"), ("dropped", "2026-12-01"), ("todo", "2027-03-01"), ("todo", None)),
        ]
    ):
        folder.action(file, f"a{n}", status, due=due)
    found = folder.found()
    assert found.late == 3
    assert [row.late for row in found.rows] == [3]


def test_dates_moved_are_told_of_open_actions_alone(folder: Folder) -> None:
    """Once is one thing, twice or more another; of those done it is told how many never moved."""
    file = folder.session("one")
    for n, (status, slips) in enumerate(
        [("todo", 0), ("todo", 1), ("doing", 2), ("blocked", 3), ("done", 0), ("done", 2), ("dropped", 4)]
    ):
        folder.action(file, f"a{n}", status, slips=slips)
    found = folder.found()
    assert (found.slipped, found.slipped_twice, found.done_at_once) == (1, 2, 1)
    assert found.agreed == 6


def test_the_hp_of_a_chain_is_that_of_its_newest_workshop(folder: Folder) -> None:
    """In the bands it counts once; estimates are told as such."""
    folder.session("old", hp=100)
    folder.session("new", hp=40, earlier='["old"]')
    folder.session("won", hp=0, course='[["2026-11-24",100,false],["2027-02-01",0,false]]')
    folder.session("guess", hp=75, estimate=1)
    folder.session("none", hp=None)
    found = folder.found()
    assert (found.bands, found.estimated) == ((1, 0, 1, 1, 0), 1)
    assert {row.id: (row.first, row.hp) for row in found.rows}["won"] == (100, 0)


def test_an_obstacle_comes_back_by_its_id_its_card_or_its_word(folder: Folder) -> None:
    """Each way once; the same id by chance, with nothing taken over, is no way."""
    files = [folder.session(f"s{n}", day=f"2026-0{n}-01") for n in range(1, 5)]
    for file in files[:3]:
        folder.gap(
            file,
            "g1",
            f"情報の抱え込み {file}\nもっと共有",
            deck="information-hoarding",
            since="s1" if file > 1 else "",
        )
        folder.word(file, "予算", "gap")
    folder.gap(files[3], "g2", "別の壁")
    folder.gap(files[0], "same", "偶然")
    folder.gap(files[1], "same", "偶然")
    found = folder.found()
    assert found.naming == 4
    assert found.repeated == (
        Repeated("carried", "g1", 3, "情報の抱え込み 3"),
        Repeated("card", "information-hoarding", 3),
        Repeated("word", "予算", 3),
    )
    assert [one.way for one in returning(found)] == ["carried", "card"]


def test_one_workshop_that_names_a_card_twice_names_it_once(folder: Folder) -> None:
    """Workshops are counted, not mentions."""
    file = folder.session("one")
    folder.gap(file, "g1", deck="information-hoarding")
    folder.gap(file, "g2", deck="information-hoarding")
    assert folder.found().repeated == ()


def test_words_of_culture_are_told_by_time_and_by_organisation(folder: Folder) -> None:
    """Of each: in how many workshops it was said; what nobody said is left."""
    for n, (day, organisation, words) in enumerate(
        [
            ("2026-04-10", "あおば市", ["聞く力", "学び力"]),
            ("2026-04-20", "みどり野市", ["聞く力"]),
            ("2026-05-01", "みどり野市", []),
        ]
    ):
        file = folder.session(f"s{n}", day=day, organisation=organisation)
        for word in words:
            folder.word(file, word)
    found = folder.found()
    assert found.periods == (Period("2026-04", 2, {"聞く力": 2, "学び力": 1}), Period("2026-05", 1, {}))
    assert found.organisations == (
        Period("あおば市", 1, {"聞く力": 1, "学び力": 1}),
        Period("みどり野市", 2, {"聞く力": 1}),
    )
    assert len(unsaid(found)) == 10
    assert "聞く力" not in unsaid(found)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("month", ["2026-03", "2026-04", "2027-03"]),
        ("quarter", ["2025-Q4", "2026-Q1", "2026-Q4"]),
        ("year", ["2025", "2026"]),
    ],
)
def test_a_fiscal_year_begins_in_april(by: Any, names: list[str]) -> None:
    """Quarters and years are fiscal ones: March belongs to the year before."""
    months = [Period(name, 1, {"w": 1}) for name in ("2026-03", "2026-04", "2027-03")]
    assert [one.name for one in periods(months, by)] == names
    assert sum(one.words["w"] for one in periods(months, by)) == 3


def test_periods_grow_with_the_time_they_span() -> None:
    """Where nobody says how long they are, a few of them stand for all of it."""
    months = [Period(f"{2020 + n // 12}-{n % 12 + 1:02d}", 1, {}) for n in range(72)]
    assert len(periods(months[:6])) == 6
    assert [one.name for one in periods(months[:12])] == ["2019-Q4", "2020-Q1", "2020-Q2", "2020-Q3"]
    assert [one.name for one in periods(months)][:2] == ["2019", "2020"]


def test_callings_that_are_missing_are_named(folder: Folder) -> None:
    """Held by nobody, held in few workshops, and held without an action; words of a team's own are no hole."""
    for n in range(3):
        file = folder.session(f"s{n}")
        folder.member(file, "m1", calling="smith")
        folder.action(file, "a1", calling="smith")
        folder.member(file, "m2", calling="窓口の生き字引")
    folder.member(1, "m3", calling="scribe")
    folder.session("without a party")
    found = folder.found()
    nobody, few = missing(found)
    assert found.parties == 3
    assert "smith" not in nobody + few
    assert few == ["scribe"]
    assert "bearer" in nobody
    assert idle(found) == ["scribe"]


def test_who_acts_in_another_calling_fills_it_and_is_not_idle(folder: Folder) -> None:
    """An owner of another calling stands in for one that nobody holds; an owner who is gone does not."""
    file = folder.session("s1")
    folder.member(file, "m1", calling="smith")
    folder.member(file, "m2", calling="scribe")
    folder.action(file, "a1", owner="m1", calling="guide")
    folder.action(file, "a2", owner="gone", calling="scout")
    found = folder.found()
    nobody, few = missing(found)
    assert ("guide" in nobody, "scout" in nobody, few) == (False, True, [])
    assert idle(found) == ["scribe"]
    assert {role.calling: role.held for role in found.roles} == {"smith": 1, "scribe": 1, "guide": 1, "scout": 0}


def test_a_count_that_is_not_told_makes_nobody_idle() -> None:
    """What everybody may not read is not said to be nothing."""
    roles = (Role("smith", 3, 5, 0, 0), Role("scout", 1, 1, 0, 0), Role("guide", 2, 2, 2, 0))
    assert idle(for_readers(Portfolio(sessions=3, parties=3, roles=roles), "public")) == []


def test_only_what_was_held_in_the_time_counts(folder: Folder) -> None:
    """Both ends belong to it, for every count alike."""
    for n, day in enumerate(("2026-03-31", "2026-04-01", "2027-03-31", "2027-04-01")):
        file = folder.session(f"s{n}", day=day, hp=50, organisation=day)
        folder.action(file, "a1", due="2026-01-01")
        folder.gap(file, "g1", deck="information-hoarding")
        folder.word(file, "聞く力")
        folder.word(file, "予算", "gap")
        folder.member(file, "m1", calling="smith", seat=day)
    found = folder.found(since=date(2026, 4, 1), until=date(2027, 3, 31))
    assert (found.sessions, found.agreed, found.late, found.naming, found.parties, found.seats) == (2,) * 6
    assert (found.said, sum(found.bands), len(found.rows)) == ({"聞く力": 2}, 2, 2)
    assert {one.sessions for one in found.repeated} == {2}
    assert [one.name for one in found.organisations] == ["2026-04-01", "2027-03-31"]


def test_what_is_kept_depends_on_no_day(folder: Folder) -> None:
    """The same is kept whatever today is, as plain data; late is counted anew."""
    file = folder.session("one", hp=40)
    folder.action(file, "a1", due="2027-02-28")
    kept: dict[str, str] = {}

    def memo(key: str, make: Callable[[], Any]) -> Any:
        if key not in kept:
            kept[key] = json.dumps(make())
        return json.loads(kept[key])

    late = portfolio(folder.db, date(2027, 3, 1), memo=memo)
    early = portfolio(folder.db, date(2027, 2, 28), memo=memo)
    assert (late.late, early.late, len(kept)) == (1, 0, 1)
    assert late == folder.found()


# What may leave the team ------------------------------------------------------------------------------


def test_outside_the_team_no_calling_of_one_s_own_is_told() -> None:
    """Words of a team's own may tell who it is: they are put together."""
    roles = (Role("smith", 2, 1, 1, 0), Role("窓口の生き字引", 1, 1, 0, 0), Role("お茶係", 1, 0, 1, 0))
    told = for_readers(Portfolio(sessions=2, roles=roles), "office").roles
    assert told == (roles[0], Role(OWN, 2, 1, 1, 0))


def test_everybody_reads_no_small_count_of_a_calling() -> None:
    """Nor one that follows from the sum: what is put together is not small itself."""
    roles = (Role("smith", 3, 5, 0, 0), Role("scout", 1, 1, 0, 0), Role("guide", 2, 2, 2, 0))
    told = for_readers(Portfolio(sessions=3, roles=roles), "public").roles
    assert [(role.calling, role.actions) for role in told] == [("smith", 5), ("scout", 0), ("guide", 0), (REST, 5)]
    assert sum(role.actions for role in told) == sum(role.actions for role in roles)


def test_a_word_of_one_workshop_is_not_told_outside() -> None:
    """Neither over time, nor by organisation, nor where only one workshop of a period said it."""
    found = Portfolio(
        sessions=4,
        said={"聞く力": 3, "学び力": 1},
        periods=(Period("2026-04", 3, {"聞く力": 2, "学び力": 1}), Period("2026-05", 1, {"聞く力": 1})),
        organisations=(Period("あおば市", 4, {"聞く力": 3, "学び力": 1}),),
    )
    told = for_readers(found, "office")
    assert told.said == {"聞く力": 3}
    assert [one.words for one in told.periods] == [{"聞く力": 2}, {}]
    assert told.organisations == (Period("あおば市", 4, {"聞く力": 3}),)
    assert "学び力" in unsaid(told)
    assert [one.name for one in for_readers(found, "public").organisations] == ["#1"]


def test_an_organisation_that_holds_a_name_is_a_number_for_the_office(folder: Folder) -> None:
    """An office may have written who it was into that field."""
    file = folder.session("one", organisation="情報政策課 田中班")
    folder.member(file, "m1", name="田中")
    told = for_readers(folder.found(), "office")
    assert [one.name for one in told.organisations] == ["#1"]
    assert [row.organisation for row in told.rows] == ["#1"]


def test_a_word_that_is_somebody_s_name_is_no_word(folder: Folder) -> None:
    """Whoever is called like a word of the lexicon is not counted as one."""
    for n in range(2):
        file = folder.session(f"s{n}")
        folder.member(file, "m1", name="聞く力 予算")
        folder.word(file, "聞く力")
        folder.word(file, "予算", "gap")
    found = folder.found()
    assert (found.said, found.repeated) == ({}, ())


def test_a_card_that_there_is_not_is_not_told_outside() -> None:
    """In a file edited by hand the id of a card may be anything."""
    found = Portfolio(
        sessions=3, repeated=(Repeated("card", "田中さん", 3), Repeated("carried", "g1", 3, "田中さん"))
    )
    assert for_readers(found, "office").repeated == ()
    assert for_readers(found, "internal").repeated == found.repeated


@pytest.mark.parametrize("register", ["adventure", "plain"])
def test_every_section_can_be_told_in_japanese(folder: Folder, register: Any) -> None:
    """With something in each, every sentence has its words, and a table fits 80 cells."""
    for n in range(1, 5):
        file = folder.session(f"s{n}", day=f"2026-0{n}-01", hp=n * 25, organisation=f"市{n}", actions=3, done=1)
        folder.action(file, "a1", "done", calling="smith")
        folder.action(file, "a2", due="2026-12-01", slips=2, calling="smith", since="x")
        folder.action(file, "a3", "blocked", slips=1)
        folder.action(file, "a4", "dropped")
        folder.member(file, "m1", calling="smith", seat="情報政策課")
        folder.gap(file, "g1", "情報の抱え込み", deck="information-hoarding")
        folder.word(file, "多様性融合力")
    told = glance.sections(folder.found(), Voice("ja", register))
    assert len(told) == 7
    for section in told:
        table = [row for row in (section.head, *section.rows) if row]
        widths = [max(glance.cells(row[n]) for row in table) for n in range(len(table[0]))] if table else []
        assert sum(widths) + 2 * len(widths) <= 80, section
