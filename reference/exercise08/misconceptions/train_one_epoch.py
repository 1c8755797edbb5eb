"""Ways in which train_one_epoch goes wrong."""

import torch
from torch import nn


def never_zeroes_gradients(model, loader, criterion, optimizer, device):
    """Gradients are never set to zero.

    Whose gradients are in .grad when the second batch arrives?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def zeroes_gradients_only_after_the_step(model, loader, criterion, optimizer, device):
    """Gradients are set to zero after each step, but not before the first.

    Can you be sure that .grad is empty when your function starts?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def zeroes_gradients_before_the_step(model, loader, criterion, optimizer, device):
    """The new gradients are set to zero before the optimizer has read them.

    What does the optimizer read when it steps?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def steps_once_an_epoch(model, loader, criterion, optimizer, device):
    """There is a single step, after the loop.

    How many updates do you expect in an epoch of five batches?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    optimizer.zero_grad()
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    optimizer.step()
    return total / samples, 100 * correct / samples


def never_sets_train_mode(model, loader, criterion, optimizer, device):
    """The model stays in the mode in which it arrives.

    In which mode did the last validation leave the model?
    """
    model.to(device)
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def averages_the_batch_means(model, loader, criterion, optimizer, device):
    """Every batch's loss counts the same, however small the batch is.

    Two batches, of 4 and 1 samples: how much should each loss count?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / len(list(loader)), 100 * correct / samples


def measures_the_loss_after_the_update(model, loader, criterion, optimizer, device):
    """The loss is computed anew after each step.

    Does the number describe the model before or after this update?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            total += criterion(model(inputs), targets).item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def weighs_all_batches_like_the_first(model, loader, criterion, optimizer, device):
    """Every batch is weighted with the loader's batch size.

    Is the last batch as large as the others?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * loader.batch_size
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def divides_by_the_data_sets_size(model, loader, criterion, optimizer, device):
    """Loss and accuracy are divided by the size of the data set, whatever the loader yielded.

    Did the loader hand you every sample of its data set? Read what drop_last does.
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    samples = len(loader.dataset)
    return total / samples, 100 * correct / samples


def returns_a_fraction(model, loader, criterion, optimizer, device):
    """The accuracy is a fraction between 0 and 1.

    Which unit does the task ask for?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, correct / samples


def averages_the_batch_accuracies(model, loader, criterion, optimizer, device):
    """The accuracy is the mean of the batches' accuracies.

    Two batches, of 4 and 1 samples: how much should each accuracy count?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).double().mean().item()
        samples += len(inputs)
    return total / samples, 100 * correct / len(list(loader))


def returns_the_last_batchs_accuracy(model, loader, criterion, optimizer, device):
    """The accuracy is that of the last batch.

    Which batches does your accuracy know about?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct = (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / len(inputs)


def cuts_the_accuracy_to_a_whole_number(model, loader, criterion, optimizer, device):
    """The accuracy is divided as whole numbers are, and loses what stands behind the point.

    What do 100 * 2 / 3 and 100 * 2 // 3 give?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100.0 * correct // samples


def measures_the_accuracy_after_the_update(model, loader, criterion, optimizer, device):
    """After each step the batch goes through the model again, and that is what is counted.

    Which outputs was the loss computed from, and which ones do you count?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        with torch.no_grad():
            again = model(inputs)
        correct += (again.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def measures_the_accuracy_in_eval_mode(model, loader, criterion, optimizer, device):
    """Each batch is passed through the model in eval mode, before its step, for the accuracy.

    Are the outputs that you count those that the loss was computed from?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        model.eval()
        with torch.no_grad():
            calm = model(inputs)
        model.train()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (calm.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def passes_twice_for_the_accuracy(model, loader, criterion, optimizer, device):
    """A second pass in train mode is made for the accuracy.

    What does a pass in train mode change besides its output?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        with torch.no_grad():
            second = model(inputs)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (second.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def looks_for_the_largest_in_each_column(model, loader, criterion, optimizer, device):
    """The largest logit is looked for in each column instead of in each row.

    Which axis holds the classes?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        columns = outputs.argmax(dim=0)[: len(targets)]
        correct += (columns == targets[: len(columns)]).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def counts_positive_logits_as_yes(model, loader, criterion, optimizer, device):
    """A class counts as the answer if its logit is positive.

    Do the logits have to be positive for the largest to be the answer?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        chosen = outputs[torch.arange(len(targets)), targets]
        correct += (chosen > 0).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def returns_the_accuracy_first(model, loader, criterion, optimizer, device):
    """The accuracy is returned first, the loss second.

    In which order does the docstring name the two?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return 100 * correct / samples, total / samples


def keeps_the_graphs(model, loader, criterion, optimizer, device):
    """The losses are added up with their graphs, and the result still requires grad.

    What does a loss tensor carry besides its value?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total = total + loss * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def leaves_out_the_last_batch(model, loader, criterion, optimizer, device):
    """A last batch that is smaller than the others is skipped.

    Count the samples that your model saw. Is any of them missing?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        if samples and len(inputs) < loader.batch_size:
            continue
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def scales_the_loss_before_backward(model, loader, criterion, optimizer, device):
    """The loss is multiplied by the batch size before it is differentiated.

    Do you scale the number that you report, or the one that you differentiate?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets) * len(inputs)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def applies_softmax_first(model, loader, criterion, optimizer, device):
    """The criterion is given probabilities instead of logits.

    Read what the loss expects: probabilities or scores?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs.softmax(dim=1), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def uses_a_criterion_of_its_own(model, loader, criterion, optimizer, device):
    """The criterion that was given is ignored for cross entropy.

    Where do you use the argument criterion?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = nn.functional.cross_entropy(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def rebuilds_the_optimizer(model, loader, criterion, optimizer, device):
    """The optimizer is made anew for each epoch, with the same settings.

    What should survive from one epoch to the next?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    own = type(optimizer)(optimizer.param_groups, **optimizer.defaults)
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        own.zero_grad()
        loss.backward()
        own.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def flattens_only_images_of_one_size(model, loader, criterion, optimizer, device):
    """Every input is reshaped to rows of 784 numbers.

    Which part of the code should know the shape of an image: the loop, or the model?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        inputs = inputs.view(-1, 784) if inputs.dim() > 2 else inputs
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def forces_float32(model, loader, criterion, optimizer, device):
    """Model and batches are turned into float32.

    What precision does a model in double precision have after your function?
    """
    model.to(device)
    model.float()
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.float().to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def changes_the_data(model, loader, criterion, optimizer, device):
    """The inputs are centred in place, in the loader's own memory.

    Who iterates over the same data in the next epoch?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        inputs -= inputs.mean()
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def turns_autograd_off_for_good(model, loader, criterion, optimizer, device):
    """Autograd is switched off for the accuracy and never switched on again.

    What does the next call of backward find?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    torch.set_grad_enabled(False)
    return total / samples, 100 * correct / samples


def unfreezes_the_model(model, loader, criterion, optimizer, device):
    """All parameters are made to require grad.

    Who froze that layer, and may you undo it?
    """
    model.to(device)
    model.requires_grad_()
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def never_moves_the_model(model, loader, criterion, optimizer, device):
    """The batches are moved to the device, the model is not.

    Where do the weights live when the first batch meets them?
    """
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def never_moves_the_targets(model, loader, criterion, optimizer, device):
    """The inputs are moved to the device, the targets are not.

    For each tensor in the line of the loss: on which device does it live?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs = inputs.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def throws_the_moved_batch_away(model, loader, criterion, optimizer, device):
    """The results of inputs.to(device) and targets.to(device) are not used.

    Does .to change a tensor, or return another one? Is it the same for a module?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs.to(device)
        targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def picks_a_device_of_its_own(model, loader, criterion, optimizer, device):
    """The device that was passed in is ignored for whatever the machine offers.

    Who decides where to train: your function, or whoever calls it?
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def keeps_only_the_kind_of_device(model, loader, criterion, optimizer, device):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    device = torch.device(device.type)
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def moves_the_model_back(model, loader, criterion, optimizer, device):
    """When the epoch is over, the model is moved back to the CPU.

    Where does the caller expect to find the model?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    model.cpu()
    return total / samples, 100 * correct / samples


def counts_with_targets_on_the_cpu(model, loader, criterion, optimizer, device):
    """The predictions are brought to the CPU to be counted, the targets are not.

    For each tensor in the comparison: on which device does it live?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1).cpu() == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def counts_in_numpy(model, loader, criterion, optimizer, device):
    """The predictions are turned into NumPy where they are.

    Which memory can NumPy read?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        predicted = outputs.detach().numpy().argmax(axis=1)
        correct += int((predicted == targets.numpy()).sum())
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def counts_in_a_tensor_on_the_cpu(model, loader, criterion, optimizer, device):
    """The right samples are counted in a new tensor on the CPU.

    Where does a tensor live that you make without saying where?
    """
    model.to(device)
    model.train()
    total, correct, samples = 0.0, torch.zeros(1, dtype=torch.int64), 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum()
        samples += len(inputs)
    return total / samples, 100 * correct.item() / samples
