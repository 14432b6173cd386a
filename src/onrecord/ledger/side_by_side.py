"""Two reports side by side as one self-contained page: paragraph beside paragraph, changed claims marked and listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import pairwise

from onrecord.ledger.differences import Change, Difference, Pair, count_kinds, describe
from onrecord.ledger.folding import fold
from onrecord.model import Claim, Reading

Show = Callable[[str], str]
STRONGEST = ("dropped", "added", "reversed", "figure", "re-sourced", "hedged", "unhedged", "act", "reworded", "same")
STYLE = """
:root{color-scheme:light dark;--line:#8886;--in:#1a7f3733;--out:#cf222e33;--other:#bf870033}
body{font:16px/1.5 Georgia,serif;margin:2rem auto;max-width:76rem;padding:0 1rem}
h1{font-size:1.3rem}table{border-collapse:collapse;width:100%;table-layout:fixed}
td,th{vertical-align:top;text-align:left;padding:.4rem .8rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
ol{padding-left:1.5rem}
ul{padding-left:1rem;list-style:none}li{margin:.3rem 0}.kind{font:bold .8rem sans-serif;text-transform:uppercase}
mark{color:inherit;background:var(--other)}mark.added,ins{background:var(--in);text-decoration:none}
mark.dropped,del{background:var(--out)}mark.same{background:none}a{color:inherit;text-decoration-color:var(--line)}
td p{margin:0}.gone{opacity:.5}
"""


def draw_page(difference: Difference, show: Show = str) -> str:
    """The page; `show` makes characters visible that would act."""
    before, after = difference.before, difference.after
    title = _title(after, show)
    rows = "\n".join(_draw_rows(difference, show))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}: what changed</title>\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>\n'
        f"<h1>{title}: what changed</h1>\n<p>{_summarise(difference)}</p>\n"
        f"<ol>{''.join(_draw_changes(difference, show))}</ol>\n"
        f"<table><thead><tr><th>{_head(before, show)}<th>{_head(after, show)}</tr></thead>\n"
        f"<tbody>{rows}</tbody></table>\n"
        "</body></html>\n"
    )


def _title(reading: Reading, show: Show) -> str:
    report = reading.report
    return escape(show(report.headline.text if report.headline else report.text[:60]))


def _head(reading: Reading, show: Show) -> str:
    report = reading.report
    parts = (report.outlet, report.updated or report.published or report.dateline, report.id)
    return escape(show(" · ".join(part for part in parts if part)))


def _summarise(difference: Difference) -> str:
    counts = count_kinds(difference.changes)
    return escape(
        ", ".join(f"{number} {kind}" for kind, number in counts.items()) or "Nothing changed in what is claimed."
    )


def _draw_changes(difference: Difference, show: Show) -> Iterator[str]:
    for number, pair in enumerate(difference.pairs):
        if not pair.changes:
            continue
        side = "b" if pair.after else "a"
        changes = "".join(f"<li>{_draw_change(change, show)}</li>" for change in pair.changes)
        if pair.before and pair.after:
            words = escape(show(describe(difference.after, pair.after)))
            yield f'<li><a href="#{side}{number}">{words}</a><ul>{changes}</ul></li>'
        else:
            yield f'<li><a href="#{side}{number}">{_draw_change(pair.changes[0], show)}</a></li>'
    for change in difference.positions:
        yield f"<li>{_draw_change(change, show)}</li>"


def _draw_change(change: Change, show: Show) -> str:
    old = f"<del>{escape(show(change.old))}</del>" if change.old else ""
    new = f"<ins>{escape(show(change.new))}</ins>" if change.new else ""
    return f'<span class="kind">{change.kind}</span> ' + " → ".join(part for part in (old, new) if part)


def _draw_rows(difference: Difference, show: Show) -> Iterator[str]:
    """Paragraph beside paragraph, those that are the same in one row."""
    left, right = split_places(difference.before), split_places(difference.after)
    marks = (list_marks(difference.pairs, "before"), list_marks(difference.pairs, "after"))
    for one, other in align(left, right):
        cells = (
            _draw_cell(difference.before, one, marks[0], "a", show),
            _draw_cell(difference.after, other, marks[1], "b", show),
        )
        yield f"<tr><td>{cells[0]}<td>{cells[1]}</tr>"


Lines = list[tuple[int, int, str]]


def split_places(reading: Reading) -> Lines:
    """The lines of a text that hold words: where each starts and ends, and itself folded."""
    places, start = [], 0
    for line in reading.report.text.split("\n"):
        if line.strip():
            places.append((start, start + len(line), fold(line)))
        start += len(line) + 1
    return places


def align(left: Lines, right: Lines) -> Iterator[tuple[tuple[int, int] | None, tuple[int, int] | None]]:
    """Which line stands beside which."""
    one, other = [line for _, _, line in left], [line for _, _, line in right]
    for _, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for step in range(max(b - a, d - c)):
            yield (
                left[a + step][:2] if a + step < b else None,
                right[c + step][:2] if c + step < d else None,
            )


def list_marks(pairs: Sequence[Pair], side: str) -> list[tuple[int, int, str, int]]:
    """The places of all changed claims on one side: start, end, strongest kind of change, number of the pair."""
    marks: list[tuple[int, int, str, int]] = []
    for number, pair in enumerate(pairs):
        claim: Claim | None = getattr(pair, side)
        if claim is not None and pair.changes:
            kind = min((change.kind for change in pair.changes), key=STRONGEST.index)
            marks.extend((part.start, part.end, kind, number) for part in claim.contents)
    return sorted(marks, key=lambda mark: (mark[0], -mark[1]))


def _draw_cell(
    reading: Reading, place: tuple[int, int] | None, marks: list[tuple[int, int, str, int]], side: str, show: Show
) -> str:
    """One paragraph with its marks; where claims lie in each other, the inner one is marked."""
    if place is None:
        return ""
    start, end = place
    inside = [mark for mark in marks if mark[0] < end and start < mark[1]]
    cuts = sorted({start, end, *(min(max(cut, start), end) for mark in inside for cut in mark[:2])})
    drawn, named = [], set()
    for first, last in pairwise(cuts):
        words = escape(show(reading.report.text[first:last]))
        over = [mark for mark in inside if mark[0] <= first and last <= mark[1]]
        if not over:
            drawn.append(words)
            continue
        _, _, kind, number = min(over, key=lambda mark: mark[1] - mark[0])
        anchor = "" if number in named else f' id="{side}{number}"'
        named.add(number)
        drawn.append(f'<mark class="{kind}" title="{kind}"{anchor}>{words}</mark>')
    return f"<p>{''.join(drawn)}</p>"
