"""Where everything lives on this machine, and what the person has chosen.

The settings are one TOML file of "key = value" lines; whatever it leaves out has a default.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from taper.core.daytimes import DEFAULT_TIMES, SlotTimes
from taper.core.errors import TaperError

if TYPE_CHECKING:
    from taper.core.quiet import QuietHours

HOME_VARIABLE = "TAPER_HOME"
_MOST_SOCKET_PATH = 100
"""Longer paths of Unix sockets are refused by the kernel (108 bytes) or leave no room."""

SNOOZE_MINUTES = (5, 10, 15, 30, 60)
"""How long a snooze may last."""


class SettingsError(TaperError):
    """A setting that does not exist or cannot have that value."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one installation."""

    config: Path
    store: Path
    socket: Path
    lock: Path
    log: Path
    facts: Path


def paths_from(environment: Mapping[str, str]) -> Paths:
    """Where things lie: all in `TAPER_HOME` when it is set, else where the platform puts them."""
    home = environment.get(HOME_VARIABLE)
    if home:
        base = Path(home).absolute()
        return _paths(config=base, data=base, runtime=base)
    from platformdirs import PlatformDirs  # noqa: PLC0415 - TAPER_HOME does without it

    dirs = PlatformDirs("taper", appauthor=False)
    runtime = environment.get("XDG_RUNTIME_DIR")
    return _paths(
        config=Path(dirs.user_config_dir), data=Path(dirs.user_data_dir), runtime=Path(runtime) if runtime else None
    )


def _paths(*, config: Path, data: Path, runtime: Path | None) -> Paths:
    """The files in their folders; the socket lies in the data folder where there is no runtime folder or its path is
    too long.
    """
    socket = None if runtime is None else runtime / "taper.sock"
    if socket is None or len(os.fsencode(socket)) > _MOST_SOCKET_PATH:
        socket = _short_socket(data)
    return Paths(
        config=config / "settings.toml",
        store=data / "taper.db",
        socket=socket,
        lock=data / "taper.lock",
        log=data / "taper.log",
        facts=config / "facts",
    )


def _short_socket(data: Path) -> Path:
    """A socket in the data folder, or in a private folder under the temporary one when even that path is too long."""
    beside = data / "s"
    if len(os.fsencode(beside)) <= _MOST_SOCKET_PATH:
        return beside
    # not the folder that TMPDIR names: it may be long too, and another for the daemon than for a command
    return Path("/tmp") / f"taper-{os.getuid()}-{hash_of(str(data)):x}" / "s"


def hash_of(text: str) -> int:
    """The same number for the same text in every process."""
    value = 0
    for byte in os.fsencode(text):
        value = (value * 131 + byte) % (1 << 61)
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person has chosen; `plans` holds by a plan's id the fields that are another there."""

    show_names: bool = False
    notifier: str = "auto"
    repeat_minutes: int = 10
    repeats: int = 3
    snooze_minutes: int = 10
    announce_time: time = time(9)
    eve_time: time = time(19)
    quiet: QuietHours | None = None
    times: SlotTimes = field(default_factory=lambda: dict(DEFAULT_TIMES))
    plans: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def of_plan(self, plan_id: str) -> Settings:
        """The settings as they hold for one plan."""
        differing = self.plans.get(plan_id)
        return replace(self, **differing) if differing else self  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting: its name in `Settings`, what it does, what it may be, and how a text becomes its value."""

    name: str
    help: str
    expected: str
    read: Callable[[str], object]


def _flag(text: str) -> bool:
    return {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}[text.lower()]


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text) if re.fullmatch(r"\d{1,4}", text) else -1
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read


def _minutes_of_snooze(text: str) -> int:
    minutes = _number(1, 60)(text)
    if minutes not in SNOOZE_MINUTES:
        raise ValueError(text)
    return minutes


def _time(text: str) -> time:
    if not re.fullmatch(r"\d{1,2}:\d{2}", text):
        raise ValueError(text)
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _quiet(text: str) -> object:
    if text.lower() in ("no", "off", "none"):
        return None
    from taper.core.quiet import QuietHours  # noqa: PLC0415 - most homes have none

    begin, dash, end = (part.strip() for part in text.partition("-"))
    if not dash or _time(begin) == _time(end):
        raise ValueError(text)
    return QuietHours(_time(begin), _time(end))


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read


_CLOCK_TIME = 'a time such as "08:00"'

CHOICES: Mapping[str, Choice] = {
    "show-names": Choice("show_names", "show medicine names in notifications", "yes or no", _flag),
    "notifier": Choice(
        "notifier",
        "how reminders are shown",
        "auto, dbus, plyer, console or none",
        _one_of("auto", "dbus", "plyer", "console", "none"),
    ),
    "repeat-minutes": Choice("repeat_minutes", "minutes between repeats", "1 to 120", _number(1, 120)),
    "repeats": Choice("repeats", "how often an unanswered dose is asked about again", "0 to 12", _number(0, 12)),
    "snooze-minutes": Choice("snooze_minutes", "how long a snooze lasts", "5, 10, 15, 30 or 60", _minutes_of_snooze),
    "announce-time": Choice("announce_time", "when stop-date notices come", _CLOCK_TIME, _time),
    "eve-time": Choice("eve_time", "when a step change is announced the evening before", _CLOCK_TIME, _time),
    "quiet": Choice(
        "quiet",
        "quiet hours: nothing but a dose's first reminder",
        'times such as "22:30-06:30", or no',
        _quiet,
    ),
    **{
        f"time.{key}": Choice(f"time.{key}", f"when the slot {key} stands on new plans", _CLOCK_TIME, _time)
        for key in DEFAULT_TIMES
    },
}
"""Every setting by the name `taper config` knows it by."""

PLAN_KEYS = ("repeat-minutes", "repeats", "snooze-minutes", "quiet")
"""The settings that may be another for one plan."""

_PLAN = "plan."
"""How the key of a setting for one plan begins; the plan's id and the setting's own key follow."""


def plan_key(plan_id: str, key: str) -> str:
    """The name under which a setting for one plan stands in the file."""
    return f"{_PLAN}{plan_id}.{key}"


def read_settings(path: Path) -> Settings:
    """The settings in a file, the defaults where there is none. Raises SettingsError naming the file and the key."""
    texts = _texts_in(path)
    settings: dict[str, object] = {}
    times, plans = dict(DEFAULT_TIMES), dict[str, dict[str, object]]()
    for key, text in texts.items():
        value = checked(key, text, where=str(path))
        if key.startswith(_PLAN):
            plan_id, _, name = key.removeprefix(_PLAN).rpartition(".")
            plans.setdefault(plan_id, {})[CHOICES[name].name] = value
        elif key.startswith("time."):
            assert isinstance(value, time)
            times[key.removeprefix("time.")] = value
        else:
            settings[CHOICES[key].name] = value
    return Settings(**settings, times=times, plans=plans)  # type: ignore[arg-type]


def checked(key: str, text: str, *, where: str) -> object:
    """The value of a setting's text. Raises SettingsError."""
    choice = _choice(key)
    if choice is None:
        raise SettingsError(f'{where}: there is no setting "{key}". "taper config" lists them all.')
    try:
        return choice.read(text)
    except (ValueError, KeyError):
        raise SettingsError(f'{where}: {key} cannot be "{text}"; it is {choice.expected}.') from None


def _choice(key: str) -> Choice | None:
    plan_id, _, name = key.removeprefix(_PLAN).rpartition(".") if key.startswith(_PLAN) else ("", "", "")
    return CHOICES[name] if plan_id and name in PLAN_KEYS else CHOICES.get(key)


def _texts_in(path: Path) -> dict[str, str]:
    import tomllib  # noqa: PLC0415 - nothing to read in most homes

    try:
        return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # of no UTF-8, no TOML, a number of thousands of digits
        raise SettingsError(f"{path}: the settings cannot be read ({error}). Correct the file or remove it.") from None


def _flat(table: Mapping[str, object], within: str = "") -> Iterator[tuple[str, str]]:
    """Each setting's text; `time.morning` without quotes is a table to TOML, and a plan's settings are one in one."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{within}{key}.")
        else:
            yield f"{within}{key}", _as_text(value)


def _as_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat("minutes") if isinstance(value, time) else str(value)


def change_setting(path: Path, key: str, text: str | None) -> None:
    """Writes one setting, or takes it back to its default (None). Raises SettingsError; then nothing is written."""
    if text is not None or _choice(key) is None:
        checked(key, text or "", where="taper config")
    texts = _texts_in(path)
    if text is None:
        texts.pop(key, None)
    else:
        texts[key] = text
    try:
        _write(path, "".join(f"{json.dumps(name)} = {json.dumps(value)}\n" for name, value in sorted(texts.items())))
    except OSError as error:
        raise SettingsError(
            f"{path}: the settings cannot be written ({error.strerror}). Nothing was changed; "
            "see that the folder is yours to write and its disk has room."
        ) from None


def _write(path: Path, content: str) -> None:
    """Puts the whole new file in place of the old one, or leaves the old one as it is. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def as_texts(settings: Settings) -> dict[str, str]:
    """Every setting and its value, as `taper config` prints them."""
    shown = {key: _as_text(getattr(settings, c.name)) for key, c in CHOICES.items() if not key.startswith("time.")}
    return shown | {f"time.{key}": _as_text(at) for key, at in settings.times.items()}


def plan_texts(settings: Settings, plan_id: str) -> dict[str, str]:
    """The settings that may be another for one plan, as they hold for it."""
    of_plan = settings.of_plan(plan_id)
    return {key: _as_text(getattr(of_plan, CHOICES[key].name)) for key in PLAN_KEYS}
