"""The addresses of what machines fetch. They are the same for all, and ask nobody who they are."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kostra.web.access import STATIC, guarded
from kostra.web.open_data import describing, releases
from kostra.web.statbank.answering import answered


def routes() -> list[BaseRoute]:
    return [
        guarded(describing.CATALOGUE, answered(describing.catalogue), STATIC, ("GET", "OPTIONS"), "catalogue"),
        guarded("/sitemap.xml", describing.sitemap, STATIC, name="sitemap"),
        guarded(releases.PLACE, releases.releases, STATIC, name="released"),
        guarded(f"{releases.PLACE}/{{id}}.zip", releases.release, STATIC, name="release_whole"),
    ]
