"""Ways in which TrainingConfig goes wrong."""

from dataclasses import dataclass
from typing import Any


def _check(self):
    if self.epochs < 1:
        raise ValueError(f"epochs must be at least 1, got {self.epochs}")
    if self.patience < 1:
        raise ValueError(f"patience must be at least 1, got {self.patience}")
    if self.min_delta < 0:
        raise ValueError(f"min_delta must not be negative, got {self.min_delta}")
    if self.max_norm is not None and self.max_norm <= 0:
        raise ValueError(f"max_norm must be positive, got {self.max_norm}")


@dataclass
class _Config:
    epochs: int = 100
    patience: int = 10
    min_delta: float = 0.0
    max_norm: Any = None
    device: Any = "cpu"
    best_path: Any = None

    def __post_init__(self):
        _check(self)


class IsNoDataclass:
    """It is a class with an __init__ of its own, not a dataclass.

    What does the line above a dataclass look like, and what does it write for you?
    """

    def __init__(
        self, epochs=100, patience=10, min_delta=0.0, max_norm=None, device="cpu", best_path=None
    ):
        self.epochs, self.patience, self.min_delta = epochs, patience, min_delta
        self.max_norm, self.device, self.best_path = max_norm, device, best_path
        _check(self)

    def __eq__(self, other):
        return vars(self) == vars(other)


@dataclass(eq=False)
class ComparesByIdentity:
    """Two configs with the same settings are not equal.

    What does eq=False leave out?
    """

    epochs: int = 100
    patience: int = 10
    min_delta: float = 0.0
    max_norm: Any = None
    device: Any = "cpu"
    best_path: Any = None

    def __post_init__(self):
        _check(self)


@dataclass
class HasASeventhField(_Config):
    """It has a field that nobody asked for.

    How many settings are there in the docstring?
    """

    verbose: bool = False


@dataclass
class ForgetsAnAnnotation:
    """best_path has no annotation, so it is no field of the dataclass.

    What makes a name in the class a field: its value, or what stands behind the colon?
    """

    epochs: int = 100
    patience: int = 10
    min_delta: float = 0.0
    max_norm: Any = None
    device: Any = "cpu"
    best_path = None

    def __post_init__(self):
        _check(self)


@dataclass
class HasAnotherPatience(_Config):
    """By default patience is 7, as in exercise03.

    Which default does patience have in this exercise?
    """

    patience: int = 7


@dataclass
class HasFewerEpochs(_Config):
    """By default there are 10 epochs.

    How many epochs does a config have if nobody says?
    """

    epochs: int = 10


@dataclass
class ClipsByDefault(_Config):
    """By default max_norm is 1.

    Does a run clip its gradients if nobody asks for it?
    """

    max_norm: Any = 1.0


@dataclass
class SavesByDefault(_Config):
    """By default there is a file name in best_path.

    Where is the model saved if nobody says where?
    """

    best_path: Any = "best.pt"


@dataclass
class RefusesLargeSettings(_Config):
    """A min_delta of 1 and more, or a max_norm above 10, is refused.

    Which values does the docstring call bad? Is a loss always below 1?
    """

    def __post_init__(self):
        _check(self)
        if self.min_delta >= 1:
            raise ValueError(f"min_delta is too large: {self.min_delta}")
        if self.max_norm is not None and self.max_norm > 10:
            raise ValueError(f"max_norm is too large: {self.max_norm}")


@dataclass
class RefusesWholeNumbers(_Config):
    """Only a float is taken for min_delta and max_norm, not a whole number.

    Is 2 less than 0? What does isinstance(2, float) say?
    """

    def __post_init__(self):
        _check(self)
        if not isinstance(self.min_delta, float):
            raise ValueError(f"min_delta must be a float, got {self.min_delta}")
        if not (self.max_norm is None or isinstance(self.max_norm, float)):
            raise ValueError(f"max_norm must be a float, got {self.max_norm}")


@dataclass
class KnowsTwoDevices(_Config):
    """A device other than the CPU and CUDA is refused.

    Which four settings does the docstring refuse, and is the device one of them?
    """

    def __post_init__(self):
        _check(self)
        if str(self.device).partition(":")[0] not in ("cpu", "cuda"):
            raise ValueError(f"device must be cpu or cuda, got {self.device}")


@dataclass
class PrefersCuda(_Config):
    """By default the device is CUDA.

    Which device does every machine have?
    """

    device: Any = "cuda"


@dataclass
class NeedsAGain(_Config):
    """By default min_delta is not 0.

    Is a very small gain an improvement if nobody says otherwise?
    """

    min_delta: float = 1e-4


@dataclass
class HasAnotherOrder:
    """The order of the settings is another one.

    What does the second argument stand for, if no names are given?
    """

    patience: int = 10
    epochs: int = 100
    min_delta: float = 0.0
    max_norm: Any = None
    device: Any = "cpu"
    best_path: Any = None

    def __post_init__(self):
        _check(self)


@dataclass(kw_only=True)
class TakesNamesAlone:
    """Settings can be given by name only.

    What does kw_only=True forbid?
    """

    epochs: int = 100
    patience: int = 10
    min_delta: float = 0.0
    max_norm: Any = None
    device: Any = "cpu"
    best_path: Any = None

    def __post_init__(self):
        _check(self)


@dataclass
class ChecksNothing(_Config):
    """No setting is checked.

    What happens in a training run of -3 epochs?
    """

    def __post_init__(self):
        pass


@dataclass
class TakesZeroEpochs(_Config):
    """It takes 0 epochs.

    What would the lists of a run without epochs hold, and which epoch was the best?
    """

    def __post_init__(self):
        if self.epochs != 0:
            _check(self)


@dataclass
class TakesZeroPatience(_Config):
    """It takes a patience of 0.

    After how many bad epochs would a patience of 0 stop?
    """

    def __post_init__(self):
        if self.patience != 0:
            _check(self)


@dataclass
class TakesANegativeMinDelta(_Config):
    """It takes a negative min_delta.

    What would count as an improvement if min_delta were -0.5?
    """

    def __post_init__(self):
        if self.min_delta >= 0:
            _check(self)


@dataclass
class TakesAMaxNormOfZero(_Config):
    """It takes a max_norm of 0 for None.

    Are 0 and None the same in `if self.max_norm`?
    """

    def __post_init__(self):
        if self.max_norm != 0:
            _check(self)


@dataclass
class TakesANegativeMaxNorm(_Config):
    """Of max_norm it refuses 0 alone.

    What is a gradient multiplied by if max_norm is -1.5?
    """

    def __post_init__(self):
        if self.max_norm is None or self.max_norm >= 0:
            _check(self)


@dataclass
class RefusesOneEpoch(_Config):
    """It refuses a single epoch, and a patience of 1.

    Is 1 below 1?
    """

    def __post_init__(self):
        _check(self)
        if self.epochs <= 1 or self.patience <= 1:
            raise ValueError("epochs and patience must be above 1")


@dataclass
class RefusesAMinDeltaOfZero(_Config):
    """It refuses a min_delta of 0.

    Is 0 below 0, and what is the default?
    """

    def __post_init__(self):
        _check(self)
        if self.min_delta <= 0:
            raise ValueError("min_delta must be positive")


@dataclass
class CannotDoWithoutMaxNorm(_Config):
    """A max_norm of None fails.

    What does None <= 0 give?
    """

    def __post_init__(self):
        _check(self)
        if self.max_norm <= 0:
            raise ValueError("max_norm must be positive")


@dataclass
class RoundsMaxNorm(_Config):
    """A max_norm that is very small is set to 0.001.

    May a setting be another one than the caller gave?
    """

    def __post_init__(self):
        _check(self)
        if self.max_norm is not None:
            self.max_norm = max(self.max_norm, 0.001)


@dataclass
class AssertsItsSettings(_Config):
    """A bad setting raises an AssertionError.

    Which type of error is asked for?
    """

    def __post_init__(self):
        assert self.epochs >= 1, f"epochs={self.epochs}"
        assert self.patience >= 1, f"patience={self.patience}"
        assert self.min_delta >= 0, f"min_delta={self.min_delta}"
        assert self.max_norm is None or self.max_norm > 0, f"max_norm={self.max_norm}"


@dataclass
class SaysNotWhatIsWrong(_Config):
    """The error does not say which setting is bad.

    Would you know from the message what to correct?
    """

    def __post_init__(self):
        try:
            _check(self)
        except ValueError:
            raise ValueError("invalid configuration") from None


@dataclass
class IgnoresTheDevice(_Config):
    """The device is "cpu" again, whatever is given.

    Print config.device after you have given another one.
    """

    def __post_init__(self):
        _check(self)
        self.device = "cpu"
