import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest

from home import virus_scan
from home.virus_scan import CannotScan


def received(connection: socket.socket) -> bytes:
    """What clamd is given: the command, then chunks that each say how long they are, then an empty one."""
    stream = connection.makefile("rb")
    assert stream.read(10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack(">I", stream.read(4))[0]:
        content += stream.read(length)
    return content


class Clamd:
    """A real server on a real socket, which answers one scan as it is told."""

    def __init__(self, settings, family: int = socket.AF_INET, path: str = "") -> None:
        self.given = b""
        self.server = socket.socket(family)
        self.server.bind(path or ("127.0.0.1", 0))
        self.server.listen()
        settings.CLAMD_ADDRESS = f"unix:{path}" if path else f"127.0.0.1:{self.server.getsockname()[1]}"

    def answers(self, answer: bytes | None) -> None:
        self.does(lambda connection: answer is not None and connection.sendall(answer))

    def does(self, act: Callable[[socket.socket], object], *, read: bool = True) -> None:
        def serve() -> None:
            connection, _address = self.server.accept()
            with closing(connection):
                self.given = received(connection) if read else b""
                act(connection)

        threading.Thread(target=serve, daemon=True).start()


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    server = Clamd(settings)
    yield server
    server.server.close()


def test_without_an_address_nothing_is_asked(settings):
    settings.CLAMD_ADDRESS = ""
    assert not virus_scan.has_virus(b"photo")


@pytest.mark.parametrize("size", [0, 5, virus_scan.CHUNK_BYTES, 3 * virus_scan.CHUNK_BYTES + 1])
def test_clamd_is_given_the_whole_file(clamd, size):
    clamd.answers(b"stream: OK\0")
    assert not virus_scan.has_virus(b"p" * size)
    assert clamd.given == b"p" * size


def test_a_virus_is_found(clamd):
    clamd.answers(b"stream: Eicar-Signature FOUND\0")
    assert virus_scan.has_virus(b"X5O!P%@AP")


def test_clamd_may_listen_on_a_socket_of_the_machine(settings, tmp_path):
    clamd = Clamd(settings, socket.AF_UNIX, str(tmp_path / "clamd"))
    clamd.answers(b"stream: OK\0")
    assert not virus_scan.has_virus(b"photo")
    assert clamd.given == b"photo"
    clamd.server.close()


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"",
        b"stream: O",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"HTTP/1.1 400 Bad Request\r\n\r\nFOUND",
        b"stream: OK but not quite\0",
        b"x" * 10_000,
    ],
)
def test_anything_but_a_clear_answer_is_no_answer(clamd, answer):
    clamd.answers(answer)
    with pytest.raises(CannotScan):
        virus_scan.has_virus(b"photo")


def test_a_clamd_that_hangs_up_while_it_is_given_the_file_has_not_answered(clamd):
    clamd.does(lambda connection: None, read=False)
    with pytest.raises(CannotScan):
        virus_scan.has_virus(b"p" * 5_000_000)


def test_a_clamd_that_is_silent_is_not_waited_for(clamd, monkeypatch):
    monkeypatch.setattr(virus_scan, "SECONDS", 0.1)
    silent = threading.Event()
    clamd.does(lambda connection: silent.wait(5))
    with pytest.raises(CannotScan):
        virus_scan.has_virus(b"photo")
    silent.set()


def test_a_clamd_that_drips_is_not_waited_for_longer_than_one_that_is_silent(clamd, monkeypatch):
    monkeypatch.setattr(virus_scan, "SECONDS", 0.3)
    enough = threading.Event()

    def drip(connection: socket.socket) -> None:
        with suppress(OSError):
            while not enough.wait(0.05):
                connection.sendall(b"s")

    clamd.does(drip)
    with pytest.raises(CannotScan):
        virus_scan.has_virus(b"photo")
    enough.set()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "unix:/nowhere/clamd"])
def test_no_clamd_at_its_address_is_no_answer(settings, address):
    settings.CLAMD_ADDRESS = address
    with pytest.raises(CannotScan):
        virus_scan.has_virus(b"photo")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("clamd:3310", ("clamd", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("unix:/run/clamd.sock", "/run/clamd.sock"),
    ],
)
def test_where_clamd_listens_is_written_as_everywhere(address, place):
    assert virus_scan.place_of(address) == place


@pytest.mark.parametrize("address", ["clamd", ":3310", "clamd:", "clamd:x", "clamd:0", "clamd:70000", "unix:run"])
def test_an_address_that_means_nothing_is_refused(address):
    with pytest.raises(ValueError, match=address):
        virus_scan.place_of(address)
