"""Inputs are found in folders and patterns, read side by side, and each gets one of four answers."""

from __future__ import annotations

import io
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.adding import Run, Team, add_inputs, find_inputs, walk_folder
from onrecord.errors import OnRecordError
from onrecord.extraction.stages import Method
from onrecord.ledger import Answer, Ledger, open_ledger
from onrecord.ledger.verifying import verify
from onrecord.reading import LIMITS
from tests.ledger.teams import serve, serve_nothing

STORIES = {
    "a.txt": "SKARVIK, Norway, Jun 4, 2025 (FJW) - The dam held, the water board said on Wednesday.",
    "deep/b.txt": "TARMA, Peru, Mar 12, 2025 (Andes Wire) - Police arrested 14 people, a spokesman said.",
    "deep/c.html": "<html><title>Quay shut</title><p>The quay is shut, the harbour master told reporters on Friday, "
    "and will stay so until the end of the month.</p></html>",
    "deep/er/d.txt": "",
    "deep/.hidden": "not read",
    "ledger.db": "not read",
    "e.bin": "\x7fELF\0\0\0\0",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, words in STORIES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    return tmp_path / "in"


def names(found: object) -> list[str]:
    return [Path(name).name for name in found]  # type: ignore[attr-defined]


def test_folders_are_walked_in_order_without_hidden_files_and_ledgers(folder: Path) -> None:
    assert names(find_inputs([str(folder)])) == ["a.txt", "b.txt", "c.html", "d.txt", "e.bin"]


def test_a_circle_of_links_is_met_once(folder: Path) -> None:
    (folder / "deep" / "back").symlink_to(folder)
    (folder / "deep" / "broken").symlink_to(folder / "nowhere")
    assert names(walk_folder(str(folder))) == ["a.txt", "b.txt", "broken", "c.html", "d.txt", "e.bin"]


def test_patterns_names_and_addresses(folder: Path) -> None:
    assert names(find_inputs([f"{folder}/**/*.txt"])) == ["a.txt", "b.txt", "d.txt"]
    assert list(find_inputs(["-", "https://paper.example/*", f"{folder}/no*ne", "missing.txt"])) == [
        "-", "https://paper.example/*", f"{folder}/no*ne", "missing.txt",
    ]  # fmt: skip


def test_odd_names_are_kept_safely(folder: Path, file: Path) -> None:
    for name in (b"caf\xe9.txt", b"two\nlines.txt", b"-f.txt", b"[x].txt"):
        (folder / os.fsdecode(name)).write_text(f"The quay of {name!r} is shut, police said.")
    with open_ledger(file, create=True) as ledger:
        tally = add_all(ledger, sorted(str(path) for path in folder.iterdir() if path.suffix == ".txt"))
        assert tally["added"] == 5
        assert all("\n" not in row["name"] for row in ledger.reports().rows())
        assert verify(ledger).holds


def add_all(ledger: Ledger, inputs: list[str], workers: int = 1) -> Counter[str]:
    run = Run(ledger.name, method=Method("rules"), workers=workers)
    return Counter(
        answer.status for _, answer in add_inputs(ledger, find_inputs(inputs), run) if isinstance(answer, Answer)
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_each_input_gets_one_of_four_answers_and_the_sums_agree(folder: Path, file: Path, workers: int) -> None:
    with open_ledger(file, create=True) as ledger:
        tally = add_all(ledger, [str(folder), "missing.txt"], workers)
        assert tally == {"added": 3, "refused": 3}
        before = ledger.checkpoint()
        assert add_all(ledger, [str(folder)]) == {"already there": 3, "refused": 2}
        assert ledger.checkpoint() == before
        assert all(ledger.original(card.id) for card in ledger.reports())
        assert verify(ledger).holds


def test_a_refusal_names_the_input_a_code_and_what_to_do(folder: Path, file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        run = Run(str(file), method=Method("rules"))
        answers = {
            Path(name).name: answer for name, answer in add_inputs(ledger, [str(folder / "e.bin")], run) if answer
        }
    answer = answers["e.bin"]
    assert answer.status == "refused"
    assert answer.code
    assert str(folder / "e.bin") in answer.name


def test_standard_input_is_kept_as_received(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = "The quay is shut, the harbour master told reporters – in Zürich.".encode("windows-1252")
    for expected in ("added", "already there"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        with open_ledger(file, create=True) as ledger:
            assert add_all(ledger, ["-"]) == {expected: 1}
            assert [ledger.original(card.id) for card in ledger.reports()] == [data]


def test_standard_input_may_be_longer_than_a_report(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.adding.LIMITS", replace(LIMITS, raw_bytes=100))
    lines = "".join(f'{{"text": "Boat {number} was lost, the coast guard said."}}\n' for number in range(5))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    with open_ledger(file, create=True) as ledger:
        assert add_all(ledger, ["-"]) == {"added": 5}


def test_a_page_is_kept_with_its_address(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        b"<html><title>Quay shut</title><article><p>The quay is shut, the harbour master told reporters on Friday, and "
    )
    page += b"will stay so until the end of the month because of the storm.</p></article></html>"
    monkeypatch.setattr("onrecord.adding.fetch_page", lambda address, told: (page, replace(told, url=address)))
    with open_ledger(file, create=True) as ledger:
        for address, expected in (("1", "added"), ("1", "already there"), ("2", "already there")):
            (answer,) = add_all(ledger, [f"https://paper.example/{address}"])
            assert answer in {expected, "incomplete"}
        (card,) = ledger.reports()
        assert (card.url, ledger.original(card.id)) == ("https://paper.example/1", page)
        assert [entry.kind for entry in ledger.history(card.id)] == ["report", "appearance"]


def test_a_run_that_was_cut_off_goes_on(folder: Path, file: Path) -> None:
    with open_ledger(file, create=True) as ledger:
        answers = add_inputs(ledger, find_inputs([str(folder)]), Run(str(file), method=Method("rules")))
        next(answers)
        answers.close()  # type: ignore[attr-defined]
        assert add_all(ledger, [str(folder)]) == {"already there": 1, "added": 2, "refused": 2}


def run_team(inputs: list[str], seconds: float = 30.0) -> dict[str, str]:
    team = Team(Run(":memory:", workers=2, seconds=seconds), serve)
    with open_ledger(":memory:") as ledger:
        try:
            answers = [answer for _, answer in team.work(ledger, iter(inputs)) if isinstance(answer, Answer)]
            return {answer.name: answer.code or answer.status for answer in answers}
        finally:
            team.stop()


def test_a_worker_that_hangs_or_ends_is_replaced_and_its_input_named() -> None:
    found = run_team(["1", "hang", "2", "crash", "3", "4"], seconds=1.0)
    assert found == {"1": "added", "2": "added", "3": "added", "4": "added", "hang": "too_slow", "crash": "crashed"}


def test_what_comes_behind_a_part_that_hangs_is_read() -> None:
    found = run_team(["1+hang+2+crash+3", "4"], seconds=1.0)
    assert found == {
        "1": "added", "2": "added", "3": "added", "4": "added", "1+hang+2+crash+3#2": "too_slow",
        "1+hang+2+crash+3#4": "crashed",
    }  # fmt: skip


def test_a_team_whose_engine_does_not_start_says_why() -> None:
    team = Team(Run(":memory:", workers=1), serve_nothing)
    with open_ledger(":memory:") as ledger, pytest.raises(OnRecordError, match="not installed"):
        list(team.work(ledger, iter(["1"])))
    team.stop()
