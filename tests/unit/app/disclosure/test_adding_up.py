"""What everybody can work out of a release: beside an earlier one of the same figures, and of amounts where somebody got nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kostra.app.disclosure.adding_up import add_up
from kostra.app.disclosure.auditing import Audited, audited, of_amounts
from kostra.app.disclosure.earlier import changed
from kostra.app.disclosure.reading import Figures
from kostra.statistics.definition import Kind, Source

YEAR = 2025
REGIONS = ("EAK", "1103", "1106")
FIRST = [[7, 12], [3, 7], [4, 5]]
"""By region, of two values."""


def figures(inner: list[list[int]], hidden: list[str], amount: tuple[str, ...] = ()) -> Figures:
    """A table with its totals. What is `hidden` is named by region and value: 0 is the total."""
    value = np.array([[sum(row), *row] for row in inner])
    gone = np.array([[f"{region};{place}" in hidden for place in range(3)] for region in REGIONS])
    return Figures(
        table="1",
        measure="_".join(amount) or "tilfeller",
        source=Source(Kind.FORM, "11F"),
        persons=False,
        regions=REGIONS,
        shape=(3,),
        amount=amount,
        asked=(frozenset(), *(frozenset({("vklo", frozenset({answer}))}) for answer in "ab")),
        value=np.where(gone, 0, value),
        known=~gone,
        hidden=gone,
        zeros_shown=not amount,
    )


def known(found: Audited) -> set[str]:
    return {label for label, one in zip(found.labels, found.follows | found.stuck, strict=True) if one}


def beside(now: Figures, *then: Figures) -> set[str]:
    return known(audited("11F", add_up([now], YEAR, [[one] for one in then]), lambda _: None))


def test_two_releases_that_are_safe_alone_tell_on_each_other() -> None:
    provisional = figures(FIRST, ["1103;1", "1103;2", "1106;1", "1106;2"])
    final = figures(FIRST, ["1103;1", "1103;2", "EAK;1", "EAK;2"])
    assert not beside(provisional) and not beside(final)
    assert {label.split(";")[1] for label in beside(final, provisional)} == {"1103"}
    assert not beside(provisional, provisional), "the same release twice tells no more"


def test_what_is_hidden_of_a_region_that_has_changed_is_another_number() -> None:
    provisional = figures(FIRST, ["1103;1", "1103;2", "1106;1", "1106;2"])
    changed = figures([[8, 13], [4, 8], [4, 5]], ["1103;1", "1103;2", "1106;1", "1106;2"])
    assert not beside(changed, provisional)
    quietly = figures([[7, 12], [2, 8], [5, 4]], ["1103;1", "1103;2", "1106;1", "1106;2"])
    assert not beside(quietly, provisional), "nothing that is shown has changed, and nothing is told"


def test_who_has_come_to_several_is_another_number_where_something_has_changed() -> None:
    """Of persons, the country has fewer than the sum: by how many is not the same when one of the parts has changed."""
    gone = ["1103;1", "1103;2", "1106;1", "1106;2"]
    provisional = [figures(FIRST, gone), replace(figures([[6, 11], [3, 7], [4, 5]], gone), measure="p", persons=True)]
    more = [[8, 12], [4, 7], [4, 5]]
    final = [figures(more, gone), replace(figures([[7, 11], [4, 7], [4, 5]], gone), measure="p", persons=True)]
    both = add_up(final, YEAR, [provisional]).exact
    apart = [label for label in both.labels if label.startswith("flere enn én gang") and "tidligere" in label]
    assert apart, "what nobody tells of the country is another number in the final figures"
    same = add_up(provisional, YEAR, [provisional]).exact
    assert not [label for label in same.labels if label.startswith("flere enn én gang") and "tidligere" in label]


def test_regions_are_stirred_by_what_is_shown_of_them() -> None:
    hidden = ["1103;1", "1103;2"]
    first = figures(FIRST, hidden)
    assert not changed([first], [first])
    now = figures([[7, 13], [3, 8], [4, 5]], [])
    assert changed([now], [first]) == {("11F", False): frozenset({"EAK", "1103"})}, "the sum of 1103 was shown"
    moved = figures([[7, 12], [4, 6], [3, 6]], [])
    assert changed([moved], [figures(FIRST, [*hidden, "1106;1", "1106;2"])]) == {}, "nothing that was shown is another"


def test_an_amount_is_known_where_the_rest_of_it_is_nothing() -> None:
    gone = ["1103;1", "1103;2", "1106;1", "1106;2"]
    parts = [
        figures([[300, 500], [100, 200], [200, 300]], gone, ("bidrag",)),
        figures([[40, 0], [0, 0], [40, 0]], gone, ("laan",)),
        figures([[340, 500], [100, 200], [240, 300]], [], ("bidrag", "laan")),
    ]
    assert known(of_amounts("11F", add_up(parts, YEAR))) >= {"1;1103;1;bidrag", "1;1103;2;bidrag"}
    safe = [*parts[:2], replace(parts[2], known=~parts[0].hidden, hidden=parts[0].hidden)]
    found = of_amounts("11F", add_up(safe, YEAR))
    assert not {label for label in known(found) if ";1103;" in label}
    nothing = [label for label, one in zip(found.labels, found.asked, strict=True) if not one]
    assert {"1;1103;1;laan", "1;1103;2;laan"} <= set(nothing), "that somebody got nothing is no secret"


def test_months_are_audited_as_amounts_are() -> None:
    """Who is in several municipalities has each month once in the country: what is hidden of one does not follow from the others."""
    inner = [[50, 86], [20, 50], [30, 36]]
    months = replace(figures(inner, ["1103;1", "1106;1", "1106;2"], ("måneder",)), persons=True)
    assert known(of_amounts("11F", add_up([months], YEAR))) == {"1;1103;1;måneder"}, "by its total and the other value"
    safe = replace(figures(inner, ["1103;1", "1103;2"], ("måneder",)), persons=True)
    assert not known(of_amounts("11F", add_up([safe], YEAR))), "what the country has is not the sum"
    assert known(of_amounts("11F", add_up([replace(safe, persons=False)], YEAR))), "and were it, it would be known"
    total = replace(figures(inner, ["1103;0", "1103;1", "1103;2"], ("måneder",)), persons=True)
    assert not known(of_amounts("11F", add_up([total], YEAR))), "of all of a region either"


def in_rows(of: Figures, rows: dict[str, list[int]], hidden: list[str], table: str = "2") -> Figures:
    """Another table of the same, by other regions."""
    value = np.array([[sum(row), *row] for row in rows.values()])
    gone = np.array([[f"{region};{place}" in hidden for place in range(3)] for region in rows])
    return replace(of, table=table, regions=tuple(rows), value=np.where(gone, 0, value), known=~gone, hidden=gone)


AS_ONE = {"EAK": [7, 12], "1103+1106": [7, 12]}


def test_municipalities_as_one_are_the_sum_of_what_another_table_shows_of_each() -> None:
    hidden = ["1103;1", "1103;2", "1106;1", "1106;2", "EAK;1", "EAK;2"]
    alone = figures(FIRST, hidden)
    gone = ["EAK;1", "EAK;2", "1103+1106;1", "1103+1106;2"]
    assert not beside(alone) and not known(audited("11F", add_up([alone, in_rows(alone, AS_ONE, gone)], YEAR), print))
    # Planted: one of them is shown, and so is what they are together; the other follows.
    planted = figures(FIRST, ["1106;1", "1106;2", "EAK;1", "EAK;2"])
    assert not beside(planted)
    told = in_rows(planted, AS_ONE, ["EAK;1", "EAK;2"])
    found = known(audited("11F", add_up([planted, told], YEAR), lambda _: None))
    assert {"1;1106;1;tilfeller", "1;1106;2;tilfeller", "1;EAK;1;tilfeller"} <= found


def test_what_is_told_of_them_as_one_stands_in_their_larger_regions() -> None:
    """The country is what they are together and the others, where no table tells of each."""
    rows = {"EAK": [9, 14], "1103+1106": [7, 12], "4601": [2, 2]}
    one = in_rows(figures(FIRST, []), rows, ["4601;1", "4601;2"])
    assert known(audited("11F", add_up([one], YEAR), lambda _: None)) == {"2;4601;1;tilfeller", "2;4601;2;tilfeller"}
    hidden = ["4601;1", "4601;2", "1103+1106;1", "1103+1106;2"]
    assert not known(audited("11F", add_up([in_rows(one, rows, hidden)], YEAR), lambda _: None))
    # Of persons nobody tells how many of them are in both; the total of the other would tell.
    persons = replace(in_rows(one, rows, ["4601;0", "4601;1", "4601;2"]), persons=True)
    assert not known(audited("11F", add_up([persons], YEAR), lambda _: None))
    told = known(audited("11F", add_up([replace(one, persons=True)], YEAR), lambda _: None))
    assert told == {"2;4601;1;tilfeller", "2;4601;2;tilfeller"}


def test_releases_before_and_after_a_merge_are_read_beside_each_other() -> None:
    alone, together = {"1103": [3, 7], "1106": [4, 5]}, {"1103+1106": [7, 12]}
    gone = ["4601;1", "4601;2", "EAK;1", "EAK;2"]

    def release(those: dict[str, list[int]], hidden: list[str], whole: list[int], other: list[int]) -> Figures:
        return in_rows(figures(FIRST, []), {"EAK": whole, **those, "4601": other}, [*hidden, *gone], "1")

    apart = release(alone, ["1106;1", "1106;2"], [9, 14], [2, 2])
    as_one = release(together, [], [9, 14], [2, 2])
    assert not beside(apart) and not beside(as_one) and not beside(as_one, as_one)
    for now, then in ((as_one, apart), (apart, as_one)):
        assert {label.split(";")[1] for label in beside(now, then)} == {"1106"}
    # Somebody has come to one of them since: nothing can be told by what was there before.
    more = {"1103": [3, 7], "1106": [6, 6]}
    assert not beside(release(more, ["1106;1", "1106;2"], [11, 15], [2, 2]), as_one)
    assert not beside(release({"1103+1106": [9, 13]}, [], [11, 15], [2, 2]), as_one)
    added = add_up([apart], YEAR, [[as_one]])
    assert {added.exact.labels[cell] for cell in added.as_one} == {f"1;1103+1106;{at};tilfeller" for at in range(3)}
