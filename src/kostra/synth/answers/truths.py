"""What each sender knows, by the field ids of forms 7, 7B and 12: the bridge from the synthetic country to the questions.

An id that the form of a year does not have is left unused; a question that is not here gets a plain answer (`answers_filling`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from kostra import regions
from kostra.synth.answers.centres import centre_name, centres
from kostra.synth.answers.filling import Truth
from kostra.synth.answers.rates import rates
from kostra.synth.answers.senders import Sender, traits_of
from kostra.synth.answers.staffing import EDUCATION, POST_SIZE, Staffing, staffing
from kostra.synth.answers.traits import Traits
from kostra.synth.arrays import Bools, Floats, Ints, NationYear

_GIVEN = ("Ada", "Bo", "Eli", "Finn", "Gro", "Iver", "Kari", "Lars", "Mona", "Nils", "Oda", "Per", "Siv", "Tor", "Unni")
_FAMILY = ("Testnes", "Testdal", "Testvik", "Testberg", "Testøy", "Testmo", "Testås", "Testlie", "Testhaug")


def with_identity(year: NationYear, found: Sequence[Sender], truth: Truth) -> Truth:
    traits = traits_of(year, found)
    given = (traits.uniform("given name") * len(_GIVEN)).astype(int).tolist()
    family = (traits.uniform("family name") * len(_FAMILY)).astype(int).tolist()
    municipalities = {one.code: one.name for one in regions.municipalities(year.year)}
    own: dict[str, Sequence[str | None]] = {
        "kommunenr": [sender.municipality for sender in found],
        "kommunenavn": [municipalities[sender.municipality] for sender in found],
        "bydelsnr": [sender.district for sender in found],
        "bydelsnavn": [sender.name if sender.district else None for sender in found],
        "ansvarlig": [f"{_GIVEN[a]} {_FAMILY[b]}" for a, b in zip(given, family, strict=True)],
        "epost": [f"sosial@k{sender.code}.example" for sender in found],
        "telefon": [f"00{sender.code}" for sender in found],
    }
    return Truth({**own, **truth.texts}, truth.numbers, truth.weights)


def _yes(values: Bools) -> Ints:
    return np.where(values, 1, 2)


def _form_7(year: NationYear, found: Sequence[Sender]) -> Truth:
    return posts_and_advice(staffing(year), traits_of(year, found))


def posts_and_advice(staff: Staffing, traits: Traits) -> Truth:
    weights: dict[str, Floats] = {
        name: share * np.exp(0.3 * traits.normal("share", name) + 0.05 * traits.drift("share", name, "year"))
        for name, share in {**EDUCATION, **POST_SIZE}.items()
    }
    return Truth(
        texts={},
        numbers={
            **{f"aarsverk_{function}_sum": posts for function, posts in staff.posts.items()},
            "aarsverk_raadgivning": staff.advice_posts,
            "saker_raadgivning": staff.advice_cases,
            "aarsverk_kommunale_paa_statlig": (staff.posts["242"] * 0.06 * traits.uniform("across")).astype(np.int64),
            "aarsverk_statlige_paa_kommunal": (staff.posts["242"] * 0.05 * traits.uniform("back")).astype(np.int64),
            "reglement_flyktninger": _yes(staff.refugees > 0),
            "reglement_flyktninger_belop": staff.refugees,
        },
        weights={
            **weights,
            **{
                f"aarsverk_{function}_{name}": weights[name] * np.exp(0.2 * traits.normal("share", name, function))
                for function in staff.posts
                for name in EDUCATION
            },
        },
    )


def _form_7b(year: NationYear, found: Sequence[Sender]) -> Truth:
    codes = [sender.code for sender in found]
    true = centres(year.seed, year.year, codes, np.array([sender.inhabitants for sender in found]))
    return Truth(
        texts={
            "krisesenter": [centre_name(found[row].name) for row in true.host.tolist()],
            "plan_fra": [_iso(day) for day in true.plan_from],
            "plan_til": [_iso(day) for day in true.plan_to],
        },
        numbers={
            "plan": np.array([1 if day else 2 for day in true.plan_from]),
            "utgift": true.cost,
            "dogn_kvinner": true.women,
            "dogn_menn": true.men,
            "dogn_barn": true.children,
            "dagbrukere": true.day_users,
            **{f"samarbeid_{area}": answer for area, answer in true.cooperation.items()},
        },
    )


def _form_12(year: NationYear, found: Sequence[Sender]) -> Truth:
    true = rates(year.seed, year.year, [sender.code for sender in found])
    return Truth(
        texts={
            "vedtaksdato": [day.isoformat() for day in true.decided],
            "gjelder_fra": [day.isoformat() for day in true.valid_from],
        },
        numbers={
            "folger_staten": _yes(true.follows),
            **true.kroner,
            **{f"inngaar_{item}": answer for item, answer in true.included.items()},
            **{f"utenfor_{item}": answer for item, answer in true.left_out.items()},
        },
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


TRUTHS: dict[str, Callable[[NationYear, Sequence[Sender]], Truth]] = {"7": _form_7, "7B": _form_7b, "12": _form_12}
