"""Other right ways to write train."""

import copy
import io
import math
from collections import defaultdict

import torch
from torch import nn
from torch.optim.lr_scheduler import ReduceLROnPlateau


def one_long_function(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """Writes everything out in one function, as tutorials do, and saves whenever it improves."""
    device = config.device
    model.to(device)
    train_losses, val_losses, learning_rates = [], [], []
    best_val_loss = None  # the lowest
    best_epoch = 0
    reference_loss = None  # of early stopping
    epochs_without_improvement = 0
    stopped_early = False
    best_state = None

    for epoch in range(config.epochs):
        learning_rates.append(optimizer.param_groups[0]["lr"])

        model.train()
        running_loss, seen = 0.0, 0
        for inputs, targets in train_loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            if config.max_norm is not None:
                torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=config.max_norm)
            optimizer.step()
            running_loss += loss.item() * inputs.size(0)
            seen += inputs.size(0)
        train_losses.append(running_loss / seen)

        model.eval()
        running_loss, seen = 0.0, 0
        with torch.no_grad():
            for inputs, targets in val_loader:
                inputs, targets = inputs.to(device), targets.to(device)
                outputs = model(inputs)
                loss = criterion(outputs, targets)
                running_loss += loss.item() * inputs.size(0)
                seen += inputs.size(0)
        val_loss = running_loss / seen
        val_losses.append(val_loss)
        print(f"Epoch {epoch + 1}: {train_losses[-1]:.4f} {val_loss:.4f}")  # noqa: T201

        if scheduler is not None:
            if isinstance(scheduler, ReduceLROnPlateau):
                scheduler.step(val_loss)
            else:
                scheduler.step()

        if best_val_loss is None or math.isnan(best_val_loss) or val_loss < best_val_loss:
            if best_val_loss is None or not math.isnan(val_loss):
                best_val_loss = val_loss
                best_epoch = epoch
                best_state = copy.deepcopy(model.state_dict())
                if config.best_path is not None:
                    torch.save(best_state, config.best_path)

        improved = not math.isnan(val_loss) and (
            reference_loss is None or val_loss < reference_loss - config.min_delta
        )
        if improved:
            reference_loss = val_loss
            epochs_without_improvement = 0
        else:
            epochs_without_improvement += 1
            if epochs_without_improvement >= config.patience:
                stopped_early = True
                break

    model.load_state_dict(best_state)
    return {
        "train_loss": train_losses,
        "val_loss": val_losses,
        "learning_rate": learning_rates,
        "best_epoch": best_epoch,
        "stopped_early": stopped_early,
    }


class _Stopper:
    def __init__(self, patience=7, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.counter, self.best_loss, self.early_stop = 0, None, False

    def __call__(self, val_loss):
        if self.best_loss is None and val_loss == val_loss:
            self.best_loss, self.counter = val_loss, 0
        elif self.best_loss is not None and val_loss < self.best_loss - self.min_delta:
            self.best_loss, self.counter = val_loss, 0
        else:
            self.counter += 1
            self.early_stop = self.early_stop or self.counter >= self.patience


class _BestModel:
    def __init__(self):
        self.model, self.epoch, self.loss = None, None, None

    def update(self, epoch, model, loss):
        rank = (math.isnan(loss), loss)
        best = None if self.model is None else (math.isnan(self.loss), self.loss)
        if best is None or rank[0] < best[0] or (rank[0] == best[0] and rank[1] < best[1]):
            self.model, self.epoch, self.loss = copy.deepcopy(model), epoch, loss


def two_objects_that_remember(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Has a class for early stopping, and one that keeps a copy of the whole model."""
    device = torch.device(config.device)
    history = defaultdict(list)
    stopper, best = _Stopper(config.patience, config.min_delta), _BestModel()
    model = model.to(device)

    def train_epoch():
        model.train()
        losses, counts = [], []
        for batch in train_loader:
            x, y = (part.to(device) for part in batch)
            model.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            if config.max_norm:
                nn.utils.clip_grad_norm_(list(model.parameters()), config.max_norm, 2.0)
            optimizer.step()
            losses.append(loss.detach())
            counts.append(len(y))
        return sum(l.item() * n for l, n in zip(losses, counts)) / sum(counts)  # noqa: E741

    @torch.no_grad()
    def validate():
        model.eval()
        total = count = 0
        for x, y in val_loader:
            total += criterion(model(x.to(device)), y.to(device)).item() * y.shape[0]
            count += y.shape[0]
        return total / count

    for epoch in range(config.epochs):
        history["learning_rate"] += [next(iter(optimizer.param_groups))["lr"]]
        history["train_loss"] += [train_epoch()]
        history["val_loss"] += [validate()]
        val_loss = history["val_loss"][-1]
        best.update(epoch, model, val_loss)
        match scheduler:
            case None:
                pass
            case ReduceLROnPlateau():
                scheduler.step(metrics=val_loss)
            case _:
                scheduler.step()
        stopper(val_loss)
        if stopper.early_stop:
            break

    model.load_state_dict(best.model.state_dict())
    if config.best_path:
        torch.save(best.model.state_dict(), str(config.best_path))
    return {**history, "best_epoch": best.epoch, "stopped_early": stopper.early_stop}


def clips_by_hand_and_records_tensors(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Divides by the exact norm, keeps losses as tensors, asks the scheduler by trying."""
    model.to(device=config.device)
    parameters = [p for p in model.parameters() if p.requires_grad]

    def clip():
        gradients = [p.grad for p in parameters if p.grad is not None]
        norm = torch.sqrt(sum((g**2).sum() for g in gradients))
        if norm > config.max_norm:
            for gradient in gradients:
                gradient.mul_(config.max_norm / norm)

    def run(loader, training):
        model.train(training)
        total, seen = 0, 0
        with torch.set_grad_enabled(training):
            for inputs, targets in loader:
                inputs, targets = inputs.to(config.device), targets.to(config.device)
                loss = criterion(model(inputs), targets)
                if training:
                    for parameter in parameters:
                        parameter.grad = None
                    loss.backward()
                    if config.max_norm is not None:
                        clip()
                    optimizer.step()
                total = total + loss.detach() * len(inputs)
                seen += len(inputs)
        return (total / seen).cpu()

    train_loss, val_loss, rates = [], [], []
    best_epoch, states = 0, {}
    bad, goal, stopped = 0, float("nan"), False
    for epoch in range(config.epochs):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        train_loss.append(run(train_loader, True))
        val_loss.append(run(val_loader, False))
        now, then = val_loss[-1].item(), val_loss[best_epoch].item()
        if epoch == 0 or now < then or (then != then and now == now):
            best_epoch = epoch
            states = {k: v.detach().clone() for k, v in model.state_dict().items()}
        if scheduler:
            try:
                scheduler.step()
            except TypeError:
                scheduler.step(now)
        if now < goal - config.min_delta or (goal != goal and now == now):
            goal, bad = now, 0
        else:
            bad += 1
        if bad >= config.patience:
            stopped = True
            break
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            tensor.copy_(states[name])
    if config.best_path is not None:
        torch.save(dict(states), config.best_path)
    return {
        "train_loss": train_loss,
        "val_loss": val_loss,
        "learning_rate": rates,
        "best_epoch": best_epoch,
        "stopped_early": stopped,
    }


def keeps_every_state_and_picks_in_the_end(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Keeps the state of every epoch in memory; counts early stopping over the list of losses."""
    device = torch.device(config.device)
    model.to(device)
    records = []

    def says_stop(losses):
        best, bad = math.inf, 0
        for number, loss in enumerate(losses):
            first = all(math.isnan(earlier) for earlier in losses[:number])
            better = not math.isnan(loss) and (first or best - config.min_delta > loss)
            best, bad = (loss, 0) if better else (best, bad + 1)
        return bad >= config.patience

    def step(inputs, targets):
        def closure():
            optimizer.zero_grad(set_to_none=False)
            loss = criterion(model(inputs), targets)
            loss.backward()
            if config.max_norm is not None:
                nn.utils.clip_grad_norm_(
                    (p for group in optimizer.param_groups for p in group["params"]),
                    config.max_norm,
                )
            return loss

        return optimizer.step(closure).item()

    while len(records) < config.epochs:
        rate = scheduler.get_last_lr()[0] if scheduler else optimizer.param_groups[0]["lr"]
        model.train()
        trained = [(step(x.to(device), y.to(device)), len(x)) for x, y in train_loader]
        model.eval()
        with torch.inference_mode():
            validated = [
                (float(criterion(model(x.to(device)), y.to(device))), len(x)) for x, y in val_loader
            ]
        means = [
            math.fsum(loss * rows for loss, rows in pairs) / sum(rows for _, rows in pairs)
            for pairs in (trained, validated)
        ]
        file = io.BytesIO()
        torch.save({name: each.cpu() for name, each in model.state_dict().items()}, file)
        records.append((*means, rate, file.getvalue()))
        if isinstance(scheduler, ReduceLROnPlateau):
            scheduler.step(means[1])
        elif scheduler is not None:
            scheduler.step()
        stopped = says_stop([record[1] for record in records])
        if stopped:
            break

    train_loss, val_loss, learning_rate, states = (list(column) for column in zip(*records))
    best_epoch = min(range(len(val_loss)), key=lambda e: (math.isnan(val_loss[e]), val_loss[e], e))
    if math.isnan(val_loss[best_epoch]):
        best_epoch = 0
    best = torch.load(io.BytesIO(states[best_epoch]), weights_only=True)
    model.load_state_dict(best)
    if config.best_path is not None:
        torch.save(model.state_dict(), config.best_path)
    return dict(
        train_loss=train_loss,
        val_loss=val_loss,
        learning_rate=learning_rate,
        best_epoch=best_epoch,
        stopped_early=stopped,
    )


def a_trainer_class(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """Puts everything into a class with small methods."""
    return _Trainer(model, criterion, optimizer, scheduler, config).run(train_loader, val_loader)


class _Trainer:
    def __init__(self, model, criterion, optimizer, scheduler, config):
        self.model, self.criterion, self.optimizer = model, criterion, optimizer
        self.scheduler, self.config = scheduler, config
        self.history = {"train_loss": [], "val_loss": [], "learning_rate": []}
        self.best = {"epoch": -1, "loss": float("inf"), "state": None}
        self.bad_epochs = 0
        self.last_improvement = None

    def run(self, train_loader, val_loader):
        self.model.to(self.config.device)
        stop = False
        for epoch in range(self.config.epochs):
            rate = self.optimizer.param_groups[0]["lr"]
            train_loss = self.epoch(train_loader, self.train_batch, self.model.train)
            val_loss = self.epoch(val_loader, self.measure_batch, self.model.eval)
            for name, value in zip(self.history, (train_loss, val_loss, rate)):
                self.history[name].append(value)
            self.remember(epoch, val_loss)
            self.step_scheduler(val_loss)
            stop = self.should_stop(val_loss)
            if stop:
                break
        self.finish()
        return self.history | {"best_epoch": self.best["epoch"], "stopped_early": stop}

    def epoch(self, loader, work, set_mode):
        set_mode()
        total, rows = 0.0, 0
        for batch in loader:
            inputs, targets = [each.to(self.config.device, non_blocking=True) for each in batch]
            total += work(inputs, targets) * inputs.shape[0]
            rows += inputs.shape[0]
        return total / rows

    def train_batch(self, inputs, targets):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(inputs), targets)
        loss.backward()
        if self.config.max_norm is not None:
            norm = nn.utils.get_total_norm(
                [p.grad for p in self.model.parameters() if p.grad is not None]
            )
            factor = min(1.0, self.config.max_norm / (norm.item() + 1e-6))
            for parameter in self.model.parameters():
                if parameter.grad is not None:
                    parameter.grad *= factor
        self.optimizer.step()
        return loss.item()

    @torch.no_grad()
    def measure_batch(self, inputs, targets):
        return self.criterion(self.model(inputs), targets).item()

    def remember(self, epoch, val_loss):
        first = self.best["state"] is None
        was_nan, is_nan = math.isnan(self.best["loss"]), math.isnan(val_loss)
        if first or (was_nan and not is_nan) or val_loss < self.best["loss"]:
            state = {
                name: each.to("cpu", copy=True) for name, each in self.model.state_dict().items()
            }
            self.best = {"epoch": epoch, "loss": val_loss, "state": state}

    def step_scheduler(self, val_loss):
        if self.scheduler is None:
            return
        takes_metric = isinstance(self.scheduler, ReduceLROnPlateau)
        self.scheduler.step(*([val_loss] if takes_metric else []))

    def should_stop(self, val_loss):
        last = self.last_improvement
        if val_loss == val_loss and (last is None or val_loss < last - self.config.min_delta):
            self.last_improvement, self.bad_epochs = val_loss, 0
        else:
            self.bad_epochs += 1
        return self.bad_epochs == self.config.patience

    def finish(self):
        self.model.load_state_dict(self.best["state"])
        self.model.eval()
        if self.config.best_path is not None:
            torch.save(self.best["state"], self.config.best_path)
