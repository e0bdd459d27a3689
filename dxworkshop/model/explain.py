"""What is wrong with data, as sentences: the words for every way a value can fail its model."""

from collections.abc import Mapping
from typing import Any

from dxworkshop.model.workshop import KINDS
from dxworkshop.sentence import Sentence, say

_FIXED = {
    "missing": say("this key is missing; add it"),
    "string_type": say("text in quotation marks is needed here"),
    "int_type": say("a whole number is needed here, without quotation marks"),
    "float_type": say("a number is needed here, without quotation marks"),
    "bool_type": say("true or false is needed here"),
    "date_type": say("a day such as 2027-03-31 is needed here, without quotation marks"),
    "datetime_type": say("a time such as 2026-11-24T13:30:00+09:00 is needed here, without quotation marks"),
    "tuple_type": say("a list in square brackets is needed here"),
    "dict_type": say("a table is needed here"),
    "model_type": say("a table is needed here"),
    "model_attributes_type": say("a table is needed here"),
    "finite_number": say("a finite number is needed here"),
}


def explain(error: Mapping[str, Any]) -> Sentence:
    """Return one sentence for one error of a Pydantic `ValidationError`."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _FIXED:
        return _FIXED[kind]
    value = _short(error["input"])
    if kind == "literal_error":
        return say(
            "{value} is not one of: {choices}", value=value, choices=context["expected"].replace(" or ", ", ")
        )
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return say("this kind of step is not known; known kinds: {choices}", choices=", ".join(KINDS))
    if kind == "greater_than_equal":
        return say("{value} is too small; the least is {limit}", value=value, limit=context["ge"])
    if kind == "less_than_equal":
        return say("{value} is too large; the most is {limit}", value=value, limit=context["le"])
    if kind == "string_pattern_mismatch" and "-]" not in context["pattern"]:
        return say("{id} is no id: 4 to 32 small letters and digits are needed", id=value)
    if kind == "string_pattern_mismatch":
        return say("only small letters, digits and hyphens may stand here")
    return say("{value} cannot stand here", value=value)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "\u2026"
