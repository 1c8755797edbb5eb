"""Wrong implementations of state_to_cpu, as students write them."""

import copy

import torch
from devices import state_to_cpu


def returns_the_state_dict(model):
    """The model's own state_dict comes back, which holds the model's own tensors.

    Train for one more step, and look at the state that you have kept.
    """
    return model.state_dict()


def relies_on_cpu_to_copy(model):
    """.cpu() alone is called, which copies nothing on the CPU.

    When does .cpu() make a copy, and when does it not?
    """
    return {name: tensor.cpu() for name, tensor in model.state_dict().items()}


def copies_what_learns_alone(model):
    """Parameters are copied, buffers are not: on the CPU they are the model's own.

    What changes in batch norm during a pass, without an optimizer?
    """
    names = {name for name, _ in model.named_parameters()}
    state = model.state_dict()
    return {n: t.cpu().clone() if n in names else t.cpu() for n, t in state.items()}


def copies_floats_alone(model):
    """Only floating tensors are copied; the counter of batch norm is the model's own.

    Which dtype does num_batches_tracked have, and does it change?
    """
    state = model.state_dict()
    return {n: t.cpu().clone() if t.is_floating_point() else t.cpu() for n, t in state.items()}


def copies_buffers_alone(model):
    """Buffers are copied, parameters are not: on the CPU they are the model's own.

    Which tensors does the next optimizer step change?
    """
    names = {name for name, _ in model.named_buffers()}
    state = model.state_dict()
    return {n: t.cpu().clone() if n in names else t.cpu() for n, t in state.items()}


def forgets_the_buffers(model):
    """Only parameters are there, no buffers.

    What does batch norm keep beside its weight and bias? Look at model.state_dict().
    """
    return {name: p.detach().cpu().clone() for name, p in model.named_parameters()}


def takes_parameters_and_buffers(model):
    """It is put together from parameters and buffers: one too many, and one too few.

    A layer may be there under two names, and a buffer may be no part of the state. Whose list of
    keys is the one that load_state_dict asks for?
    """
    tensors = [*model.named_parameters(), *model.named_buffers()]
    return {name: tensor.detach().cpu().clone() for name, tensor in tensors}


def forgets_frozen_parameters(model):
    """Parameters that do not require grad are left out.

    A frozen layer does not learn. Is it needed to load the model?
    """
    state = state_to_cpu(model)
    frozen = {name for name, p in model.named_parameters() if not p.requires_grad}
    return {name: tensor for name, tensor in state.items() if name not in frozen}


def forgets_numbers(model):
    """Tensors without dimensions are left out.

    What is the shape of num_batches_tracked?
    """
    return {name: t for name, t in state_to_cpu(model).items() if t.dim() > 0}


def adds_a_prefix(model):
    """Every key begins with "model.".

    Which keys does load_state_dict expect of the same model?
    """
    return {f"model.{name}": tensor for name, tensor in state_to_cpu(model).items()}


def returns_the_parameters_in_a_dict(model):
    """The state is put into another dict, as in a checkpoint.

    What does load_state_dict take?
    """
    return {"model_state_dict": state_to_cpu(model)}


def forces_single_precision(model):
    """Everything comes back in float32.

    Print the dtypes of the model's state_dict, the counters among them.
    """
    return {name: tensor.float() for name, tensor in state_to_cpu(model).items()}


def casts_to_the_first_dtype(model):
    """Counters become floating, like the weights.

    Does every tensor of a model have the same dtype?
    """
    dtype = next(model.parameters()).dtype
    return {name: tensor.to(dtype) for name, tensor in state_to_cpu(model).items()}


def returns_numpy(model):
    """The values are NumPy arrays.

    What is a state_dict made of?
    """
    return {name: tensor.numpy() for name, tensor in state_to_cpu(model).items()}


def keeps_the_graph(model):
    """The copies of parameters are recorded by autograd, and hang on the model.

    Is a copy of a parameter an operation that autograd records?
    """
    return {name: t.cpu().clone() for name, t in model.state_dict(keep_vars=True).items()}


def clears_the_gradients(model):
    """The gradients of the model are cleared.

    Might the caller still need them?
    """
    model.zero_grad()
    return state_to_cpu(model)


def freezes_the_model(model):
    """The parameters of the model are told not to require grad, and stay so.

    Can the model still be trained afterwards?
    """
    model.requires_grad_(False)
    return state_to_cpu(model)


def leaves_gradients_off(model):
    """Gradients are switched off, and never on again.

    What does the next training step see?
    """
    torch.set_grad_enabled(False)
    return state_to_cpu(model)


def clones_where_they_are(model):
    """The tensors are copied, and stay on the device of the model.

    Where does a clone live?
    """
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


def moves_the_parameters_alone(model):
    """Copies of parameters come to the CPU, copies of buffers stay on the device.

    Which tensors of a state_dict are no parameters, and where are they?
    """
    names = {name for name, _ in model.named_parameters()}
    state = model.state_dict()
    return {n: t.detach().clone().to("cpu" if n in names else t.device) for n, t in state.items()}


def moves_floats_alone(model):
    """Copies of floating tensors come to the CPU, those of counters stay on the device.

    Where is num_batches_tracked?
    """
    state = model.state_dict()
    return {n: t.clone().to("cpu" if t.is_floating_point() else t.device) for n, t in state.items()}


def moves_from_cuda_alone(model):
    """Copies come to the CPU only if they are on a CUDA device.

    Which devices are there besides the CPU and CUDA? Do you have to tell them apart?
    """
    state = copy.deepcopy(model.state_dict())
    return {name: t.cpu() if t.is_cuda else t for name, t in state.items()}


def turns_them_into_numpy(model):
    """The tensors are made NumPy arrays where they are.

    Which memory can NumPy read?
    """
    state = model.state_dict()
    return {n: torch.from_numpy(t.numpy().copy()).reshape(t.shape) for n, t in state.items()}


def moves_the_model(model):
    """The model itself is moved to the CPU, and left there.

    Does model.cpu() make another model, or does it move this one?
    """
    return copy.deepcopy(model.cpu().state_dict())


def moves_the_model_back_to_the_first(model):
    """The model is moved to the CPU, and afterwards to the first device of its kind.

    It was on the second of two GPUs. Where is it now?
    """
    kind = next(model.parameters()).device.type
    state = copy.deepcopy(model.cpu().state_dict())
    model.to(kind)
    return state


def moves_the_buffers_away(model):
    """The model's own buffers are moved to the CPU on the way.

    Whose tensor do you change when you write to .data?
    """
    for buffer in model.buffers():
        buffer.data = buffer.data.cpu()
    return state_to_cpu(model)


_kept: dict[str, torch.Tensor] = {}


def fills_one_dict_again(model):
    """Every call fills the same dict, so the copies of the call before are gone.

    Call it after each of two epochs. Which of the two states do you hold then?
    """
    _kept.clear()
    _kept.update(state_to_cpu(model))
    return _kept
