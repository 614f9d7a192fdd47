"""The signature on receipts: Ed25519, as a compact JWS that anybody can check with the published keys.

The newest key signs. Older ones stay published, so that a receipt is good for as long as somebody has it.
"""

from __future__ import annotations

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kostra.store.keyfiles import KeyFiles, Secret

ALGORITHM = "EdDSA"
"""RFC 9864 would call it Ed25519; every reader of receipts knows this name."""


def new_signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes_raw()


class ReceiptSigner:
    """Keeps `Signer`."""

    def __init__(self, files: KeyFiles) -> None:
        self._files = files

    def sign(self, content: bytes) -> str:
        private = _private(self._files.newest())
        header = json.dumps({"alg": ALGORITHM, "kid": key_id(private.public_key())}, separators=(",", ":"))
        signed = f"{_text(header.encode())}.{_text(content)}"
        return f"{signed}.{_text(private.sign(signed.encode()))}"

    def public(self) -> dict[str, object]:
        return {"keys": [_published(_private(secret).public_key()) for secret in self._files.all()]}


def _private(secret: Secret) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(secret.content)


def _published(public: Ed25519PublicKey) -> dict[str, str]:
    return {**_required(public), "use": "sig", "alg": ALGORITHM, "kid": key_id(public)}


def _required(public: Ed25519PublicKey) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": _text(public.public_bytes(Encoding.Raw, PublicFormat.Raw))}


def key_id(public: Ed25519PublicKey) -> str:
    """The thumbprint of the key (RFC 7638)."""
    members = json.dumps(_required(public), separators=(",", ":"), sort_keys=True)
    return _text(hashlib.sha256(members.encode()).digest())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
