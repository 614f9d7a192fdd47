"""Holding a proposal against the content: that what it names is there, or is not there yet, and that nothing is left out.

A draft may lack something; what is entered may not. Each problem says what can be written instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kostra.app.free_text import refuse_what_is_no_reason
from kostra.forms import catalogue
from kostra.forms.controls import control_set, declared
from kostra.model.errors import Refused
from kostra.model.form import FieldVersion, Form, FormVersion
from kostra.model.proposal import Content, Kind, Subject
from kostra.tables import catalogue as tables

LONGEST_TITLE, LONGEST_NAME = 160, 120
YEARS_AHEAD = 5
_SHOWN = 40

FIELD_KINDS = frozenset({Kind.NEW_FIELD, Kind.CHANGED_FIELD, Kind.REMOVED_FIELD, Kind.SIMPLIFY})
CODE_KINDS = frozenset({Kind.NEW_CODE, Kind.CHANGED_CODE, Kind.REMOVED_CODE})
CONTROL_KINDS = frozenset(
    {Kind.NEW_CONTROL, Kind.CHANGED_CONTROL, Kind.BLOCKING_CONTROL, Kind.WARNING_CONTROL, Kind.DROPPED_CONTROL}
)
_NEEDED: tuple[tuple[str, str], ...] = (
    ("title", "Skriv en kort tittel på forslaget."),
    ("what", "Skriv hva som skal endres."),
    ("why", "Skriv hvorfor det skal endres."),
)
_CONSEQUENCES: tuple[tuple[str, str], ...] = (
    ("series", "tidsseriene"),
    ("municipalities", "kommunene"),
    ("vendors", "leverandørene"),
    ("users", "brukerne av statistikken"),
)
_REGISTER: tuple[tuple[str, str], ...] = (
    ("source", "hvilket register som kan svare"),
    ("coverage", "hvem registeret dekker"),
    ("delay", "når registeret er klart"),
    ("saved", "hva som spares"),
)


def refuse_wrong(content: Content, today_year: int, *, whole: bool) -> Content:
    """The content as it is kept, with the ids as they are written in the catalogue. Refused with all that is wrong at once; `whole` asks
    that nothing is left out."""
    for text in _texts(content):
        refuse_what_is_no_reason(text)
    problems = [*_too_long(content), *_year(content, today_year)]
    if whole:
        problems += _left_out(content)
    subject = content.subject
    try:
        subject = _subject(content)
    except Refused as wrong:
        problems.append(wrong.message)
    if problems:
        raise Refused(" ".join(problems))
    return _with(content, subject)


def _with(content: Content, subject: Subject) -> Content:
    from dataclasses import replace

    return replace(content, subject=subject)


def _texts(content: Content) -> Iterator[str]:
    yield from (content.title, content.what, content.why, content.proposer.office)
    yield from (getattr(content.consequences, name) for name, _ in _CONSEQUENCES)
    if content.register is not None:
        yield from (getattr(content.register, name) for name, _ in _REGISTER)
    yield from (part or "" for part in _parts(content.subject))


def _parts(subject: Subject) -> tuple[str | None, ...]:
    return (subject.form, subject.field, subject.code, subject.control, subject.table)


def _too_long(content: Content) -> Iterator[str]:
    if len(content.title) > LONGEST_TITLE:
        yield f"Tittelen har {len(content.title)} tegn. Skriv høyst {LONGEST_TITLE}, og resten under hva som skal endres."
    if not content.title.strip():
        yield _NEEDED[0][1]
    if len(content.proposer.office) > LONGEST_NAME:
        yield f"Navnet på den som fremmer forslaget, har {len(content.proposer.office)} tegn. Skriv høyst {LONGEST_NAME}."


def _year(content: Content, this_year: int) -> Iterator[str]:
    last = this_year + YEARS_AHEAD
    if not this_year <= content.year <= last:
        yield f"Rapporteringsåret er {content.year}. Skriv et år fra {this_year} til {last}."


def _left_out(content: Content) -> Iterator[str]:
    for name, said in _NEEDED[1:]:
        if not getattr(content, name).strip():
            yield said
    if not content.proposer.office.strip():
        yield "Skriv hvem forslaget kommer fra: et kontor, en kommune eller en virksomhet, og ikke en person."
    for name, whom in _CONSEQUENCES:
        if not getattr(content.consequences, name).strip():
            yield f"Skriv hva forslaget betyr for {whom}. Skriv «ingenting» hvis det er svaret."
    if content.kind is Kind.SIMPLIFY:
        for name, what in _REGISTER:
            if content.register is None or not getattr(content.register, name).strip():
                yield f"Skriv {what}."


def _subject(content: Content) -> Subject:
    kind, subject = content.kind, content.subject
    if kind is Kind.TABLE:
        return Subject(table=_table(subject.table), form=None if subject.form is None else _form(subject.form).id)
    form = _form(subject.form)
    version = form.version(min(max(content.year, form.first_year), form.last_year))
    if kind in CONTROL_KINDS:
        return Subject(
            form=form.id, control=_control(subject.control, form, version.year, new=kind is Kind.NEW_CONTROL)
        )
    if kind is Kind.GUIDE and subject.field is None:
        return Subject(form=form.id)
    field = _field(subject.field, version, new=kind is Kind.NEW_FIELD)
    if kind not in CODE_KINDS:
        return Subject(form=form.id, field=field)
    return Subject(form=form.id, field=field, code=_code(subject.code, version.field(field), kind))


def _form(written: str | None) -> Form:
    known = catalogue.ids()
    found = next((id for id in known if written is not None and id.casefold() == written.casefold()), None)
    if found is None:
        said = (
            "Velg hvilket skjema forslaget gjelder" if not written else f"Det finnes ikke noe skjema «{written[:40]}»"
        )
        raise Refused(f"{said}. Skjemaene er {', '.join(known)}.")
    return catalogue.form(found)


def _field(written: str | None, version: FormVersion, *, new: bool) -> str:
    if not written:
        raise Refused("Skriv hvilket felt forslaget gjelder.")
    known = {one.id: one for one in version.fields}
    found = next((one.id for one in known.values() if written.casefold() in (one.id, one.name.casefold())), None)
    if new:
        if found is not None:
            raise Refused(f"Skjema {version.form.id} har alt et felt «{found}» i {version.year}. Velg et annet navn.")
        return written
    if found is None:
        raise Refused(
            f"Skjema {version.form.id} har ikke noe felt «{written[:40]}» i {version.year}. Du kan skrive {_listed(known)}."
        )
    return found


def _code(written: str | None, field: FieldVersion, kind: Kind) -> str:
    if not field.codes:
        raise Refused(f"Feltet {field.id} har ingen koder. Velg et felt med koder, eller en annen slags endring.")
    if not written:
        raise Refused(f"Skriv hvilken kode forslaget gjelder. Feltet {field.id} har {_listed(field.codes)}.")
    if kind is Kind.NEW_CODE:
        if written in field.codes:
            raise Refused(
                f"Feltet {field.id} har alt koden «{written}»: {field.codes[written].nb}. Velg en annen kode."
            )
        if len(written) > LONGEST_NAME:
            raise Refused(f"Koden har {len(written)} tegn. Skriv selve koden, og teksten under hva som skal endres.")
        return written
    if written not in field.codes:
        raise Refused(f"Feltet {field.id} har ikke koden «{written[:40]}». Du kan skrive {_listed(field.codes)}.")
    return written


def _control(written: str | None, form: Form, year: int, *, new: bool) -> str | None:
    if not written:
        if new:
            return None
        raise Refused("Skriv hvilken kontroll forslaget gjelder, for eksempel K22.")
    known = {one.id for one in (*control_set(form.id, year).controls, *declared(form.id))}
    found = next((id for id in known if id.casefold() == written.casefold()), None)
    if new:
        if found is not None:
            raise Refused(f"Skjema {form.id} har alt en kontroll {found}. Velg et annet nummer, eller la det stå tomt.")
        if len(written) > LONGEST_NAME:
            raise Refused(f"Nummeret på kontrollen har {len(written)} tegn. Skriv høyst {LONGEST_NAME}.")
        return written
    if found is None:
        raise Refused(f"Skjema {form.id} har ingen kontroll «{written[:40]}». Du kan skrive {_listed(sorted(known))}.")
    return found


def _table(written: str | None) -> str | None:
    if not written:
        return None
    known = list(dict.fromkeys(one.id for one in tables.tables()))
    if written not in known:
        raise Refused(
            f"Det finnes ingen tabell «{written[:40]}». Du kan skrive {_listed(known)}, eller la det stå tomt for en ny tabell."
        )
    return written


def _listed(known: Collection[str]) -> str:
    shown = ", ".join(list(known)[:_SHOWN])
    more = len(known) - _SHOWN
    return shown if more <= 0 else f"{shown} og {more} til"
