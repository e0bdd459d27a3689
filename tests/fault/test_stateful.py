"""Two laptops and one folder, led at random: changes, saves, crashes, edits by hand, a file that is taken away.

What was promised is never lost; the file can always be read; in the end both laptops have the same.
"""

import random
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from dxworkshop.errors import NotFoundError
from dxworkshop.model.apply import apply
from dxworkshop.model.changes import Add, Change, Edit, Remove, Resolve, Set
from dxworkshop.model.merge import Merged
from dxworkshop.model.session import Action, Member, Note, Rule, Session
from dxworkshop.model.value import clean, frozen, plain
from dxworkshop.service import Facilitation
from dxworkshop.store import document, toml
from tests.fault.laptop import digest, journals, quick_folder
from tests.fault.scale import scale
from tests.fault.window import FIELD, Window, written
from tests.sample import empty_session
from tests.unit.test_round_trip import NASTY, SAMPLE, _varied

RUNS, DOCUMENTS = scale(50, 500), scale(500, 10_000)
STAMP = "2026-12-10T13:30:00+09:00"
EITHER = st.sampled_from("AB")
NOTE = st.sampled_from(["note2222aa", "note2222bb", "note2222cc"])
ACTION = st.sampled_from(["acti2222aa", "acti2222bb"])


class TwoLaptops(RuleBasedStateMachine):
    """Two people, each at a laptop of their own, and a third who edits the file by hand."""

    def __init__(self) -> None:
        super().__init__()
        self._place = ExitStack()
        self.root = self._place.enter_context(quick_folder())
        self.path = self.root / "share" / "kickoff.toml"
        self.laptops = {name: Window(self.root / name, self.path) for name in "AB"}
        self.promised: set[str] = set()
        """Texts that must be somewhere."""
        self.ever = {"text 0"}
        """Every text that was ever written on a laptop."""
        self.aside: bytes | None = None
        """The file, while it is taken away."""
        self.number = 0

    @initialize()
    def begin(self) -> None:
        """Put a session there and open it on both laptops."""
        session = apply(empty_session(), Add("note", "note2222aa", Note(step="ideas", text="text 0")))
        self.path.parent.mkdir()
        self.path.write_bytes(document.render(session))
        self.promised = {"text 0"}
        for laptop in self.laptops.values():
            laptop.open()

    def _do(self, name: str, doing: Callable[[Facilitation], object]) -> None:
        """Let somebody change something: what is gone then is gone on purpose."""
        laptop = self.laptops[name]
        before = laptop.shown()
        if not laptop.ask(doing):
            return
        after = laptop.shown()
        gone, come = before - after, after - before
        laptop.taken_back |= laptop.new & gone
        laptop.new = (laptop.new - gone) | (come - self.ever) | (come & laptop.taken_back)
        self.ever |= come
        # What comes back by undo is promised again, where its going was not promised and nobody else lets it go.
        back, laptop.going = laptop.going & come, laptop.going - come
        self.promised |= back - self._going()
        laptop.going |= gone & (self.promised | self._going())
        self.promised -= laptop.going

    def _word(self) -> str:
        self.number += 1
        return f"text {self.number}"

    def _going(self) -> set[str]:
        return self.laptops["A"].going | self.laptops["B"].going

    def _promise(self, laptop: Window, shown: set[str]) -> None:
        """What is new here is promised, and what is gone here is gone for good."""
        self.promised |= laptop.new & shown
        for each in self.laptops.values():
            each.going = each.going - laptop.going
        laptop.new, laptop.going = set(), set()

    def _forget(self, laptop: Window) -> None:
        """The window ended without a promise: nothing of it is new, and nothing is gone by it."""
        laptop.crash()
        gone, laptop.new, laptop.going = laptop.going, set(), set()
        self.promised |= gone - self._going()

    # What people do

    @rule(name=EITHER, id_=NOTE)
    def write_note(self, name: str, id_: str) -> None:
        """Write a note, or change its words; two laptops may invent the same one."""
        item = Note(step="ideas", text=self._word())
        self._change(name, Edit("note", id_, {"text": item.text}), Add("note", id_, item))

    @rule(name=EITHER, id_=ACTION, field=st.sampled_from(["title", "first_step", "tell"]))
    def write_action(self, name: str, id_: str, field: str) -> None:
        """Write an action, or one of its fields."""
        word = self._word()
        self._change(name, Edit("action", id_, {field: word}), Add("action", id_, Action(title=word)))

    @rule(name=EITHER)
    def write_vision(self, name: str) -> None:
        """Write the sentence that is there once."""
        self._change(name, Set("vision", {"destination": self._word()}))

    @rule(name=EITHER)
    def add_sign(self, name: str) -> None:
        """Add one to a list of texts."""
        laptop = self.laptops[name]
        if laptop.led is not None:
            self._change(name, Set("vision", {"signs": (*laptop.led.session.vision.signs, self._word())}))

    @rule(name=EITHER)
    def add_member(self, name: str) -> None:
        """Add somebody new."""
        word = self._word()
        self._change(name, Add("member", f"member{self.number:04d}", Member(name=word)))

    @rule(name=EITHER, id_=NOTE)
    def remove_note(self, name: str, id_: str) -> None:
        """Hide a note; its words stay in the file."""
        self._change(name, Remove("note", id_, STAMP))

    @rule(name=EITHER, keep=st.sampled_from(["mine", "theirs"]))
    def settle(self, name: str, keep: Any) -> None:
        """Settle a clash."""
        laptop = self.laptops[name]
        if laptop.led is not None:
            for id_, clash in laptop.led.session.conflicts.items():
                if not clash.removed:
                    self._change(name, Resolve(id_, keep, stamp=STAMP))
                    return

    def _change(self, name: str, *tries: Change) -> None:
        """Do the first of some changes that no rule refuses."""

        def doing(led: Facilitation) -> None:
            for change in tries[:-1]:
                with suppress(NotFoundError):
                    return led.do(change)
            return led.do(tries[-1])

        self._do(name, doing)

    @rule(name=EITHER)
    def undo(self, name: str) -> None:
        """Take something back."""
        self._do(name, Facilitation.undo)

    @rule(name=EITHER)
    def redo(self, name: str) -> None:
        """Do it again."""
        self._do(name, Facilitation.redo)

    @rule(name=EITHER, text=st.sampled_from(["", "半分", "半分まで", "別のこと"]))
    def type_on(self, name: str, text: str) -> None:
        """Type into a field that no rule accepts yet."""
        laptop = self.laptops[name]
        if laptop.led is not None:
            laptop.draft = text
            laptop.led.drafts.pop(FIELD, None)
            laptop.led.drafts |= {FIELD: text} if text else {}

    # What the program does

    @rule(name=EITHER)
    def keep(self, name: str) -> None:
        """Bring everything to this laptop's disk: from now on it is promised."""
        laptop = self.laptops[name]
        if laptop.led is not None:
            assert laptop.ask(Facilitation.keep)
            self._promise(laptop, laptop.shown())
            laptop.draft_kept = laptop.draft

    @rule(name=EITHER)
    def save(self, name: str) -> None:
        """Write the file, with what others wrote there."""
        laptop = self.laptops[name]
        if laptop.ask(Facilitation.save):
            self._promise(laptop, laptop.shown())
            laptop.draft_kept = laptop.draft
        else:
            assert laptop.led is None or not self.path.exists()

    @rule(name=EITHER)
    def look(self, name: str) -> None:
        """Read what others wrote; what waits is saved first."""
        laptop = self.laptops[name]
        waits = laptop.led is not None and not laptop.led.saved
        if laptop.ask(Facilitation.look) and waits:
            self._promise(laptop, laptop.shown())
            laptop.draft_kept = laptop.draft

    @rule(name=EITHER)
    def beat(self, name: str) -> None:
        """Say that the window is open."""
        self.laptops[name].ask(Facilitation.beat)

    @rule(name=EITHER)
    def crash(self, name: str) -> None:
        """Pull the plug."""
        laptop = self.laptops[name]
        if laptop.led is not None:
            self._forget(laptop)

    @rule(name=EITHER)
    def crash_behind_a_promise(self, name: str) -> None:
        """Pull the plug as soon as everything is kept, and go on."""
        self.keep(name)
        self.crash(name)
        self.open(name)

    @rule(name=EITHER)
    def open(self, name: str) -> None:
        """Open the session again: what was typed and kept stands in its field."""
        laptop = self.laptops[name]
        if laptop.led is None and self.path.exists():
            laptop.open()
            assert laptop.draft == laptop.draft_kept

    @rule(name=EITHER)
    def close(self, name: str) -> None:
        """Leave: then there is no journal."""
        laptop = self.laptops[name]
        if laptop.led is None:
            return
        led = laptop.led
        if laptop.close():
            self._promise(laptop, written(plain(led.session)))
            laptop.draft_kept = laptop.draft
            assert journals(laptop.state) == []
        else:
            assert not self.path.exists()
            self._forget(laptop)

    # What somebody else does to the file

    @precondition(lambda self: self.path.exists())
    @rule(id_=NOTE, extra=st.booleans())
    def edit_by_hand(self, id_: str, extra: bool) -> None:
        """Change a note in a text editor, with a key nobody knows."""
        data = toml.parse(self.path.read_bytes(), self.path).data
        word = self._word()
        note = data.setdefault("notes", {}).setdefault(id_, {"step": "ideas"})
        for known in (self.promised, *(laptop.going for laptop in self.laptops.values())):
            known -= {note.get("text", ""), note.get("colour", "")}
        note.update({"text": word, **({"colour": word} if extra else {})})
        self.path.write_bytes(toml.render(data) + (b"# by hand\n" if extra else b""))
        self.promised.add(word)

    @precondition(lambda self: self.path.exists())
    @rule()
    def take_away(self) -> None:
        """Move the file away."""
        self.aside = self.path.read_bytes()
        self.path.unlink()

    @precondition(lambda self: not self.path.exists())
    @rule()
    def put_back(self) -> None:
        """Bring the file back."""
        assert self.aside is not None
        self.path.write_bytes(self.aside)
        self.aside = None

    # What must hold

    def _there(self) -> set[str]:
        """Return every text in a session, in the file, or in a journal that waits."""
        data = self.path.read_bytes() if self.path.exists() else self.aside or b""
        found = written(toml.parse(data, self.path).data)
        for laptop in self.laptops.values():
            found |= laptop.shown() | laptop.asleep
        return found

    @invariant()
    def nothing_promised_is_lost(self) -> None:
        """Every text that was promised, and not replaced on purpose, is somewhere; the file can be read."""
        if self.path.exists():
            document.load(self.path)
        if self.promised:
            assert sorted(self.promised - self._there()) == []

    def teardown(self) -> None:
        """In the end both open the session, save in turn, and have the same; nothing is left beside the file."""
        try:
            if self.promised:
                self._converge()
        finally:
            for laptop in self.laptops.values():
                laptop.crash()
            self._place.close()

    def _converge(self) -> None:
        if not self.path.exists():
            self.put_back()
        both = list(self.laptops.values())
        for laptop in both:
            laptop.open()
        for laptop in both * 3:
            assert laptop.ask(Facilitation.save)
            self._promise(laptop, laptop.shown())
            laptop.ask(Facilitation.look)
        sessions = [laptop.led.session for laptop in both if laptop.led is not None]
        assert digest(sessions[0]) == digest(sessions[1]) == digest(document.load(self.path).session)
        assert sorted(self.promised - written(plain(sessions[0]))) == []
        for laptop in both:
            assert laptop.close()
            assert journals(laptop.state) == []


MACHINE = settings(
    max_examples=RUNS,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.generate],  # to shorten a story of files takes many minutes
)


def test_two_laptops_never_lose_what_was_promised() -> None:
    """Thirty steps at random in every run, and at the end of each both have the same."""
    run_machine(TwoLaptops, settings=MACHINE)


@pytest.mark.parametrize(
    ("where", "other"),
    [
        ("dxworkshop.service.Facilitation.keep", lambda self: None),
        ("dxworkshop.store.recovery.merged", lambda base, mine, theirs, **_: Merged(dict(mine), 0)),
        ("dxworkshop.store.working.WorkingCopy._theirs", lambda self: None),
        ("dxworkshop.store.replay.Replay.run", lambda self, lines, upto=0: None),
    ],
    ids=["nothing is kept", "mine wins", "nobody else is looked at", "nothing is recovered"],
)
def test_two_laptops_see_a_store_that_breaks_its_promise(
    monkeypatch: pytest.MonkeyPatch, where: str, other: object
) -> None:
    """A store that was sabotaged on purpose does not get through."""
    monkeypatch.setattr(where, other)
    with pytest.raises(AssertionError):
        run_machine(TwoLaptops, settings=settings(MACHINE, max_examples=200))


@settings(max_examples=DOCUMENTS, suppress_health_check=list(HealthCheck), database=None)
@given(st.lists(NASTY, min_size=2, max_size=6), st.integers(0, 2**32))
def test_any_session_comes_through_a_crash(words: list[str], seed: int) -> None:
    """Whatever was typed: it opens, is changed, kept, dies, and opens as it was; then it is saved and closed."""
    source = random.Random(seed)  # noqa: S311 - a session, not a secret
    session = Session.model_validate(frozen({**_varied(SAMPLE, words, source), "clock": {}}))
    with quick_folder() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setenv("DXWORKSHOP_STATE", str(folder / "state"))
        _through_a_crash(Window(folder / "state", document.create(folder, session, "kickoff").path), words, source)


def _through_a_crash(laptop: Window, words: list[str], source: random.Random) -> None:
    laptop.open()
    assert laptop.led is not None
    for change in (Set("boss", {"why_now": words[0]}), Add("rule", "rule2222", Rule(text=f"x{words[1]}"))):
        laptop.led.do(change)
    laptop.led.drafts[FIELD] = words[-1]
    laptop.led.keep()
    if source.random() < 0.3:
        laptop.led.save()
    before, text = laptop.led.session, laptop.led.drafts[FIELD]
    laptop.crash()
    laptop.open()
    assert laptop.led is not None
    assert laptop.led.session == before
    assert plain(laptop.led.session) == plain(before)
    assert laptop.led.drafts.get(FIELD, "") == clean(text)
    laptop.led.close()
    assert document.load(laptop.path).session == before
    assert journals(laptop.state) == []
