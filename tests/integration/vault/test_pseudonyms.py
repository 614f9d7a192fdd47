"""Pseudonyms: the same for the same person, for ever, and back again only with the key of the resolve service. Everybody is synthetic."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from generative import ids
from integration.vault.keeping import NOW, kit
from kostra.model.errors import Broken, Refused
from kostra.store.chest import KeyChest, resolver
from kostra.store.pseudonyms import SivPseudonymiser, SivResolver

PEOPLE = [ids.number(np.random.default_rng(seed), 2026).encode() for seed in range(200)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kit(tmp_path_factory.mktemp("keys")).folder / "keys"


def pseudonymiser(folder: Path) -> SivPseudonymiser:
    return KeyChest(folder).open(demo=True, now=lambda: NOW).pseudonymiser


def test_one_person_has_one_pseudonym(folder: Path) -> None:
    first, again = pseudonymiser(folder).encrypt(PEOPLE), pseudonymiser(folder).encrypt(PEOPLE[::-1])
    assert first == again[::-1]
    assert len(set(first)) == len(set(PEOPLE))


def test_another_house_has_other_pseudonyms(folder: Path, tmp_path: Path) -> None:
    assert not set(pseudonymiser(folder).encrypt(PEOPLE)) & set(kit(tmp_path).keys.pseudonymiser.encrypt(PEOPLE))


def test_a_pseudonym_does_not_hold_the_number(folder: Path) -> None:
    for person, pseudonym in zip(PEOPLE, pseudonymiser(folder).encrypt(PEOPLE), strict=True):
        assert pseudonym != person and len(pseudonym) == 32
        assert person not in pseudonym and person[:6] not in pseudonym


@given(some.lists(some.binary(max_size=20)))
def test_only_the_resolver_goes_back_and_it_counts(folder: Path, content: list[bytes]) -> None:
    counted: list[int] = []
    found = resolver(folder / "resolve", counted.append, demo=True)
    assert found.resolve(pseudonymiser(folder).encrypt(content)) == content
    assert counted == [len(content)]
    assert not hasattr(SivPseudonymiser, "resolve") and not hasattr(SivResolver, "encrypt")


def test_what_is_no_pseudonym_is_refused_and_counted_all_the_same(folder: Path) -> None:
    counted: list[int] = []
    found = resolver(folder / "resolve", counted.append, demo=True)
    with pytest.raises(Refused, match="Ingen er slått opp"):
        found.resolve([*pseudonymiser(folder).encrypt(PEOPLE[:2]), b"x" * 32])
    assert counted == [3]


def test_neither_service_can_use_the_copy_of_the_other(folder: Path, tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    shutil.copytree(folder, mixed)
    mine, theirs = mixed / "encrypt" / "pseudonyms.keyset", mixed / "resolve" / "pseudonyms.keyset"
    theirs.rename(mine)
    with pytest.raises((Refused, Broken)):
        pseudonymiser(mixed)
    with pytest.raises(Refused, match="keys create"):
        resolver(mixed / "resolve", print, demo=True)
    mine.write_text("{}")
    with pytest.raises(Refused, match="er ikke en nøkkel"):
        pseudonymiser(mixed)


def test_reception_does_without_the_resolve_key(folder: Path, tmp_path: Path) -> None:
    """It can be moved to another machine altogether."""
    here, there = tmp_path / "here", tmp_path / "there"
    shutil.copytree(folder, here)
    (here / "resolve").rename(there)
    pseudonyms = pseudonymiser(here).encrypt(PEOPLE)
    assert resolver(there, lambda _: None, demo=True).resolve(pseudonyms) == PEOPLE


def test_a_large_city_is_pseudonymised_in_a_second(folder: Path) -> None:
    people = [b"%011d" % number for number in range(100_000)]
    found = pseudonymiser(folder)
    start = time.process_time()
    assert len(set(found.encrypt(people))) == len(people)
    assert time.process_time() - start < 1
