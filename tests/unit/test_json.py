"""The report as data for other programs."""

import json
import re
from dataclasses import asdict
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dxworkshop.i18n import Voice
from dxworkshop.render import data
from dxworkshop.report import build
from dxworkshop.report.view import Paragraph, Report
from tests.sample import TODAY, sample_session


def sample() -> Report:
    """Return the plan of the sample session."""
    return build(sample_session(), voice=Voice("ja"), today=TODAY)


def plain(value: Any) -> Any:
    """Return Python data as JSON knows it."""
    return json.loads(json.dumps(value, default=lambda day: day.isoformat()))


def test_it_is_the_report_as_data() -> None:
    """All of the report is there under its own names, days in ISO form, behind what the file is."""
    report = sample()
    found = json.loads(data.render(report))
    assert list(found)[:3] == ["format", "version", "language"]
    assert (found.pop("format"), found.pop("version")) == ("dxworkshop-report", 1)
    assert found == plain(asdict(report))
    assert data.render(report) == data.render(sample())


def test_its_schema_takes_it_and_nothing_else() -> None:
    """The schema is one, and a report without its title is none."""
    schema, found = data.schema(), json.loads(data.render(sample()))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(found)] == []
    assert not validator.is_valid({**found, "version": 2})
    for name in found:
        assert not validator.is_valid({key: value for key, value in found.items() if key != name})


@given(st.text(st.characters(), min_size=1))
@example("\ud800 \udc00")
@example("\x1b[1m\x00\x7f\x9b\u202e\u2066\u2028\u200f\ufeff")
@example('"}],\\u0041')
def test_every_text_comes_back_and_none_acts(typed: str) -> None:
    """Strings come back letter for letter; in the file no character acts on a screen."""
    text = data.render(Report("ja", typed, (Paragraph(typed),), ()))
    found = json.loads(text)
    assert found["title"] == found["facts"][0]["text"] == typed
    assert text.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", text)
    assert text.endswith("}\n")
