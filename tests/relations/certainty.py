"""Relations of certainty: another cue, a hedge put in or taken out, a "not" put in; pairs made from the same reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from onrecord.model import Claim, Reading
from tests.relations.comparing import find_differences, read_version
from tests.relations.pairs import Pair, version_of
from tests.relations.seeds import Line, Seed, Wording, read_seeds

SAYINGS = ("{source} {cue} that {clause}.", "{source} {cue} {clause}.", "{clause}, {source} {cue}.",
           "On Monday {source} {cue} that {clause}.", "{source} {cue} in a statement that {clause}.")  # fmt: skip
CUES = ("claimed", "alleged", "insisted", "admitted", "warned")
ADVERBS = ("reportedly", "allegedly", "possibly", "probably", "apparently")
MODALS = ("may", "might", "could")
RAISED = ("believed", "thought", "feared", "reported")
AUXILIARY = re.compile(r"\b(had|was|were|would|could)\b")
RANKS = {"U": 0, "PS": 1, "PR": 2, "CT": 3}
OF_CERTAINTY = frozenset({"factuality", "hedges", "act"})


@dataclass(frozen=True)
class CertaintyPair:
    """A pair with the words that somebody says in its first and in its second version, and the hedge that differs."""

    pair: Pair
    words: tuple[str, str]
    hedge: str = ""


@dataclass(frozen=True)
class CertaintyRelation:
    """A relation by its number, the pairs that it is tested on, and what must hold between two claims."""

    id: str
    generate: Callable[[Seed], Iterator[CertaintyPair]]
    find_fault: Callable[[CertaintyPair, Claim, Claim], str]


def find_faults(relation: CertaintyRelation, one: CertaintyPair, extractor: str = "auto") -> tuple[str, ...]:
    """What does not hold in a pair: words, sources and figures that differ, then what is wrong with the certainty."""
    lines = _without_outlook(find_differences(one.pair, extractor))
    if relation.id == "R11":
        lines = tuple(line for line in lines if not line[2:].startswith("position "))
    lines = tuple(line for line in lines if not _is_inside(line, one))
    claims = [
        _find_claim(read_version(version, extractor), words)
        for version, words in zip((one.pair.before, one.pair.after), one.words, strict=True)
    ]
    if claims[0] is None or claims[1] is None:
        return (*lines, "nobody says the words")
    fault = relation.find_fault(one, claims[0], claims[1])
    return (*lines, fault) if fault else lines


def _without_outlook(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines but those that differ in that a figure under "may" is a projection, which follows from the hedge."""
    plain = [(line[0], line[2:].replace("projection", "total")) for line in lines]
    matched = {words for sign, words in plain if ("-" if sign == "+" else "+", words) in plain}
    return tuple(line for line, (_, words) in zip(lines, plain, strict=True) if words not in matched)


def _is_inside(line: str, one: CertaintyPair) -> bool:
    """Whether a difference is in what stands inside the changed words: another source in a part of them."""
    content = re.search(r"content: ([^|]+?) (?=\||$)", line)
    plain = " ".join(re.split(r"[,;:\s]+", one.words[0])).casefold()
    return content is not None and content.group(1) in plain and content.group(1) != plain


def generate_certainty_pairs(relation: CertaintyRelation) -> list[CertaintyPair]:
    """All pairs of a relation, in a fixed order that takes the reports in turn."""
    of_reports = [list(relation.generate(seed)) for seed in read_seeds()]
    turns = max(map(len, of_reports))
    return [pairs[turn] for turn in range(turns) for pairs in of_reports if turn < len(pairs)]


def _find_claim(reading: Reading, words: str) -> Claim | None:
    """The innermost attributed claim that holds the words."""
    plain = words.casefold()
    holding = [claim for claim in reading.claims if claim.voice == "attributed"
               and plain in " ".join(part.text for part in claim.contents).casefold()]  # fmt: skip
    return min(holding, key=lambda claim: sum(len(part.text) for part in claim.contents), default=None)


def change_cue(seed: Seed) -> Iterator[CertaintyPair]:
    """R11: "said" becomes a word that takes a side."""
    clause = _clause_of(seed)
    for cue in CUES:
        saying = SAYINGS[0] if cue == "warned" else SAYINGS[len(cue) % 3]
        before = version_of(seed, Wording(saying=saying))
        after = version_of(seed, Wording(saying=saying, cue=cue))
        pair = Pair("R11", f"{seed.topic} {cue}", before, after, frozenset({"cue", *OF_CERTAINTY}))
        yield CertaintyPair(pair, (clause, clause))


def add_hedge(seed: Seed) -> Iterator[CertaintyPair]:
    """R12: a word that weakens is put into what somebody says."""
    clause = _clause_of(seed)
    for turn, (hedge, changed) in enumerate(_hedge_clause(clause)):
        yield _change_clause("R12", seed, changed, hedge, SAYINGS[turn % len(SAYINGS)])


def drop_hedge(seed: Seed) -> Iterator[CertaintyPair]:
    """R13: the same the other way round."""
    for one in add_hedge(seed):
        pair = replace(one.pair, relation="R13", before=one.pair.after, after=one.pair.before)
        yield CertaintyPair(pair, (one.words[1], one.words[0]), one.hedge)


def deny_clause(seed: Seed) -> Iterator[CertaintyPair]:
    """R14: "not" is put into what somebody says."""
    clause = _clause_of(seed)
    changed = _put_after(clause, "not")
    if changed is None or re.match(r"no\b", clause):
        return
    for saying in (*SAYINGS, "{source} {cue} on Tuesday that {clause}."):
        yield _change_clause("R14", seed, changed, "", saying)


def _change_clause(number: str, seed: Seed, changed: str, hedge: str, saying: str) -> CertaintyPair:
    clause = _clause_of(seed)
    wording = Wording(saying=saying)
    before, after = version_of(seed, wording), version_of(seed, wording, _with_clause(seed, changed))
    after = replace(after, names=((_casefold_first(changed), _casefold_first(clause)), *after.names))
    pair = Pair(number, f"{seed.topic} {hedge} {SAYINGS.index(saying) if saying in SAYINGS else 'day'}", before, after,
                OF_CERTAINTY)  # fmt: skip
    return CertaintyPair(pair, (clause, changed), hedge)


def _casefold_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _clause_of(seed: Seed) -> str:
    return seed.of_kind("S")[0].parts[1]


def _with_clause(seed: Seed, clause: str) -> tuple[Line, ...]:
    first = seed.of_kind("S")[0]
    return tuple(Line("S", (line.parts[0], clause)) if line is first else line for line in seed.lines)


def _hedge_clause(clause: str) -> Iterator[tuple[str, str]]:
    """The clause with each hedge that its verb takes: adverbs, modals, "are believed to have been"."""
    for adverb in ADVERBS:
        changed = _put_after(clause, adverb)
        if changed is not None:
            yield adverb, changed
    verb = re.search(r"\b(had|was|were)\s+(?=\w+)", clause)
    if verb is None or re.search(r"\bhad to\b", clause):
        return
    perfect = "have" if verb.group(1) == "had" else "have been"
    for modal in MODALS:
        yield modal, f"{clause[: verb.start()]}{modal} {perfect} {clause[verb.end() :]}"
    if verb.group(1) != "had":
        be = "is" if verb.group(1) == "was" else "are"
        for word in RAISED:
            yield word, f"{clause[: verb.start()]}{be} {word} to have been {clause[verb.end() :]}"


def _put_after(clause: str, word: str) -> str | None:
    verb = AUXILIARY.search(clause)
    if verb is None or re.search(r"\bhad to\b", clause):
        return None
    return f"{clause[: verb.end()]} {word}{clause[verb.end() :]}"


def _rank(claim: Claim) -> int:
    return RANKS[claim.factuality.rstrip("+-u")]


def _no_surer(one: CertaintyPair, before: Claim, after: Claim) -> str:
    return f"surer: {before.factuality} became {after.factuality}" if _rank(after) > _rank(before) else ""


def _hedged(one: CertaintyPair, before: Claim, after: Claim) -> str:
    listed = any(one.hedge in hedge.text for hedge in after.hedges)
    return _no_surer(one, before, after) or ("" if listed else f"“{one.hedge}” is not listed")


def _unhedged(one: CertaintyPair, before: Claim, after: Claim) -> str:
    return _hedged(one, after, before)


def _turned(one: CertaintyPair, before: Claim, after: Claim) -> str:
    same = _rank(before) == _rank(after) or 0 in {_rank(before), _rank(after)}
    turned = before.factuality[-1] != after.factuality[-1]
    return "" if turned and same else f"{before.factuality} became {after.factuality}"


CERTAINTY_RELATIONS = (
    CertaintyRelation("R11", change_cue, _no_surer),
    CertaintyRelation("R12", add_hedge, _hedged),
    CertaintyRelation("R13", drop_hedge, _unhedged),
    CertaintyRelation("R14", deny_clause, _turned),
)
