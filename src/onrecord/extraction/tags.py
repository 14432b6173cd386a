"""Quotations and their tags: '"…," she said', 'He added: "…"', '"…," said the mayor, "…"'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extraction.boundaries import Range, noun_phrase_range
from onrecord.extraction.cues import CueWord, find_cue
from onrecord.extraction.drafts import Draft, child_of
from onrecord.extraction.governed import cue_range, is_passive, set_source
from onrecord.extraction.page import Page
from onrecord.extraction.quotations import Quotation
from onrecord.extraction.subjects import EXPLETIVE, FINITE, Subject, find_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

TITLE_WORDS = 6
LONGEST_TAG = 45  # words between a quotation and the end of its tag
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
STOPS = frozenset({".", "?", "!", "…"})
SPEAKING_END = re.compile(r"[,?!…—–-]\s*$")
FULL_END = re.compile(r"[,.?!…—–-]\s*$")
OPENS_TAG = re.compile(r"\s*(?:,|--|—|–|-)?\s*")


def is_full(page: Page, quotation: Quotation) -> bool:
    """Whether the quotation is a sentence or more rather than words lifted into one of ours, or a title."""
    inside = page.text[quotation.start : quotation.end]
    if quotation.open or FULL_END.search(inside[-3:]):
        return bool(inside.strip()) and not _is_title(page, quotation)
    after = page.text[quotation.outer_end : quotation.outer_end + 1]
    return after == "," and inside[:1].isupper() and len(inside.split()) >= 4


def _is_title(page: Page, quotation: Quotation) -> bool:
    """Whether a few capitalised words in marks stand where a name does ("on 'Morning Call', she said")."""
    words = page.text[quotation.start : quotation.end].split()
    if len(words) > TITLE_WORDS or quotation.open or not all(word[:1].isupper() or len(word) < 4 for word in words):
        return False
    lead = page.text[max(0, quotation.outer_start - 20) : quotation.outer_start].split()
    return bool(lead) and lead[-1][-1].isalnum() and lead[-1][-1] != ":" and not _is_speaking(lead[-1])


def _is_speaking(word: str) -> bool:
    """Whether the word is a form of a common verb of saying, after which even a title-like quotation is said."""
    return word.lower() in {"said", "says", "say", "saying", "wrote", "tweeted", "shouted", "chanted", "asked"}


def read_quotations(page: Page) -> Iterator[Draft]:
    """The drafts whose contents are quotations with a tag before, after or between them.

    A quotation left open at the end of a paragraph goes on with the next paragraph, as one content in pieces.
    """
    last: Draft | None = None
    pending: list[Range] = []
    running = False
    for paragraph, led in _with_lead_in(page):
        quotations = [q for q in page.quotations_in(*paragraph) if paragraph[0] <= q.outer_start]
        for place, quotation in enumerate(quotations):
            goes_on = running and place == 0 and not page.text[paragraph[0] : quotation.outer_start].strip()
            running = quotation.open
            if not goes_on:
                pending = []
            if not is_full(page, quotation):
                continue
            content = (quotation.outer_start, quotation.outer_end)
            before, after = _gaps(paragraph, quotations, place)
            draft = _find_tag(page, quotation, led if place == 0 else before, after)
            if draft is None and goes_on and last is not None and not pending:
                last.contents.append(content)
            elif draft is None:
                last, pending = None if quotation.open else last, [*pending, content]
            elif last is not None and draft.word.i == last.word.i:
                last.contents.append(content)
            else:
                draft.contents, pending = [*pending, _with_lead(page, draft, quotation, content)], []
                last = draft
                yield draft
        if not quotations:
            running, pending = False, []


def _with_lead_in(page: Page) -> Iterator[tuple[Range, int]]:
    """The paragraphs, each with where the words that lead to it begin: the one before where that ends in a colon."""
    last: Range | None = None
    for paragraph in page.paragraphs:
        led = last is not None and page.text[last[0] : last[1]].rstrip().endswith(":")
        yield paragraph, last[0] if led and last is not None else paragraph[0]
        last = paragraph


def _with_lead(page: Page, draft: Draft, quotation: Quotation, content: Range) -> Range:
    """The quotation with the words of its sentence that lead to it, where the tag follows both.

    In 'The plan is "a gamble," she said' the quotation ends a clause of ours.
    """
    sentence = page.sentence_at(quotation.outer_start)
    if sentence is None or draft.word.idx < quotation.outer_start:
        return content
    lead = page.text[sentence.start : quotation.outer_start].strip(' "“')
    if not lead or not (lead[-1].isalnum() or lead[-1] in "'’"):
        return content
    return sentence.start, content[1]


def _gaps(paragraph: Range, quotations: list[Quotation], place: int) -> Range:
    """Where the words before and after a quotation begin and end: at its neighbours or its paragraph."""
    before = quotations[place - 1].outer_end if place else paragraph[0]
    after = quotations[place + 1].outer_start if place + 1 < len(quotations) else paragraph[1]
    return before, after


def _find_tag(page: Page, quotation: Quotation, before: int, after: int) -> Draft | None:
    """The tag of a quotation: after it where its last mark is a comma, else before it where words lead to it."""
    inside = page.text[quotation.start : quotation.end].rstrip()
    if _leads(page, inside, page.text[before : quotation.outer_start].rstrip()):
        return _tag_before(page, quotation, before) or _tag_after(page, quotation, after)
    return _tag_after(page, quotation, after) or _tag_before(page, quotation, before)


def _leads(page: Page, inside: str, lead: str) -> bool:
    """Whether the tag is looked for before the quotation first."""
    if inside.endswith(","):
        return False
    return not SPEAKING_END.search(inside[-3:]) or lead[-1:] in {",", ":"}


def _tag_after(page: Page, quotation: Quotation, after: int) -> Draft | None:
    """The tag that follows the quotation: '…," the minister said' or '…?" asked the minister'."""
    inside = page.text[quotation.start : quotation.end]
    start = quotation.outer_end
    opening = OPENS_TAG.match(page.text, start)
    if not (SPEAKING_END.search(inside[-3:]) or (opening and opening.group().strip())):
        return None
    words = _until_stop(page, start, after)
    verb = _first_speaking(words)
    if verb is None or _has_clause_after(verb[0], words[-1]):
        return None
    return _tag(verb[0], verb[1], words)


def _has_clause_after(verb: Token, last: Token) -> bool:
    """Whether the verb reports a clause of its own that follows it, so that the quotation before is none of it."""
    clause = child_of(verb, "ccomp")
    return clause is not None and verb.i < clause.i <= last.i and child_of(clause, "nsubj", "nsubjpass") is not None


def _tag_before(page: Page, quotation: Quotation, before: int) -> Draft | None:
    """The tag that leads to the quotation: 'She added: "…' or 'he said, "…'."""
    words = [word for word in page.words(before, quotation.outer_start) if word.idx >= before]
    while words and (words[-1].is_space or words[-1].text in {'"', "“", "''", "``", "'", "‘"}):
        words.pop()
    if not words:
        return None
    colon = words[-1].text == ":"
    for word in reversed(words[-LONGEST_TAG:]):
        if word.text in STOPS:
            break
        entry = find_cue(word)
        if entry is not None and entry.pos == "verb" and _quotes(entry):
            draft = _tag(word, entry, _sentence_words(word, words))
            if draft is not None:
                return draft
        if word.tag_ in FINITE and not colon:
            break
    return _colon(page, words) if colon else None


def _sentence_words(word: Token, words: list[Token]) -> list[Token]:
    sentence = word.sent
    return [other for other in words if sentence.start <= other.i < sentence.end]


def _colon(page: Page, words: list[Token]) -> Draft | None:
    """A sentence that ends in a colon before a quotation gives its subject the word."""
    sentence = _sentence_words(words[-1], words)
    subjects = (word for word in sentence if word.dep_ in {"nsubj", "nsubjpass"} and word.tag_ not in {"WP", "WDT"})
    noun = next(subjects, None)
    if noun is None or noun.pos_ not in NOMINAL or noun.lower_ in EXPLETIVE:
        return None
    colon = words[-1]
    draft = Draft(colon, None, "colon quote", (colon.idx, colon.idx + 1), [], quoted=True)
    set_source(draft, Subject(noun, "own"))
    return draft


def _quotes(entry: CueWord) -> bool:
    return bool(entry.frames & {"quote", "obj-quote", "obj-that"})


def _until_stop(page: Page, start: int, end: int) -> list[Token]:
    """The words from `start` to the end of the sentence."""
    words: list[Token] = []
    for word in page.words(start, min(end, start + 400)):
        if word.idx < start or word.is_space:
            continue
        if word.text in STOPS or (words and "\n" in word.text):
            break
        words.append(word)
        if len(words) > LONGEST_TAG:
            break
    return words


def _first_speaking(words: list[Token]) -> tuple[Token, CueWord] | None:
    """The first verb of the stretch that reports a quotation; none where another clause comes first."""
    for place, word in enumerate(words):
        entry = find_cue(word) if word.pos_ == "VERB" else None
        if (
            entry is not None
            and _quotes(entry)
            and (word.tag_ not in {"VB", "VBN"} or child_of(word, "aux") is not None)
        ):
            return word, entry
        finite = word.tag_ in FINITE and word.dep_ not in {"aux", "auxpass", "relcl"}
        if finite and place > 0 and not _in_relative(word):
            return None
    return None


def _in_relative(word: Token) -> bool:
    while word.dep_ in {"conj", "ccomp", "xcomp", "advcl"} and word.head.i != word.i:
        word = word.head
    return word.dep_ in {"relcl", "acl"}


def _tag(verb: Token, entry: CueWord, words: list[Token]) -> Draft | None:
    """A draft for a tag, with the subject from the parse or, where that is cut off, from the words beside the verb."""
    if not words:
        return None
    first, last = words[0].i, words[-1].i + 1
    draft = Draft(verb, entry, "tag", cue_range(verb), [], quoted=True)
    subject = find_subject(verb)
    passive = is_passive(verb)
    if subject is not None and not passive and first <= subject.noun.i < last:
        set_source(draft, subject)
        return draft
    if subject is not None and subject.way in {"adjunct", "raised", "relative", "modified"}:
        set_source(draft, subject)
        return draft
    noun = _noun_beside(verb, words)
    if noun is not None:
        bounds = (first, verb.i) if noun.i < verb.i else (verb.i + 1, last)
        draft.source, draft.way = noun_phrase_range(noun, *bounds), "beside"
    return draft if draft.source is not None or passive else None


def _noun_beside(verb: Token, words: list[Token]) -> Token | None:
    """The head of the noun phrase before the verb in its tag or, failing that, right after it."""
    left = [word for word in words if word.i < verb.i]
    noun = next((word for word in left if word.pos_ in NOMINAL), None)
    if noun is not None:
        return _climb(noun, left, None)
    right = [word for word in words if word.i > verb.i]
    for word in right:
        if word.pos_ in NOMINAL:
            return _climb(word, right, frozenset({"compound", "poss", "nmod", "amod"}))
        if word.pos_ not in {"DET", "ADJ", "NUM", "ADP"} and not word.is_punct:
            return None
    return None


def _climb(noun: Token, words: list[Token], labels: frozenset[str] | None) -> Token:
    """The noun that the given one belongs to, as far as the words reach."""
    first, last = words[0].i, words[-1].i
    while noun.head.i != noun.i and first <= noun.head.i <= last and noun.head.pos_ in NOMINAL:
        if labels is not None and noun.dep_ not in labels:
            break
        noun = noun.head
    return noun
