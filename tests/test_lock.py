"""What the lock must not hold."""

from app.kit.revisions import ROOT


def test_the_successor_of_httpx_is_not_locked_because_respx_does_not_see_its_calls() -> None:
    lock = (ROOT / "uv.lock").read_text()

    assert 'name = "httpx"' in lock
    assert 'name = "httpx2"' not in lock
