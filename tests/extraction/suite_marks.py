"""How a suite of sentences is marked: what is wrong with each reading, by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from onrecord.extraction.attributions import find_attributions
from onrecord.extraction.media import Exhibit, find_exhibits
from onrecord.extraction.positions import find_stands
from onrecord.extraction.stances import Stand
from tests.pages import page_of

Row = dict[str, str]
MODIFYING = frozenset({
    "at", "from", "in", "of", "with", "near", "for", "on", "to", "under", "acting", "representing", "holding", "led",
    "based", "across", "around",
})  # fmt: skip
PARTS = ("medium", "publisher", "platform", "hedge", "shows")


@dataclass(frozen=True)
class Mark:
    """A row with what was found in it; for each part whether it is right (None: nothing to find)."""

    row: Row
    found: str
    right: Mapping[str, bool | None]

    @property
    def whole(self) -> bool:
        """Whether every part is right, longer labels of parties included."""
        return all(right is not False for part, right in self.right.items() if part != "exact")


def read_suite(path: Path) -> list[Row]:
    """The rows of a tab-separated suite with a header and `#` remarks."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    head = lines[0].split("\t")
    return [dict(zip(head, [*line.split("\t"), *[""] * len(head)], strict=False)) for line in lines[1:]]


def mark_positions(row: Row) -> Mark:
    """The row's positions against those found: party (as given or with more of its modifiers), value, about."""
    page = page_of(row["text"])
    stands = find_stands(page, find_attributions(page))
    found = sorted((_name(stand), stand.position) for stand in stands)
    wanted = sorted((party, value) for party, _, value in map(_divide, filter(None, row["stands"].split(";"))))
    about = " … ".join(stand.about_text.text for stand in stands if stand.about_text)
    parties, names = [party for party, _ in wanted], [name for name, _ in found]
    right = {
        "exact": sorted(parties) == sorted(names),
        "party": _pair(parties, names),
        "value": sorted(value for _, value in wanted) == sorted(value for _, value in found),
        "about": row["about"] in about if row["about"] else None,
    }
    return Mark(row, "; ".join(f"{party}={value}" for party, value in found) + f" | {about}", right)


def _divide(stand: str) -> tuple[str, str, str]:
    return stand.rpartition("=")


def _name(stand: Stand) -> str:
    return stand.party.text if stand.party else "outlet"


def _pair(wanted: list[str], found: list[str]) -> bool:
    """Whether each party wanted is one found, and none is left over."""
    left = [*found]
    for party in wanted:
        same = next((name for name in left if _is_same(party, name)), None)
        if same is None:
            return False
        left.remove(same)
    return not left


def _is_same(wanted: str, found: str) -> bool:
    rest = found.removeprefix(wanted)
    return wanted == found or (rest != found and rest.split()[0] in MODIFYING and rest[0] == " ")


def mark_media(row: Row) -> Mark:
    """The row's material against what was found: medium, publisher, platform, what it shows, hedge."""
    exhibits = find_exhibits(page_of(row["text"]))
    found: list[dict[str, str | None]] = [dict(_tell_exhibit(exhibit)) for exhibit in exhibits]
    shown = " || ".join(" | ".join(f"{part}={value}" for part, value in one.items() if value) for one in found)
    if not row["medium"]:
        return Mark(row, shown, {"medium": not found})
    one = next((one for one in found if one["medium"] == row["medium"]), dict.fromkeys(PARTS))
    right: dict[str, bool | None] = {part: one[part] == row[part] for part in PARTS[:-1]}
    right["medium"] = right["medium"] and len(found) == 1
    right["shows"] = bool(one["shows"]) == bool(row["shows"]) and row["shows"] in (one["shows"] or "")
    return Mark(row, shown, right)


def _tell_exhibit(exhibit: Exhibit) -> Iterator[tuple[str, str | None]]:
    yield "medium", exhibit.medium.text
    yield "publisher", exhibit.publisher.text if exhibit.publisher else ""
    yield "platform", exhibit.platform or ""
    yield "shows", exhibit.shows.text if exhibit.shows else ""
    yield "hedge", exhibit.hedge.text if exhibit.hedge else ""


MARKING: Mapping[str, Callable[[Row], Mark]] = {"positions": mark_positions, "media": mark_media}


def mark_suite(name: str, path: Path) -> list[Mark]:
    """All rows of a suite of positions or media, marked."""
    return [MARKING[name](row) for row in read_suite(path)]
