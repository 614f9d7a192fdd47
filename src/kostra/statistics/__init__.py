"""From klargjorte data and a declared table to a cube. A pure step: it knows no form, reads no file and asks no clock."""
