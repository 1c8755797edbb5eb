"""What the tests run in a worker: the same on each device, and what comes out different."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

CPU = torch.device("cpu")
DEVICES = "sim:0", "sim:1"  # names: devices that torch does not know yet
DTYPES = torch.float32, torch.float64


def differing(leave: Callable[..., list[torch.Tensor]], *args: Any) -> tuple[str, ...]:
    """Where `leave(device, dtype, *args)` leaves not the very bits that it leaves on the CPU."""
    return tuple(_differing(leave, *args))


def _differing(leave: Callable[..., list[torch.Tensor]], *args: Any) -> Iterator[str]:
    for dtype in DTYPES:
        expected = leave(CPU, dtype, *args)
        for device in map(torch.device, DEVICES):
            actual = leave(device, dtype, *args)
            same = [_is_same(*pair) for pair in zip(expected, actual, strict=True)]
            if not all(same):
                yield f"{device} {dtype}: {same.count(False)} of {len(same)} differ"


def _is_same(expected: torch.Tensor, actual: torch.Tensor) -> bool:
    same_kind = expected.dtype == actual.dtype and expected.shape == actual.shape
    return same_kind and torch.equal(expected.nan_to_num(7.0), actual.nan_to_num(7.0))


def layer_leaves(
    device: torch.device, dtype: torch.dtype, make: Callable[[], nn.Module], *shape: int
) -> list[torch.Tensor]:
    """Outputs in both modes, gradients of weights and inputs, and weights after three steps."""
    torch.manual_seed(1)
    model = make().to(dtype).to(device)
    optimizer = torch.optim.SGD(model.parameters(), 0.1) if list(model.parameters()) else None
    torch.manual_seed(2)
    inputs = torch.randn(*shape, dtype=dtype)
    left = []
    for _ in range(3):
        given = inputs.clone().to(device).requires_grad_()
        output = model.train()(given)
        weights = torch.linspace(0, 1, output.numel(), dtype=dtype, device=device)
        (output.flatten() * weights).sum().backward()
        left += [output, *(p.grad for p in (given, *model.parameters()) if p.grad is not None)]
        left = [tensor.detach().to(CPU, copy=True) for tensor in left]
        if optimizer is not None:
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            left.append(model(given).cpu())
        with torch.inference_mode():
            left.append(model(given).cpu())
    assert {value.device for value in model.state_dict().values()} <= {device}
    return left + [value.detach().cpu() for value in model.state_dict().values()]


def loss_leaves(
    device: torch.device, dtype: torch.dtype, take: Callable[..., torch.Tensor]
) -> list[torch.Tensor]:
    """The loss that `take` makes of given tensors, by their names, and the logits' gradient."""
    torch.manual_seed(3)
    logits = torch.randn(6, 5, dtype=dtype).to(device).requires_grad_()
    loss = take(
        logits,
        classes=torch.randint(5, (6,)).to(device),
        values=torch.randn(6, 5, dtype=dtype).to(device),
        shares=torch.rand(6, 5, dtype=dtype).softmax(1).to(device),
        signs=(torch.randint(2, (6,)) * 2 - 1).to(dtype).to(device),
    )
    loss.sum().backward()
    return [loss.detach().cpu(), logits.grad.cpu()]


def optimizer_leaves(
    device: torch.device, dtype: torch.dtype, make: Callable[..., torch.optim.Optimizer]
) -> list[torch.Tensor]:
    """Losses, weights and the optimizer's state, read back, after five clipped, scheduled steps."""
    torch.manual_seed(0)
    layers = nn.Linear(3, 8), nn.LayerNorm(8), nn.Tanh(), nn.Dropout(0.3), nn.Linear(8, 2)
    model = nn.Sequential(*layers).to(dtype).to(device)
    matrices = [parameter for parameter in model.parameters() if parameter.dim() == 2]
    optimizer = make(matrices)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)
    left = []
    for _ in range(5):
        inputs = torch.randn(6, 3, dtype=dtype).to(device)
        targets = torch.randn(6, 2, dtype=dtype).to(device)

        def closure(inputs=inputs, targets=targets):
            optimizer.zero_grad()
            loss = F.mse_loss(model(inputs), targets)
            loss.backward()
            nn.utils.clip_grad_norm_(matrices, 0.5)
            return loss

        left.append(optimizer.step(closure).detach().cpu())
        scheduler.step()
    again = make(matrices)
    again.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    states = again.state_dict()["state"].values()
    kept = [value for state in states for value in state.values()]
    left += [value.cpu() for value in kept if isinstance(value, torch.Tensor)]
    return left + [value.detach().cpu() for value in model.state_dict().values()]


def amp_leaves(
    device: torch.device,
    dtype: torch.dtype,
    make: Callable[[], nn.Module],
    low: torch.dtype,
    enabled: bool,
) -> list[torch.Tensor]:
    """Training with autocast and a scaler, where one loss is infinite."""
    torch.manual_seed(0)
    model = make().to(device)
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    scaler = torch.amp.GradScaler(device.type, 128.0, growth_interval=2, enabled=enabled)
    left = []
    for step in range(5):
        inputs, classes = torch.randn(6, 3).to(device), torch.randint(3, (6,)).to(device)
        optimizer.zero_grad()
        with torch.autocast(device.type, low):
            outputs = model(inputs)
            loss = F.cross_entropy(outputs, classes) + F.mse_loss(outputs.tanh(), inputs)
        scaler.scale(loss * float("inf") if step == 2 else loss).backward()
        scaler.unscale_(optimizer)
        norm = nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        if enabled or step != 2:
            scaler.step(optimizer)
        scaler.update()
        found = outputs, loss, norm, torch.tensor(scaler.get_scale())
        left += [tensor.detach().cpu() for tensor in found]
    return left + [value.detach().cpu() for value in model.state_dict().values()]


class First(nn.Module):
    """The first thing that a layer returns."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.layer(inputs)[0]


class Packed(First):
    """A recurrent layer over a packed sequence."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        lengths = torch.tensor([5, 5, 3, 2, 2, 2])
        packed = pack_padded_sequence(inputs, lengths, batch_first=True)
        return pad_packed_sequence(self.layer(packed)[0], batch_first=True)[0]


class Starting(First):
    """A recurrent layer that is given its first hidden state."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = torch.ones(1, inputs.shape[0], 4, dtype=inputs.dtype, device=inputs.device)
        is_lstm = isinstance(self.layer, nn.LSTM)
        return self.layer(inputs, (hidden, hidden) if is_lstm else hidden)[0]


class OverTime(First):
    """A cell, step by step."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = None
        for step in inputs.unbind(1):
            hidden = self.layer(step, hidden)
        return hidden[0] if isinstance(hidden, tuple) else hidden


class Indexed(First):
    """A table of embeddings, looked up by what the inputs are rounded to."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        rows = (inputs * 3).abs().long() % 7
        return self.layer(rows[..., 0] if isinstance(self.layer, nn.EmbeddingBag) else rows)


class Attending(nn.Module):
    """A sequence that attends to itself."""

    def __init__(self, need_weights: bool, **kwargs: Any) -> None:
        super().__init__()
        self.layer = nn.MultiheadAttention(4, 2, batch_first=True, **kwargs)
        self.need_weights = need_weights

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        output, weights = self.layer(inputs, inputs, inputs, need_weights=self.need_weights)
        return output if weights is None else output + weights.sum()


class Dotting(nn.Module):
    """Attention as one function."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__()
        self.layer, self.kwargs = nn.Linear(4, 4), kwargs

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        queries = self.layer(inputs)[:, None]
        return F.scaled_dot_product_attention(queries, queries, queries, **self.kwargs)


class Twice(nn.Module):
    """A layer of two arguments that is given one thing as both."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.layer(inputs, inputs)
