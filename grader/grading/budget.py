"""The time of its own that a submission may use, over all its tasks."""

from __future__ import annotations

import threading


class Budget:
    """The time of its own that a submission may use, over all its tasks."""

    def __init__(self, seconds: float) -> None:
        self.limit_s = self.left_s = seconds
        self._lock = threading.Lock()

    def spend(self, seconds: float) -> None:
        with self._lock:
            self.left_s -= seconds

    @property
    def is_spent(self) -> bool:
        return self.left_s <= 0

    @property
    def message(self) -> str:
        return f"It was not run: the submission has used up its {self.limit_s:g} s."
