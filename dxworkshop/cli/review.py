"""``dxworkshop review``: plans after the workshop, as the screen shows them; several of them as one view."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxworkshop import calendar, config, offer
from dxworkshop.cli.context import JsonOption, named, opened
from dxworkshop.cli.export import AudienceOption, HideOption
from dxworkshop.cli.output import as_json, finding, note, out
from dxworkshop.cli.session import chosen
from dxworkshop.errors import DxError, NotFoundError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.model.session import Session
    from dxworkshop.report.standing import Board, Plan

SessionsArgument = Annotated[
    list[str],
    typer.Argument(metavar="SESSION...", help=tr("Files, starts of ids, parts of titles, or folders of sessions")),
]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="|".join(offer.GROUPINGS),
        help=tr("What {actions} are put together by"),
        show_default=False,
    ),
]
MatchOption = Annotated[
    str,
    typer.Option(
        "--match",
        metavar="TEXT",
        help=tr("Only {actions} that hold all these words: title, person, role, status, day, next step"),
        show_default=False,
    ),
]


def review(
    ctx: typer.Context,
    sessions: SessionsArgument,
    by: ByOption = "",
    match: MatchOption = "",
    audience: AudienceOption = "",
    hide: HideOption = None,
    json: JsonOption = False,
) -> None:
    """Print what is done, what is next for whom, what is blocked and who could be asked."""
    from dxworkshop.report.board import board
    from dxworkshop.report.options import Options
    from dxworkshop.report.redact import READ_THROUGH

    grouping = offer.named(chosen(by, offer.GROUPINGS, "status"), offer.GROUPINGS)
    readers = offer.named(chosen(audience, offer.AUDIENCES, "internal"), offer.AUDIENCES)
    found = _sessions(ctx, sessions)
    spoken = _voice(found, readers)
    today = calendar.now().date()
    dates: offer.Dates = "western" if config.load().dates == "western" else "era"
    options = Options(dates=dates, hide=tuple(hide or ()))
    made = board(found, spoken, today, by=grouping, match=match, audience=readers, options=options)
    if json:
        as_json({"audience": readers, **asdict(made)})
    else:
        _print(made, spoken)
    if readers != "internal":
        note(spoken.say(READ_THROUGH))


def _sessions(ctx: typer.Context, wishes: list[str]) -> "list[Session]":
    """Return the sessions that were named, those of folders too, each once; what cannot be read is said."""
    found: dict[str, Session] = {}
    for wish in wishes:
        place = Path(named(wish)).expanduser()
        if _is_folder(place):
            found |= {one.id: one for one in _within(place) if one.id not in found}
        else:
            session = opened(ctx, wish).session
            found.setdefault(session.id, session)
    if not found:
        raise NotFoundError(say("there is no session in {folder}", folder=", ".join(wishes)))
    return list(found.values())


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except (OSError, ValueError):  # words that no file system takes for a name
        return False


def _within(folder: Path) -> "list[Session]":
    from dxworkshop.lexicon import FILE as LEXICON
    from dxworkshop.store import document
    from dxworkshop.store.summary import sessions_in

    found = []
    for path in sessions_in(folder):
        try:
            found.append(document.load(path).session)
        except DxError as error:
            if path.name != LEXICON:  # a team's own words lie beside its sessions
                note(finding(error))
    return sorted(found, key=lambda one: (one.held_on(), one.id))


def _voice(sessions: "list[Session]", readers: offer.Audience) -> Voice:
    """Return the words of the team where they have them in common; plain ones for readers outside it."""
    if readers != "internal":
        return Voice(voice().language, "plain")
    registers = {session.register for session in sessions}
    return Voice(voice().language, registers.pop()) if len(registers) == 1 else voice()


def _print(made: "Board", spoken: Voice) -> None:
    from dxworkshop.report.standing_words import asides, counted, whole

    several = len(made.plans) > 1
    for plan in made.plans:
        _head(plan, spoken)
    out()
    out(counted(spoken, made.counts))
    if made.match:
        out(spoken.tr("{n} of {all} {actions} hold {words}", n=made.found, all=made.all, words=made.match))
    for group in made.groups:
        out()
        out(f"{group.name} ({len(group.deeds)})")
        for one in group.deeds:
            title, *rest = whole(spoken, one, several=several)
            out(f"- {title} [{one.id}]")
            for line in rest:
                out(f"    {line}")
    told = [] if made.match else asides(spoken, made)
    if told:
        out()
    for line in told:
        out(line)


def _head(plan: "Plan", spoken: Voice) -> None:
    from dxworkshop.render.bar import bar
    from dxworkshop.report.standing_words import joined

    out(f"{plan.title} ({plan.organisation})" if plan.organisation else plan.title)
    boss = spoken.tr("{Boss}: {text}", text=plan.boss or spoken.tr("not decided yet"))
    about = spoken.tr("about ") if plan.estimate else ""
    hp = ""
    if plan.hp is not None:
        hp = spoken.tr("HP {bar} {about}{percent} %", bar=bar(plan.hp), about=about, percent=plan.hp)
    day = plan.next_review.isoformat() if plan.next_review else ""
    review = spoken.tr("next {checkin}: {day}", day=day) if day else spoken.tr("no next {checkin} yet")
    out("  " + joined((boss, hp, review)))
    if plan.course:
        out("  " + " > ".join(f"{on.isoformat()} {percent} %" for on, percent in plan.course))
