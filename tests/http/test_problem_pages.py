"""The `type` of every problem leads to a page that describes it, with an example."""

import httpx

from app.http.problem_pages import problem_pages
from app.http.problems import PAGES, PROBLEM_TYPES, ProblemDetails
from app.kit import errors
from tests.support.service import Service, problem


async def test_each_type_of_a_problem_is_the_address_of_a_page_with_an_example_of_it(service: Service) -> None:
    reader: httpx.AsyncClient = await service.anonymous()
    everything = (await reader.get(PAGES)).text

    for kind in PROBLEM_TYPES:
        page = await reader.get(kind)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8"), kind
        assert f"&quot;type&quot;: &quot;{kind}&quot;" in page.text
        assert kind in everything
    problem(await reader.get(f"{PAGES}/no-such-kind"), 404, "not-found")


def test_examples_are_problem_documents_of_their_kind_and_say_what_to_do() -> None:
    pages = problem_pages()
    assert [page.type for page in pages.values()] == list(PROBLEM_TYPES)
    for page in pages.values():
        example = ProblemDetails.model_validate(page.example)
        assert (example.type, bool(example.detail), bool(page.meaning)) == (page.type, True, True)
        assert len(page.meaning) > len("Not found")
    assert pages["denied"].meaning == (errors.DeniedError.__doc__ or "").strip()
    assert next(iter(pages["denied"].example)) == "for_user"
