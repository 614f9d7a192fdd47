"""The qualification programme, posts and rates 2015-2021, as the closed tables had them.

National posts are published to 2009, with education and county; from 2015 they are our own estimate, as participants
are for all the years.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from kostra import regions
from kostra.forms.f12.rates import MONEY, rate_history
from kostra.synth.answers.rates import rates, state_rates
from kostra.synth.answers.staffing import EDUCATION
from kostra.synth.chance import generator
from kostra.synth.history.anchors import anchor, anchors, count, years
from kostra.synth.history.places import YEARS, municipalities
from kostra.synth.history.scaling import apportion, apportion_rows
from kostra.synth.history.tables import Table, grouped, marks_of

STATES = {"i_program": 0.66, "permisjon": 0.03, "fullfort": 0.24, "avbrutt": 0.05, "flyttet": 0.02}
"""How participants stand at the end of the year. 2022: 68 per cent in the programme or on leave, 23 completed, 6 broken off or moved."""

_WITHOUT_PROGRAMME = 0.16
_EDUCATION_2009 = ("sosionom", "barnevernspedagog", "hogskole", "kontor", "annen")


def programme(seed: int) -> bytes:
    """`kvp.csv`: participants by municipality, and how they stand at the end of the year by county."""
    table = Table("aar", "region", "variabel")
    for year in YEARS:
        found = municipalities(seed, year)
        traits = found.traits(seed)
        some = (found.inhabitants > 4000) | (traits.uniform("programme") > _WITHOUT_PROGRAMME * 2)
        weights = some * found.inhabitants * found.need**0.6
        weights = weights * np.exp(0.3 * traits.normal("programme") + 0.08 * traits.drift("programme"))
        taking_part = apportion(count("kvp", "deltakere", year), weights)
        areas = [("EAK", np.ones(len(found), dtype=bool)), ("EAKUO", found.code != regions.OSLO)]
        areas += [(f"EKA{code}", rows) for code, rows in grouped(found.county.tolist())]
        chance = generator(seed, year, "history", "programme")
        for name, rows in areas:
            total = int(taking_part[rows].sum())
            table.add(year, name, "deltakere", value=total)
            spread = 0.0 if name == "EAK" else 0.12
            shares = np.array(list(STATES.values())) * np.exp(spread * chance.normal(size=len(STATES)))
            values = apportion(total, shares).tolist()
            for state, value, mark in zip(STATES, values, marks_of(values), strict=True):
                table.add(year, name, state, value=value, mark=mark)
        table.add_all(year, found.code.tolist(), "deltakere", taking_part.tolist(), marks_of(taking_part.tolist()))
    return table.bytes()


def posts(seed: int) -> bytes:
    """`aarsverk.csv`: posts by education."""
    table = Table("aar", "region", "utdanning")
    for year in years("aarsverk", "i_alt"):
        if year < YEARS[0]:
            table.add(year, "EAK", "i_alt", value=anchor("aarsverk", "i_alt", year))
            for name in _EDUCATION_2009:
                if ("aarsverk", name, year) in anchors():
                    table.add(year, "EAK", name, value=anchor("aarsverk", name, year))
    for known, county, year in anchors():
        if known == "aarsverk_fylke":
            table.add(year, county, "i_alt", value=anchor(known, county, year))
    for year in YEARS:
        found = municipalities(seed, year)
        traits = found.traits(seed)
        weights = found.inhabitants**0.96 * found.need**0.5 * np.where(found.code == regions.OSLO, 2.1, 1.0)
        weights = weights * np.exp(0.22 * traits.normal("posts 242") + 0.05 * traits.drift("posts 242", "year"))
        tenths = apportion(round(anchor("aarsverk", "i_alt", year) * 10), weights)
        shares = np.stack([share * np.exp(0.3 * traits.normal("share", name)) for name, share in EDUCATION.items()], 1)
        parts = apportion_rows(tenths, shares)
        areas = [("EAK", np.ones(len(found), dtype=bool))]
        areas += [(f"EKA{code}", rows) for code, rows in grouped(found.county.tolist())]
        for name, values in [("i_alt", tenths), *zip(EDUCATION, parts.T, strict=True)]:
            for area, rows in areas:
                table.add(year, area, name, value=values[rows].sum() / 10)
            table.add_all(year, found.code.tolist(), name, (values / 10).tolist())
    return table.bytes()


def municipal_rates(seed: int) -> bytes:
    """`stonadssatser.csv`: rates, what they cover and what is left out, by municipality."""
    table = Table("aar", "region", "variabel")
    for year in YEARS:
        found = municipalities(seed, year)
        codes = found.code.tolist()
        true = rates(seed, year, [f"{code}00" for code in found.known_as])
        for key in MONEY:
            table.add_all(year, codes, key, true.kroner[key].tolist())
        table.add_all(year, codes, "vedtaksdato", [day.isoformat() for day in true.decided])
        for prefix, answers in (("inngaar", true.included), ("utenfor", true.left_out)):
            for item, answer in answers.items():
                table.add_all(year, codes, f"{prefix}_{item}", (answer == 1).astype(int).tolist())
    return table.bytes()


def guideline_rates() -> bytes:
    """`statens_satser.csv`: what the state's rates were from each day, and which of them the synthetic nation assumes."""
    known = [found.valid_from for found in rate_history().rates]
    assumed = [date(year, 1, 1) for year in range(YEARS[0], known[-1].year + 3)]
    days = sorted({*known, *(day for day in assumed if state_rates(day).assumed)})
    lines = [f"gjelder_fra;{';'.join(MONEY)};grunnlag"]
    for day in days:
        found = state_rates(day)
        basis = "anslag" if found.assumed else "funnet"
        lines.append(f"{day.isoformat()};{';'.join(str(found.kroner[key]) for key in MONEY)};{basis}")
    return ("\n".join(lines) + "\n").encode()
