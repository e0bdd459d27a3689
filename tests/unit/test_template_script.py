"""What our templates say aloud: it is true of the step, and fits the people it is for."""

import re
import tomllib
from typing import Any

import pytest

from dxworkshop import templates
from dxworkshop.i18n import LANGUAGES
from dxworkshop.model.workshop import CollectStep, VoteStep
from dxworkshop.paths import bundled_templates

OURS = sorted(bundled_templates().glob("*.toml"))
ASKED = [
    pytest.param(step, id=f"{path.stem}-{id_}")
    for path in OURS
    for id_, step in templates.load(path).workshop.in_order()
    if isinstance(step, CollectStep | VoteStep)
]


@pytest.mark.parametrize("step", ASKED)
def test_it_is_said_aloud_whether_names_are_kept(step: CollectStep | VoteStep) -> None:
    """What the script promises is what the step does, in both languages."""
    assert isinstance(step.say, dict)
    assert ("\u7121\u8a18\u540d" in step.say["ja"]) == step.anonymous
    assert "\u8a18\u540d" in step.say["ja"]
    promised = re.search(r"\bno names\b|anonymous", step.say["en"], re.IGNORECASE)
    assert bool(promised) == step.anonymous
    assert promised or re.search(r"\bnames?\b|\bnamed\b", step.say["en"], re.IGNORECASE)


@pytest.mark.parametrize("step", [step for step in ASKED if isinstance(step.values[0], CollectStep)])
def test_a_collecting_step_has_its_question_in_both_languages(step: CollectStep) -> None:
    """It is shown large to the room."""
    assert isinstance(step.prompt, dict)
    assert all(step.prompt[language].strip() for language in LANGUAGES)


def test_the_team_template_is_for_any_team() -> None:
    """No word of a town hall stands in it, and no deck of ours that has such words."""
    text = (bundled_templates() / "team-90.toml").read_text(encoding="utf-8")
    japanese = "自治体|庁|課|住民|役所|役場|議会|首長|市長|町|窓口|公文書|職員|DX"
    english = "municipal|resident|council|mayor|assembly|town|citizen|section"
    assert re.findall(f"{japanese}|{english}", text, re.IGNORECASE) == []
    steps: list[Any] = tomllib.loads(text)["steps"]
    party = next(step for step in steps if step["kind"] == "party")
    assert (party["callings"], party["strengths"], party["seats"]) == ("", "", "")
    assert all(not step.get("obstacles") for step in steps)
