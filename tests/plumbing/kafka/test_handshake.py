"""A handshake with real TLS servers: what OpenSSL knows of a broker that librdkafka could not connect to."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from plumbing.kafka.handshake import Handshake, shake_hands
from sandbox.certificates import Authority
from sandbox.ports import LOOPBACK, free_port

Serve = Callable[[Callable[[socket.socket], None]], int]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Run servers: each connection is handed to a function, then closed; the port is returned."""
    with ExitStack() as stack:

        def start(answer: Callable[[socket.socket], None]) -> int:
            listening = stack.enter_context(socket.create_server((LOOPBACK, 0)))
            stack.callback(listening.shutdown, socket.SHUT_RDWR)

            def loop() -> None:
                with suppress(OSError):  # the end of the test
                    while True:
                        connection, _ = listening.accept()
                        with connection, suppress(OSError):
                            answer(connection)

            threading.Thread(target=loop, daemon=True).start()
            return int(listening.getsockname()[1])

        yield start


def tls(server: Path) -> Callable[[socket.socket], None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server)

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(1)

    return answer


def test_a_good_certificate_is_trusted(serve: Serve, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    port = serve(tls(authority.server("good", LOOPBACK)))
    assert shake_hands(LOOPBACK, port, authority.path) == Handshake("trusted")


def test_an_expired_certificate_a_foreign_one_and_one_for_another_host_are_told_apart(
    serve: Serve, tmp_path: Path
) -> None:
    authority, stranger = Authority(tmp_path), Authority(tmp_path, "stranger")
    expired = serve(tls(authority.server("expired", LOOPBACK, expired=True)))
    foreign = serve(tls(stranger.server("foreign", LOOPBACK)))
    elsewhere = serve(tls(authority.server("elsewhere", "broker.invalid", "10.0.0.7")))
    assert shake_hands(LOOPBACK, expired, authority.path).outcome == "expired"
    assert shake_hands(LOOPBACK, foreign, authority.path).outcome == "unknown_authority"
    assert shake_hands(LOOPBACK, foreign, None).outcome == "unknown_authority"
    assert shake_hands(LOOPBACK, elsewhere, authority.path) == Handshake("other_host", ("broker.invalid", "10.0.0.7"))


def test_another_language_a_closed_port_and_silence_are_told_apart(serve: Serve, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    talker = serve(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    closer = serve(lambda connection: None)
    assert shake_hands(LOOPBACK, talker, authority.path).outcome == "no_tls"
    assert shake_hands(LOOPBACK, closer, authority.path).outcome == "no_tls"
    assert shake_hands(LOOPBACK, free_port(), authority.path).outcome == "away"


@pytest.mark.parametrize(("host", "port"), [(LOOPBACK, 99_999), ("a" * 70, 9092), ("", 0)])
def test_an_address_that_cannot_be_is_no_crash(host: str, port: int) -> None:
    assert shake_hands(host, port, None).outcome == "away"
