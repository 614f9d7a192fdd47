"""Every figure of a report is what is found when it is counted another way, and every one has its words, its rows and its place."""

from __future__ import annotations

from integration.portal.house import SIRI, House
from integration.reporting.played import YEAR, played
from integration.reporting.recounting import Recounting
from kostra.app.reporting import making, seeing
from kostra.app.reporting.asking import queries
from kostra.app.reporting.making import MANNER
from kostra.model.text import Language
from kostra.reporting.composed import Table, figures
from kostra.reporting.figure import Kind


def test_each_figure_is_what_another_count_finds(there: House) -> None:
    played(there)
    making.make(there.system, SIRI, there.folder, YEAR)
    found = seeing.draft(there.system, SIRI, YEAR).record
    assert found is not None and {key.query for key in found.figures} == queries().keys(), "all of them are used"
    with there.database.everything() as connection:
        recounting = Recounting(connection, there.system, there.folder, YEAR)
        wrong = {
            str(key): (answer.value, again)
            for key, answer in found.figures.items()
            if (again := recounting.count(key.query, *key.given)) != answer.value
        }
    assert not wrong
    told = {str(key): answer for key, answer in found.figures.items()}
    assert len([one for one in told.values() if one.value]) > 60, "there is something to count in the season"
    for key, answer in told.items():
        own = [row[-1] for row in answer.rows if isinstance(row[-1], int)]
        if answer.value is not None and answer.kind is Kind.COUNT and answer.columns[-1:] == ("count",):
            assert sum(own) == answer.value, key
    for language in (Language.BOKMAL, Language.NYNORSK):
        shown = figures(found.sections[language])
        assert set(shown) <= told.keys()
        (every,) = (
            block
            for one in found.sections[language]
            if one.number == "9.1"
            for block in one.blocks
            if isinstance(block, Table)
        )
        assert {row[-1][0].figure for row in every.rows} == set(shown), "the annex has them all, once"
        for row in every.rows:
            (cell,) = row[-1]
            assert cell.figure is not None and cell.text == MANNER.value(told[cell.figure])
