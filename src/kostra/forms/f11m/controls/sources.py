"""Where the controls of form 11M come from. Nothing is declared here."""

from __future__ import annotations

OURS = "Utformet for skjema 11M, som aldri er publisert"
AS_11F = "Samme betydning som i skjema 11F"
