"""Readings as one self-contained page: nothing in it asks another address for anything.

The text is cut wherever an annotation begins or ends, so that spans may overlap in any way. Whatever a
report contains is escaped; a content security policy allows no more than the page's own style and script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import TextIO

from onrecord.exports.layout import Block, Layer, Piece, cut_pieces, share_out, split_blocks
from onrecord.exports.screen import Screen
from onrecord.exports.view import (
    BASES,
    CERTAINTY,
    HEADLINE_KINDS,
    NAME_LENGTH,
    NAMINGS,
    STANCES,
    View,
    clip,
    due,
    interval,
    manner,
    number,
    size,
    worth,
)
from onrecord.exports.visible import BIDI, UNSEEN, show_line, split_acting
from onrecord.model import Claim, Date, Link, Reading, Span

SIGNS = {"CT": "●", "PR": "◕", "PS": "◑", "Uu": "○"}
SILENT = {"no_comment", "not_confirmed", "not_verified", "not_reached"}
BLOCKS = {
    "headline": '<p class="lead" dir="auto">{}</p>', "crosshead": '<h{level} class="cross" dir="auto">{}</h{level}>',
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
whose word and how surely. Click to keep it. With the keyboard: Tab, Enter, Escape.</p>{}</div></aside>"""
SENTENCE_LENGTH = 600
SPEAKERS_SHOWN, CLAIMS_SHOWN = 30, 20
MANY_CLAIMS = 200  # from here on the browser draws a card when it comes near

FOOT = """<footer class="foot"><p>Read by onrecord: who says what, on whose word, how surely. Every mark points into the
text of the report. This page is complete in itself and asks nothing of any other address.</p></footer>"""


@dataclass(frozen=True)
class Sheet(View):
    """The part of the page for one reading: what its ids begin with, and the level of its title."""

    key: str
    level: int


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
        sheet = Sheet(view.reading, f"r{place}", 1 if len(views) == 1 else 2)
        out.writelines(part + "\n" for part in _write_report(sheet))
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


def _write_report(sheet: Sheet) -> Iterator[str]:
    yield f'<article class="report" id="{sheet.key}" aria-labelledby="{sheet.key}-title">'
    yield from _write_head(sheet)
    yield from _write_text(sheet)
    yield from _write_claims(sheet)
    yield from _write_tables(sheet)
    yield "</article>"


def _write_head(sheet: Sheet) -> Iterator[str]:
    reading = sheet.reading
    yield '<header class="head">'
    yield f'<p class="kicker">{_line(sheet.origin)}</p>' if sheet.origin else ""
    yield f'<h{sheet.level} class="title" id="{sheet.key}-title" dir="auto">{_line(sheet.title)}</h{sheet.level}>'
    yield (
        f'<p class="facts">{" · ".join(f"<bdi>{_line(fact)}</bdi>" for fact in sheet.facts)}</p>' if sheet.facts else ""
    )
    items = (
        f'<li><a href="#{sheet.key}-{part}"><b>{count:,}</b> {word}</a></li>' for part, count, word in sheet.counts
    )
    yield f'<ul class="counts">{"".join(items)}</ul>'
    if reading.notices:
        yield f'<ul class="notices">{"".join(f"<li>{_line(notice.text)}</li>" for notice in reading.notices)}</ul>'
    yield "</header>"


def _write_text(sheet: Sheet) -> Iterator[str]:
    report = sheet.reading.report
    language = f' lang="{_attribute(report.language)}"' if report.language else ""
    level = sheet.level + 1
    yield f'<div class="spread"><div><h{level} class="unseen">The report, annotated</h{level}>{LEGEND}'
    yield f'<div class="text" id="{sheet.key}-text"{language}>'
    blocks = list(split_blocks(report))
    firsts = {claim.id: min(part.start for part in claim.contents) for _, claim in sheet.claims if claim.contents}
    for block, layers in zip(blocks, share_out(blocks, _find_layers(sheet)), strict=True):
        pieces = cut_pieces(block.start, block.end, layers)
        body = "".join(_write_piece(sheet, block, piece, firsts) for piece in pieces)
        yield BLOCKS[block.kind].format(body, level=sheet.level + 2)
    yield f"</div></div>{PANEL.format(_list_speakers(sheet))}</div>"


def _list_speakers(sheet: Sheet) -> str:
    """Who speaks, each with the claims, the most talkative first."""
    spoken: dict[str, list[tuple[str, Claim]]] = {}
    for label, claim in sheet.claims:
        spoken.setdefault(sheet.speaker(claim), []).append((label, claim))
    ranked = sorted(spoken.items(), key=lambda item: -len(item[1]))[:SPEAKERS_SHOWN]
    lines = "".join(
        f"<li><bdi>{_line(clip(name, 80))}</bdi> "
        + " ".join(_refer(sheet.key, label, claim.voice == "own", "m") for label, claim in claims[:CLAIMS_SHOWN])
        + ("" if len(claims) <= CLAIMS_SHOWN else f" and {len(claims) - CLAIMS_SHOWN:,} more")
        + "</li>"
        for name, claims in ranked
    )
    head = f"<h{sheet.level + 2}>Who speaks</h{sheet.level + 2}>"
    return f'{head}<ul class="who">{lines}</ul>' if lines else ""


Mark = tuple[str, Claim | None, str]  # what lies over the text, the claim it belongs to, what it says when pointed at


def _find_layers(sheet: Sheet) -> Iterator[Layer[Mark]]:
    for _, claim in sheet.claims:
        for part in claim.contents:
            yield Layer(part.start, part.end, ("own" if claim.voice == "own" else "con", claim, ""))
        for kind, span in (("src", claim.source), ("cue", claim.cue), *(("hed", hedge) for hedge in claim.hedges)):
            if span:
                yield Layer(span.start, span.end, (kind, claim, ""))
    for figure in sheet.reading.figures:
        yield Layer(figure.start, figure.end, ("fig", None, f"{size(figure)}, {figure.role}"))
    for position in sheet.reading.positions:
        stand = f"{sheet.name(position.party) or 'somebody'}: {STANCES[position.position]}"
        yield Layer(position.start, position.end, ("pos", None, stand))
    for doubt in sheet.reading.not_understood:
        yield Layer(doubt.start, doubt.end, ("dbt", None, doubt.reason))
    for one in sheet.reading.headline_check:
        for span in (one.headline, one.body):
            yield Layer(span.start, span.end, ("dbt", None, one.reason))


def _write_piece(sheet: Sheet, block: Block, piece: Piece[Mark], firsts: dict[str, int]) -> str:
    text = sheet.reading.report.text[piece.start : piece.end]
    if not piece.layers:
        return mark_up(text)
    opened = [layer.what[1] for layer in piece.layers if layer.what[0] in {"con", "own"} and layer.start == piece.start]
    heads = "".join(_link_to(sheet, claim) for claim in opened if claim and firsts.get(claim.id) == piece.start)
    claims = dict.fromkeys(sheet.numbers[layer.what[1].id] for layer in piece.layers if layer.what[1])
    keys = " ".join(f"{sheet.key}-c{claim}" for claim in claims)
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


def _link_to(sheet: Sheet, claim: Claim) -> str:
    label = sheet.numbers[claim.id]
    about = _attribute(f"Claim {label}: {sheet.speaker(claim)}, {CERTAINTY[claim.factuality]}")
    own = " of-own" if claim.voice == "own" else ""
    target = f"{sheet.key}-c{label}"
    names = f'id="{sheet.key}-m{label}" href="#{target}" data-key="{target}"'
    return f'<a class="no{own}" {names} aria-label="{about}" title="{about}">{label}</a>'


def _write_claims(sheet: Sheet) -> Iterator[str]:
    if not sheet.claims:
        return
    many = " many" if len(sheet.claims) > MANY_CLAIMS else ""
    yield f'<section class="part" id="{sheet.key}-claims">{_head(sheet, "Claims")}<div class="cards{many}">'
    for label, claim in sheet.claims:
        yield _write_card(sheet, label, claim)
    yield "</div></section>"


def _write_card(sheet: Sheet, label: str, claim: Claim) -> str:
    inner = " in" if claim.parent in sheet.numbers else ""
    inherit = " inherit" if claim.attribution == "inherited" else ""
    own = " of-own" if claim.voice == "own" else ""
    spoken = claim.chain[-1].cue if claim.chain else claim.cue
    cue = f'<i class="cue">{_line(spoken.text)}</i>' if spoken else ""
    words = " <span>…</span> ".join(_line(part.text) for part in claim.contents)
    grade = _grade(claim)
    sure = f'<span class="chip {grade}">{SIGNS.get(claim.factuality[:2], "○")} {CERTAINTY[claim.factuality]}</span>'
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _claim_facts(sheet, claim))
    level, back = sheet.level + 2, f'href="#{sheet.key}-m{label}" aria-label="Claim {label} in the text"'
    return (
        f'<section class="card{inner}{inherit}" id="{sheet.key}-c{label}" data-id="{_attribute(claim.id)}">'
        f'<h{level} class="top"><a class="no{own}" {back}>{label}</a>'
        f"<span>{_line(sheet.speaker(claim))}</span>{cue}{sure}</h{level}>"
        f'<blockquote dir="auto">{words}</blockquote>{_draw_chain(sheet, claim)}<dl>{facts}</dl></section>'
    )


def _claim_facts(sheet: Sheet, claim: Claim) -> Iterator[tuple[str, str]]:
    yield "In short", _line(clip(sheet.sentence(claim), SENTENCE_LENGTH))
    yield "How", _line(manner(claim))
    if claim.parent and claim.parent in sheet.numbers:
        yield "Inside", _refer(sheet.key, sheet.numbers[claim.parent])
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
    figures = [
        f"<bdi>{_line(figure.text)}</bdi> ({_line(worth(figure))}, {figure.role})" for figure in sheet.figures_of(claim)
    ]
    if figures:
        yield "Figures", "<br>".join(figures)
    if claim.dates:
        yield "Dates", "<br>".join(f"{_line(date.text)} ({_line(interval(date))})" for date in claim.dates)
    yield "Confidence", f"{round(claim.confidence * 100)}% in this reading"


def _draw_chain(sheet: Sheet, claim: Claim) -> str:
    """The way from the reader to the party nearest the fact, as boxes joined by arrows."""
    report = sheet.reading.report
    hops = ['<li class="reader"><span class="box">reader</span></li>']
    outlets = dict.fromkeys(name for name in (report.outlet, *report.credits) if name) or {"this report": None}
    own = claim.voice == "own"
    for place, outlet in enumerate(outlets):
        last = own and place == len(outlets) - 1
        note = "<small>in its own voice</small>" if last else ""
        hops.append(_draw_hop("last" if last else "", "", f"<b>{_line(outlet)}</b>{note}"))
    links = [link for link in claim.chain if sheet.name(link.party)]
    hops += [_draw_link(sheet, link, place == len(links) - 1) for place, link in enumerate(links)]
    if not links and not own:
        hops.append(_draw_hop("none", "", _line(claim.source.text) if claim.source else "no speaker found"))
    return f'<ol class="chain" aria-label="Chain from the reader to the fact">{"".join(hops)}</ol>'


def _draw_link(sheet: Sheet, link: Link, last: bool) -> str:
    party = sheet.parties[link.party]
    notes = [note for note in (party.role, NAMINGS.get(party.naming) if party.kind != "state" else None) if note]
    role = f"<small>{_line(', '.join(notes))}</small>" if notes else ""
    basis = f"<small>{_line(link.basis.text)}</small>" if link.basis else ""
    cue = link.cue.text if link.cue else ""
    return _draw_hop(
        "party last" if last else "party", cue, f"<b>{_line(clip(party.name, NAME_LENGTH))}</b>{role}{basis}"
    )


def _draw_hop(kind: str, cue: str, inside: str) -> str:
    words = f"<span>{_line(clip(cue, 60))}</span>" if cue else '<span class="unseen">from</span>'
    return f'<li class="{kind}"><span class="via">{words}{ARROW}</span><span class="box">{inside}</span></li>'


def _refer(key: str, label: str, own: bool = False, part: str = "c") -> str:
    """A link to a claim's card, or with part "m" to its place in the text."""
    if not label:
        return ""
    kind = "no of-own" if own else "no"
    target = f'href="#{key}-{part}{label}" data-key="{key}-c{label}"'
    return f'<a class="{kind}" {target} aria-label="Claim {label}">{label}</a>'


Rows = Iterator[Sequence[str]]


def _write_tables(sheet: Sheet) -> Iterator[str]:
    """All tables; an asterisk marks a column of single words, which are never broken."""
    parts = [
        ("positions", "Positions", "Party|Stands*|About|When*|In the report’s words", _positions(sheet)),
        ("figures", "Figures", "In the report|Worth|Counts|Role*|When*|Claim*", _figures(sheet)),
        ("derived", "Arithmetic", "Finding*|Steps|Result*", _derived(sheet)),
        ("headline", "Headline against body", "What*|Headline|Body|Why", _headline(sheet)),
        ("media", "Media described", "What|Shows|Hedge*|Publisher|Released*", _media(sheet)),
        ("parties", "Parties", "Name|Kind*|Role|Belongs to|Called in the report", _parties(sheet)),
        ("dates", "Dates", "In the report|Means*|Precision*|Read from*", _dates(sheet)),
        ("doubts", "Not understood", "What|In the report|Why", _doubts(sheet)),
    ]
    for part, title, heads, rows in parts:
        yield from _write_table(sheet, part, title, heads.split("|"), list(rows))


def _write_table(sheet: Sheet, part: str, title: str, heads: list[str], rows: list[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    shown = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    head = "".join(f'<th scope="col">{heads[place].rstrip("*")}</th>' for place in shown)
    yield f'<section class="part" id="{sheet.key}-{part}">{_head(sheet, title)}<table>'
    yield f"<thead><tr>{head}</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(_cell(heads[place], row[place]) for place in shown) + "</tr>"
    yield "</tbody></table></section>"


def _head(sheet: Sheet, title: str) -> str:
    return f'<h{sheet.level + 1} class="title">{title}</h{sheet.level + 1}>'


def _cell(head: str, value: str) -> str:
    tight = ' class="tight"' if head.endswith("*") else ""
    return f'<td{tight} data-head="{head.rstrip("*")}">{value}</td>'


def _positions(sheet: Sheet) -> Rows:
    for position in sheet.reading.positions:
        label = sheet.numbers.get(position.about or "", "")
        topic = _refer(sheet.key, label) if label else _span(position.about_text)
        quiet = " quiet" if position.position in SILENT else ""
        stand = f'<span class="stand{quiet}">{STANCES[position.position]}</span>'
        yield _line(sheet.name(position.party) or ""), stand, topic, _when(position.date), _quote(position.text)


def _figures(sheet: Sheet) -> Rows:
    for figure in sheet.reading.figures:
        claim = _refer(sheet.key, sheet.numbers.get(figure.claim or "", ""))
        size_of, counted = _line(worth(figure)), _line(figure.counted or "")
        yield _quote(figure.text), size_of, counted, figure.role, _line(due(figure)), claim


def _derived(sheet: Sheet) -> Rows:
    for step in sheet.reading.derived:
        yield step.kind, _line(step.steps), number(step.value) if step.value is not None else ""


def _media(sheet: Sheet) -> Rows:
    for medium in sheet.reading.media:
        publisher = " on ".join(_line(name) for name in (sheet.name(medium.publisher), medium.platform) if name)
        yield _quote(medium.medium.text), _span(medium.shows), _span(medium.hedge), publisher, _when(medium.released)


def _parties(sheet: Sheet) -> Rows:
    for party in sheet.reading.parties:
        kind = party.kind if party.naming == "named" else f"{party.kind}, {party.naming}"
        names = dict.fromkeys(_line(mention.text) for mention in party.mentions)
        more = f" and {len(names) - 8:,} more" if len(names) > 8 else ""
        called = ", ".join(list(names)[:8]) + more
        yield _line(party.name), kind, _line(party.role or ""), _line(sheet.name(party.affiliation) or ""), called


def _headline(sheet: Sheet) -> Rows:
    for one in sheet.reading.headline_check:
        headline, body = (_quote(clip(span.text, 240)) for span in (one.headline, one.body))
        yield HEADLINE_KINDS[one.kind], headline, body, _line(one.reason)


def _dates(sheet: Sheet) -> Rows:
    return ((_quote(date.text), _when(date), date.precision, BASES[date.basis]) for date in sheet.reading.dates)


def _doubts(sheet: Sheet) -> Rows:
    for doubt in sheet.reading.not_understood:
        yield _line(doubt.kind.replace("_", " ")), _quote(clip(doubt.text, 240)), _line(doubt.reason)


def _when(date: Date | None) -> str:
    return _line(interval(date)) if date else ""


def _span(span: Span | None) -> str:
    return _quote(span.text) if span else ""


def _quote(text: str) -> str:
    return f'<span class="words">{_line(text)}</span>'
