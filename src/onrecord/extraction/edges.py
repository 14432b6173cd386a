"""The edges of what the network tags, moved to where words, names and clauses begin and end.

The network decides word by word and may cut a name at its hyphen ("Fatima al-"), a clause before its verb ("the
seal" of "added the seal bore a name") or take the circumstances of saying into the cue. Grammar knows better there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING

from onrecord.extraction.boundaries import ATTRIBUTES, Range, clause_range
from onrecord.extraction.circumstances import read_audiences
from onrecord.extraction.names import read_name_parts
from onrecord.extraction.page import Page
from onrecord.extraction.subjects import FINITE

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.extraction.cues import CueWord

NAME_WORDS = frozenset({"PROPN"})
OF_NAME = frozenset({"compound", "nmod", "flat", "nsubj"})
OBJECTS = frozenset({"dobj", "dative", "pobj", "attr"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
OF_SUBJECT = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "ADP", "PART"})
ASKING = frozenset({"ask", "question", "press", "quiz", "contact", "approach", "reach"})
HEARD = frozenset({"tell", "inform", "remind", "assure", "warn", "advise"})
QUOTES = frozenset('"“”„«»‘’')
CONJUNCTION = re.compile(r"[ ,]*(?:that,? )?", re.IGNORECASE)
LONGEST_GAP = 12  # words between a cue and its content that may be the beginning of the content


def widen_source(page: Page, source: Range, cue: Range, contents: Sequence[Range]) -> Range:
    """The source with the whole of the name that it cuts, and the words that lead up to its noun."""
    start, end = source
    words = [word for word in page.words(start, end) if not word.is_space]
    if not words:
        return source
    others = (cue, *contents)
    first, last = words[0], words[-1]
    while _goes_on_before(first, last, page) and not _meets(_place(first.nbor(-1)), others):
        first = first.nbor(-1)
    while _goes_on_behind(last, page) and not _meets(_place(last.nbor()), others):
        last = last.nbor()
    if last.i == words[-1].i and len(words) > 1 and last.dep_ == "acl" and [*last.rights]:
        last = last.nbor(-1)  # "a report published", cut before "on Monday"
        end = last.idx + len(last)
    return min(start, first.idx), max(end, last.idx + len(last))


def _goes_on_before(word: Token, last: Token, page: Page) -> bool:
    """Whether the word before belongs to the same name: joined by a hyphen, a particle, or what leads up to it."""
    if not word.i or page.sentence_at(word.nbor(-1).idx) is not page.sentence_at(word.idx):
        return False
    before = word.nbor(-1)
    if not before.whitespace_ and not before.is_space and (_is_hyphen(before) or _is_hyphen(word)):
        return True
    if word.pos_ not in NAME_WORDS and not _is_particle(word) and before.dep_ not in ATTRIBUTES:
        return False
    leads = before.dep_ in ATTRIBUTES and before.i < before.head.i <= last.i
    return leads or _is_particle(before) or (before.pos_ in NAME_WORDS and before.dep_ in OF_NAME)


def _goes_on_behind(word: Token, page: Page) -> bool:
    """Whether the word behind belongs to the same name: no space between, or a particle came before."""
    if word.i + 1 >= len(word.doc):
        return False
    after = word.nbor()
    if page.sentence_at(after.idx) is not page.sentence_at(word.idx):
        return False
    joined = not word.whitespace_ and (_is_hyphen(word) or _is_hyphen(after))
    return joined or (_is_particle(word) and word.i > 0 and (after.text[:1].isupper() or _is_particle(after)))


def _is_hyphen(word: Token) -> bool:
    return word.text in {"-", "‑"} or word.text.endswith("-")


def _is_particle(word: Token) -> bool:
    return word.text in read_name_parts("particle")


@cache
def _audiences() -> frozenset[str]:
    return read_audiences() | {noun + "s" for noun in read_audiences()}


def find_answer(head: Token) -> Token | None:
    """The verb of answering over a verb of asking ("Asked by reporters, the operator denied"), else None."""
    asks = head.tag_ == "VBN" and head.dep_ == "advcl" and head.lemma_ in ASKING
    return head.head if asks and place_subject(head.head) is not None else None


def place_subject(verb: Token) -> Range | None:
    """The subject before the verb with what leads up to it, in characters."""
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < verb.i), None)
    return None if subject is None else (subject.left_edge.idx, subject.idx + len(subject))


def is_asking(page: Page, source: Range) -> bool:
    """Whether the source only asks: "by reporters" after "asked"."""
    agents = (word.head.head for word in page.words(*source) if word.dep_ == "pobj" and word.head.lower_ == "by")
    return any(verb.tag_ == "VBN" and verb.lemma_ in ASKING for verb in agents)


def narrow_cue(page: Page, cue: Range, head: Token, entry: CueWord | None) -> Range:
    """The cue without the place, paper or hearers that follow its verb ("said in a statement" is "said")."""
    if entry is None or entry.pos != "verb" or entry.kind != "speech":
        return cue
    behind = page.words(head.idx, cue[1])[1:]
    for place, word in enumerate(behind):
        around = word.dep_ == "prep" and place < len(behind) - 1 and word.lower_ != entry.particle
        if around or (word.dep_ in OBJECTS and word.lower_ in _audiences()):
            last = word.nbor(-1)
            return cue[0], last.idx + len(last)
    return cue


def mend_content(page: Page, content: Range, cue: Range, head: Token, taken: Sequence[Range]) -> Range:
    """The content grown to its clause where the words between cue and content, or behind it, belong to that clause."""
    sentence = page.sentence_at(cue[0])
    if sentence is None or not cue[1] <= content[0] < sentence.end or page.quotation_at(content[0]) is not None:
        return content
    between = _without_hearers([word for word in page.words(cue[1], content[1]) if word.idx >= cue[1]], head)
    first = between[0].idx if between else content[0]
    content = max(first, content[0]), content[1]
    between = [word for word in between if word.idx < content[0] and not word.is_space]
    if (
        content[0] >= content[1]
        or any(word.is_punct or word.is_quote for word in between)
        or len(between) > LONGEST_GAP
    ):
        return content
    inside = {word.i for word in page.words(*content)}
    left = _first_of_clause(between, inside, content[0])
    right = content[1] if between and left == content[0] else _end_of_clause(page, content, inside, head)
    grown = left, min(max(right, content[1]), sentence.end)
    return content if _meets((grown[0], content[0]), taken) or _meets((content[1], grown[1]), taken) else grown


def with_lead(page: Page, contents: Sequence[Range], others: Sequence[Range]) -> list[Range]:
    """The contents, a first quotation with the clause that it ends: "The crews expect 'a long night,' Dahl said"."""
    pieces = sorted(contents)
    start, end = pieces[0]
    sentence = page.sentence_at(start)
    quotation = page.quotation_at(start + 1)
    if sentence is None or quotation is None or quotation.outer_start != start or end > others[0][0]:
        return pieces
    lead = [word for word in page.words(sentence.start, start) if word.idx < start and not word.is_space]
    clause = any(word.tag_ in FINITE for word in lead) and lead[-1].is_alpha
    if not clause or _meets((sentence.start, start), others) or page.text[sentence.start] in QUOTES:
        return pieces
    return [(sentence.start, end), *pieces[1:]]


def _without_hearers(words: list[Token], head: Token) -> list[Token]:
    """The words after those who are spoken to ("told | reporters 74 players would travel")."""
    if len(words) < 3 or head.lemma_ not in HEARD or words[0].lower_ not in _audiences():
        return words
    return words[1:] if words[1].pos_ not in {"VERB", "AUX", "CCONJ"} else words


def _first_of_clause(between: Sequence[Token], inside: Collection[int], behind: int) -> int:
    """Where the words before the content begin that hang on it without a break, else where the content does."""
    first = behind
    for word in reversed(between):
        if word.lower_ == "that" or not _hangs_within(word, inside):
            break
        first = word.idx
    return between[0].idx if first == behind and _lacks_subject(between, inside) else first


def _lacks_subject(between: Sequence[Token], inside: Collection[int]) -> bool:
    """Whether the content begins with a finite verb and all before it, back to the cue, can be its subject."""
    if not between or not inside:
        return False
    verb = between[0].doc[min(inside)]
    subject = any(child.dep_ in SUBJECTS and child.i in inside for child in (*verb.children, *verb.head.children))
    begins = between[0].pos_ not in {"ADP", "PART"} and all(word.pos_ in OF_SUBJECT for word in between)
    return verb.tag_ in FINITE and not subject and begins


def _hangs_within(word: Token, inside: Collection[int]) -> bool:
    """Whether one of the words that the word hangs on, step by step, stands inside."""
    for _ in range(LONGEST_GAP):
        if word.i in inside:
            return True
        if word.head.i == word.i:
            return False
        word = word.head
    return False


def _end_of_clause(page: Page, content: Range, inside: Collection[int], head: Token) -> int:
    """Where the clause ends of which the content is but the subject."""
    for place in sorted(inside):
        word = page.doc[place]
        verb = word.head
        if word.dep_ in SUBJECTS and verb.i not in inside and verb.i > place and _hangs_on(verb, head):
            return clause_range(verb)[1]
    return content[1]


def _hangs_on(verb: Token, head: Token) -> bool:
    return verb.dep_ in {"ccomp", "xcomp"} and verb.head.i == head.i


def join_pieces(page: Page, contents: Sequence[Range], others: Sequence[Range] = ()) -> list[Range]:
    """The contents in text order, those made one that a "that" and commas part, or a few words of one sentence.

    What is reported without quotation marks breaks off only for source and cue, the `others`.
    """
    joined: list[Range] = []
    for start, end in sorted(contents):
        if joined and _goes_on(page, (joined[-1][1], start), others):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _goes_on(page: Page, gap: Range, others: Sequence[Range]) -> bool:
    if CONJUNCTION.fullmatch(page.text, *gap):
        return True
    if not others or _meets(gap, others) or any(sign in QUOTES for sign in page.text[gap[0] - 1 : gap[1] + 1]):
        return False
    together = page.sentence_at(gap[0] - 1) is page.sentence_at(gap[1])
    return (
        together and len(page.words(*gap)) <= LONGEST_GAP and not any(sign in ";:—–" for sign in page.text[slice(*gap)])
    )


def _place(word: Token) -> Range:
    return word.idx, word.idx + len(word)


def _meets(place: Range, others: Sequence[Range]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)
