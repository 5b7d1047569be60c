"""A folder with a day's files. What belongs to no day is never written over and never removed."""

import os
from collections.abc import Mapping
from pathlib import Path

from hackday.dayfiles import rules
from hackday.dayfiles.reading import slug_in
from hackday.dayfiles.schemas import Differences


def load(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path there; a foreign one or a link without its content.

    Hidden entries, such as .git, are passed over.
    """
    found: dict[str, bytes] = {}
    for here, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*names, *links):
            file = Path(here) / name
            path = file.relative_to(folder).as_posix()
            if not name.startswith("."):
                found[path] = file.read_bytes() if rules.is_own(path) and not _is_odd(file) else b""
    return found


def export(folder: Path, files: Mapping[str, bytes]) -> None:
    """Into a new or empty folder. Raises FolderIsNotEmpty."""
    if load(folder):
        raise rules.FolderIsNotEmpty
    _put(folder, files, files)


def mirror(folder: Path, files: Mapping[str, bytes], slug: str) -> Differences:
    """Make the folder hold these files of the day and no others.

    Raises FolderHasOtherFiles or FolderOfAnotherDay, before anything is written.
    """
    here = load(folder)
    if other := sorted(path for path in here if not rules.is_own(path) or _is_odd(folder / path)):
        raise rules.FolderHasOtherFiles(other)
    if here and slug_in(here) != slug:
        raise rules.FolderOfAnotherDay(slug)
    made = rules.differences(here, files)
    _put(folder, files, (*made.created, *made.changed))
    for path in made.removed:
        (folder / path).unlink()
        parent = (folder / path).parent
        while parent != folder and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
    return made


def _is_odd(file: Path) -> bool:
    """A link, or no plain file: writing there would reach outside the folder."""
    return file.is_symlink() or not file.is_file()


def _put(folder: Path, files: Mapping[str, bytes], paths: Mapping[str, bytes] | tuple[str, ...]) -> None:
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.new")
        fresh.write_bytes(files[path])
        fresh.replace(file)
