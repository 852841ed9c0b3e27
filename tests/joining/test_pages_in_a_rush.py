"""Pages when something they need has no time for them: people read it in plain words, and their press is not lost."""

from datetime import timedelta

from sqlalchemy import text

from app.joining.opening.service import REGISTERED_AFTER
from app.joining.pages.presenting import MOST_TRIES
from app.kit.database import Database
from app.settings import Settings
from tests.support.pages import pages_of
from tests.support.rooms import shift
from tests.support.service import service_running
from tests.support.zoom import System


async def test_a_database_that_has_no_time_is_answered_by_a_page_that_says_to_try_again(
    settings: Settings, database: Database
) -> None:
    hasty = settings.model_copy(update={"database_lock_timeout": timedelta(milliseconds=100)})
    async with service_running(hasty, database) as service:
        pages = await pages_of(service)
        async with database.transaction() as session:
            await (await session.connection()).execute(text("LOCK TABLE personal_link IN ACCESS EXCLUSIVE MODE"))
            answers = [await pages.browser.get(pages.path("mentee")), await pages.press("mentee", "go")]
    for answer in answers:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "Wait a moment, then open your link again." in answer.text


async def test_a_press_that_zoom_has_no_answer_for_yet_is_pressed_again_by_the_page_a_few_times(system: System) -> None:
    pages = await pages_of(system, wait=True)
    await shift(system, pages.booking, starts_in=timedelta(minutes=5))
    async with system.database.transaction() as session:
        await (await session.connection()).execute(text("UPDATE participant SET registration = 'wanted'"))
    seconds = int(REGISTERED_AFTER.total_seconds())

    shown = [await pages.pressed("mentee", "go", tries=tries) for tries in ("", "x", "1", str(MOST_TRIES))]

    again = [f'data-again="{seconds}"' in each for each in shown]
    assert again == [True, True, True, False]
    assert [f'name="tries" value="{tries}"' in page for tries, page in zip((1, 1, 2), shown, strict=False)] == [
        True
    ] * 3
    assert f"tries again by itself in {seconds} seconds" in shown[0]
    assert 'target="_blank"' not in shown[0]
    assert "/j/assets/again.js" not in shown[-1]
