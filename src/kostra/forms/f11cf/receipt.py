"""What the receipt for form 11CF counts: kvalifiseringsstønad, and the months that are ticked."""

from __future__ import annotations

from kostra.controls.receipt import Receipt

RECEIPT = Receipt(amounts=("kvp_stonad",), months=tuple(f"stmnd_{month}" for month in range(1, 13)))
