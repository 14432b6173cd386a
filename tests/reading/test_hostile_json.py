"""ninjs, JSON Lines and CSV by strangers: one meaning for each value, what is odd noted, what is too much refused."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
from typing import Any

import pytest

from onrecord.errors import InputError, NotText, TooLarge
from onrecord.model import Notice
from onrecord.reading import ReadResult, Told, read_bytes, read_file, read_items
from tests.reading import formats as written

STORY = "The harbour board said on Friday that the quay would stay closed until June. " * 4
BASE: dict[str, Any] = {
    "uri": "urn:x:1",
    "versioncreated": "2024-05-03T10:00:00Z",
    "headline": "Quay closed",
    "body_text": STORY,
}


def ninjs(**changes: Any) -> bytes:
    return json.dumps({key: value for key, value in {**BASE, **changes}.items() if value != "-"}).encode()


def read(data: bytes, **told: Any) -> list[Any]:
    return list(read_items(data, "item", Told(**{"format": "ninjs", **told})))


def only(items: list[Any]) -> ReadResult:
    (result,) = [part for part in items if isinstance(part, ReadResult)]
    return result


def codes(result: ReadResult) -> set[str]:
    return {notice.code for notice in result.notices}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 100_000, "too_deep"), (b'{"a":' * 100_000, "too_deep"), (b'{"body_text": ' + b"9" * 5000 + b"}", "too_many_digits"),
        (b"{" + b",".join(b'"%d": 1' % number for number in range(100_001)) + b"}", "too_many_keys"),
        (b'{"body_text": NaN}', "bad_json"), (b'{"body_text": -Infinity}', "bad_json"), (b"{'body_text': 'x'}", "bad_json"),
        (b'{"body_text": "x",}', "bad_json"), (b'{"body_text": "x"} // note', "bad_json"), (b'{"a": 1} {"b": 2}', "bad_json"),
        (b'{"body_text": "' + b"\\" * 200_000, "bad_json"), (b'"' * 200_000, "bad_json"), (b"null", "empty"), (b"[1, 2]", "empty"),
    ],
)  # fmt: skip
def test_what_has_no_one_meaning_is_refused(data: bytes, code: str) -> None:
    start = time.process_time()
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code
    assert time.process_time() - start < 5
    if code == "bad_json" and b"\\" not in data:
        assert "line 1, column" in caught.value.reason or "no number" in caught.value.reason


def test_a_key_that_stands_twice_is_noted() -> None:
    data = ninjs()[:-1] + b', "body_text": "Another text for a second reader."}'
    result = only(read(data))
    assert "doubled_key" in codes(result)
    assert any("body_text" in notice.text for notice in result.notices)


@pytest.mark.parametrize("value", [1e308, 5, -0.0, None, ["a"], {"a": 1}, True])
def test_a_value_of_another_kind_is_dropped_with_a_note_and_the_rest_kept(value: Any) -> None:
    result = only(read(ninjs(headline=value, byline=value, located=value)))
    assert "stay closed" in result.report.text
    assert result.report.headline is None
    if value is not None:
        assert "wrong_type" in codes(result)
        assert any(notice.incomplete for notice in result.notices)


def test_numbers_beyond_all_measure_never_become_infinity() -> None:
    result = only(read(ninjs()[:-1] + b', "urgency": 1e999, "version": 1e999}'))
    assert result.report.version == "1e999"


def test_halves_of_characters_and_nul_are_replaced() -> None:
    result = only(
        read(
            ninjs(
                headline="A \ud83d quay",
                byline="Jo \ud800 Lund",
                located="El\0mora",
                body_text="A \0 b \udc00. " + STORY,
            )
        )
    )
    for text in (result.report.text, result.report.byline, result.report.place, result.report.outlet or ""):
        (text or "").encode("utf-8")
        assert "\0" not in (text or "")
    assert {doubt.kind for doubt in result.doubts} == {"broken_character"}


def test_keys_that_other_languages_treat_specially_are_plain_data() -> None:
    odd = {key: {"x": 1} for key in ("__proto__", "constructor", "toString", "__class__", "", "k" * 1_000_000)}
    assert "stay closed" in only(read(ninjs(**odd))).report.text


def test_two_items_with_one_label_are_both_kept() -> None:
    data = json.dumps([{**BASE, "version": "1"}, {**BASE, "version": "1", "body_text": "Other. " + STORY}]).encode()
    found = [part for part in read(data) if isinstance(part, ReadResult)]
    assert [part.report.item for part in found] == ["urn:x:1", "urn:x:1"]
    assert found[0].report.id != found[1].report.id
    assert only(read(ninjs(uri="-"))).report.item is None


def test_the_standing_of_an_item_is_kept() -> None:
    result = only(
        read(
            ninjs(
                pubstatus="canceled",
                embargoed="2099-01-01T00:00:00Z",
                ednote="Kill this.",
                firstcreated="2024-05-04T00:00:00Z",
            )
        )
    )
    report = result.report
    assert (report.status, report.embargo, report.note) == ("canceled", "2099-01-01T00:00+00:00", "Kill this.")
    assert {"status_canceled", "embargo", "editors_note"} <= codes(result)
    assert (report.published, report.updated) == ("2024-05-04", "2024-05-03T10:00+00:00") or report.published


def test_bodies_that_differ_are_noted() -> None:
    result = only(read(ninjs(body_xhtml="<p>One text, said the board, and nothing else on this Friday.</p>")))
    assert "One text" in result.report.text
    assert "bodies_differ" in codes(result)


def test_associations_are_not_followed_into_the_deep() -> None:
    inner = {**BASE, "body_text": "Inner. " + STORY, "associations": {"x": {**BASE, "body_text": "Deeper. " + STORY}}}
    many = {str(number): {"type": "picture", "headline": "A wall"} for number in range(9_000)}
    found = read(ninjs(associations={"story": inner, **many}))
    texts = [part.report.text for part in found if isinstance(part, ReadResult)]
    assert [("Inner." in text, "Deeper." in text) for text in texts] == [(False, False), (True, False)]


def test_an_item_without_text_is_refused_and_the_others_read() -> None:
    found = read(
        json.dumps(
            [BASE, {"uri": "urn:x:2", "type": "picture", "versioncreated": "2024-05-03", "body_text": ""}]
        ).encode()
    )
    assert [type(part).__name__ for part in found] == ["ReadResult", "NotText"]


class Endless(io.RawIOBase):
    """A file of one string without end."""

    def __init__(self, start: bytes, size: int) -> None:
        self.start, self.left = start, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.start or b"a" * min(len(buffer), self.left)
        self.start, self.left = b"", self.left - len(data)
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize("form", ["ninjs", "jsonl", "csv", "text", "feed"])
def test_a_gigabyte_is_refused_in_bounded_memory(form: str) -> None:
    start = {"csv": b"title,text\r\n", "feed": b"<rss>"}.get(form, b'{"body_text": "')
    file = io.BufferedReader(Endless(start, 1 << 30))
    tracemalloc.start()
    try:
        found = list(read_file(file, "pipe", Told(format=form)))  # type: ignore[arg-type]
    except TooLarge as error:
        found = [error]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [getattr(part, "code", None) for part in found] == ["too_large"]
    assert peak < 150 << 20


def test_rows_of_a_corpus_fail_one_by_one() -> None:
    row = written.write_jsonl()
    data = row + b"{broken\n" + b"[1]\n" + b'{"title": "x", "body": ""}\n' + b"\n" + b'{"title": "x"}\n' + row
    found = read(data, format="jsonl")
    kinds = [getattr(part, "code", "read") for part in found]
    assert kinds == ["read", "bad_json", "bad_json", "empty", "no_text_column", "read"]
    assert found[1].name == "item, line 2"


def test_columns_are_found_by_common_names_or_told() -> None:
    data = b"Kopf;Inhalt;Tag\r\nQuay closed;" + STORY.encode() + b";2024-05-03\r\n"
    with pytest.raises(NotText) as caught:
        read(data, format="csv")
    assert caught.value.code == "no_text_column"
    result = only(read(data, format="csv", columns=(("text", "inhalt"), ("headline", "Kopf"), ("date", "Tag"))))
    assert (result.report.published, result.report.date_basis.published) == ("2024-05-03", "column")
    with pytest.raises(InputError) as refused:
        read(data, format="csv", columns=(("words", "Inhalt"),))
    assert refused.value.code == "bad_columns"


@pytest.mark.parametrize(
    "rows",
    [
        '"a ""quoted"" text, said the board on Friday, and more",t',
        '"unclosed, said the board on Friday,\r\nand more',
        'a,"b"c,d,e,f\r\nx',
    ],
)
def test_odd_rows_of_a_table_end_in_an_answer(rows: str) -> None:
    found = list(read_items(f"text,title\r\n{rows}\r\n".encode(), "table", Told(format="csv")))
    assert found


def test_lines_of_ninjs_are_read_as_ninjs() -> None:
    data = written.write_ninjs() + b"\n" + written.write_ninjs(1) + b"\n"
    found = [result.report for result in read_bytes(data, "lines")]
    assert [(report.format, report.published) for report in found] == [("ninjs", "2025-03-04T15:20+02:00")] * 2


def test_a_date_that_is_none_is_noted() -> None:
    data = json.dumps({"title": "Quay", "text": STORY, "date": "some time ago"}).encode()
    (result,) = read_bytes(data, "line")
    assert result.report.published is None
    assert [notice for notice in result.notices if notice.code == "unread_date"]
    assert isinstance(result.notices[0], Notice)
