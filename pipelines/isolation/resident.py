"""How much memory this process has held, itself: what limits are compared with.

`getrusage` will not do: on Linux its `ru_maxrss` is carried over from the parent through fork and exec, so that the
child of a large process looks large from its first moment.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")  # proc(5); VmHWM is the peak of this program's own memory, in kB


def peak_bytes() -> int:
    """Return the most memory that this process has held in RAM since its program started."""
    try:
        lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        lines = []
    for line in lines:
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
