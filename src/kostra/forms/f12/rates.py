"""The state's guideline rates for social assistance on a given day.

They change on days, often in the middle of a year, so they are dated by day and not by year. The money carries the
ids that form 12 uses. A day in a gap is refused: the rates before a gap are never taken to hold in it, and nothing is
adjusted for prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from kostra.model import content
from kostra.model.errors import Refused

FILE = Path(__file__).parent / "veiledende_satser.toml"
MONEY = (
    "sats_enslig",
    "sats_ektepar",
    "sats_bofellesskap",
    "sats_barn_0_5",
    "sats_barn_6_10",
    "sats_barn_11_17",
)


@dataclass(frozen=True, slots=True)
class GuidelineRates:
    """Kroner per month. `sats_ektepar` is for the couple, `sats_barn_…` for one child, beside the adults."""

    valid_from: date
    sats_enslig: int
    sats_ektepar: int
    sats_bofellesskap: int
    sats_barn_0_5: int
    sats_barn_6_10: int
    sats_barn_11_17: int
    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Days whose rates are not known. Without `last` it is open: nothing is known from `first` on."""

    first: date
    last: date | None
    reason: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class RateHistory:
    """Every change of the rates, in rising order of day, and the gaps between them."""

    rates: tuple[GuidelineRates, ...]
    gaps: tuple[Gap, ...]

    def on(self, day: date) -> GuidelineRates:
        unknown = self._unknown(day)
        if unknown is not None:
            raise Refused(
                f"Statens veiledende satser for {_written(day)} er ikke kjent. {unknown} Kjente perioder er "
                f"{'; '.join(self._stretches())}. Bruk en dag i en av dem, eller rundskrivet fra departementet."
            )
        return max((rates for rates in self.rates if rates.valid_from <= day), key=lambda rates: rates.valid_from)

    def _unknown(self, day: date) -> str | None:
        """Why the rates of a day are not known; none when they are."""
        first = self.rates[0].valid_from
        if day < first:
            return f"De første satsene vi kjenner, gjelder fra {_written(first)}."
        return next((gap.reason for gap in self.gaps if day in gap), None)

    def known_periods(self) -> tuple[tuple[date, date | None], ...]:
        """The first and last day of each unbroken period; no last day when the rates still hold."""
        periods = []
        first = self.rates[0].valid_from
        for gap in self.gaps:
            periods.append((first, gap.first - timedelta(days=1)))
            if gap.last is None:
                return tuple(periods)
            first = gap.last + timedelta(days=1)
        return (*periods, (first, None))

    def _stretches(self) -> list[str]:
        return [
            f"{_written(first)} til {_written(last)}" if last else f"fra {_written(first)}"
            for first, last in self.known_periods()
        ]


def veiledende_satser(on: date) -> GuidelineRates:
    """The rates that held on a day; refused where they are not known."""
    return rate_history().on(on)


@cache
def rate_history(file: Path = FILE) -> RateHistory:
    table = content.read(file)
    rates: list[GuidelineRates] = []
    for row in table.rows("rates"):
        rates.append(_rates(row, rates))
    gaps: list[Gap] = []
    for row in table.rows("gaps"):
        gaps.append(_gap(row, gaps, rates))
    table.done()
    if not rates:
        raise table.wrong(None, "the file has no rates", "Add [[rates]] with valid_from, the six rates and source.")
    return RateHistory(tuple(rates), tuple(gaps))


def _rates(row: content.Table, earlier: list[GuidelineRates]) -> GuidelineRates:
    first = _day(row, "valid_from")
    if earlier and first <= earlier[-1].valid_from:
        raise row.wrong(
            "valid_from", f"{first} is not after {earlier[-1].valid_from}", "Put the rates in order of day."
        )
    money = {key: row.take(key, int) for key in MONEY}
    for key, kroner in money.items():
        if kroner <= 0:
            raise row.wrong(key, f"{key} is {kroner}", "Write kroner per month, or make the period a gap.")
    read = GuidelineRates(valid_from=first, source=row.take("source", str), **money)
    row.done()
    return read


def _gap(row: content.Table, earlier: list[Gap], rates: list[GuidelineRates]) -> Gap:
    """A gap lies after rates, and ends the day before new ones begin, so that no day is left to guess."""
    first, last = _day(row, "from"), _day(row, "to") if row.has("to") else None
    gap = Gap(first, last, row.take("reason", str))
    row.done()
    begins = [found.valid_from for found in rates]
    if last is not None and last < first:
        raise row.wrong("to", f"the gap ends {last}, before it begins {first}", "Mend from or to.")
    if earlier and (earlier[-1].last is None or first <= earlier[-1].last):
        raise row.wrong("from", f"the gap from {first} begins inside the one before it", "Mend the days.")
    if not begins or first <= begins[0]:
        raise row.wrong("from", f"the gap from {first} lies before the first rates", "Remove it.")
    if any(day in gap for day in begins):
        raise row.wrong("from", f"rates begin inside the gap from {first}", "Shorten the gap, or remove it.")
    if last is not None and last + timedelta(days=1) not in begins:
        raise row.wrong("to", f"no rates begin the day after {last}", "Let the gap reach to the next rates.")
    return gap


def _day(row: content.Table, key: str) -> date:
    written = row.take(key, str)
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise row.wrong(key, f"{key} is «{written}»", 'Write year, month and day: "2024-01-01".') from None


def _written(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
