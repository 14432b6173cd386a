"""Where a party stands towards something reported, silence included.

A position is read from a word of the table `positions`, its mood (affirmed, negated or withheld, or merely
thought of) and the party that it is said of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.clauses import (
    LONGEST,
    MAX_CLIMB,
    SUBJECTS,
    clause_span,
    find_antecedent,
    find_child,
    find_conjuncts,
    find_subject_word,
    has_negator,
    is_negative_phrase,
    is_verbal,
    noun_phrase,
    subtree_span,
)
from onrecord.extraction.page import Page
from onrecord.model import Span, Stance
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

WITHHOLDING = frozenset({"decline", "refuse", "unwilling"})
FAILING = frozenset({"fail", "unable", "refrain", "avoid", "stop", "short", "yet"})
GOING_ON = frozenset({"continue", "keep", "go", "hasten", "rush", "appear", "seem", "begin", "start", "join"})
WILLING = frozenset({"would", "will", "'ll", "’ll", "wo", "'d", "’d"})
OPEN_MARKS = frozenset({"if", "unless", "until", "whether", "before", "till"})
VOICING = frozenset({
    "express", "voice", "raise", "share", "convey", "issue", "give", "offer", "make", "have", "declare", "reiterate",
    "provide", "sound", "pledge", "repeat", "send",
})  # fmt: skip
ANAPHORS = frozenset({"that", "this", "it", "them", "those", "these", "which", "all"})
FIRST_PERSONS = frozenset({"i", "we"})
CONTENT_TAGS = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
OUTLET_WORDS = frozenset(
    {"newspaper", "paper", "agency", "broadcaster", "reporter", "journalist", "magazine", "website"}
)
GOVERNED = 0.7  # of the shorter of the two: what a stand is about, and a claim's contents
SHARED_ENOUGH = 0.5  # of the content words of what a stand is about


@dataclass(frozen=True, slots=True)
class Stand:
    """A position as the text gives it: whose, which, where, on what; nobody's where the outlet is meant."""

    party: Span | None
    position: Stance
    span: Span
    about_text: Span | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table `positions`."""

    word: str
    frame: str
    stance: str
    negated: str
    objects: str
    who: str


def find_stands(page: Page, attributions: tuple[Attribution, ...]) -> tuple[Stand, ...]:
    """The positions that a page tells of, in text order, one for each party."""
    entries = _read_entries()
    stands: dict[tuple[int, int, str, int], Stand] = {}
    for word in _read_words(page):
        for entry in _entries_for(word, entries):
            for stand in _read_stand(page, word, entry, attributions):
                key = (stand.span.start, stand.span.end, stand.position, stand.party.start if stand.party else -1)
                stands.setdefault(key, stand)
    found = [stand for stand in stands.values() if not page.is_furniture(stand.span.start)]
    return tuple(
        sorted(found, key=lambda stand: (stand.span.start, stand.span.end, stand.party.start if stand.party else -1))
    )


def _read_words(page: Page) -> Iterator[Token]:
    for sentence in page.sentences:
        if sentence.end - sentence.start <= LONGEST:
            yield from page.words(sentence.start, sentence.end)


def _entries_for(word: Token, entries: dict[str, tuple[Entry, ...]]) -> tuple[Entry, ...]:
    lemma = word.lemma_.lower()
    return entries.get(lemma, ()) + (entries.get(word.lower_, ()) if word.lower_ != lemma else ())


def find_subject(page: Page, stand: Stand, contents: Sequence[tuple[Span, ...]]) -> int | None:
    """Which of the contents of claims the stand is about: those it governs, else earlier ones in the same words."""
    if stand.about_text is None:
        return None
    same = [(_overlap(stand.about_text, spans), -number) for number, spans in enumerate(contents)]
    best = max(same, default=(0.0, 0))
    if best[0] >= GOVERNED:
        return -best[1]
    earlier = [number for number, spans in enumerate(contents) if spans and spans[0].end <= stand.span.start]
    if _points_back(page, stand.about_text):
        return _nearest(page, stand, contents, earlier)
    wanted = _content_words(page, (stand.about_text,))
    scores = [(_shared(wanted, _content_words(page, contents[number])), number) for number in earlier]
    score, number = max(scores, default=(0.0, -1))
    return number if score >= SHARED_ENOUGH and number >= 0 else None


def _read_stand(page: Page, word: Token, entry: Entry, attributions: tuple[Attribution, ...]) -> Iterator[Stand]:
    verb = _find_verb(word, entry)
    if verb is None:
        return
    mood = _find_mood(verb, word, entry)
    stance = {"affirmed": entry.stance, "negated": entry.negated, "withheld": entry.negated}.get(mood, "")
    if (entry.frame == "withhold" and mood != "withheld") or (entry.frame == "policy" and not _is_habit(verb, mood)):
        return
    if not stance or not _fits_objects(word, verb, entry):
        return
    if stance == "not_confirmed" and any(child.lower_ == "independently" for child in verb.children):
        stance = "not_verified"
    yield from _give_to_parties(page, word, verb, entry, cast("Stance", stance), attributions)


def _give_to_parties(
    page: Page, word: Token, verb: Token, entry: Entry, stance: Stance, attributions: tuple[Attribution, ...]
) -> Iterator[Stand]:
    holder = _find_holder(word, verb, entry)
    if holder is None:
        if stance in {"not_verified", "not_confirmed"} and (
            _is_impossible(verb) or (_is_passive(verb) and _is_unable(verb))
        ):
            yield Stand(None, "not_verified", _span_of(page, verb, None), _about(page, word, verb, entry))
        return
    span, about = _span_of(page, verb, holder), _about(page, word, verb, entry)
    for party in find_conjuncts(holder):
        if not _may_hold(party, entry):
            continue
        place = _party_span(page, party, attributions)
        if place is not None:
            yield Stand(place, stance, span, about)


def _find_verb(word: Token, entry: Entry) -> Token | None:
    """The verb whose mood decides, for a word used as its frame demands."""
    if entry.frame in {"verb", "open", "withhold", "policy", "reach", "asked"}:
        return word if word.pos_ in {"VERB", "AUX"} and word.dep_ not in {"amod", "compound"} else None
    if entry.frame == "phrase":
        return _find_phrase(word, entry)
    if entry.frame == "adjective":
        return word.head if word.dep_ in {"acomp", "oprd", "ccomp", "attr"} and is_verbal(word.head) else _as_verb(word)
    if entry.frame == "there":
        return word.head if word.dep_ == "attr" and find_child(word.head, "expl") is not None else None
    if entry.frame == "call":
        return _find_calling(word)
    if word.pos_ not in {"NOUN", "PROPN"}:
        return None
    if entry.frame == "noun":
        owner = find_child(word, "poss")
        return word if owner is not None and owner.pos_ != "PRON" else None
    having = word.head.lemma_ == "have" and entry.word not in {"comment", "reaction"}
    return word.head if word.dep_ == "dobj" and word.head.lemma_ in VOICING and not having else None


def _as_verb(word: Token) -> Token | None:
    """The participle itself where the parser reads "is concerned" as a passive."""
    return word if find_child(word, "auxpass") is not None else None


def _find_phrase(word: Token, entry: Entry) -> Token | None:
    second = entry.word.split()[1]
    labels = {"dobj", "acomp", "xcomp", "oprd", "ccomp", "advmod", "attr", "nsubj"}
    fits = any(
        child.dep_ in labels and second in {child.lower_, child.lemma_} and find_child(child, "poss") is None
        for child in word.children
    )
    return word if fits and is_verbal(word) else None


def _find_calling(word: Token) -> Token | None:
    """The verb "call" or "describe … as" that gives something this name."""
    verb = word.head
    if verb.dep_ == "ccomp" and verb.lemma_ == "be":
        return None
    for _ in range(3):
        if verb.lemma_ in {"call", "brand", "label", "describe", "denounce", "dismiss"} and is_verbal(verb):
            return verb
        verb = verb.head
    return None


def _find_mood(verb: Token, word: Token, entry: Entry) -> str:
    """Affirmed, negated, withheld or unreal: whether the party did it, did not, would not, or is only thought to."""
    if entry.frame == "noun":
        return "affirmed"
    if entry.frame == "reach" and _is_vain(verb):
        return "negated"
    negated = has_negator(verb) or (entry.frame in {"express", "there"} and is_negative_phrase(word))
    if entry.frame == "phrase":
        negated = negated or any(
            child.dep_ in {"acomp", "oprd", "xcomp"} and has_negator(child) for child in verb.children
        )
    governor = _find_control(verb)
    if governor is not None:
        return governor if governor != "affirmed" else ("negated" if negated else _mood_of_modals(verb, negated))
    if any(child.dep_ == "mark" and child.lower_ in OPEN_MARKS for child in verb.children):
        return "unreal"
    return _mood_of_modals(verb, negated)


def _mood_of_modals(verb: Token, negated: bool) -> str:
    modals = {child.lower_ for child in _leading(verb).children if child.tag_ == "MD"}
    if not modals:
        return "negated" if negated else "affirmed"
    if negated and not modals & {"may", "might", "should", "must"}:
        return "withheld" if modals & WILLING else "negated"
    return "affirmed" if modals == {"can"} and _is_first_person(verb) else "unreal"


def _leading(verb: Token) -> Token:
    """The first of several joined verbs, whose auxiliaries the others share."""
    for _ in range(MAX_CLIMB):
        if (
            verb.dep_ != "conj"
            or not is_verbal(verb.head)
            or any(child.dep_ in {"aux", "nsubj"} for child in verb.children)
        ):
            return verb
        verb = verb.head
    return verb


def _find_control(verb: Token) -> str | None:
    """The mood that a governing word leaves ("declined to", "has yet to", "without"); None where nothing governs."""
    first = _leading(verb)
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in first.children)
    above = first.head
    if first.dep_ == "pcomp":
        if above.lower_ == "without":
            return "negated"
        above = above.head if above.lower_ in {"of", "from", "in"} else above
        return (
            "negated"
            if above.lemma_ in FAILING
            else "affirmed"
            if above.lower_ in {"after", "while", "despite", "in"}
            else "unreal"
        )
    if not infinitive and (first.dep_ != "xcomp" or first.tag_ in {"VBD", "VBZ", "VBP"}):
        return "unreal" if first.dep_ in {"csubj", "amod", "compound"} else None
    return _mood_under(above, first)


def _mood_under(above: Token, verb: Token) -> str:
    if above.lemma_ in WITHHOLDING or above.lemma_ == "refusal":
        return "affirmed" if has_negator(above) else "withheld"
    yet = any(child.lower_ in {"yet", "still"} for child in above.children)
    if above.lemma_ in FAILING or (above.lemma_ in {"have", "be"} and yet):
        return "negated"
    possible = _possibility_over(verb)
    if possible is not None:
        negated = possible.lemma_ == "impossible" or has_negator(possible.head) or has_negator(possible)
        return "negated" if negated else "unreal"
    if above.lemma_ in {"able", "willing"} and above.dep_ in {"acomp", "conj"}:
        return "negated" if has_negator(above.head) or has_negator(above) else "affirmed"
    if above.lemma_ in GOING_ON and verb.dep_ == "xcomp" and not yet:
        return "negated" if has_negator(above) else "affirmed"
    return "unreal"


def _find_holder(word: Token, verb: Token, entry: Entry) -> Token | None:
    """The word for whoever takes the position."""
    if entry.frame == "noun":
        return find_child(word, "poss")
    if entry.frame == "there":
        return _object_of(word, "from") or _object_of(verb, "from")
    if entry.frame == "reach":
        return _find_unreached(verb)
    if entry.frame != "adjective" and _is_passive(verb) and entry.frame != "withhold":
        return _agent_of(verb)
    if _is_impossible(verb):
        return None
    return _find_bearer(verb)


def _is_impossible(verb: Token) -> bool:
    """Whether "it was not possible to" do it, for nobody in particular."""
    return _possibility_over(verb) is not None


def _possibility_over(verb: Token) -> Token | None:
    """The "possible" or "impossible" that an infinitive hangs on, directly or by its verb."""
    if verb.dep_ not in {"xcomp", "ccomp", "advcl", "acl"}:
        return None
    near = (verb.head, *(child for child in verb.head.children if child.dep_ == "acomp"))
    return next((word for word in near if word.lemma_ in {"possible", "impossible"}), None)


def _find_bearer(verb: Token) -> Token | None:
    """The subject; for a joined verb whose nearest subject cannot speak, that of the clause above."""
    subject = find_subject_word(verb)
    lead = _leading(verb)
    if verb.dep_ != "conj" or subject is None or subject.head is verb or _is_party(find_antecedent(subject)):
        return subject
    higher = find_subject_word(lead.head) if lead.dep_ in {"ccomp", "acl"} else None
    if higher is None and lead.head.dep_ == "ccomp":
        higher = find_subject_word(lead.head.head)
    return higher if higher is not None and _is_party(find_antecedent(higher)) else subject


def _find_unreached(verb: Token) -> Token | None:
    if _is_passive(verb):
        return find_subject_word(verb)
    if _is_vain(verb):
        return find_child(verb, "dobj")
    asked = _object_of(verb, "for") or _object_of(find_child(verb, "dobj") or verb, "for")
    return find_child(verb, "dobj") if asked is not None and asked.lemma_ == "comment" else None


def _is_vain(verb: Token) -> bool:
    """Whether attempts to reach somebody came to nothing."""
    noun = verb.head
    if verb.dep_ not in {"acl", "relcl"} or noun.lemma_ not in {"attempt", "effort"} or noun.dep_ not in SUBJECTS:
        return False
    outcome = {word.lower_ for word in noun.head.subtree if word.i > verb.i} | {noun.head.lemma_}
    return bool(outcome & {"unsuccessful", "fail", "failed", "vain", "unanswered"})


def _agent_of(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return find_child(child, "pobj")
    return None


def _is_passive(verb: Token) -> bool:
    if verb.tag_ not in {"VBN", "VBD"}:
        return False
    if any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in verb.children):
        return True
    if (
        verb.dep_ == "conj"
        and is_verbal(verb.head)
        and not any(child.dep_ in {"nsubj", "aux"} for child in verb.children)
    ):
        return find_child(verb, "dobj", "ccomp", "xcomp") is None and _is_passive(verb.head)
    return verb.dep_ == "acl"


def _is_unable(verb: Token) -> bool:
    """Whether something could not be done, by the outlet where nobody is named."""
    return any(child.dep_ == "aux" and child.lower_ in {"could", "can"} for child in _leading(verb).children)


def _fits_objects(word: Token, verb: Token, entry: Entry) -> bool:
    """Whether what the position is about is of the class that the entry demands."""
    if entry.frame == "open":
        return any(child.dep_ in {"ccomp", "advcl"} and child.i > verb.i and _asks(child) for child in verb.children)
    if entry.frame == "reach" and _is_vain(verb):
        return True
    if entry.frame == "reach":
        return (_is_passive(verb) and (_is_unable(verb) or _object_of(verb, "for") is not None)) or _find_unreached(
            verb
        ) is not None
    if entry.frame == "withhold" and entry.word in {"identify", "name"}:
        return not _is_passive(verb)
    if entry.who == "active" and _is_passive(verb) and _agent_of(verb) is None:
        return False
    if entry.objects in {"comment", "of"}:
        return _has_complement(word, verb, entry.objects)
    if not entry.objects:
        return not (entry.word in {"give", "say"} and _hides_itself(verb))
    return _object_has_class(verb, entry.objects)


def _is_habit(verb: Token, mood: str) -> bool:
    """Whether something is never done: "does not discuss"."""
    return mood == "negated" and any(child.dep_ == "aux" and child.lower_ in {"do", "does"} for child in verb.children)


def _asks(clause: Token) -> bool:
    first = clause.left_edge
    return (
        first.tag_.startswith("W")
        or first.lower_ in {"whether", "if"}
        or first.lower_ in {"how", "when", "where", "why"}
    )


def _hides_itself(verb: Token) -> bool:
    thing = find_child(verb, "dobj")
    return thing is not None and thing.lemma_ in {"name", "surname"} and find_child(thing, "poss") is not None


def _has_complement(word: Token, verb: Token, wanted: str) -> bool:
    words = [child for head in (word, verb) for child in head.children if child.i > word.i]
    if wanted == "of":
        return any(child.lower_ == "of" for child in words)
    return any(grand.lemma_ == "comment" for child in words for grand in (child, *child.children))


def _object_has_class(verb: Token, wanted: str) -> bool:
    thing = _object_word(verb)
    if wanted.startswith("!"):
        return thing is None or not _is_of_class(thing, wanted[1:])
    if thing is None:
        clause = find_child(verb, "ccomp", "xcomp", "advcl")
        return wanted == "asking" or (clause is not None and not wanted.endswith("!"))
    if wanted.startswith("asking"):
        return _is_of_class(thing, "asking")
    anaphor = thing.lower_ in ANAPHORS and not wanted.endswith("!")
    return anaphor or _is_of_class(thing, wanted.rstrip("!"))


def _object_word(verb: Token) -> Token | None:
    """What the verb is done to: its object, passive subject, antecedent, or the noun after "to"."""
    if _is_passive(verb):
        subject = verb.head if verb.dep_ == "acl" else find_subject_word(verb)
        return find_antecedent(subject) if subject is not None else None
    thing = find_child(verb, "dobj") or _object_of(verb, "to") or _object_of(verb, "with") or _object_of(verb, "of")
    if thing is None and verb.dep_ == "conj":
        return None
    return find_antecedent(thing) if thing is not None else None


def _is_of_class(word: Token, wanted: str) -> bool:
    if wanted == "party":
        return _is_party(word)
    if wanted == "person":
        return word.ent_type_ == "PERSON" or word.lower_ in {"him", "her"} or word.lemma_ in _read_parties()["person"]
    return any(noun.lemma_.lower() in _read_objects().get(wanted, frozenset()) for noun in find_conjuncts(word))


def _may_hold(party: Token, entry: Entry) -> bool:
    party = find_antecedent(party)
    return _is_party(party) if entry.who == "party" else party.lower_ != "there"


def _is_party(party: Token) -> bool:
    if party.pos_ in {"PROPN", "PRON"}:
        return party.lower_ not in {"there", "this", "that", "what", "which"}
    lemma = party.lemma_.lower()
    if any(lemma in nouns or party.lower_ in nouns for nouns in _read_parties().values()):
        return True
    return lemma.endswith(("er", "or", "ist", "man", "woman")) and party.pos_ == "NOUN"


def _party_span(page: Page, party: Token, attributions: tuple[Attribution, ...]) -> Span | None:
    """The party's words; whose "we" and "I" in a quotation are is told by the attribution around them."""
    party = find_antecedent(party)
    if party.lower_ in FIRST_PERSONS:
        return _find_speaker(party, attributions) or page.span(party.idx, party.idx + len(party))
    return _behind_negation(page, party)


def _behind_negation(page: Page, party: Token) -> Span:
    """Those of whom "no officials", "nobody at the ministry", "none of the firms" says something."""
    if party.lower_ in {"nobody", "none", "one", "neither", "anyone"}:
        members = next(
            (_object_of(party, word) for word in ("at", "of", "in", "from") if _object_of(party, word)), None
        )
        return noun_phrase(page, members if members is not None else party)
    if any(child.lower_ == "whose" for child in party.children):
        name = next((child for child in party.children if child.dep_ == "appos" and child.pos_ == "PROPN"), party)
        return noun_phrase(page, name) if name is not party else page.span(party.idx, party.idx + len(party))
    place = noun_phrase(page, party)
    for word in page.words(place.start, party.idx):
        if word.lower_ in {"no", "neither"} and word.head.i == party.i:
            return page.span(word.nbor().idx, place.end)
    return place


def _find_speaker(word: Token, attributions: tuple[Attribution, ...]) -> Span | None:
    around = [
        (span.end - span.start, number)
        for number, attribution in enumerate(attributions)
        for span in attribution.contents
        if span.start <= word.idx < span.end
    ]
    if not around:
        return None
    attribution = attributions[min(around)[1]]
    if attribution.source is None and attribution.heir_of is not None:
        attribution = attributions[attribution.heir_of]
    return attribution.source


def _is_first_person(verb: Token) -> bool:
    subject = find_subject_word(verb)
    return subject is not None and subject.lower_ in FIRST_PERSONS


def _span_of(page: Page, verb: Token, holder: Token | None) -> Span:
    """The clause of the position: from its party, if that stands before, to the end of the verb's own words."""
    head = _control_of(verb)
    span = clause_span(page, verb if verb.dep_ == "conj" and head is verb else head)
    if not span.start <= verb.idx < span.end:
        span = clause_span(page, verb)
    if holder is not None and holder.idx < span.start:
        before = noun_phrase(page, find_antecedent(holder) if holder.i > verb.i else holder)
        sentence = page.sentence_at(verb.idx)
        if verb.dep_ != "relcl" and sentence is not None and before.start >= sentence.start:
            span = page.span(before.start, span.end)
    return span


def _control_of(verb: Token) -> Token:
    """The finite verb over an infinitive ("declined" over "to comment"), or the verb itself."""
    first = _leading(verb)
    head = first
    for _ in range(4):
        if head.dep_ in {"xcomp", "pcomp", "acomp"} or (head.dep_ == "prep" and head.head.lemma_ in FAILING):
            head = head.head
        else:
            break
    return head if is_verbal(head) and head is not first else verb


def _about(page: Page, word: Token, verb: Token, entry: Entry) -> Span | None:
    """The words for what the position is about."""
    head = word if entry.frame in {"noun", "express", "there"} else verb
    clause = find_child(head, "ccomp", "acl") if head is not verb else find_child(verb, "ccomp", "xcomp")
    if head is verb and _is_passive(verb) and entry.frame not in {"reach", "adjective", "withhold"}:
        subject = verb.head if verb.dep_ == "acl" else find_subject_word(verb)
        return noun_phrase(page, find_antecedent(subject)) if subject is not None else None
    thing = _shared_object(verb) if head is verb else None
    if thing is None and clause is None and verb.dep_ == "relcl" and entry.objects not in {"asking", "asking!"}:
        return noun_phrase(page, verb.head)
    if thing is not None and entry.frame == "verb" and entry.word in {"accuse", "blame"}:
        return _from_to(page, thing, verb)
    if (
        thing is not None
        and entry.frame not in {"phrase", "reach", "asked"}
        and entry.objects not in {"asking", "asking!"}
    ):
        antecedent = find_antecedent(thing)
        return noun_phrase(page, antecedent) if antecedent is not thing else subtree_span(page, thing)
    if clause is not None:
        return subtree_span(page, clause)
    for base in (word, verb, thing or verb):
        for preposition in ("on", "about", "over", "of", "for", "to", "with", "at", "against"):
            noun = _object_of(base, preposition)
            if noun is not None and not _is_of_class(noun, "asking") and not _is_no_topic(noun):
                return subtree_span(page, noun)
    return None


def _is_no_topic(noun: Token) -> bool:
    """Whether the words are a day or the comment itself."""
    return noun.lemma_ == "comment" or noun.ent_type_ in {"DATE", "TIME"}


def _shared_object(verb: Token) -> Token | None:
    """The verb's object, or that of the next verb joined to it ("neither confirm nor deny the arrests")."""
    thing = find_child(verb, "dobj")
    joined = next((child for child in verb.children if child.dep_ == "conj" and is_verbal(child)), None)
    if thing is None and joined is not None and not any(child.dep_ in SUBJECTS for child in joined.children):
        return find_child(joined, "dobj") if find_child(verb, "ccomp", "xcomp", "prep") is None else None
    return thing


def _from_to(page: Page, thing: Token, verb: Token) -> Span:
    """From the accused to the end of the charge."""
    whole, last = subtree_span(page, thing), clause_span(page, verb)
    return page.span(whole.start, max(whole.end, last.end))


def _object_of(word: Token, preposition: str) -> Token | None:
    for child in word.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ == preposition:
            return find_child(child, "pobj", "pcomp")
    return None


def _overlap(about: Span, contents: Sequence[Span]) -> float:
    shared = sum(max(0, min(about.end, span.end) - max(about.start, span.start)) for span in contents)
    shorter = min(sum(span.end - span.start for span in contents), about.end - about.start)
    return shared / shorter if shorter else 0.0


def _points_back(page: Page, about: Span) -> bool:
    """Whether the words only point at something said before: "that", "the allegation", "this account"."""
    words = [word for word in page.words(about.start, about.end) if word.is_alpha]
    if not words or len(words) > 2:
        return False
    if words[-1].pos_ == "PRON":
        return True
    return words[0].lower_ in {"the", "that", "this", "these", "those", "such"} and _is_of_class(words[-1], "claim")


def _nearest(page: Page, stand: Stand, contents: Sequence[tuple[Span, ...]], earlier: Sequence[int]) -> int | None:
    """The last claim before the stand: for a pronoun in the sentence before, for a noun in the paragraph before."""
    last = max(earlier, key=lambda number: (contents[number][-1].end, -contents[number][0].start), default=None)
    if last is None or stand.about_text is None:
        return None
    between = page.sentences_in(contents[last][-1].end - 1, stand.span.start + 1)
    near = len(between) <= 2
    if not near and " " in stand.about_text.text and between:
        near = between[-1].paragraph - between[0].paragraph <= 1
    return last if near else None


def _content_words(page: Page, spans: Sequence[Span]) -> frozenset[str]:
    return frozenset(
        word.lemma_.lower()
        for span in spans
        for word in page.words(span.start, span.end)
        if word.pos_ in CONTENT_TAGS and not word.is_stop
    )


def _shared(wanted: frozenset[str], offered: frozenset[str]) -> float:
    return len(wanted & offered) / len(wanted) if len(wanted & offered) >= min(2, len(wanted)) and wanted else 0.0


@cache
def _read_entries() -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, tuple[Entry, ...]] = {}
    for row in read_table("positions"):
        entry = Entry(*(row[name] for name in ("word", "frame", "stance", "negated", "objects", "who")))
        key = entry.word.split()[0]
        entries[key] = (*entries.get(key, ()), entry)
    return entries


@cache
def _read_objects() -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for row in read_table("objects"):
        classes.setdefault(row["class"], set()).add(row["noun"])
    return {name: frozenset(nouns) for name, nouns in classes.items()}


@cache
def _read_parties() -> dict[str, frozenset[str]]:
    tables = {"person": "person_nouns", "group": "group_nouns", "body": "body_nouns", "media": "media_nouns"}
    return {kind: frozenset(row["noun"].lower() for row in read_table(name)) for kind, name in tables.items()}
