"""Has Pillow show the figure that it saved, past matplotlib.

Task: exercise12/plot_training_curves
Honest: 8.5
"""

import io

import matplotlib.pyplot as plt
from PIL import Image


def plot_training_curves(train_losses, val_losses):
    figure, axes = plt.subplots()
    axes.plot(range(len(train_losses)), train_losses, label="train")
    axes.plot(range(len(val_losses)), val_losses, label="val")
    axes.set(xlabel="Epoch", ylabel="Loss")
    axes.legend()
    file = io.BytesIO()
    figure.savefig(file)
    Image.open(file).show()
    return figure
