"""Appositions: descriptions that stand beside the name they explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extraction.mentions import Mention, Words
from onrecord.extraction.page import Page
from onrecord.extraction.subjects import FINITE

APPOSED = re.compile(
    r",\s?(?:(?:aged\s)?\d{1,3},\s)?|\s?\(|\s(?:–|—|--?)\s|,\sor\s(?:the )?|\s(?:named|called)\s"
    r"|,?\s(?:who\s)?(?:gave (?:his|her|their) name|identified (?:him|her|them)self|(?:asked|wanted) to be \w+|goes)"
    r"\s(?:only |simply |just )?(?:as|by)\s(?:the name )?(?:of )?"
    r"|,?\s(?:also |better |formerly |commonly |widely )?known (?:\w+ ){0,5}(?:as|by|acronym)\s(?:the )?"
)
CLOSERS = frozenset({",", ".", ";", ":", "(", ")", "–", "—", "--", "!", "?", '"', "”"})
LONGEST = 60  # characters between a name and its description


def find_appositions(page: Page, words: Words, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Pairs of the numbers of the chief words: of a description, and of the name that it explains."""
    for first, second in _neighbours(words, mentions):
        if (first.form == second.form == "noun") or first.plural or second.plural:
            continue
        gap = page.text[first.reach or first.span.end : second.lead or second.span.start]
        if len(gap) > LONGEST or not APPOSED.fullmatch(gap) or not _may_explain(words, first, second):
            continue
        if first.form != second.form or _is_other_name(gap, second):
            yield (first.head, second.head) if first.form == "noun" else (second.head, first.head)


def _is_other_name(gap: str, second: Mention) -> bool:
    """Whether a name beside a name is another one for the same: "…, known as X", an acronym in brackets."""
    short = second.proper.text if second.proper else ""
    return "known" in gap or (gap.strip() == "(" and len(short) > 1 and short.isupper())


def _neighbours(words: Words, mentions: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Each name and description with the next one that begins after it ends with all that hangs on it."""
    outer: Mention | None = None
    for mention in mentions:
        modifies = words.dep[mention.head] in {"compound", "amod", "nmod"}
        owns = words.tag[mention.head + 1 : mention.head + 2] == ["POS"]
        if mention.form == "pronoun" or (mention.land and ((mention.land.how == "adjective" and modifies) or owns)):
            continue
        end = outer.reach or outer.span.end if outer else 0
        if outer is not None and mention.span.start >= end:
            yield outer, mention
        if outer is None or (mention.reach or mention.span.end) > end:
            outer = mention


def _may_explain(words: Words, first: Mention, second: Mention) -> bool:
    """Whether name and description can be the same: kinds agree, and the second ends as an insertion does."""
    agree = set(first.kinds) & set(second.kinds) or {"unknown", "state"} & {first.kind, second.kind}
    lands = [m.land for m in (first, second) if m.land and m.land.how != "adjective"]
    if not agree or lands or words.sentence[first.head] != words.sentence[second.head]:
        return False
    name, noun = (first, second) if first.form == "name" else (second, first)
    if name.place and "person" not in noun.kinds:
        return False
    if words.dep[second.head] == "appos" and words.head[second.head] == first.head:
        return True
    return _ends_insertion(words, second, first.form == "noun")


def _ends_insertion(words: Words, second: Mention, is_name: bool) -> bool:
    """Whether a mark follows before any verb; after a name, a verb may follow at once ("the mayor, Ana Ruiz, said")."""
    for i in range(second.head + 1, min(second.head + 14, len(words))):
        if words.text[i] in CLOSERS or words.sentence[i] != words.sentence[second.head]:
            return not _goes_on_as_list(words, second, i)
        if words.lower[i] in {"who", "which", "whose", "that"}:
            return True
        if words.tag[i] in FINITE or words.lower[i] in {"and", "or"}:
            return is_name and words.tag[i] in FINITE
    return True


def _goes_on_as_list(words: Words, second: Mention, i: int) -> bool:
    """Whether the second is one of several in a row: "Lima, the army, and …"."""
    return words.dep[second.head] == "conj" and words.lower[i + 1 : i + 2] in (["and"], ["or"])
