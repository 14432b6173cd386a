"""Chains: on whose word a claim reaches the reader, hop by hop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.cues import find_cues
from onrecord.extraction.mentions import RELATIVES
from onrecord.extraction.names import fold_words
from onrecord.extraction.page import Page
from onrecord.extraction.parties import Cast
from onrecord.extraction.relays import Relay, find_agent, find_relays, find_viewer
from onrecord.model import Link, Span

NO_WORD = frozenset({"wish", "plan", "feeling"})  # classes of cues that make nobody a witness
NEAR = 50  # attributions
FIRST_WORDS = 5  # characters: "that "
MAIN_SHARE = 0.6  # of an outer content's characters that an inner attribution takes up to be its gist


def find_chain(page: Page, index: int, attributions: tuple[Attribution, ...], cast: Cast) -> tuple[Link, ...]:
    """The hops from the party nearest to the reader to the one nearest to the fact of one attribution.

    An inherited attribution has the chain of the one it goes on with. Where a content is in the main what
    somebody else is said to say, the chain goes on to that one.
    """
    origin = _find_origin(index, attributions)
    above = _list_above(origin, attributions)
    own = origin == index
    links = [link for number in above for link in _read_hops(page, number, attributions, cast, own)]
    links += _hear(page, attributions[index], cast)
    for number in _list_below(page, index, attributions):
        links += _read_hops(page, number, attributions, cast)
        links += _hear(page, attributions[number], cast)
    return tuple(_drop_repeats(links))


def _find_origin(index: int, attributions: Sequence[Attribution]) -> int:
    """The attribution that an inherited one goes on with."""
    for _ in attributions:
        heir_of = attributions[index].heir_of
        if heir_of is None or attributions[index].source is not None:
            break
        index = heir_of
    return index


def _list_above(index: int, attributions: Sequence[Attribution]) -> list[int]:
    """The attribution with all those inside whose contents it stands, outermost first."""
    numbers = [index]
    while (parent := _find_parent(numbers[0], attributions)) is not None and parent not in numbers:
        numbers.insert(0, parent)
    return numbers


def _find_parent(index: int, attributions: Sequence[Attribution]) -> int | None:
    """The attribution inside whose contents one stands, also where only its source and cue do."""
    if attributions[index].parent is not None:
        return attributions[index].parent
    return next((n for n in _list_near(index, attributions) if _encloses(attributions[n], attributions[index])), None)


def _encloses(outer: Attribution, inner: Attribution) -> bool:
    """Whether source and cue of one attribution stand in a content of another."""
    source, cue = inner.source, inner.cue
    if source is None or cue is None or outer.cue is None or not outer.contents:
        return False
    first, last = outer.contents[0].start, outer.contents[-1].end
    inside = all(first <= span.start and span.end <= last for span in (source, cue))
    return inside and not any(span is not None and source.overlaps(span) for span in (outer.source, outer.cue))


def _list_below(page: Page, index: int, attributions: Sequence[Attribution]) -> list[int]:
    """The attributions inside that are the gist of the one before, outermost first."""
    numbers: list[int] = []
    while (inner := _find_gist(page, index, attributions)) is not None and inner not in numbers:
        numbers.append(inner)
        index = inner
    return numbers


def _find_gist(page: Page, index: int, attributions: Sequence[Attribution]) -> int | None:
    size = sum(span.end - span.start for span in attributions[index].contents)
    for number in _list_near(index, attributions):
        inner = attributions[number]
        inside = inner.parent == index or (inner.parent is None and _encloses(attributions[index], inner))
        if inside and inner.source is not None and _gives_word(page, inner):
            places = [span for span in (inner.source, inner.cue, *inner.contents) if span]
            extent = max(span.end for span in places) - min(span.start for span in places)
            if extent >= MAIN_SHARE * size:
                return number
    return None


def _list_near(index: int, attributions: Sequence[Attribution]) -> Iterator[int]:
    """The numbers of the attributions around one: they stand in text order, none further off is in its sentence."""
    for number in range(max(index - NEAR, 0), min(index + NEAR, len(attributions))):
        if number != index:
            yield number


def _gives_word(page: Page, inner: Attribution) -> bool:
    """Whether somebody is said to have said or to hold something, not only to plan or feel it, or to say it yet."""
    if inner.cue is None:
        return True
    if any(word.tag_ == "MD" for word in page.words(inner.cue.start, inner.cue.end)):
        return False
    kinds = {entry.kind for _, entry in find_cues(iter(page.words(inner.cue.start, inner.cue.end)))}
    return not kinds or not kinds <= NO_WORD


def _read_hops(page: Page, index: int, attributions: Sequence[Attribution], cast: Cast, own: bool = True) -> list[Link]:
    """The hops of one attribution: who relays it, who says it, whom that rests on, and in its own content who told."""
    attribution = attributions[index]
    relays = [relay for relay in _relays_of(page, index, attributions) if own or not relay.inner]
    party = cast.party_of(attribution.source) if attribution.source else None
    viewer = find_viewer(page, attribution.basis) if attribution.basis else None
    agent = find_agent(page, attribution.basis) if attribution.basis and viewer is None else None
    rests_on = cast.party_of(agent) if agent else None
    links = [*_see(page, viewer, attribution, cast), *_make_links(relays, "before", cast)]
    if party is not None:
        links.append(Link(party, attribution.cue, attribution.basis if rests_on is None else None))
    if rests_on is not None:
        links.append(Link(rests_on, None, attribution.basis))
    return [*links, *_make_links(relays, "after", cast)]


def _see(page: Page, viewer: Span | None, attribution: Attribution, cast: Cast) -> Iterator[Link]:
    """The hop of a medium that saw a document, unless it is the report's own outlet or one credited.

    Where the report tells no outlet, the one that saw a document is taken for it.
    """
    if page.report.outlet is None:
        return
    party = next((p for p in cast.parties if viewer and p.id == cast.party_of(viewer)), None)
    if party is None or party.kind != "media":
        return
    own = filter(None, (page.report.outlet, *page.report.credits))
    if not any(fold_words(party.name) == words[-len(fold_words(party.name)) :] for words in map(fold_words, own)):
        yield Link(party.id, None, attribution.basis)


def _make_links(relays: Iterable[Relay], side: str, cast: Cast) -> Iterator[Link]:
    for relay in relays:
        party = cast.party_of(relay.party)
        if relay.side == side and party is not None:
            yield Link(party, relay.cue, relay.basis)


def _relays_of(page: Page, index: int, attributions: Sequence[Attribution]) -> list[Relay]:
    """The relays in the sentence of an attribution's cue that belong to it and not to one nearer by."""
    attribution = attributions[index]
    anchor = attribution.cue or attribution.source
    sentence = page.sentence_at(anchor.start) if anchor else None
    if anchor is None or sentence is None:
        return []
    relays = (_turn(relay, attribution) for relay in find_relays(page, sentence.start, sentence.end))
    return [relay for relay in relays if _belongs(page, relay, index, attributions)]


def _turn(relay: Relay, attribution: Attribution) -> Relay:
    """The relay from the side of the one who passes words on: whom it quotes is then nearer to the fact."""
    source = attribution.source
    if relay.given is None or source is None or source.overlaps(relay.given):
        return relay
    if not source.overlaps(relay.party) and source.text.lower() not in RELATIVES:
        return relay
    return replace(relay, party=relay.given, given=None, side="after", cue=None)


def _belongs(page: Page, relay: Relay, index: int, attributions: Sequence[Attribution]) -> bool:
    attribution = attributions[index]
    if relay.inner:
        own = [span for span in (attribution.cue, attribution.source) if span]
        return not any(span.overlaps(relay.cue or relay.party) for span in own) and any(
            _is_main(relay, span) or _leads_to(page, relay, span) for span in attribution.contents[:1]
        )
    inside = any(span.start <= relay.at < span.end for span in attribution.contents)
    if inside and not (relay.side == "after" and relay.added):
        return False
    if relay.given is not None:
        return attribution.source is not None and attribution.source.overlaps(relay.given)
    source = attribution.source
    if source is not None and source.overlaps(relay.party) and not _hangs_on(relay, source):
        return False
    cue = attribution.cue or attribution.source
    if cue is None or (relay.side == "after" and relay.cue is not None and relay.cue.overlaps(cue)):
        return False
    return not any(_is_nearer(attributions[other], relay, cue) for other in _list_near(index, attributions))


def _is_main(relay: Relay, content: Span) -> bool:
    """Whether a content is what somebody in it is said to have told, from its first words on."""
    return content.start <= relay.party.start <= content.start + FIRST_WORDS and relay.at < content.end


def _leads_to(page: Page, relay: Relay, content: Span) -> bool:
    """Whether the words right before a content are those of an inner speaker ("Villagers say that …, said Ines")."""
    if relay.cue is None or relay.cue.end > content.start or content.start - relay.cue.end > len(" that "):
        return False
    return page.text[relay.cue.end : content.start].strip(" \"“”‘’'«»„") in {"", "that"}


def _hangs_on(relay: Relay, source: Span) -> bool:
    """Whether a ground stands in a clause about the source ("an engineer who was briefed by the owners")."""
    return relay.basis is not None and source.start < relay.basis.start and source.contains(relay.basis)


def _is_nearer(other: Attribution, relay: Relay, cue: Span) -> bool:
    """Whether another attribution's cue stands between a cue and the relay."""
    if other.cue is None or other.cue.start <= relay.at < other.cue.end:
        return False
    low, high = sorted((cue.start, relay.at))
    return low < other.cue.start < high


def _hear(page: Page, attribution: Attribution, cast: Cast) -> list[Link]:
    """Hearsay that a content opens with: "rumours were spreading that", "there are reports that"."""
    links = []
    for content in attribution.contents[:1]:
        for relay in find_relays(page, content.start, min(content.end, content.start + 80)):
            party = cast.party_of(relay.party)
            if relay.side == "after" and relay.party == relay.cue and party is not None:
                links.append(Link(party, relay.cue, None))
    return links[:1]


def _drop_repeats(links: Iterable[Link]) -> Iterator[Link]:
    """The links without those of a party that the chain has already."""
    seen: set[str] = set()
    for link in links:
        if link.party not in seen:
            seen.add(link.party)
            yield link
