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
    "by a text that lies about its beginning": "getattr(task, Lying('__glo' + 'bals__'))",
    "by a getter": "import operator; operator.attrgetter('__glo' + 'bals__')(task)",
    "by a getter, further on": "import operator; operator.attrgetter('a.__glo' + 'bals__')",
    "a module's module, by a getter": "import operator, warnings; "
    "operator.attrgetter('filters', 's' + 'ys.mod' + 'ules')(warnings)",
    "a module's module, by a formatter": "import string, warnings; "
    "string.Formatter().get_field('0.s' + 'ys', [warnings], {})",
    "a part of sys": "import contextlib; "
    "type('R', (contextlib.redirect_stdout,), {'_stream': 'modules'})({}).__enter__()",
    "a class that is copied": "import copy; copy.copy(Copied())",
    "by a caller": "import operator; operator.methodcaller('__getattri' + 'bute__', 'a')",
    "by a formatter": "import string; "
    "string.Formatter().get_field('0.__' + 'globals__', [task], {})",
    "a frame, by a formatter": "import string; "
    "string.Formatter().get_field('0.tb_' + 'frame', [1], 1)",
    "as the name of a wrapped function": "import functools; "
    "functools.update_wrapper(Own, task, ['__glo' + 'bals__'])",
    "as the names of a wrapped function": "import functools; "
    "functools.wraps(task, updated=['__glo' + 'bals__'])(Own)",
    "into a class, by a wrapper": "import functools; "
    "functools.update_wrapper(torch.nn.ReLU, Own, ['for' + 'ward'])",
    "into a class, by a parser": "import argparse; "
    "argparse.ArgumentParser().parse_args([], namespace=torch.nn.ReLU)",
    "into a module, by an enum": "import enum; enum.global_enum(Elsewhere)",
    "into a module, by another": "import enum; getattr(enum.IntEnum, '_conv' + 'ert_')",
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
    "two getters": ("__import__('operator').attrgetter('a.b', 'a.b')(Own)", [1, 1]),
    "a getter": ("__import__('operator').attrgetter('a.b')(Own)", 1),
    "a caller": ("__import__('operator').methodcaller('upper')('a')", "A"),
    "a formatter": ("__import__('string').Formatter().format('{0.a.b} {x[0]}', Own, x='c')", "1 c"),
    "a wrapper": ("__import__('functools').wraps(task)(lambda: 0).__name__", "task"),
    "a parser": ("__import__('argparse').ArgumentParser().parse_args([], own) is own", True),
    "local names": ("sorted(vars())", ["own", "x"]),
}
SOURCE = """
import enum

import torch


class Own:
    class a:
        b = 1


class Copied:
    ready = False

    def __new__(cls):
        return torch.Tensor if cls.ready else object.__new__(cls)

    def __getstate__(self):
        Copied.ready = True
        return None, {"max": 2}


class Lying(str):
    def startswith(self, *_):
        return False


class Elsewhere(enum.Enum):
    __module__ = "torch.nn.functional"
    mse_loss = 1
"""


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
