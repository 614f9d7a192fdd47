"""Texts of the guides with links in them: terms lead to what they mean, numbers of controls to the control, and names of fields to their
own place in the same year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from kostra.app.controls.catalogue import in_year
from kostra.app.guide.questions import places
from kostra.forms import catalogue
from kostra.forms.terms import terms
from kostra.model.text import Language

_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Links:
    """What is looked for, and where each leads. `names` are written as they are; terms in any case, by their case-folded forms."""

    pattern: re.Pattern[str]
    names: Mapping[str, str]
    terms: Mapping[str, str]


class Linker:
    """For one question: each place is led to once, and the question does not lead to itself."""

    def __init__(self, form_id: str, year: int, language: Language, here: str = "") -> None:
        self._links = _links(form_id, year, language)
        self._led = {here}

    def __call__(self, text: str) -> Markup:
        made, at = [], 0
        for found in self._links.pattern.finditer(text):
            word = found[0]
            to = self._links.names.get(word) or self._links.terms.get(word.casefold(), "")
            if to and to not in self._led:
                self._led.add(to)
                made += [Markup.escape(text[at : found.start()]), Markup('<a href="{}">{}</a>').format(to, word)]
                at = found.end()
        return Markup("").join([*made, Markup.escape(text[at:])])


@lru_cache(maxsize=512)
def _links(form_id: str, year: int, language: Language) -> Links:
    form, top = catalogue.form(form_id), f"/{language}/veiledning"
    names = {told.id: f"/{language}/skjema/{form_id}/kontroller/{told.id}" for told in in_year(form_id, year)}
    place = places(form_id, year)
    for field in form.version(year).fields:
        if len(field.name) >= _SHORTEST_NAME and field.name.isupper():
            names[field.name] = f"{top}/{form_id}/{year}/{place[field.id]}"
    of_terms = {written.casefold(): f"{top}/ord#{term.id}" for term in terms() for written in term.forms[language]}
    pattern = rf"(?<![\w-])(?:{_any(names)}|(?i:{_any(of_terms)}))(?![\w-])"
    return Links(re.compile(pattern), names, of_terms)


def _any(words: Mapping[str, str]) -> str:
    """The longest first, so that «økonomisk sosialhjelp» is not taken for «sosialhjelp»."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
