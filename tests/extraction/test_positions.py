"""Where parties stand: pairs of sentence and positions."""

from __future__ import annotations

import pytest

from onrecord.extraction.attributions import Attribution
from onrecord.extraction.page import Page
from onrecord.extraction.positions import find_stands, find_subject
from onrecord.model import Span
from onrecord.words import read_table
from tests.pages import page_of


def read_stands(text: str) -> list[tuple[str | None, str]]:
    return [(stand.party.text if stand.party else None, stand.position) for stand in find_stands(page_of(text), ())]


def cut(page: Page, words: str) -> Span:
    start = page.text.index(words)
    return page.span(start, start + len(words))


@pytest.mark.parametrize("row", read_table("positions"), ids=lambda row: f"{row['word']}-{row['frame']}")
def test_each_entry_of_the_table_is_read_in_its_example(row: dict[str, str]) -> None:
    assert read_stands(row["example"]) == [(None if row["party"] == "outlet" else row["party"], row["found"])]


@pytest.mark.parametrize(
    "row",
    [row for name in ("stance_verbs", "silences") for row in read_table(name) if row["example"]],
    ids=lambda row: row["example"],
)
def test_each_word_beside_a_position_is_read_in_its_example(row: dict[str, str]) -> None:
    assert (row["party"], row["found"]) in read_stands(row["example"])


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("The ministry has confirmed the arrests.", [("The ministry", "confirms")]),
        ("The ministry has not confirmed the arrests.", [("The ministry", "not_confirmed")]),
        ("The ministry has yet to confirm the arrests.", [("The ministry", "not_confirmed")]),
        ("The ministry declined to confirm the arrests.", [("The ministry", "not_confirmed")]),
        ("The ministry could not confirm the arrests.", [("The ministry", "not_confirmed")]),
        ("The governor would neither confirm nor deny the arrests.", [("The governor", "not_confirmed")]),
        ("Chile and Peru have yet to confirm the accord.", [("Chile", "not_confirmed"), ("Peru", "not_confirmed")]),
        ("Neither the airline nor the airport authority has commented.",
         [("the airline", "no_comment"), ("the airport authority", "no_comment")]),
        ("The club denied the allegations but confirmed that an inquiry was under way.",
         [("The club", "denies"), ("The club", "confirms")]),
        ("The board praised the accord, which Oslo has also not confirmed.",
         [("The board", "supports"), ("Oslo", "not_confirmed")]),
        ("The finding has been challenged by chemists in Leuven.", [("chemists in Leuven", "disputes")]),
        ("The claim, denied by the company, first appeared in May.", [("the company", "denies")]),
        ("The firm, which has denied wrongdoing, will appeal.", [("The firm", "denies")]),
        ("Nobody at the ministry would comment.", [("the ministry", "no_comment")]),
        ("No officials were available for comment.", [("officials", "not_reached")]),
        ("The Courier could not reach the owner for comment.", [("the owner", "not_reached")]),
        ("Attempts to reach the owner were unsuccessful.", [("the owner", "not_reached")]),
        ("The report could not be independently verified.", [(None, "not_verified")]),
        ("The Courier has not been able to verify the footage.", [("The Courier", "not_verified")]),
        ("The mayor backed the plan, while the opposition denounced it.",
         [("The mayor", "supports"), ("the opposition", "condemns")]),
        ("Ms Novak pleaded not guilty to all charges.", [("Ms Novak", "denies")]),
        ("There has been no word from the kidnappers.", [("the kidnappers", "no_comment")]),
        ("The treasurer, asked whether the mill was closing, refused to say.", [("The treasurer", "no_comment")]),
        ("Alarm was voiced by the nurses' union.", [("the nurses' union", "alarmed")]),
        ("The tram plan drew praise from cyclists.", [("cyclists", "supports")]),
        ("Oslo denied the deal, as did Helsinki.", [("Oslo", "denies"), ("Helsinki", "denies")]),
        ("Lima has not confirmed the accord, although Quito has.", [("Lima", "not_confirmed"), ("Quito", "confirms")]),
        ("The receiver, Halvard & Stone, denied the sale.", [("Halvard & Stone", "denies")]),
        ("Two nurses alleged in sworn statements that files were burned.", [("Two nurses", "alleges")]),
        ("The leak has alarmed divers in the gulf.", [("divers in the gulf", "alarmed")]),
        ("Nine states issued a statement condemning the test.", [("Nine states", "condemns")]),
        ("Pressed on the missing boats, the treasurer hung up.", [("the treasurer", "no_comment")]),
        ('"No comment," the deputy governor told reporters.', [("the deputy governor", "no_comment")]),
        ("The guild was accused by the baker of hiding flour.", [("the baker", "alleges")]),
    ],
)  # fmt: skip
def test_positions_with_their_parties(text: str, stands: list[tuple[str | None, str]]) -> None:
    assert read_stands(text) == stands


@pytest.mark.parametrize(
    "text",
    [
        "The utility may confirm the leak on Friday.",
        "The utility is expected to confirm the leak.",
        "If the utility confirms the leak, the shares will fall.",
        "There were 40 confirmed cases.",
        "The mayor was denied entry to the site.",
        "The judge denied bail to the owner.",
        "The judge rejected the appeal.",
        "The board rejected the takeover offer.",
        "The coach was dismissed in May.",
        "Police questioned a 34-year-old man.",
        "The champion will challenge the Kenyan runner in Berlin.",
        "The data support the theory.",
        "The patient did not respond to treatment.",
        "He was condemned to death.",
        "Ninety patients were admitted to hospital.",
        "The witness declined to be named.",
        "The government declined an offer of help.",
        "The senate confirmed Judge Tamm by 61 votes to 38.",
        "The guests confirmed their reservations by telephone.",
        "The new test confirms infection in an hour.",
        "The swimmers support one another.",
        "The kiosk accepts cards.",
        "No one has admitted responsibility.",
        "Oslo would support the plan if its costs were capped.",
        "The rescuers could not reach the village.",
        "The alarm was raised by a passing motorist.",
    ],
)
def test_what_is_no_position(text: str) -> None:
    assert read_stands(text) == []


def test_we_in_a_quotation_is_its_speaker() -> None:
    page = page_of('"We reject these claims," said Ola Nilsen, who leads the club.')
    quote = Attribution(cut(page, "Ola Nilsen"), cut(page, "said"), (cut(page, "We reject these claims"),))
    (stand,) = find_stands(page, (quote,))
    assert stand.party is not None
    assert (stand.party.text, stand.position) == ("Ola Nilsen", "denies")


def test_a_position_is_about_the_words_that_it_governs() -> None:
    page = page_of("The harbour board denied that the crane was old.")
    (stand,) = find_stands(page, ())
    assert find_subject(page, stand, [(cut(page, "the crane was old"),)]) == 0


def test_a_position_is_about_an_earlier_claim_in_the_same_words() -> None:
    page = page_of(
        "A worker said the old crane had failed twice. Rain is due on Friday. "
        "The board has not confirmed the failure of the old crane."
    )
    (stand,) = find_stands(page, ())
    claims = [(cut(page, "Rain is due on Friday"),), (cut(page, "the old crane had failed twice"),)]
    assert find_subject(page, stand, claims) == 1


def test_that_means_the_claim_before() -> None:
    page = page_of("A worker said the crane had failed. The board disputed that.")
    (stand,) = find_stands(page, ())
    assert find_subject(page, stand, [(cut(page, "the crane had failed"),)]) == 0


def test_a_position_may_be_about_nothing_that_was_claimed() -> None:
    page = page_of("A worker said the crane had failed. The chess federation condemned the attack on its offices.")
    (stand,) = find_stands(page, ())
    assert find_subject(page, stand, [(cut(page, "the crane had failed"),)]) is None


def test_every_span_cuts_the_text() -> None:
    page = page_of(
        "Oslo, which has denied the claim, did not respond. Its union, Fagforbundet, expressed alarm over the cuts."
    )
    stands = find_stands(page, ())
    assert len(stands) == 3
    for stand in stands:
        for span in (stand.party, stand.span, stand.about_text):
            assert span is None or page.text[span.start : span.end] == span.text


@pytest.mark.parametrize("word", ["denied ", "and the union ", "a", "which it has not confirmed, "])
def test_a_word_repeated_without_end_is_read_in_time(word: str) -> None:
    page = page_of("The board denied it, " + word * 2_000)
    assert len(find_stands(page, ())) <= 2_000
