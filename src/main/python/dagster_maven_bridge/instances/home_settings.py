"""The ``dagster.yaml`` in a home: the plugin's own, a copy that the plugin has made of the user's, or the user's."""

from pathlib import Path

_OWN_SETTINGS = (
    "# Written by dagster-maven-plugin; change it and it is used exactly as it says.\ntelemetry:\n  enabled: false\n"
)
# Programs know of a home by its folder alone: the goal `cli` leaves there what holds for its build, not for others.
_COPIED = "# Copied by dagster-maven-plugin for programs that it starts, from "


def users_settings_in(home: Path) -> Path | None:
    """The file with the user's own settings; None when there is none or what is there comes from the plugin."""
    file = home / "dagster.yaml"
    text = _text_of(file)
    return None if text is None or text == _OWN_SETTINGS or text.startswith(_COPIED) else file


def write_own_settings(home: Path) -> None:
    """Leaves the plugin's own settings in a home that has none of the user's."""
    file = home / "dagster.yaml"
    if _text_of(file) != _OWN_SETTINGS:
        # Never a part of it: that would be the user's settings.
        whole = file.with_name(".dagster.yaml.new")
        whole.write_text(_OWN_SETTINGS, encoding="utf-8")
        whole.replace(file)


def _text_of(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None
