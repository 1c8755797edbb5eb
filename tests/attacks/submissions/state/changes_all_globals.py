"""Change every setting of torch, numpy and Python that outlives a call, at import and in calls.

Task: exercise03/predict
"""

import builtins
import decimal
import gc
import locale
import logging
import os
import sys
import warnings

import numpy as np
import torch


def change():
    torch.set_default_device("meta")
    torch.set_default_dtype(torch.float16)
    torch.set_printoptions(precision=0, threshold=0)
    torch.use_deterministic_algorithms(True)
    torch._C._InferenceMode(True)
    torch.set_autocast_enabled("cpu", True)
    torch.set_flush_denormal(True)
    torch.nn.modules.module.register_module_forward_hook(lambda *_: torch.zeros(1))
    torch.autograd.set_grad_enabled(False)
    np.seterr(all="raise")
    np.set_printoptions(threshold=0)
    decimal.getcontext().prec = 1
    sys.setrecursionlimit(60)
    sys.set_int_max_str_digits(640)
    sys.setswitchinterval(1e-9)
    warnings.simplefilter("error")
    logging.disable()
    gc.disable()
    os.environ.clear()
    os.chdir("/")
    os.umask(0o777)
    locale.setlocale(locale.LC_ALL, "C")
    sys.stdout = sys.stderr = None
    sys.path.clear()
    builtins.print = builtins.open = builtins.len = None


def predict(model, inputs):
    change()
    return 0.0


change()
