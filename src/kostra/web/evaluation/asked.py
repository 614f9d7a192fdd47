"""What the pages of the evaluation at the desk need of a request, and the frame that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.evaluation import controls
from kostra.forms import catalogue
from kostra.model.errors import Refused
from kostra.web.evaluation.words import Words
from kostra.web.pages import Link
from kostra.web.visit import Visit

SECTION = "skrivebord"
FIRST = "11F"
"""The form that is shown where none is chosen."""


@dataclass(frozen=True, slots=True)
class Asked(Visit[Words]):
    @property
    def desk(self) -> str:
        return f"/{self.language}/{SECTION}"

    @property
    def top(self) -> str:
        return f"{self.desk}/evaluering"

    @property
    def vendors(self) -> str:
        return f"{self.desk}/leverandorer"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The form that the address asks for, with the years it has been collected for; `form` is empty where nothing has been."""

    form: str
    forms: dict[str, tuple[int, ...]]
    problem: Refused | None

    @property
    def years(self) -> tuple[int, ...]:
        return self.forms.get(self.form, ())

    def year(self, one: Asked) -> tuple[int | None, Refused | None]:
        """What the address asks for; a year of another form is none of this one, and no mistake."""
        wanted, problem = one.choice("ar", {str(year) for years in self.forms.values() for year in years}, "")
        return (int(wanted) if wanted and int(wanted) in self.years else None), problem


def asked(request: Request) -> Asked:
    return Asked.of(request, Words)


def chosen(one: Asked) -> Chosen:
    forms = controls.forms(one.system, one.asker)
    first = FIRST if FIRST in forms else next(iter(forms), "")
    form, problem = one.choice("skjema", forms, first)
    return Chosen(form, forms, problem)


def form_named(one: Asked) -> str:
    return catalogue.form(str(one.request.path_params["form"])[:20]).id


def page(
    one: Asked, template: str, title: str, context: dict[str, Any], *crumbs: Link, problem: Refused | None = None
) -> Response:
    """`crumbs` stand after the desk."""
    around = {"top": one.top, "vendors": one.vendors} | context
    above: tuple[Link, ...] = ((one.say("desk"), one.desk), *crumbs)
    return one.show(f"evaluation/{template}.html", title, above, SECTION, around, problem)
