"""Who is to be called what: a member by the role they have."""

import re
from collections.abc import Iterable
from functools import cache

from dxworkshop import deck
from dxworkshop.i18n import LANGUAGES, Voice
from dxworkshop.model.session import Member, Session
from dxworkshop.offer import Audience
from dxworkshop.report.options import Options
from dxworkshop.report.redaction.folding import squeezed
from dxworkshop.report.redaction.names import Names, Person

_APART = re.compile(r"[\s()\uff08\uff09,\u3001\uff0c\u30fb/\uff0f:\uff1a]+")
"""What stands between a name and an office."""
_WORD = re.compile(r"[^\s,]+")
_TOWN = re.compile(
    r"(?:\u6771\u4eac\u90fd|\u5317\u6d77\u9053|(?:\u4eac\u90fd|\u5927\u962a)\u5e9c|[^\u770c]{2,3}\u770c(?=.))?"
    r"(?:[^\u5e02\u90e1]{1,5}\u90e1(?=.))?(?P<town>.+?[\u5e02\u753a\u6751\u533a](?![\u5e02\u753a\u6751\u533a]))"
)
"""Prefecture, district, and what is ours: city, town, village or ward."""


def names_of(session: Session, audience: Audience, options: Options, voice: Voice) -> Names:
    """Return everything that must not be read: names of all members, also of those who left, and more words."""
    earlier = [options.earlier] if options.earlier else []
    named = _named([session, *earlier])
    told_of = voice.tr("a person concerned")
    hidden = [
        Person(word, told_of, pieces=not is_role(word), literal=True) for word in options.hide if word.strip()
    ]
    towns = [one.organisation for one in (session, *earlier)]
    places: list[Person] = []
    if audience == "public" and options.hide_organisation:
        ours = voice.tr("our municipality")
        places = [Person(town, ours, name, pieces=False) for town in towns for name in _town(town)]
        towns = []
    neutral = voice.tr("a member")
    people = [
        Person(member.name, neutral, name, whole) for member in named for name, whole in _called(member.name)
    ]
    # A role that was typed by hand may itself hold a name: it is looked through before it stands for one.
    first = Names([*hidden, *people, *places], neutral)
    told = [
        Person(member.name, label, name, whole)
        for member, label in ((member, role(member, audience, voice, first)) for member in named)
        for name, whole in _called(member.name)
    ]
    # Where somebody is called like the town, the town keeps its name; it stands on the paper anyway.
    called = [name for member in named for name, _ in _called(member.name)]
    parts = {squeezed(part) for name in called for part in (name, *name.split())}
    own = [_japanese_town(part) for town in towns for part in town.split()]
    spared = [name for names in own if names and squeezed(names[-1]) in parts for name in names[:-1]]
    return Names([*hidden, *told, *places], neutral, spared)


def names_in(session: Session, options: Options) -> list[str]:
    """Return every name as it was typed: of members, also of an earlier session, and words hidden by hand."""
    sessions = [session, *([options.earlier] if options.earlier else [])]
    called = [name for member in _named(sessions) for name, whole in _called(member.name) if whole]
    return [*called, *(word for word in options.hide if word.strip())]


def _named(sessions: Iterable[Session]) -> list[Member]:
    """Return everybody who has a name: as they are now, or else as they were before they left."""
    found: dict[str, list[Member]] = {}
    for session in sessions:
        for there in (True, False):
            members = [m for m in session.members.values() if (not m.removed) is there and m.name.strip()]
            new = [m for m in members if squeezed(m.name) not in found and not is_role(m.name)]
            for member in new:
                found.setdefault(squeezed(member.name), []).append(member)
    return [member for members in found.values() for member in members]


def role(member: Member, audience: Audience, voice: Voice, names: Names) -> str:
    """Return what a member is called outside the team."""
    typed = member.seat if member.seat.strip() or not is_role(member.name) else member.name
    seat = _card(voice, "seats", typed, names)
    calling = _card(voice, "callings", member.calling, names)
    if audience == "office" and seat and calling:
        return voice.tr("{name} ({seat})", name=calling, seat=seat)
    return seat or calling or voice.tr("a member")


def _card(voice: Voice, name: str, id_: str, names: Names) -> str:
    card = deck.card(name, id_)
    if card is None:
        return names.replaced(id_.strip(), by=names.neutral)
    text = card.text[voice.language]
    return text if isinstance(text, str) else str(text[voice.register])


def _called(name: str) -> list[tuple[str, bool]]:
    """Return the names somebody is looked for by, and whether a part of them is a name too.

    First as it was typed; then without the offices, addresses and titles that were typed with it.
    """
    parts = _APART.split(name.strip())
    kept = [_bare(part) for part in parts if part and not is_role(part)]
    if kept in (parts, []):
        return [(name, True)]
    return [(name, False), (" ".join(kept), True)]


def _bare(part: str) -> str:
    """Return a name without the address, title and office behind it."""
    data = deck.honorifics()
    text = _without(part, (*data["address"], *data["titles"]))
    office = _office().fullmatch(text)
    return office["name"] if office else text


def _without(text: str, ends: Iterable[str]) -> str:
    for end in sorted(ends, key=len, reverse=True):
        if text.endswith(end) and text != end:
            return text.removesuffix(end)
    return text


@cache
def _office() -> re.Pattern[str]:
    """Return the pattern of a name with an office behind it that we know."""
    data = deck.honorifics()
    return re.compile(rf"(?P<name>.+?)(?:{_any(data['office_words'])})+(?:{_any(data['offices'])})?", re.DOTALL)


@cache
def _role() -> re.Pattern[str]:
    """Return the pattern of an office or a title, made of nothing but words we know."""
    data = deck.honorifics()
    cards = sorted((card for card in _cards() if not card.isascii()), key=len, reverse=True)
    stem = f"(?:{_any(map(squeezed, data['office_words']))}|{_any(cards)})"
    ends = _any(map(squeezed, (*data["offices"], *data["titles"])))
    return re.compile(f"(?:{stem})*(?:{ends})|(?:{stem})+")


def _any(texts: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


def is_role(name: str) -> bool:
    """Tell whether what stands as a name is a role: a card of seats or callings, a title, an office we know.

    Each of its words has to be one: in front of an office there may stand a name.
    """
    if squeezed(name) in _cards():
        return True
    parts = [part for part in _APART.split(name) if part.strip()]
    return bool(parts) and all(_role().fullmatch(squeezed(part)) for part in parts)


@cache
def _cards() -> frozenset[str]:
    """Return the words of the cards of seats and callings, in every language and register."""
    found: set[str] = set()
    for card in (*deck.deck("seats"), *deck.deck("callings")):
        for language in LANGUAGES:
            text = card.text[language]
            found |= {squeezed(word) for word in ([text] if isinstance(text, str) else text.values())}
    return frozenset(found)


def _town(organisation: str) -> list[str]:
    """Return what a municipality is called: as it was typed, by its name alone, and by its office."""
    data = deck.honorifics()
    found = [organisation.strip()]
    for part in organisation.split():
        if not part.isascii() and not is_role(part):
            found += _japanese_town(part)
    latin = [word for word in _WORD.findall(organisation) if word.lower() not in data["town_words"]]
    if latin and organisation.isascii():
        stem = " ".join(latin)
        kinds = [word for word in data["town_words"] if word not in ("of", "the")]
        whole = [f"{stem} {kind}" for kind in kinds] + [f"{kind} of {stem}" for kind in kinds]
        found += [stem, *whole, *(f"{town} {hall}" for town in whole for hall in ("office", "hall"))]
    return list(dict.fromkeys(name for name in found if len(name) > 1))


def _japanese_town(part: str) -> list[str]:
    """Return a town without its prefecture, with its office, and without what it is: city, town or village."""
    data = deck.honorifics()
    towns, halls = data["towns"], data["town_halls"]
    text = _without(part, halls)
    match = _TOWN.match(text)
    name = match["town"] if match else text
    stem = _without(name, towns)
    return [name, *(name + hall for hall in halls), stem] if stem != name else []
