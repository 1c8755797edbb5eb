"""Ways in which validate goes wrong."""

import copy
import weakref

import torch
from torch import nn

_MEASURED = {}


def forgets_eval_mode(model, loader, criterion, device):
    """The model stays in the mode in which it arrives, which may be train mode.

    Validate the same model twice. Do you get the same number?
    """
    model.to(device)
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def sets_eval_mode_after_the_loop(model, loader, criterion, device):
    """Eval mode is set once the passes are over.

    By which line does the mode have to be set for the first batch?
    """
    model.to(device)
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    model.eval()
    return total / samples, 100 * correct / samples


def goes_back_to_train_mode_in_the_loop(model, loader, criterion, device):
    """Train mode is put back inside the loop, so only the first batch runs in eval mode.

    In which mode does the second batch find the model? Look at the indentation.
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
            model.train()
    return total / samples, 100 * correct / samples


def switches_off_dropout_only(model, loader, criterion, device):
    """Only dropout is put into eval mode.

    Which kinds of layer behave differently in the two modes? Did you reach all of them?
    """
    model.to(device)
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def leaves_autograd_on(model, loader, criterion, device):
    """Gradients are not disabled during the passes.

    Will anybody call backward on these losses? What is kept in memory in case somebody does?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        total += criterion(outputs, targets).item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def turns_autograd_off_for_good(model, loader, criterion, device):
    """Autograd is switched off for the whole program and never switched on again.

    What will the next training epoch find when it calls backward?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    torch.set_grad_enabled(False)
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        total += criterion(outputs, targets).item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def freezes_the_parameters(model, loader, criterion, device):
    """The parameters no longer require grad afterwards.

    Can the model still be trained once your function has seen it?
    """
    model.to(device)
    model.eval()
    model.requires_grad_(False)
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def goes_backward(model, loader, criterion, device):
    """The validation loss is back-propagated into the model's gradients.

    Is the model allowed to learn anything from validation data? Who reads .grad next?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        total += loss.item() * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def clears_the_gradients(model, loader, criterion, device):
    """The gradients that the caller left in the model are cleared.

    Might the caller still need what is in .grad?
    """
    model.to(device)
    model.eval()
    model.zero_grad()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def averages_the_batch_means(model, loader, criterion, device):
    """Every batch's loss counts the same, however small the batch is.

    Two batches, of 4 and 1 samples: how much should each loss count?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item()
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / len(list(loader)), 100 * correct / samples


def weighs_all_batches_like_the_first(model, loader, criterion, device):
    """Every batch is weighted with the loader's batch size.

    Is the last batch as large as the others?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * loader.batch_size
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def divides_by_the_data_sets_size(model, loader, criterion, device):
    """Loss and accuracy are divided by the size of the data set, whatever the loader yielded.

    Did the loader hand you every sample of its data set? Read what drop_last does.
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    samples = len(loader.dataset)
    return total / samples, 100 * correct / samples


def looks_at_the_first_batch_only(model, loader, criterion, device):
    """Only the first batch is evaluated.

    How many of the validation samples did you look at?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
            break
    return total / samples, 100 * correct / samples


def leaves_out_the_last_batch(model, loader, criterion, device):
    """A last batch that is smaller than the others is skipped.

    Count the samples that your model saw. Is any of them missing?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            if samples and len(inputs) < loader.batch_size:
                continue
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def returns_a_fraction(model, loader, criterion, device):
    """The accuracy is a fraction between 0 and 1.

    Which unit does the task ask for?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, correct / samples


def averages_the_batch_accuracies(model, loader, criterion, device):
    """The accuracy is the mean of the batches' accuracies.

    Two batches, of 4 and 1 samples: how much should each accuracy count?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).double().mean().item()
            samples += len(inputs)
    return total / samples, 100 * correct / len(list(loader))


def returns_the_error_rate(model, loader, criterion, device):
    """The per cent of wrong samples is returned.

    What should the number be if every sample is right?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 - 100 * correct / samples


def cuts_the_accuracy_to_a_whole_number(model, loader, criterion, device):
    """The accuracy is divided as whole numbers are, and loses what stands behind the point.

    What do 100 * 2 / 3 and 100 * 2 // 3 give?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100.0 * correct // samples


def looks_for_the_largest_in_each_column(model, loader, criterion, device):
    """The largest logit is looked for in each column instead of in each row.

    Which axis holds the classes?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            columns = outputs.argmax(dim=0)[: len(targets)]
            correct += (columns == targets[: len(columns)]).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def counts_confident_answers_only(model, loader, criterion, device):
    """A sample counts as right only if its class has a probability above one half.

    Three classes with probabilities 0.4, 0.3 and 0.3: which one is the answer?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            chosen = outputs.softmax(dim=1)[torch.arange(len(targets)), targets]
            correct += (chosen > 0.5).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def returns_the_accuracy_first(model, loader, criterion, device):
    """The accuracy is returned first, the loss second.

    In which order does the docstring name the two?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return 100 * correct / samples, total / samples


def returns_a_loss_with_its_graph(model, loader, criterion, device):
    """The losses are added up with their graphs, and the result still requires grad.

    What does a loss tensor carry besides its value, and does anybody need it here?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        outputs = model(inputs)
        total = total + criterion(outputs, targets) * len(inputs)
        correct += (outputs.argmax(dim=1) == targets).sum().item()
        samples += len(inputs)
    return total / samples, 100 * correct / samples


def applies_softmax_first(model, loader, criterion, device):
    """The criterion is given probabilities instead of logits.

    Read what the loss expects: probabilities or scores?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs.softmax(dim=1), targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def uses_a_criterion_of_its_own(model, loader, criterion, device):
    """The criterion that was given is ignored for cross entropy.

    Where do you use the argument criterion?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += nn.functional.cross_entropy(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def flattens_only_images_of_one_size(model, loader, criterion, device):
    """Every input is reshaped to rows of 784 numbers.

    Which part of the code should know the shape of an image: the loop, or the model?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            inputs = inputs.view(-1, 784) if inputs.dim() > 2 else inputs
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def forces_float32(model, loader, criterion, device):
    """Model and batches are turned into float32.

    What precision does a model in double precision have after your function?
    """
    model.to(device)
    model.float()
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.float().to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def changes_the_data(model, loader, criterion, device):
    """The inputs are centred in place, in the loader's own memory.

    Would a second validation see the same data?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            inputs -= inputs.mean()
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def starts_every_model_anew(model, loader, criterion, device):
    """The weights are set back to fresh ones before they are measured.

    Which weights does the caller want to know about?
    """
    model.to(device)
    model.eval()
    for module in model.modules():
        if isinstance(module, nn.Linear):
            module.reset_parameters()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def remembers_the_first_result(model, loader, criterion, device):
    """The result of the first call is kept for the model and returned ever after.

    The weights have changed since. Has your number?
    """
    if id(model) in _MEASURED and _MEASURED[id(model)][0]() is model:
        return _MEASURED[id(model)][1]
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    result = total / samples, 100 * correct / samples
    _MEASURED[id(model)] = weakref.ref(model), result
    return result


def never_moves_the_model(model, loader, criterion, device):
    """The batches are moved to the device, the model is not.

    Where do the weights live when the first batch meets them?
    """
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def never_moves_the_targets(model, loader, criterion, device):
    """The inputs are moved to the device, the targets are not.

    For each tensor in the line of the loss: on which device does it live?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs = inputs.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def throws_the_moved_batch_away(model, loader, criterion, device):
    """The results of inputs.to(device) and targets.to(device) are not used.

    Does .to change a tensor, or return another one? Is it the same for a module?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs.to(device)
            targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def picks_a_device_of_its_own(model, loader, criterion, device):
    """The device that was passed in is ignored for whatever the machine offers.

    Who decides where to validate: your function, or whoever calls it?
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def keeps_only_the_kind_of_device(model, loader, criterion, device):
    """Of the device only the type is used: of several GPUs it is always the current one.

    What does device.type say about the third GPU of a machine?
    """
    device = torch.device(device.type)
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def measures_a_copy(model, loader, criterion, device):
    """A copy of the model is moved and measured, the caller's model stays behind.

    On which device are the weights of the caller's model afterwards?
    """
    model = copy.deepcopy(model).to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def moves_the_model_back(model, loader, criterion, device):
    """When all is measured, the model is moved back to the CPU.

    Where does the caller expect to find the model?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(inputs)
    model.cpu()
    return total / samples, 100 * correct / samples


def counts_with_targets_on_the_cpu(model, loader, criterion, device):
    """The predictions are brought to the CPU to be counted, the targets are not.

    For each tensor in the comparison: on which device does it live?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            correct += (outputs.argmax(dim=1).cpu() == targets).sum().item()
            samples += len(inputs)
    return total / samples, 100 * correct / samples


def counts_in_numpy(model, loader, criterion, device):
    """The predictions are turned into NumPy where they are.

    Which memory can NumPy read?
    """
    model.to(device)
    model.eval()
    total, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(inputs)
            predicted = outputs.numpy().argmax(axis=1)
            correct += int((predicted == targets.numpy()).sum())
            samples += len(inputs)
    return total / samples, 100 * correct / samples
