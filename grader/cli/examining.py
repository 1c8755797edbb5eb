"""`grade doctor`: what isolation this machine can give, found by trying to break it."""

from __future__ import annotations

import os

import click

from grader.cli.isolating import required_layers
from grader.cli.terminal import width


def examine_isolation(require: tuple[str, ...], as_json: bool) -> int:
    """Attack every layer, print what was found, and return the exit status."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy's threads; what forks should have one
    from grader.isolation import examine
    from grader.reports import doctor_json, lacking, render_doctor

    required = required_layers(require or ("standard",))
    found = tuple(examine())
    if as_json:
        click.echo(doctor_json(found, required), nl=False)
    else:
        click.echo(render_doctor(found, required, width=width()), nl=False)
    return 1 if lacking(found, required) else 0
