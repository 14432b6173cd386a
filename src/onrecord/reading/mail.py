"""Mail messages (RFC 5322, MIME): a newsletter or a forwarded dispatch; each message inside a digest a report.

Of a message's forms the plain text goes first where it says as much as the HTML one; attachments are named, not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.header import decode_header
from email.message import Message

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.model import Notice
from onrecord.reading.assembling import Stated, build_article
from onrecord.reading.decoding import decode
from onrecord.reading.fragments import split_lines, split_markup
from onrecord.reading.metadata import clip, read_time
from onrecord.reading.source import Item, Source

FIELD = re.compile(rb"([!-9;-~]{1,76}):")
KNOWN = frozenset(
    b"from to cc bcc subject date received return-path message-id mime-version content-type delivered-to reply-to "
    b"sender list-id list-unsubscribe dkim-signature x-mailer content-transfer-encoding in-reply-to references".split()
)
SIGNS = frozenset({b"from", b"subject", b"date", b"message-id", b"received", b"mime-version"})
HEAD = 20_000
LONGEST_SENDER = 500
AS_MUCH = 0.7  # of the words of the HTML form; a plain form with fewer only points to it
FORWARDED = re.compile(r"\A\s*(?:(?:Fwd?|Re|AW|WG|TR|RV)\s*:\s*)+", re.I)
BROKEN = (LookupError, ValueError, TypeError, AttributeError, AssertionError, UnicodeError, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a message's text, the messages inside it, and how many attachments it has."""

    plain: tuple[bytes, str | None] | None
    html: tuple[bytes, str | None] | None
    messages: tuple[Message, ...]
    attachments: int


def looks_like_mail(data: bytes) -> bool:
    """Whether the bytes begin with the header fields of a message."""
    head = re.split(rb"\r?\n\r?\n", data[:HEAD].lstrip(b"\r\n"), maxsplit=1)[0]
    lines = [line for line in re.split(rb"\r?\n", head) if line and line[:1] not in b" \t"]
    if lines and lines[0].startswith(b"From ") and b":" not in lines[0][:20]:
        lines = lines[1:]
    names = [found.group(1).lower() for line in lines if (found := FIELD.match(line))]
    return len(names) == len(lines) >= 3 and len(SIGNS & set(names)) >= 2 and len(KNOWN & set(names)) >= 3


def read_mail(source: Source) -> Iterator[Item]:
    """The report in a message, or those in the messages that it carries."""
    try:
        message = message_from_bytes(source.data)
        forms = _find_forms(message, source)
    except (RecursionError, *BROKEN) as error:
        raise NotText(
            source.name, f"its parts cannot be told apart ({type(error).__name__})", "Give the text.", "bad_mail"
        ) from None
    if forms.plain or forms.html:
        yield _read_message(source, message, forms)
    elif not forms.messages:
        raise NotText(source.name, "there is no text in this message", "Give a message with text.", "empty")
    for number, inner in enumerate(forms.messages, start=1):
        yield from _read_inner(source.part(f"message {number}", b""), inner)


def _read_inner(source: Source, message: Message) -> Iterator[Item]:
    try:
        data = message.as_bytes()
        forms = _find_forms(message, source)
        if forms.plain or forms.html:
            yield _read_message(replace(source, data=data), message, forms)
        else:
            yield NotText(source.name, "there is no text in this message", "Give a message with text.", "empty")
    except InputError as error:
        yield error
    except (RecursionError, *BROKEN) as error:
        yield NotText(source.name, f"it cannot be read ({type(error).__name__})", "Give its text.", "bad_mail")


def _find_forms(message: Message, source: Source) -> Forms:
    """The first plain and the first HTML text of a message, not going into messages inside it."""
    found: dict[str, tuple[bytes, str | None]] = {}
    inner: list[Message] = []
    attachments = count = 0
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > source.limits.mail_parts:
            reason = f"it has more than {source.limits.mail_parts:,} parts (limit `mail_parts`)"
            raise TooLarge(source.name, reason, "Give its text.", "too_many_parts")
        kind = part.get_content_type()
        if kind == "message/rfc822" and part is not message and part.is_multipart():
            inner += [held for held in part.get_payload() if isinstance(held, Message)]
        elif part.is_multipart():
            waiting = [held for held in part.get_payload() if isinstance(held, Message)] + waiting
        elif (
            kind in ("text/plain", "text/html") and "attachment" not in str(part.get("Content-Disposition", "")).lower()
        ):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data.strip():
                found.setdefault(kind, (data, part.get_content_charset()))
        else:
            attachments += 1
    return Forms(found.get("text/plain"), found.get("text/html"), tuple(inner), attachments)


def _read_message(source: Source, message: Message, forms: Forms) -> Item:
    """The report in a message, or why there is none."""
    try:
        paragraphs, notices = _choose_form(source, forms)
        if not paragraphs:
            raise NotText(source.name, "there is no text in this message", "Give a message with text.", "empty")
        if forms.attachments:
            notices += (Notice("attachments", f"{forms.attachments:,} attached parts were not read"),)
        return build_article(source, "eml", paragraphs, _state_message(message), notices)
    except InputError as error:
        return error


def _choose_form(source: Source, forms: Forms) -> tuple[list[str], tuple[Notice, ...]]:
    """The paragraphs of the plain form where it says about as much as the HTML one, else of that."""
    plain, marked, noted = [], [], []
    if forms.plain:
        decoded = decode(forms.plain[0], source.name, forms.plain[1])
        plain, noted = split_lines(decoded.text), list(decoded.notices)
    if forms.html:
        decoded = decode(forms.html[0], source.name, forms.html[1])
        marked = split_markup(decoded.text, source.name, source.limits)
        noted += decoded.notices
    if not marked or sum(len(text.split()) for text in plain) >= AS_MUCH * sum(len(text.split()) for text in marked):
        return plain, tuple(noted)
    return marked, tuple(noted)


def _state_message(message: Message) -> Stated:
    """What the head of a message says: its subject, who sent it and when."""
    name, address = _read_sender(_field(message, "From")[:LONGEST_SENDER])
    subject = FORWARDED.sub("", _field(message, "Subject"))
    return Stated(
        headline=clip(subject) or None,
        outlet=clip(name) or (address.rpartition("@")[2] or None),
        published=read_time(_field(message, "Date")),
        published_by="mail",
        language=clip(_field(message, "Content-Language"))[:5] or None,
        item=clip(_field(message, "Message-ID")) or None,
    )


def _read_sender(text: str) -> tuple[str, str]:
    """The name and the address of a sender ("The Gazette <desk@gazette.example>"), or empty strings."""
    name, bracket, address = text.partition("<")
    if not bracket:
        return ("", text.strip()) if "@" in text else (text.strip(), "")
    return name.strip(" \"'"), address.partition(">")[0].strip()


def _field(message: Message, name: str) -> str:
    """A field of the head in plain characters, in one line; empty where there is none or it cannot be read."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        pieces = decode_header(str(value)[:5000])
        words = [
            text if isinstance(text, str) else text.decode(charset or "utf-8", "replace") for text, charset in pieces
        ]
    except BROKEN:
        return " ".join(str(value)[:500].split())
    return " ".join("".join(words).split())
