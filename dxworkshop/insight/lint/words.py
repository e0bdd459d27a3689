"""What a rule of lint is called urgent, and how strong its evidence is, as sentences."""

from collections.abc import Mapping

from dxworkshop.insight.lint.book import Rule, Severity
from dxworkshop.sentence import Sentence, say

SEVERITIES: Mapping[Severity, Sentence] = {
    "error": say("error"),
    "warning": say("warning"),
    "hint": say("hint"),
    "off": say("not used"),
}
"""How urgent a rule is."""


def evidence(rule: Rule, language: str) -> Sentence:
    """Return how far studies carry a rule, and which, in a language the rule has words in."""
    source = rule.source if isinstance(rule.source, str) else rule.source[language]
    return {
        "strong": say("Evidence: strong ({source})", source=source),
        "medium": say("Evidence: medium ({source})", source=source),
        "weak": say("Evidence: weak ({source})", source=source),
        "ours": say("Evidence: none from studies; this is a view of this tool"),
    }[rule.evidence]
