"""Many reports: joining them and finding copies grows with their number, not with its square."""

from __future__ import annotations

from random import Random
from time import process_time

from onrecord.comparison.copies import find_copies
from onrecord.comparison.events import join_reports
from onrecord.model import Report
from tests.pages import report_of

SYLLABLES = (
    "ba",
    "dor",
    "fen",
    "gal",
    "hul",
    "kir",
    "lom",
    "mas",
    "nor",
    "pel",
    "ris",
    "sten",
    "tal",
    "ulm",
    "vor",
    "wes",
)


def make_reports(events: int, seed: int = 7) -> list[Report]:
    """Invented reports, three of each event: an original, its copy, and an account in other words."""
    random = Random(seed)  # the same reports on every run
    found = []
    for number in range(events):
        names = ["".join(random.sample(SYLLABLES, 3)).title() for _ in range(5)]
        day = f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}"
        words = ["".join(random.choices(SYLLABLES, k=2)) for _ in range(60)]
        first = f"In {names[0]} the {names[1]} works burnt, said {names[2]} of {names[3]}. " + " ".join(words)
        other = f"Firemen in {names[0]} stood by {names[1]} all night with {names[2]} and {names[4]}. " + " ".join(
            "".join(random.choices(SYLLABLES, k=2)) for _ in range(60)
        )
        for text, outlet in ((first, "One"), (first + " More later.", "Two"), (other, "Three")):
            found.append(report_of(text, day, outlet=outlet, published=f"{day}T{10 + len(outlet):02d}:00"))
    return found


def measure(events: int) -> float:
    reports = make_reports(events)
    start = process_time()
    assert len(find_copies(reports)) == events
    groups = join_reports(reports)
    assert sum(len(group) > 1 for group in groups) > 0.8 * events
    return process_time() - start


def test_time_grows_with_the_number_of_reports() -> None:
    measure(50)
    small, large = measure(150), measure(600)
    assert large < 9 * max(small, 0.05), f"four times as many took {large / small:.1f} times as long"
