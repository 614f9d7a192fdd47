"""The form pages that stand under docs/forms: made from the forms, committed so that a change to a form is seen as people will read it."""

from __future__ import annotations

from collections.abc import Iterator

from kostra.app.forms import changes, guidance, listing, specification
from kostra.app.pages.document import Document
from kostra.app.pages.markdown import markdown
from kostra.forms import catalogue
from kostra.model.form import Form
from kostra.model.text import Language

_MADE = "<!-- Made from the forms by `./run pages`. Edit the form, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """Every page, by its path under docs/."""
    forms = catalogue.all_forms()
    written = {f"forms/{path}": _MADE + markdown(document) for form in forms for path, document in _of(form)}
    written["forms/README.md"] = _MADE + markdown(listing.as_document(forms, Language.BOKMAL)) + "\n" + _links(forms)
    return written


def _of(form: Form) -> Iterator[tuple[str, Document]]:
    for year in form.years:
        yield f"{form.id}/{year}.md", specification.as_document(form.version(year), Language.BOKMAL)
    yield f"{form.id}/endringer.md", changes.history(form, Language.BOKMAL)
    for language in (Language.BOKMAL, Language.NYNORSK):
        yield f"{form.id}/veiledning.{language}.md", guidance.as_document(form, language)


def _links(forms: tuple[Form, ...]) -> str:
    lines = []
    for form in forms:
        years = ", ".join(f"[{year}]({form.id}/{year}.md)" for year in form.years)
        guide = f"veiledning [bokmål]({form.id}/veiledning.nb.md) og [nynorsk]({form.id}/veiledning.nn.md)"
        lines.append(f"* **{form.id}**: {years}; [endringer]({form.id}/endringer.md); {guide}")
    return "\n".join(lines) + "\n"
