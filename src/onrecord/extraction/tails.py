"""Where what somebody says ends and the newsroom goes on, or has not yet begun: cuts that grammar shows.

A participle that hangs on the word of saying ("reported nine cases, bringing the total to 61"), a main verb whose
subject is the word itself ("The claim that … has been made before"), words that follow a quoted name for a thing
("what it calls 'a modest sum' on …"), a clause joined before a parenthesis ("employs 900 people and, it says, …"),
a last relative clause after a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.clauses import SUBJECTS, is_verbal
from onrecord.extraction.page import Page

if TYPE_CHECKING:
    from spacy.tokens import Token

Range = tuple[int, int]
RELATIVE = re.compile(r",\s+(?:which|who|whose)\s[^,;:]{8,}\Z")
LONGEST_TAIL = 400  # characters in which a relative clause is looked for
JOINING = frozenset({"and", "but"})
SAYING = frozenset({"add", "say", "warn", "note", "call", "claim", "insist", "cite", "accuse", "stress", "argue"})


def cut_added(page: Page, cue: Range, places: Sequence[Range]) -> list[Range]:
    """The places of what is said, in text order, without what grammar shows to be the newsroom's."""
    reporting = frozenset(word.i for word in page.words(*cue))
    whole = _join_raised(page, cue, places)
    kept = [_cut_place(page, cue, reporting, place) for place in _without_joined(page, cue, whole)]
    return [place for place in kept if place[0] < place[1]] or list(places)


def _join_raised(page: Page, cue: Range, places: Sequence[Range]) -> list[Range]:
    """The places, two of them as one where only "are expected" stands between them ("Divers are expected to reach")."""
    joined: list[Range] = []
    for start, end in places:
        if joined and not joined[-1][1] <= cue[0] < start and _is_raising(page, joined[-1][1], start):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _is_raising(page: Page, start: int, end: int) -> bool:
    """Whether nothing but a passive verb group stands there, and an infinitive after it."""
    between = [word for word in page.words(start, end) if start <= word.idx < end and not word.is_space]
    following = page.word_at(end)
    if not between or following is None or following.lower_ != "to":
        return False
    return between[-1].tag_ == "VBN" and all(word.pos_ in {"AUX", "VERB", "ADV", "PART"} for word in between)


def _without_joined(page: Page, cue: Range, places: Sequence[Range]) -> Iterator[Range]:
    """The places but a first one that ends in "and" before the words "it says," which stand within the next clause."""
    for number, (start, end) in enumerate(places):
        before = end <= cue[0] and number + 1 < len(places) and places[number + 1][0] >= cue[1]
        after = start >= cue[1] and number > 0 and places[number - 1][1] <= cue[0]
        added = after and (_opposes(page, start, end) or _is_participle(page, start, end))
        if (before and _joins_on(page, start, end)) or added:
            continue
        yield start, end


def _joins_on(page: Page, start: int, end: int) -> bool:
    """Whether "and," or "but," ends the words or follows them."""
    words = page.words(start, end)
    last = words[-1] if len(words) else None
    if last is not None and last.lower_ not in JOINING and last.i + 2 < len(page.doc):
        last = last.nbor()
    return last is not None and last.lower_ in JOINING and last.i + 1 < len(page.doc) and last.nbor().text == ","


def _opposes(page: Page, start: int, end: int) -> bool:
    """Whether the words go on with "but" and a clause of its own, without quotation marks."""
    word = page.word_at(start)
    if word is None or word.lower_ != "but" or page.quotations_in(start, end):
        return False
    return any(child.dep_ in SUBJECTS and child.i > word.i for child in _verb_after(word).children)


def _is_participle(page: Page, start: int, end: int) -> bool:
    """Whether the words go on with a participle, without quotation marks ("…, the union said, ending a strike")."""
    word = page.word_at(start)
    opens = word is not None and word.tag_ == "VBG" and word.lemma_ not in SAYING and word.dep_ in {"advcl", "ccomp"}
    return opens and not page.quotations_in(start, end)


def _verb_after(word: Token) -> Token:
    """The verb that a conjunction joins to the one that it hangs on."""
    return next((child for child in word.head.children if child.dep_ == "conj" and child.i > word.i), word.head)


def _cut_place(page: Page, cue: Range, reporting: frozenset[int], place: Range) -> Range:
    start, end = place
    if start < cue[1]:
        return place
    named = _end_of_name(page, reporting, place)
    if named is not None:
        return start, named
    end = _background(page, start, end)
    place, words = (start, end), page.words(start, end)
    for word in words[1:]:
        begin = _participle_tail(page, word, reporting, words[-1].i)
        begin = begin if begin is not None else _main_verb_of(word, reporting)
        begin = begin if begin is not None else _next_act(page, word, reporting)
        if begin is not None and begin > start:
            return start, begin
    return place


def _background(page: Page, start: int, end: int) -> int:
    """Where a last relative clause after a comma begins, which three in four times is the newsroom's background.

    Counted in PolNeAR (Newell et al. 2018), train and dev, after a cue and without quotation marks: 196 of 261. What
    would or could come of something ("which would defer their taxes") stays the speaker's.
    """
    tail = RELATIVE.search(page.text, max(start, end - LONGEST_TAIL), end)
    if tail is None or page.quotations_in(start, end):
        return end
    open_still = any(word.tag_ == "MD" for word in page.words(tail.start(), end))
    return end if open_still else tail.start()


def _participle_tail(page: Page, word: Token, reporting: frozenset[int], last: int) -> int | None:
    """Where a participle after a comma begins that hangs on the word of saying and goes on to the last word."""
    before = word.nbor(-1)
    if word.right_edge.i < last:
        return None
    apart = word.tag_ == "VBG" and word.dep_ == "advcl" and before.text == ","
    if not apart or word.head.i not in reporting or word.lemma_ in SAYING or page.quotation_at(word.idx) is not None:
        return None
    return before.idx


def _next_act(page: Page, word: Token, reporting: frozenset[int]) -> int | None:
    """Where it goes on with what the speaker did next ("said he would appeal and left the room")."""
    if word.tag_ != "VBD" or word.dep_ != "conj" or page.quotation_at(word.idx) is not None:
        return None
    above = word.head
    bare = above.tag_ == "VB" and any(child.tag_ == "MD" for child in above.children)
    if not (bare or above.i in reporting) or any(child.dep_ in {*SUBJECTS, "expl"} for child in word.children):
        return None
    joint = next((child for child in above.children if child.dep_ == "cc" and above.i < child.i < word.i), None)
    return joint.idx if joint is not None else None


def _main_verb_of(word: Token, reporting: frozenset[int]) -> int | None:
    """Where the verb begins whose subject is the noun of saying itself."""
    if not is_verbal(word) or word.dep_ in {"aux", "auxpass"}:
        return None
    if not any(child.i in reporting and child.dep_ in SUBJECTS and child.pos_ == "NOUN" for child in word.children):
        return None
    helpers = [child.idx for child in word.children if child.dep_ in {"aux", "auxpass", "neg"} and child.i < word.i]
    return min([word.idx, *helpers])


def _end_of_name(page: Page, reporting: frozenset[int], place: Range) -> int | None:
    """Where a quoted name ends after "what it calls", if words follow it."""
    document = page.doc
    free = any(child.lower_ == "what" and child.i < place_of for place_of in reporting
               for child in document[place_of].children)  # fmt: skip
    quotation = next(iter(page.quotations_in(*place)), None)
    if not free or quotation is None or quotation.outer_start != place[0] or quotation.outer_end >= place[1]:
        return None
    return quotation.outer_end
