"""Files of other formats: an older one is carried over step by step, a newer one read as far as we understand it.

Nothing is written here. A file keeps its format until somebody changes something in it.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from dxworkshop.errors import DxError
from dxworkshop.model.session import FORMAT, Session
from dxworkshop.model.value import frozen
from dxworkshop.sentence import say

Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes the data of one format, which it may change, and returns that of the next; knows no file and no model."""

MIGRATIONS: Mapping[int, Migration] = {}
"""What leads from a format to the next, by the number of the older one. An entry stays for ever."""


def migrated(
    data: Mapping[str, Any], migrations: Mapping[int, Migration] = MIGRATIONS, ours: int = FORMAT
) -> dict[str, Any]:
    """Return data of any older format as data of ours; what a migration does not know stays as it is.

    The data given is not changed. Data of our format, of a newer one or of none is returned as it is: the
    model says what is wrong with it.

    Raises:
        DxError: no migration leads on from the format of the data.

    """
    found = format_of(data)
    if found is None or not 1 <= found < ours:
        return dict(data)
    moved = deepcopy(dict(data))
    for number in range(found, ours):
        if number not in migrations:
            raise DxError(
                say("this program cannot read format {number} any more; an older one can", number=number)
            )
        moved = {**migrations[number](moved), "format": number + 1}
    return moved


def readable_newer(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return data of a newer format as if it were ours, to be shown and never to be saved.

    None where it is not newer, or where our model does not take it: then only the newer program can tell.
    """
    found = format_of(data)
    if found is None or found <= FORMAT:
        return None
    shown = {**data, "format": FORMAT}
    try:
        session = Session.model_validate(frozen(shown))
    except ValidationError:
        return None
    return shown if session.workshop.in_order() else None


def format_of(data: Mapping[str, Any]) -> int | None:
    """Return the format a file says it has; None where it says none."""
    found = data.get("format")
    return found if isinstance(found, int) and not isinstance(found, bool) else None
