"""How much of anything one report may bring; each a named setting with its starting value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The budgets of one report; a value that is met exactly is still accepted."""

    raw_bytes: int = 20_000_000
    growth: int = 200  # times that packed data may grow, once past `growth_from`
    growth_from: int = 1_000_000
    characters: int = 1_000_000
    element_depth: int = 512
    xml_depth: int = 64
    attributes_of_a_tag: int = 256
    attributes: int = 500_000
    tags: int = 500_000
    metadata_characters: int = 1_000_000
    json_depth: int = 64
    json_keys: int = 100_000
    digits: int = 100
    feed_items: int = 10_000
    mail_parts: int = 200
    pdf_pages: int = 300
    archive_entries: int = 100_000
    worker_bytes: int = 1 << 30  # memory of a process that reads under a time limit


LIMITS = Limits()
