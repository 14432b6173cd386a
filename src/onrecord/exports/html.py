"""Readings as one self-contained page: nothing in it asks another address for anything.

The text is cut wherever an annotation begins or ends, so that spans may overlap in any way. Whatever a
report contains is escaped; a content security policy allows no more than the page's own style and script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import TextIO

from onrecord.exports.layout import Block, Layer, Piece, cut_pieces, share_out, split_blocks
from onrecord.exports.screen import Screen
from onrecord.exports.view import (
    CERTAINTY,
    NAMINGS,
    STANCES,
    View,
    clip,
    due,
    interval,
    manner,
    moment,
    number,
    size,
    worth,
)
from onrecord.exports.visible import BIDI, UNSEEN, show_line, split_acting
from onrecord.model import Claim, Date, Link, Reading, Span

SIGNS = {"CT": "●", "PR": "◕", "PS": "◑", "Uu": "○"}
SILENT = {"no_comment", "not_confirmed", "not_verified", "not_reached"}
BLOCKS = {
    "headline": '<p class="lead" dir="auto">{}</p>', "crosshead": '<h3 class="cross" dir="auto">{}</h3>',
    "furniture": '<p class="furn" dir="auto">{}</p>', "paragraph": '<p dir="auto">{}</p>',
}  # fmt: skip
ARROW = (
    '<svg viewBox="0 0 40 10" preserveAspectRatio="xMinYMid" aria-hidden="true"><path d="M40 5H2M6 1 2 5l4 4"/></svg>'
)
LEGEND = """<p class="legend"><span class="sample"><b class="src">source</b></span>
<span class="sample"><i class="cue">cue</i></span>
<span class="sample"><span class="con">certain content</span></span>
<span class="sample"><span class="con pr">probable</span></span>
<span class="sample"><span class="con ps">possible</span></span>
<span class="sample"><span class="con uu">left open</span></span>
<span class="sample"><span class="own">the newsroom itself</span></span>
<span class="sample"><span class="hed">hedge</span></span>
<span class="sample"><span class="fig">figure</span></span>
<span class="sample"><span class="pos">position</span></span>
<span class="sample"><span class="dbt">not understood</span></span></p>"""
PANEL = """<aside class="panel" aria-label="The chosen claim"><p class="bar" hidden>
<button type="button" class="back" aria-label="Claim before">←</button>
<button type="button" class="next" aria-label="Next claim">→</button>
<button type="button" class="close">Close</button></p>
<div class="slot" tabindex="-1" aria-live="polite"><p class="hint">Point at a marked passage to see who says it, on
whose word and how surely. Click to keep it. With the keyboard: Tab, Enter, Escape.</p></div></aside>"""

FOOT = """<footer class="foot"><p>Read by onrecord: who says what, on whose word, how surely. Every mark points into the
text of the report. This page is complete in itself and asks nothing of any other address.</p></footer>"""


def write(readings: Iterable[Reading], out: TextIO, screen: Screen) -> None:
    """Write all readings as one page, with an index on top where there are several."""
    views = [View(reading) for reading in readings]
    if not views:
        return
    style, script = read_asset("page.css"), read_asset("page.js")
    title = views[0].title if len(views) == 1 else f"{len(views)} reports"
    out.write(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{make_policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(show_line(title))} · onrecord</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#r1-text">Skip to the report</a>\n'
    )
    out.writelines(_write_index(views))
    out.write("<main>\n")
    for place, view in enumerate(views, 1):
        out.writelines(part + "\n" for part in _write_report(view, f"r{place}", "h1" if len(views) == 1 else "h2"))
    out.write(f"</main>\n{FOOT}\n<script>{script}</script>\n</body>\n</html>\n")


def make_policy(style: str, script: str) -> str:
    """A content security policy that allows this style and this script, by digest, and nothing else."""
    allowed = f"style-src {_digest(style)}; script-src {_digest(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


@cache
def read_asset(name: str) -> str:
    """The style or the script of the page."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def mark_up(text: str) -> str:
    """Text for the page: escaped, with a visible mark wherever a character would act instead of being seen.

    Characters that HTML allows stay in place, each isolated so that it turns nothing else; a copy of the
    passage gives the text as stored. Those that HTML forbids are replaced by their mark.
    """
    return "".join(escape(words) if mark is None else _show_acting(words, mark) for words, mark in split_acting(text))


def _show_acting(found: str, mark: str) -> str:
    if found in BIDI or found in UNSEEN:
        return f'<bdi class="act" data-mark="{escape(mark.strip("⟨⟩"))}">&#x{ord(found):X};</bdi>'
    return f'<span class="act">{escape(mark)}</span>'


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _line(text: str) -> str:
    """Text on one line."""
    return mark_up(" ".join(text.split()))


def _attribute(text: str) -> str:
    return escape(show_line(text), quote=True)


def _write_index(views: Sequence[View]) -> Iterator[str]:
    if len(views) < 2:
        return
    yield f'<nav class="index" aria-label="Reports"><h1>{len(views)} reports</h1>\n<ol>\n'
    for place, view in enumerate(views, 1):
        facts = " · ".join(_line(fact) for fact in (view.origin, view.reading.report.date, _claims_found(view)) if fact)
        yield f'<li><a href="#r{place}">{_line(view.title)}</a><small>{facts}</small></li>\n'
    yield "</ol></nav>\n"


def _claims_found(view: View) -> str:
    count = len(view.claims)
    return f"{count:,} claim" + ("" if count == 1 else "s")


def _write_report(view: View, key: str, title: str) -> Iterator[str]:
    yield f'<article class="report" id="{key}" aria-labelledby="{key}-title">'
    yield from _write_head(view, key, title)
    yield from _write_text(view, key)
    yield from _write_claims(view, key)
    yield from _write_tables(view, key)
    yield "</article>"


def _write_head(view: View, key: str, title: str) -> Iterator[str]:
    report, reading = view.reading.report, view.reading
    stamps = [f"published {moment(report.published)}"] if report.published else []
    stamps += [f"updated {moment(report.updated)}"] if report.updated else []
    byline = f"by {report.byline}" if report.byline else None
    facts = [fact for fact in (report.place, report.dateline, byline, *stamps, report.url) if fact]
    yield '<header class="head">'
    yield f'<p class="kicker">{_line(view.origin)}</p>' if view.origin else ""
    yield f'<{title} id="{key}-title" dir="auto">{_line(view.title)}</{title}>'
    yield f'<p class="facts">{" · ".join(_line(fact) for fact in facts)}</p>' if facts else ""
    own = sum(claim.voice == "own" for claim in reading.claims)
    counts = [
        ("claims", len(reading.claims) - own, "claims"), ("claims", own, "in the newsroom’s voice"),
        ("positions", len(reading.positions), "positions"), ("figures", len(reading.figures), "figures"),
        ("parties", len(reading.parties), "parties"), ("doubts", len(reading.not_understood), "not understood"),
    ]  # fmt: skip
    items = (f'<li><a href="#{key}-{part}"><b>{count:,}</b> {word}</a></li>' for part, count, word in counts if count)
    yield f'<ul class="counts">{"".join(items)}</ul>'
    if reading.notices:
        yield f'<ul class="notices">{"".join(f"<li>{_line(notice.text)}</li>" for notice in reading.notices)}</ul>'
    yield "</header>"


def _write_text(view: View, key: str) -> Iterator[str]:
    report = view.reading.report
    language = f' lang="{_attribute(report.language)}"' if report.language else ""
    yield f'<div class="spread"><div><h2 class="unseen">The report, annotated</h2>{LEGEND}'
    yield f'<div class="text" id="{key}-text"{language}>'
    blocks = list(split_blocks(report))
    firsts = {claim.id: min(part.start for part in claim.contents) for _, claim in view.claims if claim.contents}
    for block, layers in zip(blocks, share_out(blocks, _find_layers(view)), strict=True):
        pieces = cut_pieces(block.start, block.end, layers)
        body = "".join(_write_piece(view, key, block, piece, firsts) for piece in pieces)
        yield BLOCKS[block.kind].format(body)
    yield f"</div></div>{PANEL}</div>"


Mark = tuple[str, Claim | None, str]  # what lies over the text, the claim it belongs to, what it says when pointed at


def _find_layers(view: View) -> Iterator[Layer[Mark]]:
    for _, claim in view.claims:
        for part in claim.contents:
            yield Layer(part.start, part.end, ("own" if claim.voice == "own" else "con", claim, ""))
        for kind, span in (("src", claim.source), ("cue", claim.cue), *(("hed", hedge) for hedge in claim.hedges)):
            if span:
                yield Layer(span.start, span.end, (kind, claim, ""))
    for figure in view.reading.figures:
        yield Layer(figure.start, figure.end, ("fig", None, f"{size(figure)}, {figure.role}"))
    for position in view.reading.positions:
        stand = f"{view.name(position.party) or 'somebody'}: {STANCES[position.position]}"
        yield Layer(position.start, position.end, ("pos", None, stand))
    for doubt in view.reading.not_understood:
        yield Layer(doubt.start, doubt.end, ("dbt", None, doubt.reason))


def _write_piece(view: View, key: str, block: Block, piece: Piece[Mark], firsts: dict[str, int]) -> str:
    text = view.reading.report.text[piece.start : piece.end]
    if not piece.layers:
        return mark_up(text)
    opened = [layer.what[1] for layer in piece.layers if layer.what[0] in {"con", "own"} and layer.start == piece.start]
    heads = "".join(_link_to(view, key, claim) for claim in opened if claim and firsts.get(claim.id) == piece.start)
    claims = dict.fromkeys(view.numbers[layer.what[1].id] for layer in piece.layers if layer.what[1])
    keys = " ".join(f"{key}-c{claim}" for claim in claims)
    tips = "; ".join(dict.fromkeys(layer.what[2] for layer in piece.layers if layer.what[2]))
    tag = _tag(piece)
    return (
        f'{heads}<{tag} class="{_classes(piece)}"' + (f' data-k="{keys}"' if keys else "")
        + (f' title="{_attribute(tips)}"' if tips else "") + f">{mark_up(text)}</{tag}>"
    )  # fmt: skip


def _tag(piece: Piece[Mark]) -> str:
    kinds = {layer.what[0] for layer in piece.layers}
    return "b" if "src" in kinds else "i" if "cue" in kinds else "span"


def _classes(piece: Piece[Mark]) -> str:
    kinds = dict.fromkeys(layer.what[0] for layer in piece.layers)
    insides = [layer.what[1] for layer in piece.layers if layer.what[0] in {"con", "own"} and layer.what[1]]
    depth = [f"d{min(len(insides), 3)}"] if len(insides) > 1 else []
    sure = [_grade(insides[-1])] if insides else []
    return " ".join([*kinds, *depth, *sure])


def _grade(claim: Claim) -> str:
    return claim.factuality[:2].lower()


def _link_to(view: View, key: str, claim: Claim) -> str:
    label = view.numbers[claim.id]
    about = f"Claim {label}: {view.speaker(claim)}, {CERTAINTY[claim.factuality]}"
    own = " of-own" if claim.voice == "own" else ""
    target = f"{key}-c{label}"
    return (
        f'<a class="no{own}" id="{key}-m{label}" href="#{target}" data-key="{target}" aria-label="{_attribute(about)}" '
        f'title="{_attribute(about)}">{label}</a>'
    )


def _write_claims(view: View, key: str) -> Iterator[str]:
    if not view.claims:
        return
    yield f'<section class="part" id="{key}-claims"><h2>Claims</h2><div class="cards">'
    for label, claim in view.claims:
        yield _write_card(view, key, label, claim)
    yield "</div></section>"


def _write_card(view: View, key: str, label: str, claim: Claim) -> str:
    inner = " in" if claim.parent in view.numbers else ""
    inherit = " inherit" if claim.attribution == "inherited" else ""
    own = " of-own" if claim.voice == "own" else ""
    spoken = claim.chain[-1].cue if claim.chain else claim.cue
    cue = f'<i class="cue">{_line(spoken.text)}</i>' if spoken else ""
    words = " <span>…</span> ".join(_line(part.text) for part in claim.contents)
    grade = _grade(claim)
    sure = f'<span class="chip {grade}">{SIGNS.get(claim.factuality[:2], "○")} {CERTAINTY[claim.factuality]}</span>'
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _claim_facts(view, key, claim))
    return (
        f'<section class="card{inner}{inherit}" id="{key}-c{label}" data-id="{_attribute(claim.id)}">'
        f'<h4><a class="no{own}" href="#{key}-m{label}" aria-label="Claim {label} in the text">{label}</a>'
        f'<span>{_line(view.speaker(claim))}</span>{cue}{sure}</h4><blockquote dir="auto">{words}</blockquote>'
        f"{_draw_chain(view, claim)}<dl>{facts}</dl></section>"
    )


def _claim_facts(view: View, key: str, claim: Claim) -> Iterator[tuple[str, str]]:
    yield "How", _line(manner(claim))
    if claim.parent and claim.parent in view.numbers:
        yield "Inside", _refer(key, view.numbers[claim.parent])
    if claim.said:
        yield "Said", f'{_line(interval(claim.said))} <span class="words">“{_line(claim.said.text)}”</span>'
    for name, span in (("Told to", claim.audience), ("Terms", claim.terms)):
        if span:
            yield name, _line(span.text)
    if claim.hedges:
        yield (
            "Hedges",
            ", ".join(f'<span class="hed">{_line(hedge.text)}</span> ({hedge.strength})' for hedge in claim.hedges),
        )
    figures = [f"{_line(figure.text)} ({_line(worth(figure))}, {figure.role})" for figure in view.figures_of(claim)]
    if figures:
        yield "Figures", "<br>".join(figures)
    if claim.dates:
        yield "Dates", "<br>".join(f"{_line(date.text)} ({_line(interval(date))})" for date in claim.dates)
    yield "Reading", f"{round(claim.confidence * 100)}% sure of it"


def _draw_chain(view: View, claim: Claim) -> str:
    """The way from the reader to the party nearest the fact, as boxes joined by arrows."""
    report = view.reading.report
    hops = ['<li class="reader"><span class="box">reader</span></li>']
    outlets = dict.fromkeys(name for name in (report.outlet, *report.credits) if name) or {"this report": None}
    own = claim.voice == "own"
    for place, outlet in enumerate(outlets):
        last = own and place == len(outlets) - 1
        note = "<small>in its own voice</small>" if last else ""
        hops.append(_draw_hop("last" if last else "", "", f"<b>{_line(outlet)}</b>{note}"))
    links = [link for link in claim.chain if view.name(link.party)]
    hops += [_draw_link(view, link, place == len(links) - 1) for place, link in enumerate(links)]
    if not links and not own:
        hops.append(_draw_hop("none", "", _line(claim.source.text) if claim.source else "no speaker found"))
    return f'<ol class="chain" aria-label="Chain from the reader to the fact">{"".join(hops)}</ol>'


def _draw_link(view: View, link: Link, last: bool) -> str:
    party = view.parties[link.party]
    notes = [note for note in (party.role, NAMINGS.get(party.naming) if party.kind != "state" else None) if note]
    role = f"<small>{_line(', '.join(notes))}</small>" if notes else ""
    basis = f"<small>{_line(link.basis.text)}</small>" if link.basis else ""
    cue = link.cue.text if link.cue else ""
    return _draw_hop("party last" if last else "party", cue, f"<b>{_line(party.name)}</b>{role}{basis}")


def _draw_hop(kind: str, cue: str, inside: str) -> str:
    words = f"<span>{_line(clip(cue, 60))}</span>" if cue else '<span class="unseen">from</span>'
    return f'<li class="{kind}"><span class="via">{words}{ARROW}</span><span class="box">{inside}</span></li>'


def _refer(key: str, label: str) -> str:
    return f'<a class="no" href="#{key}-c{label}" aria-label="Claim {label}">{label}</a>' if label else ""


Rows = Iterator[Sequence[str]]


def _write_tables(view: View, key: str) -> Iterator[str]:
    yield from _write_table(
        f"{key}-positions", "Positions", "Party|Stands|About|When|In the report’s words", _positions(view, key)
    )
    yield from _write_table(
        f"{key}-figures", "Figures", "In the report|Worth|Counts|Role|When|Claim", _figures(view, key)
    )
    yield from _write_table(f"{key}-derived", "Arithmetic", "Finding|Steps|Result", _derived(view))
    yield from _write_table(f"{key}-media", "Media described", "What|Shows|Hedge|Publisher|Released", _media(view))
    yield from _write_table(
        f"{key}-parties", "Parties", "Name|Kind|Role|Belongs to|Called in the report", _parties(view)
    )
    yield from _write_table(f"{key}-dates", "Dates", "In the report|Means|Precision|Read from", _dates(view))
    yield from _write_table(f"{key}-doubts", "Not understood", "What|In the report|Why", _doubts(view))


def _write_table(key: str, title: str, heads: str, rows: Rows) -> Iterator[str]:
    names, filled = heads.split("|"), list(rows)
    if not filled:
        return
    shown = [place for place in range(len(names)) if any(row[place] for row in filled)]
    head = "".join(f'<th scope="col">{names[place]}</th>' for place in shown)
    yield f'<section class="part" id="{key}"><h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>'
    for row in filled:
        yield "<tr>" + "".join(f'<td data-head="{names[place]}">{row[place]}</td>' for place in shown) + "</tr>"
    yield "</tbody></table></section>"


def _positions(view: View, key: str) -> Rows:
    for position in view.reading.positions:
        label = view.numbers.get(position.about or "", "")
        topic = _refer(key, label) if label else _span(position.about_text)
        quiet = " quiet" if position.position in SILENT else ""
        stand = f'<span class="stand{quiet}">{STANCES[position.position]}</span>'
        yield _line(view.name(position.party) or ""), stand, topic, _when(position.date), _quote(position.text)


def _figures(view: View, key: str) -> Rows:
    for figure in view.reading.figures:
        claim = _refer(key, view.numbers.get(figure.claim or "", ""))
        size_of, counted = _line(worth(figure)), _line(figure.counted or "")
        yield _quote(figure.text), size_of, counted, figure.role, _line(due(figure)), claim


def _derived(view: View) -> Rows:
    for step in view.reading.derived:
        yield step.kind, _line(step.steps), number(step.value) if step.value is not None else ""


def _media(view: View) -> Rows:
    for medium in view.reading.media:
        publisher = " on ".join(_line(name) for name in (view.name(medium.publisher), medium.platform) if name)
        yield _quote(medium.medium.text), _span(medium.shows), _span(medium.hedge), publisher, _when(medium.released)


def _parties(view: View) -> Rows:
    for party in view.reading.parties:
        kind = party.kind if party.naming == "named" else f"{party.kind}, {party.naming}"
        names = dict.fromkeys(_line(mention.text) for mention in party.mentions)
        more = f" and {len(names) - 8:,} more" if len(names) > 8 else ""
        called = ", ".join(list(names)[:8]) + more
        yield _line(party.name), kind, _line(party.role or ""), _line(view.name(party.affiliation) or ""), called


def _dates(view: View) -> Rows:
    return ((_quote(date.text), _when(date), date.precision, date.basis) for date in view.reading.dates)


def _doubts(view: View) -> Rows:
    for doubt in view.reading.not_understood:
        yield _line(doubt.kind.replace("_", " ")), _quote(clip(doubt.text, 240)), _line(doubt.reason)


def _when(date: Date | None) -> str:
    return _line(interval(date)) if date else ""


def _span(span: Span | None) -> str:
    return _quote(span.text) if span else ""


def _quote(text: str) -> str:
    return f'<span class="words">{_line(text)}</span>'
