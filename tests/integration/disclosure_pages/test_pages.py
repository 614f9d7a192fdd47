"""The pages: what is lost and why, acts from their buttons, and that a suppressed value is nowhere since none is ever read."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import httpx
import polars as pl
import pytest

from integration.desk.season import post
from integration.disclosure_pages.protected import (
    FAILED,
    OLE,
    PRIMARY,
    PROOF,
    SECONDARY,
    TABLE,
    YEAR,
    run,
    write,
)
from integration.portal.asking import text_of
from integration.portal.house import OLA, SIRI, House
from kostra.app.disclosure import advising, patterns
from kostra.app.disclosure.advising import Advice
from kostra.app.permissions import Asker
from kostra.app.system import System
from kostra.model.errors import Broken

TOP = "/nb/prikking"


def read(there: House, path: str, who: Asker = SIRI, status: int = 200) -> str:
    answer = there.visit(who).get(path)
    assert answer.status_code == status, (answer.status_code, text_of(answer.text))
    return text_of(answer.text)


def said(there: House, path: str, who: Asker = SIRI, **form: str) -> httpx.Response:
    return post(there.visit(who), path, form)


def test_before_anything_is_made_and_only_for_statisticians(there: House) -> None:
    assert "Ingen kjøringer er gjort." in read(there, TOP)
    assert "Inga køyring er gjord." in read(there, TOP.replace("/nb/", "/nn/"))
    assert "Det finnes ingen kjøring" in read(there, f"{TOP}/finnes-ikke", status=404)
    paths = (TOP, f"{TOP}/x", f"{TOP}/x/tabell/{TABLE}", f"{TOP}/x/tabell/{TABLE}/bilde", f"{TOP}/x/bevis/11F")
    assert all(there.visit(OLA).get(path).status_code == 403 for path in paths)
    acts = (
        "godkjenn",
        "forslag/y",
        f"tabell/{TABLE}/slipp-ut",
        f"tabell/{TABLE}/slaa-sammen",
        f"tabell/{TABLE}/opphev/y",
    )
    assert all(there.visit(OLA).post(f"{TOP}/x/{act}", {}).status_code == 403 for act in acts)
    assert 'href="/nb/prikking"' in there.visit(SIRI).get(TOP).text


def test_from_the_list_to_the_approval(there: House, system: System, tmp_path: Path) -> None:
    write(tmp_path, {PRIMARY: ("primary", "")}, year=YEAR - 1)
    run(system, tmp_path, year=YEAR - 1)
    write(tmp_path)
    made = run(system, tmp_path)
    here = f"{TOP}/{made.id}"
    front = read(there, TOP)
    assert "Foreløpige tall for 2026" in front and "5 av 84 tall er prikket. 0 kan regnes ut" in front
    text = read(there, here).replace("\u00a0", " ")
    assert "Du har gjort kjøringen selv." in text and "Godkjenn kjøringen" not in text
    assert "Kommuner 56 1 2 1 1 8,9 % 1,8 % 1 / 8 0 / 8" in text
    assert "Godkjenn kjøringen" in read(there, here, OLE)
    answer = said(there, f"{here}/godkjenn", OLE, merknad="sett gjennom")
    assert answer.status_code == 303
    text = read(there, answer.headers["location"])
    assert "Kjøringen er godkjent." in text and "Godkjent av Ole" in text and "sett gjennom" in text
    assert said(there, f"{here}/godkjenn", OLE).status_code == 409
    nynorsk = read(there, here.replace("/nb/", "/nn/"))
    assert "Prikka på kvart nivå" in nynorsk and "Kommunar" in nynorsk

    write(tmp_path, {})
    later = run(system, tmp_path, FAILED)
    shutil.rmtree(patterns.of_run(tmp_path, made))
    assert "er ryddet bort" in read(there, here)
    assert "ryddet bort" in read(there, f"{here}/tabell/{TABLE}", status=409)
    assert "Revisjonen fant tall som kan regnes ut." in read(there, f"{TOP}/{later.id}", OLE)


def test_the_map_of_a_table_and_a_cell_forced_out(there: House, system: System, tmp_path: Path) -> None:
    write(tmp_path)
    here = f"{TOP}/{run(system, tmp_path).id}"
    table = f"{here}/tabell/{TABLE}"
    text = read(there, table)
    defended = "Haugesund, 18–24 år, Sosialhjelpsmottakere"
    assert f"Stavanger 1103 18–24 år, Sosialhjelpsmottakere / Til vern for andre {defended}" in text
    assert "For sin egen skyld" in text and "Viser 1–5 av 5" in text
    assert "Viser 1–1 av 1" in read(there, f"{table}?hvorfor=primary")
    assert "Ingen prikkede tall passer" in read(there, f"{table}?fylke=EKA46")
    assert "«tull» er ikke et av valgene" in read(there, f"{table}?hvorfor=tull", status=422)
    page = there.visit(SIRI).get(table).text
    links = re.findall(r'href="([^"]*slipp=[^"]*)"', page)
    assert len(links) == 2 and not any(PRIMARY in link for link in links)
    link = next(one.replace("&amp;", "&") for one in links if "1106" in one)
    assert "Slipp ut: Haugesund, 25–44 år" in read(there, link.partition("#")[0])
    refused = said(there, f"{table}/slipp-ut?slipp={SECONDARY}", celle=SECONDARY, grunn=" ")
    assert refused.status_code == 422 and "Skriv hvorfor tallet skal ut" in text_of(refused.text)
    answer = said(there, f"{table}/slipp-ut", celle=SECONDARY, grunn="står i årsmeldingen")
    text = read(there, answer.headers["location"].partition("#")[0])
    assert "Forslaget er sendt." in text and "Venter på en kollega" in text and "Bekreft " not in text
    (forcing,) = re.findall(r'id="f-([0-9a-f]+)"', there.visit(SIRI).get(here).text)
    assert said(there, f"{here}/forslag/{forcing}", SIRI, svar="bekreft").status_code == 422
    assert said(there, f"{here}/forslag/{forcing}", OLE, svar="tull").status_code == 422
    assert said(there, f"{here}/forslag/{forcing}", OLE, svar="bekreft").status_code == 303
    assert "Slippes ut" in read(there, here) and "siden kjøringen ble gjort" in read(there, here, OLE)
    assert said(there, f"{here}/forslag/{forcing}", OLE, svar="trekk", grunn="nei").status_code == 303
    assert "Trukket tilbake" in read(there, here)


def test_advice_is_one_click_and_a_merged_category_is_seen(there: House, system: System, tmp_path: Path) -> None:
    write(tmp_path)
    made = run(system, tmp_path)
    here = f"{TOP}/{made.id}/tabell/{TABLE}"
    assert "ikke regnet ut for denne kjøringen" in read(there, here)
    every = [Advice("alder", ("18-24", "25-44"), 3), Advice("alder", ("25-44", "45-66"), 1)]
    advising.keep(patterns.of_run(tmp_path, made), TABLE, every)
    assert "18–24 år + 25–44 år 3" in read(there, here)
    page = there.visit(SIRI).get(here).text
    sent = dict(re.findall(r'name="(dimensjon|koder|grunn)" value="([^"]*)"', page.partition("slaa-sammen")[2])[:3])
    answer = said(there, f"{here}/slaa-sammen", **sent)
    assert answer.status_code == 303, text_of(answer.text)
    text = read(there, answer.headers["location"].partition("#")[0])
    assert "De er slått sammen." in text and "18–24 år og 25–44 år fra 2026, av Siri" in text
    assert "3 prikkede tall kommer tilbake." in text and "25–44 år + 45–66 år" not in text
    assert said(there, f"{here}/slaa-sammen", **sent).status_code == 409

    ages = ("alle", "0-17", "45-66", "67+", "uoppgitt", "18-24+25-44")
    write(tmp_path, {}, ages)
    after = f"{TOP}/{run(system, tmp_path).id}/tabell/{TABLE}"
    assert "18–24 år og 25–44 år + Vist, slått sammen" in read(there, f"{after}/bilde")
    (id,) = re.findall(r'opphev/([0-9a-f]+)"', there.visit(SIRI).get(after).text)
    assert said(there, f"{after}/opphev/{id}", grunn="").status_code == 422
    assert said(there, f"{after}/opphev/{id}", grunn="for grovt").status_code == 303
    assert "Neste kjøring har" in read(there, f"{after}?gjort=opphevet")


def test_municipalities_are_merged_by_advice_or_by_hand(there: House, system: System, tmp_path: Path) -> None:
    write(tmp_path)
    made = run(system, tmp_path)
    here = f"{TOP}/{made.id}/tabell/{TABLE}"
    advising.keep(patterns.of_run(tmp_path, made), TABLE, [Advice("region", ("1103", "1108"), 4)])
    text = read(there, here)
    assert "Kommune Stavanger + Sandnes 4 Slå sammen : Stavanger + Sandnes" in text
    # 4601 has no neighbour; that of 1106 is not in the table.
    page = there.visit(SIRI).get(here).text
    assert re.findall(r'<option value="(\d{4})">', page) == ["1103", "1106", "1108"] * 2
    refused = said(there, f"{here}/slaa-sammen", dimensjon="region", den_ene="1106", den_andre="1103", grunn="for små")
    assert refused.status_code == 422 and "og Haugesund i KOSTRA-gruppe" in text_of(refused.text)
    assert '<option value="1106" selected>' in refused.text and 'value="for små"' in refused.text
    answer = said(there, f"{here}/slaa-sammen", dimensjon="region", den_ene="1108", den_andre="1103", grunn="for små")
    assert answer.status_code == 303, text_of(answer.text)
    text = read(there, here)
    assert "Stavanger og Sandnes fra 2026, av Siri" in text and "Stavanger + Sandnes" not in text
    assert "slått saman" in read(there, here.replace("/nb/", "/nn/")).casefold()

    write(tmp_path, {}, regions=("EAK", "EKA11", "1103+1108", "1106", "4601"))
    after = f"{TOP}/{run(system, tmp_path).id}/tabell/{TABLE}"
    picture = read(there, f"{after}/bilde")
    assert "Stavanger og Sandnes + + +" in picture and "Uten fylke" not in picture
    (id,) = re.findall(r'opphev/([0-9a-f]+)"', there.visit(SIRI).get(after).text)
    assert said(there, f"{after}/opphev/{id}", grunn="for grovt").status_code == 303
    assert re.findall(r'<option value="(\d{4})">', there.visit(SIRI).get(after).text) == ["1103", "1108", "1106"] * 2


def test_the_picture_says_with_sign_and_colour_and_as_a_table(there: House, system: System, tmp_path: Path) -> None:
    write(tmp_path)
    here = f"{TOP}/{run(system, tmp_path).id}/tabell/{TABLE}/bilde"
    page = there.visit(SIRI).get(here).text
    text = text_of(page)
    assert "Rogaland: 3 av 21 tall er prikket." in text and "Vestland: 0 av 7 tall er prikket." in text
    assert "3 18–24 år 1 1 0 0 2 50,0" in text.replace("\u00a0", " ")
    rows = {cells[0]: cells[1:] for cells in _rows(page)}
    assert rows["Haugesund"] == ["", "", "×", "/", "", "", "", "2"] and rows["Bergen"] == [""] * 7 + ["0"]
    drawing = page.partition('aria-label="Rogaland: 3 av 21')[2].partition("</svg>")[0]
    squares = {kind: path.count("h14v12") for kind, path in re.findall(r'class="(\w+)" d="([^"]+)"', drawing)}
    assert squares == {"primary": 1, "secondary": 2, "safe": 18}
    assert 'class="sign on-primary"' in drawing and "style=" not in page.partition("<main")[2]
    other = there.visit(SIRI).get(f"{here}?tall=seks_maaneder&fylke=EKA11").text
    assert "Vestland:" not in other and 'class="held"' in other and 'class="small"' in other
    assert "«tull» er ikke et av valgene" in read(there, f"{here}?tall=tull", status=422)


def _rows(page: str) -> list[list[str]]:
    tables = re.findall(r"<details>.*?</details>", page, re.DOTALL)
    lines = [line for table in tables for line in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines]


def test_a_pattern_with_anything_else_in_it_is_refused(system: System, tmp_path: Path) -> None:
    folder = tmp_path / "next" / str(YEAR)
    write(tmp_path, into=folder)
    file = folder / f"{TABLE}.parquet"
    pl.read_parquet(file).with_columns(n=pl.lit(3)).write_parquet(file)
    with pytest.raises(Broken, match="columns"):
        run(system, tmp_path)


def test_what_the_audit_found_and_the_file_with_the_proof(there: House, system: System, tmp_path: Path) -> None:
    write(tmp_path)
    made = run(system, tmp_path)
    here = f"{TOP}/{made.id}"
    seen = read(there, here)
    assert "11F 5 4 1 Bevisfil for 11F (1 kB)" in seen
    assert "Rogaland" not in seen.partition("De som er nærmest")[0]
    assert "18–24 år" in seen.partition("De som er nærmest")[2] and "7 fra hverandre" in seen
    file = there.visit(SIRI).get(f"{here}/bevis/11F")
    assert file.content == PROOF and f'"bevis-{made.id}-11F.json"' in file.headers["content-disposition"]
    assert "ingen bevis for «11CF»" in read(there, f"{here}/bevis/11CF", status=404)
    shutil.rmtree(patterns.of_run(tmp_path, made) / patterns.PROOFS)
    assert "ingen bevis" in read(there, f"{here}/bevis/11F", status=404)
