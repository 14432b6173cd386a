"""The dateline at the beginning of a report's body: "OSLO, March 3, 2021 (NTN/Meridian) - ".

The forms are those of the agencies' own style guides (AP, Reuters, AFP, TASS, Xinhua, EFE) and of papers
that put the place alone before a dash or a colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.reading.credits import (
    fold_name,
    has_agency_code,
    is_agency,
    is_credit,
    is_known_credit,
    read_lines,
    split_credits,
)
from onrecord.reading.stamps import WEEKDAY, Moment, find_day, match_day

WINDOW = 200
NO_PLACE = frozenset(
    {"is", "are", "was", "in", "to", "for", "at", "why", "how", "what", "who", "this", "not", "no", "a", "my", "our"}
    | {"we", "it", "dear"}
)
CAPITAL = r"[A-ZÀ-ÖØ-ÞĀČĎĐĞĠĢĪĶĻĽŁŃŅŇŌŐŘŚŞŠŤŪŰŹŻŽİ]"
CAPS = re.compile(rf"(?:{CAPITAL}+[.'’]?)+(?:[-'’]{CAPITAL}+)*\.?")
TITLE = re.compile(rf"(?:{CAPITAL}\.){{2,4}}|{CAPITAL}[^\W\d_]*(?:[-'’][^\W\d_]+)*\.?")
SMALL = re.compile(r"(?:of|de|la|el|del|di|do|dos|da|al|the|upon|on|sur|am|an|der|y|and)\b", re.I)
GAP = re.compile(r"[ \t\u00a0]*[/–-]?[ \t\u00a0]*")
BRACKET = re.compile(r"[ \t\u00a0]*[(\[]([^()\[\]\n]{1,80})[)\]]")
BRACKETED_REGION = re.compile(rf"[ \t\u00a0]*\({CAPITAL}[^()\d\n]{{2,30}}\)(?=,[ \t\u00a0]*\d)")
SLASHED = re.compile(r"[ \t\u00a0]*/([^/\n]{2,40})/\.?")
BARE = re.compile(
    rf"[ \t\u00a0]*({CAPITAL}[\w.-]{{1,20}}(?:[ ]{CAPITAL}[\w.-]{{1,20}}){{0,3}})(?=[ \t\u00a0]*(?:[-–—:]|\.-))"
)
BREAK = re.compile(r"[ \t\u00a0]*(?:\.?[-–—―]{1,3}|:|\||\.)(?:[ \t\u00a0]+|\Z|(?=[\"“‘A-Z]))")
DASH = re.compile(r"[ \t\u00a0]*(?:\.?[-–—―]{1,3}|:|\|)(?:[ \t\u00a0]+|\Z|(?=[\"“‘A-Z]))")
BARE_PLACE = re.compile(
    rf"(?P<place>{CAPITAL}[^\W\d_]+(?:[ -]{CAPITAL}[^\W\d_]+)?) — (?=(?P<rest>{CAPITAL}[^\W\d_]*|\d+)\b)"
)
OPENING = re.compile(rf"[\"“‘'«„(\[]?(?:{CAPITAL}|\d|[$£€¥])")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed, by whom, and how many characters say so."""

    place: str | None
    moment: Moment | None
    credits: tuple[str, ...]
    end: int


def read_dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph begins with, or None."""
    window = text[:WINDOW]
    if found := _read_alone(window):
        return found
    place, place_end, in_capitals = _read_place(window)
    moment, moment_end = _read_date(window, place_end)
    names, credits_end, sure = _read_credits(window, moment_end, dated=moment is not None or place is not None)
    if place is None and not (moment and names):
        return None
    inner = _find_inner_date(window[moment_end:credits_end]) if moment is None else None
    moment = moment or inner
    broken = BREAK.match(window, credits_end) if names or moment else DASH.match(window, credits_end)
    end = broken.end() if broken else credits_end
    if not in_capitals and moment is None and not all(map(is_known_credit, names)):
        return None
    closed = broken is not None or not text[credits_end:].strip()
    stated = bool(names and (sure or closed or inner)) or (moment is not None and closed)
    if stated and _goes_on(text, end, bool(broken)):
        return Dateline(place, moment, names, _skip_space(text, end))
    if (
        place
        and in_capitals
        and broken
        and not names
        and not moment
        and _goes_on(text, end, True)
        and not _is_label(place)
    ):
        return Dateline(place, None, (), end)
    return None


def read_bare_place(text: str) -> Dateline | None:
    """The place that a first paragraph begins with, before a long dash ("Accra — Fishermen at Tema ..."), or None."""
    found = BARE_PLACE.match(text)
    if not found or found["rest"].lower() in NO_PLACE or _is_label(found["place"]):
        return None
    return Dateline(found["place"], None, (), found.start("rest"))


def _read_alone(window: str) -> Dateline | None:
    """A credit with neither place nor day: "(Reuters) - "."""
    found = BRACKET.match(window)
    if not found or not is_credit(found.group(1)):
        return None
    names = split_credits(found.group(1))
    broken = DASH.match(window, found.end())
    if not broken or not all(map(is_known_credit, names)):
        return None
    inner = read_dateline(window[broken.end() :])
    if inner and inner.place:
        return Dateline(inner.place, inner.moment, (*names, *inner.credits), broken.end() + inner.end)
    return Dateline(None, None, names, broken.end())


def _read_place(window: str) -> tuple[str | None, int, bool]:
    """The place at the beginning, where it ends (past a comma before a date), and whether it is in capitals."""
    for pattern in (CAPS, TITLE):
        end = _read_words(window, 0, pattern, 5)
        if end and (pattern is TITLE or len(re.sub(r"\W", "", window[:end])) > 1) and find_day(window) is None:
            stop = _read_regions(window, end)
            if pattern is TITLE or _ends_place(window, stop):
                place = window[:stop].strip(" ,")
                if is_agency(place):
                    break
                return place.rstrip(".") if stop == end else place, stop, pattern is CAPS
    return None, 0, False


def _read_words(window: str, start: int, pattern: re.Pattern[str], most: int) -> int:
    """Where a run of up to `most` capitalised words from `start` ends; `start` itself when there is none."""
    end = place = start
    for _ in range(most):
        if (
            (found := pattern.match(window, place))
            and find_day(window[place : place + 20]) is None
            and _is_whole(window, found.end())
        ):
            end = found.end()
        elif end == start or not (found := SMALL.match(window, place)):
            break
        gap = GAP.match(window, found.end())
        if gap is None or gap.end() == found.end() or (gap.group().strip() in ("-", "–") and " " in gap.group()):
            break
        place = gap.end()
    return end


def _is_whole(window: str, end: int) -> bool:
    return not window[end : end + 1].isalnum()


def _ends_place(window: str, end: int) -> bool:
    return (
        bool(re.match(r"[ \t\u00a0]*(?:[,(\[/:|–—―-]|\.|\Z)", window[end:]))
        or find_day(window[end:].lstrip(" ,.")) is not None
    )


def _read_regions(window: str, end: int) -> int:
    """Where the regions after a place end: ", British Columbia", ", Fla.", " (Cuba),"."""
    if bracketed := BRACKETED_REGION.match(window, end):
        return bracketed.end()
    for _ in range(2):
        comma = re.compile(r",[ \t\u00a0]*").match(window, end)
        if not comma or find_day(window[comma.end() :]) or WEEKDAY.match(window, comma.end()):
            break
        stop = _read_words(window, comma.end(), TITLE, 4)
        if stop == comma.end() or has_agency_code(window[comma.end() : stop]) or is_agency(window[comma.end() : stop]):
            break
        end = stop
    return end


def _read_date(window: str, end: int) -> tuple[Moment | None, int]:
    gap = re.compile(r"[ \t\u00a0,.]*(?:[-–—][ \t])?(?:on[ \t])?").match(window, end)
    start = gap.end() if gap else end
    if (weekday := WEEKDAY.match(window, start)) and window[weekday.end() : weekday.end() + 1] in (",", " "):
        start = weekday.end() + len(window[weekday.end() :]) - len(window[weekday.end() :].lstrip(" ,"))
        if window[start : start + 1] in "([" or DASH.match(window, weekday.end()):
            return None, weekday.end()
    found = match_day(window, start)
    return (found[1], found[0]) if found else (None, end)


def _read_credits(window: str, end: int, *, dated: bool) -> tuple[tuple[str, ...], int, bool]:
    """The names credited from `end` on, where they end, and whether they need no dash after them."""
    dashed = DASH.match(window, end)
    if dashed and BRACKET.match(window, dashed.end()):
        end = dashed.end()
    place = end + len(window[end:]) - len(window[end:].lstrip(" ,.\u00a0"))
    if found := BRACKET.match(window, place) or BRACKET.match(window, end):
        if is_credit(found.group(1)):
            names = split_credits(found.group(1))
            return names, found.end(), dated and all(map(is_known_credit, names))
        return (), found.end() if find_day(found.group(1)) else end, False
    if found := SLASHED.match(window, place):
        if is_credit(found.group(1)):
            return split_credits(found.group(1)), found.end(), True
    elif dated and place > end and (found := BARE.match(window, place)) and is_known_credit(found.group(1)):
        return split_credits(found.group(1)), found.end(), False
    return (), end, False


def _find_inner_date(text: str) -> Moment | None:
    for part in re.split(r"[()\[\]]|\s[-–—]\s|[/;]", text):
        if moment := find_day(part.strip()):
            return moment
    return None


def _goes_on(text: str, end: int, broken: bool) -> bool:
    """Whether a sentence begins there, or the line ends."""
    rest = text[end : end + 40].lstrip()
    return (
        not rest
        or bool(OPENING.match(rest))
        or (broken and rest[:1].islower() and text[:end].rstrip()[-1:] not in ":|")
    )


def _skip_space(text: str, end: int) -> int:
    while end < len(text) and text[end] in " \t\u00a0":
        end += 1
    return end


def _is_label(place: str) -> bool:
    if fold_name(place) in read_lines("label").whole or is_agency(place):
        return True
    return len(place.split()) > 5 or any(word in NO_PLACE for word in place.lower().split())
