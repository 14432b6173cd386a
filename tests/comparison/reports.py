"""Invented reports of invented events, read as any report is, for tests of what many reports together say."""

from __future__ import annotations

from functools import cache
from textwrap import dedent

from onrecord.comparison import Given
from onrecord.extraction.stages import extract
from onrecord.model import Reading, Report
from onrecord.reading import report_from_text

WIRE = """
    Tarn Press (TNP)
    Monday, 3 March 2025 08:10 GMT

    Eleven dead as mine lift falls at Skelby

    SKELBY, March 3, 2025 (TNP) - At least 11 miners were killed when a lift fell at the Hollow Beck mine near Skelby on Sunday evening, the county rescue service said.

    There were 64 people below ground at the time, according to the shift register, said Ida Marsk, head of the Skelby county rescue service. She said 38 miners had been brought up by midnight.

    "The rope sang and then there was nothing," Marsk said, quoting the lift operator.

    Becksted Minerals, which owns the mine, declined to comment. The mines inspectorate could not be reached.
"""
COPY = """
    Northern Argus
    3 March 2025 | 10:30

    Mine lift falls, eleven killed

    Skelby (TNP) - At least 11 miners were killed when a lift fell at the Hollow Beck mine near Skelby on Sunday evening, the county rescue service said.

    There were 64 people below ground at the time, according to the shift register, said Ida Marsk, head of the Skelby county rescue service. She said 38 miners had been brought up by midnight.

    Becksted Minerals, which owns the mine, declined to comment.
"""
LOCAL = """
    Skelby Courier
    Monday 3 March 2025, 19:45 GMT
    By Tor Hagen

    Hospital counts 14 dead after fall of the Hollow Beck lift

    The hospital in Skelby had registered 14 deaths by six o'clock on Monday evening, its director, Dr Nils Aaker, told the Skelby Courier.

    "The rope sang and then there was nothing," the lift operator said in the ward.

    A foreman, Per Lund, said that more than 70 people had been below ground on Sunday evening. Becksted Minerals denied on Monday that the rope had been overdue for a test.
"""
WIRE_LATER = """
    Tarn Press (TNP)
    Wednesday, 5 March 2025 17:20 GMT

    Rescue service corrects toll at Skelby mine, owner admits late test

    SKELBY, March 5, 2025 (TNP) - The Skelby county rescue service on Wednesday corrected its toll for Monday evening to 13, as one body had been entered twice, and said 17 miners had died by Wednesday noon.

    Becksted Minerals acknowledged that the rope of the Hollow Beck lift had been overdue for a test. The Skelby Courier had reported the late test on Monday.

    The mines inspectorate confirmed that it had opened an inquiry, head Ida Marsk of the rescue service told reporters.
"""
OTHER = """
    Vesper Gazette
    4 March 2025, 09:00 GMT

    Two hurt as quarry wall slides near Olmar

    OLMAR, March 4, 2025 (Vesper Gazette) - Two quarry workers were hurt when a wall of the Granfell quarry slid near Olmar on Monday, police said.

    The owner, Granfell Stone, said that work would stop until Friday. "We had no sign of it," manager Ruta Senn said.
"""
MINE = (WIRE, COPY, LOCAL, WIRE_LATER)
ALL = (*MINE, OTHER)


@cache
def report(text: str) -> Report:
    """The report that a text is."""
    return report_from_text(dedent(text).strip())


@cache
def read(text: str) -> Reading:
    """The reading of a text."""
    return extract(report(text))


def given(*texts: str) -> tuple[Given, ...]:
    """Readings with a path for each, as the commands hand them over."""
    return tuple(Given(read(text), f"{number:02d}.txt") for number, text in enumerate(texts, 1))
