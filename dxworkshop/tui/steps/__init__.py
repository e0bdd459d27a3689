"""One view per kind of step."""

from dxworkshop.tui.steps.actions import ActionsView
from dxworkshop.tui.steps.boss import BossView
from dxworkshop.tui.steps.party import PartyView
from dxworkshop.tui.steps.pledge import PledgeView
from dxworkshop.tui.steps.talk import TalkView
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.steps.vision import VisionView

VIEWS: dict[str, type[StepView]] = {
    "talk": TalkView,
    "vision": VisionView,
    "boss": BossView,
    "party": PartyView,
    "actions": ActionsView,
    "pledge": PledgeView,
}
"""The view of each kind of step."""
