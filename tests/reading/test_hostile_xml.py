"""Feeds and NewsML-G2 by strangers: nothing expanded, opened or fetched; what is sound is read, the rest is named."""

from __future__ import annotations

import builtins
import io
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.model import Notice
from onrecord.reading import LIMITS, ReadResult, Told, read_bytes, read_items
from tests.reading import formats as written

STORY = "The harbour board said on Friday that the quay would stay closed until June. " * 4
CANARY = "canary-4711"


def rss(items: str, head: str = "", channel: str = "<title>Elmora Post</title>") -> bytes:
    space = 'xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"'
    return f'{head}<rss version="2.0" {space}><channel>{channel}{items}</channel></rss>'.encode()


def item(inside: str = "", title: str = "Quay closed", text: str = STORY) -> str:
    return f"<item><title>{title}</title><description>{text}</description>{inside}</item>"


def read(data: bytes, **told: str) -> list[Any]:
    return list(read_items(data, "feed", Told(**told)))


def reports(items: list[Any]) -> list[ReadResult]:
    return [found for found in items if isinstance(found, ReadResult)]


def codes(items: list[Any]) -> set[str]:
    found = {part.code for part in items if not isinstance(part, ReadResult)}
    return found | {notice.code for result in reports(items) for notice in result.notices}


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file that nobody may open, on a machine from which nothing may leave."""
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY, encoding="utf-8")

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("reading opened a connection")

    true_open = builtins.open

    def watch(name: Any, *rest: Any, **more: Any) -> Any:
        assert "canary" not in str(name), "reading opened a file"
        return true_open(name, *rest, **more)

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(builtins, "open", watch)
    monkeypatch.setattr(io, "open", watch)
    return canary


ENTITIES = [
    "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "<!DOCTYPE rss [<!ENTITY big '" + "x" * 50_000 + "'>]>",
    "<!DOCTYPE rss [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>",
    "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x.dtd'>%p;]>",
    "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///CANARY'>]>",
    "<!doctype rss [<!ELEMENT rss ANY>]>",
    "<?xml version='1.0'?><!-- x --><!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd' [<!ENTITY a 'b'>]>",
]


@pytest.mark.parametrize("form", ["feed", "newsml"])
@pytest.mark.parametrize("head", ENTITIES)
def test_entities_are_refused_before_they_are_expanded(head: str, form: str, sealed: Path) -> None:
    head = head.replace("/CANARY", str(sealed))
    data = rss(item(text="&a;&x;&big;" * 1000), head)
    with pytest.raises(NotText) as caught:
        read(data, format=form)
    assert caught.value.code == "dtd"


OUTSIDE = [
    ("<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//N//DTD RSS 0.91//EN' 'http://127.0.0.1:9/rss.dtd'>", ""),
    ("<?xml-stylesheet href='file:///CANARY' type='text/xsl'?>", ""),
    ("", "<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='file:///CANARY' parse='text'/>"),
    ("", "<link xmlns:s='http://www.w3.org/2001/XMLSchema-instance' s:schemaLocation='a file:///CANARY'>x</link>"),
    ("<?oasis-xml-catalog catalog='file:///CANARY'?>", ""),
]


@pytest.mark.parametrize(("head", "inside"), OUTSIDE)
def test_what_points_outside_is_left_alone(head: str, inside: str, sealed: Path) -> None:
    data = rss(item(inside.replace("/CANARY", str(sealed))), head.replace("/CANARY", str(sealed)))
    (result,) = reports(read(data))
    assert CANARY not in str(result)
    assert "stay closed" in result.report.text


@pytest.mark.parametrize("form", [None, "feed", "newsml"])
def test_a_name_or_an_address_is_no_feed_and_is_not_opened(form: str | None, sealed: Path) -> None:
    for data in (str(sealed).encode(), b"http://127.0.0.1:9/feed.xml", b"file://" + str(sealed).encode()):
        try:
            found = read(data, **({"format": form} if form else {}))
        except InputError:
            continue
        assert CANARY not in str(found)
        assert form is None


def test_references_of_html_are_read_and_noted() -> None:
    data = rss(
        item(title="Caf&eacute; &amp; quay&nbsp;closed &unknown; AT&T", text="&ldquo;Yes,&rdquo; he said. " + STORY)
    )
    (result,) = reports(items := read(data))
    assert result.report.headline
    assert result.report.headline.text == "Café & quay closed &unknown; AT&T"
    assert "“Yes,” he said." in result.report.text
    assert {"html_entities", "bare_ampersands"} <= codes(items)


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ("<a>" * 300, "too_deep"), ("<a>" * 100_000, "too_deep"),
        ("<item " + " ".join(f"a{number}='1'" for number in range(20_000)) + "/>", "too_many_attributes"),
        ("<item/>" * 600_000, "too_many_tags"),
        (item(title="<b>" * 200_000), "too_deep"),
    ],
)  # fmt: skip
def test_what_is_too_much_is_refused_soon(items: str, code: str) -> None:
    start = time.process_time()
    with pytest.raises(TooLarge) as caught:
        read(rss(items))
    assert caught.value.code == code
    assert time.process_time() - start < 5


def test_a_long_feed_is_read_in_time_and_no_item_lost_without_a_word() -> None:
    limits = replace(LIMITS, feed_items=300)
    start = time.process_time()
    found = list(read_items(rss(item() * 400), "feed", limits=limits))
    assert time.process_time() - start < 5
    assert len(reports(found)) == 300
    assert "400" in next(part.text for part in found if isinstance(part, Notice) and part.incomplete)


@pytest.mark.parametrize(
    "broken",
    [
        lambda data: data[: data.rindex(b"</item>")], lambda data: data.replace(b"</channel>", b"</chanel>"),
        lambda data: data + b"<rss/>", lambda data: data + b"bye", lambda data: data.replace(b"<item>", b"<item>\x01", 1),
        lambda data: data.replace(b"<title>Quay", b"<title a='1' a='2'>Quay", 1),
    ],
)  # fmt: skip
def test_what_is_sound_in_a_broken_feed_is_read(broken: Any) -> None:
    found = read(broken(rss(item(text="First. " + STORY) + item(text="Second. " + STORY))))
    assert any("Quay closed" in result.report.text for result in reports(found))
    assert any(part.incomplete for part in found if isinstance(part, Notice)) or len(reports(found)) == 2


def test_the_place_of_the_fault_is_given() -> None:
    (notice,) = [part for part in read(rss(item())[:-30]) if isinstance(part, Notice)]
    assert (notice.code, notice.incomplete) == ("not_well_formed", True)
    assert "line 1, column" in notice.text


def test_encodings_follow_the_one_order_of_precedence() -> None:
    data = rss(item(title="Café closed"), "<?xml version='1.0' encoding='iso-8859-1'?>")
    assert reports(read(data))[0].report.text.startswith("Café closed")
    latin = rss(item(title="Café “closed”"), "<?xml version='1.0' encoding='iso-8859-1'?>").decode().encode("cp1252")
    assert reports(read(latin))[0].report.text.startswith("Café “closed”")


def test_a_title_that_is_text_stays_text() -> None:
    title = '&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror="a()"&gt; quay'
    entry = f'<entry><title type="text">{title}</title><id>1</id><content type="text">{STORY}</content></entry>'
    (result,) = reports(read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode()))
    assert result.report.headline
    assert result.report.headline.text.startswith("<script>alert(1)</script>")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/hostname", "vbscript:x", "//evil.example/a", "a/b"],
)
def test_only_http_becomes_an_address(address: str) -> None:
    (result,) = reports(read(rss(item(f"<link>{address}</link><guid>{address}</guid>"))))
    assert result.report.url is None
    (result,) = reports(read(rss(item(f"<link xml:base='file:///'>{address}</link><link>https://p.example/1</link>"))))
    assert result.report.url == "https://p.example/1"


def test_one_label_for_two_bodies_and_two_labels_for_one() -> None:
    first, second = item("<guid>g</guid>"), item("<guid>g</guid>", text="Another text. " + STORY)
    found = [result.report for result in reports(read(rss(first + second + item("<guid>h</guid>"))))]
    assert [report.item for report in found] == ["g", "g", "h"]
    assert found[0].id != found[1].id
    assert found[0].id == found[2].id
    (long,) = reports(read(rss(item(f"<guid>{'g' * 1_000_000}</guid>"))))
    assert long.report.item is not None
    assert len(long.report.item) <= 500


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "Mon, 45 Foo 99999 99:99:99 +2400", "31 Feb 2024", "0000-00-00", "9" * 5000, "A"]
)
def test_a_date_that_is_none_refuses_no_item(moment: str) -> None:
    (result,) = reports(read(rss(item(f"<pubDate>{moment}</pubDate>"))))
    assert result.report.published is None


def test_the_longest_form_of_a_story_goes_first() -> None:
    inside = f"<c:encoded>&lt;p&gt;Whole. {STORY}&lt;/p&gt;</c:encoded><d:description>Third. {STORY}</d:description>"
    (result,) = reports(read(rss(item(inside, text="Short. " + STORY))))
    assert "Whole." in result.report.text
    assert "Short." not in result.report.text
    assert not any(notice.incomplete for notice in result.notices)


@pytest.mark.parametrize(
    ("text", "code"), [("", "links_only"), ("The quay is closed.", "summary_only"), (STORY * 2 + "It…", "summary_only")]
)
def test_items_without_their_article_are_marked_incomplete(text: str, code: str) -> None:
    (result,) = reports(read(rss(item(text=text))))
    assert [notice.code for notice in result.notices if notice.incomplete] == [code]


def test_elements_are_judged_by_namespace_and_not_by_prefix() -> None:
    entry = f"<z:entry><z:title>Quay</z:title><z:content>{STORY}</z:content><title>Forged</title></z:entry>"
    found = reports(read(f'<z:feed xmlns:z="http://www.w3.org/2005/Atom">{entry}</z:feed>'.encode()))
    assert [result.report.headline.text for result in found if result.report.headline] == ["Quay"]
    foreign = "<item xmlns='http://other.example/'><title>Forged</title></item>"
    assert len(reports(read(rss(item() + foreign)))) == 1


def news(meta: str = "", content: str | None = None, attributes: str = "") -> list[Any]:
    data = written.write_newsml(content).replace(b'<pubStatus qcode="stat:usable"/>', meta.encode())
    return list(read_items(data.replace(b'version="2"', attributes.encode() or b'version="2"'), "news"))


@pytest.mark.parametrize(
    ("meta", "status", "told"),
    [
        ('<pubStatus qcode="stat:canceled"/>', "canceled", "status_canceled"),
        ('<pubStatus qcode="stat:withheld"/><embargoed>2025-03-09T06:00:00Z</embargoed>', "withheld", "embargo"),
        ('<signal qcode="sig:correction"/><edNote>Corrects name in paragraph 2</edNote>', "usable", "editors_note"),
        ('<pubStatus qcode="odd:strange"/>', "strange", "status_other"),
    ],
)
def test_the_standing_of_an_item_is_kept_and_shown(meta: str, status: str, told: str) -> None:
    (result,) = reports(items := news(meta))
    assert (result.report.status, result.report.version) == (status, "2")
    assert told in codes(items)
    assert written.TITLE in result.report.text


def test_renditions_that_differ_are_noted_and_unknown_schemes_do_no_harm() -> None:
    xhtml = f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{STORY}</p></body></html></inlineXML>'
    data = '<inlineData contenttype="text/plain">Quite another text.</inlineData><remoteContent href="file:///etc/hostname"/>'
    (result,) = reports(items := news('<foo:bar xmlns:foo="urn:x" qcode="zz:9"/>' * 10_000, data + xhtml))
    assert "stay closed" in result.report.text
    assert "bodies_differ" in codes(items)


def test_a_package_that_only_refers_is_refused() -> None:
    data = b'<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/"><groupSet><group><itemRef residref="urn:x"/></group></groupSet></packageItem>'
    with pytest.raises(NotText, match="packageItem"):
        read_bytes(data, "package")


@pytest.mark.parametrize("name", ["story.html", "feed.json", "a.txt"])
def test_the_format_is_judged_by_content_and_not_by_name(name: str) -> None:
    (result,) = read_bytes(rss(item()), name)
    assert result.report.format == "feed"
