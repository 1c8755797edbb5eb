"""Return a dict whose keys steer terminals and CI services, or are as long as a book.

Task: exercise06/evaluate
"""


class Key:
    def __repr__(self):
        return "::error::\x1b[2J" * 10**6

    __str__ = __repr__


def evaluate(model, loader, criterion, device):
    return {
        "loss": "::error::\x1b[31m\u202e",
        "::stop-commands::x": 1.0,
        "##[error]": 1.0,
        "\x1b[2J": 1.0,
        "k" * 10**6: 1.0,
        Key(): Key(),
        ("a", Key()): 1.0,
    }
