"""What training makes of articles before the network sees them."""

import random
from collections.abc import Callable

import pytest

pytest.importorskip("torch")

from training.augment import (
    Change,
    cut,
    excerpt,
    rename_people,
    rewrite,
    straighten,
    write_british,
    write_british_plain,
    write_wire_dashes,
)
from training.data import ROLES, Article, Attribution
from training.invented import invent_articles

TEXT = "\u201cWe won\u201d \u2014 and \u201cnobody lost,\u201d Anna Roe said.\nThe dam held, police said."


def place(*words: str) -> tuple[tuple[int, int], ...]:
    return tuple((TEXT.index(word), TEXT.index(word) + len(word)) for word in words)


ARTICLE = Article(
    "one",
    "none",
    TEXT,
    (
        Attribution(place("Anna Roe"), place("said"), place("\u201cWe won\u201d", "\u201cnobody lost,\u201d")),
        Attribution(place("police"), ((len(TEXT) - 5, len(TEXT) - 1),), place("The dam held")),
    ),
)


def letters(article: Article) -> list[list[str]]:
    return [
        ["".join(filter(str.isalnum, article.text[start:end])) for role in ROLES for start, end in one.role(role)]
        for one in article.attributions
    ]


@pytest.mark.parametrize("style", [straighten, write_british, write_british_plain, write_wire_dashes])
def test_a_style_keeps_what_the_spans_say(style: Callable[[Article], Article]) -> None:
    styled = style(ARTICLE)
    assert styled.text != TEXT
    assert letters(styled) == letters(ARTICLE)


def test_a_change_moves_what_follows() -> None:
    moved = rewrite(ARTICLE, [Change(0, 0, "So: "), Change(1, 3, "They all")])
    assert moved.text.startswith("So: \u201cThey all won")
    assert letters(moved)[1] == letters(ARTICLE)[1]


def test_people_get_invented_names() -> None:
    renamed = rename_people(ARTICLE, ["Okafor-Lund"], random.Random(1))
    assert letters(renamed)[0][0] == "AnnaOkaforLund"


def test_a_part_keeps_what_lies_in_it() -> None:
    part = cut(ARTICLE, TEXT.index("The dam"), len(TEXT))
    assert letters(part) == [["police", "said", "Thedamheld"]]


def test_an_excerpt_begun_with_that_keeps_it_out_of_the_content() -> None:
    chance = random.Random(0)
    excerpts = [excerpt(ARTICLE, chance) for _ in range(40)]
    begun = [one for one in excerpts if one.text.startswith("that the dam")]
    assert begun
    assert all(letters(one) == [["police", "said", "thedamheld"]] for one in begun)


def test_invented_articles_have_words_at_their_spans() -> None:
    for article in invent_articles(50, random.Random(1)):
        assert "<" not in article.text
        for one in article.attributions:
            assert one.cue
            assert one.content
            for role in ROLES:
                for start, end in one.role(role):
                    assert article.text[start:end].strip() == article.text[start:end] != ""
