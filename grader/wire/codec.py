"""Encode asks and answers as frames; decode answers with every field checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from grader.cases import Case, case_from_json, case_to_json
from grader.wire.asks import Ask, Load, Loaded, Variation
from grader.wire.frames import MAX_TEXT, WireError, fits, from_json, pack, to_json, visible
from grader.wire.observation import Event, Frame, Observation, Raised
from grader.wire.values import TOO_LARGE, Tensor, Value

MAX_TEXTS = 50  # of one kind: warnings, calls, types of an error, frames
MAX_LINE = 2_000  # of each, and of an error's message
MAX_CHANGE, MAX_CHANGES = 100, 20  # of global state: they stand in one message
MAX_KIND = 250  # of the name of an error's type
MAX_LINES = 2**20  # of a file
# Facts of an event that are noted together: who looks at one looks at the others.
TOGETHER = (
    frozenset({"model", "inputs", "weights"}),
    frozenset({"outputs", "targets", "differentiated"}),
)


def encode_ask(ask: Ask) -> bytes:
    """One process's part of an ask: of one to resume its halves are sent, each to its own."""
    variation = ask.variation
    message = {
        "do": "ask",
        "case": case_to_json(ask.case),
        "task": ask.task,
        "run": ask.run,
        "observe": list(ask.observe),
        "before": ask.before,
        "keep_files": ask.keep_files,
        "read_files": ask.read_files,
        "draw": ask.draw,
        "variation": {
            "repeat": variation.repeat,
            "device": variation.device,
            "watch": list(variation.watch),
            "again": variation.again,
            "rewrite": variation.rewrite,
            "shows": list(variation.shows),
        },
    }
    return pack(message, [])


def decode_ask(message: Mapping[str, Any]) -> Ask:
    """Read in the worker; the judge wrote it, so it is trusted."""
    variation = dict(message["variation"])
    variation["watch"] = tuple(variation["watch"])
    variation["shows"] = tuple(variation.get("shows", ()))
    return Ask(
        case_from_json(message["case"]),
        message["task"],
        message["run"],
        tuple(message["observe"]),
        Variation(**variation),
        message["before"],
        keep_files=message["keep_files"],
        read_files=message["read_files"],
        draw=message["draw"],
    )


def encode_load(load: Load) -> bytes:
    message = {
        "do": "load",
        "module": load.module,
        "main": load.main,
        "sources": dict(load.sources),
        "parameters": {task: list(names) for task, names in load.parameters.items()},
        "overlay": load.overlay,
        "overlay_path": load.overlay_path,
        "bind": dict(load.bind),
        "cells": list(load.cells),
    }
    return pack(message, [])


def decode_load(message: Mapping[str, Any]) -> Load:
    fields = {key: value for key, value in message.items() if key != "do"}
    fields["parameters"] = {task: tuple(p) for task, p in message["parameters"].items()}
    fields["cells"] = tuple(message["cells"])
    return Load(**fields)


def encode_evaluate(case: Case, states: tuple[Value, ...]) -> bytes:
    """Ask trusted code for the loss of a case's model with each of these observed states."""
    tensors: list[Tensor] = []
    listed = [to_json(state, tensors) for state in states]
    return pack({"do": "evaluate", "case": case_to_json(case), "states": listed}, tensors)


def encode_read(case: Case) -> bytes:
    """Ask for what is in the folders of a case, of a process that has loaded nothing."""
    return pack({"do": "read", "case": case_to_json(case)}, [])


def decode_read(message: Mapping[str, Any]) -> Case:
    return case_from_json(message["case"])


def encode_losses(losses: tuple[float, ...]) -> bytes:
    return pack({"losses": to_json(losses, [])}, [])


def encode_loaded(loaded: Loaded) -> bytes:
    message = {
        "loaded": {
            "raised": _raised_to_json(loaded.raised),
            "problems": dict(loaded.problems),
            "layers": list(loaded.layers),
            "missing_layers": dict(loaded.missing_layers),
            "globals_changed": list(loaded.globals_changed),
        }
    }
    return pack(message, [])


def encode_observation(seen: Observation) -> bytes:
    """An observation; its values are left out if all of it would be too large to be read."""
    frame = _encoded(seen)
    if fits(frame):
        return frame
    return _encoded(replace(seen, values=dict.fromkeys(seen.values, TOO_LARGE), before={}))


def _encoded(seen: Observation) -> bytes:
    tensors: list[Tensor] = []
    message = {
        "values": to_json(seen.values, tensors),
        "before": to_json(seen.before, tensors),
        "raised": _raised_to_json(seen.raised),
        "events": [[e.kind, e.source, dict(e.facts)] for e in seen.events],
        "globals_changed": list(seen.globals_changed),
        "rng_used": seen.rng_used,
        "live_graphs": seen.live_graphs,
        "calls": list(seen.calls),
        "warnings": list(seen.warnings),
        "output": seen.output,
    }
    return pack({"observation": message}, tensors)


def decode_answer(
    message: Any, tensors: dict[int, Tensor]
) -> Observation | Loaded | tuple[float, ...]:
    """An answer of a worker, every field checked; raises WireError for anything else."""
    match message:
        case {"observation": dict(fields), **rest} if not rest:
            return _observation(fields, tensors)
        case {"loaded": dict(fields), **rest} if not rest:
            return _loaded(fields)
        case {"losses": list(losses), **rest} if not rest:
            found = from_json(losses, tensors)
            if isinstance(found, tuple) and all(type(loss) is float for loss in found):
                return found  # type: ignore[return-value]
    raise WireError("an answer of unknown form")


def _observation(fields: dict[str, Any], tensors: dict[int, Tensor]) -> Observation:
    _only(fields, Observation.__slots__)
    return Observation(
        values=_mapping(from_json(fields["values"], tensors)),
        before=_mapping(from_json(fields["before"], tensors)),
        raised=_raised(fields["raised"]),
        events=tuple(_event(row) for row in _list(fields["events"])),
        globals_changed=_changes(fields["globals_changed"]),
        rng_used=_check(fields["rng_used"], bool),
        live_graphs=_check(fields["live_graphs"], int),
        calls=_texts(fields["calls"]),
        warnings=_texts(fields["warnings"]),
        output=_text(fields["output"]),
    )


def _loaded(fields: dict[str, Any]) -> Loaded:
    _only(fields, Loaded.__slots__)
    return Loaded(
        _raised(fields["raised"]),
        _named(fields["problems"]),
        _texts(fields["layers"]),
        _named(fields["missing_layers"]),
        _changes(fields["globals_changed"]),
    )


def _only(fields: dict[str, Any], names: Iterable[str]) -> None:
    if fields.keys() != set(names):
        raise WireError("an answer with other fields than it should have")


def _raised_to_json(raised: Raised | None) -> Any:
    if raised is None:
        return None
    frames = [[f.file, f.line, f.function, f.source] for f in raised.frames]
    return [list(raised.kinds), raised.message, frames, raised.during]


def _raised(data: Any) -> Raised | None:
    if data is None:
        return None
    kinds, message, frames, during = _row(data, 4)
    found = []
    for frame in _list(frames)[:MAX_TEXTS]:
        file, line, function, source = _row(frame, 4)
        file, function, source = (_text(text, MAX_LINE) for text in (file, function, source))
        found.append(Frame(file, _line(line), function, source))
    names = tuple(_text(kind, MAX_KIND) for kind in _list(kinds)[:MAX_TEXTS])
    return Raised(names, _text(message, MAX_LINE), tuple(found), _text(during, MAX_LINE))


def _line(data: Any) -> int:
    if not 0 < _check(data, int) <= MAX_LINES:
        raise WireError("a line that no file has")
    return data  # type: ignore[no-any-return]


def _event(data: Any) -> Event:
    kind, source, facts = _row(data, 3)
    found = {_text(name, MAX_LINE): _fact(fact) for name, fact in _check(facts, dict).items()}
    is_partial = any(0 < len(found.keys() & facts) < len(facts) for facts in TOGETHER)
    if is_partial or (kind == "asked" and "place" not in found):
        raise WireError("an event without a fact that belongs to it")
    return Event(_text(kind, MAX_LINE), _text(source, MAX_LINE), found)


def _fact(data: Any) -> bool | int | str:
    if type(data) not in (bool, int, str):
        raise WireError("an event's fact is not a plain one")
    return _text(data, MAX_LINE) if isinstance(data, str) else data


def _row(data: Any, length: int) -> list[Any]:
    if len(_list(data)) != length:
        raise WireError(f"a row of {length} was expected")
    return data  # type: ignore[no-any-return]


def _list(data: Any) -> list[Any]:
    return _check(data, list)  # type: ignore[no-any-return]


def _texts(data: Any) -> tuple[str, ...]:
    return tuple(_text(item, MAX_LINE) for item in _list(data)[:MAX_TEXTS])


def _changes(data: Any) -> tuple[str, ...]:
    """What became of global state, in a few words each: they all stand in one message."""
    return tuple(_text(item, MAX_CHANGE) for item in _list(data)[:MAX_CHANGES])


def _named(data: Any) -> dict[str, str]:
    items = list(_check(data, dict).items())[:MAX_TEXTS]
    return {_text(key, MAX_LINE): _text(item, MAX_LINE) for key, item in items}


def _mapping(value: Value) -> Mapping[str, Value]:
    if not isinstance(value, Mapping):
        raise WireError("a mapping was expected")
    return value


def _check(data: Any, kind: Callable[..., Any]) -> Any:
    if type(data) is not kind:
        raise WireError(f"{kind.__name__} was expected, not {type(data).__name__}")
    return data


def _text(data: Any, most: int = MAX_TEXT) -> str:
    """Text for people: cut, and with every control character made visible."""
    return visible(_check(data, str)[:most])[:most]
