"""What stops the start, and how it says so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

APP = Path(__file__).parent.parent / "app"


def test_a_broken_pack_stops_the_start_with_file_line_and_reason(tmp_path: Path) -> None:
    copy = tmp_path / "app"
    shutil.copytree(APP, copy, ignore=shutil.ignore_patterns("__pycache__"))
    pack = copy / "policy" / "packs" / "mentor247.yaml"
    pack.write_text(
        "pack: mentor247\ntitle: mentor247\nrules:\n  minor.booked-by-organisation:\n    severity: sometimes\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", "from app.entry import main; main()", "serve"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "mentor247.yaml, line 5: minor.booked-by-organisation, severity:" in ended.stderr
