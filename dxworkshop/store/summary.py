"""What a list shows of a session file, read without building the whole session.

A folder of sessions must open at once: only the part above ``[workshop]`` is parsed, and no model is
imported. A file that does not fit is reported when it is opened or checked.
"""

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from dxworkshop.errors import DocumentError, FolderError, Place
from dxworkshop.insight.due import reviews_ahead
from dxworkshop.insight.hp import Hp, boss_hp
from dxworkshop.sentence import Sentence, say
from dxworkshop.store import toml


@dataclass(frozen=True)
class Head:
    """What a list needs of a session file, on whatever day it is printed."""

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
    open_dues: tuple[date, ...]
    """Due dates of the open actions, in their order."""
    reviews: tuple[date, ...]
    """Those that may be the next one, in their order: see `reviews_ahead`."""


class Summary(NamedTuple):
    """The head of a session file, as it stands today. A tuple: a list may show a hundred thousand."""

    folder: Path
    name: str
    """Name of its file in the folder."""
    id: str
    title: str
    organisation: str
    made: str
    """When it was made, in ISO form; empty where nobody knows."""
    at: str
    """Id of the step it is at."""
    percent: int | None
    """HP; None where there is nothing to count."""
    estimate: int
    """1 where the HP was counted from actions."""
    actions: int
    """Actions of the plan; removed and dropped ones do not count."""
    done: int
    late: int
    """Open actions whose due date has passed."""
    next_review: date | None
    text: str = ""
    """What people typed, where it was asked for."""

    @property
    def path(self) -> Path:
        """Return its file."""
        return self.folder / self.name

    @property
    def created(self) -> datetime | None:
        """Return when it was made."""
        return datetime.fromisoformat(self.made) if self.made else None

    @property
    def hp(self) -> Hp | None:
        """Return its HP; None where there is nothing to count."""
        return None if self.percent is None else Hp(self.percent, bool(self.estimate))


Row = tuple[str, ...]
"""What a table shows of a session: id, day, title, HP, actions done of all, late ones, next review, file."""
HpWords = Callable[[int | None, int], str]
"""Says what is left in percent, None where there is nothing to count, and whether (1) that is an estimate."""


def row_of(one: Summary, hp: HpWords) -> Row:
    """Return what a table shows of a session; ``-`` where there is nothing."""
    review = one.next_review.isoformat() if one.next_review else "-"
    done = f"{one.done}/{one.actions}"
    return one.id, one.made[:10], one.title, hp(one.percent, one.estimate), done, str(one.late), review, one.name


NOT_LISTED = (
    *("workshop", "vision", "rules", "members", "seats", "ratings", "gaps", "notes", "groups", "votes"),
    *("risks", "pledges", "closing", "parked", "clock", "meeting", "paper", "exceptions"),
)
"""Tables that a list shows nothing of."""
NOT_SEARCHED = ("workshop",)
"""Tables in which nobody of the team typed anything."""


def summary(path: Path, today: date, *, text: bool = False) -> Summary:
    """Read the head of a session, for searching with all its `text`; raises `DocumentError` if it is none."""
    from dxworkshop.store.quick import quick

    raw = toml.read_bytes(path)
    data = quick(raw, path, NOT_SEARCHED if text else NOT_LISTED)
    found = head_of(data, path, raw)
    return Summary(
        folder=path.parent,
        name=path.name,
        id=found.id,
        title=found.title,
        organisation=found.organisation,
        made=found.created.isoformat() if found.created else "",
        at=found.at,
        percent=found.hp.percent if found.hp else None,
        estimate=int(found.hp.estimate) if found.hp else 0,
        actions=found.actions,
        done=found.done,
        late=late(found.open_dues, today),
        next_review=next_review(found.reviews, today),
        text=_typed(data) if text else "",
    )


def _typed(data: dict[str, Any]) -> str:
    from dxworkshop.store.index.typed import typed

    return "\n".join(one.line for one in typed(data))


def head_of(data: dict[str, Any], path: Path, raw: bytes) -> Head:
    """Return the head of a session, given tables and bytes of its file; raises `DocumentError` if it is none."""
    try:
        if isinstance(data.get("id"), str) and isinstance(data.get("title"), str):
            return _head(data)
    except (TypeError, AttributeError, KeyError, ValueError, ArithmeticError):
        pass
    # Not the tables a session has: loading it says where and why.
    from dxworkshop.store import document

    document.read(raw, path)
    raise DocumentError(Place(path), say("this is not a session"))


def age(created: datetime | None) -> float:
    """Return when a session was made, in seconds, as lists sort it; 0 where nobody knows.

    A time without an offset is taken as UTC: the laptop's own zone knows no first or last year.
    """
    if created is None:
        return 0.0
    aware = created if created.utcoffset() is not None else created.replace(tzinfo=UTC)
    return aware.timestamp()


def late(open_dues: Sequence[date], today: date) -> int:
    """Return how many of some due dates, given in their order, have passed."""
    return bisect_left(open_dues, today)


def next_review(reviews: Iterable[date], today: date) -> date | None:
    """Return the first of some days, given in their order, that has not passed."""
    return next((day for day in reviews if day >= today), None)


_CONFLICTED = r"\u7af6\u5408\u30b3\u30d4\u30fc"
_MAY_BE_COPY = re.compile(rf"conflict|{_CONFLICTED}")
_COPY = re.compile(
    rf"(?P<stem>.+?)(?:\.conflict-.+|\.sync-conflict-.+| \([^()]*(?:conflicted copy|{_CONFLICTED})[^()]*\))"
)
"""How this program, Syncthing and Dropbox name a copy that they could not merge."""


def may_be_copies(names: str) -> bool:
    """Tell whether there may be a copy that waits to be merged among some names, which stand in one text."""
    return _MAY_BE_COPY.search(names) is not None


def copied_from(name: str) -> str | None:
    """Return the file of which a file of this name is a copy that waits to be merged; None where it is none."""
    if not may_be_copies(name):
        return None
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
        raise FolderError(unreadable_folder(folder, error)) from None
    return sorted(folder / name for name in names)


def unreadable_folder(folder: Path, error: Exception) -> Sentence:
    """Say why a folder cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return say("the folder {folder} cannot be read: {reason}", folder=str(folder), reason=reason)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # reading it says why
        return True


def _head(data: dict[str, Any]) -> Head:
    actions = [
        a for a in data.get("actions", {}).values() if not a.get("removed") and a.get("status") != "dropped"
    ]
    open_ = [a for a in actions if a.get("status") != "done"]
    created = data.get("created")
    return Head(
        id=data["id"],
        title=data["title"],
        organisation=str(data.get("organisation", "")),
        created=created if isinstance(created, datetime) else None,
        at=str(data.get("at", "")),
        hp=boss_hp(data),
        actions=len(actions),
        done=len(actions) - len(open_),
        open_dues=_days(a["due"] for a in open_ if a.get("due")),
        reviews=_reviews(data),
    )


def _reviews(data: dict[str, Any]) -> tuple[date, ...]:
    days = _days(data.get("reviews", ()))
    return tuple(reviews_ahead(data)) if days and data.get("checkins") else days


def _days(found: Iterable[Any]) -> tuple[date, ...]:
    days = tuple(sorted(found))
    if not all(isinstance(day, date) and not isinstance(day, datetime) for day in days):
        raise TypeError(days)
    return days
