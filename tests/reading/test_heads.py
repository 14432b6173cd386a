"""Heads and tails of dispatches of many agencies and papers: what they say is read as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.reading import read_bytes
from onrecord.words import read_table

BLOCKS = [
    block
    for name in ("heads.txt", "heads_more.txt")
    for block in Path(__file__).with_name(name).read_text(encoding="utf-8").split("\n=====\n")
]


def read_block(block: str) -> tuple[dict[str, str], str]:
    wanted, text = block.split("-----\n", 1)
    lines = (line.split(": ", 1) for line in wanted.splitlines() if not line.startswith("#"))
    return {key: value.strip() for key, value in lines}, text


def find_faults(wanted: dict[str, str], text: str) -> list[str]:
    report: Any = read_bytes(text.encode(), "head")[0].report
    lines = {key: wanted[key].split(" + ") for key in ("left_out", "kept") if key in wanted}
    wanted = {key: value for key, value in wanted.items() if key not in lines}
    found = {key: getattr(report, key) for key in wanted if key not in ("credits", "headline", "crossheads")}
    found["credits"] = " + ".join(report.credits)
    found["headline"] = report.headline.text if report.headline else None
    found["crossheads"] = " + ".join(span.text for span in report.crossheads)
    assert all(report.text[span.start : span.end] == span.text for span in (*report.furniture, *report.crossheads))
    wrong = [f"kept: {line!r}" for line in lines.get("left_out", ()) if not is_furniture(report, line)]
    wrong += [f"left out: {line!r}" for line in lines.get("kept", ()) if is_furniture(report, line)]
    return wrong + [
        f"{key}: {found[key]!r}, wanted {value!r}"
        for key, value in wanted.items()
        if not (
            (found[key] or "-") == value or (key in ("published", "updated") and (found[key] or "").startswith(value))
        )
    ]


def is_furniture(report: Any, line: str) -> bool:
    """Whether the first place of the line lies in a part of the text that is no reporting."""
    place = report.text.find(line)
    end = place + len(line)
    return any(span.start <= place and end <= span.end for span in report.furniture)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_head(block: str) -> None:
    wanted, text = read_block(block)
    known = wanted.pop("known", None)
    faults = find_faults(wanted, text)
    if known and faults:
        pytest.xfail(known)
    assert faults == []
    assert known is None, "a known fault is gone: take its line out"


@pytest.mark.parametrize("row", read_table("agencies"), ids=lambda row: row["name"])
def test_every_agency_is_credited_from_its_dateline(row: dict[str, str]) -> None:
    report = read_bytes(("Bridge closed in Riverton\n\n" + row["example"]).encode(), "agency")[0].report
    assert (report.place, report.dateline, report.credits) == ("RIVERTON", "2024-05-03", (row["found"],))


STORY = """Council shuts pool over cracks

HARWICK, May 3, 2024 (AFP) - The council closed the public pool on Friday after engineers found cracks in its roof.

"We cannot take chances," mayor Ida Thorne told reporters.

{middle}

The pool was built in 1971 and repaired twice, the council said in a statement.

{end}"""


def read_story(middle: str = "The roof will be checked in June, the engineers said.", end: str = "") -> Any:
    return read_bytes(STORY.format(middle=middle, end=end).encode(), "story")[0].report


@pytest.mark.parametrize("row", read_table("wire_lines"), ids=lambda row: f"{row['kind']} {row['words']}")
def test_every_line_of_the_table_is_no_reporting(row: dict[str, str]) -> None:
    if row["kind"] in ("tail", "block", "end", "note"):
        assert row["example"] in [span.text for span in read_story(end=row["example"]).furniture]
    if row["kind"] == "note":
        assert row["example"] in [span.text for span in read_story(row["example"]).furniture]
    if row["kind"] in ("label", "byline", "source", "kill", "embargo"):
        text = f"Harwick Post\n3 May 2024\n{row['example']}\n\n{STORY.format(middle='', end='')}"
        report = read_bytes(text.encode(), "head")[0].report
        assert row["example"] in [span.text for span in report.furniture]
        assert report.headline
        assert report.headline.text == "Council shuts pool over cracks"


@pytest.mark.parametrize(
    "middle",
    [
        "What the report says",
        "'No money'",
        "Who pays?",
        "By the numbers",
        "- ‘A shock’ -",
        "**Next steps**",
        "## Next steps",
    ],
)
def test_crossheads(middle: str) -> None:
    assert [span.text.strip("- *#") for span in read_story(middle).crossheads] == [middle.strip("- *#")]


def test_a_title_behind_an_asterisk_is_a_crosshead_and_an_item_of_a_list_is_none() -> None:
    assert [span.text for span in read_story("* Roots of the dispute").crossheads] == ["Roots of the dispute"]
    assert read_story("* Two million for the roof\n\n* Half a million for the pool").crossheads == ()


@pytest.mark.parametrize(
    ("line", "is_appeal"),
    [("Follow Levant Times on Telegram", True), ("Find a seat early, the board told visitors on Monday.", False)],
)
def test_appeals_to_follow_are_no_reporting(line: str, is_appeal: bool) -> None:
    assert (line in [span.text for span in read_story(line).furniture]) == is_appeal


@pytest.mark.parametrize(
    "middle",
    [
        "He denied it.",
        '"No," she said.',
        "“Enough!”",
        "• Roof: 2 million",
        "Thorne:",
        "Will the pool ever open again?",
        "2,100 m",
    ],
)
def test_short_paragraphs_are_no_crossheads(middle: str) -> None:
    assert read_story(middle).crossheads == ()


@pytest.mark.parametrize(
    ("end", "credits", "byline"),
    [
        ("(With PTI inputs)", ("AFP", "PTI"), None), ("with AAP", ("AFP", "AAP"), None), ("* Writing by Merve Okur", ("AFP",), None), ("—AFP/PTI", ("AFP", "PTI"), None), ("il/km", ("AFP",), None),
        ("/AFP - dg, rs/", ("AFP",), None), ("--IANS\n\nkm/il", ("AFP", "IANS"), None),
        ("Ida Lund", ("AFP",), "Ida Lund"),
        ("Ida Lund in Harwick", ("AFP",), "Ida Lund"), ("Related:\nPool reopens\nMayor under fire", ("AFP",), None),
    ],
)  # fmt: skip
def test_tails(end: str, credits: tuple[str, ...], byline: str | None) -> None:
    report = read_story(end=end)
    assert (report.credits, report.byline) == (credits, byline)
    assert report.furniture[-1].end == len(report.text)
