"""Wrong implementations of move_batch, as students write them."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import torch
from batching import move_batch
from torch import Tensor


def does_not_keep_what_moved(batch: Any, device: torch.device) -> Any:
    """.to() is called, but what it returns is thrown away.

    Does .to() change a tensor, or does it return one?
    """
    if isinstance(batch, Tensor):
        batch.to(device)
        return batch
    if isinstance(batch, tuple):
        return tuple(does_not_keep_what_moved(item, device) for item in batch)
    if isinstance(batch, list):
        return [does_not_keep_what_moved(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: does_not_keep_what_moved(item, device) for key, item in batch.items()}
    return batch


def stays_on_the_cpu(batch: Any, device: torch.device) -> Any:
    """Everything goes to the CPU, wherever the caller wants it.

    Where does your code use its second argument?
    """
    return move_batch(batch, torch.device("cpu"))


def looks_for_a_device_itself(batch: Any, device: torch.device) -> Any:
    """It takes the GPU if there is one, not the device that it is given.

    Who decides about the device, this function or its caller?
    """
    return move_batch(batch, torch.device("cuda" if torch.cuda.is_available() else "cpu"))


def forgets_the_index(batch: Any, device: torch.device) -> Any:
    """Of the device only the type is used: everything goes to the first of its kind.

    Which GPU does torch.device("cuda:1").type name?
    """
    return move_batch(batch, torch.device(device.type))


def moves_single_tensors_alone(batch: Any, device: torch.device) -> Any:
    """Only a batch that is a tensor is moved.

    What does a DataLoader yield over a TensorDataset?
    """
    return batch.to(device) if isinstance(batch, Tensor) else batch


def takes_every_batch_for_a_pair(batch: Any, device: torch.device) -> Any:
    """A batch is unpacked into inputs and targets, whatever it is.

    What comes of a single tensor of two rows, and what of a dict?
    """
    inputs, targets = batch
    return move_batch(inputs, device), move_batch(targets, device)


def moves_the_first_two_alone(batch: Any, device: torch.device) -> Any:
    """Of a tuple only the first two items are moved.

    What if a data set has inputs, masks and targets?
    """
    if isinstance(batch, tuple):
        head = tuple(moves_the_first_two_alone(item, device) for item in batch[:2])
        return head + batch[2:]
    if isinstance(batch, list):
        return [moves_the_first_two_alone(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: moves_the_first_two_alone(item, device) for key, item in batch.items()}
    return move_batch(batch, device)


def forgets_tuples(batch: Any, device: torch.device) -> Any:
    """Tuples are handed on as they are.

    Which collections can a batch be?
    """
    if isinstance(batch, list):
        return [forgets_tuples(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: forgets_tuples(item, device) for key, item in batch.items()}
    return batch if isinstance(batch, tuple) else move_batch(batch, device)


def forgets_lists(batch: Any, device: torch.device) -> Any:
    """Lists are handed on as they are.

    Which collections can a batch be?
    """
    if isinstance(batch, tuple):
        return tuple(forgets_lists(item, device) for item in batch)
    if isinstance(batch, dict):
        return {key: forgets_lists(item, device) for key, item in batch.items()}
    return batch if isinstance(batch, list) else move_batch(batch, device)


def forgets_dicts(batch: Any, device: torch.device) -> Any:
    """Dicts are handed on as they are.

    Which collections can a batch be?
    """
    if isinstance(batch, tuple):
        return tuple(forgets_dicts(item, device) for item in batch)
    if isinstance(batch, list):
        return [forgets_dicts(item, device) for item in batch]
    return batch if isinstance(batch, dict) else move_batch(batch, device)


def goes_one_level_deep(batch: Any, device: torch.device) -> Any:
    """Only the tensors right inside the batch are moved, none that are nested deeper.

    What becomes of a pair whose first item is a dict?
    """

    def moved(item: Any) -> Any:
        return item.to(device) if isinstance(item, Tensor) else item

    if isinstance(batch, tuple):
        return tuple(moved(item) for item in batch)
    if isinstance(batch, list):
        return [moved(item) for item in batch]
    if isinstance(batch, dict):
        return {key: moved(item) for key, item in batch.items()}
    return moved(batch)


def goes_two_levels_deep(batch: Any, device: torch.device, depth: int = 0) -> Any:
    """What is nested more than twice is not moved.

    Which function could move an item that is a batch itself?
    """
    if isinstance(batch, Tensor):
        return batch.to(device)
    if depth == 2:
        return batch
    if isinstance(batch, tuple):
        return tuple(goes_two_levels_deep(item, device, depth + 1) for item in batch)
    if isinstance(batch, list):
        return [goes_two_levels_deep(item, device, depth + 1) for item in batch]
    if isinstance(batch, dict):
        return {k: goes_two_levels_deep(item, device, depth + 1) for k, item in batch.items()}
    return batch


def makes_lists_of_tuples(batch: Any, device: torch.device) -> Any:
    """A tuple comes out as a list.

    What do square brackets around a loop make?
    """
    if isinstance(batch, tuple | list):
        return [makes_lists_of_tuples(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: makes_lists_of_tuples(item, device) for key, item in batch.items()}
    return move_batch(batch, device)


def makes_tuples_of_lists(batch: Any, device: torch.device) -> Any:
    """A list comes out as a tuple.

    Print type(...) of what comes in and of what goes out.
    """
    if isinstance(batch, tuple | list):
        return tuple(makes_tuples_of_lists(item, device) for item in batch)
    if isinstance(batch, dict):
        return {key: makes_tuples_of_lists(item, device) for key, item in batch.items()}
    return move_batch(batch, device)


def returns_a_generator(batch: Any, device: torch.device) -> Any:
    """A tuple comes out as a generator.

    What do round brackets around a loop make?
    """
    if isinstance(batch, tuple):
        return (returns_a_generator(item, device) for item in batch)
    if isinstance(batch, list):
        return [returns_a_generator(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: returns_a_generator(item, device) for key, item in batch.items()}
    return move_batch(batch, device)


def unpacks_tuples_of_one(batch: Any, device: torch.device) -> Any:
    """A tuple or list of one item comes out as that item.

    What will a caller write who expects a tuple?
    """
    if isinstance(batch, tuple | list):
        items = [unpacks_tuples_of_one(item, device) for item in batch]
        return items[0] if len(items) == 1 else type(batch)(items)
    if isinstance(batch, dict):
        return {key: unpacks_tuples_of_one(item, device) for key, item in batch.items()}
    return move_batch(batch, device)


def loops_over_the_keys(batch: Any, device: torch.device) -> Any:
    """Of a dict it returns a list of the keys.

    What do you get if you loop over a dict?
    """
    if isinstance(batch, tuple):
        return tuple(loops_over_the_keys(item, device) for item in batch)
    if isinstance(batch, list | dict):
        return [loops_over_the_keys(item, device) for item in batch]
    return move_batch(batch, device)


def loses_the_keys(batch: Any, device: torch.device) -> Any:
    """Of a dict it returns a list of the values.

    How will the caller find the targets again?
    """
    if isinstance(batch, tuple):
        return tuple(loses_the_keys(item, device) for item in batch)
    if isinstance(batch, list):
        return [loses_the_keys(item, device) for item in batch]
    if isinstance(batch, dict):
        return [loses_the_keys(item, device) for item in batch.values()]
    return move_batch(batch, device)


def makes_texts_of_the_keys(batch: Any, device: torch.device) -> Any:
    """Every key of a dict comes out as a text.

    Is 3 the same key as "3"?
    """
    if isinstance(batch, tuple):
        return tuple(makes_texts_of_the_keys(item, device) for item in batch)
    if isinstance(batch, list):
        return [makes_texts_of_the_keys(item, device) for item in batch]
    if isinstance(batch, dict):
        return {str(key): makes_texts_of_the_keys(item, device) for key, item in batch.items()}
    return move_batch(batch, device)


def drops_what_is_no_tensor(batch: Any, device: torch.device) -> Any:
    """Texts, numbers and None are left out of the result.

    Is the result as long as the batch was?
    """
    kinds = Tensor | tuple | list | dict
    if isinstance(batch, tuple):
        return tuple(drops_what_is_no_tensor(i, device) for i in batch if isinstance(i, kinds))
    if isinstance(batch, list):
        return [drops_what_is_no_tensor(i, device) for i in batch if isinstance(i, kinds)]
    if isinstance(batch, dict):
        items = batch.items()
        return {k: drops_what_is_no_tensor(i, device) for k, i in items if isinstance(i, kinds)}
    return move_batch(batch, device)


def returns_nothing_for_other_things(batch: Any, device: torch.device) -> Any:
    """What is no tensor and no collection comes out as None.

    What does a function return that reaches its end?
    """
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(returns_nothing_for_other_things(item, device) for item in batch)
    if isinstance(batch, list):
        return [returns_nothing_for_other_things(item, device) for item in batch]
    if isinstance(batch, dict):
        return {k: returns_nothing_for_other_things(item, device) for k, item in batch.items()}


def refuses_other_things(batch: Any, device: torch.device) -> Any:
    """What is no tensor and no collection raises an error.

    A batch of pictures comes with their file names. What should become of those?
    """
    if isinstance(batch, tuple):
        return tuple(refuses_other_things(item, device) for item in batch)
    if isinstance(batch, list):
        return [refuses_other_things(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: refuses_other_things(item, device) for key, item in batch.items()}
    if isinstance(batch, Tensor):
        return batch.to(device)
    raise TypeError(f"a {type(batch).__name__} cannot be moved")


def calls_to_on_everything(batch: Any, device: torch.device) -> Any:
    """.to() is called on whatever is no collection.

    Does a text have a device?
    """
    if isinstance(batch, tuple):
        return tuple(calls_to_on_everything(item, device) for item in batch)
    if isinstance(batch, list):
        return [calls_to_on_everything(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: calls_to_on_everything(item, device) for key, item in batch.items()}
    return batch.to(device)


def takes_texts_apart(batch: Any, device: torch.device) -> Any:
    """A text is looped over, letter by letter.

    What else than lists and tuples can one loop over?
    """
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: takes_texts_apart(item, device) for key, item in batch.items()}
    if isinstance(batch, tuple):
        return tuple(takes_texts_apart(item, device) for item in batch)
    if isinstance(batch, Iterable) and not (isinstance(batch, str) and len(batch) == 1):
        return [takes_texts_apart(item, device) for item in batch]
    return batch


def makes_tensors_of_numbers(batch: Any, device: torch.device) -> Any:
    """Numbers come out as tensors.

    Did the caller put a tensor in?
    """
    if isinstance(batch, tuple):
        return tuple(makes_tensors_of_numbers(item, device) for item in batch)
    if isinstance(batch, list):
        return [makes_tensors_of_numbers(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: makes_tensors_of_numbers(item, device) for key, item in batch.items()}
    if isinstance(batch, int | float):
        return torch.tensor(batch, device=device)
    return move_batch(batch, device)


def copies_other_things(batch: Any, device: torch.device) -> Any:
    """What is no tensor and no collection comes out as a copy.

    Is what the caller gets back still the object that was put in?
    """
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(copies_other_things(item, device) for item in batch)
    if isinstance(batch, list):
        return [copies_other_things(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: copies_other_things(item, device) for key, item in batch.items()}
    return deepcopy(batch)


def writes_into_the_list(batch: Any, device: torch.device) -> Any:
    """The items of a list are replaced in the caller's own list.

    Whose list is it that you write into?
    """
    if isinstance(batch, tuple):
        return tuple(writes_into_the_list(item, device) for item in batch)
    if isinstance(batch, list):
        for i, item in enumerate(batch):
            batch[i] = writes_into_the_list(item, device)
        return batch
    if isinstance(batch, dict):
        return {key: writes_into_the_list(item, device) for key, item in batch.items()}
    return move_batch(batch, device)


def writes_into_the_dict(batch: Any, device: torch.device) -> Any:
    """The values of a dict are replaced in the caller's own dict.

    Whose dict is it that you write into?
    """
    if isinstance(batch, tuple):
        return tuple(writes_into_the_dict(item, device) for item in batch)
    if isinstance(batch, list):
        return [writes_into_the_dict(item, device) for item in batch]
    if isinstance(batch, dict):
        for key, item in batch.items():
            batch[key] = writes_into_the_dict(item, device)
        return batch
    return move_batch(batch, device)


def copies_the_outer_collection_alone(batch: Any, device: torch.device) -> Any:
    """The outer list or dict is copied, but those inside it are written into.

    What does a copy of a list of lists share with the original?
    """
    if isinstance(batch, list | dict):
        batch = batch.copy()

    def write(item: Any) -> Any:
        if isinstance(item, list):
            item[:] = [write(each) for each in item]
        elif isinstance(item, dict):
            item.update({key: write(each) for key, each in item.items()})
        elif isinstance(item, tuple):
            item = tuple(write(each) for each in item)
        return item.to(device) if isinstance(item, Tensor) else item

    return write(batch)


def forces_single_precision(batch: Any, device: torch.device) -> Any:
    """Every tensor is made float32, class indices too.

    Which dtype came in, and which goes out?
    """
    if isinstance(batch, tuple):
        return tuple(forces_single_precision(item, device) for item in batch)
    if isinstance(batch, list):
        return [forces_single_precision(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: forces_single_precision(item, device) for key, item in batch.items()}
    return batch.to(device, torch.float32) if isinstance(batch, Tensor) else batch


def moves_floating_tensors_alone(batch: Any, device: torch.device) -> Any:
    """Class indices and masks stay where they were.

    Where should the targets of a classifier be?
    """
    if isinstance(batch, tuple):
        return tuple(moves_floating_tensors_alone(item, device) for item in batch)
    if isinstance(batch, list):
        return [moves_floating_tensors_alone(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: moves_floating_tensors_alone(item, device) for key, item in batch.items()}
    if isinstance(batch, Tensor) and batch.is_floating_point():
        return batch.to(device)
    return batch


def stacks_lists_of_tensors(batch: Any, device: torch.device) -> Any:
    """A list of tensors of one shape comes out as one tensor.

    Who asked for another structure?
    """
    if isinstance(batch, tuple):
        return tuple(stacks_lists_of_tensors(item, device) for item in batch)
    if isinstance(batch, list):
        items = [stacks_lists_of_tensors(item, device) for item in batch]
        tensors = [item for item in items if isinstance(item, Tensor)]
        alike = {(item.shape, item.dtype) for item in tensors}
        return torch.stack(tensors) if len(alike) == 1 and len(tensors) == len(items) else items
    if isinstance(batch, dict):
        return {key: stacks_lists_of_tensors(item, device) for key, item in batch.items()}
    return move_batch(batch, device)


def gives_single_numbers_an_axis(batch: Any, device: torch.device) -> Any:
    """A tensor without axes comes out with one.

    What is the shape of a single number, before and after?
    """
    if isinstance(batch, tuple):
        return tuple(gives_single_numbers_an_axis(item, device) for item in batch)
    if isinstance(batch, list):
        return [gives_single_numbers_an_axis(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: gives_single_numbers_an_axis(item, device) for key, item in batch.items()}
    return torch.atleast_1d(batch.to(device)) if isinstance(batch, Tensor) else batch


def moves_whatever_has_to(batch: Any, device: torch.device) -> Any:
    """Whatever has a method .to is moved, a layer among the batch too, in place.

    What else in torch has a .to, and does it return something new?
    """
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(moves_whatever_has_to(item, device) for item in batch)
    if isinstance(batch, list):
        return [moves_whatever_has_to(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: moves_whatever_has_to(item, device) for key, item in batch.items()}
    return batch


def moves_from_the_cpu_alone(batch: Any, device: torch.device) -> Any:
    """A tensor that is on another device already stays there.

    Is there one other device, or can there be several? And who wants a batch back?
    """
    if isinstance(batch, Tensor) and batch.is_cpu:
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(moves_from_the_cpu_alone(item, device) for item in batch)
    if isinstance(batch, list):
        return [moves_from_the_cpu_alone(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: moves_from_the_cpu_alone(item, device) for key, item in batch.items()}
    return batch


def compares_the_kind_of_device(batch: Any, device: torch.device) -> Any:
    """A tensor counts as moved if it is on a device of the same kind.

    Are cuda:0 and cuda:1 one device?
    """
    if isinstance(batch, Tensor) and batch.device.type != device.type:
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(compares_the_kind_of_device(item, device) for item in batch)
    if isinstance(batch, list):
        return [compares_the_kind_of_device(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: compares_the_kind_of_device(item, device) for key, item in batch.items()}
    return batch


def leaves_empty_tensors(batch: Any, device: torch.device) -> Any:
    """Tensors without elements stay where they are.

    What happens when the next layer meets an empty batch?
    """
    if isinstance(batch, Tensor) and batch.numel():
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(leaves_empty_tensors(item, device) for item in batch)
    if isinstance(batch, list):
        return [leaves_empty_tensors(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: leaves_empty_tensors(item, device) for key, item in batch.items()}
    return batch


def leaves_single_numbers(batch: Any, device: torch.device) -> Any:
    """Tensors without an axis stay where they are.

    What does a loss weight of shape () do beside a loss on another device?
    """
    if isinstance(batch, Tensor) and batch.dim():
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(leaves_single_numbers(item, device) for item in batch)
    if isinstance(batch, list):
        return [leaves_single_numbers(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: leaves_single_numbers(item, device) for key, item in batch.items()}
    return batch


def leaves_parameters(batch: Any, device: torch.device) -> Any:
    """Only plain tensors are moved: a parameter in the batch stays where it is.

    What does type(x) is Tensor say of a tensor that is a parameter?
    """
    if type(batch) is Tensor:
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(leaves_parameters(item, device) for item in batch)
    if isinstance(batch, list):
        return [leaves_parameters(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: leaves_parameters(item, device) for key, item in batch.items()}
    return batch


def leaves_what_requires_grad(batch: Any, device: torch.device) -> Any:
    """Tensors that require grad stay where they are.

    Does .to() lose the gradient of a tensor?
    """
    if isinstance(batch, Tensor) and not batch.requires_grad:
        return batch.to(device)
    if isinstance(batch, tuple):
        return tuple(leaves_what_requires_grad(item, device) for item in batch)
    if isinstance(batch, list):
        return [leaves_what_requires_grad(item, device) for item in batch]
    if isinstance(batch, dict):
        return {key: leaves_what_requires_grad(item, device) for key, item in batch.items()}
    return batch
