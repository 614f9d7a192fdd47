"""Each thing that may be remarkable is told whole, in both written forms."""

from __future__ import annotations

import pytest

from kostra.model.text import Language
from kostra.reconciling.catalogue import comparison
from kostra.reconciling.checks import Flag
from kostra.reconciling.comparison import Check
from kostra.reconciling.engine import Line
from kostra.reconciling.explanations import Answer, Stands
from kostra.reconciling.residuals import Row
from kostra.web.reconciling.figures import sentence
from kostra.web.reconciling.words import Words


def _told(flag: Flag, language: Language = Language.BOKMAL, stratum: str = "EKG11") -> str:
    line = Line(Row("110300", (860_000, 60_000, 0)), stratum, (flag,), Answer(Stands.OPEN), ())
    return sentence(flag, line, comparison("f281"), Words(language)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", [Language.BOKMAL, Language.NYNORSK])
@pytest.mark.parametrize("check", list(Check))
def test_nothing_is_left_to_fill_in(check: Check, language: Language) -> None:
    told = _told(Flag(check, -1234.0, -50_000.0, 50_000.0, source=0), language)
    assert told.endswith(".") and "{" not in told


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        (
            Flag(Check.UNIT_ERROR, 0.001, source=1),
            "Bidrag og lån i skjema 11 ser ut til å være omtrent 1 000 ganger for lite.",
        ),
        (
            Flag(Check.UNIT_ERROR, 1000.0, source=0),
            "Funksjon 281, brutto ser ut til å være omtrent 1 000 ganger for stort.",
        ),
        (
            Flag(Check.UNIT_ERROR, 990.0),
            "Kildene er omtrent 990 ganger fra hverandre. Kan en av dem være i tusen kroner?",
        ),
        (Flag(Check.APART, -7.0, -2.0, 2.0), "Kildene er 7 fra hverandre. Inntil 2 er regnet som likt."),
        (Flag(Check.JUMP, 9.0, -1.0, 1.0), "Resten er 9. Etter årene før var det ventet mellom \u22121 og 1, så en av"),
    ],
)
def test_amounts_are_told_the_right_way(flag: Flag, told: str) -> None:
    assert _told(flag).startswith(told)


def test_the_group_is_named() -> None:
    flag = Flag(Check.RATIO, 1.5, 0.9, 1.1)
    assert "(EKG11) er det vanlig at den er mellom 0,90 og 1,10" in _told(flag)
    assert "(bydelene)" in _told(flag, stratum="district") and "(de uten KOSTRA-gruppe)" in _told(flag, stratum="")
