"""One invented article, written in every format that is read."""

from __future__ import annotations

import gzip
import hashlib
import html
import io
import json
import zipfile
from base64 import b32encode

TITLE = "Reservoir board orders checks after dam tremor"
BODY = (
    "ALMERRA, March 4, 2025 (Littoral) - Engineers must inspect the Sarn dam before the end of the week after a tremor "
    "shook the upper valley, the reservoir board said on Tuesday.",
    "“We felt it for about ten seconds,” board chairwoman Irena Volk told reporters. “Nobody knows whether the wall moved.”",
    "The ministry of works denied that any water had been released. It put the number of evacuated homes at 140, up from 90 "
    "on Monday.",
    "The operator has not commented. A clip posted on Telegram appears to show a crack in the spillway & could not be "
    "independently verified.",
)
PUBLISHED = "2025-03-04T15:20:00+02:00"
ADDRESS = "https://gazette.example/2025/03/04/dam"
OUTLET = "Almerra Gazette"
PARAGRAPHS = "".join(f"<p>{html.escape(text, quote=False)}</p>\n" for text in BODY)
PLAIN = "\n\n".join(BODY)


def write_text() -> bytes:
    return f"{TITLE}\n\n{PLAIN}\n".encode()


def write_html() -> bytes:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{TITLE}</title><meta property='article:published_time' "
        f"content='{PUBLISHED}'><meta property='og:site_name' content='{OUTLET}'></head><body><article><h1>{TITLE}</h1>"
        f"{PARAGRAPHS}</article></body></html>"
    ).encode()


def write_rss() -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{OUTLET}</title><language>en</language><item><title>{TITLE}</title><link>{ADDRESS}</link>"
        f"<guid>g-1</guid><pubDate>Tue, 04 Mar 2025 15:20:00 +0200</pubDate><description>Engineers must look.</description>"
        f"<c:encoded><![CDATA[{PARAGRAPHS}]]></c:encoded></item></channel></rss>"
    ).encode()


def write_atom() -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{OUTLET}</title><entry><title>{TITLE}</title><id>urn:x:1</id>'
        f'<link href="{ADDRESS}"/><published>{PUBLISHED}</published><updated>{PUBLISHED}</updated>'
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{PARAGRAPHS}</div></content></entry></feed>'
    ).encode()


def write_ninjs(version: int = 3) -> bytes:
    item: dict[str, object] = {"uri": ADDRESS, "type": "text", "language": "en"}
    if version == 1:
        item |= {"headline": TITLE, "versioncreated": PUBLISHED, "pubstatus": "usable", "copyrightholder": OUTLET}
        item |= {"body_xhtml": PARAGRAPHS, "body_text": PLAIN, "located": "Almerra"}
    else:
        item |= {"headlines": [{"role": "main", "value": TITLE}], "versionCreated": PUBLISHED, "pubStatus": "usable"}
        item |= {"bodies": [{"role": "main", "contentType": "text/html", "value": PARAGRAPHS}]}
        item |= {"copyrightHolder": OUTLET, "infoSources": [{"name": "Littoral", "role": "source"}]}
    return json.dumps(item).encode()


def write_newsml(text: str | None = None) -> bytes:
    inside = (
        text
        or f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{PARAGRAPHS}</body></html></inlineXML>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
        '<newsItem guid="urn:newsml:example:1" version="2" standard="NewsML-G2"><itemMeta>'
        '<itemClass qcode="ninat:text"/><provider literal="gazette"><name>Almerra Gazette</name></provider>'
        f'<versionCreated>{PUBLISHED}</versionCreated><pubStatus qcode="stat:usable"/></itemMeta><contentMeta>'
        f"<located><name>Almerra</name></located><headline>{TITLE}</headline><language tag='en'/></contentMeta>"
        f"<contentSet>{inside}</contentSet></newsItem></itemSet></newsMessage>"
    ).encode()


def write_nitf() -> bytes:
    return write_newsml(
        '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head>'
        f"<hedline><hl1>{TITLE}</hl1></hedline></body.head><body.content><media><caption>A wall.</caption></media>{PARAGRAPHS}"
        "</body.content></body></nitf></inlineXML>"
    )


def write_jsonl() -> bytes:
    row = {"title": TITLE, "body": PLAIN, "pubDate": PUBLISHED, "source": OUTLET, "url": ADDRESS}
    return json.dumps(row).encode() + b"\n"


def write_csv() -> bytes:
    cells = [TITLE, PLAIN, PUBLISHED, OUTLET]
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    return f"title,text,published,outlet\r\n{quoted}\r\n".encode()


def write_mail() -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "Almerra Gazette <desk@gazette.example>",
        "you@example.org",
        TITLE,
    )
    message["Date"], message["Message-ID"] = "Tue, 04 Mar 2025 15:20:00 +0200", "<1@gazette.example>"
    message.set_content(PLAIN + "\n")
    message.add_alternative(f"<html><body><h1>{TITLE}</h1>{PARAGRAPHS}</body></html>", subtype="html")
    return message.as_bytes()


def write_record(kind: str, block: bytes, address: str = ADDRESS, length: int | None = None, **fields: str) -> bytes:
    """One record of an archive."""
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": address,
        "Content-Length": str(len(block) if length is None else length),
    }
    digest = "sha1:" + b32encode(hashlib.sha1(block).digest()).decode()
    head |= {"WARC-Block-Digest": digest, **{name.replace("_", "-"): value for name, value in fields.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def write_answer(body: bytes, head: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body


def write_records() -> list[bytes]:
    """The records of an archive with the article's page."""
    return [
        write_record("warcinfo", b"software: hand\r\n"),
        write_record("request", b"GET /2025/03/04/dam HTTP/1.1\r\n\r\n"),
        write_record("response", write_answer(write_html())),
    ]


def write_warc() -> bytes:
    """An archive of three records, each packed as a member of its own."""
    return b"".join(map(gzip.compress, write_records()))


def write_wacz(archived: bytes | None = None) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        if archived is None:
            archive.writestr("archive/data.warc.gz", write_warc())
        else:
            archive.writestr("archive/data.warc", archived)
    return data.getvalue()


def write_pdf(lines: list[str] | None = None, pages: int = 1) -> bytes:
    """A PDF of one column in a standard font, a line of text for each printed line."""
    lines = lines if lines is not None else wrap_lines()
    share = -(-len(lines) // pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for number in range(pages):
        drawn = "\n".join(f"({escape_pdf(line)}) Tj T*" for line in lines[number * share : (number + 1) * share])
        stream = f"BT /F1 11 Tf 14 TL 56 780 Td\n{drawn}\nET"
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {pages} >>"
    data, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{written}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


def escape_pdf(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def wrap_lines(width: int = 88) -> list[str]:
    import textwrap

    lines = [TITLE, ""]
    for text in BODY:
        lines += [*textwrap.wrap(text, width), ""]
    return lines


FORMATS = {
    "text": write_text, "html": write_html, "rss": write_rss, "atom": write_atom, "ninjs": write_ninjs,
    "ninjs1": lambda: write_ninjs(1), "newsml": write_newsml, "nitf": write_nitf, "jsonl": write_jsonl, "csv": write_csv,
    "eml": write_mail, "warc": write_warc, "wacz": write_wacz, "pdf": write_pdf,
    "packed text": lambda: gzip.compress(write_text()), "plain warc": lambda: b"".join(write_records()),
}  # fmt: skip
NAMES = {
    "rss": "feed",
    "atom": "feed",
    "ninjs1": "ninjs",
    "nitf": "newsml",
    "warc": "html",
    "wacz": "html",
    "packed text": "text",
    "plain warc": "html",
}
