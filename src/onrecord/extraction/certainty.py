"""How surely a speaker puts what is said: a FactBank value for the main event, and the hedges with their rules.

The values are those of FactBank (Saurí and Pustejovsky 2009): certain, probable, possible or unknown, with a
polarity. The main event is found by going down through words that govern another event ("are believed to have
left": left), as De Facto does (Saurí and Pustejovsky 2012); what each of them does is in the table `governors`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, cast

from onrecord.extraction.clauses import MAX_CLIMB, find_child, has_negator, is_negative_phrase, is_verbal
from onrecord.extraction.cues import find_cue
from onrecord.extraction.hedging import Match, match_hedges
from onrecord.extraction.page import Page
from onrecord.model import Factuality, Hedge, Span, Strength
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

RANKS = {"U": 0, "PS": 1, "PR": 2, "CT": 3}
NAMES = {rank: name for name, rank in RANKS.items()}
LOCAL = frozenset({"aux", "advmod", "neg", "acomp", "amod", "npadvmod", "prep", "attr", "dep", "preconj"})
CONDITIONS = frozenset({"if", "unless", "provided", "whether"})
MINDS = frozenset({"probable", "possible", "rumour"})


@dataclass(frozen=True, slots=True)
class Grade:
    """A FactBank value and the hedges that were met."""

    factuality: Factuality
    hedges: tuple[Hedge, ...]


@dataclass(frozen=True, slots=True)
class Governor:
    """What a word does to the event that it governs: the certainty it leaves, whether it turns it, and its kind."""

    kind: str
    rank: int
    negative: bool


@dataclass(frozen=True, slots=True)
class Sureness:
    """Certainty (0 unknown to 3 certain) and polarity on the way down to an event."""

    rank: int = 3
    negative: bool = False

    def lowered(self, rank: int) -> Sureness:
        """The same, no surer than `rank`."""
        return replace(self, rank=min(self.rank, rank))

    def turned(self, turn: bool = True) -> Sureness:
        """The same, of the other polarity."""
        return replace(self, negative=self.negative != turn)

    @property
    def value(self) -> Factuality:
        """The FactBank value."""
        if self.rank == 0:
            return "Uu"
        return cast("Factuality", NAMES[self.rank] + ("-" if self.negative else "+"))


def grade(page: Page, contents: tuple[Span, ...], cue: Span | None) -> Grade:
    """How surely the contents are put by whoever says them with that cue, and by which words."""
    words = [word for span in contents for word in page.words(span.start, span.end)]
    matches = tuple(match_hedges(words))
    cue_words = list(page.words(cue.start, cue.end)) if cue else []
    cue_matches = tuple(m for m in match_hedges(cue_words) if m.phrase.strength in MINDS)
    hedges = tuple(_make_hedge(page, match) for match in (*matches, *cue_matches))
    root = find_main_word(words)
    start = _weigh_cue(cue_words, root is not None and _is_wish(root))
    value = (
        weigh(find_path_down(root, frozenset(word.i for word in words)), matches, start) if root is not None else start
    )
    return Grade(value.value, tuple(sorted(hedges, key=lambda hedge: (hedge.start, hedge.end))))


def grade_hop(page: Page, cue: Span) -> Factuality:
    """How sure the words of one hop leave what they pass on: "rumours were spreading" PS+, "denied" CT-."""
    words = list(page.words(cue.start, cue.end))
    value = _weigh_cue(words, wish=False)
    for match in match_hedges(words):
        if match.phrase.strength in MINDS and match.phrase.value:
            value = value.lowered(RANKS[match.phrase.value.rstrip("+-")])
    return value.value


def find_main_word(words: Sequence[Token]) -> Token | None:
    """The head of the first clause among the words; of the first phrase where there is no clause."""
    inside = {word.i for word in words}
    roots = [word for word in words if (word.head.i == word.i or word.head.i not in inside) and not word.is_space]
    roots = [word for word in roots if not word.is_punct and word.dep_ not in {"cc", "mark", "punct", "intj"}] or roots
    clauses = [word for word in roots if is_verbal(word) and word.dep_ not in {"aux", "auxpass"}]
    with_subject = [
        word for word in clauses if any(child.dep_.startswith(("nsubj", "expl")) for child in word.children)
    ]
    return next(iter(with_subject or clauses or roots), None)


def find_path_down(word: Token, inside: frozenset[int]) -> tuple[Token, ...]:
    """From the head of a clause down through the words that govern another event to that event."""
    path = [word]
    while len(path) < MAX_CLIMB:
        step = [token for token in _step_down(path[-1]) if token.i in inside]
        if not step:
            break
        path.extend(step)
    return tuple(path)


def weigh(path: Sequence[Token], matches: Sequence[Match], start: Sureness | None = None) -> Sureness:
    """The certainty and polarity of the last event of the path, under all those before it."""
    value = start or Sureness()
    for place, word in enumerate(path):
        governor = _governor_of(word) if place + 1 < len(path) else None
        value = _pass_through(word, governor, path, matches, value)
    return value


def _pass_through(
    word: Token, governor: Governor | None, path: Sequence[Token], matches: Sequence[Match], value: Sureness
) -> Sureness:
    negated = _is_negated(word, path)
    if governor is not None and governor.kind == "factive":
        return value
    steps = {token.i for token in path} - {word.i}
    for match in matches:
        if not steps.isdisjoint(range(match.start, match.end)):
            continue
        if match.phrase.value and _bears_on(match, word):
            value = value.lowered(RANKS[match.phrase.value.rstrip("+-")])
            if match.phrase.value.endswith("-") and not (governor and governor.negative):
                value = value.turned()
    if value.rank == 3 and _is_conditional(word):
        value = value.lowered(0)
    return _apply(governor, negated, value) if governor else value.turned(negated)


def _apply(governor: Governor, negated: bool, value: Sureness) -> Sureness:
    """What a governing word, negated or not, leaves of the certainty and polarity above it."""
    if governor.kind == "existence" and (negated or value.negative):
        return Sureness(3, True)
    if governor.kind == "speech" and negated != value.negative:
        return Sureness(0)
    return value.lowered(governor.rank).turned(governor.negative).turned(negated)


def _weigh_cue(words: Sequence[Token], wish: bool) -> Sureness:
    """What the cue leaves of the certainty of its contents, which may be put as a wish or an order."""
    value = Sureness()
    spoken = any(is_verbal(word) and find_cue(word) is not None for word in words)
    for word in words:
        governor = _read_governors().get(word.lemma_.lower())
        if governor is None or governor.kind in {"factive", "averting"}:
            continue
        if governor.kind == "existence":
            bare = word.pos_ == "NOUN" and not spoken
            value = _apply(governor, is_negative_phrase(word), value) if bare else value
            continue
        if word.pos_ == "ADV" and has_negator(word.head):
            continue
        if governor.kind == "directive" and not wish:
            continue
        value = _apply(governor, is_verbal(word) and has_negator(word), value)
    told = any(word.lemma_ in {"tell", "ask", "warn"} for word in words)
    return value.lowered(0) if wish and told else value


def _is_wish(word: Token) -> bool:
    """Whether the contents are an infinitive that is still to be ("to resume talks"), not one that has been."""
    marks = {child.lower_ for child in word.children if child.dep_ in {"aux", "auxpass"}}
    return "to" in marks and "have" not in marks


def _step_down(word: Token) -> list[Token]:
    """The words from a governing word to the event that it governs, or nothing."""
    if word.pos_ in {"VERB", "AUX"}:
        return _step_from_verb(word)
    if word.tag_ == "IN" and word.lower_ == "with":
        event = find_child(word, "pcomp") or find_child(find_child(word, "pobj") or word, "acl")
        return [event] if event is not None else []
    if _governor_of(word) is not None:
        event = find_child(word, "acl", "relcl", "ccomp", "xcomp") or _object_of(word, "of")
        return [event] if event is not None else []
    return []


def _step_from_verb(verb: Token) -> list[Token]:
    clause = find_child(verb, "ccomp", "csubj")
    governor = _governor_of(verb)
    if governor is not None and governor.kind in {"intention", "directive"}:
        return []
    if governor is not None and governor.kind != "existence":
        if clause is not None and governor.kind == "factive" and clause.left_edge.tag_.startswith("W"):
            return []
        infinitive = find_child(verb, "xcomp") if _takes_infinitive(verb, governor) else None
        event = infinitive or clause or _gerund_of(verb)
        return [event] if event is not None else []
    for child in verb.children:
        if (
            child.dep_ in {"acomp", "attr", "dobj", "nsubj", "nsubjpass", "advmod", "oprd"}
            and _governor_of(child) is not None
            and _may_step_over(child)
            and not (child.dep_.startswith("nsubj") and find_child(verb, "acomp", "attr", "dobj") is not None)
        ):
            return _step_over(verb, child, clause)
    return [clause] if clause is not None and find_child(clause, "mark") is not None else []


def _may_step_over(word: Token) -> bool:
    governor = _governor_of(word)
    return governor is not None and (word.pos_ not in {"NOUN", "PROPN"} or governor.kind == "existence")


def _step_over(verb: Token, word: Token, clause: Token | None) -> list[Token]:
    """Through an adjective or noun that governs: "is likely to sail", "there are signs that", "rumours spread that"."""
    governor = _governor_of(word)
    if word.dep_ == "advmod" and not (word.lower_ == "yet" and verb.lemma_ in {"have", "be"}):
        return [clause] if clause is not None else []
    event = find_child(word, "xcomp", "ccomp") or (find_child(word, "acl") if word.pos_ == "NOUN" else None)
    if event is not None and event.tag_ == "VBG" and event.dep_ == "acl" and clause is not None:
        event = clause
    event = (
        event
        or (clause if word.dep_ != "dobj" else None)
        or (find_child(verb, "xcomp") if word.dep_ in {"acomp", "advmod"} else None)
    )
    if event is None and governor is not None and governor.kind == "existence":
        event = _object_of(word, "of")
    if event is None and word.dep_ == "nsubj":
        event = _stray_clause(verb)
    return [word, event] if event is not None else []


def _stray_clause(verb: Token) -> Token | None:
    """The clause that the parser hung on another noun: "rumours spread in the camp that the guards had fled"."""
    for child in verb.children:
        noun = find_child(child, "pobj") if child.dep_ == "prep" else None
        clause = find_child(noun, "relcl", "acl") if noun is not None else None
        if (
            clause is not None
            and clause.left_edge.lower_ == "that"
            and find_child(clause, "nsubj", "nsubjpass") is not None
        ):
            return clause
    return None


def _takes_infinitive(verb: Token, governor: Governor) -> bool:
    """Whether an infinitive under the verb is what it says: "is said to be", not "was told to stay"."""
    return governor.kind != "speech" or (verb.lemma_ in {"say", "report", "allege"} and verb.tag_ == "VBN")


def _gerund_of(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in {"xcomp", "pcomp"} and child.tag_ == "VBG"), None)


def _object_of(word: Token, preposition: str) -> Token | None:
    for child in word.children:
        if child.dep_ == "prep" and child.lower_ == preposition:
            return find_child(child, "pobj", "pcomp")
    return None


def _governor_of(word: Token) -> Governor | None:
    governor = _read_governors().get(word.lemma_.lower())
    if governor is None:
        return None
    if governor.kind == "averting":
        return None
    if governor.kind == "existence" and word.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return None
    if governor.kind == "speech" and word.lemma_ in {"say", "report", "allege"} and _is_impersonal(word):
        return Governor("raising", RANKS["PS"], False)
    return governor


def governor_kind(word: Token) -> str:
    """The kind of governing word that this is, or an empty text."""
    governor = _governor_of(word)
    return governor.kind if governor is not None else ""


def is_averting(word: Token) -> bool:
    """Whether the word says that something did not take place: "cancelled", "delayed"."""
    governor = _read_governors().get(word.lemma_.lower())
    return governor is not None and governor.kind == "averting"


def _is_impersonal(verb: Token) -> bool:
    """Whether something "is said to" be so, by nobody in particular."""
    labels = {child.dep_ for child in verb.children}
    return (
        verb.tag_ == "VBN" and bool(labels & {"nsubjpass", "auxpass"}) and "xcomp" in labels and "agent" not in labels
    )


def _is_negated(word: Token, path: Sequence[Token]) -> bool:
    if is_verbal(word):
        return has_negator(word) and not _negates_next(word, path)
    return is_negative_phrase(word)


def _negates_next(word: Token, path: Sequence[Token]) -> bool:
    """Whether the negative phrase under the verb is itself a step of the path and counts there."""
    steps = {token.i for token in path}
    negated = [child for child in word.children if child.dep_ == "neg" or child.lower_ in {"never", "neither", "nor"}]
    return not negated and any(child.i in steps and is_negative_phrase(child) for child in word.children)


def _bears_on(match: Match, word: Token) -> bool:
    """Whether the hedge belongs to this word: it hangs on it, or on a word that does."""
    document = word.doc
    for place in range(match.start, match.end):
        token = document[place]
        if token.i == word.i:
            return match.end - match.start > 1 or _governs_something(word)
        if token.head.i == word.i and token.dep_ in LOCAL:
            return True
        if (
            token.head.head.i == word.i
            and token.head.dep_ in {"advmod", "acomp", "attr"}
            and token.dep_ in {"advmod", "amod"}
        ):
            return token.head.pos_ in {"ADV", "ADJ"} or token.head.dep_ == "attr"
    return False


def _governs_something(word: Token) -> bool:
    return any(child.dep_ in {"dobj", "ccomp", "xcomp", "acl", "nsubjpass"} for child in word.children)


def _is_order(verb: Token) -> bool:
    """Whether the verb is an imperative: bare, with no subject and no helper but "do"."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    bare = verb.tag_ == "VB" and verb.dep_ in {"ROOT", "ccomp"} and helpers <= {"do"}
    return bare and not any(child.dep_.startswith(("nsubj", "csubj", "expl")) for child in verb.children)


def _is_conditional(verb: Token) -> bool:
    """Whether the event is under a condition, asked, or ordered."""
    if _is_order(verb):
        return True
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in CONDITIONS:
            return True
        if child.dep_ == "advcl" and any(
            mark.lower_ in {"if", "unless"} for mark in child.children if mark.dep_ == "mark"
        ):
            return True
        if child.lower_ == "?" and child.i > verb.i:
            return True
    return False


def _make_hedge(page: Page, match: Match) -> Hedge:
    first, last = page.doc[match.start], page.doc[match.end - 1]
    span = page.span(first.idx, last.idx + len(last))
    return Hedge(span.start, span.end, span.text, cast("Strength", match.phrase.strength), match.phrase.words)


@cache
def _read_governors() -> Mapping[str, Governor]:
    return {
        row["lemma"]: Governor(row["kind"], RANKS[row["value"].rstrip("+-")], row["value"].endswith("-"))
        for row in read_table("governors")
    }
