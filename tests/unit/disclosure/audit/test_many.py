"""A part of many cells is asked from the middle, and then from corner to corner: the answers are the same as for a small one."""

from __future__ import annotations

import numpy as np
import pytest

from kostra.disclosure.audit import bounds
from kostra.disclosure.audit.auditing import Wanted, audit
from kostra.disclosure.audit.published import Published
from unit.disclosure.audit.planted import every_table, table


def grid(seed: int) -> Published:
    """Three by three of small counts, with every sum, six of them hidden."""
    rng = np.random.default_rng(seed)
    inner, hidden = rng.integers(1, 4, size=(3, 3)), np.zeros((3, 3), np.bool_)
    hidden.ravel()[rng.choice(9, size=6, replace=False)] = True
    values: dict[str, int | None] = {
        f"{r}{c}": None if hidden[r, c] else int(inner[r, c]) for r in range(3) for c in range(3)
    }
    sums = {f"{r}t": tuple(f"{r}{c}" for c in range(3)) for r in range(3)}
    sums |= {f"t{c}": tuple(f"{r}{c}" for r in range(3)) for c in range(3)}
    values |= {f"{r}t": int(inner[r].sum()) for r in range(3)} | {f"t{c}": int(inner[:, c].sum()) for c in range(3)}
    return table(values, sums)


@pytest.mark.parametrize("seed", range(6))
def test_many_cells_get_the_ends_that_every_whole_table_has(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_CORNERS", 0)
    published = grid(seed)
    hidden = np.flatnonzero(~published.known)
    tables = every_table(published, 7)
    verdict = audit(published, Wanted(bounds=True))
    assert verdict.exact.all()
    # The sums of rows and columns alone have whole corners: the ends of the programs are the ends of the whole tables.
    assert verdict.low[hidden].tolist() == tables.min(axis=0).tolist()
    assert verdict.high[hidden].tolist() == tables.max(axis=0).tolist()
    short = audit(published)
    assert short.determined.tolist() == verdict.determined.tolist()
    assert not short.undecided.any()
