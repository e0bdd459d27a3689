"""Who is with us, and what nobody here stands for."""

from dxworkshop.deck import deck
from dxworkshop.insight.coverage import Held, coverage, holes
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add, Edit, Remove
from dxworkshop.model.session import Member
from tests.sample import empty_session, sample_session


def test_every_card_is_told_with_those_who_named_it() -> None:
    """All cards of a deck in its order; words of the team's own fill no hole and open none."""
    found = coverage(sample_session(), "culture")
    assert [held.card for held in found] == [card.id for card in deck("culture")]
    held = {held.card: (held.holders, held.state) for held in found}
    assert held["listening"] == (("pa11111111", "pb11111111"), "well")
    assert held["network"] == (("pa11111111",), "one")
    assert held["vision"] == ((), "open")
    strengths = {held.card: held.holders for held in coverage(sample_session(), "strengths") if held.holders}
    assert strengths == {"tech": ("pa11111111",), "field": ("pb11111111",)}


def test_holes_tell_first_what_nobody_holds() -> None:
    """Then what one person holds alone, and nothing that is well held."""
    found = holes(sample_session(), "culture")
    assert [held.state for held in found] == ["open"] * 10 + ["one"]
    assert found[-1] == Held("culture", "network", ("pa11111111",))
    assert found[0] == Held("culture", "vision", ())


def test_somebody_who_left_holds_nothing_and_naming_twice_is_once() -> None:
    """Only who was not removed counts, present or not, and each person once."""
    session = apply(sample_session(), Edit("member", "pc11111111", {"culture": ("vision", "vision")}))
    assert coverage(session, "culture")[0].holders == ("pc11111111",)
    session = apply(session, Remove("member", "pc11111111", "2026-11-24"))
    assert coverage(session, "culture")[0].holders == ()


def test_a_party_of_nobody_has_only_holes() -> None:
    """And one with words of its own alone too."""
    assert len(holes(empty_session(), "strengths")) == len(deck("strengths"))
    own = apply(
        empty_session(), Add("member", "tanaka", Member(name="田中", strengths=("早起き",), culture=("無",)))
    )
    assert {held.state for held in coverage(own, "strengths")} == {"open"}
