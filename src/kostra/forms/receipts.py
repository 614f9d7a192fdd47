"""The receipt of a form: what is counted of an accepted file. Most forms have none; it is in the form's folder, in `receipt.py`."""

from __future__ import annotations

import importlib
from functools import cache

from kostra.controls.receipt import Receipt
from kostra.forms import catalogue
from kostra.model.errors import Broken


@cache
def receipt(form_id: str) -> Receipt | None:
    folder = catalogue.folders()[form_id]
    if not (folder / "receipt.py").is_file():
        return None
    found = importlib.import_module(f"kostra.forms.{folder.name}.receipt").RECEIPT
    if not isinstance(found, Receipt):
        raise Broken(f"{folder / 'receipt.py'}: RECEIPT is not a Receipt")
    return found
