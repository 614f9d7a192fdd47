"""Where things stand in a content file, and edits that touch nothing else."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from kostra.app.proposals import drafts
from kostra.model.errors import Refused
from kostra.proposals.patching_toml import Block, Content, lines, number, text

FILES = drafts.package()


def first(content: Content) -> Block:
    return content.blocks()[0]


def test_every_key_of_every_content_file_is_found_with_its_value() -> None:
    for path, said in FILES.items():
        content, data, seen = Content(path, said), tomllib.loads(said), dict[tuple[str, ...], int]()
        for block in content.blocks():
            holds = _holds(data, block, seen)
            assert {key.name: content.read(key) for key in block.keys}.items() <= holds.items(), path


def _holds(data: dict[str, Any], block: Block, seen: dict[tuple[str, ...], int]) -> dict[str, Any]:
    if block.array:
        seen[block.path] = seen.get(block.path, -1) + 1
    here: Any = data
    for length, part in enumerate(block.path, start=1):
        here = here[part]
        if isinstance(here, list):
            here = here[seen[block.path[:length]]]
    found: dict[str, Any] = here
    return found


PLAIN = '# about\nlabel    = "Før"  # why\nwidth = 2\n\n[other]\na = 1\n'


def test_a_plain_value_becomes_dated_and_the_rest_stays() -> None:
    changed = Content("f", PLAIN).dated(first, "label", 2027, '"Nå"', 2017)
    assert changed.text == PLAIN.replace('"Før"', '{ 2017 = "Før", 2027 = "Nå" }')


def test_a_dated_value_gets_one_more_year_once() -> None:
    dated = Content("f", 'label = { 2017 = "a, {b}", 2025 = "c" } # x\n')
    once = dated.dated(first, "label", 2027, '"d"', 2017)
    assert once.text == 'label = { 2017 = "a, {b}", 2025 = "c", 2027 = "d" } # x\n'
    assert once.dated(first, "label", 2027, '"d"', 2017) == once
    assert once.dated(first, "label", 2027, '"e"', 2017).text == dated.text.replace(" }", ', 2027 = "e" }')
    assert dated.dated(first, "label", 2027, '"c"', 2017) == dated, "it is so already"


def test_what_begins_in_the_year_is_simply_replaced() -> None:
    assert Content("f", 'label = "Før"\n').dated(first, "label", 2027, '"Nå"', 2027).text == 'label = "Nå"\n'


def test_a_later_change_is_not_overwritten() -> None:
    with pytest.raises(Refused, match="f, linje 1: «label» er alt endret for 2028"):
        Content("f", "label = { 2017 = 1, 2028 = 2 }\n").dated(first, "label", 2027, "3", 2017)


def test_a_value_that_stands_for_itself_is_written_out() -> None:
    content = Content("f", 'label = "x"\ntype  = "code"\n')
    assert content.dated(first, "required", 2027, "false", 2017, "false") == content
    changed = content.dated(first, "required", 2027, "true", 2017, "false")
    assert changed.text == 'label = "x"\ntype  = "code"\nrequired = { 2017 = false, 2027 = true }\n'
    with pytest.raises(Refused, match="«width» står ikke her"):
        content.dated(first, "width", 2027, "3", 2017)


def test_a_new_key_stands_in_line_with_the_others() -> None:
    content = Content("f", 'label    = "x"\nlabel_nn = "y"\ntype     = "code"\n')
    changed = content.plain(first, "until", "2026", ("since", "label_nn"))
    assert changed.text == 'label    = "x"\nlabel_nn = "y"\nuntil    = 2026\ntype     = "code"\n'
    assert changed.plain(first, "until", "2026") == changed


def test_a_block_is_put_after_the_keys_of_another_and_before_what_leads_up_to_the_next() -> None:
    content = Content("f", "[a]\nx = 1\n\n# about b\n[b]\ny = [\n  1, # one\n  2,\n]")
    found = content.table("a")
    assert found is not None
    assert (
        content.after(found, "[c]\nz = 3\n").text
        == "[a]\nx = 1\n\n[c]\nz = 3\n\n# about b\n[b]\ny = [\n  1, # one\n  2,\n]"
    )
    last = content.table("b")
    assert last is not None and [content.read(key) for key in last.keys] == [[1, 2]]
    assert content.after(last, "[c]\n").text.endswith("2,\n]\n\n[c]\n")


@pytest.mark.parametrize(
    "said", ['så «rart» "sitat"', "bakover \\ og { } = # [x]", "bare tekst", "åæø 2027 = 1, x", "to\nlinjer\t"]
)
def test_a_text_is_written_so_that_it_reads_the_same(said: str) -> None:
    content = Content("f", f"x = {text(said)}\n")
    key = first(content).keys[0]
    assert content.read(key) == said
    assert content.dated(first, "x", 2027, text("ny"), 2017).dated(first, "x", 2028, text(said), 2017).read(
        content.dated(first, "x", 2027, text("ny"), 2017).dated(first, "x", 2028, text(said), 2017).blocks()[0].keys[0]
    ) == {"2017": said, "2027": "ny", "2028": said}


def test_numbers_and_lines() -> None:
    assert (number(200), number(1_200_000), number(-10_000)) == ("200", "1_200_000", "-10_000")
    assert lines([("a", "1"), ("long", "2")]) == "a    = 1\nlong = 2\n"


def test_a_text_without_an_end_is_told_with_its_line() -> None:
    with pytest.raises(Refused, match="f, linje 2: teksten slutter ikke"):
        Content("f", 'a = 1\nb = "x\n').blocks()
