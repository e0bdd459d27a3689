"""Who is to be called what: a member by the role they have."""

from collections.abc import Iterable

from dxworkshop import deck
from dxworkshop.i18n import LANGUAGES, Voice
from dxworkshop.model.session import Member, Session
from dxworkshop.report.options import Options
from dxworkshop.report.redaction.folding import squeezed
from dxworkshop.report.redaction.names import Names, Person
from dxworkshop.report.view import Audience


def names_of(session: Session, audience: Audience, options: Options, voice: Voice) -> Names:
    """Return everything that must not be read: names of all members, also of those who left, and more words."""
    earlier = [options.earlier] if options.earlier else []
    named = _named([session, *earlier])
    hidden = [Person(word, voice.tr("a person concerned")) for word in options.hide if word.strip()]
    towns = [one.organisation for one in (session, *earlier)]
    places: list[Person] = []
    if audience == "public" and options.hide_organisation:
        ours = voice.tr("our municipality")
        places = [Person(town, ours, name, pieces=False) for town in towns for name in _town(town)]
        towns = []
    neutral = voice.tr("a member")
    people = [Person(member.name, neutral, name) for member in named for name in _called(member.name)]
    # A role that was typed by hand may itself hold a name: it is looked through before it stands for one.
    first = Names([*hidden, *people, *places], neutral)
    told = [
        Person(member.name, role(member, audience, voice, first), name)
        for member in named
        for name in _called(member.name)
    ]
    # Where somebody is called like the town, the town keeps its name; it stands on the paper anyway.
    called = [name for member in named for name in _called(member.name)]
    parts = {squeezed(part) for name in called for part in (name, *name.split())}
    spared = [town for town in towns if parts & {squeezed(stem) for stem in _town(town)[1:]}]
    return Names([*hidden, *told, *places], neutral, spared)


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


def _called(name: str) -> list[str]:
    """Return a name as it was typed, and without the address or title that was typed with it."""
    found, text = [name], name.strip()
    after = [*deck.honorifics()["address"], *deck.honorifics()["titles"]]
    for word in sorted(after, key=len, reverse=True):
        if text.endswith(word) and text != word:
            return [*found, text[: -len(word)]]
    return found


def is_role(name: str) -> bool:
    """Tell whether what stands as a name is a role: a card of seats or callings, a title, an office."""
    text, data = squeezed(name), deck.honorifics()
    titles = {squeezed(title): title for title in data["titles"]}
    if text in titles or text in _cards():
        return True
    if any(text.endswith(squeezed(end)) and len(text) >= least for end, least in data["offices"].items()):
        return True
    stems = [text.removesuffix(title) for title in titles if text.endswith(title)]
    return any(len(stem) > 1 and any(stem in card for card in _cards()) for stem in stems)


def _cards() -> set[str]:
    """Return the words of the cards of seats and callings, in every language and register."""
    found: set[str] = set()
    for card in (*deck.deck("seats"), *deck.deck("callings")):
        for language in LANGUAGES:
            text = card.text[language]
            found |= {squeezed(word) for word in ([text] if isinstance(text, str) else text.values())}
    return found


def _town(organisation: str) -> list[str]:
    """Return the name of a municipality as it was typed, and without what it ends with."""
    text = organisation.strip()
    stems = [text.removesuffix(end) for end in deck.honorifics()["towns"] if text.endswith(end)]
    return [name for name in (text, *stems) if len(name) > 1]
