"""Readings for the terminal: the annotated report, then tables of what was found in it.

Sources, cues and contents are told apart by colour, and without colour by marks: ‹source›, «cue»,
[number: content], {number: what the newsroom says itself}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import TextIO

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.exports.layout import Block, Layer, cut_pieces, share_out, split_blocks
from onrecord.exports.screen import Screen
from onrecord.exports.view import (
    BASES,
    CERTAINTY,
    HEADLINE_KINDS,
    NAMINGS,
    STANCES,
    View,
    clip,
    contents,
    due,
    interval,
    manner,
    size,
    worth,
)
from onrecord.exports.visible import show, show_line
from onrecord.model import Claim, Figure, Reading, Span

READABLE = 100  # columns; longer lines of running text tire the eye
CELL_LENGTH = 400  # characters of a cell; the whole passage stands in the text above
WIDE = 110  # columns from which the table of claims has room for chains of its own
STYLES = {
    "source": "bold cyan", "cue": "magenta", "content": "green", "own": "yellow", "hedge": "underline",
    "figure": "bold", "headline": "bold", "crosshead": "bold", "furniture": "dim", "number": "bold green",
    "own number": "bold yellow",
}  # fmt: skip
SURE = {"CT": "green", "PR": "cyan", "PS": "yellow", "Uu": "dim"}

Mark = tuple[str, str]  # what lies over the text, and the number of its claim
Row = Sequence[str | Text]


def write(readings: Iterable[Reading], out: TextIO, screen: Screen) -> None:
    """Write each reading as soon as it comes, a rule between two of them."""
    for place, reading in enumerate(readings):
        if place:
            out.write("\n" + "━" * screen.width + "\n\n")
        out.write(draw(reading, screen))
        out.flush()


def draw(reading: Reading, screen: Screen) -> str:
    """One reading as lines of at most the screen's width."""
    return draw_lines(_draw_parts(View(reading), screen), screen)


def draw_lines(parts: Iterable[RenderableType], screen: Screen) -> str:
    """Parts below one another as lines of at most the screen's width."""
    page = StringIO()
    console = Console(
        file=page, width=screen.width, force_terminal=screen.colour, no_color=not screen.colour, highlight=False,
        color_system="standard" if screen.colour else None, markup=False, emoji=False, legacy_windows=False,
        force_interactive=False,
    )  # fmt: skip
    for part in parts:
        console.print(part)
    lines = page.getvalue().split("\n")
    return "\n".join(lines if screen.colour else map(str.rstrip, lines))


def _draw_parts(view: View, screen: Screen) -> Iterator[RenderableType]:
    yield from _draw_head(view)
    yield from _draw_text(view, screen.width)
    yield from _draw_claims(view, screen.width)
    yield from _draw_table("On whose word", "Claim|Read in one sentence", _sentences(view))
    yield from _draw_table("Positions", "Party|Stands|About|When|In the report's words", _positions(view))
    yield from _draw_table("Figures", "In the report|Worth|Counts|Role|When|Claim", _figures(view))
    yield from _draw_table("Media described", "What|Shows|Hedge|Publisher|Released", _media(view))
    yield from _draw_table("Arithmetic", "Finding|Steps", _derived(view))
    yield from _draw_table("Headline against body", "What|Headline|Body|Why", _headline(view))
    yield from _draw_table("Parties", "Name|Kind|Role|Belongs to|Mentions", _parties(view))
    yield from _draw_table("Dates", "In the report|Means|Precision|Read from", _dates(view))
    yield from _draw_table("Not understood", "What|In the report|Why", _doubts(view))
    yield from _draw_table("Notices", "", ([notice.text] for notice in view.reading.notices))


def _draw_head(view: View) -> Iterator[RenderableType]:
    yield Text(show_line(view.title), "bold")
    line = " · ".join(show_line(fact) for fact in (view.origin, *view.facts) if fact)
    if line:
        yield Text(line, "dim", overflow="fold")
    yield Text(summarize(view), "dim")
    yield Text()
    legend = Text("Marks: ", "dim")
    legend.append("‹source›", STYLES["source"]).append(" ").append("«cue»", STYLES["cue"]).append(" ")
    legend.append("[1: content]", STYLES["content"]).append(" ")
    yield legend.append("{2: the newsroom itself}", STYLES["own"]).append(" hedge", STYLES["hedge"])
    yield Text()


def summarize(view: View) -> str:
    """How much was found, in one line."""
    return " · ".join(f"{count:,} {word}" for _, count, word in view.counts) or "nothing found"


def _draw_text(view: View, width: int) -> Iterator[RenderableType]:
    report = view.reading.report
    blocks = list(split_blocks(report))
    right = max(0, width - READABLE)
    for block, layers in zip(blocks, share_out(blocks, _find_layers(view)), strict=True):
        yield Padding(_annotate(report.text, block, layers), (0, right, 1, 2))


def _find_layers(view: View) -> Iterator[Layer[Mark]]:
    found: dict[tuple[str, int, int, str], None] = {}
    for number, claim in view.claims:
        own = claim.voice == "own"
        spans: list[tuple[str, Span | None]] = [("own" if own else "content", part) for part in claim.contents]
        spans += [("source", claim.source), ("cue", claim.cue), *(("hedge", hedge) for hedge in claim.hedges)]
        for kind, span in spans:
            if span:
                found[kind, span.start, span.end, number if kind in {"own", "content"} else ""] = None
    for figure in view.reading.figures:
        found["figure", figure.start, figure.end, ""] = None
    return (Layer(start, end, (kind, number)) for kind, start, end, number in found)


def _annotate(text: str, block: Block, layers: Sequence[Layer[Mark]]) -> Text:
    page = Text(style=STYLES.get(block.kind, ""), overflow="fold")
    for piece in cut_pieces(block.start, block.end, layers):
        for layer in piece.layers:
            if piece.start in (layer.start, block.start):
                _open(page, *layer.what)
        style = " ".join(STYLES[layer.what[0]] for layer in piece.layers)
        page.append(show(text[piece.start : piece.end]).replace("\t", " "), style)
        for layer in reversed(piece.layers):
            if piece.end in (layer.end, block.end):
                _close(page, layer.what[0])
    return page


def _open(page: Text, kind: str, number: str) -> None:
    if kind == "content":
        page.append(f"[{number}: ", STYLES["number"])
    elif kind == "own":
        page.append(f"{{{number}: ", STYLES["own number"])
    elif kind in {"source", "cue"}:
        page.append("‹" if kind == "source" else "«", STYLES[kind])


def _close(page: Text, kind: str) -> None:
    sign = {"content": "]", "own": "}", "source": "›", "cue": "»"}.get(kind)
    if sign:
        page.append(sign, STYLES[{"content": "number", "own": "own number"}.get(kind, kind)])


def _draw_table(title: str, heads: str, rows: Iterable[Row]) -> Iterator[RenderableType]:
    names, filled = heads.split("|"), [[_cell(cell) for cell in row] for row in rows]
    if not filled:
        return
    table = make_table(heads != "")
    shown = [place for place in range(len(names)) if any(row[place].plain for row in filled)]
    for place in shown:
        table.add_column(names[place], overflow="fold")
    for row in filled:
        table.add_row(*(row[place] for place in shown))
    yield from _put_under(title, table)


def make_table(headed: bool = True, leading: int = 0, expand: bool = False) -> Table:
    """An empty table in the manner of this page: no frame, a line under the column heads."""
    return Table(
        box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1), show_header=headed, header_style="bold",
        leading=leading, expand=expand, border_style="dim",
    )  # fmt: skip


def _put_under(title: str, table: Table) -> Iterator[RenderableType]:
    yield Rule(Text(title, "bold"), align="left", style="dim")
    yield table
    yield Text()


def _cell(value: str | Text) -> Text:
    return value if isinstance(value, Text) else Text(show_line(clip(value, CELL_LENGTH)), overflow="fold")


def _draw_claims(view: View, width: int) -> Iterator[RenderableType]:
    if not view.claims:
        return
    wide = width >= WIDE
    table = make_table(leading=1, expand=True)
    table.add_column("No.", style=STYLES["number"], no_wrap=True)
    table.add_column("Speaker", ratio=4, overflow="fold")
    if wide:
        table.add_column("Chain, reader ← fact", ratio=5, overflow="fold")
    table.add_column("Claim", ratio=7, overflow="fold")
    table.add_column("Certainty", max_width=13, overflow="fold")
    if any(claim.figures for _, claim in view.claims):
        table.add_column("Figures", max_width=16 if wide else 12, overflow="fold")
    for number, claim in view.claims:
        table.add_row(*_claim_row(view, number, claim, wide)[: len(table.columns)])
    yield from _put_under("Claims", table)


def _claim_row(view: View, number: str, claim: Claim, wide: bool) -> list[Text]:
    speaker = _speaker(view, claim)
    through = dict.fromkeys(view.name(link.party) for link in claim.chain if link.party != claim.speaker)
    if through and not wide:
        speaker.append(f"\nvia {show_line(' ← '.join(filter(None, through)))}", "dim not bold")
    chain = [_chain(view, claim)] if wide else []
    words = _cell(clip(contents(claim), 200 if wide else 120))
    if claim.voice != "own":
        words.append(f"\n({_describe(claim)})", "dim")
    certainty = Text(CERTAINTY[claim.factuality], SURE.get(claim.factuality[:2], ""), overflow="fold")
    return [Text(number), speaker, *chain, words, certainty, _sizes(view, claim)]


def _describe(claim: Claim) -> str:
    """How a claim is spoken, on what terms, and the words that weaken it."""
    hedges = dict.fromkeys(show_line(hedge.text) for hedge in claim.hedges)
    told = ", ".join((manner(claim), *([show_line(claim.terms.text)] if claim.terms else ())))
    return "; hedged: ".join(part for part in (told, ", ".join(f"“{hedge}”" for hedge in hedges)) if part)


def _speaker(view: View, claim: Claim) -> Text:
    party = view.parties.get(claim.speaker or "")
    name = Text(show_line(view.speaker(claim)), STYLES["own" if claim.voice == "own" else "source"], overflow="fold")
    if party and party.naming in NAMINGS and party.kind != "state":
        name.append(f" ({NAMINGS[party.naming]})", "dim not bold")
    return name


def _chain(view: View, claim: Claim) -> Text:
    line = Text(overflow="fold")
    for place, link in enumerate(claim.chain):
        line.append(" ← " if place else "", "dim").append(show_line(view.name(link.party) or "?"), "cyan")
        if link.cue:
            line.append(f" «{show_line(link.cue.text)}»", STYLES["cue"])
        if link.basis:
            line.append(f" ({show_line(link.basis.text)})", "dim")
    return line


def _sizes(view: View, claim: Claim) -> Text:
    return Text("\n".join(_size(figure) for figure in view.figures_of(claim)), overflow="fold")


def _size(figure: Figure) -> str:
    sign = "+" if figure.role == "increment" and figure.value is not None and not figure.approximate else ""
    return f"{sign}{size(figure)}{'%' if figure.unit == 'percent' else ''}"


def _sentences(view: View) -> Iterator[Row]:
    """The claims that come through more than one mouth, without those inside another with the same chain."""
    chains = {claim.id: claim.chain for _, claim in view.claims}
    for number, claim in view.claims:
        if len(claim.chain) > 1 and chains.get(claim.parent or "") != claim.chain:
            yield [number, view.sentence(claim)]


def _positions(view: View) -> Iterator[Row]:
    for position in view.reading.positions:
        about = view.numbers.get(position.about or "")
        topic = f"claim {about}" if about else clip(position.about_text.text, 60) if position.about_text else ""
        when = interval(position.date) if position.date else ""
        yield [view.name(position.party) or "", STANCES[position.position], topic, when, position.text]


def _figures(view: View) -> Iterator[Row]:
    for figure in view.reading.figures:
        claim = view.numbers.get(figure.claim or "", "")
        yield [figure.text, worth(figure), figure.counted or "", figure.role, due(figure), claim]


def _parties(view: View) -> Iterator[Row]:
    for party in view.reading.parties:
        kind = party.kind if party.naming == "named" else f"{party.kind}, {party.naming}"
        belongs = view.name(party.affiliation) or ""
        yield [party.name, kind, party.role or "", belongs, str(len(party.mentions))]


def _media(view: View) -> Iterator[Row]:
    for medium in view.reading.media:
        publisher = " on ".join(name for name in (view.name(medium.publisher), medium.platform) if name)
        released = interval(medium.released) if medium.released else ""
        shows, hedge = (span.text if span else "" for span in (medium.shows, medium.hedge))
        yield [medium.medium.text, shows, hedge, publisher, released]


def _derived(view: View) -> Iterator[Row]:
    return ([step.kind, step.steps] for step in view.reading.derived)


def _headline(view: View) -> Iterator[Row]:
    for one in view.reading.headline_check:
        yield [HEADLINE_KINDS[one.kind], clip(one.headline.text, 120), clip(one.body.text, 120), one.reason]


def _dates(view: View) -> Iterator[Row]:
    return ([date.text, interval(date), date.precision, BASES[date.basis]] for date in view.reading.dates)


def _doubts(view: View) -> Iterator[Row]:
    return (
        [doubt.kind.replace("_", " "), clip(doubt.text, 120), doubt.reason] for doubt in view.reading.not_understood
    )
