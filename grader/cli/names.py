"""The names of the commands: no exercise may be called like one."""

COMMANDS = (
    "audit",
    "doctor",
    "init",
    "new",
    "properties",
    "schema",
    "strategies",
    "stub",
    "try",
    "unpack",
)
