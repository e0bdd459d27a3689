"""What is said when a milestone is reached: two warm sentences, thanks by role, nobody before anybody."""

from collections.abc import Mapping

from dxworkshop.i18n import Voice
from dxworkshop.insight.milestone import Milestone, Percent, thanked
from dxworkshop.model.session import Session
from dxworkshop.model.value import plain
from dxworkshop.report.picture.figure import listed
from dxworkshop.report.teller import Teller
from dxworkshop.sentence import Sentence, say

REACHED: Mapping[Percent, Sentence] = {
    75: say("{Boss_hp}: 75 % or less. A quarter of the way is done."),
    50: say("{Boss_hp}: 50 % or less. Half of the way is done."),
    25: say("{Boss_hp}: 25 % or less. Three quarters of the way are done."),
    0: say("{Boss_hp}: 0 %. Every measure has reached its target."),
}
"""What is said of a milestone that was read."""
ESTIMATED: Mapping[Percent, Sentence] = {
    75: say("A quarter of the {actions} is done (an estimate by their weight, for nothing is measured)."),
    50: say("Half of the {actions} are done (an estimate by their weight, for nothing is measured)."),
    25: say("Three quarters of the {actions} are done (an estimate by their weight, for nothing is measured)."),
    0: say("All {actions} are done. Whether the target is reached, only a reading can tell."),
}
"""What is said of one that was counted from actions: never that the boss is beaten."""


def celebrate(session: Session, milestone: Milestone, voice: Voice) -> str:
    """Return what to say of a milestone, in the voice of the session."""
    teller = Teller(session, voice, milestone.day)
    names = {"calling": "callings", "seat": "seats"}
    roles = [teller.card(names[role.kind], role.id) for role in thanked(plain(session), milestone)]
    told = voice.say((ESTIMATED if milestone.estimate else REACHED)[milestone.percent])
    if not roles:
        return listed(teller, (told, voice.tr("Thank you to everybody who took part.")))
    return listed(teller, (told, voice.tr("Thank you: {roles}.", roles=teller.listed(dict.fromkeys(roles)))))
