"""What two people wrote in one place: both are shown, and somebody chooses. It never opens by itself."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label

from dxworkshop import calendar
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.model.changes import Keep, Resolve
from dxworkshop.model.clash import CHOSEN, chosen, clashes, is_there, standing
from dxworkshop.model.patch import MISSING
from dxworkshop.model.place import keys_of
from dxworkshop.model.record import Clash
from dxworkshop.model.value import frozen, tabled
from dxworkshop.report.clash import named
from dxworkshop.tui.contested import draft_of
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.source import as_text, whole
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.picker import Choice, Picker
from dxworkshop.tui.widgets.prose import Prose, wrap

ROWS = 4
"""Rows of a text that is typed."""
HIGHEST = 8
"""Rows of the list of places, at the most."""
INDENT = "   "
"""Stands before further lines of a text."""
NARROWEST = 20
"""Cells a text has before anything was laid out."""
_SCROLL = {"pageup": "up", "pagedown": "down"}
_KEYS = {"1": "theirs", "2": "mine", "3": "both", "4": "other", "f8": "undo", "f9": "redo", **_SCROLL}
"""What a key does to the place that is chosen."""
_PICKED = ("partners", "answers", "culture", "hands", "ideal_hands")
"""Fields that no line of text can be typed for, beside those that name one thing."""


class ConflictScreen(ModalScreen[None]):
    """The places where two people wrote at the same time, and below them what stands there and what gave way."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+d", "leave", show=False, priority=True)]

    def __init__(self, desk: Desk, voice: Voice) -> None:
        super().__init__()
        self._desk = desk
        self._voice = voice
        self._list = Lines(keys=_KEYS, id="clashes")
        self._both = Prose("", id="both")
        self._said = Label("", classes="refused", markup=False)
        self._keys = Prose("", classes="keys")

    def compose(self) -> ComposeResult:
        """Draw the places, what stands in the chosen one, and the keys."""
        tr = self._voice.tr
        with Vertical(classes="dialog -broad"):
            yield Label(tr("Written at the same time: what is to stand?"), classes="title", markup=False)
            yield self._list
            with VerticalScroll(id="choices", can_focus=False):
                yield self._both
            yield self._said
            yield self._keys

    def on_mount(self) -> None:
        """Stand at the oldest."""
        self._draw()
        self._list.focus()

    def on_resize(self) -> None:
        """Draw as wide as it may be now."""
        self.call_after_refresh(self._draw)

    def changed_by_others(self, touched: Sequence[tuple[str, ...]]) -> None:
        """Draw what others decided, or wrote by now."""
        self._draw()

    def action_leave(self) -> None:
        """Go back to the step."""
        self.dismiss(None)

    @on(Lines.Highlighted)
    def _highlighted(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._said.update("")
        self._draw()

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        id_ = event.id
        clash = self._desk.session.conflicts[id_]
        choices = [Choice(keep, " / ".join(words.splitlines())) for keep, words in self._offered(clash)]

        def picked(keeps: tuple[str, ...] | None) -> None:
            if keeps:
                self._do(keeps[0], id_)

        self.app.push_screen(Picker(self._place(clash), choices, needed=True), picked)

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        if event.command in ("undo", "redo"):
            self._tell(self._desk.undo() if event.command == "undo" else self._desk.redo())
        elif event.command in _SCROLL.values():
            self.query_one("#choices").scroll_relative(y=3 if event.command == "down" else -3, animate=False)
        elif event.id:
            self._do(event.command, event.id)

    def _do(self, keep: str, id_: str) -> None:
        clash = self._desk.session.conflicts[id_]
        if clash.removed:  # somebody else was faster
            self._draw()
        elif keep not in dict(self._offered(clash)):
            self._said.update(self._voice.tr("That is not possible here."))
        elif keep == "other":
            self._write(id_, clash)
        else:
            self._settle(id_, next(known for known in _KEPT if known == keep))

    def _settle(self, id_: str, keep: Keep) -> None:
        """Let one of the two stand, or both; what was typed here since counts as ours."""
        clash = self._desk.session.conflicts[id_]
        stamp = calendar.now().isoformat()
        change = Resolve(id_, keep, stamp=stamp)
        try:
            if keep in ("mine", "both") and (since := self._as_typed(clash)) is not clash:
                change = Resolve(id_, "other", chosen(self._desk.session, since, keep), stamp)
            self._decide(id_, clash, change)
        except DxError as error:
            self._tell(error)

    def _decide(self, id_: str, clash: Clash, change: Resolve) -> DxError | None:
        draft, kept = draft_of(clash), self._typed_since(clash)
        refused = self._desk.ask(change)
        if refused is None and kept:
            self._desk.keep_draft(draft, "")
        self._tell(refused)
        return refused

    def _write(self, id_: str, clash: Clash) -> None:
        tr, desk = self._voice.tr, self._desk
        text = desk.draft(f"conflict/{id_}") or self._typed_since(clash) or _text(clash.mine)
        words = named(desk.session, clash, self._voice)
        about = tr("stands there: {text}", text=words.theirs) + "\n" + tr("set aside: {text}", text=words.mine)

        def take(typed: str) -> str:
            try:
                value = self._value(clash, typed)
            except DxError as error:
                return self._voice.say(error.sentence)
            refused = self._decide(id_, clash, Resolve(id_, "other", value, calendar.now().isoformat()))
            if refused is None:
                desk.keep_draft(f"conflict/{id_}", "")
            return self._voice.say(refused.sentence) if refused else ""

        lines = "\n" in text or "\n" in _text(standing(desk.session, clash))
        ask = AskScreen(
            self._voice,
            (self._place(clash), about, tr("This instead"), tr("Let this stand")),
            text,
            take,
            keep=lambda typed: desk.keep_draft(f"conflict/{id_}", typed),
            rows=ROWS if lines or isinstance(clash.mine, str) else 1,
            lines=lines,
        )
        self.app.push_screen(ask, lambda _: self._draw())

    def _value(self, clash: Clash, typed: str) -> Any:
        """Return what was typed as a value of the kind that stands there or was set aside."""
        kinds = {type(value) for value in (clash.mine, standing(self._desk.session, clash))}
        if kinds & {list, tuple}:
            return tuple(line.strip() for line in typed.split("\n") if line.strip())
        if date in kinds:
            return calendar.parse_day(typed, calendar.now().date())
        if float in kinds:
            return calendar.parse_number(typed)
        return whole(typed) if int in kinds else typed

    def _typed_since(self, clash: Clash) -> str:
        """Return what was typed in the field since, and waits there; empty where nothing does."""
        return self._desk.draft(draft_of(clash))

    def _as_typed(self, clash: Clash) -> Clash:
        """Return a clash with what was typed here since as ours; raises `RuleError` for what is no value."""
        typed = self._typed_since(clash)
        return clash.model_copy(update={"mine": tabled(self._value(clash, typed))}) if typed else clash

    def _offered(self, clash: Clash) -> list[tuple[str, str]]:
        """Return what can be chosen for a place, in words."""
        tr, session = self._voice.tr, self._desk.session
        words = named(session, clash, self._voice)
        offered = [("theirs", tr("what stands there: {text}", text=words.theirs))]
        if not is_there(session, keys_of(clash.path)):
            return offered
        offered.append(("mine", self._whose(clash) + f": {self._typed_since(clash) or words.mine}"))
        with suppress(DxError):
            offered.append(
                ("both", tr("both: {text}", text=_text(chosen(session, self._as_typed(clash), "both"))))
            )
        if _can_be_typed(clash, standing(session, clash)):
            offered.append(("other", tr("something else: type it")))
        return offered

    def _place(self, clash: Clash) -> str:
        """Return where it is; a thing of one field only once."""
        words = named(self._desk.session, clash, self._voice)
        return words.item if words.field == words.item else words.place

    def _whose(self, clash: Clash) -> str:
        """Return whose the words are that gave way, and of when; of an anonymous step nobody's."""
        tr, time = self._voice.tr, _time(clash.at)
        if self._desk.contested.is_ours(self._desk.session, clash):
            words = tr("what was typed here")
        else:
            words = tr("what {who} wrote", who=clash.by) if clash.by else tr("what was set aside")
        return f"{words} ({time})" if time else words

    def _tell(self, refused: DxError | None) -> None:
        self._said.update(self._voice.say(refused.sentence) if refused else "")
        self._draw()

    def _draw(self) -> None:
        session = self._desk.session
        found = clashes(session)
        self._list.show([Line(id_, self._place(clash)) for id_, clash in found])
        self._list.display = bool(found)
        self._list.styles.height = min(len(found), HIGHEST)
        clash = dict(found).get(self._list.chosen)
        numbers = {command: key for key, command in _KEYS.items()}
        tr = self._voice.tr
        keys = tr("1-4: decide   Enter: pick from a list   Up/Down: the next place   F8: undo   Esc: leave")
        self._keys.update(keys if found else tr("F8: undo   Esc: leave"))
        if clash is None:
            self._both.update(self._voice.tr("Nothing is left to decide."))
        else:
            width = max(NARROWEST, self._both.content_size.width - len(INDENT))
            rows = [
                f"{numbers[keep]}  " + f"\n{INDENT}".join(wrap(words, width))
                for keep, words in self._offered(clash)
            ]
            self._both.update("\n".join(rows))


_KEPT: tuple[Keep, ...] = ("theirs", "mine", "both")


def _can_be_typed(clash: Clash, stands: Any) -> bool:
    """Tell whether a line or some lines of text can say another value."""
    keys, kinds = keys_of(clash.path), {type(value) for value in (clash.mine, stands) if value is not MISSING}
    if keys[0] == "votes" or {*keys[-2:]} & {*CHOSEN, *_PICKED}:
        return False
    return kinds <= {str, int, float, date} or (kinds <= {list, tuple} and _is_text((*clash.mine, *stands)))


def _is_text(values: tuple[Any, ...]) -> bool:
    return all(isinstance(value, str) for value in values)


def _text(value: Any) -> str:
    """Return a value of a file as it is typed."""
    return "" if value is MISSING else as_text(frozen(value))


def _time(at: str) -> str:
    """Return a time by the clock of this laptop; as it is written where it is none."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at
