# solution
"""Exercise 03: training models, as we would write it."""

# instead
# """Exercise 03: training models. Read README.md first. When ready: grade exercise03"""
# end

import math  # solution
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader

Criterion = Callable[[Tensor, Tensor], Tensor]
Loader = DataLoader[tuple[Tensor, ...]]


class LinearRegressionModel(nn.Module):
    """Predict weight * x + bias.

    Two parameters and no others: `weight` and `bias`, each of shape (1,), each drawn from the
    standard normal distribution, so that two models made one after the other start at different
    places and torch.manual_seed makes them repeatable. The optimizer of a training loop finds
    both in model.parameters(). The model follows .to(...) and .double() as any other module.

    Example:
        >>> model = LinearRegressionModel()
        >>> [(name, tuple(p.shape)) for name, p in model.named_parameters()]
        [('weight', (1,)), ('bias', (1,))]
        >>> model(torch.zeros(5, 1)).shape
        torch.Size([5, 1])
    """

    def __init__(self) -> None:
        # solution
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1))
        self.bias = nn.Parameter(torch.randn(1))
        # instead
        # # TODO (about four lines): what makes model.parameters() list a tensor?
        # raise NotImplementedError("LinearRegressionModel is yours to write")
        # end

    def forward(self, x: Tensor) -> Tensor:
        """Return weight * x + bias, in the shape of x (1-D or more)."""
        # solution
        return self.weight * x + self.bias
        # instead
        # raise NotImplementedError("LinearRegressionModel is yours to write")
        # end


def train_step(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    criterion: Criterion,
    optimizer: Optimizer,
) -> float:
    """Do the five steps of training once: forward, loss, zero, backward, update.

    The forward pass runs in train mode, in whichever mode the model arrives. Exactly one update,
    by the gradient of this loss alone: gradients left in the model by earlier code do not leak in.
    Works in the dtype it is given (float32 or float64). `inputs` and `targets` stay as they were;
    the model is trained in place; the mode it is left in is free.

    Args:
        criterion: criterion(predictions, targets) gives the mean loss, a 0-dim tensor.
        optimizer: holds the parameters of `model`.

    Returns:
        The loss of the forward pass, from before the update: a float (a 0-dim tensor that does
        not require grad is accepted too).

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> train_step(model, torch.ones(3, 1), torch.zeros(3, 1), nn.MSELoss(), optimizer)
        4.0
        >>> model.weight.item()  # 2 - 0.25 * 4
        1.0
    """
    # solution
    model.train()
    loss = criterion(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
    # instead
    # # TODO (about six lines): when do the gradients of earlier code have to be gone, and who reads
    # # the new ones?
    # raise NotImplementedError("train_step is yours to write")
    # end


def train_one_epoch(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    optimizer: Optimizer,
    device: torch.device,
) -> float:
    """Train once over the loader: one pass and one optimizer step for every batch it yields.

    Every pass runs in train mode, in whichever mode the model arrives, and on `device`: the model
    is moved there in place with model.to, and so is every batch. Gradients left by earlier code,
    or by the batch before, do not leak into a step. Works in the dtype it is given (float32 or
    float64). The loader's tensors stay as they were; the mode the model is left in is free.

    Args:
        loader: yields (inputs, targets); never empty. The last batch may be smaller than the
            others, and with drop_last=True the loader yields fewer samples than its data set has.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`; its state goes on from epoch to epoch.

    Returns:
        The sample-weighted mean loss of the epoch: the sum of (batch loss * batch size), each
        loss taken from the pass that trains, so from before its update, divided by the number of
        samples that the loader yielded. A float (a 0-dim tensor that does not require grad is
        accepted too).

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> data = TensorDataset(torch.ones(3, 1), torch.tensor([[1.0], [1.0], [5.0]]))
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
        >>> loader = DataLoader(data, batch_size=2)
        >>> train_one_epoch(model, loader, nn.MSELoss(), optimizer, torch.device("cpu"))
        6.0
        >>> model.weight.item()  # 0, then 1, then 5: the batch losses were 1 (twice) and 16 (once)
        5.0
    """
    # solution
    model.to(device)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        loss = train_step(model, inputs.to(device), targets.to(device), criterion, optimizer)
        total += loss * len(inputs)  # the criterion averaged over the batch: undo it
        samples += len(inputs)
    return total / samples
    # instead
    # # TODO (about six lines): batches of 4, 4 and 1, how much should each loss count?
    # raise NotImplementedError("train_one_epoch is yours to write")
    # end


def validate(
    model: nn.Module,
    loader: Loader,
    criterion: Criterion,
    device: torch.device,
) -> float:
    """Measure the model's loss over the whole loader, without training it.

    Every pass runs in eval mode, in whichever mode the model arrives, with gradients disabled,
    and on `device`: the model is moved there in place with model.to, and so is every batch.
    Afterwards everything else is as it was: parameters, whether they require grad, the gradients
    stored in them, buffers (batch-norm statistics), the loader's tensors, and autograd, which is
    on again if it was on. Works in the dtype it is given (float32 or float64). The mode that the
    model is left in is free.

    Args:
        loader: yields (inputs, targets); never empty. The last batch may be smaller than the
            others, and with drop_last=True the loader yields fewer samples than its data set has.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.

    Returns:
        The sample-weighted mean loss: the sum of (batch loss * batch size) divided by the number
        of samples that the loader yielded. A float (a 0-dim tensor that does not require grad is
        accepted too).

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> data = TensorDataset(torch.ones(3, 1), torch.tensor([[1.0], [1.0], [4.0]]))
        >>> loader = DataLoader(data, batch_size=2)
        >>> validate(model, loader, nn.MSELoss(), torch.device("cpu"))  # (1 + 1 + 16) / 3
        6.0
    """
    # solution
    model.to(device)
    model.eval()
    total, samples = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            total += criterion(model(inputs), targets).item() * len(inputs)
            samples += len(inputs)
    return total / samples
    # instead
    # # TODO (about eight lines): what besides the weights does a forward pass in train mode change?
    # raise NotImplementedError("validate is yours to write")
    # end


def predict(model: nn.Module, inputs: Tensor) -> Tensor:
    """Return the model's outputs for `inputs`, as they are when the model is used, not trained.

    The pass runs in eval mode, in whichever mode the model arrives, with gradients disabled.
    Parameters, their gradients, buffers and `inputs` stay as they were, and autograd is on again
    afterwards if it was on. The mode that the model is left in is free.

    Returns:
        The outputs, unchanged in shape, dtype and device; the tensor does not require grad.

    Example:
        >>> outputs = predict(nn.Sequential(nn.Dropout(0.5)), torch.ones(2, 2))
        >>> outputs, outputs.requires_grad
        (tensor([[1., 1.],
                [1., 1.]]), False)
    """
    # solution
    model.eval()
    with torch.no_grad():
        outputs: Tensor = model(inputs)
    return outputs
    # instead
    # # TODO (about four lines): would two calls in a row give the same outputs?
    # raise NotImplementedError("predict is yours to write")
    # end


class EarlyStopping:
    """Say when the validation loss has stopped improving.

    Call it with the validation loss once an epoch, then read `early_stop`.

    An epoch improves when val_loss < best_loss - min_delta, strictly: a plateau is no improvement,
    and NaN never is one. The first loss that is not NaN always counts as an improvement. An
    improvement stores the new `best_loss` and sets `counter` back to 0. Any other epoch, one with
    NaN before anything is stored included, adds 1 to `counter` and leaves `best_loss` as it is;
    when `counter` reaches `patience`, `early_stop` becomes True. From then on it stays True, even
    if a later call improves; `counter` and `best_loss` keep following the same rules.

    Args:
        patience: how many epochs in a row without an improvement stop the training, >= 1.
        min_delta: by how much a loss must fall below the best one to improve on it, >= 0.

    Attributes:
        counter: epochs since the last improvement, 0 at first.
        best_loss: loss of the last improvement, None before the first.
        early_stop: whether to stop, False at first.

    Raises:
        ValueError: patience < 1 or min_delta < 0; the message names the argument or its value.

    Example:
        >>> stopper = EarlyStopping(patience=2, min_delta=0.25)
        >>> for loss in [1.0, 0.5, 0.25, 0.375]:
        ...     stopper(loss)
        ...     print(stopper.counter, stopper.best_loss, stopper.early_stop)
        0 1.0 False
        0 0.5 False
        1 0.5 False
        2 0.5 True
    """

    def __init__(self, patience: int = 7, min_delta: float = 0.0) -> None:
        # solution
        if patience < 1:
            raise ValueError(f"patience must be at least 1, got {patience}")
        if min_delta < 0:
            raise ValueError(f"min_delta must not be negative, got {min_delta}")
        self.patience = patience
        self.min_delta = min_delta
        self.counter = 0
        self.best_loss: float | None = None
        self.early_stop = False
        # instead
        # # TODO (about fifteen lines): what do nan < 1.0 and nan > 1.0 give, and 1.0 < 1.0?
        # raise NotImplementedError("EarlyStopping is yours to write")
        # end

    def __call__(self, val_loss: float) -> None:
        """Take note of the validation loss of one more epoch."""
        # solution
        if self._improves(val_loss):
            self.best_loss = val_loss
            self.counter = 0
            return
        self.counter += 1
        if self.counter >= self.patience:
            self.early_stop = True
        # instead
        # raise NotImplementedError("EarlyStopping is yours to write")
        # end

    def _improves(self, val_loss: float) -> bool:  # solution
        if self.best_loss is None:
            return not math.isnan(val_loss)
        return val_loss < self.best_loss - self.min_delta  # False for NaN


def fit(
    model: nn.Module,
    train_loader: Loader,
    val_loader: Loader,
    criterion: Criterion,
    optimizer: Optimizer,
    epochs: int,
    device: torch.device,
    early_stopping: EarlyStopping | None = None,
) -> dict[str, list[float]]:
    """Train the model, validate it after each epoch, and stop early if told to.

    An epoch is one training pass over `train_loader`, under the rules of train_one_epoch, then
    one validation pass over `val_loader`, under the rules of validate: train mode for the first,
    eval mode without gradients for the second, in every epoch; model and batches on `device`.
    The model is trained in place and ends with the weights of the last epoch run.

    Args:
        train_loader: yields (inputs, targets); never empty.
        val_loader: likewise. Nothing is learned from it.
        criterion: criterion(predictions, targets) gives the mean loss of a batch, a 0-dim tensor.
        optimizer: holds the parameters of `model`; its state goes on from epoch to epoch.
        epochs: how many epochs to run at most, >= 1.
        early_stopping: an EarlyStopping, or any object used as one: called with the validation
            loss once an epoch, after which its attribute early_stop is read. If that is true,
            this epoch is the last one, and it is in the history. None: all epochs are run.

    Returns:
        {"train_loss": [...], "val_loss": [...]}: the sample-weighted mean losses that
        train_one_epoch and validate define, one entry in each list for every epoch run. The
        entries are floats, or 0-dim tensors that do not require grad.

    Example:
        >>> from torch.utils.data import TensorDataset
        >>> x = torch.linspace(0.0, 1.0, 50).unsqueeze(1)  # (50, 1)
        >>> line = TensorDataset(x, 0.7 * x + 0.3)
        >>> train, val = DataLoader(line, batch_size=8), DataLoader(line, batch_size=50)
        >>> model = LinearRegressionModel()
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        >>> history = fit(model, train, val, nn.MSELoss(), optimizer, 200, torch.device("cpu"))
        >>> [round(p.item(), 2) for p in model.parameters()], len(history["val_loss"])
        ([0.7, 0.3], 200)
    """
    # solution
    history: dict[str, list[float]] = {"train_loss": [], "val_loss": []}
    for _ in range(epochs):
        history["train_loss"].append(
            train_one_epoch(model, train_loader, criterion, optimizer, device)
        )
        history["val_loss"].append(validate(model, val_loader, criterion, device))
        if early_stopping is not None:
            early_stopping(history["val_loss"][-1])
            if early_stopping.early_stop:
                break
    return history
    # instead
    # # TODO (about ten lines): in which mode does validation leave the model?
    # raise NotImplementedError("fit is yours to write")
    # end
