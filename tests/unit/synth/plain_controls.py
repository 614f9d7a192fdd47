"""The main controls of 11F and 11CF said once more, plainly and one record at a time, to hold the synthetic files against.

Written from the list of what must hold, and not from the controls of the program: two that agree are worth more than one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from kostra import regions
from kostra.model.form import FieldType, FormVersion
from kostra.reception.record import Value, read

Record = Mapping[str, Value]
WARNINGS = {"K06", "K07", "K21", "K24", "K30", "K31", "K36", "K37", "K38", "K20A", "K28", "K29"}


def lines_of(content: bytes) -> list[str]:
    """A file's records, whichever way its case system writes them."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return [] if text == " " else text.removesuffix("\n").removesuffix("\r").replace("\r\n", "\n").split("\n")


def findings(version: FormVersion, unit: str, lines: list[str]) -> list[set[str]]:
    """The controls that fire, for each line."""
    found: list[set[str]] = [set() for _ in lines]
    records: list[Record | None] = []
    for number, line in enumerate(lines):
        if len(line) != version.record_length or any(ord(ch) < 32 for ch in line):
            found[number].add("K01")
            records.append(None)
        else:
            records.append(_record(version, line))
    one = _assistance if version.form.id == "11F" else _programme
    for number, record in enumerate(records):
        if record is not None:
            found[number] |= _common(version, unit, record) | one(version, record)
    _twice(version, unit, records, found)
    return found


def _record(version: FormVersion, line: str) -> Record:
    try:
        return read(version, line)
    except ValueError:
        return {field.id: _cell(version, field.id, line) for field in version.fields}


def _cell(version: FormVersion, id: str, line: str) -> Value:
    """A field read on its own; what cannot be read stays text."""
    field = version.field(id)
    text = line[field.first - 1 : field.last]
    try:
        return read(version, " " * (field.first - 1) + text + " " * (version.record_length - field.last))[id]
    except ValueError:
        return text


def _number(record: Record, id: str) -> int:
    value = record[id]
    return value if isinstance(value, int) else 0


def _text(record: Record, id: str) -> str:
    value = record.get(id)
    return value if isinstance(value, str) else ""


def valid_number(digits: str) -> bool:
    if (
        len(digits) != 11
        or not digits.isdigit()
        or not 1 <= int(digits[:2]) % 40 <= 31
        or not 1 <= int(digits[2:4]) - 80 <= 12
    ):
        return False
    cells = [int(ch) for ch in digits]
    first = sum(a * b for a, b in zip(cells, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), strict=False)) % 11
    second = sum(a * b for a, b in zip(cells, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11
    return first == 0 == second


def valid_duf(digits: str) -> bool:
    if len(digits) != 12 or not digits.isdigit():
        return False
    weights = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)
    return sum(int(ch) * weight for ch, weight in zip(digits, weights, strict=False)) % 11 == int(digits[10:])


def stand_in(digits: str) -> bool:
    return (
        len(digits) == 11
        and digits[6:] in ("00100", "00200")
        and 1 <= int(digits[:2]) <= 31
        and 1 <= int(digits[2:4]) <= 12
    )


def birth_year(digits: str, year: int) -> int:
    within = int(digits[4:6])
    if stand_in(digits):
        return 2000 + within if 2000 + within <= year + 1 else 1900 + within
    return 2000 + within if int(digits[6:9]) >= 500 and within <= 39 else 1900 + within


def _common(version: FormVersion, unit: str, record: Record) -> set[str]:
    found: set[str] = set()
    digits, duf = _text(record, "person_fodselsnr"), _text(record, "person_duf")
    known = valid_number(digits) or stand_in(digits)
    says = {
        "K03": record["kommune_nr"] != unit[:4],
        "K03B": record["bydelsnr"] != (unit[4:] if unit.startswith("0301") else None),
        "K04": record["version"] != f"{version.year % 100:02d}",
        "K04A": version.year >= 2025 and not isinstance(record["fodselsdato"], date),
        "K05": not known and not (not digits and valid_duf(duf)),
        "K08": record["kjonn"] not in ("1", "2"),
        "K09": record["ektstat"] not in ("1", "2", "3", "4", "5"),
        "K10": record["bu18"] not in ("1", "2"),
        "K11": record["bu18"] == "1" and _number(record, "antbu18") <= 0,
        "K12": record["bu18"] != "1" and _number(record, "antbu18") > 0,
        "K13": _number(record, "antbu18") >= 14,
    }
    found |= {control for control, fires in says.items() if fires}
    if known and version.year >= 2025 and isinstance(birth := record["fodselsdato"], date):
        wrong = digits[4:6] != f"{birth.year % 100:02d}" or birth_year(digits, version.year) != birth.year
        found |= {"born"} if wrong else set()
    return found


def _assistance(version: FormVersion, record: Record) -> set[str]:
    vklo, trygd, does = _text(record, "vklo"), _text(record, "trygdesit"), _text(record, "arbsit")
    digits = _text(record, "person_fodselsnr")
    age = version.year - birth_year(digits, version.year) if valid_number(digits) or stand_in(digits) else None
    children = _text(record, "bu18") == "1" and _number(record, "antbu18") > 0
    together = _number(record, "bidrag") + _number(record, "laan")
    conditions = [field.id for field in version.fields if field.code_list == "vilkar"]
    months = {f"stmnd_{month}": f"{month:02d}" for month in range(1, 13)}
    unlisted = {
        field.id
        for field in version.fields
        if field.codes and record[field.id] is not None and record[field.id] not in field.codes
    }
    unlisted |= {
        field.id for field in version.fields if field.type is FieldType.INTEGER and isinstance(record[field.id], str)
    }
    old = 62 if version.year in (2023, 2026) else 60
    says = {
        "K02": version.year == 2026
        and bool(unlisted | {field.id for field in version.fields if _must(version, record, field.id)}),
        "K14": vklo not in version.field("vklo").codes,
        "K15": vklo == "1" and does not in ("01", "02"),
        "K16": vklo == "2" and does not in ("03", "05", "06"),
        "K17": vklo == "4" and does != "03",
        "K18": vklo == "6" and does != "09",
        "K19": vklo == "8" and does != "10",
        "K20B": vklo == "3" and (trygd not in version.field("trygdesit").codes or trygd == "12"),
        "K20A": version.year in (2024, 2025) and vklo != "3" and trygd != "12",
        "K21": vklo == "5" and does not in ("02", "04", "05", "06", "07", "08"),
        "K23A" if version.year == 2026 else "K22": trygd == "07" and (age is None or age < old),
        "K23B": trygd in ("05", "13") and not children,
        "K24": trygd in ("04", "07") and does not in ("02", "04", "07"),
        "K24B": vklo == "3" and trygd == "11" and does == "08",
        "K25": does not in version.field("arbsit").codes,
        "K26": all(record[id] != code for id, code in months.items()),
        "K27": _number(record, "bidrag") <= 0 and _number(record, "laan") <= 0,
        "K30": together >= 600_000,
        "K31": together <= 200,
        "K32": record["gitt_okonomirad"] not in ("1", "2"),
        "K33": record["faat_individuell_plan"] not in ("1", "2"),
        "K35": record["bosit"] not in version.field("bosit").codes,
        "K36": _number(record, "bidrag") != _months(version, record, "bidrag_"),
        "K37": _number(record, "laan") != _months(version, record, "laan_"),
        "K38": not digits and not valid_duf(_text(record, "person_duf")),
        "K39": record["vilkarsoslov"] not in ("1", "2"),
        "K40": record["vilkarsamekt"] not in ("1", "2"),
        "K41": record["vilkarsoslov"] == "1" and not isinstance(record["utbetdato"], date),
        "K42": record["vilkarsoslov"] == "1" and not isinstance(record["utbettomdato"], date),
        "K43": record["vilkarsoslov"] == "1" and all(record[id] is None for id in conditions),
    }
    return {control for control, fires in says.items() if fires}


def _must(version: FormVersion, record: Record, id: str) -> bool:
    """Mandatory and blank; the district is Oslo's alone."""
    return version.field(id).required and record[id] is None and id != "bydelsnr"


def _months(version: FormVersion, record: Record, prefix: str) -> int:
    return sum(_number(record, field.id) for field in version.fields if field.id.startswith(prefix))


_SUPPORT = ("kvp_med_kommbos", "kvp_med_husbank", "kvp_med_soshj_engang", "kvp_med_soshj_pgm", "kvp_med_soshj_sup")


def _programme(version: FormVersion, record: Record) -> set[str]:
    year, status = version.year, _text(record, "status")
    paid, months = _number(record, "kvp_stonad"), [f"stmnd_{month}" for month in range(1, 13)]
    support = [
        record[id]
        for id in (
            "kvp_med_kommbos",
            "kvp_med_husbank",
            "kvp_med_soshj_engang",
            "kvp_med_soshj_pgm",
            "kvp_med_soshj_sup",
        )
    ]
    situations = [field.id for field in version.fields if field.id.startswith("avsl_") and field.is_tick]
    begun, ended = record["begynt_dato"], record["avsl_dato"]
    came = {"9999", *(one.code for one in regions.municipalities(year))}
    says = {
        "K14": not _recent(record["reg_dato"], year),
        "K15": not _recent(record["vedtak_dato"], year),
        "K16": not _recent(begun, year) or (year >= 2024 and isinstance(begun, date) and begun > date(year, 12, 31)),
        "K19": record["kvp_komm"] not in ("1", "2"),
        "K20": record["kvp_komm"] == "1" and record["kommnr_kvp_komm"] not in came,
        "K21": record["ytelse_soshjelp"] == "1" and record["ytelse_type_soshj"] not in ("2", "3"),
        "K26": record["kvp_med_astonad"] not in ("1", "2"),
        "K27": (record["kvp_med_astonad"] == "1") != any(one is not None for one in support),
        "K28": status != "2" and all(record[id] is None for id in months),
        "K29": status == "1" and paid <= 0,
        "K36": status not in version.field("status").codes,
        "K37": status in ("3", "4", "5", "7") and not (isinstance(ended, date) and ended.year == year),
        "K38": status in ("3", "7") and all(record[id] is None for id in situations),
        "K39": status == "3" and record["avsl_viktigste_inntekt"] not in version.field("avsl_viktigste_inntekt").codes,
    }
    return {control for control, fires in says.items() if fires}


def _recent(value: Value, year: int) -> bool:
    return isinstance(value, date) and value.year >= year - 4


def _twice(version: FormVersion, unit: str, records: list[Record | None], found: list[set[str]]) -> None:
    """The same person, or the same journal number, on more than one record of the file."""
    programme = version.form.id == "11CF"
    if programme and unit.startswith("0301"):
        return

    def person(record: Record) -> tuple[str, ...]:
        digits = _text(record, "person_fodselsnr")
        return (digits, _text(record, "status")) if programme else (digits,)

    persons = Counter(person(record) for record in records if record and valid_number(person(record)[0]))
    journals = Counter(_text(record, "person_journalnr") for record in records if record)
    for number, record in enumerate(records):
        if record is not None:
            found[number] |= {"K05A"} if persons[person(record)] > 1 else set()
            found[number] |= {"K05B"} if journals[_text(record, "person_journalnr")] > 1 else set()
