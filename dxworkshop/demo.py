"""The worked workshops: whole sessions of offices that do not exist, told change by change.

Each is a TOML file of what a facilitator typed, in that order. Playing one makes a session by the same way
as any other: through the `Library`, one change after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field

from dxworkshop.errors import DocumentError, NotFoundError, RuleError
from dxworkshop.i18n import Language, Register
from dxworkshop.model.changes import Change, MoveTo
from dxworkshop.model.value import Text, Value
from dxworkshop.model.wire import change_from
from dxworkshop.sentence import say
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import toml
from dxworkshop.store.document import validated

_FOLDER = Path(__file__).parent / "worked"
STORIES: tuple[str, ...] = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
"""Names of the worked workshops."""


@dataclass(frozen=True)
class Story:
    """One worked workshop: the head of its session, and everything that was typed."""

    name: str
    """Name of its file."""
    id: str
    """Id of the session that is committed as an example."""
    title: str
    organisation: str
    language: Language
    register: Register
    template: str
    created: datetime
    about: str
    """One sentence in the story's language: that the place is made up, and where the words come from."""
    changes: tuple[Change, ...]


class _Told(Value):
    """The file of a story."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z2-7]{10}$")
    title: Text
    organisation: Text
    language: Language
    spoken: Register = Field(alias="register")  # a field of the alias's name would shadow one of pydantic's
    template: str
    created: datetime
    about: Text
    changes: tuple[dict[str, Any], ...]


def load(name: str) -> Story:
    """Read a worked workshop; raises `NotFoundError`, or `DocumentError` with the place of what is wrong."""
    if name not in STORIES:
        raise NotFoundError(
            say("there is no worked workshop {name}; known: {choices}", name=name, choices=STORIES)
        )
    path = _FOLDER / f"{name}.toml"
    parsed = toml.parse(toml.read_bytes(path), path)
    told = validated(_Told, parsed, parsed.data)
    return Story(
        name=name,
        id=told.id,
        title=told.title,
        organisation=told.organisation,
        language=told.language,
        register=told.spoken,
        template=told.template,
        created=told.created,
        about=told.about,
        changes=tuple(_change(parsed, index, table) for index, table in enumerate(told.changes)),
    )


def play(
    story: Story,
    library: Library,
    *,
    id_: str = "",
    on_change: Callable[[int, int, Change], None] | None = None,
) -> Facilitation:
    """Make a session and do all that the story tells, saving at every step and at the end.

    Args:
        story: what is played.
        library: where the session's file is made.
        id_: the session's id; a new random one where none is given.
        on_change: called after each change with its number from 1, how many there are, and the change.

    """
    led = library.new(
        story.title,
        story.template,
        language=story.language,
        register=story.register,
        organisation=story.organisation,
        id_=id_,
        created=story.created,
        times="template",  # what is played is told to the minute
    )
    for number, change in enumerate(story.changes, start=1):
        led.do(change)
        if isinstance(change, MoveTo):
            led.save()
        if on_change:
            on_change(number, len(story.changes), change)
    led.save()
    return led


def _change(parsed: toml.Parsed, index: int, table: dict[str, Any]) -> Change:
    try:
        return change_from(table)
    except RuleError as error:
        raise DocumentError(parsed.place(["changes", index]), error.sentence) from None
