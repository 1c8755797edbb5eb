"""Other right ways to write learning_rate_sweep."""

import copy

import torch
import torch.nn.functional as F
from torch import nn


def loads_what_the_first_run_had(make_model, inputs, targets, learning_rates, epochs):
    """Keeps a deep copy of the first run's state, and loads it in all runs after it."""
    initial = None
    results = {"learning_rate": [], "final_train_loss": [], "losses": []}
    for lr in learning_rates:
        model = make_model()
        if initial is None:
            initial = copy.deepcopy(model.state_dict())
        else:
            model.load_state_dict(initial)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        loss_fn = nn.MSELoss()
        history = []
        for _ in range(epochs):
            model.train()
            optimizer.zero_grad()
            loss = loss_fn(model(inputs), targets)
            loss.backward()
            optimizer.step()
            history.append(loss.item())
        model.eval()
        with torch.no_grad():
            final = loss_fn(model(inputs), targets).item()
        results["learning_rate"].append(lr)
        results["final_train_loss"].append(final)
        results["losses"].append(history)
    return results


def copies_a_template(make_model, inputs, targets, learning_rates, epochs):
    """Makes deep copies of one model that is never trained, and returns detached tensors."""
    template = make_model()

    def run(lr):
        model = copy.deepcopy(template).train()
        optimizer = torch.optim.SGD(list(model.parameters()), lr=lr)
        losses = []
        for _ in range(epochs):
            loss = F.mse_loss(model(inputs), targets)
            model.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        with torch.inference_mode():
            return losses, F.mse_loss(model.eval()(inputs), targets)

    runs = [run(lr) for lr in learning_rates]
    return {
        "learning_rate": learning_rates,
        "final_train_loss": [final for _, final in runs],
        "losses": [losses for losses, _ in runs],
    }


def updates_by_hand(make_model, inputs, targets, learning_rates, epochs):
    """Computes loss and update from tensor operations."""
    start = [p.detach().clone() for p in make_model().parameters()]
    rates, finals, curves = [], [], []
    for lr in learning_rates:
        model = make_model()
        with torch.no_grad():
            for p, value in zip(model.parameters(), start):
                p.copy_(value)
        learning = list(model.parameters())
        model.train()
        curve = []
        for _ in range(epochs):
            loss = (model(inputs) - targets).square().mean()
            gradients = torch.autograd.grad(loss, learning)
            with torch.no_grad():
                for p, gradient in zip(learning, gradients):
                    p.sub_(lr * gradient)
            curve.append(float(loss.detach()))
        with torch.no_grad():
            model.train(False)
            finals.append(float((model(inputs) - targets).square().mean()))
        rates.append(lr)
        curves.append(curve)
    return dict(learning_rate=rates, final_train_loss=finals, losses=curves)


def trains_all_side_by_side(make_model, inputs, targets, learning_rates, epochs):
    """Makes all models first, then trains them epoch by epoch."""
    models = [make_model() for _ in learning_rates]
    state = {name: value.clone() for name, value in models[0].state_dict().items()}
    optimizers = []
    for model, lr in zip(models, learning_rates):
        model.load_state_dict(state)
        model.zero_grad()
        optimizers.append(torch.optim.SGD(model.parameters(), lr))
    losses = [[] for _ in models]
    criterion = nn.MSELoss(reduction="mean")
    for _ in range(epochs):
        for model, optimizer, curve in zip(models, optimizers, losses):
            model.train()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            curve.append(loss.item())
    finals = []
    for model in models:
        model.eval()
        with torch.no_grad():
            finals.append(criterion(model(inputs), targets).item())
    return {"losses": losses, "final_train_loss": finals, "learning_rate": [*learning_rates]}


def loops_once_more(make_model, inputs, targets, learning_rates, epochs):
    """Goes through the loop once more than there are epochs, and only measures then."""
    first = make_model()
    start = copy.deepcopy(first.state_dict())
    table = {"learning_rate": [], "final_train_loss": [], "losses": []}
    for number, lr in enumerate(learning_rates):
        model = first if number == 0 else make_model()
        model.load_state_dict(start)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        losses = []
        for epoch in range(epochs + 1):
            training = epoch < epochs
            model.train(training)
            with torch.set_grad_enabled(training):
                loss = nn.functional.mse_loss(model(inputs), targets)
            losses.append(loss.item())
            if training:
                optimizer.zero_grad(set_to_none=False)
                loss.backward()
                optimizer.step()
        table["learning_rate"].append(lr)
        table["final_train_loss"].append(losses.pop())
        table["losses"].append(losses)
    return table
