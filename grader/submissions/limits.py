"""What a submission may hold at most. The how-to for students shows these numbers as a table."""

from __future__ import annotations

KB, MB = 1_000, 1_000_000

MAX_SOURCE_BYTES = 250 * KB  # one Python file, or the code of a notebook
MAX_SOURCES_BYTES = 2 * MB  # all Python files together
# The judge looks into sources as trees, whose size does not follow from bytes: `a;a;a;` makes ten
# times the tree of honest code. It follows from words and signs: this many take 0.4 s and 100 MB
# to parse at worst, and are some 5,000 lines.
MAX_WORDS = 50_000
MAX_BYTES = 20 * MB  # one zip, tar or notebook, as it lies there, or all the files that are read
MAX_UNPACKED_BYTES = 50 * MB  # a tar, which can only be read from its start to its end
MAX_FILES = 200  # Python files and notebooks
MAX_ENTRIES = 10_000  # everything that a folder or archive holds, ignored files too
MAX_DEPTH = 10  # parts of a path, the file's own name among them
MAX_NAME = 255  # characters of each part

# Text packs ten to one, seldom thirty to one; deflate cannot do better than a thousand to one.
MAX_RATIO = 200  # bytes for each byte that they were packed into
UNSUSPICIOUS_BYTES = 100 * KB  # so little may be packed as well as it can be

MAX_CELLS = 1_000  # code cells of a notebook
MAX_CONTAINERS = 200_000  # lists and objects in a notebook's JSON: it bounds the memory they take


def in_words(size: int) -> str:
    """A limit as people say it: 250 kB, 20 MB."""
    return f"{size // MB} MB" if size >= MB else f"{size // KB} kB"
