"""Words per CPU second: the stage of attributions, the whole reading, and textacy's quotation extraction beside them.

    python benchmarks/speed.py [GOLD] [--articles N]

All in one process and one thread on the same texts, each after a first article that does not count.
textacy is measured where it is installed (pip install textacy), by paragraph as its authors advise, on
documents parsed by the same pipeline; its time includes the parse, as ours for the whole reading does.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.run import TASKS, find_shared, read_records


def measure(work: Callable[[str], object], texts: list[str]) -> float:
    """Words per CPU second of the work over all texts but the first, which warms it up."""
    work(texts[0])
    start = time.process_time()
    for text in texts[1:]:
        work(text)
    seconds = time.process_time() - start
    return sum(len(text.split()) for text in texts[1:]) / seconds


def measure_all(texts: list[str]) -> dict[str, float]:
    """The rate of each way, by its name."""
    import onrecord
    from onrecord.extraction.attributions import find_attributions
    from onrecord.extraction.learned import Method, load_extractor
    from onrecord.extraction.page import lay_out, load_pipeline
    from onrecord.reading import report_from_text

    rules = Method("rules")
    tagger = load_extractor(Method("model")).tagger
    nlp = load_pipeline()
    pages = {text: lay_out(report_from_text(text, clean=False)) for text in texts}
    rates = {
        "parse alone (spaCy, small English pipeline)": measure(nlp, texts),
        "attributions, network and rules, page given": measure(lambda t: find_attributions(pages[t], tagger), texts),
        "attributions, rules alone, page given": measure(lambda t: find_attributions(pages[t]), texts),
        "whole reading, network and rules": measure(lambda t: onrecord.read_text(t, dateline="2016-10-01"), texts),
        "whole reading, rules alone": measure(
            lambda t: onrecord.read_text(t, dateline="2016-10-01", method=rules), texts
        ),
    }
    if importlib.util.find_spec("textacy"):
        rates["textacy, parse and quotations by paragraph"] = measure(extract_with_textacy, texts)
    return rates


def extract_with_textacy(text: str) -> list[object]:
    """The quotations that textacy finds, paragraph by paragraph; those that it refuses count as none."""
    from textacy.extract import direct_quotations

    from onrecord.extraction.page import load_pipeline

    nlp = load_pipeline()
    found: list[object] = []
    for paragraph in text.split("\n"):
        try:
            found.extend(direct_quotations(nlp(paragraph)))
        except ValueError:  # unbalanced quotation marks
            continue
    return found


def show(rates: dict[str, float]) -> str:
    """The rates as lines, each beside its ratio to textacy where that was measured."""
    peer = next((rate for name, rate in rates.items() if name.startswith("textacy")), None)
    lines = []
    for name, rate in rates.items():
        ratio = f"  {rate / peer:5.2f} x textacy" if peer else ""
        lines.append(f"{name:48} {rate:9,.0f} words per CPU second{ratio}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    args = parser.parse_args()
    gold = args.gold or find_shared() / "data" / TASKS["attribution"].data
    texts = [record["text"] for record, _ in zip(read_records(gold), range(args.articles), strict=False)]
    print(show(measure_all(texts)))


if __name__ == "__main__":
    main()
