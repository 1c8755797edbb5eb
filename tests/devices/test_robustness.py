"""Nothing that a submission does on the device ends its process."""

import pytest

REFUSED = {
    "torch.ones(2, device=device).to_sparse()": "the simulated device has dense tensors only, and "
    "this would be a sparse_coo one",
    "torch.quantize_per_tensor(torch.ones(2, device=device), 0.1, 0, torch.qint8)": "the simulated "
    "device has dense tensors only, and this would be a quantized one",
    "torch.ones(4, device=device).as_strided((100,), (1,))": "out of bounds for storage",
    "torch.ones(4, device=device)[torch.tensor([9])]": "index 9 is out of bounds",
    "nn.Embedding(3, 2, device=device)(torch.tensor([7], device=device))": "index out of range",
    "F.cross_entropy(torch.ones(1, 3, device=device), torch.tensor([9], device=device))": "Target "
    "9 is out of bounds",
    "torch.empty(2, device='meta').to(device)": "Cannot copy out of meta tensor",
    "torch.ones(2, device=device).untyped_storage().resize_(100)": "resizePrivateUse1Bytes",
    "torch.UntypedStorage(-1, device=device)": "negative dimension",
    "torch.ones(2, device=device).numpy()": "can't convert sim:0 device type tensor to numpy. Use "
    "Tensor.cpu() to copy the tensor to host memory first.",
    "torch.ones(2, device=device).pin_memory()": "only dense CPU tensors can be pinned",
    "torch.sim.memory_summary()": "the simulated device has no torch.sim.memory_summary",
}


@pytest.mark.parametrize(("line", "message"), REFUSED.items(), ids=REFUSED)
def test_refusals(on_sim, line, message):
    """What does not work raises, and says what it is."""
    assert message in on_sim(line).raised.message


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("torch.arange(1000.0, device=device)[3:7].view(2, 2).t()", [[3, 5], [4, 6]]),
        ("torch.empty(0, device=device).set_(torch.arange(3.0, device=device))", [0, 1, 2]),
        ("torch.empty(0, device=device).resize_(2).fill_(1)", [1, 1]),
        ("torch.arange(6.0, device=device)[2:].as_strided((2,), (1,), 0)", [0, 1]),
        ("torch.ones(1, 2, device=device).view(torch.int32)", [[1065353216, 1065353216]]),
        ("torch.complex(*torch.ones(2, 1, device=device)).conj().imag + 1", [0]),
        ("torch.view_as_real(torch.complex(*torch.ones(2, 1, device=device)))", [[1, 1]]),
        (
            "torch.add(torch.ones(2, device=device), 1, out=torch.empty(3, 3, device=device))",
            [2, 2],
        ),
        ("nn.Linear(2, 0, device=device)(torch.ones(3, 2, device=device))", [[], [], []]),
    ],
)
def test_memory(result, expression, expected):
    """Views outlive what they view, and memory is never read where it is no more."""
    body = f"""
warnings.simplefilter("ignore")
with torch.inference_mode():
    found = {expression}
gc.collect()
_ = [torch.full((1000,), 7.0) for _ in range(20)]
return found.tolist()
"""

    assert [list(row) if isinstance(row, tuple) else row for row in result(body)] == expected


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("def down(): return down() + torch.ones(1, device=device)\ndown()", "RecursionError"),
        ("x.register_hook(lambda grad: grad.cpu())\n(x * 2).backward()", "RuntimeError"),
        ("nn.Linear(2, 2, device=device)(x)\nx.backward(x.cpu())", "RuntimeError"),
    ],
)
def test_errors(on_sim, lines, kind):
    """They reach the student."""
    body = f"x = torch.ones(1, device=device, requires_grad=True)\n{lines}"

    assert on_sim(body).raised.kind == kind


def test_backward_on_any_thread(result):
    """Also where autograd was under way before the device came, and through a deep graph."""
    body = """
torch.ones(1, requires_grad=True).sum().backward()
grads = []
def backward():
    x = y = torch.ones(1, device=device, requires_grad=True)
    for _ in range(5000):
        y = y + x
    y.backward()
    grads.append(x.grad.item())
thread = threading.Thread(target=backward)
thread.start()
thread.join()
backward()
return grads
"""

    assert result(body) == (5001.0, 5001.0)
