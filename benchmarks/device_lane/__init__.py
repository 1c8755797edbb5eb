"""What `benchmarks/devices.py` is made of: the same runs on the CPU and on another device."""
