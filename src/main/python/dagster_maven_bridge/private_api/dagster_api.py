"""Dagster's private interfaces that loading and selecting need, gathered here. They hold for Dagster 1.10 to 1.13.

Import this module only when Dagster is to be imported.
"""

import contextlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from traceback import walk_tb
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from dagster import AssetSpec


class _DeferredModule(ModuleType):
    """A package whose own code runs at the first use of one of its names, not when a module in it is imported."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        assert self.__spec__ is not None and self.__spec__.loader is not None
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def _defer_test_utilities() -> None:
    # To know the class LazyDefinitions Dagster imports a module of this package whenever it loads definitions; its
    # other code, with the storages and SQLAlchemy behind it, is as much again as `import dagster`.
    name = "dagster._utils.test"
    if name not in sys.modules and (spec := importlib.util.find_spec(name)) is not None:
        module = importlib.util.module_from_spec(spec)
        module.__class__ = _DeferredModule
        sys.modules[name] = module


_defer_test_utilities()

import dagster
from dagster import AssetSelection, RepositoryDefinition
from dagster._core.code_pointer import CodePointer, load_python_file, load_python_module
from dagster._core.definitions.definitions_load_context import DefinitionsLoadContext, DefinitionsLoadType
from dagster._core.definitions.reconstruct import (
    ReconstructableRepository,
    repository_def_from_target_def,
)
from dagster._core.workspace.autodiscovery import loadable_targets_from_loaded_module

VERSION: str = dagster.__version__


def origins_of_module(module: str, attribute: str | None, working_directory: str) -> list[Any]:
    """A code location for a module."""
    from dagster._core.workspace.load import location_origin_from_module_name

    return [location_origin_from_module_name(module, attribute, working_directory)]


def origins_of_package(package: str, attribute: str | None, working_directory: str) -> list[Any]:
    """A code location for a package."""
    from dagster._core.workspace.load import location_origin_from_package_name

    return [location_origin_from_package_name(package, attribute, working_directory)]


def origins_of_file(file: str, attribute: str | None, working_directory: str) -> list[Any]:
    """A code location for a file."""
    from dagster._core.workspace.load import location_origin_from_python_file

    return [location_origin_from_python_file(file, attribute, working_directory)]


def origins_of_defs_module(module: str, working_directory: str) -> list[Any]:
    """A code location for a module of components."""
    from dagster._core.workspace.load import location_origin_from_autoload_defs_module_name

    return [location_origin_from_autoload_defs_module_name(module, working_directory)]


def origins_of_workspace(files: list[str]) -> list[Any]:
    """The code locations of workspace files, a later one replacing an earlier one of the same name."""
    from dagster._core.workspace.load import location_origins_from_yaml_paths

    return list(location_origins_from_yaml_paths(files))


def origins_of_pyproject(file: str) -> list[Any]:
    """The code locations of ``[tool.dagster]`` or ``[tool.dg]``; modules are imported from the working directory."""
    from dagster._core.workspace.load_target import get_origins_from_toml

    return list(get_origins_from_toml(file))


def loadable_of(origin: Any) -> Any:
    """What a code location is loaded from; None for one that is a server."""
    # Its module has moved in between, so the class is known by its name.
    is_code = any(base.__name__ == "ManagedGrpcPythonEnvCodeLocationOrigin" for base in type(origin).__mro__)
    return origin.loadable_target_origin if is_code else None


def loading(loadable: Any) -> AbstractContextManager[Any]:
    """What Dagster's code server sets up around the loading of a code location."""
    DefinitionsLoadContext.set(DefinitionsLoadContext(DefinitionsLoadType.INITIALIZATION, repository_load_data=None))
    from dagster._core.types import loadable_target_origin

    enter = getattr(loadable_target_origin, "enter_loadable_target_origin_load_context", None)
    return enter(loadable) if enter is not None else contextlib.nullcontext()


def import_code(loadable: Any) -> ModuleType:
    """Imports the file or module of a code location."""
    if loadable.python_file:
        file: ModuleType = load_python_file(loadable.python_file, loadable.working_directory)
        return file
    module: ModuleType = load_python_module(loadable.module_name or loadable.package_name, loadable.working_directory)
    return module


def load_components(module: str, working_directory: str | None) -> object:
    """The definitions of a module of components."""
    return _pointer_to_components(module, working_directory).load_target()


def _pointer_to_components(module: str, working_directory: str | None) -> Any:
    # Since 1.10.19; no target of an earlier version is a module of components.
    from dagster._core.code_pointer import AutoloadDefsModuleCodePointer

    return AutoloadDefsModuleCodePointer(module=module, working_directory=working_directory)


def loadable_targets(module: ModuleType) -> Sequence[tuple[str, object]]:
    """What the command line would load from a module, by attribute."""
    return [(target.attribute, target.target_definition) for target in loadable_targets_from_loaded_module(module)]


def is_loadable(value: object) -> bool:
    """Whether the command line would load it when its attribute is named."""
    from dagster import Definitions, GraphDefinition, JobDefinition

    lazy = _lazy_definitions()
    kinds = (Definitions, RepositoryDefinition, JobDefinition, GraphDefinition)
    return isinstance(value, kinds) or (lazy is not None and isinstance(value, lazy))


def gathers(target: object) -> bool:
    """Whether a loadable target names what is to be loaded, rather than being a part of it."""
    from dagster import Definitions

    lazy = _lazy_definitions()
    return isinstance(target, (Definitions, RepositoryDefinition)) or (lazy is not None and isinstance(target, lazy))


def _lazy_definitions() -> type[Any] | None:
    """The class of what ``@definitions`` makes; None before 1.10.19, which has no components."""
    try:
        from dagster.components.definitions import LazyDefinitions
    except ImportError:
        return None
    found: type[Any] = LazyDefinitions
    return found


def repository_of(target: object) -> RepositoryDefinition | None:
    """The repository around a loadable target; None when it is not loadable."""
    return repository_def_from_target_def(target)


def pointer_to(loadable: Any, attribute: str) -> CodePointer:
    """What a worker process loads a repository from."""
    if loadable.python_file:
        return CodePointer.from_python_file(loadable.python_file, attribute, loadable.working_directory)
    if loadable.module_name:
        return CodePointer.from_module(loadable.module_name, attribute, loadable.working_directory)
    if loadable.package_name:
        return CodePointer.from_python_package(loadable.package_name, attribute, loadable.working_directory)
    pointer: CodePointer = _pointer_to_components(loadable.autoload_defs_module_name, loadable.working_directory)
    return pointer


def reconstructable(pointer: CodePointer, definition: RepositoryDefinition) -> ReconstructableRepository:
    """The repository as a worker process is told to load it."""
    return ReconstructableRepository(
        pointer, executable_path=sys.executable, repository_load_data=definition.repository_load_data
    )


def check_partitions(repository: RepositoryDefinition) -> None:
    """Checks the partition mappings of all assets."""
    graph: Any = repository.asset_graph
    check = getattr(graph, "validate_partitions", None) or getattr(graph, "validate_partition_mappings", None)
    # The first versions of 1.10 check nothing but what each asset says itself, when it is defined.
    if check is not None:
        check()


def parse_selection(text: str) -> AssetSelection:
    """An asset selection in the syntax of the installed Dagster; raises when it is not one."""
    from dagster._core.definitions.antlr_asset_selection.antlr_asset_selection import AntlrAssetSelectionParser

    return AntlrAssetSelectionParser(text).asset_selection


def syntax_error_at(text: str) -> int | None:
    """The position in a text at which the parser stumbles; None when it does not, or does not say where."""
    try:
        parse_selection(text)
    except Exception as error:
        said = re.search(r"line (\d+), column (\d+)", str(error))
        if said is not None:
            lines = text.split("\n")[: int(said[1]) - 1]
            return sum(len(line) + 1 for line in lines) + int(said[2])
    return None


def parse_clause(text: str) -> AssetSelection:
    """One clause of the older syntax, ``+key``, ``key++``, ``*key``; raises when it is not one."""
    return AssetSelection.from_string(text)


def parts_of(selection: AssetSelection) -> Iterator[AssetSelection]:
    """The selections that a selection is made of; none for one that stands alone."""
    for name in ("operands", "child", "left", "right"):
        part: Any = getattr(selection, name, None)
        if isinstance(part, AssetSelection):
            yield part
        elif isinstance(part, (list, tuple)):
            yield from part


def graph_of_specs(*, made: "Iterable[AssetSpec]", external: "Iterable[AssetSpec]") -> Any:
    """A graph of assets of which no more is known than their specs; it may have circles."""
    from dagster import AssetsDefinition, multi_asset

    # The graph of Definitions checks more, and takes ten times as long.
    try:
        from dagster._core.definitions.assets.graph.asset_graph import AssetGraph
    except ImportError:
        from dagster._core.definitions.asset_graph import AssetGraph

    def never_called() -> None:
        """Makes the assets materialisable."""

    definitions = [multi_asset(name=f"asset_{number}", specs=[spec])(never_called) for number, spec in enumerate(made)]
    return AssetGraph.from_assets([*definitions, *(AssetsDefinition(specs=[spec]) for spec in external)])


def public_jobs(repository: RepositoryDefinition) -> list[Any]:
    """The jobs of a repository without the hidden ones that Dagster makes for assets, schedules and sensors."""
    return [job for job in repository.get_all_jobs() if not job.name.startswith(("__ASSET_JOB", "__anonymous_"))]


def assets_definition(repository: RepositoryDefinition, key: Any) -> Any:
    """The AssetsDefinition behind a key; None when the graph knows the key only as a dependency."""
    node: Any = repository.asset_graph.get(key)
    return getattr(node, "assets_def", None)


def definitions_of(target: object) -> Any:
    """The Definitions that a loadable target is or makes; None when it is something else."""
    from dagster import Definitions

    lazy = _lazy_definitions()
    if lazy is not None and isinstance(target, lazy):
        target = cast(Callable[[], object], target)()
    return target if isinstance(target, Definitions) else None


def stand_ins(keys: Sequence[str]) -> list[Any]:
    """External assets with the keys."""
    from dagster import AssetKey, AssetSpec

    return [AssetSpec(AssetKey.from_user_string(key)) for key in keys]


def assemble(**definitions: Any) -> None:
    """Puts definitions together and checks them, as loading a code location does; raises what Dagster raises."""
    from dagster import Definitions

    repository = Definitions(**definitions).get_repository_def()
    repository.load_all_definitions()
    check_partitions(repository)


class Code(NamedTuple):
    """Which file or module a repository comes from, and by which attribute; none for a folder of definitions."""

    file: str | None
    module: str | None
    attribute: str | None


def code_of(repository: ReconstructableRepository) -> Code:
    """Where a repository is loaded from."""
    pointer: Any = repository.pointer
    attribute = getattr(pointer, "fn_name", None) or getattr(pointer, "attribute", None)
    return Code(getattr(pointer, "python_file", None), getattr(pointer, "module", None), attribute)


def is_chain_too_long(error: RecursionError) -> bool:
    """Whether Dagster gave up a graph: it visits what depends on one another by a call within the call before."""
    from dagster._core.definitions import graph_definition

    codes = [frame.f_code for frame, _ in walk_tb(error.__traceback__) if frame.f_globals is vars(graph_definition)]
    return sum(code.co_name == "visit" for code in codes) > len(codes) // 2
