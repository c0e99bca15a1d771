"""Assets."""

from ..description import RepositoryDescription
from ..dispatch import operation
from ..model import Asset, AssetList, ListAssetsParameters
from ..narrowing import loaded_location, project_of, repositories
from ..runtime import Call, OperationError
from ..selection import resolve_assets


@operation
def list_(call: Call, parameters: ListAssetsParameters) -> AssetList:
    """Lists the assets that a selection matches in any of the repositories, or all of them."""
    location = loaded_location(call.session)
    select = parameters["select"]
    assets: list[Asset] = []
    unmatched: list[OperationError] = []
    for repository in repositories(call.session, parameters["location"], parameters["repository"]):
        description = RepositoryDescription(location.name, repository, project_of(call.session))
        try:
            keys = None if select is None else resolve_assets(repository.definition, select)
        except OperationError as error:
            unmatched.append(error)
            continue
        assets += description.assets(keys)
    if unmatched and not assets:
        raise unmatched[0]
    return {"assets": assets}
