"""Files of form 11F as a case system writes them: the clean record of the form's tests, once for each of several synthetic persons."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from forms.cases import clean_of
from forms.running import clean_record
from kostra.forms import catalogue

_FORMS = Path(__file__).parents[2] / "forms"
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))


@cache
def records(year: int, unit: str, people: int, seed: int = 1) -> bytes:
    """At most some three hundred persons, all born on the same day; another seed gives other journal numbers."""
    version = catalogue.form("11F").version(year)
    line = clean_record(clean_of(_FORMS / "f11f"), version)
    numbers = _numbers()
    lines = []
    for number in range(people):
        changes = {
            "kommune_nr": unit[:4],
            "person_journalnr": f"J{seed:03d}{number:04d}",
            "person_fodselsnr": next(numbers),
        }
        if not unit.endswith("00"):
            changes["bydelsnr"] = unit[4:]
        written = line
        for id, value in changes.items():
            field = version.field(id)
            written = written[: field.first - 1] + value.ljust(field.width)[: field.width] + written[field.last :]
        lines.append(written)
    return "".join(f"{one}\n" for one in lines).encode("iso-8859-1")


def _numbers() -> Iterator[str]:
    """Synthetic men born on 15 May 1990: 80 is added to the month."""
    for individual in range(101, 500, 2):
        nine = f"158590{individual:03d}"
        first = _check(nine, _WEIGHTS[0])
        second = 10 if first == 10 else _check(f"{nine}{first}", _WEIGHTS[1])
        if first < 10 and second < 10:
            yield f"{nine}{first}{second}"


def _check(digits: str, weights: tuple[int, ...]) -> int:
    return -sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
