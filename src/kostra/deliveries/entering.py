"""What a legal basis must say before it can be entered. One that says too little is no basis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kostra.deliveries.variables import DERIVED
from kostra.model.delivery import Basis, Identity, Recipient, RecipientKind
from kostra.model.form import Form

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_LONGEST_ID = 60


def wrong(basis: Basis, recipient: Recipient, forms: Mapping[str, Form]) -> Iterator[str]:
    """Each thing that is wrong, as a sentence. `forms` are those there are, by id."""
    if not ID.fullmatch(basis.id) or len(basis.id) > _LONGEST_ID:
        yield f"Kortnavnet «{basis.id[:40]}» må være små bokstaver a–z, tall og bindestrek, for eksempel nav-sosialhjelp."
    for name, said in (("Paragrafen", basis.paragraph), ("Formålet", basis.purpose), ("Dokumentet", basis.document)):
        if not said.strip():
            yield f"{name} mangler. Skriv det som står i vedtaket eller avtalen."
    if basis.until is not None and basis.until < basis.since:
        yield f"Hjemmelen slutter {basis.until:%d.%m.%Y}, før den begynner {basis.since:%d.%m.%Y}. Rett en av dagene."
    first, last = basis.years
    if last is not None and last < first:
        yield f"Data om {first} til {last} finnes ikke. Rett et av årene."
    yield from _of_recipient(basis, recipient)
    if not basis.variables:
        yield "Ingen skjemaer er nevnt. Skriv hvilke skjemaer og felt hjemmelen gjelder."
    for id, variables in basis.variables.items():
        yield from _of_form(id, variables, forms.get(id))


def _of_recipient(basis: Basis, recipient: Recipient) -> Iterator[str]:
    if recipient.kind is RecipientKind.RESEARCHER:
        if basis.until is None:
            yield "Et forskningsprosjekt slutter en dag. Skriv siste dag."
        if basis.identity is Identity.NATIONAL_ID:
            yield "Forskere får pseudonymer, ikke fødselsnumre. Velg pseudonym for mottakeren."
    if recipient.kind is RecipientKind.MUNICIPALITIES and basis.identity is not Identity.NONE:
        yield "Kommunene kjenner igjen sine egne på journalnummeret. Velg ingen id."


def _of_form(id: str, variables: tuple[str, ...], form: Form | None) -> Iterator[str]:
    if form is None:
        yield f"Skjema «{id[:20]}» finnes ikke. Velg et som finnes."
        return
    there = {one.id: one for one in form.fields}
    if not variables:
        yield f"Ingen felt er nevnt i skjema {id}. Skriv hvilke hjemmelen gjelder."
    for one in variables:
        if one not in there and one not in DERIVED:
            yield f"Feltet «{one[:40]}» finnes ikke i skjema {id}. Velg blant feltene i skjemaet."
        elif one in there and (role := there[one].role) is not None and role.tells_who:
            yield f"Feltet «{one}» i skjema {id} sier hvem personen er, og det bestemmer formen for id. Ta det bort."
