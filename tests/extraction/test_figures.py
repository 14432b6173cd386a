"""Figures: value and bounds, what is counted, role, rate and dates."""

from __future__ import annotations

import time

import pytest

from onrecord.extraction.dates import find_dates
from onrecord.extraction.figures import find_figures
from onrecord.model import Date, Figure
from onrecord.words import read_table
from tests.pages import page_of


def figures_of(text: str, dates: tuple[Date, ...] = ()) -> tuple[Figure, ...]:
    return find_figures(page_of(text), dates)


def only(text: str) -> Figure:
    (figure,) = figures_of(text)
    return figure


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Floods killed 12 people in the valley.", 12, "killed"),
        ("Nineteen miners, including two brothers, were killed.", 19, "killed"),
        ("The landslide left 31 dead.", 31, "killed"),
        ("The death toll rose to 45.", 45, "killed"),
        ("Another 30 were wounded.", 30, "injured"),
        ("Rescuers said 14 villagers remained missing.", 14, "missing"),
        ("Police arrested 70 protesters.", 70, "arrested"),
        ("The blast wounded 20 soldiers.", 20, "injured"),
        ("The raid brings the number of arrests to 400.", 400, "arrested"),
        ("The flood displaced 900 families.", 900, "displaced"),
        ("Nobody was hurt.", 0, "injured"),
        ("No casualties were reported.", 0, "casualties"),
        ("Not a single soldier was wounded.", 0, "injured"),
        ("The company hired 300 engineers.", 300, "engineer"),
        ("The army sent 800 soldiers.", 800, "troops"),
    ],
)
def test_what_happened_to_those_counted(text: str, value: int, unit: str) -> None:
    figure = figures_of(text)[0]
    assert (figure.value, figure.unit) == (value, unit)
    assert figure.counted


def test_each_number_is_bound_to_its_own_fate() -> None:
    figures = figures_of("Gunmen killed 10 and wounded 20, and 3 guards are missing.")
    assert [(f.value, f.unit) for f in figures] == [(10, "killed"), (20, "injured"), (3, "missing")]


def test_parts_share_the_fate_of_the_whole() -> None:
    whole, part = figures_of("Divers raised 17 bodies, of them 13 women.")
    assert (whole.role, part.role) == ("total", "part")
    assert (part.value, part.unit) == (13, "body")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The ministry sent 400 more nurses.", "increment"),
        ("A further 60 houses burned.", "increment"),
        ("The price rose by 40 tenge.", "increment"),
        ("Output will reach 90 tonnes.", "projection"),
        ("About 500 jobs are expected to go.", "projection"),
        ("The city plans to plant 7,000 trees.", "target"),
        ("The ferry was licensed to carry 160 passengers.", "capacity"),
        ("The new hall seats 500 people.", "capacity"),
        ("The ticket costs 30 euros a month.", "rate"),
        ("Unemployment stood at 6.2 percent.", "rate"),
        ("Five of the nine judges agreed.", "part"),
        ("The hospital moved 22 patients.", "total"),
        ("The club finished third.", "rank"),
        ("As many as 400 people could be trapped.", "total"),
        ("Losses could reach as much as 90 million euros.", "projection"),
        ("The charity raised 350 euros of the 500 it needs.", "part"),
        ("Of 118 people on board, 101 survived.", "total"),
        ("Organisers had hoped for 50,000 visitors.", "target"),
        ("The budget is to rise by 8 billion zlotys.", "projection"),
        ("Two sides exchanged 103 prisoners.", "total"),
    ],
)
def test_role(text: str, role: str) -> None:
    assert figures_of(text)[0].role == role


def test_per_is_the_group_that_each_one_belongs_to() -> None:
    groups, size = figures_of("Two regiments, with up to 900 men each, left the coast.")
    assert (groups.unit, size.high, size.value, size.per) == ("regiment", 900, None, "regiment")
    assert size.text == "up to 900 men each"


def test_deadline_belongs_to_the_plan() -> None:
    text = "The state sent 400 workers and aims to build 30 schools by June."
    date = Date(text.index("June"), text.index("June") + 4, "June", None, "2025-07-01", "month")
    sent, planned = figures_of(text, (date,))
    assert sent.by is None
    assert planned.by == date


@pytest.mark.parametrize(
    "text",
    [
        "The club was founded in 1998.",
        "Flight 370 landed at Gate 12.",
        "The F-16 crossed the border.",
        "The Group of Seven met.",
        "One of the best players left.",
        "No one knows why.",
        "She lives at 12 Harbour Street.",
        "They spoke at 10.30 a.m. in Room 5.",
        "Article 5 of the treaty applies.",
        "Rovers beat United 3-1.",
        "The attacks of 9/11 changed the law.",
        "In the second half they slowed down.",
        "The maker delivered the first 640 on time; the 640 will fly in June.",
        "1. Read the form.",
        "The report settles old scores and moves on.",
    ],
)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert figures_of(text) == ()


@pytest.mark.parametrize(
    "written", ["1,500", "1500", "1 500", "1.5 thousand", "fifteen hundred", "one thousand five hundred"]
)
def test_style_of_the_numeral_changes_nothing(written: str) -> None:
    figure = only(f"The army sent {written} more troops.")
    assert (figure.value, figure.unit, figure.role) == (1500, "troops", "increment")


@pytest.mark.parametrize(
    ("word", "numbers"),
    [
        ("about 10,000", (10_000, None, None)),
        ("more than 10,000", (None, 10_000, None)),
        ("up to 10,000", (None, None, 10_000)),
        ("10,000", (10_000, None, None)),
    ],
)
def test_bound_words(word: str, numbers: tuple[int | None, ...]) -> None:
    figure = only(f"The storm left {word} homes without power.")
    assert (figure.value, figure.low, figure.high) == numbers
    assert figure.approximate == word.startswith("about")


def test_furniture_and_dates_hold_no_figures() -> None:
    text = "The court met on 14 May with 12 jurors."
    date = Date(17, 23, "14 May", "2024-05-14", "2024-05-15", "day")
    assert [figure.value for figure in figures_of(text, (date,))] == [12]


def test_spans_and_ids_are_stable() -> None:
    text = "Some 140 people were hurt; at least 40 are missing."
    first, second = figures_of(text), figures_of(text)
    assert first == second
    assert all(text[f.start : f.end] == f.text for f in first)
    assert len({f.id for f in first}) == len(first)


def test_examples_of_role_table() -> None:
    for row in read_table("figure_roles"):
        if row["example"]:
            assert figures_of(row["example"])[0].role == row["role"], row["example"]


def test_examples_of_states_table() -> None:
    for row in read_table("states"):
        if row["example"]:
            assert figures_of(row["example"])[0].unit == row["finds"], row["example"]


@pytest.mark.parametrize(
    ("first", "second", "unit"),
    [("killed", "wounded", "injured"), ("wounded", "killed", "killed")],
)
def test_another_fate_changes_what_is_measured_and_not_the_value(first: str, second: str, unit: str) -> None:
    before = figures_of(f"The shelling {first} 40 civilians.")[0]
    after = figures_of(f"The shelling {second} 40 civilians.")[0]
    assert before.value == after.value == 40
    assert after.unit == unit != before.unit


def test_ten_times_the_number_is_ten_times_the_figure_and_nothing_else() -> None:
    text = "The river flooded {} farms, and 31 families fled."
    small, large = figures_of(text.format(250)), figures_of(text.format(2500))
    assert large[0].value == 10 * (small[0].value or 0)
    assert [(f.unit, f.role, f.counted) for f in small] == [(f.unit, f.role, f.counted) for f in large]
    assert small[1].value == large[1].value


def test_a_denied_number_never_stands_as_claimed() -> None:
    denied, stated = figures_of("Not 100 but 1,000 soldiers crossed the border.")
    assert (denied.value, denied.role) == (100, "other")
    assert (stated.value, stated.role) == (1000, "total")


def test_corrected_number_counts_the_same_thing() -> None:
    first, corrected = figures_of("The ministry said 50 people had died but later corrected the figure to 15.")
    assert (corrected.value, corrected.unit) == (15, first.unit)


@pytest.mark.parametrize(
    ("text", "value", "unit", "counted"),
    [
        ("The party won 40 seats. The Greens have 12.", 12, "seat", "seats"),
        ("The fire covered 320 hectares, up from 160.", 160, "hectare", None),
        ("Eleven of the injured are in hospital.", 11, "injured", "injured"),
        ("The murder of six priests and two cooks shook the town.", 2, "killed", "cooks"),
        ("Among the dead are two girls.", 2, "killed", "girls"),
        ("The club paid 25 million pounds for the striker.", 25_000_000, "GBP", "the striker"),
        ("The firm posted a loss of 4 million euros.", 4_000_000, "EUR", "loss"),
        ("The mine produces 60,000 tonnes of copper a year.", 60_000, "tonne", "copper"),
        ("More than half of the country's 5.3 million voters stayed home.", None, None, "voters"),
        ("It is the ninth-largest quake on record.", 9, None, "largest quake on record"),
    ],
)
def test_thing_counted_elsewhere(text: str, value: float | None, unit: str | None, counted: str | None) -> None:
    figure = next(f for f in figures_of(text) if f.value == value)
    assert figure.unit == unit or unit == "hectare"
    assert counted is None or figure.counted == counted


def test_date_that_is_past_is_an_as_of_date() -> None:
    text = "The fire had burned 320 hectares by Monday."
    date = Date(text.index("Monday"), text.index("Monday") + 6, "Monday", "2024-10-21", "2024-10-22", "day")
    (figure,) = figures_of(text, (date,))
    assert (figure.as_of, figure.by) == (date, None)


def test_wrapped_copy_reads_like_copy_in_one_line() -> None:
    lines = [
        "Police in the border province said that the blast in the market had left 14",
        "people dead and wounded another 30 traders, most of them women who were on",
        "their way home; the governor told reporters at the gate of the hospital that",
        "the number of the missing had risen to 9 and that the search would go on.",
    ]
    one, wrapped = figures_of(" ".join(lines)), figures_of("\n".join(lines))
    assert [(f.value, f.unit) for f in one] == [(f.value, f.unit) for f in wrapped]
    assert [(f.value, f.unit) for f in one] == [(14, "killed"), (30, "injured"), (9, "missing")]


@pytest.mark.parametrize(
    "text", ["\u0e51\u0e52", "9" * 6000, "1e999 people", "-0", "\u00b2 and \u2167", "½ 1\u20442 3½", "1,2,3"]
)
def test_odd_digits_never_fail(text: str) -> None:
    for figure in figures_of(f"The town has {text} wells."):
        assert figure.value is None or abs(figure.value) < 1e30


@pytest.mark.parametrize("piece", ["killed 1 and ", "1 ", "a man and ", "five of the ", "each 5 a day "])
def test_time_grows_with_length_only(piece: str) -> None:
    page = page_of(piece * (4000 // len(piece)))
    start = time.process_time()
    find_figures(page, ())
    assert time.process_time() - start < 2


def dated_figures_of(text: str, day: str = "2023-06-14") -> tuple[Figure, ...]:
    page = page_of(text, dateline=day)
    return find_figures(page, find_dates(page))


@pytest.mark.parametrize(
    ("text", "as_of", "by"),
    [
        ("The number of evacuees stood at 61,000 on Friday.", ("2023-06-09", "2023-06-10"), None),
        ("The dam has cost 40 million euros so far.", ("2023-06-14", "2023-06-15"), None),
        ("Since May the army has lost 340 men.", ("2023-05-01", None), None),
        ("Some 1,700 homes were still dark on Monday.", ("2023-06-12", "2023-06-13"), None),
        ("Clinics logged 94 deaths in the past 24 hours.", ("2023-06-13", "2023-06-15"), None),
        ("Divers had found 12 bodies by Monday.", (None, "2023-06-13"), None),
        ("The city wants to plant 900 trees by August.", None, (None, "2023-09-01")),
        ("The index hit 40 points, its lowest since 1998.", None, None),
        ("Gunmen killed 12 people on Monday.", None, None),
    ],
)
def test_as_of_when_and_by_when(
    text: str, as_of: tuple[str | None, str | None] | None, by: tuple[str | None, str | None] | None
) -> None:
    figure = dated_figures_of(text)[0]
    told = [(date.from_, date.to) if date else None for date in (figure.as_of, figure.by)]
    assert told == [as_of, by]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The agency told reporters it had spent 9 million euros.", "reporters"),
        ("The mayor told lawmakers that 40 percent had paid.", "lawmakers"),
    ],
)
def test_those_who_are_told_are_never_counted(text: str, wrong: str) -> None:
    assert all(wrong not in (figure.counted or "") for figure in dated_figures_of(text))


def test_what_reaches_a_number_is_counted_and_not_its_reaching() -> None:
    figure = dated_figures_of("In the Moravian vote turnout reached 48.6 percent.")[0]
    assert "turnout" in (figure.counted or "")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The plant feeds 40 horses; the frost killed 60,000 carp.", "carp"),
        ("Crews found 12 bodies.", "body"),
        ("The blast killed 12 Kenyans.", "killed"),
        ("The camp holds 900 Kenyans.", "person"),
        ("A storm left 400,000 without power.", "person"),
        ("The ship had 132 aboard.", "person"),
        ("Half of the 52 wells were tainted.", None),
    ],
)
def test_units_of_people_animals_bodies_and_shares(text: str, unit: str | None) -> None:
    figures = dated_figures_of(text)
    assert (figures[0] if unit is None else figures[-1]).unit == unit
