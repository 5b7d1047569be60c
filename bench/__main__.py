"""`python -m bench`: every benchmark in turn; each prints ratios to a baseline measured in the same run."""

import pkgutil
import subprocess
import sys

import bench

for module in pkgutil.iter_modules(bench.__path__):
    if module.name not in ("__main__", "company"):
        print(f"\n{module.name}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{module.name}", *sys.argv[1:]], check=True)
