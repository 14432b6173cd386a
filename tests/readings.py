"""A reading built by hand, with something of every group, for tests of what comes after the reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onrecord.model import (
    Claim,
    Date,
    Derived,
    Doubt,
    Figure,
    HeadlineCheck,
    Hedge,
    Link,
    Media,
    Notice,
    Party,
    Position,
    Reading,
    Report,
    Span,
    make_id,
)
from tests.pages import report_of

TEXT = """FJW
  4 Jun 2025, 08:05

Landslide lake above Skarvik holds, county tells residents

SKARVIK, Norway, Jun 4, 2025 (FJW/Nordpress) - Another 40 families have left the valley below the landslide lake, the \
county said on Wednesday, and up to 300 people are expected to be housed in schools by August.

"Roughly 120 families are believed to be out," county geologist Runa Dahl told reporters, "and the dam may hold."

- A road cut -

Dahl said the water directorate confirmed that the lake "rose nine centimetres overnight".

The mining company Bergtind has not commented on the slide.

A video on the page Skarvik Live purportedly shows mud entering a tunnel.

The lake has no natural outlet.

"Nobody told us to pack."

(Reporting by Iver Moen)"""


def make_reading() -> Reading:
    """The reading of a short invented dispatch: eight claims, one nested, one in the newsroom's own voice."""
    report = _make_report()
    parties = _make_parties()
    figures = _make_figures()
    claims = _make_claims(parties)
    return Reading(
        report=report,
        parties=tuple(parties.values()),
        claims=tuple(claims.values()),
        figures=tuple(figures),
        positions=(
            Position(
                *_cut("The mining company Bergtind has not commented on the slide"),
                party=parties["bergtind"].id, position="no_comment", about=None,
                about_text=span("the slide"), date=None,
            ),
            Position(
                *_cut("the water directorate confirmed"), party=parties["directorate"].id, position="confirms",
                about=claims["inner"].id, about_text=None, date=None,
            ),
        ),
        media=(
            Media(
                publisher=parties["live"].id, platform=None, medium=span("A video"), hedge=span("purportedly"),
                shows=span("mud entering a tunnel"), released=None,
            ),
        ),
        dates=(_wednesday(), _august()),
        headline_check=(
            HeadlineCheck(
                "hedge_dropped", span("Landslide lake above Skarvik holds"), span("may hold"),
                "the body weakens this by “may”, the headline leaves that out",
            ),
        ),
        derived=(
            Derived(
                kind="implies", figures=(figures[0].id, figures[2].id), value=80,
                steps="120 families in all less another 40 implies 80 before",
            ),
        ),
        not_understood=(Doubt(*_cut('"Nobody told us to pack."'), kind="quotation", reason="no speaker is named"),),
        notices=(Notice("dateline_wins", "The report's own date, 2025-06-04, was kept; --date was not used."),),
    )  # fmt: skip


def make_hostile_reading() -> Reading:
    """The same reading with a text that tries to act: markup, escape sequences, direction overrides."""
    hostile = (
        "<script>alert(1)</script> \x1b]0;owned\x07\x1b[2J\u202egnp.exe\u2066 said "
        "<img src=http://evil.example/x onerror=y> that {{7*7}} </style> &amp; \U000e0041\U000e0042 a"
        + "\u0301" * 500
        + " \x9b31m \r over"
    )
    start = hostile.index("said")
    report = report_of(hostile, outlet="<b>Evil\x1b[31m</b>", place="\u202eoslo", credits=('"><svg/onload=x>',))
    name = hostile[:start].strip()
    party = Party("p1", name, "unknown", "named", "<i>role</i>", None, (Span(0, len(name), name),))
    said = Span(start, start + 4, "said")
    content = Span(start + 5, len(hostile), hostile[start + 5 :])
    claim = _claim(content, speaker="p1", source=Span(0, len(name), name), cue=said, chain=(Link("p1", said, None),))
    doubt = Doubt(0, len(hostile), hostile, "<kind>", "<u>why\x1b[0m</u>")
    return Reading(
        report=replace(report, headline=Span(0, 25, hostile[:25])), parties=(party,), claims=(claim,),
        not_understood=(doubt,), notices=(Notice("<x>", "<s>\x1b[1m</s>"),),
    )  # fmt: skip


def span(words: str, after: str = "") -> Span:
    """The place of some words in the text, the first after others."""
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return Span(start, start + len(words), words)


def _cut(words: str) -> tuple[int, int, str]:
    place = span(words)
    return place.start, place.end, place.text


def _make_report() -> Report:
    return report_of(
        TEXT, dateline="2025-06-04", outlet="FJW", credits=("FJW", "Nordpress"), place="SKARVIK, Norway",
        published="2025-06-04T08:05", byline="Iver Moen", crossheads=(span("A road cut"),),
        headline=span("Landslide lake above Skarvik holds, county tells residents"),
        furniture=(
            span("FJW\n  4 Jun 2025, 08:05"), span("SKARVIK, Norway, Jun 4, 2025 (FJW/Nordpress) - "),
            span("(Reporting by Iver Moen)"),
        ),
    )  # fmt: skip


def _make_parties() -> dict[str, Party]:
    def party(key: str, name: str, kind: Any, *mentions: Span, **more: Any) -> Party:
        blank: dict[str, Any] = {"naming": "named", "role": None, "affiliation": None}
        return Party("p" + key, name, kind, mentions=mentions, **{**blank, **more})

    county = party("county", "county", "organization", span("county"), span("the county"), naming="described")
    return {
        "county": county,
        "dahl": party(
            "dahl", "Runa Dahl", "person", span("Runa Dahl"), span("Dahl", "- A road"), role="county geologist",
            affiliation=county.id,
        ),
        "directorate": party("directorate", "water directorate", "organization", span("the water directorate")),
        "bergtind": party("bergtind", "Bergtind", "organization", span("Bergtind")),
        "live": party("live", "Skarvik Live", "media", span("Skarvik Live")),
    }  # fmt: skip


def _make_figures() -> list[Figure]:
    def figure(words: str, value: float | None, role: Any, claim: str, **more: Any) -> Figure:
        blank: dict[str, Any] = {
            "low": value, "high": value, "unit": None, "counted": None, "approximate": False, "per": None,
            "as_of": None, "by": None,
        }  # fmt: skip
        fields = {"value": value, "role": role, "claim": make_id("c", claim), **blank, **more}
        return Figure(*_cut(words), id=make_id("f", words), **fields)

    return [
        figure("Another 40 families", 40, "increment", "left", unit="family", counted="families"),
        figure(
            "up to 300 people", None, "projection", "left", low=None, high=300, unit="person",
            counted="people housed in schools", by=_august(),
        ),
        figure("Roughly 120 families", 120, "total", "out", unit="family", counted="families out", approximate=True),
        figure("nine centimetres", 9, "increment", "inner", unit="cm", counted="lake"),
    ]  # fmt: skip


def _make_claims(parties: dict[str, Party]) -> dict[str, Claim]:
    dahl, county, directorate = parties["dahl"].id, parties["county"].id, parties["directorate"].id
    tells, said, told = span("tells"), span("said"), span("told reporters")
    outer = span('the water directorate confirmed that the lake "rose nine centimetres overnight"')
    left = span("Another 40 families have left the valley below the landslide lake")
    housed = span("up to 300 people are expected to be housed in schools by August")
    confirmed = span("confirmed")
    nested = span('the lake "rose nine centimetres overnight"')
    dahl_said = span("said", "A road cut")
    return {
        "head": _claim(
            span("Landslide lake above Skarvik holds"), speaker=county, source=span("county"), cue=tells,
            chain=(Link(county, tells, None),), audience=span("residents"),
        ),
        "left": _claim(
            left, housed, key="left", speaker=county, source=span("the county"), cue=said, said=_wednesday(),
            chain=(Link(county, said, None),), factuality="PR+", hedges=_hedges("are expected", "future"),
            figures=(make_id("f", "Another 40 families"), make_id("f", "up to 300 people")), dates=(_august(),),
        ),
        "out": _claim(
            span("Roughly 120 families are believed to be out"), span("and the dam may hold"), key="out",
            quote="direct", speaker=dahl, source=span("county geologist Runa Dahl"), cue=told,
            chain=(Link(dahl, told, None),), factuality="PS+",
            hedges=(*_hedges("are believed", "probable"), *_hedges("may", "possible")),
            figures=(make_id("f", "Roughly 120 families"),),
        ),
        "outer": _claim(
            outer, key="outer", quote="mixed", speaker=directorate, source=span("Dahl", "A road cut"), cue=dahl_said,
            chain=(Link(dahl, dahl_said, None), Link(directorate, confirmed, None)),
        ),
        "inner": _claim(
            nested, key="inner", quote="mixed", speaker=directorate, source=span("the water directorate"),
            cue=confirmed, chain=(Link(dahl, dahl_said, None), Link(directorate, confirmed, None)),
            parent=make_id("c", "outer"), speech_act="confirm", figures=(make_id("f", "nine centimetres"),),
        ),
        "outlet": _claim(
            span("The lake has no natural outlet"), key="outlet", voice="own", attribution="none", confidence=0.6
        ),
        "orphan": _claim(span("Nobody told us to pack."), key="orphan", quote="direct", attribution="none"),
    }  # fmt: skip


def _claim(*contents: Span, key: str = "head", **fields: Any) -> Claim:
    blank: dict[str, Any] = {
        "id": make_id("c", key), "voice": "attributed", "attribution": "stated", "source": None, "cue": None,
        "contents": contents, "quote": "indirect", "speaker": None, "chain": (), "parent": None,
        "speech_act": "state", "audience": None, "said": None, "terms": None, "factuality": "CT+", "hedges": (),
        "figures": (), "dates": (), "confidence": 0.8,
    }  # fmt: skip
    return Claim(**{**blank, **fields})


def _hedges(words: str, strength: Any) -> tuple[Hedge, ...]:
    return (Hedge(*_cut(words), strength=strength),)


def _wednesday() -> Date:
    return Date(*_cut("on Wednesday"), "2025-06-04", "2025-06-05", "day", basis="relative")


def _august() -> Date:
    return Date(*_cut("by August"), None, "2025-09-01", "month", basis="relative")
