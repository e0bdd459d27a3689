"""One view per kind of step; each is read when the team first comes to a step of its kind."""

from importlib import import_module

from dxworkshop.tui.steps.view import StepView

VIEWS = {
    "talk": "TalkView",
    "review": "ReviewView",
    "vision": "VisionView",
    "boss": "BossView",
    "party": "PartyView",
    "rate": "RateView",
    "gaps": "GapsView",
    "collect": "CollectView",
    "vote": "VoteView",
    "matrix": "MatrixView",
    "actions": "ActionsView",
    "premortem": "PremortemView",
    "pledge": "PledgeView",
}
"""The name of the view of each kind of step, which stands in the module of the kind's name."""


def view_of(kind: str) -> type[StepView]:
    """Return the view of a kind of step; raises KeyError for a kind there is not."""
    view: type[StepView] = getattr(import_module(f"dxworkshop.tui.steps.{kind}"), VIEWS[kind])
    return view
