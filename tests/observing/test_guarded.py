"""Names that are put together as the code runs: those that lead out are refused."""

import pytest

GIVEN = {"x": 1.0}
REFUSED = {
    "the names of a function's module": "getattr(task, '__glo' + 'bals__')",
    "the builtins of a module": "getattr(torch.optim, '__built' + 'ins__')",
    "what a module hides": "getattr(torch, '_' + 'C')",
    "a module that a module has imported": "getattr(torch, 's' + 'ys')",
    "a part of the interpreter": "import gc; getattr(gc, 'get_' + 'objects')",
    "a frame": "getattr((_ for _ in ()), 'gi_' + 'frame')",
    "hooks": "getattr(torch.ones(1, requires_grad=True), '_backward' + '_hooks')",
    "a function of torch": "setattr(torch, 'all' + 'close', print)",
    "a method of torch": "setattr(torch.Tensor, 'back' + 'ward', print)",
    "one that is deleted": "delattr(torch.Tensor, 'back' + 'ward')",
    "where it is the default that counts": "getattr(torch, '_C' * 1, None)",
}
ALLOWED = {
    "an optimizer by its name": ("getattr(torch.optim, 'sgd'.upper()).__name__", "SGD"),
    "a module's name": ("getattr(torch.optim, '__name__')", "torch.optim"),
    "a default": ("getattr(torch.optim, 'Sgd' * 2, 'none')", "none"),
    "several at a time": ("getattr(torch, '_foreach' + '_add').__name__", "_foreach_add"),
    "a part of a library": ("getattr(torch, 'optim').SGD.__name__", "SGD"),
    "an attribute of one's own": ("setattr(own, 'a' * 2, 1) or getattr(own, 'aa')", 1),
    "of one's own class": ("setattr(Own, 'b' * 2, 2) or Own.bb", 2),
    "hidden ones too": ("setattr(own, '_' + 'c', 3) or vars(own)['_c']", 3),
    "that is deleted": ("setattr(own, 'd', 4) or delattr(own, 'd') or len(vars(own))", 0),
    "the names of a module": ("sorted(set(vars(torch.optim)) & {'SGD', '_x', 'sgd'})", ["SGD"]),
    "local names": ("sorted(vars())", ["own", "x"]),
}
SOURCE = "import torch\n\n\nclass Own:\n    pass\n"


@pytest.mark.parametrize("expression", REFUSED.values(), ids=REFUSED)
def test_what_leads_out_is_refused(run, expression):
    """By an error that names it, whatever the default."""
    seen = run(expression, GIVEN, source=SOURCE)

    assert seen.raised is not None
    assert seen.raised.kind == "NotForExercises"
    assert "AttributeError" in seen.raised.kinds
    assert seen.raised.message.endswith("leads out of your own code: write it without")


@pytest.mark.parametrize(("expression", "value"), ALLOWED.values(), ids=ALLOWED)
def test_what_is_needed_is_not(run, expression, value):
    """As Python has it."""
    seen = run(f"own = Own()\nreturn {expression}", GIVEN, source=SOURCE)

    assert seen.raised is None
    result = seen.values["result"]
    assert (list(result) if isinstance(value, list) else result) == value


def test_mistakes_are_told_as_by_python(run):
    """A name that is no text, an attribute that is not there."""
    assert run("getattr(x, 1)", GIVEN).raised.kind == "TypeError"
    assert run("getattr(x, 'y' * 2)", GIVEN).raised.kind == "AttributeError"
    assert run("vars(1)", GIVEN).raised.kind == "TypeError"


def test_helper_modules_are_guarded_too(run):
    """And their classes are the submission's own."""
    helper = "class Own:\n    pass\n\n\ndef read(name):\n    return getattr(read, name)\n"
    use = "import helper\nsetattr(helper.Own, 'a' * 2, 1)\n"

    assert run(f"{use}return helper.Own.aa", GIVEN, helper=helper).values["result"] == 1
    seen = run(f"{use}return helper.read('__closure' + '__')", GIVEN, helper=helper)
    assert "'__closure__' leads out" in seen.raised.message
