"""Tables made from klargjorte data: for looking, and written as cubes. Nothing is published here."""
