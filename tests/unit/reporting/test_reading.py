"""What a report is to say, as content: the chapters, and what is refused in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kostra.model.errors import ContentError
from kostra.reporting.declared import Index, Sentence
from kostra.reporting.reading import sections

ONE = '[[sections]]\nid = "a"\nnumber = "1"\ntitle = "A"\ntitle_nn = "A"\n'
PART = '[[sections.parts]]\nid = "p"\ntext = "{n}"\ntext_nn = "{n}"\nfigures = [{ name = "n", figure = "q {form}" }]\n'


def read(folder: Path, text: str) -> object:
    (folder / "1.toml").write_text(text)
    return sections(folder)


def test_the_chapters_are_those_of_the_working_group_in_their_order() -> None:
    numbers = [one.number for one in sections()]
    assert [number for number in numbers if "." not in number] == [str(number) for number in range(1, 10)]
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])
    for one in sections():
        above = one.number.rpartition(".")[0]
        assert not above or above in numbers, f"{one.number} has no heading above it"
    assert isinstance(sections()[-1].parts[-1], Index), "the list of all figures is the last of all"


def test_every_number_is_a_figure() -> None:
    """Texts hold years and functions of the accounts, and no other digit of their own."""
    allowed = {"242", "243", "273", "275", "276", "281", "6"}
    for section in sections():
        for part in section.parts:
            if isinstance(part, Sentence):
                for text in filter(None, (part.text, part.none, part.one)):
                    for form in (text.nb, text.nn):
                        words = {word.strip(".,:;()") for word in form.split()}
                        assert {word for word in words if word.isdigit()} <= allowed, form


def test_what_is_not_asked_for_is_refused_with_its_place(tmp_path: Path) -> None:
    for number, (text, why) in enumerate(
        (
            (ONE + PART.replace('"{n}"', '"{m}"', 1), "no figure"),
            (ONE + PART + 'by = "m"\n', "no figure of the sentence"),
            (ONE + PART + 'each = "kommune"\n', "repeated over «kommune»"),
            (ONE + PART + 'kind = "bilde"\n', "the kind of a part is «bilde»"),
            (ONE + PART + 'noe = "x"\n', "unknown key «noe»"),
            (ONE + PART + PART, "the same id"),
            (ONE.replace('title_nn = "A"\n', ""), "has no «title_nn»"),
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(ContentError, match=why):
            read(folder, text)
    folder = tmp_path / "twice"
    folder.mkdir()
    with pytest.raises(ValueError, match="two sections"):
        read(folder, ONE + ONE)
