"""Every operator makes the mistake that it says, and leaves the rest of the text as it was.

Each case is a module with a task `f`, and what the operator makes of it, one text a mutant.
"""

from textwrap import dedent

import pytest

from grader.mutation import OPERATORS
from grader.mutation.code import Code, applied
from grader.mutation.part import part_of

STEP = """\
def f(loader):
    for x in loader:
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""

CASES = [
    # The training loop
    ("drop-zero-grad", STEP, [STEP.replace("        optimizer.zero_grad()\n", "")]),
    (
        "drop-zero-grad",
        "def f(p):\n    p.grad = None\n    p.grad.zero_()\n",
        ["def f(p):\n    p.grad = None\n", "def f(p):\n    p.grad.zero_()\n"],
    ),
    (
        "zero-grad-before-step",
        STEP,
        [
            """\
            def f(loader):
                for x in loader:
                    loss.backward()
                    optimizer.zero_grad()
                    optimizer.step()
            """
        ],
    ),
    (
        "zero-grad-after-step",
        STEP,
        [
            """\
            def f(loader):
                for x in loader:
                    loss.backward()
                    optimizer.step()
                    optimizer.zero_grad()
            """
        ],
    ),
    (
        "zero-grad-once",
        STEP,
        [
            """\
            def f(loader):
                optimizer.zero_grad()
                for x in loader:
                    loss.backward()
                    optimizer.step()
            """
        ],
    ),
    ("drop-backward", STEP, [STEP.replace("        loss.backward()\n", "")]),
    ("drop-step", STEP, [STEP.replace("        optimizer.step()\n", "")]),
    (
        "swap-step-and-backward",
        STEP,
        [
            """\
            def f(loader):
                for x in loader:
                    optimizer.zero_grad()
                    optimizer.step()
                    loss.backward()
            """
        ],
    ),
    (
        "step-after-loop",
        STEP,
        [
            """\
            def f(loader):
                for x in loader:
                    optimizer.zero_grad()
                    loss.backward()
                optimizer.step()
            """
        ],
    ),
    (
        "step-in-loop",
        "def f(loader):\n    for x in loader:\n        train(x)\n    scheduler.step()\n",
        ["def f(loader):\n    for x in loader:\n        train(x)\n        scheduler.step()\n"],
    ),
    ("skip-last-batch", STEP, [STEP.replace("in loader", "in list(loader)[:-1]")]),
    ("use-first-only", STEP, [STEP.replace("in loader", "in list(loader)[:1]")]),
    (
        "use-first-only",
        "def f(xs, n):\n    return [x for x in xs for _ in range(n)]\n",
        ["def f(xs, n):\n    return [x for x in list(xs)[:1] for _ in range(n)]\n"],
    ),
    (
        "drop-weighting",
        "def f(x):\n    total += loss * len(x)\n    count += len(x)\n",
        [
            "def f(x):\n    total += loss\n    count += 1\n",
            "def f(x):\n    total += loss\n    count += len(x)\n",
        ],
    ),
    ("drop-weighting", "f = lambda x: x.size(0) * (a + b)", ["f = lambda x: a + b"]),
    (
        "count-batches",
        "def f(x):\n    count += x.shape[0]\n",
        ["def f(x):\n    count += 1\n"],
    ),
    (
        "record-after-update",
        "def f(n):\n    for _ in n:\n        losses.append(loss)\n        w = w - loss\n",
        ["def f(n):\n    for _ in n:\n        w = w - loss\n        losses.append(loss)\n"],
    ),
    (
        "reset-in-loop",
        "def f(n):\n    total, kept = 0.0, []\n    for x in n:\n        total += x\n",
        ["def f(n):\n    for x in n:\n        total, kept = 0.0, []\n        total += x\n"],
    ),
    # Modes
    ("drop-train", "def f(m):\n    m.train()\n    g(m)\n", ["def f(m):\n    g(m)\n"]),
    ("drop-eval", "def f(m):\n    m.eval()\n", ["def f(m):\n    pass\n"]),
    ("eval-for-train", "def f(m):\n    m.train()\n", ["def f(m):\n    m.eval()\n"]),
    ("train-for-eval", "def f(m):\n    m.eval()\n", ["def f(m):\n    m.train()\n"]),
    (
        "set-mode-once",
        "def f(m):\n    for x in xs:\n        m.train()\n        step(x)\n",
        ["def f(m):\n    m.train()\n    for x in xs:\n        step(x)\n"],
    ),
    (
        "drop-no-grad",
        "def f(m):\n    with torch.no_grad():  # fast\n        a()\n\n        b()\n    c()\n",
        ["def f(m):\n    a()\n\n    b()\n    c()\n"],
    ),
    (
        "drop-no-grad",
        "@torch.no_grad()\ndef f(m):\n    with kept(m), torch.no_grad():\n        a()\n",
        [
            "@torch.no_grad()\ndef f(m):\n    with kept(m):\n        a()\n",
            "def f(m):\n    with kept(m), torch.no_grad():\n        a()\n",
        ],
    ),
    (
        "leave-gradients-off",
        "def f(m):\n    with torch.no_grad():\n        a()\n",
        ["def f(m):\n    torch.set_grad_enabled(False)\n    a()\n"],
    ),
    (
        "drop-context",
        "def f(m):\n    with autocast(m), open(m) as file:\n        a()\n",
        ["def f(m):\n    with open(m) as file:\n        a()\n"],
    ),
    ("drop-decorator", "@cached\ndef f(m):\n    a()\n", ["def f(m):\n    a()\n"]),
    # Devices
    (
        "drop-device-move",
        "def f(m, x, device):\n    m.to(device)\n    return m(x.to(device)).cpu().to(x.dtype)\n",
        [
            "def f(m, x, device):\n    m.to(device)\n    return m(x.to(device)).to(x.dtype)\n",
            "def f(m, x, device):\n    return m(x.to(device)).cpu().to(x.dtype)\n",
            "def f(m, x, device):\n    m.to(device)\n    return m(x).cpu().to(x.dtype)\n",
        ],
    ),
    (
        "drop-device-argument",
        "def f(x, device):\n    return torch.zeros(3, device=device) + x.to(device=device)\n",
        ["def f(x, device):\n    return torch.zeros(3) + x.to(device=device)\n"],
    ),
    (
        "lose-device-index",
        "def f(x, device):\n    return g(x.to(device), device=device), h(x.device)\n",
        [
            "def f(x, device):\n    return g(x.to(device), device=device.type), h(x.device)\n",
            "def f(x, device):\n    return g(x.to(device.type), device=device), h(x.device)\n",
        ],
    ),
    (
        "hard-code-cpu",
        "def f(x, source, target_device):\n    return x.to(self.device), x.to(target_device)\n",
        [
            'def f(x, source, target_device):\n    return x.to("cpu"), x.to(target_device)\n',
            'def f(x, source, target_device):\n    return x.to(self.device), x.to("cpu")\n',
        ],
    ),
    (
        "move-model-back",
        "def f(m, x, device):\n    m.to(device)\n    if x:\n        return x\n    return h(x)\n",
        [
            """\
            def f(m, x, device):
                m.to(device)
                if x:
                    m.cpu()
                    return x
                m.cpu()
                return h(x)
            """
        ],
    ),
    (
        "move-model-back",
        "def f(m, device):\n    m = m.to(device)\n    def g(x):\n        return x\n    g(m)\n",
        [
            """\
            def f(m, device):
                m = m.to(device)
                def g(x):
                    return x
                g(m)
                m.cpu()
            """
        ],
    ),
    (
        "bring-outputs-back",
        "def f(m, x, device):\n    m.to(device)\n    return loss(m(x), m(m(x)))\n",
        [
            "def f(m, x, device):\n    m.to(device)\n    return loss(m(x).cpu(), m(m(x)))\n",
            "def f(m, x, device):\n    m.to(device)\n    return loss(m(x), m(m(x)).cpu())\n",
            "def f(m, x, device):\n    m.to(device)\n    return loss(m(x), m(m(x).cpu()))\n",
        ],
    ),
    # Tensors
    (
        "drop-copy",
        "def f(x):\n    return x.clone(), copy.deepcopy(x)\n",
        ["def f(x):\n    return x, copy.deepcopy(x)\n", "def f(x):\n    return x.clone(), x\n"],
    ),
    (
        "drop-detach",
        "def f(x):\n    return (x + 1).detach().mean()\n",
        ["def f(x):\n    return (x + 1).mean()\n"],
    ),
    (
        "drop-cast",
        "def f(x):\n    return x.double(), x.to(torch.int64), float(x)\n",
        [
            "def f(x):\n    return x, x.to(torch.int64), float(x)\n",
            "def f(x):\n    return x.double(), x, float(x)\n",
        ],
    ),
    ("drop-shape-change", "f = lambda x: g(x.unsqueeze(1))", ["f = lambda x: g(x)"]),
    (
        "change-reduction",
        'f = lambda x: x.sum() + max(x) + g(x, reduction="mean")',
        [
            'f = lambda x: x.mean() + max(x) + g(x, reduction="mean")',
            'f = lambda x: x.sum() + min(x) + g(x, reduction="mean")',
            'f = lambda x: x.sum() + max(x) + g(x, reduction="sum")',
        ],
    ),
    (
        "drop-function",
        "f = lambda a, b: torch.abs(a - b).sum()",
        ["f = lambda a, b: torch.abs(a - b)", "f = lambda a, b: (a - b).sum()"],
    ),
    (
        "not-in-place",
        "def f(p, lr):\n    p.mul_(lr)\n    p -= lr if lr else 1\n    total += 1\n",
        [
            "def f(p, lr):\n    p.mul(lr)\n    p -= lr if lr else 1\n    total += 1\n",
            "def f(p, lr):\n    p.mul_(lr)\n    p = p - (lr if lr else 1)\n    total += 1\n",
        ],
    ),
    (
        "in-place",
        "def f(x, y):\n    total = x - (y + 1)\n    return x.abs() + total.abs()\n",
        [
            "def f(x, y):\n    total = x.sub_(y + 1)\n    return x.abs() + total.abs()\n",
            "def f(x, y):\n    total = x - (y.add_(1))\n    return x.abs() + total.abs()\n",
            "def f(x, y):\n    total = x - (y + 1)\n    return x.abs_() + total.abs()\n",
        ],
    ),
    (
        "lose-dtype",
        "import torch\nf = lambda x: x.new_zeros(3)",
        ["import torch\nf = lambda x: torch.zeros(3)"],
    ),
    # Errors
    (
        "drop-error",
        "def f(n):\n    if n < 1:\n        raise ValueError(n)\n    return n\n",
        ["def f(n):\n    return n\n"],
    ),
    (
        "change-error",
        "def f(n):\n    raise ValueError(n)\n",
        ["def f(n):\n    raise TypeError(n)\n"],
    ),
    # Defaults
    (
        "change-default",
        "def f(a, n=7, *, on=True, x=0.0): ...",
        [
            "def f(a, n=8, *, on=True, x=0.0): ...",
            "def f(a, n=6, *, on=True, x=0.0): ...",
            "def f(a, n=14, *, on=True, x=0.0): ...",
            "def f(a, n=7, *, on=False, x=0.0): ...",
            "def f(a, n=7, *, on=True, x=1.0): ...",
        ],
    ),
    (
        "drop-default",
        "def f(n: int = 7, *, x=None): ...",
        ["def f(n: int, *, x=None): ...", "def f(n: int = 7, *, x): ..."],
    ),
    # Comparisons
    ("change-strictness", "f = lambda a: a < 1 >= b", ["f = lambda a: a <= 1 >= b",
                                                       "f = lambda a: a < 1 > b"]),
    ("turn-comparison", "f = lambda a: a is  not b", ["f = lambda a: a is b"]),
    ("compare-equal", "f = lambda a: a >= b", ["f = lambda a: a == b"]),
    (
        "negate-condition",
        "f = lambda a: [x for x in a if not x or x.y] if not a else 1",
        [
            "f = lambda a: [x for x in a if not x or x.y] if a else 1",
            "f = lambda a: [x for x in a if not (not x or x.y)] if not a else 1",
        ],
    ),
    ("always-true", "def f(a):\n    if a: g()\n", ["def f(a):\n    if True: g()\n"]),
    ("swap-and-or", "f = lambda a, b: a and b", ["f = lambda a, b: (a or b)"]),
    (
        "drop-condition",
        "f = lambda a, b: a and (b or c)",
        [
            "f = lambda a, b: b or c",
            "f = lambda a, b: a",
            "f = lambda a, b: a and (c)",
            "f = lambda a, b: a and (b)",
        ],
    ),
    (
        "drop-condition",
        "f = lambda a: a and (b or c) and d",
        [
            "f = lambda a: ((b or c) and d)",
            "f = lambda a: (a and d)",
            "f = lambda a: (a and (b or c))",
            "f = lambda a: a and (c) and d",
            "f = lambda a: a and (b) and d",
        ],
    ),
    # Numbers
    (
        "off-by-one",
        "def f(n):\n    for i in range(n):\n        g(i, 3)\n",
        [
            "def f(n):\n    for i in range(n + 1):\n        g(i, 3)\n",
            "def f(n):\n    for i in range(n - 1):\n        g(i, 3)\n",
            "def f(n):\n    for i in range(1, n):\n        g(i, 3)\n",
            "def f(n):\n    for i in range(n):\n        g(i, 4)\n",
            "def f(n):\n    for i in range(n):\n        g(i, 2)\n",
        ],
    ),
    (
        "alter-constant",
        "f = lambda: (0.5, True, 0.0, 10)",
        [
            "f = lambda: (1.0, True, 0.0, 10)",
            "f = lambda: (0.25, True, 0.0, 10)",
            "f = lambda: (0.5, False, 0.0, 10)",
            "f = lambda: (0.5, True, 1.0, 10)",
            "f = lambda: (0.5, True, 0.0, 20)",
        ],
    ),
    ("drop-minus", "f = lambda x: 2 * -(x + 1)", ["f = lambda x: 2 * (x + 1)"]),
    (
        "change-arithmetic",
        "f = lambda a, b: (a + b) * a",
        ["f = lambda a, b: (a + b) / a", "f = lambda a, b: (a - b) * a"],
    ),
    ("swap-operands", "f = lambda a, b: a - b - 1", ["f = lambda a, b: 1 - (a - b)",
                                                     "f = lambda a, b: b - a - 1"]),
    ("drop-operand", "f = lambda a, b: a * b", ["f = lambda a, b: a", "f = lambda a, b: b"]),
    ("overwrite", "def f(a):\n    n += a\n", ["def f(a):\n    n = a\n"]),
    ("change-update", "def f(a):\n    n *= a\n", ["def f(a):\n    n /= a\n"]),
    ("round-off", "f = lambda a, b: a / b", ["f = lambda a, b: a // b"]),
    # Arguments and items
    (
        "drop-keyword",
        "f = lambda x: x.sum(0, keepdim=True, dtype=x.dtype)",
        ["f = lambda x: x.sum(0, dtype=x.dtype)", "f = lambda x: x.sum(0, keepdim=True)"],
    ),
    ("drop-argument", "f = lambda x: x.sum(0) + g(x)", ["f = lambda x: x.sum() + g(x)"]),
    ("swap-bound", "f = lambda x: x.clamp(min=0)", ["f = lambda x: x.clamp(max=0)"]),
    ("swap-arguments", "f = lambda a, b: g(a, b, b)", ["f = lambda a, b: g(b, a, b)"]),
    (
        "swap-items",
        "f = lambda a, b: (a, b, {1: a, 2: b}, [0, 0.0])",
        [
            "f = lambda a, b: (b, a, {1: a, 2: b}, [0, 0.0])",
            "f = lambda a, b: (a, {1: a, 2: b}, b, [0, 0.0])",
            "f = lambda a, b: (a, b, [0, 0.0], {1: a, 2: b})",
            "f = lambda a, b: (a, b, {1: b, 2: a}, [0, 0.0])",
        ],
    ),
    (
        "drop-item",
        "f = [\n    1,  # one\n    2,\n]\n",
        ["f = [\n    2,\n]\n", "f = [\n    1,  # one\n]\n"],
    ),
    ("drop-item", 'f = {"a": 1, "b": 2}', ['f = {"b": 2}', 'f = {"a": 1}']),
    # Statements
    (
        "return-early",
        "def f(n):\n    for x in n:\n        g(x)\n    return n\n",
        ["def f(n):\n    for x in n:\n        g(x)\n        return n\n    return n\n"],
    ),
    (
        "drop-statement",
        "def f(x):\n    y = g(x)\n    x = h(y)\n    self.x = x\n    return y\n",
        [
            "def f(x):\n    y = g(x)\n    self.x = x\n    return y\n",
            "def f(x):\n    y = g(x)\n    x = h(y)\n    return y\n",
        ],
    ),
    (
        "drop-branch",
        "def f(x):\n    if x is None:\n        return\n    if x: a()\n    else: b()\n",
        ["def f(x):\n    if x: a()\n    else: b()\n"],
    ),
    (
        "break-for-continue",
        "def f(n):\n    for x in n:\n        continue\n",
        ["def f(n):\n    for x in n:\n        break\n"],
    ),
    (
        "continue-for-break",
        "def f(n):\n    for x in n:\n        break\n",
        ["def f(n):\n    for x in n:\n        continue\n"],
    ),
    (
        "drop-finally",
        "def f(m):\n    try:\n        a()\n    finally:\n        b()\n    c()\n",
        ["def f(m):\n    a()\n    b()\n    c()\n"],
    ),
    (
        "share-state",
        "class f:\n    def __init__(self):\n        self.n = 0\n        self.all: list = []\n",
        ["class f:\n    all = []\n    def __init__(self):\n        self.n = 0\n"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), CASES, ids=[case[0] for case in CASES])
def test_what_it_makes(name, before, after):
    """The mutants of an operator are these, and no others."""
    operator = next(each for each in OPERATORS if each.name == name)

    made = [applied(before, edits) for edits in operator.edits(part_of(Code(before), "f"))]

    assert made == [dedent(text) for text in after]


def test_every_operator_is_shown():
    """No operator is without a case."""
    assert {case[0] for case in CASES} == {operator.name for operator in OPERATORS}


def test_claims_are_sentences():
    """What is wrong with a mutant is said in one line that ends with a full stop."""
    claims = [operator.claim for operator in OPERATORS]

    assert [claim for claim in claims if "\n" in claim or not claim.endswith(".")] == []
