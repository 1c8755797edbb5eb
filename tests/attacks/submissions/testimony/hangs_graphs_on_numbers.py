"""Return losses that are numbers of a class of one's own, each with its graph as an attribute.

Task: exercise14/train_accumulating
Honest: 7.0
"""


class Loss(float):
    pass


def train_accumulating(model, loader, criterion, optimizer):
    model.train()
    losses = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward(retain_graph=True)
        optimizer.step()
        losses.append(Loss(loss.item()))
        losses[-1].graph = loss
    return losses
