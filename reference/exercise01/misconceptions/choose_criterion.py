"""Misconceptions about choose_criterion: each is wrong in one way."""

from collections.abc import Callable

from torch import Tensor, nn


def _criteria() -> dict[str, nn.Module]:
    return {
        "regression": nn.MSELoss(),
        "binary": nn.BCEWithLogitsLoss(),
        "multilabel": nn.BCEWithLogitsLoss(),
        "multiclass": nn.CrossEntropyLoss(),
    }


def _choose(criteria: dict[str, nn.Module], task: str) -> nn.Module:
    if task not in criteria:
        raise ValueError(f"unknown task {task!r}")
    return criteria[task]


def returns_the_class(task: str) -> type[nn.Module]:
    """The class of the loss is returned, not an instance.

    What happens when somebody calls what you return with outputs and targets?
    """
    return type(_choose(_criteria(), task))


def returns_the_name(task: str) -> str:
    """The name of the loss is returned, not the loss.

    Can the training loop call a string?
    """
    return type(_choose(_criteria(), task)).__name__


def absolute_error_for_regression(task: str) -> nn.Module:
    """Regression gets the absolute error instead of the squared one.

    Which loss does the docstring name for regression?
    """
    return _choose({**_criteria(), "regression": nn.L1Loss()}, task)


def probabilities_for_binary(task: str) -> nn.Module:
    """Binary gets BCELoss, which expects probabilities.

    What does the model return: raw scores, or probabilities?
    """
    return _choose({**_criteria(), "binary": nn.BCELoss()}, task)


def cross_entropy_for_binary(task: str) -> nn.Module:
    """Binary gets the cross entropy, for which one output per sample is not enough.

    What is the softmax of a single score?
    """
    return _choose({**_criteria(), "binary": nn.CrossEntropyLoss()}, task)


def probabilities_for_multilabel(task: str) -> nn.Module:
    """Multilabel gets BCELoss, which expects probabilities.

    What does the model return: raw scores, or probabilities?
    """
    return _choose({**_criteria(), "multilabel": nn.BCELoss()}, task)


def cross_entropy_for_multilabel(task: str) -> nn.Module:
    """Multilabel gets the cross entropy, as if only one label could be true.

    Can a picture show a cat and a dog?
    """
    return _choose({**_criteria(), "multilabel": nn.CrossEntropyLoss()}, task)


def another_multilabel_loss(task: str) -> nn.Module:
    """Multilabel gets MultiLabelMarginLoss, because of its name.

    Which targets does this loss expect? Which loss does the docstring name?
    """
    return _choose({**_criteria(), "multilabel": nn.MultiLabelMarginLoss()}, task)


def negative_log_likelihood_for_multiclass(task: str) -> nn.Module:
    """Multiclass gets NLLLoss, which expects log-probabilities.

    Who takes the log_softmax if the model returns raw scores?
    """
    return _choose({**_criteria(), "multiclass": nn.NLLLoss()}, task)


def sigmoids_for_multiclass(task: str) -> nn.Module:
    """Multiclass gets the binary loss, as if several classes could be true at once.

    How many classes are true for one sample?
    """
    return _choose({**_criteria(), "multiclass": nn.BCEWithLogitsLoss()}, task)


def swaps_multilabel_and_multiclass(task: str) -> nn.Module:
    """Multilabel and multiclass are mixed up.

    In which of the two can several answers be right at once?
    """
    other = {"multilabel": "multiclass", "multiclass": "multilabel"}
    return _choose(_criteria(), other.get(task, task))


def forgets_multilabel(task: str) -> nn.Module:
    """Multilabel is not known.

    How many task names does the docstring list?
    """
    criteria = _criteria()
    del criteria["multilabel"]
    return _choose(criteria, task)


def sums_over_the_batch(task: str) -> nn.Module:
    """The losses add the samples up instead of averaging them.

    Which reduction does torch choose if you do not?
    """
    criterion = _choose(_criteria(), task)
    return type(criterion)(reduction="sum")


def falls_back_to_regression(task: str) -> nn.Module:
    """An unknown task silently gets the loss for regression.

    Who will notice when somebody misspells the task?
    """
    return _criteria().get(task, nn.MSELoss())


def returns_none_for_unknown_tasks(task: str) -> nn.Module | None:
    """An unknown task gives None instead of an error.

    Where will the program fail: here, or much later?
    """
    return _criteria().get(task)


def raises_a_key_error(task: str) -> nn.Module:
    """An unknown task raises KeyError, not ValueError.

    Which error does the docstring name, and which one does a dict raise?
    """
    return _criteria()[task]


def raises_not_implemented(task: str) -> nn.Module:
    """An unknown task raises NotImplementedError, not ValueError.

    Is something missing here, or is the argument wrong?
    """
    if task not in _criteria():
        raise NotImplementedError(f"unknown task {task!r}")
    return _criteria()[task]


def error_does_not_name_the_task(task: str) -> nn.Module:
    """The message of the ValueError does not say which name was wrong.

    What would you want to read if the name came from a file you have not seen?
    """
    if task not in _criteria():
        raise ValueError("unknown name")
    return _criteria()[task]


def ignores_the_letter_case(task: str) -> nn.Module:
    """Names in other letter case are accepted.

    Is "Regression" one of the four names?
    """
    return _choose(_criteria(), task.lower())


def strips_spaces(task: str) -> nn.Module:
    """Names with spaces around them are accepted.

    Is " binary" one of the four names?
    """
    return _choose(_criteria(), task.strip())


def looks_for_a_part_of_the_name(task: str) -> nn.Module:
    """Every name is accepted that contains one of the known ones.

    Is "logistic regression" one of the four names? Which loss would it need?
    """
    for name, criterion in _criteria().items():
        if name in task:
            return criterion
    raise ValueError(f"unknown task {task!r}")


def accepts_the_beginning_of_a_name(task: str) -> nn.Module:
    """Every beginning of a known name is accepted, the empty one included.

    What does your function return for "multi", and for ""?
    """
    for name, criterion in _criteria().items():
        if name.startswith(task):
            return criterion
    raise ValueError(f"unknown task {task!r}")


def accepts_one_name_more(task: str) -> nn.Module:
    """A name that the contract does not have is accepted, as another word for one of the four.

    Which names does the docstring list? What does it say of all others?
    """
    return _choose(_criteria() | {"classification": nn.CrossEntropyLoss()}, task)


def returns_functions(task: str) -> Callable[..., Tensor]:
    """The functions of torch.nn.functional are returned, not instances of the classes.

    Which of the two is an nn.Module: nn.MSELoss(), or nn.functional.mse_loss?
    """
    functions = {
        "regression": nn.functional.mse_loss,
        "binary": nn.functional.binary_cross_entropy_with_logits,
        "multilabel": nn.functional.binary_cross_entropy_with_logits,
        "multiclass": nn.functional.cross_entropy,
    }
    if task not in functions:
        raise ValueError(f"unknown task {task!r}")
    return functions[task]
