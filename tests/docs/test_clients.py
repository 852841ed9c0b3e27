"""The committed clients are of the OpenAPI document as it is; `tests/peers` generates them anew where that can be done."""

from clients.generate import DIGEST, digest_of, document


def test_the_clients_are_of_the_document_as_it_is() -> None:
    assert DIGEST.read_text().strip() == digest_of(document()), "the API has changed: run `make clients`, and commit it"
