"""Modules that other modules have imported, under whatever name: they lead out as by their own."""

import pytest

from grader.submissions.reaching import first_reach


@pytest.mark.parametrize(
    "lines",
    [
        "import enum\nget = enum.bltns.getattr",
        "from enum import bltns",
        "import enum\n\ndef names(module):\n    return module.bltns.getattr\n\nnames(enum)",
        "import re\nre.copyreg.dispatch_table.clear()",
        "import dataclasses\ncode = dataclasses.types.CodeType",
        "import torch\nload = torch.serialization.pickle.Unpickler",
        "import torch\nheld = torch.utils.weakref.getweakrefs",
        "import matplotlib.text\nheld = matplotlib.text.weakref.getweakrefs",
        "import torch\npool = torch.cuda.tunable.concurrent.futures.ThreadPoolExecutor",
        "from torch.utils.data.dataloader import python_multiprocessing",
        "import torch.nn.functional as F\nload = F.torch.hub.load",
        "from torch.ao.quantization.utils import getattr_from_fqn",
    ],
)
def test_a_module_of_another_module_leads_out(lines):
    """It is the same module, and all of it."""
    assert first_reach({"anna.py": lines + "\n"}) is not None


@pytest.mark.parametrize(
    "lines",
    [
        "import torch\ndef f(device: torch.types.Device): pass",
        "import torch\nwindow = torch.signal.windows.hann(5)",
        "import torch.nn.functional as F\nzeros = F.torch.zeros(3)",
        "import torch\nfive = torch.ones(5).numpy().sum()",
        "import types\nsettings = types.SimpleNamespace()",
        "import dataclasses\nkind = dataclasses.types.SimpleNamespace",
        "import weakref\nkept = weakref.WeakKeyDictionary()",
        "import os.path\nos.path.join",
        "class Loop:\n    def __init__(self):\n        self.queue, self.types = [], {}",
    ],
)
def test_a_part_of_the_same_name_does_not(lines):
    """torch has a `types` and a `signal` of its own, and names are free."""
    assert first_reach({"anna.py": lines + "\n"}) is None


@pytest.mark.parametrize(
    "lines",
    [
        "class Lie(*[torch.Tensor]):\n    pass",
        "import dataclasses\nLie = dataclasses.make_dataclass('Lie', [], bases=(torch.Tensor,))",
        "class Made:\n    def __mro_entries__(self, bases):\n        return bases",
    ],
)
def test_bases_that_do_not_stand_there_may_be_tensors(lines):
    """What derives from a tensor may lie about where it is."""
    assert first_reach({"anna.py": f"import torch\n{lines}\n"}) is not None
