"""The contract as JSON and JSON Lines."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from onrecord.exports import EXPORTERS, Screen
from onrecord.exports.json import TooManyReports
from onrecord.model import Reading
from tests.readings import make_hostile_reading, make_reading


def written(name: str, *readings: Reading) -> str:
    out = StringIO()
    EXPORTERS[name].write(iter(readings), out, Screen())
    return out.getvalue()


def test_json_is_the_reading_and_nothing_else() -> None:
    text = written("json", make_reading())
    assert json.loads(text) == make_reading().to_dict()
    assert text.endswith("}\n")


def test_json_refuses_several_reports_before_it_writes() -> None:
    out = StringIO()
    with pytest.raises(TooManyReports):
        EXPORTERS["json"].write([make_reading(), make_reading()], out, Screen())
    assert out.getvalue() == ""


def test_jsonl_is_one_object_a_line_whatever_the_text_holds() -> None:
    text = written("jsonl", make_reading(), make_hostile_reading())
    assert [json.loads(line) for line in text.splitlines()] == [
        make_reading().to_dict(),
        json.loads(json.dumps(make_hostile_reading().to_dict())),
    ]


def test_no_reading_no_output() -> None:
    assert written("json") == written("jsonl") == written("html") == written("text") == ""


def test_the_contract_holds(shared: Path) -> None:
    lines = written("jsonl", make_reading(), make_hostile_reading())
    check = subprocess.run(
        [sys.executable, shared / "tools" / "check_contract.py"], input=lines, capture_output=True, encoding="utf-8"
    )
    assert check.stdout == "2 reports, 0 breaches\n"
