"""Where the controls of form 11CF are known from. Nothing is declared here."""

from __future__ import annotations

KNOWN = "SSBs kontrollprogram for 11CF, 2023-2026. Rekonstruert for 2017-2022"
KNOWN_ONLY = "SSBs kontrollprogram for 11CF, 2023-2026"
RECONSTRUCTED = "Rekonstruert etter kontrollprogrammets historikk for 11C, 2017-2022"
PROPOSED = "Forslag: ikke del av kontrollprogrammet"
