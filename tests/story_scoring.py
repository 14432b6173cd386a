"""How right a story is beside the answers of an editor (`expected.json` of a story folder): right and wanted per group.

What is compared: events (reports joined and left out), copies with direction, claims with their number of origins, points of
series with role, as-of and source, conflicts with type, positions, and who cites whom.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Found = Iterator[tuple[str, bool]]


def score_story(story: Row, folder: Path) -> tuple[Counter[str], Counter[str]]:
    """How many answers of each group the story gets right, and how many are wanted."""
    want = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    file = {report["id"]: Path(report["path"]).name for report in story["reports"]}
    for judge in (_events, _copies, _claims, _points, _conflicts, _positions):
        for group, fits in judge(story, want, file):
            right[group] += fits
            wanted[group] += 1
    return right, wanted


def _events(story: Row, want: Row, file: dict[str, str]) -> Found:
    joined = set(file.values())
    yield from (("events", name in joined) for name in want["same_event"])
    yield from (("events", name not in joined) for name in want["other_event"])


def _copies(story: Row, want: Row, file: dict[str, str]) -> Found:
    found = {(file[copy["copy"]], file[copy["original"]]): copy for copy in story["copies"]}
    for copy in want["copies"]:
        pair = copy["copy"], copy["original"]
        yield "copies", pair in found and found[pair]["derived"] == copy["derived"]
    for one, two in want["independent"]:
        yield "independent", (one, two) not in found and (two, one) not in found


def _claims(story: Row, want: Row, file: dict[str, str]) -> Found:
    for claim in want["claims"]:
        asked = {mention["file"]: mention["quote"] for mention in claim["mentions"]}

        def hits(mine: Row, asked: dict[str, str] = asked) -> int:
            return len({file[m["report"]] for m in mine["mentions"] for place in m["contents"]
                        if _holds(place["text"], asked.get(file[m["report"]]))})  # fmt: skip

        best = max(story["claims"], key=hits)
        joined = 2 * hits(best) > len(asked)
        yield "claims", joined
        if joined:
            yield "origins", best["origin_count"] == claim["origin_count"]


def _points(story: Row, want: Row, file: dict[str, str]) -> Found:
    mine = [point for series in story["series"] for point in series["points"]]
    for point in (point for series in want["series"] for point in series["points"]):
        sizes = {key: point[key] for key in ("value", "low", "high") if point.get(key) is not None}
        hit = next((one for one in mine if file[one["report"]] == point["file"] and _holds(one["text"], point["text"])
                    and all(one[key] == size for key, size in sizes.items())), None)  # fmt: skip
        yield "points", hit is not None
        if hit:
            yield "roles", hit["role"] == point["role"]
            if point.get("as_of"):
                yield "as of", ((hit["as_of"] or {}).get("from") or "").startswith(point["as_of"])
            if point.get("source"):
                yield "sources", _is_same_party(hit["source"], point["source"])


def _conflicts(story: Row, want: Row, file: dict[str, str]) -> Found:
    for conflict in want["conflicts"]:
        kind = "revision" if conflict.get("revision") else conflict["type"]
        ends = [(end["file"], end["text"]) for end in conflict["between"]]
        hit = next((one for one in story["conflicts"] if _meets(one["between"], ends, file)), None)
        if kind in {"real", "revision"}:
            yield "conflicts", hit is not None and hit["type"] in {"real", "revision"}
        else:
            yield "apparent conflicts", hit is None or hit["type"] not in {"real", "revision"}


def _meets(between: list[Row], ends: list[tuple[str, str]], file: dict[str, str]) -> bool:
    mine = [(file[place["report"]], place["text"]) for place in between]
    return any(
        all(here[0] == there[0] and _holds(here[1], there[1]) for here, there in zip(mine, order, strict=True))
        for order in (ends, ends[::-1])
    )


def _positions(story: Row, want: Row, file: dict[str, str]) -> Found:
    mine = [(cell["party"], held) for cell in story["positions"] for held in cell["history"]]
    for cell in want["positions"]:
        for held in cell["history"]:
            yield "positions", any(
                _is_same_party(party, cell["party"]) and one["position"] == held["position"]
                and file[one["report"]] == held["file"] and _holds(one["text"], held["quote"])
                for party, one in mine
            )  # fmt: skip
    cited = {(file[one["report"]], file.get(one["cites"] or "")) for one in story["citing"]}
    for one in want["circular"]:
        yield "citing", (one["file"], one["cites"]) in cited


def _holds(one: str, two: str | None) -> bool:
    """Whether one text stands in the other, apart from case, marks and spaces."""
    first, second = (re.sub(r"\W+", " ", text or "").strip().casefold() for text in (one, two))
    return bool(first and second) and (first in second or second in first)


def _is_same_party(one: str | None, two: str) -> bool:
    """Whether two names share two telling words, or all of a shorter one."""
    first, second = (
        set(re.findall(r"[^\W_]{3,}", (name or "").casefold())) - {"the", "and", "for"} for name in (one, two)
    )
    return bool(first & second) and len(first & second) >= min(len(first), len(second), 2)
