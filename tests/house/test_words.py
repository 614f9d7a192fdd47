"""The words of pages, letters and reports: in both written forms, asked for by keys that are there, and with the values they wait for.

Templates are read as Jinja reads them, and modules as Python does; nothing is rendered. A key that is put together is held by its beginning
or end.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from house.tree import ROOT, SOURCE, modules
from kostra.model.content import read_texts
from kostra.model.text import Text

WEB = SOURCE / "web"
TEMPLATES = WEB / "templates"
OTHERS = {
    "form_word": SOURCE / "app" / "forms" / "texts.toml",
    "word": WEB / "texts.toml",
}
"""Whose words a name in a template says; `say` is that of the room."""
SHARED = {"portal/parts.html": ("desk",)}
"""Templates that other rooms borrow from: their words must be there too."""
WORDS = tuple(
    sorted(
        path
        for path in SOURCE.rglob("*.toml")
        if path.name in ("texts.toml", "events.toml", "letters.toml", "exports.toml", "lists.toml")
    )
)
HOLE = re.compile(r"\{([a-z_]+)\}")
STRANGE = {"nb": " ikkje ", "nn": " ikke "}


@dataclass(frozen=True)
class Said:
    """A key as it stands in a template or a module: whole, or the beginning and the end of one that is put together."""

    where: str
    key: str
    ends: str | None
    given: frozenset[str] | None
    """The names of the values given; None where they cannot be told from the text."""


@cache
def texts(file: Path) -> dict[str, Text]:
    return read_texts(file)


def _matches(said: Said, known: dict[str, Text]) -> list[str]:
    if said.ends is None:
        return [said.key] if said.key in known else []
    return [key for key in known if key.startswith(said.key) and key.endswith(said.ends)]


def _check(said: Said, known: dict[str, Text]) -> None:
    found = _matches(said, known)
    assert found, f"{said.where} says «{said.key}{'…' if said.ends is not None else ''}», which is no text of its room"
    if said.ends is None and said.given is not None:
        holes = set(HOLE.findall(known[said.key].nb))
        assert holes <= said.given, f"{said.where}: «{said.key}» waits for {holes - said.given}"


@pytest.mark.parametrize("file", WORDS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_words_are_whole_in_both_written_forms(file: Path) -> None:
    assert texts(file)
    for key, text in texts(file).items():
        assert text.nb.strip() == text.nb != "", f"{key} in bokmål"
        assert text.nn.strip() == text.nn != "", f"{key} in nynorsk"
        assert set(HOLE.findall(text.nb)) == set(HOLE.findall(text.nn)), f"{key} waits for different values"
        for language, strange in STRANGE.items():
            assert strange not in f" {text[language].lower()} ", f"{key} in {language}: {text[language]}"


def test_every_file_of_words_is_held_to_this() -> None:
    """Any file with a text in two languages, but for content, which is read and held elsewhere."""
    content = {"forms", "codelists", "registers", "controls", "regions", "reconciling"}
    for path in SOURCE.rglob("*.toml"):
        if path.relative_to(SOURCE).parts[0] in content or path in WORDS:
            continue
        assert not re.search(r"^\S+ = \{ nb = ", path.read_text(encoding="utf-8"), re.MULTILINE) or path.name in (
            "codes.toml",
            "demo.toml",
        ), f"{path.relative_to(SOURCE)} has words that no test holds"


def _templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def _of_room(template: Path) -> list[Path]:
    name = template.relative_to(TEMPLATES).as_posix()
    room, slash, _ = name.partition("/")
    rooms = (room, *SHARED.get(name, ())) if slash else ()
    return [WEB / one / "texts.toml" for one in rooms]


@pytest.mark.parametrize("template", _templates(), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_template_says_words_that_are_there(template: Path) -> None:
    parsed = Environment(trim_blocks=True, lstrip_blocks=True).parse(template.read_text(encoding="utf-8"))
    for call in parsed.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or not call.args:
            continue
        name = call.node.name
        files = _of_room(template) if name == "say" else [OTHERS[name]] if name in OTHERS else []
        assert files or name != "say", f"{template.name} says words, and is in no room"
        where = f"{template.relative_to(TEMPLATES).as_posix()}:{call.lineno}"
        given = None if call.dyn_kwargs else frozenset(one.key for one in call.kwargs)
        for said in _in_template(where, call.args[0], given):
            for file in files:
                _check(said, texts(file))


def _in_template(where: str, asked: nodes.Node, given: frozenset[str] | None) -> Iterator[Said]:
    match asked:
        case nodes.Const():
            yield Said(where, str(asked.value), None, given)
        case nodes.CondExpr():
            yield from _in_template(where, asked.expr1, given)
            if asked.expr2 is not None:
                yield from _in_template(where, asked.expr2, given)
        case nodes.Concat():
            first, last = asked.nodes[0], asked.nodes[-1]
            begins = str(first.value) if isinstance(first, nodes.Const) else ""
            ends = str(last.value) if isinstance(last, nodes.Const) and last is not first else ""
            yield Said(where, begins, ends, None)


def _saying() -> list[Path]:
    """The modules of the rooms of the web, each with words of its own."""
    return [path for path in modules() if path.is_relative_to(WEB) and (path.parent / "texts.toml").exists()]


@pytest.mark.parametrize("module", _saying(), ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_page_says_words_that_are_there(module: Path) -> None:
    """A module may also say the words of another room, by a file that it names; then they are in one of the files there are."""
    own = texts(module.parent / "texts.toml")
    every = {key: text for file in WORDS for key, text in texts(file).items()}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="say" | "word" | "words") | ast.Attribute(attr="say"), args=[asked, *_]):
                given = None if any(one.arg is None for one in node.keywords) else _names(node)
                for said in _in_module(f"{module.relative_to(ROOT)}:{node.lineno}", asked, given):
                    _check(said, own if _matches(said, own) else every)


def _names(call: ast.Call) -> frozenset[str]:
    return frozenset(one.arg for one in call.keywords if one.arg is not None)


def _in_module(where: str, asked: ast.expr, given: frozenset[str] | None) -> Iterator[Said]:
    match asked:
        case ast.Constant(value=str(key)):
            yield Said(where, key, None, given)
        case ast.IfExp():
            yield from _in_module(where, asked.body, given)
            yield from _in_module(where, asked.orelse, given)
        case ast.JoinedStr():
            first, last = asked.values[0], asked.values[-1]
            begins = str(first.value) if isinstance(first, ast.Constant) else ""
            ends = str(last.value) if isinstance(last, ast.Constant) and last is not first else ""
            yield Said(where, begins, ends, None)


@pytest.mark.parametrize(
    "file", [path for path in WORDS if path.is_relative_to(WEB)], ids=lambda path: path.parent.name
)
def test_no_word_is_left_over(file: Path) -> None:
    """Also counts a key that is handed on, and said elsewhere: all that is asked is that somebody names it."""
    if file.name == "events.toml":
        return  # The log outlives what writes it; what must be told is held in test_events.py.
    whole, begins, ends = _named()
    for key in texts(file):
        made = any(key.startswith(one) for one in begins) or any(key.endswith(one) for one in ends)
        assert key in whole or made, f"{file.relative_to(SOURCE)}: nobody says «{key}»"


@cache
def _named() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Every short string of the sources, and the beginnings and ends of those that are put together."""
    written = "\n".join(path.read_text(encoding="utf-8") for path in (*modules(), *_templates()))
    return (
        frozenset(re.findall(r"""["']([A-Za-z0-9_.-]+)["']""", written)),
        frozenset(a or b for a, b in re.findall(r"""f"([a-z_]+_)\{|["']([a-z_]+_)["'] ?~""", written)),
        frozenset(a or b for a, b in re.findall(r"""\}(_[a-z_]+)"|~ ?["'](_[a-z_]+)["']""", written)),
    )
