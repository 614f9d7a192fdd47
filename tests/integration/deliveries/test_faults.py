"""Whatever breaks while a delivery is made leaves nothing, or a whole one; and the same again gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from integration.deliveries.handing import NAV, basis, in_force, ordered, recipients, straight_in, taken, workshop
from integration.editing.editors import OLE
from integration.receiving.sending import actions
from kostra.app.deliveries import approving, fetching, making
from kostra.app.deliveries.making import Workshop
from kostra.app.keeping.shelves import on, shelves
from kostra.app.ports.transaction import Scope
from kostra.app.ports.vault import Unavailable
from kostra.app.system import System
from kostra.deliveries import cutting, packing
from kostra.model.delivery import Delivery, Stage
from kostra.model.people import HOUSE
from kostra.store.deliveries import StoredDeliveries
from kostra.store.sealing import AgeSealer
from kostra.store.signing import ReceiptSigner


class _Down(Exception):
    """The power, the disk, the process."""


def _breaks(*_: object, **__: object) -> Any:
    raise _Down


def _after(real: Callable[..., Any]) -> Callable[..., Any]:
    """The step is done, and then it is over."""

    def breaks(*given: Any, **named: Any) -> Any:
        real(*given, **named)
        raise _Down

    return breaks


STEPS: tuple[tuple[Any, str], ...] = (
    (cutting, "cut"),
    (making, "_count"),
    (cutting, "named"),
    (packing, "parquet"),
    (ReceiptSigner, "sign"),
    (packing, "packed"),
    (AgeSealer, "seal"),
    (making, "_put"),
    (StoredDeliveries, "make"),
    (StoredDeliveries, "keep"),
)


@pytest.fixture
def house(system: System) -> System:
    recipients(system)
    in_force(system, basis())
    straight_in(system)
    return system


def _stands(system: System, id: str) -> Delivery:
    with system.transactions.begin(HOUSE, Scope.EVERYWHERE) as tx:
        found = tx.deliveries.delivery(id)
        kept = [one for one in tx.deliveries.all_kept() if one[0] == id]
    assert found is not None
    assert len(kept) == (2 if found.stage is Stage.MADE else 0)
    return found


def test_a_crash_at_any_step_leaves_nothing_and_it_can_be_made_again(
    house: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, shop = ordered(house), workshop(tmp_path)
    for where, step in STEPS:
        for broken in (_breaks, _after(getattr(where, step))):
            with monkeypatch.context() as crash:
                crash.setattr(where, step, broken)
                with pytest.raises(_Down):
                    making.make(house, shop, one.id)
            assert _stands(house, one.id).stage is Stage.ORDERED, step
    assert set(actions(house, one.id)) == {"delivery.ordered", "persons.resolved"}
    assert making.make(house, shop, one.id).stage is Stage.MADE
    assert _stands(house, one.id).stage is Stage.MADE
    approving.approve(house, OLE, one.id)
    assert taken(house, one.id)["data.csv"]


def test_what_was_done_in_the_very_moment_of_the_fault_is_whole(
    house: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit went well, and nobody got to hear of it: the next one finds it, and makes no other."""
    one, shop = ordered(house), workshop(tmp_path)
    with monkeypatch.context() as crash:
        crash.setattr(making, "_register", _after(making._register))
        with pytest.raises(_Down):
            making.make(house, shop, one.id)
    made = _stands(house, one.id)
    assert made.stage is Stage.MADE
    assert making.make(house, shop, one.id) == made
    approving.approve(house, OLE, one.id)
    assert taken(house, one.id)["data.parquet"]


def test_two_that_make_the_same_end_with_one(house: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other was done while this one packed: what this one put in the vault is taken away again."""
    one, shop, real = ordered(house), workshop(tmp_path), packing.packed

    def meanwhile(files: Any) -> bytes:
        monkeypatch.setattr(packing, "packed", real)
        making.make(house, shop, one.id)
        return real(files)

    monkeypatch.setattr(packing, "packed", meanwhile)
    making.make(house, shop, one.id)
    assert actions(house, one.id).count("delivery.made") == 1
    known = {kept.object for shelf in shelves() for _, _, kept in on(shelf, house)}
    there = {path.name for path in (tmp_path / "objects" / "delivery").rglob("*") if path.is_file()}
    assert len(there) == 2 and all(any(name in each for each in known) for name in there)


def test_the_same_order_of_the_same_data_is_the_same_bytes(
    house: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Content, manifest and signature; the lock around them is new each time, and put on once."""
    one, packed = ordered(house), []

    class Sealer:
        def seal(self, content: bytes, recipient: str) -> bytes:
            packed.append(content)
            return AgeSealer().seal(content, recipient)

    shop = Workshop(workshop(tmp_path).resolver, Sealer())
    with monkeypatch.context() as crash:
        crash.setattr(making, "_register", _breaks)
        for _ in range(2):
            with pytest.raises(_Down):
                making.make(house, shop, one.id)
    made = making.make(house, shop, one.id)
    assert packed[0] == packed[1] == packed[2]
    assert made.made is not None
    assert ZipFile(io.BytesIO(packed[0])).read("manifest.jws").decode() == made.made.manifest


def test_a_store_that_is_away_while_it_is_fetched_leaves_no_receipt(
    house: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ordered(house)
    making.make(house, workshop(tmp_path), one.id)
    approving.approve(house, OLE, one.id)

    def away(*_: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as failing:
        failing.setattr(type(house.vault), "open", away)
        with pytest.raises(Unavailable):
            fetching.fetch(house, NAV, one.id)
    assert fetching.one(house, NAV, one.id).fetched == ()
    assert taken(house, one.id)
    assert len(fetching.one(house, NAV, one.id).fetched) == 1
