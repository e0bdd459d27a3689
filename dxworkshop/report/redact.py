"""From a session to what may be read outside the team: done once, before anything is told.

What cannot be promised: that nobody is known by what they said. A nickname, a name nobody wrote down, another
reading of a name or a story only one person can tell stay as they are; `READ_THROUGH` says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dxworkshop.i18n import Voice
from dxworkshop.insight.words import Counted
from dxworkshop.model.session import Session
from dxworkshop.offer import Audience
from dxworkshop.report.field import LABELS
from dxworkshop.report.options import USUAL, Options
from dxworkshop.report.redaction.cloud import counted, counted_for
from dxworkshop.report.redaction.ledger import Ledger, Taken
from dxworkshop.report.redaction.names import Names
from dxworkshop.report.redaction.people import names_in, names_of
from dxworkshop.report.redaction.walk import Walk
from dxworkshop.sentence import Sentence, say

READ_THROUGH: Sentence = say(
    "Read the text through before it leaves: nicknames, names of people who are not in the {party}, and what only "
    "one person can have said are not found by a program."
)
"""What a preview ends with."""

_CLASS, _LICENCE = LABELS["session"]["confidentiality"], LABELS["paper"]["licence"]


@dataclass(frozen=True)
class Redacted:
    """What is left of a session for an audience, and what was taken out."""

    session: Session
    options: Options
    """As they may be told: the earlier session and the words chosen are redacted too."""
    taken: tuple[Taken, ...]
    names: Names | None = field(default=None, repr=False, compare=False)
    """What was looked for: a preview asks about what is left that looks alike."""
    words: Callable[[], tuple[Counted, ...]] = field(default=tuple, repr=False, compare=False)
    """The words of the team that may be told, counted when somebody asks; not the notes they stand in."""


def redacted(session: Session, audience: Audience, options: Options = USUAL, *, voice: Voice) -> Redacted:
    """Return a session as an audience may read it; the team reads all of it."""
    idle = _idle(audience, options, voice)
    if audience == "internal":
        return Redacted(session, options, idle, words=lambda: counted(session))
    names = names_of(session, audience, options, voice)
    ledger = Ledger(voice, audience, names)
    told = Walk(session, audience, names, ledger).session()
    if audience == "public" and options.hide_organisation:
        told = told.model_copy(update={"organisation": ""})
    only = names.id(options.only) if options.only in names.known else names.replaced(options.only)
    earlier = options.earlier and Walk(options.earlier, audience, names, ledger.apart()).session()
    people = names_in(session, options)
    return Redacted(
        told,
        replace(options, only=only, hide=(), earlier=earlier),
        (*ledger.taken(), *idle, *_standing(told, audience, voice)),
        names,
        lambda: counted_for(session, audience, names, people),
    )


def _idle(audience: Audience, options: Options, voice: Voice) -> tuple[Taken, ...]:
    """Return what was asked to be hidden, and is not hidden from these readers."""
    tr, found = voice.tr, []
    if audience == "internal" and any(word.strip() for word in options.hide):
        found.append(Taken(tr("the words to hide stay"), tr("the {party} reads everything")))
    if audience != "public" and options.hide_organisation:
        found.append(Taken(tr("the organisation's name stays"), tr("it is hidden in public documents only")))
    return tuple(found)


def _standing(told: Session, audience: Audience, voice: Voice) -> tuple[Taken, ...]:
    """Return what a document for everybody says of itself that may not fit: it stands there as it was chosen."""
    tr, found = voice.tr, []
    if audience == "public" and (label := told.confidentiality.strip()):
        why = tr('"{label}" stands on this document for everybody; look whether that fits', label=label)
        found.append(Taken(voice.say(_CLASS), why))
    if audience == "public" and told.paper.licence == "office":
        why = tr("the licence of this document for everybody is: for use within the office only")
        found.append(Taken(voice.say(_LICENCE), why))
    return tuple(found)


__all__ = ["READ_THROUGH", "Redacted", "Taken", "redacted"]
