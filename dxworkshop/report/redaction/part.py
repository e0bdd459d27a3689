"""What may be the family or the given name in a name without a space between them."""

from collections.abc import Iterator

from dxworkshop.report.redaction.pattern import is_cased, is_han, is_kana, letters, signs

_LONGEST = 12
"""Signs of the longest name without a space that is taken apart; what is longer is looked for as a whole."""
_FAMILY, _LONG_FAMILY = 2, 3
"""So many signs a family name has, and so many may it have in a name of this length and one more at least."""
_WHOLE, _KANA_WHOLE = 3, 4
"""So many signs a name has at least in which there is a family name; in kana a shorter one would be any word."""


def pieces(part: str) -> Iterator[str]:
    """Yield every beginning and every end of a name: names, if they are addressed like somebody."""
    found = signs(part)
    if not _FAMILY < len(found) <= _LONGEST or any(map(is_cased, part)):
        return
    for cut in range(1, len(found)):
        head, tail = "".join(found[:cut]), "".join(found[cut:])
        if len(letters(head)) > 1 or is_han(head[0]):
            yield head
        if len(letters(tail)) > 1 or is_han(tail[0]):
            yield tail


def families(part: str) -> Iterator[str]:
    """Yield what may be the family name: the first two signs, of a longer name also the first three."""
    found = signs(part)
    if len(found) > _LONGEST or not all(is_han(sign) or is_kana(sign) for sign in found):
        return
    if len(found) < (_WHOLE if is_han(found[0]) else _KANA_WHOLE):
        return
    for size in (_FAMILY, _LONG_FAMILY):
        family = found[:size]
        # Behind kanji, kana are the given name already.
        if size < len(found) and len({is_han(sign) for sign in family}) == 1:
            yield "".join(family)
