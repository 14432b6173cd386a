"""What the place of output can show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """Columns and colour of the place that a text is written for; files and pipes get 80 and none."""

    width: int = 80
    colour: bool = False
