"""Runs the code of a notebook, and tells what it made of the prompts."""

import json
import sys
from pathlib import Path
from typing import Any

cells = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["cells"]
known: dict[str, Any] = {}
for cell in cells:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), known)
prompts = known["prompts"]
told = {
    "rows": {name: len(table) for name, table in known["tables"].items()},
    "types": {name: str(kind) for name, kind in prompts.dtypes.items()},
    "levels": [str(one) for one in prompts["a_yes_no"].cat.categories],
    "texts": [text for text in prompts["a_text"] if isinstance(text, str)],
    "first": str(prompts["scheduled_utc"][0]),
}
print(json.dumps(told))
