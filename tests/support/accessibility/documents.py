"""The Nu HTML checker: documents that mean in every browser and reader what they mean in ours."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .tools import JAVA, VNU


def html_findings(documents: Mapping[str, str]) -> list[str]:
    """Return errors and warnings of all documents (name → HTML) by one call, since Java starts slowly."""
    with tempfile.TemporaryDirectory(prefix="allmende-html-") as name:
        folder = Path(name)
        for number, text in enumerate(documents.values()):
            (folder / f"{number}.html").write_text(text, encoding="utf-8")
        command = [str(JAVA), "-Xmx512m", "-Xss2m", "-jar", str(VNU), "--no-langdetect", "--format", "json"]
        done = subprocess.run([*command, str(folder)], capture_output=True, text=True)
    names = list(documents)
    return [
        f"{names[int(Path(message['url']).stem)]}: {message['message']} ({message.get('extract', '').strip()})"
        for message in json.loads(done.stderr)["messages"]
    ]
