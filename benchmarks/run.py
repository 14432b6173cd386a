"""Measure onrecord against gold data, with the scorers that came with the data.

    python benchmarks/run.py TASK GOLD [--predictions OUT] [--tools DIR]
    python benchmarks/run.py all [--data DIR] [--tools DIR]

GOLD is a JSON Lines file (plain or .gz) in the shape of the development sets; `seed` and `dispatches`
take folders instead, `positions`, `media`, `voice` and `chains` a tab-separated suite of sentences (tests/extraction).
Scorers are looked for in --tools, in $ONRECORD_SHARED/tools, and in a folder `shared/tools` beside the
project. `all` runs every task on the development sets and writes benchmarks/results.md.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

Record = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A task: the module and function that predict, the scorer with its options, and the development set."""

    predict: str
    scorer: str
    options: tuple[str, ...]
    data: str


TASKS = {
    "attribution": Task("attribution.predict", "score_attribution.py", (), "polnear/dev.jsonl.gz"),
    "attribution-rules": Task("attribution.predict_rules", "score_attribution.py", (), "polnear/dev.jsonl.gz"),
    "timex": Task("timex.predict", "score_dates.py", ("--task", "timex"), "meantime/dev.jsonl.gz"),
    "date-specs": Task("date_specs.predict", "score_dates.py", ("--task", "specs"), "recognizers_dates/dev.jsonl.gz"),
    "docdate": Task("docdate.predict", "score_dates.py", ("--task", "docdate"), "htmldates/dev.jsonl.gz"),
    "figure-specs": Task(
        "figure_specs.predict", "score_figures.py", ("--task", "specs"), "recognizers_figures/dev.jsonl.gz"
    ),
    "counts": Task("counts.predict", "score_figures.py", ("--task", "counts"), "gvc/dev.jsonl.gz"),
    "muc": Task("muc.predict", "score_figures.py", ("--task", "muc"), "muc4/dev.jsonl.gz"),
    "factuality": Task(
        "factuality.predict_scale", "score_factuality.py", ("--task", "scale"), "factuality/dev.jsonl.gz"
    ),
    "factuality-news": Task(
        "factuality.predict_meantime", "score_factuality.py", ("--task", "meantime"), "meantime/dev.jsonl.gz"
    ),
    "coref": Task("coref.predict", "score_crossdoc.py", ("--task", "coref"), "gum_news/dev.jsonl.gz"),
    "docs": Task("docs.predict", "score_crossdoc.py", ("--task", "docs"), "gvc/dev.jsonl.gz"),
    "pages": Task("pages.predict", "score_pages.py", (), "pages/dev.jsonl.gz"),
}


SUITES = ("positions", "media", "voice", "chains", "figure-sentences")
HELD = {
    "positions": "positions.tsv",
    "media": "media.tsv",
    "voice": "own_voice.tsv",
    "chains": "chains.tsv",
    "figure-sentences": "figures.tsv",
}
SPEAKERS = {
    "speakers-gum": "gum_news/dev.jsonl.gz",
    "speakers-meantime": "meantime/dev.jsonl.gz",
    "coref-named": "gum_news/dev.jsonl.gz",
}


def find_shared() -> Path:
    """The folder that holds `tools` and `data`."""
    return Path(os.environ.get("ONRECORD_SHARED", PROJECT.parent / "shared"))


def read_records(path: Path) -> Iterator[Record]:
    """The records of a JSON Lines file, plain or packed."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def run_task(name: str, gold: Path, tools: Path, predictions: Path | None = None) -> str:
    """What the scorer prints for our predictions on a gold file."""
    task = TASKS[name]
    module, function = task.predict.split(".")
    predict: Callable[[Iterable[Record]], Iterator[Record]] = getattr(
        importlib.import_module(f"benchmarks.{module}"), function
    )
    with tempfile.TemporaryDirectory() as folder:
        out = predictions or Path(folder, "predictions.jsonl")
        with out.open("w", encoding="utf-8") as lines:
            for prediction in predict(read_records(gold)):
                print(json.dumps(prediction, ensure_ascii=False), file=lines)
        return _score(task, gold, out, tools)


def _score(task: Task, gold: Path, predictions: Path, tools: Path) -> str:
    files = ["--gold", str(gold), "--pred", str(predictions)]
    if task.scorer == "score_attribution.py":
        files = [str(gold), str(predictions)]
    return _call([sys.executable, str(tools / task.scorer), *task.options, *files])


def run_seed(folder: Path, tools: Path) -> str:
    """What score_seed.py prints for our reading of one dispatch folder."""
    text, gold = folder / "dispatch.txt", folder / "gold.json"
    reading = _call([sys.executable, "-m", "onrecord", "read", str(text), "--format", "json"])
    return _call([sys.executable, str(tools / "score_seed.py"), str(gold)], reading)


def run_dispatches(folder: Path, tools: Path) -> str:
    """What score_dispatches.py prints for all dispatch folders in a folder."""
    folders = sorted(str(path.parent) for path in folder.glob("*/gold.json"))
    reader = f"{sys.executable} -m onrecord"
    return _call([sys.executable, str(tools / "score_dispatches.py"), "--run", reader, *folders], check=False)


def run_suite(name: str, path: Path | None = None, show: bool = False) -> str:
    """How many rows of a suite of sentences are read right, part by part or, for chains, hop by hop."""
    if name == "chains":
        from benchmarks.chains import score_chains

        return score_chains(path, show)
    if name == "voice":
        from benchmarks.voices import score_voices

        return score_voices(path, show)
    if name == "figure-sentences":
        from benchmarks.figure_sentences import score_figures

        return score_figures(path or PROJECT / "tests" / "extraction" / "suites" / "figures.tsv", show)
    from benchmarks.suites import score_suite

    return score_suite(name, path or PROJECT / "tests" / "extraction" / "suites" / f"{name}.tsv", show)


def run_speakers(name: str, gold: Path, tools: Path, show: bool = False) -> str:
    """How many marked speakers are told right, or how well mentions are joined, beside a floor."""
    if name == "coref-named":
        from benchmarks.coref import score_named

        return score_named(read_records(gold), tools)
    from benchmarks.speakers import score_speakers

    return score_speakers(name.removeprefix("speakers-"), read_records(gold), show)


def compare_factuality(gold: Path, tools: Path) -> str:
    """One table: how surely single events are put by the tables of readings, beside simpler and fitted answers."""
    from benchmarks.factuality import predict_all, tell_table

    records = [record for record in read_records(gold) if record["split"] == "dev"]
    scores = {}
    for name, predictions in predict_all(records).items():
        with tempfile.TemporaryDirectory() as folder:
            paths = Path(folder, "gold.jsonl"), Path(folder, "predictions.jsonl")
            for path, rows in zip(paths, (records, predictions), strict=True):
                path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            scores[name] = json.loads(_score(TASKS["factuality"], *paths, tools))
    return tell_table(scores)


def run_stories(folder: Path, tools: Path, show: bool = False) -> str:
    """What score_story.py prints for all story folders in a folder."""
    from benchmarks.stories import score_stories

    return score_stories(folder, tools, show)


def run_copies() -> str:
    """How many edited copies are found, and how many independent accounts are taken for copies."""
    from benchmarks.copies import score_copies

    return score_copies()


def run_growth() -> str:
    """Time and memory of comparing many reports."""
    from benchmarks.stories import measure_growth

    return measure_growth()


def measure_speed(gold: Path, articles: int = 100) -> str:
    """Words per CPU second of the whole reading, in one process and thread, after a first article."""
    import onrecord

    texts = [record["text"] for record, _ in zip(read_records(gold), range(articles), strict=False)]
    onrecord.read_text(texts[0])
    start = time.process_time()
    for text in texts:
        onrecord.read_text(text, dateline="2016-10-01")
    seconds = time.process_time() - start
    words = sum(len(text.split()) for text in texts)
    return f"{words / seconds:,.0f} words per CPU second ({len(texts)} articles, {words:,} words)"


def run_all(shared: Path, tools: Path) -> None:
    """Run every task on its development set and write results.md."""
    data = shared / "data"
    parts = [_head()]
    for name, task in TASKS.items():
        parts.append(_section(f"{name} ({task.data})", run_task(name, data / task.data, tools)))
    factuality = data / TASKS["factuality"].data
    parts.append(_section("certainty of single events, in one table", compare_factuality(factuality, tools)))
    parts.extend(_section(f"{name} (suite of sentences)", run_suite(name)) for name in SUITES)
    held = PROJECT / "tests" / "held"
    parts.extend(_section(f"{name} (kept aside)", run_suite(name, held / "suites" / HELD[name])) for name in SUITES)
    for name, path in SPEAKERS.items():
        parts.append(_section(f"{name} ({path})", run_speakers(name, data / path, tools)))
    parts.append(_section("seed", run_seed(shared / "seed", tools)))
    parts.append(_section("dispatches", run_dispatches(shared / "dispatches", tools)))
    parts.append(_section("dispatches of our own", run_dispatches(PROJECT / "tests" / "dispatches", tools)))
    parts.append(_section("dispatches (kept aside)", run_dispatches(held / "dispatches", tools)))
    parts.append(_section("stories", run_stories(shared / "stories", tools)))
    parts.append(_section("stories of our own", run_stories(PROJECT / "tests" / "stories", tools)))
    parts.append(_section("stories (kept aside)", run_stories(held / "stories", tools)))
    parts.append(_section("copies of six degrees of editing", run_copies()))
    parts.append(_section("growth of comparison", run_growth()))
    parts.append(_section("speed, whole reading", measure_speed(data / TASKS["attribution"].data)))
    (PROJECT / "benchmarks" / "results.md").write_text("\n".join(parts), encoding="utf-8")


def _head() -> str:
    from onrecord import __version__

    day = datetime.now(UTC).date().isoformat()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return (
        f"# Development scores\n\nonrecord {__version__}, {day}, {machine}. Made by `python benchmarks/run.py all`.\n"
    )


def _section(title: str, output: str) -> str:
    return f"## {title}\n\n```\n{output.rstrip()}\n```\n"


def _call(command: list[str], stdin: str | None = None, check: bool = True) -> str:
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    if check and done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def main() -> None:
    """Run what the command line asks for."""
    names = [
        *TASKS,
        *SUITES,
        "certainty",
        *SPEAKERS,
        "seed",
        "dispatches",
        "stories",
        "copies",
        "growth",
        "speed",
        "all",
    ]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=names)
    parser.add_argument("gold", nargs="?", type=Path, help="default: the development set of the task")
    parser.add_argument("--predictions", type=Path, help="keep our predictions in this file")
    parser.add_argument("-v", "--show", action="store_true", help="print the rows of a suite that are read wrongly")
    parser.add_argument("--tools", type=Path, help="folder of the scorers")
    args = parser.parse_args()
    shared = find_shared()
    tools = args.tools or shared / "tools"
    if args.task == "all":
        run_all(shared, tools)
    elif args.task == "seed":
        print(run_seed(args.gold or shared / "seed", tools))
    elif args.task == "dispatches":
        print(run_dispatches(args.gold or shared / "dispatches", tools))
    elif args.task == "stories":
        print(run_stories(args.gold or shared / "stories", tools, args.show))
    elif args.task == "copies":
        print(run_copies())
    elif args.task == "growth":
        print(run_growth())
    elif args.task in SPEAKERS:
        print(run_speakers(args.task, args.gold or shared / "data" / SPEAKERS[args.task], tools, args.show))
    elif args.task == "certainty":
        print(compare_factuality(args.gold or shared / "data" / TASKS["factuality"].data, tools))
    elif args.task in SUITES:
        print(run_suite(args.task, args.gold, args.show))
    elif args.task == "speed":
        print(measure_speed(args.gold or shared / "data" / TASKS["attribution"].data))
    else:
        print(run_task(args.task, args.gold or shared / "data" / TASKS[args.task].data, tools, args.predictions))


if __name__ == "__main__":
    main()
