"""A change to the content in a sentence, in both written forms of Norwegian: for the change log, the pages and the report of a trial."""

from __future__ import annotations

from kostra.model.form_change import (
    Change,
    CodeAdded,
    CodeEnded,
    CodeLabel,
    ControlDropped,
    ControlLimit,
    ControlMessage,
    ControlSeverity,
    FieldAdded,
    FieldEnded,
    FieldGuidance,
    FieldLabel,
    FieldRequired,
    FieldWidth,
    Grade,
    Part,
    TableBreak,
    TableEnded,
    TableFootnote,
)
from kostra.model.text import Text

_PARTS = {
    Part.ASKED: Text("hva det spørres om", "kva det blir spurt om"),
    Part.COUNTS: Text("hva som skal med", "kva som skal med"),
    Part.LEFT_OUT: Text("hva som ikke skal med", "kva som ikkje skal med"),
    Part.EXAMPLE: Text("eksempelet", "dømet"),
    Part.MISTAKE: Text("den vanlige feilen", "den vanlege feilen"),
}
_GRADES = {
    Grade.INFO: Text("en opplysning", "ei opplysning"),
    Grade.WARNING: Text("en advarsel", "ei åtvaring"),
    Grade.ERROR: Text("en feil som stopper filen", "ein feil som stoppar fila"),
}


def told(change: Change) -> Text:
    """One sentence, or two."""
    match change:
        case FieldLabel(field=field, text=text):
            return _text("{f} spør: «{t}»", "{f} spør: «{t}»", text, f=field.upper())
        case FieldGuidance(field=field, part=part, text=text):
            named = _PARTS[part]
            return Text(
                f"Veiledningen til {field.upper()} om {named.nb} er: «{text.nb}»",
                f"Rettleiinga til {field.upper()} om {named.nn} er: «{text.nn}»",
            )
        case FieldAdded(field=field, label=label, after=after):
            return _text(
                "Nytt felt {f} etter {a}: «{t}»",
                "Nytt felt {f} etter {a}: «{t}»",
                label,
                f=field.upper(),
                a=after.upper(),
            )
        case FieldEnded(field=field):
            return _same("{f} er ikke med lenger.", "{f} er ikkje med lenger.", f=field.upper())
        case FieldRequired(field=field, required=True):
            return _same("{f} er obligatorisk.", "{f} er obligatorisk.", f=field.upper())
        case FieldRequired(field=field):
            return _same("{f} er ikke obligatorisk.", "{f} er ikkje obligatorisk.", f=field.upper())
        case FieldWidth(field=field, width=width):
            return _same("{f} har plass til {w} tegn.", "{f} har plass til {w} teikn.", f=field.upper(), w=width)
        case CodeAdded(code_list=id, code=code, label=label):
            return _text("Ny kode {c} i {l}: «{t}»", "Ny kode {c} i {l}: «{t}»", label, c=code, l=id)
        case CodeLabel(code_list=id, code=code, label=label):
            return _text("Kode {c} i {l} heter «{t}».", "Kode {c} i {l} heiter «{t}».", label, c=code, l=id)
        case CodeEnded(code_list=id, code=code):
            return _same("Kode {c} i {l} brukes ikke lenger.", "Kode {c} i {l} blir ikkje brukt lenger.", c=code, l=id)
        case _:
            return _of_others(change)


def _of_others(change: Change) -> Text:
    match change:
        case ControlLimit(limit=limit, value=value):
            number = f"{value:,}".replace(",", "\u00a0")
            named = limit.replace("_", " ")
            return _same("Grensen {n} er {v}.", "Grensa {n} er {v}.", n=named, v=number)
        case ControlMessage(sentence=sentence, text=text):
            return _text("{s} sier: «{t}»", "{s} seier: «{t}»", text, s=sentence)
        case ControlSeverity(control=control, severity=severity):
            grade = _GRADES[severity]
            return Text(f"{control} er {grade.nb}.", f"{control} er {grade.nn}.")
        case ControlDropped(control=control):
            return _same("{c} kjøres ikke lenger.", "{c} blir ikkje køyrd lenger.", c=control)
        case TableFootnote(table=table, text=text):
            return _text("Tabell {t_} får merknaden «{t}»", "Tabell {t_} får merknaden «{t}»", text, t_=table)
        case TableBreak(table=table, text=text):
            return _text("Tabell {t_} får et brudd: «{t}»", "Tabell {t_} får eit brot: «{t}»", text, t_=table)
        case TableEnded(table=table):
            return _same("Tabell {t} lages ikke lenger.", "Tabell {t} blir ikkje laga lenger.", t=table)
    raise AssertionError(change)


def _same(nb: str, nn: str, **values: object) -> Text:
    return Text(nb, nn).fill(**values)


def _text(nb: str, nn: str, said: Text, **values: object) -> Text:
    """What is said fills in last, so that braces in it stay as they are."""
    filled = Text(nb, nn).fill(**values)
    return Text(filled.nb.replace("{t}", said.nb), filled.nn.replace("{t}", said.nn))
