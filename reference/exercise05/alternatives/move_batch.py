"""Correct implementations of move_batch, written differently."""

from collections.abc import Mapping
from functools import partial, singledispatch
from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_flatten, tree_map, tree_unflatten


def keeps_the_type_of_the_collection(batch: Any, device: torch.device) -> Any:
    """Calls the collection's own type, without waiting for the copy."""
    if torch.is_tensor(batch):
        return batch.to(device=device, non_blocking=True)
    if isinstance(batch, (list, tuple)):
        return type(batch)(keeps_the_type_of_the_collection(item, device) for item in batch)
    if isinstance(batch, Mapping):
        return {k: keeps_the_type_of_the_collection(v, device) for k, v in batch.items()}
    return batch


def matches_patterns(batch: Any, device: torch.device) -> Any:
    """Tells the kinds of batches apart by match, and unpacks."""
    match batch:
        case Tensor():
            return torch.as_tensor(batch, device=device)
        case tuple():
            return (*[matches_patterns(item, device) for item in batch],)
        case list():
            return list(map(partial(matches_patterns, device=device), batch))
        case dict():
            moved = [matches_patterns(item, device) for item in batch.values()]
            return dict(zip(batch, moved, strict=True))
        case _:
            return batch


def maps_over_a_tree(batch: Any, device: torch.device) -> Any:
    """Lets torch's own trees do the walking."""
    return tree_map(lambda leaf: leaf.to(device) if isinstance(leaf, Tensor) else leaf, batch)


def flattens_and_unflattens(batch: Any, device: torch.device) -> Any:
    """Takes all leaves out, moves them, and puts them back."""
    leaves, structure = tree_flatten(batch)
    for i, leaf in enumerate(leaves):
        if isinstance(leaf, Tensor) and leaf.device != device:
            leaves[i] = leaf.to(device, copy=True)
    return tree_unflatten(leaves, structure)


def copies_and_then_writes(batch: Any, device: torch.device) -> Any:
    """Copies each list and dict, and writes the moved items into the copy."""
    if hasattr(batch, "to") and hasattr(batch, "device"):
        return batch.to(device)
    if type(batch) is tuple:
        return tuple(copies_and_then_writes(list(batch), device))
    if type(batch) is list:
        batch = batch[:]
        for i in range(len(batch)):
            batch[i] = copies_and_then_writes(batch[i], device)
    elif type(batch) is dict:
        batch = dict(batch)
        for key in batch:
            batch[key] = copies_and_then_writes(batch[key], device)
    return batch


def always_makes_new_tensors(batch: Any, device: torch.device) -> Any:
    """Makes an empty tensor on the device and copies the numbers over."""
    if isinstance(batch, Tensor):
        moved = torch.empty_like(batch, device=device)
        return moved.copy_(batch)
    if isinstance(batch, tuple):
        return tuple([always_makes_new_tensors(item, device) for item in batch])
    if isinstance(batch, list):
        moved_items = []
        for item in batch:
            moved_items.append(always_makes_new_tensors(item, device))
        return moved_items
    if isinstance(batch, dict):
        moved_values = {}
        for key in batch.keys():
            moved_values[key] = always_makes_new_tensors(batch[key], device)
        return moved_values
    return batch


def dispatches_on_the_type(batch: Any, device: torch.device) -> Any:
    """Has a function for each type."""

    @singledispatch
    def move(item: Any) -> Any:
        return item

    move.register(Tensor, lambda item: item.to(device))
    move.register(tuple, lambda items: tuple(map(move, items)))
    move.register(list, lambda items: [*map(move, items)])
    move.register(dict, lambda items: {key: move(item) for key, item in items.items()})
    return move(batch)
