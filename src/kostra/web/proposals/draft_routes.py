"""The addresses of the draft year, and of the patches that make it."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Duty
from kostra.web.access import DUTY, PUBLIC, guarded
from kostra.web.proposals import draft, draft_patch
from kostra.web.proposals.asked import SECTION
from kostra.web.proposals.draft import PLACE

_TOP = f"/{{language:written}}/{PLACE}"
_YEAR = f"{_TOP}/{{year}}"
_FORM = f"{_YEAR}/{{form}}"
_PATCHES = f"/{{language:written}}/{SECTION}/{{number}}/endringsfil"


def routes() -> list[BaseRoute]:
    return [
        guarded(_TOP, draft.newest, PUBLIC, name="draft"),
        guarded(_YEAR, draft.front, PUBLIC, name="draft_year"),
        guarded(f"{_FORM}/endringer.json", draft.log_json, PUBLIC, name="draft_log_json"),
        guarded(f"{_FORM}/endringer.md", draft.log_markdown, PUBLIC, name="draft_log_markdown"),
        guarded(f"{_FORM}/endringer", draft.log, PUBLIC, name="draft_log"),
        guarded(f"{_FORM}/veiledning.md", draft.guide_markdown, PUBLIC, name="draft_guide_markdown"),
        guarded(f"{_FORM}/veiledning", draft.guide, PUBLIC, name="draft_guide"),
        guarded(f"{_FORM}.json", draft.form_json, PUBLIC, name="draft_form_json"),
        guarded(f"{_FORM}.md", draft.form_markdown, PUBLIC, name="draft_form_markdown"),
        guarded(_FORM, draft.form, PUBLIC, name="draft_form"),
        guarded(f"{_PATCHES}/{{patch}}.patch", draft.patch_file, PUBLIC, name="patch_file"),
        guarded(_PATCHES, draft_patch.change, DUTY(Duty.STATISTICIAN), ("POST",), name="patch"),
    ]
