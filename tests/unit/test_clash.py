"""Clashes: each can be named for people, and settled by the rules of the field it is about."""

from datetime import date
from typing import Any

import pytest

from dxworkshop.errors import DxError, NotFoundError, RuleError
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Edit, Keep, Resolve, Set
from dxworkshop.model.clash import clashes, standing
from dxworkshop.model.history import History
from dxworkshop.model.merge import merged
from dxworkshop.model.patch import MISSING, found, put
from dxworkshop.model.place import keys_of, path_of
from dxworkshop.model.problem import problems
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.report.clash import named
from tests.fault.fork import fork
from tests.sample import sample_session

STAMP = "2026-12-10T13:30:00+09:00"
ENGLISH, JAPANESE = Voice("en", "plain"), Voice("ja")


def clashing(path: str, mine: Any, theirs: Any = MISSING, **more: Any) -> Session:
    """Return the session with one open clash, and with what stands in its place."""
    data = {**plain(sample_session()), "conflicts": {"clash22222": {"path": path, "mine": mine, **more}}}
    if theirs is not MISSING:
        put(data, keys_of(path), theirs)
    return Session.model_validate(frozen(data))


def settled(session: Session, keep: Keep, value: object = None) -> Session:
    """Settle the clash."""
    return apply(session, Resolve("clash22222", keep, value, STAMP))


def at(session: Session, path: str) -> Any:
    """Return what stands at a path, as a file holds it."""
    return found(plain(session), keys_of(path))


PLACES: list[tuple[str, Any, Any]] = [
    ("title", "私の題", "彼らの題"),
    ("reviews", [date(2027, 1, 1)], [date(2027, 2, 1)]),
    ("vision/destination", "私の行先", "彼らの行先"),
    ("vision/signs", ["私"], ["彼ら"]),
    ("boss/name", "私のボス", "彼らのボス"),
    ("boss/measures/m111111111/target", 10.0, 12.0),
    ("members/pa11111111/hours_per_week", 1.0, 2.0),
    ("members/pa11111111/strengths", ["a"], ["b"]),
    ("gaps/g111111111/size", 1, 5),
    ("gaps/g111111111/size", "", 5),
    ("notes/n333333333/text", "私の付箋", "彼らの付箋"),
    ("notes/n555555555/text", "私の付箋", "彼らの付箋"),
    ("groups/gr11111111/name", "私の束", "彼らの束"),
    ("ratings/culture/vision/words", "私", "彼ら"),
    ("ratings/culture/vision/hands", [1, 1, 1, 1, 1], [2, 0, 0, 0, 0]),
    ("votes/choice/dots/gr11111111/pa11111111", 1, 1),
    ("votes/choice/revealed", False, True),
    ("risks/k111111111/counter", "私", "彼ら"),
    ("actions/aa11111111/due", date(2027, 3, 1), date(2027, 3, 2)),
    ("actions/aa11111111/measure/name", "私の指標", "彼らの指標"),
    ("actions/aa11111111/measure", "", {"name": "n", "unit": "u", "baseline": 1.0, "target": 2.0}),
    ("actions/aa11111111/removed", STAMP, ""),
    ("pledges/pa11111111/words", "私は", "彼らは"),
    ("parked/q111111111/ups", 3, 4),
    ("closing/hands", [0, 0, 0, 0, 1], [1, 0, 0, 0, 0]),
    ("checkins/c111111111/lessons", ["私"], ["彼ら"]),
    ("checkins/c111111111/readings/m111111111", 38.0, 37.0),
    ("workshop/steps/opening/minutes", 7, 9),
    ("workshop/steps/opening/title/ja", "私", "彼ら"),
    ("workshop/steps/matrix", {"kind": "talk", "title": "話す", "minutes": 3}, MISSING),
    ("workshop/about/ja", "私", "彼ら"),
    ("colour", ["red", {"a": 1}], "blue"),
    ("members/pa11111111/nickname", "私", "彼ら"),
]
"""A place of every kind, what gave way there, and what stands."""


@pytest.mark.parametrize(("path", "mine", "theirs"), PLACES, ids=[f"{p}-{m}" for p, m, _ in PLACES])
def test_either_can_be_kept_wherever_it_is(path: str, mine: Any, theirs: Any) -> None:
    """Mine goes into its place, theirs stays there; the clash is closed; all that can be undone."""
    session = clashing(path, mine, theirs)
    before = at(session, path)
    kept = settled(session, "mine")
    assert at(kept, path) == mine
    assert clashes(kept) == []
    assert plain(kept)["conflicts"]["clash22222"]["removed"] == STAMP
    assert Session.model_validate(frozen(plain(kept))) == kept
    left = settled(session, "theirs")
    assert (at(left, path), clashes(left)) == (before, [])
    history = History(session).do(Resolve("clash22222", "mine", stamp=STAMP))
    assert plain(history.undo().session) == plain(session)
    assert plain(history.undo().redo().session) == plain(kept)


@pytest.mark.parametrize(("path", "mine", "theirs"), PLACES, ids=[f"{p}-{m}" for p, m, _ in PLACES])
@pytest.mark.parametrize("voice", [ENGLISH, JAPANESE])
def test_every_clash_has_a_name_for_people(path: str, mine: Any, theirs: Any, voice: Voice) -> None:
    """The thing by its name, the field, and both values in words: no id, no brace, nothing empty."""
    session = clashing(path, mine, theirs)
    told = named(session, session.conflicts["clash22222"], voice)
    texts = (told.place, told.theirs, told.mine)
    assert all(texts)
    assert not any("1111111" in text or "{" in text for text in texts)
    assert list(problems(session)) == [
        problem for problem in problems(session) if problem[1].text.startswith("this key is not understood")
    ]


def test_a_clash_is_told_in_the_words_of_the_team() -> None:
    """An action by its title, a day in full, a person by name."""
    session = clashing("actions/aa11111111/owner", "pa11111111")
    told = named(session, session.conflicts["clash22222"], JAPANESE)
    assert (told.item, told.theirs, told.mine) == ("クエスト「転入の窓口を一つにまとめて試す」", "佐藤", "田中")
    due = clashing("actions/ab11111111/due", date(2026, 12, 18))
    told = named(due, due.conflicts["clash22222"], JAPANESE)
    assert (told.field, told.theirs, told.mine) == ("期限", "2026年12月4日(金)", "2026年12月18日(金)")


@pytest.mark.parametrize("path", ["votes/secret/dots/n555555555/room", "votes/secret/dots/gr33333333/room"])
def test_a_hidden_sum_is_not_told(path: str) -> None:
    """Neither what stands there nor what gave way, before the room may see it."""
    session = clashing(path, 7)
    told = named(session, session.conflicts["clash22222"], ENGLISH)
    assert "7" not in told.mine
    assert told.theirs == told.mine == "hidden, as the sums are"


BOTH = [
    ("vision/destination", "私", "彼ら", "彼ら\n私"),
    ("vision/destination", "私", "", "私"),
    ("notes/n333333333/text", "私", "彼ら", "彼ら\n私"),
    ("actions/aa11111111/title", "私", "彼ら", "彼ら / 私"),
    ("workshop/steps/opening/title/ja", "私", "彼ら", "彼ら / 私"),
    ("vision/signs", ["私", "同じ"], ["同じ", "彼ら"], ["同じ", "彼ら", "私"]),
    ("checkins/c111111111/lessons", ["私"], ["彼ら"], ["彼ら", "私"]),
]


@pytest.mark.parametrize(("path", "mine", "theirs", "both"), BOTH)
def test_two_texts_can_both_stand(path: str, mine: Any, theirs: Any, both: Any) -> None:
    """One below the other, theirs first; side by side where there is one line; lists united."""
    assert at(settled(clashing(path, mine, theirs), "both"), path) == both


@pytest.mark.parametrize(
    ("path", "mine", "theirs"),
    [
        ("actions/aa11111111/due", date(2027, 3, 1), date(2027, 3, 2)),
        ("gaps/g111111111/size", 1, 5),
        ("actions/aa11111111/status", "todo", "done"),
        ("actions/aa11111111/owner", "pa11111111", "pb11111111"),
        ("closing/hands", [0, 0, 0, 0, 1], [1, 0, 0, 0, 0]),
        ("reviews", [date(2027, 1, 1)], [date(2027, 2, 1)]),
        ("votes/choice/revealed", False, True),
        ("actions/aa11111111/measure", "", {"name": "n"}),
    ],
)
def test_of_some_things_only_one_can_stand(path: str, mine: Any, theirs: Any) -> None:
    """Two days, two numbers, two choices: refused with one sentence that says what to do."""
    with pytest.raises(RuleError, match="only one of the two can stand here"):
        settled(clashing(path, mine, theirs), "both")


@pytest.mark.parametrize(
    ("path", "mine", "field", "words"),
    [
        ("readings/m111111111", 38.0, "Values read: {measure}", "38"),
        ("readings/gone", 38.0, "Values read: gone", "38"),
        ("actions/aa11111111/status", "doing", "Actions: {action}: Status", "in progress"),
        ("actions/gone/note", "x", "Actions: gone: What was said", "x"),
        ("gaps/g111111111", 2, "Obstacles by now: {gap}", "2"),
        ("lessons", ["x"], "Lessons learned", "x"),
    ],
)
def test_what_a_check_in_tells_is_told_by_its_name(path: str, mine: Any, field: str, words: str) -> None:
    """Which measure, which action and what of it: two of one check-in can be told apart."""
    session = clashing(f"checkins/c111111111/{path}", mine)
    found = named(session, session.conflicts["clash22222"], ENGLISH)
    names = {
        "measure": session.boss.measures["m111111111"].name,
        "action": session.actions["aa11111111"].title,
        "gap": session.gaps["g111111111"].reality,
    }
    assert (found.field, found.mine) == (field.format_map(names), words)


def test_something_else_can_be_written() -> None:
    """A value of its own, checked like any other."""
    session = clashing("actions/aa11111111/due", date(2027, 3, 1))
    assert settled(session, "other", date(2027, 4, 1)).actions["aa11111111"].due == date(2027, 4, 1)
    assert settled(session, "other").actions["aa11111111"].due is None
    with pytest.raises(RuleError, match="due: a day such as"):
        settled(session, "other", 5)


RULES: list[tuple[str, Any, str]] = [
    ("actions/aa11111111/title", "", "a title is needed"),
    ("actions/aa11111111/due", date(2026, 11, 1), "before its first step"),
    ("actions/aa11111111/status", "dropped", "a dropped action needs a reason"),
    ("actions/aa11111111/owner", "nobody", "is not a member of the party"),
    ("members/pb11111111/removed", STAMP, "owns 1 of the"),
    ("notes/n333333333/group", "gr33333333", "there is no group gr33333333 in this step"),
    ("notes/n555555555/author", "pa11111111", "this step is anonymous"),
    ("votes/choice/dots/n333333333/pa11111111", 9, "are too many"),
    ("votes/choice/dots/n333333333/pa11111111", "9", "a whole number is needed"),
    ("ratings/culture/vision/hands", [1], "five counts are needed"),
    ("pledges/pa11111111/words", 5, "text in quotation marks"),
    ("workshop/steps/matrix", {"kind": "talk", "title": "", "minutes": 3}, "a title is needed"),
    ("workshop/steps/matrix", {"kind": "dragon", "title": "t", "minutes": 3}, "kind of step is not known"),
    ("closing/hands", [1], "five counts"),
    ("reviews", "soon", "a list in square brackets"),
]


@pytest.mark.parametrize(("path", "mine", "sentence"), RULES)
def test_what_breaks_a_rule_is_not_kept(path: str, mine: Any, sentence: str) -> None:
    """The rules of the noun whose field it is; the session stays as it was, and theirs can still be kept."""
    session = clashing(path, mine)
    with pytest.raises(DxError, match=sentence):
        settled(session, "mine")
    assert clashes(settled(session, "theirs")) == []


def test_a_clash_is_settled_once() -> None:
    """What is closed, or was never there, is refused."""
    for id_ in ("cf22222222", "zzzz"):
        with pytest.raises(NotFoundError, match="there is no open conflict"):
            apply(sample_session(), Resolve(id_, "theirs"))


def test_a_clash_without_a_place_is_a_problem() -> None:
    """`check` names it; mine cannot be written anywhere, and keeping theirs closes it."""
    for path in ("actions/zzzz/due", "actions/aa11111111/nope", "title/x", "", "votes/zzzz/dots/a/b"):
        session = clashing(path, "x")
        assert [keys for keys, _ in problems(session)] == [("conflicts", "clash22222", "path")]
        with pytest.raises(NotFoundError, match="there is nothing left to write this into"):
            settled(session, "mine")
        assert list(problems(settled(session, "theirs"))) == []
        assert standing(session, session.conflicts["clash22222"]) is MISSING
        assert named(session, session.conflicts["clash22222"], ENGLISH).mine == "x"


def test_dots_that_were_taken_back_have_a_place_all_the_same() -> None:
    """Where dots may lie they can be put again."""
    session = clashing("votes/choice/dots/n777777777/pc11111111", 1)
    session = apply(session, Edit("member", "pc11111111", {"present": True}))
    assert list(problems(session)) == []
    kept = settled(session, "mine")
    assert kept.votes["choice"].dots["n777777777"] == {"pc11111111": 1}
    assert not kept.votes["choice"].revealed


def test_the_oldest_clash_comes_first() -> None:
    """By when it gave way."""
    conflicts = {f"c{n}": {"path": "title", "mine": "x", "at": f"2026-11-0{9 - n}"} for n in range(1, 4)}
    session = Session.model_validate(frozen({**plain(sample_session()), "conflicts": conflicts}))
    assert [id_ for id_, _ in clashes(session)] == ["c3", "c2", "c1"]


def test_a_step_that_becomes_anonymous_keeps_no_name_among_its_clashes() -> None:
    """Whose text gave way is forgotten, and who was written down as its author altogether."""
    text = clashing("notes/n777777777/text", "私", by="鈴木さんのPC", at=STAMP)
    author = clashing("notes/n777777777/author", "pa11111111", by="鈴木さんのPC", at=STAMP)
    for session, kept in ((text, ("私", "", "")), (author, ("", "", ""))):
        for id_ in ("n111111111", "n333333333"):
            session = apply(session, Edit("note", id_, {"author": ""}))
        clash = apply(session, Edit("step", "ideas", {"anonymous": True})).conflicts["clash22222"]
        assert (clash.mine, clash.by, clash.at) == kept
        assert "author" not in clash.path
        other = apply(session, Set("boss", {"name": "x"})).conflicts["clash22222"]
        assert other == session.conflicts["clash22222"]


def test_every_clash_of_a_merge_can_be_named_and_left() -> None:
    """Whatever two sides did to a session with unknown keys: each entry has a place, a name, and can be closed."""
    seen = 0
    for seed in range(25):
        forked = fork(["窓口", "a\nb", "x"], seed)
        data = merged(forked.base, forked.mine, forked.theirs, by="", at="").data
        session = Session.model_validate(frozen(data))
        for id_, clash in clashes(session):
            if id_ in forked.base.get("conflicts", {}):
                continue
            seen += 1
            assert path_of(keys_of(clash.path)) == clash.path
            assert standing(session, clash) is not MISSING
            assert named(session, clash, JAPANESE).place
            session = apply(session, Resolve(id_, "theirs"))
    assert seen > 100
