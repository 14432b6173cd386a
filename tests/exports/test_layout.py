"""The text cut into blocks and pieces."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.exports.layout import Layer, cut_pieces, share_out, split_blocks
from onrecord.model import Span
from tests.pages import report_of
from tests.readings import TEXT, make_reading


def test_blocks_are_headline_crosshead_furniture_and_paragraphs() -> None:
    blocks = list(split_blocks(make_reading().report))
    kinds = [block.kind for block in blocks]
    assert kinds == ["furniture", "headline", "paragraph", "paragraph", "crosshead", *["paragraph"] * 5, "furniture"]
    assert TEXT[blocks[4].start : blocks[4].end] == "- A road cut -"


def test_the_lines_of_a_head_are_one_block() -> None:
    text = "FJW\n4 Jun 2025\n\nRain fell."
    furniture = (Span(0, 3, "FJW"), Span(4, 14, "4 Jun 2025"))
    blocks = list(split_blocks(report_of(text, furniture=furniture)))
    assert [(block.kind, block.start, block.end) for block in blocks] == [("furniture", 0, 14), ("paragraph", 16, 26)]


def test_long_lines_are_paragraphs_and_short_ones_stay_together() -> None:
    long, short = "word " * 30, "a line of verse\nand one more"
    text = f"{long.strip()}\n{long.strip()}\n{short}"
    blocks = list(split_blocks(report_of(text)))
    assert [text[block.start : block.end] for block in blocks] == [long.strip(), long.strip(), short]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)), max_size=12), st.integers(0, 20))
@settings(max_examples=100)
def test_pieces_tile_the_stretch_and_know_all_layers_over_them(places: list[tuple[int, int]], start: int) -> None:
    layers = [Layer(left, left + length, number) for number, (left, length) in enumerate(places)]
    pieces = list(cut_pieces(start, start + 20, layers))
    assert pieces[0].start == start
    assert pieces[-1].end == start + 20
    for piece, following in pairwise(pieces):
        assert piece.end == following.start
    for piece in pieces:
        over = {layer.what for layer in layers if layer.start <= piece.start and piece.end <= layer.end}
        assert {layer.what for layer in piece.layers} == over


def test_a_layer_over_several_blocks_is_handed_to_each() -> None:
    text = "First paragraph here.\n\nSecond one here."
    blocks = list(split_blocks(report_of(text)))
    assert [len(share) for share in share_out(blocks, [Layer(6, 30, "x"), Layer(0, 5, "y")])] == [2, 1]


def test_a_dateline_inside_a_paragraph_does_not_cut_it() -> None:
    text = "OSLO, Jun 4 - Rain fell."
    assert len(list(split_blocks(report_of(text, furniture=(Span(0, 14, text[:14]),))))) == 1
