"""Tensors of two devices meet where CUDA lets them, and are refused in its words where not."""

import pytest

X = "x = torch.ones(2, 3, device=device)"
TWO = "Expected all tensors to be on the same device, but found at least two devices, sim:0 and {}!"
ONE = (
    "Expected all tensors to be on the same device, but got {} is on {}, different from other "
    "tensors on {} (when checking argument in method wrapper_CUDA_{})"
)
CASES = {
    "x + torch.ones(2, 3)": TWO.format("cpu"),
    "torch.ones(2, 3).add_(x)": TWO.format("cpu"),
    "x == torch.ones(2, 3)": TWO.format("cpu"),
    "torch.clamp(x, torch.zeros(2, 3))": TWO.format("cpu"),
    "torch.allclose(x, torch.ones(2, 3))": TWO.format("cpu"),
    "torch.addcmul(x, torch.tensor(1.0), torch.tensor(1.0))": "Trying to pass too many CPU scalars "
    "to non-CPU kernel!",
    "torch.add(torch.ones(2), 1, out=x)": TWO.format("cpu"),
    "x + torch.ones(2, 3, device='sim:1')": TWO.format("sim:1"),
    "x + torch.tensor(1.0, device='sim:1')": TWO.format("sim:1"),
    "F.mse_loss(x, torch.ones(2, 3))": TWO.format("cpu"),
    "F.l1_loss(x, torch.ones(2, 3))": TWO.format("cpu"),
    "F.smooth_l1_loss(x, torch.ones(2, 3))": TWO.format("cpu"),
    "F.huber_loss(x, torch.ones(2, 3))": TWO.format("cpu"),
    "F.binary_cross_entropy(x, torch.ones(2, 3))": TWO.format("cpu"),
    "F.binary_cross_entropy_with_logits(x, torch.ones(2, 3))": TWO.format("cpu"),
    "torch._foreach_add([x], [torch.ones(2, 3)])": TWO.format("cpu"),
    "x.index_put((torch.tensor([0]),), torch.ones(3))": TWO.format("cpu"),
    "nn.Linear(3, 2)(x)": ONE.format("mat1", "sim:0", "cpu", "addmm"),
    "nn.Linear(3, 2).to(device)(torch.ones(2, 3))": ONE.format("mat1", "cpu", "sim:0", "addmm"),
    "x @ torch.ones(3, 2)": ONE.format("mat2", "cpu", "sim:0", "mm"),
    "x[None] @ torch.ones(1, 3, 2)": ONE.format("mat2", "cpu", "sim:0", "bmm"),
    "torch.cat([x, torch.ones(2, 3)])": ONE.format("tensors", "cpu", "sim:0", "cat"),
    "torch.stack([torch.ones(2, 3), x])": ONE.format("tensors", "sim:0", "cpu", "cat"),
    "torch.equal(x, torch.ones(2, 3))": ONE.format("other", "cpu", "sim:0", "_equal"),
    "x.gather(0, torch.tensor([[0]]))": ONE.format("index", "cpu", "sim:0", "gather"),
    "x.index_select(0, torch.tensor([0]))": ONE.format("index", "cpu", "sim:0", "_index_select"),
    "nn.Embedding(3, 2).to(device)(torch.tensor([0]))": ONE.format(
        "index", "cpu", "sim:0", "_index_select"
    ),
    "F.cross_entropy(x, torch.tensor([0, 1]))": ONE.format(
        "target", "cpu", "sim:0", "nll_loss_forward"
    ),
    "F.cross_entropy(x, torch.tensor([0, 1], device=device), torch.ones(3))": ONE.format(
        "weight", "cpu", "sim:0", "nll_loss_forward"
    ),
    "F.batch_norm(x, torch.zeros(3), torch.ones(3))": ONE.format(
        "running_mean", "cpu", "sim:0", "_native_batch_norm"
    ),
    "nn.LayerNorm(3)(x)": ONE.format("weight", "cpu", "sim:0", "_native_layer_norm"),
    "nn.LSTMCell(3, 2).to(device)(x.cpu())": ONE.format("mat1", "cpu", "sim:0", "addmm"),
    "nn.GRU(3, 2).to(device)(x.cpu())": ONE.format("mat1", "cpu", "sim:0", "addmm"),
    "nn.GRU(3, 2)(x)": "Input and parameter tensors are not at the same device, found input "
    "tensor at sim:0 and parameter tensor at cpu",
    "nn.LSTM(3, 2).to(device)(x, (torch.zeros(1, 2), torch.zeros(1, 2)))": "Input and hidden "
    "tensors are not at the same device, found input tensor at sim:0 and hidden tensor at cpu",
    "F.scaled_dot_product_attention(x, x.cpu(), x.cpu())": "Expected query, key, and value to have "
    "the same device type, but got query.device: sim:0 key.device: cpu and value.device: cpu "
    "instead.",
    "F.conv1d(x, torch.ones(1, 2, 1))": "Input type (torch.sim.FloatTensor) and weight type "
    "(torch.FloatTensor) should be the same",
    "F.conv1d(x.cpu(), torch.ones(1, 2, 1, device=device))": "Input type (torch.FloatTensor) and "
    "weight type (torch.sim.FloatTensor) should be the same",
    "x.masked_fill(torch.ones(3) > 0, 0.0)": "expected self and mask to be on the same device, but "
    "got mask on cpu and self on sim:0",
    "x.cpu()[x > 0]": "indices should be either on cpu or on the same device as the indexed tensor "
    "(cpu)",
    "x[torch.ones(2, device='sim:1') > 0]": "indices should be either on cpu or on the same device "
    "as the indexed tensor (sim:0)",
    "torch.rand(2, device=device, generator=torch.Generator())": "Expected a 'sim' device type for "
    "generator but found 'cpu'",
    "torch.empty(2, device=device, pin_memory=True)": "Only dense CPU tensors can be pinned",
    "setattr(x, 'grad', torch.ones(2, 3))": "attempting to assign a gradient with device type "
    "'cpu' to a tensor with device type 'sim'. Please ensure that the gradient and the tensor are "
    "on the same device",
}


@pytest.mark.parametrize(("mixing", "message"), CASES.items(), ids=CASES)
def test_what_cuda_refuses(on_sim, mixing, message):
    """Type and words are CUDA's, but for the device's name; the place is the student's line."""
    raised = on_sim(f"{X}\n{mixing}").raised

    assert (raised.kind, raised.message) == ("RuntimeError", message)
    assert raised.frames[0].source == mixing


@pytest.mark.parametrize(
    "allowed",
    [
        "x * torch.tensor(2.0)",
        "torch.tensor(2.0) + torch.ones((), device=device)",
        "torch.tensor(2.0) ** x",
        "torch.where(x > 0, torch.tensor(1.0), torch.tensor(0.0))",
        "x.masked_fill(x > 0, torch.tensor(2.0))",
        "x[torch.tensor([0, 1])]",
        "x[torch.tensor([True, False])]",
        "x.index_put((torch.tensor([0]),), torch.tensor(3.0))",
        "x.copy_(torch.zeros(2, 3))",
        "torch.zeros(2, 3).to(x)",
        "x.to('cpu').to(device, torch.float16, non_blocking=True, copy=True)",
        "torch.add(x, 1, out=torch.empty(0, device=device))",
        "torch._foreach_mul([x, torch.ones(2)], 2.0)[0]",
        "F.cross_entropy(x, torch.tensor([0, 1]).to(device))",
        "torch.rand(2, device=device, generator=torch.Generator(device))",
        "x % 2 + 7 // x",
        "torch.tensor([x.sum(), 1.0], device=device)",
        "torch.autograd.grad(x.requires_grad_().sum(), x, torch.tensor(1.0))[0]",
    ],
)
def test_what_cuda_allows(result, allowed):
    """Numbers and indices may be on the CPU."""
    assert result(f"{X}\nreturn {allowed}").device == "sim:0"


def test_a_copy_to_the_cpu_stays_there(result):
    """A CPU tensor that is filled from the device is filled where it is."""
    assert result(f"{X}\nreturn torch.zeros(2, 3).copy_(x)").device == "cpu"


def test_an_error_inside_backward_reaches_the_student(on_sim):
    """Backward runs on the thread that calls it, and nothing hangs or crashes."""
    body = """
class Mixing(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()
    @staticmethod
    def backward(ctx, grad):
        return grad + torch.ones(2)
Mixing.apply(torch.ones(2, device=device, requires_grad=True)).sum().backward()
"""

    assert on_sim(body).raised.message == TWO.format("cpu")


@pytest.mark.parametrize("loss", ["F.mse_loss(y, torch.ones(2, 3))", "F.linear(x, y.cpu())"])
def test_autocast_refuses_what_its_operators_refuse(on_sim, loss):
    """The words are those of the operator that autocast is for."""
    body = f"{X}\ny = x + 1\nwith torch.autocast(device.type, torch.bfloat16):\n    {loss}"

    assert on_sim(body).raised.message.startswith("Expected all tensors to be on the same device")
