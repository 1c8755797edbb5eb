"""What is saved on a simulated device loads anywhere; copies are as independent as ever."""

import subprocess
import sys

import pytest

SAVED = """
def saved(value, **kwargs):
    torch.save(value, file := io.BytesIO())
    file.seek(0)
    return torch.load(file, **kwargs)
x = torch.arange(6.0, device=device).view(2, 3)
"""


@pytest.mark.parametrize(
    ("loaded", "device"),
    [
        ("saved(x)", "sim:0"),
        ("saved(x, weights_only=False)", "sim:0"),
        ("saved(x.to('sim:1'))", "sim:1"),
        ("saved(x, map_location='cpu')", "cpu"),
        ("saved(x, map_location=lambda storage, place: storage)", "cpu"),
        ("saved(x, map_location={'sim:0': 'sim:1'})", "sim:1"),
        ("saved(x.cpu(), map_location=device)", "sim:0"),
        ("saved(x.cpu(), map_location='sim')", "sim:0"),
        ("saved({'x': x.t()})['x'].t()", "sim:0"),
        ("saved(nn.Parameter(x)).detach()", "sim:0"),
        ("pickle.loads(pickle.dumps(x))", "sim:0"),
        ("copy.deepcopy(x)", "sim:0"),
    ],
)
def test_tensors_come_back(result, loaded, device):
    """With their numbers, where they were or where they are wanted."""
    found = result(f"{SAVED}\nreturn {loaded}")

    assert found.device == device
    assert found.array().tolist() == [[0, 1, 2], [3, 4, 5]]


def test_the_old_format(result):
    """Files as torch wrote them before 1.6, too."""
    body = f"""{SAVED}
torch.save(x, file := io.BytesIO(), _use_new_zipfile_serialization=False)
file.seek(0)
return torch.load(file)
"""

    assert result(body).device == "sim:0"


def test_an_index_that_there_is_not(on_sim):
    """torch says so itself."""
    raised = on_sim(f"{SAVED}\nsaved(x, map_location='sim:3')").raised

    assert "Attempting to deserialize object on SIM device 3" in raised.message


def test_a_file_from_there_loads_elsewhere(result):
    """In a process that has no such device, onto the CPU; elsewhere torch names the tag."""
    body = """
model = nn.BatchNorm1d(2).to(device)
torch.save(model.state_dict(), file := io.BytesIO())
return list(file.getvalue())
"""
    load = """
import io, sys, torch
file = io.BytesIO(sys.stdin.buffer.read())
print({value.device.type for value in torch.load(file, map_location="cpu").values()})
file.seek(0)
try:
    torch.load(file)
except RuntimeError as error:
    print(error)
"""
    content = bytes(result(body))

    printed = subprocess.run([sys.executable, "-c", load], input=content, capture_output=True)

    assert printed.stdout.decode().splitlines()[0] == "{'cpu'}"
    assert "(tagged with sim:0)" in printed.stdout.decode()


@pytest.mark.parametrize(
    ("expression", "devices"),
    [
        ("copy.deepcopy(model)", ("sim", "sim")),
        ("copy.deepcopy(model).cpu()", ("cpu", "cpu")),
        ("model.to(torch.float64)", ("sim", "sim")),
        ("nn.BatchNorm1d(2, device=device)", ("sim", "sim")),
        ("saved(model, weights_only=False)", ("sim", "sim")),
        ("loaded(nn.BatchNorm1d(2), copy.deepcopy(model.state_dict()))", ("cpu", "cpu")),
        ("loaded(model, nn.BatchNorm1d(2).state_dict())", ("sim", "sim")),
        ("loaded(nn.BatchNorm1d(2), saved(model.state_dict()))", ("cpu", "cpu")),
        ("loaded(nn.BatchNorm1d(2), saved(model.state_dict()), assign=True)", ("sim", "sim")),
    ],
)
def test_models_are_copied_and_loaded(result, expression, devices):
    """Parameters and buffers both, and the model can be trained there."""
    body = f"""{SAVED}
def loaded(model, state, **kwargs):
    model.load_state_dict(state, **kwargs)
    return model
model = nn.BatchNorm1d(2).to(device)
found = {expression}
found(torch.ones(3, 2, device=found.weight.device, dtype=found.weight.dtype)).sum().backward()
return found.weight.device.type, found.running_mean.device.type
"""

    assert result(body) == devices


def test_what_was_shared_is_shared_again(result):
    """Tied weights and views share memory after a file and after a deepcopy; with the old none."""
    body = f"""{SAVED}
tied = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)).to(device)
tied[1].weight = tied[0].weight
models = saved(tied, weights_only=False), copy.deepcopy(tied)
views = saved([x, x[1]]), copy.deepcopy([x, x[1]])
for whole, _ in views:
    whole.zero_()
return ([model[0].weight is model[1].weight for model in models],
        [row.sum().item() for _, row in views], x.sum().item())
"""

    assert result(body) == ((True, True), (0.0, 0.0), 15.0)


def test_storages(result):
    """They say where they are, are read and copied, and hold the memory of their tensor."""
    body = f"""{SAVED}
storage = x.untyped_storage()
fresh = torch.UntypedStorage(24, device=device).copy_(storage)
again = torch.empty(0, device=device).set_(fresh, 1, (2,), (2,))
del fresh
gc.collect()
return (str(storage.device), storage.nbytes(), storage.cpu().tolist() == storage.tolist(),
        torch.UntypedStorage([1, 2], device="sim:1").tolist(), again.tolist(),
        x.share_memory_() is x)
"""

    assert result(body) == ("sim:0", 24, True, (1, 2), (1.0, 3.0), True)
