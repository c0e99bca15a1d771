"""What a definition says of itself before it is put together with others: its names, and whom it needs."""

from typing import Any


def names_of(definition: Any) -> tuple[str, ...]:
    """The names under which a definition is known: the keys of assets and checks, else its name."""
    keys = getattr(definition, "keys", None)
    if keys:
        return tuple(sorted(key.to_user_string() for key in keys))
    if checks := check_names_of(definition):
        return checks
    key = getattr(definition, "key", None)
    if key is not None:
        return (key.to_user_string(),)
    name = getattr(definition, "name", None)
    return (name,) if isinstance(name, str) else ()


def check_names_of(definition: Any) -> tuple[str, ...]:
    """The asset checks that a definition makes, each behind its asset: its function may make assets as well."""
    checks = getattr(definition, "check_keys", None) or ()
    return tuple(sorted(f"{key.asset_key.to_user_string()}:{key.name}" for key in checks))


def is_check(definition: Any) -> bool:
    """Whether a definition makes asset checks and no assets."""
    return not getattr(definition, "keys", None) and bool(check_names_of(definition))


def parents_of(definition: Any) -> set[str]:
    """The keys that assets or checks depend on."""
    deps = getattr(definition, "asset_deps", None) or {}
    checks = getattr(definition, "check_keys", None) or ()
    parents = {key.to_user_string() for group in deps.values() for key in group}
    return parents | {key.asset_key.to_user_string() for key in checks}


def launched_by(automation: Any) -> dict[str, Any]:
    """The jobs that a schedule or sensor launches, by name: their definitions, or None for such that it only names."""
    targets = getattr(automation, "targets", None)
    if targets is None:
        target = getattr(automation, "target", None)
        if target is None:
            # A schedule that follows the partitions of its job has nothing but that.
            job = getattr(automation, "job", None)
            return {} if job is None else {job.name: job}
        targets = [target]
    return {target.job_name: target.job_def if target.has_job_def else None for target in targets}
