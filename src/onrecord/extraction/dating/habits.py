"""In which order a report writes dates in figures: day first, as in Britain, or month first, as in America."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from onrecord.model import Report
from onrecord.words import read_table

Habit = Literal["british", "american"]


def find_habit(report: Report) -> Habit | None:
    """The habit by the outlet, by the country of its site, or by the dates in words that the report itself holds."""
    habits = _load_habits()
    outlet = (report.outlet or "").casefold().removeprefix("the ")
    return habits.get(outlet) or habits.get(_find_ending(report.url)) or _read_habit(report.text)


def _find_ending(url: str | None) -> str:
    """The last part of the host name with its dot (".uk"); empty where the address has none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # an address that is none, as in "http://["
        return ""
    return "." + host.rpartition(".")[2]


@cache
def _load_habits() -> dict[str, Habit]:
    known: dict[str, Habit] = {}
    for row in read_table("date_habits"):
        known[row["name"]] = "british" if row["habit"] == "british" else "american"
    return known


@cache
def _compile_orders() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of "12 June" and of "June 12", over the months that are no other word."""
    rows = read_table("date_months")
    names = "|".join(row["word"].title() for row in rows if len(row["word"]) > 3 and row["sure"] != "context")
    return re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{names})\b"), re.compile(rf"\b(?:{names}) \d{{1,2}}\b")


def _read_habit(text: str) -> Habit | None:
    day_first, month_first = (pattern.search(text) for pattern in _compile_orders())
    if bool(day_first) == bool(month_first):
        return None
    return "british" if day_first else "american"
