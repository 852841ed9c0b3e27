"""The OpenAPI document and the docs page: what coordinators and generated clients go by."""

import re

from openapi_spec_validator import OpenAPIV31SpecValidator

from app.http.documentation import TAGS
from tests.support.operations import WITHOUT_KEY, document_of, operations_in
from tests.support.service import Service

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
# Component names, by the OpenAPI specification, section 4.8.7.
COMPONENT = re.compile(r"[a-zA-Z0-9._-]+")


async def test_the_document_is_valid_openapi(service: Service) -> None:
    document = await document_of(await service.anonymous())
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()
    for components in document["components"].values():
        assert all(COMPONENT.fullmatch(name) for name in components)


async def test_every_operation_is_described_and_documents_its_problems(service: Service) -> None:
    operations = list(operations_in(await document_of(await service.anonymous())))
    ids = [operation.id for operation in operations]
    assert len(set(ids)) == len(ids)
    tags = [tag["name"] for tag in TAGS]
    for operation in operations:
        described, answers = operation.description, operation.description["responses"]
        assert described["summary"], operation
        assert described["description"], operation
        (tag,) = described["tags"]
        assert tag in tags
        for status, answer in answers.items():
            if int(status) >= 400:
                assert answer["content"] == PROBLEM, operation
        if operation.id not in WITHOUT_KEY:
            assert {"401", "403", "429", "503"} <= set(answers), operation
            if operation.parameters or operation.body:
                assert "422" in answers, operation
        if "{" in operation.path:
            assert "404" in answers, operation
        if operation.body is not None:
            assert {"400", "408", "413"} <= set(answers), operation
        if operation.method == "PATCH":
            assert {"412", "428"} <= set(answers), operation
        for parameter in operation.parameters:
            assert parameter["description"], operation


async def test_the_docs_page_shows_groups_in_the_order_of_the_work_and_nothing_unfolded(service: Service) -> None:
    client = await service.anonymous()
    names = [tag["name"] for tag in (await document_of(client))["tags"]]
    work = [
        "Today",
        "Bookings",
        "Approvals",
        "Incidents",
        "People and pairings",
        "Evidence",
        "Programmes",
        "Administration",
    ]
    assert [name for name in names if name in work] == work
    assert names[-2:] == ["Webhooks", "Health"]

    page = (await client.get("/docs")).text

    assert '"docExpansion": "none"' in page
    assert '"defaultModelsExpandDepth": 0' in page


async def test_operations_have_names_that_fit_on_a_line(service: Service) -> None:
    operations = operations_in(await document_of(await service.anonymous()))
    assert {each.id: each.description["summary"] for each in operations if len(each.description["summary"]) > 45} == {}


async def test_the_docs_page_loads_nothing_from_elsewhere(service: Service) -> None:
    client = await service.anonymous()
    for path in ("/docs", "/redoc"):
        page = await client.get(path)
        assert page.status_code == 200
        loaded = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page.text)
        assert loaded
        for address in loaded:
            assert address.startswith("/"), address
            assert (await client.get(address)).status_code == 200, address


async def test_head_is_answered_as_get_without_a_body(service: Service) -> None:
    client = await service.caller()
    for path in ("/v1/partners", "/healthz", "/docs", "/openapi.json", "/v1/partners/not-an-id"):
        got, headed = await client.get(path), await client.head(path)
        assert (headed.status_code, headed.content) == (got.status_code, b""), path
        assert headed.headers["content-length"] == got.headers["content-length"], path


async def test_clients_can_be_generated_with_closed_lists_and_whole_problems(service: Service) -> None:
    document = await document_of(await service.anonymous())
    schemas = document["components"]["schemas"]
    problem = schemas["ProblemDetails"]["properties"]
    assert {"/problems/denied", "/problems/internal"} <= set(problem["type"]["enum"])
    for field, schema in (("findings", "FindingRead"), ("sessions", "RefusedSession")):
        assert {"items": {"$ref": f"#/components/schemas/{schema}"}, "type": "array"} in problem[field]["anyOf"]
    assert schemas["Outcome"]["enum"] == ["pass", "n/a", "warn", "approve", "deny"]
    assert schemas["DecisionOutcome"]["enum"] == ["allow", "approve", "deny"]
    assert schemas["BookingRead"]["properties"]["modality"]["enum"] == ["zoom", "phone"]
    assert "BookingPage" in schemas
    assert not [name for name in schemas if name.startswith("Page")]
    assert document["info"]["contact"] == {"name": "Whoever runs this installation"}


async def test_a_header_that_is_demanded_is_said_to_be_required(service: Service) -> None:
    for operation in operations_in(await document_of(await service.anonymous())):
        headers = {each["name"]: each["required"] for each in operation.parameters if each["in"] == "header"}
        assert not [name for name in headers if name.islower() and not name.startswith("x-zm-")], operation
        if "If-Match" in headers:
            assert headers["If-Match"] == ("428" in operation.description["responses"]), operation
