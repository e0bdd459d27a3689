"""``dxworkshop lint``: is every action one that will be done? Which rule finds what, why, and how to mend it."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dxworkshop import calendar
from dxworkshop.cli.context import JsonOption, named, opened
from dxworkshop.cli.output import as_json, note, out
from dxworkshop.errors import UsageError
from dxworkshop.i18n import Voice, tr, voice
from dxworkshop.sentence import say

if TYPE_CHECKING:
    from dxworkshop.insight.lint import Finding
    from dxworkshop.insight.lint.book import Rule
    from dxworkshop.model.session import Session

_VALUE = re.compile(r"\{\w+\}")
"""Stands in the words of a rule for what it finds."""
SessionsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="SESSION...", help=tr("Files, starts of ids, or parts of titles"))
]
WhyOption = Annotated[
    bool, typer.Option("--why", help=tr("Print why, how strong the evidence is, and where it comes from"))
]
AllOption = Annotated[bool, typer.Option("--all", help=tr("Print what was set aside too, with its reason"))]
RulesOption = Annotated[bool, typer.Option("--rules", help=tr("Print all rules instead"))]


def lint(
    ctx: typer.Context,
    sessions: SessionsArgument = None,
    why: WhyOption = False,
    all_: AllOption = False,
    rules: RulesOption = False,
    json: JsonOption = False,
) -> int:
    """Print what is missing in sessions; 1 if anything is that is more than a hint."""
    if rules:
        return _rules(json=json)
    if not sessions:
        raise UsageError(say("name one or more sessions"))
    from dxworkshop.insight.lint import matters
    from dxworkshop.service.linting import findings

    read = {led.session.id: led.session for led in (opened(ctx, named(wish)) for wish in sessions)}
    today = calendar.now().date()
    found = [(session, findings(session, today)) for session in read.values()]
    if json:
        as_json({"sessions": [_data(session, of, everything=all_) for session, of in found]})
    else:
        _print(found, why=why, everything=all_)
    return 1 if any(matters(of) for _, of in found) else 0


# What is found -------------------------------------------------------------------------------------


def _shown(found: "list[Finding]", *, everything: bool) -> "list[Finding]":
    return [one for one in found if everything or one.reason is None]


def _data(session: "Session", found: "list[Finding]", *, everything: bool) -> dict[str, Any]:
    spoken, numbers = _spoken(session), _numbers(session)
    rows = [
        {
            "rule": one.rule.id,
            "severity": one.rule.severity,
            "action": one.action,
            "number": numbers.get(one.action),
            "title": session.actions[one.action].title if one.action else "",
            "field": one.rule.field,
            "sentence": spoken.filled(one.rule.sentence, one.values),
            "mend": spoken.filled(one.rule.mend, one.values),
            "why": spoken.filled(one.rule.why, one.values),
            "evidence": one.rule.evidence,
            "source": spoken.filled(one.rule.source, {}),
            "excepted": one.reason is not None,
            "reason": one.reason or "",
        }
        for one in _shown(found, everything=everything)
    ]
    return {"id": session.id, "title": session.title, "findings": rows}


def _print(found: "list[tuple[Session, list[Finding]]]", *, why: bool, everything: bool) -> None:
    for session, of in found:
        shown = _shown(of, everything=everything)
        if len(found) > 1 and shown:
            out(session.title)
        numbers = _numbers(session)
        for one in shown:
            number = numbers.get(one.action)
            title = f"  {number}. {session.actions[one.action].title}" if number else ""
            for line in _lines(one, title, _spoken(session), why=why):
                out(line)
    counts = dict.fromkeys(("error", "warning", "hint"), 0)
    for one in (one for _, of in found for one in of if one.reason is None):
        counts[one.rule.severity] += 1
    aside = sum(one.reason is not None for _, of in found for one in of)
    if any(counts.values()):
        note(tr("errors: {error}, warnings: {warning}, hints: {hint}", **counts))
    else:
        note(tr("nothing is missing"))
    if aside:
        note(tr("set aside by the team: {n} (--all prints them)", n=aside))


def _lines(one: "Finding", title: str, spoken: Voice, *, why: bool) -> list[str]:
    from dxworkshop.insight.lint.words import SEVERITIES, evidence

    lines = [
        f"{spoken.say(SEVERITIES[one.rule.severity])}  {one.rule.id}{title}",
        "    " + spoken.filled(one.rule.sentence, one.values),
        "    " + spoken.filled(one.rule.mend, one.values),
    ]
    if why:
        lines += [
            "    " + spoken.filled(one.rule.why, one.values),
            "    " + spoken.say(evidence(one.rule, spoken.language)),
        ]
    if one.reason is not None:
        lines.append("    " + spoken.tr("set aside: {reason}", reason=one.reason))
    return lines


def _numbers(session: "Session") -> dict[str, int]:
    from dxworkshop.model.order import in_plan_order

    return {id_: number for number, (id_, _) in enumerate(in_plan_order(session), 1)}


def _spoken(session: "Session") -> Voice:
    return Voice(voice().language, session.register)


# The rules -----------------------------------------------------------------------------------------


def _rules(*, json: bool) -> int:
    from dxworkshop.insight.lint.book import rulebook
    from dxworkshop.insight.lint.words import SEVERITIES, evidence

    book, spoken = rulebook(), voice()
    if json:
        as_json([_rule(rule, book.limits.named) for rule in book.rules.values()])
        return 0
    for rule in book.rules.values():
        out(f"{spoken.say(SEVERITIES[rule.severity])}  {rule.id}")
        for words in (rule.sentence, rule.mend, rule.why):
            out("    " + _VALUE.sub("...", spoken.filled(words, book.limits.named)))
        out("    " + spoken.say(evidence(rule, spoken.language)))
    return 0


def _rule(rule: "Rule", limits: "Any") -> dict[str, Any]:
    words = {"sentence": rule.sentence, "mend": rule.mend, "why": rule.why, "source": rule.source}
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "field": rule.field,
        **{key: voice().filled(text, limits) for key, text in words.items()},
        "evidence": rule.evidence,
    }
