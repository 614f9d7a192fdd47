"""The verdict for people: a line, a table, and one page that needs nothing beside itself."""

from __future__ import annotations

from html import escape

import numpy as np

from kostra.disclosure.audit.auditing import Verdict
from kostra.disclosure.audit.published import NO_LIMIT, Published, Whole

_CLOSEST = 40
_WIDTHS = (
    (0, 0, "ingen: verdien er kjent"),
    (1, 1, "2 verdier"),
    (2, 2, "3 verdier"),
    (3, 9, "4–10 verdier"),
    (10, 99, "11–100 verdier"),
)
_AT_LEAST = " – minst: endene er ikke regnet ut for alle celler, så noen er bredere. Med --bounds regnes de ut"
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#162327;background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #c3dcdc}td.n,th.n{text-align:right;white-space:nowrap}"
    ".v{padding:.8rem 1rem;border-left:.4rem solid #00824d;background:#ecfeed}.v.no{border-color:#d0342c;background:#fdecea}"
    ".b{display:inline-block;height:.8rem;background:#274247}"
)


def sentence(verdict: Verdict) -> str:
    """The verdict in a line."""
    hidden, known = int(verdict.asked.sum()), int(verdict.determined.sum())
    if known:
        return f"IKKE TRYGG: {known} av {hidden} skjulte celler kan regnes ut av det som er publisert."
    if unsure := int(verdict.undecided.sum()):
        return f"IKKE AVGJORT: av {unsure} av {hidden} skjulte celler er det ikke vist at de kan være to ting. Regn tabellen som utrygg."
    if not hidden:
        return "TRYGG: ingen celler er skjult, så det er ingenting å regne ut. Er dette tabellen slik den er publisert?"
    return f"TRYGG: ingen av {hidden} skjulte celler kan regnes ut av det som er publisert."


def text(verdict: Verdict, published: Published, most: int = 10) -> str:
    figures = verdict.figures()
    named = (
        ("Celler i tabellen", "cells"),
        ("Skjulte celler", "suppressed"),
        ("Følger av andre celler", "recoverable_by_rank"),
        ("Bestemt av grenser", "determined_by_bounds"),
        ("Smalere enn 3", "narrower_than_3"),
        ("Med sertifikat", "certified"),
        ("Bevist at bare én verdi går", "proven_unique"),
        ("CPU-sekunder", "seconds"),
    )
    lines = [sentence(verdict), ""]
    for said, key in named:
        note = "  (høyst; --bounds regner ut alle)" if key == "narrower_than_3" and not _all_exact(verdict) else ""
        if key == "certified" and verdict.certificates is None:
            note = "  (fant ingen hel tabell)" if verdict.searched else "  (ikke søkt etter; se --certificates)"
        lines.append(f"  {said:<30}{str(figures[key]).replace('.', ','):>8}{note}")
    known = np.flatnonzero(verdict.determined)
    if len(known):
        lines += ["", "Kan regnes ut:"]
        lines += [f"  {published.labels[cell]}: {_how(verdict, cell)}" for cell in known[:most].tolist()]
        if len(known) > most:
            lines.append(f"  og {len(known) - most} til")
    return "\n".join(lines) + "\n"


def _all_exact(verdict: Verdict) -> bool:
    return bool(verdict.exact[verdict.narrow].all())


def _how(verdict: Verdict, cell: int) -> str:
    if verdict.follows[cell]:
        return "følger av andre celler ved å legge sammen og trekke fra"
    return "bare én verdi er mulig"


def bounds(verdict: Verdict, published: Published) -> str:
    """Each cell that is not shown with its ends, as CSV; an end without limit is blank."""
    lines = ["cell,low,high,exact"]
    for cell in np.flatnonzero(verdict.asked).tolist():
        high = "" if verdict.high[cell] >= NO_LIMIT else str(verdict.high[cell])
        label = published.labels[cell].replace('"', '""')
        lines.append(f'"{label}",{verdict.low[cell]},{high},{"yes" if verdict.exact[cell] else "no"}')
    return "\n".join(lines) + "\n"


def page(verdict: Verdict, published: Published, name: str, certificates: str | None = None) -> str:
    """All of it on one page, in bokmål. `certificates` is what their file is called."""
    known = bool(verdict.determined.any() or verdict.undecided.any())
    figures = verdict.figures()
    hidden = int(verdict.asked.sum())
    parts = [
        (
            f'<!doctype html><html lang="nb"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>Revisjon av {escape(name)}</title><style>{_STYLE}</style>"
        ),
        f'<main><h1>Revisjon av {escape(name)}</h1><p class="v{" no" if known else ""}"><strong>{escape(sentence(verdict))}</strong></p>',
        "<h2>Hvor mye er skjult</h2>",
        _table(
            ("hva", "celler"),
            [
                ("Celler i tabellen", figures["cells"]),
                ("Skjulte celler", hidden),
                ("Følger av andre ved å legge sammen og trekke fra", figures["recoverable_by_rank"]),
                ("Bestemt av grenser", figures["determined_by_bounds"]),
                ("Bevist at bare én verdi går", figures["proven_unique"]),
                ("Vist med sertifikat å kunne være to ting", figures["certified"]),
            ],
        ),
        "<h2>Hvor smale intervallene er</h2>",
        (
            f"<p>Så mange verdier vet en som regner på tabellen at cellen kan ha{'' if _all_exact(verdict) else _AT_LEAST}.</p>"
        ),
        _widths(verdict, hidden),
        "<h2>Nærmest å være kjent</h2>",
        _closest(verdict, published),
        "<h2>Hva sertifikatene sier</h2>",
        f"<p>{escape(_certificates(verdict, certificates))}</p>",
        "<h2>Slik er det gjort</h2>",
        (
            "<p>Revisjonen leser bare det som er publisert: tallene, hvilke celler som er skjult, og hvilke summer som finnes. "
            "Den deler ikke kode med det som skjulte dem. Først prøves om en celle følger av andre ved å legge sammen og trekke fra "
            "(regning modulo to tilfeldige primtall). Så finner lineære programmer hvor lite og hvor mye hver celle kan være, når alle "
            "vet at en skjult celle ikke er mindre enn den nedre grensen. Sertifikatene er hele tabeller som stemmer med alt "
            "som er publisert, og er etterprøvd med hele tall alene.</p>"
        ),
        f"<p>CPU-sekunder: {str(figures['seconds']).replace('.', ',')}</p></main></html>\n",
    ]
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    first = "".join(f'<th scope="col"{" class=n" if at else ""}>{escape(said)}</th>' for at, said in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f"<td{' class=n' if at else ''}>{value}</td>" for at, value in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table>"


def _width(verdict: Verdict) -> Whole:
    width: Whole = np.maximum(verdict.high - verdict.low, 0)[verdict.asked]
    width[verdict.determined[verdict.asked]] = 0
    return width


def _widths(verdict: Verdict, hidden: int) -> str:
    width = _width(verdict)
    rows: list[tuple[object, ...]] = []
    for low, high, said in (*_WIDTHS, (100, 2 * NO_LIMIT, "flere enn 100")):
        count = int(((width >= low) & (width <= high)).sum())
        share = round(100 * count / hidden) if hidden else 0
        rows.append((escape(said), count, f'<span class="b" style="width:{share / 20}rem"></span> {share} %'))
    return _table(("bredde", "celler", "andel"), rows)


def _closest(verdict: Verdict, published: Published) -> str:
    cells = np.flatnonzero(verdict.asked)
    if not len(cells):
        return "<p>Ingen celler er skjult.</p>"
    # Of those as narrow, first the ones that are known to be no wider.
    order = np.lexsort((cells, ~verdict.exact[cells], _width(verdict)))[:_CLOSEST]
    rows: list[tuple[object, ...]] = []
    for cell in cells[order].tolist():
        high = "uten grense" if verdict.high[cell] >= NO_LIMIT else str(verdict.high[cell])
        end = "" if verdict.exact[cell] else "minst "
        said = "kan regnes ut" if verdict.determined[cell] else f"{end}{verdict.low[cell]}–{high}"
        rows.append((escape(published.labels[cell]), said))
    more = f"<p>De {len(rows)} smaleste av {len(cells)}.</p>" if len(cells) > len(rows) else ""
    return _table(("celle", "kan være"), rows) + more


def _certificates(verdict: Verdict, name: str | None) -> str:
    if verdict.certificates is None and verdict.searched:
        return "Det er søkt etter hele tabeller, men ingen ble funnet. Det er ikke et tegn på at noe er kjent."
    if verdict.certificates is None:
        return "Det er ikke søkt etter sertifikater. Med --certificates søkes det etter hele tabeller som er ulike i de skjulte cellene."
    count, hidden = int(verdict.proven.sum()), int(verdict.asked.sum())
    return (
        f"{count} av {hidden} skjulte celler har to hele tabeller som stemmer med alt som er publisert og er ulike i cellen. "
        f"Det er {len(verdict.certificates.moves) + 1} tabeller i alt"
        f"{f', og de står i «{name}»' if name else ''}. Hvem som helst kan legge dem sammen og se etter."
    )
