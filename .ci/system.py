"""Checks for what the program cannot bring along, and installs it where that is allowed.

`system.py run` checks for the window, `system.py test` for the tests.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys

# Debian keeps what `python3 -m venv` needs in a package of its own.
ENSUREPIP = "Python's ensurepip"
VENV = "python{}.{}-venv".format(*sys.version_info)
# A compiler may come without what belongs to it.
HEADER = "/usr/include/stdio.h"

# Library -> the Debian and Ubuntu package that holds it.
QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
LIBRARIES = {"run": {**QT, **SCREEN}, "test": QT}
COMMANDS = {"run": {}, "test": {"pdftotext": "poppler-utils"}}
# On Linux the tests break the disk under the program, and speak to it as a desktop does.
LINUX = {"run": {}, "test": {"cc": "gcc", HEADER: "libc6-dev", "dbus-daemon": "dbus"}}


def missing(purpose: str) -> dict[str, str]:
    """What is not there, each with the Debian package that brings it."""
    found = {} if importlib.util.find_spec("ensurepip") else {ENSUREPIP: VENV}
    if sys.platform == "linux":
        found.update((so, deb) for so, deb in LIBRARIES[purpose].items() if not loads(so))
        found.update((name, deb) for name, deb in LINUX[purpose].items() if not stands(name))
    found.update((name, deb) for name, deb in COMMANDS[purpose].items() if not stands(name))
    return found


def stands(name: str) -> bool:
    """Whether a command, or a file, is there."""
    return shutil.which(name) is not None or (name.startswith("/") and os.path.exists(name))


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def installation(lacking: dict[str, str]) -> list[str] | None:
    """The command that installs them here, or None where we do not know it."""
    if shutil.which("apt-get"):
        packages = sorted(set(lacking.values()))
        return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    for manager in ("dnf", "zypper"):
        if shutil.which(manager):
            return [manager, "install", *map(provided, lacking)]
    return ["brew", "install", "poppler"] if shutil.which("brew") else None


def provided(name: str) -> str:
    """What an RPM package says that it provides."""
    if ".so." in name:
        return f"{name}()(64bit)"
    if name == ENSUREPIP:
        return "python3-pip"
    return name if name.startswith("/") else f"/usr/bin/{name}"


def administrator() -> list[str] | None:
    """How to run a command as administrator without being asked for a password."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if (
        shutil.which("sudo")
        and subprocess.run([*sudo, "true"], stderr=subprocess.DEVNULL).returncode == 0
    ):
        return sudo
    return None


def install(command: list[str]) -> None:
    """Run apt-get where that is allowed; what then still lacks is told by the caller."""
    if command[0] != "apt-get" or (first := administrator()) is None:
        return
    print("Installing what this system lacks:", *command[4:], flush=True)
    first = [*first, "env", "DEBIAN_FRONTEND=noninteractive"]
    if subprocess.run([*first, "apt-get", "update", "-qq"]).returncode == 0:
        subprocess.run([*first, *command, "-qq"], stdout=subprocess.DEVNULL)


def advice(lacking: dict[str, str], command: list[str] | None) -> str:
    """One sentence: what is missing, and what the user types."""
    what = "This system lacks " + ", ".join(lacking)
    if command is None:
        return f"{what}: install them with your system's package manager and try again."
    typed = shlex.join(command if command[0] == "brew" else ["sudo", *command])
    if command[0] == "apt-get":
        typed = f"sudo apt-get update && {typed}"
    return f"{what}: run `{typed}` and try again."


def main(purpose: str) -> str | None:
    """Make the system ready, or say in one sentence what the user has to do."""
    lacking = missing(purpose)
    if lacking and (command := installation(lacking)):
        install(command)
        lacking = missing(purpose)
    return advice(lacking, installation(lacking)) if lacking else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
