"""Stories for someone else: one exporter a file, all in one list."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TextIO

from onrecord.exports import story_html, story_text
from onrecord.exports.screen import Screen
from onrecord.model import Reading, Story

__all__ = ["STORY_EXPORTERS", "StoryExporter"]

WriteStory = Callable[[Story, Mapping[str, Reading], TextIO, Screen], None]


@dataclass(frozen=True, slots=True)
class StoryExporter:
    """An exporter of stories: its name, what it gives, and the function that writes it."""

    name: str
    about: str
    write: WriteStory


def write_json(story: Story, readings: Mapping[str, Reading], out: TextIO, screen: Screen) -> None:
    """Write a story as an indented JSON object, by the contract onrecord-story/1."""
    json.dump(story.to_dict(), out, ensure_ascii=False, indent=2, allow_nan=False)
    out.write("\n")


STORY_EXPORTERS: dict[str, StoryExporter] = {
    exporter.name: exporter
    for exporter in (
        StoryExporter("text", "the story in tables, for the terminal", story_text.write),
        StoryExporter("html", "one self-contained page to open in a browser, to print or to send", story_html.write),
        StoryExporter("json", "one JSON object, by the contract onrecord-story/1", write_json),
    )
}
