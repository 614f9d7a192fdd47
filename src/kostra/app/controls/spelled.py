"""The name of a rule as people write it: names in code have no æ, ø and å, and a rule that follows from the form is named by its kind.

A rule's own name is bokmål, as it is written; only the kinds are told in both language forms.
"""

from __future__ import annotations

import re
from pathlib import Path

from kostra.app.pages.words import Words
from kostra.model.text import Language

_FILE = Path(__file__).parent / "texts.toml"
_LETTERS = (
    *(("aa", "å"), ("foer", "før"), ("hoer", "hør"), ("svaer", "svær")),
    *(
        (f"{word}o{rest}", f"{word}ø{rest}")
        for word, rest in (("st", "nad"), ("st", "tte"), ("f", "dsel"), ("d", "gn"))
    ),
    *((f"{word}o{rest}", f"{word}ø{rest}") for word, rest in (("h", "y"), ("bel", "p"), ("s", "ker"), ("kj", "nn"))),
    *(
        ("fullfort", "fullført"),
        (r"\bokonom", "økonom"),
        (r"\bufor\b", "ufør"),
        (r"\bduf\b", "DUF"),
        (r"\boslo\b", "Oslo"),
    ),
)
_BEFORE = re.compile(r"\bfor (?!mange|gammel|høy|lav|status)")
"""Not `for høy`, but `før vedtatt`."""


def spelled(name: str) -> str:
    """`belop_er_et_tall`: beløp er et tall."""
    words = name.replace("_", " ")
    for plain, letters in _LETTERS:
        words = re.sub(plain, letters, words)
    return _BEFORE.sub("før ", words)


def of_kind(name: str, language: Language) -> str:
    """What a rule that is told by its kind asks for: `k02_mangler`, `k01_bredde`, `bidrag_sum`."""
    words = Words(_FILE, language)
    kinds = (f"rule.{part}" for part in (name.partition("_")[2].removeprefix("svar_"), name.rpartition("_")[2]))
    return next(words(kind) for kind in kinds if words.has(kind))
