"""What the way back must not tell: names of a step that became anonymous, and the order of its slips."""

from pathlib import Path

import pytest

from dxworkshop.errors import RuleError
from dxworkshop.model.changes import Add, Change, Edit, PlaceDots, Reveal, Together
from dxworkshop.model.session import ROOM, Member, Note
from dxworkshop.service import Facilitation, Library
from dxworkshop.store import document, state

TANAKA = "membtanaka"
PEOPLE = Add("member", TANAKA, Member(name="田中"))


@pytest.fixture
def led(tmp_path: Path) -> Facilitation:
    """Return a session with a member, led in the three-hour workshop, whose notes and dots bear names."""
    made = Library(tmp_path).new("秘密", "dx-180")
    made.do(PEOPLE)
    return made


def slip(number: int, author: str = "") -> Add:
    """Return the change that adds a note."""
    return Add("note", f"slip{number}", Note(step="ideas", text=f"付箋{number}", author=author))


def kept(led: Facilitation) -> str:
    """Return all that is on this laptop's disk about a session, beside its file."""
    led.save()
    folder = Path(state._file(led.path)).parent
    return "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.toml"))


def anonymous(step: str) -> Edit:
    """Return the change that makes a step anonymous."""
    return Edit("step", step, {"anonymous": True})


@pytest.mark.parametrize(
    "wrap", [lambda change: change, lambda change: Together((change,))], ids=["edit", "together"]
)
def test_a_step_that_becomes_anonymous_forgets_its_authors(led: Facilitation, wrap: object) -> None:
    """Neither the file nor this laptop's memory holds who wrote; undo leads to the promise, not behind it."""
    led.do(slip(1, TANAKA))
    led.drafts = {f"collect/ideas/new/{TANAKA}": "途中", f"vote/ideas/{TANAKA}": "11", "collect/culture/new": "他"}
    with pytest.raises(RuleError, match="names are kept"):
        led.do(anonymous("ideas"))
    led.do(Edit("note", "slip1", {"author": ""}))
    led.do(wrap(anonymous("ideas")))  # type: ignore[operator]  # one of the two functions above
    assert TANAKA not in kept(led).replace(f'"members", "{TANAKA}"', "")
    assert led.drafts == {"collect/ideas/kept/0": "途中", "collect/culture/new": "他"}
    led.undo()
    assert not led.can_undo
    led.redo()
    assert led.session.workshop.steps["ideas"].anonymous  # type: ignore[union-attr]  # a step of notes


def test_the_order_of_slips_is_not_kept_beyond_the_run(led: Facilitation) -> None:
    """The disk goes back no further than the last slip; in the running program undo goes all the way."""
    led.do(anonymous("ideas"))
    for number in range(3):
        led.do(slip(number))
    led.do(PEOPLE.__class__("member", "membsato22", Member(name="佐藤")))
    led.do(Edit("note", "slip0", {"text": "直した"}))
    led.do(Edit("member", "membsato22", {"seat": "財政課"}))
    assert "slip" not in kept(led)
    again = Facilitation(document.load(led.path))
    again.undo()
    assert not again.can_undo
    for _ in range(7):
        led.undo()
    assert "slip" not in kept(led)
    assert not led.session.notes


def test_the_dots_of_an_anonymous_vote_leave_no_trail(led: Facilitation) -> None:
    """Each step of the sum would tell what one more slip held."""
    led.do(slip(1))
    led.do(anonymous("vote"))
    for total in (1, 2, 3):
        led.do(PlaceDots("vote", ROOM, {"slip1": total}))
    assert "votes" not in kept(led)
    led.undo()
    assert "votes" not in kept(led)
    assert led.session.votes["vote"].dots == {"slip1": {ROOM: 2}}


@pytest.mark.parametrize(
    "said", [[slip(1)], [Add("note", "lone", Note(step="ideas", text="一枚"))]], ids=["note", "other"]
)
def test_a_promise_is_not_taken_back(led: Facilitation, said: list[Change]) -> None:
    """Who was told that nobody would know is not asked for a name afterwards; an empty step may change."""
    led.do(anonymous("ideas"))
    led.do(Edit("step", "ideas", {"anonymous": False}))
    led.do(anonymous("ideas"))
    for change in said:
        led.do(change)
    with pytest.raises(RuleError, match="promised"):
        led.do(Edit("step", "ideas", {"anonymous": False}))


def test_sums_that_change_are_covered_again(led: Facilitation) -> None:
    """A correction after the reveal would show whose dots were moved."""
    led.do(slip(1))
    led.do(PlaceDots("vote", TANAKA, {"slip1": 1}))
    led.do(Reveal("vote"))
    led.do(PlaceDots("vote", TANAKA, {"slip1": 1}))
    assert led.session.votes["vote"].revealed
    led.do(PlaceDots("vote", TANAKA, {"slip1": 2}))
    assert not led.session.votes["vote"].revealed
    led.undo()
    assert led.session.votes["vote"].revealed


def test_dots_of_somebody_who_left_can_be_taken_back(led: Facilitation) -> None:
    """Or they would lie there for ever, and no note under them could be taken out."""
    led.do(slip(1))
    led.do(PlaceDots("vote", TANAKA, {"slip1": 1}))
    led.do(Edit("member", TANAKA, {"present": False}))
    with pytest.raises(RuleError, match="absent"):
        led.do(PlaceDots("vote", TANAKA, {"slip1": 2}))
    led.do(PlaceDots("vote", TANAKA, {}))
    assert led.session.votes["vote"].dots == {}
