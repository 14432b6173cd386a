"""Web pages: the article as readers see it, what the page says about it, and what is refused before it is lost."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.reading import LIMITS, ReadResult, Told, read_bytes, report_from_text
from onrecord.reading.html import Printed, complete_article
from onrecord.reading.markup import count_attributes, looks_like_html
from onrecord.reading.metadata import read_linked_day, read_time

BODY = (
    "ELMORA, May 3, 2024 (AFP) - The harbour board said on Friday that the quay would stay closed until June.",
    "“Nobody knows when the crane will come,” its chairwoman, Ana Brik, told reporters at the customs house.",
    "The quay has been closed since a freighter hit it in March, and 40 dockers have been sent home, the union said.",
)
STORY = "".join(f"<p>{paragraph}</p>\n" for paragraph in BODY)


def page(article: str = STORY, head: str = "", title: str = "Quay closed until June") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Elmora Post</title>'
        f"{head}</head>"
        f"<body><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav><article><h1>{title}</h1>{article}</article>"
        "<footer>© 2024 The Elmora Post</footer></body></html>"
    ).encode()


def read(data: bytes, **told: str) -> ReadResult:
    return read_bytes(data, "page", Told(**told))[0]


def test_a_page_gives_the_text_of_its_article() -> None:
    report = read(page()).report
    plain = report_from_text("\n\n".join(("Quay closed until June", *BODY)))
    assert report.text == plain.text
    assert (report.id, report.headline, report.furniture) == (plain.id, plain.headline, plain.furniture)
    assert (report.format, plain.format) == ("html", "text")
    assert (report.place, report.dateline, report.credits) == ("ELMORA", "2024-05-03", ("AFP",))


def test_what_the_page_says_about_its_article() -> None:
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Elmora Online"},
            {
                "@type": "NewsArticle", "headline": "Quay closed until June",
                "datePublished": "2024-05-03T10:15:30+02:00",
                "dateModified": "2024-05-03T11:00:00Z",
                "author": [{"@type": "Person", "name": "Jo Lund"}, {"name": "Kai Moe"}],
                "publisher": {"@type": "Organization", "name": "The Elmora Post"},
            },
        ],
    }  # fmt: skip
    script = f"<script type='application/ld+json'>{json.dumps(linked)}</script>"
    head = f"{script}<link rel=canonical href='https://paper.example/q'>"
    report = read(page(head=head)).report
    assert (report.outlet, report.byline) == ("The Elmora Post", "Jo Lund and Kai Moe")
    assert (report.published, report.updated) == ("2024-05-03T10:15+02:00", "2024-05-03T11:00+00:00")
    assert report.url == "https://paper.example/q"


@pytest.mark.parametrize(
    ("publisher", "site", "outlet", "credits"),
    [
        ("Associated Press", "The Elmora Post", "The Elmora Post", ("Associated Press",)),
        ("The Elmora Post", "Elmora Online", "The Elmora Post", ()),
        ("Reuters", "", "Reuters", ()),
        ("", "The Elmora Post | Harbour news | Sport", "The Elmora Post", ()),
    ],
)
def test_a_paper_that_prints_an_agency_is_the_outlet(
    publisher: str, site: str, outlet: str, credits: tuple[str, ...]
) -> None:
    linked = json.dumps({"@type": "NewsArticle", "publisher": {"name": publisher}})
    head = f'<script type="application/ld+json">{linked}</script><meta property="og:site_name" content="{site}">'
    report = read(page(STORY.replace("(AFP) - ", "- "), head=head)).report
    assert (report.outlet, report.credits) == (outlet, credits)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2024-05-03T08:15:00Z">', "2024-05-03T08:15+00:00"),
        ('<meta name="date" content="2024-05-03">', "2024-05-03"),
        ('<meta name="pubdate" content="May 3, 2024 10:15 AM">', "2024-05-03T10:15"),
        ('<meta name="date" content="20240503T101500">', "2024-05-03T10:15"),
    ],
)
def test_meta_elements_tell_the_time(head: str, published: str) -> None:
    assert read(page(head=head)).report.published == published


def test_time_elements_and_lines_under_the_headline_tell_the_time() -> None:
    assert read(page(f"<time datetime='2024-05-03T10:15'>3 May</time>{STORY}")).report.published == "2024-05-03T10:15"
    assert read(page(f"<div>22/05/2024 - 04:30</div>{STORY}")).report.published == "2024-05-22T04:30"


def test_a_day_is_guessed_only_where_nothing_states_one() -> None:
    footer = "<p>Our gauge at the quay has counted ships since 12 April 2024</p>"
    undated = STORY.replace("ELMORA, May 3, 2024 (AFP) - ", "")
    result = read(page(undated + footer))
    assert (result.report.published, [notice.code for notice in result.notices]) == ("2024-04-12", ["date_guessed"])
    assert read(page(STORY + footer)).report.published is None
    assert read(page(undated + footer), date="2024-06-01").report.date == "2024-06-01"


def test_an_address_tells_the_day_where_the_page_does_not() -> None:
    assert read(page(), url="https://paper.example/2024/05/04/quay").report.published == "2024-05-04"
    assert read_linked_day("https://paper.example/2028064/quay") is None
    assert read_linked_day("https://paper.example/20240231/quay") is None


def test_statements_that_disagree_are_noted_and_the_earlier_day_is_taken() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-05"}</script>'
        '<meta property="article:published_time" content="2024-05-03">'
    )
    result = read(page(head=head))
    assert result.report.published == "2024-05-03"
    assert "dates_disagree" in [notice.code for notice in result.notices]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-02-30", None),
        ("2024-05-03T00:00:00", "2024-05-03"), ("2024-05-03 10:15 +0530", "2024-05-03T10:15+05:30"),
        ("Tue, 04 Mar 25 15:20:00 +0200", "2025-03-04T15:20+02:00"), ("4 Mar 2025 15:20 EST", "2025-03-04T15:20-05:00"),
        ("Tue, 4 Mar 2025 15:20:00 -0000", "2025-03-04T15:20"), ("2025-03-04T15:20-00:00", "2025-03-04T15:20"),
        ("Tue, 4 Mar 2025 15:20:00 +2400", "2025-03-04T15:20"), ("Tue, 4 Mar 2025 15:20:00 A", "2025-03-04T15:20"),
        ("Tue Mar  4 15:20:00 2025", "2025-03-04T15:20"), ("Tue, 31 Feb 2025 15:20:00 Z", None),
        ("Mar 4, 2025 3:20 PM EST", "2025-03-04T15:20"),
        ("yesterday", None), ("Fri, 03 May 2024 10:15:00 GMT", "2024-05-03T10:15+00:00"), (20240503, None), ("", None),
    ],
)  # fmt: skip
def test_times_are_read_or_left(text: object, time: str | None) -> None:
    assert read_time(text) == time


HIDDEN = "“I made all of it up,” the mayor said on Friday in a text that no reader of this page was ever shown."


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='display:none'>{}</p>", "<p style='COLOR: red; visibility : hidden'>{}</p>",
        "<p hidden>{}</p>",
        "<div aria-hidden='true'><p>{}</p></div>", "<noscript><p>{}</p></noscript>", "<template><p>{}</p></template>",
        "<p style='font-size:0'>{}</p>", "<p style='position:absolute;left:-9999px'>{}</p>",
        "<script>var a = '{}'</script>",
        "<style>p:before {{ content: '{}' }}</style>",
        "<!-- <p>{}</p> -->", "<p data-text='{}'></p>",
        "<script type='application/ld+json'>{{\"articleBody\": \"{}\"}}</script>", "<textarea>{}</textarea>",
    ],
)  # fmt: skip
def test_what_readers_are_not_shown_is_not_taken(markup: str) -> None:
    text = read(page(STORY + markup.format(HIDDEN) + STORY.replace("June", "July"))).report.text
    assert "made all of it up" not in text
    assert BODY[1] in text


def test_quotations_keep_their_marks() -> None:
    story = STORY + (
        "<p>&#147;It is a &ldquo;long&rdquo; job,&#148; Brik <b>said</b>, as the <a href='/x'>crew</a> of the "
        "<i>Merle</i> left.</p>"
        "<p>The union called it <q>a disgrace</q> and said that it would go to court if nothing was done by summer.</p>"
    )
    text = read(page(story)).report.text
    assert "“It is a “long” job,” Brik said, as the crew of the Merle left." in text
    assert "called it “a disgrace” and" in text


def test_blocks_are_not_glued_together() -> None:
    items = "<ul><li>The crane comes from Gdansk, the board said</li><li>The quay is 90 years old</li></ul>"
    text = read(page(STORY + items + STORY.replace("March", "April"))).report.text
    assert "\n\nThe crane comes from Gdansk, the board said\n\nThe quay is 90 years old\n\n" in text


def test_a_paragraph_that_the_extractor_drops_is_put_back() -> None:
    printed = [
        Printed(text, ("div body", "div grid")) for text in ("One said so.", "Two said no.", "Three.", "Four was lost.")
    ]
    others = [Printed("Five is a teaser.", ("div teaser", "div grid"))]
    kept = ["One said so.", "A list", "Two said  no.", "Three."]
    assert complete_article(kept, [*printed, *others]) == [*kept, "Four was lost."]
    assert complete_article(kept[:2], printed) == kept[:2]


@pytest.mark.parametrize(
    "box",
    [
        "<aside><h3>Most read</h3><ul><li><a href='/a'>Mayor: “I will not resign”</a></li></ul></aside>",
        "<section class='comments'><h3>Comments</h3><p class='comment'>“They lied,” wrote a reader</p></section>",
        "<div class='cookie-consent'><p>“We value your privacy,” says this box about cookies, and asks.</p></div>",
    ],
)
def test_what_stands_beside_the_article_is_not_taken(box: str) -> None:
    text = read(page(STORY + box)).report.text
    assert not any(words in text for words in ("resign", "They lied", "privacy"))
    assert BODY[1] in text


@pytest.mark.parametrize("depth", [255, 300])
def test_deep_pages_are_read_whole(depth: int) -> None:
    story = f"{STORY}{'<div>' * depth}<p>{HIDDEN}</p>{'</div>' * depth}<p>{HIDDEN.replace('Friday', 'Monday')}</p>"
    text = read(page(story)).report.text
    assert "on Friday in a text" in text
    assert "on Monday in a text" in text


@pytest.mark.parametrize("opening", ["<div>" * 3000, "<div>" * 600, "<b>" * 20_000, "<span><i>" * 50_000])
def test_deeper_pages_are_refused_and_not_cut(opening: str) -> None:
    with pytest.raises(TooLarge, match="element_depth") as caught:
        read(page(opening + STORY))
    assert caught.value.code == "too_deep"


@pytest.mark.parametrize("count", [300, 40_000])
def test_tags_with_hundreds_of_attributes_are_refused(count: int) -> None:
    attributes = " ".join(f"a{number}=1" for number in range(count))
    with pytest.raises(TooLarge) as caught:
        read(page(f"<p {attributes}>x</p>{STORY}"))
    assert caught.value.code == "too_many_attributes"


def test_attributes_are_counted_as_a_parser_would() -> None:
    markup = "<p a b=1 c='x > y' d=\"<\">x</p><br/><!-- <p e f> --><script>if (a<b c d) {}</script><p g>"
    assert count_attributes(markup, "page", LIMITS) == 5
    limits = replace(LIMITS, attributes_of_a_tag=3, attributes=5, tags=4)
    assert count_attributes("<p a b c>", "page", limits) == 3
    for text in ("<p a b c d>", "<p a b c><p a b c>", "<p>" * 5, "<p " + "a='" * 9 + ">"):
        with pytest.raises(TooLarge):
            count_attributes(text, "page", limits)


@pytest.mark.parametrize("block", ["<p data-x='{}'>quay</p>", "<!--{}-->", "<script>{}</script>"])
def test_text_behind_a_long_block_is_not_lost(block: str) -> None:
    assert BODY[2] in read(page(block.format("x" * 10_500_000) + STORY)).report.text


def test_paragraphs_inside_each_other_take_no_longer() -> None:
    start = time.process_time()
    read(page((STORY + "<p><whether the wall> moved " + "word " * 200) * 160))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "copy", ["{}", "<div class='print'>{}</div>", "{}<p>The board meets again on Monday to look for a crane.</p>"]
)
def test_an_article_that_stands_twice_is_read_once(copy: str) -> None:
    result = read(page(STORY + copy.format(STORY)))
    assert result.report.text.count(BODY[0]) == 1
    assert "repeated_article" in [notice.code for notice in result.notices]
    assert ("meets again" in result.report.text) == ("meets again" in copy)


@pytest.mark.parametrize(
    "body",
    ["<table>" * 100 + "<tr><td>{}</td></tr>" + "</table>" * 100, "<br>" * 50_000 + "{}", "<i></i>" * 60_000 + "{}"],
)
def test_odd_but_harmless_markup_ends_in_time(body: str) -> None:
    start = time.process_time()
    assert BODY[1] in read(page(body.format(STORY))).report.text
    assert time.process_time() - start < 10


def test_a_page_that_names_another_outlet_does_not_change_who_published_it() -> None:
    head = "<meta http-equiv=refresh content='0;url=http://evil.example/'><link rel=canonical href='http://evil.example/x'>"
    told = read(page(head=head), url="https://elmora.example/quay", outlet="Elmora Post")
    assert (told.report.url, told.report.outlet) == ("https://elmora.example/quay", "Elmora Post")


def test_the_language_is_told_by_the_text_and_not_by_the_label() -> None:
    assert read(page(STORY * 2).replace(b"<html", b"<html lang=xx dir=rtl", 1)).report.language == "en"


def test_a_page_without_marked_paragraphs_is_read_and_marked() -> None:
    words = "".join(f"<span>word {number} and more of it here</span> " for number in range(2500))
    result = read(page(f"<nav>{words}</nav>"))
    assert any(notice.incomplete for notice in result.notices)


def test_many_equal_paragraphs_are_all_there() -> None:
    text = read(page("<p>The board said on Friday that the quay is closed.</p>" * 2000)).report.text
    assert text.count("The board said") == 2000


def test_a_page_without_an_article_is_refused() -> None:
    for body in ("<script>x = 1</script><p>Loading…</p>", "<img src=a.png>", ""):
        with pytest.raises(InputError) as caught:
            read(f"<!doctype html><html><body>{body}</body></html>".encode())
        assert caught.value.code == "no_article"


def test_bare_angle_brackets_are_no_page() -> None:
    assert not looks_like_html(b"The quay <closed> is shut & a < b, the board said.")
    assert looks_like_html(b"  <!-- saved --><html><body>")
    with pytest.raises(NotText):
        read(b"", format="html")


@pytest.mark.parametrize(
    "junk", ["<p/>", "</p>", "<<p>>", "<p<b>", "<a href='x>", "&#0; &#x110000; &#xD800; &notit;", "<p\x00>"]
)
def test_broken_markup_does_no_harm(junk: str) -> None:
    assert BODY[0] in read(page(STORY + junk)).report.text or junk == "<a href='x>"


@pytest.mark.parametrize(
    "reference", ["&#1;", "&#12;", "&#x1f", "&#0", "&#65535;", "&#xD800;", "&#99999999999;", "&#8", "\x08"]
)
def test_references_to_no_character_do_no_harm(reference: str) -> None:
    hidden = f"<p>The{reference}board<span hidden>{reference}</span>{reference}a said on Friday that it was sorry.</p>"
    report = read(page(STORY + hidden)).report
    assert BODY[0] in report.text
    assert not set(report.text) & set(map(chr, (*range(9), *range(11, 32))))


def test_numeric_references_are_read_as_the_standard_says() -> None:
    assert (
        "costs €5 “today”"
        in read(
            page(STORY + "<p>The ticket costs &#128;5 &#147;today&#148;, the board said on Friday.</p>")
        ).report.text
    )
