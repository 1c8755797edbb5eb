"""Raise the stub's own error, from other files, lines and classes.

Task: exercise03/predict
"""


class NotImplementedError(NotImplementedError):
    pass


def predict(model, inputs):
    code = compile("raise NotImplementedError('write predict')", "training_models.py", "exec")
    exec(code, globals())
