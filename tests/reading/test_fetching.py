"""The fetcher: which addresses it asks, which it refuses, and what ends a fetch. No packet leaves the machine."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from onrecord.errors import FetchError, TooLarge
from onrecord.fetching import FetchLimits, Known, fetch, is_public, read_address
from onrecord.reading import read_bytes
from onrecord.robots import fits, read_rules
from tests.reading import formats as written

SPECIAL = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "192.0.0.170",
    "198.18.0.1",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.51.100.7",
    "203.0.113.9",
    "168.63.129.16",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "100::1",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
]
ODD = [
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.0.0.1.",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
]
REFUSED = [
    "http://good.example@127.0.0.1/", "http://127.0.0.1#@good.example/", "http://good.example\\@127.0.0.1/",
    "http://a@b@c.example/", "http:127.0.0.1", "///127.0.0.1", "http://good.example/\n", "http://good\t.example/",
    "file:///etc/hostname", "FTP://good.example/", "gopher://good.example/", "data:text/plain,x", "jar:http://good.example/",
    " http://good.example/", "http://", "http://[::1", "http://good.example:99999/", "https://" + "a" * 3000,
    "http://-bad.example/", "http://a..example/", "http://[fe80::1%25eth0]/",
]  # fmt: skip


def never(*_: Any) -> Any:
    raise AssertionError("nothing may be asked")


@pytest.mark.parametrize("address", SPECIAL)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "2a00:1450:4001::1"])
def test_others_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", SPECIAL)
def test_a_name_with_a_special_address_is_refused_before_connecting(address: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch("http://good.example/", resolve=lambda host: ["93.184.216.34", address], connect=never)
    assert caught.value.code == "blocked_address"


@pytest.mark.parametrize("host", [*ODD, "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_numbers_are_judged_without_a_lookup(host: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"http://{host}/", resolve=never, connect=never)
    assert caught.value.code in ("bad_address", "blocked_address")


@pytest.mark.parametrize("url", REFUSED)
def test_addresses_that_two_readers_take_differently_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url, resolve=never, connect=never)
    assert caught.value.code in ("bad_address", "blocked_address")


@pytest.mark.parametrize("port", [0, 22, 25, 5432, 6379, 8080])
def test_other_ports_are_not_asked(port: int) -> None:
    with pytest.raises(FetchError, match=f"port {port}"):
        read_address(f"http://good.example:{port}/")


def test_an_address_is_taken_apart() -> None:
    target = read_address("HTTPS://News.Example./a/b?c=é#top")
    assert (target.host, target.port, target.path) == ("news.example", 443, "/a/b?c=%C3%A9")
    assert read_address("http://bücher.example").host == "xn--bcher-kva.example"


def test_credentials_are_never_shown() -> None:
    with pytest.raises(FetchError) as caught:
        fetch("http://anna:secret@good.example/", resolve=never, connect=never)
    assert "secret" not in str(caught.value)


def test_the_connection_goes_to_the_checked_address() -> None:
    asked: list[str] = []

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        asked.append(f"{address}:{port}")
        raise OSError

    with pytest.raises(FetchError) as caught:
        fetch("http://good.example/", resolve=lambda host: ["93.184.216.34"], connect=connect)
    assert caught.value.code == "unreachable"
    assert asked == ["93.184.216.34:80"]


def test_a_lookup_that_never_answers_ends() -> None:
    never_set = threading.Event()

    def resolve(host: str) -> list[str]:
        never_set.wait(5)
        return []

    with pytest.raises(FetchError) as caught:
        fetch("http://good.example/", resolve=resolve, connect=never, limits=FetchLimits(seconds=0.1))
    never_set.set()
    assert caught.value.code == "timeout"


class Site(BaseHTTPRequestHandler):
    """A small site that misbehaves in the ways its paths name."""

    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
        "/": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<p>The bridge is closed.</p>"),
        "/packed": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"The bridge is closed.")),
        "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 5_000_000)),
        "/twice": (200, {"Content-Encoding": "gzip, gzip"}, b"x"),
        "/long": (200, {}, b"x" * 200_001),
        "/empty": (200, {}, b""),
        "/missing": (404, {}, b"secret page"),
        "/moved": (302, {"Location": "/"}, b""),
        "/circle": (302, {"Location": "/circle"}, b""),
        "/inside": (302, {"Location": "http://10.0.0.1/"}, b""),
        "/files": (302, {"Location": "file:///etc/hostname"}, b""),
        "/nowhere": (302, {}, b""),
        "/a": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": "/c"}, b""),
        "/c": (302, {"Location": "/d"}, b""), "/d": (302, {"Location": "/"}, b""),
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private\nAllow: /private/open\n"),
        "/private/a": (200, {}, b"secret page"), "/private/open": (200, {}, b"An open page."), "/hidden": (302, {"Location": "/private/a"}, b""),
        "/labelled": (200, {"ETag": '"v1"', "Last-Modified": "Fri, 03 May 2024 10:00:00 GMT"}, b"The bridge is closed."),
        "/odd-labels": (200, {"ETag": "x" * 5000, "Last-Modified": "caf\xe9"}, b"The bridge is closed."),
        "/busy": (503, {"Retry-After": "120"}, b"x"), "/never": (429, {"Retry-After": "999999999"}, b"x"),
        "/feed": (200, {"Content-Type": "text/html"}, written.write_rss()),
    }  # fmt: skip
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers, body = self.pages[self.path] if self.path != "/slow" else (200, {}, b"")
        if self.headers.get("If-None-Match") == '"v1"':
            status, headers, body = 304, {}, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.path == "/slow":
            threading.Event().wait(1.5)
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, FetchLimits]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    port = server.server_address[1]
    yield f"http://127.0.0.1:{port}", FetchLimits(body_bytes=200_000, allowed=frozenset({("127.0.0.1", port)}))
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_fetched(site: tuple[str, FetchLimits]) -> None:
    page = fetch(site[0] + "/", limits=site[1])
    assert (page.data, page.content_type, page.charset) == (b"<p>The bridge is closed.</p>", "text/html", "utf-8")
    assert fetch(site[0] + "/packed", limits=site[1]).data == b"The bridge is closed."
    assert fetch(site[0] + "/moved", limits=site[1]).url == site[0] + "/"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/missing", "http_404"), ("/empty", "empty"), ("/circle", "too_many_redirects"), ("/a", "too_many_redirects"),
        ("/inside", "blocked_address"), ("/files", "bad_address"), ("/nowhere", "bad_redirect"),
        ("/twice", "bad_answer"),
    ],
)  # fmt: skip
def test_what_ends_a_fetch(site: tuple[str, FetchLimits], path: str, code: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(site[0] + path, limits=site[1])
    assert caught.value.code == code
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("path", ["/long", "/bomb"])
def test_long_answers_are_cut_off(site: tuple[str, FetchLimits], path: str) -> None:
    with pytest.raises(TooLarge):
        fetch(site[0] + path, limits=site[1])


def test_a_growing_answer_is_a_bomb(site: tuple[str, FetchLimits]) -> None:
    with pytest.raises(TooLarge) as caught:
        fetch(site[0] + "/bomb", limits=replace(site[1], body_bytes=20_000_000))
    assert caught.value.code == "bomb"


def test_a_slow_answer_ends_at_the_deadline(site: tuple[str, FetchLimits]) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(site[0] + "/slow", limits=replace(site[1], seconds=0.3))
    assert caught.value.code == "timeout"


def test_proxies_of_the_environment_are_not_used(
    site: tuple[str, FetchLimits], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://10.0.0.1:3128")
    assert fetch(site[0] + "/", limits=site[1]).data


def test_what_a_site_asks_of_robots_is_respected(site: tuple[str, FetchLimits]) -> None:
    for path in ("/private/a", "/hidden"):
        Site.asked.clear()
        with pytest.raises(FetchError) as caught:
            fetch(site[0] + path, limits=site[1])
        assert caught.value.code == "robots"
        assert "/private/a" not in Site.asked
        assert Site.asked.count("/robots.txt") == 1
    assert fetch(site[0] + "/private/open", limits=site[1]).data == b"An open page."


@pytest.mark.parametrize(
    ("status", "code"), [(404, None), (410, None), (403, None), (500, "robots"), (503, "robots"), (200, None)]
)
def test_a_site_without_rules_and_one_that_fails(
    site: tuple[str, FetchLimits], monkeypatch: pytest.MonkeyPatch, status: int, code: str | None
) -> None:
    monkeypatch.setitem(Site.pages, "/robots.txt", (status, {}, b""))
    if code is None:
        assert fetch(site[0] + "/", limits=site[1]).data
        return
    with pytest.raises(FetchError) as caught:
        fetch(site[0] + "/", limits=site[1])
    assert caught.value.code == code


ROBOTS = """# rules
User-agent: otherbot
Disallow: /

User-agent: *
User-agent: thirdbot
Disallow: /a/*/print
Disallow: /*.pdf$
Disallow: /caf%C3%A9
Allow: /a/b/print/ok
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/a/b/print", False), ("/a/b/print/ok", True), ("/x.pdf", False), ("/x.pdf?y", True),
        ("/caf%C3%A9", False), ("/a/print", True),
    ],
)  # fmt: skip
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:
    assert read_rules(ROBOTS).allows(path) == allowed


def test_a_group_that_names_us_goes_before_the_one_for_all() -> None:
    rules = read_rules("User-agent: *\nDisallow: /\n\nUser-agent: OnRecord/1.0\nDisallow: /x\n")
    assert (rules.allows("/"), rules.allows("/x")) == (True, False)
    assert read_rules("\ufeffdisallow: /\n\0\n" + "user-agent\n" * 1000).allows("/")


def test_no_rule_takes_long() -> None:
    assert not fits("/" + "*a" * 5_000 + "b$", "/" + "a" * 20_000)
    assert fits("/*", "/x")
    assert fits("/a$", "/a")
    assert not fits("/a$", "/ab")


def test_a_page_that_is_known_is_fetched_only_if_it_has_changed(site: tuple[str, FetchLimits]) -> None:
    page = fetch(site[0] + "/labelled", limits=site[1])
    assert page.known == Known('"v1"', "Fri, 03 May 2024 10:00:00 GMT")
    with pytest.raises(FetchError) as caught:
        fetch(site[0] + "/labelled", limits=site[1], known=page.known)
    assert caught.value.code == "not_modified"


def test_labels_that_cannot_be_sent_back_are_not_kept(site: tuple[str, FetchLimits]) -> None:
    assert fetch(site[0] + "/odd-labels", limits=site[1]).known == Known()
    assert Known("a\r\nX: y", "x" * 5000).headers == {}


def test_an_answer_of_304_that_was_not_asked_for_is_no_page(
    site: tuple[str, FetchLimits], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Site.pages, "/odd", (304, {}, b""))
    with pytest.raises(FetchError) as caught:
        fetch(site[0] + "/odd", limits=site[1])
    assert caught.value.code == "http_304"


@pytest.mark.parametrize(("path", "advice"), [("/busy", "in 120 seconds"), ("/never", "try again later")])
def test_a_wait_that_is_asked_for_is_named_within_reason(site: tuple[str, FetchLimits], path: str, advice: str) -> None:
    with pytest.raises(FetchError, match=advice):
        fetch(site[0] + path, limits=site[1])


def test_a_feed_by_its_address_is_judged_by_content(site: tuple[str, FetchLimits]) -> None:
    page = fetch(site[0] + "/feed", limits=site[1])
    (result,) = read_bytes(page.data, page.url)
    assert result.report.format == "feed"


ENDLESS = [
    b"junk\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 10_000, b"HTTP/1.1 200 OK\r\nA: " + b"b" * 200_000,
    b"HTTP/1.1 100 Continue\r\n\r\n" * 500, b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx", b"\x16\x03\x01" * 100,
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nshort", b"",
]  # fmt: skip


@pytest.mark.parametrize("answer", ENDLESS, ids=range(len(ENDLESS)))
def test_answers_that_are_none_end_within_the_deadline(answer: bytes) -> None:
    def connect(address: str, port: int, seconds: float) -> socket.socket:
        near, far = socket.socketpair()
        far.setblocking(False)

        def speak() -> None:
            far.setblocking(True)
            with far:
                try:
                    far.sendall(answer)
                    far.settimeout(3)
                    far.shutdown(socket.SHUT_WR)
                except OSError:
                    pass

        threading.Thread(target=speak, daemon=True).start()
        return near

    start = time.monotonic()
    with pytest.raises(FetchError):
        fetch(
            "http://good.example/",
            resolve=lambda host: ["93.184.216.34"],
            connect=connect,
            limits=FetchLimits(seconds=2),
        )
    assert time.monotonic() - start < 8
