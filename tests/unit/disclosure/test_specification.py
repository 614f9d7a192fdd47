"""SPEC.toml, right and wrong."""

from __future__ import annotations

import pytest

from kostra.disclosure.specification import Source, groupings, refuse_clash, sources
from kostra.model.errors import Refused

SPEC = """\
# To tabeller
[[table]]
cells = "a.csv"
count = "n"
dims = ["mun", "age"]
groupings = { mun = ["county", "kgroup"] }
out = "out/a.csv"

[[table]]
name = "ø"
cells = "b.csv"
count = "n"
dims = "mun,sex"
out = "out/b.csv"
published = "b-published.csv"
limit = 5
zeros = "protected"
forced = "f.csv"
weights = "mun"
rules = ["part:numerator=m", { rule = "group", dimension = "sex" }]
"""


def read(text: str) -> tuple[Source, ...]:
    return sources(text.encode(), "spec.toml", "mappe")


def test_tables_with_paths_from_the_folder_of_the_file() -> None:
    one, two = read(SPEC)
    assert one == Source("a", "mappe/a.csv", "n", ("mun", "age"), {"mun": ("county", "kgroup")}, "mappe/out/a.csv")
    assert (two.name, two.dims, two.limit, two.zeros_shown, two.forced, two.weights) == (
        "ø",
        ("mun", "sex"),
        5,
        False,
        "mappe/f.csv",
        "mun",
    )
    assert [dict(rule.told) for rule in two.rules] == [{"numerator": "m"}, {"dimension": "sex"}]
    assert two.written == ("mappe/out/b.csv", "mappe/b-published.csv")
    assert two.read == ("mappe/b.csv", "mappe/f.csv")
    refuse_clash((one, two))


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("limit = 5", "limitt = 5", "linje 16: «limitt» er ikke noe en tabell har. Velg mellom cells"),
        ("limit = 5", "limit = 0", "linje 16: limit er «0». Skriv et helt tall fra 1"),
        ("limit = 5", 'limit = "5"', "linje 16: limit er «5»"),
        ('"protected"', '"hidden"', 'linje 17: zeros er «hidden». Skriv "shown" eller "protected"'),
        ('out = "out/b.csv"\n', "", "linje 9: tabellen mangler out"),
        ('dims = ["mun", "age"]', "dims = 3", "linje 5: dims er «3»"),
        ('dims = ["mun", "age"]', "dims = []", "linje 5: dims er «[]»"),
        ('{ mun = ["county", "kgroup"] }', "4", "linje 6: groupings er «4»"),
        ('forced = "f.csv"', "forced = 1", "linje 18: forced er «1»"),
        ("part:numerator=m", "part:teller=m", "linje 20: regelen part kjenner ikke «teller»"),
        ('rule = "group"', 'rule = "gruppe"', "linje 20: «gruppe» er ingen regel"),
        ("# To tabeller", 'tabell = "x"', "linje 1: «tabell» hører ikke til her"),
        ("# To tabeller", 'tabell = "x', "linje 1: dette er ikke TOML"),
    ],
)
def test_what_it_does_not_know_is_refused_with_the_line(was: str, now: str, says: str) -> None:
    assert was in SPEC
    with pytest.raises(Refused) as refused:
        read(SPEC.replace(was, now))
    assert refused.value.message.startswith("spec.toml, ")
    assert says in refused.value.message


def test_a_file_without_tables_is_refused() -> None:
    with pytest.raises(Refused, match=r"har ingen tabeller. Hver tabell begynner med"):
        read("")


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ('name = "ø"', 'name = "a"', "To tabeller heter a"),
        ("out/b.csv", "out/a.csv", "allerede en fil som leses eller skrives"),
        ("b-published.csv", "a.csv", "allerede en fil som leses eller skrives"),
        ("b-published.csv", "out/../b.csv", "allerede en fil som leses eller skrives"),
    ],
)
def test_nothing_is_written_twice_or_over_what_is_read(was: str, now: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        refuse_clash(read(SPEC.replace(was, now)))


def test_groupings_as_on_the_command_line() -> None:
    assert groupings(["mun:county,kgroup", "age:old"]) == {"mun": ("county", "kgroup"), "age": ("old",)}
    with pytest.raises(Refused, match=r"«mun» er ingen gruppering. Skriv dimensjonen, kolon og kolonnene"):
        groupings(["mun"])
