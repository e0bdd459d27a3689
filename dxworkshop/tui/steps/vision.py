"""Where do we want to be?"""

from textual.app import ComposeResult

from dxworkshop.tui.steps.view import StepView
from dxworkshop.tui.widgets.field import FieldSpec


class VisionView(StepView):
    """One sentence, and how one would see that it came true."""

    kind = "vision"

    def compose(self) -> ComposeResult:
        """Draw the form."""
        tr = self.voice.tr
        yield self.part(
            "vision",
            [
                FieldSpec(
                    "destination", tr("{Vision}"), "text", tr("one sentence: where do we want to be?"), single=True
                ),
                FieldSpec("signs", tr("Signs"), "text", tr("how would we see it? one sign a line"), rows=5),
            ],
        )
