"""Single events: pairs of sentence, event word and grade."""

from __future__ import annotations

import pytest
from benchmarks.happening import estimate_happening
from benchmarks.single_events import EventGrade, grade_event

from tests.pages import page_of


def grade_word(text: str, word: str) -> EventGrade:
    return grade_event(next(token for token in page_of(text).doc if token.text == word))


def estimate(text: str, word: str) -> float:
    return estimate_happening(next(token for token in page_of(text).doc if token.text == word))


@pytest.mark.parametrize(
    ("text", "word", "certainty", "polarity", "time"),
    [
        ("The port closed on Friday.", "closed", "CERTAIN", "POS", "NON_FUTURE"),
        ("The port will close on Friday.", "close", "CERTAIN", "POS", "FUTURE"),
        ("The port did not close.", "close", "CERTAIN", "NEG", "NON_FUTURE"),
        ("The port may close.", "close", "POSSIBLE", "POS", "FUTURE"),
        ("The port is expected to close.", "close", "PROBABLE", "POS", "FUTURE"),
        ("The port is expected to close.", "expected", "CERTAIN", "POS", "NON_FUTURE"),
        ("The ministry wants to close the port.", "close", "UNDERSPECIFIED", "UNDERSPECIFIED", "FUTURE"),
        ("The ministry has plans to close the port.", "close", "UNDERSPECIFIED", "UNDERSPECIFIED", "FUTURE"),
        ("The crew failed to close the port.", "close", "CERTAIN", "NEG", "FUTURE"),
        ("The launch was cancelled.", "launch", "CERTAIN", "NEG", "NON_FUTURE"),
        ("The mayor said the port had closed.", "closed", "CERTAIN", "POS", "NON_FUTURE"),
    ],
)
def test_an_event_is_graded(text: str, word: str, certainty: str, polarity: str, time: str) -> None:
    assert grade_word(text, word) == EventGrade(certainty, polarity, time)  # type: ignore[arg-type]


def test_what_happened_stands_above_what_is_to_come_or_did_not_happen() -> None:
    happened = estimate("She closed the shop yesterday.", "closed")
    assert happened > 1.5
    assert estimate("She will close the shop tomorrow.", "close") < happened - 2
    assert estimate("She did not close the shop.", "close") < happened - 2
    assert estimate("If she closed the shop, we would leave.", "leave") < happened - 2


def test_an_estimate_stays_on_the_scale() -> None:
    for token in page_of("Never say that nobody will ever want to try to stop failing to close it, please?").doc:
        assert -3 <= estimate_happening(token) <= 3
