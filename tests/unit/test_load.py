"""Who carries how much."""

from dxworkshop.insight.load import Load, load
from tests.sample import empty_session, sample_session
from tests.telling import changed


def test_open_actions_count_for_their_owner_and_for_those_who_help() -> None:
    """What is done or dropped weighs nothing; an action of a calling counts for that calling."""
    assert load(sample_session()) == (
        Load("member", "pa11111111", 1, 1, 2.5),
        Load("member", "pb11111111", 1, 0, 3.0),
        Load("member", "pc11111111", 0, 1, None),
        Load("calling", "smith", 0, 1, 2.5),
        Load("calling", "窓口の生き字引", 0, 0, 3.0),
        Load("calling", "ally", 0, 1, None),
        Load("calling", "guide", 1, 0, None),
        Load("calling", "様式の番人", 1, 0, None),
    )


def test_nobody_counts_twice() -> None:
    """Two helpers of one calling are one help of that calling; hours of several add up."""
    members = {id_: {"name": id_, "calling": "smith", "hours_per_week": 1.5} for id_ in ("p111", "p222")}
    action = {"title": "t", "owner": "gone", "partners": ["p111", "p222", "p111", "gone"]}
    assert load(changed(members=members, actions={"a111": action})) == (
        Load("member", "p111", 0, 1, 1.5),
        Load("member", "p222", 0, 1, 1.5),
        Load("calling", "smith", 0, 1, 3.0),
    )
    assert load(empty_session()) == ()
