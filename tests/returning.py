"""Handing a plan back: exports as text, and what comes of a copy of them."""

import re
from datetime import date
from functools import cache

from dxworkshop import intake
from dxworkshop.i18n import Voice
from dxworkshop.model.apply import apply
from dxworkshop.model.session import Action, Session
from dxworkshop.model.value import frozen, plain
from dxworkshop.offer import Audience, Dates
from dxworkshop.render import markdown, table
from dxworkshop.report import build
from dxworkshop.report.options import Options
from tests.sample import TODAY, sample_session

ENGLISH = Voice("en", "plain")
VOICES = [Voice(language, register) for language in ("ja", "en") for register in ("adventure", "plain")]
FIRST, SECOND, DONE, DROPPED, BARE = "aa11111111", "ab11111111", "ac11111111", "ad11111111", "ae11111111"
"""The actions of the sample that were not removed, by where they stand."""
RENDERED = {"plan.md": markdown.render, "actions.csv": table.render_csv, "actions.tsv": table.render_tsv}


def export(
    name: str,
    session: Session | None = None,
    voice: Voice = ENGLISH,
    audience: Audience = "internal",
    dates: Dates = "western",
    today: date = TODAY,
) -> str:
    """Return the text of an export under the name of its file; of the sample where no session is given."""
    if session is None:
        return _of_the_sample(name, voice, audience, dates, today)
    report = build(session, voice=voice, today=today, audience=audience, options=Options(dates=dates))
    return RENDERED[name](report)


@cache
def _of_the_sample(name: str, voice: Voice, audience: Audience, dates: Dates, today: date) -> str:
    return export(name, sample_session(), voice, audience, dates, today)


def returned(text: "str | bytes", name: str = "plan.md", session: Session | None = None) -> intake.Returned:
    """Return what a copy changes; in the sample where no session is given."""
    return intake.read(session or sample_session(), text, name, today=TODAY)


def after(text: "str | bytes", name: str = "plan.md", session: Session | None = None) -> Session:
    """Return the session after a copy of which nothing may be left alone."""
    found = returned(text, name, session)
    assert [(left.line, left.text, str(left.why)) for left in found.left] == []
    assert found.change is not None
    return apply(session or sample_session(), found.change)


def new(before: Session, now: Session) -> dict[str, dict[str, object]]:
    """Return the fields of actions that differ, by id; nothing else may differ."""
    assert {**plain(before), "actions": {}} == {**plain(now), "actions": {}}
    found = {}
    for id_, action in now.actions.items():
        old = before.actions[id_]
        names = [name for name in Action.model_fields if getattr(old, name) != getattr(action, name)]
        if names:
            found[id_] = {name: getattr(action, name) for name in names}
    return found


def edited(id_: str, session: Session | None = None, **fields: object) -> Session:
    """Return a session in which somebody changed one action by hand."""
    session = session or sample_session()
    data = plain(session)
    data["actions"] = {**data["actions"], id_: {**data["actions"][id_], **fields}}
    return Session.model_validate(frozen(data))


def whys(found: intake.Returned) -> list[str]:
    """Return why lines were left alone."""
    return [str(left.why) for left in found.left]


def line_of(text: str, id_: str) -> int:
    """Return the number of the line of an action, from 0."""
    (found,) = [n for n, line in enumerate(text.splitlines()) if f"`{id_}-" in line]
    return found


def sign_of(text: str, id_: str) -> str:
    """Return the sign of an action: its id with the check behind it."""
    found = re.search(f"{id_}-[0-9a-f]*", text)
    assert found is not None
    return found[0]


def ticked(text: str, id_: str, box: str = "[x]") -> str:
    """Return a plan with another box before one action."""
    lines = text.split("\n")
    lines[line_of(text, id_)] = re.sub(r"\[[ x]\]", lambda _: box, lines[line_of(text, id_)], count=1)
    return "\n".join(lines)


def field(text: str, id_: str, label: str, value: str) -> str:
    """Return a plan with another value behind a label of one action, which is added where it is missing."""
    lines = text.split("\n")
    at = line_of(text, id_) + 1
    while lines[at].startswith("  "):
        if lines[at].startswith(f"  - {label}:"):
            lines[at] = f"  - {label}: {value}"
            return "\n".join(lines)
        at += 1
    return "\n".join([*lines[:at], f"  - {label}: {value}", *lines[at:]])
