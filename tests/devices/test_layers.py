"""Layers come to the CPU's very bits on either simulated device, forward and backward."""

import pytest


def layers(shape, *expressions):
    return [pytest.param(expression, shape, id=expression) for expression in expressions]


RECURRENT = [
    f"{wrapper}(nn.{kind}(3, 4, {options}))"
    for kind in ("RNN", "LSTM", "GRU")
    for wrapper, options in (
        ("First", "batch_first=True"),
        ("First", "bias=False"),
        ("First", "num_layers=2, bidirectional=True, dropout=0.3, batch_first=True"),
        ("Packed", "num_layers=2, batch_first=True"),
        ("Starting", "batch_first=True"),
    )
]

LINEAR = (
    "nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Dropout(0.2), nn.LayerNorm(8), nn.Linear(8, 3))"
)
CONVOLUTION = (
    "nn.Sequential(nn.Unflatten(1, (1, 3)), nn.Conv1d(1, 4, 2), nn.BatchNorm1d(4), nn.ReLU(), "
    "nn.Flatten(), nn.Linear(8, 3))"
)
ATTENTION = (
    "nn.Sequential(nn.Linear(3, 4), nn.Unflatten(1, (1, 4)), Attending(False), "
    "nn.Flatten(), nn.Linear(4, 3))"
)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        *layers(
            (6, 4),
            "nn.Linear(4, 3)",
            "nn.Linear(4, 3, bias=False)",
            "Twice(nn.Bilinear(4, 4, 2))",
            "nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3))",
            "nn.BatchNorm1d(4, momentum=None)",
            "nn.BatchNorm1d(4, track_running_stats=False)",
            "nn.LayerNorm(4)",
            "nn.RMSNorm(4)",
            "nn.utils.parametrizations.weight_norm(nn.Linear(4, 3))",
        ),
        *layers(
            (6, 4, 8),
            "nn.Conv1d(4, 3, 3, padding='same')",
            "nn.Conv1d(4, 4, 3, stride=2, groups=2, bias=False)",
            "nn.Conv1d(4, 4, 3, padding=1, padding_mode='reflect')",
            "nn.ConvTranspose1d(4, 3, 2, stride=2)",
            "nn.Sequential(nn.Conv1d(4, 3, 2), nn.BatchNorm1d(3), nn.ReLU(), nn.MaxPool1d(2))",
            "nn.AvgPool1d(2)",
            "nn.AdaptiveAvgPool1d(1)",
            "nn.Dropout1d(0.4)",
        ),
        *layers(
            (3, 4, 6, 6),
            "nn.Conv2d(4, 3, 3, padding=1, stride=2)",
            "nn.Conv2d(4, 4, 3, dilation=2, groups=4)",
            "nn.ConvTranspose2d(4, 3, 2, stride=2)",
            "nn.MaxPool2d(2)",
            "nn.AvgPool2d(2)",
            "nn.AdaptiveAvgPool2d(1)",
            "nn.AdaptiveMaxPool2d(2)",
            "nn.BatchNorm2d(4)",
            "nn.InstanceNorm2d(4, affine=True)",
            "nn.GroupNorm(2, 4)",
            "nn.Dropout2d(0.3)",
            "nn.Upsample(scale_factor=2, mode='bilinear')",
            "nn.ReflectionPad2d(1)",
            "nn.Unfold(2)",
            "nn.PixelShuffle(2)",
            "nn.Sequential(nn.Flatten(), nn.Linear(144, 2))",
        ),
        *layers((6, 5, 3), *RECURRENT),
        *layers(
            (6, 5, 3),
            "First(nn.LSTM(3, 4, proj_size=2))",
            "First(nn.RNN(3, 4, nonlinearity='relu'))",
            "OverTime(nn.RNNCell(3, 4))",
            "OverTime(nn.LSTMCell(3, 4))",
            "OverTime(nn.GRUCell(3, 4))",
            "Indexed(nn.Embedding(7, 4))",
            "Indexed(nn.Embedding(7, 4, padding_idx=0))",
            "Indexed(nn.Embedding(7, 4, max_norm=1.0))",
            "Indexed(nn.Embedding(7, 4, scale_grad_by_freq=True))",
            "Indexed(nn.EmbeddingBag(7, 4, mode='sum'))",
            "Indexed(nn.EmbeddingBag(7, 4, mode='mean', padding_idx=1))",
            "Indexed(nn.EmbeddingBag(7, 4, mode='max', max_norm=1.0))",
        ),
        *layers(
            (6, 5, 4),
            "Attending(True)",
            "Attending(False)",
            "Attending(True, dropout=0.3)",
            "Attending(False, dropout=0.3)",
            "Dotting()",
            "Dotting(is_causal=True)",
            "Dotting(dropout_p=0.3)",
            "nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)",
            "nn.TransformerEncoderLayer(4, 2, 8, 0.0, batch_first=True, norm_first=True)",
            "nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, batch_first=True), 2)",
            "Twice(nn.TransformerDecoderLayer(4, 2, 8, batch_first=True))",
            "Twice(nn.Transformer(4, 2, 1, 1, 8, batch_first=True))",
        ),
    ],
)
def test_layers(result, layer, shape):
    """In training and evaluation, with gradients and without."""
    sizes = ", ".join(map(str, shape))
    body = f"return differing(layer_leaves, lambda: {layer}, {sizes})"

    assert result(body) == ()


@pytest.mark.parametrize(
    "activation",
    [
        *("ReLU()", "ReLU6()", "ELU()", "SELU()", "CELU()", "GELU()", "GELU('tanh')", "Sigmoid()"),
        *("SiLU()", "Mish()", "Tanh()", "Hardtanh()", "Hardswish()", "Hardsigmoid()", "Softplus()"),
        *("Softsign()", "Softmin(-1)", "LogSigmoid()", "LeakyReLU()", "PReLU()", "RReLU()"),
        *("Threshold(0.1, 2.0)", "Tanhshrink()", "Hardshrink()", "Softshrink()", "Softmax(-1)"),
        *("LogSoftmax(-1)", "Dropout(0.4)", "AlphaDropout(0.4)", "GLU()", "Identity()"),
    ],
)
def test_activations(result, activation):
    """Whatever is random in them comes from the CPU's stream."""
    body = f"return differing(layer_leaves, lambda: nn.{activation}, 6, 4)"

    assert result(body) == ()


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("low", ["bfloat16", "float16"])
@pytest.mark.parametrize(
    "model",
    [LINEAR, CONVOLUTION, ATTENTION],
    ids=["linear", "convolution", "attention"],
)
def test_mixed_precision(result, model, low, enabled):
    """Under autocast dtypes and bits are the CPU's, and the scaler skips the same step."""
    body = f"return differing(amp_leaves, lambda: {model}, torch.{low}, {enabled})"

    assert result(body) == ()


@pytest.mark.parametrize("enabled", [True, False])
def test_mixed_precision_of_an_lstm(result, enabled):
    """In bfloat16: the CPU has no LSTM in float16 to compare with."""
    model = "nn.Sequential(First(nn.LSTM(3, 4)), nn.Linear(4, 3))"
    body = f"return differing(amp_leaves, lambda: {model}, torch.bfloat16, {enabled})"

    assert result(body) == ()
