"""How the figures of a year changed from the provisional run to the final one: by how much, where, why, and whether it was foretold."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra.app.estimating import revising, seeing
from kostra.app.estimating.revising import Changed, OfVariable
from kostra.app.pages.numbers import written
from kostra.estimation.gates import Level
from kostra.estimation.revisions import Revision
from kostra.model.errors import Missing
from kostra.web.estimating.asked import Asked, asked, labels, page, per_cent, signed, title


def revision(request: Request) -> Response:
    one = asked(request)
    written_year = request.path_params["year"]
    if not (written_year.isascii() and written_year.isdigit() and len(written_year) == 4):
        raise Missing(one.say("no_year", written=written_year[:20]))
    form, year = request.path_params["form"], int(written_year)
    found = revising.revision(one.system, one.asker, form, year)
    names = labels(found.final.whole.form, one)
    context = {
        "runs": [
            (title(each, one), one.say.moment(each.at), f"{one.top}/{each.id}") for each in (found.first, found.final)
        ],
        "variables": [_variable(one, each, year, names) for each in found.variables],
    }
    return page(one, "revision", one.say("revision_of", form=found.final.whole.form, year=year), context)


def _variable(one: Asked, each: OfVariable, year: int, names: dict[str, str]) -> dict[str, Any]:
    country, causes = each.country, each.causes
    parts = (
        ("cause_late", causes.late),
        ("cause_corrected", causes.corrected),
        ("cause_edits", causes.edits),
        ("cause_replaced", causes.replaced),
        ("cause_estimates", causes.estimates),
        ("cause_once", each.counted_once),
    )
    told = each.calibration
    return {
        "id": each.variable,
        "label": names.get(each.variable, each.variable),
        "sentence": one.say(
            "changed",
            region=seeing.name(country.region, year),
            first=written(country.first),
            final=written(country.final),
            change=signed(country.change),
            percent=f" ({signed(100 * country.change / country.first, 2)}\u00a0%)" if country.first else "",
        ),
        "causes": [(one.say(key), signed(value)) for key, value in parts if value is not None],
        "sizes": [_size(one, level, size, year) for level, size in each.sizes],
        "rows": [_region(region, year) for region in each.regions],
        "calibration": None
        if told is None
        else one.say(
            "calibration",
            years=len(told.z),
            mean=signed(told.mean, 2),
            spread=written(told.spread, 2),
            inside=per_cent(told.inside, 0),
        ),
    }


def _size(one: Asked, level: Level, size: Revision, year: int) -> dict[str, str]:
    return {
        "level": one.say(f"level_{level.replace('-', '_')}"),
        "mean": signed(size.mean, 1),
        "mean_absolute": written(size.mean_absolute, 1),
        "relative": "" if size.relative is None else per_cent(size.relative, 2),
        "rmse": written(size.rmse, 1),
        "largest": f"{signed(size.largest)} {seeing.name(size.largest_region, year)}",
        "changed": per_cent(size.changed, 0),
        "sign": written(size.sign_p, 2),
    }


def _region(region: Changed, year: int) -> dict[str, str]:
    return {
        "name": seeing.name(region.region, year),
        "first": written(region.first),
        "final": written(region.final),
        "change": signed(region.change),
        "percent": signed(100 * region.change / region.first, 2) if region.first else "",
        "z": "" if region.z is None else signed(region.z, 1),
    }
