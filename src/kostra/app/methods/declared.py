"""What a method is as a command: its name, its flags in bokmål, and what runs it.

Declarations are read before any command runs, so nothing heavy is imported here: what runs a method imports its arrays by itself.
Refuses a value that is no number, is outside what a flag allows, or names a column that the file does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from kostra.model.errors import Broken, Refused

if TYPE_CHECKING:
    from kostra.app.methods.table import Columns, Table

Written: TypeAlias = str | bool | Sequence[str] | None
"""A flag as the command line gives it."""
Value: TypeAlias = str | float | int | bool | tuple[str, ...] | tuple[float, ...] | None


class Kind(Enum):
    COLUMN = "column"
    COLUMNS = "columns"
    """May be given several times, in order."""
    NUMBER = "number"
    NUMBERS = "numbers"
    """May be given several times: one value for all, or one for each stratum in sorted order."""
    WHOLE = "whole"
    CHOICE = "choice"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class Flag:
    """`name` is as written, without the dashes. `help` is bokmål, without the default, which is told by whoever shows it."""

    name: str
    help: str
    kind: Kind = Kind.COLUMN
    default: Value = None
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def several(self) -> bool:
        return self.kind in (Kind.COLUMNS, Kind.NUMBERS)


@dataclass(frozen=True, slots=True)
class Answer:
    """Output columns in order, what the user should know (bokmål, to standard error), and further tables by the name of their flag."""

    columns: Columns
    notes: tuple[str, ...] = ()
    further: Mapping[str, Columns] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Method:
    """`further` has the help of each further table, by name: `strata` is written to the file of `--out-strata`."""

    name: str
    help: str
    description: str
    flags: tuple[Flag, ...]
    run: Callable[[Table, Given], Answer]
    further: Mapping[str, str] = field(default_factory=dict)


class Given:
    """The values of a method's flags, checked. Asking for one that the method does not declare is our own mistake."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def has(self, flag: str) -> bool:
        """Given by the user, or with a default."""
        return self._values[flag] not in (None, ())

    def column(self, flag: str) -> str:
        """The name of the column, for a flag that is required or has been asked about with `has`."""
        value = self._values[flag]
        if not isinstance(value, str):
            raise Broken(f"--{flag} names no column")
        return value

    def columns(self, flag: str) -> tuple[str, ...]:
        value = self._values[flag]
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()

    def number(self, flag: str) -> float:
        value = self._values[flag]
        if not isinstance(value, int | float):
            raise Broken(f"--{flag} is no number")
        return float(value)

    def numbers(self, flag: str) -> tuple[float, ...]:
        value = self._values[flag]
        return tuple(one for one in value if isinstance(one, float)) if isinstance(value, tuple) else ()

    def whole(self, flag: str) -> int:
        return int(self.number(flag))

    def choice(self, flag: str) -> str:
        return self.column(flag)

    def switch(self, flag: str) -> bool:
        return self._values[flag] is True


def check(method: Method, table: Table, written: Mapping[str, Written]) -> Given:
    """The flags as typed values. Columns are held against the table."""
    return Given({flag.name: _value(flag, table, written.get(flag.name)) for flag in method.flags})


def _value(flag: Flag, table: Table, written: Written) -> Value:
    if written is None or written is False or written == []:
        if flag.required:
            raise Refused(f"--{flag.name} mangler: {flag.help}.")
        return flag.default
    match flag.kind:
        case Kind.SWITCH:
            return True
        case Kind.COLUMN:
            return table.named(str(written), f"--{flag.name}")
        case Kind.COLUMNS:
            return tuple(table.named(one, f"--{flag.name}") for one in _several(written))
        case Kind.NUMBER | Kind.WHOLE:
            return _number(flag, str(written))
        case Kind.NUMBERS:
            return tuple(_number(flag, one) for one in _several(written))
        case Kind.CHOICE:
            if written not in flag.choices:
                raise Refused(f"--{flag.name} kan ikke være «{written}». Velg mellom {', '.join(flag.choices)}.")
            return str(written)


def _several(written: Written) -> Sequence[str]:
    return written if isinstance(written, Sequence) and not isinstance(written, str) else (str(written),)


def _number(flag: Flag, written: str) -> float:
    """Also with a decimal comma. A whole number is returned as a float: it is asked for with `whole`."""
    from kostra.app.methods.table import NUMBER

    text = written.strip().replace(",", ".")
    if not NUMBER.fullmatch(text):
        raise Refused(f"--{flag.name} skal være et tall, ikke «{written}». Skriv for eksempel {_example(flag)}.")
    value = float(text)
    if flag.kind is Kind.WHOLE and value != int(value):
        raise Refused(f"--{flag.name} skal være et helt tall, ikke «{written}». Skriv for eksempel {_example(flag)}.")
    if (flag.low is not None and value < flag.low) or (flag.high is not None and value > flag.high):
        raise Refused(f"--{flag.name} skal være {_range(flag)}, ikke «{written}».")
    return value


def _example(flag: Flag) -> str:
    given = flag.default[0] if isinstance(flag.default, tuple) and flag.default else flag.default
    return f"{given:g}" if isinstance(given, int | float) else "10"


def _range(flag: Flag) -> str:
    if flag.low is None:
        return f"høyst {flag.high:g}"
    return f"minst {flag.low:g}" if flag.high is None else f"mellom {flag.low:g} og {flag.high:g}"
