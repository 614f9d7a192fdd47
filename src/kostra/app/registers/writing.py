"""The typed records of a register as Parquet in the vault: encrypted, and with pseudonyms where persons stood."""

from __future__ import annotations

from io import BytesIO

from kostra.app.ports.vault import Kept
from kostra.app.system import System
from kostra.model.errors import Broken
from kostra.model.period import Period
from kostra.registers.examining import Examined
from kostra.registers.layout import Layout
from kostra.registers.typed import typed


def keep_typed(system: System, layout: Layout, period: Period, examined: Examined) -> Kept:
    if examined.cells is None:
        raise Broken(f"There are no cells of {layout.id} for {period} to keep.")
    records = typed(layout, examined.cells, period.year, system.pseudonymiser.encrypt)
    written = BytesIO()
    records.write_parquet(written, compression="zstd")
    with system.vault.writing("register-inndata") as writing:
        writing.write(written.getvalue())
        return writing.keep()
