"""What a number counts: the noun with its modifiers beside it or elsewhere, and what happens to those counted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.numbers import number_words
from onrecord.extraction.page import Page
from onrecord.words import read_table

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_PHRASE = 7  # words of a noun phrase after its number
LONGEST_COMPLEMENT = 9
COMPARING = {"times": "times", "points": "point", "point": "point"}  # nouns that measure, and are no things counted
QUOTES = {'"', "“", "”", "'", "‘", "’", "``", "''"}
REACH = 60  # words before and after a number that are looked at


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("counting_words") if row["kind"] == kind)


PERSON_ENDING = re.compile(r"(?:er|or|ist|ian|ee|ant|man|woman|ese|ite|ni)$")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts, in the report's words, with its normalised unit.

    `end` is where the noun phrase beside the number ends (None without one); `state` is what happened to
    those counted (killed, injured, missing, …), and `past` whether that is told as done; `noun` is the head
    of what is counted ("tally" where only "the figure" is said). `deed` are the words of the verb, for want of
    better.
    """

    words: str | None = None
    unit: str | None = None
    state: str | None = None
    end: int | None = None
    noun: str | None = None
    past: bool = False
    deed: str | None = None


@cache
def _states(use: str) -> dict[str, str]:
    return {row["word"]: row["state"] for row in read_table("states") if row["use"] == use}


@cache
def _count_units() -> dict[str, tuple[str, str]]:
    return {row["noun"]: (row["unit"], row["kind"]) for row in read_table("count_units")}


def _start_of(token: Token) -> int:
    return token.idx


def name_unit(noun: Token) -> str:
    """The normalised unit of a counted noun: its singular, or the word that synonyms share."""
    lower = noun.lower_
    singular = noun.lemma_.lower()
    for form in (lower, singular, lower.removesuffix("s")):
        if form in _count_units():
            return _count_units()[form][0]
    if lower in _peoples() and noun.text[0].isupper():
        return "person"
    return singular if noun.tag_ in {"NNS", "NN"} and singular.isalpha() else noun.text


def is_person(word: str, lemma: str) -> bool:
    """Whether a noun means a person."""
    forms = (word.lower(), lemma.lower(), word.lower().removesuffix("s"))
    if word.lower() in _plural_peoples() or (word.lower() in _peoples() and word[:1].isupper()):
        return True
    return any(_count_units().get(form, ("", ""))[1] == "person" or form in _speakers() for form in forms)


def counts_people(page: Page, start: int, end: int) -> bool:
    """Whether a bare number stands for people: a subject, the object of what people undergo, those "aboard"."""
    word = page.word_at(max(start, end - 1))
    if word is None:
        return False
    after = word.nbor() if word.i + 1 < len(word.doc) else None
    if after is not None and after.lower_ in _words("within"):
        return True
    if word.dep_ == "nsubjpass":
        return True
    if word.dep_ == "nsubj" and word.head.pos_ in {"VERB", "AUX"}:
        return word.head.lemma_ not in _words("extent") or word.head.lemma_ == "be"
    return word.dep_ in {"dobj", "pobj"} and word.head.lemma_ in _words("persons")


def is_estimate(page: Page, place: int) -> bool:
    """Whether the verb over a number only tells who puts it so high ("organisers spoke of 30,000")."""
    word = page.word_at(place)
    for _ in range(4):
        if word is None or word.pos_ == "VERB":
            break
        word = word.head
    return word is not None and word.pos_ == "VERB" and word.lemma_ in _words("estimating")


@cache
def _plural_peoples() -> frozenset[str]:
    """What the people of lands and faiths are called in the plural ("Ethiopians", "Copts"), in small letters."""
    named = (name.strip().lower() for row in read_table("countries") for name in row["people"].split(","))
    listed = (row["noun"].lower() for row in read_table("count_units") if row["kind"] == "people")
    return frozenset(name for name in (*named, *listed) if name)


@cache
def _peoples() -> frozenset[str]:
    """The same with the adjectives of lands, which stand for their people too ("Burmese"), in small letters."""
    adjectives = (name.strip().lower() for row in read_table("countries") for name in row["adjectives"].split(","))
    return _plural_peoples() | frozenset(name for name in adjectives if name)


def _kind_of(noun: Token) -> str:
    """The kind of a counted noun by its table: person, animal, body, thing, never; empty where it is not listed."""
    forms = (noun.lower_, noun.lemma_.lower(), noun.lower_.removesuffix("s"))
    return next((_count_units()[form][1] for form in forms if form in _count_units()), "")


@cache
def _speakers() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_table("person_nouns"))


def find_counted(sentence: Sequence[Token], start: int, core_start: int, core_end: int, measured: bool) -> Counted:
    """What the number at `core_start:core_end` (with bound words from `start`) counts, within its sentence.

    `measured` tells that the number has a unit or money of its own, so that the noun may stand elsewhere.
    """
    opens, begin, end = (bisect_left(sentence, place, key=_start_of) for place in (start, core_start, core_end))
    before, after = sentence[max(0, opens - REACH) : opens], sentence[end : end + REACH]
    if after and after[0].text in QUOTES and before and before[-1].text in QUOTES:
        after = after[1:]
    inside = sentence[begin:end]
    phrase = [] if measured and not _modifies(after) else _phrase_after(after)
    if measured and phrase and phrase[-1].lower_ in _words("time"):
        phrase = []
    noun = _head_of(phrase)
    anchor = noun if noun is not None else (inside[-1] if inside else None)
    rest = after[after.index(phrase[-1]) + 1 :] if phrase else after
    never = measured or (noun is not None and _kind_of(noun) in {"never", "body"})
    state, predicate = (None, None) if never else _find_state(before, rest, noun, anchor)
    if noun is not None and state is not None and not _can_suffer(noun, state):
        state = None
    if noun is None:
        return _counted_elsewhere(before, after, anchor, state, predicate, measured)
    if noun.lower_ in COMPARING:
        return _compare(_counted_elsewhere(before, rest, anchor, None, None, True), phrase)
    words = _describe(phrase, noun, rest, predicate, state)
    unit = state if state is not None and _kind_of(noun) != "animal" else name_unit(noun)
    past = predicate is not None and predicate.tag_ not in {"VBZ", "VBP", "VB"}
    return Counted(words, unit, state, phrase[-1].idx + len(phrase[-1]), noun.lower_, past)


def _compare(elsewhere: Counted, phrase: Sequence[Token]) -> Counted:
    """What is told to be so many times another thing: what the sentence speaks of, not the times."""
    words = elsewhere.words or elsewhere.deed or _text(phrase)
    return Counted(words, COMPARING[phrase[-1].lower_], None, phrase[-1].idx + len(phrase[-1]), phrase[-1].lower_)


# --------------------------------------------------------------------------------- beside the number


def _modifies(after: Sequence[Token]) -> bool:
    """Whether a measured number is an adjective of the noun that follows ("a $300 million contract")."""
    if not after or after[0].pos_ not in {"NOUN", "ADJ"} or after[0].tag_ in {"JJR", "RBR"}:
        return False
    return after[0].lower_ not in _words("time") and after[0].lower_ not in _words("time_opens")


def _phrase_after(after: Sequence[Token]) -> list[Token]:
    """The noun phrase that follows a number directly, as a run of adjectives and nouns."""
    phrase: list[Token] = []
    if len(after) > 1 and after[0].text in {"-", "‑"}:
        if after[1].pos_ in {"NOUN", "PROPN"}:
            return [after[1]]
        after = after[1:]
    for place, token in enumerate(after[: LONGEST_PHRASE + 3]):
        if not phrase and token.lower_ in _words("beside") and _goes_on(after, place):
            continue
        if not _belongs(phrase, after, place):
            break
        phrase.append(token)
        if len(phrase) >= LONGEST_PHRASE or (token.tag_ == "NNS" and not _is_compound(after, place)):
            break
    while phrase and phrase[-1].pos_ not in {"NOUN", "PROPN"} and phrase[-1].lower_ not in _states("noun"):
        phrase.pop()
    return phrase


def _goes_on(after: Sequence[Token], place: int) -> bool:
    token = after[place]
    if token.lower_ == "others":
        return False
    following = after[place + 1] if place + 1 < len(after) else None
    if token.lower_ in {"of", "or"}:
        if any(later.tag_ == "POS" for later in after[place + 2 : place + 4]):
            return False
        return (
            token.lower_ == "of"
            and following is not None
            and following.pos_ in {"NOUN", "PROPN", "ADJ", "DET", "PRON"}
            and following.lower_ not in {"them", "whom", "which", "those", "these"}
        )
    return following is not None and (following.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} or token.lower_ == "the")


def _belongs(phrase: list[Token], after: Sequence[Token], place: int) -> bool:
    token = after[place]
    following = after[place + 1] if place + 1 < len(after) else None
    if token.lower_ in {"today", "yesterday", "tomorrow"}:
        return False
    if token.lower_ in _words("time") and phrase and phrase[-1].pos_ in {"NOUN", "PROPN"}:
        return False
    if token.pos_ == "PROPN" and _tells_fate(token):
        return False
    if token.lower_ in _states("adjective") and token.lower_ not in _states("noun"):
        return False
    if (
        phrase
        and phrase[-1].text[0].isupper()
        and phrase[-1].lower_ in _peoples()
        and token.tag_ != "NNS"
        and token.text != "-"
    ):
        return False
    if token.pos_ in {"NOUN", "PROPN"}:
        return not (phrase and token.pos_ == "PROPN" and phrase[-1].tag_ == "NNS")
    if token.lower_ in _states("noun") and not phrase:
        return token.lower_ not in _states("adjective")
    if token.text in {"-", "'s", "’s"} or token.pos_ == "PART":
        return bool(phrase) and following is not None and token.text != "to"
    if token.tag_ in {"VBN", "VBG"} and not phrase and following is not None and following.pos_ in {"PROPN", "DET"}:
        return False
    if token.pos_ == "ADJ" or token.tag_ in {"VBN", "VBG"}:
        return _before_noun(after, place) and token.lower_ not in _states("adjective")
    return token.pos_ == "ADV" and following is not None and following.pos_ == "ADJ" and _before_noun(after, place)


def _tells_fate(token: Token) -> bool:
    """Whether a capitalised word of a headline, taken for a name, tells what happened ("Three Dead East of …")."""
    if token.lower_ in _states("adjective") or token.lower_ in {"found", "left", "feared", "hit", "held"}:
        return True
    lemma = _verb_lemma(token)
    return lemma != token.lower_ and (lemma in _states("object") or lemma in _states("subject"))


def _before_noun(after: Sequence[Token], place: int) -> bool:
    for token in after[place + 1 : place + 4]:
        if token.pos_ in {"NOUN", "PROPN"}:
            return True
        if token.pos_ not in {"ADJ", "ADV"} and token.text != "-" and token.tag_ not in {"VBN", "VBG"}:
            return False
    return False


def _is_compound(after: Sequence[Token], place: int) -> bool:
    following = after[place + 1] if place + 1 < len(after) else None
    return following is not None and following.tag_ in {"NN", "NNS"} and after[place].dep_ == "compound"


def _head_of(phrase: list[Token]) -> Token | None:
    return phrase[-1] if phrase else None


# ------------------------------------------------------------------------------- what happens to them


def _can_suffer(noun: Token, state: str) -> bool:
    """Whether what is counted may be killed, or missing, at all: people, and for death animals too."""
    if noun.lower_ in _states("noun") or noun.lemma_.lower() in _states("noun"):
        return True
    if _kind_of(noun) == "thing":
        return False
    if is_person(noun.text, noun.lemma_) or PERSON_ENDING.search(noun.lemma_.lower()):
        return True
    return state == "killed" and noun.pos_ != "PROPN"


def _find_state(
    before: Sequence[Token], rest: Sequence[Token], noun: Token | None, anchor: Token | None
) -> tuple[str | None, Token | None]:
    """What happened to those counted, and the word that says so."""
    if noun is not None and (found := _states("noun").get(noun.lower_) or _states("noun").get(noun.lemma_.lower())):
        return found, None
    if _is_child_of(before):
        return None, None
    for state, word in (_state_before(before), _state_after(rest), _state_by_parse(anchor)):
        if state is not None or (word is not None and _is_participle(word)):
            return state, word
    return None, None


def _is_child_of(before: Sequence[Token]) -> bool:
    """Whether those counted only tell whose parent somebody is ("a father of two")."""
    return len(before) > 1 and before[-1].lower_ == "of" and before[-2].lower_ in _words("parent")


def _is_participle(word: Token) -> bool:
    return word.tag_ == "VBN" or (word.tag_ == "VBD" and word.lower_.endswith(("ed", "nt", "ld", "lt", "ght", "st")))


def _state_before(before: Sequence[Token]) -> tuple[str | None, Token | None]:
    """The state that a verb directly before the number gives its object ("killing at least", "deaths of")."""
    place = len(before) - 1
    while place >= 0 and before[place].lower_ in {"another", "a", "an", "the", "his", "her", "their", "up", "both"}:
        place -= 1
    if place < 0:
        return None, None
    token = before[place]
    if token.lemma_ == "be" and place > 2 and before[place - 3].lower_ == "among" and before[place - 2].lower_ == "the":
        return _states("noun").get(before[place - 1].lower_), None
    if token.lower_ in {"of", "to", "for"} and place and before[place - 1].pos_ in {"NOUN"}:
        return _states("noun").get(before[place - 1].lemma_.lower()) if token.lower_ == "of" else None, None
    if token.pos_ not in {"VERB", "NOUN", "ADJ", "PROPN", "ADV"} or (place and before[place - 1].lemma_ == "be"):
        return None, None
    state = _states("object").get(_verb_lemma(token))
    return (state, token) if state else (None, None)


def read_fate(token: Token) -> tuple[str, str] | None:
    """What a verb or noun says happens to people, and to whom: its object, its subject, or those after "of"."""
    lemma = _verb_lemma(token)
    if token.pos_ in {"VERB", "AUX"} or token.tag_ in {"VBN", "VBD", "VBG"}:
        for use in ("object", "subject"):
            if lemma in _states(use):
                return _states(use)[lemma], use
    if token.pos_ == "NOUN" and (
        state := _states("noun").get(token.lower_) or _states("noun").get(token.lemma_.lower())
    ):
        return state, "noun"
    return None


def _verb_lemma(token: Token) -> str:
    """The verb that a word is a form of, told by its ending where the tagger took it for another kind of word."""
    lemma = token.lemma_.lower()
    if lemma in _states("object") or lemma in _states("subject"):
        return lemma
    word = token.lower_
    for ending, put in (("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("s", ""), ("d", ""), ("es", "")):
        stem = word.removesuffix(ending) + put if word.endswith(ending) else word
        if stem != word and (stem in _states("object") or stem in _states("subject")):
            return stem
    return {"shot": "shoot", "slain": "slay", "fled": "flee"}.get(word, lemma)


def _state_after(rest: Sequence[Token]) -> tuple[str | None, Token | None]:
    """The state that the words after the noun phrase give it, past auxiliaries and a phrase between commas."""
    place = _pass_insertion(rest, 0)
    if len(rest) > 2 and rest[0].lower_ == "of" and rest[1].lower_ in {"whom", "them", "which", "those"}:
        place = 2
    for step in range(14):
        if place >= len(rest):
            return None, None
        token = rest[place]
        passive = (
            step > 0 or token.tag_ in {"VBN", "VBD", "JJ", "VBZ"} or (token.pos_ == "PROPN" and _tells_fate(token))
        )
        state = _state_of(token, passive)
        if state is not None:
            return _combine(rest, place, state), token
        if not _is_passed(token, rest, place):
            is_passive = token.tag_ == "VBN" and token.lemma_ not in _words("auxiliary")
            return None, token if is_passive else None
        place += 1
    return None, None


def _is_passed(token: Token, rest: Sequence[Token], place: int) -> bool:
    if (
        token.lemma_ in _words("auxiliary")
        or token.pos_ == "AUX"
        or token.pos_ == "ADV"
        or token.lower_ in _words("passed")
    ):
        return True
    return token.lower_ in {"people", "others", "more", "in", "as"} and place == 0 and len(rest) > 1


def _pass_insertion(rest: Sequence[Token], place: int) -> int:
    """The place after a phrase between commas, brackets or dashes, where one stands there."""
    if not rest or rest[0].text not in {",", "(", "--", "—", "–"}:
        return _pass_place(rest)
    if len(rest) > 1 and rest[1].tag_ in {"WP", "WDT"}:
        return 1
    closing = {"(": ")"}.get(rest[0].text, rest[0].text)
    for at in range(1, min(len(rest), 16)):
        if rest[at].tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return place
        if rest[at].text == closing:
            return at + 1
    return place


def _pass_place(rest: Sequence[Token]) -> int:
    """The place after a short phrase of place or company ("in the bus", "on board"), when a verb follows it."""
    if not rest or rest[0].lower_ not in _words("place"):
        return 0
    for at in range(1, min(len(rest), 8)):
        if rest[at].pos_ == "CCONJ":
            return 0
        if rest[at].tag_ in {"WP", "WDT", "IN"} and rest[at].lower_ in {"who", "that", "which", "whom"}:
            return 0
        if rest[at].pos_ in {"AUX", "VERB"}:
            return at if rest[at].pos_ == "AUX" or rest[at].tag_ in {"VBD", "VBN"} else 0
        if rest[at].pos_ == "PUNCT" and rest[at].text != "-":
            return 0
    return 0


def _state_of(token: Token, passive: bool) -> str | None:
    word, lemma = token.lower_, _verb_lemma(token)
    if [word.lower_ for word in token.doc[token.i + 1 : token.i + 3]] == ["to", "death"] and token.pos_ == "VERB":
        return "killed"
    if lemma in _words("carried") and any(
        t.lower_ in {"hospital", "hospitals"} for t in token.doc[token.i + 1 : token.i + 5]
    ):
        return "hospitalised"
    if word in _states("adjective"):
        return _states("adjective")[word]
    if token.pos_ in {"VERB", "AUX"} or passive:
        if lemma in _states("subject"):
            return _states("subject")[lemma]
        participle = (word.endswith(("ed", "en", "t", "n")) and word != lemma) or word in {"shot", "hurt"}
        if lemma in _states("object") and participle and not _has_object(token):
            return _states("object")[lemma]
    return None


def _has_object(token: Token) -> bool:
    """Whether a verb form is active, with an object of its own ("who shot the driver")."""
    if any(child.dep_ == "dobj" and child.i > token.i for child in token.children):
        return True
    if token.tag_ == "VBN" or token.i + 1 >= len(token.doc):
        return False
    following = token.nbor()
    return following.pos_ in {"DET", "PRON", "PROPN"}


def _combine(rest: Sequence[Token], place: int, state: str) -> str:
    """Two states told in one breath: "shot dead" and "shot and killed" are killed, "killed or wounded" casualties."""
    following = list(rest[place + 1 : place + 4])
    if not following:
        return state
    joint = following[0].lower_
    word = following[1] if joint in {"and", "or"} and len(following) > 1 else following[0]
    other = _state_of(word, passive=True) if word.pos_ != "NUM" else None
    if rest[place].lower_ in {"shot", "stabbed", "burned", "burnt"} and (
        other == "killed" or _words_near(rest, place) & {"fatally", "death"}
    ):
        return "killed"
    if other is None or other == state or joint not in {"and", "or"} or _takes_number(word):
        return state
    return "casualties" if {state, other} == {"killed", "injured"} else state


def _takes_number(verb: Token) -> bool:
    """Whether a verb has victims of its own, counted after it ("… dead and wounded another 30")."""
    following = [token for token in verb.doc[verb.i + 1 : verb.i + 5] if not token.is_space]
    return _has_object(verb) or any(token.pos_ == "NUM" for token in following[:4] if token.pos_ != "ADP")


def _words_near(rest: Sequence[Token], place: int) -> set[str]:
    return {token.lower_ for token in rest[max(0, place - 1) : place + 3]}


def _state_by_parse(anchor: Token | None) -> tuple[str | None, Token | None]:
    """The state that the governing verb gives the counted noun, by the parse."""
    if anchor is None:
        return None, None
    first = anchor
    if first.pos_ == "NUM" and first.i + 1 < len(first.doc) and _says_its_own(first.nbor()):
        return None, None
    for _ in range(3):
        if anchor.dep_ != "conj" or anchor.head.pos_ not in {"NOUN", "PROPN", "NUM"}:
            break
        anchor = anchor.head
    verb = anchor.head
    if first is not anchor and any(child.dep_ == "prep" and child.i == first.i + 1 for child in first.children):
        return None, None  # "20,000 hurt and 200,000 without homes"
    if anchor.dep_ in {"nsubjpass", "dobj"} and verb.pos_ == "VERB":
        verb = _told(verb) if anchor.dep_ == "nsubjpass" else verb
        if verb.lower_ in _states("adjective"):
            return _states("adjective")[verb.lower_], verb
        return _states("object").get(_verb_lemma(verb)), verb
    if anchor.dep_ == "nsubj" and verb.pos_ in {"VERB", "AUX"}:
        said = next((child for child in verb.children if child.dep_ in {"acomp", "attr"}), None)
        if said is not None and said.lower_ in _states("adjective") and verb.lemma_ in _words("auxiliary"):
            return _states("adjective")[said.lower_], said
        return _states("subject").get(verb.lemma_), verb if verb.lemma_ in _states("subject") else None
    return None, None


def _says_its_own(following: Token) -> bool:
    """Whether words of its own about those counted follow a number ("381,000 awaited", "200,000 without homes")."""
    return following.tag_ in {"VBD", "VBZ", "VBP", "MD"} or following.lower_ == "without"


def _told(verb: Token) -> Token:
    """The verb told of, where the governing one only reports it ("are thought to have been sold")."""
    if verb.lower_ in _words("passed"):
        return next((child for child in verb.children if child.dep_ in {"xcomp", "acomp", "oprd", "ccomp"}), verb)
    return verb


# -------------------------------------------------------------------------------- in the report's words


def _describe(
    phrase: list[Token], noun: Token, rest: Sequence[Token], predicate: Token | None, state: str | None
) -> str:
    words, complement = _text(phrase), _trimmed(_complement(noun, rest))
    told = predicate.text + _direction(predicate) if predicate is not None else ""
    if predicate is not None and predicate.tag_ == "VBG" and state is not None:
        told = _past_of(predicate) or state
    if predicate is None or predicate in complement or not (state or predicate.tag_ in {"VBN", "VBD"}):
        parts = [words, _text(complement)]
    elif complement and _leads_to(predicate, noun, complement[0]):
        parts = [words, told, _text(complement)]
    else:
        parts = [words, _text(complement), told]
    return " ".join(" ".join(parts).split())


def _leads_to(verb: Token, noun: Token, preposition: Token) -> bool:
    """Whether words after a noun go with its verb: by the parse behind it, else by what they are ("sent … to")."""
    if verb.i > noun.i:
        return preposition.head == verb
    return preposition.lower_ in {"to", "into", "from"}


def _past_of(verb: Token) -> str:
    """The participle of a regular verb of fate in its -ing form ("stranding": stranded); empty for others."""
    lemma = _verb_lemma(verb)
    if lemma not in _states("object") or lemma in {"shoot", "slay", "hurt", "beat"}:
        return ""
    return lemma + ("d" if lemma.endswith("e") else lemma[-1] + "ed" if lemma in {"kidnap", "trap", "stab"} else "ed")


def _trimmed(words: Iterator[Token]) -> list[Token]:
    """The words without those at the end that open something else ("hostages on")."""
    kept = list(words)
    while kept and kept[-1].pos_ not in {"NOUN", "PROPN", "PRON", "VERB"}:
        kept.pop()
    return kept


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens).strip()


def _complement(noun: Token, rest: Sequence[Token]) -> Iterator[Token]:
    """The words after the noun that belong to it: phrases of place and participles, up to the next pause or date."""
    for place, token in enumerate(rest[:LONGEST_COMPLEMENT]):
        if token.is_punct or token.is_space or token.pos_ in {"NUM", "SCONJ", "AUX"}:
            return
        if place == 0 and not (token.lower_ in _words("place") or (token.tag_ == "VBN" and token.dep_ == "acl")):
            return
        if token.pos_ == "VERB" and (place or token.tag_ != "VBN"):
            return
        if token.lower_ in {"and", "or", "but", "who", "which", "that", "as", "by", "when", "while", "after", "during"}:
            return
        if place and token.lower_ in _words("place") and not _is_under(token, noun):
            return
        yield token


def _is_under(token: Token, noun: Token) -> bool:
    for _ in range(8):
        if token == noun:
            return True
        if token.head == token:
            return False
        token = token.head
    return False


def _direction(verb: Token) -> str:
    """Where to or where, after the verb: " to Russia"."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in {"to", "in", "from", "into"} and child.i == verb.i + 1:
            words = [*child.doc[child.i : min(child.right_edge.i + 1, child.i + 6)]]
            if not any(t.pos_ in {"VERB", "NUM", "PUNCT"} for t in words):
                return " " + _text(words)
    return ""


def _counted_elsewhere(
    before: Sequence[Token], after: Sequence[Token], anchor: Token | None, state: str | None, predicate: Token | None,
    measured: bool,
) -> Counted:  # fmt: skip
    """What a bare number counts: told by "of", its fate, a tally, or the subject or object of its verb."""
    beside = _told_of_measure(before, after, anchor) if measured else _told_of_people(after, state)
    if beside is not None:
        return beside
    if state is not None and predicate is not None:
        return Counted(state if predicate.tag_ == "VBG" else predicate.text, state, state)
    found = _said_of(anchor) or _tally_before(before) or _counted_by_verb(before, anchor, measured)
    if found is not None:
        return found
    subject = anchor is not None and not measured and anchor.dep_ in {"nsubj", "nsubjpass"}
    if anchor is not None and subject and (said := _predicate_of(anchor)):
        return Counted(deed=said)
    if predicate is not None:
        return Counted(predicate.text + _direction(predicate))
    if after and (after[0].pos_ == "ADJ" or after[0].tag_ == "VBN"):
        return Counted(after[0].text)
    if after and after[0].lower_ in {"of", "in", "for"} and (words := _object_words(after)):
        return Counted(words)
    return Counted(deed=_deed(anchor))


def _told_of_people(after: Sequence[Token], state: str | None) -> Counted | None:
    """What words right behind a bare number tell: its whole, where those counted are, what they lack."""
    if not after:
        return None
    if after[0].lower_ == "of":
        return _counted_of(after, state)
    if state is not None:
        return None
    if after[0].lower_ in _words("within") - {"unaccounted"}:
        return Counted(after[0].text, "person", None, None, "people")
    lacking = _object_words(after) if after[0].lower_ == "without" else ""
    return Counted(f"without {lacking}", "person", None, None, "people") if lacking else None


def _told_of_measure(before: Sequence[Token], after: Sequence[Token], anchor: Token | None) -> Counted | None:
    """What words behind a measure, a sum or a fraction tell: its participle, its whole, its substance."""
    if participle := _said_behind(after):
        return Counted(participle)
    whole = _whole_behind(after) if anchor is not None and anchor.lower_ in number_words() else ""
    words = whole or _measured_of(before, after, anchor)
    return Counted(words, noun=words.split()[-1].lower()) if words else None


def _whole_behind(after: Sequence[Token]) -> str:
    """The whole of a fraction that stands behind it without "of" ("half the country's 18 provinces")."""
    if not after or after[0].lower_ not in {"the", "its", "their", "all", "his", "her", "our"}:
        return ""
    return _object_words([after[0], *after[1:]])


def _said_behind(after: Sequence[Token]) -> str:
    """The participle behind a sum ("the $14 billion already agreed"), where nothing else is named."""
    place = 0
    while place < min(len(after), 2) and after[place].pos_ == "ADV":
        place += 1
    told = place > 0 and place < len(after) and after[place].tag_ in {"VBN", "VBD"}
    return after[place].text if told else ""


def _predicate_of(anchor: Token) -> str:
    """What is said of those whom a bare number counts: the words behind its verb ("27 are in hospital")."""
    verb = anchor.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return ""
    words: list[Token] = [] if verb.pos_ == "AUX" else [verb]
    for token in verb.doc[verb.i + 1 : verb.i + 6]:
        if token.is_punct or token.pos_ in {"CCONJ", "SCONJ", "NUM", "AUX"}:
            break
        words.append(token)
    while words and words[-1].pos_ in {"ADP", "DET", "PRON", "PART", "ADJ"} and len(words) > 1:
        words.pop()
    return _text(words)


def _measured_of(before: Sequence[Token], after: Sequence[Token], anchor: Token | None) -> str:
    """What a sum or measure is of ("of water"), or for where only its giver is the subject ("for repairs")."""
    if not after or after[0].lower_ not in {"of", "in", "for", "on", "worth"}:
        return ""
    if after[0].lower_ == "in" and len(after) > 1 and _names_sum(after[1:4]):
        return _object_words(after)
    if after[0].lower_ == "of" and len(after) > 1 and after[1].lower_ in _words("output"):
        return ""
    if after[0].lower_ in {"of", "worth"} or _is_actor(_governing_noun(before, anchor), anchor):
        words = _object_words(after)
        return "" if words.split()[-1:] and words.split()[-1].lower() in _words("time") else words
    return ""


def _names_sum(words: Sequence[Token]) -> bool:
    """Whether common nouns follow "in" that say what a sum is ("in tourist receipts"), and no place or time."""
    nouns = [token for token in words if token.pos_ in {"NOUN", "ADJ", "PROPN"}]
    if not nouns or words[0].pos_ not in {"NOUN", "ADJ"} or any(token.lower_ in _words("time") for token in nouns):
        return False
    return nouns[-1].tag_ in {"NNS", "NN"} and words[0].lower_ not in _words("time_opens")


def _counted_by_verb(before: Sequence[Token], anchor: Token | None, measured: bool) -> Counted | None:
    noun = _governing_noun(before, anchor)
    if noun is None:
        return None
    if not measured and _is_group_of(anchor):
        return Counted(_noun_phrase(noun), "person", None, None, "people")
    if not measured and noun.lower_ in _words("index"):
        return Counted(_noun_phrase(noun), "point", None, None, noun.lower_)
    if _is_actor(noun, anchor) or (not measured and noun.tag_ == "NNP" and noun.head.lower_ not in _changes()):
        return Counted(deed=_deed(anchor))
    if not measured and noun.lower_ in _words("tally"):
        return Counted(noun="tally", deed=noun.text)
    following = noun.nbor() if noun.i + 1 < len(noun.doc) else None
    if following is not None and following.lower_ in _states("noun") and following.dep_ in {"amod", "acomp", "nsubj"}:
        fate = _states("noun")[following.lower_]
        return Counted(f"{_noun_phrase(noun)} {following.text}", fate, fate, None, following.lower_)
    found = _states("noun").get(noun.lower_) or _states("noun").get(noun.lemma_.lower())
    if found is None and noun.pos_ == "ADJ":
        found = _states("adjective").get(noun.lower_)
    if not measured and found is None and not is_person(noun.text, noun.lemma_) and _is_for_people(anchor):
        return Counted(_noun_phrase(noun), "person", None, None, "people")
    if not measured and _holds(noun, anchor):
        return Counted(deed=_deed(anchor))
    return Counted(_noun_phrase(noun), found or name_unit(noun), found, None, noun.lower_)


def _is_for_people(anchor: Token | None) -> bool:
    """Whether a bare number tells for how many people a place is made ("designed for 90,000", "room for 40")."""
    if anchor is None or anchor.dep_ != "pobj" or anchor.head.lower_ not in {"for", "to"}:
        return False
    return anchor.head.head.lemma_.lower() in _words("room")


def _is_group_of(anchor: Token | None) -> bool:
    """Whether a bare number tells of how many people a group or a town is ("a crowd of 300", "a survey of 4,000")."""
    return (
        anchor is not None
        and anchor.dep_ == "pobj"
        and anchor.head.lower_ == "of"
        and anchor.head.head.lemma_.lower() in _words("of_people")
    )


def _holds(noun: Token, anchor: Token | None) -> bool:
    """Whether the noun is a place or vessel that a bare number of people is in ("the prison held 852")."""
    return (
        anchor is not None
        and anchor.dep_ == "dobj"
        and noun.dep_ == "nsubj"
        and noun.head == anchor.head
        and noun.head.lemma_ in _words("holding")
    )


def _counted_of(after: Sequence[Token], state: str | None) -> Counted:
    """What a share of a named whole counts: "two of the six wells of the farm"; nothing where a pronoun stands."""
    place = 1
    while place < min(len(after), 7) and (after[place].pos_ in {"DET", "NUM", "PRON"} or after[place].tag_ == "PRP$"):
        place += 1
    rest = list(after[_pass_owner(after, place) :])
    noun = next((t for t in rest[:5] if t.pos_ in {"NOUN", "PROPN"}), None)
    if noun is None or any(_parts_from(t, noun) for t in rest[: rest.index(noun)]):
        injured = next((t for t in rest[:1] if t.lower_ in _states("noun")), None)
        found = _states("noun").get(injured.lower_) if injured else None
        return Counted(injured.text if injured else None, state or found, state or found, None, None)
    last = rest.index(noun)
    while last + 1 < len(rest) and rest[last + 1].pos_ in {"NOUN"}:
        last += 1
    words = [*rest[: last + 1], *_trimmed(_complement(rest[last], rest[last + 1 :]))]
    found = _states("noun").get(rest[last].lower_)
    if _kind_of(rest[last]) == "animal":
        return Counted(_text(words), name_unit(rest[last]), state, None, rest[last].lower_)
    return Counted(_text(words), state or found or name_unit(rest[last]), state or found, None, rest[last].lower_)


def _parts_from(word: Token, noun: Token) -> bool:
    """Whether a word before a noun keeps it from being what is counted: a pause, or a verb that does not modify it."""
    return word.is_punct or (word.pos_ == "VERB" and not (word.tag_ == "VBN" and word.i + 1 == noun.i))


def _pass_owner(after: Sequence[Token], place: int) -> int:
    """The place after an owner and a number of the whole ("England's 236 health trusts")."""
    owner = next((at for at in range(place, min(len(after), place + 5)) if after[at].tag_ == "POS"), None)
    if owner is None or any(token.is_punct or token.pos_ in {"VERB", "ADP"} for token in after[place:owner]):
        return place
    place = owner + 1
    while place < len(after) and after[place].pos_ == "NUM":
        place += 1
    return place


def _said_of(anchor: Token | None) -> Counted | None:
    """What a bare number as subject is said to be ("30 were nurses")."""
    if anchor is None or anchor.dep_ != "nsubj" or anchor.head.lemma_ != "be":
        return None
    said = next((child for child in anchor.head.rights if child.dep_ == "attr" and child.pos_ == "NOUN"), None)
    if said is None or said.tag_ != "NNS":
        return None
    return Counted(_noun_phrase(said), name_unit(said), None, None, said.lower_)


def _object_words(after: Sequence[Token]) -> str:
    """The words of the noun phrase after a preposition, without an owner and numbers before it."""
    words: list[Token] = []
    for token in after[1:9]:
        if token.tag_ == "POS" or (token.pos_ == "NUM" and all(word.pos_ == "DET" for word in words)):
            words.clear()
        elif _ends_phrase(token) or (words and token.pos_ in {"ADP", "DET"}):
            break
        else:
            words.append(token)
    while words and words[-1].pos_ not in {"NOUN", "PROPN"}:
        words.pop()
    if not words and len(after) > 1 and after[1].is_alpha and after[1].tag_ in {"VB", "VBP", "JJ"}:
        return after[1].text  # a substance that the tagger takes for a verb
    return _text(words)


def _ends_phrase(token: Token) -> bool:
    if token.is_punct:
        return True
    pronoun = token.pos_ == "PRON" and token.tag_ != "PRP$"
    return pronoun or token.pos_ in {"VERB", "AUX", "NUM", "SCONJ", "CCONJ"}


def _tally_before(before: Sequence[Token]) -> Counted | None:
    """The thing counted where a tally names it ("the death toll rose to", "the number of troops in Russia to")."""
    for place in range(len(before) - 1, max(-1, len(before) - 26), -1):
        token = before[place]
        if token.text in {";", ":"} or (token.pos_ == "NUM" and token.dep_ == "nummod"):
            return None
        if token.lower_ == "toll" or (token.lower_ in _words("tally") and _counts_deaths(before, place)):
            return Counted(_toll_words(before, place), "killed", "killed", None, "toll")
        if token.lower_ in _words("deaths") and _runs_to_number(before[place + 1 :]):
            return Counted(_toll_words(before, place), "killed", "killed", None, token.lower_)
        if token.lower_ in _words("tally") and place + 1 < len(before) and before[place + 1].lower_ == "of":
            return _tally_of(before[place + 2 :])
    return None


def _runs_to_number(between: Sequence[Token]) -> bool:
    """Whether no verb but one of extent stands between a noun and the number that it comes to."""
    verbs = [token for token in between if token.pos_ == "VERB" or token.text == ","]
    return all(token.lemma_ in _words("extent") or token.lower_ in _changes() for token in verbs)


def _counts_deaths(before: Sequence[Token], place: int) -> bool:
    """Whether a tally is one of deaths by the noun before it ("the death count")."""
    return place > 0 and _states("noun").get(before[place - 1].lower_) == "killed"


def _toll_words(before: Sequence[Token], place: int) -> str:
    first = place
    while (
        first and before[first - 1].pos_ in {"NOUN", "ADJ", "PROPN"} and before[first - 1].dep_ in {"compound", "amod"}
    ):
        first -= 1
    return _text(before[first : place + 1])


def _tally_of(words: Sequence[Token]) -> Counted | None:
    phrase: list[Token] = []
    for place, token in enumerate(words[:12]):
        if (
            token.is_punct
            or (token.pos_ == "VERB" and not (token.tag_ in {"VBN", "VBG"} and _before_noun(words, place)))
            or token.pos_ in {"AUX", "NUM", "SCONJ", "CCONJ"}
        ):
            break
        if token.lower_ in {"to", "at"} and phrase:
            break
        phrase.append(token)
    nouns = [token for token in phrase if token.pos_ in {"NOUN", "PROPN", "ADJ"} and token.tag_ != "POS"]
    head = next((t for t in nouns if t.tag_ in {"NNS", "NNPS"}), nouns[-1] if nouns else None)
    if head is None:
        return None
    state = _states("noun").get(head.lower_) or _states("adjective").get(head.lower_)
    if state is None:
        state = next((s for t in words[:12] if (s := _state_of(t, passive=True))), None)
    return Counted(_text(phrase), state or name_unit(head), state, None, head.lower_)


def _is_actor(noun: Token | None, anchor: Token | None) -> bool:
    """Whether a noun is somebody who acts, and so not what a number beside the verb counts."""
    if noun is None or noun.dep_ not in {"nsubj", "dative"}:
        return False
    verb = noun.head
    if verb.lower_ in _changes() or verb.lemma_ in {"be", "number", "total"}:
        return False
    if anchor is not None and anchor.dep_ == "dobj" and anchor.head.lemma_ not in _words("extent"):
        return True
    return noun.pos_ == "PROPN" or is_person(noun.text, noun.lemma_)


@cache
def _changes() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("change_words") if row["direct"])


def _deed(anchor: Token | None) -> str | None:
    """What is done with a sum, in the words of its verb with its doer ("the widow gave to a museum")."""
    verb = anchor
    for _ in range(6):
        if verb is None or verb.pos_ == "VERB" or verb.head == verb:
            break
        verb = verb.head
    if verb is None or verb.pos_ != "VERB" or verb.lemma_ in _words("auxiliary"):
        return None
    particle = next((child for child in verb.rights if child.dep_ == "prt"), None)
    told = f"{verb.text} {particle.text}" if particle is not None else verb.text
    doer = next((child for child in verb.lefts if child.dep_ == "nsubj" and child.pos_ in {"NOUN", "PROPN"}), None)
    if doer is None and verb.dep_ == "advcl" and verb.head.pos_ == "VERB":
        doer = next((c for c in verb.head.lefts if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), None)
    if (
        doer is None
        and (verb.lemma_ in _words("extent") or verb.lower_ in _changes())
        and verb.i
        and verb.nbor(-1).pos_ == "NOUN"
    ):
        doer = verb.nbor(-1)
    if doer is not None:
        told = f"{_noun_phrase(doer)} {told}"
    where = _purpose(verb, anchor)
    return f"{told} {where}" if where else told


def _purpose(verb: Token, anchor: Token | None) -> str:
    """What stands after a sum with "to", "for", "on" or "in", else after its verb: for whom or what it is given."""
    following = [*anchor.doc[anchor.i + 1 : anchor.i + 2]] if anchor is not None else []
    near = [token for token in following if token.lower_ in {"to", "for", "on", "in"} and token.pos_ == "ADP"]
    for child in [*near, *(child for child in verb.rights if child.dep_ == "prep" and child not in near)]:
        if child.lower_ not in {"to", "for", "on", "in"}:
            continue
        reach = child.doc[child.i : min(child.right_edge.i + 1, child.i + 6)]
        words = [token for token in reach if not token.is_punct]
        if not any(t.pos_ in {"NUM", "VERB"} or t.lower_ in _words("time") for t in words):
            return _text(words)
    return ""


def _governing_noun(before: Sequence[Token], anchor: Token | None) -> Token | None:
    """The noun that a bare number is said of: the head of "of", else the object or the subject of its verb."""
    node = anchor
    for _ in range(6):
        if node is None or node.head == node or node.dep_ in {"nsubj", "nsubjpass"}:
            return None
        head = node.head
        if head.pos_ in {"NOUN", "PROPN"} and before and head.i <= before[-1].i and head.lower_ not in _words("tally"):
            return None if _is_unit(head) else head
        if head.pos_ in {"VERB", "AUX"}:
            return _argument(head, before[-1] if before else None)
        node = head
    return None


def _is_unit(noun: Token) -> bool:
    return noun.lower_ in _unit_words() or noun.lower_ in number_words()


@cache
def _unit_words() -> frozenset[str]:
    money = frozenset(row["word"] for row in read_table("currencies") if row["kind"] in {"name", "minor"})
    return frozenset(row["word"] for row in read_table("units")) | _words("no_noun") | money


def _argument(verb: Token, anchor: Token | None) -> Token | None:
    roles = {"dobj": 0, "nsubjpass": 1, "nsubj": 2}
    found = [
        child for child in verb.children
        if child.dep_ in roles
        and (child.pos_ in {"NOUN", "PROPN"} or (_is_fate_of_people(child) and child.tag_ != "VBG"))
        and anchor is not None and child.i <= anchor.i
        and child.is_alpha and not child.is_currency and not _is_unit(child)
    ]  # fmt: skip
    if verb.dep_ in {"relcl", "acl"} and verb.lemma_ in _words("estimating") and verb.head.pos_ in {"NOUN", "PROPN"}:
        return verb.head
    if found:
        return min(found, key=lambda child: roles[child.dep_])
    if verb.dep_ in {"relcl", "acl"} and verb.head.pos_ in {"NOUN", "PROPN"}:
        return verb.head
    if verb.dep_ in {"conj", "xcomp", "advcl"} and verb.head.pos_ in {"VERB", "AUX"} and verb.head != verb:
        above = _argument(verb.head, anchor)
        other = verb.dep_ == "advcl" and verb.tag_ == "VBG" and above is not None and above.dep_ == "dobj"
        return None if other else above
    return None


def _is_fate_of_people(word: Token) -> bool:
    """Whether an adjective stands for those whom it befell ("the dead", "the homeless")."""
    return word.lower_ in _states("noun") or (
        word.lower_ in _states("adjective") and word.i > 0 and word.nbor(-1).lower_ == "the"
    )


def _noun_phrase(noun: Token) -> str:
    first = noun
    for child in noun.lefts:
        if child.dep_ in {"compound", "amod", "poss", "nmod"} and noun.i - child.i < 6:
            first = child.left_edge if child.dep_ == "poss" else child
            break
    words = [noun.doc[i] for i in range(first.i, noun.i + 1)]
    return _text(words).removesuffix("'s")
