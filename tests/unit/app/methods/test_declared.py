"""The flags of a method: what is checked before it runs, and the words when something is wrong."""

from __future__ import annotations

import pytest

from kostra.app.methods.catalogue import METHODS
from kostra.app.methods.declared import Answer, Flag, Given, Kind, Method, Written, check
from kostra.app.methods.table import read
from kostra.model.errors import Broken, Refused

TABLE = read(b"id,x,y\na,1,2\n", "fil.csv")
METHOD = Method(
    "trial",
    "en prøve",
    "En prøve.",
    (
        Flag("id", "enheten", required=True),
        Flag("other", "en annen"),
        Flag("history", "tidligere verdier", Kind.COLUMNS),
        Flag("pu", "tall", Kind.NUMBERS, (0.5,), low=0, high=1),
        Flag("floor", "gulv", Kind.NUMBER, low=0),
        Flag("top", "tak", Kind.NUMBER, 3.0, high=3),
        Flag("antall", "antall", Kind.WHOLE, 5.0, low=1),
        Flag("model", "modell", Kind.CHOICE, "ratio", choices=("ratio", "mean")),
        Flag("quiet", "stille", Kind.SWITCH, False),
    ),
    lambda table, given: Answer({}),
)


def given(**written: Written) -> Given:
    return check(METHOD, TABLE, {"id": "id", **written})


def test_values_and_defaults() -> None:
    plain = given()
    assert plain.column("id") == "id" and not plain.has("other") and plain.columns("history") == ()
    assert plain.numbers("pu") == (0.5,) and not plain.has("floor") and plain.number("top") == 3
    assert plain.whole("antall") == 5 and plain.choice("model") == "ratio" and not plain.switch("quiet")
    full = given(
        other="y", history=["x", "y"], pu=["0,25", "1"], floor="1e3", antall="7", model="mean", quiet=True, top="-2"
    )
    assert full.columns("history") == ("x", "y") and full.numbers("pu") == (0.25, 1) and full.number("floor") == 1000
    assert full.whole("antall") == 7 and full.choice("model") == "mean" and full.switch("quiet") and full.has("other")


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("id", None, "--id mangler: enheten."),
        ("other", "z", "fil.csv har ingen kolonne «z», som --other peker på."),
        ("history", ["x", "z"], "ingen kolonne «z», som --history peker på"),
        ("pu", ["0.5", "2"], "--pu skal være mellom 0 og 1, ikke «2»."),
        ("pu", ["x"], "--pu skal være et tall, ikke «x». Skriv for eksempel 0.5."),
        ("floor", "-1", "--floor skal være minst 0, ikke «-1»."),
        ("floor", "nan", "--floor skal være et tall, ikke «nan»."),
        ("top", "4", "--top skal være høyst 3, ikke «4»."),
        ("antall", "2.5", "--antall skal være et helt tall, ikke «2.5». Skriv for eksempel 5."),
        ("antall", "0", "--antall skal være minst 1, ikke «0»."),
        ("model", "median", "--model kan ikke være «median». Velg mellom ratio, mean."),
    ],
)
def test_what_is_wrong_is_told_of(flag: str, value: Written, said: str) -> None:
    with pytest.raises(Refused) as caught:
        given(**{flag: value})
    assert said in caught.value.message


def test_a_flag_of_another_kind_is_our_own_mistake() -> None:
    with pytest.raises(Broken):
        given().column("top")
    with pytest.raises(Broken):
        given().number("floor")


def test_every_method_is_told_of_whole() -> None:
    """Each has a name of its own, flags that do not meet those of the command, and sentences without a sign that argparse would read."""
    assert len({method.name for method in METHODS}) == len(METHODS)
    for method in METHODS:
        names = [flag.name for flag in method.flags]
        taken = {"file", "out", "run", "help", *(f"out-{name}" for name in method.further)}
        assert len(set(names)) == len(names) and taken.isdisjoint(names), method.name
        assert method.description.endswith("."), method.name
        for flag in method.flags:
            assert flag.help and not flag.help.endswith(".") and "%" not in flag.help, f"{method.name} --{flag.name}"
            assert (flag.kind is Kind.CHOICE) == bool(flag.choices), f"{method.name} --{flag.name}"
            assert flag.kind is not Kind.SWITCH or flag.default is False, f"{method.name} --{flag.name}"
