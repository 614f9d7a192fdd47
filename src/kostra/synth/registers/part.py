"""Register extracts, as others would send them to the statistical office: CSV, UTF-8, a header, semicolons.

They are about the same people as the forms, and mostly agree with them. Where they do not, it is on purpose: each
extract says below what differs, so that a reconciliation has something to find. The true layouts of the registers are
not public; these are ours.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kostra.synth.arrays import Bools, NationYear
from kostra.synth.chance import generator
from kostra.synth.history.anchors import FOLDER
from kostra.synth.parts import File
from kostra.synth.registers.benefits import benefit_reports
from kostra.synth.registers.former import STATES, YEARS_AFTER, former
from kostra.synth.registers.introduction import MEASURES, REASONS, Programme, programme, units_of
from kostra.synth.registers.population import population_register
from kostra.synth.registers.table import Cells, csv, dates, padded, text, whole

ELEMENTS = {
    "01": "norsk",
    "02": "spraakpraksis",
    "03": "godkjenning",
    "04": "arbeid",
    "06": "arbeidspraksis",
    "07": "yrkesproving",
    "08": "kurs",
    "10": "grunnskole",
    "11": "videregaaende",
    "99": "annet",
}
"""Words for the measures of form 11B in the introduction register. It has three more, which form 11B never had."""
NEW_ELEMENTS = ("samfunnskunnskap", "livsmestring", "foreldreveiledning")


def part(year: NationYear) -> Iterator[File]:
    people = programme(year.seed, year.size, year.year)
    extracts = {
        "nav_kvp_deltakere": participant_counts(year),
        "nir_introduksjonsprogram": introduction_register(year, people),
        "a_ordningen_introduksjonsstonad": benefit_reports(year, people),
        "folkeregisteret": population_register(year),
        "tidligere_introduksjonsdeltakere": former_participants(year),
    }
    yield File("registre/LES_MEG.md", (FOLDER / "registers.md").read_bytes())
    for name, content in extracts.items():
        yield File(f"registre/{name}.csv", content, records=content.count(b"\n") - 1)


def participant_counts(year: NationYear) -> bytes:
    """NAV's own counts of participants in the qualification programme. One unit in eight is counted a little differently."""
    units, participants = year.units, year.participants
    in_year = np.bincount(participants.unit, minlength=len(units))
    at_end = np.bincount(participants.unit[np.isin(participants.status, (1, 2))], minlength=len(units))
    chance = year.generator("registers", "nav")
    wrong = (chance.random(len(units)) < 0.125) & (in_year > 0)
    way = np.where(chance.random(len(units)) < 0.5, -1, 1)
    counted = np.maximum(in_year + np.where(wrong, way * (1 + chance.poisson(0.04 * in_year)), 0), 0)
    # Where nothing was in the programme by the form, NAV now and then knows of someone.
    counted += (in_year == 0) & (chance.random(len(units)) < 0.1)
    return csv(
        {
            "kommunenr": text(units.municipality),
            "bydelsnr": text(units.district),
            "deltakere_i_aaret": whole(counted),
            "deltakere_31_12": whole(np.minimum(at_end, counted)),
        }
    )


def introduction_register(year: NationYear, people: Programme) -> bytes:
    """Who was in the introduction programme. Some end dates have no reason, as in the real register."""
    unit = units_of(year, people)
    return csv(
        {
            "fodselsnr": padded(people.national_id, 11),
            "duf": padded(people.duf, 12),
            "kommunenr": text(year.units.municipality)[unit],
            "bydelsnr": text(year.units.district)[unit],
            "startdato": dates(people.start),
            "sluttdato": dates(people.end),
            "tiltak": _elements(year, people),
            "avslutningsaarsak": text([*REASONS, ""])[people.reason],
        }
    )


def former_participants(year: NationYear) -> bytes:
    """Those who left the introduction programme in the last five years, and where they stand this year."""
    found = [former(year.seed, year.size, year.year - after, after) for after in YEARS_AFTER]
    many = [len(one.people) for one in found]
    people = [one.people for one in found]
    unit = np.concatenate([units_of(year, one) for one in people])
    return csv(
        {
            "fodselsnr": padded(np.concatenate([one.national_id for one in people]), 11),
            "kjonn": whole(np.concatenate([one.sex for one in people])),
            "fodselsdato": dates(np.concatenate([one.birth for one in people])),
            "kommunenr": text(year.units.municipality)[unit],
            "avgangsaar": whole(np.repeat([one.left for one in found], many)),
            "aar_etter": whole(np.repeat([one.after for one in found], many)),
            "status": text(list(STATES))[np.concatenate([one.state for one in found])],
        }
    )


def _elements(year: NationYear, people: Programme) -> Cells:
    """Words with commas between, one for each measure. The new elements came with the act of 2021."""
    ever = int(people.number.max(initial=0)) + 1
    drawn = generator(year.seed, "registers", "elements").random((ever, len(NEW_ELEMENTS)))[people.number]
    came = people.start >= np.datetime64("2021-01-01")
    extra = (drawn < (0.85, 0.8, 0.35)) & came[:, None]
    has: Bools = np.concatenate([people.measures, extra], axis=1)
    words = [*(ELEMENTS[code] for code in MEASURES), *NEW_ELEMENTS]
    patterns, row = np.unique(has @ (1 << np.arange(len(words))), return_inverse=True)
    written = [",".join(word for bit, word in enumerate(words) if pattern >> bit & 1) for pattern in patterns.tolist()]
    return text(written)[row]
