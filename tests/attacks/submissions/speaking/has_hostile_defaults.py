"""Take parameters whose names, defaults and annotations steer terminals, in a wrong signature.

Task: exercise03/predict
"""


class Default:
    def __repr__(self):
        return "::error::\x1b[2J\n\n::error::" * 10_000


def predict(
    one, two, ｔｈｒｅｅ, four: Default() = Default(), *, five: Default() = "\u202e" * 10_000
):
    """\x1b[2J::error::"""


predict.__name__ = predict.__qualname__ = "\x1b[2J\n::error::" * 1000
