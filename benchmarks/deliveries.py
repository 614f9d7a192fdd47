"""What a delivery of a national year costs: 130 000 persons of form 11F with every field, national ids resolved, compared with the delivery
it replaces, packed, signed, locked and put in the vault. Run: python -m benchmarks.deliveries

Must hold: under 10 CPU s. Leaves with 1 when it takes more. The records are made up field by field; what is asked of the database is a few
rows, and is not part of it.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import polars as pl
import pyrage  # type: ignore[import-untyped]

from kostra.app.deliveries import making
from kostra.app.system import System
from kostra.deliveries import catalogue as listed
from kostra.deliveries import cutting, packing
from kostra.forms import catalogue
from kostra.model.delivery import Basis, Delivery, Order, Recipient, RecipientKind
from kostra.model.form import FieldType, FormVersion
from kostra.model.people import HOUSE
from kostra.model.period import Period
from kostra.model.protection import Said
from kostra.reception import typed
from kostra.store.chest import KeyChest, resolver
from kostra.store.objects import objects
from kostra.store.pseudonyms import SivPseudonymiser
from kostra.store.sealing import AgeSealer
from kostra.store.vault import EnvelopeVault

PERSONS, LIMIT, YEAR = 130_000, 10.0, 2026
AT = datetime(2027, 3, 15, tzinfo=UTC)
SAID = Said(HOUSE, AT)


def records(version: FormVersion, pseudonymiser: SivPseudonymiser) -> pl.DataFrame:
    """Klargjorte data with a value in every field."""
    random = np.random.Generator(np.random.PCG64(1))
    ids = [b"%011d" % number for number in range(PERSONS)]
    columns: dict[str, Any] = {
        "unit": [f"{1100 + number % 350}00" for number in range(PERSONS)],
        "record": [f"{number:032x}" for number in range(PERSONS)],
        "person_fodselsnr_pseudonym": pl.Series(pseudonymiser.encrypt(ids), dtype=pl.Binary),
        "id_type": ["fodselsnummer"] * PERSONS,
        "kjonn_avledet": random.choice(["1", "2"], PERSONS),
    }
    for field in version.fields:
        if field.type is FieldType.INTEGER:
            columns[field.id] = random.integers(0, 30_000, PERSONS)
        elif field.codes:
            columns[field.id] = random.choice(list(field.codes), PERSONS)
    every = {"unit": pl.String(), "record": pl.String()} | typed.schema(version)
    given = {name: columns.get(name, [None] * PERSONS) for name in every}
    return pl.DataFrame(given, schema=every, strict=False)


def run(folder: Path) -> float:
    keys = KeyChest(folder / "keys").open(demo=True, now=lambda: AT)
    vault = EnvelopeVault(objects(str(folder / "objects"), folder / "spool"), keys.data)
    version = catalogue.form("11F").version(YEAR)
    frame = records(version, keys.pseudonymiser)
    own = next(one for one in listed.bases() if one.id == "nav-sosialhjelp")
    variables = {"11F": listed.spelled_out(own.forms["11F"], version.form)}
    basis = Basis(
        own.id, own.recipient, own.paragraph, own.purpose, own.document, variables, own.persons, own.identity, own.years,
        own.since, own.until, SAID, SAID,
    )  # fmt: skip
    order = Order(own.recipient, own.id, "11F", Period(YEAR))
    public = str(pyrage.x25519.Identity.generate().to_public())
    recipient = Recipient(own.recipient, "Nav", RecipientKind.AUTHORITY, SAID, public)
    before = cutting.cut(frame.with_columns(bidrag=pl.col("bidrag") + 1), basis, order, version)
    counted: list[int] = []
    shop = making.Workshop(lambda _: resolver(folder / "keys" / "resolve", counted.append, demo=True), AgeSealer())
    system = cast(System, SimpleNamespace(producer=None, signer=keys.signer, vault=vault))
    began = process_time()
    cut = making._Cut(
        Delivery("benchmark", order, SAID, "earlier"), basis, recipient, version,
        cutting.cut(frame, basis, order, version), before, "data",
    )  # fmt: skip
    content, persons = making._content(system, shop, cut)
    locked = shop.sealer.seal(packing.packed(content), public)
    kept = making._put(system, locked)
    making._put(system, packing.parquet(cut.frame))
    taken = process_time() - began
    assert persons == sum(counted) == PERSONS and kept.size == len(locked)
    print(f"{PERSONS} persons, {len(variables['11F'])} fields, {len(locked) / 1e6:.1f} MB locked: {taken:.2f} CPU s")
    return taken


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "spool").mkdir()
        sys.exit(run(Path(made)) > LIMIT)
