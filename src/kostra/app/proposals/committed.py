"""The part about proposals of the page of states that is made from the code: each state, who has the next word, and what may follow."""

from __future__ import annotations

from kostra.model.proposal import State
from kostra.proposals.states import OWNERS, STATES, TRANSITIONS, diagram

_ABOUT = """\
Who may bring a move about: who made the proposal (author), the desk, another at the desk than who wrote it (second), or the house by
itself. *why* means that it needs a reason. Why it is so is told in [proposals](../explanation/proposals.md).
"""


def states_part() -> str:
    """Under docs/reference, after the states of an expected delivery."""
    parts = [
        "# The states of a proposal\n",
        _ABOUT,
        "```mermaid",
        *diagram(),
        "```\n",
        "| state | bokmål | nynorsk | what it means | next word |",
        "|---|---|---|---|---|",
        *(_row(state) for state in State),
        "",
        "| from | to | who | needs |",
        "|---|---|---|---|",
        *(
            f"| {one.before} | {one.after} | {', '.join(one.movers)} | {'a reason' if one.reason else ''} |"
            for one in TRANSITIONS
        ),
        "",
    ]
    return "\n".join(parts)


def _row(state: State) -> str:
    told = STATES[state]
    return f"| {state} | {told.name.nb} | {told.name.nn} | {told.means.nb} | {OWNERS[state] or '-'} |"
