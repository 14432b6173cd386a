"""Parties: who speaks in a report and who is spoken of, each with all its mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from onrecord.extraction.joining import Entity, Joiner, find_antecedent, is_relative
from onrecord.extraction.mentions import (
    Mention,
    Words,
    describe,
    find_mentions,
    list_words,
    look_up_noun,
)
from onrecord.extraction.names import Noun, fold_words, read_nouns, read_places
from onrecord.extraction.page import Page
from onrecord.extraction.relays import find_agent, find_relays
from onrecord.model import Naming, Party, PartyKind, Span, make_id

SHARES = frozenset({"percent", "%", "majority", "minority", "number", "many", "some", "most", "few", "several", "half",
                    "both", "all", "others", "dozens"})  # fmt: skip
PERSONAL_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "person", "ant", "ee")
FIRST_TITLES = 120  # characters after the first title within which a longer one is taken
CALLED = re.compile(r"(?:\bname|self)\s(?:only\s|simply\s)?as\s\Z")  # before the name that somebody gives
NOBODY = frozenset({"nobody", "no one", "no-one", "none", "neither", "nothing"})
NAME_STOPS = (
    ",",
    " who ",
    " there",
    " to have ",
    " to be ",
    " published",
    " released",
    " seen by ",
    " obtained by ",
    " reviewed by ",
    " viewed by ",
    " cited by ",
    " quoted by ",
    " which ",
    " that ",
    " whose ",
    ";",
    " (",
    " –",
    " —",
    " -- ",
)


@dataclass(frozen=True)
class Cast:
    """The parties of a report in the order of their first mention, and which of them a place names."""

    parties: tuple[Party, ...]
    named: Mapping[tuple[int, int], str] = field(default_factory=dict)
    marks: tuple[tuple[int, int, str], ...] = ()

    def party_of(self, span: Span) -> str | None:
        """The id of the party that a span names, None where it names none that we know."""
        known = self.named.get((span.start, span.end))
        return known if known is not None else self._find_inside(span)

    def _find_inside(self, span: Span) -> str | None:
        place = bisect_right(self.marks, (span.start, -1, ""))
        for start, end, party in self.marks[max(place - 1, 0) : place + 1]:
            if start < span.end and span.start < end:
                return party
        return None


def find_parties(page: Page, speaking: tuple[Span, ...]) -> Cast:
    """The cast of a page; `speaking` are the places that other stages hold for speakers, in any order."""
    words = list_words(page)
    mentions = find_mentions(page, words)
    heads, mentions = _mark_speaking(page, words, mentions, (*speaking, *_list_voices(page, speaking)))
    joiner = Joiner(page, words, mentions, set(heads.values()))
    entities = [entity for entity in joiner.join() if _is_party(entity)]
    spoken = {head: span for span, head in sorted(heads.items(), key=lambda pair: (pair[0].start, -pair[0].end))}
    parties = _make_parties(page, words, entities, spoken)
    named = {
        (span.start, span.end): parties[entity].id
        for span, head in heads.items()
        if (entity := joiner.of_head.get(head)) is not None and entity in parties
    }
    ordered = tuple(
        sorted(parties.values(), key=lambda party: (party.mentions[0].start, party.mentions[0].end, party.id))
    )
    marks = sorted((span.start, span.end, party.id) for party in ordered for span in party.mentions)
    return Cast(ordered, named, tuple(marks))


def _list_voices(page: Page, speaking: Iterable[Span]) -> Iterator[Span]:
    """Those who speak by relay, and those on whom a basis rests."""
    for relay in find_relays(page, 0, len(page.text)):
        yield relay.party
        if relay.given is not None:
            yield relay.given
    for span in speaking:
        agent = find_agent(page, span) if _is_ground(page, span) else None
        if agent is not None:
            yield agent


def _is_ground(page: Page, span: Span) -> bool:
    """Whether a span is a basis ("after a briefing by …") and no name or description."""
    first = page.word_at(span.start)
    return (
        first is not None and (first.pos_ in {"ADP", "SCONJ"} or first.tag_ in {"VBG", "VBN"}) and first.dep_ != "amod"
    )


def _is_party(entity: Entity) -> bool:
    """Whether an entity is one: it speaks, or is a person, body, state or medium with a name."""
    named = bool(entity.name) and entity.kind not in {"unknown", "document"} and not entity.is_place
    return bool(entity.mentions) and (entity.speaks or named)


# --- the words that speak --------------------------------------------------------------------------


def _mark_speaking(
    page: Page, words: Words, mentions: list[Mention], speaking: Iterable[Span]
) -> tuple[dict[Span, int], list[Mention]]:
    """The chief word of each speaking span, and the mentions with those added that only a speaking span shows."""
    by_head = {mention.head: mention for mention in mentions}
    holders = {number: mention for mention in reversed(mentions) for number in _all_words(words, mention)}
    heads: dict[Span, int] = {}
    for span in sorted(set(speaking), key=lambda span: (span.start, span.end)):
        if _is_ground(page, span) or span.text.lower() in NOBODY or span.text[:3].lower() == "no ":
            continue
        root = _find_root(page, words, span)
        if root is None:
            continue
        if words.lower[root] == "one":
            root = _find_explained(page, words, span, root, by_head)
        mention = by_head.get(root) or holders.get(root) or _find_inside(page, words, span, by_head)
        if mention is None:
            mention = by_head[root] = _describe_unknown(page, words, root, span)
        named = _find_named(page, words, span, mention, by_head) or _find_owned(page, words, span, mention, by_head)
        heads[span] = (named or mention).head
    every = sorted(by_head.values(), key=lambda mention: (mention.span.start, -mention.span.end))
    return heads, every


def _find_explained(page: Page, words: Words, span: Span, root: int, by_head: Mapping[int, Mention]) -> int:
    """The chief word of what explains "one" within the span: "one, a nurse named Ida"."""
    inside = page.words(span.start, span.end)
    if words.text[root + 1 : root + 2] != [","]:
        return root
    named = (by_head[i] for i in range(root + 1, inside.end) if i in by_head and by_head[i].form == "name")
    called = next((m for m in named if CALLED.search(page.text, span.start, m.span.start)), None)
    if called is not None or words.lower[root + 2 : root + 3] == ["who"]:
        return called.head if called else root
    solid = (i for i in range(root + 1, inside.end) if i in by_head and by_head[i].form != "pronoun")
    return next((i for i in solid if not by_head[i].plural), root)


def _find_named(
    page: Page, words: Words, span: Span, mention: Mention, by_head: Mapping[int, Mention]
) -> Mention | None:
    """The name at the end of a row of nouns that a span is ("the government daily Morning Star")."""
    if mention.form != "noun" or mention.plural:
        return None
    for i in range(mention.head + 1, page.words(span.start, span.end).end):
        named = by_head.get(i)
        if named is not None and named.form == "name" and not named.land:
            between = words.lower[mention.head + 1 : i - len(_all_words(words, named)) + 1]
            return named if all(word in read_nouns() for word in between) else None
        if words.pos[i] not in {"NOUN", "PROPN", "ADJ", "ADV", "X"}:
            return None
    return None


def _find_owned(
    page: Page, words: Words, span: Span, mention: Mention, by_head: Mapping[int, Mention]
) -> Mention | None:
    """What belongs to a name that the parse makes the chief word ("the Bank of Ghana's governor")."""
    follow = mention.head + 1
    if mention.form != "name" or words.tag[follow : follow + 1] != ["POS"] or words.end[mention.head] >= span.end:
        return None
    inside = range(follow + 1, page.words(span.start, span.end).end)
    return next((by_head[i] for i in inside if i in by_head and by_head[i].form == "noun"), None)


def _all_words(words: Words, mention: Mention) -> list[int]:
    """The numbers of the words of a mention, its title among them."""
    numbers, number = [], mention.head
    while number >= 0 and words.start[number] >= mention.span.start:
        numbers.append(number)
        number -= 1
    return numbers


def _find_root(page: Page, words: Words, span: Span) -> int | None:
    """The number of the chief word of a span; of what it stands for, where it is a relative pronoun."""
    inside = page.words(span.start, span.end)
    numbers = range(inside.start, inside.end)
    outward = [i for i in numbers if words.head[i] not in numbers or words.head[i] == i]
    solid = [i for i in outward if words.pos[i] not in {"PUNCT", "SPACE", "DET", "PART", "ADP", "CCONJ"}]
    chosen = next((i for i in solid if not is_relative(words, i) and words.pos[i] not in {"VERB", "AUX", "ADV"}), None)
    if chosen is None:
        chosen = next(iter(solid or outward), None)
    if chosen is not None and is_relative(words, chosen):
        return find_antecedent(words, chosen)
    return chosen


def _find_inside(page: Page, words: Words, span: Span, by_head: Mapping[int, Mention]) -> Mention | None:
    """The first mention that a span holds, where the parse makes a verb or a stray word its chief one."""
    inside = page.words(span.start, span.end)
    root = next(
        (i for i in range(inside.start, inside.end) if words.head[i] not in range(inside.start, inside.end)), None
    )
    if root is not None and words.pos[root] in {"NOUN", "NUM", "PRON"}:
        return None
    held = [by_head[i] for i in range(inside.start, inside.end) if i in by_head]
    if held and held[0].form == "name" and held[0].span.start == span.start:
        return held[0]
    return next((m for m in held if m.kind != "unknown" and not m.place and not m.land), next(iter(held), None))


def _describe_unknown(page: Page, words: Words, root: int, span: Span) -> Mention:
    """A mention for a speaker whose noun no table knows ("two quilters", "one of them")."""
    known = look_up_noun(words, root)
    if known:
        return describe(page, words, root, known)
    share = words.pos[root] == "NUM" or words.lower[root] in SHARES
    share = share or words.lower[root] in {"those", "these"}
    plural = words.tag[root] in {"NNS", "NNPS"} or (share and words.lower[root] != "one")
    kind: PartyKind = "group" if plural else "person" if words.lower[root].endswith(PERSONAL_ENDINGS) else "unknown"
    kind = "organization" if kind != "group" and words.lower[root] in read_places() else kind
    if words.lower[root] == "old" and words.text[root - 1] in {"-", "‑"}:
        return replace(describe(page, words, root, (Noun(("person",), frozenset({"trait"})), False)), determiner="the")
    if words.pos[root] in {"NOUN", "PROPN", "ADJ"}:
        return describe(page, words, root, (Noun((kind,)), plural))
    return Mention(span, root, "noun", (kind,), title=span.text, noun=words.lower[root], plural=plural, determiner="a")


# --- parties ---------------------------------------------------------------------------------------


def _make_parties(page: Page, words: Words, entities: list[Entity], spoken: Mapping[int, Span]) -> dict[Entity, Party]:
    ids: dict[Entity, str] = {}
    used: set[str] = set()
    named: dict[Entity, tuple[str, Naming]] = {}
    for entity in entities:
        entity.mentions.sort(key=lambda mention: (mention.span.start, mention.span.end))
        named[entity] = _name_entity(page, words, entity, spoken)
        parts = named[entity][0], entity.mentions[0].span.start
        known = make_id("p", page.report.sha256, *parts)
        ids[entity] = make_id("p", page.report.sha256, *parts, entity.number) if known in used else known
        used.add(known)
    return {
        entity: Party(
            ids[entity], named[entity][0], _kind_of(entity), named[entity][1], _role_of(entity),
            ids.get(entity.owner) if entity.owner and entity.owner is not entity else None,
            tuple(dict.fromkeys(mention.span for mention in _list_own(entity))),
        )
        for entity in entities
    }  # fmt: skip


def _list_own(entity: Entity) -> list[Mention]:
    """The mentions of a party without those of papers that it has written."""
    own = [mention for mention in entity.mentions if mention.kind != "document"]
    return own if own and entity.kind != "document" else entity.mentions


def _kind_of(entity: Entity) -> PartyKind:
    if entity.land:
        return "state"
    if entity.plural:
        return "group" if entity.kind not in {"media", "document"} else entity.kind
    if entity.kind == "unknown" and entity.name and entity.speaks and not entity.is_place:
        told = any(mention.span.text[:4].lower() == "the " for mention in entity.mentions)
        return "organization" if told else "person"
    return entity.kind


def _role_of(entity: Entity) -> str | None:
    """The office of a person: the longest title given where the report first gives one."""
    if entity.kind != "person" or entity.plural or not entity.name:
        return None
    titled = [m for m in _list_own(entity) if m.title and not m.plural and not _is_courtesy(m.title)]
    first = [m for m in titled if m.span.start < titled[0].span.end + FIRST_TITLES]
    return max((m.title for m in first), key=len, default=None)


def _is_courtesy(title: str) -> bool:
    return fold_words(title) in {
        ("mr",),
        ("mrs",),
        ("ms",),
        ("miss",),
        ("dr",),
        ("sir",),
        ("dame",),
        ("lord",),
        ("lady",),
        ("prof",),
    }


def _name_entity(page: Page, words: Words, entity: Entity, spoken: Mapping[int, Span]) -> tuple[str, Naming]:
    """The fullest name that the report gives, and how the party is named."""
    names = [m for m in entity.mentions if m.proper is not None and m.form == "name"]
    if entity.land:
        direct = [m for m in names if m.land and m.land.how == "name" and m.name not in {("north",), ("south",)}]
        chosen = max(direct or names or entity.mentions, key=lambda m: len(m.span.text))
        return (chosen.proper or chosen.span).text, "named"
    if names:
        return max(names, key=lambda m: (len(m.name), -m.span.start)).proper.text, "named"  # type: ignore[union-attr]
    described = [m for m in _list_own(entity) if m.form == "noun"] or entity.mentions
    described = [m for m in described if not _in_headline(page, words, m)] or described
    if entity.kind == "organization" and not entity.plural:
        described = sorted(described, key=lambda m: -len(m.fields) - (m.owner is not None))
    first = described[0] if described[0].fields else next((m for m in described if m.head in spoken), described[0])
    text = _describe(page, words, first, spoken.get(first.head))
    return text, _naming_of(entity, first, text)


def _in_headline(page: Page, words: Words, mention: Mention) -> bool:
    sentence = words.sentence[mention.head]
    return sentence >= 0 and page.sentences[sentence].headline


def _describe(page: Page, words: Words, mention: Mention, span: Span | None) -> str:
    """The words of a description without article and relative clause, with what follows the chief word."""
    start, end = mention.span.start, mention.span.end
    if span is not None and span.start < end <= span.end:
        tail = page.text[end : span.end]
        cut = min((at for stop in NAME_STOPS if (at := tail.find(stop)) >= 0), default=len(tail))
        end += len(
            tail[:cut].rstrip(" ,’'s") if tail[:cut].strip() in {"'s", "’s", "’", "'"} else tail[:cut].rstrip(" ,")
        )
    text = page.text[start:end]
    for article in ("the ", "a ", "an "):
        if text.lower().startswith(article) and text.lower() not in {
            "the other",
            "the others",
            "the former",
            "the latter",
        }:
            return text[len(article) :]
    return text


def _naming_of(entity: Entity, mention: Mention, text: str) -> Naming:
    if entity.kind == "document":
        return "document"
    if entity.plural:
        return "bare" if text.lower() == mention.noun or " " not in text else "collective"
    if mention.determiner in {"the", "owned", ""} and (entity.kind == "organization" or entity.kind == "person"):
        return "office"
    return "described"
