"""The keys of the house: made once, for one use each, kept from others, never those of the demo on real data, and never shown."""

from __future__ import annotations

import base64
import multiprocessing
import sys
from dataclasses import replace
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from joserfc import jws
from joserfc.jwk import KeySet

from integration.vault.keeping import NOW, files, kept, kit, read
from kostra.app.ports.vault import Unavailable
from kostra.model.errors import Broken, Refused
from kostra.store.chest import KeyChest, Keys, resolver
from kostra.store.folders import Folder
from kostra.store.keyring import CommandKeyring, FileKeyring
from kostra.store.vault import EnvelopeVault

USES = ["data", "signing", "sealing", "encrypt", "resolve"]


def opened(folder: Path, *, demo: bool = False) -> Keys:
    return KeyChest(folder).open(demo=demo, now=lambda: NOW)


def test_the_demo_makes_its_keys_and_finds_them_again(tmp_path: Path) -> None:
    first, second = opened(tmp_path / "keys", demo=True), opened(tmp_path / "keys", demo=True)
    assert first.opener.recipient() == second.opener.recipient()
    assert [key.use for key in KeyChest(tmp_path / "keys").listed()] == USES
    assert all(key.demo and key.newest for key in KeyChest(tmp_path / "keys").listed())


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    opened(tmp_path / "keys", demo=True)
    assert {path.stat().st_mode & 0o777 for path in files(tmp_path)} == {0o600}
    path = next((tmp_path / "keys" / "data").iterdir())
    path.chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        opened(tmp_path / "keys", demo=True)


def test_outside_the_demo_no_keys_are_made_by_themselves(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="kostra keys create"):
        opened(tmp_path / "keys")
    assert not files(tmp_path)


def test_keys_of_a_demo_lock_nothing_real(tmp_path: Path) -> None:
    opened(tmp_path / "keys", demo=True)
    with pytest.raises(Refused, match="laget for demoen"):
        opened(tmp_path / "keys")
    with pytest.raises(Refused, match="laget for demoen"):
        resolver(tmp_path / "keys" / "resolve", print, demo=False)


def test_keys_are_made_once(tmp_path: Path) -> None:
    chest = KeyChest(tmp_path / "keys")
    chest.create(NOW, demo=False)
    before = {path: path.read_bytes() for path in files(tmp_path)}
    with pytest.raises(Refused, match="allerede nøkler"):
        chest.create(NOW, demo=False)
    assert {path: path.read_bytes() for path in files(tmp_path)} == before
    assert not any(key.demo for key in chest.listed())
    opened(tmp_path / "keys")


def _start(folder: Path) -> str:
    return opened(folder, demo=True).opener.recipient()


def test_processes_that_start_at_once_have_the_same_keys(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        recipients = pool.map(_start, [tmp_path / "keys"] * 6)
    assert len(set(recipients)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["keys"], "nothing is left beside"


def test_a_key_that_is_gone_or_spoilt_or_misplaced_is_told(tmp_path: Path) -> None:
    made = kit(tmp_path)
    one = kept(made.vault, b"something")
    path = next((tmp_path / "keys" / "data").iterdir())
    content = path.read_text()
    path.write_text("no key")
    with pytest.raises(Refused, match="ikke en nøkkel"):
        opened(tmp_path / "keys", demo=True)
    path.write_text(content.replace('"data"', '"signing"'))
    with pytest.raises(Refused, match="til «signing», ikke til «data»"):
        opened(tmp_path / "keys", demo=True)
    path.unlink()
    other = EnvelopeVault(made.objects, FileKeyring(KeyChest(tmp_path / "keys")._files("data")))
    with pytest.raises(Refused, match="Legg den tilbake"):
        other.open(one)


def test_a_wrapped_key_is_for_its_object_alone(tmp_path: Path) -> None:
    made = kit(tmp_path)
    one, other = kept(made.vault, b"one"), kept(made.vault, b"two")
    with pytest.raises(Broken, match="cannot be unwrapped"):
        made.vault.open(replace(one, key=other.key))
    with pytest.raises(Broken, match="cannot be unwrapped"):
        made.vault.open(replace(one, key=b""))


def test_no_secret_is_shown_by_mistake(tmp_path: Path) -> None:
    made = kit(tmp_path)
    for use in USES:
        secret = made.chest._files(use).newest()
        assert repr(secret) == f"Secret({use}/{secret.id})"


# The service of keys, as an operator's command: a key in a file, and a little Python.
SERVICE = """
import base64, json, sys
from pathlib import Path
from kostra.store.keyfiles import KeyFiles
from kostra.store.keyring import FileKeyring
asked = json.load(sys.stdin)
ring = FileKeyring(KeyFiles(Path(sys.argv[1]) / asked["use"], asked["use"]))
if asked["do"] == "newest":
    said = {"id": ring.newest()}
elif asked["do"] == "wrap":
    wrapped, by = ring.wrap(base64.b64decode(asked["key"]), asked["about"])
    said = {"id": by, "wrapped": base64.b64encode(wrapped).decode()}
else:
    key = ring.unwrap(base64.b64decode(asked["wrapped"]), asked["id"], asked["about"])
    said = {"key": base64.b64encode(key).decode()}
json.dump(said, sys.stdout)
"""


def test_a_key_service_can_be_joined_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kostra

    monkeypatch.setenv("PYTHONPATH", str(Path(kostra.__file__).parents[1]))
    KeyChest(tmp_path / "service").create(NOW, demo=False)
    command = (sys.executable, "-c", SERVICE, str(tmp_path / "service"))
    chest = KeyChest(tmp_path / "keys", command)
    chest.create(NOW, demo=False)
    assert [key.use for key in chest.listed()] == ["signing", "sealing"], "the other keys are the service's"
    keys = chest.open(demo=False, now=lambda: NOW)
    vault = EnvelopeVault(Folder(tmp_path / "objects"), keys.data)
    one = kept(vault, b"something")
    assert read(vault, one) == b"something"
    assert vault.rewrap(one) == one and one.wrapped_by == chest.newest()
    pseudonyms = keys.pseudonymiser.encrypt([b"somebody"])
    found = resolver(tmp_path / "keys" / "resolve", lambda _: None, demo=False, kms=command)
    assert found.resolve(pseudonyms) == [b"somebody"]
    for ask in (lambda: chest.add(NOW), lambda: chest.remove("x")):
        with pytest.raises(Refused, match="nøkkeltjenesten"):
            ask()


@pytest.mark.parametrize(
    "program", ["raise SystemExit(1)", "print('no JSON')", "print('[]')", "print('{}')", "import time; time.sleep(60)"]
)
def test_a_key_service_that_does_not_answer_is_said_plainly(program: str) -> None:
    with pytest.raises(Unavailable, match="Nøkkeltjenesten svarer ikke"):
        CommandKeyring([sys.executable, "-c", program], "data", seconds=2).wrap(b"x", "y")
    with pytest.raises(Unavailable):
        CommandKeyring(["/no/such/command"], "data").newest()


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_receipts_can_be_checked_by_anybody(tmp_path: Path) -> None:
    made = kit(tmp_path)
    old = made.keys.signer.sign(b'{"id":"1"}')
    made.chest._files("signing").add(lambda: bytes(range(32)), NOW, demo=True)
    new = made.keys.signer.sign(b'{"id":"2"}')
    published = made.keys.signer.public()
    assert isinstance(published["keys"], list) and not any("d" in key for key in published["keys"]), "nothing private"
    keys = KeySet.import_key_set(published)  # type: ignore[arg-type]
    for receipt, content in ((old, b'{"id":"1"}'), (new, b'{"id":"2"}')):
        assert jws.deserialize_compact(receipt, keys, algorithms=["EdDSA"]).payload == content
    head, _, signature = old.split(".")
    changed = f"{head}.{base64.urlsafe_b64encode(b'{}').decode().rstrip('=')}.{signature}"
    with pytest.raises(Exception, match="bad_signature"):
        jws.deserialize_compact(changed, keys, algorithms=["EdDSA"])


def test_what_senders_encrypted_is_opened(tmp_path: Path) -> None:
    made = kit(tmp_path)
    recipient = pyrage.x25519.Recipient.from_str(made.keys.opener.recipient())
    for armored in (False, True):
        assert made.keys.opener.open(pyrage.encrypt(b"a file", [recipient], armored=armored)) == b"a file"
    sealed = pyrage.encrypt(b"a file", [recipient])
    with pytest.raises(Refused, match="avkortet eller endret"):
        made.keys.opener.open(sealed[:-1])
    stranger = pyrage.x25519.Identity.generate().to_public()
    for other in (pyrage.encrypt(b"a file", [stranger]), pyrage.passphrase.encrypt(b"a file", "passphrase")):
        with pytest.raises(Refused, match=made.keys.opener.recipient()):
            made.keys.opener.open(other)


def test_real_keys_are_not_for_a_demo(tmp_path: Path) -> None:
    KeyChest(tmp_path / "keys").create(NOW, demo=False)
    with pytest.raises(Refused, match="Ta bort KOSTRA_DEMO"):
        opened(tmp_path / "keys", demo=True)
