"""What time is it in a run, and who moves the clock on?

One small file says it for every process of the run. Between two moves the clock flows as fast as the real one, so that
a look comes some milliseconds after what it was for, as it does on a real machine. Beside what the clock on the wall
shows goes the time that went by (`elapsed`), and that in which the machine did not sleep (`awake`): nobody sets those.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from taper.core.jump import ClockReading

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FORM = struct.Struct("<qqqq")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock on the wall shows, and how much time has gone by since the run began, in all and not asleep."""

    wall: datetime
    elapsed: timedelta
    awake: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Move:
    """The clock before and after it was moved."""

    before: Reading
    after: Reading


class HandClock:
    """The clock port of `taper.clock`, showing what the file at `path` says."""

    name = "moved by hand"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDONLY)

    def read(self) -> Reading:
        """The wall and the time gone by, as of one instant."""
        wall, elapsed, awake, origin = _FORM.unpack(self._settled())
        flowed = (time.monotonic_ns() // 1000 - origin) * _MICROSECOND
        return Reading(
            _EPOCH + wall * _MICROSECOND + flowed, elapsed * _MICROSECOND + flowed, awake * _MICROSECOND + flowed
        )

    def close(self) -> None:
        """Lets go of the file."""
        os.close(self._file)

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return self.read().wall

    def reading(self) -> ClockReading:
        """This clock beside those that nobody can set, in seconds."""
        read = self.read()
        return ClockReading(read.wall, read.elapsed.total_seconds(), read.awake.total_seconds())

    def seconds_until(self, at: datetime) -> float:
        """Real seconds until `at`, if nobody moves the clock."""
        return max(0.0, (at - self.now()).total_seconds())

    def _settled(self) -> bytes:
        """The file's content, read until it is the same twice: nothing that was half written."""
        before = b""
        while (found := os.pread(self._file, _FORM.size, 0)) != before:
            before = found
        return found


class Hand(HandClock):
    """The clock of a run, for the one who moves it."""

    def __init__(self, path: Path, *, begins_at: datetime) -> None:
        path.touch(mode=0o600)
        self._out = os.open(path, os.O_WRONLY)
        self._write(Reading(begins_at, timedelta()))
        super().__init__(path)
        self._moves = [Move(self.read(), self.read())]

    def close(self) -> None:
        """Lets go of the file."""
        super().close()
        os.close(self._out)

    def pass_time(self, span: timedelta) -> None:
        """Time goes by; every clock shows it."""
        self._move(wall=span, elapsed=span, awake=span)

    def pass_until(self, at: datetime) -> None:
        """Time goes by until the wall shows `at`; nothing happens where it already does."""
        self.pass_time(max(timedelta(), at - self.now()))

    def sleep(self, span: timedelta) -> None:
        """Time goes by and the machine sleeps."""
        self._move(wall=span, elapsed=span, awake=timedelta())

    def set_by(self, span: timedelta) -> None:
        """Somebody sets the clock on the wall, forward or back. No time goes by."""
        self._move(wall=span, elapsed=timedelta(), awake=timedelta())

    def stretches(self) -> Iterator[Move]:
        """Everything the wall has shown, piece by piece: flowing, moved, flowing, ..."""
        moves = [*self._moves, Move(self.read(), self.read())]
        for move, following in pairwise(moves):
            yield Move(move.after, following.before)
            yield following

    def _move(self, *, wall: timedelta, elapsed: timedelta, awake: timedelta) -> None:
        before = self.read()
        after = Reading(before.wall + wall, before.elapsed + elapsed, before.awake + awake)
        self._write(after)
        self._moves.append(Move(before, after))

    def _write(self, reading: Reading) -> None:
        spans = (reading.wall - _EPOCH, reading.elapsed, reading.awake)
        os.pwrite(self._out, _FORM.pack(*(span // _MICROSECOND for span in spans), time.monotonic_ns() // 1000), 0)
