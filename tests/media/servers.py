"""File servers that behave badly, on real local ports, and a client that reaches them under public addresses."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Speak = Callable[[socket.socket], None]


class Server:
    """Answers each connection by `speak` after it has read the request's head, which it keeps."""

    def __init__(self, speak: Speak, tls: ssl.SSLContext | None = None) -> None:
        self.heads: list[bytes] = []
        self._speak, self._tls = speak, tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), plain:
                self._answer(self._tls.wrap_socket(plain, server_side=True) if self._tls else plain)

    def _answer(self, there: socket.socket) -> None:
        there.settimeout(5)
        head = b""
        while b"\r\n\r\n" not in head and (more := there.recv(4096)):
            head += more
        self.heads.append(head)
        self._speak(there)
        with contextlib.suppress(OSError):
            there.shutdown(socket.SHUT_RDWR)
        there.close()


@contextmanager
def serving(speak: Speak | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that says this to each connection."""
    words = speak
    server = Server((lambda there: there.sendall(words)) if isinstance(words, bytes) else words, tls)
    yield server
    server.close()


def ok(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


class Rerouted(httpx.BaseTransport):
    """The internet in a test: whatever goes to `public` arrives at a local port; all else is counted and refused."""

    def __init__(self, public: str, port: int, trusted: ssl.SSLContext) -> None:
        self.asked: list[str] = []
        self._public, self._port = public, port
        self._real = httpx.HTTPTransport(verify=trusted)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.host)
        if request.url.host != self._public:
            raise httpx.ConnectError("no such address in this test")
        request.url = request.url.copy_with(host="127.0.0.1", port=self._port)
        return self._real.handle_request(request)

    def close(self) -> None:
        self._real.close()


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's TLS with a certificate for this name, and a client's that trusts it and nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("192.0.2.1"))]
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    file = folder / "server.pem"
    file.write_bytes(
        pem
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=pem.decode())
