"""A release beside an earlier one of the same figures: what the two together tell.

A cell that is shown both times with the same figure is one cell. One that is not shown both times is one cell too where nothing shown
around it has changed: so will whoever compares the two take it. Where figures have changed, the two are cells of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kostra.disclosure.audit.published import Equations, Published, Ratio, Truth, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """`published` holds both releases; its first cells are those of the new one, in order.

    `was_out` are cells of the new release that it does not show, but the earlier one did, with nothing changed around them. `now_out` are
    cells that it shows and the earlier one did not. A cell that was out counts as known: what it gives away is out too. `own` are the cells
    of the earlier release that stand by themselves, after those of the new one.
    """

    published: Published
    was_out: Whole
    now_out: Whole
    own: Whole


def together(now: Published, then: Published, same: Whole | None = None) -> Together:
    """With `same`, which cell of the new release each of the earlier one is, or -1; else those of the same label."""
    same = _by_label(now, then) if same is None else same
    both = same >= 0
    shown = both & then.known & now.known[same]
    changed = np.zeros(len(then.labels), dtype=np.bool_)
    changed[shown] = then.value[shown] != now.value[same[shown]]
    stirred = _stirred(then, changed) | _stirred_now(now, same, changed)
    one = both & ~changed & (shown | ~stirred)
    number = np.where(one, same, len(now.labels) + np.cumsum(~one) - 1)
    was_out = one & then.known & ~now.known[same]
    now_out = one & ~then.known & now.known[same]

    own = np.flatnonzero(~one)
    known, value = np.append(now.known, then.known[own]), np.append(now.value, then.value[own])
    known[same[was_out]] = True
    value[same[was_out]] = then.value[was_out]
    lower = np.append(now.lower, then.lower[own])
    np.maximum.at(lower, same[one], then.lower[one])
    asked = np.append(now.asked, then.asked[own])
    np.logical_or.at(asked, same[one], then.asked[one])
    return Together(
        Published(
            known,
            value,
            lower,
            asked & ~known,
            _joined(now.equations, then.equations, number),
            [*now.labels, *(f"{then.labels[cell]} (tidligere)" for cell in own.tolist())],
            (*now.ratios, *(_moved(ratio, number) for ratio in then.ratios)),
        ),
        np.unique(same[was_out]),
        np.unique(same[now_out]),
        own,
    )


def _by_label(now: Published, then: Published) -> Whole:
    place = {label: cell for cell, label in enumerate(now.labels)}
    return np.array([place.get(label, -1) for label in then.labels], dtype=np.int64)


def _stirred(published: Published, changed: Truth) -> Truth:
    """The cells that stand in an equation with one that has changed."""
    equations = published.equations
    owner = np.repeat(np.arange(len(equations)), np.diff(equations.start))
    touched = np.zeros(len(equations), dtype=np.bool_)
    touched[owner[changed[equations.cell]]] = True
    found = changed.copy()
    found[equations.cell[touched[owner]]] = True
    return found


def _stirred_now(now: Published, same: Whole, changed: Truth) -> Truth:
    """The same, by the equations of the new release."""
    new = np.zeros(len(now.labels), dtype=np.bool_)
    new[same[changed]] = True
    found: Truth = np.where(same >= 0, _stirred(now, new)[same], False)
    return found


def _joined(now: Equations, then: Equations, number: Whole) -> Equations:
    return Equations(
        np.append(now.start, now.start[-1] + then.start[1:]),
        np.append(now.cell, number[then.cell]),
        np.append(now.sign, then.sign),
    )


def _moved(ratio: Ratio, number: Whole) -> Ratio:
    return Ratio(int(number[ratio.numerator]), int(number[ratio.denominator]), ratio.value, ratio.decimals, ratio.times)
