"""A change to the content, as it is entered and as it is kept; what is wrong is said in a sentence that names the box."""

from __future__ import annotations

import pytest

from kostra.model.change_entry import Entry, Input, as_entered, as_json, entered, from_json, inputs
from kostra.model.errors import Refused
from kostra.model.form_change import KINDS, ControlSeverity, FieldAdded, FieldLabel, Grade, form_of, place_of
from kostra.model.text import Text


def boxes(kind: str) -> dict[str, str]:
    """Something that can be entered in every box of a kind."""
    return {box.name: _written(box) for box in inputs(kind)} | {"type": "integer", "codes": "", "decimals": ""}


def _written(box: Input) -> str:
    match box.entry:
        case Entry.NUMBER:
            return "2"
        case Entry.YES_NO:
            return "ja"
        case Entry.CHOICE:
            return box.choices[0]
    return "en_ting"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_entered_kept_and_read_again(kind: str) -> None:
    change = entered(kind, boxes(kind))
    assert kind == change.KIND
    assert from_json(as_json(change)) == change
    assert entered(kind, as_entered(change)) == change
    assert place_of(change)
    assert form_of(change) in ("en_ting", None)


@pytest.mark.parametrize("kind", KINDS)
def test_no_box_that_must_be_filled_may_be_left_empty(kind: str) -> None:
    for box in inputs(kind):
        if box.optional:
            continue
        with pytest.raises(Refused, match=f"«{box.name}»"):
            entered(kind, boxes(kind) | {box.name: ""})


def test_line_breaks_of_a_text_box_become_blanks() -> None:
    change = entered(
        "field_label", {"form": "11F", "field": "vklo", "text_nb": "Hva\r\n levde \tav? ", "text_nn": "Kva?"}
    )
    assert change == FieldLabel("11F", "vklo", Text("Hva levde av?", "Kva?"))


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("field_colour", {}, "«field_colour» er ikke en slags endring"),
        ("field_width", {"width": "to"}, "«width» er «to». Skriv et helt tall"),
        ("field_width", {"width": "0"}, "Bredden er 0"),
        ("field_width", {"width": "²"}, "«width» er «²»"),
        ("field_required", {"required": "kanskje"}, "Skriv ja eller nei"),
        ("control_severity", {"severity": "streng"}, "Skriv en av: info, warning, error"),
        ("field_label", {"text_nb": "x" * 2001}, "har 2001 tegn"),
        ("field_label", {"text_nb": "a\x07b"}, "et tegn som ikke kan leses"),
        ("field_label", {"field": "to\nlinjer"}, "Skriv en id på én linje"),
        ("field_added", {"field": "Stor"}, "Skriv en id med små bokstaver"),
        ("field_added", {"type": "code"}, "skal ha en kodeliste"),
        ("field_added", {"type": "decimal"}, "skal ha et antall desimaler"),
        ("field_added", {"type": "decimal", "decimals": "9"}, "Skriv et tall fra 1 til 6"),
        ("field_added", {"width": "900"}, "Bredden er 900"),
        ("code_added", {"code": "to ord"}, "uten mellomrom"),
    ],
)
def test_what_cannot_be_is_refused_in_words(kind: str, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        entered(kind, (boxes(kind) if kind in KINDS else {}) | wrong)


def test_large_numbers_may_have_blanks() -> None:
    change = entered("control_limit", {"form": "11F", "limit": "stonad_hoy", "value": "1 200 000"})
    assert as_json(change) == {"kind": "control_limit", "form": "11F", "limit": "stonad_hoy", "value": "1200000"}


def test_what_was_kept_may_hold_nothing_else() -> None:
    kept = as_json(ControlSeverity("11F", "K23A", Grade.WARNING))
    with pytest.raises(Refused, match="«farge», som ikke hører til"):
        from_json({**kept, "farge": "blå"})
    with pytest.raises(Refused, match="et objekt med tekster"):
        from_json({**kept, "control": 23})


def test_those_abroad_get_messages_and_notes_in_english_too() -> None:
    assert "text_en" in {box.name for box in inputs("control_message")}
    assert "text_en" not in {box.name for box in inputs("field_label")}


def test_a_new_field_may_leave_out_what_it_does_not_have() -> None:
    change = entered("field_added", boxes("field_added") | {"width": ""})
    assert isinstance(change, FieldAdded)
    assert (change.width, change.codes, change.decimals) == (None, None, None)
