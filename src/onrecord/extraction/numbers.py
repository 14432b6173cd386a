"""Numerals: where a text writes a number, in digits or in words, and what it is worth.

A numeral here is bare: no unit, no bound, no thing counted. Values are exact decimals until the end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple

from onrecord.words import read_table

Kind = Literal["cardinal", "ordinal", "fraction", "vague"]

SPACES = "\u0020\u00a0\u2009\u202f"  # what may separate groups of digits, beside commas and apostrophes
LARGEST = Fraction(10) ** 30  # beyond it digits are no quantity of the news, and are left as words

DIGITS = re.compile(
    rf"""(?<![\d_]) (?<!\d[.,:/]) (?:(?<![A-Za-z][-‑])|(?<=\d[A-Za-z][-‑])|(?<=[Mm]agnitude[-‑]))
    (?P<sign>(?:(?<=\s)(?<!\d\s)|(?<=\()|^)[-−–]\s?(?=[\d.]))?
    (?:
      (?P<dotted>\d{{1,3}}(?:\.\d{{3}}){{2,6}}(?:,\d{{1,9}})?|\d{{1,3}}(?:\.\d{{3}})+,\d{{1,9}}(?!\d))
    | (?P<chain>\d{{1,15}}(?:\.\d{{1,15}}){{2,20}}|\d{{1,15}}(?:[-:/]\d{{1,15}}){{2,20}}
        |\d{{1,2}}(?:,\d{{1,2}}){{2,20}}(?![\d,])|\d{{1,2}}:\d\d(?!\d)|\d+_\d+)
    | (?P<grouped>\d{{1,3}}(?:(?:,\d{{2,3}})*,\d{{3}}|(?:['’٬]\d{{3}})+|(?:[{SPACES}]\d{{3}})+)(?!\d)
        (?:[.٫]\d{{1,15}})?)
    | (?P<slashed>\d{{1,4}}\s?[/⁄]\s?\d{{1,4}}(?![\d/⁄]))
    | (?P<european>\d{{1,6}},\d\d(?![\d,]))
    | (?P<plain>\d{{1,30}}(?:[.٫]\d{{1,15}})?|\.\d{{1,15}})
    )
    (?![\d]) (?P<mixed>\s?[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|[ -]\d{{1,2}}[/⁄]\d{{1,2}}(?![\d/⁄]))?
    (?P<power>(?<=\.\d)e[-+]?\d{{1,2}}(?!\w)|(?<=\.\d\d)e[-+]?\d{{1,2}}(?!\w)|e[-+]\d{{1,2}}(?!\w)|\s?[x×]\s?10\^[-+]?\d{{1,2}}(?!\w)|\^[-+]{{0,2}}\d{{1,2}}(?!\w))?
    (?P<tail>\s{{1,2}}[kK](?!\w)|[^\W\d_]{{1,7}}[²³23]?(?!\w)|\w+)?
    """,
    re.VERBOSE,
)
VULGAR = re.compile(r"(?<![\w½¼¾⅓⅔])[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
JOINT = re.compile(r"(\s{1,3})|(\s?[-‑–]\s?)|(\s{1,2}and\s{1,2})", re.IGNORECASE)
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|(?<!\S)[^\s@]+@[^\s@]+", re.IGNORECASE)
MINUS = re.compile(r"\b(?:minus|negative)\s{1,3}\Z", re.IGNORECASE)
ORDINAL_TAILS = {"st", "nd", "rd", "th"}
DENOMINATORS = {2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 20, 21, 32, 64, 100, 1000, 10**6, 10**9, 10**12}
SHARE_JOINTS = re.compile(r"\s+(?:(out\s+of|over)|in(?:\s+every)?|of\s+every)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral: its place, its worth, its kind, and the magnitude word it ends with (1 without).

    `tail` is what is written against the digits and is no magnitude: a unit or a code of currency.
    `plain` tells that digits stand without any grouping, as a year does.
    """

    start: int
    end: int
    value: Fraction
    kind: Kind = "cardinal"
    scale: int = 1
    tail: str = ""
    plain: bool = False
    digits: bool = False


class Atom(NamedTuple):
    """One piece of a numeral: a digit string or a number word."""

    start: int
    end: int
    kind: str
    value: Fraction
    word: str
    number: Number | None = None


def read_numbers(text: str) -> tuple[Number, ...]:
    """All numerals of a text, in order, digits and words, cardinal, ordinal and fractional."""
    atoms = sorted([*_scan_words(text), *_scan_digits(text)])
    if addresses := [match.span() for match in ADDRESS.finditer(text)]:
        atoms = [atom for atom in atoms if not any(start <= atom.start < end for start, end in addresses)]
    return tuple(_negate(text, number) for number in _join_shares(text, list(_assemble(text, atoms))))


def _negate(text: str, number: Number) -> Number:
    sign = MINUS.search(text, max(0, number.start - 12), number.start)
    if sign is None or number.kind in {"ordinal", "vague"}:
        return number
    return replace(number, start=sign.start(), value=-number.value, plain=False)


def simplify(value: Fraction) -> int | float:
    """The number as a whole number where it is one, else as the nearest float."""
    return value.numerator if value.denominator == 1 else float(value)


# --------------------------------------------------------------------------------------- pieces


@cache
def number_words() -> dict[str, tuple[str, Fraction]]:
    """The number words of the language: what part each plays, and what it is worth."""
    return {row["word"]: (row["kind"], Fraction(row["value"] or 0)) for row in read_table("numbers")}


@cache
def magnitudes() -> dict[str, tuple[int, bool]]:
    """Abbreviated magnitudes: what each is worth, and whether only money makes it one."""
    return {row["sign"]: (int(row["value"]), row["needs"] == "money") for row in read_table("magnitudes")}


@cache
def _word_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, number_words()), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?<!\w['’])(?:{words})(?![\w])(?!['’]t\b)", re.IGNORECASE)


def _scan_words(text: str) -> Iterator[Atom]:
    for match in _word_pattern().finditer(text):
        word = match.group().lower()
        kind, value = number_words()[word]
        yield Atom(match.start(), match.end(), kind, value, word)


def _scan_digits(text: str) -> Iterator[Atom]:
    for match in DIGITS.finditer(text):
        number = _read_digits(match)
        if number is not None:
            kind = "ordinal" if number.kind == "ordinal" else "digits"
            yield Atom(number.start, number.end, kind, number.value, "", number)
    for match in VULGAR.finditer(text):
        value = Fraction(unicodedata.numeric(match.group())).limit_denominator(100)
        number = Number(match.start(), match.end(), value, "fraction", digits=True)
        yield Atom(match.start(), match.end(), "digits", value, "", number)


def _read_digits(match: re.Match[str]) -> Number | None:
    """The number that digits write; None where they are a code, a version, a time or too long."""
    groups = match.groupdict()
    if groups["chain"] or not _is_free(match):
        return None
    value = _value_of(groups)
    if value is None or value > LARGEST:
        return None
    end = match.end("power") if groups["power"] else match.end("mixed") if groups["mixed"] else _end_of_digits(match)
    value, scale, kind, tail, end = _read_tail(match, value, end)
    if tail is None:
        return None
    start = match.start("sign") if groups["sign"] else _start_of_digits(match)
    value = -value if groups["sign"] else value
    kind = "fraction" if groups["slashed"] and kind == "cardinal" else kind
    plain = bool(groups["plain"]) and not groups["mixed"] and not groups["power"] and scale == 1
    return Number(start, end, value, kind, scale, tail, plain, digits=True)


def _is_free(match: re.Match[str]) -> bool:
    """Whether no letters stand against the digits, unless they are a sign or code of currency ("R300", "EUR125")."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    if not before.isalpha():
        return True
    return _currency_letters().search(match.string, max(0, match.start() - 6), match.start()) is not None


@cache
def _currency_letters() -> re.Pattern[str]:
    words = [
        row["word"] for row in read_table("currencies") if row["kind"] in {"sign", "code"} and row["word"][-1].isalpha()
    ]
    return re.compile(rf"(?<!\w)M?(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\Z")


def _start_of_digits(match: re.Match[str]) -> int:
    return next(match.start(n) for n in ("dotted", "grouped", "slashed", "european", "plain") if match.group(n))


def _end_of_digits(match: re.Match[str]) -> int:
    return next(match.end(n) for n in ("dotted", "grouped", "slashed", "european", "plain") if match.group(n))


def _value_of(groups: dict[str, str | None]) -> Fraction | None:
    if groups["slashed"]:
        return _divide(groups["slashed"])
    if groups["dotted"]:
        value = Fraction(_plain(groups["dotted"].replace(".", "").replace(",", ".")))
    elif groups["european"]:
        value = Fraction(_plain(groups["european"].replace(",", ".")))
    else:
        written = groups["grouped"] or groups["plain"] or ""
        if re.fullmatch(r"0\d+", written):
            return None
        value = Fraction(_plain(re.sub(rf"[,'’٬{SPACES}]", "", written)))
    if groups["mixed"]:
        value += _add_mixed(groups["mixed"])
    return _raise(value, groups["power"]) if groups["power"] else value


def _plain(digits: str) -> str:
    """Digits of any script as ASCII digits, with a point as decimal sign."""
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else "." for sign in digits)


def _divide(written: str) -> Fraction | None:
    upper, lower = (int(part) for part in re.split(r"\s?[/⁄]\s?", written))
    return Fraction(upper, lower) if 0 < upper < lower and lower in DENOMINATORS else None


def _add_mixed(written: str) -> Fraction:
    written = written.strip(" -")
    if "/" in written or "⁄" in written:
        return _divide(written) or Fraction(0)
    return Fraction(unicodedata.numeric(written)).limit_denominator(100)


def _raise(value: Fraction, power: str) -> Fraction | None:
    exponent = int(power.strip().split("^")[-1].lstrip("eE").replace("--", "").lstrip("+"))
    if abs(exponent) > 30:
        return None
    if power.startswith("^"):
        result = Fraction(Decimal(value.numerator) / Decimal(value.denominator)) if value else value
        return result**exponent if value and abs(exponent) * len(str(value.numerator)) < 60 else None
    return value * Fraction(10) ** exponent


def _read_tail(match: re.Match[str], value: Fraction, end: int) -> tuple[Fraction, int, Kind, str | None, int]:
    """What the letters against the digits make of them: a magnitude, an ordinal, a unit to be read later."""
    tail = (match.group("tail") or "").strip()
    if not tail:
        return value, 1, "cardinal", "", end
    if tail.lower() in ORDINAL_TAILS:
        return value, 1, "ordinal", "", match.end("tail")
    if tail in magnitudes() and not magnitudes()[tail][1]:
        scale = magnitudes()[tail][0]
        return value * scale, scale, "cardinal", "", match.end("tail")
    if not re.fullmatch(r"[^\W\d_]{1,7}[²³23]?", tail):
        return value, 1, "cardinal", None, end
    return value, 1, "cardinal", tail, end


# ------------------------------------------------------------------------------------- assembly


def _assemble(text: str, atoms: Sequence[Atom]) -> Iterator[Number]:
    place = 0
    while place < len(atoms):
        number, after = _read_from(text, atoms, place)
        if number is not None:
            yield number
        place = max(after, place + 1)


def _read_from(text: str, atoms: Sequence[Atom], place: int) -> tuple[Number | None, int]:
    """The numeral that begins with the atom at `place`, and the atom after it."""
    atom = atoms[place]
    if atom.kind in {"half", "quarter"} or atom.kind == "article":
        return _read_portion(text, atoms, place)
    if atom.kind == "ordinal":
        return _ordinal(atom.start, atom), place + 1
    if atom.kind in {"parts", "point"}:
        return None, place + 1
    return _read_cardinal(text, atoms, place)


def _ordinal(start: int, atom: Atom, base: Fraction = Fraction(0)) -> Number:
    digits = atom.number is not None
    return Number(start, atom.end, base + atom.value, "ordinal", digits=digits)


def _joint(text: str, left: Atom, right: Atom) -> str:
    """How two atoms are joined: " ", "-", "and", or "" where they are not."""
    if right.start == left.end and left.kind == "digits" and right.kind == "digits":
        return ""
    match = JOINT.fullmatch(text, left.end, right.start)
    if match is None:
        return ""
    return " " if match.group(1) else "-" if match.group(2) else "and"


def _next(text: str, atoms: Sequence[Atom], place: int) -> tuple[str, Atom | None]:
    if place + 1 >= len(atoms):
        return "", None
    joint = _joint(text, atoms[place], atoms[place + 1])
    return joint, atoms[place + 1] if joint else None


def _read_portion(text: str, atoms: Sequence[Atom], place: int) -> tuple[Number | None, int]:
    """Numerals that open with "a", "half" or "quarter": "a hundred", "half a million", "a third"."""
    first, at = atoms[place], place
    if first.kind == "article":
        joint, second = _next(text, atoms, at)
        if second is None or joint != " ":
            return None, place + 1
        if second.kind in {"hundred", "scale"} and not second.word.endswith("s"):
            number, after = _read_cardinal(text, atoms, place + 1)
            return (_from(number, first.start), after) if number else (None, place + 1)
        if second.kind == "ordinal" and second.value > 2 and not second.number:
            return _read_part(text, first.start, Fraction(1), second, place + 2)
        if second.kind not in {"half", "quarter"}:
            return None, place + 1
        at = place + 1
    return _read_half(text, atoms, place, at)


def _from(number: Number, start: int) -> Number:
    return replace(number, start=start, plain=False)


def _read_half(text: str, atoms: Sequence[Atom], place: int, at: int) -> tuple[Number | None, int]:
    portion = atoms[at]
    value, end, after = 1 / portion.value, portion.end, at + 1
    joint, following = _next(text, atoms, at)
    if following is not None and following.kind == "article":
        further, scale = _next(text, atoms, at + 1)
        if further == " " and scale is not None and scale.kind == "scale":
            joint, following, at = further, scale, at + 1
    if joint in {" ", "-"} and following is not None and following.kind == "scale" and following.word[-1] != "s":
        worth = value * following.value
        return Number(atoms[place].start, following.end, worth, "cardinal", int(following.value)), at + 2
    return Number(atoms[place].start, end, value, "fraction"), after


def _read_part(
    text: str, start: int, count: Fraction, part: Atom, after: int, hyphen: bool = False
) -> tuple[Number | None, int]:
    """A fraction with "one" or "a" as its upper half; an ordinal unless "of" or a pause follows."""
    follows = text[part.end : part.end + 12]
    if hyphen or re.match(r"\s+(?:of|as|less|more|lower|higher|in)\b|\s*[.,;:)]|\s*$", follows):
        return Number(start, part.end, count / part.value, "fraction"), after
    return Number(start + len("a "), part.end, part.value, "ordinal") if start < part.start else None, after


def _read_cardinal(text: str, atoms: Sequence[Atom], place: int) -> tuple[Number | None, int]:
    """A cardinal number from the atom at `place` on, as far as the words make one number."""
    total, last, scale = Fraction(0), None, 1
    current: Fraction | None = atoms[place].value
    if atoms[place].kind == "scale":
        total, current, scale = atoms[place].value, None, int(atoms[place].value)
        last = atoms[place].value
        if atoms[place].word.endswith("s"):
            return Number(atoms[place].start, atoms[place].end, last, "vague", scale), place + 1
    if atoms[place].kind == "hundred" and atoms[place].word.endswith("s"):
        return Number(atoms[place].start, atoms[place].end, Fraction(100), "vague", 100), place + 1
    at = place
    while True:
        joint, atom = _next(text, atoms, at)
        if atom is None or _is_closed(atoms[at]):
            break
        if joint == "and" and _opens_fraction(text, atoms, at + 1):
            break
        if atom.kind in {"digit", "teen", "tens"} and _continues(atoms[at], atom, joint):
            current = (current or Fraction(0)) + atom.value
        elif atom.kind == "hundred" and joint != "and" and current is not None and 0 < current < 100:
            current *= 100
            scale = 100 if total == 0 else scale
        elif atom.kind == "scale" and joint != "and" and total < LARGEST and _fits(atom, last, current):
            total, current = _scale_up(total, current, atom)
            last, scale = min(atom.value, last or atom.value), int(atom.value)
        elif atom.kind == "digits" and _digits_continue(text, atoms, at, joint):
            current = (current or Fraction(0)) + atom.value
        else:
            break
        at += 1
    return _finish(text, atoms, place, at, total, current, scale)


def _is_closed(atom: Atom) -> bool:
    """Whether letters against the digits end the numeral ("5kg")."""
    return atom.number is not None and bool(atom.number.tail)


def _opens_fraction(text: str, atoms: Sequence[Atom], place: int) -> bool:
    """Whether words after "and" are a fraction of their own: "one half", "three fifths", "fifty-four hundredths"."""
    at = place
    while at < place + 2 and atoms[at].kind in {"digit", "teen", "tens"}:
        joint, following = _next(text, atoms, at)
        if joint not in {" ", "-"} or following is None:
            return False
        if following.kind == "parts" or (following.kind in {"half", "quarter"} and atoms[at].value == 1):
            return True
        at += 1
    return False


def _fits(atom: Atom, last: Fraction | None, current: Fraction | None) -> bool:
    if last is None or (current is None and atom.value > 12):
        return True
    return atom.value < last


def _scale_up(total: Fraction, current: Fraction | None, atom: Atom) -> tuple[Fraction, None]:
    if current is None:
        return total * atom.value, None
    if atom.value == 12 and current > 99:
        return total + current - current % 100 + (current % 100) * 12, None
    return total + current * atom.value, None


def _digits_continue(text: str, atoms: Sequence[Atom], at: int, joint: str) -> bool:
    """Whether digits go on with a number: "3 hundred and 21", and "4 thousand 3 hundred" by its smaller magnitude."""
    if joint == "and" and atoms[at].kind == "hundred" and 0 < atoms[at + 1].value < 100:
        _, beyond = _next(text, atoms, at + 1)
        scaled = beyond is not None and beyond.kind in {"hundred", "scale"}
        return not scaled and not _is_closed(atoms[at + 1]) and atoms[at - 1].kind == "digits"
    if atoms[at].kind not in {"scale", "hundred"} or joint != " ":
        return False
    further, scale = _next(text, atoms, at + 1)
    return further == " " and scale is not None and scale.kind in {"hundred", "scale"} and scale.value < atoms[at].value


def _continues(left: Atom, right: Atom, joint: str) -> bool:
    if left.kind == "tens":
        return right.kind == "digit" and joint in {" ", "-"}
    if left.kind not in {"hundred", "scale"} or left.word.endswith("s"):
        return False
    return right.kind != "zero" and (left.value >= 100)


def _finish(
    text: str, atoms: Sequence[Atom], place: int, at: int, total: Fraction, current: Fraction | None, scale: int
) -> tuple[Number | None, int]:
    """The number as far as it was read, with the decimals, halves, parts or ordinal that close it."""
    value = total + (current or 0)
    start, kind = atoms[place].start, atoms[place].kind
    joint, atom = _next(text, atoms, at)
    if atom is not None and kind != "digits" and atom.kind == "point" and joint == " ":
        return _read_decimals(text, atoms, start, at, value)
    if atom is not None and atom.kind == "ordinal" and joint in {" ", "-", "and"} and atom.number is None:
        closing = _close_with_ordinal(text, atoms, place, at, value, joint, atom)
        if closing is not None:
            return closing
    if (
        atom is not None
        and atom.kind in {"parts", "quarter"}
        and joint in {" ", "-"}
        and kind != "digits"
        and value > 0
    ):
        return _close_with_parts(text, atoms, start, at, value, atom)
    if joint == "and":
        portion = _read_and_half(text, atoms, start, at, value, scale)
        if portion is not None:
            return portion
    return _plain_number(atoms, place, at, value, scale), at + 1


def _plain_number(atoms: Sequence[Atom], place: int, at: int, value: Fraction, scale: int) -> Number:
    first = atoms[place].number
    if first is None:
        return Number(atoms[place].start, atoms[at].end, value, "cardinal", scale)
    if at == place:
        return first
    return Number(first.start, atoms[at].end, value, "cardinal", scale, digits=True)


def _close_with_ordinal(
    text: str, atoms: Sequence[Atom], place: int, at: int, value: Fraction, joint: str, atom: Atom
) -> tuple[Number | None, int] | None:
    start, before = atoms[place].start, atoms[at]
    if before.kind == "digits":
        return None
    if before.kind == "tens" and atom.value < 10 and joint in {" ", "-"}:
        return _ordinal(start, atom, value), at + 2
    if before.kind in {"hundred", "scale"} and atom.value < 100:
        return _ordinal(start, atom, value), at + 2
    if atom.value >= 100 and joint != "and":
        return Number(start, atom.end, value * atom.value, "ordinal"), at + 2
    if value == 1 and atom.value > 2 and joint != "and":
        return _read_part(text, start, value, atom, at + 2, hyphen=joint == "-")
    return None


def _close_with_parts(
    text: str, atoms: Sequence[Atom], start: int, at: int, value: Fraction, atom: Atom
) -> tuple[Number | None, int]:
    """ "three quarters", "two-thirds", "three quarters million"."""
    worth, end, after, scale = value / atom.value, atom.end, at + 2, 1
    joint, following = _next(text, atoms, at + 1)
    if joint == " " and following is not None and following.kind == "scale" and following.value > 12:
        worth, end, after, scale = worth * following.value, following.end, at + 3, int(following.value)
    return Number(start, end, worth, "cardinal" if scale > 1 else "fraction", scale), after


def _read_and_half(
    text: str, atoms: Sequence[Atom], start: int, at: int, value: Fraction, scale: int
) -> tuple[Number | None, int] | None:
    """ "one and a half", "five and a half million", "a million and a half", "two and three-quarters"."""
    portion, after = _read_fraction(text, atoms, at + 1)
    if portion is None or portion.value >= 10**9:
        return None
    share = portion.value / portion.scale
    if portion.scale > 12 and scale == 1:
        return Number(start, portion.end, (value + share) * portion.scale, "cardinal", portion.scale), after
    if portion.scale > 12:
        return (Number(start, portion.end, value + portion.value, "cardinal", scale), after) if share < 1 else None
    return Number(start, portion.end, value + share * scale, "cardinal", scale), after


def _read_fraction(text: str, atoms: Sequence[Atom], place: int) -> tuple[Number | None, int]:
    """The fraction that begins at `place`: "a half", "half", "a quarter million", "three fifths"; else None."""
    atom = atoms[place]
    following = _next(text, atoms, place)[1]
    if atom.kind in {"half", "quarter"} or (
        atom.kind == "article" and following is not None and following.kind in {"half", "quarter", "ordinal"}
    ):
        number, after = _read_portion(text, atoms, place)
        return (number, after) if number is not None and number.kind != "ordinal" else (None, after)
    if _opens_fraction(text, atoms, place):
        number, after = _read_cardinal(text, atoms, place)
        return (number, after) if number is not None and number.kind == "fraction" else (None, after)
    return None, place


def _read_decimals(text: str, atoms: Sequence[Atom], start: int, at: int, value: Fraction) -> tuple[Number, int]:
    """The decimals after "point", spoken one by one or as a number below a hundred, and a magnitude after them."""
    digits, last = "", at + 1
    while True:
        joint, atom = _next(text, atoms, last)
        if atom is None or joint == "and" or atom.kind not in {"zero", "digit", "teen", "tens"}:
            break
        if digits and atoms[last].kind == "tens" and atom.kind == "digit":
            digits = digits[:-1] + str(atom.value.numerator)
        else:
            digits += str(atom.value.numerator)
        last += 1
    if not digits:
        return Number(start, atoms[at].end, value), at + 1
    value += Fraction(int(digits), 10 ** len(digits))
    joint, atom = _next(text, atoms, last)
    if atom is not None and joint == " " and atom.kind == "scale":
        return Number(start, atom.end, value * atom.value, "cardinal", int(atom.value)), last + 2
    return Number(start, atoms[last].end, value), last + 1


def _join_shares(text: str, numbers: list[Number]) -> Iterator[Number]:
    """Shares told by two numbers ("one in five", "two out of three") joined to one fraction."""
    place = 0
    while place < len(numbers):
        left = numbers[place]
        right = numbers[place + 1] if place + 1 < len(numbers) else None
        joint = SHARE_JOINTS.fullmatch(text, left.end, right.start) if right else None
        if right and joint and _is_share(text, left, right, bool(joint.group(1))):
            yield Number(left.start, right.end, left.value / right.value, "fraction")
            place += 2
        else:
            yield left
            place += 1


def _is_share(text: str, left: Number, right: Number, stated: bool) -> bool:
    whole = left.value.denominator == 1 == right.value.denominator
    if not whole or left.kind != "cardinal" or right.kind != "cardinal" or left.value < 1 or left.tail or right.tail:
        return False
    if stated and text[left.end : right.start].strip().lower() == "over":
        return not re.match(r"\s*[a-z]", text[right.end : right.end + 3], re.IGNORECASE)
    if stated:
        return left.value < right.value
    return left.value < right.value and left.value <= 9 and right.value in {3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000}
