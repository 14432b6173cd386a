"""What is told of a party with a word of saying and is no saying: what it does, plans or keeps to itself.

"The council ordered an inspection", "The log does not say why" and "The ship is expected to sail" are the
newsroom's own sentences: nobody's words are reported in them (speech act verbs used performatively or negated,
and raising verbs without an agent).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.boundaries import Ranges
from onrecord.extraction.clauses import SUBJECTS, has_negator, is_verbal
from onrecord.extraction.cues import CueWord, find_cues
from onrecord.extraction.names import read_relay_words
from onrecord.extraction.page import Page
from onrecord.extraction.subjects import FINITE
from onrecord.model import Span
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

NAMING = frozenset({"relcl", "acl"})  # clauses that only say which thing is meant
ASKING = frozenset({"WRB", "WP", "WDT"})
NAMES = frozenset({"know", "call", "dub", "name", "nickname", "title", "entitle", "label"})
LINKING = frozenset({"be", "appear", "seem", "look"})  # "it is unclear", "it appears that": the newsroom judges
UNKNOWN = 0.5  # a reading less sure than this needs a cue that the table has
SELDOM = frozenset({"rarely", "seldom"})
TAKING_BACK = frozenset({"deny"})  # acts that say something when negated, too


def is_act(page: Page, attribution: Attribution) -> bool:
    """Whether the words of an attribution tell an act, silence, or what nobody in particular says."""
    if attribution.cue is None:
        return False
    if _is_so_called(page, attribution):
        return True
    if _quotes(page, attribution.contents) and not all(_is_named_thing(page, span) for span in attribution.contents):
        return False
    words = page.words(attribution.cue.start, attribution.cue.end)
    known = list(find_cues(iter(words)))
    if not known and attribution.confidence < UNKNOWN and not any(word.lower_ in _read_passing_on() for word in words):
        return True
    verb = next((word for word, _ in known if is_verbal(word)), words.root if len(words) else None)
    if attribution.source is None and _is_unsourced(page, attribution):
        return True
    if verb is None or not is_verbal(verb):
        return False
    entry = next((entry for word, entry in known if word is verb), None)
    return (
        _is_raised(page, attribution, verb)
        or _is_silence(page, attribution, verb, entry)
        or _is_done(page, attribution, verb, bool(known))
    )


@cache
def _read_passing_on() -> frozenset[str]:
    """The words by which somebody else's words are passed on: quoted, cited."""
    return read_relay_words("quote") | read_relay_words("cite")


def find_acts(page: Page, attributions: Iterable[Attribution]) -> frozenset[int]:
    """The indices of the attributions that tell an act, silence, or what nobody in particular says."""
    return frozenset(index for index, one in enumerate(attributions) if is_act(page, one))


def drop_acts(
    attributions: Iterable[Attribution], acts: Collection[int], silences: Iterable[Span]
) -> tuple[Attribution, ...]:
    """The attributions in which somebody speaks: neither acts nor those that stand in words of silence."""
    silent = Ranges((span.start, span.end) for span in silences)
    return tuple(one for index, one in enumerate(attributions) if not (index in acts or _is_silent(one, silent)))


def has_clause(page: Page, content: Span) -> bool:
    """Whether the content is more than a thing: a finite verb stands in it, or somebody's own words."""
    quoted = next(iter(page.quotations_in(content.start, content.end)), None) is not None
    return has_finite_verb(page, content) or (quoted and not _is_named_thing(page, content))


def has_finite_verb(page: Page, content: Span) -> bool:
    """Whether a finite verb stands in the content, outside clauses that only say which thing is meant."""
    words = page.words(content.start, content.end)
    finite = any(word.tag_ in FINITE and word.dep_ not in NAMING for word in words)
    return finite and not _is_named_thing(page, content)


def _is_named_thing(page: Page, content: Span) -> bool:
    """Whether the content is a thing by the name that somebody gives it: "what it called a “listening day”"."""
    words = page.words(content.start, content.end)
    return len(words) > 0 and words[0].tag_ == "WP" and words[0].head.head.i not in range(words.start, words.end)


def _is_silent(attribution: Attribution, silent: Ranges) -> bool:
    cue = attribution.cue
    return cue is not None and silent.holds((cue.start, cue.start))


def _is_so_called(page: Page, attribution: Attribution) -> bool:
    """Whether a name is only given, by nobody in particular: "the so-called 'river tax'", "known as the 'Old Lady'"."""
    assert attribution.cue is not None
    words = page.words(attribution.cue.start, attribution.cue.end)
    named = attribution.source is None and any(word.tag_ == "VBN" and word.lemma_ in NAMES for word in words)
    return named and not any(has_finite_verb(page, span) for span in attribution.contents)


def _quotes(page: Page, contents: Iterable[Span]) -> bool:
    return any(next(iter(page.quotations_in(span.start, span.end)), None) is not None for span in contents)


def _is_unsourced(page: Page, attribution: Attribution) -> bool:
    """Whether nobody is named and nothing reports what was said: no clause with "that", no "it was announced"."""
    cue = attribution.cue
    assert cue is not None
    words = list(page.words(cue.start, cue.end))
    verb = next((word for word in words if is_verbal(word) and word.dep_ not in {"aux", "auxpass"}), None)
    if verb is None or verb.lemma_ in LINKING:
        stated = any(word.tag_ == "VBN" for word in words) or not any(word.pos_ in {"ADJ", "AUX"} for word in words)
        return not (stated and any(_is_reported_clause(page, span) for span in attribution.contents))
    if any(child.lower_ == "it" and child.dep_ in SUBJECTS for child in verb.children):
        return False
    if verb.tag_ in {"VBG", "VB"} and find_speech(words) is None:
        return True
    finite = verb.tag_ not in {"VBN", "VBG"}
    return not finite and not any(_is_reported_clause(page, span) for span in attribution.contents)


def find_speech(words: Iterable[Token]) -> CueWord | None:
    """The word of saying among the words of a cue, or None where it tells of thought, wish or nothing of the kind."""
    return next((entry for _, entry in find_cues(iter(words)) if entry.kind == "speech"), None)


def _is_reported_clause(page: Page, content: Span) -> bool:
    """Whether the content is a whole finite clause of its own, with subject and verb."""
    words = page.words(content.start, content.end)
    inside = range(words.start, words.end)
    return not _asks(page, content) and any(
        word.tag_ in FINITE
        and word.dep_ not in NAMING
        and any(child.dep_ in SUBJECTS and child.i in inside for child in _lead(word).children)
        for word in words
    )


def _lead(word: Token) -> Token:
    return word.head if word.dep_ in {"aux", "auxpass"} else word


def _is_raised(page: Page, attribution: Attribution, verb: Token) -> bool:
    """Whether something "is thought to" be so, by nobody in particular: its subject is no source."""
    labels = {child.dep_ for child in verb.children}
    passive = verb.tag_ == "VBN" and "auxpass" in labels and "agent" not in labels
    return passive and _is_infinitive(page, attribution.contents[-1])


def _is_silence(page: Page, attribution: Attribution, verb: Token, entry: CueWord | None) -> bool:
    """Whether somebody does not say something: "did not name them", "does not say why"."""
    seldom = any(child.lower_ in SELDOM for child in verb.children)
    speaks = entry is None or (entry.kind == "speech" and entry.act not in TAKING_BACK)
    if not speaks or not (has_negator(verb) or seldom):
        return False
    return all(_is_thing(page, span) or _asks(page, span) for span in attribution.contents)


def _is_done(page: Page, attribution: Attribution, verb: Token, known: bool) -> bool:
    """Whether the verb tells something done: by the table of acts and what it governs, or a thing under no cue."""
    frames = _read_acts().get(verb.lemma_.lower(), frozenset())
    if "any" in frames:
        return True
    first = attribution.contents[0]
    if not known and attribution.cue is not None and verb.tag_ in FINITE and not verb.is_sent_start:
        return len(attribution.contents) == 1 and _is_thing(page, first)
    if "to-np" in frames and _adds_to(verb):
        return True
    if "to" in frames and _is_infinitive(page, first):
        return True
    return "np" in frames and len(attribution.contents) == 1 and _is_thing(page, first)


def _adds_to(verb: Token) -> bool:
    """Whether the verb goes on with "to" and a thing: "adding to doubts about"."""
    return any(child.dep_ == "prep" and child.lower_ == "to" and child.i == verb.i + 1 for child in verb.children)


def _is_infinitive(page: Page, content: Span) -> bool:
    words = page.words(content.start, content.end)
    return len(words) > 1 and words[0].lower_ in {"to", "not"} and any(word.tag_ == "VB" for word in words[1:4])


def _is_thing(page: Page, content: Span) -> bool:
    words = page.words(content.start, content.end)
    return not has_clause(page, content) and not (len(words) and words[0].lower_ == "to")


def _asks(page: Page, content: Span) -> bool:
    """Whether the content is an indirect question: "why", "whether it will appeal"."""
    words = page.words(content.start, content.end)
    return len(words) > 0 and (words[0].tag_ in ASKING or words[0].lower_ in {"whether", "if", "how"})


def _list_frames() -> Iterator[tuple[str, str]]:
    for row in read_table("acts"):
        if row["found"] == "own":
            yield row["lemma"], row["frame"]


@cache
def _read_acts() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for lemma, frame in _list_frames():
        found[lemma] = found.get(lemma, frozenset()) | {frame}
    return found
