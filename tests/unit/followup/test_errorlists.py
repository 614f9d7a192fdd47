"""Error lists held against the next file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kostra.followup.errorlists import Fate, Line, carried_over, compare, is_harmless, key
from kostra.model.finding import Severity
from kostra.model.text import Text


def line(
    control: str = "K07",
    journal: str | None = "J1",
    number: int = 1,
    at: int = 10,
    field: str | None = "kjonn",
    fate: Fate = Fate.OPEN,
    severity: Severity = Severity.WARNING,
) -> Line:
    return Line("a", number, control, severity, at, field, journal, Text("nb", "nn"), fate=fate)


def test_mended_remaining_and_new() -> None:
    before = [line(journal="J1"), line(journal="J2", number=2), line("K09", "J2", 3)]
    found = compare(before, [line(journal="J2", at=99), line("K11", "J2")])
    assert [one.fate for one in found.lines] == [Fate.MENDED, Fate.REMAINING, Fate.MENDED]
    assert [one.control for one in found.new] == ["K11"]
    assert (found.mended, found.remaining) == (2, 1)


def test_a_record_is_known_by_its_journal_number_wherever_it_stands_in_the_file() -> None:
    assert compare([line(at=10)], [line(at=500)]).remaining == 1
    assert compare([line(journal=None, at=10)], [line(journal=None, at=500)]).mended == 1
    assert compare([line(journal=None, at=10)], [line(journal=None, at=10)]).remaining == 1


def test_the_same_finding_twice_is_two() -> None:
    found = compare([line(number=1), line(number=2)], [line()])
    assert sorted(one.fate for one in found.lines) == [Fate.MENDED, Fate.REMAINING]
    found = compare([line()], [line(at=1), line(at=2)])
    assert (found.remaining, [one.line for one in found.new]) == (1, [2])


def test_what_the_desk_accepted_stays_accepted_and_is_not_new() -> None:
    found = compare([line(fate=Fate.ACCEPTED)], [line()])
    assert [one.fate for one in found.lines] == [Fate.ACCEPTED] and found.new == ()
    assert carried_over([line(fate=Fate.ACCEPTED)], [line(), line("K09")])[0].control == "K09"


def test_a_new_round_is_numbered_from_one() -> None:
    after = [replace(line(journal=f"J{number}"), number=0) for number in range(3)]
    assert [one.number for one in carried_over([line(journal="J1", fate=Fate.ACCEPTED)], after)] == [1, 2]


_LINES = st.lists(
    st.builds(
        line,
        control=st.sampled_from(["K1", "K2"]),
        journal=st.sampled_from(["J1", "J2", None]),
        at=st.integers(1, 3),
        field=st.sampled_from(["a", None]),
    ),
    max_size=12,
)


@given(_LINES, _LINES)
def test_every_finding_is_accounted_for_once(before: list[Line], after: list[Line]) -> None:
    found = compare(before, after)
    assert len(found.lines) == len(before)
    assert found.remaining + len(found.new) == len(after)
    remaining = Counter(key(one) for one in found.lines if one.fate is Fate.REMAINING)
    assert remaining + Counter(key(one) for one in found.new) == Counter(key(one) for one in after)


@given(_LINES)
def test_the_same_file_again_mends_nothing(lines: list[Line]) -> None:
    found = compare(lines, lines)
    assert (found.mended, found.new) == (0, ())


def test_harmless_is_small_without_errors_and_weighs_little() -> None:
    nine = [line(number=number) for number in range(1, 10)]
    assert is_harmless(nine, 0.0001, 0.001)
    assert not is_harmless([*nine, line(number=10)], 0.0001, 0.001)
    assert not is_harmless(nine, 0.001, 0.001)
    assert not is_harmless([*nine[1:], line(severity=Severity.ERROR)], 0.0001, 0.001)
    mended = replace(line(severity=Severity.ERROR), fate=Fate.MENDED)
    assert is_harmless([*nine[1:], mended], 0.0001, 0.001)
