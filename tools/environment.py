"""Put everything into .venv: the locked packages with their hashes, then this project itself.

    python3 tools/environment.py runtime|dev

Runs on the system's Python, which may be an old one: then a newer one is looked for, or a sentence says what is
needed. Nothing outside .venv is changed. What pip says goes to .venv/install.log, and is shown when it fails.
"""

import os
import re
import selectors
import shutil
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
INSIDE = VENV / "bin" / "python"
LOG = VENV / "install.log"
TICK_SECONDS = 0.25
LINE_EVERY_SECONDS = 10.0
LAST_LINES = 25


def main() -> None:
    """Make the environment of one kind; say what happens, and how long it took."""
    kind = sys.argv[1] if len(sys.argv) == 2 else ""
    if kind not in ("runtime", "dev"):
        sys.exit("usage: python3 tools/environment.py runtime|dev")
    use_python_that_is_new_enough()
    began = time.monotonic()
    make_venv()
    requirements = Path("requirements") / (kind + ".txt")
    count = len(re.findall(r"^[\w.-]+==", (ROOT / requirements).read_text(), flags=re.MULTILINE))
    pip(f"Installing {count} packages into .venv", ["--require-hashes", "-r", str(requirements)], count)
    # The build tool is one of the locked packages: nothing is fetched for it.
    pip("Installing Plait itself into .venv", ["--no-deps", "--no-build-isolation", "--no-index", "-e", "."], 0)
    (VENV / "place").write_text(str(ROOT))
    for stamp in ("runtime", "dev") if kind == "dev" else ("runtime",):
        (VENV / f"{stamp}.stamp").touch()
    print(f".venv is ready ({time.monotonic() - began:.0f} s)", flush=True)


def use_python_that_is_new_enough() -> None:
    """Go on with a newer Python of this machine when this one is too old, or say what to install."""
    if sys.version_info >= NEEDED:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606
    sys.exit(
        "Plait needs Python 3.11 or newer; python3 is {}.{}. Install one, for example Debian's package python3.11, "
        "or name it: make PYTHON=/path/to/python3.12".format(*sys.version_info[:2])
    )


def make_venv() -> None:
    """A .venv that runs, belongs to this place and has pip; one that does not is made anew."""
    place = VENV / "place"
    moved = place.exists() and place.read_text() != str(ROOT)
    if not moved and runs([str(INSIDE), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]):
        return
    print("Making .venv ...", flush=True)
    made = run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made and runs([str(INSIDE), "-m", "pip", "--version"]):
        return
    uv = shutil.which("uv")
    if uv and run_quietly([uv, "venv", "--quiet", "--clear", "--seed", "--python", sys.executable, str(VENV)]):
        return
    if install_debian_package() and run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    sys.exit(
        "This Python cannot make a virtual environment. On Debian or Ubuntu: sudo apt-get install python3-venv; "
        "or name another Python: make PYTHON=/path/to/python3.12"
    )


def install_debian_package() -> bool:
    """As root on Debian: the package that its Python needs for virtual environments."""
    apt = shutil.which("apt-get")
    system_python = str(Path(sys.executable).resolve()).startswith("/usr/bin/")
    if os.geteuid() != 0 or not apt or not system_python:
        return False
    print("Installing Debian's package python3-venv ...", flush=True)
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_quietly([apt, "-qq", "update"], environment)
    return run_quietly([apt, "-qq", "-y", "--no-install-recommends", "install", package], environment)


def runs(command: "list[str]") -> bool:
    """True if the command exists and ends well."""
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603
    except OSError:
        return False


def run_quietly(command: "list[str]", environment: "dict[str, str] | None" = None) -> bool:
    """Run it, show nothing."""
    return subprocess.run(command, check=False, capture_output=True, env=environment).returncode == 0  # noqa: S603


def pip(what: str, arguments: "list[str]", count: int) -> None:
    """Run pip install in .venv; show how far it is while it takes long; end with its last words when it fails."""
    command = [str(INSIDE), "-m", "pip", "install", "--no-compile", "--progress-bar", "off", "--no-input", *arguments]
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1"}
    began = told = time.monotonic()
    on_screen = sys.stdout.isatty()
    print(f"{what} ...", end="" if on_screen else "\n", flush=True)
    seen = 0
    with (
        LOG.open("a") as log,
        subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process,
    ):
        if process.stdout is None:
            raise AssertionError
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            text = b""
            while True:
                if waiting.select(TICK_SECONDS):
                    block = os.read(process.stdout.fileno(), 65536)
                    if not block:
                        break
                    log.write(block.decode(errors="replace"))
                    text += block
                    seen = len(re.findall(rb"^(?:Collecting|Requirement already)", text, flags=re.MULTILINE))
                now = time.monotonic()
                of = f"{seen} of about {count}, " if count else ""
                if on_screen:
                    print(f"\r\033[K{what} ... {of}{now - began:.0f} s", end="", flush=True)
                elif now - told > LINE_EVERY_SECONDS:
                    told = now
                    print(f"  still: {of}{now - began:.0f} s", flush=True)
        code = process.wait()
    if on_screen:
        print(f"\r\033[K{what} ... {'failed' if code else f'{time.monotonic() - began:.0f} s'}", flush=True)
    if code:
        last = "\n".join(LOG.read_text(errors="replace").splitlines()[-LAST_LINES:])
        sys.exit(f"pip failed. Is there a connection to a package index? The end of {LOG}:\n{last}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped: make again goes on from here.")
