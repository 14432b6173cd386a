"""Other ways to write the same article: marks, dashes and headlines of other houses, other names, excerpts."""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from training.data import Article, Attribution, Pairs


@dataclass(frozen=True)
class Change:
    """New words for a stretch of a text."""

    start: int
    end: int
    words: str


def rewrite(article: Article, changes: Iterable[Change]) -> Article:
    """The article with all changes made and every span moved along."""
    ordered = sorted(changes, key=lambda change: change.start)
    parts: list[str] = []
    moved: list[int] = []
    place = length = 0
    for change in ordered:
        kept = article.text[place : change.start]
        moved.extend(range(length, length + len(kept)))
        parts += [kept, change.words]
        length += len(kept)
        moved.extend([length] * (change.end - change.start))
        length += len(change.words)
        place = change.end
    rest = article.text[place:]
    moved.extend(range(length, length + len(rest) + 1))
    return move(article, "".join([*parts, rest]), moved)


def move(article: Article, text: str, places: list[int]) -> Article:
    """The article with another text, each old place mapped to a new one."""

    def move_pairs(pairs: Pairs) -> Pairs:
        return tuple((places[start], places[end]) for start, end in pairs)

    attributions = tuple(
        Attribution(move_pairs(one.source), move_pairs(one.cue), move_pairs(one.content))
        for one in article.attributions
    )
    return replace(article, text=text, attributions=attributions, discard=move_pairs(article.discard))


DOUBLE = re.compile('[\u201c\u201d]|(?P<straight>")')
OPENS = re.compile(r"(?<!\S)$|[(\[\u2014-]$")
APOSTROPHE = re.compile("[\u2018\u2019]")
DASH = re.compile(" ?[\u2014\u2013] ?| -{1,2} ?|--")


def write_marks(article: Article, opening: str, closing: str) -> Article:
    """The article with other double quotation marks."""
    changes = [
        Change(mark.start(), mark.end(), opening if opens(article.text, mark) else closing)
        for mark in DOUBLE.finditer(article.text)
    ]
    return rewrite(article, changes)


def opens(text: str, mark: re.Match[str]) -> bool:
    """Does this mark begin a quotation?"""
    if mark.group("straight"):
        return OPENS.search(text[: mark.start()][-1:]) is not None or mark.start() == 0
    return mark.group() == "\u201c"


def straighten(article: Article) -> Article:
    """The article as a typewriter writes it."""
    plain = write_marks(article, '"', '"')
    return rewrite(plain, [Change(m.start(), m.end(), "'") for m in APOSTROPHE.finditer(plain.text)])


def curl(article: Article) -> Article:
    """The article with curly double quotation marks."""
    return write_marks(article, "\u201c", "\u201d")


def write_british(article: Article) -> Article:
    """The article with single curly quotation marks."""
    return write_marks(article, "\u2018", "\u2019")


def write_british_plain(article: Article) -> Article:
    """The article with single straight quotation marks."""
    return straighten(write_marks(article, "'", "'"))


def write_wire_dashes(article: Article) -> Article:
    """The article with two hyphens for a dash, as on the wire."""
    dashes = DASH.finditer(article.text)
    return rewrite(article, [Change(m.start(), m.end(), " -- ") for m in dashes])


STYLES: tuple[tuple[float, Callable[[Article], Article]], ...] = (
    (0.20, straighten),
    (0.08, curl),
    (0.06, write_british),
    (0.06, write_british_plain),
)
WIRE_DASHES = 0.15


def restyle(article: Article, chance: random.Random) -> Article:
    """The article in a house style drawn by chance, most often its own."""
    draw = chance.random()
    for share, style in STYLES:
        if draw < share:
            article = style(article)
            break
        draw -= share
    return write_wire_dashes(article) if chance.random() < WIRE_DASHES else article


RENAMED = 0.2
RECASED = 0.1
NAME = re.compile(r"(?:[A-Z][\w.\u2019'-]+ ){0,2}(?P<surname>[A-Z][a-z]\w+)")


def rename_people(article: Article, surnames: list[str], chance: random.Random) -> Article:
    """The article with the surnames of its sources changed to invented ones, throughout."""
    known = find_surnames(article)
    if not known:
        return article
    invented = {name: chance.choice(surnames) for name in known}
    mention = re.compile(r"\b(?:" + "|".join(map(re.escape, known)) + r")\b")
    found = mention.finditer(article.text)
    return rewrite(article, [Change(m.start(), m.end(), invented[m.group()]) for m in found])


def find_surnames(article: Article) -> list[str]:
    """The last words of the names among the sources; what is also written small is no name."""
    matches = (NAME.fullmatch(article.text[start:end]) for one in article.attributions for start, end in one.source)
    small = set(re.findall(r"\b[a-z]\w+", article.text))
    return sorted({match["surname"] for match in matches if match and match["surname"].lower() not in small})


def recase_headline(article: Article, chance: random.Random) -> Article:
    """The article with its first line in capitals or in small letters."""
    line = article.text.split("\n", 1)[0]
    recased = line.upper() if chance.random() < 0.5 else line[:1] + line[1:].lower()
    if len(recased) != len(line):
        return article
    return replace(article, text=recased + article.text[len(line) :])


def excerpt(article: Article, chance: random.Random) -> Article:
    """One to three paragraphs of the article by themselves, at times begun with "that"."""
    starts = [0, *(match.end() for match in re.finditer(r"\n+", article.text)), len(article.text)]
    first = chance.randrange(len(starts) - 1)
    last = min(len(starts) - 1, first + chance.randint(1, 3))
    part = cut(article, starts[first], starts[last])
    if chance.random() < 0.3 and part.text[:1].isupper():
        return rewrite(part, [Change(0, 0, "that "), Change(0, 1, part.text[0].lower())])
    return part


def cut(article: Article, start: int, end: int) -> Article:
    """The article between two places, with the roles that lie wholly there."""

    def keep(pairs: Pairs) -> Pairs:
        return tuple((first - start, last - start) for first, last in pairs if start <= first and last <= end)

    kept = (Attribution(keep(one.source), keep(one.cue), keep(one.content)) for one in article.attributions)
    attributions = tuple(one for one in kept if one.cue and one.content)
    return replace(article, text=article.text[start:end], attributions=attributions, discard=keep(article.discard))


def vary(article: Article, surnames: list[str], chance: random.Random) -> Article:
    """The article in one of its other ways, drawn by chance."""
    if chance.random() < RENAMED:
        article = rename_people(article, surnames, chance)
    if chance.random() < RECASED:
        article = recase_headline(article, chance)
    return restyle(article, chance)
