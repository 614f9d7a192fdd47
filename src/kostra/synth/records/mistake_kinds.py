"""The kinds of mistakes there are, each named after what goes wrong, with the control that should find it.

A kind spoils a written record as little as it can: one thing is wrong, and the record would otherwise pass. Some mistakes are found by more
than the one control that is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kostra.model.dated import Dated
from kostra.model.form import FormVersion
from kostra.synth.arrays import Bools, Ints, NationYear
from kostra.synth.records.columns import Bytes


@dataclass(frozen=True, slots=True)
class Lines:
    """Written records, to be spoiled in place."""

    rows: Bytes
    version: FormVersion
    unit: Ints
    nation: NationYear

    def cells(self, id: str) -> Bytes:
        field = self.version.field(id)
        return self.rows[:, field.first - 1 : field.last]

    def holds(self, id: str, *values: str) -> Bools:
        cells = self.cells(id)
        found = np.zeros(len(cells), dtype=bool)
        for value in values:
            found |= (cells == np.frombuffer(value.encode(), dtype=np.uint8)).all(axis=1)
        return found

    def filled(self, id: str) -> Bools:
        result: Bools = (self.cells(id) != ord(" ")).any(axis=1)
        return result

    def write(self, rows: Ints, id: str, value: str) -> None:
        """A value, left-justified; blank pads it."""
        cells = self.cells(id)
        cells[rows] = np.frombuffer(value.ljust(cells.shape[1]).encode(), dtype=np.uint8)

    def in_oslo(self) -> Bools:
        result: Bools = self.nation.units.district[self.unit] != ""
        return result

    def numbered(self) -> Bools:
        """The identity is a number with check digits."""
        tail = self.cells("person_fodselsnr")[:, 6:]
        stand_in = np.zeros(len(tail), dtype=bool)
        for value in (b"00100", b"00200"):
            stand_in |= (tail == np.frombuffer(value, dtype=np.uint8)).all(axis=1)
        return self.filled("person_fodselsnr") & ~stand_in


Possible = Callable[[Lines], Bools]
Make = Callable[[Lines, Ints, np.random.Generator], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """`controls` is the control by year; None where no control finds it. `two_lines`: the record before is a part of it."""

    form: str
    name: str
    controls: Dated[str | None]
    possible: Possible
    make: Make
    weight: float = 1.0
    two_lines: bool = False

    def control_in(self, year: int) -> str | None:
        return self.controls.at(year)


def _always(lines: Lines) -> Bools:
    return np.ones(len(lines.rows), dtype=bool)


def _writes(**values: str) -> Make:
    """Write fixed values in some fields."""

    def make(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
        for id, value in values.items():
            lines.write(rows, id, value)

    return make


def _holds(**values: str | tuple[str, ...]) -> Possible:
    def possible(lines: Lines) -> Bools:
        result = _always(lines)
        for id, wanted in values.items():
            result &= lines.holds(id, *((wanted,) if isinstance(wanted, str) else wanted))
        return result

    return possible


def _other_municipality(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    codes = np.array([list(code.encode()) for code in lines.nation.units.municipality], dtype=np.uint8)
    own = lines.unit[rows]
    other = (own + chance.integers(20, len(codes) - 20, len(rows))) % len(codes)
    lines.cells("kommune_nr")[rows] = codes[other]


def _wrong_district(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    oslo = lines.in_oslo()[rows]
    lines.write(rows[oslo], "bydelsnr", "16")
    lines.write(rows[~oslo], "bydelsnr", "01")


def _last_year(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    lines.write(rows, "version", f"{(lines.version.year - 1) % 100:02d}")


def _bad_check_digit(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    last = lines.cells("person_fodselsnr")[:, 10]
    last[rows] = ord("0") + (last[rows] - ord("0") + 1) % 10


def _copies(id: str) -> Make:
    def make(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
        cells = lines.cells(id)
        cells[rows] = cells[rows - 1]

    return make


def _after_the_one_before(lines: Lines) -> Bools:
    same: Bools = np.r_[False, lines.unit[1:] == lines.unit[:-1]]
    return same


def _both_numbered(lines: Lines) -> Bools:
    numbered = lines.numbered()
    before: Bools = np.r_[False, numbered[:-1]]
    return _after_the_one_before(lines) & numbered & before


def _same_status(lines: Lines) -> Bools:
    status = lines.cells("status")[:, 0]
    same: Bools = np.r_[False, status[1:] == status[:-1]]
    return _both_numbered(lines) & ~lines.in_oslo() & same


def _outside_oslo(possible: Possible) -> Possible:
    return lambda lines: possible(lines) & ~lines.in_oslo()


def _off_by_a_hundred(id: str) -> Make:
    """Two figures change place, or one was read wrong: the hundreds become one more."""

    def make(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
        hundreds = lines.cells(id)[:, -3]
        digit = np.where(hundreds[rows] == ord(" "), ord("0"), hundreds[rows])
        hundreds[rows] = ord("0") + (digit - ord("0") + 1) % 10

    return make


def _at_least_a_hundred(id: str) -> Possible:
    def possible(lines: Lines) -> Bools:
        cells = lines.cells(id)
        return (cells[:, -3] >= ord("0")) & (cells[:, -4] > ord("0"))

    return possible


def _impossible_day(id: str) -> Make:
    def make(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
        cells = lines.cells(id)
        cells[rows, :4] = np.frombuffer(b"3102", dtype=np.uint8)

    return make


def _blank(*ids: str) -> Make:
    return _writes(**dict.fromkeys(ids, ""))


def _after_the_year(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    digits = f"{lines.version.year + 1}"[-(lines.cells("begynt_dato").shape[1] - 4) :]
    lines.write(rows, "begynt_dato", f"1501{digits}")


def since(year: int, control: str) -> Dated[str | None]:
    return Dated.of({2017: None, year: control})


def always(control: str) -> Dated[str | None]:
    return Dated.always(control, 2017)


def _amounts(lines: Lines) -> tuple[str, ...]:
    return tuple(field.id for field in lines.version.fields if field.id.startswith(("bidrag", "laan")))


def _no_amount(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    for id in _amounts(lines):
        lines.write(rows, id, "0".rjust(7))


def _blanks_conditions(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    for field in lines.version.fields:
        if field.code_list == "vilkar":
            lines.write(rows, field.id, "")


def _blanks_months(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    for month in range(1, 13):
        lines.write(rows, f"stmnd_{month}", "")


def _blanks_situations(lines: Lines, rows: Ints, chance: np.random.Generator) -> None:
    for field in lines.version.fields:
        if field.id.startswith("avsl_") and field.is_tick:
            lines.write(rows, field.id, "")


def _young(lines: Lines) -> Bools:
    person = lines.nation.recipients.person
    young: Bools = lines.nation.persons.age(lines.version.year)[person] < 50
    return young & lines.holds("vklo", "3")


_impossible_birth = _impossible_day("fodselsdato")


def _common(form: str) -> tuple[Kind, ...]:
    return (
        Kind(form, "other-municipality", always("K03"), _always, _other_municipality, 1.0),
        Kind(form, "wrong-district", always("K03B"), _always, _wrong_district, 0.6),
        Kind(form, "last-years-version", always("K04"), _always, _last_year, 0.6),
        Kind(form, "impossible-birth-date", since(2025, "K04A"), _always, _impossible_birth, 0.6),
        Kind(form, "wrong-check-digit", always("K05"), Lines.numbered, _bad_check_digit, 2.0),
        Kind(form, "unknown-sex", always("K08"), _always, _writes(kjonn="0"), 0.5),
        Kind(form, "unknown-marital-status", always("K09"), _always, _writes(ektstat="9"), 0.8),
        Kind(form, "children-not-counted", always("K11"), _holds(bu18="2"), _writes(bu18="1"), 1.2),
        Kind(form, "children-denied", always("K12"), _holds(bu18="1"), _writes(bu18="2"), 1.0),
    )


KINDS: tuple[Kind, ...] = (
    *_common("11F"),
    Kind("11F", "same-person-twice", always("K05A"), _both_numbered, _copies("person_fodselsnr"), 1.0, two_lines=True),
    Kind("11F", "same-journal-twice", always("K05B"), _after_the_one_before, _copies("person_journalnr"), 1.0, two_lines=True),
    Kind("11F", "too-many-children", always("K13"), _holds(bu18="1"), _writes(antbu18="14"), 0.2),
    Kind("11F", "works-not", always("K15"), _holds(vklo="1"), _writes(arbsit="04"), 1.5),
    Kind("11F", "introduction-without-programme", always("K18"), _holds(vklo="6"), _writes(arbsit="07"), 0.8),
    Kind("11F", "missing-trygdesit", always("K20B"), _holds(vklo="3"), _writes(trygdesit=""), 2.5),
    Kind(
        "11F", "old-age-pension-too-young", Dated.of({2017: "K22", 2026: "K23A"}), _young,
        _writes(trygdesit="07", arbsit="04"), 0.6,
    ),
    Kind("11F", "no-months", always("K26"), _always, _blanks_months, 1.0),
    Kind("11F", "no-amount", always("K27"), _always, _no_amount, 0.8),
    Kind("11F", "amount-not-a-number", since(2026, "K02"), _always, _writes(bidrag="  1O5OO"), 0.4),
    Kind("11F", "contribution-not-sum-of-months", always("K36"), _at_least_a_hundred("bidrag"), _off_by_a_hundred("bidrag"), 2.0),
    Kind("11F", "loan-not-sum-of-months", always("K37"), _at_least_a_hundred("laan"), _off_by_a_hundred("laan"), 0.5),
    Kind("11F", "impossible-decision-date", always("K41"), _holds(vilkarsoslov="1"), _impossible_day("utbetdato"), 0.8),
    Kind("11F", "conditions-not-told", always("K43"), _holds(vilkarsoslov="1"), _blanks_conditions, 2.0),
    *_common("11CF"),
    Kind("11CF", "same-person-twice", always("K05A"), _same_status, _copies("person_fodselsnr"), 0.8, two_lines=True),
    Kind(
        "11CF", "same-journal-twice", always("K05B"), _outside_oslo(_after_the_one_before), _copies("person_journalnr"),
        0.8, two_lines=True,
    ),
    Kind("11CF", "begun-next-year", since(2024, "K16"), _outside_oslo(_always), _after_the_year, 0.8),
    Kind("11CF", "came-from-nowhere", always("K20"), _holds(kvp_komm="2"), _writes(kvp_komm="1"), 0.6),
    Kind("11CF", "main-or-supplement-not-told", always("K21"), _holds(ytelse_soshjelp="1"), _blank("ytelse_type_soshj"), 2.0),
    Kind("11CF", "support-denied", always("K27"), _holds(kvp_med_astonad="1"), _writes(kvp_med_astonad="2"), 2.0),
    Kind("11CF", "no-status", always("K36"), _always, _blank("status"), 0.8),
    Kind("11CF", "no-end-date", always("K37"), _holds(status=("3", "4", "5")), _blank("avsl_dato"), 1.0),
    Kind("11CF", "situation-after-not-told", always("K38"), _holds(status="3"), _blanks_situations, 1.0),
    Kind("11CF", "main-income-not-told", always("K39"), _holds(status="3"), _blank("avsl_viktigste_inntekt"), 2.0),
)  # fmt: skip
