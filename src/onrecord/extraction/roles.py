"""The role of a figure: total, increment, projection, target, capacity, rate, part, rank or other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.extraction.nofigures import ranks
from onrecord.extraction.numbers import number_words
from onrecord.extraction.quantities import Quantity
from onrecord.model import Role
from onrecord.words import read_table

PART_BEFORE = re.compile(
    r"(?:\bincluding|\bamong\s+(?:them|whom|which)|\bof\s+(?:them|whom|which|those|these)\b,?|\bmost\s+of\s+them)"
    r"(?:\s+(?:were|was|are|is))?\s*,?\s*\Z|\bof\s+(?:(?:the|its|their|those|some)\s+)?\d[\d,]*(?:\s+[\w-]+){1,7},\s+\Z|\bamong\s+(?:the|those)\s+\w+\s+(?:were|was|are|is)\s+\Z|\b(?:including|among\s+(?:them|whom)|of\s+(?:them|whom)),?\s+"
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
OUTLOOK_AFTER = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:expected|forecast|predicted|projected|estimated|anticipated)\s+(?:on\s+average\s+)?by\b",
    re.IGNORECASE,
)
NEXT_VERB = re.compile(
    r"\band\s+(?:\w+ly\s+|now\s+)?(?!(?:shed|need|feed|speed|proceed|exceed|succeed|process|pass|address|discuss|focus|press|miss|"
    r"cross|embed|breed|bleed|heed|lead|spread|add|build|send|spend|fund|hand|land|end)\s)[a-z]+(?:s|ed)\s+\Z",
    re.IGNORECASE,
)
OUTLOOK_SEEN = re.compile(r"\b(?:now\s+|still\s+)?sees\s+(?:\S+\s+){0,6}\Z", re.IGNORECASE)
PRICED = re.compile(r"\b(?:cost|costs|price|priced|sell|charge|pay|earn)\b", re.IGNORECASE)
DIMENSIONS = {"length", "temperature", "angle", "pressure", "magnitude"}
COMPARED = {"times", "time"}  # units that tell how many times something else a thing is
MEASURING = {"storey", "story", "floor", "lane"}  # units of size of one thing, written with a hyphen
WEIGHED = re.compile(r"\bweigh(?:s|ed|ing)?\s+\Z", re.IGNORECASE)
DIFFERENT = re.compile(r"\s+(?:[a-z]+\s+)?(?:more|fewer|higher|lower|less|cheaper|dearer)\b", re.IGNORECASE)
BEYOND = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:above|below|over|under|short\s+of|ahead\s+of|behind)\s+(?:its|the|a|their|last)\b",
    re.IGNORECASE,
)
APART = re.compile(
    r"\b(?:differ(?:s|ed)?\s+by|(?:margin|lead|gap|difference|majority|deficit)\s+of|separated\s+by)\s+"
    r"(?:about\s+|nearly\s+|only\s+|just\s+|some\s+|more\s+than\s+)?\Z",
    re.IGNORECASE,
)
SEPARATED = re.compile(r"\s+[a-z]+\s+(?:separate[sd]?|divide[sd]?)\b", re.IGNORECASE)
OPENS_WITH_WHOLE = re.compile(r"\W*Of\s+(?:(?:the|its|their|some|about|those|all|more|than|nearly)\s+)*\d[^.;]*,\s")
OF_SUBSTANCE = re.compile(r"\s+of\s+(?!the\b|its\b|a\b)[a-z]+")
PLAN_AFTER = re.compile(r"(?:[\s-][a-z]+){0,2}[\s-](?:target|goal)\b", re.IGNORECASE)
LIMIT_AFTER = re.compile(r"\s+(?:limit|threshold|ceiling)\b", re.IGNORECASE)
FEARED_DEAD = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:(?:are|were|is|was)\s+)?feared\s+(?:dead|drowned|killed|lost)\b", re.IGNORECASE
)
TO_ONE = re.compile(r"\s+to\s+(?:one|1)\b", re.IGNORECASE)
UP_OR_DOWN = re.compile(r"\b(?:up|down|higher|lower)\s+(?:by\s+)?\Z", re.IGNORECASE)
CLOSES = re.compile(r"\s*[,.;)]|\s+(?:from|on|to|since|at|in)\b|\s*\Z")
POINTS_TO = re.compile(r"\s+points?\b", re.IGNORECASE)
LATELY = re.compile(
    r"(?:\s+(?!(?:and|but|while|said)\b)[\w'’-]+){0,5}?\s+(?:in|over|during)\s+the\s+(?:past|last|previous|preceding)\s+(?:24\s+hours|day)\b",
    re.IGNORECASE,
)
LATELY_BOTH = re.compile(
    r"(?:\s+[\w'’-]+){0,3}?\s+and\s+\d[\d,]*(?:\s+[\w'’-]+){1,3}\s+(?:in|over|during)\s+the\s+(?:past|last|previous)\s+(?:24\s+hours|day)\b",
    re.IGNORECASE,
)
STAKE = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:stake|share|shareholding|holding|interest)\b(?!\s+(?:rate|price))", re.IGNORECASE
)
GOES_ON = re.compile(
    r"(?:\s+(?!that\b|which\b|who\b)[\w'’-]+){0,6}?\s+(?:was|were|is|are|had|has|have|would|will|could|might|may)\b"
)  # "she added 14 houses were lost": somebody adds words
ADDING = re.compile(r"\badd(?:s|ed|ing)?\s+(?:about\s+|some\s+)?\Z", re.IGNORECASE)
TO_DO = re.compile(
    r"(?<!said )(?<!says )\bto\s+(?:hit|reach|rise|fall|grow|climb|top|exceed|cut|build|buy|hire|open|close|send|spend|"
    r"invest|create|produce|plant|double)\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
BEDS = re.compile(r"[\s-]+(?:[a-z-]+\s+)?(?:beds|berths|cots|bunks|moorings|parking\s+spaces)\b", re.IGNORECASE)
HAVING = re.compile(r"\b(?:has|had|have|with|having|its|offers?|offered)\s+(?:only\s+|just\s+)?\Z", re.IGNORECASE)
FITTING = re.compile(
    r"\s+(?:[a-z-]+\s+){0,3}(?:fit|fits|can\s+fit|can\s+be\s+(?:seated|housed|accommodated|treated))\b", re.IGNORECASE
)
OF_THE_OWN = re.compile(r"\s+of\s+(?:its|their|his|her|our|my)\s+(?!\d)([a-z-]+)", re.IGNORECASE)
SENTENCED = re.compile(r"\b(?:sentenc|jail|imprison|suspend|ban|convict|prison)[a-z]*\b[^.;]{0,60}\Z", re.IGNORECASE)
OF_ALL = re.compile(r"\s+of\s+(?!(?:gdp|gross|national\s+income|output)\b)[\w\"“]", re.IGNORECASE)
ONE_EACH = re.compile(r"\s+(?:[a-z]+\s+)?(?:each|apiece)\b|\s+(?:to|for)\s+(?:each|every)\s", re.IGNORECASE)
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
    r"\s+(?:more|additional|extra|further|fresh|fewer)\b(?!\s+than)|\s+new\s+(?:\w+\s+)?(?:cases|infections|deaths|jobs|troops)\b|"
    r"\s+[a-z]+\s+more\b(?!\s+than)",
    re.IGNORECASE,
)
PASSIVE_FUTURE = re.compile(
    r"(?:(?!\b(?:who|that|which|said|says?|told)\b)[^.;:,]){0,70}?\b(?:(?:expected|forecast|projected|predicted|planned|due|set|likely|scheduled|slated)\s+(?:to|for|by)\b"
    r"|(?:will|would|could|may|might|shall)\s+(?:\w+ly\s+|also\s+|have\s+)?(?:be|been)\s+\w+(?:ed|en|wn|nt|lt|ut)\b"
    r"|(?:may|might)\s+(?:\w+ly\s+|also\s+)?have\s+\w+(?:ed|en|wn|nt|lt|ut)\b)",
    re.IGNORECASE,
)
NOT_UP = re.compile(
    r"\b(?:m[ai]k\w+|made|end\w*|t[ao]\w*k\w*|set\w*|add\w*|w[io]u?nd\w*|com\w+|came)\s+up\s+\Z", re.IGNORECASE
)
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|said|says)\b", re.IGNORECASE)
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
    unit: str | None = None


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


@cache
def _change_in_percent() -> re.Pattern[str]:
    """Words that may also take what is won or lost, and tell of a change before a percentage ("gained 5 per cent")."""
    words = "|".join(row["word"] for row in read_table("change_words") if not row["direct"])
    return re.compile(rf"\b(?:{words})\s+(?:by\s+|about\s+|nearly\s+)?\Z", re.IGNORECASE)


def cut_clause(sentence: str) -> str:
    """The last clause of a piece of a sentence: what stands after its last border."""
    borders = [match.end() for match in CLAUSE_BORDER.finditer(sentence)]
    return sentence[borders[-1] :] if borders else sentence


def find_role(quantity: Quantity, setting: Setting) -> Role:
    """The role of the quantity in its setting; a total where nothing says otherwise."""
    if quantity.kind == "ordinal":
        return "rank" if ranks(setting.before[-30:], setting.after) else "other"
    if quantity.measure == "age" or (DENIED.search(setting.before[-8:]) and CONTRADICTED.match(setting.after)):
        return "other"
    if quantity.kind == "fraction" and _is_change(quantity, setting):
        return "increment"
    if _is_difference(quantity, setting):
        return "increment"
    if APART.search(setting.before[-44:]) or (quantity.measure is None and _stands_apart(setting)):
        return "other"
    if (
        _is_of_whole_before(quantity, setting)
        or PART_BEFORE.search(setting.before[-70:])
        or _is_share_of(quantity, setting)
    ):
        return "part"
    if "increment" in quantity.signals or MORE_AFTER.match(setting.after) or _is_recent(quantity, setting):
        return "increment"
    planned = _find_planned(quantity, setting)
    if planned is not None:
        return planned
    if _is_change(quantity, setting):
        return "increment"
    if _is_rate(quantity, setting):
        return "rate"
    return "other" if _is_size(quantity, setting) else "total"


def _stands_apart(setting: Setting) -> bool:
    """Whether a number is the distance between two others ("400,000 above its ceiling", "40 votes separated them")."""
    return BEYOND.match(setting.after) is not None or SEPARATED.match(setting.after) is not None


def _is_of_whole_before(quantity: Quantity, setting: Setting) -> bool:
    """Whether the sentence opens with the whole that a number is part of ("Of 6,400 migrants, 40 left and 7 …")."""
    return quantity.measure in {None, "share"} and OPENS_WITH_WHOLE.match(setting.before) is not None


def _is_one_sided(quantity: Quantity) -> bool:
    return quantity.value is None and (quantity.low is None) != (quantity.high is None) and quantity.kind != "vague"


def _find_planned(quantity: Quantity, setting: Setting) -> Role | None:
    """The capacity, projection or target that the words about a quantity tell it to be."""
    if _has_room(quantity, setting):
        return "capacity"
    if quantity.measure == "time" and _is_one_sided(quantity):
        return None
    one_sided = _is_one_sided(quantity) and not setting.has_deadline
    plan = _planned_beside(quantity, setting) or _find_plan(setting, one_sided=one_sided)
    if plan == "capacity":
        return None if quantity.measure == "money" else "capacity"
    if plan not in {"projection", "target"} or _is_plain_rate(quantity, setting, plan):
        return None
    if quantity.measure == "money" and setting.per is not None and ONE_EACH.match(setting.after):
        return "rate"
    if plan == "target" and quantity.measure == "time":
        return "total"
    return "projection" if plan == "projection" else "target"


def _has_room(quantity: Quantity, setting: Setting) -> bool:
    """Whether beds and berths are told that a place has, or how many fit into it."""
    if quantity.measure is not None:
        return False
    beds = BEDS.match(setting.after) is not None and HAVING.search(setting.before[-24:]) is not None
    return beds or FITTING.match(setting.after) is not None


def _is_rate(quantity: Quantity, setting: Setting) -> bool:
    told = setting.per is not None or "rate" in quantity.signals or TO_ONE.match(setting.after) is not None
    return told or quantity.measure == "speed" or quantity.unit == "percent"


def _is_size(quantity: Quantity, setting: Setting) -> bool:
    """Whether a quantity is the size of one thing (a length, a weight, a term of years), or times another thing."""
    if quantity.measure == "time":
        return not _is_one_sided(quantity) and SENTENCED.search(setting.before[-70:]) is not None
    if quantity.measure in DIMENSIONS and (_is_one_sided(quantity) or OF_SUBSTANCE.match(setting.after)):
        return False
    if quantity.measure in DIMENSIONS or (quantity.measure == "mass" and WEIGHED.search(setting.before[-12:])):
        return True
    return quantity.measure is None and (setting.unit in COMPARED or setting.unit in MEASURING)


def _is_difference(quantity: Quantity, setting: Setting) -> bool:
    """Whether a number tells how much more or less there is than elsewhere ("7 percent fewer", "up 184")."""
    if quantity.moves_from or quantity.measure in {"time", "length", "age"} or setting.unit in COMPARED:
        return False
    differs = DIFFERENT.match(setting.after)
    if differs and (quantity.measure in {"share", "money"} or setting.after[differs.end() :].startswith(" than")):
        return True
    if quantity.measure is None and UP_OR_DOWN.search(setting.before[-12:]) and CLOSES.match(setting.after):
        return NOT_UP.search(setting.before[-24:]) is None and not LEVEL.match(setting.words)
    return False


def _is_recent(quantity: Quantity, setting: Setting) -> bool:
    """Whether what is counted came in the past day ("94 deaths in the past 24 hours")."""
    if quantity.measure is not None:
        return False
    return (LATELY.match(setting.after) or LATELY_BOTH.match(setting.after)) is not None


def _planned_beside(quantity: Quantity, setting: Setting) -> str | None:
    """The plan or forecast that words beside the number tell ("a planned 300", "the 45 expected by analysts")."""
    if "target" in quantity.signals or PLAN_AFTER.match(setting.after):
        return "target"
    if quantity.measure == "temperature" and LIMIT_AFTER.match(setting.after):
        return "target"
    if "projection" in quantity.signals or OUTLOOK_AFTER.match(setting.after) or FEARED_DEAD.match(setting.after):
        return "projection"
    outlook = quantity.measure == "money" and OUTLOOK_SEEN.search(cut_clause(setting.before)[-FUTURE_REACH:])
    return "projection" if outlook else None


def _is_share_of(quantity: Quantity, setting: Setting) -> bool:
    if quantity.measure is not None and quantity.measure != "share" and OF_THOSE.match(setting.after):
        return True
    if quantity.measure == "share":
        largest = max(abs(n) for n in (quantity.value, quantity.low, quantity.high) if n is not None)
        if quantity.unit != "percent" or largest > 100:
            return False
        return (OF_ALL.match(setting.after) or STAKE.match(setting.after)) is not None
    if quantity.kind == "fraction":
        return True
    if quantity.measure is not None or (quantity.kind == "vague" and not PART_AFTER.match(setting.after)):
        return False
    own = OF_THE_OWN.match(setting.after)
    if own and own.group(1).lower() not in number_words() and quantity.kind != "vague":
        return False
    return PART_AFTER.match(setting.after) is not None


def _find_plan(setting: Setting, one_sided: bool) -> str | None:
    """The plan, forecast or capacity that the clause before the figure, or the passive after it, speaks of."""
    pattern, roles = _clause_cues()
    clause = cut_clause(setting.before)[-FUTURE_REACH:]
    if DEFINITE.search(setting.before[-14:]):
        return None
    found = [cue for cue in pattern.finditer(clause) if cue.group() != "May"]
    if one_sided and not GROWTH.search(clause + setting.words):
        found = [cue for cue in found if cue.group().lower() not in POSSIBLE]
    if found and NEXT_VERB.search(clause, found[-1].end()):
        return None
    if found and not re.search(r",\s", clause[found[-1].end() :]):
        return roles[" ".join(found[-1].group().lower().split())]
    if setting.has_deadline and TO_DO.search(setting.before[-40:]) and not FINITE.search(setting.before):
        return "projection"
    future = PASSIVE_FUTURE.match(setting.after)
    if future is None or (one_sided and re.search(r"\b(?:could|may|might|would)\b", future.group(), re.IGNORECASE)):
        return None
    return "projection"


def _is_plain_rate(quantity: Quantity, setting: Setting, plan: str) -> bool:
    """Whether a price or speed is told ("may cost $450 a month") rather than what a year will bring."""
    if setting.per is None or plan != "projection":
        return False
    if setting.has_deadline:
        return quantity.measure == "money" and setting.per not in SPANS_OF_TIME
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
    if ADDING.search(setting.before[-24:]) and not GOES_ON.match(setting.after):
        return quantity.measure != "time"
    if quantity.measure == "share" and _change_in_percent().search(setting.before[-30:]):
        return True
    direct = quantity.measure in {"money", "share"} or quantity.kind == "fraction" or POINTS_TO.match(setting.after)
    return bool(direct) and _change_directly().search(setting.before[-30:]) is not None
