"""The commands `stories` and `story`: folders, formats, policies, exit status."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from onrecord.cli import run_app
from onrecord.ledger import open_ledger
from tests.comparison.reports import ALL, read


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reports")
    for number, text in enumerate(ALL, 1):
        (path / f"{number:02d}.txt").write_text(dedent(text).strip(), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run_app(arguments)
    done = capsys.readouterr()
    return status, done.out, done.err


def test_a_folder_becomes_a_story(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "story", str(folder), "--format", "json")
    story = json.loads(out)
    assert status == 0
    assert [Path(report["path"]).name for report in story["reports"]] == ["01.txt", "02.txt", "03.txt", "04.txt"]
    assert [Path(left["path"]).name for left in story["left_out"]] == ["05.txt"]


def test_the_name_of_the_output_tells_the_format(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "story", str(folder), "--output", str(tmp_path / "story.html"))
    assert (status, out) == (0, "")
    assert "</html>" in (tmp_path / "story.html").read_text(encoding="utf-8")


def test_a_policy_is_named_with_its_result(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "story", str(folder), "--format", "json", "--policy", "conservative")
    settled = [series["settled"] for series in json.loads(out)["series"] if series["settled"]]
    assert settled
    assert {one["policy"] for one in settled} == {"conservative"}


def test_events_by_the_contract(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "stories", str(folder), "--format", "json")
    found = json.loads(out)
    assert status == 0
    assert found["schema"] == "onrecord-stories/1"
    assert [len(story["reports"]) for story in found["stories"]] == [4, 1]
    assert all({"id", "name", "reports", "why"} <= story.keys() for story in found["stories"])
    assert all({"id", "path", "outlet"} <= report.keys() for report in found["reports"])


def test_events_as_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "stories", str(folder))
    assert status == 0
    assert "4 reports" in out


def test_a_missing_file_is_named_and_the_others_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "story", str(folder / "01.txt"), str(folder / "none.txt"), "--format", "json")
    assert status == 1
    assert len(json.loads(out)["reports"]) == 1
    assert "none.txt" in err


def test_nothing_readable_is_no_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "story", str(tmp_path / "none.txt"))
    assert (status, out) == (1, "")
    assert "none.txt" in err


@pytest.mark.parametrize("policy", ["mean", "preferred", "range=x"])
def test_an_unknown_policy_is_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str], policy: str) -> None:
    status, _, err = run(capsys, "story", str(folder), "--policy", policy)
    assert status == 2
    assert "policy" in err


def test_a_story_of_the_ledger_by_its_id(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = str(tmp_path / "desk.db")
    with open_ledger(desk, create=True) as book:
        for text in ALL:
            book.add(read(text))
    _, out, _ = run(capsys, "stories", "--ledger", desk, "--format", "json")
    smallest = json.loads(out)["stories"][-1]["id"]
    status, out, _ = run(capsys, "story", smallest, "--ledger", desk, "--format", "json")
    assert (status, json.loads(out)["id"]) == (0, smallest)
    status, out, err = run(capsys, "story", "story0", "--ledger", desk)
    assert (status, out) == (1, "")
    assert "onrecord stories" in err


def test_neither_paths_nor_a_ledger_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "story")[0] == 2
    assert run(capsys, "stories", "a.txt", "--ledger", "desk.db")[0] == 2
