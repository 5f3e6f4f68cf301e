"""Prints rigour's territories, one JSON object a line; run by `cargo xtask gen`.

They are the data behind FollowTheMoney's country type: names in many languages, codes, places.
"""

import sys

from importlib.metadata import version
from rigour._core import territories_jsonl

sys.stdout.reconfigure(encoding="utf-8")
print(f"# version {version('rigour')}")
data = territories_jsonl()
sys.stdout.write(data if isinstance(data, str) else data.decode("utf-8"))
