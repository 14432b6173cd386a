"""For which body a person speaks, as a report words it around the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.comparison.names import proper_words
from onrecord.model import Party, Reading, Span
from onrecord.words import read_table

BEFORE, AFTER = 160, 150
MOST_WORDS = 8
ROLE_AFTER = re.compile(
    r",\s+(?P<role>[^,.;:“”\"\n]{2,50}?)\s(?:of|at|for|with|from|in)\s(?P<body>[^,.;:()“”\"\n]{3,90})"
)
LEADS_AFTER = re.compile(r",\s+who\s(?:leads|heads|runs|chairs|directs|represents)\s(?P<body>[^,.;:()“”\"\n]{3,80})")
OF_AFTER = re.compile(r"\s(?:of|from|at|with)\s(?P<body>(?:the\s)?[A-Z][^,.;:()“”\"\n]{2,80})")
POSSESSED = re.compile(
    r"(?P<body>[^,.;:()“”\"\n]{2,90}?)(?:['’]s|(?<=s)['’])\s(?P<role>[^,.;:“”\"\n]{3,40}?),?\s(?:[A-Z][\w.]+\s)?$"
)
PLACED_BEFORE = re.compile(
    r"\b(?P<role>[\w-]+(?:\s[\w-]+)?)\s(?:of|at|for|with|from)\s(?P<body>(?:the\s)?[^,.;:()“”\"\n]{3,70}),\s$"
)
BEFORE_NAME = re.compile(r"(?P<words>(?:[\w’'-]+\s){1,4})$")
ITS = re.compile(r"\b(?:[Ii]ts|[Tt]heir)\s(?P<role>[\w\s-]{3,30}?),?\s(?:[A-Z][\w.]+\s)?$")
STOPPERS = re.compile(
    r"\s(?:who|which|that|whom|whose|said|says|told|tells|has|had|have|was|were|is|are|added|warned|confirmed|"
    r"denied|"
    r"admitted|declined|would|will|could|did|wrote|called|put|gave|asked|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b.*"
)
SUBJECT = re.compile(
    r"(?:The|A|An)\s[^\d]|(?!(?:As|By|In|On|At|After|Before|When|While|For|Since|But|And)\b)[A-Z][^\d\s]"
)
ARTICLE = re.compile(r"^(?:the|a|an|its|their|this|that|our)\s", re.IGNORECASE)
LEADING = re.compile(r"^.*\b(?:said|told|says|and|while|but|as|by|to)\s(?=(?:the|a|an)\s|[A-Z])")


@dataclass(frozen=True, slots=True)
class Office:
    """A person's role, and the body that the words beside the name give."""

    role: str | None
    body: str | None
    generic: bool = False  # the body is a plain word such as "company": one already spoken of


def find_office(reading: Reading, party: Party) -> Office:
    """The body that a named person speaks for, by the words around each mention, the fullest description first."""
    found = [office for mention in party.mentions for office in _offices(reading, party, mention)]
    named = [office for office in found if office.body and not office.generic]
    plain = [office for office in found if office.body]
    if named or plain:
        return (named or plain)[0]
    role = next((office.role for office in found if office.role), party.role)
    return Office(role, None)


def is_mouthpiece(role: str | None) -> bool:
    """Whether the role is one of speaking for a body."""
    words = (role or "").casefold()
    return any(words == known or words.endswith(" " + known) for known in _mouthpieces())


def strip_article(words: str) -> str:
    """A description without article or possessive in front."""
    return ARTICLE.sub("", " ".join(words.split()))


def _offices(reading: Reading, party: Party, mention: Span) -> Iterator[Office]:
    text = reading.report.text
    start, end = _name_place(party, mention)
    after, before = _same_sentence(text[end : end + AFTER]), text[max(0, start - BEFORE) : start]
    before = before.rpartition("\n")[2]
    if (match := ROLE_AFTER.match(after)) and _ends_in_role(match["role"]):
        yield Office(match["role"], _cut(match["body"]))
    if match := LEADS_AFTER.match(after):
        yield Office("head", _cut(match["body"]))
    if match := OF_AFTER.match(after):
        yield Office(None, _cut(match["body"]))
    if (match := POSSESSED.search(before)) and _ends_in_role(match["role"]):
        body = _last_words(LEADING.sub("", match["body"]))
        yield Office(match["role"], strip_article(body))
    elif match := ITS.search(before):
        yield Office(match["role"], _subject(before))
    elif (match := PLACED_BEFORE.search(before)) and _ends_in_role(match["role"]):
        yield Office(match["role"], _cut(match["body"]))
    elif match := BEFORE_NAME.search(before):
        yield from _title(match["words"])


def _title(words: str) -> Iterator[Office]:
    """ "Office head", "union leader", "spokesman": the role, and the plain word for the body before it."""
    *front, last = words.split()
    named = [word for word in front[-3:] if word[0].isupper()]
    if last.casefold() == "minister" and named and named[-1].casefold() != "prime":
        yield Office(last, f"{' '.join(named).casefold()} ministry")
        return
    two = f"{front[-1]} {last}" if front else last
    role = two if is_role(two) else last if is_role(last) else None
    if role is None:
        return
    body = front[: -1 if role == two else None]
    plain = body[-1] if body else ""
    if plain and plain.isalpha() and plain.casefold() not in _small() and len(plain) > 2:
        yield Office(role, plain, generic=True)
    else:
        yield Office(role, None)


def _subject(before: str) -> str | None:
    """The body with which the sentence begins: "The water office in Volta had measured …, its head, "."""
    breaks = re.split(r"[.!?]\s+(?=[A-Z])", before)
    sentence = breaks[-1]
    if (len(breaks) == 1 and len(before) >= BEFORE) or not SUBJECT.match(sentence):
        return None
    words = _cut(sentence.partition(",")[0])
    return words if 1 < len(words.split()) < MOST_WORDS and len(words) < len(sentence) else None


def _ends_in_role(words: str) -> bool:
    last = words.split()
    return bool(last) and (is_role(last[-1]) or is_role(" ".join(last[-2:])))


def is_role(words: str) -> bool:
    """Whether the words name an office or a trade."""
    return words.casefold() in _roles()


def _name_place(party: Party, mention: Span) -> tuple[int, int]:
    """Where the name itself stands in a mention, after any title in it."""
    places = [at for name in proper_words(party.name) if (at := mention.text.find(name)) >= 0]
    return mention.start + min(places, default=0), mention.end


def _same_sentence(text: str) -> str:
    end = re.search(r"[.!?]\s+[A-Z“\"]|\n", text)
    return text[: end.start() + 1] if end else text


def _cut(body: str) -> str:
    return strip_article(" ".join(STOPPERS.sub("", body).split()[:MOST_WORDS]))


def _last_words(words: str) -> str:
    return " ".join(words.split()[-MOST_WORDS:])


@cache
def _mouthpieces() -> frozenset[str]:
    return frozenset(row["role"].casefold() for row in read_table("mouthpieces"))


@cache
def _roles() -> frozenset[str]:
    return frozenset(row["noun"].casefold() for row in read_table("person_nouns")) | _mouthpieces()


@cache
def _small() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("function_words"))
