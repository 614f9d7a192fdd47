"""The form pages that stand under docs/forms: made from the forms, committed so that a change to a form is seen as people will read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kostra.app.controls import committed as controls
from kostra.app.forms import changes, guidance, listing, specification
from kostra.app.pages.document import Document
from kostra.app.pages.markdown import markdown
from kostra.forms import catalogue
from kostra.model.form import Form
from kostra.model.text import Language

_MADE = "<!-- Made from the forms by `./run pages`. Edit the form, not this page. -->\n\n"


def pages(cases: Path) -> dict[str, str]:
    """Every page, by its path under docs/. `cases` is where the cases of the controls are."""
    forms = catalogue.all_forms()
    written = {f"forms/{path}": _MADE + markdown(document) for form in forms for path, document in _of(form, cases)}
    written["forms/README.md"] = (
        _MADE + markdown(listing.as_document(forms, Language.BOKMAL)) + "\n" + _links(forms, written)
    )
    return written


def _of(form: Form, cases: Path) -> Iterator[tuple[str, Document]]:
    for year in form.years:
        yield f"{form.id}/{year}.md", specification.as_document(form.version(year), Language.BOKMAL)
    yield f"{form.id}/endringer.md", changes.history(form, Language.BOKMAL)
    for language in (Language.BOKMAL, Language.NYNORSK):
        yield f"{form.id}/veiledning.{language}.md", guidance.as_document(form, language)
    if told := controls.page(form, cases):
        yield f"{form.id}/kontroller.md", told


def _links(forms: tuple[Form, ...], written: Mapping[str, str]) -> str:
    lines = []
    for form in forms:
        years = ", ".join(f"[{year}]({form.id}/{year}.md)" for year in form.years)
        guide = f"veiledning [bokmål]({form.id}/veiledning.nb.md) og [nynorsk]({form.id}/veiledning.nn.md)"
        told = f"; [kontroller]({form.id}/kontroller.md)" if f"forms/{form.id}/kontroller.md" in written else ""
        lines.append(f"* **{form.id}**: {years}; [endringer]({form.id}/endringer.md); {guide}{told}")
    return "\n".join(lines) + "\n"
