"""What the whole job costs: `python -m bench.demo`, the recorded newsroom from its feeds to the queue, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile

from bench.figure import Figure, measured_cpu


def figures(*, quick: bool) -> list[Figure]:  # noqa: ARG001 -- every bench takes it
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder, measured_cpu() as cpu:
        command = [sys.executable, "-m", "pledgewatch", "demo", "--no-serve", "--data", folder]
        subprocess.run(command, check=True, capture_output=True)
    measure = "The whole job over nine outlets, three days, 27 crawls and 172 pages, start-up included, CPU seconds"
    return [Figure(measure, f"{cpu.seconds:.0f}", "none: no package does the whole job", None, cpu.seconds)]


def main() -> int:
    """Print the figure and return 0."""
    print(figures(quick=False)[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
