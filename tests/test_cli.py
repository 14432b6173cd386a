"""The command line: options, results, errors and exit status, with a reading made by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

from onrecord import cli
from onrecord.errors import InputError, MissingInput, SetupError
from onrecord.extraction.stages import Method
from onrecord.model import Notice, Reading
from onrecord.reading import FORMATS, Told
from tests.readings import make_hostile_reading, make_reading

Run = Callable[..., tuple[int, str, str]]


class Intake(ModuleType):
    """Stands for `onrecord.intake`: gives a hand-made reading, or fails as the source's name says."""

    def __init__(self) -> None:
        super().__init__("onrecord.intake")
        self.asked: list[tuple[str, Told, Method | None]] = []

    def read_source(
        self, source: str, told: Told, method: Method | None = None, hear: Callable[[Any], None] | None = None
    ) -> Iterator[Reading]:
        self.asked.append((source, told, method))
        if source.startswith("missing"):
            raise MissingInput(source, "does not exist", "Check the spelling and the folder.")
        if source == "setup":
            raise SetupError("no English pipeline is installed: pip install one")
        if source == "bug":
            raise ValueError("list index\nout of range \x1b[2J")
        if source == "stop":
            raise KeyboardInterrupt
        if source == "parts" and hear:
            hear(Notice("records_passed_over", "3 requests were passed over"))
            hear(InputError("parts, item 2", "is empty", "Give it a text."))
        yield make_hostile_reading() if source == "hostile" else make_reading()
        if source == "half":
            raise InputError(source, "ends in the middle", "Fetch it again.")
        if source == "two":
            yield make_reading()


@pytest.fixture
def intake(monkeypatch: pytest.MonkeyPatch) -> Intake:
    fake = Intake()
    monkeypatch.setitem(sys.modules, "onrecord.intake", fake)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    return fake


@pytest.fixture
def run(intake: Intake, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*arguments: str) -> tuple[int, str, str]:
        status = cli.run_app(arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run_it


def test_text_is_the_default_and_needs_no_colour_in_a_pipe(run: Run) -> None:
    status, out, err = run("read", "a.txt")
    assert (status, err) == (0, "")
    assert "‹the county› «said»" in out
    assert "\x1b" not in out
    assert max(map(len, out.split("\n"))) <= 80


def test_json_is_one_object_and_nothing_else(run: Run) -> None:
    status, out, err = run("read", "a.txt", "--format", "json")
    assert (status, err) == (0, "")
    assert json.loads(out) == make_reading().to_dict()


def test_jsonl_keeps_the_order_and_goes_on_after_a_failure(run: Run) -> None:
    status, out, err = run("read", "a.txt", "missing.txt", "hostile", "-f", "jsonl")
    assert status == 1
    assert err == "onrecord: missing.txt: does not exist. Check the spelling and the folder.\n"
    wanted = [make_reading().report.id, make_hostile_reading().report.id]
    assert [json.loads(line)["report"]["id"] for line in out.splitlines()] == wanted


def test_what_was_read_before_a_failure_is_kept(run: Run) -> None:
    status, out, err = run("read", "half", "-f", "jsonl")
    assert (status, len(out.splitlines()), err) == (1, 1, "onrecord: half: ends in the middle. Fetch it again.\n")


def test_parts_that_were_refused_are_named_and_the_others_printed(run: Run) -> None:
    status, out, err = run("read", "parts", "-f", "jsonl")
    assert (status, len(out.splitlines())) == (1, 1)
    assert err == (
        "onrecord: parts: note: 3 requests were passed over.\nonrecord: parts, item 2: is empty. Give it a text.\n"
    )


def test_what_is_told_reaches_the_intake(run: Run, intake: Intake) -> None:
    told = (
        "--date",
        "2025-06-04",
        "--outlet",
        "FJW",
        "--reader",
        "html",
        "--extractor",
        "rules",
        "--threads",
        "2",
        "--columns",
        "text=Body, date=day",
    )
    assert run("read", "-", *told)[0] == 0
    assert intake.asked == [
        (
            "-",
            Told(date="2025-06-04", outlet="FJW", format="html", columns=(("text", "Body"), ("date", "day"))),
            Method("rules", 2),
        )
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read"], "Missing argument"),
        (["reed", "a"], "No such command"),
        (["read", "a", "--format", "xml"], "'xml' is not one of text, json, jsonl, html"),
        (["read", "a", "--reader", "morse"], "'morse' is not one of auto, "),
        (["read", "a", "--columns", "words=body"], "'words=body' is no ROLE=NAME"),
        (["read", "a", "--columns", "text"], "'text=' is no ROLE=NAME"),
        (["read", "a", "--extractor", "magic"], "'magic' is not one of auto, model, rules"),
        (["read", "a", "--date", "4 June"], "'4 June' is no day"),
        (["read", "a", "--date", "20250604"], "'20250604' is no day"),
        (["read", "a", "--color", "red"], "auto, always, never"),
        (["read", "a", "--width", "7"], "40"),
        (["read", "a", "b", "--format", "json"], "jsonl"),
        (["read", "two", "--format", "json"], "jsonl"),
        (["read", "a", "--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(run: Run, arguments: list[str], words: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("onrecord: ")
    assert words in err
    assert "--help'" in err


def test_an_unexpected_error_is_one_line_that_names_the_input(run: Run) -> None:
    status, out, err = run("read", "bug", "a.txt", "-f", "jsonl")
    assert (status, len(out.splitlines()), err.count("\n")) == (1, 1, 1)
    assert err.startswith("onrecord: bug: stopped by an error in onrecord itself (ValueError: list index out of range")
    assert "Traceback" not in err
    assert "\x1b" not in err


def test_debug_shows_where_it_arose(run: Run) -> None:
    assert "Traceback" in run("read", "bug", "--debug")[2]


def test_a_broken_installation_stops_the_run(run: Run) -> None:
    assert run("read", "setup", "a.txt") == (1, "", "onrecord: no English pipeline is installed: pip install one\n")


def test_an_interruption_is_quiet(run: Run) -> None:
    assert run("read", "stop") == (130, "", "")


def test_a_hostile_name_cannot_act_on_the_terminal(run: Run) -> None:
    err = run("read", "missing\x1b]0;x\x07\n.txt")[2]
    assert err == "onrecord: missing␛]0;x␇ .txt: does not exist. Check the spelling and the folder.\n"


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "html"])
def test_output_goes_to_the_file_alone(run: Run, tmp_path: Path, form: str) -> None:
    target = tmp_path / "out"
    assert run("read", "a.txt", "--format", form, "--output", str(target)) == (0, "", "")
    assert "Runa Dahl" in target.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [target]


def test_the_name_of_the_output_tells_the_format(run: Run, tmp_path: Path) -> None:
    for name, start in (("a.html", "<!DOCTYPE html>"), ("a.JSON", "{"), ("a.jsonl", "{"), ("a.txt", "Landslide")):
        assert run("read", "a.txt", "-o", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert run("read", "a.txt", "-f", "json", "-o", str(tmp_path / "b.html"))[0] == 0
    assert (tmp_path / "b.html").read_text(encoding="utf-8").startswith("{")


def test_a_report_is_never_replaced_by_its_own_reading(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("A report.")
    status, _, err = run("read", str(report), "-o", str(tmp_path / "." / "report.txt"))
    assert (status, report.read_text()) == (2, "A report.")
    assert "replace a report" in err


def test_an_existing_file_stays_until_the_new_one_is_complete(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    target.write_text("old")
    target.chmod(0o640)
    for source in ("missing.txt", "setup", "bug", "stop"):
        assert run("read", source, "-f", "html", "-o", str(target))[0] in {1, 130}
        assert target.read_text() == "old"
        assert list(tmp_path.iterdir()) == [target]
    assert run("read", "a.txt", "missing.txt", "-f", "html", "-o", str(target))[0] == 1
    assert "Runa Dahl" in target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    assert run("read", "a.txt", "-o", str(link))[0] == 0
    assert link.is_symlink()
    assert "Runa Dahl" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["", "no/such/folder/out.txt"])
def test_an_output_that_cannot_be_written_is_named(run: Run, tmp_path: Path, place: str) -> None:
    status, out, err = run("read", "a.txt", "-o", str(tmp_path / place))
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "cannot be written" in err


def test_a_device_is_written_to_not_replaced(run: Run) -> None:
    assert run("read", "a.txt", "-o", os.devnull) == (0, "", "")
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_named(run: Run) -> None:
    status, _, err = run("read", "a.txt", "-o", "/dev/full")
    assert status == 1
    assert "No space left" in err


def test_width_and_colour_are_as_asked(run: Run) -> None:
    assert max(map(len, run("read", "a.txt", "--width", "60")[1].split("\n"))) <= 60
    assert "\x1b[" in run("read", "a.txt", "--color", "always")[1]


def test_demo_reads_the_sample_that_ships(run: Run, intake: Intake) -> None:
    assert run("demo", "-f", "json")[0] == 0
    [(source, told, _)] = intake.asked
    assert source.endswith("samples/dispatch.txt")
    assert Path(source).read_text(encoding="utf-8").startswith("VNS\n")
    assert told == Told(format="text")


def test_formats_and_limits_are_listed(run: Run) -> None:
    formats = run("formats")[1]
    for name in ["jsonl", *(known.name for known in FORMATS)]:
        assert name in formats
    assert "20,000,000" in run("limits")[1]


def test_version_and_help(run: Run) -> None:
    assert run("--version")[1].startswith("onrecord 0")
    for command in ("read", "demo", "formats", "limits"):
        status, out, _ = run(command, "--help")
        assert status == 0
        assert "Example" in out
    assert "demo" in run()[1]


def test_the_commands_work_under_the_test_runner_of_typer_too(intake: Intake) -> None:
    result = CliRunner().invoke(cli.app, ["read", "missing.txt", "--format", "json"])
    assert (result.exit_code, result.stdout) == (1, "")


def test_every_command_and_option_is_documented() -> None:
    manual = Path(__file__).parent.parent.joinpath("docs", "cli.md").read_text(encoding="utf-8")
    from typer.main import get_command

    commands: dict[str, Any] = getattr(get_command(cli.app), "commands")  # noqa: B009
    for name, command in commands.items():
        assert f"## onrecord {name}" in manual
        for parameter in command.params:
            assert all(f"`{option}" in manual for option in parameter.opts if option.startswith("--"))


def start(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from onrecord.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", **settings)


def test_help_starts_without_the_machinery() -> None:
    code = "import sys; from onrecord.cli import run_app; run_app(['--help']); print([*sys.modules], file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8").stderr
    assert "'onrecord.cli'" in loaded
    assert not {"'spacy'", "'trafilatura'", "'lxml'"} & set(loaded.strip("[]\n").split(", "))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_standard_output_is_one_line() -> None:
    code = "from onrecord.cli import main; main()"
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -c '{code}' limits > /dev/full"], capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("onrecord: standard output: cannot be written (No space left")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
def test_closed_streams_are_no_traceback(tmp_path: Path) -> None:
    code = "from onrecord.cli import main; main()"
    for closed, told in ((">&-", "standard output: cannot be written (it is closed)"), ("2>&-", "")):
        command = f"'{sys.executable}' -c '{code}' read {tmp_path}/none {closed}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8")
        assert (done.returncode, done.stdout) == (1, "")
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_a_pipe_that_closes_early_is_quiet() -> None:
    code = "from onrecord.cli import main; main()"
    shell = f"'{sys.executable}' -c '{code}' read --help | head -c 1"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, encoding="utf-8")
    assert done.stderr == ""


def test_completion_is_offered() -> None:
    done = start(
        env={**os.environ, "_ONRECORD_COMPLETE": "complete_bash", "COMP_WORDS": "onrecord rea", "COMP_CWORD": "1"}
    )
    assert done.stdout.split() == ["read"]
