"""DATABASE_URL means what it means to psql: with TLS, without, and with what cannot be had told in one line.

The PostgreSQL of the tests speaks no TLS; a proxy in front of it does.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from sqlalchemy import make_url, text

from app.kit.database import Database, plain_dsn
from app.kit.errors import ConfigurationError
from app.settings import DatabaseSettings

SSL_REQUEST = (80877103).to_bytes(4, "big")
"""PostgreSQL's message formats, SSLRequest."""


@dataclass
class Certificate:
    """A certificate for the name localhost that vouches for itself."""

    file: Path
    key: Path

    @classmethod
    def made(cls, folder: Path, name: str) -> "Certificate":
        key = ec.generate_private_key(ec.SECP256R1())
        called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(called)
            .issuer_name(called)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256())
        )
        made = cls(folder / f"{name}.crt", folder / f"{name}.key")
        made.file.write_bytes(certificate.public_bytes(Encoding.PEM))
        made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return made


@dataclass
class Proxy:
    """A PostgreSQL that speaks TLS, unless `certificate` is None; it notes who came encrypted."""

    socket: str
    certificate: Certificate | None
    port: int = 0
    encrypted: list[bool] = field(default_factory=list)
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    async def attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(8)
        if is_asked := first[4:] == SSL_REQUEST:
            writer.write(b"S" if self.certificate else b"N")
            if self.certificate:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.certificate.file, self.certificate.key)
                try:
                    await writer.start_tls(context)
                except (ssl.SSLError, OSError):
                    return
            first = await reader.readexactly(8)
        self.encrypted.append(is_asked and self.certificate is not None)
        theirs, ours = await asyncio.open_unix_connection(self.socket)
        ours.write(first)
        await asyncio.gather(self._copy(reader, ours), self._copy(theirs, writer))

    @staticmethod
    async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while some := await source.read(65536):
                target.write(some)
                await target.drain()
        target.close()

    def url(self, host: str = "localhost", **parameters: object) -> str:
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return f"postgresql://postgres@{host}:{self.port}/postgres?{query}"


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return Certificate.made(tmp_path, "server")


@pytest.fixture
async def proxy(postgres: str, certificate: Certificate) -> AsyncIterator[Proxy]:
    folder = parse_qs(urlsplit(postgres).query)["host"][0]
    proxy = Proxy(f"{folder}/.s.PGSQL.5432", certificate)

    async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):
            await proxy.attend(reader, writer)
        writer.close()

    server = await asyncio.start_server(attend, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    yield proxy
    server.close()


def read(url: str, **more: object) -> DatabaseSettings:
    return DatabaseSettings.load(_env_file=None, database_url=url, database_pool_size=2, **more)


async def ask(url: str) -> None:
    """Ask over the engine, and over a connection beside it: one reading of the URL serves both."""
    settings = read(url)
    database = Database.connect(settings)
    try:
        async with database.engine.connect() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1
    finally:
        await database.close()
    beside = await asyncpg.connect(plain_dsn(settings))
    await beside.close()


@pytest.mark.parametrize(
    ("mode", "encrypted"),
    [("disable", False), ("allow", False), ("prefer", True), ("require", True), (None, True)],
)
async def test_the_mode_decides_whether_the_way_is_encrypted(
    proxy: Proxy, mode: str | None, encrypted: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # As libpq does, `require` checks the certificate when there is a root.crt at home.
    monkeypatch.setenv("HOME", str(tmp_path))

    await ask(proxy.url(**({"sslmode": mode} if mode else {})))

    assert proxy.encrypted == [encrypted, encrypted]


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
async def test_a_certificate_is_checked_against_the_one_that_is_given(
    proxy: Proxy, certificate: Certificate, mode: str, tmp_path: Path
) -> None:
    await ask(proxy.url(sslmode=mode, sslrootcert=certificate.file))
    assert proxy.encrypted == [True, True]

    other = Certificate.made(tmp_path, "other")
    with pytest.raises(ssl.SSLCertVerificationError):
        await ask(proxy.url(sslmode=mode, sslrootcert=other.file))


async def test_the_name_in_the_certificate_matters_to_verify_full_alone(proxy: Proxy, certificate: Certificate) -> None:
    await ask(proxy.url("127.0.0.1", sslmode="verify-ca", sslrootcert=certificate.file))

    with pytest.raises(ssl.SSLCertVerificationError):
        await ask(proxy.url("127.0.0.1", sslmode="verify-full", sslrootcert=certificate.file))


async def test_the_machines_own_authorities_do_not_vouch_for_anybody(proxy: Proxy) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await ask(proxy.url(sslrootcert="system"))


async def test_a_server_without_tls_is_used_only_by_who_does_not_demand_it(proxy: Proxy) -> None:
    proxy.certificate = None

    await ask(proxy.url(sslmode="prefer"))
    assert proxy.encrypted == [False, False]

    with pytest.raises(ConnectionError):
        await ask(proxy.url(sslmode="require"))


async def test_what_only_libpq_needs_is_left_out_and_the_rest_is_the_servers(proxy: Proxy) -> None:
    await ask(proxy.url(connect_timeout=5, keepalives=1, channel_binding="prefer", application_name="somebody"))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("sslmode=always", "sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full"),
        ("sslmode=require&sslrootcert=system", "sslrootcert=system goes with sslmode=verify-full only"),
        ("sslrootcert=/nowhere/ca.crt", "sslrootcert names a file that is not there"),
        ("channel_binding=require", "channel_binding=require cannot be had"),
        ("sslmode", "what follows the question mark must be name=value"),
    ],
)
def test_what_cannot_be_had_is_told_before_anything_is_tried(query: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read(f"postgresql://user:secret@localhost/name?{query}")

    assert str(refused.value).startswith(f"Settings: DATABASE_URL ({reason}")
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("password", ["p@ss:/w?r#d %41&", "\u00fc'\"\\"])
def test_a_password_that_is_given_by_itself_may_hold_any_character(password: str) -> None:
    settings = read("postgresql://postgres:old@localhost:1/name?sslmode=disable", database_password=password)

    assert make_url(settings.database_url).password == password
    assert unquote(urlsplit(plain_dsn(settings)).password or "") == password
