"""The commands, as a stranger types them: what they print, how they end, and what they say when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

import onrecord
from onrecord.cli import COMMANDS, run_app
from onrecord.ledger import open_ledger
from tests.ledger.samples import make_note
from tests.readings import make_hostile_reading, make_reading

NOTE = make_note(5)
CLAIM, PARTY, ID = NOTE.claims[0].id, NOTE.parties[0].id, NOTE.report.id


@pytest.fixture
def book(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of a few reports, named by the environment."""
    with open_ledger(file, create=True) as ledger:
        for reading in (NOTE, make_note(6), make_reading(), make_hostile_reading()):
            ledger.add(reading, name="made.txt")
    monkeypatch.setenv("ONRECORD_LEDGER", str(file))
    monkeypatch.setenv("ONRECORD_REVIEWER", "Ada")
    monkeypatch.chdir(file.parent)
    return file


class Screen:
    """Runs a command and keeps what it printed."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self.captured = captured

    def __call__(self, *arguments: str, status: int = 0) -> str:
        ended = run_app(arguments)
        out, self.errors = self.captured.readouterr()
        assert ended == status, (out, self.errors)
        assert "Traceback" not in out + self.errors
        return out


@pytest.fixture
def run(book: Path, capsys: pytest.CaptureFixture[str]) -> Screen:
    return Screen(capsys)


@pytest.mark.parametrize("kind", ["reports", "claims", "figures", "positions", "parties"])
def test_each_list_in_each_format(run: Screen, kind: str) -> None:
    assert run(kind)
    shown = json.loads(run(kind, "--format", "json"))
    lines = [json.loads(line) for line in run(kind, "--format", "jsonl").splitlines()]
    rows = list(csv.DictReader(io.StringIO(run(kind, "--format", "csv"), newline="")))
    assert len(shown["items"]) == len(lines) == len(rows) == int(run(kind, "--count"))
    assert [item["id"] for item in shown["items"]] == [item["id"] for item in lines] == [row["id"] for row in rows]
    assert "\x1b" not in run(kind, "--limit", "1000")


def test_parquet_goes_to_a_file(run: Screen) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    run("claims", "--output", "claims.parquet")
    assert parquet.read_table("claims.parquet").num_rows == int(run("claims", "--count"))
    assert "names" not in run("claims", "--format", "parquet", status=2)
    assert "--output" in run.errors


def test_filters_and_pages(run: Screen) -> None:
    assert "Runa Dahl" in run("claims", "--speaker", "dahl")
    assert run("claims", "--speaker", "nobody") == "nothing found\n"
    assert run("claims", "--count", "--factuality", "PR+", "--factuality", "PS+").strip() == "3"
    assert run("claims", "--count", "--search", '"families had left"').strip() == "2"
    run("claims", "--limit", "1")
    assert "--offset 1" in run.errors


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["claims", "--format", "xml"], "not one of text, json"), (["claims", "--since", "yesterday"], "is no day"),
        (["claims", "--search", "%"], "names no word"), (["claims", "--ledger", "missing.db"], "no ledger here"),
        (["show", "c000000000000"], "nothing has the id"), (["show", "r000000000000"], "no report has the id"),
        (["correct", "praise", CLAIM], "not one of accept"), (["correct", "change", CLAIM], "needs an id, and FIELD=VALUE"),
        (["correct", "change", CLAIM, "factuality=SURE"], "not one of CT+"), (["correct", "note", CLAIM], "an id and words"),
        (["correct", "add", ID, "claim"], "FIELD=VALUE"), (["correct", "add", ID, "claim", "contents"], "FIELD=VALUE"),
        (["undo"], "nothing that could be undone"), (["undo", "1"], "no correction"), (["diff", ID], "no other version"),
        (["diff", "a", "b", "c"], "two reports"), (["verify", "--against", "none.txt"], "cannot be read"),
        (["backup", "ledger.db"], "a file of this name already"), (["add", "x", "--format", "xml"], "not one of text, jsonl"),
        (["show", ID, "--format", "pdf"], "not one of text, json"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_line(run: Screen, arguments: list[str], words: str) -> None:
    status = run_app(arguments)
    run.errors = run.captured.readouterr().err
    assert status in (1, 2)
    assert words in run.errors
    assert run.errors.count("\n") == 1


def test_things_are_shown_with_what_became_of_them(run: Screen) -> None:
    run("correct", "change", CLAIM, "factuality=PS+", "--why", "may, two words on")
    run("correct", "grade", CLAIM, "airwars=fair")
    run("correct", "note", CLAIM, "Ask", "again.")
    shown = run("show", CLAIM)
    for words in ("PS+", "airwars: fair", "Ask again.", "50 families had left", ID):
        assert words in shown
    assert json.loads(run("show", CLAIM, "--format", "json"))["grades"] == {"airwars": "fair"}
    assert "may, two words on" in run("history", CLAIM)
    assert [json.loads(line)["kind"] for line in run("history", ID, "--format", "jsonl").splitlines()] == [
        "report", "correction", "correction", "correction",
    ]  # fmt: skip
    assert json.loads(run("show", ID, "--format", "json"))["claims"][0]["factuality"] == "PS+"
    assert json.loads(run("show", ID, "--format", "json", "--machine"))["claims"][0]["factuality"] == "CT+"
    assert "<html" in run("show", ID, "--format", "html")
    assert NOTE.report.text[:20] in run("show", ID)


def test_corrections_of_each_kind_and_their_undoing(run: Screen) -> None:
    mine = NOTE.parties[1].id
    for arguments in (
        ["accept", CLAIM], ["change", CLAIM, "contents=0:11", f"speaker={mine}"], ["merge", PARTY, mine],
        ["add", ID, "claim", "contents=0:5,6:11", f"speaker={PARTY}"], ["add", ID, "figure", "place=0:5", "value=3"],
        ["reject", NOTE.figures[0].id],
    ):  # fmt: skip
        assert "Ada: " in run("correct", *arguments)
    split = run(
        "correct",
        "split",
        PARTY,
        f"mentions={NOTE.parties[1].mentions[0].start}:{NOTE.parties[1].mentions[0].end}",
        "name=mine",
    )
    assert " split " in split
    assert len(run("corrections").splitlines()) == 8
    for _ in range(8):
        run("undo")
    assert "undone" in run("corrections")
    assert json.loads(run("show", ID, "--format", "json")) == json.loads(
        run("show", ID, "--format", "json", "--machine")
    )
    assert "accept" in run("redo", run("corrections").split(":", 1)[0])
    examples = [json.loads(line) for line in run("corrections", "--format", "jsonl").splitlines()]
    assert {example["action"] for example in examples} == {"accept", "change", "merge", "add", "reject", "split"}
    run("correct", "reject", CLAIM, "--who", "Bo")
    assert "kept" in run("corrections", "--agreement")


def test_a_walk_through_what_was_not_understood(run: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["x", "c factuality=SURE", "c factuality=PS+", "n look again", "a", "s"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers, "q"))
    shown = run("review", "--outlet", "zürich")
    assert "nothing" not in shown
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers2, "q"))
    answers2 = iter(["x", "c factuality=SURE", "c factuality=PS+", "n look again", "a"])
    with open_ledger("ledger.db") as ledger:
        outlet = ledger.show(ID).report.outlet
    shown = run("review", "--outlet", str(outlet))
    assert "one of these, please" in shown
    assert "2 looked at" in shown
    assert "not one of CT+" in run.errors
    assert "0 looked at" in run("review", "--outlet", str(outlet))


def test_proof(run: Screen, book: Path) -> None:
    checkpoint = run("checkpoint")
    assert len(checkpoint.splitlines()) == 3
    Path("monday.txt").write_text(checkpoint)
    assert "holds: 5 entries, 4 reports" in run("verify", "--against", "monday.txt")
    assert "removed" in run("remove", ID, "--why", "court order", "--yes")
    assert "1 of them removed with a note" in run("verify", "--against", "monday.txt")
    assert "court order" in run("history", ID)
    assert "text removed" in run("reports")
    import sqlite3

    with sqlite3.connect(book) as raw:
        raw.execute("UPDATE claims SET factuality = 'CT-' WHERE id = ?", (make_note(6).claims[0].id,))
    raw.close()
    assert "`factuality`" in run("verify", status=1)


def test_care(run: Screen) -> None:
    assert "a copy of" in run("backup", "copy.db")
    assert run("claims", "--count", "--ledger", "copy.db") == run("claims", "--count")
    assert "synchronous 3" in run("doctor")


def test_two_files_are_compared(run: Screen, tmp_path: Path) -> None:
    for name, words in (
        ("one.txt", "Nine boats were lost, the harbour board said."),
        ("two.txt", "Seven boats were lost, police said."),
    ):
        (tmp_path / name).write_text(words)
    shown = run("diff", "one.txt", "two.txt")
    assert "harbour board" in shown
    assert "Seven boats" in shown
    assert json.loads(run("diff", "one.txt", "two.txt", "--format", "json"))["claims"]
    run("diff", "one.txt", "two.txt", "--output", "changes.html")
    assert "Seven boats" in Path("changes.html").read_text(encoding="utf-8")
    assert run("versions", ID).count("\n") == 1


def test_adding_from_the_command_line(run: Screen, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Nine boats were lost, the harbour board said.")
    (tmp_path / "two.txt").write_text("")
    shown = run("add", "one.txt", "two.txt", "--ledger", "new.db", "--extractor", "rules", status=1)
    assert shown.strip() == "2 read: 1 added, 0 already there, 0 incomplete, 1 refused"
    assert "two.txt: refused: " in run.errors
    assert "[" in run.errors
    (line,) = run("add", "one.txt", "--ledger", "new.db", "--format", "jsonl").splitlines()
    assert json.loads(line)["status"] == "already there"


def test_cells_that_a_spreadsheet_would_compute_are_made_words(run: Screen) -> None:
    from onrecord.cli.tables import make_cell

    for words in ("=1+1", "+cmd", "-2", "@x", "\t=1", "＝1", "'quoted"):
        assert make_cell(words) == f"'{words}"
    assert make_cell("plain") == "plain"
    assert make_cell(-2.5) == -2.5


def test_every_command_has_help_with_an_example() -> None:
    for command in COMMANDS:
        assert "Example" in (command.__doc__ or ""), command.__name__
        assert re.search(rf"onrecord {command.__name__}\b", command.__doc__ or ""), command.__name__


def test_the_door_in_python(file: Path) -> None:
    with onrecord.open_ledger(file, create=True) as ledger:
        ledger.add(onrecord.read_text("Nine boats were lost, the harbour board said.", method=onrecord.Method("rules")))
        assert [kept.speaker for kept in ledger.claims(speaker="harbour")] == ["harbour board"]


def test_every_command_and_filter_is_in_the_documentation() -> None:
    from onrecord.cli.ledger import FILTERS

    page = (Path(__file__).resolve().parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
    ours = [
        command.__name__
        for command in COMMANDS
        if command.__module__.rsplit(".", 1)[-1] not in {"reading", "comparing"}
    ]
    for name in (*(name for name in ours if name not in {"stories", "story"}), "versions", "diff"):
        assert re.search(rf"\b{name}\b", page), name
    for _, flags, _, _ in FILTERS.values():
        assert f"`{flags.split()[0]}`" in page, flags


def test_the_example_in_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.resources import files

    monkeypatch.chdir(tmp_path)
    Path("dispatch.txt").write_bytes((files("onrecord") / "samples" / "dispatch.txt").read_bytes())
    page = (Path(__file__).resolve().parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(compile(code, "docs/ledger.md", "exec"), {})
    assert Path("desk.db").exists()
