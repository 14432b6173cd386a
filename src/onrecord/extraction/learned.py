"""Attributions by the network, as drafts for the same further stages as those by rules.

The network finds outermost attributions. What stands inside their contents, and outermost ones that it
passed over, comes from the rules where those are seldom wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import SetupError
from onrecord.extraction.boundaries import Range, Ranges
from onrecord.extraction.cues import CueWord, find_cue, find_cues
from onrecord.extraction.drafts import Draft
from onrecord.extraction.edges import (
    find_answer,
    is_asking,
    join_pieces,
    mend_content,
    narrow_cue,
    place_subject,
    widen_source,
    with_lead,
)
from onrecord.extraction.governed import TIME_NOUNS
from onrecord.extraction.inheritance import inherit
from onrecord.extraction.names import read_relay_words
from onrecord.extraction.page import Page
from onrecord.extraction.relays import is_given
from onrecord.model import Notice

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.extraction.tagger import AttributionTagger, Tagged

SURE_RULE = 0.75  # rules that are right at least so often add what the network passed over
EXPLETIVE = "it"  # what stands for a clause that follows: "it was said by the board that"
CONJUNCTION = "that"
DAY_OPENERS = frozenset({"last", "this", "next", "on", "late", "early", "earlier", "every", "since"})

EXTRACTORS = ("auto", "model", "rules")


@dataclass(frozen=True, slots=True)
class Method:
    """How a report is to be read: which extractor finds attributions, and how many threads the network may use."""

    extractor: str = "auto"
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Extractor:
    """How attributions are found: by the network with this tagger, or without one by rules; and what to say of it."""

    tagger: AttributionTagger | None
    notices: tuple[Notice, ...] = ()


@cache
def load_extractor(method: Method) -> Extractor:
    """The extractor asked for; "auto" takes the rules, with a notice, where onnxruntime is missing.

    Raises SetupError for "model" without onnxruntime, ValueError for a name that is none of EXTRACTORS.
    """
    name = method.extractor
    if name not in EXTRACTORS:
        raise ValueError(f"{name!r} is no extractor: choose one of {', '.join(EXTRACTORS)}")
    if name == "rules":
        return Extractor(None)
    missing = [module for module in ("onnxruntime", "tokenizers") if find_spec(module) is None]
    if not missing:
        from onrecord.extraction.tagger import AttributionTagger

        return Extractor(AttributionTagger(Path(str(files("onrecord.extraction") / "weights")), method.threads))
    remedy = f"{' and '.join(missing)} not installed: pip install {' '.join(missing)}"
    if name == "model":
        raise SetupError(f"the extractor 'model' cannot run, {remedy}")
    return Extractor(None, (Notice("rules_alone", f"attributions were found by rules alone, {remedy}"),))


def draft_tagged(page: Page, tagger: AttributionTagger) -> Iterator[Draft]:
    """The drafts of what the network finds in the reporting of a page.

    The network joins what goes on in later sentences to the attribution before, as the corpus that it
    learned from does; a new quotation there is a draft of its own, which inherits.
    """
    for tagged in tagger.tag(_without_furniture(page)):
        draft = _make_draft(page, tagged)
        if draft is None:
            continue
        later = [piece for piece in draft.contents if _begins_anew(page, draft, piece)]
        draft.contents = [piece for piece in draft.contents if piece not in later]
        if draft.contents:
            yield draft
            yield from (inherit(draft, piece) for piece in later)


def _begins_anew(page: Page, draft: Draft, piece: Range) -> bool:
    """Whether a content is a new quotation in a sentence after the one that the cue stands in."""
    sentence = page.sentence_at(draft.cue[0])
    if sentence is None or piece[0] < sentence.end:
        return False
    quotation = next(iter(page.quotations_in(piece[0], piece[0] + 2)), None)
    if quotation is None or not quotation.outer_start <= piece[0] <= quotation.start:
        return False
    before = next(iter(page.quotations_in(quotation.outer_start - 4, quotation.outer_start)), None)
    return before is None or not before.open


def merge_drafts(page: Page, learned: Sequence[Draft], ruled: Iterable[Draft]) -> Iterator[Draft]:
    """The learned drafts, then of the ruled ones those of the headline, inside a learned content, or sure ones."""
    ruled = list(ruled)
    learned = [draft for draft in learned if not _only_passes_on(page, draft, ruled)]
    yield from learned
    cues = Ranges(draft.cue for draft in learned)
    contents = Ranges(content for draft in learned for content in draft.contents)
    for draft in ruled:
        if cues.meets(draft.cue):
            continue
        free = not any(contents.meets(content) for content in draft.contents)
        sure = draft.cue[1] <= page.body_start or (draft.confidence or 0) >= SURE_RULE or is_given(draft.word)
        if contents.holds(draft.cue) or (free and sure):
            yield draft


def _only_passes_on(page: Page, draft: Draft, ruled: Iterable[Draft]) -> bool:
    """Whether a learned draft takes for a content what somebody is quoted as saying ("quoted her as saying that").

    Two voices stand there, of which the rules read one as source and one as relay.
    """
    cue = {word.lower_ for word in page.words(*draft.cue)}
    start, end = min(draft.cue, *draft.contents)[0], max(end for _, end in draft.contents)
    if cue & read_relay_words("saying"):
        return False
    given = [other for other in ruled if is_given(other.word) and start <= other.cue[0] < end]
    return bool(given) and bool(cue & (read_relay_words("quote") | read_relay_words("cite")))


def _without_furniture(page: Page) -> str:
    """The text with head lines, tail lines and crossheads blanked and marks of one style; all places stay."""
    text = page.plain
    for span in (*page.report.furniture, *page.report.crossheads):
        blank = "".join(sign if sign == "\n" else " " for sign in span.text)
        text = text[: span.start] + blank + text[span.end :]
    return text


def _make_draft(page: Page, tagged: Tagged) -> Draft | None:
    cue = tagged.cue[0][0], tagged.cue[-1][1]
    sentence = page.sentence_at(cue[0])
    if sentence is None or sentence.headline:
        return None
    word, entry = _head_of(page, cue)
    if word is None:
        return None
    answer = find_answer(word)
    behind = answer is not None and any(start > answer.idx for start, _ in tagged.content)
    if answer is not None and behind:
        word, entry, cue = answer, find_cue(answer), (answer.idx, answer.idx + len(answer))
    source = (tagged.source[0][0], tagged.source[-1][1]) if tagged.source else None
    contents = [piece for piece in _without_expletive(page, tagged) if piece[0] >= page.body_start]
    if not contents:
        return None
    contents = join_pieces(page, contents, [cue, *([source] if source else ())])
    if source is not None:
        source = (place_subject(word) if is_asking(page, source) else None) or source
        source = widen_source(page, _without_day(page, source), cue, contents)
    contents = _without_lead(page, with_lead(page, contents, [cue, *([source] if source else ())]), cue)
    cue = narrow_cue(page, cue, word, entry)
    taken = [cue, *contents, *([source] if source else ())]
    contents = [mend_content(page, piece, cue, word, [one for one in taken if one != piece]) for piece in contents]
    return Draft(
        word, entry, "learned", cue, contents, source=source, quoted=True, confidence=tagged.confidence
    )  # fmt: skip


def _without_expletive(page: Page, tagged: Tagged) -> Iterator[Range]:
    """The pieces of what is said, but for an "it" that only stands for those after it, or a "that" left over."""
    for piece in tagged.content:
        words = page.text[slice(*piece)].lower()
        if words != CONJUNCTION and (len(tagged.content) == 1 or words != EXPLETIVE):
            yield piece


def _without_lead(page: Page, contents: list[Range], cue: Range) -> list[Range]:
    """The contents without a participle before those who speak ("Having walked for six days, the shepherds said")."""
    behind = any(start >= cue[1] for start, _ in contents)
    leads = {piece for piece in contents if behind and piece[1] <= cue[0] and _begins_with_participle(page, piece)}
    return [piece for piece in contents if piece not in leads]


def _begins_with_participle(page: Page, piece: Range) -> bool:
    first = page.word_at(piece[0])
    return first is not None and first.tag_ in {"VBG", "VBN"} and page.quotation_at(piece[0]) is None


def _without_day(page: Page, source: Range) -> Range:
    """A source without the day of saying that follows it ("The inspectorate last" week, "Fjordposten on Sunday")."""
    words = [word for word in page.words(*source) if not word.is_space]
    tail = next((place for place, word in enumerate(words) if place and _opens_day(word)), None)
    if tail is None:
        return source
    last = words[tail - 1]
    return source[0], last.idx + len(last)


def _opens_day(word: Token) -> bool:
    """Whether a word and the one after it tell a day: "last week", "on Sunday", "late Monday"."""
    if word.i + 1 >= len(word.doc):
        return False
    following = word.nbor()
    timed = following.lower_ in TIME_NOUNS
    return timed and word.lower_ in DAY_OPENERS and following.right_edge.i == following.i


def _head_of(page: Page, cue: Range) -> tuple[Token | None, CueWord | None]:
    """The word of a cue that reports, with its entry in the table where it has one."""
    words = page.words(*cue)
    known = list(find_cues(iter(words)))
    if known:
        return known[0]
    return (words.root if len(words) else None), None
