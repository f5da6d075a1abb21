"""Where things lie, and what the person has chosen."""

from __future__ import annotations

import os
from datetime import time
from pathlib import Path

import pytest

from taper.core.daytimes import DEFAULT_TIMES
from taper.settings import (
    CHOICES,
    Settings,
    SettingsError,
    as_texts,
    change_setting,
    hash_of,
    paths_from,
    plan_key,
    plan_texts,
    read_settings,
)

SHORT_PATH = 100


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings would lie."""
    return tmp_path / "config" / "settings.toml"


def written(file: Path, content: str | bytes) -> Path:
    """The file with that content."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_one_variable_moves_everything_into_one_folder(tmp_path: Path) -> None:
    """TAPER_HOME holds config, store, socket, lock, log and facts."""
    paths = paths_from({"TAPER_HOME": str(tmp_path)})
    for path in (paths.config, paths.store, paths.lock, paths.log, paths.facts):
        assert path.parent == tmp_path
    assert paths.socket.is_relative_to(tmp_path)


def test_a_relative_home_is_the_same_wherever_a_process_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made whole at once."""
    monkeypatch.chdir(tmp_path)
    assert paths_from({"TAPER_HOME": "home"}).store == tmp_path / "home" / "taper.db"


def test_without_it_the_platform_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Config, data and the socket lie where the platform keeps such things."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    paths = paths_from({"XDG_RUNTIME_DIR": "/run/user/1"})
    assert paths.config.is_relative_to(tmp_path / "config")
    assert paths.store.is_relative_to(tmp_path / "data")
    assert paths.socket.is_relative_to("/run/user/1")


def test_without_a_runtime_folder_the_socket_lies_beside_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As under cron, or on a machine without one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    paths = paths_from({})
    assert paths.socket.parent == paths.store.parent


@pytest.mark.parametrize("length", [60, 90, 97, 99, 150, 240])
def test_a_socket_path_is_never_too_long_for_the_system(length: int) -> None:
    """Where the home's own path is, a short one stands in, another for each home."""
    home = "/" + "h" * (length - 1)
    path = paths_from({"TAPER_HOME": home}).socket
    assert len(os.fsencode(path)) <= SHORT_PATH
    assert path != paths_from({"TAPER_HOME": home[:-1] + "i"}).socket


def test_a_socket_path_does_not_depend_on_the_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The daemon and a command find each other whatever TMPDIR each was started with."""
    home = {"TAPER_HOME": "/" + "h" * 200}
    before = paths_from(home).socket
    monkeypatch.setenv("TMPDIR", "/" + "t" * 120)
    assert paths_from(home).socket == before


def test_a_home_that_is_no_text_has_a_socket_too() -> None:
    """A folder's name may be bytes that are no UTF-8."""
    home = os.fsdecode(b"/\xff" + b"h" * 200)
    assert len(os.fsencode(paths_from({"TAPER_HOME": home}).socket)) <= SHORT_PATH


def test_a_name_made_of_a_path_is_the_same_in_every_process() -> None:
    """Python's own hash is another one in each."""
    assert hash_of("/home/anna") == 1218740492383630913
    assert hash_of("/home/anna") != hash_of("/home/annb")


def test_without_a_file_everything_has_its_default(file: Path) -> None:
    """Names are hidden, and the slots stand at their usual times."""
    settings = read_settings(file)
    assert settings == Settings()
    assert (settings.show_names, settings.times) == (False, DEFAULT_TIMES)


def test_each_setting_can_be_written_read_and_taken_back(file: Path) -> None:
    """A round trip for every one, at the values `taper config` prints."""
    values = {"notifier": "console", "show-names": "yes", "repeats": "0", "repeat-minutes": "120"}
    values |= {"snooze-minutes": "30", "announce-time": "07:05", "eve-time": "23:59", "quiet": "22:30-06:30"}
    values |= {key: "06:30" for key in CHOICES if key.startswith("time.")}
    assert set(values) == set(CHOICES)
    for key, text in values.items():
        change_setting(file, key, text)
    assert as_texts(read_settings(file)) == values
    assert read_settings(file).times["evening (spread)"] == time(6, 30)
    for key in values:
        change_setting(file, key, None)
    assert read_settings(file) == Settings()


def test_the_file_is_the_persons_own(file: Path) -> None:
    """Nobody else may read what medicine reminders are set to."""
    change_setting(file, "show-names", "yes")
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("show-names", "perhaps", "it is yes or no"),
        ("repeats", "13", "it is 0 to 12"),
        ("repeats", "-1", "it is 0 to 12"),
        ("repeats", "1.5", "it is 0 to 12"),
        ("repeat-minutes", "9" * 5000, "it is 1 to 120"),
        ("snooze-minutes", "7", "it is 5, 10, 15, 30 or 60"),
        ("announce-time", "24:00", 'it is a time such as "08:00"'),
        ("time.morning", "8", 'it is a time such as "08:00"'),
        ("notifier", "pigeon", "it is auto, dbus, plyer, console or none"),
        ("quiet", "22:30", 'it is times such as "22:30-06:30", or no'),
        ("quiet", "22:30-22:30", 'it is times such as "22:30-06:30", or no'),
        ("quiet", "22:30-24:30", 'it is times such as "22:30-06:30", or no'),
        ("plan.a1.repeats", "13", "it is 0 to 12"),
        ("plan.a1.show-names", "yes", 'there is no setting "plan.a1.show-names"'),
        ("plan.repeats", "1", 'there is no setting "plan.repeats"'),
        ("colour", "red", 'there is no setting "colour"'),
        ("colour", None, 'there is no setting "colour"'),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_written(file: Path, key: str, text: str | None, expected: str) -> None:
    """The sentence says what it may be."""
    with pytest.raises(SettingsError) as refused:
        change_setting(file, key, text)
    assert expected in str(refused.value)
    assert refused.value.exit_code == 3
    assert not file.exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("repeats = ", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        ("repeats = " + "9" * 5000, "cannot be read"),
        ("repeats = 0x" + "f" * 5000, "cannot be read"),
        ("a = " + "[" * 5000, "cannot be read"),
        ("repeats = 99", 'repeats cannot be "99"; it is 0 to 12'),
        ("repeats = [3]", "repeats cannot be"),
        ('colour = "red"', 'there is no setting "colour"'),
        ("[times]\nmorning = 08:00:00", 'there is no setting "times.morning"'),
    ],
)
def test_a_file_with_a_fault_is_named_with_it(file: Path, content: str | bytes, expected: str) -> None:
    """Never a crash, and never a setting silently left out."""
    with pytest.raises(SettingsError) as refused:
        read_settings(written(file, content))
    assert str(file) in str(refused.value)
    assert expected in str(refused.value)


def test_a_person_may_write_the_file_by_hand(file: Path) -> None:
    """With TOML's own kinds of values, and a slot's name with or without quotes."""
    content = (
        'show-names = true\nrepeats = 0\nannounce-time = 07:30:00\ntime.morning = "07:00"\n"time.noon" = "11:45"\n'
    )
    settings = read_settings(written(file, content))
    assert (settings.show_names, settings.repeats, settings.announce_time) == (True, 0, time(7, 30))
    assert (settings.times["morning"], settings.times["noon"]) == (time(7), time(11, 45))
    change_setting(file, "repeats", "2")
    assert read_settings(file).times["morning"] == time(7)


def test_what_cannot_be_written_is_an_error_with_a_sentence(file: Path) -> None:
    """The settings stay as they were."""
    change_setting(file, "repeats", "1")
    file.with_suffix(".new").mkdir()  # where the new file would be written
    with pytest.raises(SettingsError, match="cannot be written"):
        change_setting(file, "repeats", "2")
    assert read_settings(file).repeats == 1


def test_a_setting_for_one_plan_leaves_the_others_as_they_are(file: Path) -> None:
    """And taken back, the plan follows the others again."""
    change_setting(file, "repeats", "2")
    change_setting(file, plan_key("a1", "repeats"), "5")
    change_setting(file, plan_key("a1", "quiet"), "22:30-06:30")
    settings = read_settings(file)
    assert [settings.of_plan(plan).repeats for plan in ("a1", "b2")] == [5, 2]
    assert plan_texts(settings, "a1") == {
        "repeat-minutes": "10",
        "repeats": "5",
        "snooze-minutes": "10",
        "quiet": "22:30-06:30",
    }
    assert as_texts(settings)["repeats"] == "2"
    for key in ("repeats", "quiet"):
        change_setting(file, plan_key("a1", key), None)
    assert read_settings(file) == Settings(repeats=2)


def test_a_plan_may_have_no_quiet_hours_where_others_have(file: Path) -> None:
    change_setting(file, "quiet", "22:30-06:30")
    change_setting(file, plan_key("a1", "quiet"), "no")
    settings = read_settings(file)
    assert (settings.of_plan("a1").quiet, str(settings.of_plan("b2").quiet)) == (None, "22:30-06:30")


def test_settings_for_a_plan_may_be_written_by_hand_as_a_table(file: Path) -> None:
    settings = read_settings(written(file, "[plan.a1]\nrepeats = 1\n"))
    assert settings.of_plan("a1").repeats == 1
