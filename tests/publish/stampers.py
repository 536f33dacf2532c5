"""A time-stamping service on this machine: Debian's openssl behind a small HTTP server, with its own certificate."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPENSSL = shutil.which("openssl")

_CONFIG = """
[tsa]
default_tsa = service
[service]
serial = {folder}/serial
signer_cert = {folder}/service.pem
signer_key = {folder}/service.key
certs = {folder}/root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Stamper:
    """A service that stamps; `fault` makes it answer wrongly."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.root = folder / "root.pem"
        _certificates(folder, name)
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
        self.fault = ""
        self.url = ""

    def stamp(self, request: bytes) -> bytes:
        """The service's answer to a request."""
        (self.folder / "request.tsq").write_bytes(request)
        command = [
            OPENSSL,
            "ts",
            "-reply",
            "-config",
            "tsa.cnf",
            "-queryfile",
            "request.tsq",
            "-out",
            "answer.tsr",
        ]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "answer.tsr").read_bytes()

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Answer on a free port of this machine."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = self.rfile.read(int(self.headers["Content-Length"]))
                content, kind = service.stamp(request), "application/timestamp-reply"
                if service.fault == "page":
                    content, kind = b"<h1>welcome</h1>", "text/html"
                elif service.fault == "noise":
                    content = b"\x30\x82" + b"x" * 50
                elif service.fault == "huge":
                    content = b"x" * 2_000_000
                elif service.fault == "replay":
                    content = (service.folder / "old.tsr").read_bytes()
                self.send_response(
                    500 if service.fault == "down" else 302 if service.fault == "away" else 200
                )
                if service.fault == "away":
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with contextlib.suppress(OSError):  # who asked may have had enough
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Nothing: a test's output is its own."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}/tsa"
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _certificates(folder: Path, name: str) -> None:
    root_key, service_key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root_name, service_name = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} {part}")]) for part in ("root", "stamps")
    )
    root = _certificate(root_name, root_name, root_key, root_key, authority=True)
    service = _certificate(service_name, root_name, service_key, root_key, authority=False)
    pem = serialization.Encoding.PEM
    (folder / "root.pem").write_bytes(root.public_bytes(pem))
    (folder / "service.pem").write_bytes(service.public_bytes(pem))
    (folder / "service.key").write_bytes(
        service_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    signer: rsa.RSAPrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if not authority:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(signer, hashes.SHA256())
