"""What travels: a wheel built from the repository runs the demo where there is no checkout."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if not name.startswith("SMEWATCH_")} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked in it. On PYTHONPATH it stands before the checkout, which is not used then."""
    place = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, ROOT, cwd=place)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = place.glob("*.whl")
    target = place / "installed"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--no-index")
    unpacked = run(*pip, "--target", target, wheel, cwd=place)
    assert unpacked.returncode == 0, unpacked.stdout + unpacked.stderr
    return target


def test_the_wheel_runs_the_demo_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = "import alerts, crawler, seeds; print(*(m.__file__ for m in (alerts, crawler, seeds)))"
    imported = run(sys.executable, "-c", where, cwd=tmp_path, PYTHONPATH=str(installed)).stdout.split()
    assert all(Path(path).is_relative_to(installed) for path in imported)
    demo = run(sys.executable, "-m", "alerts.app.cli", "demo", "--out", "out", cwd=tmp_path, PYTHONPATH=str(installed))
    assert demo.returncode == 0, demo.stderr
    assert len(list((tmp_path / "out").glob("*.eml"))) == 1
    assert len(list((tmp_path / "out").glob("*.html"))) == 1


def test_the_wheel_holds_the_three_packages_and_nothing_else(installed: Path) -> None:
    names = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert names - {"bin", "__pycache__"} == {"seeds", "crawler", "alerts"}
