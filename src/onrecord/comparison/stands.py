"""Where the parties of a story stand towards its questions, and how that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.comparison.cast import Cast, Key
from onrecord.comparison.events import stem_word
from onrecord.comparison.folding import Folding
from onrecord.comparison.names import content_words
from onrecord.model import Cell, Position, Reading, Standing, StoryClaim

OPEN = frozenset({"it", "that", "this", "them", "comment", "request", "requests"})


@dataclass(frozen=True, slots=True)
class Held:
    """One position of one report, with the party that stands behind its holder."""

    reading: Reading
    position: Position
    party: Key

    @property
    def about(self) -> str:
        """What it is about, in the report's words."""
        about = self.position.about_text
        return " ".join(about.text.split()) if about else ""

    @property
    def words(self) -> frozenset[str]:
        """The stems of what it is about."""
        return frozenset(stem_word(word) for word in content_words(self.about) - OPEN)

    @property
    def when(self) -> tuple[str, str, int]:
        """The order of time: day of the position, else of the report."""
        date = self.position.date
        return (
            (date.from_ if date else None) or self.reading.report.date or "",
            self.reading.report.published or "",
            self.position.start,
        )


def list_cells(
    readings: Sequence[Reading], cast: Cast, claims: Sequence[StoryClaim], folding: Folding
) -> tuple[Cell, ...]:
    """The positions of each party by what they are about, each with its history; what copies repeat is told once."""
    rows: dict[Key, list[Held]] = defaultdict(list)
    for reading in readings:
        for position in reading.positions:
            if folding.text_of(reading.report.id, position.start, position.end) == reading.report.id:
                key = cast.principal(reading.report.id, position.party)
                if key:
                    rows[key].append(Held(reading, position, key))
    cells = [cell for key, held in rows.items() for cell in _cells(_call(cast, key, held), _body_first(held), claims)]
    return tuple(sorted(cells, key=lambda cell: (-len(cell.history), cell.party, cell.about)))


def _call(cast: Cast, key: Key, held: Sequence[Held]) -> str:
    """The party of a row: a body with those who took its positions, or as it is called elsewhere."""
    spoken = dict.fromkeys(
        cast.name((item.reading.report.id, item.position.party))
        for item in sorted(held, key=lambda item: (*item.when, item.reading.report.id))
        if cast.is_person((item.reading.report.id, item.position.party))
    )
    name = cast.name(key)
    people = [person for person in spoken if person != name]
    return f"{name} ({', '.join(people)})" if people else cast.title(key)


def _body_first(held: Sequence[Held]) -> list[Held]:
    """Positions in order of time, without those of a headline that the body states too."""
    body = {(item.reading.report.id, item.position.position) for item in held if not _in_headline(item)}
    kept = [
        item for item in held if not _in_headline(item) or (item.reading.report.id, item.position.position) not in body
    ]
    return sorted(kept, key=lambda item: (*item.when, item.reading.report.id))


def _in_headline(item: Held) -> bool:
    headline = item.reading.report.headline
    return bool(headline and headline.overlaps(item.position))


def _cells(party: str, held: Sequence[Held], claims: Sequence[StoryClaim]) -> Iterator[Cell]:
    groups: list[list[Held]] = []
    for item in sorted(held, key=lambda item: (not item.words, *item.when, item.reading.report.id)):
        group = max(groups, key=lambda group: _likeness(item, group), default=None)
        if group is not None and (_likeness(item, group) > 0 or not item.words):
            group.append(item)
        else:
            groups.append([item])
    for group in groups:
        ordered = sorted(group, key=lambda item: (*item.when, item.reading.report.id))
        about = max((item.about for item in ordered), key=len, default="") or "the story as a whole"
        yield Cell(party, about, _claim_of(ordered, claims), tuple(_standing(item) for item in ordered))


def _likeness(item: Held, group: Sequence[Held]) -> int:
    return max(len(item.words & other.words) for other in group)


def _claim_of(held: Sequence[Held], claims: Sequence[StoryClaim]) -> str | None:
    """The claim of the story that the positions are about."""
    wanted = {(item.reading.report.id, item.position.about) for item in held if item.position.about}
    return next((claim.id for claim in claims for m in claim.mentions if (m.report, m.claim) in wanted), None)


def _standing(item: Held) -> Standing:
    position = item.position
    return Standing(
        position.date, position.position, item.reading.report.id, position.start, position.end, position.text
    )
