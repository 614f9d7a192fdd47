"""What a receipt counts of an accepted file: sums of money, and how many records by age, months and amount.

A count is a row of whole numbers for one batch; the rows of all batches added together are the file's. It judges nothing, and it holds
nothing of any one person. Blank and unreadable amounts count as 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kostra.controls.kernel import Lines
from kostra.methods.columns import Fields, total

UNKNOWN = "unknown"
AGES = ("0-17", "18-24", "25-44", "45-66", "67+", UNKNOWN)
MONTHS = ("1", "2-3", "4-6", "7-9", "10-11", "12", UNKNOWN)
AMOUNTS = ("1-9999", "10000-49999", "50000-99999", "100000-149999", "150000+", UNKNOWN)

_AGE_LIMITS = (18, 25, 45, 67)
_AMOUNT_LIMITS = (10_000, 50_000, 100_000, 150_000)
_OF_MONTHS = np.array([6, 0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5], dtype=np.int64)
"""The place in MONTHS of 0 to 12 months."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`amounts` are the fields of money, `months` those that are ticked for a month, `age` the column of ages."""

    amounts: tuple[str, ...]
    months: tuple[str, ...]
    age: str = "alder"

    def count(self, fields: Fields) -> Lines:
        """How many records, the sum of each amount, then how many records in each class."""
        sums = [fields.number(id).or_zero for id in self.amounts]
        paid = total(sums).value
        age = fields.number(self.age)
        age_class = np.searchsorted(_AGE_LIMITS, age.value, side="right")
        ticked = np.zeros(len(fields), dtype=np.int64)
        for id in self.months:
            ticked += fields.text(id).valid.value
        amount_class = np.where(paid > 0, np.searchsorted(_AMOUNT_LIMITS, paid, side="right"), len(AMOUNTS) - 1)
        return np.concatenate(
            (
                [len(fields), *(int(one.value.sum()) for one in sums)],
                np.bincount(np.where(age.is_number.value, age_class, len(AGES) - 1), minlength=len(AGES)),
                np.bincount(_OF_MONTHS[ticked], minlength=len(MONTHS)),
                np.bincount(amount_class, minlength=len(AMOUNTS)),
            )
        ).astype(np.int64)

    def told(self, counted: Lines) -> dict[str, Any]:
        """The numbers with their names, as the report has them."""
        numbers = iter(counted.tolist())
        records = next(numbers)
        amounts = {id: next(numbers) for id in self.amounts}
        return {
            "records": records,
            "amounts": {"total": sum(amounts.values()), **amounts},
            "age": {name: next(numbers) for name in AGES},
            "months": {name: next(numbers) for name in MONTHS},
            "amount": {name: next(numbers) for name in AMOUNTS},
        }
