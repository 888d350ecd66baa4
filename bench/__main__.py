"""Every benchmark, one after the other: `make bench`. Each prints its figures beside a peer in the same run."""

import runpy
import sys
from pathlib import Path


def main() -> int:
    """Run each module of this folder as a program and return how many could not run."""
    failed = 0
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        print(f"\n== {path.stem} ==", flush=True)
        sys.argv = [str(path)]
        try:
            runpy.run_module(f"bench.{path.stem}", run_name="__main__")
        except SystemExit as ended:
            failed += bool(ended.code)
        except Exception as error:  # one benchmark that fails does not keep the others from their figures
            print(f"{path.stem}: {type(error).__name__}: {error}")
            failed += 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
