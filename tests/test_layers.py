"""The rooms of the house stand on each other in one direction, and the conversation stays pure."""

from __future__ import annotations

from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parent.parent


def test_every_import_keeps_the_layers() -> None:
    """import-linter finds no broken contract of pyproject.toml."""
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_no_file_is_longer_than_250_lines() -> None:
    """A file that nobody can hold in the head is two files."""
    folders = ("bot", "channels", "bridge", "tests")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    long = {
        str(path.relative_to(ROOT)): length for path in found if (length := len(path.read_text().splitlines())) > 250
    }
    assert len(found) > 100
    assert long == {}
