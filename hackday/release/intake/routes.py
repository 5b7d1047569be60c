"""HTTP to imports, saved mappings and cover rules, and back."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.people.schemas import Actor
from hackday.release.intake import cover_rule_changes, service
from hackday.release.intake.rules import MappingRefused, check_mapping
from hackday.release.intake.schemas import (
    CoverPage,
    CoverPreview,
    CoverRuleDraft,
    CoversDraft,
    FileFormat,
    FileMapping,
    Guess,
    MappingDraft,
    PastImport,
    RotaPreview,
    RuleCard,
    RulePreview,
    SavedMapping,
    ShiftsDraft,
)
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_MAPPING = "/rota/mappings/{mapping:uuid}"
_RULE = "/rota/rules/{rule:uuid}"
Name = Annotated[str | None, QueryParameter(max_length=200)]
_Request = Request[Any, Any, Any]


async def _file(request: _Request, name: str | None) -> tuple[bytes, FileMapping | None]:
    """The file and how it is written: the body itself, or the fields `file` and `mapping` (JSON) of a form."""
    saved = await service.mapping_named(name) if name else None
    if request.content_type[0] != "multipart/form-data":
        return await request.body(), saved
    form = await request.form()
    file, text = form.get("file"), form.get("mapping")
    data = await file.read() if isinstance(file, UploadFile) else str(file or "").encode()
    if not isinstance(text, str) or not text:
        return data, saved
    try:
        return data, check_mapping(msgspec.json.decode(text, type=FileMapping))
    except msgspec.DecodeError as error:
        raise MappingRefused(f"The mapping cannot be read: {error}") from None


@post("/rota/guess", operation_id="release_guess_mapping", opt=_SIGNED_IN, status_code=200)
async def guess_mapping(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    request: _Request,
    format: FromQuery[FileFormat] = FileFormat.CSV,
    cover: FromQuery[bool] = False,
) -> Guess:
    """How the file in the body seems to be written. Nothing is kept. Planners.

    Of a form's `mapping` the delimiter and the encoding are taken as given.
    """
    data, chosen = await _file(request, None)
    return await service.guess(actor, day, data, kind=format, is_cover=cover, chosen=chosen)


@post("/rota/imports", operation_id="release_import_rota", opt=_SIGNED_IN, status_code=200)
async def import_rota(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    request: _Request,
    format: FromQuery[FileFormat] = FileFormat.CSV,
    mapping: Name = None,
    source: Name = None,
    replace: FromQuery[bool] = False,
    dry_run: FromQuery[bool] = False,
    accept_broken: FromQuery[bool] = False,
) -> RotaPreview:
    """Take in the rota in the body, all of it or nothing; `dry_run` says what it would do. Planners, for their sites.

    `mapping` names a saved one, `source` is the file's name for the record. A form with the fields `file` and
    `mapping` (JSON) does as well as a body that is the file.
    """
    data, how = await _file(request, mapping)
    return await service.upload_rota(
        actor, day, data, kind=format, mapping=how, source=source or "upload", replace=replace, dry_run=dry_run,
        accept_broken=accept_broken,
    )  # fmt: skip


@post("/rota/shifts", operation_id="release_send_shifts", opt=_SIGNED_IN, status_code=200)
async def send_shifts(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[ShiftsDraft]) -> RotaPreview:
    """The same for a machine: shifts as JSON, their place in the list standing for the line."""
    return await service.send_shifts(actor, day, data)


@post("/rota/cover/imports", operation_id="release_import_cover", opt=_SIGNED_IN, status_code=200)
async def import_cover(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    request: _Request,
    format: FromQuery[FileFormat] = FileFormat.CSV,
    mapping: Name = None,
    source: Name = None,
    replace: FromQuery[bool] = False,
    dry_run: FromQuery[bool] = False,
    accept_broken: FromQuery[bool] = False,
) -> CoverPreview:
    """Take in minimums for their very stretches from the CSV file in the body. Planners, for their sites."""
    data, how = await _file(request, mapping)
    return await service.upload_cover(
        actor, day, data, kind=format, mapping=how, source=source or "upload", replace=replace, dry_run=dry_run,
        accept_broken=accept_broken,
    )  # fmt: skip


@post("/rota/cover", operation_id="release_send_cover", opt=_SIGNED_IN, status_code=200)
async def send_cover(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[CoversDraft]) -> CoverPreview:
    """The same for a machine, as JSON."""
    return await service.send_cover(actor, day, data)


@get("/rota/cover", operation_id="release_list_cover", opt=_SIGNED_IN)
async def list_cover(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    site: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> CoverPage:
    """Minimums from now on, and for each the rule that wins or that it was given in a file. Planners."""
    return await service.cover_page(actor, day, site=site, after=after, limit=limit)


@get("/rota/imports", operation_id="release_list_imports", opt=_SIGNED_IN)
async def list_imports(actor: NamedDependency[Actor], day: FromPath[str]) -> list[PastImport]:
    """The last imports of rota and cover. Planners."""
    return await service.past_imports(actor, day)


@get("/rota/mappings", operation_id="release_list_mappings", opt=_SIGNED_IN)
async def list_mappings(actor: NamedDependency[Actor], day: FromPath[str]) -> list[SavedMapping]:
    """How workforce tools write their files, by name. Planners."""
    return await service.list_mappings(actor, day)


@post("/rota/mappings", operation_id="release_add_mapping", opt=_SIGNED_IN)
async def add_mapping(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[MappingDraft]) -> SavedMapping:
    """Keep a mapping under a name. Planners of every site."""
    return await service.save_mapping(actor, day, None, data)


@put(_MAPPING, operation_id="release_change_mapping", opt=_SIGNED_IN)
async def change_mapping(
    actor: NamedDependency[Actor], day: FromPath[str], mapping: FromPath[UUID], data: JSONBody[MappingDraft]
) -> SavedMapping:
    """Rename and replace a mapping. Planners of every site."""
    return await service.save_mapping(actor, day, mapping, data)


@delete(_MAPPING, operation_id="release_remove_mapping", opt=_SIGNED_IN)
async def remove_mapping(actor: NamedDependency[Actor], day: FromPath[str], mapping: FromPath[UUID]) -> None:
    """Forget a mapping. Planners of every site."""
    await service.remove_mapping(actor, day, mapping)


@get("/rota/rules", operation_id="release_list_cover_rules", opt=_SIGNED_IN)
async def list_rules(actor: NamedDependency[Actor], day: FromPath[str]) -> list[RuleCard]:
    """Rules of minimum cover in the order in which they win. Planners."""
    return await cover_rule_changes.list_rules(actor, day)


@post("/rota/rules", operation_id="release_add_cover_rule", opt=_SIGNED_IN, status_code=200)
async def add_rule(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    data: JSONBody[CoverRuleDraft],
    dry_run: FromQuery[bool] = False,
    accept_broken: FromQuery[bool] = False,
) -> RulePreview:
    """Add a rule; `dry_run` says which minimums follow and whose release it breaks. Planners, for their sites."""
    return await cover_rule_changes.put_rule(actor, day, None, data, dry_run=dry_run, accept_broken=accept_broken)


@put(_RULE, operation_id="release_change_cover_rule", opt=_SIGNED_IN)
async def change_rule(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    rule: FromPath[UUID],
    data: JSONBody[CoverRuleDraft],
    dry_run: FromQuery[bool] = False,
    accept_broken: FromQuery[bool] = False,
) -> RulePreview:
    """Replace a rule. Planners, for their sites."""
    return await cover_rule_changes.put_rule(actor, day, rule, data, dry_run=dry_run, accept_broken=accept_broken)


@delete(_RULE, operation_id="release_remove_cover_rule", opt=_SIGNED_IN, status_code=200)
async def remove_rule(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    rule: FromPath[UUID],
    dry_run: FromQuery[bool] = False,
    accept_broken: FromQuery[bool] = False,
) -> RulePreview:
    """Take a rule away; its stretches follow the next that fits. Planners, for their sites."""
    return await cover_rule_changes.put_rule(actor, day, rule, None, dry_run=dry_run, accept_broken=accept_broken)


HANDLERS = [
    guess_mapping, import_rota, send_shifts, import_cover, send_cover, list_cover, list_imports, list_mappings,
    add_mapping, change_mapping, remove_mapping, list_rules, add_rule, change_rule, remove_rule,
]  # fmt: skip
