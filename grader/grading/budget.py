"""The time of its own that a submission may use, over all its tasks."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator


class Budget:
    """The time of its own that a submission may use, over all its tasks.

    Tasks that run side by side draw on one budget, each in its `turn`. Which of them a spent budget
    leaves out must not depend on chance: they are left what they would be left one after the other.
    """

    def __init__(self, seconds: float) -> None:
        self.limit_s = self.left_s = seconds
        self._changed = threading.Condition()
        self._reserved_s = 0.0  # for the turns that are under way
        self._next = 0

    def spend(self, seconds: float) -> None:
        with self._changed:
            self.left_s -= seconds

    @property
    def is_spent(self) -> bool:
        return self.left_s <= 0

    @property
    def message(self) -> str:
        return f"It was not run: the submission has used up its {self.limit_s:g} s."

    @contextlib.contextmanager
    def turn(self, number: int, most_s: float) -> Iterator[Budget]:
        """What a task may spend that takes `most_s` at most; turns begin in order, from 0.

        One that might be left less than that waits until those before it have ended.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._next == number and self._has_room_for(most_s))
            self._next += 1
            part = Budget(self.limit_s)
            part.left_s = before_s = self.left_s - self._reserved_s
            self._reserved_s += most_s
            self._changed.notify_all()
        try:
            yield part
        finally:
            with self._changed:
                self._reserved_s -= most_s
                self.left_s -= before_s - part.left_s
                self._changed.notify_all()

    def _has_room_for(self, most_s: float) -> bool:
        return self._reserved_s == 0 or self.left_s - self._reserved_s >= most_s
