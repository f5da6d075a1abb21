"""Where the shipped schedules are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from taper.facts import SchedulesMissingError, schedules_folder, where


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package of its own, as yet without schedules."""
    folder = tmp_path / "site" / "taper"
    (folder / "facts").mkdir(parents=True)
    monkeypatch.setattr(where, "__file__", str(folder / "facts" / "where.py"))
    return folder


def test_in_a_source_tree_they_lie_beside_the_package() -> None:
    """The running tree has both facts and plans."""
    assert {folder.name for folder in schedules_folder().iterdir()} >= {"facts", "plans"}


def test_what_was_installed_with_the_package_goes_first(package: Path) -> None:
    """A folder called schedules that happens to lie beside an installed package is not ours."""
    (package.parent / "schedules" / "facts").mkdir(parents=True)
    assert schedules_folder() == package.parent / "schedules"
    (package / "schedules" / "facts").mkdir(parents=True)
    assert schedules_folder() == package / "schedules"


def test_an_installation_without_them_says_where_it_looked(package: Path) -> None:
    """Both places and what to do next stand in the error."""
    with pytest.raises(SchedulesMissingError) as caught:
        schedules_folder()
    assert str(package / "schedules") in str(caught.value)
    assert "Install taper again." in str(caught.value)
