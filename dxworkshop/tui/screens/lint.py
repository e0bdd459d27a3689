"""What lint finds in the plan, with the reasons; a team that knows better sets a rule aside, and says why."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from dxworkshop import calendar, ident
from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.lint import Finding, counted
from dxworkshop.insight.lint.words import SEVERITIES, evidence
from dxworkshop.model.changes import Add, Remove
from dxworkshop.model.order import in_plan_order
from dxworkshop.model.session import LintException
from dxworkshop.model.value import shown
from dxworkshop.service.linting import findings
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.screens.ask import AskScreen
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.prose import Prose

_KEYS = {"f2": "aside", "f3": "back"}


class LintScreen(ModalScreen[None]):
    """All findings, the most urgent first, then what was set aside; below them the one that is chosen, in full."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("f8", "undo", show=False, priority=True),
        Binding("f9", "redo", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, voice: Voice) -> None:
        super().__init__()
        self._desk = desk
        self._voice = voice
        self._found: dict[str, Finding] = {}
        self._list = Lines(keys=_KEYS, id="findings")
        self._whole = Prose("", classes="note", id="finding")

    def compose(self) -> ComposeResult:
        """Draw the list, what is chosen in it, and the keys."""
        tr = self._voice.tr
        with Vertical(classes="dialog -broad"):
            yield Label(tr("What the plan still lacks"), classes="title", markup=False)
            yield self._list
            yield self._whole
            keys = tr("F2: set aside, with a reason   F3: let it count again   F8: undo   Esc: leave")
            yield Prose(keys, classes="keys")

    def on_mount(self) -> None:
        """Draw what there is."""
        self._draw()
        self._list.focus()

    def changed_by_others(self, touched: Sequence[tuple[str, ...]]) -> None:
        """Draw what others wrote."""
        self._draw()

    def action_leave(self) -> None:
        """Go back to the step."""
        self.dismiss(None)

    def action_undo(self) -> None:
        """Take the last change back."""
        self._tell(self._desk.undo())

    def action_redo(self) -> None:
        """Do the last undone change again."""
        self._tell(self._desk.redo())

    @on(Lines.Highlighted)
    def _highlighted(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._draw()

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        self._set_aside(event.id)

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        if event.command == "aside":
            self._set_aside(event.id)
        else:
            self._let_count(event.id)

    # What is done

    def _set_aside(self, key: str) -> None:
        """Ask for the reason, and set the rule aside for the action, or for the plan."""
        one = self._found.get(key)
        if one is None or one.reason is not None:
            return
        tr, draft = self._voice.tr, f"exception/{one.rule.id}/{one.action or 'plan'}"

        def take(reason: str) -> str:
            new = LintException(rule=one.rule.id, action=one.action, reason=reason)
            refused = self._desk.ask(Add("exception", ident.new_id(), new))
            if refused is None:
                self._desk.keep_draft(draft, "")
            return self._voice.say(refused.sentence) if refused else ""

        words = (tr("Set this aside?"), self._text(one), tr("Reason"), tr("Set it aside"))
        text = self._desk.draft(draft)
        box = AskScreen(self._voice, words, text, take, keep=lambda typed: self._desk.keep_draft(draft, typed))
        self.app.push_screen(box, lambda _: self._draw())

    def _let_count(self, key: str) -> None:
        """Take back what sets this finding aside, for its action or for all."""
        one = self._found.get(key)
        if one is None or one.reason is None:
            return
        there = [(id_, e) for id_, e in shown(self._desk.session.exceptions) if e.rule == one.rule.id]
        own = [id_ for id_, e in there if e.action == one.action] or [id_ for id_, e in there if not e.action]
        for id_ in own:
            self._tell(self._desk.ask(Remove("exception", id_, calendar.now().isoformat())))

    def _tell(self, refused: DxError | None) -> None:
        if refused:
            self.notify(self._voice.say(refused.sentence), severity="warning", markup=False)
        self._draw()

    # What is drawn

    def _draw(self) -> None:
        session, tr = self._desk.session, self._voice.tr
        try:
            found = findings(session, calendar.now().date())
        except DxError as error:
            self._whole.update(self._voice.say(error.sentence))
            return
        numbers = {id_: number for number, (id_, _) in enumerate(in_plan_order(session), 1)}
        ordered = [*counted(found), *(one for one in found if one.reason is not None)]
        self._found = _keyed(ordered)
        self._list.show([Line(key, self._line(one, numbers)) for key, one in self._found.items()])
        self._list.display = bool(ordered)
        chosen = self._found.get(self._list.chosen) or next(iter(ordered), None)
        self._whole.update(self._in_full(chosen) if chosen else tr("Nothing is missing. Well done."))

    def _line(self, one: Finding, numbers: dict[str, int]) -> str:
        severity = self._voice.say(SEVERITIES[one.rule.severity])
        head = severity if one.reason is None else self._voice.tr("set aside")
        number = f"{numbers[one.action]}. " if one.action else ""
        return f"{head}  {number}{self._text(one)}"

    def _text(self, one: Finding) -> str:
        return self._voice.filled(one.rule.sentence, one.values)

    def _in_full(self, one: Finding) -> str:
        """Return the finding with its action, its mend, its why and its evidence, or why it was set aside."""
        voice, action = self._voice, self._desk.session.actions.get(one.action)
        words = [action.title] if action else []
        words += [voice.filled(one.rule.mend, one.values)]
        if one.reason is not None:
            return "\n".join([*words, voice.tr("set aside: {reason}", reason=one.reason)])
        return "\n".join(
            [*words, voice.filled(one.rule.why, one.values), voice.say(evidence(one.rule, voice.language))]
        )


def _keyed(found: list[Finding]) -> dict[str, Finding]:
    """Return the findings by what names each of them, whatever becomes of the others."""
    keyed: dict[str, Finding] = {}
    for one in found:
        key = f"{'' if one.reason is None else 'aside/'}{one.rule.id}/{one.action}/{one.values.get('name', '')}"
        keyed[key if key not in keyed else f"{key}/{len(keyed)}"] = one
    return keyed
