from torch.nn.functional import l1_loss as mean_of_differences

__all__ = ["mean_of_differences"]
