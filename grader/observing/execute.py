"""Execute one ask with one implementation, and observe what it left behind."""

from __future__ import annotations

import builtins
import contextlib
import random
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import torch
from torch import nn

from grader.cases import FolderRecipe, ParametersRecipe, TensorRecipe
from grader.observing.build import Built, build, sequences
from grader.observing.calls import watching
from grader.observing.contents import contents
from grader.observing.figures import is_figure, pixels
from grader.observing.folders import listed
from grader.observing.marks import Marks
from grader.observing.normalise import Normaliser
from grader.observing.numerics import settled
from grader.observing.placement import Places, choosing, chosen_by
from grader.observing.probes import Recorder, start_recording
from grader.observing.raising import describe
from grader.observing.reading import gradient, is_leaf, requires_grad
from grader.observing.surroundings import Surroundings, surroundings
from grader.observing.tensors import as_form
from grader.wire import Ask, Observation, Raised, Tensor, Value, leaves

Lane = tuple[str, tuple[float, ...]]
PLAIN_CALL = "result = {task}({arguments})"


def execute(ask: Ask, module: ModuleType) -> Observation:
    """Build the case, run the instructor's lines on it, and report."""
    variation = ask.variation
    recorder = start_recording(Marks.of(variation.shows, ask.case.seed))
    built = build(ask.case, recorder, variation.device or None, variation.rewrite)
    recorder.marks = replace(recorder.marks, place=_place(built))
    if variation.device:
        recorder.places = Places.of(built.given, vars(module).get("__sources__", {}))
    before = _watched(ask, built, Normaliser()) if ask.before else {}
    namespace = _namespace(ask, module, built)
    code = compile(ask.run or _plain_call(ask), "<run>", "exec", dont_inherit=True)
    observed: tuple[str, ...] = ask.observe
    answered: dict[str, Value] = {}
    raised = None
    with (
        settled(variation.device),
        surroundings(ask.case.seed) as around,
        watching(variation.watch) as calls,
        _choices(variation.device, module, recorder),
    ):
        lanes = sequences(ask.case)
        if lanes is None:
            raised = _run(code, namespace, variation.repeat, module)
        else:
            observed = ()
            answered["lanes"], raised = _run_lanes(code, namespace, ask, module, lanes)
        if ask.draw and raised is None:
            raised = _draw(namespace, module)
    recorder.add("end")
    into = Normaliser()  # one for all: together they must fit into an answer
    watched = _watched(ask, built, into)
    values = {name: into.plain(namespace[name]) for name in observed if name in namespace}
    values = {**watched, **values, **answered}
    results = [namespace[name] for name in observed if name in values and _is_cut(values[name])]
    namespace.clear()  # what is alive now is held by the submission, or by what it gave back
    seen = _observation(recorder, around, values, before, raised, tuple(calls))
    results.clear()
    return seen


def _place(built: Built) -> str:
    """The device that is given, as torch names it; the CPU if none is."""
    given = (live for live in built.given.values() if isinstance(live, torch.device))
    return str(next(given, "cpu"))


@contextlib.contextmanager
def _choices(device: str, module: ModuleType, recorder: Recorder) -> Iterator[None]:
    """On another device, note which devices the code chooses by itself: it is given one."""
    if not device:
        yield
        return
    with choosing(vars(module).get("__sources__", {})) as chosen:
        yield
    for call, place in {**chosen_by(module), **chosen}.items():
        recorder.add("asked", call, place=place)


def _watched(ask: Ask, built: Built, into: Normaliser) -> dict[str, Value]:
    """The givens that a run can change, as they are now."""
    return {
        name: _state(ask.case.given[name], built.given[name], into, ask.read_files)
        for name in built.watched
    }


def _state(recipe: Any, live: Any, into: Normaliser, read_files: bool) -> Value:
    """A given as data: of leaf tensors also gradients, of a folder its files."""
    if isinstance(recipe, ParametersRecipe):
        return {
            "values": into.plain(live),
            "gradients": into.plain([gradient(leaf) for leaf in live]),
            "requires_grad": into.plain([requires_grad(leaf) for leaf in live]),
            "leaves": into.plain([is_leaf(leaf) for leaf in live]),
        }
    if isinstance(recipe, FolderRecipe):
        return contents(live, into) if recipe.content and read_files else listed(live)
    if isinstance(recipe, TensorRecipe) and recipe.requires_grad:
        return {"value": into.plain(live), "gradient": into.plain(gradient(live))}
    return into.plain(live)


def _plain_call(ask: Ask) -> str:
    return PLAIN_CALL.format(task=ask.task, arguments=", ".join(f"{n}={n}" for n in ask.case.given))


def _namespace(ask: Ask, module: ModuleType, built: Built) -> dict[str, Any]:
    hidden = {*ask.observe, "lanes"}  # only the run itself may define what is observed
    hidden.update(dir(builtins))  # nor may a submission's names stand for Python's own
    public = {n: item for n, item in vars(module).items() if n[:2] != "__" and n not in hidden}
    given = dict(built.given)
    for name, recipe in ask.case.given.items():
        if isinstance(recipe, ParametersRecipe):  # the list stays ours, the function gets its form
            given[name] = as_form(given[name], recipe.form)
    here = {"torch": torch, "nn": nn, "random": random, "isinstance": _is_instance}
    return {**public, **here, "task": getattr(module, ask.task, None), **given}


def _is_instance(value: object, kinds: Any) -> bool:
    """As Python's own, but what a value says of its class (`__class__`) does not count."""
    is_tensor = issubclass(
        type(value), torch.Tensor
    )  # whether it is a Parameter, torch itself says
    return isinstance(value, kinds) and (is_tensor or issubclass(type(value), kinds))


def _run(code: Any, namespace: dict[str, Any], repeat: int, module: ModuleType) -> Raised | None:
    try:
        for _ in range(repeat):
            exec(code, namespace)  # noqa: S102  the instructor's own lines
    except BaseException as error:  # SystemExit, KeyboardInterrupt: all are the submission's
        return describe(error, module)
    return None


def _draw(namespace: dict[str, Any], module: ModuleType) -> Raised | None:
    """Put its pixels in the place of the figure. Drawing it runs whatever code it holds."""
    figure = namespace.get("figure")
    try:
        if not is_figure(figure):
            raise TypeError(f"an object of type {type(figure).__name__} is no matplotlib Figure")
        namespace["figure"] = torch.from_numpy(pixels(figure))
    except BaseException as error:
        return describe(error, module, during="draw")
    return None


def _run_lanes(
    code: Any, namespace: dict[str, Any], ask: Ask, module: ModuleType, lanes: Iterator[Lane]
) -> tuple[tuple[Value, ...], Raised | None]:
    """The run for each sequence of an enumeration; an error in the very first is the run's own."""
    into = Normaliser()  # one for all: together they must fit into an answer
    seen: list[Value] = []
    for name, letters in lanes:
        own = {**namespace, name: list(letters)}
        raised = _run(code, own, 1, module)
        if raised is not None and not seen:
            return (), raised
        if raised is not None:
            seen.append({"raised": raised.kind, "message": raised.message[:200]})
        else:
            seen.append({observed: into.plain(own.get(observed)) for observed in ask.observe})
    return tuple(seen), None


def _is_cut(value: Value) -> bool:
    """Whether a result has no graph by rights: it may have one as an attribute."""
    return not any(isinstance(leaf, Tensor) and leaf.requires_grad for _, leaf in leaves(value))


def _observation(
    recorder: Recorder,
    around: Surroundings,
    values: dict[str, Value],
    before: dict[str, Value],
    raised: Raised | None,
    calls: tuple[str, ...],
) -> Observation:
    return Observation(
        values=values,
        before=before,
        raised=raised,
        events=tuple(recorder.events),
        globals_changed=around.globals_changed,
        rng_used=around.rng_used,
        live_graphs=recorder.live_graphs,
        calls=calls,
        warnings=around.warnings,
        output=around.output,
    )
