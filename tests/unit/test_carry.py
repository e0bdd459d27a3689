"""What a review takes over from an earlier session."""

from datetime import date

import pytest

from dxworkshop.errors import RuleError
from dxworkshop.insight.hp import boss_hp
from dxworkshop.model.apply import apply
from dxworkshop.model.carry import carried
from dxworkshop.model.changes import Add, Edit, MarkAction, Remove, Set, Together
from dxworkshop.model.checkin import begun, reported
from dxworkshop.model.merge import merged
from dxworkshop.model.session import Action, Member, OpenSeat, Risk, Session
from dxworkshop.model.value import plain
from tests.sample import empty_session, sample_session

OPEN_IDS = ["aa11111111", "ab11111111", "ae11111111"]


def named(id_: str) -> Session:
    """Return another session, in which nothing was said yet."""
    return empty_session().model_copy(update={"id": id_})


def later() -> Session:
    """Return the session that comes after the sample."""
    return named("later22222")


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


def test_gaps_and_measures_that_are_answered_come_along_and_what_else_was_answered_stays() -> None:
    """The plan still says what it is for; notes and risks are of the earlier day."""
    earlier = apply(sample_session(), Add("risk", "risk22aaaa", Risk(cause="忙しい")))
    noted = apply(earlier, Edit("action", "aa11111111", {"answers": ("g111111111", "risk22aaaa")}))
    taken = apply(later(), carried(later(), noted))
    assert taken.actions["aa11111111"].answers == ("g111111111",)
    assert list(taken.gaps) == ["g111111111"]
    assert (taken.gaps["g111111111"].since, taken.gaps["g111111111"].note) == (noted.id, "")


def test_the_boss_goes_on_from_where_it_was() -> None:
    """Name, reason and measures with what was read last, so that its HP does not rise by changing the file."""
    earlier = sample_session()
    taken = apply(later(), carried(later(), earlier))
    assert (taken.boss.name, taken.vision.destination) == (earlier.boss.name, earlier.vision.destination)
    measure = taken.boss.measures["m111111111"]
    assert (measure.known, measure.known_on) == (39.0, date(2026, 12, 8))
    assert boss_hp(plain(taken)) == boss_hp(plain(earlier))


def test_a_reading_goes_through_a_session_that_read_nothing() -> None:
    """From the first to the third; and a newer one takes its place."""
    second = apply(later(), carried(later(), sample_session()))
    third = apply(named("third22222"), carried(named("third22222"), second))
    assert third.boss.measures["m111111111"].known == 39.0
    read = apply(second, begun(second, "chec22aaaa", date(2027, 1, 12)))
    read = apply(read, Edit("checkin", "chec22aaaa", {"readings": {"m111111111": 30.0}}))
    newer = apply(third, carried(third, read))
    assert (newer.boss.measures["m111111111"].known, newer.boss.measures["m111111111"].known_on) == (
        30.0,
        date(2027, 1, 12),
    )
    assert carried(newer, second) == Together(())


def test_what_the_team_wrote_here_is_not_written_over() -> None:
    """A boss or a vision of its own stays, and then no measure comes either."""
    own = apply(apply(later(), Set("boss", {"name": "別の壁"})), Set("vision", {"destination": "ここ"}))
    after = apply(own, carried(own, sample_session()))
    assert (after.boss.name, after.boss.measures, after.vision.destination) == ("別の壁", {}, "ここ")
    assert after.actions["aa11111111"].answers == ("g111111111",)


def test_a_gap_comes_as_wide_as_it_is_by_now_and_not_where_it_is_closed() -> None:
    """Its size is the last one that was said."""
    earlier = apply(sample_session(), Edit("checkin", "c111111111", {"gaps": {"g111111111": 2}}))
    assert apply(later(), carried(later(), earlier)).gaps["g111111111"].size == 2
    closed = apply(earlier, Edit("checkin", "c111111111", {"gaps": {"g111111111": 0}}))
    after = apply(later(), carried(later(), closed))
    assert (after.gaps, after.actions["aa11111111"].answers) == ({}, ("m111111111",))


def test_a_day_that_has_passed_is_a_slip_once() -> None:
    """By the day of the new session; a day still to come is none, and one that is known is not counted again."""
    earlier = apply(sample_session(), Edit("action", "ab11111111", {"slipped": (date(2026, 12, 4),)}))
    held = apply(later(), Set("meeting", {"held": date(2027, 2, 26)}))
    after = apply(held, carried(held, earlier))
    assert after.actions["ab11111111"].slipped == (date(2026, 12, 4),)
    before = earlier.actions["aa11111111"].slipped
    assert after.actions["aa11111111"].slipped == before
    held = apply(later(), Set("meeting", {"held": date(2027, 2, 27)}))
    assert apply(held, carried(held, earlier)).actions["aa11111111"].slipped == (*before, date(2027, 2, 26))


def test_the_next_step_that_was_agreed_on_is_the_first_one_here() -> None:
    """A new plan begins with it; a day behind the due date does not come along."""
    earlier = sample_session()
    said = {"next_step": "配置を試す", "next_by": date(2026, 12, 18), "if_then": "もし雨なら、次の週にする"}
    earlier = apply(earlier, reported(earlier, "c111111111", "aa11111111", said))
    action = apply(later(), carried(later(), earlier)).actions["aa11111111"]
    assert (action.first_step, action.first_step_by, action.if_then) == tuple(said.values())
    late = apply(earlier, reported(earlier, "c111111111", "aa11111111", {"next_by": date(2027, 3, 1)}))
    assert apply(later(), carried(later(), late)).actions["aa11111111"].first_step_by is None


def test_seats_that_are_still_open_come_and_none_twice_by_name() -> None:
    """One that is open here already by that name is the same."""
    earlier = sample_session()
    (name,) = [seat.name for seat in earlier.seats.values() if not seat.removed][:1]
    assert next(iter(apply(later(), carried(later(), earlier)).seats)) in earlier.seats
    here = apply(later(), Add("seat", "seat22aaaa", OpenSeat(name=name)))
    assert [seat.name for seat in apply(here, carried(here, earlier)).seats.values()].count(name) == 1


def test_the_chain_is_kept_even_where_nothing_is_open() -> None:
    """A plan that is all done is gone on from, too; and once is enough."""
    done = sample_session()
    for id_ in OPEN_IDS:
        done = apply(done, MarkAction(id_, "done"))
    after = apply(later(), carried(later(), done))
    assert (after.earlier, after.actions) == ((done.id,), {})
    assert carried(after, done) == Together(())


def test_what_was_done_on_the_way_does_not_come_back_from_the_first_plan() -> None:
    """First to second to third; the first, taken over into the third too, brings only what is new in it."""
    first = sample_session()
    second = apply(later(), carried(later(), first))
    second = apply(second, MarkAction("aa11111111", "done"))
    third = apply(named("third22222"), carried(named("third22222"), second))
    assert "aa11111111" not in third.actions
    assert carried(third, first, [second]) == Together(())
    new = apply(first, Add("action", "actn22new1", Action(title="あとから")))
    after = apply(third, carried(third, new, [second]))
    assert set(after.actions) - set(third.actions) == {"actn22new1"}
    assert after.earlier == (second.id, first.id)


def test_a_session_is_not_taken_over_by_the_one_it_goes_on_from() -> None:
    """That would be a circle, and is said."""
    second = apply(later(), carried(later(), sample_session()))
    with pytest.raises(RuleError, match="goes on from this session itself"):
        carried(sample_session(), second)


def test_two_laptops_that_take_the_same_plan_over_write_it_once() -> None:
    """All ids are equal: the merge has nothing twice and no clash."""
    base = later()
    mine = plain(apply(base, carried(base, sample_session())))
    theirs = plain(apply(base, carried(base, sample_session())))
    both = merged(plain(base), mine, theirs, by="x", at="2026-12-10")
    assert both.clashes == 0
    assert both.data == mine


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
