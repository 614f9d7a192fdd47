"""The addresses of a form that is filled in. To see it is to have any right for it; to write, to send, each its own."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.model.people import Right
from kostra.web.access import WITH, guarded
from kostra.web.eforms import filling, looking_over, versions

_FORM = "/{language:written}/mine-innsendinger/{form}/{period}/{region}/fyll-ut"


def routes() -> list[BaseRoute]:
    """The script saves at the address with a file ending, where an error is told as JSON."""
    see, write, send = WITH(Right.SEE), WITH(Right.PREPARE), WITH(Right.SEND)
    return [
        guarded(_FORM, filling.page, see, name="eform"),
        guarded(_FORM, filling.save, write, ["POST"], name="eform_save"),
        guarded(f"{_FORM}/utkast.json", filling.save_and_tell, write, ["POST"], name="eform_autosave"),
        guarded(f"{_FORM}/se-over", looking_over.page, see, name="eform_look_over"),
        guarded(f"{_FORM}/klar", looking_over.hand_over, write, ["POST"], name="eform_hand_over"),
        guarded(f"{_FORM}/send", looking_over.send, send, ["POST"], name="eform_send"),
        guarded(f"{_FORM}/sendt", looking_over.receipt, see, name="eform_receipt"),
        guarded(f"{_FORM}/versjoner", versions.page, see, name="eform_versions"),
        guarded(f"{_FORM}/versjoner", versions.restore, write, ["POST"], name="eform_restore"),
        guarded(f"{_FORM}/utskrift", versions.paper, see, name="eform_paper"),
    ]
