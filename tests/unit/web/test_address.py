"""Where one may be led on to: a path on this site, and nothing that a browser could take for another."""

from __future__ import annotations

import pytest

from kostra.web.address import local


@pytest.mark.parametrize(
    "path", ["/", "/nb/tilganger", "/nb/mine-innsendinger/11F/2026K1/110300/fyll-ut", "/nb/KRISE-B/%C3%A5"]
)
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert local(path, "/nb/") == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nb/",
        "//elsewhere.test",
        "/\\elsewhere.test",
        "\\\\elsewhere.test",
        "https://elsewhere.test/",
        "javascript:alert(1)",
        "/nb/\r\nSet-Cookie: a=b",
        "/nb/\n",
        "/nb/?til=x",
        "/nb/#x",
        "/nb/ø",
        "/nb/\x00",
        "/" + "a" * 500,
    ],
)
def test_anything_else_is_not_followed(path: str) -> None:
    assert local(path, "/nb/") == "/nb/"
