"""The documentation: the Markdown pages of the docs folder, in English, under /dokumentasjon/."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kostra.model.text import Language
from kostra.web.errors import Wrong
from kostra.web.pages import Link, Page, show
from kostra.web.prose import Prose, prose, title_of
from kostra.web.settings import Settings
from kostra.web.words import Words

ROOT = "/dokumentasjon"
_FORMS = "forms"
_FRONT = ("README.md", "index.md")
_PICTURES = {".svg", ".png"}
_FOLDERS = {
    "tutorial": "Tutorial",
    "how-to": "How-to",
    "explanation": "Explanation",
    "reference": "Reference",
    "adr": "Decisions",
}
"""What the folders are called, in the order they are read in; others follow by name."""

_FORM_PAGE = re.compile(
    r"forms(?:/(?P<form>[^/.]+)(?:/(?P<page>[0-9]{4}|endringer|veiledning)(?:\.(?P<language>nb|nn))?)?)?/?"
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of pages, for the table of contents. `name` is empty for the outermost."""

    name: str
    pages: tuple[Link, ...]


def documentation(request: Request) -> Response:
    settings: Settings = request.app.state.settings
    word = Words(Language.ENGLISH)
    asked: str = request.path_params["path"]
    root = settings.docs.resolve()
    if asked.endswith(".md"):
        return RedirectResponse(f"{ROOT}/{asked.removesuffix('.md').removesuffix('README').removesuffix('index')}", 308)
    if form := _FORM_PAGE.fullmatch(asked):
        return RedirectResponse(_form_page(form), 308)
    file = _file(root, asked)
    if file is None:
        raise Wrong(404, word("no_doc", path=asked[:200]), (word("documentation"), f"{ROOT}/"))
    if file.suffix in _PICTURES:
        return Response(file.read_bytes(), media_type=mimetypes.guess_type(file.name)[0])
    page = _read(root, file) if file.is_file() else _contents_page(root, file, word)
    front = file in (root, *(root / name for name in _FRONT))
    crumbs = () if front else ((word("documentation"), f"{ROOT}/"),)
    return show(
        request,
        Page(
            "documentation.html",
            page.title or word("documentation"),
            Language.ENGLISH,
            crumbs,
            "documentation",
            context={"prose": page, "folders": folders(root), "here": str(request.scope["path"])},
        ),
    )


def _form_page(found: re.Match[str]) -> str:
    """The form pages under docs/ are made for those who read the files; the site has its own, in both languages."""
    parts = (found["language"] or "nb", "skjema", found["form"], found["page"])
    return "/" + "/".join(quote(part) for part in parts if part)


def _file(root: Path, asked: str) -> Path | None:
    """What the path stands for, and never anything outside the docs folder or hidden in it."""
    if not root.is_dir() or "\x00" in asked or any(part.startswith(".") for part in asked.split("/")):
        return None
    wanted = root / asked.strip("/")
    for found in (*(wanted / name for name in _FRONT), wanted.with_name(f"{wanted.name}.md"), wanted):
        real = found.resolve()
        if real.is_relative_to(root) and real.is_file() and real.suffix in (".md", *_PICTURES):
            return real
    folder = wanted.resolve()
    return folder if folder.is_relative_to(root) and folder.is_dir() else None


def _read(root: Path, file: Path) -> Prose:
    """Read again when the file has changed, so that whoever writes it sees it."""
    return _rendered(root, file, file.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _rendered(root: Path, file: Path, _changed: int) -> Prose:
    return prose(file.read_text(encoding="utf-8"), lambda target: _address(root, file, target))


def _address(root: Path, file: Path, target: str) -> str | None:
    """Where a link leads on the site; nowhere when it is to a file that is not part of the documentation."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//|#|/", target, re.IGNORECASE):
        return None if target.lower().startswith(("javascript:", "data:")) else target
    path, mark, anchor = target.partition("#")
    wanted = (file.parent / path).resolve()
    if not wanted.is_relative_to(root):
        return None
    relative = wanted.relative_to(root).as_posix()
    if wanted.is_dir() or wanted.name in _FRONT:
        folder = (wanted if wanted.is_dir() else wanted.parent).relative_to(root).as_posix()
        return f"{ROOT}/{'' if folder == '.' else folder}{mark}{anchor}"
    if wanted.suffix == ".md" and wanted.is_file():
        return f"{ROOT}/{relative.removesuffix('.md')}{mark}{anchor}"
    return f"{ROOT}/{relative}" if wanted.suffix in _PICTURES and wanted.is_file() else None


def folders(root: Path) -> tuple[Folder, ...]:
    """Every page, by folder: a table of contents that cannot forget one."""
    found: dict[str, list[Link]] = {}
    for file in sorted(root.rglob("*.md")) if root.is_dir() else ():
        place = file.relative_to(root)
        if any(part.startswith(".") for part in place.parts) or place.as_posix() in _FRONT or place.parts[0] == _FORMS:
            continue
        title = _title(file, file.stat().st_mtime_ns)
        address = _address(root, root / "README.md", place.as_posix()) or ""
        found.setdefault(place.parent.as_posix().removeprefix("."), []).append((title, address))
    order = list(_FOLDERS)
    names = sorted(found, key=lambda name: (name != "", order.index(name) if name in order else len(order), name))
    return tuple(Folder(_FOLDERS.get(name, name.capitalize()), tuple(found[name])) for name in names)


@lru_cache(maxsize=1024)
def _title(file: Path, _changed: int) -> str:
    with file.open(encoding="utf-8") as lines:
        return title_of(lines) or file.stem


def _contents_page(root: Path, folder: Path, word: Words) -> Prose:
    """A folder without a page of its own shows the table of contents."""
    name = folder.relative_to(root).as_posix()
    title = word("documentation") if folder == root else _FOLDERS.get(name, name.capitalize())
    return Prose(title, "", ())
