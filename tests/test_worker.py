"""Reading in a process that can be stopped: what is slow is named, what comes after it is read."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError, TooLarge
from onrecord.extraction.stages import Method
from onrecord.intake import read_source
from onrecord.model import Notice
from onrecord.worker import Worker
from tests.reading import formats as written

RULES = Method("rules", 1)
SLOW = "The board said that it would " + "say that it would " * 40_000 + "stop."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "story.txt").write_bytes(written.write_text())
    (folder / "crawl.warc.gz").write_bytes(written.write_warc())
    row = written.write_jsonl()
    slow = row.replace(b"Engineers must", SLOW.encode() + b" Engineers must")
    (folder / "corpus.jsonl").write_bytes(row + slow + b"{broken\n" + row.replace(b"140", b"150"))
    return folder


def test_a_slow_report_is_stopped_and_the_next_ones_read(folder: Path) -> None:
    heard: list[InputError | Notice] = []
    with Worker(5) as worker:
        story = list(worker.read(str(folder / "story.txt"), None, RULES))
        assert story == list(read_source(str(folder / "story.txt"), None, RULES))
        rows = list(worker.read(str(folder / "corpus.jsonl"), None, RULES, heard.append))
    assert ["150" in reading.report.text for reading in rows] == [False, True]
    codes = [item.code for item in heard]
    assert codes in (["too_slow", "bad_json"], ["too_much_memory", "bad_json"])


def test_refusals_and_notices_come_through(folder: Path) -> None:
    heard: list[Any] = []
    with Worker(20) as worker:
        (reading,) = worker.read(str(folder / "crawl.warc.gz"), None, RULES, heard.append)
        assert reading.report.outlet == written.OUTLET
        assert [item.code for item in heard] == ["records_passed_over"]
        with pytest.raises(InputError) as caught:
            list(worker.read(str(folder / "none.txt"), None, RULES))
        assert caught.value.code == "not_a_file"


def test_a_source_that_is_slow_before_any_report_is_refused_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_bytes(written.write_text())
    with Worker(0.0001) as worker, pytest.raises(TooLarge) as caught:
        list(worker.read(str(tmp_path / "story.txt"), None, RULES))
    assert caught.value.code == "too_slow"


def test_refusals_survive_the_way_between_processes() -> None:
    error = TooLarge("a.txt", "is too large", "Split it.", "bomb")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.code, again.remedy) == (TooLarge, str(error), "bomb", "Split it.")
