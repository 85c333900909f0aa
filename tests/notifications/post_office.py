"""Mail servers as one would run them, on addresses of this machine: plain, encrypted, with passwords, and ill."""

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "tiepdan", "mat-khau-cua-may-chu-thu"
HERE = "127.0.0.1"


@dataclass
class PostOffice:
    """A mail server: what came in, and what it answers. ``answers`` are for MAIL, RCPT and DATA; "" takes it."""

    port: int = 0
    letters: list[Any] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    meanwhile: Callable[[], object] | None = None

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802, ARG002 - aiosmtpd's name and order
        if self.answers.get("MAIL"):
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002 - the same
        if self.answers.get("RCPT"):
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002 - the same
        if self.meanwhile:
            self.meanwhile()
        if self.answers.get("DATA"):
            return self.answers["DATA"]
        self.letters.append(envelope)
        return "250 OK"

    def look_at(self, server, session, envelope, mechanism, given):  # noqa: ARG002 - the same
        good = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        self.signed_in.append(good)
        return AuthResult(success=good, handled=False)


@contextmanager
def post_office(tls: str = "none", certificate: Path | None = None, *, passwords: bool = False) -> Iterator[PostOffice]:
    """Run a mail server; ``certificate`` holds its key too."""
    office = PostOffice(port=free_port())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if certificate:
        context.load_cert_chain(certificate)
    more: dict[str, Any] = {"tls": {"ssl_context": context}, "starttls": {"tls_context": context}}.get(tls, {})
    if passwords:
        more |= {"authenticator": office.look_at, "auth_required": True, "auth_require_tls": tls == "starttls"}
    server = Controller(office, hostname=HERE, port=office.port, ready_timeout=10, **more)
    server.start()
    try:
        yield office
    finally:
        server.stop()


@contextmanager
def says(*lines: bytes) -> Iterator[int]:
    """A port that says these lines, one after each thing it hears, and then nothing more; it does not hang up."""
    over = Event()
    with socket.create_server((HERE, 0)) as listening:
        listening.settimeout(0.1)

        def serve() -> None:
            held = []
            while not over.is_set():
                try:
                    one, _ = listening.accept()
                except TimeoutError:
                    continue
                held.append(one)
                for line in lines:
                    one.sendall(line)
                    one.settimeout(5)
                    one.recv(1000)
            for one in held:
                one.close()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        over.set()
        thread.join()


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as one:
        one.bind((HERE, 0))
        return int(one.getsockname()[1])


def make_certificate(path: Path, *names: str) -> Path:
    """Write a certificate for some names and its key into one file; whoever trusts the file trusts the server."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    told = [x509.IPAddress(ipaddress.ip_address(n)) if n[0].isdigit() else x509.DNSName(n) for n in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName(told), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return path
