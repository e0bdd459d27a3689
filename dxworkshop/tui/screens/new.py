"""A new workshop: its title, its office, its template, and how it speaks."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Label

from dxworkshop import config, templates
from dxworkshop.errors import DxError
from dxworkshop.i18n import LANGUAGES, REGISTERS, Voice
from dxworkshop.listing import TemplateHead
from dxworkshop.model.session import Session
from dxworkshop.service import Library, title_after
from dxworkshop.store import state
from dxworkshop.tui.widgets.field import FieldSpec
from dxworkshop.tui.widgets.form import Form
from dxworkshop.tui.widgets.picker import Choice

BEGUN = ("title", "organisation")
"""Fields whose words are kept until the workshop is started."""


class NewScreen(ModalScreen[Path | None]):
    """Answers with the file of the new session, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("f2,ctrl+s", "make", show=False, priority=True),
    ]

    def __init__(self, library: Library, voice: Voice, template: str, known: Sequence[TemplateHead]) -> None:
        super().__init__()
        self._library = library
        self._voice = voice
        self._known = known
        try:
            chosen = config.load()
        except DxError:
            chosen = config.Config()
        self._values = {
            "title": "",
            "organisation": chosen.organisation,
            "template": template,
            "language": voice.language,
            "register": chosen.register or "adventure",
            "times": "last",
            "earlier": "",
        }
        self._earlier: Session | None = None
        """The session it goes on from."""
        self._sessions = library.summaries()[0]
        self._last_title = ""
        self._values.update((key, text) for key, text in state.begun().items() if key in BEGUN and text)
        self._look_for_times()

    def compose(self) -> ComposeResult:
        """Draw the form."""
        tr = self._voice.tr
        languages = (Choice("ja", tr("Japanese")), Choice("en", tr("English")))
        registers = (Choice("adventure", tr("adventure words")), Choice("plain", tr("plain words")))
        goes_on = FieldSpec("earlier", tr("Goes on from"), "choice", choices=self._to_go_on_from)
        specs = [
            FieldSpec("title", tr("Title"), hint=tr("what is it about? the file gets this name")),
            FieldSpec("organisation", tr("Municipality"), hint=tr("may stay empty")),
            FieldSpec(
                "template",
                tr("Template"),
                "choice",
                choices=lambda: [Choice(h.name, h.name, self._voice.text(h.title)) for h in self._known],
                needed=True,
            ),
            *([goes_on] if self._sessions else []),
            FieldSpec("times", tr("Minutes"), "choice", choices=self._times, needed=True),
            FieldSpec("language", tr("Language"), "choice", choices=lambda: languages, needed=True),
            FieldSpec("register", tr("Words"), "choice", choices=lambda: registers, needed=True),
        ]
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label(tr("A new workshop"), classes="title", markup=False)
            yield Form(specs, self)
            yield Label("", id="refused", classes="refused", markup=False)
            yield Button(tr("Start (F2)"), id="start", compact=True)
            yield Label(tr("Esc: leave"), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Put the cursor into the title."""
        self.query_one(Form).enter()

    unborn = False

    def read(self, key: str) -> str:
        """Return a value of the form."""
        return self._values[key]

    def draft(self, key: str) -> str:
        """Nothing is half accepted here."""
        return ""

    def keep_draft(self, key: str, text: str) -> None:
        """Nothing is kept before there is a session."""

    def write(self, key: str, typed: Mapping[str, str], burst: str) -> Mapping[str, str]:
        """Take a value in, and keep it on this laptop: no session holds it yet."""
        self._values[key] = typed[key]
        if key == "earlier":
            self._go_on_from(typed[key])
        if key in ("template", "earlier"):
            self._look_for_times()
            self.call_later(self.query_one(Form).refresh_fields)
        state.keep_begun({name: self._values[name] for name in BEGUN})
        return {}

    def _look_for_times(self) -> None:
        """Find out whether a workshop of the template was led here with the clock."""
        last = None
        with suppress(DxError):
            last = self._library.last_run(
                templates.find(self._values["template"], self._library.folder).workshop.id
            )
        self._last_title = last.title if last else ""
        self._values["times"] = "last" if last else "template"

    def _to_go_on_from(self) -> list[Choice]:
        tr = self._voice.tr
        return [
            Choice(str(one.path), one.title, tr("{n} open", n=one.actions - one.done)) for one in self._sessions
        ]

    def _go_on_from(self, file: str) -> None:
        """Take title, office, language and words over from a session, and a workshop that begins with a review."""
        self._earlier = None
        if not file:
            return
        try:
            self._earlier = found = self._library.open(file).session
        except DxError as error:
            self._values["earlier"] = ""
            self.notify(self._voice.say(error.sentence), severity="error", markup=False)
            return
        self._values |= {
            "title": self._values["title"].strip() or title_after(found),
            "organisation": found.organisation or self._values["organisation"],
            "language": found.language,
            "register": found.register,
            "template": templates.AFTER,
        }

    def _times(self) -> list[Choice]:
        tr = self._voice.tr
        as_run = [Choice("last", tr("as the steps took last time"), self._last_title)] if self._last_title else []
        return [*as_run, Choice("template", tr("as in the template"))]

    def flush(self) -> None:
        """Take in everything that was typed."""
        self.query_one(Form).flush()

    def action_cancel(self) -> None:
        """Leave without a new session."""
        self.dismiss(None)

    @on(Button.Pressed, "#start")
    def action_make(self) -> None:
        """Make the session and its file."""
        self.query_one(Form).flush()
        values = self._values
        try:
            made = self._library.new(
                values["title"],
                values["template"],
                language=next(lang for lang in LANGUAGES if lang == values["language"]),
                register=next(reg for reg in REGISTERS if reg == values["register"]),
                organisation=values["organisation"],
                times="last" if values["times"] == "last" else "template",
                earlier=self._earlier,
            )
        except DxError as error:
            self.query_one("#refused", Label).update(self._voice.say(error.sentence))
            self.query_one(Form).enter()
            return
        state.keep_begun({})
        self.dismiss(made.path)
