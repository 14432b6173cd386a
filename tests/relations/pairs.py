"""Pairs of texts whose readings must relate, generated from invented reports; the same ones on every run."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tests.relations.seeds import FORMS, Line, Seed, Wording, free_lines, read_seeds, word_line, word_report

Names = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Version:
    """A text with its day, and the names in it with what to call them when readings are compared."""

    text: str
    day: str
    names: Names = ()
    page: bool = False


@dataclass(frozen=True)
class Pair:
    """Two versions of a report, what may differ between their readings, and what was put into the second.

    `moved` tells that places are compared too, counted in signs that are no space. `turned` tells which positions
    on `words` in the first become which in the second, `silenced` that only one of the two lets anybody claim those.
    """

    relation: str
    name: str
    before: Version
    after: Version
    free: frozenset[str] = frozenset()
    added: str = ""
    moved: bool = False
    turned: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    silenced: bool = False


@dataclass(frozen=True)
class Relation:
    """A relation by its number, whether it holds without exception, and the pairs that it is tested on."""

    id: str
    mechanical: bool
    generate: Callable[[Seed, int], Iterator[Pair]]


PLAIN = Wording()
CASTS = (
    (("Maria Okafor", "f"), ("Park Sun-won", "m"), "the transit agency"),
    (("Siobhan O'Neill", "f"), ("Dmitri Volkov", "m"), "the labour ministry"),
    (("Nguyen Thi Hoa", "f"), ("Kwame Asante", "m"), "the audit office"),
    (("Fatima al-Sayed", "f"), ("Henrik Sorensen", "m"), "the cadastral bureau"),
    (("Ludmila Horakova", "f"), ("Rodrigo Fuentes", "m"), "the standards authority"),
    (("Aroha Ngata", "f"), ("Jean-Luc Mercier", "m"), "the veterinary council"),
)  # fmt: skip
# Invented names, each with what a later mention calls its bearer: peoples of every continent, one-word names,
# particles, patronymics, apostrophes, hyphens, initials, diacritics.
WOMEN = (
    ("Suryati", "Suryati"), ("Wulandari", "Wulandari"), ("Anneke van der Meer", "Van der Meer"),
    ("Ursula von Hagen", "Von Hagen"), ("Catarina dos Reis", "Dos Reis"), ("Ana da Costa Lima", "Da Costa Lima"),
    ("Layla al-Hashimi", "Al-Hashimi"), ("Aisha bint Saleh", "Aisha"), ("Noura El Fassi", "El Fassi"),
    ("Niamh O'Dowd", "O'Dowd"), ("Chiara D'Amico", "D'Amico"), ("Kim Hye-jin", "Kim"),
    ("Anne-Sophie Leclerc", "Leclerc"), ("Tsai Mei-ling", "Tsai"), ("J. R. Whitcombe", "Whitcombe"),
    ("K. P. Lakshmi", "Lakshmi"), ("Žofie Dvořáková", "Dvořáková"), ("Łucja Wiśniewska", "Wiśniewska"),
    ("Gülşen Aydın", "Aydın"), ("Wangari Muthoni", "Muthoni"), ("Chinwe Okonkwo", "Okonkwo"),
    ("Ketevan Beridze", "Beridze"), ("Siti Aminah binti Yusof", "Siti Aminah"), ("Olena Kravchuk", "Kravchuk"),
    ("Nguyen Thi Lan", "Lan"), ("Sigríður Jónsdóttir", "Sigríður"), ("María de los Ángeles Soto", "Soto"),
    ("Rosa Quispe Mamani", "Quispe"), ("Hinemoa Te Rangi", "Te Rangi"), ("Tatiana Petrovna Orlova", "Orlova"),
    ("Nirmala Devi", "Devi"), ("Haruka Nakagawa", "Nakagawa"),
)  # fmt: skip
MEN = (
    ("Suharjo", "Suharjo"), ("Ramanathan", "Ramanathan"), ("Joost van den Berg", "Van den Berg"),
    ("Ulrich von der Heide", "Von der Heide"), ("Tiago dos Anjos", "Dos Anjos"), ("Rui da Silva Nunes", "Da Silva Nunes"),
    ("Khalid al-Otaibi", "Al-Otaibi"), ("Rashid bin Salem", "Rashid"), ("Youssef El Amrani", "El Amrani"),
    ("Cormac O'Dea", "O'Dea"), ("Luca D'Agostino", "D'Agostino"), ("Choi Min-jae", "Choi"),
    ("Jean-Pierre Lacombe", "Lacombe"), ("Chen Wei-han", "Chen"), ("T. S. Marsden", "Marsden"),
    ("R. K. Narayanan", "Narayanan"), ("Jiří Hrubeš", "Hrubeš"), ("Łukasz Wróbel", "Wróbel"),
    ("Çağrı Demirtaş", "Demirtaş"), ("Kamau Njoroge", "Njoroge"), ("Emeka Okonkwo", "Okonkwo"),
    ("Giorgi Lomidze", "Lomidze"), ("Ahmad Zaki bin Hassan", "Ahmad Zaki"), ("Taras Bondarchuk", "Bondarchuk"),
    ("Tran Van Minh", "Minh"), ("Gunnar Jónsson", "Gunnar"), ("Juan de la Cruz Vargas", "Vargas"),
    ("Felipe Huanca Condori", "Huanca"), ("Wiremu Te Kanawa", "Te Kanawa"), ("Igor Sergeyevich Belov", "Belov"),
    ("Suresh Babu", "Babu"), ("Takeshi Morioka", "Morioka"),
)  # fmt: skip
NEUTRAL = (
    "The valley lies north of the old coast road.", "Most houses there are built of wood and clay.",
    "Summers in the region are short and dry.", "The town has a market, a mill and a small hospital.",
    "A narrow road leads from the square to the river.", "The building stands between a park and a canal.",
)  # fmt: skip
NEUTRAL_CUES = ("told reporters", "stated", "added", "noted")
PASSIVES = ("It was said by {source} that {clause}.", "{clause}, it was said by {source}.",
            "It was stated by {source} that {clause}.")  # fmt: skip
OF_CONTENT = frozenset({"factuality", "hedges", "figures", "dates", "act"})
MARK = re.compile(r'"([^"]*)"')
MARKS = {"curly": "“”", "guillemets": "«»", "low-high": "„“", "single": "''", "curly single": "‘’"}


def generate_pairs(relation: Relation) -> list[Pair]:
    """All pairs of a relation, in a fixed order that takes the reports in turn."""
    of_reports = [list(relation.generate(seed, number)) for number, seed in enumerate(read_seeds())]
    turns = max(map(len, of_reports))
    return [pairs[turn] for turn in range(turns) for pairs in of_reports if turn < len(pairs)]


def version_of(seed: Seed, wording: Wording = PLAIN, lines: tuple[Line, ...] | None = None) -> Version:
    """A report in a wording, with its names."""
    return Version(word_report(seed, wording, lines), seed.day, name_all(seed, wording))


def name_all(seed: Seed, wording: Wording) -> Names:
    """The names in a report and what they are called in comparisons, longest first."""
    people = {**seed.people, **wording.people}
    bodies = {**seed.bodies, **wording.bodies}
    named = [(person.name, f"full-{key}") for key, person in people.items()]
    named += [(person.short, f"short-{key}") for key, person in people.items()]
    return (*((body, f"body-{key}") for key, body in bodies.items()), *named)


def rename_sources(seed: Seed, number: int) -> Iterator[Pair]:
    """R03: those who speak get names of others of their kind."""
    before = version_of(seed)
    for turn in range(5):
        woman, man, body = CASTS[(number + turn) % len(CASTS)]
        person = replace(seed.people["A"], name=(woman if seed.people["A"].sex == "f" else man)[0])
        wordings = (Wording(people={"A": person}), Wording(bodies={"B": body}),
                    Wording(people={"A": person}, bodies={"B": body}))  # fmt: skip
        yield Pair("R03", f"{seed.topic} {turn}", before, version_of(seed, wordings[turn % 3]))


def rename_with_peoples(seed: Seed, number: int) -> Iterator[Pair]:
    """R04: the one who speaks most gets names of many peoples, women's in reports of women and men's in those of men."""
    sex = seed.people["A"].sex
    names = WOMEN if sex == "f" else MEN
    for turn in range(6):
        name, called = names[(5 * number + 7 * turn) % len(names)]
        whole = replace(seed.people["A"], called=seed.people["A"].name if name == called else "")
        before = version_of(seed, Wording(people={"A": whole}))
        person = replace(seed.people["A"], name=name, called=called)
        yield Pair("R04", f"{seed.topic} {sex} {name}", before, version_of(seed, Wording(people={"A": person})))


def add_neutral_sentence(seed: Seed, number: int) -> Iterator[Pair]:
    """R05: a sentence without cue at the start, between paragraphs, and at the end."""
    before = version_of(seed)
    paragraphs = before.text.split("\n\n")
    sentence = NEUTRAL[number % len(NEUTRAL)]
    for place in (0, 1 + number % 3, len(paragraphs)):
        text = "\n\n".join([*paragraphs[:place], sentence, *paragraphs[place:]])
        yield Pair("R05", f"{seed.topic} {place}", before, replace(before, text=text), added=sentence, moved=True)


def add_white_space(seed: Seed, number: int) -> Iterator[Pair]:
    """R06: a paragraph of white space, blank lines more, trailing spaces."""
    before = version_of(seed)
    changes = {
        "white paragraph": before.text.replace("\n\n", "\n\n \t \n\n", 1 + number % 4),
        "blank lines": before.text.replace("\n\n", "\n\n\n\n"),
        "trailing spaces": before.text.replace("\n\n", "  \n\n") + "   \n",
    }
    for name, text in changes.items():
        yield Pair("R06", f"{seed.topic} {name}", before, replace(before, text=text), moved=True)


def swap_paragraphs(seed: Seed, number: int) -> Iterator[Pair]:
    """R07: two paragraphs that lean on nothing change places; some come from other reports."""
    seeds = read_seeds()
    own = list(free_lines(seed))
    for turn in range(3):
        other = seeds[(number + 7 * turn + 5) % len(seeds)]
        foreign = [word_line(other, line, PLAIN) for line in free_lines(other)]
        if not own or not foreign:
            continue
        lines = [*seed.lines, Line("F", (foreign[turn % len(foreign)],))]
        first = lines.index(own[turn % len(own)])
        turned = [*lines]
        turned[first], turned[-1] = lines[-1], lines[first]
        before, after = version_of(seed, lines=tuple(lines)), version_of(seed, lines=tuple(turned))
        yield Pair("R07", f"{seed.topic} {turn}", before, after)


def change_neutral_cue(seed: Seed, number: int) -> Iterator[Pair]:
    """R10: "said" becomes another word for saying that takes no side."""
    for cue in NEUTRAL_CUES:
        after = version_of(seed, Wording(cue=cue))
        yield Pair("R10", f"{seed.topic} {cue}", version_of(seed), after, frozenset({"cue"}))


def move_cue(seed: Seed, number: int) -> Iterator[Pair]:
    """R15: who says it stands before, within and after the quotation, in either order."""
    for form in FORMS:
        if form != PLAIN.form:
            yield Pair("R15", f"{seed.topic} {form}", version_of(seed), version_of(seed, Wording(form=form)))
    turned = Wording(saying="{clause}, {source} {cue}.")
    yield Pair("R15", f"{seed.topic} clause first", version_of(seed), version_of(seed, turned))


def turn_passive(seed: Seed, number: int) -> Iterator[Pair]:
    """R16: "X said that ..." becomes "it was said by X"."""
    before = version_of(seed, Wording(saying="{source} {cue} that {clause}."))
    for turn, saying in enumerate(PASSIVES):
        yield Pair("R16", f"{seed.topic} {turn}", before, version_of(seed, Wording(saying=saying)), frozenset({"cue"}))


def change_marks(seed: Seed, number: int) -> Iterator[Pair]:
    """R17: quotation marks of other styles, the cue before or after them."""
    before = version_of(seed, Wording(form=list(FORMS)[number % len(FORMS)]))
    for name, marks in MARKS.items():
        text = MARK.sub(rf"{marks[0]}\1{marks[1]}", before.text)
        yield Pair("R17", f"{seed.topic} {name}", before, replace(before, text=text))


def change_quoted_word(seed: Seed, number: int) -> Iterator[Pair]:
    """R18: one word inside the marks is another; it is given back its name before readings are compared."""
    for form in list(FORMS)[:4]:
        before = version_of(seed, Wording(form=form))
        after = version_of(seed, Wording(form=form, choice=1))
        after = replace(after, names=(*after.names, *_swap_choice(seed)))
        yield Pair("R18", f"{seed.topic} {form}", before, after, OF_CONTENT)


def _swap_choice(seed: Seed) -> Names:
    first, second = re.findall(r"<([^/<>]+)/([^<>]+)>", "|".join(seed.of_kind("Q")[0].parts))[0]
    return ((f"{_context(seed)} {second}".strip(), f"{_context(seed)} {first}".strip()),)


def _context(seed: Seed) -> str:
    """The word before the one that changes, so that only that one is given back its name."""
    before = " ".join(seed.of_kind("Q")[0].parts).split("<")[0].split()
    return before[-1] if before else ""


def change_format(seed: Seed, number: int) -> Iterator[Pair]:
    """R23: the same article as plain text and as web pages."""
    before = version_of(seed)
    for name, write in PAGES.items():
        yield Pair("R23", f"{seed.topic} {name}", before, replace(before, text=write(before), page=True))


def _write_bare(version: Version) -> str:
    return f"<!DOCTYPE html><html><head><title>Report</title></head><body><article>{_mark_up(version)}</article></body></html>"


def _write_furnished(version: Version) -> str:
    head = f'<meta charset="utf-8"><meta property="article:published_time" content="{version.day}T08:00:00Z">'
    around = '<nav><ul><li><a href="/a">World</a><li><a href="/b">Sport</a></ul></nav>'
    foot = '<footer><p><a href="/terms">Terms of use</a></p></footer>'
    body = f"{around}<main><article><h1>A report</h1>{_mark_up(version)}</article></main>{foot}"
    return f"<!DOCTYPE html><html lang=en><head>{head}<title>A report</title></head><body>{body}</body></html>"


def _write_divided(version: Version) -> str:
    text = _mark_up(version).replace("&quot;", "&#34;").replace("<p>", "<p>\n  <span>").replace("</p>", "</span>\n</p>")
    return f"<html><head><title>R</title></head><body><div class=story><div class=body>{text}</div></div></body></html>"


def _mark_up(version: Version) -> str:
    return "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in version.text.split("\n\n"))


PAGES: Mapping[str, Callable[[Version], str]] = {
    "bare": _write_bare, "furnished": _write_furnished, "divided": _write_divided,
}  # fmt: skip


def name_pronoun(seed: Seed, number: int) -> Iterator[Pair]:
    """R28: "he said" becomes the name that the pronoun stands for."""
    for cue in ("said", "added", "told reporters", "noted", "stated"):
        before = version_of(seed, Wording(again=f"{{A:he}} {cue}"))
        after = version_of(seed, Wording(again=f"{{A-}} {cue}"))
        yield Pair("R28", f"{seed.topic} {cue}", before, after, frozenset({"source"}))


def drop_title(seed: Seed, number: int) -> Iterator[Pair]:
    """R29: the office before a name is left out."""
    for form in FORMS:
        before = version_of(seed, Wording(form=form))
        after = version_of(seed, Wording(form=form, titled=False))
        office = ((f"{seed.people['A'].office} {seed.people['A'].name}", seed.people["A"].name),)
        before = replace(before, names=(*office, *before.names))
        yield Pair("R29", f"{seed.topic} {form}", before, after)


CONFIRMING = ("{source} {cue} that {clause}.", "{source} has {cue} that {clause}.", "On Monday {source} {cue} that {clause}.",
              "{source} {cue} in a statement that {clause}.", "Asked by reporters, {source} {cue} that {clause}.")  # fmt: skip
WITHHOLDING = (
    "has not confirmed",
    "has yet to confirm",
    "declined to confirm",
    "could not confirm",
    "would not confirm",
)


def turn_confirmed(seed: Seed, number: int) -> Iterator[Pair]:
    """R08: what was confirmed is denied: the position turns, source and content stay."""
    for turn, saying in enumerate(CONFIRMING):
        before, after = (version_of(seed, Wording(saying=saying, cue=cue)) for cue in ("confirmed", "denied"))
        free = frozenset({"cue", "factuality", "act"})
        words = seed.of_kind("S")[0].parts[1]
        yield Pair("R08", f"{seed.topic} {turn}", before, after, free, turned={"confirms": "denies"}, words=words)


def withhold_confirmation(seed: Seed, number: int) -> Iterator[Pair]:
    """R09: what was confirmed is not: nobody confirms it, source and content stay."""
    before = version_of(seed, Wording(saying="{source} {cue} that {clause}.", cue="has confirmed"))
    for cue in WITHHOLDING:
        after = version_of(seed, Wording(saying="{source} {cue} that {clause}.", cue=cue))
        free = frozenset({"cue", "factuality", "act"})
        turned, words = {"confirms": "not_confirmed"}, seed.of_kind("S")[0].parts[1]
        yield Pair("R09", f"{seed.topic} {cue}", before, after, free, turned=turned, words=words, silenced=True)


RELATIONS = (
    Relation("R03", False, rename_sources),
    Relation("R04", False, rename_with_peoples),
    Relation("R05", False, add_neutral_sentence),
    Relation("R06", True, add_white_space),
    Relation("R07", False, swap_paragraphs),
    Relation("R08", False, turn_confirmed),
    Relation("R09", False, withhold_confirmation),
    Relation("R10", False, change_neutral_cue),
    Relation("R15", False, move_cue),
    Relation("R16", False, turn_passive),
    Relation("R17", True, change_marks),
    Relation("R18", False, change_quoted_word),
    Relation("R23", False, change_format),
    Relation("R28", False, name_pronoun),
    Relation("R29", False, drop_title),
)
