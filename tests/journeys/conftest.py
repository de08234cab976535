"""A person before the window: the fixtures of the window's own tests."""

from tests.ui.conftest import *  # noqa: F403 - every fixture of the window serves here too
