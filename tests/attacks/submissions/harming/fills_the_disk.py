"""Fill the scratch folder: with a large file, many small ones, deep folders, unlinked ones.

Task: exercise03/predict
"""

import os


def tries(write):
    try:
        write()
    except OSError:
        pass


def deep():
    for _ in range(200):
        os.mkdir("d" * 100)
        os.chdir("d" * 100)


def many():
    for number in range(3000):
        open(f"small{number}", "w").close()


def large():
    for number in range(12):
        with open(f"large{number}", "wb") as file:
            file.write(bytes(15 * 2**20))


def unlinked():
    for number in range(12):
        file = os.open(f"gone{number}", os.O_CREAT | os.O_RDWR)
        os.unlink(f"gone{number}")
        os.write(file, bytes(15 * 2**20))


def predict(model, inputs):
    for write in (unlinked, large, many, deep):
        tries(write)
    while True:
        pass
