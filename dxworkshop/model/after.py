"""The rules of what is said after the workshop: check-ins, and rules of lint that are set aside."""

from dxworkshop import deck
from dxworkshop.errors import NotFoundError, RuleError
from dxworkshop.model.room import a_rating_is_of_this_step
from dxworkshop.model.session import Checkin, LintException, Session
from dxworkshop.sentence import say


def a_checkin_speaks_of_what_is_there(session: Session, id_: str, checkin: Checkin) -> None:
    """Refuse a check-in of things this session never had, and a rating that its scale does not know.

    What was removed since may stand in it: that day, it was there.
    """
    if checkin.host and checkin.host not in session.members:
        raise RuleError(say("{name} is not a member of the party; add them first", name=checkin.host))
    for measure in checkin.readings:
        if measure not in session.boss.measures:
            raise RuleError(say("there is no measure {id} here", id=measure))
    for gap in checkin.gaps:
        if gap not in session.gaps:
            raise RuleError(say("there is no gap {id} here", id=gap))
    for step, marks in checkin.ratings.items():
        for card, rating in marks.items():
            try:
                a_rating_is_of_this_step(session, step, card, rating)
            except NotFoundError as error:
                raise RuleError(error.sentence) from None
    _actions_are_rated_on_the_scale(session, checkin)


def _actions_are_rated_on_the_scale(session: Session, checkin: Checkin) -> None:
    """Refuse a report of no action, and a mark that the scale has not; a scale of another office has any."""
    scale = deck.scale(checkin.scale)
    for action, report in checkin.actions.items():
        if action not in session.actions:
            raise RuleError(say("there is no action {id} here", id=action))
        if report.rating and not checkin.scale:
            raise RuleError(say("say on which scale {rating} is", rating=report.rating))
        if report.rating and scale and report.rating not in scale.marks:
            choices = ", ".join(scale.marks)
            raise RuleError(say("{value} is not one of: {choices}", value=report.rating, choices=choices))


def an_exception_says_why(session: Session, id_: str, exception: LintException) -> None:
    """Refuse to set a rule aside without saying which and why, and for an action that is not there."""
    if not exception.rule.strip():
        raise RuleError(say("say which rule is set aside"))
    if not exception.reason.strip():
        raise RuleError(say("say why the rule is set aside; any honest reason will do"))
    if exception.action and exception.action not in session.actions:
        raise RuleError(say("there is no action {id} here", id=exception.action))
