from __future__ import annotations

from itertools import permutations

from onrecord.comparison.events import join_reports
from onrecord.model import Report
from tests.pages import report_of

FIRE = "A fire at the Kestrel paint works in Odense injured four workers, fire chief Mads Brandt said."
FIRE_AGAIN = "Four people were hurt when the Kestrel paint works caught fire, Odense fire chief Mads Brandt told radio."
STRIKE = "Dockers in Mombasa walked out over pay, and the Harbour Union said the strike would last a week."
STRIKE_AGAIN = "The Harbour Union called dockers in Mombasa out for a week, and ships waited offshore."


def test_reports_of_one_event_are_joined() -> None:
    reports = [report_of(text) for text in (FIRE, STRIKE, FIRE_AGAIN, STRIKE_AGAIN)]
    assert join_reports(reports) == ((0, 2), (1, 3))


def test_the_order_of_reports_does_not_matter() -> None:
    def events(order: tuple[Report, ...]) -> set[frozenset[str]]:
        return {frozenset(order[i].id for i in members) for members in join_reports(order)}

    reports = tuple(report_of(text) for text in (FIRE, STRIKE, FIRE_AGAIN, STRIKE_AGAIN))
    outcomes = [events(order) for order in permutations(reports)]
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_the_same_words_a_season_later_are_another_event() -> None:
    reports = [report_of(FIRE, "2024-03-02"), report_of(FIRE_AGAIN, "2024-09-02")]
    assert join_reports(reports) == ((0,), (1,))


def test_reports_without_a_date_can_be_joined() -> None:
    assert join_reports([report_of(FIRE, None), report_of(FIRE_AGAIN, "2024-09-02")]) == ((0, 1),)


def test_no_reports_make_no_events() -> None:
    assert join_reports([]) == ()
