"""What is built carries everything it needs."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.house.tree import FLOORS, ROOT, files, place

BUILD = (sys.executable, "-c", "from setuptools import build_meta; build_meta.build_wheel('out')")


def test_a_built_wheel_holds_every_file_of_the_floors(tmp_path: Path):
    wanted = {
        place(path)
        for path in files()
        if place(path).split("/")[0] in FLOORS or (path.suffix == ".py" and path.parent == ROOT)
    }
    for name in (*wanted, *(n for n in ("pyproject.toml", "README.md") if (ROOT / n).exists())):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "out").mkdir()

    built = subprocess.run(BUILD, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next((tmp_path / "out").glob("*.whl"))) as wheel:
        assert sorted(wanted - set(wheel.namelist())) == []
