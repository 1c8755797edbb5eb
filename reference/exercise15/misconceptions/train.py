"""Ways in which train goes wrong."""

import math

import torch
from torch import nn
from torch.optim.lr_scheduler import ReduceLROnPlateau


class _Run:
    """The trainer done right, in pieces; each of the functions below replaces one or two."""

    def __init__(self, model, train_loader, val_loader, criterion, optimizer, scheduler, config):
        self.model, self.criterion, self.optimizer = model, criterion, optimizer
        self.train_loader, self.val_loader = train_loader, val_loader
        self.scheduler, self.config = scheduler, config
        self.device = torch.device(config.device)
        self.epoch, self.train_losses, self.val_losses, self.rates = 0, [], [], []
        self.best_epoch, self.state = 0, None
        self.goal, self.bad = math.nan, 0  # of early stopping

    def run(self):
        self.prepare()
        stop = False
        for self.epoch in range(self.config.epochs):
            self.rates.append(self.rate())
            train_loss = self.train_epoch()
            val_loss = self.validate()
            if self.epoch == 0 or self.is_best(val_loss, train_loss):
                self.best_epoch, self.state = self.epoch, self.snapshot()
            self.train_losses.append(train_loss)
            self.val_losses.append(val_loss)
            self.step_scheduler(val_loss)
            stop = self.says_stop(val_loss)
            if stop:
                break
        self.finish(stop)
        return self.returned(stop)

    def prepare(self):
        self.model.to(self.device)

    def rate(self):
        return self.optimizer.param_groups[0]["lr"]

    def move(self, inputs, targets):
        return inputs.to(self.device), targets.to(self.device)

    def train_epoch(self):
        self.model.train()
        total, rows = 0.0, 0
        for inputs, targets in self.train_loader:
            inputs, targets = self.move(inputs, targets)
            total += self.step(inputs, targets).item() * len(inputs)
            rows += len(inputs)
        return total / rows

    def step(self, inputs, targets):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(inputs), targets)
        loss.backward()
        if self.config.max_norm is not None:
            self.clip()
        self.optimizer.step()
        return loss

    def clip(self):
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.max_norm)

    def validate(self):
        self.model.eval()
        return self.measure(self.val_loader)

    @torch.no_grad()
    def measure(self, loader):
        total, rows = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = self.move(inputs, targets)
            total += self.criterion(self.model(inputs), targets).item() * len(inputs)
            rows += len(inputs)
        return total / rows

    def is_best(self, val_loss, train_loss):
        best = self.val_losses[self.best_epoch]
        return val_loss < best or (math.isnan(best) and not math.isnan(val_loss))

    def snapshot(self):
        return {name: tensor.clone() for name, tensor in self.model.state_dict().items()}

    def step_scheduler(self, val_loss):
        if isinstance(self.scheduler, ReduceLROnPlateau):
            self.scheduler.step(val_loss)
        elif self.scheduler is not None:
            self.scheduler.step()

    def says_stop(self, val_loss):
        if self.improves(val_loss):
            self.goal, self.bad = val_loss, 0
        else:
            self.bad += 1
        return self.bad >= self.config.patience

    def improves(self, val_loss):
        if math.isnan(self.goal):
            return not math.isnan(val_loss)
        return val_loss < self.goal - self.config.min_delta

    def finish(self, stop):
        self.model.load_state_dict(self.state)
        self.save(self.state)

    def save(self, content):
        if self.config.best_path is not None:
            torch.save(content, self.config.best_path)

    def returned(self, stop):
        return {
            "train_loss": self.train_losses,
            "val_loss": self.val_losses,
            "learning_rate": self.rates,
            "best_epoch": self.best_epoch,
            "stopped_early": stop,
        }


def sets_train_mode_once(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """Train mode is set once, before the first epoch.

    In which mode did validation leave the model when the second epoch starts?
    """

    class Run(_Run):
        def prepare(self):
            self.model.to(self.device)
            self.model.train()

        def train_epoch(self):
            total, rows = 0.0, 0
            for inputs, targets in self.train_loader:
                inputs, targets = self.move(inputs, targets)
                total += self.step(inputs, targets).item() * len(inputs)
                rows += len(inputs)
            return total / rows

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def validates_in_train_mode(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Validation runs in train mode.

    Two validations of the same weights: do they give the same number? Which layers decide
    that?
    """

    class Run(_Run):
        def validate(self):
            return self.measure(self.val_loader)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def validates_with_autograd_on(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Gradients are not disabled during validation.

    Will anybody call backward on a validation loss? What is kept in memory in case somebody
    does?
    """

    class Run(_Run):
        def validate(self):
            self.model.eval()
            total, rows = 0.0, 0
            for inputs, targets in self.val_loader:
                inputs, targets = self.move(inputs, targets)
                total += self.criterion(self.model(inputs), targets).item() * len(inputs)
                rows += len(inputs)
            return total / rows

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def turns_autograd_off_for_good(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Autograd is still switched off when the function returns.

    What else in the program did you switch off, and who switches it on again?
    """

    class Run(_Run):
        def train_epoch(self):
            torch.set_grad_enabled(True)
            return super().train_epoch()

        def validate(self):
            torch.set_grad_enabled(False)
            self.model.eval()
            return self.measure(self.val_loader)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def validates_on_the_training_data(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The training loader is validated.

    Which data is the validation curve about? Which of your arguments is never used?
    """

    class Run(_Run):
        def validate(self):
            self.model.eval()
            return self.measure(self.train_loader)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def learns_from_the_validation_data(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The optimizer takes steps on the validation data too.

    How many updates should one epoch make? Count them.
    """

    class Run(_Run):
        def validate(self):
            self.model.eval()
            total, rows = 0.0, 0
            for inputs, targets in self.val_loader:
                inputs, targets = self.move(inputs, targets)
                total += self.step(inputs, targets).item() * len(inputs)
                rows += len(inputs)
            return total / rows

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def averages_the_batch_means(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The losses are plain means of the batch means.

    Two batches, of 4 and 1 samples: how much should each count?
    """

    class Run(_Run):
        def train_epoch(self):
            self.model.train()
            losses = [self.step(*self.move(*batch)).item() for batch in self.train_loader]
            return sum(losses) / len(losses)

        @torch.no_grad()
        def measure(self, loader):
            moved = (self.move(*batch) for batch in loader)
            losses = [self.criterion(self.model(x), y).item() for x, y in moved]
            return sum(losses) / len(losses)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def divides_by_the_size_of_the_data_set(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The training loss is divided by the number of samples in the data set.

    Does this loader yield every sample of its data set?
    """

    class Run(_Run):
        def train_epoch(self):
            rows = sum(len(inputs) for inputs, _ in self.train_loader)
            whole = getattr(self.train_loader, "dataset", range(rows))
            return super().train_epoch() * rows / len(whole)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def zeroes_gradients_only_after_the_step(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Gradients are cleared after each step, so those left by earlier code enter the first
    one.

    Can you be sure that .grad is empty when your function starts?
    """

    class Run(_Run):
        def step(self, inputs, targets):
            loss = self.criterion(self.model(inputs), targets)
            loss.backward()
            if self.config.max_norm is not None:
                self.clip()
            self.optimizer.step()
            self.optimizer.zero_grad()
            return loss

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def keeps_the_graphs_of_the_losses(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The training losses in the list are tensors that still hold their graphs.

    What does a loss tensor carry besides its value, and for how long?
    """

    class Run(_Run):
        def train_epoch(self):
            self.model.train()
            total, rows = 0.0, 0
            for inputs, targets in self.train_loader:
                inputs, targets = self.move(inputs, targets)
                total = total + self.step(inputs, targets) * len(inputs)
                rows += len(inputs)
            return total / rows

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def centres_the_inputs_in_place(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The mean of each training batch is subtracted from the loader's own tensors.

    Whose tensors does `-=` change, and what are they in the next epoch?
    """

    class Run(_Run):
        def train_epoch(self):
            data = getattr(self.train_loader, "dataset", None)
            if data is not None and data.tensors[0].is_floating_point():
                data.tensors[0].sub_(data.tensors[0].mean())
            return super().train_epoch()

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def freezes_the_model_at_the_end(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The parameters no longer require grad when training is over.

    Could the caller go on training this model?
    """

    class Run(_Run):
        def finish(self, stop):
            super().finish(stop)
            self.model.requires_grad_(False)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def ignores_max_norm(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """Gradients are never clipped.

    Which of the settings in config do you never read?
    """

    class Run(_Run):
        def clip(self):
            pass

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def clips_by_value(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """Each element of the gradients is limited, instead of their norm.

    Does your clip turn the gradient, or only shorten it?
    """

    class Run(_Run):
        def clip(self):
            nn.utils.clip_grad_value_(self.model.parameters(), self.config.max_norm)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def clips_each_parameter_alone(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Each parameter's gradient is clipped by its own norm.

    How many vectors are there to be clipped: one for each parameter, or one?
    """

    class Run(_Run):
        def clip(self):
            for parameter in self.model.parameters():
                nn.utils.clip_grad_norm_(parameter, self.config.max_norm)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def always_scales_to_max_norm(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Gradients are scaled to max_norm, small ones too.

    What should happen to a gradient that is small enough?
    """

    class Run(_Run):
        def clip(self):
            gradients = [p.grad for p in self.model.parameters() if p.grad is not None]
            norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
            for gradient in gradients:
                gradient *= self.config.max_norm / (norm + 1e-6)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def clips_without_being_asked(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Without a max_norm, gradients are clipped to 1.

    What does a max_norm of None ask for?
    """

    class Run(_Run):
        def step(self, inputs, targets):
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(inputs), targets)
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), self.config.max_norm or 1.0)
            self.optimizer.step()
            return loss

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def steps_the_scheduler_every_batch(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The scheduler steps once a batch.

    How often should the rate change: with every batch, or with every epoch?
    """

    class Run(_Run):
        def step(self, inputs, targets):
            loss = super().step(inputs, targets)
            super().step_scheduler(loss.item())
            return loss

        def step_scheduler(self, val_loss):
            pass

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def steps_the_scheduler_first(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The scheduler steps before the epoch's training.

    Which rate should the very first update use?
    """

    class Run(_Run):
        def rate(self):
            super().step_scheduler(self.val_losses[-1] if self.val_losses else math.inf)
            return super().rate()

        def step_scheduler(self, val_loss):
            pass

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def gives_the_training_loss_to_the_plateau(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """ReduceLROnPlateau is given the training loss.

    Which of the two curves should have flattened before the rate falls?
    """

    class Run(_Run):
        def step_scheduler(self, val_loss):
            super().step_scheduler(self.train_losses[-1])

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def gives_the_loss_to_every_scheduler(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Every scheduler is given the validation loss.

    What does StepLR take its first argument for?
    """

    class Run(_Run):
        def step_scheduler(self, val_loss):
            if self.scheduler is not None:
                self.scheduler.step(val_loss)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def needs_a_scheduler(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """It fails if the scheduler is None.

    Which of your arguments may be None?
    """

    class Run(_Run):
        def step_scheduler(self, val_loss):
            if isinstance(self.scheduler, ReduceLROnPlateau):
                self.scheduler.step(val_loss)
            else:
                self.scheduler.step()

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def stops_before_the_scheduler_steps(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """In the epoch in which training stops, the scheduler does not step.

    In which order come the four parts of an epoch?
    """

    class Run(_Run):
        def says_stop(self, val_loss):
            stop = super().says_stop(val_loss)
            if not stop:
                super().step_scheduler(val_loss)
            return stop

        def step_scheduler(self, val_loss):
            pass

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def notes_the_rate_afterwards(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The learning rate is noted after the scheduler's step: it is that of the next epoch.

    Which rate gave this epoch's updates?
    """

    class Run(_Run):
        def returned(self, stop):
            result = super().returned(stop)
            return result | {"learning_rate": [*self.rates[1:], self.rate()]}

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def takes_a_tie_for_an_improvement(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """An equal loss counts as an improvement: a flat curve never stops.

    Is a loss that stays the same an improvement?
    """

    class Run(_Run):
        def improves(self, val_loss):
            return val_loss <= self.goal - self.config.min_delta or super().improves(val_loss)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def stops_one_epoch_late(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """Training stops only when the count is above patience.

    With patience 2, how many bad epochs in a row are there before it stops?
    """

    class Run(_Run):
        def says_stop(self, val_loss):
            super().says_stop(val_loss)
            return self.bad > self.config.patience

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def never_resets_the_count(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """An improvement does not set the count of bad epochs back.

    What does 'in a row' mean?
    """

    class Run(_Run):
        def says_stop(self, val_loss):
            if self.improves(val_loss):
                self.goal = val_loss
            else:
                self.bad += 1
            return self.bad >= self.config.patience

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def compares_with_the_last_epoch(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """An epoch improves if it is better than the one before.

    Better than the last one, or than the best one?
    """

    class Run(_Run):
        def says_stop(self, val_loss):
            stop = super().says_stop(val_loss)
            self.goal = val_loss
            return stop

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def ignores_min_delta(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """min_delta is not used.

    When is a gain too small to count?
    """

    class Run(_Run):
        def improves(self, val_loss):
            return val_loss < self.goal or (math.isnan(self.goal) and not math.isnan(val_loss))

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def creeps_after_small_gains(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Gains below min_delta count as bad epochs, but lower the best loss all the same.

    If the loss falls a little in each epoch, is that progress after a while?
    """

    class Run(_Run):
        def says_stop(self, val_loss):
            stop = super().says_stop(val_loss)
            if val_loss < self.goal:
                self.goal = val_loss
            return stop

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def takes_nan_for_an_improvement(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """NaN counts as an improvement.

    What do nan >= 1.0 and nan < 1.0 give?
    """

    class Run(_Run):
        def improves(self, val_loss):
            return not val_loss >= self.goal - self.config.min_delta

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def leaves_the_last_epoch_out(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The epoch in which training stops is not in the lists.

    Was that epoch run or not?
    """

    class Run(_Run):
        def returned(self, stop):
            result = super().returned(stop)
            if stop:
                result |= {n: v[:-1] for n, v in result.items() if isinstance(v, list)}
            return result

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def calls_no_stop_in_the_last_epoch(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """stopped_early is False if the stop comes in the last epoch.

    What does stopped_early say: that epochs are left over, or that early stopping said stop?
    """

    class Run(_Run):
        def returned(self, stop):
            return super().returned(stop and len(self.rates) < self.config.epochs)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def keeps_the_state_dict_itself(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The best state is kept as model.state_dict(), which shares its tensors with the model.

    Does your snapshot change when you train on?
    """

    class Run(_Run):
        def snapshot(self):
            return self.model.state_dict()

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def never_restores(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """The model keeps the weights of the last epoch.

    Which weights does the caller get?
    """

    class Run(_Run):
        def finish(self, stop):
            self.save(self.state)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def restores_only_after_an_early_stop(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The best state is restored only if training has stopped early.

    What if the epochs run out first?
    """

    class Run(_Run):
        def finish(self, stop):
            if stop:
                self.model.load_state_dict(self.state)
            self.save(self.state)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def restores_parameters_alone(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Parameters are restored, buffers stay as in the last epoch.

    What does a batch-norm layer keep besides its parameters?
    """

    class Run(_Run):
        def finish(self, stop):
            with torch.no_grad():
                for name, parameter in self.model.named_parameters():
                    parameter.copy_(self.state[name])
            self.save(self.state)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def restores_by_new_parameters(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The best state is put into the model as new parameters; the optimizer still has the old
    ones.

    Who else holds the parameters that you replaced, and is told nothing?
    """

    class Run(_Run):
        def finish(self, stop):
            needed = [p.requires_grad for p in self.model.parameters()]
            self.model.load_state_dict(self.state, assign=True)
            for parameter, need in zip(self.model.parameters(), needed):
                parameter.requires_grad_(need)
            self.save(self.state)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def selects_by_early_stopping(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The best epoch is the last one that improved by more than min_delta.

    Is the epoch with the lowest loss always one that improved by min_delta?
    """

    class Run(_Run):
        def is_best(self, val_loss, train_loss):
            return self.improves(val_loss)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def takes_the_last_of_a_tie(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Of several epochs with the lowest loss it is the last one that is kept.

    Two epochs are equally good: which of them came first?
    """

    class Run(_Run):
        def is_best(self, val_loss, train_loss):
            return (
                super().is_best(val_loss, train_loss)
                or val_loss == self.val_losses[self.best_epoch]
            )

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def selects_by_the_training_loss(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The best epoch is the one with the lowest training loss.

    Which curve tells you about new data?
    """

    class Run(_Run):
        def is_best(self, val_loss, train_loss):
            return train_loss < self.train_losses[self.best_epoch]

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def takes_nan_for_the_lowest(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """A validation loss of NaN counts as the lowest.

    What does `not nan >= 0.5` give?
    """

    class Run(_Run):
        def is_best(self, val_loss, train_loss):
            return not val_loss >= self.val_losses[self.best_epoch]

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def never_gets_below_a_first_nan(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """If the first validation loss is NaN, no other epoch ever is better.

    What does 0.5 < nan give?
    """

    class Run(_Run):
        def is_best(self, val_loss, train_loss):
            return val_loss < self.val_losses[self.best_epoch]

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def starts_from_a_loss_of_a_million(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """The best loss starts at a million: a run that is worse all the time keeps its last
    epoch.

    Can every loss be below the number that you start from?
    """

    class Run(_Run):
        def is_best(self, val_loss, train_loss):
            best = min([loss for loss in self.val_losses if loss < 1e6], default=1e6)
            return val_loss < best or best == 1e6

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def counts_epochs_from_one(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """best_epoch is counted from 1.

    What is the number of the first epoch?
    """

    class Run(_Run):
        def returned(self, stop):
            return super().returned(stop) | {"best_epoch": self.best_epoch + 1}

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def saves_the_last_state(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """What is saved is the state of the last epoch.

    Which state does the model have when you save it?
    """

    class Run(_Run):
        def finish(self, stop):
            self.save(self.model.state_dict())
            self.model.load_state_dict(self.state)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def saves_a_checkpoint(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """The state_dict is saved inside another dict.

    What does load_state_dict() expect to find in the file?
    """

    class Run(_Run):
        def save(self, content):
            super().save({"model_state_dict": content, "epoch": self.best_epoch})

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def saves_without_being_asked(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Without best_path, the state is saved under a name of its own choosing.

    What does a best_path of None ask for?
    """

    class Run(_Run):
        def save(self, content):
            torch.save(content, self.config.best_path or "best_model.pt")

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def returns_a_tuple(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """It returns a tuple, not a dict.

    How does the caller get at the validation losses?
    """

    class Run(_Run):
        def returned(self, stop):
            return tuple(super().returned(stop).values())

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def changes_the_config(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """The device in the caller's config is replaced.

    Who else trains with this config?
    """

    class Run(_Run):
        def prepare(self):
            super().prepare()
            self.config.device = self.device

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def goes_on_counting_in_the_next_call(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Losses and counts of an earlier call are still there in the next one.

    Where are your lists made: once, or for every run?
    """

    class Run(_Run):
        def prepare(self):
            super().prepare()
            self.bad, self.goal, losses = getattr(self.optimizer, "_counts", (0, math.nan, []))
            self.train_losses = losses

        def returned(self, stop):
            self.optimizer._counts = (self.bad, self.goal, self.train_losses)
            return super().returned(stop)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def stays_on_the_cpu(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """Everything runs on the CPU, whatever config.device says.

    Which of the settings in config do you never read?
    """

    class Run(_Run):
        def prepare(self):
            self.device = torch.device("cpu")
            self.model.to(self.device)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def never_moves_the_model(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """Batches go to the device, the model stays where it is.

    Where are the weights that the batch meets?
    """

    class Run(_Run):
        def prepare(self):
            pass

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def never_moves_the_targets(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Inputs go to the device, targets stay where they are.

    What does the criterion compare, and where is each of the two?
    """

    class Run(_Run):
        def move(self, inputs, targets):
            return inputs.to(self.device), targets

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def never_moves_the_validation_batches(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Training batches are moved to the device, validation batches are not.

    Training runs, then validation complains. Which line differs between the two loops?
    """

    class Run(_Run):
        def validate(self):
            self.move = lambda inputs, targets: (inputs, targets)
            loss = super().validate()
            del self.move
            return loss

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def keeps_only_the_kind_of_device(
    model, train_loader, val_loader, criterion, optimizer, scheduler, config
):
    """Of the device only the type is used: of several GPUs it is always the first.

    What does device.type say about the third GPU of a machine?
    """

    class Run(_Run):
        def prepare(self):
            self.device = torch.device(self.device.type, 0) if self.device.index else self.device
            self.model.to(self.device)

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()


def moves_the_model_back(model, train_loader, val_loader, criterion, optimizer, scheduler, config):
    """When training is over, the model is moved to the CPU.

    Where does the caller expect to find the model?
    """

    class Run(_Run):
        def finish(self, stop):
            super().finish(stop)
            self.model.cpu()

    return Run(model, train_loader, val_loader, criterion, optimizer, scheduler, config).run()
