"""Which cells of two releases of the same figures are one number, to whoever compares them.

What is shown both times with the same figure is. What is not shown is too, as long as nothing that is shown of its region, or of a region
inside it, has changed: then somebody there is new, and nobody can tell of which cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from kostra.disclosure.audit.published import Published, Whole

NOWHERE = -1
Known: TypeAlias = tuple[Published, Sequence[Any]]
"""What is published, and what each cell is: what is asked, and of which region; or, of what parts are more than their total, that of the
total and of its first part, and how many there are."""


def the_same(
    now: Published, old: Known, own: Whole, members: Mapping[str, tuple[str, ...]], *, hidden_too: bool
) -> Whole:
    """Of each cell of the old release, the cell of the new one, or `NOWHERE`. `own` is what each would be if nothing had changed."""
    then, theirs = old
    same = own.copy()
    both = (same != NOWHERE) & then.known & now.known[same]
    stirred = {_region(theirs[cell]) for cell in np.flatnonzero(both & (then.value != now.value[same])).tolist()}
    # Where one of them has changed, so has what they are together, though nothing of that is shown.
    stirred |= {whole for whole, those in members.items() if stirred.intersection(those)}
    for cell in np.flatnonzero(~both).tolist():
        if not hidden_too or _region(theirs[cell]) in stirred:
            same[cell] = NOWHERE
    return same


def now_of(mine: Sequence[Any], theirs: Sequence[Any]) -> Whole:
    """Of each cell of the old release, what is the same in the new one, whatever its number."""
    place = {identity: cell for cell, identity in enumerate(mine) if identity is not None}
    return np.array([place.get(identity, NOWHERE) for identity in theirs], np.int64)


def _region(identity: Any) -> str:
    """Of what parts are more than their total, that of the total: somebody who has come to one of them may be in another too."""
    what, region = identity[:2]
    return str(region if isinstance(region, str) else what[1])
