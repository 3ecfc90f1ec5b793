"""Readers who take files at the same time, in a process of their own, so that they keep nobody else waiting.

    python -m benchmarks.takers PORT MEGABYTES_A_SECOND

Each asks for a file that the others do not ask for, takes it, and asks for the next, until a line comes or
the input ends. Together they take so many megabytes a second at most, as a network gives them; 0 is as fast
as they can. At the end one line of JSON tells what came.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

READERS = 50
_BLOCK = 1 << 16
_ROUND = 0.02


@dataclass(kw_only=True, slots=True)
class Told:
    """What came: answers begun by status, files taken whole, megabytes of all, and the fewest of a reader."""

    begun: dict[str, int] = field(default_factory=dict)
    whole: int = 0
    megabytes: float = 0.0
    fewest: float = 0.0


@contextmanager
def taking(port: int, megabytes_a_second: float) -> Iterator[Told]:
    """Let readers take files from a server meanwhile; what is given is filled in at the end."""
    command = [sys.executable, "-m", "benchmarks.takers", str(port), str(megabytes_a_second)]
    folder = Path(__file__).parent.parent
    told = Told()
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        time.sleep(1)  # Until all of them have asked.
        yield told
        said, _ = running.communicate(b"\n")
    for name, value in json.loads(said).items():
        setattr(told, name, value)


class _Reader:
    def __init__(self, port: int, year: int) -> None:
        self.address, self.year = ("127.0.0.1", port), year
        self.bytes = self.again = 0.0
        self.ask()

    def ask(self) -> None:
        self.head = b""
        self.connection = socket.create_connection(self.address)
        asked = f"GET /download/events.csv?from={self.year} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        self.connection.sendall(asked.encode())
        self.connection.settimeout(0)

    def take(self) -> tuple[int, str, bool]:
        """Take a block: how much came, the status if it has just come, and whether that was the end."""
        try:
            block = self.connection.recv(_BLOCK)
        except BlockingIOError:
            return 0, "", False
        except ConnectionError:
            block = b""
        self.bytes += len(block)
        is_first = bool(block) and not self.head
        self.head = self.head or block[:16]
        return len(block), self.head[9:12].decode() if is_first else "", not block


def _take(port: int, rate: float) -> Told:
    readers = [_Reader(port, 1900 + number) for number in range(READERS)]
    begun: Counter[str] = Counter()
    whole, most = 0, rate * _ROUND
    with selectors.DefaultSelector() as chosen:
        chosen.register(sys.stdin, selectors.EVENT_READ)
        for reader in readers:
            chosen.register(reader.connection, selectors.EVENT_READ, reader)
        resting: list[_Reader] = []
        turn = 0
        while True:
            began, taken = time.monotonic(), 0
            ready = [key.data for key, _ in chosen.select(_ROUND)]
            if None in ready:
                break
            # Whoever comes first in a round is another in each, so that all get the same of what may come.
            turn = (turn + 7) % max(len(ready), 1)
            for reader in (*ready[turn:], *ready[:turn]):
                size, status, is_over = reader.take()
                taken += size
                begun[status] += bool(status)
                if is_over:
                    chosen.unregister(reader.connection)
                    reader.connection.close()
                    whole += reader.head[9:12] == b"200"
                    reader.again = began + (0 if reader.head[9:12] == b"200" else 1)
                    resting.append(reader)
                if rate and taken >= most:
                    break
            for reader in [one for one in resting if one.again <= began]:
                resting.remove(reader)
                reader.ask()
                chosen.register(reader.connection, selectors.EVENT_READ, reader)
            if rate:
                time.sleep(max(0.0, taken / rate - (time.monotonic() - began)))
    came = [reader.bytes / 1e6 for reader in readers]
    return Told(begun=dict(+begun), whole=whole, megabytes=sum(came), fewest=min(came))


if __name__ == "__main__":
    _told = _take(int(sys.argv[1]), float(sys.argv[2]) * 1e6)
    print(json.dumps({name: getattr(_told, name) for name in Told.__slots__}))
