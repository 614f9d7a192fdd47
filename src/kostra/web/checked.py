"""How the files of the synthetic nation came through the controls: the most frequent ones, by vendor and by sender."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kostra import regions
from kostra.app.controls import overview
from kostra.app.controls.overview import Overview
from kostra.app.controls.pages import word as control_word
from kostra.app.pages.numbers import written
from kostra.model.text import Language
from kostra.web.pages import Page, show
from kostra.web.settings import Settings
from kostra.web.words import Words

_MOST_CONTROLS = 30
_MOST_SENDERS = 20


def years(data: Path) -> tuple[Path, ...]:
    """What has been checked, newest first."""
    return tuple(sorted((data / "checked").glob("[0-9][0-9][0-9][0-9].json"), reverse=True))


def page(request: Request) -> Response:
    language: Language = request.path_params["language"]
    settings: Settings = request.app.state.settings
    seen = tuple(_year(overview.read(path), language) for path in years(settings.data))
    title = Words(language)("checked")
    return show(request, Page("checked.html", title, language, section="checked", context={"years": seen}))


def _year(seen: Overview, language: Language) -> dict[str, Any]:
    vendors = sorted({vendor for one in seen.controls for vendor in one.vendors})
    rows = [
        {
            "form": one.form,
            "id": one.control,
            "severity": control_word(one.severity, language),
            "findings": written(one.findings, 0),
            "files": written(one.files, 0),
            "vendors": [written(one.vendors.get(vendor, 0), 0) for vendor in vendors],
        }
        for one in seen.controls[:_MOST_CONTROLS]
    ]
    senders = [
        {
            "name": _name(one.region, seen.year),
            "vendor": one.vendor,
            "files": written(one.files, 0),
            "stopped": written(one.stopped, 0),
            "findings": written(one.findings, 0),
        }
        for one in seen.senders[:_MOST_SENDERS]
        if one.findings
    ]
    stopped = seen.severities.get("error", 0) + seen.severities.get("fatal", 0)
    return {
        "year": seen.year,
        "vendors": vendors,
        "rows": rows,
        "senders": senders,
        "files": written(seen.files, 0),
        "records": written(seen.records, 0),
        "stopped": written(stopped, 0),
        "more": max(len(seen.controls) - _MOST_CONTROLS, 0),
    }


def _name(region: str, year: int) -> str:
    code = region[:4] if region.endswith("00") else region
    return f"{region} {regions.find(code, year).name}"
