"""Who says what, by a small network: text in, attributions with their places out."""

import hashlib
import json
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Places = NDArray[np.int64]
Scores = NDArray[np.float32]

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
CASES = ("none", "other", "lower", "title", "upper", "mixed", "digit")
QUOTED = ("none", "outside", "inside", "mark")
PARAGRAPH = ("none", "within", "start", "first")
FEATURE_SIZES = (len(CASES), len(QUOTED), len(PARAGRAPH))


# What the network sees of a text


@dataclass(frozen=True)
class Pieces:
    """A text cut into word pieces: their ids, places, features, which begin a word, and where paragraphs begin."""

    ids: Places
    starts: Places
    ends: Places
    features: Places
    opens_word: NDArray[np.bool_]
    paragraphs: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)


def load_tokenizer(path: Path) -> "Tokenizer":
    """The tokenizer of the folder, set to cut whole texts and to read no special words in them."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True
    return tokenizer


LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def cut_pieces(text: str, tokenizer: "Tokenizer") -> Pieces:
    """The pieces of a text with their features."""
    encoding = tokenizer.encode(LONE_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    places = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    words = np.array(encoding.word_ids, dtype=np.int64)
    opens_word = np.ones(len(words), dtype=np.bool_)
    opens_word[1:] = words[1:] != words[:-1]
    starts, ends = places[:, 0], places[:, 1]
    columns = (
        find_cases(text, starts, ends, opens_word),
        mark_quotations(text)[starts] if len(starts) else starts,
        find_paragraph_starts(text, starts),
    )
    ids = np.array(encoding.ids, dtype=np.int64)
    return Pieces(ids, starts, ends, np.stack(columns, axis=1), opens_word, find_paragraphs(text, starts))


def find_cases(text: str, starts: Places, ends: Places, opens_word: NDArray[np.bool_]) -> Places:
    """For each piece, how its word is written."""
    if not len(starts):
        return starts
    openings = np.flatnonzero(opens_word)
    closings = np.append(openings[1:], len(starts)) - 1
    names = [
        CASES.index(name_case(text[start:end]))
        for start, end in zip(starts[openings].tolist(), ends[closings].tolist(), strict=True)
    ]
    return np.repeat(np.array(names, dtype=np.int64), closings - openings + 1)


def name_case(word: str) -> str:
    """How a word is written: one of CASES."""
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "title"
    if word.istitle():
        return "title"
    if word.isdigit():
        return "digit"
    return "mixed" if word.isalpha() else "other"


DOUBLE_MARK = re.compile("''|``|[\"\u201c\u201d\u201e\u00ab\u00bb]")
SINGLE_MARK = re.compile("(?<![^\\W_])['\u2018`](?=\\w)|(?<=[\\w.,!?\u2026])['\u2019](?![^\\W_])")
OPENING = frozenset("\u201c\u201e\u00ab``")
CLOSING = frozenset("\u201d\u00bb")


def mark_quotations(text: str) -> Places:
    """For each character, whether it is outside, inside or part of quotation marks.

    Marks pair up within a paragraph and one left open runs to its end. Single
    marks count in a text without double ones. In a text that is nothing but
    quotation marks do not count: it is read as its speaker said it.
    """
    states = np.full(len(text), QUOTED.index("outside"), dtype=np.int64)
    marks = DOUBLE_MARK if DOUBLE_MARK.search(text) else SINGLE_MARK
    start = 0
    for line in text.splitlines(keepends=True):
        for quotation in find_quotations(line, marks):
            paint(states[start : start + len(line)], quotation)
        start += len(line)
    visible = np.array([not char.isspace() for char in text], dtype=np.bool_)
    if states[visible].min(initial=QUOTED.index("mark")) > QUOTED.index("outside"):
        states[:] = QUOTED.index("outside")
    return states


@dataclass(frozen=True)
class Quotation:
    """A quotation in a line, from its opening mark to behind its closing one."""

    start: int
    end: int
    opening: int
    closing: int


def find_quotations(line: str, marks: re.Pattern[str]) -> Iterator[Quotation]:
    """The quotations of a line, marks included."""
    opened: re.Match[str] | None = None
    for mark in marks.finditer(line):
        if opened is None:
            opened = None if mark.group() in CLOSING else mark
        elif mark.group() not in OPENING:
            yield Quotation(opened.start(), mark.end(), len(opened.group()), len(mark.group()))
            opened = None
    if opened is not None:
        yield Quotation(opened.start(), len(line), len(opened.group()), 0)


def paint(states: Places, quotation: Quotation) -> None:
    """Write one quotation into the states of its line."""
    inner = quotation.start + quotation.opening
    outer = quotation.end - quotation.closing
    states[quotation.start : quotation.end] = QUOTED.index("mark")
    states[inner:outer] = QUOTED.index("inside")


def find_paragraph_starts(text: str, starts: Places) -> Places:
    """For each piece, whether it opens a paragraph; the text's first one counts like any other, wherever it moves."""
    found = np.full(len(starts), PARAGRAPH.index("within"), dtype=np.int64)
    breaks = np.array([m.end() for m in re.finditer(r"\n\s*", text)], dtype=np.int64)
    openings = np.searchsorted(starts, breaks)
    found[openings[openings < len(starts)]] = PARAGRAPH.index("start")
    found[:1] = PARAGRAPH.index("start")
    return found


PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?:;\u2026\"'\u201d\u2019)\]])[^\S\n]*\n\s*")


def find_paragraphs(text: str, starts: Places) -> tuple[int, ...]:
    """The pieces that open a paragraph; a line end within a sentence, as in telex copy, opens none."""
    places = [0, *(found.end() for found in PARAGRAPH_END.finditer(text))]
    firsts = np.unique(np.searchsorted(starts, places))
    return tuple(int(first) for first in firsts if first < len(starts))


# Windows


@dataclass(frozen=True)
class Window:
    """A stretch of pieces that the network sees at once."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def plan_windows(count: int, length: int, stride: int) -> list[Window]:
    """Windows over so many pieces, each overlapping the next, the last one full."""
    if count <= length:
        return [Window(0, count)]
    steps = -(-(count - length) // stride)
    starts = [round(step * (count - length) / steps) for step in range(steps + 1)]
    return [Window(start, start + length) for start in starts]


def plan_paragraphs(pieces: Pieces, length: int, stride: int) -> list[Window]:
    """A window for each paragraph, several for a long one, so that a paragraph reads the same wherever it stands."""
    return [
        Window(start + window.start, start + window.end)
        for start, end in pairwise((*pieces.paragraphs, len(pieces)))
        for window in plan_windows(end - start, length, stride)
    ]


@dataclass(frozen=True)
class Batch:
    """Windows as the network takes them: a mark in front, a mark behind, then padding."""

    ids: Places
    features: Places
    mask: Places


CLASS_MARK, END_MARK = 101, 102


def pack_windows(pieces: Pieces, windows: list[Window]) -> Batch:
    """Windows of one text laid side by side."""
    longest = max(map(len, windows)) + 2
    ids = np.zeros((len(windows), longest), dtype=np.int64)
    features = np.zeros((len(windows), longest, len(FEATURE_SIZES)), dtype=np.int64)
    mask = np.zeros((len(windows), longest), dtype=np.int64)
    for row, window in enumerate(windows):
        size = len(window)
        ids[row, 0], ids[row, size + 1] = CLASS_MARK, END_MARK
        ids[row, 1 : size + 1] = pieces.ids[window.start : window.end]
        features[row, 1 : size + 1] = pieces.features[window.start : window.end]
        mask[row, : size + 2] = 1
    return Batch(ids, features, mask)


# What the network's scores say


@dataclass(frozen=True)
class View:
    """What the network says of one window, as probabilities: tags, and pointers (column 0: none)."""

    window: Window
    tags: Scores
    content_cue: Scores
    cue_source: Scores


def read_view(window: Window, tags: Scores, content_cue: Scores, cue_source: Scores) -> View:
    """One window's scores, its marks and padding taken off."""
    rows = slice(1, len(window) + 1)
    columns = slice(0, len(window) + 1)
    return View(
        window,
        softmax(tags[rows]),
        softmax(content_cue[rows, columns]),
        softmax(cue_source[rows, columns]),
    )


def softmax(scores: Scores) -> Scores:
    """Scores as probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def join_tags(views: list[View], count: int) -> Scores:
    """Tag probabilities of all pieces, each window counting more where a piece lies deep inside it."""
    total = np.zeros((count, len(TAGS)), dtype=np.float32)
    for view in views:
        depth = measure_depth(view.window, count)
        total[view.window.start : view.window.end] += view.tags * depth[:, None]
    return np.asarray(total / total.sum(axis=1, keepdims=True), dtype=np.float32)


def measure_depth(window: Window, count: int) -> Scores:
    """How far each piece of a window is from where the window cuts the text."""
    places = np.arange(len(window), dtype=np.float32)
    before = places + (1 if window.start else count)
    behind = places[::-1] + (1 if window.end < count else count)
    return np.asarray(np.minimum(np.minimum(before, behind), 64.0), dtype=np.float32)


@dataclass(frozen=True)
class Stretch:
    """A run of pieces with one role, and how sure its tags are."""

    role: str
    start: int
    end: int
    certainty: float
    weakest: float


FORBIDDEN = -1e4


def allow_moves() -> Scores:
    """Log scores of tag following tag: an inside tag needs its role before it."""
    moves = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for column, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            for row, before in enumerate(TAGS):
                if before[2:] != tag[2:]:
                    moves[row, column] = FORBIDDEN
    return moves


MOVES = allow_moves()
AT_START = np.array([FORBIDDEN if t.startswith("I-") else 0.0 for t in TAGS], dtype=np.float32)


def find_path(scores: Scores) -> list[int]:
    """The best allowed sequence of tags (Viterbi)."""
    best = scores[0] + AT_START
    choices = np.empty(scores.shape, dtype=np.int64)
    for place in range(1, len(scores)):
        moved = best[:, None] + MOVES
        choices[place] = moved.argmax(axis=0)
        best = moved.max(axis=0) + scores[place]
    path = [int(best.argmax())]
    for place in range(len(scores) - 1, 0, -1):
        path.append(int(choices[place, path[-1]]))
    return path[::-1]


def find_stretches(tags: Scores, opens_word: NDArray[np.bool_], outside: float) -> list[Stretch]:
    """The sources, cues and contents that the tags spell, word by word."""
    words = np.flatnonzero(opens_word)
    if not len(words):
        return []
    scores = np.log(tags[words] + 1e-9)
    scores[:, 0] += outside
    path = find_path(scores)
    bounds = np.append(words, len(opens_word))
    sure = tags[words, path]
    return [
        Stretch(
            TAGS[path[first]][2:],
            int(bounds[first]),
            int(bounds[last]),
            float(np.exp(np.log(sure[first:last] + 1e-9).mean())),
            float(sure[first:last].min()),
        )
        for first, last in split_path(path)
    ]


def split_path(path: list[int]) -> Iterator[tuple[int, int]]:
    """Where runs of one role begin and end in a path of tags."""
    start: int | None = None
    for place, tag in enumerate([*path, 0]):
        if start is not None and not TAGS[tag].startswith("I-"):
            yield start, place
            start = None
        if TAGS[tag].startswith("B-"):
            start = place


@dataclass(frozen=True)
class Aim:
    """Where a stretch points: a share for each piece of the window that sees it best, and one for none."""

    start: int
    shares: Scores
    none: float

    def share_of(self, stretch: Stretch) -> float:
        """How far it points at a stretch."""
        first, last = (max(place - self.start, 0) for place in (stretch.start, stretch.end))
        return float(self.shares[first:last].sum())

    @property
    def mark(self) -> int:
        """The piece that it points at most."""
        return self.start + int(self.shares.argmax())

    def spread(self, opens_word: NDArray[np.bool_]) -> tuple[int, int]:
        """The whole words around the mark that it points at, from first piece to last."""
        end = self.start + len(self.shares)
        first, last = self.mark, self.mark + 1
        while first > self.start and (not opens_word[first] or self.shares[first - 1 - self.start] >= LEAST_SHARE):
            first -= 1
        while last < end and (not opens_word[last] or self.shares[last - self.start] >= LEAST_SHARE):
            last += 1
        return first, last


LEAST_SHARE = 0.05


def aim_content(content: Stretch, views: list[View]) -> Aim:
    """Where a content points for its cue."""
    return choose_aim(aim_from(content, view.window, view.content_cue) for view in views)


def aim_cue(cue: Stretch, views: list[View]) -> Aim:
    """Where a cue points for its source."""
    return choose_aim(aim_from(cue, view.window, view.cue_source) for view in views)


def aim_from(stretch: Stretch, window: Window, links: Scores) -> tuple[float, Aim]:
    """Where a stretch points in one window, and how much of the stretch says so."""
    rows = links[max(stretch.start - window.start, 0) : stretch.end - window.start]
    shares = rows.mean(axis=0)
    none = float(shares[0])
    return len(rows) * (1 - none), Aim(window.start, shares[1:], none)


def choose_aim(aims: Iterable[tuple[float, Aim]]) -> Aim:
    """The aim that most of its stretch stands behind."""
    return max(aims, key=lambda weighed: weighed[0])[1]


def find_views(stretch: Stretch, views: list[View]) -> list[View]:
    """The views that see a part of a stretch."""
    first = bisect_right(views, stretch.start, key=lambda view: view.window.end)
    last = bisect_left(views, stretch.end, key=lambda view: view.window.start)
    return views[first:last]


@dataclass(frozen=True)
class Decoding:
    """The thresholds of reading attributions off the scores.

    An attribution that names nobody has a confidence to reach of its own: there
    are few, and the one that serves all would lose most of them.
    """

    outside: float = 0.0
    least_link: float = 0.1
    least_more: float = 0.5
    least_found: float = 0.5
    none_weight: float = 1.0
    least_confidence: float = 0.0
    least_unnamed: float = 0.0


@dataclass(frozen=True)
class Candidate:
    """An attribution in pieces, with how far its parts point at each other."""

    source: Stretch | None
    cue: Stretch
    contents: tuple[Stretch, ...]
    content_link: float
    source_link: float


def find_candidates(pieces: Pieces, views: list[View], decoding: Decoding) -> list[Candidate]:
    """The attributions that the network's views of a text spell."""
    tags = join_tags(views, len(pieces))
    stretches = find_stretches(tags, pieces.opens_word, decoding.outside)
    reader = LinkReader(pieces, views, tags, decoding)
    sources, cues, contents = ([one for one in stretches if one.role == role] for role in ("source", "cue", "content"))
    linked = reader.link_contents(contents, Shelf(cues))
    shelf = Shelf(sources)
    return [reader.finish(cue, own, shelf) for cue, own in linked]


class Shelf:
    """Stretches of one role, in text order and none overlapping, to look up by place."""

    def __init__(self, stretches: list[Stretch]) -> None:
        self.stretches = stretches

    def find(self, piece: int) -> Stretch | None:
        """The stretch that a piece lies in."""
        number = bisect_right(self.stretches, piece, key=lambda one: one.start) - 1
        if number >= 0 and piece < self.stretches[number].end:
            return self.stretches[number]
        return None

    def choose(self, aim: Aim) -> Stretch | None:
        """The stretch that is aimed at most."""
        first = bisect_right(self.stretches, aim.start, key=lambda one: one.end)
        last = bisect_left(self.stretches, aim.start + len(aim.shares), key=lambda one: one.start)
        return max(self.stretches[first:last], key=aim.share_of, default=None)

    def add(self, stretch: Stretch) -> None:
        """Put one more stretch in its place."""
        insort(self.stretches, stretch, key=lambda one: one.start)


Linked = tuple[Stretch, float]


def weigh(linked: Linked) -> float:
    """How sure a content is of itself and of its cue."""
    content, link = linked
    return content.certainty * link


@dataclass(frozen=True)
class LinkReader:
    """Reads off who is linked to whom, and finds what is pointed at though no tag marks it."""

    pieces: Pieces
    views: list[View]
    tags: Scores
    decoding: Decoding

    def link_contents(self, contents: list[Stretch], cues: Shelf) -> list[tuple[Stretch, list[Linked]]]:
        """Each cue that contents point at, with those contents and how far they do, in text order."""
        linked: dict[Stretch, list[Linked]] = {}
        for content in contents:
            aim = aim_content(content, find_views(content, self.views))
            cue = self.find_target(aim, cues, "cue")
            if cue is not None and aim.share_of(cue) >= self.decoding.least_link:
                linked.setdefault(cue, []).append((content, aim.share_of(cue)))
        own = [(cue, self.keep_sure(contents)) for cue, contents in linked.items()]
        return sorted(own, key=lambda item: item[0].start)

    def keep_sure(self, contents: list[Linked]) -> list[Linked]:
        """The content that points at its cue most, and others that are sure enough of it."""
        least = min(self.decoding.least_more, max(map(weigh, contents)))
        return [one for one in contents if weigh(one) >= least]

    def finish(self, cue: Stretch, own: list[Linked], sources: Shelf) -> Candidate:
        """The attribution of a cue and its contents."""
        aim = aim_cue(cue, find_views(cue, self.views))
        source = self.find_target(aim, sources, "source")
        none = aim.none * self.decoding.none_weight
        share = aim.share_of(source) if source else 0.0
        contents = tuple(content for content, _ in own)
        content_link = min(link for _, link in own)
        if share < none:
            return Candidate(None, cue, contents, content_link, none)
        return Candidate(source, cue, contents, content_link, share)

    def find_target(self, aim: Aim, known: Shelf, role: str) -> Stretch | None:
        """What is aimed at: a known stretch, or a new one around a mark that no tag marks."""
        if not len(aim.shares):
            return None
        here = known.find(aim.mark)
        if here is not None:
            return here
        found = self.make_stretch(role, *aim.spread(self.pieces.opens_word))
        nearest = known.choose(aim)
        if aim.share_of(found) < max(self.decoding.least_found, aim.share_of(nearest) if nearest else 0.0):
            return nearest
        if not any(known.find(piece) for piece in range(found.start, found.end)):
            known.add(found)
            return found
        return nearest

    def make_stretch(self, role: str, start: int, end: int) -> Stretch:
        """A stretch that the tags did not spell, with what they say for it."""
        columns = [TAGS.index("B-" + role), TAGS.index("I-" + role)]
        sure = self.tags[start:end, columns].sum(axis=1)
        return Stretch(role, start, end, float(sure.mean()), float(sure.min()))


# How sure it is


@dataclass(frozen=True)
class Calibration:
    """A logistic curve over the measures of a candidate."""

    weights: tuple[float, ...]
    bias: float

    def judge(self, measures: Scores) -> float:
        """The probability that an attribution with these measures is right as a whole."""
        power = float(np.dot(np.array(self.weights), measures)) + self.bias
        return float(1.0 / (1.0 + np.exp(-power)))


MEASURES = (
    "content certainty",
    "content weakest",
    "cue certainty",
    "cue weakest",
    "source certainty",
    "no source",
    "content link",
    "source link",
    "pieces of content",
    "length of content",
)


def take_measures(candidate: Candidate) -> Scores:
    """The numbers that confidence is read from, in the order of MEASURES."""
    contents, source = candidate.contents, candidate.source
    length = sum(one.end - one.start for one in contents)
    return np.array(
        [
            log_odds(min(one.certainty for one in contents)),
            log_odds(min(one.weakest for one in contents)),
            log_odds(candidate.cue.certainty),
            log_odds(candidate.cue.weakest),
            log_odds(source.certainty) if source else 0.0,
            0.0 if source else 1.0,
            log_odds(candidate.content_link),
            log_odds(candidate.source_link),
            float(len(contents) - 1),
            float(np.log(length)),
        ],
        dtype=np.float32,
    )


def log_odds(probability: float) -> float:
    """A probability on an unbounded scale, kept within reason."""
    kept = min(max(probability, 1e-3), 1 - 1e-3)
    return float(np.log(kept / (1 - kept)))


# The tagger

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Tagged:
    """An attribution in characters of its text, with the probability that all of it is right."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float


@dataclass(frozen=True)
class Settings:
    """What the folder of weights says of how to use them."""

    version: str
    digest: str
    window: int
    stride: int
    decoding: Decoding
    calibration: Calibration

    @classmethod
    def read(cls, path: Path) -> "Settings":
        """The settings in a JSON file, refused if they are for another tagger."""
        named = json.loads(path.read_text(encoding="utf-8"))
        for key, known in SETTLED.items():
            if named[key] != known:
                raise ValueError(f"{path}: {key} is {named[key]!r}, expected {known!r}")
        return cls(
            version=named["version"],
            digest=named["digest"],
            window=named["window"],
            stride=named["stride"],
            decoding=Decoding(**named["decoding"]),
            calibration=Calibration(tuple(named["calibration"]["weights"]), named["calibration"]["bias"]),
        )


SETTLED: dict[str, list[str]] = {
    "tags": list(TAGS),
    "cases": list(CASES),
    "quoted": list(QUOTED),
    "paragraph": list(PARAGRAPH),
    "measures": list(MEASURES),
}


class AttributionTagger:
    """Finds attributions in a text with the weights of a folder, loaded when first needed."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.folder = folder
        self.threads = threads

    def tag(self, text: str) -> list[Tagged]:
        """The outermost attributions of a text, in the order of their cues.

        A piece of a text may be given, such as one content: the attributions
        inside it are then the outermost ones.
        """
        return [one for start, part in split_text(text) for one in self.tag_part(part, start)]

    def tag_part(self, text: str, start: int) -> Iterator[Tagged]:
        """The attributions of a part that begins at a place of its text."""
        pieces = cut_pieces(text, self._tokenizer)
        decoding = self.settings.decoding
        for candidate in find_candidates(pieces, self.view(pieces), decoding) if len(pieces) else ():
            confidence = self.settings.calibration.judge(take_measures(candidate))
            if confidence >= (decoding.least_confidence if candidate.source else decoding.least_unnamed):
                yield place_candidate(candidate, pieces, text, start, confidence)

    def view(self, pieces: Pieces) -> list[View]:
        """What the network says of each window of a text.

        One at a time: without padding that is fastest, and eight-bit scales never depend on the neighbours.
        """
        windows = plan_paragraphs(pieces, self.settings.window, self.settings.stride)
        return [self._view_window(pieces, window) for window in windows]

    def _view_window(self, pieces: Pieces, window: Window) -> View:
        tags, content_cue, cue_source = self.score(pack_windows(pieces, [window]))
        return read_view(window, tags[0], content_cue[0], cue_source[0])

    def score(self, batch: Batch) -> tuple[Scores, Scores, Scores]:
        """The network's scores of some windows."""
        named = {"ids": batch.ids, "features": batch.features, "mask": batch.mask}
        tags, content_cue, cue_source = self._session.run(None, named)
        return tags, content_cue, cue_source

    @cached_property
    def settings(self) -> Settings:
        """The settings of the folder."""
        return Settings.read(self.folder / "settings.json")

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return load_tokenizer(self.folder / "tokenizer.json")

    @cached_property
    def _session(self) -> "InferenceSession":
        return open_session(self.folder / "model.onnx", self.settings.digest, self.threads)


LONGEST_PART = 60_000


def split_text(text: str) -> Iterator[tuple[int, str]]:
    """A text in parts of bounded length with their places, cut between paragraphs where there are any."""
    start = 0
    while len(text) - start > LONGEST_PART:
        end = text.rfind("\n", start, start + LONGEST_PART) + 1 or start + LONGEST_PART
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def place_candidate(candidate: Candidate, pieces: Pieces, text: str, start: int, confidence: float) -> Tagged:
    """A candidate of a part in characters of the whole text."""
    sources = (candidate.source,) if candidate.source else ()

    def place(stretches: tuple[Stretch, ...]) -> Spans:
        return tuple((start + first, start + last) for first, last in find_spans(stretches, pieces, text))

    return Tagged(place(sources), place((candidate.cue,)), place(candidate.contents), confidence)


def find_spans(stretches: Iterable[Stretch], pieces: Pieces, text: str) -> Spans:
    """Stretches of pieces in characters of the text, without marks that hang on to them."""
    return tuple(trim(text, int(pieces.starts[one.start]), int(pieces.ends[one.end - 1])) for one in stretches)


HANGING = ",;: \n"
FULL_STOP = re.compile(r"[^\W\d_]*[a-z\u00df-\u00ff]{3}\.$")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without commas and the like at its edges, nor the full stop of its sentence."""
    words = text[start:end]
    kept = words.strip(HANGING)
    if FULL_STOP.search(kept):
        kept = kept[:-1]
    if not kept:
        return start, end
    first = start + words.index(kept)
    return first, first + len(kept)


def open_session(path: Path, digest: str, threads: int) -> "InferenceSession":
    """The network ready to run, refused if its file is not the one the settings are for."""
    import onnxruntime

    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise ValueError(f"{path}: sha256 is {found}, expected {digest}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
