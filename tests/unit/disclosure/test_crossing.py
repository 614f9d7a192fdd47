"""From tables to publishable cells: every label against every other, and what tables have in common."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kostra.disclosure.adding import added, crossed, less, of_groups, take
from kostra.disclosure.crossing import Crossing, cross
from kostra.disclosure.layout import TOTAL, Table, dimension, in_order, said, shape
from kostra.model.errors import Refused

COUNTY = {"0301": "03F", "1101": "11F", "1103": "11F"}
KGROUP = {"0301": "EKG2", "1101": "EKG1", "1103": "EKG2"}
MUN = dimension("mun", COUNTY, {"county": COUNTY, "kgroup": KGROUP})
SEX = dimension("sex", ["2", "1"])
AGE = dimension("age", ["age10", "age9", "age1"])


def table(name: str, *dimensions: object, seed: int = 1) -> Table:
    sizes = [len(each.codes) for each in dimensions]  # type: ignore[attr-defined]
    return Table(name, dimensions, np.random.default_rng(seed).integers(0, 9, sizes))  # type: ignore[arg-type]


def by_label(crossing: Crossing, at: int = 0) -> dict[tuple[str, ...], int]:
    one = crossing.tables[at]
    values = added(crossing.counts, crossing.cells)[crossing.of[at]]
    return dict(zip(product(*(each.labels for each in one.dimensions)), values.tolist(), strict=True))


def inside(label: str, code: str) -> bool:
    return label in (code, TOTAL, COUNTY.get(code), KGROUP.get(code))


def test_every_label_against_every_other_as_a_plain_loop_adds_them() -> None:
    one = table("one", MUN, SEX)
    found = by_label(cross([one]))
    assert len(found) == (3 + 2 + 2 + 1) * (2 + 1)
    inner = list(zip(product(MUN.codes, SEX.codes), one.counts.ravel().tolist(), strict=True))
    for (region, sex), value in found.items():
        assert value == sum(n for (mun, each), n in inner if inside(region, mun) and sex in (each, TOTAL))


def test_codes_stand_as_people_count() -> None:
    assert AGE.codes == ("age1", "age9", "age10")
    assert in_order(["10", "2", "b", "a10", "a2", "2"]) == ("2", "10", "a2", "a10", "b")


def test_a_code_may_be_in_no_group() -> None:
    some = dimension("mun", ["a", "b"], {"kgroup": {"a": "G"}})
    found = by_label(cross([Table("one", (some,), np.array([3, 4]))]))
    assert found == {("a",): 3, ("b",): 4, ("G",): 3, (TOTAL,): 7}


def test_codes_that_are_merged_are_shown_as_one() -> None:
    merged = dimension("age", ["1", "2", "3"])
    one = Table("one", (merged.__class__("age", merged.codes, (), (0, 1)),), np.array([3, 4, 5]))
    assert by_label(cross([one])) == {("3",): 5, ("1+2",): 7, (TOTAL,): 12}


def linked() -> tuple[Table, Table, Table]:
    """Three tables of the same persons, each a sum of a fourth."""
    whole = np.random.default_rng(3).integers(0, 9, (3, 2, 3, 2))
    kind = dimension("kind", ["x", "y"])
    return (
        Table("one", (MUN, SEX, AGE), whole.sum(3)),
        Table("two", (MUN, AGE, kind), whole.sum(1)),
        Table("three", (MUN, SEX, kind), whole.sum(2)),
    )


def test_what_tables_share_is_one_cell_and_known_to_add_up() -> None:
    one, two, three = linked()
    crossing = cross([one, two, three])
    own = [np.prod(shape(each)) for each in (one, two, three)]
    # By region: age of one and two, sex of one and three, kind of two and three. The total of a region is in all three of these.
    assert len(crossing.cells) == sum(own) - 8 * (4 + 3 + 3) + 8
    assert not added(crossing.counts, crossing.links).any()
    assert len(crossing.links) == 3 * (3 + 2 + 2)
    for at, alone in enumerate((one, two, three)):
        assert by_label(crossing, at) == by_label(cross([alone]))


def test_a_link_that_follows_from_others_is_not_said_again() -> None:
    one, two, _ = linked()
    mun_only = Table("mun", (MUN,), one.counts.sum(axis=(1, 2)))
    assert len(cross([one, two]).links) == 3 * 3
    assert len(cross([one, two, mun_only]).links) == 3 * 3 + 3


def test_a_table_of_counties_is_linked_to_one_of_municipalities() -> None:
    one = table("one", MUN, SEX)
    sums = np.stack([one.counts[0], one.counts[1:].sum(axis=0)])
    crossing = cross([one, Table("two", (dimension("county", ["03F", "11F"]), SEX), sums)])
    assert len(crossing.cells) == np.prod(shape(one))
    assert len(crossing.links) == (2 + 1) * 2
    assert not added(crossing.counts, crossing.links).any()


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (Table("two", (MUN,), np.array([9, 9, 9])), "har ikke samme tall for mun 0301"),
        (
            Table("two", (dimension("mun", ["0301", "1101"]),), np.array([1, 2])),
            "har koden 1103 i mun, og tabellen two har den ikke",
        ),
        (
            Table("two", (dimension("mun", COUNTY, {"county": COUNTY | {"1103": "03F"}}),), np.array([1, 2, 3])),
            "1103 i mun er i county 11F i tabellen one, og i 03F i tabellen two",
        ),
    ],
)
def test_tables_that_do_not_count_the_same_are_refused(other: Table, says: str) -> None:
    with pytest.raises(Refused, match=says):
        cross([Table("one", (MUN,), np.array([1, 2, 3])), other])


def test_too_large_a_table_is_refused_before_it_is_made() -> None:
    many = dimension("many", map(str, range(3000)))
    with pytest.raises(Refused, match="9006001 celler"):
        cross([Table("one", (many, dimension("more", many.codes)), np.zeros((1, 1), np.int64))])


def test_a_cell_is_told_by_its_labels() -> None:
    assert said(table("one", MUN, SEX), 5 * 3 + 2) == "mun EKG1, sex Total"


def test_columns_are_crossed_chosen_and_subtracted() -> None:
    one = of_groups([np.array([0]), np.array([0, 1])])
    two = of_groups([np.array([0, 2]), np.array([1])])
    both = crossed(one, two, 3)
    assert [both.row[a:b].tolist() for a, b in zip(both.start, both.start[1:], strict=False)] == [
        [0, 2],
        [1],
        [0, 2, 3, 5],
        [1, 4],
    ]
    chosen = take(both, np.array([3, 0]))
    assert chosen.row.tolist() == [1, 4, 0, 2]
    difference = less(take(both, np.array([1])), take(both, np.array([2])))
    assert (difference.row.tolist(), difference.sign.tolist()) == ([1, 0, 2, 3, 5], [1, -1, -1, -1, -1])
