"""Numbers that are no figures: years, times, dates, addresses, names of things, scores, pronouns."""

from __future__ import annotations

import re
from functools import cache

from onrecord.extraction.quantities import Quantity
from onrecord.words import read_table

YEAR_INTRODUCERS = re.compile(
    r"\b(?:in|since|of|by|from|until|till|before|after|during|early|late|mid|the|year|years|fiscal|circa|through|between|"
    r"spring|summer|autumn|fall|winter|class|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|and|to|for|a|this|last|his|her|its|their|\w+['’]s)[.,]?\s+\Z"
    r"|[-–/(]\s?\Z|\d\s?,\s\Z",
    re.IGNORECASE,
)
PLURAL_NEXT = re.compile(
    r"\s+(?:(?:more|additional|new|other|north|south|[a-z]+ed|[a-z]+an)\s+)?(?:[a-z]{3,}s|people|men|women|children|police|troops)\b"
)
MONTH_BEFORE = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
MONTH_AFTER = re.compile(
    r"(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b(?!\s+(?:have|be|not))",
    re.IGNORECASE,
)
CLOCK_AFTER = re.compile(
    r"(?:[.:]\d\d)?\s?(?:a\.?m\b|p\.?m\b|hrs\b|GMT\b|IST\b|ET\b|EDT\b|EST\b|o['’]clock)", re.IGNORECASE
)
ADDRESS_AFTER = re.compile(
    r"\s+(?:block\s+of\b|(?:[NSEW]\.?\s+)?(?:[A-Z][\w.'’]+|\d{1,3}(?:st|nd|rd|th))(?:\s+[A-Z][\w.'’]+){0,2}\s+"
    r"(?:Street|St\b|Road|Rd\b|Avenue|Ave\b|Av\b|Boulevard|Blvd|Drive|Dr\b|Lane|Ln\b|Crescent|Close|Gardens|Place|Court|Ct\b|Way|Square|Terrace|Parkway))"
)
SCORE_AFTER = re.compile(r"\s?[-–:]\s?\d")
SCORE_BEFORE = re.compile(r"\d\s?[-–:/]\s?\Z")
CAPITAL_BEFORE = re.compile(r"(?<![.!?:]\s)(?<![\n])\b[A-Z][a-z]{2,}\s+\Z")
DATED_BEFORE = re.compile(
    r"\b(?:On|In|At|By|The|From|About|Some|With|For|And|But|Of|Over|Nearly|Only|When|After|Another|Around|Killed|Police|Up|More|Those|These|All|Its|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\s+\Z"
)
CONTENT_NEXT = re.compile(
    r"[-\s]+(?!(?:that|is|was|were|are|in|on|at|and|or|of|to|for|from|with|has|had|have|as|by|but|which|who|when|after|will)\b)[a-z]+"
)
NAMED_NUMBER = re.compile(
    r"(?<=[a-z,;]\s)(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)([A-Z][a-z]{2,})\s(\d{2,4})\b"
    r"(?![,.]\d|\s(?:percent|per cent|years?|[a-z]+s\b|people))"
)
DETERMINED = re.compile(
    r"(?:\b(?:the|its|their|his|her|an?)|['’]s)\s+(?:(?:new|first|final|last|larger|latest|next|own|\w+-\w+)\s+){0,2}\Z",
    re.IGNORECASE,
)
NAME_GOES_ON = re.compile(
    r"\s*(?:[,.;:)”\"]|'(?!\w)|['’]s\b|$)|\s+(?:[A-Z]|(?:and|to|for|is|was|will|has|had|in|on|as|from|than|with|at|that|would)\b)|"
    r"\s+(?!\w+(?:s|ed|en)\b|[a-z]+\s+[a-z]{3,}s\b|who|whom|whose|others|people|women|men|children|police|troops|were|are|have|staff|crew|personnel|aircraft|square|metric)[a-z]"
)
NUMBER_SIGN = re.compile(r"(?:\b[Nn]os?\.\s?|#\s?|№\s?|\b[Nn]umber\s+)\Z")
GROUP_OF = re.compile(r"\b(?:Group|Gang|Club|Band|Big|Council|Committee)\s+(?:of\s+)?\Z")
LIST_ITEM = re.compile(r"(?:^|[.!?]['”\"]?\s)\Z|\A\Z")
NUMBERED = re.compile(r"(?:^|\n|[—–(])\s{0,3}\Z")
SCORES_AFTER = re.compile(
    r"\s+(?:of|were|are|have|more|others?|killed|injured|wounded|hurt|dead|missing|died|arrested|fled)\b"
)
CALLED = re.compile(r"\b(?:calls?|called|dial(?:s|led|ling)?|ring|rang)\s+(?:to\s+)?\Z", re.IGNORECASE)
PERIOD_NEXT = re.compile(
    r"[\s-]+(?:quarter|half|week|month|year|century|term|season|floor|street|avenue|grade|class|round|world|person|party|hand|"
    r"degree|lady|minister|secretary|amendment|fiscal|set|leg|generation)\b|-",
    re.IGNORECASE,
)
OCCASION_NEXT = re.compile(
    r"\s+(?:(?:straight|consecutive|successive)\s+[a-z]+|time\s+(?:in|since)|day\b(?!\s+of))\b", re.IGNORECASE
)
OWNED = re.compile(
    r"\b(?:its|his|her|their|our|my|(?:is|was|be|been|becomes?|became|marks?|marked)\s+the)\s+\Z", re.IGNORECASE
)
NOUN_NEXT = re.compile(r"\s+(?:[a-z-]+\s+)?[a-z]{4,}\b")
DURING = re.compile(
    r"\b(?:(?:in|during|over|throughout|for)\s+(?:only\s+|just\s+|under\s+|over\s+|less\s+than\s+|about\s+|the\s+)?"
    r"(?:first|last|past|next|final|previous|opening|coming)|in)\s+(?:only\s+|just\s+|under\s+|over\s+|less\s+than\s+|about\s+|the\s+)?\Z",
    re.IGNORECASE,
)
AROUND = re.compile(r"\s+(?:after|before|later|earlier|ago)\b", re.IGNORECASE)
TERM_NEXT = re.compile(r"\s+(?:[a-z]+\s+)?(?:sentence|term|ban|suspension|jail|prison)\b")
ONE_OF_SOME = re.compile(
    r"\s+of\s+(?:the|its|his|her|their|those)\s+(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
PER_BEFORE = re.compile(r"\b(?:per|for\s+every)\s+\Z", re.IGNORECASE)
EMERGENCY = re.compile(r"\s+(?:call\w*|dispatch\w*|operator\w*|tape\w*|system|hang\w*)\b")
ONE_OF = re.compile(
    r"\s+(?:of\b|another\b|day\b|thing\b|way\b|time\b|hand\b|side\b|by\b|or\b|who\b|that\b|which\b|to\b|at\b|in\b|on\b|as\b|more\s+than\b|place\b|step\b|point\b|reason\b|such\b)"
)
SET_OFF = re.compile(r"(?:,|\(|--|—|–|\b(?:and|but))\s*(?:at\s+least\s+)?\Z")
OF_THEM = re.compile(r"\s+of\s+(?:them|whom|which)\b")
ONE_PERSON = re.compile(r"\s+(?:person|child|patient|death|man|woman)\s+(?:an?|per|every|in\s+every)\s", re.IGNORECASE)
ONE_BEFORE = re.compile(
    r"\b(?:this|that|which|the|any|every|each|some|no|another|as|than|it|day|good|bad|new|old|only|last|next|first|right|wrong|big|is|was|like|such)\s+\Z",
    re.IGNORECASE,
)
RANKED_BEFORE = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|finish(?:es|ed|ing)?|c[oa]mes?|plac(?:es|ed|ing)|stands?|stood|remains?|dropped\s+to|"
    r"rose\s+to|moved\s+to|fell\s+to|slid\s+to|moved?\s+into|into|is|was|seeded|rated|listed|voted)\s+(?:(?:in|as|up\s+to|the|joint|equal)\s+){0,3}\Z",
    re.IGNORECASE,
)
SUPERLATIVE_AFTER = re.compile(
    r"[\s-]+(?:most\b|least\b|(?!(?:gu|w|t|inter|prot|for|cont|requ|qu|arr|inv|r|n|ch|pri|harv|sugg|f|lat)est)\w{2,}est\b|best\b|worst\b|-ranked\b|seed\b|place\b|spot\b|overall\b|-placed\b|-rank)",
    re.IGNORECASE,
)
PLACE_WORDS = re.compile(
    r"\s+(?:place|spot|position|overall|in\s+the\s+(?:world|country|list|ranking)|with\b|behind\b|globally|among\b|out\s+of\b|of\s+\d|"
    r"in\s+(?:the\s+|its\s+|their\s+)?(?:[\w'’-]+\s+){0,3}(?:table|tables|list|rankings?|standings|league|index|poll|order|race|championship)\b)|\s?[.,;]|\s*\Z"
)
AT_CLAUSE = re.compile(r"(?:[;:.“\"]\s?|,\s(?:and\s|but\s)?|\n)\Z|\A\Z", re.IGNORECASE)
STANDING = re.compile(r"\s+(?:are|were|is|was|have|had|had\s+been|said|live|work)\b", re.IGNORECASE)
HALF_OTHER = re.compile(
    r"\b(?:first|second|latter|other|top|bottom|better|opening|last|final|this|next)\s+\Z", re.IGNORECASE
)
QUARTER_TIME = re.compile(
    r"\b(?:the|this|last|next|first|second|third|fourth|previous|same|latest|current|per|each|every|final|prior)\s+\Z",
    re.IGNORECASE,
)


@cache
def _designated() -> re.Pattern[str]:
    words = "|".join(re.escape(row["word"]) for row in read_table("figure_designators"))
    return re.compile(rf"\b(?:{words})\s+\Z", re.IGNORECASE)


def named_numbers(text: str) -> frozenset[int]:
    """The numbers that the text writes behind a name somewhere ("Boeing 737"): they may stand for it elsewhere."""
    found = (match for match in NAMED_NUMBER.finditer(text) if not DATED_BEFORE.search(match.group(1) + " "))
    return frozenset(int(match.group(2)) for match in found)


def is_figure(text: str, quantity: Quantity, named: frozenset[int] = frozenset()) -> bool:
    """Whether the quantity is something counted or measured, by the words beside it.

    `named` are the numbers that stand for a name in the text, unless a plural follows them.
    """
    start, end = quantity.core_start, quantity.core_end
    before, after = text[max(0, start - 24) : start], text[end : end + 60]
    if quantity.kind == "ordinal":
        return ranks(before, after) or _counts_occasions(quantity, before, after)
    if quantity.kind == "vague" and text[start:end].lower() == "scores":
        return SCORES_AFTER.match(after) is not None
    if PER_BEFORE.search(before):
        return False
    if quantity.kind == "vague" or quantity.measure == "money":
        return True
    words = text[start:end].lower()
    if words.startswith("half-") or (quantity.measure == "time" and _is_bare_duration(words, before, after)):
        return False
    if quantity.kind == "fraction":
        return _is_portion(quantity, before, after, text[start:end].lower())
    if text[start : quantity.number_end].lower() == "one":
        return _is_one(before, after, quantity) or (
            SET_OFF.search(before) is not None and OF_THEM.match(after) is not None
        )
    if text[start].isupper() and before.endswith(" the ") and not quantity.digits and not re.match(r"\s+[A-Z]", after):
        return False
    if CLOCK_AFTER.match(after) or (quantity.ranged and MONTH_AFTER.match(after)):
        return False
    if quantity.measure is not None and quantity.measure != "age":
        return not (quantity.unit in {"second"} and quantity.value == 1)
    plain = quantity.value if quantity.value is not None else quantity.low
    if plain in named and (quantity.plain or quantity.ranged) and not PLURAL_NEXT.match(after):
        return False
    return not _is_name_or_date(quantity, before, after)


def _is_name_or_date(quantity: Quantity, before: str, after: str) -> bool:
    if LIST_ITEM.search(before) and re.match(r",\s", after) and not quantity.digits:
        return True
    if quantity.digits and NUMBERED.search(before) and re.match(r"[.)]\s", after):
        return True
    if quantity.plain and (
        (EMERGENCY.match(after) or CALLED.search(before)) and quantity.value in {911, 999, 112, 988}
    ):
        return True
    if quantity.plain and quantity.value is not None and quantity.value >= 10**11:
        return True
    if NUMBER_SIGN.search(before) or GROUP_OF.search(before) or ADDRESS_AFTER.match(after):
        return True
    if _designated().search(before) and not PLURAL_NEXT.match(after):
        return True
    if quantity.digits and not quantity.ranged and (SCORE_AFTER.match(after) or SCORE_BEFORE.search(before)):
        return True
    small = quantity.value is not None and 0 < quantity.value <= 31 and quantity.digits and not quantity.bounded
    if small and (MONTH_BEFORE.search(before) or MONTH_AFTER.match(after)) and not PLURAL_NEXT.match(after):
        return True
    if quantity.ranged and quantity.high is not None and 1500 <= quantity.high <= 2100 and not PLURAL_NEXT.match(after):
        return True
    if quantity.ranged and quantity.measure is None and not re.match(r"[\s-]*[A-Za-z]", after) and "-" in before[-1:]:
        return True
    if _is_the_model(quantity, before, after):
        return True
    return _is_year(quantity, before, after) or _is_model_name(quantity, before, after)


def _is_year(quantity: Quantity, before: str, after: str) -> bool:
    """Whether four plain digits are a year: by the words before them, unless a plural follows."""
    value = quantity.value if quantity.value is not None else quantity.low or quantity.high
    if not quantity.plain or value is None or value.denominator != 1 or not 1000 <= value <= 2100:
        return False
    if quantity.signals or (
        quantity.bounded and not re.search(r"\b(?:about|around|c\.|circa|before)\s+\Z", before, re.IGNORECASE)
    ):
        return False
    introduced = YEAR_INTRODUCERS.search(before) is not None
    plural = PLURAL_NEXT.match(after) is not None
    if value < 1900:
        return introduced and not plural
    return introduced or not plural


def _is_model_name(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a number behind a capitalised word is part of a name ("Saturn 5"), nothing counted following."""
    named = CAPITAL_BEFORE.search(before)
    if not quantity.digits or not quantity.plain or quantity.bounded or named is None or named.start() == 0:
        return False
    return not DATED_BEFORE.search(before) and not CONTENT_NEXT.match(after)


def _is_the_model(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a bare number of three digits is one thing's name ("the 787 will fly"): several would have a plural."""
    if not quantity.plain or quantity.bounded or quantity.value is None or not 100 <= quantity.value < 1000:
        return False
    return DETERMINED.search(before) is not None and NAME_GOES_ON.match(after) is not None


def ranks(before: str, after: str) -> bool:
    """Whether an ordinal is a place in an order ("the third largest", "finished fourth")."""
    if SUPERLATIVE_AFTER.match(after):
        return True
    return RANKED_BEFORE.search(before) is not None and PLACE_WORDS.match(after) is not None


def _counts_occasions(quantity: Quantity, before: str, after: str) -> bool:
    """Whether an ordinal counts how often something has come ("its third profit warning", "the six billionth")."""
    if quantity.value is not None and quantity.value >= (100 if quantity.digits else 10**6):
        return not PERIOD_NEXT.match(after)
    if PERIOD_NEXT.match(after):
        return False
    if OCCASION_NEXT.match(after):
        return True
    return OWNED.search(before) is not None and NOUN_NEXT.match(after) is not None


def _is_bare_duration(words: str, before: str, after: str) -> bool:
    """Whether a span of time only tells when or how fast ("in the first 14 hours"), or names ("10-year bonds")."""
    if "-" in words and NOUN_NEXT.match(after) and not TERM_NEXT.match(after):
        return True
    return DURING.search(before) is not None or AROUND.match(after) is not None


def _is_portion(quantity: Quantity, before: str, after: str, words: str) -> bool:
    if re.match(r"\s+an?\s+", after):
        return False
    if words in {"half", "a half"}:
        if HALF_OTHER.search(before) or re.match(
            r"-|\s+(?:an?\s+)?(?:hour|day|time|way|past|year|brother|sister)", after
        ):
            return False
        return quantity.bounded or bool(re.match(r"\s+(?:of|the|its|their|his|her|all|as)\b", after))
    if words in {"half", "a half", "a quarter"} and AT_CLAUSE.search(before) and STANDING.match(after):
        return True
    if words in {"quarter", "a quarter"}:
        if QUARTER_TIME.search(before) or re.match(r"\s+(?:of\s+(?:an?\s+hour|\d{4})|hour|mile)", after):
            return False
        return quantity.bounded or bool(re.match(r"\s+(?:of)\b", after))
    return True


def _is_one(before: str, after: str, quantity: Quantity) -> bool:
    """Whether "one" counts something: a noun follows, and it is neither pronoun nor set phrase."""
    if quantity.measure is not None and quantity.measure != "age":
        return True
    if ONE_PERSON.match(after) or ONE_OF_SOME.match(after):
        return True
    if ONE_BEFORE.search(before) and not quantity.bounded:
        return False
    return not ONE_OF.match(after) and re.match(r"[\s-]+[A-Za-z]", after) is not None
