"""Claims put together from what the stages found: who says what, in which words, how surely, when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extraction.acts import has_clause
from onrecord.extraction.attributions import Attribution
from onrecord.extraction.certainty import grade, grade_hop
from onrecord.extraction.chains import find_chain
from onrecord.extraction.cues import act_of, shade_of
from onrecord.extraction.media import Exhibit
from onrecord.extraction.page import Page
from onrecord.extraction.parties import Cast
from onrecord.extraction.stances import Stand
from onrecord.extraction.voice import OwnWords
from onrecord.model import Claim, Date, Figure, Link, Quote, Shade, Span, SpeechAct, make_id

DIRECT_SHARE = 0.9  # of a content's letters and digits that stand inside quotation marks
SAID_REACH = 60  # characters between a cue and the day of saying
OWN_VOICE_CONFIDENCE = 0.9
SILENCE = frozenset({"no_comment", "not_confirmed", "not_verified", "not_reached"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What the stages before found on one page."""

    page: Page
    dates: tuple[Date, ...]
    figures: tuple[Figure, ...]
    attributions: tuple[Attribution, ...]
    cast: Cast


def keep_claiming(
    page: Page,
    attributions: Sequence[Attribution],
    stands: Sequence[Stand],
    exhibits: Sequence[Exhibit],
    acts: Collection[int],
) -> tuple[Attribution, ...]:
    """The attributions that claim something.

    Silence ("has not commented on the leak") claims nothing, and neither does a verdict on a thing ("rejected
    the charge"): both are positions alone. What somebody denies or confirms in a clause stays a claim. Acts
    ("ordered an inspection"), of which `acts` has the indices, are no words of anybody, and what a clip or picture
    shows is media evidence, not the claim of a party. What a later quotation goes on from stays.
    """
    spans = sorted((stand.span.start, stand.span.end, stand.position in SILENCE) for stand in stands)
    starts = [start for start, _, _ in spans]
    first = _first_of_equals(attributions)
    continued = {first[attribution.heir_of] for attribution in attributions if attribution.heir_of is not None}
    stays = [
        first[index] == index
        and (
            index in continued
            or not (
                _only_stands(page, attribution, spans, starts) or _only_shows(attribution, exhibits) or index in acts
            )
        )
        for index, attribution in enumerate(attributions)
    ]
    places = {index: place for place, index in enumerate(index for index, stay in enumerate(stays) if stay)}
    return tuple(
        replace(
            attribution,
            parent=_nearest_kept(attributions, attribution.parent, places),
            heir_of=places[first[attribution.heir_of]] if attribution.heir_of is not None else None,
        )
        for attribution, stay in zip(attributions, stays, strict=True)
        if stay
    )


def _first_of_equals(attributions: Sequence[Attribution]) -> list[int]:
    """For each attribution the index of the first with the same source, cue and contents: one place is one claim."""
    known: dict[tuple[Span | None, Span | None, tuple[Span, ...]], int] = {}
    return [known.setdefault((one.source, one.cue, one.contents), index) for index, one in enumerate(attributions)]


def make_claims(found: Findings) -> tuple[Claim, ...]:
    """The claim of each attribution, at the attribution's index."""
    ids = [_claim_id(found.page, attribution) for attribution in found.attributions]
    return tuple(_make_claim(found, index, ids) for index in range(len(ids)))


def make_own_claims(found: Findings, own_words: Iterable[OwnWords]) -> tuple[Claim, ...]:
    """A claim in the newsroom's own voice for each stretch of words that nobody else is given for."""
    return tuple(_make_own_claim(found, words) for words in own_words)


def link_figures(figures: Iterable[Figure], claims: Sequence[Claim]) -> tuple[Figure, ...]:
    """The figures, each with the innermost claim in whose contents it begins."""
    return tuple(replace(figure, claim=_innermost(figure, claims)) for figure in figures)


def date_of_saying(
    page: Page, dates: Iterable[Date], cue: Span, outside: Sequence[Span], within: Sequence[Span] = ()
) -> Date | None:
    """The day on which something was said: the date that hangs on the cue, in none of the `outside` places.

    `within` narrows the search to the contents of the claim that this one stands in.
    """
    sentence = page.sentence_at(cue.start)
    if sentence is None:
        return None
    near = [
        date
        for date in dates
        if sentence.start <= date.start < sentence.end
        and date.type in {"date", "time"}
        and not any(place.overlaps(date) for place in outside)
        and (not within or any(place.contains(date) for place in within))
    ]
    hanging = [date for date in near if _hangs_on(page, date, cue)] or [d for d in near if _stands_by(page, d, cue)]
    return min(hanging, key=lambda date: (_distance(date, cue), date.start), default=None)


def _make_claim(found: Findings, index: int, ids: Sequence[str]) -> Claim:
    page, attribution = found.page, found.attributions[index]
    hops = find_chain(page, index, found.attributions, found.cast)
    chain = tuple(replace(link, factuality=grade_hop(page, link.cue)) if link.cue else link for link in hops)
    graded = grade(page, attribution.contents, attribution.cue)
    return Claim(
        id=ids[index],
        voice="attributed",
        attribution="inherited" if attribution.heir_of is not None else "stated",
        source=attribution.source,
        cue=attribution.cue,
        contents=attribution.contents,
        quote=_quote_of(page, attribution),
        speaker=chain[-1].party if chain else None,
        chain=chain,
        parent=ids[attribution.parent] if attribution.parent is not None else None,
        speech_act=_act_of(found, index),
        audience=attribution.audience,
        said=_said(found, index),
        terms=attribution.terms,
        factuality=graded.factuality,
        hedges=graded.hedges,
        figures=_figures_in(attribution.contents, found.figures),
        dates=_dates_in(attribution.contents, found.dates),
        confidence=round(attribution.confidence, 3),
        shade=_shade_of(found, index),
    )


def _make_own_claim(found: Findings, words: OwnWords) -> Claim:
    page = found.page
    graded = grade(page, words.contents, None)
    no_chain: tuple[Link, ...] = ()
    return Claim(
        id=make_id("c", page.report.sha256, "own", *_ends(words.contents)),
        voice="own",
        attribution="none",
        source=None,
        cue=None,
        contents=words.contents,
        quote="indirect",
        speaker=None,
        chain=no_chain,
        parent=None,
        speech_act="state",
        audience=None,
        said=None,
        terms=None,
        factuality=graded.factuality,
        hedges=graded.hedges,
        figures=_figures_in(words.contents, found.figures),
        dates=_dates_in(words.contents, found.dates),
        confidence=OWN_VOICE_CONFIDENCE,
        reason=words.reason,
    )


def _only_stands(
    page: Page, attribution: Attribution, spans: Sequence[tuple[int, int, bool]], starts: Sequence[int]
) -> bool:
    if attribution.cue is None:
        return False
    for start, end, silent in spans[max(0, bisect_right(starts, attribution.cue.start) - 3) :]:
        if start > attribution.cue.start:
            break
        if attribution.cue.start < end:
            asks = act_of(page, attribution.cue) == "ask"
            return silent or not (asks or any(has_clause(page, content) for content in attribution.contents))
    return False


def _only_shows(attribution: Attribution, exhibits: Sequence[Exhibit]) -> bool:
    return any(
        attribution.source is not None
        and attribution.source.overlaps(exhibit.medium)
        and exhibit.shows is not None
        and any(content.overlaps(exhibit.shows) for content in attribution.contents)
        for exhibit in exhibits
    )


def _nearest_kept(attributions: Sequence[Attribution], parent: int | None, places: dict[int, int]) -> int | None:
    while parent is not None and parent not in places:
        parent = attributions[parent].parent
    return places[parent] if parent is not None else None


def _claim_id(page: Page, attribution: Attribution) -> str:
    spans = [span for span in (attribution.source, attribution.cue) if span]
    return make_id("c", page.report.sha256, *_ends(spans), "says", *_ends(attribution.contents))


def _ends(spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        yield span.start
        yield span.end


def _act_of(found: Findings, index: int) -> SpeechAct:
    attribution = found.attributions[index]
    if attribution.cue is not None:
        return act_of(found.page, attribution.cue)
    return _act_of(found, attribution.heir_of) if attribution.heir_of is not None else "state"


def _shade_of(found: Findings, index: int) -> Shade:
    attribution = found.attributions[index]
    if attribution.cue is not None:
        return shade_of(found.page, attribution.cue)
    return _shade_of(found, attribution.heir_of) if attribution.heir_of is not None else "neutral"


def _said(found: Findings, index: int) -> Date | None:
    attribution = found.attributions[index]
    if attribution.cue is None:
        return _said(found, attribution.heir_of) if attribution.heir_of is not None else None
    parent = found.attributions[attribution.parent].contents if attribution.parent is not None else ()
    return date_of_saying(found.page, found.dates, attribution.cue, attribution.contents, parent)


def _hangs_on(page: Page, date: Date, cue: Span) -> bool:
    """Whether the verb nearest above the date in the parse is the cue's."""
    verbs = {word.i for word in page.words(cue.start, cue.end)}
    word = page.word_at(date.start)
    steps = 0
    while word is not None and steps < 6:
        if word.i in verbs:
            return True
        if word.pos_ in {"VERB", "AUX"} or word.head.i == word.i:
            return False
        word, steps = word.head, steps + 1
    return False


def _stands_by(page: Page, date: Date, cue: Span) -> bool:
    """Whether nothing but a few words, and no comma, stands between the date and the cue."""
    first, second = sorted((cue, date), key=lambda span: span.start)
    between = page.text[first.end : second.start]
    return len(between) <= SAID_REACH // 3 and not any(sign in between for sign in ',;:"“”\n')


def _distance(date: Date, cue: Span) -> int:
    return max(date.start - cue.end, cue.start - date.end, 0)


def _quote_of(page: Page, attribution: Attribution) -> Quote:
    """Direct, mixed or indirect, by how much of the contents stands inside quotation marks of this speaker."""
    letters = sum(_count_letters(content.text) for content in attribution.contents)
    inside = sum(_count_letters(page.text[start:end]) for start, end in _quoted_parts(page, attribution))
    if not inside:
        return "indirect"
    return "direct" if inside >= DIRECT_SHARE * letters else "mixed"


def _quoted_parts(page: Page, attribution: Attribution) -> Iterator[tuple[int, int]]:
    """The parts of the contents inside quotation marks that do not enclose the cue as well."""
    cue = attribution.cue
    for content in attribution.contents:
        for quotation in page.quotations_in(content.start, content.end):
            if cue is None or not quotation.start <= cue.start < quotation.end:
                yield max(content.start, quotation.start), min(content.end, quotation.end)


def _count_letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _figures_in(contents: Sequence[Span], figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(f.id for f in figures if any(span.start <= f.start < span.end for span in contents))


def _dates_in(contents: Sequence[Span], dates: Iterable[Date]) -> tuple[Date, ...]:
    return tuple(d for d in dates if any(span.start <= d.start < span.end for span in contents))


def _innermost(figure: Figure, claims: Sequence[Claim]) -> str | None:
    holding = [
        (span.end - span.start, number, claim.id)
        for number, claim in enumerate(claims)
        for span in claim.contents
        if span.start <= figure.start < span.end
    ]
    return min(holding)[2] if holding else None
