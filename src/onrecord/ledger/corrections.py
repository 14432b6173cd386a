"""What people change in a reading, kept beside it: the machine's reading stays, and every change can be undone.

A correction is applied to the plain form of a reading. `apply_corrections` gives the reading as it now stands: the
machine's own, and on it every live correction in the order of its entry.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, get_type_hints

from onrecord.ledger.packing import write_canonical
from onrecord.ledger.plain import find_converter
from onrecord.model import Claim, Doubt, Figure, Party, Position, Report, make_id

Plain = dict[str, Any]

GROUPS: dict[str, type] = {
    "claims": Claim, "figures": Figure, "parties": Party, "positions": Position, "not_understood": Doubt,
}  # fmt: skip
SINGULAR = {"claim": "claims", "figure": "figures", "party": "parties", "position": "positions"}
PREFIXES = {"claims": "c", "figures": "f", "parties": "p", "positions": "s"}
FIXED = {"id", "start", "end", "text"}  # what an object is and where it stands; add another one instead
REPORT_FIELDS = ("outlet", "byline", "place", "dateline", "published", "updated", "language", "url")
SCALES: dict[str, tuple[str, ...] | None] = {
    "airwars": ("confirmed", "fair", "weak", "contested", "discounted"),
    "admiralty": tuple(letter + digit for letter in "ABCDEF" for digit in "123456"),
    "own": None,
}
BLANKS: dict[str, Plain] = {
    "claims": {
        "voice": "attributed", "attribution": "stated", "source": None, "cue": None, "quote": "indirect",
        "speaker": None, "chain": [], "parent": None, "speech_act": "state", "audience": None, "said": None,
        "terms": None, "factuality": "CT+", "hedges": [], "figures": [], "dates": [], "confidence": 1.0, "reason": None,
    },
    "figures": {
        "value": None, "low": None, "high": None, "unit": None, "counted": None, "role": "other",
        "approximate": False, "per": None, "as_of": None, "by": None, "claim": None,
    },
    "parties": {"kind": "unknown", "naming": "named", "role": None, "affiliation": None, "mentions": []},
    "positions": {"about": None, "about_text": None, "date": None},
}  # fmt: skip
LONGEST = 10_000  # characters of a note, a reason or a name


class BadCorrection(ValueError):
    """A correction that cannot stand, with the reason."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person changed: the action, the parts that it is about, by whom, when, why, and if it stands."""

    seq: int
    at: str
    report: str
    action: str
    targets: tuple[str, ...]
    field: str | None
    value: Any
    who: str
    why: str | None
    live: bool = True

    def to_dict(self) -> Plain:
        """The correction as a plain value."""
        return {
            "seq": self.seq, "at": self.at, "report": self.report, "action": self.action,
            "targets": list(self.targets), "field": self.field, "value": self.value, "who": self.who,
            "why": self.why, "live": self.live,
        }  # fmt: skip


@dataclass(slots=True)
class Standing:
    """A reading as it now stands, and what reviewers made of its parts: a status, grades and notes by id."""

    reading: Plain
    review: dict[str, str] = field(default_factory=dict)
    grades: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The report's text."""
        words: str = self.reading["report"]["text"]
        return words


def apply_corrections(machine: Plain, corrections: Iterable[Correction]) -> Standing:
    """The reading as it stands after the live ones of these corrections, in their order.

    Raises BadCorrection for one that cannot stand.
    """
    standing = Standing(copy.deepcopy(machine))
    for correction in sorted(corrections, key=lambda correction: correction.seq):
        if correction.live:
            apply_correction(standing, correction)
    return standing


def apply_correction(standing: Standing, correction: Correction) -> None:
    """Put one correction on what stands.

    Raises BadCorrection where it cannot stand there.
    """
    act = ACTIONS.get(correction.action)
    if act is None:
        raise BadCorrection(f"{correction.action!r} is not one of {', '.join(ACTIONS)}")
    act(standing, correction)


def list_touched(correction: Correction) -> frozenset[str]:
    """The ids of everything that a correction changes or stands on."""
    return frozenset({*correction.targets, *_find_ids(correction.value)})


def _find_ids(value: Any) -> Iterator[str]:
    """The ids that a value names: short words of one letter and twelve digits of a digest."""
    if isinstance(value, str):
        if len(value) == 13 and value[0] in "cfpsd" and all(sign in "0123456789abcdef" for sign in value[1:]):
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _find_ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from _find_ids(item)


def find_part(reading: Plain, part_id: str) -> tuple[str, Plain]:
    """The group and the plain value of the part with that id; the report itself is one too.

    Raises BadCorrection where there is none.
    """
    if reading["report"]["id"] == part_id:
        return "report", reading["report"]
    for group in GROUPS:
        for part in reading[group]:
            if part["id"] == part_id:
                return group, part
    raise BadCorrection(f"nothing here has the id {part_id}; it may have been rejected or merged")


def make_new_id(reading: Plain, group: str, how: str, value: Any) -> str:
    """The id of a part that people add: the same for the same words and places."""
    return make_id(PREFIXES[group], reading["report"]["sha256"], how, write_canonical(value))


def _accept(standing: Standing, correction: Correction) -> None:
    for target in correction.targets:
        find_part(standing.reading, target)
        standing.review[target] = "accepted"


def _reject(standing: Standing, correction: Correction) -> None:
    for target in correction.targets:
        group, part = find_part(standing.reading, target)
        if group == "report":
            raise BadCorrection("a report is not rejected; see `onrecord remove`")
        standing.reading[group].remove(part)
        _forget(standing.reading, group, target)
        standing.review[target] = "rejected"


def _change(standing: Standing, correction: Correction) -> None:
    target, name = _one_target(correction), correction.field or ""
    group, part = find_part(standing.reading, target)
    part[name] = read_value(standing.reading, group, name, correction.value)
    standing.review[target] = "changed"
    if group == "positions":
        _check_reference(standing.reading, "parties", part["party"])


def _add(standing: Standing, correction: Correction) -> None:
    group, given = correction.field or "", correction.value
    if group not in BLANKS or not isinstance(given, dict):
        raise BadCorrection(f"what is added is one of {', '.join(BLANKS)}, with its fields")
    new = _one_target(correction)
    if new in _list_ids(standing.reading):
        raise BadCorrection(f"{new} is there already")
    part = {**copy.deepcopy(BLANKS[group]), "id": new}
    if group in {"figures", "positions"}:
        part |= _read_place(standing.text, given)
    for name, value in given.items():
        if name not in {"start", "end", "text"}:
            part[name] = read_value(standing.reading, group, name, value)
    missing = [item.name for item in fields(GROUPS[group]) if item.name not in part and item.default is MISSING]
    if missing:
        raise BadCorrection(f"it lacks {', '.join(missing)}")
    if group == "claims" and not part["contents"]:
        raise BadCorrection("it lacks contents")
    standing.reading[group].append(part)
    standing.review[new] = "added"


def _merge(standing: Standing, correction: Correction) -> None:
    kept_id, *others = correction.targets
    group, kept = find_part(standing.reading, kept_id)
    if group not in {"claims", "parties"} or not others or len(set(correction.targets)) < len(correction.targets):
        raise BadCorrection("two or more claims, or two or more parties, are merged")
    places = "contents" if group == "claims" else "mentions"
    for other_id in others:
        its_group, other = find_part(standing.reading, other_id)
        if its_group != group:
            raise BadCorrection(f"{other_id} is none of the {group}")
        kept[places] = _join_places([*kept[places], *other[places]])
        standing.reading[group].remove(other)
        _replace(standing.reading, other_id, kept_id)
        standing.review[other_id] = "merged"
    if kept.get("affiliation") == kept_id:
        kept["affiliation"] = None
    if kept.get("parent") == kept_id:
        kept["parent"] = None
    if group == "claims":
        kept["figures"] = [figure["id"] for figure in standing.reading["figures"] if figure["claim"] == kept_id]
    standing.review[kept_id] = "changed"


def _split(standing: Standing, correction: Correction) -> None:
    old_id, new_id = correction.targets
    group, old = find_part(standing.reading, old_id)
    places = {"claims": "contents", "parties": "mentions"}.get(group)
    if places is None or not isinstance(correction.value, dict):
        raise BadCorrection("a claim or a party is split")
    moved = [_read_place(standing.text, place) for place in correction.value.get(places) or ()]
    spots = {(place["start"], place["end"]) for place in moved}
    stay = [place for place in old[places] if (place["start"], place["end"]) not in spots]
    if not moved or len(stay) + len(moved) != len(old[places]) or not stay:
        raise BadCorrection(f"some of the {places}, and not all, move to the new one; name them by start and end")
    new = {**copy.deepcopy(old), "id": new_id, places: moved}
    for name, value in correction.value.items():
        if name != places:
            new[name] = read_value(standing.reading, group, name, value)
    old[places] = stay
    standing.reading[group].append(new)
    if group == "claims":
        _share_figures(standing.reading, old, new)
    else:
        _share_sources(standing.reading, old_id, new)
    standing.review |= {old_id: "changed", new_id: "added"}


def _grade(standing: Standing, correction: Correction) -> None:
    scale, grade = correction.field or "", correction.value
    if scale not in SCALES:
        raise BadCorrection(f"{scale!r} is not one of the scales {', '.join(SCALES)}")
    grades = SCALES[scale]
    if not isinstance(grade, str) or not 0 < len(grade) <= 100 or (grades and grade not in grades):
        raise BadCorrection(f"{grade!r} is no grade of {scale}" + (f": {', '.join(grades)}" if grades else ""))
    for target in correction.targets:
        find_part(standing.reading, target)
        standing.grades.setdefault(target, {})[scale] = grade


def _note(standing: Standing, correction: Correction) -> None:
    if not isinstance(correction.value, str) or not correction.value.strip():
        raise BadCorrection("a note needs words")
    if len(correction.value) > LONGEST:
        raise BadCorrection(f"a note has at most {LONGEST:,} characters")
    for target in correction.targets:
        find_part(standing.reading, target)
        standing.notes.setdefault(target, []).append(correction.value)


ACTIONS: dict[str, Callable[[Standing, Correction], None]] = {
    "accept": _accept, "reject": _reject, "change": _change, "add": _add, "merge": _merge, "split": _split,
    "grade": _grade, "note": _note,
}  # fmt: skip


def read_value(reading: Plain, group: str, name: str, value: Any) -> Any:
    """A value for a field, its places filled with the text's words.

    Raises BadCorrection for an unknown field, a value of another kind, a place outside the text, an id of nothing.
    """
    allowed = REPORT_FIELDS if group == "report" else [key for key in _list_fields(group) if key not in FIXED]
    if name not in allowed:
        raise BadCorrection(f"{name!r} is no field that can be changed here: {', '.join(allowed)}")
    filled = _fill_places(reading["report"]["text"], value)
    kind = list_types(Report if group == "report" else GROUPS[group])[name]
    if kind is float and isinstance(filled, int) and not isinstance(filled, bool):
        filled = float(filled)
    try:
        find_converter(kind)(filled)
    except ValueError as error:
        raise BadCorrection(f"{name}: {error}") from None
    if name == "contents" and not filled:
        raise BadCorrection("contents: at least one place is needed")
    _check_words(name, filled)
    _check_references(reading, name, filled)
    return filled


def _check_words(name: str, value: Any) -> None:
    if isinstance(value, str) and (
        len(value) > LONGEST or "\0" in value or not value.isprintable() or not value.strip()
    ):
        raise BadCorrection(f"{name}: needs words without control characters, {LONGEST:,} at most")


def _check_references(reading: Plain, name: str, value: Any) -> None:
    if name in {"speaker", "affiliation", "party"}:
        _check_reference(reading, "parties", value)
    elif name in {"parent", "claim", "about"}:
        _check_reference(reading, "claims", value)
    elif name == "figures":
        for item in value:
            _check_reference(reading, "figures", item)
    elif name == "chain":
        for link in value:
            _check_reference(reading, "parties", link["party"])


def _check_reference(reading: Plain, group: str, part_id: str | None) -> None:
    if part_id is not None and all(part["id"] != part_id for part in reading[group]):
        raise BadCorrection(f"{part_id} is none of the report's {group}")


def _list_fields(group: str) -> list[str]:
    return [key.rstrip("_") for key in list_types(GROUPS[group])]


@cache
def list_types(kind: type) -> dict[str, Any]:
    """The types of the fields of a kind of value."""
    return get_type_hints(kind)


def _list_ids(reading: Plain) -> set[str]:
    return {part["id"] for group in GROUPS for part in reading[group]}


def _one_target(correction: Correction) -> str:
    if len(correction.targets) != 1:
        raise BadCorrection(f"{correction.action} is about one part at a time")
    return correction.targets[0]


def _fill_places(text: str, value: Any) -> Any:
    """The value with the words of the text at each of its places."""
    if isinstance(value, dict):
        filled = {key: _fill_places(text, item) for key, item in value.items()}
        return filled | _read_place(text, value) if "start" in value or "end" in value else filled
    if isinstance(value, list):
        return [_fill_places(text, item) for item in value]
    return value


def _read_place(text: str, place: Any) -> Plain:
    start, end = (place.get("start"), place.get("end")) if isinstance(place, dict) else (None, None)
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise BadCorrection(f"a place needs start and end inside the text (0 to {len(text):,}), not {start} to {end}")
    return {"start": start, "end": end, "text": text[start:end]}


def _join_places(places: Sequence[Plain]) -> list[Plain]:
    """The places in text order, each once."""
    unique = {(place["start"], place["end"]): place for place in places}
    return [unique[spot] for spot in sorted(unique)]


def _replace(reading: Plain, old: str, new: str) -> None:
    """Name the new id wherever a part names the old one."""
    for claim in reading["claims"]:
        claim["speaker"] = new if claim["speaker"] == old else claim["speaker"]
        claim["parent"] = new if claim["parent"] == old else claim["parent"]
        for link in claim["chain"]:
            link["party"] = new if link["party"] == old else link["party"]
    for key, group in (
        ("affiliation", "parties"),
        ("claim", "figures"),
        ("party", "positions"),
        ("about", "positions"),
    ):
        for part in reading[group]:
            part[key] = new if part[key] == old else part[key]
    for item in reading["media"]:
        item["publisher"] = new if item["publisher"] == old else item["publisher"]


def _forget(reading: Plain, group: str, part_id: str) -> None:
    """Take a rejected part out of what names it; a rejected party's positions go with it."""
    for claim in reading["claims"]:
        if group == "parties":
            claim["speaker"] = None if claim["speaker"] == part_id else claim["speaker"]
            claim["chain"] = [link for link in claim["chain"] if link["party"] != part_id]
        claim["parent"] = None if claim["parent"] == part_id else claim["parent"]
        claim["figures"] = [figure for figure in claim["figures"] if figure != part_id]
    for party in reading["parties"]:
        party["affiliation"] = None if party["affiliation"] == part_id else party["affiliation"]
    for figure in reading["figures"]:
        figure["claim"] = None if figure["claim"] == part_id else figure["claim"]
    reading["positions"] = [position for position in reading["positions"] if position["party"] != part_id]
    for position in reading["positions"]:
        position["about"] = None if position["about"] == part_id else position["about"]
    for item in reading["media"]:
        item["publisher"] = None if item["publisher"] == part_id else item["publisher"]
    for derived in list(reading["derived"]):
        if part_id in derived["figures"]:
            reading["derived"].remove(derived)


def _inside(place: Plain, places: Iterable[Plain]) -> bool:
    return any(outer["start"] <= place["start"] and place["end"] <= outer["end"] for outer in places)


def _share_figures(reading: Plain, old: Plain, new: Plain) -> None:
    """Each figure goes with the half of a split claim that it stands in."""
    for figure in reading["figures"]:
        if figure["claim"] == old["id"] and _inside(figure, new["contents"]):
            figure["claim"] = new["id"]
    for claim in (old, new):
        claim["figures"] = [figure["id"] for figure in reading["figures"] if figure["claim"] == claim["id"]]


def _share_sources(reading: Plain, old_id: str, new: Plain) -> None:
    """Each claim and position goes with the half of a split party that its own words name."""
    for claim in reading["claims"]:
        if claim["source"] and _inside(claim["source"], new["mentions"]):
            claim["speaker"] = new["id"] if claim["speaker"] == old_id else claim["speaker"]
            for link in claim["chain"]:
                link["party"] = new["id"] if link["party"] == old_id else link["party"]
    for position in reading["positions"]:
        if position["party"] == old_id and any(_inside(mention, [position]) for mention in new["mentions"]):
            position["party"] = new["id"]
