"""The page about follow-up that is made from the code: every state, what it means, who has the next word, and what may follow."""

from __future__ import annotations

from kostra.followup.described import STATES
from kostra.followup.states import OWNERS, TRANSITIONS, Needs, diagram
from kostra.model.submission import State

_MADE = (
    "<!-- Made from the tables of states by `./run pages`. "
    "Edit kostra.followup.states and kostra.proposals.states, not this page. -->\n"
)

_ABOUT = """\
What may follow what, and who may bring it about: whoever sends for the municipality (reporter), the desk, or the house by itself.
*why* means that it needs a reason, *until* that it needs a date. Every change is an event in the log. Why it is so is told in
[follow-up](../explanation/follow-up.md).
"""


def states_page() -> str:
    """Under docs/reference."""
    parts = [
        _MADE,
        "# The states of an expected delivery\n",
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
        *(f"| {one.before} | {one.after} | {', '.join(one.movers)} | {_needed(one.needs)} |" for one in TRANSITIONS),
        "",
    ]
    return "\n".join(parts)


def _row(state: State) -> str:
    told = STATES[state]
    return f"| {state} | {told.name.nb} | {told.name.nn} | {told.means.nb} | {OWNERS[state]} |"


def _needed(needs: Needs) -> str:
    words = {Needs.REASON: "a reason", Needs.DATE: "a date"}
    return " and ".join(word for need, word in words.items() if need in needs)
