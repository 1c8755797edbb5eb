"""Wrong implementations of compare_optimizers, as students write them."""

import copy

import torch


def _train(model, optimizer, inputs, targets, criterion, epochs):
    """The losses of a right training."""
    model.train()
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def trains_the_model_itself(model, inputs, targets, criterion, optimizers, epochs):
    """All optimizers train the model that was given, one after the other.

    Where does the second optimizer start? And what does the caller find afterwards?
    """
    return {
        name: _train(model, make(model.parameters()), inputs, targets, criterion, epochs)
        for name, make in optimizers.items()
    }


def shares_one_copy(model, inputs, targets, criterion, optimizers, epochs):
    """One copy is made, and every optimizer goes on where the one before ended.

    Where does the second optimizer start?
    """
    own = copy.deepcopy(model)
    return {
        name: _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
        for name, make in optimizers.items()
    }


def makes_a_shallow_copy(model, inputs, targets, criterion, optimizers, epochs):
    """The copy is shallow: it has the very parameters of the model.

    Compare id(p) of a parameter of the copy with that of the model.
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.copy(model)
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def hands_over_the_wrong_parameters(model, inputs, targets, criterion, optimizers, epochs):
    """The optimizer gets the parameters of the model, the copy is what runs.

    Which tensors have a gradient after backward(), and which does the optimizer hold?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        losses[name] = _train(own, make(model.parameters()), inputs, targets, criterion, epochs)
    return losses


def starts_at_random(model, inputs, targets, criterion, optimizers, epochs):
    """Every copy gets new random weights.

    Do all optimizers start at the same place, and is it the model's?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        for module in own.modules():
            if hasattr(module, "reset_parameters"):
                module.reset_parameters()
        if not hasattr(own, "0"):
            with torch.no_grad():
                for p in own.parameters():
                    p.normal_()
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def copies_parameters_only(model, inputs, targets, criterion, optimizers, epochs):
    """Buffers start at zero; only parameters are copied.

    What besides parameters is in a state_dict?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        for buffer in own.buffers():
            buffer.zero_()
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def resets_the_parameters_only(model, inputs, targets, criterion, optimizers, epochs):
    """One copy serves all. Its parameters are put back before each training, its buffers are not.

    What besides parameters has the first training changed in the copy?
    """
    own = copy.deepcopy(model).train()
    history = {}
    for name, make in optimizers.items():
        with torch.no_grad():
            for p, start in zip(own.parameters(), model.parameters(), strict=True):
                p.copy_(start)
        optimizer = make(own.parameters())
        history[name] = _train(own, optimizer, inputs, targets, criterion, epochs)
    return history


def makes_a_new_one_of_its_class(model, inputs, targets, criterion, optimizers, epochs):
    """The copy is made by calling the model's class without arguments.

    How would you copy a model whose constructor needs arguments?
    """
    losses = {}
    for name, make in optimizers.items():
        own = type(model)()
        for key, module in model.named_children():
            own.add_module(key, copy.deepcopy(module))
        own.load_state_dict(model.state_dict())
        own.to(inputs.dtype)
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def switches_the_model_itself(model, inputs, targets, criterion, optimizers, epochs):
    """The model that was given is switched to train mode before it is copied.

    In which mode does the caller find the model afterwards?
    """
    model.train()
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def clears_the_gradients_of_the_model(model, inputs, targets, criterion, optimizers, epochs):
    """The gradients of the model that was given are cleared.

    Whose gradients are these? Does "left untouched" include them?
    """
    model.zero_grad()
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def restores_the_parameters_only(model, inputs, targets, criterion, optimizers, epochs):
    """It trains the model itself and puts the parameters back, but not buffers and gradients.

    What besides parameters does a training step change?
    """
    start = [p.detach().clone() for p in model.parameters()]
    mode = model.training
    losses = {}
    for name, make in optimizers.items():
        losses[name] = _train(model, make(model.parameters()), inputs, targets, criterion, epochs)
        with torch.no_grad():
            for p, value in zip(model.parameters(), start, strict=True):
                p.copy_(value)
    model.train(mode)
    return losses


def stays_in_the_mode_it_finds(model, inputs, targets, criterion, optimizers, epochs):
    """The copy is trained in whatever mode the model is.

    What does batch norm do in eval mode? And in which mode does the model arrive?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        optimizer = make(own.parameters())
        losses[name] = []
        for _ in range(epochs):
            optimizer.zero_grad()
            loss = criterion(own(inputs), targets)
            loss.backward()
            optimizer.step()
            losses[name].append(loss.item())
    return losses


def trains_in_eval_mode(model, inputs, targets, criterion, optimizers, epochs):
    """The copies are trained in eval mode.

    For which of the two, training or using, is eval mode made?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model).eval()
        own.train = lambda mode=True: None
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def never_zeroes_gradients(model, inputs, targets, criterion, optimizers, epochs):
    """Gradients are never set to zero.

    What does backward() do to a .grad that already holds something?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model).train()
        optimizer = make(own.parameters())
        losses[name] = []
        for _ in range(epochs):
            loss = criterion(own(inputs), targets)
            loss.backward()
            optimizer.step()
            losses[name].append(loss.item())
    return losses


def never_steps(model, inputs, targets, criterion, optimizers, epochs):
    """There is no optimizer step.

    Which line changes a weight?
    """
    losses = {}
    for name in optimizers:
        own = copy.deepcopy(model).train()
        losses[name] = [criterion(own(inputs), targets).item() for _ in range(epochs)]
    return losses


def makes_a_new_optimizer_every_epoch(model, inputs, targets, criterion, optimizers, epochs):
    """Every epoch gets a new optimizer, which remembers nothing.

    What does momentum know in the second epoch?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model).train()
        losses[name] = []
        for _ in range(epochs):
            optimizer = make(own.parameters())
            losses[name] += _train(own, optimizer, inputs, targets, criterion, 1)
    return losses


def notes_the_loss_after_the_update(model, inputs, targets, criterion, optimizers, epochs):
    """Each loss is from after its update.

    Which weights belong to the first loss?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        optimizer = make(own.parameters())
        losses[name] = []
        for _ in range(epochs):
            _train(own, optimizer, inputs, targets, criterion, 1)
            with torch.no_grad():
                losses[name].append(criterion(own(inputs), targets).item())
    return losses


def trains_on_single_rows(model, inputs, targets, criterion, optimizers, epochs):
    """Every epoch makes one step for each half of the data, not one for all of it.

    How many updates does an epoch make if the batch is all of the data?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        optimizer = make(own.parameters())
        losses[name] = []
        half = len(inputs) // 2
        for _ in range(epochs):
            one = _train(own, optimizer, inputs[:half], targets[:half], criterion, 1)
            other = _train(own, optimizer, inputs[half:], targets[half:], criterion, 1)
            losses[name].append((one[0] + other[0]) / 2)
    return losses


def returns_the_last_loss(model, inputs, targets, criterion, optimizers, epochs):
    """Only the last loss of each optimizer is returned.

    How many numbers are there for a curve?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        trained = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
        losses[name] = trained[-1]
    return losses


def keeps_the_graphs(model, inputs, targets, criterion, optimizers, epochs):
    """The losses are tensors that still require grad, and keep their graphs alive.

    What does each entry of your list drag along?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model).train()
        optimizer = make(own.parameters())
        losses[name] = []
        for _ in range(epochs):
            optimizer.zero_grad()
            loss = criterion(own(inputs), targets)
            loss.backward()
            optimizer.step()
            losses[name].append(loss)
    return losses


def adds_a_last_loss(model, inputs, targets, criterion, optimizers, epochs):
    """The loss after the last update is in the list too.

    How many entries has the list, and how many epochs were there?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        trained = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
        with torch.no_grad():
            losses[name] = [*trained, criterion(own(inputs), targets).item()]
    return losses


def stops_when_nothing_moves(model, inputs, targets, criterion, optimizers, epochs):
    """It stops as soon as a loss is equal to the one before, or not finite.

    Does the contract speak of stopping early? Are all curves of one length?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        optimizer = make(own.parameters())
        losses[name] = []
        for _ in range(epochs):
            losses[name] += _train(own, optimizer, inputs, targets, criterion, 1)
            if losses[name][-1:] == losses[name][-2:-1]:
                break
    return losses


def mixes_up_the_names(model, inputs, targets, criterion, optimizers, epochs):
    """The losses are filed in alphabetical order of the names, the training was in another.

    Which list belongs to which name?
    """
    trained = []
    for make in optimizers.values():
        own = copy.deepcopy(model)
        trained.append(_train(own, make(own.parameters()), inputs, targets, criterion, epochs))
    return dict(zip(sorted(optimizers), trained, strict=True))


def uses_one_optimizer_for_all(model, inputs, targets, criterion, optimizers, epochs):
    """The same optimizer is used under every name.

    In which line of your loop does the callable of this name appear?
    """
    first = next(iter(optimizers.values()))
    losses = {}
    for name in optimizers:
        own = copy.deepcopy(model)
        losses[name] = _train(own, first(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def computes_in_single_precision(model, inputs, targets, criterion, optimizers, epochs):
    """Copies and data are made float32.

    Which dtype did the caller choose?
    """
    losses = {}
    inputs = inputs.float()
    targets = targets.float() if targets.is_floating_point() else targets
    for name, make in optimizers.items():
        own = copy.deepcopy(model).float()
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def normalises_the_inputs(model, inputs, targets, criterion, optimizers, epochs):
    """The inputs are centred in place.

    Who else looks at inputs?
    """
    inputs -= inputs.mean(0)
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    return losses


def leaves_gradients_off(model, inputs, targets, criterion, optimizers, epochs):
    """Gradients are switched off for good at the end.

    What does the next training step need?
    """
    losses = {}
    for name, make in optimizers.items():
        own = copy.deepcopy(model)
        losses[name] = _train(own, make(own.parameters()), inputs, targets, criterion, epochs)
    torch.set_grad_enabled(False)
    return losses


def takes_them_out_of_the_dict(model, inputs, targets, criterion, optimizers, epochs):
    """The optimizers are popped from the dict, which the caller finds empty.

    Whose dict is it that you take them from?
    """
    losses = {}
    for name in list(optimizers):
        own = copy.deepcopy(model)
        optimizer = optimizers.pop(name)(own.parameters())
        losses[name] = _train(own, optimizer, inputs, targets, criterion, epochs)
    return losses
