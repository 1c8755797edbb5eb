"""Put the course of this repository into a wheel, as grader/bundled/.

An editable install needs no copy: the grader finds the course beside its own folder.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PARTS = ("course.yaml", "exercises", "reference", "samples", "schemas")


class BundleCourse(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling for each wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the course to what goes into the wheel."""
        if version != "editable":
            build_data["force_include"].update({part: f"grader/bundled/{part}" for part in PARTS})
