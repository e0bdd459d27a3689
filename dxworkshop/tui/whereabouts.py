"""Where somebody is on a session's screen, for the same screen in other words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Whereabouts:
    """Where the cursor is on a session's screen."""

    script: bool
    """Whether the script is shown."""
    chosen: tuple[str, ...]
    """Id of the item that each form shows; empty for none."""
    form: int | None
    """Number of the form the cursor is in."""
    field: int
    """Number of the field in it."""
