"""Figure forms: our quantities in the notation of the Recognizers-Text specs.

Each model of that library asks for one kind of quantity; open and closed ends become brackets, and units
take that library's names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.extraction.nofigures import ONE_BEFORE
from onrecord.extraction.numbers import read_numbers, simplify
from onrecord.extraction.quantities import Quantity, read_quantities

OTHER_MEASURES = {"money", "share", "temperature", "age", "time"}
CURRENCY_NAMES = {
    "USD": "Dollar", "GBP": "Pound", "EUR": "Euro", "JPY": "Japanese yen", "CAD": "Canadian dollar",
    "HKD": "Hong Kong dollar",
    "AUD": "Australian dollar", "CNY": "Chinese yuan", "CHF": "Swiss franc", "TRY": "Turkish lira", "cent": "Cent",
    "pence": "Pence", "MXN": "Mexican peso", "BTC": "Bitcoin", "FIM": "Finnish markka", "ESP": "Peseta", "FRF": "Franc",
    "XAF": "Franc", "GEL": "Georgian lari",
}  # fmt: skip
OTHER_NAMES = {"celsius": "C", "fahrenheit": "F", "tonne": "Metric ton", "litre": "Liter"}


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each sentence the quantities of the kind that its model asks for."""
    for record in records:
        yield {"id": record["id"], "results": list(_results(record["model"], record["text"]))}


def _results(model: str, text: str) -> Iterator[dict[str, Any]]:
    if model == "NumberModel":
        for number in read_numbers(text):
            if (
                number.kind in {"cardinal", "fraction"}
                and not number.tail
                and not _is_pronoun(text, number.start, number.end)
            ):
                yield {"start": number.start, "end": number.end, "value": repr(simplify(number.value))}
        return
    for quantity in read_quantities(text):
        if _asked_for(model, quantity):
            yield _result(model, quantity)


def _is_pronoun(text: str, start: int, end: int) -> bool:
    return text[start:end].lower() == "one" and ONE_BEFORE.search(text, 0, start) is not None


def _asked_for(model: str, quantity: Quantity) -> bool:
    if model == "NumberRangeModel":
        return quantity.low is not None or quantity.high is not None
    if model == "OrdinalModel":
        return quantity.kind == "ordinal"
    if model == "PercentModel":
        return quantity.unit == "percent"
    if model == "TemperatureModel":
        return quantity.measure in {"temperature", "angle"}
    if model == "DimensionModel":
        return quantity.measure is not None and quantity.measure not in OTHER_MEASURES
    return quantity.measure == {"CurrencyModel": "money", "AgeModel": "age"}[model]


def _result(model: str, quantity: Quantity) -> dict[str, Any]:
    value, low, high = quantity.numbers()
    if model == "NumberRangeModel":
        return {"start": quantity.start, "end": quantity.end, "value": _brackets(quantity)}
    stated = next((n for n in (value, high, low) if n is not None), None)
    written = f"{stated}%" if model == "PercentModel" else str(stated)
    return {"start": quantity.core_start, "end": quantity.core_end, "value": written, "unit": _name(quantity.unit)}


def _brackets(quantity: Quantity) -> str:
    _, low, high = quantity.numbers()
    opening = "[" if low is not None and quantity.low_closed else "("
    closing = "]" if high is not None and quantity.high_closed and not quantity.ranged else ")"
    return f"{opening}{'' if low is None else low},{'' if high is None else high}{closing}"


def _name(unit: str | None) -> str:
    if unit is None:
        return ""
    name = CURRENCY_NAMES.get(unit) or OTHER_NAMES.get(unit) or unit.capitalize()
    return name.replace("metre", "meter")
