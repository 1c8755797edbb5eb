# solution
"""Exercise 13: any device. The reference."""

# instead
# """Exercise 13: any device. Read README.md first. When ready: grade exercise13"""
# end

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = DataLoader[tuple[Tensor, ...]]
MakeOptimizer = Callable[[Iterable[nn.Parameter]], Optimizer]


def pick_device(preferred: str | torch.device | None = None) -> torch.device:
    """Return the device to compute on: the one that is asked for, or the best guess.

    With a preference it is that device, its index included, and no other: it is neither replaced by
    a faster one nor by one that works. A device without an index, such as "cuda", may come back
    with the index 0. Torch's settings, its default device among them, stay as they were.

    Args:
        preferred: a text such as "cpu" or "cuda:1", or a torch.device. Without it: CUDA if it is
            available (any index), else the CPU, whatever other accelerators there are.

    Raises:
        RuntimeError: the preferred device cannot be used: there is no such device on this machine
            ("mps" on most, "cuda" on many, "gpu" on all), or none with that index. The message
            names it.

    Example:
        >>> pick_device("cpu")
        device(type='cpu')
    """
    # solution
    if preferred is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(preferred)
        torch.zeros(1, device=device)  # the one question that every kind of device answers
    except (RuntimeError, AssertionError) as error:  # AssertionError: torch was built without it
        raise RuntimeError(f"the device {preferred!s} cannot be used: {error}") from error
    return device
    # instead
    # # TODO (about eight lines): how do you find out that a device works, without a list of kinds?
    # raise NotImplementedError("pick_device is yours to write")
    # end


def train_on_device(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    make_optimizer: MakeOptimizer,
    epochs: int,
    device: torch.device,
) -> list[float]:
    """Move a model to a device, make an optimizer for it there, and train.

    First the model is moved, in place with model.to; then the optimizer is made, once, by
    make_optimizer(params) with the parameters of `model`; then it is trained for `epochs` epochs.
    An epoch is one pass over the loader with one optimizer step for every batch. Every batch is
    moved to `device`, and everything is computed there. On another device the same run gives the
    same losses and weights, up to rounding.

    Every pass runs in train mode, in whichever mode the model arrives. Gradients that the model
    arrives with, or that the batch before has left, do not leak into a step. Works in the dtype it
    is given (float32 or float64). `model` itself is trained, and is on `device` afterwards; in
    which mode is free. The loader's tensors stay as they were, and where they were.

    Args:
        loader: yields (inputs, targets), wherever they are; never empty. The last batch may be
            smaller, and not every sample of the data set has to come.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.
        make_optimizer: takes an iterable of parameters, returns a torch.optim optimizer over them.
        epochs: how many, >= 1.
        device: where to train, such as torch.device("cuda:1").

    Returns:
        The sample-weighted mean loss of each epoch, measured on its training passes: a list of
        `epochs` floats (0-dim tensors that do not require grad are accepted too). Each is the sum
        over batches of (batch mean · batch size), divided by the number of samples that came.

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> loader = DataLoader(TensorDataset(torch.ones(4, 1), torch.ones(4, 1)), batch_size=4)
        >>> make_optimizer = lambda params: torch.optim.SGD(params, lr=0.25)
        >>> train_on_device(model, loader, nn.MSELoss(), make_optimizer, 3, torch.device("cpu"))
        [1.0, 0.25, 0.0625]
    """
    # solution
    model.to(device)
    optimizer = make_optimizer(model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            loss = criterion(model(inputs.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            samples += len(inputs)
        losses.append(total / samples)
    return losses
    # instead
    # # TODO (about fifteen lines): which of these lines need to know the device?
    # raise NotImplementedError("train_on_device is yours to write")
    # end


def predict_on_device(model: nn.Module, inputs: Tensor, device: torch.device) -> Tensor:
    """Compute a model's predictions on a device, and return them on the CPU.

    The model is moved to `device`, in place with model.to, and is there afterwards; its inputs are
    moved there too. The pass runs in eval mode, in whichever mode the model arrives, and with
    gradients disabled: none are recorded. Afterwards they are enabled again, if they were.

    Apart from its place and its mode, which is free, the model stays as it was: parameters,
    gradients and buffers. `inputs` stays as it was, and where it was.

    Args:
        inputs: a batch, (N, ...), on any device; float32 or float64, as the model is.
        device: where to compute, such as torch.device("cuda:1").

    Returns:
        What the model predicts, in its shape and dtype, on the CPU. It does not require grad.

    Example:
        >>> model = nn.Sequential(nn.Linear(1, 1, bias=False), nn.Dropout(0.5))
        >>> _ = nn.init.constant_(model[0].weight, 3.0)
        >>> predict_on_device(model, torch.tensor([[1.0], [2.0]]), torch.device("cpu"))
        tensor([[3.],
                [6.]])
    """
    # solution
    model.to(device)
    model.eval()
    with torch.no_grad():
        predictions: Tensor = model(inputs.to(device))
    return predictions.cpu()
    # instead
    # # TODO (about four lines): how many moves are there, and in which directions?
    # raise NotImplementedError("predict_on_device is yours to write")
    # end


def state_to_cpu(model: nn.Module) -> dict[str, Tensor]:
    """Copy a model's state to the CPU, and leave the model where it is.

    The copies are independent: what happens to the model later does not change them, nor the other
    way round. That holds on every device, also for a model that is on the CPU already. The model
    stays as it was: where it is, its parameters, gradients and buffers.

    Args:
        model: on any device.

    Returns:
        A dict with the same keys as model.state_dict(), all parameters and the buffers that belong
        to it, that load_state_dict takes. Each tensor has the values, shape and dtype of the
        model's, is on the CPU, and hangs on no graph.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 3.0)
        >>> state = state_to_cpu(model)
        >>> _ = nn.init.zeros_(model.weight)
        >>> state
        {'weight': tensor([[3.]])}
    """
    # solution
    # On the CPU .cpu() returns the model's own tensor; on another device clone() stays there.
    return {name: tensor.cpu().clone() for name, tensor in model.state_dict().items()}
    # instead
    # # TODO (one line): when does .cpu() make a copy, and when does it not?
    # raise NotImplementedError("state_to_cpu is yours to write")
    # end
