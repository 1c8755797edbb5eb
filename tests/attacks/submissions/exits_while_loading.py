"""Leave while the file is imported, as a test runner would."""

import sys

sys.exit(0)
