"""Asking: filters, search with ranking, paging, and the forms in which answers are taken away."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest

from onrecord.errors import SetupError
from onrecord.ledger import Ledger, open_ledger
from onrecord.ledger.filters import BadFilter
from onrecord.ledger.searching import BadSearch, Search, parse_search
from tests.ledger.samples import make_note
from tests.readings import make_reading


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """A ledger of thirteen reports that nothing is added to, on each database."""
    where = ":memory:" if request.param == "sqlite" else f"{request.getfixturevalue('server')}&ledger=asking"
    with open_ledger(where, create=True) as ledger:
        for number in range(1, 13):
            ledger.add(make_note(number, dateline=f"2025-03-{number:02}"))
        ledger.add(make_reading())
        yield ledger


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"speaker": "water board"}, 12), ({"speaker": "WATER  BOARD 1 OF"}, 1), ({"speaker": "lome"}, 1),
        ({"chain": "dahl"}, 3), ({"outlet": "zurich"}, 1), ({"credit": "nordpress"}, 7), ({"factuality": "PR+"}, 5),
        ({"factuality": ["PR+", "PS+"]}, 6), ({"voice": "own"}, 1), ({"quote": "mixed"}, 2), ({"position": "no_comment"}, 12),
        ({"counted": "families", "role": "increment"}, 1), ({"unit": "cm"}, 1), ({"least": 100}, 5), ({"most": 20}, 3),
        ({"said_since": "2025-03-11", "said_before": "2025-03-12"}, 12), ({"said_since": "2025-06-04"}, 1),
        ({"said_before": "2025-03-11"}, 0), ({"event_since": "2025-08-01"}, 1), ({"published_since": "2025-03-10"}, 10),
        ({"published_since": "2025-03-10", "published_before": "2025-03-12"}, 2), ({"below": 0.5}, 2),
        ({"party": "bergtind"}, 0), ({"kind": "organization"}, 16), ({"speech_act": "confirm"}, 1),
        ({"speaker": "water", "factuality": "CT+", "least": 60}, 4),
    ],
)  # fmt: skip
def test_filters_hold_together(filled: Ledger, filters: dict[str, Any], count: int) -> None:
    found = filled.claims(**filters)
    assert found.count() == count
    assert len(list(found)) == len(list(found.rows())) == count


@pytest.mark.parametrize(
    ("kind", "filters", "count"),
    [
        ("reports", {"speaker": "dahl"}, 1), ("reports", {"position": "no_comment"}, 13), ("reports", {"unit": "cm"}, 1),
        ("figures", {"speaker": "dahl"}, 1), ("figures", {"position": "no_comment"}, 12), ("positions", {"party": "mine"}, 12),
        ("positions", {"factuality": "PR+"}, 4), ("positions", {"role": "total"}, 12), ("parties", {"factuality": "PR+"}, 5),
        ("parties", {"position": "confirms"}, 1), ("positions", {"search": "landslide"}, 2),
        ("parties", {"search": '"valley below"'}, 1), ("figures", {"search": "families"}, 15), ("figures", {"party": "bergtind"}, 4),
    ],
)  # fmt: skip
def test_each_kind_can_be_asked_by_what_belongs_to_it(
    filled: Ledger, kind: str, filters: dict[str, Any], count: int
) -> None:
    assert getattr(filled, kind)(**filters).count() == count


def test_typed_values_stand_in_their_reports(filled: Ledger) -> None:
    (kept,) = filled.claims(speech_act="confirm")
    assert kept.value == next(claim for claim in make_reading().claims if claim.speech_act == "confirm")
    assert (kept.report.outlet, kept.speaker, kept.chain) == (
        "FJW", "water directorate", ("Runa Dahl", "water directorate"),
    )  # fmt: skip
    assert [kept.value for kept in filled.figures(report=make_reading().report.id)] == list(make_reading().figures)
    assert [kept.value for kept in filled.positions(outlet="fjw")] == list(make_reading().positions)
    assert [kept.value for kept in filled.parties(outlet="fjw")] == list(make_reading().parties)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("families", 14), ("FAMILY", 14), ('"families had left"', 12), ("dam OR lake", 6), ("families -left", 1), ("lome", 1), ("LOMÉ", 1), ("the", 5), ("lake slide", 0),
        ('"landslide lake" holds', 1), ("NEAR(a b)", 0), ("dam*", 1), ("fami'lies\"; --", 0), ("%", None), ("", None),
    ],
)  # fmt: skip
def test_search_takes_words_phrases_and_nothing_else(filled: Ledger, words: str, count: int | None) -> None:
    if count is None and words:
        with pytest.raises(BadSearch):
            filled.claims(search=words).count()
    elif words:
        assert filled.claims(search=words).count() == count


def test_search_ranks_the_nearest_first(filled: Ledger) -> None:
    first = next(iter(filled.claims(search="lake OR landslide").rows()))
    assert first["content"].count("lake") >= 1
    assert [card.outlet for card in filled.reports(search="landslide")] == ["FJW"]


def test_a_search_is_taken_apart() -> None:
    assert parse_search('dam "long lake" OR pond -"old mill" -ice') == Search(
        (("dam",), ("long lake", "pond")), ("old mill", "ice")
    )


def test_pages_join_without_a_gap(filled: Ledger) -> None:
    whole = [row["id"] for row in filled.claims().rows()]
    assert len(whole) == 19
    pages = [row["id"] for start in range(0, 20, 3) for row in filled.claims(limit=3, offset=start).rows()]
    assert pages == whole
    assert [kept.id for kept in filled.claims(limit=5, offset=2)] == whole[2:7]


def test_long_answers_come_in_pages_without_a_gap(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ledger.results.PAGE", 4)
    for kind in ("reports", "claims", "figures", "positions", "parties"):
        for asked in ({}, {"search": "families OR lake"}):
            found = getattr(filled, kind)(**asked)
            rows = [row["id"] for row in found.rows()]
            assert len(rows) == len(set(rows)) == found.count()
            assert [item.id for item in found] == rows
            assert [row["id"] for row in getattr(filled, kind)(limit=9, offset=3, **asked).rows()] == rows[3:12]


def test_a_filter_that_is_none_is_named() -> None:
    with open_ledger(":memory:") as ledger, pytest.raises(BadFilter, match="no filter 'colour'"):
        ledger.claims(colour="red")


def test_rows_become_tables_of_arrow(filled: Ledger) -> None:
    pytest.importorskip("pyarrow")
    for kind in ("reports", "claims", "figures", "positions", "parties"):
        found = getattr(filled, kind)()
        table = found.to_arrow()
        assert table.column_names == found.columns()
        assert table.num_rows == found.count()
        assert table.schema == getattr(filled, kind)(outlet="nobody").to_arrow().schema


def test_rows_become_data_frames_where_the_libraries_are(filled: Ledger) -> None:
    for library in ("pandas", "polars"):
        if importlib.util.find_spec(library) is None:
            with pytest.raises(SetupError, match=library):
                getattr(filled.claims(), f"to_{library}")()
        else:
            assert len(getattr(filled.claims(), f"to_{library}")()) == 19


def test_readings_can_be_taken_one_after_the_other(filled: Ledger) -> None:
    assert [reading.report.id for reading in filled.readings(outlet="fjw")] == [make_reading().report.id]
