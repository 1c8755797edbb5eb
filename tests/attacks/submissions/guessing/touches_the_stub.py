"""Hand in a stub that has a bug to find, with other names and the same bug.

Task: exercise14/train_accumulating
"""


def train_accumulating(model, loader, criterion, optimizer):
    model.train()
    history = []
    optimizer.zero_grad()
    for rows, wanted in loader:
        found = criterion(model(rows), wanted)
        found.backward()
        optimizer.step()
        history.append(found)
    return history
