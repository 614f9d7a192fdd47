"""The plan against violence: when it holds, and that it holds in the year."""

from __future__ import annotations

from kostra.controls.declare import ERROR, WARNING, Given, Requirement, control, require
from kostra.methods.columns import Fields

KILDE = "SSBs veiledning til skjema 7B, del 2: planen gjelder så lenge perioden ikke er gått ut i rapporteringsåret"


@control("K22", ERROR, source="Vår: en plan kan ikke slutte før den begynner")
def plan_begynner_for_den_slutter(f: Fields) -> Requirement:
    return require(f.plan_fra <= f.plan_til, when=f.plan_fra.filled & f.plan_til.filled, shown=[f.plan_fra, f.plan_til])


@control("K23", WARNING, source=KILDE)
def plan_gjelder_i_aaret(f: Fields, given: Given) -> Requirement:
    """A date that is not given says nothing against the plan."""
    ended = f.plan_til.filled & (f.plan_til.year < given.year)
    not_begun = f.plan_fra.filled & (f.plan_fra.year > given.year)
    return require(~(ended | not_begun), when=f.plan == "1", shown=[f.plan, f.plan_fra, f.plan_til])


@control("K24", WARNING, source="Vår: datoene spørres det bare om når kommunen har en plan")
def datoer_krever_plan(f: Fields) -> Requirement:
    return require(f.plan != "2", when=f.plan_fra.filled | f.plan_til.filled, shown=[f.plan, f.plan_fra, f.plan_til])
