"""What looks like training that can be resumed, and trains nothing."""

from pathlib import Path


def counts_the_epochs(model, optimizer, inputs, targets, criterion, epochs, path):
    """A file with the number of epochs, and zeros for those that it does not know."""
    file = Path(path)
    done = int(file.read_text()) if file.exists() else 0
    file.write_text(str(max(epochs, done)))
    return [0.0] * max(0, epochs - done)
