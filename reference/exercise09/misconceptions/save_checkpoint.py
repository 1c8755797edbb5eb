"""Ways in which save_checkpoint goes wrong."""

from pathlib import Path

import torch


def _number(loss):
    return float(loss)


def _content(model, optimizer, epoch, loss):
    """The checkpoint, done right."""
    return {
        "epoch": epoch,
        "model_state_dict": model.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "loss": _number(loss),
    }


def forgets_the_buffers(path, model, optimizer, epoch, loss):
    """Only parameters are saved: the statistics of batch norm are lost.

    What does a model carry beside its parameters?
    """
    content = _content(model, optimizer, epoch, loss)
    content["model_state_dict"] = {name: p.data for name, p in model.named_parameters()}
    torch.save(content, path)


def saves_no_optimizer(path, model, optimizer, epoch, loss):
    """The optimizer is not saved.

    What does an optimizer with momentum remember between two steps?
    """
    content = _content(model, optimizer, epoch, loss)
    del content["optimizer_state_dict"]
    torch.save(content, path)


def saves_the_settings_only(path, model, optimizer, epoch, loss):
    """Of the optimizer only the settings are saved, not what it remembers.

    Adam keeps two averages for each parameter. Where are they in your file?
    """
    content = _content(model, optimizer, epoch, loss)
    content["optimizer_state_dict"]["state"] = {}
    torch.save(content, path)


def saves_the_model_itself(path, model, optimizer, epoch, loss):
    """The model object is pickled instead of its state_dict.

    What should a file contain: code, or numbers?
    """
    torch.save({**_content(model, optimizer, epoch, loss), "model_state_dict": model}, path)


def saves_a_class_too(path, model, optimizer, epoch, loss):
    """The file also names the optimizer's class, and weights_only refuses it.

    Which kinds of objects does torch.load read with weights_only=True?
    """
    torch.save({**_content(model, optimizer, epoch, loss), "kind": type(optimizer)}, path)


def saves_numpy_arrays(path, model, optimizer, epoch, loss):
    """Weights are saved as arrays of numpy, which weights_only refuses.

    Which kinds of objects does torch.load read with weights_only=True?
    """
    content = _content(model, optimizer, epoch, loss)
    arrays = {name: value.numpy() for name, value in model.state_dict().items()}
    content["model_state_dict"] = arrays
    torch.save(content, path)


def saves_the_loss_as_it_is(path, model, optimizer, epoch, loss):
    """A loss that is a tensor is saved as a tensor.

    Do you need the tensor, or the number in it?
    """
    torch.save({**_content(model, optimizer, epoch, loss), "loss": loss}, path)


def needs_a_tensor(path, model, optimizer, epoch, loss):
    """It calls .item() on the loss, which a float does not have.

    What if the loss is a number already?
    """
    torch.save({**_content(model, optimizer, epoch, 0.0), "loss": loss.item()}, path)


def rounds_the_loss(path, model, optimizer, epoch, loss):
    """The loss is rounded.

    Is what you load what you had?
    """
    content = _content(model, optimizer, epoch, loss)
    torch.save({**content, "loss": round(_number(loss), 2)}, path)


def has_names_of_its_own(path, model, optimizer, epoch, loss):
    """The keys of the dict are other ones.

    Who is going to read this file, and by which names?
    """
    content = _content(model, optimizer, epoch, loss)
    content["model"] = content.pop("model_state_dict")
    content["optimizer"] = content.pop("optimizer_state_dict")
    torch.save(content, path)


def saves_the_next_epoch(path, model, optimizer, epoch, loss):
    """The epoch that comes next is saved.

    Is the number in the file the one that was given?
    """
    torch.save({**_content(model, optimizer, epoch, loss), "epoch": epoch + 1}, path)


def saves_in_half_precision(path, model, optimizer, epoch, loss):
    """The weights are saved in half precision.

    Is what you load what you had?
    """
    content = _content(model, optimizer, epoch, loss)
    state = model.state_dict()
    content["model_state_dict"] = {
        name: value.half().to(value.dtype) if value.is_floating_point() else value
        for name, value in state.items()
    }
    torch.save(content, path)


def saves_in_float32(path, model, optimizer, epoch, loss):
    """The weights are saved in float32, whatever they were.

    Which dtype has a model after .double()?
    """
    content = _content(model, optimizer, epoch, loss)
    state = model.state_dict()
    content["model_state_dict"] = {
        name: value.float() if value.is_floating_point() else value for name, value in state.items()
    }
    torch.save(content, path)


def renames_the_weights(path, model, optimizer, epoch, loss):
    """The names of the weights get a prefix.

    What does load_state_dict say about names that it does not know?
    """
    content = _content(model, optimizer, epoch, loss)
    state = model.state_dict()
    content["model_state_dict"] = {f"model.{name}": value for name, value in state.items()}
    torch.save(content, path)


def ignores_the_name(path, model, optimizer, epoch, loss):
    """The file always has the same name, in the folder that was meant.

    Save twice under different names. How many files are there?
    """
    torch.save(_content(model, optimizer, epoch, loss), Path(path).parent / "last.pt")


def adds_an_ending(path, model, optimizer, epoch, loss):
    """An ending is added to names without one.

    Will the caller find the file under the name that was given?
    """
    torch.save(_content(model, optimizer, epoch, loss), Path(path).with_suffix(".pt"))


def keeps_an_older_file(path, model, optimizer, epoch, loss):
    """A file that is there already is not replaced.

    Which epoch does the file hold after ten epochs?
    """
    if not Path(path).exists():
        torch.save(_content(model, optimizer, epoch, loss), path)


def needs_a_path_object(path, model, optimizer, epoch, loss):
    """It calls methods of a Path, which a text does not have.

    Which types may path have?
    """
    with path.open("wb") as file:
        torch.save(_content(model, optimizer, epoch, loss), file)


def needs_a_text(path, model, optimizer, epoch, loss):
    """It treats the path as a text, which a pathlib.Path is not.

    Which types may the path have? What does os.fspath make of each of them?
    """
    if path.endswith("/"):
        raise IsADirectoryError(path)
    torch.save(_content(model, optimizer, epoch, loss), path)


def clears_the_gradients(path, model, optimizer, epoch, loss):
    """The gradients are cleared.

    Should saving change anything?
    """
    optimizer.zero_grad()
    torch.save(_content(model, optimizer, epoch, loss), path)


def empties_the_optimizer(path, model, optimizer, epoch, loss):
    """What the optimizer remembers is thrown away after it was saved.

    Training goes on after a save. What does the next step need?
    """
    torch.save(_content(model, optimizer, epoch, loss), path)
    optimizer.state.clear()


def leaves_gradients_off(path, model, optimizer, epoch, loss):
    """Gradients are switched off for everybody, and stay off.

    What does the next training step need?
    """
    torch.set_grad_enabled(False)
    torch.save(_content(model, optimizer, epoch, loss), path)
