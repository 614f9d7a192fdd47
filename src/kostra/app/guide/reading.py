"""How hard the guides are to read, for those who write them: every question and the advice of every form, in both written forms, the
hardest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kostra.app.guide.questions import PARTS
from kostra.app.permissions import Asker, demand_duty
from kostra.forms import catalogue
from kostra.forms.guide import WRITTEN_FORMS, guide
from kostra.forms.terms import terms
from kostra.methods.readability import Measured, measure
from kostra.model.guide import Guidance
from kostra.model.people import Duty
from kostra.model.text import Language

TIPS = "tips"


@dataclass(frozen=True, slots=True)
class Read:
    """`part` is the first field of a question, or `TIPS`; of a term, which has no form, its id."""

    form: str | None
    part: str
    language: Language
    measured: Measured

    @property
    def long(self) -> tuple[str, ...]:
        """Each long word once, the longest first."""
        return tuple(sorted({word.casefold() for word in self.measured.long}, key=lambda word: (-len(word), word)))


def hardest(asker: Asker) -> tuple[Read, ...]:
    demand_duty(asker, Duty.STATISTICIAN)
    return measured()


def measured() -> tuple[Read, ...]:
    """Hardest first; of two as hard, as the forms stand."""
    return tuple(sorted(_every(), key=lambda one: -one.measured.lix))


def whole(guidance: Guidance) -> str:
    """All that is said of a question, a part on each line."""
    return "\n".join(getattr(guidance, part) for part in PARTS)


def _every() -> Iterator[Read]:
    for form in catalogue.all_forms():
        for language in WRITTEN_FORMS:
            texts = guide(form.id, language)
            yield Read(form.id, TIPS, language, measure("\n".join(texts.tips)))
            first: dict[Guidance, str] = {}
            for field in form.fields:
                first.setdefault(texts.fields[field.id], field.id)
            for guidance, id in first.items():
                yield Read(form.id, id, language, measure(whole(guidance)))
    for language in WRITTEN_FORMS:
        for term in terms():
            yield Read(None, term.id, language, measure(term.text[language]))
