"""Linear programs over the unknown cells: what somebody who can count can say of a cell that is not shown.

Every point that a program finds holds for all cells at once, so a few points show most cells to be wide; only the others are asked for one
by one, near by first and over all of the part last. Deterministic: one thread, and no limit of time that could cut an answer off.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from kostra.disclosure.audit.published import NO_LIMIT, Whole
from kostra.disclosure.audit.system import System

Reals = npt.NDArray[np.float64]
# A program holds its equations to 1e-7; what is nearer a whole number than this is that number.
NEAR = 1e-5
# A point of the middle takes some thirty steps; one that takes many more has gone astray.
_STEPS = 300
NEAREST = 1e-8
_PRIMAL = 4


class Program:
    """Some columns of a system, the others held where they are."""

    def __init__(self) -> None:
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            self._highs.setOptionValue(option, value)

    def pass_on(
        self,
        system: System,
        starts: Whole,
        order: Whole,
        columns: Whole,
        least: Reals,
        most: Reals,
        cost: Reals,
        total: Reals,
        whole: bool = False,
    ) -> None:
        """With `total` what the rows of these columns must come to, and `whole` if only whole numbers will do."""
        length = starts[columns + 1] - starts[columns]
        entry = order[np.repeat(starts[columns] - np.cumsum(length) + length, length) + np.arange(length.sum())]
        rows, row = np.unique(system.row[entry], return_inverse=True)
        start, index, value = np.concatenate([[0], np.cumsum(length)]), row, system.sign[entry].astype(np.float64)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(least), len(rows)
        program.col_cost_, program.col_lower_ = cost, least
        program.col_upper_ = np.where(most >= NO_LIMIT, highspy.kHighsInf, most)
        program.row_lower_ = program.row_upper_ = total[rows]
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = start.astype(np.int32)
        program.a_matrix_.index_ = index.astype(np.int32)
        program.a_matrix_.value_ = value
        if whole:
            program.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
        self._highs.passModel(program)

    def cost(self, cost: Reals) -> None:
        self._highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)

    def between(self, least: Reals, most: Reals) -> None:
        """Other limits for the columns."""
        most = np.where(most >= NO_LIMIT, highspy.kHighsInf, most)
        self._highs.changeColsBounds(len(least), np.arange(len(least), dtype=np.int32), least, most)

    def inner(self, near: float = NEAREST) -> None:
        """A point in the middle of the best ones, and not a corner. It holds its equations long before its cost is the least: where any
        good point will do, it need not be so `near` the best."""
        self._highs.setOptionValue("solver", "ipm")
        self._highs.setOptionValue("run_crossover", "off")
        self._highs.setOptionValue("ipm_optimality_tolerance", near)
        self._highs.setOptionValue("ipm_iteration_limit", _STEPS)
        self._highs.setOptionValue("simplex_iteration_limit", _STEPS)

    def corner(self) -> None:
        self._highs.setOptionValue("solver", "choose")
        self._highs.setOptionValue("run_crossover", "on")
        self._highs.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)

    def to_corner(self) -> None:
        """A corner that is found from the middle: quicker, where there are many columns."""
        self.corner()
        self._highs.setOptionValue("solver", "ipm")

    def walk(self) -> None:
        """From the corner at hand to the best one, which is not far where only the cost has changed."""
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("simplex_strategy", _PRIMAL)

    def limit(self, nodes: int) -> None:
        self._highs.setOptionValue("mip_max_nodes", nodes)

    def give_up(self, steps: int) -> None:
        """After so many steps from corner to corner there is no point."""
        self._highs.setOptionValue("simplex_iteration_limit", steps)

    def run(self) -> Reals | None:
        """The best point, or none if there is no point at all."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            self.impossible = True
            return None
        self.impossible = False
        solution = self._highs.getSolution()
        if not solution.value_valid or self._highs.getInfo().primal_solution_status != 2:
            return None
        return np.array(solution.col_value)

    @property
    def unbounded(self) -> bool:
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kUnbounded)
