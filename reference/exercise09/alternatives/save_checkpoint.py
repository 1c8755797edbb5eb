"""Other right ways to write save_checkpoint."""

import io
import os
from pathlib import Path

import torch


def through_an_open_file(path, model, optimizer, epoch, loss):
    """Opens the file itself, and asks a tensor for its item."""
    if isinstance(loss, torch.Tensor):
        loss = loss.detach().cpu().item()
    with open(path, "wb") as file:
        torch.save(
            dict(
                loss=loss,
                optimizer_state_dict=optimizer.state_dict(),
                model_state_dict=model.state_dict(),
                epoch=epoch,
            ),
            file,
        )


def replaces_the_file_at_once(path, model, optimizer, epoch, loss):
    """Writes to another name first, so that there is never half a file."""
    target = Path(path)
    beside = target.with_name(target.name + ".tmp")
    state = {
        "epoch": int(epoch),
        "model_state_dict": model.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "loss": loss.item() if hasattr(loss, "item") else float(loss),
    }
    torch.save(state, beside)
    os.replace(beside, target)
    print(f"saved epoch {epoch} to {target}")  # noqa: T201


def copies_to_the_cpu(path, model, optimizer, epoch, loss):
    """Saves copies of the tensors on the CPU, parameters and buffers collected by hand."""
    tensors = [*model.named_parameters(), *model.named_buffers()]
    weights = {name: tensor.detach().cpu().clone() for name, tensor in tensors}
    checkpoint = {"epoch": epoch, "model_state_dict": weights}
    checkpoint["optimizer_state_dict"] = optimizer.state_dict()
    checkpoint["loss"] = float(loss)
    torch.save(checkpoint, str(path))
    return checkpoint


def writes_the_bytes(path, model, optimizer, epoch, loss):
    """Saves to memory first and writes the bytes, with a key of its own beside the four."""
    with torch.no_grad():
        number = float(loss)
    buffer = io.BytesIO()
    torch.save(
        {
            "epoch": epoch,
            "model_state_dict": model.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
            "loss": number,
            "torch_version": str(torch.__version__),
        },
        buffer,
    )
    Path(path).write_bytes(buffer.getvalue())
    return Path(path)
