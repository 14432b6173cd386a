"""Mentions: every place where a report names, describes or points back at somebody who may speak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from onrecord.extraction.names import (
    Land,
    Noun,
    find_land,
    fold,
    fold_words,
    gender_of,
    read_classing,
    read_date_words,
    read_given_names,
    read_group_nouns,
    read_name_parts,
    read_nouns,
    read_places,
    read_pronouns,
    read_titles,
)
from onrecord.extraction.page import Page
from onrecord.model import PartyKind, Span

Form = Literal["name", "noun", "pronoun"]
NICKNAME_MARKS = frozenset({'"', "“", "”", "‘", "’", "'"})
LONGEST_SURNAME = 4
LONGEST_ACRONYM = 6
MOST_PARTICLES = 3  # in a row: "de los", "van de"
CLICKS = frozenset({"!", "ǃ", "ǀ", "ǁ", "ǂ", "|", "‡"})  # letters of Khoisan names
RELATIVES = frozenset({"who", "which", "that", "whose", "whom"})
NAME_LABELS = frozenset({"PERSON", "NAME", "GPE"})
BEFORE_DATES = frozenset({"in", "on", "since", "by", "until", "till", "last", "next", "this", "late", "early", "mid"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names, describes or points back at a party, with what its words tell.

    `head` is the number of its chief word. `name` holds the folded words of a proper name, `noun` the
    chief word of a description, `fields` the words that tell it from others of its kind ("housing"
    minister), `owner` the number of a word for whom it belongs to ("the institute's director"). `reach` is
    where the description ends with what hangs on it ("the mayor of Lund"), `lead` where the owner before a
    name begins ("Oslo's Orbit Air"). `place` marks names that the parse holds for places. `gender` is what
    titles and nouns tell, `leaning` what a given name commonly tells.
    """

    span: Span
    head: int
    form: Form
    kinds: tuple[PartyKind, ...] = ()
    name: tuple[str, ...] = ()
    title: str = ""
    noun: str = ""
    families: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    gender: str | None = None
    plural: bool = False
    determiner: str = ""
    owner: int | None = None
    land: Land | None = None
    proper: Span | None = None
    place: bool = False
    reach: int = 0
    leaning: str | None = None
    lead: int = 0

    @property
    def kind(self) -> PartyKind:
        """The likeliest kind."""
        return self.kinds[0] if self.kinds else "unknown"


@dataclass(frozen=True)
class Words:
    """The words of a page as plain lists, which are much quicker to walk than the parse itself."""

    text: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    label: list[str]
    start: list[int]
    end: list[int]
    sentence: list[int]
    quoted: list[bool]
    stop: list[bool]
    opens: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.text)


def list_words(page: Page) -> Words:
    """The words of a page as lists; `sentence` is -1 for words of no sentence (furniture)."""
    rows = [
        (t.idx, t.text, t.lemma_, t.pos_, t.tag_, t.dep_, t.head.i, t.is_stop) for t in page.doc
    ]  # fmt: skip
    columns = map(list, zip(*rows, strict=True)) if rows else [[]] * 8
    start, text, lemma, pos, tag, dep, head, stop = columns
    sentence, opens = _number_sentences(page, start)
    return Words(
        text, [word.lower() for word in text], lemma, pos, tag, dep, head, _guess_labels(text, tag), start,
        [at + len(word) for at, word in zip(start, text, strict=True)], sentence, _mark_quoted(page, start), stop,
        opens,
    )  # fmt: skip


def _guess_labels(text: list[str], tag: list[str]) -> list[str]:
    """What each run of proper nouns looks like: a land, a person by its given name, or a name of several words."""
    labels = [""] * len(text)
    place = 0
    while place < len(text):
        end = place
        while end < len(text) and tag[end] in {"NNP", "NNPS"}:
            end += 1
        if end > place:
            labels[place:end] = [_guess_label(text[place:end])] * (end - place)
        place = max(end, place + 1)
    return labels


def _guess_label(name: list[str]) -> str:
    if find_land(" ".join(name)) is not None:
        return "GPE"
    if fold(name[0].lower()) in read_given_names():
        return "PERSON"
    return "NAME" if len(name) > 1 else ""


def _number_sentences(page: Page, start: list[int]) -> tuple[list[int], list[bool]]:
    numbers, opens, place, fresh = [], [], 0, True
    sentences = page.sentences
    for at in start:
        while place < len(sentences) and at >= sentences[place].end:
            place, fresh = place + 1, True
        inside = place < len(sentences) and at >= sentences[place].start
        numbers.append(place if inside else -1)
        opens.append(inside and fresh)
        if inside and page.text[at].isalnum():
            fresh = False
    return numbers, opens


def _mark_quoted(page: Page, start: list[int]) -> list[bool]:
    marks, place, quotations = [], 0, page.quotations
    for at in start:
        while place < len(quotations) and at >= quotations[place].outer_end:
            place += 1
        marks.append(place < len(quotations) and quotations[place].start <= at < quotations[place].end)
    return marks


def find_mentions(page: Page, words: Words) -> list[Mention]:
    """All mentions of a page in text order: names, descriptions and pronouns."""
    names = list(_find_names(page, words))
    taken = {i for mention in names for i in _word_numbers(words, mention)}
    nouns = list(_find_nouns(page, words, taken))
    pronouns = list(_find_pronouns(page, words))
    return sorted([*names, *nouns, *pronouns], key=lambda mention: (mention.span.start, -mention.span.end))


def _word_numbers(words: Words, mention: Mention) -> Iterator[int]:
    number = mention.head
    while number >= 0 and words.start[number] >= mention.span.start:
        yield number
        number -= 1


def _find_pronouns(page: Page, words: Words) -> Iterator[Mention]:
    pronouns = read_pronouns()
    for i, word in enumerate(words.lower):
        if word in pronouns and words.sentence[i] >= 0 and words.text[i] != "US":
            gender, plural = pronouns[word]
            yield Mention(page.span(words.start[i], words.end[i]), i, "pronoun", gender=gender, plural=plural)


# --- names ---------------------------------------------------------------------------------------


def _find_names(page: Page, words: Words) -> Iterator[Mention]:
    """Proper names: runs of capitalised words, parted from titles and lands before them."""
    shouted = _find_shouted(words)
    common = {words.lower[i] for i in range(len(words)) if words.text[i].islower()}
    inside = (i for i in range(len(words)) if not words.opens[i] and words.sentence[i] not in shouted)
    known = {words.text[i] for i in inside if words.pos[i] == "PROPN" and words.lower[i] not in common}
    i = 0
    while i < len(words):
        if not _may_begin(words, i, common, known, shouted):
            i += 1
            continue
        end = _end_of_run(words, i, shouted)
        yield from _part_run(page, words, i, end)
        i = end


def _find_shouted(words: Words) -> set[int]:
    """Sentences (headlines, mostly) whose words nearly all begin with a capital: there, capitals tell nothing."""
    counts: dict[int, list[int]] = {}
    for i, number in enumerate(words.sentence):
        if number >= 0 and words.text[i].isalpha() and len(words.text[i]) > 3:
            row = counts.setdefault(number, [0, 0])
            row[0] += words.text[i][0].isupper()
            row[1] += 1
    return {number for number, (upper, every) in counts.items() if every >= 4 and upper >= 0.8 * every}


def _is_capital(word: str) -> bool:
    """Whether a word has the capital of a name, also behind a prefix ("kaMthethwa")."""
    return word[0].isupper() or (len(word) > 3 and word[:2].islower() and word[2].isupper())


def _is_date(words: Words, i: int) -> bool:
    """Whether a word is that of a month or a day, and no name that looks like one (May, Jan, Sun)."""
    always = read_date_words().get(words.lower[i].rstrip("."))
    if always is None or words.label[i] == "PERSON":
        return False
    numbered = i + 1 < len(words) and words.text[i + 1].isdigit()
    return always or numbered or (i > 0 and words.lower[i - 1] in BEFORE_DATES)


def _may_begin(words: Words, i: int, common: set[str], known: set[str], shouted: set[int]) -> bool:
    text, lower = words.text[i], words.lower[i]
    if (
        words.sentence[i] < 0
        or not _is_capital(text)
        or _is_date(words, i)
        or (lower in read_pronouns() and text != "US")
    ):
        return False
    if _is_acronym(text) and len(text) <= LONGEST_ACRONYM and words.sentence[i] not in shouted:
        return True
    if _is_short_surname(words, i):
        return True
    if words.pos[i] in {"DET", "PRON", "SCONJ", "CCONJ", "AUX", "PUNCT", "NUM", "ADP", "PART", "INTJ"} and not (
        words.label[i] in NAME_LABELS and words.pos[i] in {"NUM", "INTJ"}
    ):
        return text in {"US", "UN", "EU", "UK"}
    if words.opens[i] and words.stop[i] and text not in {"US", "UN", "EU", "UK"}:
        return False
    if words.sentence[i] in shouted:
        return words.label[i] in NAME_LABELS or find_land(text) is not None
    return not words.opens[i] or text in known or _is_name_at_start(words, i, common)


def _is_short_surname(words: Words, i: int) -> bool:
    """Whether a short word is the surname before a hyphenated given name ("Do Kyung-wan", "An Mi-ra")."""
    if len(words.text[i]) > LONGEST_SURNAME or (words.opens[i] and words.pos[i] in {"ADP", "DET"}):
        return False
    given = words.text[i + 1 : i + 4]
    if len(given) < 3 or not (_is_capital(given[0]) and given[1] == "-" and given[2].islower()):
        return False
    glued = words.end[i + 1] == words.start[i + 2] and words.end[i + 2] == words.start[i + 3]
    return glued and len(given[2]) <= LONGEST_SURNAME + 1 and given[2] not in read_name_parts("suffix")


def _is_name_at_start(words: Words, i: int, common: set[str]) -> bool:
    """Whether the capital of a sentence's first word is that of a name."""
    lower = words.lower[i]
    if find_land(words.text[i]) or fold(lower) in read_given_names():
        return True
    if lower in read_name_parts("particle") and (_count_particles(words, i + 1) or _is_particled(words, i)):
        return True
    follows = i + 1 < len(words) and _is_capital(words.text[i + 1]) and words.text[i + 1].isalpha()
    if follows and (words.pos[i + 1] == "ADP" or words.label[i] == words.label[i + 1] == "NAME"):
        return True
    if follows and words.tag[i] == "NNS" and not lower.endswith("s") and lower not in read_nouns():
        return True
    if fold(lower) in read_titles() or lower in read_nouns() or lower in read_group_nouns():
        office = words.lower[i + 1 : i + 2] in (["of"], ["for"]) and _is_capital(words.text[min(i + 2, len(words) - 1)])
        return (follows or office) and words.pos[i] == "PROPN"
    if words.pos[i] not in {"PROPN", "NOUN", "ADJ", "X"}:
        return words.label[i] in {"PERSON", "NAME", "GPE"} or (
            follows and words.pos[i + 1] == "PROPN" and lower not in common
        )
    return (words.pos[i] == "PROPN" and (lower not in common or follows)) or (
        words.label[i] in {"PERSON", "NAME"} and follows
    )


def _is_particled(words: Words, i: int) -> bool:
    """Whether a particle with the capital of a sentence's start opens a name ("Van Dijk", "Al-Masri", "De Souza")."""
    if _is_hyphened(words, i):
        return True
    follows = i + 1 < len(words) and _is_capital(words.text[i + 1]) and words.text[i + 1].isalpha()
    return follows and words.pos[i + 1] == "PROPN" and words.dep[i] in {"compound", "nmod", "nsubj"}


def _end_of_run(words: Words, start: int, shouted: set[int]) -> int:
    """The number after the last word of the run of capitalised words that begins at `start`."""
    end = start + 1
    while end < len(words) and words.sentence[end] >= 0 and words.start[end] - words.end[end - 1] <= 1:
        step = _step_of_run(words, start, end, shouted)
        if not step:
            break
        end += step
    return end


def _step_of_run(words: Words, start: int, i: int, shouted: set[int]) -> int:
    """How many words go on with the run at `i`: none, one, or a small word and the capital after it."""
    word = words.text[i]
    if word in {"-", "‑"} and words.start[i] == words.end[i - 1] and i + 1 < len(words):
        return 2 if words.start[i + 1] == words.end[i] and words.text[i + 1].isalpha() else 0
    if _is_capital(word) and not _is_date(words, i) and word[-1].isalpha() | (word[-1] == "."):
        plain = words.sentence[i] not in shouted or words.label[i] in NAME_LABELS
        return int(plain and words.start[i] > words.end[i - 1] - 1 and words.pos[i] not in {"DET", "PRON", "AUX"})
    if word in NICKNAME_MARKS and _is_nicknamed(words, i):
        return 4
    follows = i + 1 < len(words) and _is_capital(words.text[i + 1]) and words.text[i + 1][0].isalpha()
    if word == "." and follows and words.start[i] == words.end[i - 1] and fold(words.text[i - 1]) in read_titles():
        return 2
    if word in CLICKS and follows and words.start[i + 1] == words.end[i]:
        return 2
    particles = _count_particles(words, i)
    if particles:
        return particles
    joint = word in {"of", "for", "and", "&", "the", "on", "in"} and _is_joined(words, start, i)
    if joint and follows:
        return 2
    if joint and words.lower[i + 1 : i + 2] == ["the"] and i + 2 < len(words) and _is_capital(words.text[i + 2]):
        return 3
    return 0


def _is_nicknamed(words: Words, i: int) -> bool:
    """Whether a nickname stands in marks inside a name (Hugo "Tito" Reyes)."""
    following = words.text[i + 1 : i + 4]
    if len(following) < 3 or words.sentence[i + 3] != words.sentence[i] or following[1] not in NICKNAME_MARKS:
        return False
    return all(_is_capital(name) and name.isalpha() for name in (following[0], following[2]))


def _count_particles(words: Words, i: int) -> int:
    """How many words the particles at `i` and the name after them are ("van der Laan", "al-Masri")."""
    particles = read_name_parts("particle")
    for k in range(i, min(i + MOST_PARTICLES, len(words) - 1)):
        if words.text[k] not in particles or words.pos[k] == "NUM" or words.sentence[k] != words.sentence[i]:
            return 0
        if _is_hyphened(words, k):
            return k + 3 - i
        name = words.text[k + 1]
        if name[0].isalpha() and _is_capital(name) and words.pos[k + 1] in {"PROPN", "NOUN", "ADJ", "VERB", "X"}:
            return k + 2 - i
    return 0


def _is_hyphened(words: Words, i: int) -> bool:
    """Whether a hyphen and a capital follow without a space ("al-Masri")."""
    glued = i + 2 < len(words) and words.end[i] == words.start[i + 1] and words.end[i + 1] == words.start[i + 2]
    return glued and words.text[i + 1] in {"-", "‑"} and _is_capital(words.text[i + 2])


def _is_joined(words: Words, start: int, i: int) -> bool:
    """Whether a small word stands inside one name: a body's ("Ministry of Health") or one that the parse saw whole."""
    if words.text[i] == "&":
        return True
    same = words.label[i] in {"NAME", "GPE"} and words.label[i - 1] == words.label[i]
    if words.text[i] in {"of", "for"}:
        before = words.lower[i - 1]
        parts = {**read_name_parts("opening"), **_media_endings()}
        return same or before in parts or before in read_nouns() or before in read_places()
    opened = any(words.lower[k] in read_name_parts("opening") for k in range(start, i))
    if words.text[i] == "and" and opened and "of" in words.text[start:i] and "university" not in words.lower[start:i]:
        following = words.lower[i + 1] if i + 1 < len(words) else ""
        return words.label[i + 1 : i + 2] not in (["PERSON"], ["GPE"]) and not (
            fold(following) in read_titles() or following in read_nouns() or following in read_name_parts("opening")
        )
    return (same and (words.label[i + 1 : i + 2] == [words.label[i]])) or (opened and words.text[i] == "and" and same)


@cache
def _media_endings() -> dict[str, tuple[PartyKind, frozenset[str]]]:
    """The words that close a medium's name and may go on with a place ("the Herald of Lagos")."""
    return {word: told for word, told in read_name_parts("ending").items() if told[0] == "media"}


def _part_run(page: Page, words: Words, start: int, end: int) -> Iterator[Mention]:
    """The names in one run of capitalised words: "US President Ana Ruiz" is a land and a person with a title."""
    text = page.text[words.start[start] : words.end[end - 1]]
    land = find_land(text)
    if land:
        yield _name_land(page, words, start, end, land)
        return
    title = _last_title(words, start, end)
    if title is None:
        first = _skip_land(words, start, end) if (first := _change_of_label(words, start, end)) == start else first
        if first > start:
            yield _name_land(page, words, start, first, find_land(page.text[words.start[start] : words.end[first - 1]]))
        yield from _name_run(page, words, first, end)
        return
    begin = _end_of_title(words, title, end)
    prefix = _begin_of_title(words, start, title)
    if prefix > start:
        yield from _part_run(page, words, start, prefix)
    if begin < end:
        yield _name_person(page, words, prefix, begin, end)


def _change_of_label(words: Words, start: int, end: int) -> int:
    """The number of the word where a land's name ends and a person's begins ("Ambassador to Chile Ana Ruiz")."""
    for i in range(start + 1, end):
        if words.label[i] == "PERSON" and words.label[i - 1] == "GPE" and find_land(" ".join(words.text[start:i])):
            return i
    return start


def _skip_land(words: Words, start: int, end: int) -> int:
    """The number of the first word after a land's name or adjective that opens the run."""
    for size in (3, 2, 1):
        if start + size < end:
            land = find_land(" ".join(words.text[start : start + size]))
            if land and land.how in {"name", "adjective", "people"} and _is_apart(words, start, end, land):
                return start + size
    return start


def _is_apart(words: Words, start: int, end: int, land: Land) -> bool:
    """Whether the land before a name is no part of it: "Chinese Xi Jinping" but not "South African Airways"."""
    last = words.lower[end - 1]
    return last not in read_nouns() and last not in read_name_parts("ending") and land.how != "name"


def _last_title(words: Words, start: int, end: int) -> int | None:
    """The number of the last title in a run, None where the run has none or is the name of a body."""
    closing = read_name_parts("ending").get(fold(words.text[end - 1]))
    if closing is not None and closing[0] == "organization" and "PERSON" not in words.label[start + 1 : end]:
        return None
    for i in range(end - 1, start - 1, -1):
        if _is_title(words, i, end) and not (i > start and words.text[i - 1] in {"-", "of", "for"}):
            whole = i == end - 1 and i > start and fold(words.text[i]) not in read_nouns()
            return None if whole else i
    return None


def _is_title(words: Words, i: int, end: int) -> bool:
    """Whether a capitalised word may stand before a name as a title ("Collector", "Passenger")."""
    if fold(words.text[i]) in read_titles():
        return True
    noun = read_nouns().get(words.lower[i])
    if noun is None or i + 1 >= end or words.label[i] == "PERSON":
        return False
    return noun.kinds == ("person",) or ("person" in noun.kinds and words.label[i + 1] == "PERSON")


def _end_of_title(words: Words, title: int, end: int) -> int:
    """Where the name begins after a title, which may have a tail: "Secretary of State"."""
    if title + 2 < end and words.text[title + 1] in {"of", "for"}:
        return title + 3
    return title + 1


def _begin_of_title(words: Words, start: int, title: int) -> int:
    """Where a title of several words begins: "Chief Medical Officer", but not the body or land before it."""
    first = title
    while first > start and words.label[first - 1] != "GPE" and not _is_acronym(words.text[first - 1]):
        if words.text[first - 1] == "-" or find_land(words.text[first - 1]):
            break
        first -= 1
    return first


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.isalpha()


def _name_land(page: Page, words: Words, start: int, end: int, land: Land | None) -> Mention:
    kinds: tuple[PartyKind, ...] = ("organization",) if land is not None and land.how == "house" else ("state",)
    article = start > 0 and words.lower[start - 1] == "the" and words.dep[end - 1] not in {"compound", "amod", "nmod"}
    begin = start - 1 if article else start
    span = page.span(words.start[begin], words.end[end - 1])
    name = fold_words(page.text[words.start[start] : words.end[end - 1]])
    return Mention(span, end - 1, "name", kinds, name, land=land, proper=page.span(words.start[start], span.end))


def _name_person(page: Page, words: Words, title: int, begin: int, end: int) -> Mention:
    text = page.text[words.start[begin] : words.end[end - 1]]
    role = page.text[words.start[title] : words.end[begin - 1]]
    first, owner, lower_role = _role_before(words, title)
    role = page.text[words.start[lower_role] : words.end[begin - 1]] if lower_role < title else role
    gender = next((g for w in role.split() if (g := read_titles().get(fold(w)))), None)
    told = read_nouns().get(words.lower[begin - 1], Noun(("person",)))
    after = _owner_after(words, end - 1)
    return Mention(
        page.span(words.start[first], words.end[end - 1]), end - 1, "name", ("person",), fold_words(text), role,
        words.lower[begin - 1], told.families, frozenset(w.lower() for w in role.split()[:-1]),
        gender or told.gender, leaning=gender_of(text.split()), owner=owner if owner is not None else after,
        proper=page.span(words.start[begin], words.end[end - 1]),
        reach=words.end[after if after is not None else end - 1],
    )  # fmt: skip


def _role_before(words: Words, begin: int) -> tuple[int, int | None, int]:
    """Where the noun phrase that ends in a name begins, whom it belongs to, and where the role begins."""
    first, owner = begin, None
    while first > 0 and words.sentence[first - 1] == words.sentence[begin] and _is_inner(words, first - 1):
        opened = first < begin and (words.pos[first] == "DET" or words.tag[first] == "PRP$")
        if opened and words.pos[first - 1] != "DET" and words.tag[first - 1] != "POS":
            break
        first -= 1
    if words.tag[first] == "POS" and first and words.sentence[first - 1] == words.sentence[first]:
        first -= 1
    role = first
    for i in range(first, begin):
        if words.pos[i] in {"DET", "PART"} or words.tag[i] in {"PRP$"}:
            role = i + 1
        if words.tag[i] == "POS" or words.tag[i] == "PRP$":
            owner = i if words.tag[i] == "PRP$" else i - 1
        elif _is_body_before(words, i, owner) and (owner is None or owner == i - 1):
            owner, role = i, i + 1
    return first, owner, min(role, begin)


def _is_body_before(words: Words, i: int, owner: int | None) -> bool:
    """Whether a word of a phrase is a name, that of somebody's body or land ("FIS president")."""
    capital = (words.pos[i] == "PROPN" and words.text[i][0].isupper()) or _is_acronym(words.text[i])
    plain = words.lower[i] not in read_nouns() or owner == i - 1
    return capital and plain and (not words.opens[i] or _is_acronym(words.text[i]))


def _is_inner(words: Words, i: int) -> bool:
    """Whether the word may stand inside a noun phrase before its chief word."""
    if words.pos[i] in {"NOUN", "PROPN", "ADJ", "DET", "NUM"}:
        return not _is_date(words, i)
    if words.dep[i] in {"compound", "amod", "nmod"} and words.lower[i] in read_nouns():
        return True
    if words.tag[i] in {"PRP$", "POS"} or (words.text[i] == "-" and i > 0 and words.start[i] == words.end[i - 1]):
        return True
    return words.tag[i] in {"VBN", "VBG"} and words.dep[i] == "amod"


def _is_modifier(words: Words, start: int, end: int) -> bool:
    """Whether a run goes on with a hyphen and a word that makes it an adjective ("Leeds-based")."""
    return end - start > 2 and words.text[end - 2] in {"-", "‑"} and words.lower[end - 1] in read_name_parts("suffix")


def _name_run(page: Page, words: Words, start: int, end: int) -> Iterator[Mention]:
    """The name that a run without a title is, with the noun before it ("the airline Orbit Air")."""
    while start < end and words.text[start] in {"-", "The"}:
        start += 1
    if start >= end or _is_modifier(words, start, end) or _is_description(words, start, end):
        return
    if start and words.text[start - 1] in read_name_parts("particle") and words.pos[start - 1] in {"PROPN", "X", "ADP"}:
        start -= 1
    elif start > 1 and words.lower[start - 2] in read_name_parts("particle") and _is_hyphened(words, start - 2):
        start -= 2
    yield _make_name(page, words, start, end)


def _is_description(words: Words, start: int, end: int) -> bool:
    """Whether the run is no name but a noun with a capital ("Police", "Housing Minister")."""
    noun = read_nouns().get(words.lower[end - 1])
    if noun is None or (end - start > 1 and words.lower[end - 1] in _media_endings()):
        return False
    if end - start == 1:
        return words.opens[start] or "person" in noun.kinds
    return "person" in noun.kinds and "organization" not in noun.kinds and words.label[end - 1] != "PERSON"


def _make_name(page: Page, words: Words, start: int, end: int) -> Mention:
    text = page.text[words.start[start] : words.end[end - 1]]
    first, owner, role = _role_before(words, start)
    before = _noun_before(words, first, start)
    kinds, families = _kinds_of_run(words, start, end, before)
    is_person = kinds[:1] == ("person",)
    after = _owner_after(words, end - 1) if is_person else None
    owned = owner is not None and (before is not None or words.tag[owner + 1] == "POS")
    begin = first if before else start - 1 if start and words.lower[start - 1] == "the" else start
    return Mention(
        page.span(words.start[begin], words.end[end - 1]),
        end - 1,
        "name",
        kinds,
        fold_words(text),
        title=page.text[words.start[role] : words.end[start - 1]] if is_person and _is_role(words, role, start) else "",
        noun=words.lower[start - 1] if before else "",
        families=families | (before.families if before else frozenset()),
        fields=frozenset(words.lower[role : start - 1]) if before else frozenset(),
        gender=before.gender if before else None,
        plural=kinds == ("group",),
        owner=owner if owned else after,
        proper=page.span(words.start[start], words.end[end - 1]),
        place=not before and (_is_place(words, end - 1, families) or _is_thing(words, start, end, families)),
        reach=words.end[after if after is not None else end - 1],
        lead=words.start[first] if owned and not before else 0,
        leaning=gender_of(text.split()) if is_person else None,
    )


def _is_role(words: Words, role: int, start: int) -> bool:
    """Whether the words before a name may be a role: they end in a singular noun, for a person or one with the name."""
    if role >= start or words.tag[start - 1] not in {"NN", "NNP"}:
        return False
    noun = read_nouns().get(words.lower[start - 1])
    return words.dep[start - 1] in {"compound", "nmod", "amod"} or (noun is not None and "person" in noun.kinds)


def _kinds_of_run(
    words: Words, start: int, end: int, before: Noun | None
) -> tuple[tuple[PartyKind, ...], frozenset[str]]:
    kinds, families = _judge_name(words, start, end, before)
    if before or families:
        return kinds, families
    if words.tag[end - 1] == "NNPS" and words.label[end - 1] == "":
        return ("group",), families
    if kinds[:1] == ("person",) and words.label[end - 1] == "NAME" and _is_held(words, start):
        return ("unknown",), families
    if kinds[:1] == ("person",) and _has_article(words, start, end):
        return (("media", "organization") if _is_told(words, end - 1) else ("organization",)), families
    labels = {"NAME"} if end - start == 1 else {"PERSON", "NAME"}
    if _stands_before_noun(words, end) and words.label[end - 1] not in labels:
        return ("unknown",), families
    return kinds, families


def _is_held(words: Words, start: int) -> bool:
    """Whether a name is of what somebody holds an office in ("the governor of Lower Saxony")."""
    if start < 2 or words.lower[start - 1] != "of":
        return False
    noun = read_nouns().get(words.lower[start - 2])
    return noun is not None and noun.kinds[0] in {"person", "organization"}


def _has_article(words: Words, start: int, end: int) -> bool:
    """Whether "the" stands right before a name of several words, as before no person's."""
    article = start > 0 and words.lower[start - 1] == "the" and end - start > 1
    return article and words.label[start] == "NAME" and not _stands_before_noun(words, end)


def _is_told(words: Words, last: int) -> bool:
    """Whether somebody is said to tell a name something."""
    return words.dep[last] in {"dobj", "dative", "pobj"} and words.lemma[words.head[last]] in {"tell", "inform"}


def _stands_before_noun(words: Words, end: int) -> bool:
    """Whether a name only tells the noun after it from others ("the Ohio Democratic primary")."""
    return words.dep[end - 1] in {"amod", "compound", "nmod"} and words.pos[end : end + 1] == ["NOUN"]


def _is_place(words: Words, last: int, families: frozenset[str]) -> bool:
    """Whether the name that ends here is used for a place."""
    if families or words.label[last] == "PERSON":
        return False
    before = words.head[last] if words.dep[last] == "pobj" else last
    if any(word in read_places() for word in words.lower[last : last + 2]):
        return True
    return words.label[last] == "GPE" or words.lower[before] in {"in", "near", "outside"}


def _is_thing(words: Words, start: int, end: int, families: frozenset[str]) -> bool:
    """Whether the words before a name, or its own first one, tell that it is a ship's, a model's or a place's."""
    if end - start > 1 and words.lower[start].rstrip(".") in read_name_parts("thing"):
        return True
    before = [word.lower() for word in words.text[max(start - 2, 0) : start]]
    if before[-1:] and before[-1] in read_places():
        return True
    if len(before) == 2 and before[1] == "of" and before[0] in read_places():
        return True
    return not families and _has_indefinite(words, start) and not _stands_before_noun(words, end)


def _has_indefinite(words: Words, start: int) -> bool:
    """Whether "a" or "an" stands before a name, with adjectives between at most ("a 22-year-old Falcon Nine")."""
    for i in range(start - 1, max(start - 7, -1), -1):
        if words.lower[i] in {"a", "an"}:
            return words.label[start] != "PERSON"
        if words.pos[i] not in {"ADJ", "NUM", "PUNCT", "NOUN"} or words.text[i] in {",", ".", "(", ")"}:
            return False
    return False


def _noun_before(words: Words, first: int, start: int) -> Noun | None:
    """What the noun right before a name says of it, or None."""
    attribute = words.dep[start - 1] in {"compound", "amod", "nmod"}
    if start <= first or not (attribute or words.pos[start - 1] in {"NOUN", "PROPN", "ADJ", "ADV"}):
        return None
    pair = f"{words.lower[start - 2]} {words.lower[start - 1]}" if start - first > 1 else ""
    found = (
        read_nouns().get(pair) or read_nouns().get(words.lower[start - 1]) or read_nouns().get(words.lemma[start - 1])
    )
    if (found and "document" in found.kinds[:1]) or words.tag[start - 1] == "NNS":
        return None
    return found


def _judge_name(
    words: Words, start: int, end: int, before: Noun | None
) -> tuple[tuple[PartyKind, ...], frozenset[str]]:
    """The kinds that a name may be, likeliest first, and the families of a body."""
    size, last, first = end - start, fold(words.text[end - 1]), fold(words.text[start])
    label = words.label[end - 1]
    given = first in read_given_names() and size > 1
    if before:
        closing = read_name_parts("ending").get(last) if size > 1 and not given else None
        if closing is not None and closing[0] in before.kinds:
            return (closing[0], *(kind for kind in before.kinds if kind != closing[0])), before.families | closing[1]
        return before.kinds, before.families
    if (given and label != "NAME") or (given and last not in read_name_parts("ending") and last not in read_nouns()):
        return ("person",), frozenset()
    for part, word in (("ending", last), ("opening", first)):
        if size > 1 and word in read_name_parts(part) and (part == "ending" or label != "PERSON"):
            kind, families = read_name_parts(part)[word]
            return (kind,), families
    return _judge_body(words, start, end)


def _judge_body(words: Words, start: int, end: int) -> tuple[tuple[PartyKind, ...], frozenset[str]]:
    head = next((i - 1 for i in range(start + 1, end) if words.text[i] in {"of", "for"}), end - 1)
    for chief in (head, end - 1):
        noun = read_nouns().get(words.lower[chief])
        if noun and (end - start > 1) and noun.kinds[0] in {"organization", "media"} and words.label[chief] != "PERSON":
            return (noun.kinds[0],), noun.families
    if head != end - 1 and words.lower[head] in _media_endings():
        return ("media",), frozenset({"media"})
    if end - start == 1 and fold(words.text[start]) in read_name_parts("medium"):
        return ("media",), frozenset({"media"})
    if _is_acronym(words.text[start]) and end - start == 1:
        return ("organization",), frozenset()
    return _KIND_OF_LABEL.get(words.label[end - 1], ("unknown",)), frozenset()


_KIND_OF_LABEL: dict[str, tuple[PartyKind, ...]] = {
    "PERSON": ("person",), "NAME": ("person", "organization"), "GPE": ("unknown",),
}  # fmt: skip


# --- descriptions --------------------------------------------------------------------------------


def _find_nouns(page: Page, words: Words, taken: set[int]) -> Iterator[Mention]:
    """Descriptions whose chief word the tables know: "the institute's director", "two former employees"."""
    for i in range(len(words)):
        if (
            words.sentence[i] >= 0
            and i not in taken
            and words.pos[i] in {"NOUN", "PROPN", "ADJ"}
            and _is_chief(words, i)
        ):
            noun = look_up_noun(words, i)
            if noun:
                yield describe(page, words, i, noun)


def _is_chief(words: Words, i: int) -> bool:
    """Whether the word is the chief word of its phrase, not one that stands before another noun."""
    if i + 1 < len(words) and words.sentence[i + 1] == words.sentence[i] and words.start[i + 1] - words.end[i] <= 1:
        after = words.pos[i + 1]
        if after == "NOUN" or (after == "PROPN" and words.dep[i] in {"compound", "amod", "nmod"}):
            return False
        if words.text[i + 1] == "-" and words.start[i + 1] == words.end[i]:
            return False
    return words.pos[i] != "ADJ" or words.dep[i] in {"nsubj", "pobj", "dobj"}


def look_up_noun(words: Words, i: int) -> tuple[Noun, bool] | None:
    """What the tables know of the word (with the one before it), and whether it is a plural."""
    nouns = read_nouns()
    if i and (pair := f"{words.lower[i - 1]} {words.lower[i]}") in nouns:
        return nouns[pair], False
    plural = words.tag[i] in {"NNS", "NNPS"} or (words.lower[i] in read_group_nouns() and words.lower[i] not in nouns)
    if words.lower[i] in {"media", "data", "press", "police"}:
        return nouns.get(words.lower[i]), False  # type: ignore[return-value]
    if plural and words.lower[i] in read_group_nouns():
        return Noun(("group",), frozenset({read_group_nouns()[words.lower[i]]})), True
    found = nouns.get(words.lower[i]) or nouns.get(words.lemma[i].lower())
    if found and plural:
        return Noun(("document",) if found.kinds[0] == "document" else ("group",), found.families), True
    return (found, False) if found else None


def describe(page: Page, words: Words, i: int, noun: tuple[Noun, bool]) -> Mention:
    """The description whose chief word is `i`."""
    known, plural = noun
    first, owner, role = _role_before(words, i)
    after = _owner_after(words, i)
    pair = f"{words.lower[i - 1]} {words.lower[i]}" if i else ""
    core = page.text[words.start[role] : words.end[i]]
    return Mention(
        page.span(words.start[first], words.end[i]), i, "noun", known.kinds, (), core,
        pair if pair in read_nouns() else words.lower[i] if not plural else words.lemma[i].lower(), known.families,
        _fields_of(words, role, i - (pair in read_nouns())), known.gender, plural, _determiner_of(words, first, i),
        owner if owner is not None else after, reach=words.end[after if after is not None else i],
    )  # fmt: skip


def _fields_of(words: Words, role: int, i: int) -> frozenset[str]:
    """The words before the chief word that tell it from others of its kind."""
    return frozenset(
        fold(words.text[k])
        for k in range(role, i)
        if words.pos[k] in {"NOUN", "PROPN"} or words.lower[k] in read_classing() or find_land(words.text[k])
    )


def _determiner_of(words: Words, first: int, i: int) -> str:
    """How the phrase is introduced: the, a, another, owned, some, or nothing."""
    word = words.lower[first] if first < i else ""
    if any(words.tag[k] in {"POS", "PRP$"} for k in range(first, i)):
        return "owned"
    if word in {"the", "this", "that", "these", "those"}:
        return "the"
    if word in {"another", "second", "third", "other"} or (
        first + 1 < i and words.lower[first + 1] in {"second", "third", "other"}
    ):
        return "another"
    return "a" if word in {"a", "an", "one"} else "some" if words.pos[first] in {"NUM", "DET"} and first < i else ""


def _owner_after(words: Words, i: int) -> int | None:
    """The number of the word after "of", "for", "at", "from", "with" or "in" that the phrase belongs to."""
    if i + 1 >= len(words) or words.lower[i + 1] not in {"of", "for", "at", "from", "with", "in"}:
        return None
    last = i + 2
    while (
        last < len(words)
        and words.sentence[last] == words.sentence[i]
        and (_is_inner(words, last) or words.text[last] == "of")
    ):
        last += 1
    return last - 1 if last > i + 2 else None
