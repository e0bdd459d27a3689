"""What a review takes over from an earlier session."""

from datetime import date

from dxworkshop.model.apply import apply
from dxworkshop.model.carry import carried
from dxworkshop.model.changes import Add, Remove, Together
from dxworkshop.model.session import Action, Member, Session
from tests.sample import empty_session, sample_session

OPEN_IDS = ["aa11111111", "ab11111111", "ae11111111"]


def later() -> Session:
    """Return another session, in which nothing was said yet."""
    return empty_session().model_copy(update={"id": "later22222"})


def test_members_and_open_actions_come_under_their_own_ids() -> None:
    """Owner, partners and dates stay; each action says where it was agreed; who is here is asked anew."""
    earlier = sample_session()
    after = apply(later(), carried(later(), earlier))
    assert set(after.members) == {id_ for id_, member in earlier.members.items() if not member.removed}
    assert list(after.actions) == OPEN_IDS
    before = earlier.actions
    for id_, one in after.actions.items():
        assert one.since == (before[id_].since or earlier.id)
        assert (one.owner, one.partners, one.due) == (before[id_].owner, before[id_].partners, before[id_].due)
    assert all(member.present is None for member in after.members.values())


def test_what_an_action_answered_stays_where_it_is() -> None:
    """Gaps and measures of the earlier session are not here."""
    assert apply(later(), carried(later(), sample_session())).actions["aa11111111"].answers == ()


def test_nothing_comes_twice() -> None:
    """A second time there is nothing to do, even for what was removed since."""
    once = apply(later(), carried(later(), sample_session()))
    assert carried(once, sample_session()) == Together(())
    less = apply(once, Remove("action", "ae11111111", "2026-12-10"))
    assert carried(less, sample_session()) == Together(())


def test_a_session_does_not_carry_its_own_plan() -> None:
    """It is here already."""
    assert carried(sample_session(), sample_session()) == Together(())


def test_somebody_who_is_here_under_another_id_keeps_their_actions() -> None:
    """They are not written down twice."""
    here = apply(later(), Add("member", "memb22tana", Member(name="田中", seat="情報政策課")))
    after = apply(here, carried(here, sample_session()))
    assert [member.name for member in after.members.values()].count("田中") == 1
    assert after.actions["ab11111111"].owner == "memb22tana"
    assert after.actions["aa11111111"].partners == ("memb22tana", "pc11111111")


def test_an_owner_who_was_removed_here_leaves_the_action_free() -> None:
    """The action comes all the same."""
    once = apply(later(), carried(later(), sample_session()))
    for id_ in OPEN_IDS:
        once = apply(once, Remove("action", id_, "x"))
    actions = {id_: action for id_, action in once.actions.items() if not action.removed}
    without = apply(once, Remove("member", "pa11111111", "x")).model_copy(update={"actions": actions})
    after = apply(without, carried(without, sample_session()))
    assert after.actions["ab11111111"].owner == ""


def test_the_first_session_stays_named_through_several_reviews() -> None:
    """And the verdict of the last review is not this one's."""
    earlier = apply(later(), Add("action", "actn22aaaa", Action(title="様式を減らす", since="first22222")))
    earlier = apply(
        earlier, Add("action", "actn22bbbb", Action(title="案内板", due=date(2027, 1, 8), verdict="carry"))
    )
    third = empty_session().model_copy(update={"id": "third22222"})
    actions = apply(third, carried(third, earlier)).actions
    assert (actions["actn22aaaa"].since, actions["actn22bbbb"].since) == ("first22222", "later22222")
    assert actions["actn22bbbb"].verdict == ""
    assert [action.rank for action in actions.values()] == sorted(action.rank for action in actions.values())
