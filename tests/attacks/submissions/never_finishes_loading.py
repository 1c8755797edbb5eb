"""Loop for ever while the file is imported."""

while True:
    pass
