"""A text that people read, in both written forms of Norwegian, and in English where the reader may be abroad."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kostra.model.errors import Undated


class Language(StrEnum):
    BOKMAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """Bokmål and nynorsk are both complete, always; English is there where it is needed."""

    nb: str
    nn: str
    en: str | None = None

    def __getitem__(self, language: Language | str) -> str:
        match Language(language):
            case Language.BOKMAL:
                return self.nb
            case Language.NYNORSK:
                return self.nn
        if self.en is None:
            raise Undated(f"the text «{self.nb}» has no English")
        return self.en

    def fill(self, **values: object) -> Text:
        """The same text with `{name}` replaced. Only the names given are touched."""

        def put(text: str) -> str:
            for name, value in values.items():
                text = text.replace("{" + name + "}", str(value))
            return text

        return Text(put(self.nb), put(self.nn), None if self.en is None else put(self.en))
