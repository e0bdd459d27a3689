"""Who wrote a note, as far as anybody may know."""

from dxworkshop.model.session import Note, Session
from dxworkshop.model.workshop import CollectStep


def author(session: Session, note: Note) -> str:
    """Return the id of the member who wrote a note; nobody where the step is anonymous, or is not known.

    No change writes a name into an anonymous step. A file can be edited by hand, or made by another program: what
    the room was promised holds there, too.
    """
    step = session.workshop.steps.get(note.step)
    named = isinstance(step, CollectStep) and not step.anonymous
    return note.author if named and note.author in session.members else ""
