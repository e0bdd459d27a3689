"""Lint beside its rules: what is set aside, what is a reserve, in which order, and a file gone wrong."""

import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from dxworkshop import deck
from dxworkshop.errors import DocumentError, NotFoundError
from dxworkshop.i18n import Voice
from dxworkshop.insight.lint import counted, known_rule, matters
from dxworkshop.insight.lint.book import FILE, SEVERITIES, parsed, rulebook
from dxworkshop.model.session import Session
from dxworkshop.service.linting import findings, findings_of
from tests.linted import TODAY, Turn, actions, head, inside, one, session


def aside(rule: str, action: str = "", reason: str = "まだ決められない", **more: Any) -> Turn:
    """Set a rule aside."""
    said = {"rule": rule, "reason": reason, **({"action": action} if action else {}), **more}
    return inside("exceptions", **{f"ex{rule.replace('-', '')[:8]}{action}": said})


def told(found: Session) -> list[tuple[str, str, str | None]]:
    """Return rule, action and reason of everything that is found."""
    return [(f.rule.id, f.action, f.reason) for f in findings(found, TODAY)]


# What is set aside ---------------------------------------------------------------------------------


def test_an_exception_is_told_with_its_reason_and_does_not_count() -> None:
    """For one action it leaves the others alone."""
    plan = session(actions("tanaka", "satoh2", tell=""), aside("nobody-to-tell", "act220"))
    assert told(plan) == [
        ("nobody-to-tell", "act220", "まだ決められない"),
        ("nobody-to-tell", "act221", None),
    ]
    assert [f.action for f in counted(findings(plan, TODAY))] == ["act221"]


def test_an_exception_of_no_action_is_one_of_them_all() -> None:
    """And one for an action goes before it."""
    turns = aside("nobody-to-tell"), aside("nobody-to-tell", "act221", "この件は内々に")
    plan = session(actions("tanaka", "satoh2", tell=""), *turns)
    assert [reason for _, _, reason in told(plan)] == ["まだ決められない", "この件は内々に"]


def test_an_exception_that_was_removed_counts_no_more() -> None:
    """It stays in the file, as everything does."""
    plan = session(one(owner=None, calling="guide"), aside("no-owner", removed="2026-11-24"))
    assert told(plan) == [("no-owner", "act222", None)]


def test_only_hints_do_not_matter() -> None:
    """Nor does what was set aside."""
    assert not matters(findings(session(one(tell=None)), TODAY))
    assert matters(findings(session(one(if_then=None)), TODAY))
    assert not matters(findings(session(one(if_then=None), aside("no-if-then")), TODAY))


def test_an_unknown_rule_is_refused_and_all_are_named() -> None:
    """So that whoever mistyped one finds it."""
    with pytest.raises(NotFoundError) as refused:
        known_rule("no-ovner")
    assert "no-owner" in str(refused.value)
    assert known_rule("no-owner").severity == "error"


# Which actions, and in which order -----------------------------------------------------------------


def test_a_reserve_is_left_alone_until_somebody_takes_it() -> None:
    """Nothing is asked of the fourth one in a workshop of 90 minutes while it is nobody's and not begun."""
    assert told(session(actions("tanaka", "satoh2", "satoh2", "", ""))) == []
    begun = session(actions("tanaka", "satoh2", "satoh2", ""), inside("actions", "act223", status="doing"))
    assert "no-due-date" in [rule for rule, action, _ in told(begun) if action == "act223"]


def test_what_was_carried_over_need_not_answer_anything_here() -> None:
    """What it answered stayed in the earlier session."""
    assert told(session(one(answers=None, since="k5p2r7x9cd"))) == []


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_what_is_over_is_left_alone(status: str) -> None:
    """Done or dropped, it lacks nothing; a dropped one has its reason."""
    bare = {"title": "済んだ", "status": status, "reason": "要らなくなった"}
    assert told(session(inside("actions", act999=bare))) == []


def test_the_most_urgent_comes_first() -> None:
    """Errors, warnings, hints; within these, as the file has them."""
    found = findings(session(actions("", "", "")), TODAY)
    places = list(rulebook().rules)
    keys = [(SEVERITIES.index(f.rule.severity), places.index(f.rule.id)) for f in found]
    assert keys == sorted(keys)
    assert len(set(keys)) > 5


def test_one_action_is_told_of_by_itself() -> None:
    """As the whole plan tells of it, but for what was set aside."""
    plan = session(actions("", "tanaka"), aside("no-calling", "act220"))
    alone = [f.rule.id for f in findings_of(plan, "act220", TODAY)]
    assert alone == [rule for rule, action, reason in told(plan) if action == "act220" and reason is None]
    assert "no-owner" in alone
    assert "no-calling" not in alone
    assert findings_of(plan, "act221", TODAY) == []
    assert findings_of(plan, "nowhere", TODAY) == []


def test_the_day_that_is_asked_for_counts() -> None:
    """A plan that lacked nothing on the day of the workshop has a day behind it in spring."""
    assert [f.rule.id for f in findings(session(), date(2027, 3, 1))] == ["due-passed"]


@pytest.mark.parametrize(
    ("name", "is_somebody"),
    [
        ("田中", True),
        ("田中課長", True),
        ("情報政策課", True),
        ("総務部", True),
        ("住民", True),
        ("ベンダー", True),
        ("副首長(CIO・CDO)", True),
        ("The residents", True),
        ("みどり野市", True),
        ("たらい回し", False),
        ("窓口", False),
        ("縦割りの部", False),
        ("人手不足という課", False),
        ("紙の山", False),
        ("市民課と福祉課の間の往復", False),
    ],
)
def test_the_boss_is_no_person_and_no_office(name: str, is_somebody: bool) -> None:
    """A name that holds one of them among other words is a trouble, and may stay."""
    plan = session(inside("boss", name=name), head(organisation="みどり野市"))
    assert [rule for rule, _, _ in told(plan)] == ["boss-is-somebody"] * is_somebody


def test_typed_words_are_never_read_for_braces() -> None:
    """A measure may be called as it likes."""
    plan = session(inside("boss", "measures", "wait22", name="{boss} {n}", by=None))
    (found,) = findings(plan, TODAY)
    assert Voice("en").filled(found.rule.sentence, found.values).startswith('The measure "{boss} {n}" has')


def test_a_thousand_actions_cost_five_times_as_much_as_two_hundred() -> None:
    """Calls are counted, for time depends on the machine: no rule walks through all actions for each of them."""

    def calls(n: int) -> int:
        plan = session(actions(*["tanaka", "satoh2"] * (n // 2), tell=""))
        count = 0

        def counter(frame: FrameType, event: str, arg: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(counter)
        try:
            findings(plan, TODAY)
        finally:
            sys.setprofile(None)
        return count

    findings(session(), TODAY)
    assert calls(1000) < 5.5 * calls(200)


# A file of rules that somebody edited --------------------------------------------------------------


def edited(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Return the tables of the rules after a change."""
    data = deepcopy(deck.read_data(FILE))
    change(data)
    return data


WRONG: list[tuple[Callable[[dict[str, Any]], object], str, str]] = [
    (lambda d: d.pop("rules"), "rules", "there is no table [rules]"),
    (lambda d: d["rules"].update({"x": 1}), "rules.x", "there is no table [rules.x]"),
    (lambda d: d["rules"]["no-owner"].pop("why"), "rules.no-owner.why", "a text in each language"),
    (lambda d: d["rules"]["no-owner"]["mend"].pop("en"), "rules.no-owner.mend", "a text in each language"),
    (lambda d: d["rules"]["no-owner"].update(severity="bad"), "rules.no-owner.severity", "not one of"),
    (lambda d: d["rules"]["no-owner"].update(evidence="slides"), "rules.no-owner.evidence", "not one of"),
    (lambda d: d["rules"]["no-owner"].pop("source"), "rules.no-owner.source", "name the study"),
    (lambda d: d["rules"]["no-owner"].update(sentense="x"), "rules.no-owner.sentense", "has no sentense"),
    (lambda d: d["rules"]["no-owner"].update(field=1), "rules.no-owner.field", "put it in quotes"),
    (lambda d: d["limits"].update(owned="two"), "limits.owned", "whole number"),
    (lambda d: d["limits"].update(slips=0), "limits.slips", "whole number"),
    (lambda d: d["limits"].update(promised={}), "limits.promised", "90 = 3"),
    (lambda d: d["limits"].update(promised={"long": 3}), "limits.promised", "whole number"),
    (lambda d: d["limits"].update(later_review_days=30), "limits.later_review_days", "[30, 90]"),
    (lambda d: d["limits"].update(estimate_by="30 Sep"), "limits.estimate_by", "09-30"),
    (lambda d: d["words"].update(people="all"), "words.people", "list of words"),
]


@pytest.mark.parametrize(("change", "key", "words"), WRONG, ids=[key for _, key, _ in WRONG])
def test_a_bad_edit_is_told_in_one_sentence(
    change: Callable[[dict[str, Any]], object], key: str, words: str
) -> None:
    """With the key it is about."""
    with pytest.raises(DocumentError) as refused:
        parsed(edited(change))
    assert refused.value.place.key == key
    assert refused.value.place.file.name == "lint.toml"
    assert words in str(refused.value.sentence)


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], None]]:
    """Return what puts other tables in the place of the file of rules."""

    def put(data: Any) -> None:
        monkeypatch.setattr(deck, "read_data", lambda name: data)
        rulebook.cache_clear()

    yield put
    monkeypatch.undo()
    rulebook.cache_clear()


def test_a_rule_can_be_switched_off_and_a_limit_moved(rules: Callable[[Any], None]) -> None:
    """The file is what counts."""

    def change(data: dict[str, Any]) -> None:
        data["rules"]["no-owner"]["severity"] = "off"
        data["limits"]["first_step_days"] = 6

    rules(edited(change))
    (found,) = findings(session(one(owner=None, calling="guide")), TODAY)
    assert found.rule.id == "first-step-late"
    assert "6 days" in Voice("en").filled(found.rule.sentence, found.values)


def test_a_file_that_is_no_toml_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As is one that is gone."""
    monkeypatch.setattr(deck, "file_of", lambda name: tmp_path / f"{name}.toml")
    rulebook.cache_clear()
    with pytest.raises(DocumentError, match="cannot be read"):
        rulebook()
    (tmp_path / "lint.toml").write_text("[rules\n")
    with pytest.raises(DocumentError, match="cannot be read"):
        rulebook()
    monkeypatch.undo()
    rulebook.cache_clear()
