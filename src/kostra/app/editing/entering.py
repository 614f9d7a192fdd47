"""What an editor types, as a value of the field: read as the form reads it, and refused with what to write instead.

What tells who somebody is cannot be entered: from inndata on there is no national id. Nor can the number of a case: the log has none.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kostra.model.errors import Refused
from kostra.model.form import FieldType, FieldVersion, FormVersion, Role
from kostra.reception.answers import hide_who, read_day, read_number

_LARGEST = 10**18
"""In the smallest parts of a number: inndata have room for eighteen digits."""
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def entered(version: FormVersion, field: str, text: str | None) -> str | None:
    """As the log writes it; None is blank."""
    found = version.field(field)
    if found.field.role is not None and found.field.role.tells_who:
        raise Refused(f"{found.name} sier hvem noen er, og kan ikke rettes her. Be kommunen sende inn på nytt.")
    if found.field.role is Role.JOURNAL:
        raise Refused(f"{found.name} er nummeret på saken hos kommunen, og rettes ikke her: loggen skal ikke ha det.")
    typed = (text or "").strip()
    if not typed:
        return None
    value = _value(found, typed)
    if found.width and len(value) > found.width and found.type is not FieldType.DATE:
        raise Refused(f"«{_shown(typed)}» er for langt for {found.name}: det er plass til {found.width} tegn.")
    return value


def _value(field: FieldVersion, typed: str) -> str:
    match field.type:
        case FieldType.INTEGER:
            number = read_number(typed, 1)
            if number is None:
                raise Refused(f"«{_shown(typed)}» er ikke et helt tall. Skriv {field.name} med bare siffer: 12500.")
            return str(number)
        case FieldType.DECIMAL:
            places = field.field.decimals or 0
            number = read_number(typed, 10**places)
            if number is None:
                raise Refused(
                    f"«{_shown(typed)}» er ikke et tall med høyst {places} desimaler. Skriv {field.name} på nytt."
                )
            if abs(number) >= _LARGEST:
                raise Refused(f"«{_shown(typed)}» er for langt for {field.name}. Skriv et mindre tall.")
            return str(Decimal(number).scaleb(-places))
        case FieldType.DATE:
            return _day(field, typed)
        case FieldType.CODE:
            if typed not in field.codes:
                raise Refused(
                    f"«{_shown(typed)}» er ikke en kode i {field.name}. Skriv en av: {', '.join(field.codes) or 'ingen'}."
                )
            return typed
    return _text(field, typed)


def _day(field: FieldVersion, typed: str) -> str:
    dotted = _DOTTED.fullmatch(typed)
    day = read_day(f"{dotted[3]}-{dotted[2]:0>2}-{dotted[1]:0>2}" if dotted else typed)
    if day is None or (field.width == 6 and not 2000 <= day.year <= 2099):
        raise Refused(f"«{_shown(typed)}» er ikke en dato for {field.name}. Skriv den som 31.12.2026 eller 2026-12-31.")
    return day.isoformat()


def _text(field: FieldVersion, typed: str) -> str:
    if hide_who(typed) != typed:
        raise Refused(f"Teksten i {field.name} ser ut til å ha et fødselsnummer. Ta det ut.")
    try:
        typed.encode("iso-8859-1")
    except UnicodeEncodeError:
        raise Refused(
            f"{field.name} har tegn som skjemaet ikke kan ha. Bruk bokstaver, siffer og vanlige tegn."
        ) from None
    if not typed.isprintable():
        raise Refused(f"{field.name} må stå på én linje. Ta ut linjeskift og tabulator.")
    return typed


def _shown(typed: str) -> str:
    """On one line, short, and without what could be somebody's number."""
    return hide_who("".join(one if one.isprintable() else " " for one in typed))[:40]
