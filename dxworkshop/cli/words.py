"""``dxworkshop words``: which words people used, and which words of culture nobody said."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_args

import typer

from dxworkshop.cli.context import JsonOption, folder, named, opened
from dxworkshop.cli.output import as_json, cells, cut, note, out, table
from dxworkshop.cli.session import chosen
from dxworkshop.errors import FolderError, UsageError
from dxworkshop.i18n import tr, trn, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.insight.words import Counted, Said
    from dxworkshop.lexicon import Lexicon
    from dxworkshop.model.session import Session
    from dxworkshop.service import Facilitation

FINDINGS = "findings"
"""What the source study found: no deck to pick from, but one to count."""
Audience = Literal["internal", "office", "public"]
_BAR, _WORD, _LINE = 30, 30, 76
"""Cells of the longest bar, of the widest word, and of a line of the cloud."""
_TOP = 20

SessionsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="SESSION...", help=tr("Files, starts of ids, or parts of titles"))
]
DeckOption = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help=tr("Count a deck of cards instead, or findings, which is what the source study found"),
        show_default=False,
    ),
]
TopOption = Annotated[
    int | None,
    typer.Option(metavar="N", help=tr("How many bars; 20 where it is not given"), show_default=False),
]
LexiconOption = Annotated[
    str,
    typer.Option("--lexicon", metavar="FILE", help=tr("A file with words of your own"), show_default=False),
]
TokenizerOption = Annotated[
    str,
    typer.Option(
        metavar="lexicon|janome", help=tr("How words are found; janome has to be installed"), show_default=False
    ),
]
AudienceOption = Annotated[
    str,
    typer.Option(
        metavar="|".join(get_args(Audience)),
        help=tr("Who will read it; but for internal, names and words of one person alone are left out"),
        show_default=False,
    ),
]


@dataclass(frozen=True)
class Source:
    """What is counted."""

    texts: "tuple[Said, ...]"
    led: "Sequence[Facilitation]" = ()
    """The sessions it comes from; none for a deck."""
    names: tuple[str, ...] = ()
    """Names of people, who are not told outside the team."""
    credit: str = ""
    """Whose words they are."""


@dataclass(frozen=True)
class Told:
    """What may be shown of it."""

    source: Source
    words: "tuple[Counted, ...]"
    hidden: int = 0
    """How many words were left out."""
    unsaid: tuple[str, ...] = ()
    """Words of culture that are not among the words."""
    internal: bool = True
    settings: dict[str, str] = field(default_factory=dict)


def words(
    ctx: typer.Context,
    sessions: SessionsArgument = None,
    deck: DeckOption = "",
    top: TopOption = None,
    lexicon: LexiconOption = "",
    tokenizer: TokenizerOption = "",
    audience: AudienceOption = "",
    json: JsonOption = False,
) -> None:
    """Print the words of sessions, or of a deck, by how many notes hold them."""
    from dxworkshop.insight.words import count, shared, unsaid
    from dxworkshop.tokenizer import NAMES, reader

    way = chosen(tokenizer, NAMES, NAMES[0])
    readers = chosen(audience, get_args(Audience), "internal")
    if top is not None and top < 1:
        raise UsageError(say("{option} is a number from 1 on", option="--top"))
    if sessions and deck:
        raise UsageError(say("name sessions, or a deck with --deck, but not both"))
    if not sessions and not deck:
        raise UsageError(say("name one or more sessions, or a deck with --deck"))
    source = _deck(deck) if deck else _sessions(ctx, sessions or [])
    known = _lexicon(ctx, lexicon, source)
    found = count(source.texts, known, reader(way, known))
    internal = readers == "internal" or not source.led
    kept = found if internal else shared(found, source.names)
    told = Told(
        source,
        kept,
        len(found) - len(kept),
        unsaid(kept, known) if source.led else (),
        internal,
        {"tokenizer": way, "audience": readers, "deck": deck},
    )
    if json:
        as_json(_data(told, top))
    else:
        _print(told, top)


# What is counted -----------------------------------------------------------------------------------


def _sessions(ctx: typer.Context, wishes: Sequence[str]) -> Source:
    from dxworkshop.insight.words import together

    found: dict[str, Facilitation] = {}
    for wish in wishes:
        led = opened(ctx, named(wish))
        found.setdefault(led.session.id, led)
    sessions = [led.session for led in found.values()]
    names = tuple(member.name for session in sessions for member in session.members.values() if member.name)
    return Source(together(sessions), tuple(found.values()), names)


def _deck(name: str) -> Source:
    """Return the cards of a deck; where some of them are the study's, those alone: the others only say so."""
    from dxworkshop import deck
    from dxworkshop.insight.words import Said

    chosen(name, (*deck.DECKS, FINDINGS), "")
    study = deck.findings_credit()[voice().language]
    if name == FINDINGS:
        return Source(tuple(Said(finding.text, "card") for finding in deck.findings()), credit=study)
    cards = deck.deck(name)
    theirs = [card for card in cards if card.source == "slides"]
    texts = tuple(Said("\n".join(_texts(card)), "card") for card in theirs or cards)
    return Source(texts, credit=(deck.credit(name) or study) if theirs else tr("The cards are of this program."))


def _texts(card: Any) -> Iterator[str]:
    text = card.text["ja"]
    yield from [text] if isinstance(text, str) else text.values()
    if card.hint_source == card.source:
        yield card.hint["ja"]


def _lexicon(ctx: typer.Context, file: str, source: Source) -> "Lexicon":
    """Return our lexicon, with those beside the sessions, with the one that was named."""
    from dxworkshop.lexicon import bundled
    from dxworkshop.store import lexicon

    known = bundled()
    own = [path for place in _folders(ctx, source) if (path := lexicon.beside(place))]
    for path in [*own, *([Path(file)] if file else [])]:
        known = known.joined(lexicon.load(path))
        note(tr("words of your own: {file}", file=str(path)))
    return known


def _folders(ctx: typer.Context, source: Source) -> list[Path]:
    if source.led:
        return list(dict.fromkeys(led.path.parent for led in source.led))
    try:
        return [folder(ctx)]
    except FolderError:  # a deck can be counted without any
        return []


# How it is told ------------------------------------------------------------------------------------


def _data(told: Told, top: int | None) -> dict[str, Any]:
    data: dict[str, Any] = {"notes": len(told.source.texts), **told.settings, "credit": told.source.credit}
    read = [_read(led.session, told.settings["audience"]) for led in told.source.led]
    data["sessions"] = [{"id": session.id, "title": session.title} for session in read]
    data["words"] = [asdict(word) for word in told.words[:top]]
    data["hidden"] = told.hidden
    data["unsaid"] = list(told.unsaid)
    return data


def _read(session: "Session", audience: str) -> "Session":
    """Return a session as these readers may know it: a title may hold a name, too."""
    from dxworkshop.report.redact import redacted

    return redacted(session, cast("Audience", audience), voice=voice()).session


def _print(told: Told, top: int | None) -> None:
    out(trn("{n} note was counted.", "{n} notes were counted.", len(told.source.texts)) + _whence(told.source))
    if told.source.credit:
        out(told.source.credit)
    if told.words:
        out()
        _bars(told, told.words[: top or _TOP])
        out()
        out(tr("All of them, each with its number of notes:"))
        _cloud([f"{_name(word.word)} {word.notes}" for word in told.words])
    if told.hidden:
        note(
            trn("{n} word is left out for these readers", "{n} words are left out for these readers", told.hidden)
        )
    if told.source.led and told.source.texts:
        out()
        _question(told)


def _whence(source: Source) -> str:
    return "" if len(source.led) < 2 else " " + tr("They are from {n} sessions.", n=len(source.led))


def _bars(told: Told, words: "Sequence[Counted]") -> None:
    most = words[0].notes
    sessions = len(told.source.led)
    rows = []
    for word in words:
        # A bar may stand for several notes, but for none it is never.
        bar = "#" * (word.notes if most <= _BAR else max(1, word.notes * _BAR // most))
        among = [f"{word.sessions}/{sessions}"] if sessions > 1 else []
        rows.append([_name(word.word), str(word.notes).rjust(len(str(most))), *among, bar])
    if sessions > 1:
        rows.insert(0, [tr("word"), tr("notes"), tr("sessions"), ""])
    table(rows, "  ")


def _cloud(words: Sequence[str]) -> None:
    line = ""
    for word in words:
        if line and cells(line) + 2 + cells(word) > _LINE:
            out(f"  {line}")
            line = ""
        line = f"{line}  {word}" if line else word
    out(f"  {line}")


def _question(told: Told) -> None:
    """Ask the team about the words of culture that it did not use."""
    from dxworkshop import deck

    cards = [card for card in deck.deck("culture") if card.text["ja"] in told.unsaid]
    if not cards:
        out(tr("Every word of culture was said."))
        return
    if told.internal:
        out(tr("Nobody said these words of culture. What could be behind it?"))
    else:
        out(tr("These words of culture were said by nobody, or by one person alone. What could be behind it?"))
    language = voice().language
    table([[str(card.text[language]), card.hint[language]] for card in cards], "  ")
    out("  " + deck.credit("culture"))


def _name(word: str) -> str:
    """Return a word as it is shown: those of culture in the program's language, and none wider than its column."""
    from dxworkshop import deck

    card = next((card for card in deck.deck("culture") if card.text["ja"] == word), None)
    shown = str(card.text[voice().language]) if card else word
    return shown if cells(shown) <= _WORD else cut(shown, _WORD - 3) + "..."
