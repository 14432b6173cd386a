"""The role of a figure: total, increment, projection, target, capacity, rate, part, rank or other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.extraction.quantities import Quantity
from onrecord.model import Role
from onrecord.words import read_table

PART_BEFORE = re.compile(
    r"(?:\bincluding|\bamong\s+(?:them|whom|which)|\bof\s+(?:them|whom|which|those|these)\b,?|\bmost\s+of\s+them)"
    r"(?:\s+(?:were|was|are|is))?\s*,?\s*\Z|\bof\s+(?:(?:the|its|their|those|some)\s+)?\d[\d,]*(?:\s+[\w-]+){1,3},\s+\Z|\bamong\s+(?:the|those)\s+\w+\s+(?:were|was|are|is)\s+\Z|\b(?:including|among\s+(?:them|whom)|of\s+(?:them|whom)),?\s+"
    r"(?:(?!(?:were|was|are|is|had|have)\b)[\w-]+\s+){1,5}and\s+\Z|"
    r"\b(?:the|its|their|all)\s+(?:remaining|other)\s+\Z|"
    r"\bamong\s+(?:the|those)\s+\w+\s+(?:were|was|are|is)\s+(?:\w+\s+){1,4}?\w+,\s+(?:and\s+)?\Z",
    re.IGNORECASE,
)
PART_AFTER = re.compile(
    r"\s+(?:[\w-]+\s+)?of\s+(?:them|whom|which|those|these|the|its|their|his|her|our|my|whose)\b|\s+of\s+[\w’']+['’]s\b|"
    r"\s+of\s+(?:about\s+|some\s+|nearly\s+|an?\s+(?:\w+\s+){1,2})?\d[\d,]*\s+[a-z]",
    re.IGNORECASE,
)
SHARE_OF = re.compile(r"\s+of\s+(?:all|the|those|these|its|their|his|her|our|my|whose)\s", re.IGNORECASE)
OUTLOOK_AFTER = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:expected|forecast|predicted|projected|estimated|anticipated)\s+(?:on\s+average\s+)?by\b",
    re.IGNORECASE,
)
NEXT_VERB = re.compile(r"\band\s+(?:\w+ly\s+|now\s+)?[a-z]+(?:s|ed)\s+\Z", re.IGNORECASE)
OUTLOOK_SEEN = re.compile(r"\b(?:now\s+|still\s+)?sees\s+(?:\S+\s+){0,6}\Z", re.IGNORECASE)
PRICED = re.compile(r"\b(?:cost|costs|price|priced|sell|charge|pay|earn)\b", re.IGNORECASE)
DIMENSIONS = {"length", "temperature", "angle", "pressure"}
SPANS_OF_TIME = {"second", "minute", "hour", "day", "week", "month", "year"}
CLAUSE_BORDER = re.compile(
    r"[;:“”\"]|--|—|\s–\s|,\s+(?:and|but|while|which|who|whom|whose|with|after|as|although|though|where|or|so)\b|"
    r"\b(?:that|because|although|while|whereas|according to|citing|after|following|despite)\b",
    re.IGNORECASE,
)
OF_THOSE = re.compile(
    r"\s+of\s+(?:(?:which|whom|them|those|this|that)\b|(?:the|a|its|their|his|her)\s+[$£€\d])", re.IGNORECASE
)
MORE_AFTER = re.compile(
    r"\s+(?:more|additional|extra|further|fresh)\b(?!\s+than)|\s+new\s+(?:\w+\s+)?(?:cases|infections|deaths|jobs|troops)\b|"
    r"\s+[a-z]+\s+more\b(?!\s+than)",
    re.IGNORECASE,
)
PASSIVE_FUTURE = re.compile(
    r"(?:(?!\b(?:who|that|which|said|says?|told)\b)[^.;:,]){0,70}?\b(?:(?:expected|forecast|projected|predicted|planned|due|set|likely|scheduled|slated)\s+(?:to|for|by)\b"
    r"|(?:will|would|could|may|might|shall)\s+(?:\w+ly\s+|also\s+|have\s+)?(?:be|been)\s+\w+(?:ed|en|wn|nt|lt|ut)\b)",
    re.IGNORECASE,
)
NOT_UP = re.compile(
    r"\b(?:m[ai]k\w+|made|end\w*|t[ao]\w*k\w*|set\w*|add\w*|w[io]u?nd\w*|com\w+|came)\s+up\s+\Z", re.IGNORECASE
)
POSSIBLE = {"could", "may", "might", "would", "likely to", "is likely to", "are likely to"}
GROWTH = re.compile(
    r"\b(?:reach|rise|climb|grow|exceed|top|hit|increase|swell|fall|drop|cost|lift|push|raise|bring)\b", re.IGNORECASE
)
LEVEL = re.compile(r"(?:below|above|under|over|beyond)\b", re.IGNORECASE)
DEFINITE = re.compile(r"\b(?:the|those|these|his|her|their|its|both|past|last|next|previous)\s+\Z", re.IGNORECASE)
DENIED = re.compile(r"\bnot\s+\Z", re.IGNORECASE)
CONTRADICTED = re.compile(r"(?:\s+[\w'’-]+){0,3},?\s+but\b", re.IGNORECASE)
FUTURE_REACH = 90


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a figure stands: its own words, its sentence before and after it, and what else was read."""

    words: str
    before: str
    after: str
    per: str | None
    has_deadline: bool


@cache
def _clause_cues() -> tuple[re.Pattern[str], dict[str, str]]:
    roles = {row["cue"]: row["role"] for row in read_table("figure_roles") if row["place"] == "clause"}
    words = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in sorted(roles, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE), roles


@cache
def _change() -> re.Pattern[str]:
    words = "|".join(row["word"] for row in read_table("change_words"))
    return re.compile(
        rf"\b(?:{words})(?:\s+[\w'’-]+){{0,6}}?\s+by\s+(?:up\s+to\s+|as\s+much\s+as\s+)?\Z", re.IGNORECASE
    )


@cache
def _change_directly() -> re.Pattern[str]:
    words = "|".join(row["word"] for row in read_table("change_words") if row["direct"])
    nouns = r"increase|rise|fall|drop|decline|cut|jump|surge|reduction|improvement|hike|advance"
    return re.compile(rf"\b(?:(?:{words})(?:\s+(?:by|nearly|about))?|(?:{nouns})\s+of)\s+\Z", re.IGNORECASE)


def cut_clause(sentence: str) -> str:
    """The last clause of a piece of a sentence: what stands after its last border."""
    borders = [match.end() for match in CLAUSE_BORDER.finditer(sentence)]
    return sentence[borders[-1] :] if borders else sentence


def find_role(quantity: Quantity, setting: Setting) -> Role:
    """The role of the quantity in its setting; a total where nothing says otherwise."""
    if quantity.kind == "ordinal":
        return "rank"
    if quantity.measure == "age" or (DENIED.search(setting.before[-8:]) and CONTRADICTED.match(setting.after)):
        return "other"
    if PART_BEFORE.search(setting.before[-70:]) or _is_share_of(quantity, setting):
        return "part"
    if "increment" in quantity.signals or MORE_AFTER.match(setting.after):
        return "increment"
    bound = quantity.value is None and (quantity.low is None) != (quantity.high is None) and quantity.kind != "vague"
    plan = _planned_beside(quantity, setting) or _find_plan(setting, one_sided=bound and not setting.has_deadline)
    if plan == "capacity" and quantity.measure == "money":
        plan = None
    if plan == "capacity":
        return "capacity"
    if plan == "target" and quantity.measure == "time":
        return "total"
    if plan in {"projection", "target"} and not _is_plain_rate(setting, plan):
        return "projection" if plan == "projection" else "target"
    if _is_change(quantity, setting):
        return "increment"
    if (
        setting.per is not None
        or quantity.measure in {"speed"}
        or quantity.unit == "percent"
        or "rate" in quantity.signals
    ):
        return "rate"
    return "other" if quantity.measure in DIMENSIONS and not bound else "total"


def _planned_beside(quantity: Quantity, setting: Setting) -> str | None:
    """The plan or forecast that words beside the number tell ("a planned 300", "the 45 expected by analysts")."""
    if "target" in quantity.signals:
        return "target"
    if "projection" in quantity.signals or OUTLOOK_AFTER.match(setting.after):
        return "projection"
    outlook = quantity.measure == "money" and OUTLOOK_SEEN.search(cut_clause(setting.before)[-FUTURE_REACH:])
    return "projection" if outlook else None


def _is_share_of(quantity: Quantity, setting: Setting) -> bool:
    if quantity.measure is not None and quantity.measure != "share" and OF_THOSE.match(setting.after):
        return True
    if quantity.measure == "share":
        whole = quantity.unit == "percent" and quantity.value is not None and quantity.value <= 100
        return whole and SHARE_OF.match(setting.after) is not None
    if quantity.kind == "fraction":
        return bool(
            re.match(r"\s+(?:of\b|the\b|its\b|their\b|[a-z]+s\b|people\b|women\b|men\b|children\b)", setting.after)
        )
    if quantity.measure is not None or (quantity.kind == "vague" and not PART_AFTER.match(setting.after)):
        return False
    return PART_AFTER.match(setting.after) is not None


def _find_plan(setting: Setting, one_sided: bool) -> str | None:
    """The plan, forecast or capacity that the clause before the figure, or the passive after it, speaks of."""
    pattern, roles = _clause_cues()
    clause = cut_clause(setting.before)[-FUTURE_REACH:]
    if DEFINITE.search(setting.before[-14:]):
        return None
    found = list(pattern.finditer(clause))
    if one_sided and not GROWTH.search(clause + setting.words):
        found = [cue for cue in found if cue.group().lower() not in POSSIBLE]
    if found and NEXT_VERB.search(clause, found[-1].end()):
        return None
    if found and not re.search(r",\s", clause[found[-1].end() :]):
        return roles[" ".join(found[-1].group().lower().split())]
    future = PASSIVE_FUTURE.match(setting.after)
    if future is None or (one_sided and re.search(r"\b(?:could|may|might|would)\b", future.group(), re.IGNORECASE)):
        return None
    return "projection"


def _is_plain_rate(setting: Setting, plan: str) -> bool:
    """Whether a price or speed is told ("may cost $450 a month") rather than what a year will bring."""
    if setting.per is None or plan != "projection" or setting.has_deadline:
        return False
    clause = cut_clause(setting.before)[-FUTURE_REACH:]
    return ("expect" not in clause.lower() and "forecast" not in clause.lower()) or PRICED.search(clause) is not None


def _is_change(quantity: Quantity, setting: Setting) -> bool:
    if quantity.moves_from or LEVEL.match(setting.words):
        return False
    if quantity.measure in DIMENSIONS and setting.per in SPANS_OF_TIME:
        return False
    if _change().search(setting.before[-80:]):
        return True
    if NOT_UP.search(setting.before[-24:]):
        return False
    return quantity.measure in {"money", "share"} and _change_directly().search(setting.before[-30:]) is not None
