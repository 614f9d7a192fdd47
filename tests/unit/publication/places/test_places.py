"""How a municipality stands among the others, what it is shown beside, what became of one that is no more, and finding it by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kostra import regions
from kostra.app.publication import places
from kostra.model.cube import Mark
from kostra.model.errors import Missing
from kostra.model.text import Language, Text
from kostra.publication.places import finding, footnotes, standing, surroundings
from kostra.publication.table import BY_MARK, CONTENTS, Note, Table
from unit.publication.nation import NEWEST, key_figures

SHARE = "andel_18_66"


@pytest.fixture(scope="module")
def nation() -> Table:
    return key_figures()


def test_equal_figures_share_a_place_and_what_is_hidden_has_none() -> None:
    made = key_figures(2, municipalities=5, hidden=0)
    codes = [one for one in made.axes[0].codes if one.isdigit()]
    values, marks = made.values.copy(), made.marks.copy()
    share = made.axes[1].place[SHARE]
    for code, value in zip(codes, (7, 9, 7, 3, 99), strict=True):
        values[made.axes[0].place[code], share, -1] = value
    marks[made.axes[0].place[codes[-1]], share, -1] = BY_MARK[Mark.CONFIDENTIAL]
    ranks = standing.ranks(replace(made, values=values, marks=marks))
    assert [(ranks[code, SHARE].place, ranks[code, SHARE].of) for code in codes[:4]] == [(2, 4), (1, 4), (2, 4), (4, 4)]
    assert (codes[-1], SHARE) not in ranks


def test_every_figure_of_a_sheet_is_a_cell_of_the_table(nation: Table) -> None:
    sheet = places.sheet(nation, "5501")
    axis, contents = nation.axes[0], nation.axes[1]
    assert [one.code for one in sheet.beside] == [
        one.aggregate
        for one in (
            regions.belonging("5501", NEWEST).kostra_group,
            regions.belonging("5501", NEWEST).county,
            regions.belonging("5501", NEWEST).country,
        )
        if one is not None
    ]
    assert set(sheet.lines) == set(contents.codes)
    for id, line in sheet.lines.items():
        at = contents.place[id]
        assert [one.whole for one in line.own] == nation.values[axis.place["5501"], at].tolist()
        beside = [nation.values[axis.place[each.code], at, -1] for each in sheet.beside]
        assert [one.whole for one in line.beside] == beside
    hidden = {line.figure.id for line in sheet.hidden}
    marked = (nation.marks[axis.place["5501"]] == BY_MARK[Mark.CONFIDENTIAL]).any(axis=1)
    assert hidden == {id for id, there in zip(contents.codes, marked, strict=True) if there}


def test_oslo_is_no_county_beside_itself(nation: Table) -> None:
    assert "EKA03" not in [one.code for one in places.sheet(nation, "0301").beside]


def test_what_is_not_published_is_missing(nation: Table) -> None:
    with pytest.raises(Missing):
        places.sheet(nation, "9999")


@pytest.mark.parametrize(
    ("code", "now", "renumbered"),
    [
        ("5401", ("5501",), True),
        ("1902", ("5501",), True),
        ("1129", ("1108",), False),
        ("1850", ("1806", "1875"), False),
    ],
)
def test_a_number_that_is_no_more(code: str, now: tuple[str, ...], renumbered: bool) -> None:
    gone = surroundings.gone(code, NEWEST)
    assert gone is not None
    assert (tuple(one.code for one in gone.now), gone.renumbered) == (now, renumbered)


@pytest.mark.parametrize("code", ["5501", "9999", "EAK"])
def test_a_number_that_is_in_use_or_never_was(code: str) -> None:
    assert surroundings.gone(code, NEWEST) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Tromsø", "5501"),
        ("tromsø", "5501"),
        ("5501", "5501"),
        ("Tromsø (5501)", "5501"),
        ("landet", "EAK"),
        ("ekg01", "EKG01"),
    ],
)
def test_a_place_is_found_by_what_somebody_wrote(nation: Table, words: str, code: str) -> None:
    assert finding.find(nation.axes[0], words, Language.BOKMAL).code == code


def test_a_name_of_several_or_of_none_is_not_guessed(nation: Table) -> None:
    several = finding.find(nation.axes[0], "Tjeld", Language.BOKMAL)
    assert several.code is None and any("Tjeldsund" in one for one in several.near)
    assert finding.find(nation.axes[0], "Atlantis", Language.BOKMAL) == finding.Found("Atlantis", None)


def test_a_footnote_of_several_figures_is_said_once(nation: Table) -> None:
    text = Text("Om tallene.", "Om tala.", "On them.")
    noted = replace(nation, notes=tuple(Note(text, {CONTENTS: id}) for id in (SHARE, "stonad", "mottakere")))
    selection = places.chosen(noted, ["EAK"], [SHARE, "stonad"])
    found = footnotes.lines(selection, Language.ENGLISH)
    assert found == [f"{'; '.join(text.en or '' for text in selection.axes[0].texts)}: On them."]


def test_every_option_is_of_one_place(nation: Table) -> None:
    axis = nation.axes[0]
    for code, words in zip(axis.codes, finding.options(axis, Language.ENGLISH), strict=True):
        assert finding.find(axis, words, Language.ENGLISH).code == code
