"""More stores that break their promise on purpose, for those who kill, cramp and race whole programs."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dxworkshop.errors import DxError
from dxworkshop.model.merge import Merged
from dxworkshop.paths import state_folder
from dxworkshop.service import Facilitation
from dxworkshop.store import aside, file
from dxworkshop.store.working import WorkingCopy
from tests.fault.sabotage import SABOTAGE

_MOMENT = 0.02
"""Seconds for which a file is half written."""


def nothing_is_kept() -> None:
    """Call changes kept that no disk has seen."""
    setattr(Facilitation, "keep", lambda self: None)  # noqa: B010 - mypy knows it as a method that stays
    setattr(Facilitation, "kept", property(lambda self: True))  # noqa: B010 - as above


def trouble_is_not_told() -> None:
    """Swallow every error of keeping and saving, as if it had been done."""
    for name in ("keep", "save"):
        setattr(Facilitation, name, _quiet(getattr(Facilitation, name)))


def _quiet(doing: Callable[[Facilitation], Any]) -> Callable[[Facilitation], None]:
    def quiet(self: Facilitation) -> None:
        with suppress(DxError):
            doing(self)

    return quiet


def half_written() -> None:
    """Write over the session file, half by half; between the halves there is time for a kill."""
    whole = os.replace

    def replace(source: Any, target: Any) -> None:
        own = state_folder() in Path(target).parents or aside.NAME in Path(target).parts
        if own or Path(target).suffix != ".toml":
            whole(source, target)
            return
        data = Path(source).read_bytes()
        with Path(target).open("wb", buffering=0) as file:
            for half in (data[: len(data) // 2], data[len(data) // 2 :]):
                file.write(half)
                time.sleep(_MOMENT)
        os.unlink(source)

    setattr(os, "replace", replace)  # noqa: B010 - mypy knows it as a function that stays


def mine_wins() -> None:
    """Merge as most programs do: what I have takes the place of what others wrote."""
    swap("merged", "dxworkshop.model.merge", lambda base, mine, theirs, *, by, at: Merged(dict(mine), 0))


def nobody_else_is_looked_at() -> None:
    """Write over the file as if nobody else ever did."""
    replace = file.replace

    def blindly(
        path: Path, data: bytes, *, expected: str | None, ready: Callable[[], None] = lambda: None
    ) -> None:
        replace(path, data, expected=None, ready=ready)

    setattr(file, "replace", blindly)  # noqa: B010 - mypy knows it as a function that stays
    setattr(WorkingCopy, "_theirs", lambda self: None)  # noqa: B010 - as above


def swap(name: str, module: str, other: object) -> None:
    """Put something in the place of a function, wherever a module of the program holds it."""
    old = getattr(sys.modules[module], name)
    holders = [found for key, found in list(sys.modules.items()) if key.split(".")[0] == "dxworkshop"]
    for holder in holders:
        for key, value in list(vars(holder).items()):
            if value is old:
                setattr(holder, key, other)


BROKEN: Mapping[str, Callable[[], None]] = {
    **SABOTAGE,
    "nothing_is_kept": nothing_is_kept,
    "trouble_is_not_told": trouble_is_not_told,
    "half_written": half_written,
    "mine_wins": mine_wins,
    "nobody_else_is_looked_at": nobody_else_is_looked_at,
}
"""What can be broken, by name."""


def apply(name: str) -> None:
    """Break the store of this process by name; no name leaves it whole."""
    if name:
        BROKEN[name]()
