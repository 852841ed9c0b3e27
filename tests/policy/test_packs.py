"""Reading packs: what ships is whole, and a broken file is refused with its line."""

from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.policy import RULES, PolicyError, load_packs, pack, read_pack
from app.policy.strict_yaml import MAXIMUM_BYTES, parse
from tests.support.exploring import examples

HEAD = b"pack: ours\ntitle: Ours\n"
PACKS = ["baseline", "creative-network", "mentor247", "one-million-mentors", "the-brokerage"]


def test_five_packs_ship() -> None:
    assert [*load_packs()] == PACKS


@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_names_every_rule_of_the_catalogue_in_its_order(name: str) -> None:
    text = files("app.policy").joinpath("packs", f"{name}.yaml").read_text(encoding="utf-8")
    assert [*yaml.safe_load(text)["rules"]] == [rule.code for rule in RULES]


def test_a_pack_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(PolicyError, match="must be one of baseline, creative-network"):
        pack("no-such")


def test_a_pack_from_outside_is_read_like_one_that_ships() -> None:
    document = read_pack(HEAD + b"safety:\n  meeting.screen-share: nobody\n  meeting.waiting-room: on\n", "ours.yaml")
    assert document.safety["meeting.screen-share"] == "nobody"
    assert document.safety["meeting.waiting-room"] == "on"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD + b"title: Again\n", "ours.yaml, line 3: the key 'title' stands here twice"),
        (
            HEAD + b"rules:\n  host.licence:\n    severity: deny\n  host.licence:\n    severity: deny\n",
            "ours.yaml, line 6: the key 'host.licence' stands here twice",
        ),
        (HEAD + b"rules: &all\n  a: 1\n", "ours.yaml, line 3: anchors and aliases are not allowed"),
        (HEAD + b"rules: *all\n", "ours.yaml, line 3: anchors and aliases are not allowed"),
        (HEAD + b"rules: !!python/object:os.system {}\n", "ours.yaml, line 3: tags are not allowed"),
        (HEAD + b"rules:\n  ? [a]\n  : 1\n", "ours.yaml, line 4: a key must be a word"),
        (HEAD + b"rules: " + b"[" * 5000, "ours.yaml, line 3: this is nested too deeply"),
        (HEAD + b"rules: " + b"{a: " * 5000, "ours.yaml, line 3: this is nested too deeply"),
        (HEAD + b"rules: [\n", "ours.yaml, line 4: "),
        (HEAD + b"---\npack: other\n", "ours.yaml, line 3: "),
        (HEAD + b"# \xff\n", "ours.yaml, line 3: this is not UTF-8"),
        (HEAD + b"# \x00\n", "ours.yaml, line 3: this character is not allowed"),
        (b"", "ours.yaml, line 1: a policy must be a mapping"),
        (b"- pack\n", "ours.yaml, line 1: a policy must be a mapping"),
        (HEAD + b"#" * MAXIMUM_BYTES, "ours.yaml, a policy may have at most 64 KiB"),
        (
            HEAD + b"rules:\n  no.such:\n    severity: deny\n",
            "ours.yaml, line 4: no.such: there is no such rule",
        ),
        (
            HEAD + b"rules:\n  schedule.notice:\n    severity: deny\n    parameters:\n      hours: a day\n",
            "ours.yaml, line 7: schedule.notice, hours: Input should be a valid integer",
        ),
        (
            HEAD + b"rules:\n  host.licence:\n    severity: warn\n",
            "ours.yaml, line 5: host.licence, severity: warn is below the floor of every programme, deny",
        ),
        (
            HEAD + b"rules:\n  schedule.notice:\n    severity: deny\n    parameters: {hours: 0}\n",
            "ours.yaml, line 6: schedule.notice, hours: 0 is below the floor of every programme, 2",
        ),
        (
            HEAD + b"rules:\n  schedule.notice:\n    parameters: {hours: 24}\n",
            "ours.yaml, line 4: schedule.notice, severity: this is missing",
        ),
        (
            HEAD + b"safety:\n  meeting.recording: allowed\n",
            "ours.yaml, line 4: meeting.recording: the level allowed is looser than the floor of every programme, off",
        ),
        (HEAD + b"owner: someone\n", "ours.yaml, line 3: owner: this is not a known name"),
        (b"pack: ours\n", "ours.yaml, line 1: title: this is missing"),
    ],
)
def test_a_broken_pack_is_refused_with_file_line_and_reason(content: bytes, expected: str) -> None:
    with pytest.raises(PolicyError) as refused:
        read_pack(content, "ours.yaml")
    assert str(refused.value).startswith(expected)
    assert refused.value.file == "ours.yaml"


def test_a_document_that_grows_by_aliases_is_refused_before_it_grows() -> None:
    bomb = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (letter, letter, b",".join([b"*%c" % (letter - 1)] * 9)) for letter in b"bcdefghij"
    )
    with pytest.raises(PolicyError, match=r"bomb\.yaml, line 1: anchors and aliases are not allowed"):
        read_pack(bomb, "bomb.yaml")


def test_a_pack_of_exactly_64_kib_is_read() -> None:
    assert read_pack(HEAD + b"#" * (MAXIMUM_BYTES - len(HEAD)), "ours.yaml").pack == "ours"


def test_only_true_false_null_and_whole_numbers_are_not_text() -> None:
    content = (
        b"a: on\nb: off\nc: 12:30\nd: 010\ne: 2027-03-10\nf: 1.5\ng: '7'\nh: 7\ni: true\nj: null\nk: -3\nl:\nm: yes\n"
    )
    assert parse(content, "x.yaml").data == {
        "a": "on",
        "b": "off",
        "c": "12:30",
        "d": "010",
        "e": "2027-03-10",
        "f": "1.5",
        "g": "7",
        "h": 7,
        "i": True,
        "j": None,
        "k": -3,
        "l": None,
        "m": "yes",
    }


def test_a_number_too_long_to_be_one_is_text() -> None:
    assert parse(b"a: " + b"9" * 5000, "x.yaml").data == {"a": "9" * 5000}


@settings(max_examples=examples(200))
@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"#?,\n \t%@`\x00\ufeff", max_size=60).map(str.encode))
def test_whatever_is_not_a_pack_is_a_policy_error_and_nothing_else(content: bytes) -> None:
    with pytest.raises(PolicyError):
        read_pack(content, "ours.yaml")
