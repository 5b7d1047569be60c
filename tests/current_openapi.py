"""`python -m tests.current_openapi`: is the committed description of the API the one that the code gives?"""

import subprocess
import sys
import tempfile
from pathlib import Path

COMMITTED = Path(__file__).parent.parent / "frontend" / "openapi.json"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "openapi.json"
        subprocess.run([sys.executable, "-m", "hackday", "openapi", str(made)], check=True)
        if made.read_bytes() != COMMITTED.read_bytes():
            sys.exit("frontend/openapi.json is out of date. Run: hackday openapi frontend/openapi.json")


if __name__ == "__main__":
    main()
