"""The colours of pictures, light and dark.

The lines are told apart by colour, by dashes and by the shape of their points, so that nobody needs the colours; these are still chosen to
differ for those who see few of them, and to stand out from the background by 3 to 1 or more.
"""

from __future__ import annotations

LINES = ("#0062ba", "#b84300", "#00705a", "#8f3f85", "#4f5256", "#7a5a00")
DASHES = ((1, 0), (7, 3), (2, 3), (9, 3, 2, 3), (4, 2), (12, 4))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
INK, FAINT, PAPER = "#292c30", "#bbbcbd", "#ffffff"
STEPS = ("#dceaf7", "#a9cbe9", "#6ba5d8", "#2f75b5", "#123f70")
"""Of a map, from least to most."""

DARK = {
    INK: "#e6e7e8",
    FAINT: "#55585c",
    PAPER: "#17181a",
    "#0062ba": "#6fb4f5",
    "#b84300": "#ff9c66",
    "#00705a": "#4fd0ae",
    "#8f3f85": "#e3a3da",
    "#4f5256": "#c3c5c8",
    "#7a5a00": "#e6bf4d",
}
"""What each becomes for those who read in the dark. The steps of a map stay as they are."""


def night() -> str:
    """For inside a picture: it is drawn in the light, and turns with the reader's own setting."""
    turned = [f'[{what}="{light}" i]{{{what}:{dark}}}' for light, dark in DARK.items() for what in ("fill", "stroke")]
    return f"<style>@media (prefers-color-scheme:dark){{{''.join(turned)}}}</style>"
