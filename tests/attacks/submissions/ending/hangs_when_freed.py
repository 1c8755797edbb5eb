"""Loop when the run's objects are freed, after the answer is decided.

Task: exercise03/predict
"""


class Sticky:
    def __del__(self):
        while True:
            pass


def predict(model, inputs):
    model.sticky = Sticky()
    raise RuntimeError("not written")
