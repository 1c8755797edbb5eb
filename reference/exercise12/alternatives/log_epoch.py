"""Other right ways to write log_epoch."""

import numpy as np
import torch


def loops_over_a_dict(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """Keeps tags and numbers in a dict, and detaches what it hands to the writer."""
    scalars = {
        "Loss/train": train_loss,
        "Loss/val": val_loss,
        "Accuracy/train": train_acc,
        "Accuracy/val": val_acc,
        "Learning_rate": learning_rate,
    }
    for tag, value in scalars.items():
        writer.add_scalar(tag, value, global_step=epoch)
    for name, param in model.named_parameters():
        writer.add_histogram("Parameters/" + name, param.detach().cpu(), global_step=epoch)
        grad = param.grad
        if grad is not None:
            writer.add_histogram("Gradients/" + name, grad.detach().cpu(), global_step=epoch)
    writer.flush()


def hands_over_numpy(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model):
    """Makes NumPy arrays itself, and lets NumPy choose the bins."""
    for part, loss, acc in (("train", train_loss, train_acc), ("val", val_loss, val_acc)):
        writer.add_scalar(f"Accuracy/{part}", np.float64(acc), epoch)
        writer.add_scalar(f"Loss/{part}", np.float64(loss), epoch)
    writer.add_scalar("Learning_rate", float(learning_rate), epoch)
    parameters = dict(model.named_parameters())
    gradients = {name: p.grad for name, p in parameters.items() if p.grad is not None}
    for group, tensors in (("Parameters", parameters), ("Gradients", gradients)):
        for name, tensor in tensors.items():
            array = tensor.detach().numpy().ravel()
            writer.add_histogram(f"{group}/{name}", array, epoch, bins="auto")


def walks_through_the_modules(
    writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model
):
    """Goes from module to module, and tries the gradient instead of asking for it."""
    tags = ["Loss/train", "Loss/val", "Accuracy/train", "Accuracy/val", "Learning_rate"]
    values = [train_loss, val_loss, train_acc, val_acc, learning_rate]
    with torch.no_grad():
        for prefix, module in model.named_modules():
            for own, parameter in module.named_parameters(prefix, recurse=False):
                writer.add_histogram(f"Parameters/{own}", parameter.clone(), epoch)
                try:
                    gradient = parameter.grad.clone()
                except AttributeError:  # None has no clone
                    continue
                writer.add_histogram(f"Gradients/{own}", gradient, epoch)
    for tag, value in zip(tags, values):
        writer.add_scalar(tag, torch.tensor(value, dtype=torch.float64), epoch, new_style=False)


def also_adds_a_text(writer, epoch, train_loss, val_loss, train_acc, val_acc, learning_rate, model):
    """Logs a sentence beside the numbers, and says what it does."""
    writer.add_text("Summary", f"{train_loss:.4f} in training, {val_loss:.4f} after it", epoch)
    writer.add_scalar(tag="Loss/train", scalar_value=train_loss, global_step=epoch)
    writer.add_scalar(tag="Loss/val", scalar_value=val_loss, global_step=epoch)
    writer.add_scalar(tag="Accuracy/train", scalar_value=train_acc, global_step=epoch)
    writer.add_scalar(tag="Accuracy/val", scalar_value=val_acc, global_step=epoch)
    writer.add_scalar(tag="Learning_rate", scalar_value=learning_rate, global_step=epoch)
    names, parameters = zip(*model.named_parameters())
    for name, parameter in zip(names, parameters):
        writer.add_histogram(tag=f"Parameters/{name}", values=parameter.data, global_step=epoch)
    for name, parameter in zip(names, parameters):
        if parameter.grad is None:
            continue
        writer.add_histogram(tag=f"Gradients/{name}", values=parameter.grad.data, global_step=epoch)
    print(f"epoch {epoch}: {train_loss:.4f} {val_loss:.4f}")  # noqa: T201
    return writer
