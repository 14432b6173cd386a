"""Where a claim comes from in the end: the root of its chain, followed through documents, media and hearsay."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from onrecord.comparison.bodies import strip_article
from onrecord.comparison.cast import Cast, Key
from onrecord.comparison.names import content_words
from onrecord.comparison.outlets import outlet_of
from onrecord.model import Claim, Reading, Span
from onrecord.words import read_table

SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z0-9“\"‘'(«„])|\n\s*\n")
AUTHOR = 90  # characters after a document's noun in which its author may be named
HEARSAY = 260  # characters after a claim in which its provenance may be told
PHRASE = re.compile(r"\s*(?P<who>[^.;:()“”\"\n]{2,90})")
CARRYING_ON = re.compile(
    r"^(?:Of (?:these|those|them)|They|It|He|She|Both|Most|Some of (?:them|these)|Another|Among (?:them|these|those))\b"
)
ACCORDING = re.compile(r"(?:[^.,;“”\"\n]{0,30})?,? according to (?P<who>[\w’'-]+(?: [\w’'-]+){0,3})")
CONTRAST = re.compile(r"\b(?:while|whereas|but)\b")
WORDS = re.compile(r"[\w-]+")
BY = re.compile(r"\b(?:by|of|from|signed|wrote|written)\b")
SILENT = {"intend", "believe", "feel"}


@dataclass(frozen=True, slots=True)
class Root:
    """Where something comes from: an actor, a document of one, or the outlet itself."""

    key: tuple[str, str, str]
    name: str
    medium: str | None = None  # the outlet, where the root is one: its own report may know more
    document: bool = False


class Sources:
    """The roots of the claims and figures of one reading."""

    def __init__(self, reading: Reading, cast: Cast) -> None:
        self.reading, self.cast = reading, cast
        self.report = reading.report
        self.claims: Mapping[str, Claim] = {claim.id: claim for claim in reading.claims}

    @cached_property
    def breaks(self) -> list[int]:
        """Where sentences begin."""
        return [0, *(match.end() for match in SENTENCE_END.finditer(self.report.text))]

    @cached_property
    def mentions(self) -> list[tuple[int, int, str]]:
        """The mentions of all parties, in text order."""
        return sorted((span.start, span.end, party.id) for party in self.reading.parties for span in party.mentions)

    def sentence(self, at: int) -> Span:
        """The sentence around a place."""
        place = bisect_right(self.breaks, at)
        start = self.breaks[place - 1]
        end = self.breaks[place] if place < len(self.breaks) else len(self.report.text)
        start = max([start, *(span.end for span in self.report.furniture if start <= span.start and span.end <= at)])
        return Span(start, end, self.report.text[start:end])

    def of_claim(self, claim: Claim) -> Root:
        """The root of a claim."""
        claim = self._outward(claim)
        if claim.voice == "own" or not claim.chain:
            return self._of_own(claim.contents[0].start, claim)
        end, speaker = claim.contents[-1].end, claim.chain[-1].party
        return self._paper(end) or self._hearsay(claim.contents[0].start, end, speaker) or self._of_link(claim)

    def of_figure(self, start: int, claim_id: str | None) -> Root:
        """The root of a figure."""
        claim = self.claims.get(claim_id or "")
        other = self._other_side(start)
        if other:
            return other
        return self.of_claim(claim) if claim and claim.voice != "own" else self._of_own(start, claim)

    def _other_side(self, start: int) -> Root | None:
        """Who gives a figure after "while" or "but" in a sentence that began with another's figure."""
        sentence = self.sentence(start)
        breaks = [match.end() for match in CONTRAST.finditer(sentence.text) if sentence.start + match.end() < start]
        if not breaks:
            return None
        clause = Span(sentence.start + breaks[-1], sentence.end, sentence.text[breaks[-1] :])
        return self._teller(clause, start)

    def of_speaker_before(self, at: int) -> Root | None:
        """The root of the last attributed claim of the paragraph before: outcomes go on with who told of them."""
        text = self.report.text
        here = text.rfind("\n\n", 0, at)
        claim = self._claim_before(at)
        if claim is None or here < 0 or claim.contents[-1].start < text.rfind("\n\n", 0, max(here, 0)):
            return None
        return self.of_claim(claim)

    def _outward(self, claim: Claim) -> Claim:
        """The claim that tells of a plan or a belief, rather than the plan: "the memo says that the mill plans"."""
        while claim.parent in self.claims and (claim.speech_act in SILENT or not claim.chain):
            claim = self.claims[claim.parent or ""]
        return claim

    def _of_link(self, claim: Claim) -> Root:
        chain = [link for link in claim.chain if link.cue or not self._is_place(link.party)] or list(claim.chain)
        link = chain[-1]
        party = self.reading.party(link.party)
        if link.basis and _has_document(link.basis.text) and party and party.kind == "person":
            return self._person_root((self.report.id, party.id))
        if party and party.kind == "document":
            return self._document(party.id, claim)
        return self._root(link.party)

    def _is_place(self, party: str) -> bool:
        """Whether a link without words of speaking is only a country that something comes from."""
        found = self.reading.party(party)
        return found is not None and found.kind == "state"

    def _document(self, party: str, claim: Claim) -> Root:
        """The author of a document where the report tells one, else the document."""
        found = self.reading.party(party)
        names = [mention.text for mention in found.mentions] if found else []
        if claim.source:
            names.append(claim.source.text)
        author = self._author(claim, found.mentions if found else ())
        if author:
            return author
        name = max(
            (strip_article(name) for name in names), key=lambda name: (len(content_words(name)), name), default=""
        )
        return _paper_root(name or "document")

    def _author(self, claim: Claim, mentions: tuple[Span, ...]) -> Root | None:
        for mention in mentions:
            reach = self.report.text[mention.end : mention.end + AUTHOR].split(".")[0].split("\n")[0]
            for start, end, party in self.mentions:
                person = self.reading.party(party)
                if (
                    not person
                    or person.kind not in {"person", "organization"}
                    or (party == claim.speaker and not person.role)
                ):
                    continue
                inside = mention.start <= start and end <= mention.end
                after = mention.start < start < mention.end + len(reach) and end > mention.end
                if person.kind == "person" and (inside or after):
                    before = self.report.text[mention.start : start]
                    if BY.search(before):
                        return self._person_root((self.report.id, party))
        return None

    def _person_root(self, key: Key) -> Root:
        """A person as the author of a document, not as the voice of a body."""
        return Root(("actor", *self.cast.find(key)), self.cast.name(key), document=True)

    def _root(self, party: str) -> Root:
        key = (self.report.id, party)
        lead = self.cast.principal(*key) or key
        return Root(("actor", *lead), self.cast.title(key), self.cast.media(lead))

    def _of_own(self, start: int, claim: Claim | None) -> Root:
        """The root of what the newsroom says itself: who its sentence has telling, else the outlet."""
        sentence = self.sentence(start)
        teller = self._teller(sentence, start)
        if teller:
            return teller
        beside = self._claim_beside(sentence)
        if beside is None and CARRYING_ON.match(sentence.text.lstrip()):
            beside = self._claim_before(sentence.start)
        if beside:
            return self.of_claim(beside)
        outlet = outlet_of(self.report) or "a report without outlet"
        return Root(("outlet", outlet.casefold(), ""), outlet, outlet)

    def _teller(self, sentence: Span, start: int) -> Root | None:
        """The party that the sentence has giving the figure, before it or right after it."""
        for verb in _telling_verbs().finditer(sentence.text):
            at = sentence.start + verb.start()
            noun = _document_before(sentence.text[: verb.start()])
            if noun and at < start:
                return self._named_document(noun)
            before = [item for item in self.mentions if sentence.start <= item[0] and item[1] <= at]
            known = self.cast.recall(sentence.text[: verb.start()]) if not before and at < start else None
            if known:
                return Root(("actor", *self.cast.lead(known)), self.cast.title(known), self.cast.media(known))
            if before and (at < start or not _names_between(self.report.text[before[-1][1] : at])):
                document = self.reading.party(before[0][2])
                if document and document.kind == "document":
                    return self._document(document.id, _blank_claim(document.id))
                return self._root(before[0][2] if at < start else before[-1][2])
        return None

    def _named_document(self, noun: str) -> Root:
        """A document that the reading has no party for, by its author where the report tells one."""
        for match in re.finditer(rf"\b{re.escape(noun)}\b", self.report.text):
            reach = self.report.text[match.end() : match.end() + AUTHOR].split("\n")[0]
            for start, _, party in self.mentions:
                person = self.reading.party(party)
                named = match.end() <= start < match.end() + len(reach)
                known = named and person and self.cast.is_person((self.report.id, party))
                if known and BY.search(self.report.text[match.end() : start]):
                    return self._person_root((self.report.id, party))
        return _paper_root(noun)

    def _claim_beside(self, sentence: Span) -> Claim | None:
        """The attributed claim nearest in the paragraph of a sentence: who speaks there speaks for all of it."""
        text = self.report.text
        start = text.rfind("\n\n", 0, sentence.start) + 2
        end = text.find("\n\n", sentence.start)
        inside = [
            claim
            for claim in self.reading.claims
            if claim.chain and not claim.parent and start <= claim.contents[0].start < (end if end > 0 else len(text))
        ]
        return min(inside, key=lambda claim: abs(claim.contents[0].start - sentence.start), default=None)

    def _claim_before(self, at: int) -> Claim | None:
        spoken = [
            claim for claim in self.reading.claims if claim.chain and claim.contents[0].start < at and not claim.parent
        ]
        return max(spoken, key=lambda claim: claim.contents[-1].end, default=None)

    def _paper(self, end: int) -> Root | None:
        """The document that the words right after a claim name: "…, according to its manifest"."""
        match = ACCORDING.match(self.report.text, end)
        if not match or not _has_document(match["who"]):
            return None
        for start, last, party in self.mentions:
            known = self.reading.party(party)
            inside = match.start("who") <= start and last <= match.end("who") + 1
            if inside and known and known.kind == "document":
                return self._document(party, _blank_claim(party))
        noun = next(word for word in WORDS.findall(match["who"]) if word.casefold() in _documents())
        named = self._named_document(noun)
        return named if named.key[0] == "actor" else _paper_root(strip_article(match["who"]))

    def _hearsay(self, start: int, end: int, party: str) -> Root | None:
        """Whom the speaker has it from, where the claim or the sentences after it say so."""
        text = self.report.text[start : end + HEARSAY].split("\n\n")[0]
        for match in _provenance().finditer(text):
            phrase = PHRASE.match(text, match.end())
            if phrase:
                root = self._resolve(start + phrase.start("who"), start + phrase.end("who"), party)
                if root:
                    return root
        return None

    def _resolve(self, start: int, end: int, speaker: str) -> Root | None:
        """The actor that a phrase names: a person in it, else a party, else an actor with such words."""
        inside = [party for first, last, party in self.mentions if start <= first and last <= end + 1]
        if speaker in inside:
            return None
        people = [party for party in inside if self.cast.is_person((self.report.id, party))]
        phrase = self.report.text[start:end]
        if people:
            key = (self.report.id, people[0])
            return self._person_root(key) if _has_document(phrase) else self._root(people[0])
        if inside:
            return self._root(inside[0])
        known = self.cast.recall(phrase)
        return (
            Root(("actor", *self.cast.lead(known)), self.cast.title(known), self.cast.media(known)) if known else None
        )


def _paper_root(name: str) -> Root:
    """A document as a root: reports that name it in the same words mean the same."""
    return Root(("document", " ".join(sorted(content_words(name))) or name, ""), name, document=True)


def _blank_claim(party: str) -> Claim:
    return Claim(
        "", "attributed", "stated", None, None, (), "indirect", party, (), None, "state", None, None, None, "CT+",
        (), (), (), 0.0,
    )  # fmt: skip


def _names_between(text: str) -> bool:
    return bool(re.search(r"\b[A-Z]", text))


def _has_document(text: str) -> bool:
    return any(word in _documents() for word in WORDS.findall(text.casefold()))


def _document_before(text: str) -> str | None:
    """The noun of a document at the end of some words: "the annex", "the list"."""
    words = re.findall(r"[\w-]+", text)
    return words[-1] if words and words[-1].casefold() in _documents() else None


@cache
def _documents() -> frozenset[str]:
    return frozenset(
        row["noun"].casefold() for table in ("document_nouns", "story_documents") for row in read_table(table)
    )


@cache
def _telling_verbs() -> re.Pattern[str]:
    verbs = sorted((re.escape(row["verb"]) for row in read_table("telling_verbs")), key=lambda verb: (-len(verb), verb))
    return re.compile(rf"\b(?:{'|'.join(verbs)})\b")


@cache
def _provenance() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(row["pattern"] for row in read_table("provenance")) + r")\b")
