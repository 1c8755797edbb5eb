"""Devices by the names that checks have for them. Worker side: imports torch."""

from grader.devices.named import device_named, missing_devices

__all__ = ["device_named", "missing_devices"]
