"""A page by its address, from public hosts only.

The address is parsed once, by rules stricter than any library's; the name is looked up once; every answer is held
against the registries of special addresses (IANA, RFC 6890 and its updates); the connection goes to the address that
was checked and to no other. Redirects are checked as if typed. Nothing is taken from the environment. What a site asks
of robots is respected (RFC 9309), and a page that is known is asked for only if it has changed (RFC 9110).
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from urllib.parse import quote, urljoin

from onrecord.errors import FetchError, TooLarge
from onrecord.robots import Rules, read_rules

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]

SPECIAL_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4",
    )
)  # fmt: skip
PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
SPECIAL_V6 = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"))
)
PARTS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?"
)
AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[^\[\]:@%]{1,253})(?::(?P<port>\d{1,5})?)?")
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
LABEL_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)")
CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{1,40})", re.I)
REDIRECTS = (301, 302, 303, 307, 308)
MOST_ADDRESSES = 4
CHUNK = 65_536
LONGEST_WAIT = 86_400
HEADERS = {
    "Accept": "text/html, application/rss+xml, application/atom+xml, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "Connection": "close",
    "User-Agent": "onrecord",
}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may cost, and the hosts with their ports that are allowed though they are not public."""

    redirects: int = 3
    connect_seconds: float = 5.0
    seconds: float = 30.0
    body_bytes: int = 20_000_000
    growth: int = 200
    growth_from: int = 1_000_000
    address_characters: int = 2048
    robots_bytes: int = 512_000
    label_characters: int = 200
    ports: tuple[int, ...] = (80, 443)
    allowed: frozenset[tuple[str, int]] = frozenset()


FETCH_LIMITS = FetchLimits()


@dataclass(frozen=True, slots=True)
class Known:
    """What a server said of a page when it was last fetched, to ask for it again only if it has changed."""

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The fields that make a request conditional; none where nothing is known."""
        fields = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in fields.items() if value and LABEL_VALUE.fullmatch(value)}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the bytes, the address they came from in the end, and what the server says they are."""

    data: bytes
    url: str
    content_type: str | None
    charset: str | None
    known: Known = Known()


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: where to connect, and what to ask for there."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Visit:
    """How to look up and connect, and what all requests of one fetch may cost together."""

    resolve: Resolve
    connect: Connect
    limits: FetchLimits
    deadline: float


def resolve_host(host: str) -> Sequence[str]:
    """The addresses of a host as the system's resolver gives them."""
    return [str(answer[4][0]) for answer in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def open_connection(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address."""
    return socket.create_connection((address, port), timeout=seconds)


def fetch(
    url: str,
    *,
    resolve: Resolve = resolve_host,
    connect: Connect = open_connection,
    limits: FetchLimits = FETCH_LIMITS,
    known: Known | None = None,
) -> Fetched:
    """The page at an address; where something is known of it, only if it has changed since.

    Raises FetchError with a code that says why not: bad_address, blocked_address, robots, unknown_host, unreachable,
    timeout, too_many_redirects, bad_redirect, bad_certificate, bad_answer, empty, not_modified, http_404 and the like;
    and TooLarge.
    """
    visit = Visit(resolve, connect, limits, time.monotonic() + limits.seconds)
    return _walk(url, visit, known or Known(), {})


def _walk(url: str, visit: Visit, known: Known, rules: dict[str, Rules] | None) -> Fetched:
    """The page at the end of the redirects of an address; without rules no robots.txt is asked for."""
    seen: list[str] = []
    address = url
    for _ in range(visit.limits.redirects + 1):
        target = read_address(address, visit.limits)
        if target.url in seen:
            raise FetchError(
                url, "its redirects go in a circle", "Give the address of the page itself.", "too_many_redirects"
            )
        seen.append(target.url)
        if rules is not None:
            _check_rules(target, visit, rules)
        checked = find_addresses(target, visit.resolve, visit.limits, visit.deadline)
        answer = _ask(target, checked, visit, known)
        if isinstance(answer, Fetched):
            return answer
        address = _follow(target, answer)
    reason = f"it redirects more than {visit.limits.redirects} times"
    raise FetchError(_shorten(url), reason, "Give the address of the page itself.", "too_many_redirects")


def _check_rules(target: Target, visit: Visit, rules: dict[str, Rules]) -> None:
    """Raise FetchError where the site asks robots to stay away from the page; each site is asked once."""
    site = target.url.split("/", 3)[2]
    if site not in rules:
        rules[site] = _fetch_rules(f"{target.scheme}://{site}/robots.txt", visit)
    if not rules[site].allows(target.path):
        reason = "its site asks robots not to fetch this page"
        raise FetchError(_shorten(target.url), reason, "Save the page in a browser and read the file.", "robots")


def _fetch_rules(address: str, visit: Visit) -> Rules:
    """What a site asks of robots: nothing where it has no such file, all where its server fails (RFC 9309)."""
    limits = replace(visit.limits, body_bytes=visit.limits.robots_bytes)
    try:
        page = _walk(address, replace(visit, limits=limits), Known(), None)
    except FetchError as error:
        if error.code == "empty" or error.code.startswith("http_4"):
            return Rules()
        if error.code.startswith("http_5"):
            reason = "its site cannot say now what robots may fetch"
            raise FetchError(_shorten(address), reason, "Try again later.", "robots") from None
        raise
    return read_rules(page.data.decode("utf-8", "replace"))


def read_address(url: str, limits: FetchLimits = FETCH_LIMITS) -> Target:
    """An address taken apart; raises FetchError for every form that two readers could take differently."""
    if len(url) > limits.address_characters:
        raise _bad_address(url, f"it has {len(url):,} characters, the limit is {limits.address_characters:,}")
    if re.search(r"[\s\\\x00-\x20\x7f-\x9f<>\"{}|^`]", url):
        raise _bad_address(url, "it holds white space or characters that no address may hold")
    parts = PARTS.fullmatch(url)
    scheme = parts["scheme"].lower() if parts else ""
    if not parts or scheme not in ("http", "https"):
        raise _bad_address(url, "only http:// and https:// are fetched")
    if "@" in parts["authority"]:
        raise _bad_address(url, "it holds a user name or a second host before an @")
    authority = AUTHORITY.fullmatch(parts["authority"])
    if not authority:
        raise _bad_address(url, "its host cannot be read")
    host = _read_host(authority["host"], url)
    port = int(authority["port"]) if authority["port"] else {"http": 80, "https": 443}[scheme]
    if port not in limits.ports and (host, port) not in limits.allowed:
        raise FetchError(_shorten(url), f"port {port} is not asked", "Use the ports 80 and 443.", "blocked_address")
    path = quote(f"{parts['path'] or '/'}{parts['query'] or ''}", safe="/?%:@!$&'()*+,;=~[]-._")
    shown = f"[{host}]" if ":" in host else host
    return Target(f"{scheme}://{shown}{'' if port in (80, 443) else f':{port}'}{path}", scheme, host, port, path)


def _read_host(host: str, url: str) -> str:
    if host.startswith("["):
        try:
            return str(ipaddress.IPv6Address(host[1:-1]))
        except ValueError:
            raise _bad_address(url, "its host is no IPv6 address") from None
    name = host.lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise _bad_address(url, "its host is no name") from None
        if NUMBER.fullmatch(name.rstrip(".").rsplit(".", 1)[-1]):
            raise _bad_address(url, "its host is a number in an odd spelling")
    labels = name.removesuffix(".").split(".")
    if NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise _bad_address(url, "its host is a number in an odd spelling") from None
    if len(name) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise _bad_address(url, "its host is no name")
    return ".".join(labels)


def find_addresses(target: Target, resolve: Resolve, limits: FetchLimits, deadline: float) -> list[str]:
    """The public addresses of the host, looked up once; raises FetchError when a single one of them is not public."""
    if is_number(target.host):
        found: Sequence[str] = [target.host]
    else:
        found = _look_up(target, resolve, deadline)
    if (target.host, target.port) not in limits.allowed and not all(map(is_public, found)):
        reason = "its host is, or may be, on a private or special network"
        raise FetchError(_shorten(target.url), reason, "Only public pages are fetched.", "blocked_address")
    return list(dict.fromkeys(found))[:MOST_ADDRESSES]


def is_number(host: str) -> bool:
    """Whether the host is an address and not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet by the registries of special addresses."""
    try:
        number: Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv4Address):
        return not any(number in network for network in SPECIAL_V4)
    return number.scope_id is None and number in PUBLIC_V6 and not any(number in network for network in SPECIAL_V6)


def _look_up(target: Target, resolve: Resolve, deadline: float) -> Sequence[str]:
    """The answers of the resolver, waited for no longer than the deadline."""
    answers: list[Sequence[str]] = []

    def ask() -> None:
        try:
            answers.append(resolve(target.host))
        except (OSError, UnicodeError):
            answers.append(())

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if not answers:
        raise _timed_out(target)
    if not answers[0]:
        raise FetchError(_shorten(target.url), f"there is no host {target.host}", "Check the spelling.", "unknown_host")
    return answers[0]


def _ask(target: Target, addresses: list[str], visit: Visit, known: Known) -> Fetched | list[str]:
    """The page, or the places that the answer redirects to."""
    sock = _connect(target, addresses, visit.connect, visit.limits, visit.deadline)
    over = threading.Event()
    guard = threading.Timer(max(0.0, visit.deadline - time.monotonic()), _end, (sock, over))
    guard.daemon = True
    guard.start()
    try:
        answer = _converse(target, sock, visit.limits, known)
    except (OSError, http.client.HTTPException, zlib.error, ValueError, FetchError) as error:
        if over.is_set() or time.monotonic() >= visit.deadline:
            raise _timed_out(target) from None
        raise _name_fault(target, error) from None
    finally:
        guard.cancel()
        sock.close()
    if over.is_set():
        raise _timed_out(target)
    return answer


def _name_fault(target: Target, error: Exception) -> FetchError:
    """What went wrong in words that show nothing of the answer."""
    if isinstance(error, FetchError):
        return error
    if isinstance(error, ssl.SSLError):
        return FetchError(_shorten(target.url), "its certificate is not valid", "Do not trust it.", "bad_certificate")
    return FetchError(_shorten(target.url), "its answer cannot be read", "Try it in a browser.", "bad_answer")


def _end(sock: socket.socket, over: threading.Event) -> None:
    over.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        sock.close()


def _connect(
    target: Target, addresses: list[str], connect: Connect, limits: FetchLimits, deadline: float
) -> socket.socket:
    for address in addresses:
        seconds = min(limits.connect_seconds, deadline - time.monotonic())
        if seconds <= 0:
            break
        try:
            return connect(address, target.port, seconds)
        except OSError:
            continue
    if time.monotonic() >= deadline:
        raise _timed_out(target)
    raise FetchError(_shorten(target.url), "its host does not answer", "Try again later.", "unreachable")


def _converse(target: Target, sock: socket.socket, limits: FetchLimits, known: Known) -> Fetched | list[str]:
    if target.scheme == "https":
        sock = ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = sock
    with closing(connection):
        connection.request("GET", target.path, headers={**HEADERS, **known.headers})
        with connection.getresponse() as answer:
            if answer.status in REDIRECTS:
                return answer.headers.get_all("Location") or []
            if answer.status == 304 and known.headers:
                reason = "it has not changed since it was last fetched"
                raise FetchError(_shorten(target.url), reason, "Nothing needs to be done.", "not_modified")
            return _receive(target, answer, limits)


def _receive(target: Target, answer: http.client.HTTPResponse, limits: FetchLimits) -> Fetched:
    if answer.status != 200:
        code = f"http_{answer.status}"
        reason = f"its server answers {answer.status}"
        raise FetchError(_shorten(target.url), reason, _advise(answer), code)
    data = _unpack(answer, target, limits)
    if not data:
        raise FetchError(_shorten(target.url), "its server sends nothing", "Try it in a browser.", "empty")
    kind = (answer.getheader("Content-Type") or "")[:200]
    charset = CHARSET.search(kind)
    labels = (_read_label(answer.getheader(name), limits) for name in ("ETag", "Last-Modified"))
    stated = kind.split(";")[0].strip().lower() or None
    return Fetched(data, target.url, stated, charset.group(1) if charset else None, Known(*labels))


def _advise(answer: http.client.HTTPResponse) -> str:
    """What to do after an answer that is no page; a wait that the server asks for is named up to a day."""
    wait = (answer.getheader("Retry-After") or "").strip()
    if answer.status in (429, 503) and re.fullmatch(r"[0-9]{1,5}", wait, re.A) and int(wait) <= LONGEST_WAIT:
        return f"Try again in {int(wait):,} seconds."
    return "Check the address, or try again later."


def _read_label(value: str | None, limits: FetchLimits) -> str | None:
    """A label that may be sent back as it came: short, in one line, of plain characters."""
    if value is None or len(value) > limits.label_characters or not LABEL_VALUE.fullmatch(value):
        return None
    return value


def _unpack(answer: http.client.HTTPResponse, target: Target, limits: FetchLimits) -> bytes:
    """The body, unpacked by one layer at most and never longer than the limit."""
    coding = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(
            _shorten(target.url), "it is packed in a way that we do not read", "Save the page.", "bad_answer"
        )
    unpacker = None if coding == "identity" else zlib.decompressobj(47)
    data, received = bytearray(), 0
    while chunk := answer.read(CHUNK):
        received += len(chunk)
        data += unpacker.decompress(chunk, limits.body_bytes + 1 - len(data)) if unpacker else chunk
        bomb = len(data) > limits.growth_from and len(data) > limits.growth * received
        if len(data) > limits.body_bytes or bomb:
            reason = (
                f"it is longer than {limits.body_bytes:,} bytes, or grows more than {limits.growth} times when unpacked"
            )
            raise TooLarge(_shorten(target.url), reason, "Save the article as text.", "bomb" if bomb else "too_large")
    return bytes(data)


def _follow(target: Target, places: list[str]) -> str:
    """Where an answer redirects to; raises FetchError where it does not say so plainly, or leaves https."""
    if len(places) != 1 or not places[0].strip():
        reason = "its redirect names no single page"
        raise FetchError(_shorten(target.url), reason, "Give the page itself.", "bad_redirect")
    place = urljoin(target.url, places[0].strip())
    if target.scheme == "https" and not place.lower().startswith("https:"):
        raise FetchError(_shorten(target.url), "its redirect leaves https", "Give the page itself.", "bad_redirect")
    return place


def _bad_address(url: str, reason: str) -> FetchError:
    return FetchError(_shorten(url), reason, "Give an address such as https://paper.example/story.", "bad_address")


def _timed_out(target: Target) -> FetchError:
    return FetchError(_shorten(target.url), "its server takes too long", "Try again later.", "timeout")


def _shorten(url: str) -> str:
    """The address for a message: without user name and password, in one line, clipped."""
    shown = re.sub(r"//[^/@]*@", "//", url)
    return "".join(letter if letter.isprintable() else "�" for letter in shown)[:200]
