"""Where the controls of form 11B are known from. Nothing is declared here."""

from __future__ import annotations

KNOWN = "SSBs kontrollprogram for 11B, innsamlingen for 2016. For 2012-2015 er de antatt å være de samme"
