"""Builds the Containerfile and tries the image, on a Debian machine without an image registry: `python -m tests.container_trial`.

As root, with `apt-get install debootstrap buildah`. The base is Debian's own Python, made by debootstrap; `--base IMAGE`
takes another one. It takes five minutes and 5 GB in a folder that is removed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.flows.test_live import free_port

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("buildah", "debootstrap")
IMAGE = "localhost/pledgewatch-trial"
DEBIAN = "python3,python3-pip,python-is-python3,ca-certificates"
CERTIFICATES = "/etc/ssl/certs"  # of this machine, which may stand behind a proxy with its own
PASSWORD = "correct horse battery\n"
START_SECONDS = 120.0  # the health check's own start period
STOP_SECONDS = 10.0  # in which the command says that it ends


def told(what: str, began: float) -> None:
    """Print a line of what was done, with its seconds."""
    print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)


def run(*words: str, given: str = "") -> str:
    """Return what a command printed. Raises SystemExit with its output where it fails."""
    done = subprocess.run(words, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout.strip()


def use_storage(folder: Path) -> None:
    """Keep images and containers in the folder, as plain copies: nothing of the machine's own storage is touched."""
    (folder / "storage.conf").write_text(
        f'[storage]\ndriver = "vfs"\ngraphroot = "{folder}/images"\nrunroot = "{folder}/running"\n', encoding="utf-8"
    )
    os.environ |= {"CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"), "BUILDAH_ISOLATION": "chroot"}


def made_base(folder: Path) -> str:
    """Return the name of a base image with Debian's Python, open to pip as the images named python are."""
    root = folder / "debian"
    run("debootstrap", "--variant=minbase", f"--include={DEBIAN}", "bookworm", str(root))
    for closed in root.glob("usr/lib/python3*/EXTERNALLY-MANAGED"):
        closed.unlink()
    container = run("buildah", "from", "scratch")
    run("cp", "-a", f"{root}/.", run("buildah", "mount", container))
    run("buildah", "commit", "--rm", container, "localhost/debian-python")
    shutil.rmtree(root)
    return "localhost/debian-python"


def build(base: str) -> dict[str, object]:
    """Build the Containerfile as it is written, and return what the image says of itself."""
    options = ["--format", "docker", "--network", "host", "--volume", f"{CERTIFICATES}:{CERTIFICATES}:ro"]
    run("buildah", "build", *options, "--build-arg", f"BASE={base}", "--tag", IMAGE, ".")
    found: dict[str, object] = json.loads(run("buildah", "inspect", "--type", "image", IMAGE))["Docker"]["config"]
    return found


def inside(container: str, *words: str) -> list[str]:
    """Return the words that run a command in the container, as the image's user."""
    return ["buildah", "run", "--network", "host", container, "--", *words]


def answers(address: str, until: float) -> bool:
    """Return whether an address answers before a moment of the monotonic clock."""
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.5)
    return False


def try_desk(container: str, health: list[str]) -> None:
    """Start a desk, ask its health as the image does, and end it by SIGTERM."""
    port, began = free_port(), time.monotonic()
    program = f"echo $$; exec pledgewatch desk --port {port}"  # the shell's number becomes the desk's
    with subprocess.Popen(inside(container, "sh", "-c", program), stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        number = int(desk.stdout.readline())
        if not answers(f"http://127.0.0.1:{port}/healthz", began + START_SECONDS):
            os.kill(number, signal.SIGKILL)
            sys.exit("the desk does not answer")
        told("the desk answers at /healthz", began)
        run(*inside(container, *(word.replace(":8000/", f":{port}/") for word in health[1:])))
        told("the health check of the image is content", began)
        began = time.monotonic()
        os.kill(number, signal.SIGTERM)
        status = desk.wait()
    told(f"SIGTERM ended the desk with status {status}", began)
    if status or time.monotonic() > began + STOP_SECONDS:
        sys.exit("the desk did not end as it says")


def try_image(container: str, config: dict[str, object]) -> None:
    """Run what a first user runs: the version, an account in the empty volume, the demonstration, a desk."""
    entry, health = config["Entrypoint"], config["Healthcheck"]
    assert isinstance(entry, list)
    assert isinstance(health, dict)
    for words, given in (
        (["--version"], ""),
        (["users", "add", "ann", "--role", "admin"], PASSWORD),
        (["demo", "--no-serve", "--data", "/tmp/demo"], ""),
        (["doctor", "--data", "/tmp/demo"], ""),
    ):
        began = time.monotonic()
        said = run(*inside(container, *entry, *words), given=given)
        told(f"{' '.join([*entry, *words])}: {said.splitlines()[-1]}", began)
    try_desk(container, health["Test"])


def main() -> None:
    """Make a base, build on it, try the image."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--base", help="an image that this machine has, instead of one made by debootstrap")
    base = asked.parse_args().base
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        sys.exit(f"there is no {' and no '.join(missing)} here: apt-get install {' '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="container-") as name:
        if base is None:
            use_storage(Path(name))
            began = time.monotonic()
            base = made_base(Path(name))
            told(f"{base}: Debian's Python", began)
        began = time.monotonic()
        config = build(base)
        told(f"built: runs as {config['User']}, starts {config['Entrypoint']} {config['Cmd']}", began)
        container = run("buildah", "from", IMAGE)
        try:
            try_image(container, config)
        finally:
            run("buildah", "rm", container)


if __name__ == "__main__":
    main()
