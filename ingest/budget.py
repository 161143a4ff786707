"""How much may come out of an archive: its bytes, its members, archives in archives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Self

MAX_BYTES = 64 * 1024**3
"""The most that is unpacked of one file, all its members and theirs together."""

MAX_RATIO = 200
"""The most that is unpacked for each byte stored. Texts seldom reach 20, bombs exceed 1,000."""

FREE_BYTES = 128 * 1024**2
"""What may come out of even the smallest file."""

MAX_MEMBERS = 1_000_000
"""The most members of one file, those of archives in it included."""

MAX_MEMBER_BYTES = 256 * 1024**2
"""The largest member; the members are in memory, one at a time."""

MAX_DEPTH = 4
"""How deep containers may lie in containers: three archives, and a web archive in the last."""

MAX_READ = 16 * 1024
"""The most that is read at once, and so the longest header that may be asked for at once."""


class SpentError(OSError):
    """An archive holds more than may be unpacked; the message is for the user."""


@dataclass(slots=True)
class Budget:
    """What is left to unpack; shared by an archive and all archives in it."""

    bytes_left: int
    members_left: int
    depth: int = 0

    @classmethod
    def of(cls, size: int) -> Self:
        """The budget of a file whose stored size is `size` bytes."""
        return cls(min(MAX_BYTES, max(FREE_BYTES, MAX_RATIO * size)), MAX_MEMBERS)

    def take(self, number: int) -> None:
        """Spend bytes.

        Raises:
            SpentError: when there are none left.
        """
        self.bytes_left -= number
        if self.bytes_left < 0:
            raise SpentError("it unpacks to more than is safe; unpack it and give the folder")

    def take_member(self) -> None:
        """Spend one member.

        Raises:
            SpentError: when there is none left.
        """
        self.members_left -= 1
        if self.members_left < 0:
            raise SpentError(f"it holds more than {MAX_MEMBERS:,} files")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """While an archive is read.

        Raises:
            OSError: when it lies too deep.
        """
        if self.depth >= MAX_DEPTH:
            raise OSError(f"archives in archives are read {MAX_DEPTH} deep, no deeper")
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1


class Metered:
    """A stream that only goes forward, and charges a budget for every byte.

    `at_zeros` says whether the last that was read consists of zeros, as a tar's end does.
    """

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        """Read `file` from its start."""
        self._file = file
        self._budget = budget
        self._position = 0
        self.at_zeros = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes; `size` must be within reason.

        Raises:
            OSError: when it is not, or the budget is spent.
        """
        if not 0 <= size <= MAX_READ:
            raise OSError("a header in it is too long")
        return self._counted(self._file.read(size))

    def readline(self, size: int = MAX_READ) -> bytes:
        """The next line, or the first `size` bytes of it."""
        return self._counted(self._file.readline(min(size, MAX_READ)))

    def tell(self) -> int:
        """How much was read."""
        return self._position

    def seek(self, position: int, whence: int = 0) -> int:
        """Skip what is before `position`, or the file's end if that comes first.

        Raises:
            OSError: when it was read already.
        """
        if whence or position < self._position:
            raise OSError("a header in it is wrong")
        while self._position < position:
            if not self.read(min(MAX_READ, position - self._position)):
                break
        return self._position

    def _counted(self, data: bytes) -> bytes:
        self._budget.take(len(data))
        self._position += len(data)
        self.at_zeros = bool(data) and not data.strip(b"\0")
        return data
