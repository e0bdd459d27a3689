"""What could be shared out better: sentences, not scores."""

from typing import Any, get_args

import pytest

from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.insight.balance import KEYS, Key, balance
from dxworkshop.insight.load import Load, load
from dxworkshop.model.session import Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.offer import Audience
from dxworkshop.report.balance import shared
from tests.sample import empty_session

ENGLISH = Voice("en", "plain")
PARTY = {
    "p1": {"name": "Tanaka", "seat": "S1", "calling": "smith", "hours_per_week": 1.0, "rank": "a1"},
    "p2": {"name": "Sato", "seat": "S2", "calling": "guide", "hours_per_week": 2.5, "rank": "a2"},
}


def session(*actions: dict[str, Any], id_: str = "k7q3m2x2ab", **more: Any) -> Session:
    """Return a session with open actions; two members, unless it says otherwise."""
    named = {f"a{n}": {"title": f"T{n}", "rank": f"a{n}", **action} for n, action in enumerate(actions, start=1)}
    data = {**plain(empty_session()), "id": id_, "members": PARTY, "actions": named, **more}
    return Session.model_validate(frozen(data))


def said(*sessions: Session, **how: Any) -> dict[str, list[str]]:
    """Return the findings as sentences, by key."""
    found: dict[str, list[str]] = {}
    for one in balance(*sessions, **{"most": 3, **how}):
        found.setdefault(one.key, []).append(ENGLISH.say(one.sentence))
    return found


EACH = ({"owner": "p1"}, {"owner": "p2"})
MANY = [{"owner": "p1"}] * 4 + [{"owner": "p2"}] * 4
FINDINGS: list[tuple[str, Session, dict[str, list[str]]]] = [
    ("everybody has one", session(*EACH), {}),
    ("nothing to do at all", session(), {}),
    (
        "nobody owns it",
        session(*EACH, {}, {"owner": "gone"}),
        {"no-owner": ["Nobody owns this yet: T3, T4. Who could take it, and who could help?"]},
    ),
    (
        "more than half of all, and three at least",
        session({"owner": "p1"}, {"owner": "p1"}, {"owner": "p1"}, {"owner": "p2"}),
        {"most-of-all": ["Tanaka has 3 of 4 open actions (hours a week: 1). Could others take some of it?"]},
    ),
    ("two of three are not much", session({"owner": "p1"}, {"owner": "p1"}, {"owner": "p2"}), {}),
    ("half of all is not more than half", session(*[{"owner": "p1"}] * 3, *[{"owner": "p2"}] * 3), {}),
    (
        "more than three for one person, of each alike",
        session(*MANY),
        {
            "many": [
                "Tanaka has 4 open actions (hours a week: 1). Could somebody take one?",
                "Sato has 4 open actions (hours a week: 2.5). Could somebody take one?",
            ]
        },
    ),
    (
        "what is done or dropped weighs nothing",
        session(*EACH, *[{"owner": "p1", "status": "done"}] * 5, *[{"owner": "p1", "status": "dropped"}] * 5),
        {},
    ),
    (
        "one alone owns all of it, which is nothing to share",
        session(*[{"owner": "p1"}] * 3, members={"p1": PARTY["p1"]}),
        {},
    ),
    (
        "no hours at all",
        session(*EACH, members={**PARTY, "p1": {**PARTY["p1"], "hours_per_week": 0.0}}),
        {"no-time": ["Tanaka owns open actions and has no hours for them. What could be let go?"]},
    ),
    (
        "hours nobody said, but for those from outside and those with nothing to do",
        session(
            *({"owner": "p1", "partners": ["p2", "p3"]}, {"owner": "p2"}),
            members={
                "p1": {"name": "Tanaka", "calling": "smith"},
                "p2": {"seat": "S2", "calling": "smith"},
                "p3": {"name": "Out", "calling": "smith", "post": "ally"},
                "p4": {"name": "Idle", "calling": "smith"},
            },
        ),
        {
            "no-hours": [
                "How many hours a week there are is not said yet: Tanaka, S2. A rough figure is enough.",
            ]
        },
    ),
    (
        "a calling that nobody holds",
        session(*EACH, {"calling": "storyteller"}),
        {
            "no-owner": ["Nobody owns this yet: T3. Who could take it, and who could help?"],
            "calling-unheld": ["Nobody holds storyteller, and this is done in it: T3. Who could join?"],
        },
    ),
    (
        "an owner who acts in a calling that nobody holds fills it",
        session(*EACH, {"owner": "p1", "calling": "storyteller"}, {"owner": "p1", "calling": "storyteller"}),
        {"most-of-all": ["Tanaka has 3 of 4 open actions (hours a week: 1). Could others take some of it?"]},
    ),
    (
        "who acts in another calling than the own one has something to do",
        session({"owner": "p1", "calling": "guide"}, {"owner": "p2", "calling": "smith"}),
        {},
    ),
    (
        "nor is one idle whose whole work is in another calling",
        session({"owner": "p2", "calling": "smith"}, *EACH[:1]),
        {},
    ),
    (
        "a calling with nothing to do",
        session({"owner": "p1"}),
        {
            "calling-idle": [
                "Front-line expert has nothing to do yet. Could they take something on, or help with it?"
            ]
        },
    ),
    ("who helps has something to do", session({"owner": "p1", "partners": ["p2"]}), {}),
    (
        "much for one calling, though not for any one of them",
        session(
            *[{"owner": "p1", "calling": "smith"}] * 3,
            *[{"owner": "p2", "calling": "smith"}] * 3,
            {"owner": "p3", "calling": "smith"},
            members={
                **PARTY,
                "p2": {**PARTY["p2"], "calling": "smith"},
                "p3": {"name": "Ito", "calling": "own words", "hours_per_week": 1.0},
            },
        ),
        {
            "many-in-calling": ["ICT and data: 2 people, 7 open actions (hours a week: 3.5). Could others help?"],
        },
    ),
    (
        "whom it takes from outside",
        session(
            {"owner": "p1", "answers": ["g1", "g2", "g3"], "decided_at": "council", "budget": "needed"},
            {"owner": "p2", "decided_at": "team", "budget": "secured", "answers": ["g3", "gone"]},
            gaps={
                "g1": {"control": "approval"},
                "g2": {"control": "outside"},
                "g3": {"control": "ours"},
            },
        ),
        {
            "outside": [
                '"T1" needs somebody from outside the team: an approval, something that others have to change, '
                "a decision of the assembly, a budget. Who speaks to them, and when?"
            ]
        },
    ),
    (
        "an obstacle that was taken out asks for nobody",
        session(
            *({**one, "answers": ["g1"]} for one in EACH), gaps={"g1": {"control": "outside", "removed": "x"}}
        ),
        {},
    ),
]


@pytest.mark.parametrize(("found", "told"), [case[1:] for case in FINDINGS], ids=[case[0] for case in FINDINGS])
def test_each_finding_is_a_sentence(found: Session, told: dict[str, list[str]]) -> None:
    """What stands in the plan, and a question; nothing where the load is shared."""
    assert said(found) == told


def test_every_kind_of_finding_is_told_in_every_voice() -> None:
    """The cases above find each kind once at least, and no word is left unsaid."""
    found = [one for _, of, _ in FINDINGS for one in balance(of, most=3)]
    assert {one.key for one in found} == set(get_args(Key))
    for voice in (Voice(language, register) for language in LANGUAGES for register in REGISTERS):
        told = [voice.say(one.sentence) for one in found]
        assert not [text for text in told if "{" in text or not text.strip()]


def test_findings_come_in_one_order() -> None:
    """By kind, whatever the plan."""
    keys = [one.key for one in balance(session(*MANY, {}, {"owner": "p1", "calling": "x"}), most=3)]
    assert keys == sorted(keys, key=KEYS.index)


def test_what_is_many_is_what_lint_says_unless_it_is_given() -> None:
    """One limit for both: two in one person's hands are not many, three are."""
    three = session(*[{"owner": "p1"}] * 3, *[{"owner": "p2"}] * 3)
    assert [one.key for one in balance(three)] == ["many", "many"]
    assert balance(three, most=3) == ()


LATER = session({"owner": "p1"}, id_="later12345", earlier=["k7q3m2x2ab"])


def test_what_was_taken_over_counts_once() -> None:
    """The action stands in both sessions; the later one has it."""
    assert load(session(*EACH), LATER)[:2] == (Load("member", "p1", 1, 0, 1.0), Load("member", "p2", 1, 0, 2.5))
    assert load(LATER, session(*EACH))[:2] == (Load("member", "p1", 1, 0, 1.0), Load("member", "p2", 1, 0, 2.5))


def test_one_name_and_office_is_one_person_in_all_sessions() -> None:
    """Another id, the same person: their actions are added up, their hours are not."""
    again = {"q1": {"name": "Tanaka", "seat": "S1", "calling": "smith", "hours_per_week": 4.0}}
    other = {"q2": {"name": "Tanaka", "seat": "elsewhere", "calling": "smith"}}
    both = session({"owner": "q1"}, {"owner": "q2"}, id_="other12345", members={**again, **other})
    found = {one.id: (one.owned, one.hours) for one in load(session(*EACH), both) if one.by == "member"}
    assert found == {"p1": (2, 4.0), "p2": (1, 2.5), "q2": (1, None)}


@pytest.mark.parametrize("audience", ["office", "public"])
def test_nobody_outside_the_team_reads_names_or_hours(audience: Audience) -> None:
    """People are told by office and calling; of two in one office each is still one person."""
    party = {**PARTY, "p2": {**PARTY["p2"], "seat": "S1"}}
    again = {"q1": {**PARTY["p1"], "calling": "guide"}}
    one = session(
        *MANY,
        {"owner": "p1", "title": "Tanaka asks"},
        members=party,
    )
    two = session({"owner": "q1"}, id_="other12345", members=again)
    found = shared([one, two], ENGLISH, audience, 3)
    told = [ENGLISH.say(finding.sentence) for finding in found.findings]
    names = [text for line in found.people for text in (line.name, line.calling)]
    assert told == [
        "S1 has 6 of 10 open actions. Could others take some of it?",
        "S1 has 4 open actions. Could somebody take one?",
    ]
    assert not found.hours
    assert all(line.load.hours is None for line in (*found.people, *found.callings))
    assert not [text for text in (*told, *names) if "Tanaka" in text or "Sato" in text]
    assert [line.load.owned for line in found.people] == [6, 4]
