"""What may become of a day or a folder, and why not."""

import re
from collections.abc import Mapping, Sequence

from hackday.dayfiles.schemas import Differences
from hackday.errors import Conflict, Invalid

_OWN = re.compile(r"day\.yaml|about\.md|sites\.csv|rubric\.yaml|challenges/[^/]+/(brief\.md|terms\.yaml)")


class SiteInAnotherZone(Conflict):
    code = "site_in_another_zone"

    def __init__(self, name: str, here: str, told: str) -> None:
        super().__init__(
            f"{name} is in {here} here and in {told} in sites.csv. The zone of a site comes from the people file: "
            "it holds for its rota as well."
        )


class FolderHasOtherFiles(Conflict):
    code = "folder_has_other_files"

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__("The folder holds what belongs to no day, so nothing was written:\n" + "\n".join(paths))


class FolderIsNotEmpty(Conflict):
    code = "folder_is_not_empty"

    def __init__(self) -> None:
        super().__init__("The folder is not empty. Choose a new one, or `hackday day mirror` to replace what is there.")


class FolderOfAnotherDay(Conflict):
    code = "folder_of_another_day"

    def __init__(self, slug: str) -> None:
        super().__init__(f"The folder's day.yaml does not say `slug: {slug}`, so nothing was written.")


class NothingToRead(Invalid):
    code = "nothing_to_read"

    def __init__(self) -> None:
        super().__init__("There is no day.yaml in the folder.")


def is_own(path: str) -> bool:
    """Whether a file at this path below the folder is one of a day's."""
    return _OWN.fullmatch(path) is not None


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Differences:
    both = sorted(before.keys() & after.keys())
    return Differences(
        created=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(path for path in both if before[path] != after[path]),
        removed=tuple(sorted(before.keys() - after.keys())),
        unchanged=tuple(path for path in both if before[path] == after[path]),
    )
