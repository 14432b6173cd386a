"""Mentions joined: which places of a report are about one and the same party.

Names come first, whole names before parts of them; then the text is walked once, and descriptions and
pronouns are tied to what was mentioned before (in the headline: to what the body names).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.extraction.appositions import find_appositions
from onrecord.extraction.mentions import RELATIVES, Mention, Words
from onrecord.extraction.names import (
    Land,
    find_land,
    find_native,
    fold_words,
    initials_of,
    read_agencies,
    read_fields,
    read_nouns,
)
from onrecord.extraction.page import Page
from onrecord.model import PartyKind

UNNAMED = re.compile(
    r"anonym|(?:not|un)[ -](?:be )?(?:named|identified)|unnamed|unidentified|(?:asked|declin|request|refus)\w* "
)
OF_PERSON = re.compile(r",\s(?:who\b|(?:aged\s)?\d{1,3}[,.])")  # after a name: what only a person's has
OF_THING = re.compile(r",\s(?:operated|built|flown|crewed|registered in|flying|sailing|bound for)\b")
STATE_NOUNS = frozenset({"country", "nation", "kingdom", "republic", "state"})
GOVERNMENT_NOUNS = frozenset({"government", "regime", "administration", "junta"})
AUTHORS = frozenset({"organization", "state", "group", "person", "media"})
LONGEST_AUTHOR = 10  # words from a document's preposition to its author's chief word
STUDIES = frozenset({"study", "research", "survey", "article", "analysis", "paper"})
GENERIC_DOCUMENTS = frozenset({"document", "paper", "file", "text"})
ASIDE_REACH = 1200  # characters by which one described in passing ("at the ministry") counts as further off
VOICE_REACH = 300  # characters by which one who has spoken may be further off than one only mentioned
FAMILY_REACH = 400  # characters by which a body of the family said may be further off than one of no known family
UNMARKED = frozenset(
    {"agency", "company", "charity", "association", "alliance"}
)  # families that names often do not tell
SIDES = frozenset(
    {"opposition", "rebel", "union", "party", "community", "church", "student", "tribal", "gang", "separatist", "guild"}
)  # whose leaders are not the president
LOOSE = frozenset({"citizen", "worker"})  # families that are none: a neighbour is no passenger, a farmer no driver
ANYBODY = frozenset({"man", "woman", "worker", "employee", "resident", "boy", "girl", "teenager", "youth", "victim"})
SHORTENED = 4  # letters that an acronym has at least which does not stand for all words of a name
SOON = 5  # words
LEANING_PENALTY = 6  # for a given name that commonly tells the other gender
WEAK_PENALTY = 2  # for a name that only its capitals tell to be a person's
EXPLAINING = frozenset(
    {"agency", "newspaper", "daily", "weekly", "magazine", "website", "channel", "station", "network", "broadcaster",
     "airline", "carrier", "company", "firm", "group", "brand", "chain", "tabloid"}
)  # fmt: skip
UNTOLD_PENALTY = 3  # for a name that nothing tells to be a person's, where "he" may stand for a known one
WINDOW = 6  # sentences that a pronoun or a bare description looks back


@dataclass(eq=False)
class Entity:
    """One party while it is being put together."""

    number: int
    mentions: list[Mention] = field(default_factory=list)
    name: tuple[str, ...] = ()
    kinds: tuple[PartyKind, ...] = ()
    gender: str | None = None
    leaning: str | None = None
    plural: bool = False
    families: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    lands: set[str] = field(default_factory=set)
    owner: Entity | None = None
    land: str | None = None
    is_aged: bool = False
    is_thing: bool = False
    speaks: bool = False
    last: int = -1
    heads: set[int] = field(default_factory=set)

    def take(self, mention: Mention) -> bool:
        """Adds a mention, and tells whether it is new."""
        if mention.head in self.heads:
            return False
        self.heads.add(mention.head)
        self.mentions.append(mention)
        return True

    @property
    def kind(self) -> PartyKind:
        """The likeliest kind."""
        return self.kinds[0] if self.kinds else "unknown"

    @property
    def is_place(self) -> bool:
        """Whether the report names it as a place or thing only."""
        return self.is_thing or (any(mention.place for mention in self.mentions) and not self.families)

    @property
    def is_person(self) -> bool:
        """Whether "he" or "she" may stand for it."""
        return self.kind == "person" and not self.plural


class Joiner:
    """The parties of one page, found in the order of the text."""

    def __init__(self, page: Page, words: Words, mentions: list[Mention], speaking: set[int]) -> None:
        self.page = page
        self.words = words
        self.mentions = mentions
        self.speaking = speaking
        self.entities: list[Entity] = []
        self.of_head: dict[int, Entity] = {}
        self.by_name: dict[tuple[str, ...], Entity] = {}
        self.by_word: dict[str, list[Entity]] = defaultdict(list)
        self.by_initials: dict[str, Entity] = {}
        self.by_land: dict[str, Entity] = {}
        self.by_noun: dict[str, list[Entity]] = defaultdict(list)
        self.by_family: dict[str, list[Entity]] = defaultdict(list)
        self.documents: dict[str, Entity] = {}
        self.recent: list[tuple[Mention, Entity]] = []
        self.named = {mention.land.state for mention in mentions if mention.land and mention.land.how == "name"}
        self.by_head = {mention.head: mention for mention in mentions}
        self.apposed = dict(find_appositions(page, words, mentions))
        self.voices = [m for m in mentions if m.head in speaking and not words.quoted[m.head] and m.form != "pronoun"]
        self.explained: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.form == "noun" and mention.head in self.apposed:
                self.explained[self.apposed[mention.head]].append(mention)

    def join(self) -> list[Entity]:
        """All parties, each with its mentions."""
        self._join_names()
        body = [m for m in self.mentions if not self._in_headline(m)]
        for mention in (*body, *(m for m in self.mentions if self._in_headline(m))):
            entity = self._resolve(mention)
            if entity is not None:
                self._touch(entity, mention)
        return self.entities

    def _in_headline(self, mention: Mention) -> bool:
        sentence = self.words.sentence[mention.head]
        return sentence >= 0 and self.page.sentences[sentence].headline

    def _resolve(self, mention: Mention) -> Entity | None:
        if mention.form == "name":
            return self.of_head.get(mention.head) or self._resolve_native(mention)
        if mention.form == "pronoun":
            return self._resolve_pronoun(mention)
        partner = self.apposed.get(mention.head, self._find_told_apart(mention))
        if partner is not None and partner in self.of_head:
            return self.of_head[partner]
        return self._resolve_noun(mention)

    def _find_told_apart(self, mention: Mention) -> int | None:
        """The number of the name that a noun right behind it only explains: "the official Meridian agency"."""
        name = self.by_head.get(mention.head - 1)
        if mention.noun not in EXPLAINING or mention.plural or name is None or name.form != "name" or name.land:
            return None
        return name.head if self.words.dep[name.head] in {"compound", "nmod", "amod"} else None

    # --- names ---

    def _join_names(self) -> None:
        names = [m for m in self.mentions if m.form == "name"]
        for mention in sorted(names, key=lambda m: (-len(m.name), m.span.start)):
            if self._is_land(mention) or self._native_state(mention):
                self._join_land(mention)
            elif len(mention.name) > 1 or mention.title:
                self._join_name(mention)
        self._join_other_names(names)
        for mention in names:
            if mention.head not in self.of_head and not self._is_land(mention) and not self._native_state(mention):
                self._join_name(mention)
        for entity in self.entities:
            self._settle_kind(entity)

    def _is_land(self, mention: Mention) -> bool:
        """Whether a word for a land is one, and no name that a description explains ("the Namibian, a daily")."""
        return mention.land is not None and mention.land.how != "house" and mention.head not in self.explained

    def _join_other_names(self, names: list[Mention]) -> None:
        """Ties "known as X" and an acronym in brackets to the name before."""
        for mention in names:
            entity = self.of_head.get(self.apposed.get(mention.head, -1))
            if entity is not None and mention.head not in self.of_head:
                self.of_head[mention.head] = entity
                self._learn_name(entity, mention)

    def _settle_kind(self, entity: Entity) -> None:
        """Whether a name is a person's, a body's or a medium's, by what all its mentions tell together."""
        if entity.land:
            return
        votes: dict[PartyKind, float] = {}
        for mention in entity.mentions:
            entity.is_thing = entity.is_thing or OF_THING.match(self._after(mention)) is not None
            entity.is_aged = entity.is_aged or OF_PERSON.match(self._after(mention)) is not None
            for kind, weight in self._vote(mention):
                votes[kind] = votes.get(kind, 0) + weight
        if votes:
            entity.kinds = tuple(sorted(votes, key=lambda kind: (-votes[kind], kind)))

    def _is_outlet(self, mention: Mention) -> bool:
        """Whether the name is that of the report's own outlet, of one credited, or of a news agency."""
        text = mention.proper.text if mention.proper else ""
        own = filter(None, (self.page.report.outlet, *self.page.report.credits))
        return text in read_agencies() or any(
            mention.name == words or _holds(words, mention.name) for words in map(fold_words, own)
        )

    def _vote(self, mention: Mention) -> Iterator[tuple[PartyKind, float]]:
        if self._is_outlet(mention):
            yield "media", 5
        if mention.kinds and mention.kind != "unknown":
            yield mention.kind, 3 if mention.noun or mention.title or mention.families or mention.leaning else 1
        for noun in self.explained.get(mention.head, ()):
            if noun.kinds[0] in {"person", "organization", "media"}:
                yield noun.kinds[0], 3 / len(noun.kinds)
        if OF_PERSON.match(self._after(mention)):
            yield "person", 3
        if self._has_officers(mention):
            yield "organization", 2

    def _has_officers(self, mention: Mention) -> bool:
        """Whether somebody is said to be its director or chairman ("Kafue's operations director")."""
        follow = mention.head + 1
        if self.words.tag[follow : follow + 1] != ["POS"]:
            return False
        behind = (read_nouns().get(word) for word in self.words.lower[follow + 1 : follow + 5])
        return any(noun is not None and noun.families & {"executive", "director", "chair"} for noun in behind)

    def _after(self, mention: Mention) -> str:
        return self.page.text[mention.span.end : mention.span.end + 16]

    def _join_land(self, mention: Mention) -> None:
        land = mention.land
        if land is None or self._native_state(mention) or not self._speaks_for_state(mention, land):
            return
        entity = self.by_land.get(land.state)
        if entity is None:
            entity = self.by_land[land.state] = self._add(mention)
            entity.land, entity.lands = land.state, {land.state}
        self.of_head[mention.head] = entity

    def _resolve_native(self, mention: Mention) -> Entity | None:
        """The person of a land whom "the Finn" points back at."""
        state = self._native_state(mention)
        people = (e for _, e in reversed(self.recent[-40:]) if e.is_person and state in e.lands)
        known = next(people, None)
        if known is not None or state is None:
            return known
        entity = self._resolve_new(mention)
        if entity is not None and not entity.land:
            entity.kinds, entity.lands = ("person",), {state}
        return entity

    def _native_state(self, mention: Mention) -> str | None:
        """The state of "the Finn", where it stands for one person."""
        article = self.page.text[max(mention.span.start - 4, 0) : mention.span.start + 4].lower()
        modifies = (
            self.words.dep[mention.head] in {"compound", "amod", "nmod", "poss"} or mention.head in self.explained
        )
        if modifies or "the " not in article or self.words.tag[mention.head] in {"NNS", "NNPS"}:
            return None
        return find_native(mention.proper.text) if mention.proper else None

    def _speaks_for_state(self, mention: Mention, land: Land) -> bool:
        """Whether a land's word stands for the state: a capital does where it acts, owns or speaks."""
        if land.how == "name":
            short = mention.name in {("north",), ("south",)}
            return not short or land.state in self.named
        if land.how == "metonym" or mention.head in self.speaking:
            return True
        return land.how == "capital" and self.words.dep[mention.head] in {"nsubj", "poss", "nsubjpass", "agent"}

    def _join_name(self, mention: Mention) -> None:
        entity = self._find_name(mention)
        if entity is None:
            entity = self._add(mention)
        self.of_head[mention.head] = entity
        self._learn_name(entity, mention)

    def _find_name(self, mention: Mention) -> Entity | None:
        whole = self.by_name.get(mention.name)
        if whole is not None and self._fits_name(whole, mention):
            return whole
        candidates = [e for e in self.by_word.get(mention.name[0], ()) if _holds(e.name, mention.name)]
        candidates = [e for e in candidates if self._fits_name(e, mention)]
        if len(candidates) > 1:
            candidates = sorted(candidates, key=lambda e: self._rank_name(e, mention))
        proper = mention.proper.text if mention.proper else ""
        if len(mention.name) == 1 and proper.isupper() and mention.kind != "person":
            spelled = self.by_initials.get(mention.name[0])
            if spelled is not None:
                return spelled
        return candidates[-1] if candidates else None

    def _fits_name(self, entity: Entity, mention: Mention) -> bool:
        if entity.land:
            return False
        if len(mention.name) > 1 and mention.name == entity.name:
            return not (entity.gender and mention.gender and entity.gender != mention.gender)
        if entity.kind == "person":
            clash = entity.gender and mention.gender and entity.gender != mention.gender
            return not clash and ("person" in mention.kinds or mention.kind == "unknown" or len(mention.name) == 1)
        if mention.kind == "person" and mention.title:
            return False
        return not (len(mention.name) == 1 and mention.name[0] in read_nouns())

    def _rank_name(self, entity: Entity, mention: Mention) -> tuple[bool, bool, bool, int]:
        """How well a part of a name points at one bearer: by role, by a pronoun, as surname, by nearness."""
        gender = self._gender_behind(mention)
        fits = gender is not None and gender == (entity.gender or entity.leaning)
        before = [m.span.start for m in entity.mentions if m.span.start < mention.span.start]
        surname = entity.name[-len(mention.name) :] == mention.name
        told = {mention.noun, *(noun.noun for noun in self.explained.get(mention.head, ()))} - {""}
        return bool(told & entity.nouns), fits, surname, max(before, default=-1)

    def _gender_behind(self, mention: Mention) -> str | None:
        """The gender of "he" or "she" soon after a name that speaks ("Ross said he had locked the door")."""
        if mention.head not in self.speaking:
            return None
        for i in range(mention.head + 1, min(mention.head + SOON, len(self.words))):
            if self.words.sentence[i] != self.words.sentence[mention.head]:
                return None
            if self.words.lower[i] in {"he", "she"}:
                return "m" if self.words.lower[i] == "he" else "f"
        return None

    def _learn_name(self, entity: Entity, mention: Mention) -> None:
        entity.take(mention)
        self.by_name.setdefault(mention.name, entity)
        if len(mention.name) > len(entity.name):
            entity.name = mention.name
        for word in mention.name:
            if entity not in self.by_word[word]:
                self.by_word[word].append(entity)
        if mention.proper and len(mention.name) > 1 and entity.kind != "person":
            initials = initials_of(mention.proper.text.replace("-", " ").split())
            for size in range(min(SHORTENED, len(initials)), len(initials) + 1):
                self.by_initials.setdefault(initials[:size], entity)
        for noun in (mention, *self.explained.get(mention.head, ())):
            self._learn(entity, noun)

    def _learn(self, entity: Entity, mention: Mention) -> None:
        """What the words of a mention tell of its party: nouns, families, fields, gender, whose it is."""
        if mention.noun:
            entity.nouns.add(mention.noun)
            self._index(self.by_noun, mention.noun, entity)
            entity.fields |= mention.fields
        entity.families |= mention.families
        for family in mention.families:
            self._index(self.by_family, family, entity)
        entity.gender = entity.gender or mention.gender
        entity.leaning = entity.leaning or mention.leaning
        entity.lands |= self._lands_of(mention)
        if mention.form == "name" and entity.kind != "person" and not mention.noun:
            self._learn_head(entity, mention)

    def _learn_head(self, entity: Entity, mention: Mention) -> None:
        """The chief word inside a body's name ("Coast Guard"), by which it may be called later."""
        words = mention.name
        for size in (2, 1):
            noun = " ".join(words[-size:])
            if noun in read_nouns():
                entity.nouns.add(noun)
                self._index(self.by_noun, noun, entity)
                return
        if words[:1] and words[0] in read_nouns() and len(words) > 1:
            self._index(self.by_noun, words[0], entity)

    @staticmethod
    def _index(table: dict[str, list[Entity]], key: str, entity: Entity) -> None:
        if entity not in table[key]:
            table[key].append(entity)

    def _add(self, mention: Mention) -> Entity:
        entity = Entity(len(self.entities), name=mention.name, kinds=mention.kinds, plural=mention.plural)
        self.entities.append(entity)
        return entity

    def _touch(self, entity: Entity, mention: Mention) -> None:
        """Takes note that the party was mentioned here."""
        if entity.take(mention) and mention.form == "noun" and mention.kind != "document":
            self._learn(entity, mention)
        self.of_head[mention.head] = entity
        if entity.owner is None:
            entity.owner = self._find_owner(entity, mention)
        if not self._in_headline(mention):
            aside = (
                mention.form == "noun" and self.words.dep[mention.head] == "pobj" and mention.head not in self.speaking
            )
            entity.last = max(entity.last, mention.span.start - ASIDE_REACH * aside, 0)
            self.recent.append((mention, entity))
        entity.speaks = entity.speaks or mention.head in self.speaking

    def _find_owner(self, entity: Entity, mention: Mention) -> Entity | None:
        """Whom a mention says its party belongs to; a house of government belongs to its state; a paper to nobody."""
        if mention.land is not None and mention.land.how == "house":
            return self.by_land.get(mention.land.state)
        owner = self.of_head.get(mention.owner) if mention.owner is not None and mention.kind != "document" else None
        return owner if owner is not entity else None

    # --- descriptions ---

    def _lands_of(self, mention: Mention) -> set[str]:
        lands = {land.state for word in mention.fields if (land := find_land(word.title()))}
        if mention.land is not None and mention.land.how == "house":
            lands.add(mention.land.state)
        if mention.owner is not None:
            owner = self.of_head.get(mention.owner)
            land = find_land(self.words.text[mention.owner])
            lands |= {owner.land} if owner and owner.land else {land.state} if land else set()
        return lands

    def _resolve_noun(self, mention: Mention) -> Entity | None:
        if mention.kind == "document":
            return self._resolve_document(mention)
        if mention.noun in STATE_NOUNS | GOVERNMENT_NOUNS and not mention.plural:
            state = self._resolve_state(mention)
            if state:
                return state
        if mention.plural or mention.noun in {"media", "press"}:
            return self._resolve_group(mention)
        if mention.determiner in {"a", "another", "some"}:
            return self._resolve_new(mention)
        return self._resolve_known(mention) or self._resolve_new(mention)

    def _resolve_state(self, mention: Mention) -> Entity | None:
        lands = self._lands_of(mention)
        known = [self.by_land[land] for land in sorted(lands) if land in self.by_land]
        if mention.noun in GOVERNMENT_NOUNS and known:
            return known[0]
        if mention.noun in STATE_NOUNS and mention.determiner == "the" and mention.head in self.speaking:
            return next((e for _, e in reversed(self.recent) if e.land), None)
        return None

    def _resolve_new(self, mention: Mention) -> Entity | None:
        """A party not met before, unless the same words told of one already."""
        if mention.determiner != "another":
            same = self.by_name.get(self._words_of(mention))
            if same is not None:
                return same
        later = self._find_later(mention)
        if later is not None:
            return later
        if mention.head not in self.speaking and mention.kind not in {"organization", "person", "media"}:
            return None
        entity = self._add(mention)
        self.by_name.setdefault(self._words_of(mention), entity)
        return entity

    def _words_of(self, mention: Mention) -> tuple[str, ...]:
        """The words of a description with those of its owner, without article: what tells it from others."""
        words = fold_words(mention.span.text)
        return ("", *(words[1:] if words[:1] and words[0] in {"the", "a", "an"} else words))

    def _find_later(self, mention: Mention) -> Entity | None:
        """The person whom a report first calls "another lawmaker" and names in the next sentences."""
        if mention.head not in self.speaking or mention.plural or self._is_unnamed(mention):
            return None
        here = self.words.sentence[mention.head]
        for entity in self.by_noun.get(mention.noun, ()):
            first = min(entity.mentions, key=lambda m: m.span.start, default=None)
            if first is None or first.form != "name" or first.head not in self.speaking:
                continue
            distance = self.words.sentence[first.head] - here
            if 0 < distance <= WINDOW and entity.is_person == (mention.kind == "person"):
                return entity
        return None

    def _is_unnamed(self, mention: Mention) -> bool:
        sentence = self.page.sentence_at(mention.span.start)
        return sentence is not None and bool(UNNAMED.search(self.page.text, mention.span.end, sentence.end))

    def _resolve_known(self, mention: Mention) -> Entity | None:
        """The party that "the N" points back at: one called N, else one of N's family, else the body of its field."""
        if self._is_told(mention):
            return next((e for _, e in reversed(self.recent[-60:]) if e.kind == "media" and e.name), None)
        if mention.noun == "paper" and mention.head in self.speaking:
            paper = self._find_paper()
            if paper is not None:
                return paper
        same = self._choose(self.by_noun.get(mention.noun, ()), mention)
        families = mention.families if mention.noun in ANYBODY else mention.families - LOOSE
        relatives = [e for family in sorted(families) for e in self.by_family.get(family, ())]
        if families & LOOSE and mention.gender:
            relatives = [e for e in relatives if mention.gender in {e.gender, e.leaning}]
        if same is not None and not self._is_passing(same, relatives):
            return same
        soft = not mention.fields
        if soft and mention.determiner in {"the", ""} and (mention.determiner or self._in_headline(mention)):
            found = self._find_relative(mention, relatives)
            if found is not None:
                return found
        return self._find_by_field(mention, relatives) or self._find_by_trait(mention)

    def _is_told(self, mention: Mention) -> bool:
        """Whether a medium's noun is that of the one who hears it ("a farmer told the agency")."""
        media = mention.noun == "agency" or "media" in mention.families
        verb = self.words.lemma[self.words.head[mention.head]]
        heard = mention.head not in self.speaking and self.words.dep[mention.head] != "nsubj"
        return media and heard and verb == "tell" and mention.determiner == "the"

    def _find_paper(self) -> Entity | None:
        """The study or the newspaper last met that "the paper" points back at; never the report's own outlet."""
        recent = [e for _, e in reversed(self.recent) if e.kind in {"document", "media"} and e.speaks and not e.plural]
        fitting = [e for e in recent if not any(m.form == "name" and self._is_outlet(m) for m in e.mentions)]
        learned = (e for e in fitting if e.kind == "media" or any(m.noun in STUDIES for m in e.mentions))
        return next(learned, next(iter(fitting), None))

    @staticmethod
    def _is_passing(entity: Entity, relatives: list[Entity]) -> bool:
        """Whether a party was only named in passing ("in a newspaper"), after another of its family had spoken."""
        if entity.name or entity.speaks:
            return False
        return any(other.name and other.speaks and other.kind == "media" for other in relatives)

    def _find_by_trait(self, mention: Mention) -> Entity | None:
        """The person just named whom a speaker's trait points back at: "the Ohio Democrat", "the newcomer"."""
        if "trait" not in mention.families or mention.determiner != "the" or mention.head not in self.speaking:
            return None
        here = self.words.sentence[mention.head]
        near = (e for m, e in reversed(self.recent[-12:]) if here - self.words.sentence[m.head] <= 2)
        return next((e for e in near if e.name and e.is_person), None)

    def _find_relative(self, mention: Mention, relatives: list[Entity]) -> Entity | None:
        """The party of one of the families that was last met; for a company, also a name held for a person's."""
        recent = [entity for _, entity in reversed(self.recent[-40:])]
        topics = recent if mention.families & UNMARKED else []
        unmarked = (e for e in topics if _may_be_called(e, mention) and (e.speaks or self._is_topic(e, mention)))
        known = (e for e in relatives if e.name or e.speaks)
        found = self._choose((*known, *unmarked), mention, mention.families)
        if found is not None:
            return found
        if "company" not in mention.families:
            return None
        weak = next((e for e in recent if e.name and _is_weak(e) and not e.is_place), None)
        if weak is not None:
            weak.kinds = ("organization",)
        return weak

    def _is_topic(self, entity: Entity, mention: Mention) -> bool:
        """Whether a party was mentioned in the sentence before, or was the subject of the one before that."""
        here = self.words.sentence[mention.head]
        return any(
            here - self.words.sentence[m.head] <= 1 + self.words.dep[m.head].startswith("nsubj")
            for m, other in self.recent[-12:]
            if other is entity
        )

    def _choose(
        self, candidates: Iterable[Entity], mention: Mention, families: frozenset[str] = frozenset()
    ) -> Entity | None:
        """The candidate that was last met, or in the headline first named; one of the families counts as nearer."""
        fitting = [e for e in candidates if self._fits_noun(e, mention)]
        if not fitting:
            return None
        if self._in_headline(mention):
            return min(fitting, key=lambda e: (not e.speaks, min((m.span.start for m in e.mentions), default=0)))
        met = [entity for entity in fitting if entity.last >= 0]
        if not met:
            return None
        return max(met, key=lambda e: e.last + FAMILY_REACH * bool(families & e.families) + VOICE_REACH * e.speaks)

    def _fits_noun(self, entity: Entity, mention: Mention) -> bool:
        if entity.plural or entity.is_place or (not set(entity.kinds) & {*mention.kinds} and entity.kind != "unknown"):
            return False
        if mention.gender and entity.gender and mention.gender != entity.gender:
            return False
        lands = self._lands_of(mention)
        if lands and entity.lands and not lands & entity.lands:
            return False
        if entity.fields & SIDES and mention.noun not in entity.nouns and not mention.fields & entity.fields:
            return False
        known = entity.fields | set(entity.name)
        fields = {word for word in mention.fields if not find_land(word.title())}
        if fields and not fields <= known and not _share_field(fields, known):
            return False
        owner = self.of_head.get(mention.owner) if mention.owner is not None else None
        if owner and owner.is_person and mention.kind == "organization" and entity.owner is not owner:
            return False
        return not (owner and entity.owner and owner is not entity.owner and owner is not entity)

    def _find_by_field(self, mention: Mention, relatives: list[Entity]) -> Entity | None:
        """The one named body of a kind and field: "Lisbon's spy agency" where an intelligence service is named."""
        if not mention.fields or mention.determiner == "a":
            return None
        fitting = [e for e in relatives if e.name and self._fits_noun(e, mention)]
        return fitting[0] if len(set(map(id, fitting))) == 1 else None

    def _resolve_group(self, mention: Mention) -> Entity | None:
        same = self.by_name.get(self._words_of(mention))
        if same is not None:
            return same
        if mention.determiner == "the":
            known = [e for e in self.by_noun.get(mention.noun, ()) if e.plural and e.last >= 0]
            if known:
                return max(known, key=lambda e: e.last)
        if mention.head not in self.speaking:
            return None
        if self._in_headline(mention) and mention.families & {"source"}:
            anonymous = [e for e in self.entities if e.plural and e.speaks and not e.name]
            if anonymous:
                return min(anonymous, key=lambda e: e.mentions[0].span.start)
        entity = self._add(mention)
        self.by_name.setdefault(self._words_of(mention), entity)
        return entity

    def _resolve_document(self, mention: Mention) -> Entity | None:
        issuer = self._issuer_of(mention)
        if issuer is not None:
            self.documents[mention.noun] = issuer
            return issuer if mention.head in self.speaking else None
        if mention.determiner in {"the", "owned", ""}:
            known = self._known_document(mention)
            if known is not None:
                return known if mention.head in self.speaking or known.kind == "document" else None
        if mention.head not in self.speaking:
            self._note_document(mention)
            return None
        entity = self._add(mention)
        self.documents[mention.noun] = entity
        return entity

    def _known_document(self, mention: Mention) -> Entity | None:
        if mention.determiner != "the":
            return None
        known = self.documents.get(mention.noun)
        if known is None and mention.noun in GENERIC_DOCUMENTS:
            known = next((e for _, e in reversed(self.recent) if e.kind == "document"), None)
        return known

    def _issuer_of(self, mention: Mention) -> Entity | None:
        """Whose a document is said to be: "the ministry's bulletin", "ministry data", "a report by the council"."""
        if mention.owner is not None and mention.owner < mention.head:
            return self._find_issuing(mention, mention.owner)
        author = self._find_author(mention)
        if author is not None:
            return author
        for i in range(mention.head - 1, max(mention.head - 4, -1), -1):
            if self.words.start[i] < mention.span.start:
                break
            noun = read_nouns().get(self.words.lower[i])
            if noun and noun.kinds[0] == "organization":
                known = [e for e in self.by_noun.get(self.words.lower[i], ()) if e.last >= 0]
                related = known or [e for f in sorted(noun.families) for e in self.by_family.get(f, ()) if e.last >= 0]
                if related:
                    return max(related, key=lambda e: e.last)
        return None

    def _find_issuing(self, mention: Mention, owner: int) -> Entity | None:
        """Whose a document is: of whom it is in the genitive, or whose name stands right before it."""
        owns = self.words.tag[owner] == "PRP$" or self.words.tag[owner + 1] == "POS"
        if not owns and owner + 1 < mention.head:
            return None
        entity = self.of_head.get(owner)
        if entity is None and mention.head in self.speaking and (described := self.by_head.get(owner)) is not None:
            entity = self._resolve(described)
        return entity if entity is not None and entity.kind in AUTHORS else None

    def _find_author(self, mention: Mention) -> Entity | None:
        """Who is said to have written a document that speaks: "a note from the envoy", "a study by Ana Ruiz"."""
        follow = mention.head + 1
        if mention.head not in self.speaking or self.words.lower[follow : follow + 1] not in (["by"], ["from"]):
            return None
        author = next((m for i in range(follow + 1, follow + LONGEST_AUTHOR) if (m := self.by_head.get(i))), None)
        if author is None or author.kind not in AUTHORS or self.words.head[author.head] != follow:
            return None
        return self.of_head.get(author.head) or self._resolve(author)

    def _note_document(self, mention: Mention) -> None:
        """Ties "in a filing" to the one who speaks in that sentence."""
        if self.words.dep[mention.head] != "pobj" or self.words.lower[self.words.head[mention.head]] not in {
            "in",
            "by",
        }:
            return
        sentence = self.words.sentence[mention.head]
        for other, entity in reversed(self.recent[-12:]):
            if self.words.sentence[other.head] == sentence and other.head in self.speaking:
                self.documents[mention.noun] = entity
                return

    # --- pronouns ---

    def _resolve_pronoun(self, mention: Mention) -> Entity | None:
        if mention.gender == "speaker":
            inside = mention.head in self.speaking and self.words.quoted[mention.head]
            return self._find_quoting(mention) if inside else None
        speaks = mention.head in self.speaking
        if mention.gender not in {"m", "f"} and not speaks and self.words.lower[mention.head] != "its":
            return None
        best: tuple[float, Entity] | None = None
        quoting = self._find_quoting(mention) if self._is_told_of(mention) else None
        for other, entity in reversed(self.recent[-60:]):
            if entity is quoting:
                continue
            score = self._score(mention, other, entity)
            if score is not None and (best is None or score > best[0]):
                best = score, entity
        if best is None:
            return None
        if best[1].gender is None and mention.gender in {"m", "f"}:
            best[1].gender = mention.gender
        return best[1]

    def _is_told_of(self, mention: Mention) -> bool:
        """Whether "he" or "she" stands in whole quoted sentences, whose speaker calls himself "I"."""
        quotation = self.page.quotation_at(mention.span.start) if mention.gender in {"m", "f"} else None
        if quotation is None:
            return False
        return self.page.text[quotation.start : quotation.start + 1].isupper()

    def _score(self, mention: Mention, other: Mention, entity: Entity) -> float | None:
        """How likely the pronoun stands for what was mentioned there, None where it cannot."""
        distance = self.words.sentence[mention.head] - self.words.sentence[other.head]
        if distance > WINDOW or distance < 0 or other.span.start >= mention.span.start or not _agrees(entity, mention):
            return None
        if mention.plural and not entity.plural and other.head not in self.speaking:
            return None
        score = -3.0 * distance - UNTOLD_PENALTY * (mention.gender in {"m", "f"} and entity.kind == "unknown")
        score += 3 * (other.head in self.speaking) + 2 * self.words.dep[other.head].startswith("nsubj")
        score += self._paragraph_of(mention) == self._paragraph_of(other)
        score -= 2 * (self.words.dep[self.words.head[other.head]] == "ccomp")
        score -= 3 * self.words.quoted[other.head] * (not self.words.quoted[mention.head])
        score -= 4 * ("journalist" in entity.families and not entity.name)
        if mention.gender in {"m", "f"} and entity.kind == "person" and _is_weak(entity):
            score -= WEAK_PENALTY * (other.head not in self.speaking)
        score += 0.5 * (entity.gender == mention.gender) + 0.5 * bool(entity.name)
        if entity.leaning and not entity.gender and mention.gender in {"m", "f"}:
            if entity.leaning != mention.gender and mention.head not in self.speaking:
                return None
            score += 1 if entity.leaning == mention.gender else -LEANING_PENALTY
        return score

    def _paragraph_of(self, mention: Mention) -> int:
        sentence = self.words.sentence[mention.head]
        return self.page.sentences[sentence].paragraph if sentence >= 0 else -1

    def _find_quoting(self, mention: Mention) -> Entity | None:
        """Whoever speaks the words in which "we" or "I" stands: the source nearest to the quotation."""
        paragraph = self._paragraph_of(mention)
        place = bisect_left(self.voices, mention.span.start, key=lambda voice: voice.span.start)
        near = self.voices[max(place - 3, 0) : place + 3]
        same = [voice for voice in near if self._paragraph_of(voice) == paragraph]
        pool = same or [voice for voice in near if voice.span.start < mention.span.start][-1:]
        chosen = min(pool, key=lambda voice: abs(voice.span.start - mention.span.start), default=None)
        return self.of_head.get(chosen.head) if chosen else None


def _agrees(entity: Entity, mention: Mention) -> bool:
    if mention.gender in {"m", "f"}:
        human = entity.kind == "person" or (entity.kind == "unknown" and bool(entity.name) and not entity.is_place)
        return human and not entity.plural and entity.gender in {None, mention.gender}
    if mention.plural:
        return (entity.plural and entity.kind != "document") or entity.kind in {"organization", "group", "media"}
    return not entity.plural and entity.kind in {"organization", "state", "media", "document", "unknown"}


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the part is a run of words of the whole name."""
    size = len(part)
    return size < len(whole) and any(whole[i : i + size] == part for i in range(len(whole) - size + 1))


def _share_field(fields: set[str], known: set[str]) -> bool:
    table = read_fields()
    return all(word in known or table.get(word, frozenset()) & known for word in fields)


def _may_be_called(entity: Entity, mention: Mention) -> bool:
    """Whether nothing in a body's name tells that it is of another family."""
    return entity.kind == "organization" and bool(entity.name) and not entity.families - mention.families


def _is_weak(entity: Entity) -> bool:
    """Whether nothing but the parse tells that a name is a person's."""
    told = any(m.noun or m.title or m.leaning for m in entity.mentions) or entity.gender or entity.is_aged
    return entity.kind in {"person", "unknown"} and not told and len(entity.name) < 3


def find_antecedent(words: Words, number: int) -> int:
    """The word that a relative pronoun stands for: what its clause hangs on."""
    clause = words.head[number]
    for _ in range(4):
        if words.dep[clause] in {"relcl", "acl"}:
            return words.head[clause]
        clause = words.head[clause]
    before = (i for i in range(number - 1, max(number - 4, -1), -1) if words.pos[i] in {"NOUN", "PROPN"})
    return next(before, number)


def is_relative(words: Words, number: int) -> bool:
    """Whether the word is a relative pronoun."""
    return words.lower[number] in RELATIVES and words.tag[number] in {"WP", "WDT", "WP$", "IN"}
