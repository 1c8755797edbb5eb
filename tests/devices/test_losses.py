"""Every loss of torch.nn comes to the CPU's very bits on either simulated device, and backward."""

import pytest


@pytest.mark.parametrize(
    "loss",
    [
        "nn.L1Loss()(logits, values)",
        "nn.MSELoss()(logits, values)",
        "nn.MSELoss(reduction='none')(logits, values)",
        "nn.SmoothL1Loss(beta=0.5)(logits, values)",
        "nn.HuberLoss()(logits, values)",
        "nn.CrossEntropyLoss()(logits, classes)",
        "nn.CrossEntropyLoss(values.abs()[0], label_smoothing=0.1)(logits, classes)",
        "nn.CrossEntropyLoss(ignore_index=2, reduction='sum')(logits, classes)",
        "nn.CrossEntropyLoss()(logits, shares)",
        "nn.NLLLoss()(logits.log_softmax(1), classes)",
        "nn.PoissonNLLLoss()(logits, values.abs())",
        "nn.GaussianNLLLoss()(logits, values, shares)",
        "nn.KLDivLoss(reduction='batchmean')(logits.log_softmax(1), shares)",
        "nn.BCELoss()(logits.sigmoid(), shares)",
        "nn.BCEWithLogitsLoss()(logits, shares)",
        "nn.BCEWithLogitsLoss(pos_weight=values.abs()[0])(logits, shares)",
        "nn.MarginRankingLoss()(logits[:, 0], values[:, 0], signs)",
        "nn.HingeEmbeddingLoss()(logits[:, 0], signs)",
        "nn.MultiLabelMarginLoss()(logits, classes[:, None].expand(6, 5))",
        "nn.SoftMarginLoss()(logits[:, 0], signs)",
        "nn.MultiLabelSoftMarginLoss()(logits, shares)",
        "nn.CosineEmbeddingLoss()(logits, values, signs)",
        "nn.MultiMarginLoss()(logits, classes)",
        "nn.TripletMarginLoss()(logits, values, shares)",
        "nn.TripletMarginWithDistanceLoss()(logits, values, shares)",
        "nn.CTCLoss()(logits[:, None].log_softmax(2), classes[None, :2] % 4 + 1, [6], [2])",
    ],
)
def test_losses(result, loss):
    """The loss itself, and what it does to the gradient."""
    given = "logits, classes, values, shares, signs"

    assert result(f"return differing(loss_leaves, lambda {given}: {loss})") == ()


def test_adaptive_softmax(result):
    """A loss with weights of its own, some of them without a row."""
    body = """
class Adaptive(nn.Module):
    def __init__(self):
        super().__init__()
        self.loss = nn.AdaptiveLogSoftmaxWithLoss(3, 10, [2, 5])
    def forward(self, inputs):
        return self.loss(inputs, (inputs[:, 0] * 5).abs().long() % 10).loss
return differing(layer_leaves, Adaptive, 12, 3)
"""

    assert result(body) == ()
