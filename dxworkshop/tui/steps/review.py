"""What became of the plan: one action after the other is done, carried on or dropped."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from dxworkshop.errors import DxError
from dxworkshop.i18n import Voice
from dxworkshop.insight.turn import wants_another_way
from dxworkshop.model.changes import Change, Edit, MarkAction, Together
from dxworkshop.model.session import OPEN, Action, Verdict
from dxworkshop.model.value import shown
from dxworkshop.model.workshop import Step
from dxworkshop.tui.desk import Desk
from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.entry import Entry
from dxworkshop.tui.widgets.lines import Line, Lines
from dxworkshop.tui.widgets.picker import Choice, Picker
from dxworkshop.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from dxworkshop.tui.app import WorkshopApp

_KEYS = {"d": "done", "1": "done", "c": "carry", "2": "carry", "x": "drop", "3": "drop"}
"""Letters, and digits for those whose input method is on."""


class ReviewView(StepView):
    """The actions, a line each; one key says what became of it. What is done comes first; nobody is blamed."""

    kind = "review"
    app: "WorkshopApp"
    DEFAULT_CSS: ClassVar[str] = """
    ReviewView Lines { min-height: 3; }
    ReviewView Horizontal { height: auto; }
    ReviewView Horizontal Button { margin-right: 2; min-width: 0; }
    ReviewView Entry { height: auto; margin-top: 1; }
    """

    def __init__(self, desk: Desk, voice: Voice, step: Step) -> None:
        super().__init__(desk, voice, step)
        tr = voice.tr
        self._lines = Lines(self._rows(), _KEYS)
        self._dropping = ""
        """Id of the action whose reason is asked for."""
        self._dropped = ""
        """Id of the action that was dropped last."""
        self._earlier: tuple[str, ...] = ()
        """Titles of the sessions that this one goes on from, as far as they are in the folder."""
        self._which = Prose()
        """The action that is chosen, or that is to be dropped, in full."""
        self._why = Entry(tr("Reason"), tr("any honest one will do"), single=True)

    def compose(self) -> ComposeResult:
        """Draw the actions, the three answers and the line for a reason."""
        tr = self.voice.tr
        yield Prose(self._head(), id="head", classes="note")
        yield self._lines
        yield self._which
        with Horizontal(id="verdicts"):
            yield Button(tr("Done 1/d"), compact=True, id="done")
            yield Button(tr("Carry on 2/c"), compact=True, id="carry")
            yield Button(tr("Drop 3/x"), compact=True, id="drop")
        yield self._why

    def on_mount(self) -> None:
        """Take up a reason that was begun."""
        self._find_earlier()
        begun = next((id_ for id_, _ in shown(self.desk.session.actions) if self.desk.draft(_draft(id_))), "")
        self._ask_why(begun)
        self._draw()

    def _find_earlier(self) -> None:
        """Look up what the sessions are called that this one goes on from."""
        if ids := self.desk.session.earlier:
            titles = {one.id: one.title for one in self.app.library.summaries()[0]}
            self._earlier = tuple(titles[id_] for id_ in ids if id_ in titles)

    def _head(self) -> str:
        """Return from which session this one goes on, and how much is still to be looked at."""
        if not self._earlier:
            return self._left_to_do()
        return self.voice.tr("Goes on from: {titles}", titles=self._earlier) + "\n" + self._left_to_do()

    def _left_to_do(self) -> str:
        tr = self.voice.tr
        if not shown(self.desk.session.actions):
            return tr("There is no {action} to look at. F2 takes over the plan of an earlier session.")
        if not self._undecided():
            return tr("All have been looked at. Thank you. F2 takes over the plan of another session.")
        left = len(self._undecided())
        return self.voice.trn("{n} is still to be looked at.", "{n} are still to be looked at.", left)

    # What is in the list

    def _parts(self) -> tuple[tuple[str, list[tuple[str, Action]]], ...]:
        """Return the actions under their headings: thanks first, then what an earlier plan left open."""
        tr, actions = self.voice.tr, shown(self.desk.session.actions)
        open_ = [pair for pair in actions if pair[1].status in OPEN]
        return (
            (tr("Done. Thank you!"), [pair for pair in actions if pair[1].status == "done"]),
            (tr("Open, from an earlier plan"), [pair for pair in open_ if pair[1].since]),
            (tr("Open, from this plan"), [pair for pair in open_ if not pair[1].since]),
            (tr("Dropped"), [pair for pair in actions if pair[1].status == "dropped"]),
        )

    def _rows(self) -> list[Line]:
        rows = []
        for n, (heading, actions) in enumerate(self._parts()):
            if actions:
                rows.append(Line(f"#{n}", f"{heading} ({len(actions)})", heading=True))
                rows += [Line(id_, self._line(action), indent=1) for id_, action in actions]
        return rows

    def _line(self, action: Action) -> str:
        tr = self.voice.tr
        words = {"": "-", "carry": tr("carry on"), "done": "", "drop": ""}
        owner = self.member_name(action.owner) if action.owner else tr("nobody yet")
        due = action.due.isoformat() if action.due else ""
        verdict = words[action.verdict] if action.status in OPEN else ""
        reason = f" ({action.reason})" if action.reason else ""
        return "  ".join(
            part for part in (verdict, owner, action.title + reason, due, self._slips(action)) if part
        )

    def _slips(self, action: Action) -> str:
        """Return how often the day of an open action has moved or passed: a fact, and nobody's fault."""
        slips = len(action.slipped) if action.status in OPEN else 0
        return self.voice.trn("its day moved once", "its day moved {n} times", slips) if slips else ""

    def _undecided(self) -> list[str]:
        """Return the open actions that nothing was said of yet, in their order."""
        return [id_ for _, part in self._parts() for id_, a in part if a.status in OPEN and not a.verdict]

    def enter_first(self) -> None:
        """Put the cursor to the first action that nothing was said of."""
        self._lines.highlight(next(iter(self._undecided()), ""))
        self._show_whole()
        self._lines.focus()

    # What is said of one

    @on(Lines.Highlighted)
    def _moved(self, event: Lines.Highlighted) -> None:
        event.stop()
        self._show_whole()

    def _show_whole(self) -> None:
        """Show an action as a list cannot: its whole title, who has it, by when, and with which step it began."""
        tr, actions = self.voice.tr, self.desk.session.actions
        if self._dropping in actions:
            title = actions[self._dropping].title
            self._which.update(tr("Dropped: {title}. Enter takes the reason.", title=title))
            return
        action = actions.get(self._lines.chosen)
        if action is not None:
            owner = self.member_name(action.owner) if action.owner else tr("nobody yet")
            due = action.due.isoformat() if action.due else tr("no date yet")
            facts = (owner, due, self._slips(action), action.first_step)
            told = [action.title, "  ".join(fact for fact in facts if fact)]
            if wants_another_way(action):
                told.append(tr("It could be cut smaller, go to somebody else, or be dropped. Nobody is at fault."))
            self._which.update("\n".join(told))
        self._which.display = action is not None

    @on(Lines.Commanded)
    def _commanded(self, event: Lines.Commanded) -> None:
        event.stop()
        self._answer(event.id, event.command)

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        event.stop()
        if event.id not in self.desk.session.actions:
            return
        tr, id_ = self.voice.tr, event.id
        choices = [
            Choice("done", tr("Done"), tr("with thanks")),
            Choice("carry", tr("Carry on"), tr("it stays in the plan")),
            Choice("drop", tr("Drop"), tr("with a reason; any honest one will do")),
        ]
        picker = Picker(self.desk.session.actions[id_].title, choices, needed=True)
        self.app.push_screen(picker, lambda picked: self._answer(id_, picked[0]) if picked else None)

    @on(Button.Pressed, "#verdicts Button")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._answer(self._lines.chosen, str(event.button.id))

    def _answer(self, id_: str, verdict: str) -> None:
        action = self.desk.session.actions.get(id_)
        if action is None:
            return
        if verdict == "drop":
            self._ask_why(id_)
            self._why.focus()
        elif verdict == "done":
            self._say(id_, "done", MarkAction(id_, "done"))
        elif action.status in OPEN:
            self._say(id_, "carry")
        else:
            self._say(id_, "carry", MarkAction(id_, "doing"))

    def _say(self, id_: str, verdict: Verdict, *first: Change) -> DxError | None:
        """Say what became of an action, and go on to the next."""
        after = self._after(id_)
        refused = self.desk.ask(Together((*first, Edit("action", id_, {"verdict": verdict}))))
        if refused is None:
            self._ask_why("" if self._dropping == id_ else self._dropping)
            self._lines.highlight(after)
            self._show_whole()
            self._lines.focus()
        elif verdict != "drop":
            self.notify(self.voice.say(refused.sentence), severity="warning", markup=False)
        return refused

    def _after(self, id_: str) -> str:
        """Return the next action that nothing was said of, or else the one itself."""
        order = [line.id for line in self._lines.lines]
        at = order.index(id_) if id_ in order else 0
        left = [other for other in (*order[at:], *order[:at]) if other in self._undecided() and other != id_]
        return next(iter(left), id_)

    # Why one is dropped

    def _ask_why(self, id_: str) -> None:
        """Ask for the reason of one action; of none, the line is not there."""
        if id_ != self._dropping or not id_:
            self._keep()
            self._dropping = id_
            self._why.put(self.desk.draft(_draft(id_)) if id_ else "")
        self._why.display = bool(id_)
        self._show_whole()

    @on(Entry.Typed)
    def _typed(self, event: Entry.Typed) -> None:
        event.stop()
        self._keep()

    @on(Entry.Entered)
    def _entered(self, event: Entry.Entered) -> None:
        event.stop()
        self._drop(event.text)

    @on(Entry.Passed)
    def _passed(self, event: Entry.Passed) -> None:
        event.stop()
        self._drop("")

    @on(Entry.Left)
    def _left(self, event: Entry.Left) -> None:
        event.stop()
        if not self._why.text:
            self._ask_why("")
        self._lines.focus()

    def _drop(self, reason: str) -> None:
        id_ = self._dropping
        if not id_:
            # It was entered behind a reason that was taken in: it waits where X on that action finds it.
            draft = _draft(self._dropped)
            self.desk.keep_draft(draft, "\n".join(filter(None, (self.desk.draft(draft), reason))))
            return
        self._dropped = id_
        self.desk.keep_draft(_draft(id_), "")
        if refused := self._say(id_, "drop", MarkAction(id_, "dropped", reason)):
            self._why.refuse(reason, self.voice.say(refused.sentence))
            self._why.focus()

    def _keep(self) -> None:
        if self._dropping:
            self.desk.keep_draft(_draft(self._dropping), self._why.typed_but_not_entered)

    def flush(self) -> None:
        """Keep a reason that was not entered."""
        super().flush()
        self._keep()

    # The plan of an earlier session

    def added(self) -> str:
        """Return the word for what F2 brings."""
        return self.voice.tr("an earlier plan")

    def add(self) -> str:
        """Offer the sessions of the folder, to take members and open actions over."""
        tr, own = self.voice.tr, self.desk.session.id
        found = [one for one in self.app.library.summaries()[0] if one.id != own]
        found.sort(key=lambda one: one.actions == one.done)  # those with something to take over come first
        if not found:
            return tr("There is no other session in this folder.")
        choices = [
            Choice(
                str(one.path),
                one.title,
                tr(
                    "{day}, {n} open",
                    day=one.created.date().isoformat() if one.created else "",
                    n=one.actions - one.done,
                ),
            )
            for one in found
        ]
        title = tr("Take over the members and open {actions} of")
        self.app.push_screen(Picker(title, choices, needed=True), self._picked)
        return ""

    def _picked(self, picked: tuple[str, ...] | None) -> None:
        if not picked:
            return
        tr = self.voice.tr
        try:
            earlier = self.app.library.open(str(Path(picked[0]))).session
            change = self.app.library.goes_on(self.desk.session, earlier)
        except DxError as error:
            self.notify(self.voice.say(error.sentence), severity="error", markup=False)
            return
        if not change.changes:
            self.notify(tr("Everything of it is here already."), markup=False)
        elif refused := self.desk.ask(change):
            self.notify(self.voice.say(refused.sentence), severity="warning", markup=False)
        else:
            self._find_earlier()
            self._draw()
            self.enter_first()

    # What is drawn

    def refresh_view(self, *, fields: bool = False) -> None:
        """Draw the list as it is now."""
        super().refresh_view(fields=fields)
        self._draw()

    def show_item(self, path: tuple[str, ...]) -> None:
        """Go to the action that undo or redo changed."""
        super().show_item(path)
        if path[:1] == ("actions",) and len(path) > 1:
            self._lines.highlight(path[1])
            self._show_whole()

    def _draw(self) -> None:
        self._lines.show(self._rows())
        self.query_one("#head", Prose).update(self._head())
        if self._dropping and self._dropping not in dict(shown(self.desk.session.actions)):
            self._ask_why("")
        self._show_whole()


def _draft(id_: str) -> str:
    """Return the name of a reason that was not accepted yet."""
    return f"review/{id_}/reason"
