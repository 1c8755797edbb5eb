"""The kinds that recipes may name, each list written once: an exercise file is checked by them."""

from typing import Literal, TypeAlias

CriterionKind: TypeAlias = Literal["mse", "l1", "smooth_l1", "cross_entropy", "bce_with_logits"]
OptimizerKind: TypeAlias = Literal[
    "sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad"
]
Device: TypeAlias = Literal["cpu", "cuda"]
Dtype: TypeAlias = Literal[
    "float64", "float32", "bfloat16", "float16", "int64", "int32", "int16", "int8", "uint8", "bool"
]
