"""Random records of a form's year: clean values, values on each side of every limit, blanks, wrong types and impossible days, mixed.

A file made here is of the right width and holds no control character, so that every line is a record; what the fields hold is anything.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from generative import ids
from kostra.model.form import FieldType, FieldVersion, FormVersion, Role

Strings = list[str]

ODD_NUMBERS = (
    "-5",
    "+7",
    "-",
    "+",
    "1 2",
    "1e3",
    "1_0",
    "0x1",
    "12.4",
    "1,5",
    "²",
    "½",
    "\u00a05",
    "A",
    "--1",
    "+-1",
    "O",
)
AMOUNTS = (0, 1, 50, 100, 199, 200, 201, 202, 12_345, 99_999, 299_999, 300_000, 300_001, 599_999, 600_000, 600_001,
           999_999, 1_000_000, 1_000_001, 9_999_999)  # fmt: skip
COUNTS = (0, 1, 2, 3, 12, 13, 14, 15, 99)
SMALL_AMOUNTS = (0, 0, 0, 1, 50, 100, 200, 5_000, 12_345, 150_000)


def pool(field: FieldVersion, version: FormVersion, municipality: str, random: np.random.Generator) -> Strings:
    """Values that a field may be found with. A value stands as often as it should come up."""
    special = _SPECIAL.get(field.id)
    if special is not None:
        return special(version, municipality, random)
    if field.field.role is Role.NATIONAL_ID:
        return ids.many(random, version.year, 1500)
    if field.field.role is Role.DUF:
        return [""] * 60 + [ids.duf(random) for _ in range(60)] + ["123456789012", "000000000000", "12345678901", "DUF"]
    match field.type:
        case FieldType.INTEGER:
            return _numbers(field)
        case FieldType.DATE:
            return _days(version.year, field.width)
        case FieldType.CODE:
            return _codes(field)
    return ["", "1", "A", "Ærlig", "x" * field.width]


def _numbers(field: FieldVersion) -> Strings:
    values = COUNTS if field.width <= 2 else AMOUNTS if field.id in ("bidrag", "laan", "kvp_stonad") else SMALL_AMOUNTS
    right = [str(value).rjust(field.width) for value in values if len(str(value)) <= field.width]
    padded = ["7".rjust(field.width, "0"), "8".ljust(field.width), "9".center(field.width)]
    odd = [value for value in ODD_NUMBERS if len(value) <= field.width]
    return right * 8 + [""] * len(right) * 4 + padded + odd + [value.rjust(field.width) for value in odd]


def _days(year: int, width: int) -> Strings:
    years = [year] * 6 + [year - 1, year - 3, year - 4, year - 5, year - 6, year + 1, 1900, 2000, 2024]
    right = [f"{day}{y:04d}" for y in years for day in ("0101", "3112", "1506", "2802")]
    odd = [
        f"{day}{y:04d}" for y in (year, 2024, 2023, 1900) for day in ("2902", "3002", "3104", "0013", "0000", "3211")
    ]
    odd += [" 1012026", "1 012026", "0101 026", "00000000", "01010000", "01019999", "0101202A", "-1012026", "²1012026"]
    every = right * 3 + odd + [""] * 30
    return [f"{text[:4]}{text[6:]}" if width == 6 else text for text in every]


def _codes(field: FieldVersion) -> Strings:
    codes = list(field.codes)
    wrong = ["", "0", "7", "9", "X", " 1", "1", "99", "00", "16", "Æ", "²"]
    ways = 24 if len(codes) == 1 else 48 // len(codes) + 4
    blanks = [""] * (24 if len(codes) == 1 else 3)
    return codes * ways + blanks + [value for value in wrong if len(value) <= field.width]


def _kommune_nr(version: FormVersion, municipality: str, random: np.random.Generator) -> Strings:
    return [municipality] * 40 + ["0301", "1103", "9999", "", "1", "030A"]


def _version(version: FormVersion, municipality: str, random: np.random.Generator) -> Strings:
    right = f"{version.year % 100:02d}"
    return [right] * 60 + ["", "00", "99", "20", "21", "25", "30", "-5", "+6", " 6", "6", "A6", "²6"]


def _district(version: FormVersion, municipality: str, random: np.random.Generator) -> Strings:
    districts = [f"{district:02d}" for district in range(1, 16)]
    return (districts * 3 if municipality == "0301" else [""] * 60) + ["", "00", "01", "15", "16", "1", " 1", "AB"]


def _journal(version: FormVersion, municipality: str, random: np.random.Generator) -> Strings:
    return [str(number) for number in random.integers(10_000, 99_999_999, 4000)] + [
        "",
        "1",
        " 1",
        "=1+1",
        '"',
        "Ærø",
        "<b>",
    ]


def _from_municipality(version: FormVersion, municipality: str, random: np.random.Generator) -> Strings:
    return ["1103", "0301", "9999", "", "0000", "1", "0101", "5601", "1601", "abcd", "4601"]


_SPECIAL: dict[str, Callable[[FormVersion, str, np.random.Generator], Strings]] = {
    "kommune_nr": _kommune_nr,
    "version": _version,
    "bydelsnr": _district,
    "person_journalnr": _journal,
    "kommnr_kvp_komm": _from_municipality,
}


def lines(version: FormVersion, municipality: str, count: int, seed: int) -> list[str]:
    """So many lines, without line ends."""
    random = np.random.default_rng([seed, version.year, count])
    rows = np.full((count, version.record_length), ord(" "), dtype=np.uint8)
    for field in version.fields:
        chosen = pool(field, version, municipality, random)
        written = np.array([_fit(value, field.width) for value in chosen], dtype=f"S{field.width}")
        table = np.frombuffer(written.tobytes(), dtype=np.uint8).reshape(len(written), field.width)
        rows[:, field.first - 1 : field.last] = table[random.integers(0, len(written), count)]
    _lean(version, rows, random)
    _add_up(version, rows, random)
    return [row.tobytes().decode("iso-8859-1") for row in rows]


def _lean(version: FormVersion, rows: npt.NDArray[np.uint8], random: np.random.Generator) -> None:
    """What seldom meets by chance: records with nothing ticked, without a number, without amounts, and some livelihoods together."""
    ticks = [field for field in version.fields if field.is_tick]
    bare = np.flatnonzero(random.random(len(rows)) < 0.2)
    for field in ticks:
        rows[bare, field.first - 1 : field.last] = ord(" ")
    for id, share, values in _TOGETHER:
        if version.has(id):
            field = version.field(id)
            for place in np.flatnonzero(random.random(len(rows)) < share):
                text = _fit(values[int(random.integers(len(values)))], field.width)
                rows[place, field.first - 1 : field.last] = np.frombuffer(text, dtype=np.uint8)


_TOGETHER = (
    ("person_fodselsnr", 0.05, ("",)),
    ("bidrag", 0.05, ("", "      0", "    200")),
    ("laan", 0.3, ("", "      0")),
    ("vklo", 0.2, ("3",)),
    ("trygdesit", 0.2, ("11", "04", "07", "12")),
    ("arbsit", 0.2, ("08",)),
    ("vilkarsoslov", 0.2, ("1",)),
    ("status", 0.4, ("1", "3")),
)


def _fit(value: str, width: int) -> bytes:
    return value[:width].ljust(width).encode("iso-8859-1")


def _add_up(version: FormVersion, rows: npt.NDArray[np.uint8], random: np.random.Generator) -> None:
    """In two of three records the totals are made to fit their parts, as far as the parts can be read by Python itself."""
    for total in version.sums:
        field = version.field(total.total)
        for place in np.flatnonzero(random.random(len(rows)) < 0.66):
            parts = [_plain(rows[place, version.field(p).first - 1 : version.field(p).last]) for p in total.parts]
            text = _fit(str(sum(parts)).rjust(field.width), field.width)
            rows[place, field.first - 1 : field.last] = np.frombuffer(text, dtype=np.uint8)


def _plain(characters: npt.NDArray[np.uint8]) -> int:
    text = characters.tobytes().strip(b" ")
    return int(text) if text.isdigit() else 0
