"""A browser without scripts: opens pages, finds a button by its words, and sends its form."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and its buttons by their words."""

    action: str | None
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text: list[str] = []
        self._button: dict[str, str | None] | None = None
        self._words = ""
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action")))
        elif tag == "input" and given.get("name"):
            self.forms[-1].fields[str(given["name"])] = given.get("value") or ""
        elif tag == "button":
            self._button, self._words = given, ""
        self._hidden = tag in {"style", "script"} or (self._hidden and tag != "body")

    def handle_endtag(self, tag: str) -> None:
        if tag == "button" and self._button is not None:
            name = str(self._button.get("name") or ""), str(self._button.get("value") or "")
            self.forms[-1].buttons[" ".join(self._words.split())] = name
            self._button = None
        if tag in {"style", "script"}:
            self._hidden = False

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._words += data
        if not self._hidden:
            self.text.append(data)


class Browser:
    """One person's browser. It keeps nothing between pages but where it is."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.response: httpx.Response
        self.forms: list[Form] = []
        self.text = ""

    @property
    def url(self) -> str:
        """Where it is."""
        return str(self.response.url)

    async def open(self, url: str) -> None:
        """Open a page."""
        self._see(await self._http.get(url, follow_redirects=True))

    async def reload(self) -> None:
        """Load the page again, as it does by itself."""
        await self.open(self.url)

    async def press(self, words: str, beside: str = "", **fields: str) -> None:
        """Press the button with these words; of several, the first whose form holds the value `beside`."""
        form = next(
            each for each in self.forms if words in each.buttons and (not beside or beside in each.fields.values())
        )
        name, value = form.buttons[words]
        sent = {**form.fields, **fields, **({name: value} if name else {})}
        target = urljoin(self.url, form.action) if form.action else self.url
        self._see(await self._http.post(target, data=sent, follow_redirects=True))

    def buttons(self) -> set[str]:
        """Return the words of all buttons."""
        return {words for form in self.forms for words in form.buttons}

    def _see(self, response: httpx.Response) -> None:
        self.response = response
        page = _Forms()
        page.feed(response.text)
        self.forms, self.text = page.forms, " ".join(" ".join(page.text).split())
