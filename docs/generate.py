"""Write the pages of docs/reference/ and the schemas: `make docs-reference`."""

from pathlib import Path

from grader.authoring import MADE, reference_pages, schema_files, write_files
from grader.cli import commands_page
from grader.vocabulary import BUILT_IN

REPOSITORY = Path(__file__).parents[1]


def made() -> dict[str, str]:
    """Every file that is made from the code, by its path in the repository."""
    pages = {**reference_pages(BUILT_IN), "commands.md": f"{MADE}\n{commands_page()}"}
    files = {f"docs/reference/{name}": text for name, text in pages.items()}
    return {**files, **schema_files(BUILT_IN)}


def main() -> None:
    """Write them all."""
    write_files(REPOSITORY, made())


if __name__ == "__main__":
    main()
