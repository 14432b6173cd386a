"""Who speaks in a story: the parties of all its reports joined, each person with the body spoken for.

Names are joined across spellings and short forms, descriptions by their words and their head; a plain
group ("organisers", "rescuers", "police") is the one body of the story whose name or spokesman shows the
same word. Every join is of words in the reports; no list of real people or bodies is used.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from onrecord.comparison.bodies import find_office, is_mouthpiece, is_role, strip_article
from onrecord.comparison.names import are_same_name, content_words, proper_words, sound
from onrecord.comparison.outlets import are_same_outlet, outlet_of
from onrecord.model import Claim, Party, Reading
from onrecord.words import read_table

BODY_KINDS = {"organization", "group", "state", "media", "unknown"}
STEM = 5
NEAR = 300
POSSESSED_NAME = re.compile(r"['’]s?\s[A-Z][\w-]+(?:\s[A-Z][\w-]+)*")
SELF = re.compile(
    r"^(?:our|this)\s(?:network|newspaper|paper|station|magazine|agency|site|broadcaster)$", re.IGNORECASE
)

OFFICE_OF = re.compile(r"^(?P<role>[\w-]+(?:\s[\w-]+)?)\s(?:of|at|for)\s(?P<body>.{3,80})$")

Key = tuple[str, str]


@dataclass(slots=True)
class Actor:
    """A person, body or document of the story, under all names that the reports give."""

    key: Key
    kind: str
    names: list[str]
    report: str
    role: str | None = None
    body: Key | None = None
    guess: Key | None = None  # the body just spoken of, where the report says no more
    medium: str | None = None

    @property
    def proper(self) -> tuple[str, ...]:
        """The proper words of the fullest name."""
        words = max((proper_words(name) for name in self.names), key=len, default=())
        return () if len(words) == 1 and words[0].casefold() in _body_nouns() else words


@dataclass
class Cast:
    """All actors of a story, joined: who a party of a report is, and how to call it."""

    actors: dict[Key, Actor]
    parent: dict[Key, Key] = field(default_factory=dict)

    @cached_property
    def index(self) -> defaultdict[str, set[Key]]:
        """The actors that have a word in one of their names."""
        found: defaultdict[str, set[Key]] = defaultdict(set)
        for key, actor in self.actors.items():
            for word in _words(actor):
                found[word].add(key)
        return found

    def rename(self, key: Key, name: str) -> None:
        """Give an actor one more name."""
        self.actors[key].names.append(name)
        for word in content_words(name):
            self.index[word].add(key)

    def find(self, key: Key) -> Key:
        """The key that stands for all joined with this one."""
        while (above := self.parent.get(key, key)) != key:
            key = above
        return key

    def join(self, first: Key, second: Key) -> None:
        """Take two actors for one; the smaller key stands for both, so that order plays no part."""
        one, two = sorted((self.find(first), self.find(second)))
        if one != two:
            self.parent[two] = one

    @cached_property
    def members(self) -> Mapping[Key, tuple[Actor, ...]]:
        """The actors joined under each key, once all joins are made."""
        found: dict[Key, list[Actor]] = defaultdict(list)
        for key in sorted(self.actors):
            found[self.find(key)].append(self.actors[key])
        return {key: tuple(actors) for key, actors in found.items()}

    def principal(self, report: str, party: str | None) -> Key | None:
        """For whom a party speaks in the end: its body where it has one, else itself."""
        if party is None or (report, party) not in self.actors:
            return None
        return self.lead((report, party))

    def lead(self, key: Key) -> Key:
        """The body that stands behind an actor, or the actor."""
        seen = set()
        key = self.find(key)
        while key not in seen:
            seen.add(key)
            actors = self.members[key]
            body = next((actor.body for actor in actors if actor.body), None)
            body = body or next((actor.guess for actor in actors if actor.guess), None)
            if body is None:
                return key
            key = self.find(body)
        return key

    def name(self, key: Key) -> str:
        """The fullest name of an actor."""
        actors = self.members[self.find(key)]
        bodies = any(actor.kind in {"organization", "group"} for actor in actors)
        person = not bodies and any(actor.kind == "person" and actor.role for actor in actors)
        counts = Counter(
            (_without_titles if person else strip_article)(name) for actor in actors for name in actor.names
        )
        best = max(counts, key=lambda name: (len(proper_words(name)), _fullness(name, person), counts[name], name))
        return " ".join(best.split())

    def title(self, key: Key) -> str:
        """How to call a source: its body with the person who speaks for it most, or the person alone."""
        lead = self.lead(key)
        people = self.people.get(lead, ())
        name = self.name(lead)
        spoken = [person for person in people if not set(proper_words(person)) <= set(proper_words(name))]
        return f"{name} ({spoken[0]})" if spoken else name

    @cached_property
    def people(self) -> Mapping[Key, tuple[str, ...]]:
        """The named people who speak for each body, most often heard first."""
        found: dict[Key, Counter[str]] = defaultdict(Counter)
        for key in self.members:
            lead = self.lead(key)
            named = [actor for actor in self.members[key] if actor.kind == "person" and actor.proper]
            if lead != key and named:
                found[lead][self.name(key)] += len(named)
        return {lead: tuple(sorted(names, key=lambda name: (-names[name], name))) for lead, names in found.items()}

    def is_person(self, key: Key) -> bool:
        """Whether an actor is a named person."""
        actors = self.members.get(self.find(key), ())
        return any(actor.kind == "person" and actor.proper for actor in actors)

    def recall(self, phrase: str) -> Key | None:
        """The actor that a phrase brings to mind: all words of one of its names in it, or a form of a plain one."""
        words = content_words(phrase)
        for key, actors in self.members.items():
            for actor in actors:
                known = content_words(actor.names[0])
                plain = min(known, default="") if _is_plain(actor) else ""
                if known and (known <= words or (plain and any(_are_forms(plain, word) for word in words))):
                    return key
        return None

    def media(self, key: Key) -> str | None:
        """The outlet that an actor is, or None."""
        media = [actor.medium for actor in self.members[self.find(key)] if actor.medium]
        return max(media, key=lambda medium: (len(medium), medium), default=None)


def _fullness(name: str, person: bool) -> int:
    """How much a name tells: the words of a body, the marks on the letters of a person's (they are lost on the way)."""
    return sum(not sign.isascii() for sign in name) if person else len(content_words(name))


def _without_titles(name: str) -> str:
    words = proper_words(name)
    return name[name.find(words[0]) :] if words else name


def build_cast(readings: Sequence[Reading]) -> Cast:
    """The cast of a story."""
    ordered = sorted(readings, key=lambda reading: reading.report.id)
    cast = Cast({actor.key: actor for reading in ordered for actor in _list_actors(reading)})
    _mark_media(cast, [name for reading in ordered if (name := outlet_of(reading.report))])
    _join_names(cast)
    _join_descriptions(cast)
    for reading in ordered:
        _find_bodies(cast, reading)
    _join_descriptions(cast)
    _join_by_spokesman(cast)
    _join_plain_groups(cast)
    return cast


def _mark_media(cast: Cast, outlets: Sequence[str]) -> None:
    """Whoever is named as one of the story's outlets is that outlet."""
    known = {content_words(outlet): outlet for outlet in sorted(set(outlets))}
    for actor in cast.actors.values():
        name = actor.names[0]
        if actor.medium is None:
            actor.medium = known.get(content_words(name))
        if actor.medium is None and name.isupper():
            actor.medium = next((outlet for outlet in known.values() if are_same_outlet(name, outlet)), None)


def _list_actors(reading: Reading) -> Iterator[Actor]:
    outlet, report = outlet_of(reading.report), reading.report.id
    full = _full_sources(reading)
    for party in reading.parties:
        names = [party.name, *(full.get(party.id, ())), *_possessed(reading, party)]
        own = outlet and (SELF.match(party.name) or are_same_outlet(party.name, outlet))
        medium = outlet if own else party.name if party.kind == "media" else None
        if own and outlet:
            names.append(outlet)
        yield Actor((report, party.id), party.kind, names, report, party.role, medium=medium)


def _possessed(reading: Reading, party: Party) -> Iterator[str]:
    """A body's name that goes on after a possessive: "People" in "the People's Committee"."""
    if party.kind in {"organization", "group"}:
        for mention in party.mentions:
            if match := POSSESSED_NAME.match(reading.report.text, mention.end):
                yield strip_article(mention.text) + match.group()


def _full_sources(reading: Reading) -> Mapping[str, list[str]]:
    """What the attributions call each party that is no person, in full: "Volta dam inspection office"."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in reading.claims:
        party = reading.party(claim.speaker)
        if not (claim.source and party) or party.kind == "person" or len(claim.chain) != 1:
            continue
        words = strip_article(re.split(r",|\s(?:who|which|that)\s", claim.source.text)[0])
        if content_words(party.name) <= content_words(words) and len(words) < 80:
            found[party.id].append(words)
    return found


def _join_names(cast: Cast) -> None:
    """Join actors whose proper names agree; candidates meet under the sound of a word that they share."""
    holders: dict[str, list[Key]] = defaultdict(list)
    for key, actor in sorted(cast.actors.items()):
        if not actor.proper or actor.kind == "document":
            continue
        for word in {sound(word)[:2]: None for word in (actor.proper[0], actor.proper[-1])}:
            holders[word].append(key)
    for keys in holders.values():
        for place, first in enumerate(keys):
            for second in keys[place + 1 :]:
                if _is_same_named(cast.actors[first], cast.actors[second]):
                    cast.join(first, second)


def _is_same_named(first: Actor, second: Actor) -> bool:
    if first.report == second.report:
        return False
    kinds = {first.kind, second.kind}
    if "state" in kinds and kinds != {"state"}:
        return False
    described = (_is_described(first), _is_described(second))
    return not any(described) and are_same_name(first.proper, second.proper)


def _is_described(actor: Actor) -> bool:
    """Whether the name is a description that only holds a proper name ("police in Volta")."""
    return any(
        word[0].islower() and word not in ("of", "and", "the", "for", "de", "la") for word in _plain_words(actor)
    )


def _plain_words(actor: Actor) -> list[str]:
    return strip_article(actor.names[0]).split()


def _join_descriptions(cast: Cast) -> None:
    """Join bodies whose descriptions agree: the same head, and all words of the shorter in the longer."""
    heads: dict[str, list[Key]] = defaultdict(list)
    for key, actor in sorted(cast.actors.items()):
        if actor.kind in BODY_KINDS | {"document"} and _is_described(actor) | (not actor.proper):
            heads[_head(actor.names[0])].append(key)
    for keys in heads.values():
        for place, first in enumerate(keys):
            for second in keys[place + 1 :]:
                one, two = _words(cast.actors[first]), _words(cast.actors[second])
                telling = min(len(one), len(two)) > 1 or one == two
                if first[0] != second[0] and one and two and telling and (one <= two or two <= one):
                    cast.join(first, second)


def _words(actor: Actor) -> frozenset[str]:
    return frozenset(word for name in actor.names for word in content_words(name))


def _head(name: str) -> str:
    """The last word before any preposition: "rescue office in Volta" is an office."""
    words = re.split(r"\s(?:in|at|of|for|from|with|by|on)\s", strip_article(name))[0].split()
    return _stem(words[-1]) if words else ""


def _stem(word: str) -> str:
    return word.casefold()[:STEM]


def _find_bodies(cast: Cast, reading: Reading) -> None:
    """Give each person of a report the body spoken for, a new actor where the body is nobody yet."""
    for party in reading.parties:
        key = (reading.report.id, party.id)
        if _is_told_affiliation(reading, party):
            cast.actors[key].body = (reading.report.id, party.affiliation or "")
            continue
        described = OFFICE_OF.match(strip_article(party.name))
        if described and is_role(described["role"].split()[-1]):
            cast.actors[key].body = _named_body(cast, reading, described["body"])
            continue
        if party.kind != "person" or not proper_words(party.name):
            continue
        office = find_office(reading, party)
        cast.actors[key].role = office.role or party.role
        if office.body and office.generic:
            cast.actors[key].body = _plain_body(reading, office.body, party) or _body_of_form(cast, office.body)
            if cast.actors[key].body is None and is_mouthpiece(office.role):
                cast.actors[key].guess = _body_before(reading, party)
        elif office.body and not is_role(office.body):
            cast.actors[key].body = _named_body(cast, reading, office.body)
        elif is_mouthpiece(office.role):
            cast.actors[key].guess = _body_before(reading, party)


def _is_told_affiliation(reading: Reading, party: Party) -> bool:
    """Whether the reading itself names the body of a party, and that body is one."""
    body = reading.party(party.affiliation)
    return body is not None and (party.kind == "person" or content_words(body.name) < content_words(party.name))


def _plain_body(reading: Reading, word: str, person: Party) -> Key | None:
    """The body of the report that a plain word ("company", "office") means."""
    wanted = word.casefold()
    for party in reading.parties:
        if party.id == person.id or party.kind not in BODY_KINDS:
            continue
        if any(wanted in mention.text.casefold().split() for mention in party.mentions) or _head(party.name) == _stem(
            word
        ):
            return (reading.report.id, party.id)
    return None


def _body_of_form(cast: Cast, word: str) -> Key | None:
    """The body of the story that a plain word ("provincial") is a form of a word of, if it is the only one."""
    found = {
        cast.find(key)
        for key, actor in sorted(cast.actors.items())
        if actor.kind in {"organization", "group"}
        and any(_are_forms(word.casefold(), known) for known in _words(actor))
    }
    return found.pop() if len(found) == 1 else None


def _named_body(cast: Cast, reading: Reading, body: str) -> Key:
    """The actor that a body's name means: one of the report, else a new one joined with its like elsewhere."""
    report = reading.report.id
    wanted, proper = content_words(body), proper_words(body)
    near = {key for word in wanted for key in cast.index[word]}
    for key in sorted(near, key=lambda key: (key[0] != report, key)):
        actor = cast.actors[key]
        if (actor.kind == "person" and actor.role) or OFFICE_OF.match(strip_article(actor.names[0])):
            continue
        words = _words(actor)
        if wanted and (wanted <= words or (words and words <= wanted and _head(body) == _head(actor.names[0]))):
            cast.rename(key, body)
            return key
        if proper and len(proper) > 1 and actor.proper == proper:
            return key
    key = (report, f"body:{body.casefold()}")
    if key not in cast.actors:
        cast.actors[key] = Actor(key, "organization", [], report)
        cast.rename(key, body)
    return key


def _body_before(reading: Reading, person: Party) -> Key | None:
    """The body named last before the person is first mentioned, or in the same claim's chain."""
    partners = {link.party for claim in reading.claims for link in claim.chain if _in_chain(claim, person)}
    first = min((mention.start for mention in person.mentions), default=0)
    best: tuple[int, str] | None = None
    for party in reading.parties:
        if party.id == person.id:
            continue
        if party.id in partners and party.kind not in {"document", "media"} and not party.role:
            return (reading.report.id, party.id)
        if party.kind not in {"organization", "group"} and not _is_institution(party):
            continue
        if party.naming == "collective":
            continue
        for mention in party.mentions:
            if first - NEAR <= mention.start < first and (best is None or mention.start > best[0]):
                best = (mention.start, party.id)
    return (reading.report.id, best[1]) if best else None


def _is_institution(party: Party) -> bool:
    """Whether a party taken for a person has one proper word and no role, as firms often are."""
    return party.kind == "person" and party.role is None and len(proper_words(party.name)) == 1


def _in_chain(claim: Claim, person: Party) -> bool:
    return any(link.party == person.id for link in claim.chain) or claim.speaker == person.id


def _join_by_spokesman(cast: Cast) -> None:
    """Join bodies that one person speaks for in different reports, where one of them is a plain group."""
    bodies: dict[Key, set[Key]] = defaultdict(set)
    for key, actor in sorted(cast.actors.items()):
        if actor.body and actor.proper:
            bodies[cast.find(key)].add(cast.find(actor.body))
    for found in bodies.values():
        first, *others = sorted(found)
        for other in others:
            if _is_plain(cast.actors[first]) or _is_plain(cast.actors[other]):
                cast.join(first, other)


def _join_plain_groups(cast: Cast) -> None:
    """Join each plain group with the body of the story that shows the same word, the most spoken of if several."""
    spread = Counter(cast.find(key) for key, actor in cast.actors.items() if actor.kind != "person")
    forms: dict[str, list[str]] = defaultdict(list)
    for known in sorted(cast.index):
        forms[known[:STEM]].append(known)
    for key, actor in sorted(cast.actors.items()):
        if not _is_plain(actor):
            continue
        (word,) = _words(actor)
        bodies = {
            other
            for known in forms.get(word[:STEM], ())
            if _are_forms(word, known)
            for other in cast.index[known]
            if _is_fit(cast.actors[other])
        }
        fitting = {cast.find(other) for other in bodies}
        headed = {
            cast.find(other) for other in bodies if any(_head(name) == _stem(word) for name in cast.actors[other].names)
        }
        fitting = headed or fitting
        near = {cast.find(other) for other in bodies if other[0] == key[0]} & fitting
        if len(near or fitting) > 1 and actor.kind != "group" and word not in _lone_bodies():
            continue
        if fitting and cast.find(key) not in fitting:
            cast.join(key, max(sorted(near or fitting), key=lambda known: spread[known]))


def _is_fit(body: Actor) -> bool:
    """Whether a plain group may be this body."""
    return body.kind != "document" and not _is_person(body) and not _is_plain(body)


@cache
def _body_nouns() -> frozenset[str]:
    return frozenset(row["noun"].casefold() for row in read_table("body_nouns"))


@cache
def _lone_bodies() -> frozenset[str]:
    """Bodies of which a story means one, unless it says otherwise."""
    return frozenset(row["word"] for row in read_table("lone_bodies"))


def _is_plain(actor: Actor) -> bool:
    """Whether all that is known of a body is one common word."""
    return actor.kind in {"organization", "group"} and not actor.proper and len(_words(actor)) == 1


def _is_person(actor: Actor) -> bool:
    return actor.kind == "person" and actor.role is not None


def _are_forms(first: str, second: str) -> bool:
    """Whether two words are forms of one: "rescuers", "rescue"."""
    shared = next((at for at, (one, two) in enumerate(zip(first, second, strict=False)) if one != two), None)
    common = min(len(first), len(second)) if shared is None else shared
    return first == second or (common >= STEM and common >= min(len(first), len(second)) - 1)
