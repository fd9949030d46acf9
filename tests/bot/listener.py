"""Servers that should never hear of the token: they note what they are sent, and answer as they are told."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Listener:
    """What a server heard.

    Arguments:
        status: what it answers with, and ``headers`` what it adds.
        heard: a line for each request and each of its headers.
    """

    status: int = 404
    headers: Mapping[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def knows(self) -> str:
        """All that it heard."""
        return "\n".join(self.heard)


@contextmanager
def listening(listener: Listener, certificate: Path | None = None) -> Iterator[Listener]:
    """Run a server on a port of this machine.

    Arguments:
        listener: what to answer, and where to note what is heard.
        certificate: file with a certificate and its key, to speak TLS.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(listener))
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    listener.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Keep still."""

        def _serve(self) -> None:
            listener.heard += [self.requestline, *(f"{name}: {value}" for name, value in self.headers.items())]
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(listener.status)
            for name, value in {"Content-Length": "0", "Connection": "close", **listener.headers}.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST = do_PATCH = do_PUT = do_CONNECT = _serve  # noqa: N815

    return Handler


def self_signed(file: Path, *names: str) -> Path:
    """Write a certificate that nobody vouches for, with its key.

    Arguments:
        file: where to.
        names: hosts that it is for, besides 127.0.0.1.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    hosts = [*map(x509.DNSName, names), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM
    secret = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(form))
    return file
