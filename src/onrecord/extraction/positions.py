"""Where a party stands towards something reported, silence included.

A position is read from a word of the table `positions`, its mood (affirmed, negated or withheld, or merely
thought of) and the party that it is said of; silence in other words is read by `silences`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.clauses import (
    LONGEST,
    clause_span,
    find_antecedent,
    find_child,
    find_subject_word,
    has_negator,
    is_negative_phrase,
    is_verbal,
    noun_phrase,
)
from onrecord.extraction.moods import find_lead, find_mood, is_impossible, is_unable
from onrecord.extraction.page import Page
from onrecord.extraction.silences import find_silences
from onrecord.extraction.stance_nouns import find_calling, find_noun_holder, find_noun_verb
from onrecord.extraction.stances import (
    Entry,
    Stand,
    agent_of,
    entries_for,
    find_holders,
    find_relative,
    is_abstract,
    is_of_class,
    is_party,
    is_passive,
    name_party,
    object_of,
    read_verbs,
)
from onrecord.extraction.topics import asks, find_topic, object_word
from onrecord.model import Span, Stance
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

ANAPHORS = frozenset({"that", "this", "it", "them", "those", "these", "which", "all"})
CONTENT_TAGS = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
PLAIN_FRAMES = frozenset({"verb", "open", "withhold", "policy", "reach", "asked", "independent"})
NOUN_FRAMES = frozenset({"noun", "express", "draw", "there"})
NOBODY = frozenset({"nobody", "none", "one"})  # nobody in particular, unless "at the ministry" follows
GOVERNED = 0.7  # of the shorter of the two: what a stand is about, and a claim's contents
SHARED_ENOUGH = 0.5  # of the content words of what a stand is about


def find_stands(page: Page, attributions: tuple[Attribution, ...]) -> tuple[Stand, ...]:
    """The positions that a page tells of, in text order, one for each party."""
    found = [
        stand
        for word in _read_words(page)
        for stand in (*_read_word(page, word, attributions), *find_silences(page, word, attributions))
        if not page.is_furniture(stand.span.start)
    ]
    found.sort(key=lambda stand: (stand.span.start, stand.span.end, _place_of(stand)))
    return tuple(_drop_repeated(found))


def _place_of(stand: Stand) -> int:
    return stand.party.start if stand.party else -1


def _drop_repeated(stands: Iterable[Stand]) -> Iterator[Stand]:
    """The stands without those that say of the same party, in words that overlap, what another one says."""
    kept: dict[tuple[int, str], list[Stand]] = {}
    for stand in stands:
        same = kept.setdefault((_place_of(stand), stand.position), [])
        twin = next((number for number, other in enumerate(same[-3:]) if other.span.overlaps(stand.span)), None)
        if twin is None:
            same.append(stand)
        elif same[-3:][twin].about_text is None and stand.about_text is not None:
            same[len(same[:-3]) + twin] = stand
    found = [stand for same in kept.values() for stand in same]
    yield from sorted(found, key=lambda stand: (stand.span.start, stand.span.end, _place_of(stand)))


def _read_words(page: Page) -> Iterator[Token]:
    for sentence in page.sentences:
        if sentence.end - sentence.start <= LONGEST:
            yield from page.words(sentence.start, sentence.end)


def _read_word(page: Page, word: Token, attributions: tuple[Attribution, ...]) -> Iterator[Stand]:
    entries = entries_for(word)
    lost = word.pos_ in {"NOUN", "PROPN", "ADJ"} or word.dep_ in {"compound", "amod"}
    plain = word.lower_ in read_verbs()["plain"] or (word.lower_ in read_verbs()["plain before that"] and _opens(word))
    if entries and lost and plain:
        yield from _read_misparsed(page, word, entries[0])
        return
    for entry in entries:
        yield from _read_stand(page, word, entry, attributions)


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
    stance = _find_stance(word, verb, entry)
    if not stance or not _fits_objects(word, verb, entry):
        return
    independent = any(child.lower_ == "independently" for child in verb.children)
    if entry.frame == "independent" and not independent:
        return
    if stance == "not_confirmed" and (independent or _is_independent(word)):
        stance = "not_verified"
    yield from _give_to_parties(page, word, verb, entry, cast("Stance", stance), attributions)


def _opens(word: Token) -> bool:
    """Whether a supposed noun has an object, or is the only verb there can be: "the camp disputes that …"."""
    if find_child(word, "dobj") is not None:
        return True
    if word.i + 1 >= len(word.doc) or word.nbor().lower_ != "that":
        return False
    clause = find_child(word, "relcl", "acl", "ccomp")
    below = {one.i for one in clause.subtree} if clause is not None else set()
    return clause is not None and not any(
        one.tag_ in {"VBD", "VBZ", "VBP", "MD"} and one.i not in below for one in word.sent
    )


def _find_stance(word: Token, verb: Token, entry: Entry) -> str:
    """The position that the entry stands for in the mood of its verb; empty where there is none."""
    mood = "affirmed" if entry.frame == "noun" else _mood_of(verb, word, entry)
    if mood == "shunned":
        mood = "withheld" if _may_be_shunned(verb, entry) else "negated"
    if entry.frame == "withhold" and mood != "withheld":
        return ""
    if entry.frame == "policy" and not _is_habit(verb, mood):
        return ""
    return {"affirmed": entry.stance, "negated": entry.negated, "withheld": entry.negated}.get(mood, "")


def _may_be_shunned(verb: Token, entry: Entry) -> bool:
    """Whether "without" before it tells of silence: "without taking questions", not "without giving evidence"."""
    thing = find_child(verb, "dobj")
    if entry.word == "say":  # not "it goes without saying"
        return thing is not None or any(asks(child) for child in verb.children if child.dep_ in {"ccomp", "advcl"})
    return entry.objects != "info!" or (thing is not None and is_of_class(thing, "answer"))


def _mood_of(verb: Token, word: Token, entry: Entry) -> str:
    if entry.frame == "reach" and _is_vain(verb):
        return "negated"
    if entry.frame == "strike" and verb.dep_ == "amod":
        return "affirmed"
    negated = has_negator(verb) or (entry.frame in NOUN_FRAMES and is_negative_phrase(word))
    if entry.frame == "phrase":
        negated = negated or any(
            child.dep_ in {"acomp", "oprd", "xcomp"} and has_negator(child) for child in verb.children
        )
    return find_mood(verb, negated, entry.stance)


def _is_independent(noun: Token) -> bool:
    return any(child.lower_ == "independent" for child in noun.children)


def _give_to_parties(
    page: Page, word: Token, verb: Token, entry: Entry, stance: Stance, attributions: tuple[Attribution, ...]
) -> Iterator[Stand]:
    holder = _find_holder(word, verb, entry)
    about = find_topic(page, word, verb, entry)
    if holder is None:
        if stance in {"not_verified", "not_confirmed"} and _is_of_outlet(word, verb, entry):
            yield Stand(None, "not_verified", _span_of(page, verb, None), about)
        return
    span = _span_of(page, verb, holder)
    for party in find_holders(holder):
        place = name_party(page, party, attributions) if _may_hold(party, entry) else None
        place = _beside(page, place, word, party) if place is not None else None
        if place is not None:
            yield Stand(place, stance, span, about)
    yield from _read_ellipses(page, verb, entry, stance, about)


def _beside(page: Page, place: Span, word: Token, party: Token) -> Span | None:
    """The party's words without the word for the position, where the parser made that a part of them."""
    if not place.start <= word.idx < place.end:
        return place
    if word.i > party.i:
        return page.trimmed(place.start, word.idx)
    return page.trimmed(word.idx + len(word), place.end)


def _is_of_outlet(word: Token, verb: Token, entry: Entry) -> bool:
    """Whether a check that nobody is named for is the outlet's own: "could not be independently verified"."""
    if entry.frame == "there":
        return _is_independent(word)
    independent = any(child.lower_ == "independently" for child in verb.children)
    return is_impossible(verb) or (is_passive(verb) and (is_unable(verb) or independent))


def _read_ellipses(page: Page, verb: Token, entry: Entry, stance: Stance, about: Span | None) -> Iterator[Stand]:
    """Those of whom the verb is said again without being repeated: "although the rebels have", "as did Chile"."""
    for child in verb.children:
        subject = find_child(child, "nsubj")
        full = find_child(child, "dobj", "ccomp", "xcomp", "acomp", "attr", "relcl", "prep")
        if child.dep_ not in {"advcl", "conj", "parataxis"} or child.lemma_ not in {"have", "do"}:
            continue
        if subject is None or full is not None or not is_party(subject):
            continue
        negated = has_negator(child) or any(word.lower_ == "nor" and word.dep_ == "cc" for word in verb.children)
        other = entry.negated if negated else entry.stance
        for party in find_holders(subject) if other else ():
            place = name_party(page, party, ())
            if place is not None:
                yield Stand(place, cast("Stance", other), clause_span(page, child), about)


def _read_misparsed(page: Page, word: Token, entry: Entry) -> Iterator[Stand]:
    """The position of a verb that the parser took for a noun: its party is what stands before it, in plain order."""
    before: list[Token] = []
    for earlier in reversed(list(word.sent)):
        if earlier.i >= word.i:
            continue
        if earlier.is_punct and earlier.text not in {"-", "'", "’"}:
            break
        if earlier.lower_ in {"that", "but", "while", "although"} or earlier.tag_ in {"VBD", "VBZ", "VBP", "MD", "VBN"}:
            break
        before.insert(0, earlier)
    after = [later for later in word.sent if later.i > word.i]
    while after and (after[-1].is_punct or after[-1].is_space):
        after.pop()
    governs = bool(after) and (after[0].tag_ == "VBG" or after[0].pos_ not in {"VERB", "AUX", "ADP"})
    if not governs or not any(one.pos_ in {"NOUN", "PROPN"} for one in before):
        return
    first = after[1] if after[0].lower_ == "that" and len(after) > 1 else after[0]
    about = page.span(first.idx, after[-1].idx + len(after[-1]))
    whole = page.span(before[0].idx, about.end)
    for party in _split_parties(page, before):
        yield Stand(party, cast("Stance", entry.stance), whole, about)


def _split_parties(page: Page, words: list[Token]) -> Iterator[Span]:
    """The words before a verb, parted at "and" where another party with its article begins."""
    cut = next(
        (n for n, word in enumerate(words[:-1]) if word.lower_ == "and" and words[n + 1].tag_ in {"DT", "PRP$"}), None
    )
    for part in (words,) if cut in {None, 0} else (words[:cut], words[cut + 1 :] if cut is not None else []):
        yield page.span(part[0].idx, part[-1].idx + len(part[-1]))


def _find_verb(word: Token, entry: Entry) -> Token | None:
    """The verb whose mood decides, for a word used as its frame demands."""
    if entry.frame in PLAIN_FRAMES:
        acts = is_verbal(word) or (find_child(word, "nsubj") and find_child(word, "dobj", "ccomp"))
        return word if acts and word.dep_ not in {"amod", "compound"} else None
    if entry.frame == "strike":
        return _find_striking(word)
    if entry.frame == "phrase":
        return _find_phrase(word, entry)
    if entry.frame == "adjective":
        return _find_predicate(word)
    if entry.frame == "call":
        return find_calling(word)
    return find_noun_verb(word, entry)


def _find_striking(word: Token) -> Token | None:
    """The verb of "has alarmed doctors", also where the parser took it for a description of the doctors."""
    if word.dep_ == "amod" and word.i > 0 and word.nbor(-1).lemma_ == "have":
        return word if word.nbor(-1).head.i == word.i else word.nbor(-1)
    return word if is_verbal(word) and not is_passive(word) and find_child(word, "dobj") is not None else None


def _find_predicate(word: Token) -> Token | None:
    if find_child(word, "auxpass") is not None:
        return word
    if word.dep_ == "conj" and word.head.dep_ in {"acomp", "oprd"} and is_verbal(word.head.head):
        return word.head.head
    return word.head if word.dep_ in {"acomp", "oprd", "ccomp", "attr"} and is_verbal(word.head) else None


def _find_phrase(word: Token, entry: Entry) -> Token | None:
    """The verb, where the other words of its phrase hang on it or on each other."""
    if not is_verbal(word):
        return None
    labels = {
        "dobj",
        "acomp",
        "xcomp",
        "oprd",
        "ccomp",
        "advmod",
        "attr",
        "nsubj",
        "prt",
        "nsubjpass",
        "prep",
        "pobj",
        "npadvmod",
    }
    near = [child for child in word.children if child.dep_ in labels]
    for child in near:  # grows while it is read: "met the question with silence"
        if child.dep_ in {"prep", "advmod", "prt", "dobj"}:
            near.extend(grand for grand in child.children if grand.dep_ in labels or grand.dep_ == "amod")
    for wanted in entry.word.split()[1:]:
        fit = next((one for one in near if wanted in {one.lower_, one.lemma_}), None)
        owner = find_child(fit, "poss") if fit is not None else None
        infinitive = fit is not None and any(child.tag_ == "TO" for child in fit.children)
        if fit is None or infinitive or (owner is not None and owner.pos_ != "PRON"):
            return None
    return word


def _find_holder(word: Token, verb: Token, entry: Entry) -> Token | None:
    """The word for whoever takes the position."""
    if entry.frame == "express":
        return agent_of(verb) if is_passive(verb) else _owner_of_refusal(_find_bearer(verb))
    if entry.frame in NOUN_FRAMES:
        return find_noun_holder(word, verb, entry)
    if entry.frame == "strike":
        return word.head if word.dep_ == "amod" else find_child(verb, "dobj")
    if entry.frame == "reach":
        return _find_unreached(verb)
    passive = entry.frame not in {"adjective", "withhold"} and is_passive(verb)
    if passive and (entry.frame != "phrase" or find_child(verb, "nsubjpass") is not None):
        return agent_of(verb)
    if is_impossible(verb):
        own = find_child(verb, "nsubj")
        return own if own is not None and own.lower_ != "it" else None
    return _owner_of_refusal(_find_bearer(verb))


def _owner_of_refusal(subject: Token | None) -> Token | None:
    """Whoever owns "the board's refusal to", where the parser makes the refusal the subject."""
    governing = read_verbs()["withholding"] | read_verbs()["failing"]
    if subject is not None and subject.lemma_ in {"position", "record"} and subject.dep_ == "pobj":
        return find_subject_word(subject.head.head)
    if subject is not None and subject.pos_ == "NOUN" and subject.lemma_ in governing:
        return find_child(subject, "poss")
    return subject


def _find_bearer(verb: Token) -> Token | None:
    """The subject; for a joined verb whose nearest subject cannot speak, that of the clause above."""
    subject = _find_stolen(verb) or _find_nearest_subject(verb) or find_subject_word(verb)
    subject = subject or find_subject_word(_control_of(verb))
    subject = subject or _find_asked_party(verb) or _find_subject_above(verb)
    subject = _find_author(verb, subject or _find_adverbial(verb))
    lead = find_lead(verb)
    if verb.dep_ != "conj" or subject is None or subject.head is verb or is_party(find_antecedent(subject)):
        return subject
    higher = find_subject_word(lead.head) if lead.dep_ in {"ccomp", "acl"} else None
    if higher is None and lead.head.dep_ == "ccomp":
        higher = find_subject_word(lead.head.head)
    return higher if higher is not None and is_party(find_antecedent(higher)) else subject


def _find_subject_above(verb: Token) -> Token | None:
    """The subject of the clause that a participle hangs in after prepositions: "are on record as denying"."""
    above = verb.head
    for _ in range(5):
        if verb.dep_ != "pcomp" or is_verbal(above):
            break
        above = above.head
    return find_subject_word(above) if verb.dep_ == "pcomp" and is_verbal(above) else None


def _find_asked_party(verb: Token) -> Token | None:
    """Whoever stands before the comma in "the mayor, asked about the leak, declined to comment"."""
    for word in verb.sent:
        if word.i >= verb.i:
            return None
        if word.lemma_ in read_verbs()["asking"] and word.i - word.sent.start > 1 and word.nbor(-1).text == ",":
            return word.nbor(-2)
    return None


def _find_nearest_subject(verb: Token) -> Token | None:
    """The subject right before the verb of an inserted clause, where it was given that around it too."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i]
    inserted = len(subjects) > 1 and verb.dep_ == "parataxis" and is_party(subjects[-1])
    return subjects[-1] if inserted else None


def _find_adverbial(verb: Token) -> Token | None:
    """The party right before the verb that was taken for a measure or time ("the regulator voiced concern")."""
    noun = find_child(verb, "npadvmod")
    return noun if noun is not None and noun.i == verb.i - 1 and is_party(noun) else None


def _find_author(verb: Token, subject: Token | None) -> Token | None:
    """Whoever issued "a statement condemning the test"; any other subject as it is."""
    if subject is None or verb.dep_ != "acl" or subject.i > verb.i or subject.dep_ not in {"dobj", "pobj"}:
        return subject
    above = subject.head if subject.dep_ == "dobj" else subject.head.head
    letter = find_child(above, "dobj") if subject.dep_ == "pobj" and is_verbal(above) else None
    if not is_of_class(subject, "utterance") and (letter is None or not is_of_class(letter, "utterance")):
        return subject
    author = find_child(subject, "poss") or (find_subject_word(above) if is_verbal(above) else None)
    return author or subject


def _find_stolen(verb: Token) -> Token | None:
    """The subject that the parser joined to the object before: "has not confirmed them and the Clarion could not"."""
    own = any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)
    auxiliary = next((child for child in verb.children if child.dep_ == "aux" and child.tag_ != "TO"), None)
    if own or auxiliary is None or verb.dep_ != "conj" or auxiliary.i == 0:
        return None
    noun = auxiliary.nbor(-1)
    for _ in range(4):
        if noun.dep_ == "conj" and noun.pos_ in {"NOUN", "PROPN", "PRON"} and noun.right_edge.i == auxiliary.i - 1:
            return noun
        noun = noun.head
    return None


def _find_unreached(verb: Token) -> Token | None:
    if is_passive(verb):
        return find_subject_word(verb)
    thing = find_child(verb, "dobj")
    if _is_vain(verb):
        return thing
    if is_impossible(verb):
        return thing if thing is not None and is_party(thing) else None
    subject = find_subject_word(verb)
    if subject is not None and _is_newsroom(subject):
        return thing if thing is not None and is_party(thing) else None
    asked = object_of(verb, "for") or object_of(thing or verb, "for")
    return thing if asked is not None and asked.lemma_ == "comment" else None


def _is_newsroom(subject: Token) -> bool:
    """Whether an outlet or its reporters are meant: "the Gazette", "we", "reporters", "this newspaper"."""
    if subject.pos_ == "PROPN":
        return subject.text in _read_outlets()
    return subject.lower_ == "we" or is_of_class(subject, "reporter")


def _is_vain(verb: Token) -> bool:
    """Whether attempts to reach somebody came to nothing."""
    noun = verb.head
    if verb.dep_ not in {"acl", "relcl"} or not is_of_class(noun, "attempt") or noun.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    words = [word for word in noun.head.subtree if word.i > verb.i]
    outcome = {word.lower_ for word in words} | {word.lemma_ for word in (*words, noun.head)}
    return bool(outcome & read_verbs()["in vain"]) or is_negative_phrase(noun) or has_negator(noun.head)


def _fits_objects(word: Token, verb: Token, entry: Entry) -> bool:
    """Whether what the position is about is of the classes that the entry demands."""
    if entry.frame == "open":
        return any(child.dep_ in {"ccomp", "advcl"} and child.i > verb.i and asks(child) for child in verb.children)
    if entry.frame == "reach":
        return _is_unreached(verb)
    if entry.frame == "withhold" and entry.word in {"identify", "name"}:
        return not is_passive(verb)
    if "active" in entry.who and is_passive(verb) and agent_of(verb) is None:
        return False
    if entry.frame in NOUN_FRAMES and entry.frame != "noun":
        return True
    if entry.objects == "clause":
        return True
    if entry.objects in {"comment", "of", "to", "for", "over"}:
        return _has_complement(word, verb, entry.objects)
    if entry.word in {"deny", "confirm"} and find_child(verb, "dative") is not None:
        return False
    if entry.stance == "supports" and entry.frame == "verb" and find_child(verb, "prt") is not None:
        return False  # "backed out"
    if entry.frame == "verb" and entry.stance in {"condemns", "supports"} and not _has_target(verb):
        return False
    if not entry.objects:
        return not (entry.word in {"give", "say"} and _hides_itself(verb))
    return all(_object_has_class(verb, wanted) for wanted in entry.objects.split())


def _has_target(verb: Token) -> bool:
    """Whether the verb has an object, one told before it included: "slammed the cuts", not "slammed into a wall"."""
    subject = find_child(verb, "nsubj")
    told_before = verb.dep_ in {"relcl", "conj"} and (subject is None or find_antecedent(subject) is subject)
    if find_relative(verb) is not None:
        return True
    return (
        is_passive(verb)
        or find_child(verb, "dobj", "ccomp", "xcomp", "pobj") is not None
        or (told_before and find_child(verb, "prep", "prt", "advmod") is None)
    )


def _is_unreached(verb: Token) -> bool:
    if _is_vain(verb):
        return True
    if is_passive(verb) and (is_unable(verb) or object_of(verb, "for") is not None):
        return True
    return _find_unreached(verb) is not None and not is_passive(verb)


def _is_habit(verb: Token, mood: str) -> bool:
    """Whether something is never done: "does not discuss"."""
    return mood == "negated" and any(child.dep_ == "aux" and child.lower_ in {"do", "does"} for child in verb.children)


def _hides_itself(verb: Token) -> bool:
    thing = find_child(verb, "dobj")
    return thing is not None and thing.lemma_ in {"name", "surname"} and find_child(thing, "poss") is not None


def _has_complement(word: Token, verb: Token, wanted: str) -> bool:
    words = [child for head in (word, verb) for child in head.children if child.i > word.i]
    if wanted == "over":
        return any(child.lower_ in {"over", "about"} for child in (*words, *(g for w in words for g in w.children)))
    if wanted in {"of", "to", "for"}:
        return any(child.lower_ == wanted for child in words)
    return any(grand.lemma_ == "comment" for child in words for grand in (child, *child.children))


def _object_has_class(verb: Token, wanted: str) -> bool:
    """Whether the object is of one of the classes, with `!` before of none, with `!` after no clause will do."""
    thing = object_word(verb)
    if wanted.startswith("!"):
        return thing is None or not any(is_of_class(thing, one) for one in wanted[1:].split("|"))
    classes = wanted.rstrip("!").split("|")
    if thing is None:
        clause = find_child(verb, "ccomp", "xcomp", "advcl")
        if clause is not None and asks(clause) and clause.left_edge.lower_ not in {"whether", "if", "that"}:
            return False
        return (wanted.startswith("asking") and wanted[-1] != "!") or (clause is not None and not wanted.endswith("!"))
    if classes == ["asking"]:
        return is_of_class(thing, "asking")
    anaphor = classes[0] != "asking" and thing.lower_ in ANAPHORS and not wanted.endswith("!")
    return anaphor or any(is_of_class(thing, one) for one in classes)


def _may_hold(party: Token, entry: Entry) -> bool:
    party = find_antecedent(party)
    if is_abstract(party) or (party.tag_ == "DT" and party.lower_ in ANAPHORS - {"all", "those", "these"}):
        return False
    if party.lower_ in NOBODY and object_of(party, "at", "of", "in", "from") is None:
        return False
    if "speaker" in entry.who and is_of_class(party, "instrument"):
        return False
    return is_party(party) if "party" in entry.who else party.lower_ != "there"


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
    first = find_lead(verb)
    head = first
    for _ in range(4):
        failing = head.lemma_ in read_verbs()["failing"] and head.dep_ == "advmod"
        way = head.dep_ == "dobj" and head.lemma_ == "way"
        if head.dep_ in {"xcomp", "pcomp", "acomp"} or failing or way or _hangs_on_failing(head):
            head = head.head
        else:
            break
    return head if is_verbal(head) and head is not first else verb


def _hangs_on_failing(preposition: Token) -> bool:
    """Whether the preposition opens what is not done: "stopped short of", "no way of"."""
    return preposition.dep_ == "prep" and preposition.head.lemma_ in read_verbs()["failing"] | {"way"}


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
    return words[0].lower_ in {"the", "that", "this", "these", "those", "such"} and is_of_class(words[-1], "claim")


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
def _read_outlets() -> frozenset[str]:
    names = (name for row in read_table("agencies") for name in row["name"].split()[-1:])
    return frozenset(row["word"] for row in read_table("outlets")).union(names)
