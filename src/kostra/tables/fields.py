"""The fields of a form in the years of a table: a name that a year does not have is refused."""

from __future__ import annotations

from collections.abc import Mapping

from kostra.editing.derivations import IN_SUM, derivations
from kostra.model.content import Table
from kostra.model.form import Form, FormVersion
from kostra.model.text import Text


class Fields:
    """Of a form from `since` to `until`, in the years that the form is known."""

    def __init__(self, form: Form, since: int, until: int | None) -> None:
        self.form = form
        self._versions: dict[int, FormVersion] = {
            year: form.version(year) for year in form.years if since <= year <= (until or year)
        }

    def demand(self, row: Table, key: str, *names: str) -> None:
        """Every year must have each of these."""
        for name in names:
            plain = name.removesuffix(IN_SUM) if name in self._derived else name
            for year, version in self._versions.items():
                if plain not in {field.id for field in version.fields}:
                    raise row.wrong(
                        key,
                        f"form {self.form.id} has no field «{name}» in {year}",
                        "Write a field that the form has in every year of the table, or let the table begin and end with it.",
                    )

    def labels(self, row: Table, key: str, name: str) -> Mapping[int, Mapping[str, Text]]:
        """The codes of a field, by year."""
        self.demand(row, key, name)
        found = {year: version.field(name).codes for year, version in self._versions.items()}
        if not all(found.values()):
            raise row.wrong(key, f"the field «{name}» has no codes", "Divide by a field with a code list.")
        return found

    def demand_codes(self, row: Table, name: str, codes: tuple[str, ...]) -> None:
        """Each code must be one of some year."""
        known = {code for labels in self.labels(row, name, name).values() for code in labels}
        for code in codes:
            if code not in known:
                raise row.wrong(name, f"«{code}» is no code of {name}", f"Write one of: {', '.join(sorted(known))}.")

    @property
    def _derived(self) -> set[str]:
        return {
            f"{amount}{IN_SUM}" for rule in derivations() if self.form.id in rule.forms for amount in rule.leaves_out
        }
