"""Stories: how right they are beside the answers of an editor, and how time and memory grow with many reports."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import process_time

from tests.pages import report_of

from onrecord.comparison import Given, make_story
from onrecord.comparison.copies import find_copies
from onrecord.comparison.events import join_reports
from onrecord.intake import read_source
from onrecord.model import Report

PEOPLE = ("Ida", "Tor", "Nils", "Runa", "Mara", "Per", "Ola", "Siv", "Jon", "Eva")
SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu")


def score_stories(folder: Path, tools: Path, show: bool = False) -> str:
    """What score_story.py prints for our stories of all folders that hold `reports` and `expected.json`."""
    pairs = []
    with tempfile.TemporaryDirectory() as kept:
        for answers in sorted(folder.glob("*/expected.json")):
            files = sorted((answers.parent / "reports").iterdir())
            given = [Given(reading, str(file)) for file in files for reading in read_source(str(file))]
            out = Path(kept, f"{answers.parent.name}.json")
            out.write_text(json.dumps(make_story(given).to_dict(), ensure_ascii=False), encoding="utf-8")
            pairs.append(f"{out}={answers.parent}")
        command = [sys.executable, str(tools / "score_story.py"), "--sum", *pairs, *(["-v"] if show else [])]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def make_reports(count: int, seed: int = 11) -> list[Report]:
    """Invented reports of invented events, five of each: an original, two copies, two accounts of their own."""
    random, found = Random(seed), []
    while len(found) < count:
        number = len(found) // 5
        place, body = _name(random), f"{_name(random)} works"
        who = f"{random.choice(PEOPLE)} {_name(random)}"
        day = f"20{10 + number % 15}-{1 + number // 15 % 12:02d}-{1 + number // 180 % 28:02d}"
        text = _tell(random, place, body, who, 8)
        own = [_tell(random, place, body, who, 8) for _ in range(2)]
        texts = (text, text, text[: len(text) * 2 // 3] + _tell(random, place, body, who, 2), *own)
        for hour, words in enumerate(texts):
            outlet = f"{_name(random)} Post"
            found.append(report_of(f"{outlet}: {words}", day, outlet=outlet, published=f"{day}T{8 + hour:02d}:00"))
    return found[:count]


def _name(random: Random) -> str:
    return "".join(random.choices("bdfgklmnprstv", k=1)[0] + random.choice("aeiou") for _ in range(4)).title()


def _tell(random: Random, place: str, body: str, who: str, sentences: int) -> str:
    """Some sentences on one event in invented words, no two alike."""
    told = []
    for _ in range(sentences):
        words = ["".join(random.choices(SYLLABLES, k=random.randint(2, 3))) for _ in range(random.randint(14, 24))]
        words[random.randrange(3, 12)] = random.choice((place, body, who, str(random.randint(100, 9_999))))
        told.append(" ".join(words).capitalize() + ".")
    return " ".join(told)


def measure_growth(sizes: tuple[int, ...] = (1_000, 10_000)) -> str:
    """Seconds of CPU and peak memory for finding copies and joining events, by number of reports."""
    rows = []
    for size in sizes:
        reports = make_reports(size)
        start = process_time()
        copies = len(find_copies(reports))
        middle = process_time()
        events = len(join_reports(reports))
        end = process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        rows.append(
            f"{size:>8,} reports: copies {middle - start:7.1f} s, events {end - middle:7.1f} s, "
            f"{(end - start) / size * 1000:6.2f} ms a report, peak {memory:.2f} GiB; "
            f"{copies:,} copies, {events:,} events"
        )
    return "\n".join(rows)
