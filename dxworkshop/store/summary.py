"""What a list shows of a session file, read without building the whole session.

A folder of sessions must open at once: only the part above ``[workshop]`` is parsed, and no model is
imported. A file that does not fit is reported when it is opened or checked.
"""

import os
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dxworkshop.errors import DocumentError, FolderError, Place
from dxworkshop.insight.hp import Hp, boss_hp
from dxworkshop.sentence import say
from dxworkshop.store import toml
from dxworkshop.store.skim import skim


@dataclass(frozen=True)
class Summary:
    """The head of a session file."""

    path: Path
    id: str
    title: str
    organisation: str
    created: datetime | None
    at: str
    """Id of the step it is at."""
    hp: Hp | None
    actions: int
    """Actions of the plan; removed and dropped ones do not count."""
    done: int
    late: int
    """Open actions whose due date has passed."""
    next_review: date | None
    text: str
    """What people typed: everything where it was asked for, else what was read anyway."""


_NOT_LISTED = (
    *("workshop", "vision", "rules", "members", "seats", "ratings", "gaps", "notes", "groups", "votes"),
    *("risks", "pledges", "closing", "parked", "clock", "meeting", "paper"),
)
"""Tables that a list shows nothing of."""


def summary(path: Path, today: date, *, text: bool = False) -> Summary:
    """Read the head of a session, for searching with all its `text`; raises `DocumentError` if it is none."""
    try:
        return _summary(path, skim(toml.read_bytes(path), path, ("workshop",) if text else _NOT_LISTED), today)
    except (TypeError, AttributeError, KeyError, ValueError):
        # Not the tables a session has: loading it says where and why.
        from dxworkshop.store import document

        document.load(path)
        raise


_COPY = re.compile(
    r"(?P<stem>.+?)(?:\.conflict-.+|\.sync-conflict-.+"
    r"| \([^()]*(?:conflicted copy|\u7af6\u5408\u30b3\u30d4\u30fc)[^()]*\))"
)
"""How this program, Syncthing and Dropbox name a copy that they could not merge."""


def copied_from(name: str) -> str | None:
    """Return the file of which a file of this name is a copy that waits to be merged; None where it is none."""
    found = _COPY.fullmatch(name.removesuffix(".toml"))
    return f"{found['stem']}.toml" if found else None


def sessions_in(folder: Path, *, copies: bool = False) -> list[Path]:
    """Return the files of a folder that may be sessions, by name; none where there is no folder.

    Copies that wait to be merged are none of them; with `copies` it is those that are returned.

    Raises `FolderError` where the folder may not be read: it must not look empty then.
    """
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if e.name.endswith(".toml") and e.name[0] != "." and _is_file(e)]
            names = [name for name in names if (copied_from(name) is not None) is copies]
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        sentence = say("the folder {folder} cannot be read: {reason}", folder=str(folder), reason=reason)
        raise FolderError(sentence) from None
    return sorted(folder / name for name in names)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # reading it says why
        return True


def _summary(path: Path, data: dict[str, Any], today: date) -> Summary:
    if not isinstance(data.get("id"), str) or not isinstance(data.get("title"), str):
        from dxworkshop.store import document

        document.load(path)
        raise DocumentError(Place(path), say("this is not a session"))
    actions = [
        a for a in data.get("actions", {}).values() if not a.get("removed") and a.get("status") != "dropped"
    ]
    open_ = [a for a in actions if a.get("status") != "done"]
    return Summary(
        path=path,
        id=data["id"],
        title=data["title"],
        organisation=str(data.get("organisation", "")),
        created=data.get("created"),
        at=str(data.get("at", "")),
        hp=boss_hp(data),
        actions=len(actions),
        done=len(actions) - len(open_),
        late=sum(1 for a in open_ if a.get("due") and a["due"] < today),
        next_review=next((day for day in sorted(data.get("reviews", ())) if day >= today), None),
        text="\n".join(_texts(data)),
    )


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        data = [] if data.get("removed") else list(data.values())
    return [text for item in data for text in _texts(item)] if isinstance(data, list) else []
