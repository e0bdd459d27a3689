"""From a session to what may be read outside the team: done once, before anything is told.

What cannot be promised: that nobody is known by what they said. A nickname, a name nobody wrote down, another
reading of a name or a story only one person can tell stay as they are; `READ_THROUGH` says so.
"""

from dataclasses import dataclass, replace

from dxworkshop.i18n import Voice
from dxworkshop.model.session import Session
from dxworkshop.report.options import USUAL, Options
from dxworkshop.report.redaction.ledger import Ledger, Taken
from dxworkshop.report.redaction.people import names_of
from dxworkshop.report.redaction.walk import Walk
from dxworkshop.report.view import Audience
from dxworkshop.sentence import Sentence, say

READ_THROUGH: Sentence = say(
    "Read the text through before it leaves: nicknames, names of people who are not in the {party}, and what only "
    "one person can have said are not found by a program."
)
"""What a preview ends with."""


@dataclass(frozen=True)
class Redacted:
    """What is left of a session for an audience, and what was taken out."""

    session: Session
    options: Options
    """As they may be told: the earlier session and the words chosen are redacted too."""
    taken: tuple[Taken, ...]


def redacted(session: Session, audience: Audience, options: Options = USUAL, *, voice: Voice) -> Redacted:
    """Return a session as an audience may read it; the team reads all of it."""
    if audience == "internal":
        return Redacted(session, options, ())
    names = names_of(session, audience, options, voice)
    ledger = Ledger(voice, audience, names)
    told = Walk(session, audience, names, ledger).session()
    if audience == "public" and options.hide_organisation:
        told = told.model_copy(update={"organisation": ""})
    only = names.id(options.only) if options.only in names.known else names.replaced(options.only)
    earlier = options.earlier and Walk(options.earlier, audience, names, ledger.apart()).session()
    return Redacted(told, replace(options, only=only, hide=(), earlier=earlier), ledger.taken())


__all__ = ["READ_THROUGH", "Redacted", "Taken", "redacted"]
