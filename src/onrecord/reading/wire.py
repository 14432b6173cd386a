"""The head and the tail of a dispatch as data: outlet, stamps, headline, byline, dateline, credits, crossheads.

The text is taken line by line. Above the first paragraph every line is a stamp, a byline, a credit, a label, the
outlet or the headline; below the last one come credits, corrections and end marks. What is no reporting is
furniture: it stays in the text and nothing is claimed from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from onrecord.model import Span
from onrecord.reading.cleaning import mask_wrapping
from onrecord.reading.credits import (
    fold_name,
    has_agency_code,
    has_outlet_word,
    is_agency,
    is_known_credit,
    is_name_like,
    is_writer_name,
    join_credits,
    read_byline,
    read_lines,
    split_credits,
)
from onrecord.reading.datelines import Dateline, read_bare_place, read_dateline
from onrecord.reading.stamps import Moment, Stamp, add_year, find_stray_stamp, read_stamps, settle_stamps
from onrecord.words import read_table

HEAD_LINES = 14
TAIL_LINES = 30
BLOCK_LINES = 60
HEAD_LENGTH = 400  # characters above the first blank line that may be a head
HEADLINE_LENGTH = 200
PARAGRAPH_LENGTH = 130
LONGEST_STAMP = 200
LONGEST_KNOWN = 400  # characters of a line that are compared with the table of lines
LINE = re.compile(r"[^\n]*\S[^\n]*")
SENTENCE_END = re.compile(r"(?:[.!?…]|(?<=[.!?,…])[\"”’'»)\]]+)\Z")
FULL_STOP = re.compile(r"(?<!\b[A-Z])\.[\"”’'»)\]]*\Z|[\"”’'»]\Z(?<=[.!?,…].)")
BAR = re.compile(r"\s*[|•·●]\s*")
RUNNING_LABEL = re.compile(r"([A-Z]{3,12}) ?\d{0,2} ?-(?=[A-Z0-9'\"“‘])")
CLOSING_CREDIT = re.compile(
    r"(?<=[.!?”\"])(?:\s*\(([A-Z][\w/ -]{1,30})\)(?:\s?\((?:www\.|https?:)[^()\s]{1,80}\))?"
    r"|\s+[-–—]{0,2}\s?([A-Z]{2,8}))\Z"
)
PART_BREAK = re.compile(r"\s*[|•·●]\s*|\s+[-–—/]\s+|;\s+|,\s+|\s{2,}")
SIGN_OFF = re.compile(r"[(/\[]\s*(?P<agency>[A-Za-z][A-Za-z-]{1,14})(?:\s*[-/,]\s*[A-Za-z]{1,4}\.?){0,4}\s*[)/\]]\Z")
INPUTS = re.compile(r"\(?[Ww]ith (.{2,40}?) inputs?\.?\)?\Z")
WRITER_END = re.compile(r" in (?=[A-Z])| \(")
SIGNED = re.compile(r"(?:[a-z]{2,4}(?:[/,-] ?[a-z]{2,4}){0,4}\s+)?\(([A-Za-z][A-Za-z /,-]{1,60})\)\Z")
ADDRESS = re.compile(r"[(\[]?\S{1,64}@\S{1,120}\Z")
FOLLOW = re.compile(r"(?:Follow|Join|Like|Find) .{2,60} on ([A-Z][\w ]{0,20})\.?\Z")
STATED_TIME = re.compile(r"\s+(?=\d{1,2}[:.]\d\d|\d{1,2}\s)")
WHERE_FROM = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){1,4}reported from [A-Z][^.]{2,80}"
    r"(?:, and (?:[A-Z][\w.'’-]+ ){1,4}from [A-Z][^.]{2,60}){0,3}\.\Z"
)
WITH = re.compile(r"[-–—( ]{0,3}[Ww]ith ([A-Z][\w ,/&-]{1,60})\)?\.?\Z")
STARRED = re.compile(r"\*\s+(?P<words>[^\s.]\S{0,40}(?: \S{1,40}){0,8})\Z")
INITIALS = re.compile(r"(?:[a-z]{2,4}|[A-Z]{2,3})(?:[/-](?:[a-z]{2,4}|[A-Z]{2,3})){1,4}\Z|[a-z]{2,3}\Z")
DASHED = re.compile(r"[-–—*]{1,2}\s+(?P<words>\S.{0,90}?)\s+[-–—*]{1,2}\Z")
MARKED = re.compile(r"(?:#{2,6}\s+|\*\*)(?P<words>\S.{0,90}?)(?:\*\*)?\Z")
FIGURE = re.compile(r"\d{1,4}")
SILENT = ("label", "note", "end")  # kinds of line in a head that say nothing about the report
END_MARK = re.compile(r"[\s\-–—*#=_()\[\]/.]*")
QUOTED = re.compile(r"[\"“‘'«„].*[\"”’'»]\Z")
CREDITED = re.compile(r"\bby ((?:The )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})")
LISTED = re.compile(r"(?:[•·▪*]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it: where it begins and ends, its words, and whether blank lines stand around it."""

    start: int
    end: int
    text: str
    after_blank: bool
    before_blank: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What head and tail of a dispatch say, and the places of it that are no reporting."""

    outlet: str | None = None
    byline: str | None = None
    credits: tuple[str, ...] = ()
    place: str | None = None
    dateline: str | None = None
    published: str | None = None
    updated: str | None = None
    headline: Span | None = None
    crossheads: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    status: str | None = None
    embargo: str | None = None


@dataclass(slots=True)
class _Findings:
    """What the lines have told so far, in reading order."""

    stamps: list[Stamp] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    credits: list[tuple[str, ...]] = field(default_factory=list)
    furniture: list[tuple[int, int]] = field(default_factory=list)
    dateline: Dateline | None = None
    is_killed: bool = False
    embargo: str | None = None

    def drop(self, line: Line) -> None:
        self.furniture.append((line.start, line.end))


def read_head(text: str, *, headline: str | None = None, told_date: str | None = None) -> Head:
    """The head and tail of a text; `headline` is given where the format has said which line it is."""
    lines = split_lines(mask_wrapping(text))
    if not lines:
        return Head()
    found = _Findings()
    first = _find_body(lines)
    if headline:
        first = max(first, 1 + next((number for number, line in enumerate(lines[:1]) if line.text == headline), -1))
    title = _read_top(lines[:first], found, headline, has_body=first < len(lines))
    last = _read_tail(lines, first, found)
    body = lines[first:last]
    if title is None and headline is None and not lines[:first] and _is_bare_headline(body):
        title, body = body[0], body[1:]
    if body:
        _read_closing(body[-1], found)
        _read_opening(body[0], found, is_first=body[0] is lines[0])
    crossheads = _find_crossheads(body, found)
    return _conclude(text, found, title, crossheads, told_date)


def split_lines(text: str) -> list[Line]:
    """The lines that have something on them."""
    found = list(LINE.finditer(text))
    lines: list[Line] = []
    for number, match in enumerate(found):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = match.start() + len(match.group().rstrip())
        gap_before = text[found[number - 1].end() : match.start()] if number else "\n\n"
        gap_after = text[match.end() : found[number + 1].start()] if number + 1 < len(found) else "\n\n"
        lines.append(Line(start, end, text[start:end], gap_before.count("\n") > 1, gap_after.count("\n") > 1))
    return lines


def _find_body(lines: list[Line]) -> int:
    """The number of the line at which reporting begins."""
    for number, line in enumerate(lines[:HEAD_LINES]):
        if _is_prose(line.text) and not _is_known_line(line.text) and not _cut_stamps(line.text)[1]:
            return number
    return 0


def _is_prose(text: str) -> bool:
    """Whether the line is a paragraph: a dateline with words after it, a sentence to its full stop, or very long."""
    opening = read_dateline(text)
    if opening and len(text) - opening.end > 15:
        return True
    return (
        len(text) > HEADLINE_LENGTH or (len(text.split()) >= 6 and bool(FULL_STOP.search(text))) or ". " in text[60:-30]
    )


def _is_known_line(text: str) -> bool:
    if WHERE_FROM.match(text) or read_stamps(text) is not None:
        return True
    return any(match_line(text, kind) for kind in ("label", "note", "source", "kill", "embargo"))


def match_line(text: str, kind: str) -> bool:
    """Whether the line is one of that kind in the table of lines that are no reporting."""
    pattern, folded = read_lines(kind), text[:LONGEST_KNOWN].lower().removeprefix("* ")
    bare = folded.strip(" .:!-–—*#[]()|")
    if folded in pattern.whole or bare in pattern.whole or FIGURE.sub("#", bare) in pattern.whole:
        return True
    if _find_start(folded, pattern.starts):
        return True
    if any(words in folded for words in pattern.within):
        return True
    return len(text) < LONGEST_KNOWN and any(words in folded[-60:] for words in pattern.closing)


def _find_start(folded: str, starts: tuple[str, ...]) -> str | None:
    """The longest of the beginnings that the line has, ending where a word ends; None if it has none."""
    if not folded.startswith(starts):
        return None
    fitting = [words for words in starts if folded.startswith(words)]
    ends = [words for words in fitting if not (words[-1].isalnum() and folded[len(words) : len(words) + 1].isalnum())]
    return max(ends, key=len, default=None)


def _read_top(lines: list[Line], found: _Findings, told: str | None, *, has_body: bool) -> Line | None:
    """Reads the lines above the first paragraph and gives the headline among them."""
    open_lines: list[Line] = []
    known: set[int] = set()
    for line in lines:
        if (told is None or line.text != told) and _read_meta(line, found, in_first=line is lines[0]):
            found.drop(line)
            known.add(line.start)
            continue
        open_lines.append(line)
    if told is not None:
        title = next((line for line in open_lines if line.text == told), None)
    else:
        title = _choose_headline(open_lines, lines, known, bool(found.outlets), has_body)
    for line in open_lines:
        if line is not title:
            _read_open(line, title, found, lines[0].start)
    return _cut_label(title, found) if title and told is None else title


def _cut_label(title: Line, found: _Findings) -> Line:
    """The headline without an agency's running label before it ("UPDATE 2-Quay reopens")."""
    label = RUNNING_LABEL.match(title.text)
    if not label or label.group(1).lower() not in read_lines("label").whole:
        return title
    found.furniture.append((title.start, title.start + label.end()))
    return replace(title, start=title.start + label.end(), text=title.text[label.end() :])


def _read_meta(line: Line, found: _Findings, *, in_first: bool) -> bool:
    """Whether the line is a stamp, byline, credit, label or dateline standing alone; what it says is kept."""
    text = line.text
    if (stamps := read_stamps(text)) is not None:
        found.stamps += stamps
    elif match_line(text, "kill"):
        found.is_killed = True
    elif match_line(text, "embargo"):
        stamps = read_stamps(_strip_start(text, "embargo") or "")
        found.embargo = next(filter(None, settle_stamps(stamps)), None) if stamps else found.embargo
    elif ADDRESS.match(text) or WHERE_FROM.match(text) or any(match_line(text, kind) for kind in SILENT):
        pass
    elif rest := _strip_start(text, "byline"):
        _keep_byline(rest, found)
    elif (rest := _strip_start(text, "source")) and (is_agency(rest) or is_name_like(rest)):
        found.credits.append(split_credits(rest))
    elif (alone := _read_lone_dateline(text)) is not None:
        found.dateline = found.dateline or alone
    else:
        return _read_barred(line, found, in_first=in_first) or _read_parts(text, found, in_first=in_first)
    return True


def _read_barred(line: Line, found: _Findings, *, in_first: bool) -> bool:
    """Whether the line is several such lines with bars between them, at least one of them a stamp."""
    parts = [part for part in BAR.split(line.text) if part]
    if len(parts) < 2 or (len(parts) == 2 and not _cut_stamps(parts[0])[1]):
        return False
    trial = _Findings(outlets=found.outlets[:])
    for number, part in enumerate(parts):
        piece = replace(line, text=part)
        if not _read_meta(piece, trial, in_first=in_first and not number) and not match_line(part, "tail"):
            if _keep_names(part, trial, in_first=in_first and not number):
                continue
            if is_writer_name(part):
                _keep_byline(part, trial)
            elif not is_name_like(part):
                return False
    if trial.stamps:
        found.outlets[:] = trial.outlets
        found.stamps += trial.stamps
        found.bylines += trial.bylines
        found.places += trial.places
        found.credits += trial.credits
    return bool(trial.stamps)


def _read_lone_dateline(text: str) -> Dateline | None:
    """The dateline that the whole line is ("TOKYO, May 8 (Kyodo)"); a name with a code behind it is none."""
    alone = read_dateline(text)
    if alone is None or alone.end < len(text) or not (alone.moment or alone.credits):
        return None
    return None if has_outlet_word(alone.place or "") and not (alone.moment and alone.credits) else alone


def _strip_start(text: str, kind: str) -> str | None:
    """What follows the words by which lines of that kind begin, or None."""
    start = _find_start(text[:LONGEST_KNOWN].lower(), read_lines(kind).starts)
    if start is None:
        return None
    rest = text[len(start) :].strip(" :\t").rstrip(")")
    if kind == "byline" and ((SENTENCE_END.search(rest) and len(rest) > 60) or not rest[:1].isupper()):
        return None
    return rest or None


def _keep_byline(text: str, found: _Findings) -> None:
    text, stamps = _cut_stamps(text)
    found.stamps += stamps
    byline, place, agencies = read_byline(text)
    found.bylines += [byline] if byline else []
    found.places += [place] if place else []
    found.credits += [agencies] if agencies else []


def _cut_stamps(text: str) -> tuple[str, tuple[Stamp, ...]]:
    """The line without the stamp at its end or beginning, and that stamp."""
    for gap in PART_BREAK.finditer(text, max(0, len(text) - LONGEST_STAMP)):
        if stamps := read_stamps(text[gap.end() :]):
            return text[: gap.start()], stamps
    if (
        (stated := STATED_TIME.search(text))
        and is_name_like(text[: stated.start()])
        and (stamps := read_stamps(text[stated.end() :]))
    ):
        return text[: stated.start()], stamps
    for gap in reversed(list(PART_BREAK.finditer(text, 0, LONGEST_STAMP))):
        if stamps := read_stamps(text[: gap.start()]):
            return text[gap.end() :], stamps
    return text, ()


def _read_parts(text: str, found: _Findings, *, in_first: bool) -> bool:
    """Whether the line is a paper's or agency's name with a stamp, credit or place beside it."""
    rest, stamps = _cut_stamps(text)
    if not stamps:
        return in_first and _is_masthead(text) and _keep_names(text, found, in_first=True)
    if byline := _strip_start(rest, "byline"):
        _keep_byline(byline, found)
    elif not _keep_names(rest, found, in_first=in_first):
        if not is_name_like(rest):
            return False
        if is_writer_name(rest):
            _keep_byline(rest, found)
        elif in_first:
            found.outlets.append(rest)
        elif len(rest.split()) <= 2 and not match_line(rest, "label"):
            found.places.append(rest)
    found.stamps += stamps
    return True


def _is_masthead(text: str) -> bool:
    """Whether a first line can only be a name: a known agency, or several names one of them a paper's or agency's."""
    if fold_name(text) in {fold_name(name) for name in split_credits(text)} and has_agency_code(text):
        return True
    parts = re.split(r"\s*[|•·]\s*|\s+[/]\s+", text)
    return (
        len(parts) > 1
        and all(is_name_like(part) and len(part.split()) <= 6 for part in parts)
        and any(has_outlet_word(part) or is_known_credit(part) for part in parts)
    )


def _keep_names(text: str, found: _Findings, *, in_first: bool) -> bool:
    """Keeps the outlet and the agencies that the line names; whether it names an outlet or an agency."""
    code = re.search(r"\s*\(([^()]{2,30})\)\Z", text)
    names = [part for part in re.split(r"\s*[|•·]\s*|\s+[-–—/]\s+", text[: code.start()] if code else text) if part]
    if not names or not is_name_like(names[0]) or not (has_outlet_word(text) or any(map(is_known_credit, names))):
        return False
    names[0] = names[0].split(", ")[0]
    if not found.outlets and (in_first or not (is_agency(names[0]) or (len(names) == 1 and has_agency_code(names[0])))):
        found.outlets.append(names.pop(_find_publisher(names)))
    found.credits.append(tuple(filter(is_known_credit, names)))
    found.credits += [split_credits(code.group(1))] if code and is_known_credit(code.group(1)) else []
    return True


def _find_publisher(names: list[str]) -> int:
    """Which of the names is the outlet's: the first, unless it is an agency beside a paper that prints it."""
    others = (place for place, name in enumerate(names) if not is_agency(name) and not has_agency_code(name))
    return next(others, 0) if is_agency(names[0]) else 0


def _choose_headline(
    open_lines: list[Line], lines: list[Line], known: set[int], has_outlet: bool, has_body: bool
) -> Line | None:
    """The headline among the lines that are neither stamp nor byline: the one that least resembles a name."""
    scored = [(_score_headline(line, lines, known), -number, line) for number, line in enumerate(open_lines)]
    scored = [entry for entry in scored if len(entry[2].text) <= HEADLINE_LENGTH]
    if not scored or not has_body:
        return None
    score, _, best = max(scored, key=lambda entry: entry[:2])
    return best if score > -2 else None


def _score_headline(line: Line, lines: list[Line], known: set[int]) -> int:
    words = line.text.split()
    score = min(len(words), 7) - 4
    score += 2 * any(word[0].islower() and word.lower() not in {"of", "the", "and", "de", "for"} for word in words)
    score += line.after_blank + line.before_blank
    score -= 3 * (is_name_like(line.text) and has_outlet_word(line.text) and len(words) <= 6)
    score -= 4 * (is_agency(line.text) or has_agency_code(line.text))
    score -= 2 * (len(words) <= 3 and is_writer_name(line.text) and not line.after_blank)
    # a first line with stamps right under it is a masthead, unless nothing else can be the headline
    place = lines.index(line)
    stamped = place + 1 < len(lines) and lines[place + 1].start in known and not line.before_blank
    score -= 2 * (place == 0 and stamped and len(words) <= 5)
    return score


def _read_open(line: Line, title: Line | None, found: _Findings, first: int) -> None:
    """Keeps what a line beside the headline names: the outlet, a writer, a credit or a place."""
    text = line.text
    above = title is None or line.start < title.start
    names = split_credits(text)
    if names and all(map(is_agency, names)) and (found.outlets or not above):
        found.credits.append(names)
    elif not is_name_like(text) and not re.search(r",|\(| and | - |\|", text):
        if not above:
            return
    elif not _read_name(text, line.start == first, above, found):
        return
    found.drop(line)


def _read_name(text: str, is_first: bool, above: bool, found: _Findings) -> bool:
    """Keeps the name that a line is, as outlet, writer, credit or place; whether the line is no part of the report."""
    parts = re.split(r",\s+|\s+[-–—|]\s+|\s+and\s+(?=staff|agencies)", text)
    is_outlet = is_name_like(re.split(r"\s*\(|\s+[-–—|]\s+", parts[0])[0]) and len(text.split()) <= 9
    if is_first and not found.outlets and is_outlet:
        _keep_masthead(text, found, in_first=True)
    elif is_writer_name(WRITER_END.split(parts[0])[0]) and (
        found.outlets or found.stamps or found.bylines or not (above or text.isupper())
    ):
        _keep_byline(parts[0] if text.endswith(("staff", "agencies")) else text, found)
    elif above and not found.outlets and is_outlet:
        _keep_masthead(text, found, in_first=is_first)
    elif is_agency(parts[0]) or (has_outlet_word(parts[0]) and len(parts[0].split()) > 1):
        found.credits.append(tuple(name for name in split_credits(text) if is_known_credit(name)) or (parts[0],))
    elif parts[0].isupper() and len(text.split()) <= 4 and text[-1].isalpha():
        found.places.append(text)
    else:
        return above
    return True


def _keep_masthead(text: str, found: _Findings, *, in_first: bool) -> None:
    if not _keep_names(text, found, in_first=in_first):
        found.outlets.append(re.split(r",\s+|\s+[-–—|]\s+|\s*\(", text)[0])


def _read_tail(lines: list[Line], first: int, found: _Findings) -> int:
    """Reads the lines under the last paragraph and gives the number of the first of them."""
    last = _cut_block(lines, first, found)
    while last > first + 1 and last > len(lines) - TAIL_LINES and _read_tail_line(lines[last - 1], found):
        last -= 1
        found.drop(lines[last])
    return last


def _cut_block(lines: list[Line], first: int, found: _Findings) -> int:
    """The number of the line at which a list of other stories begins, after the middle of the report."""
    start = max(first + 2, (first + len(lines)) // 2, len(lines) - BLOCK_LINES)
    for number in range(start, len(lines)):
        if not match_line(lines[number].text, "block"):
            continue
        rest = lines[number + 1 :]
        if sum(_is_prose(line.text) for line in rest) <= len(rest) // 3:
            for line in lines[number:]:
                found.drop(line)
            return number
    return len(lines)


def _read_tail_line(line: Line, found: _Findings) -> bool:
    """Whether a line under the last paragraph is no reporting; what it says is kept."""
    text = line.text
    if _read_tail_stamp(text, found) or _read_tail_credit(text, found):
        return True
    if match_line(text, "tail"):
        found.credits += [(name.group(1),) for name in CREDITED.finditer(text[:200]) if is_agency(name.group(1))]
        return True
    if match_line(text, "end") or match_line(text.split("/")[0], "end") or match_line(text, "note"):
        return True
    if match_line(text, "kill"):
        found.is_killed = True
        return True
    if _read_tail_writer(text, found) or _is_appeal(text):
        return True
    return bool(INITIALS.match(text)) or not END_MARK.sub("", text)


def _is_appeal(text: str) -> bool:
    """Whether the line is an address to write to, or asks readers to follow the paper somewhere."""
    if ADDRESS.match(text):
        return True
    found = FOLLOW.match(text)
    return found is not None and found.group(1).strip().lower() in read_platforms()


@cache
def read_platforms() -> frozenset[str]:
    """The names of the networks that people post on, in lower case."""
    return frozenset(row["name"].lower() for row in read_table("platforms"))


def _read_tail_stamp(text: str, found: _Findings) -> bool:
    """Whether the line says when the report was published or updated, or in which paper ("Published in X, May 4")."""
    rest, stamps = ("", read_stamps(text)) if len(text) < 80 else (text, None)
    if stamps is None and text.lower().startswith("published in"):
        rest, stamps = _cut_stamps(text)
    if stamps and len(rest) < 60:
        found.stamps += [replace(stamp, label="published") for stamp in stamps] if rest else stamps
    return bool(stamps)


def _read_tail_credit(text: str, found: _Findings) -> bool:
    """Whether the line names agencies and nothing else: a sign-off, a source, inputs."""
    if (signed := SIGNED.match(text)) and (names := split_credits(signed.group(1))) and all(map(is_agency, names)):
        found.credits.append(names)
        return True
    if (beside := WITH.match(text)) and (names := split_credits(beside.group(1))) and all(map(is_agency, names)):
        found.credits.append(names)
        return True
    sign, inputs, bare = SIGN_OFF.match(text), INPUTS.match(text), text.strip(" -–—()[]")
    if sign and is_agency(sign["agency"]):
        found.credits.append((sign["agency"],))
    elif inputs or (len(text) < 100 and (rest := _strip_start(text, "source"))):
        names = split_credits(re.sub(r"(?i)\b(?:agency )?inputs?\b", "", inputs.group(1) if inputs else rest or ""))
        found.credits.append(tuple(filter(is_known_credit, names)))
    elif (names := split_credits(bare)) and all(map(is_agency, names)):
        found.credits.append(names)
    else:
        return sign is not None
    return True


def _read_tail_writer(text: str, found: _Findings) -> bool:
    """Whether the line is a byline, or a writer's name alone, at the end of the report."""
    if len(text) >= 80:
        return False
    rest = _strip_start(text, "byline") or ("" if found.bylines else text)
    if not is_writer_name(re.split(r",| and | in ", rest)[0]) or rest[-1] in ".!?:;":
        return False
    _keep_byline(rest, found)
    return True


def _read_closing(line: Line, found: _Findings) -> None:
    """Keeps the agency that is named behind the last sentence ("... he said. (NAN)")."""
    closing = CLOSING_CREDIT.search(line.text, max(0, len(line.text) - 120))
    names = split_credits(closing.group(1) or closing.group(2)) if closing else ()
    if closing and names and all(map(is_agency, names)):
        found.credits.append(names)
        found.furniture.append((line.start + closing.start(), line.end))


def _is_bare_headline(body: list[Line]) -> bool:
    """Whether the first line of a text without a head looks like a headline.

    It is short and has no full stop, unless a dateline follows it or it is written in capitals as titles are.
    """
    if len(body) < 2 or len(body[0].text) > HEADLINE_LENGTH or read_dateline(body[0].text):
        return False
    line, follower = body[0].text, read_dateline(body[1].text)
    if follower and (follower.credits or follower.moment or body[0].before_blank):
        return True
    if SENTENCE_END.search(line) and not line.endswith(("?", "!")) and not _is_title_case(line):
        return False
    return body[0].before_blank or follower is not None


def _is_title_case(text: str) -> bool:
    """Whether nearly all longer words begin with a capital, as in an American headline."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _read_opening(line: Line, found: _Findings, *, is_first: bool) -> None:
    """Keeps the dateline that the first paragraph begins with; at the top of a title words before a colon are none."""
    opening = read_dateline(line.text) or (None if is_first else read_bare_place(line.text))
    if not opening:
        return
    bare = not (opening.moment or opening.credits) and line.text[: opening.end].rstrip()[-1] in ":|"
    if is_first and bare and len(line.text) < PARAGRAPH_LENGTH:
        return
    found.furniture.append((line.start, line.start + opening.end))
    if found.dateline is None:
        found.dateline = opening
    else:
        found.dateline = replace(
            opening, place=opening.place or found.dateline.place, moment=opening.moment or found.dateline.moment
        )


def _find_crossheads(body: list[Line], found: _Findings) -> list[tuple[int, int]]:
    """The short titles between paragraphs; lines of furniture between paragraphs are noted on the way."""
    crossheads: list[tuple[int, int]] = []
    for number, line in enumerate(body):
        is_note = match_line(line.text, "note") or _is_appeal(line.text) or not END_MARK.sub("", line.text)
        if number and is_note:
            found.drop(line)
        elif number and (marked := DASHED.match(line.text) or MARKED.match(line.text) or _match_starred(body, number)):
            start, end = line.start + marked.start("words"), line.start + marked.end("words")
            found.furniture += [(line.start, start)] + ([(end, line.end)] if end < line.end else [])
            crossheads.append((start, end))
        elif 0 < number < len(body) - 1 and _is_crosshead(body[number - 1], line, body[number + 1]):
            crossheads.append((line.start, line.end))
    return crossheads


def _match_starred(body: list[Line], number: int) -> re.Match[str] | None:
    """A short title behind an asterisk that is no item of a list ("* Roots of the dispute"), or None."""
    neighbours = [*body[number - 1 : number], *body[number + 1 : number + 2]]
    if len(neighbours) < 2 or not all(_is_paragraph(line.text) and line.text[0] != "*" for line in neighbours):
        return None
    return STARRED.match(body[number].text)


def _is_crosshead(before: Line, line: Line, after: Line) -> bool:
    text = line.text
    words = text.split()
    if len(text) > 60 or len(words) > 9 or text[-1] in ".,;:…-–—" or ": " in text or LISTED.match(text):
        return False
    is_quoted = bool(QUOTED.match(text)) and text[0] in "\"“‘'«"
    if (text[-1] in "\"”’'»" and (not is_quoted or text[-2] in ".,?!…")) or (text[0] in '"“‘«' and not is_quoted):
        return False
    if text[-1] in "?!" and len(words) > 4:
        return False
    if not (is_quoted or text[0].isupper() or (text[0].isdigit() and len(words) > 2)):
        return False
    return line.after_blank == before.before_blank and _is_paragraph(before.text) and _is_paragraph(after.text)


def _is_paragraph(text: str) -> bool:
    return len(text.split()) >= 5 and (bool(SENTENCE_END.search(text)) or len(text) > 100)


def _conclude(
    text: str, found: _Findings, title: Line | None, crossheads: list[tuple[int, int]], told_date: str | None
) -> Head:
    """All that was found, put together: years from each other, credits each once, places as spans."""
    outlet = found.outlets[0] if found.outlets else None
    opening = found.dateline or Dateline(None, None, (), 0)
    named = (opening.moment,) if opening.moment else ()
    published, updated = settle_stamps(tuple(found.stamps), named)
    if published is None and (stray := find_stray_stamp(text[: _head_end(text, title)])):
        published, updated = settle_stamps((stray, *found.stamps), named)
    byline = ", ".join(dict.fromkeys(found.bylines)) or None
    return Head(
        outlet=outlet,
        byline=byline,
        credits=join_credits([opening.credits, *found.credits], outlet),
        place=opening.place or (found.places[0] if found.places else None),
        dateline=_settle_day(opening.moment, (published, updated, told_date)),
        published=published,
        updated=updated,
        headline=_span(text, (title.start, title.end)) if title else None,
        crossheads=tuple(_span(text, place) for place in crossheads),
        furniture=tuple(_span(text, place) for place in _join_places(found.furniture)),
        status="canceled" if found.is_killed else None,
        embargo=found.embargo,
    )


def _head_end(text: str, title: Line | None) -> int:
    """Where the lines above the headline end; those above the first blank line, where it stands among them."""
    blank = max(text.find("\n\n", 0, HEAD_LENGTH), 0)
    return max(title.start, blank) if title and title.start > 0 else title.start if title else blank


def _settle_day(moment: Moment | None, stamps: tuple[str | None, ...]) -> str | None:
    """The day of the dateline, its year taken from the stamps where it states none."""
    if moment is None:
        return None
    days = [Moment(int(stamp[:4]), int(stamp[5:7]), int(stamp[8:10])) for stamp in stamps if stamp]
    return replace(moment if moment.year else add_year(moment, days), minute=None).iso


def _join_places(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = -1
    for start, stop in sorted(set(places)):
        if start >= end and start < stop:
            end = stop
            yield start, stop


def _span(text: str, place: tuple[int, int]) -> Span:
    return Span(place[0], place[1], text[place[0] : place[1]])
