"""What the values of a session are called, by value: one table for the screens, the plan and the command line."""

from collections.abc import Mapping

from dxworkshop.model.session import Budget, Control, Decision, Lens, Level, MeasureKind, Status, Verdict
from dxworkshop.offer import Licence, Route
from dxworkshop.sentence import Sentence, say

STATUSES: Mapping[Status, Sentence] = {
    "todo": say("not started"),
    "doing": say("in progress"),
    "blocked": say("blocked"),
    "done": say("done"),
    "dropped": say("dropped"),
}
"""Where an action stands."""
VERDICTS: Mapping[Verdict, Sentence] = {
    "done": say("done"),
    "carry": say("carried on"),
    "drop": say("dropped"),
}
"""What a review says of an action of an earlier plan."""
BUDGETS: Mapping[Budget, Sentence] = {
    "none": say("no budget needed"),
    "needed": say("budget needed"),
    "secured": say("budget secured"),
}
"""Whether money is there."""
LEVELS: Mapping[Level, Sentence] = {
    "team": say("within the team"),
    "committee": say("committee"),
    "headquarters": say("DX headquarters"),
    "council": say("assembly"),
}
"""Where an action is decided."""
LENSES: Mapping[Lens, Sentence] = {
    "people": say("people"),
    "organisation": say("organisation"),
    "environment": say("ICT environment"),
    "relations": say("relations"),
}
"""What a gap is about."""
CONTROLS: Mapping[Control, Sentence] = {
    "ours": say("ourselves"),
    "approval": say("with approval"),
    "outside": say("outside our reach"),
}
"""Who can change a gap."""
MEASURE_KINDS: Mapping[MeasureKind, Sentence] = {
    "outcome": say("outcome measure"),
    "output": say("output measure"),
}
"""What a measure measures."""
DECISIONS: Mapping[Decision, Sentence] = {
    "on": say("we go on"),
    "finish": say("we finish it"),
    "renew": say("we begin a new phase"),
    "retire": say("we let it be"),
}
"""How a team goes on with its boss."""
ROUTES: Mapping[Route, Sentence] = {
    "circulated": say("for circulation"),
    "decided": say("for decision"),
}
"""Which way a document takes through an office."""
LICENCES: Mapping[Licence, Sentence] = {
    "pdl": say("Public Data License 1.0 (PDL1.0)"),
    "cc-by": say("Creative Commons Attribution 4.0 (CC BY 4.0)"),
    "office": say("For use within the office only"),
}
"""Under which terms a document may be used."""
