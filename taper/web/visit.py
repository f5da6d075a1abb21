"""What does a page have at hand while it answers one request?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from taper.client import PATIENCE, RefusedError
from taper.core.words import capitalised
from taper.reaching import NUDGE_PATIENCE, Told, fresh_id, perform
from taper.settings import Paths
from taper.web.answers import Answer, Answers, Choice, Warned, is_form_id
from taper.web.guard import Form, Session
from taper.web.layout import render

Json = dict[str, Any]

SAID = "said"
"""The part of an address that names the form whose answer is shown above the page."""

FORM_ID = "request"
"""The field of every form that holds its id."""

_OURS = "taper: "
_OWN_FIELDS = ("csrf", FORM_ID, "back")


@dataclass(frozen=True, slots=True)
class House:
    """What all requests share: where everything lies, the answers so far, and the pages of the navigation."""

    paths: Paths
    answers: Answers
    pages: Mapping[str, str]


@dataclass(slots=True)
class Visit:
    """One request. `beside` collects what is to be said beside the page: that no daemon runs, what was missed."""

    request: Request
    house: House
    beside: list[str] = field(default_factory=list)
    _patience: float = PATIENCE

    @property
    def session(self) -> Session:
        """The session that the request belongs to."""
        return cast(Session, self.request.state.session)

    @property
    def form(self) -> Form:
        """What was sent; empty where nothing was."""
        return cast(Form, self.request.state.form)

    def ask(self, operation: str, **arguments: object) -> Any:
        """What the operation answered: the daemon's, or where there is none of this process. Raises RefusedError."""
        told = Told(how=self._done_here, warning=self._note)
        return perform(self.house.paths, operation, arguments, told=told, patience=self._patience)

    def show(self, template: str, *, title: str, status: int = 200, **values: object) -> Response:
        """The page that a template makes of the values."""
        said = self.request.query_params.get(SAID, "")
        content = render(
            template,
            title=title,
            here=self.request.url.path,
            pages=self.house.pages,
            csrf=self.session.csrf,
            beside=self.beside,
            said=self.house.answers.get(said) if is_form_id(said) else None,
            fresh_id=fresh_id,
            **values,
        )
        return HTMLResponse(content, status_code=status)

    def changed(self, do: Callable[[str], Answer], *, back: str = "/") -> Response:
        """Does what a form asks for, once, and leads to the page `back` (or the form's own "back"), which shows the
        answer. `do` gets the form's id, for the operation to know it by, and may raise RefusedError.
        """
        form_id = self.form[FORM_ID]
        if not is_form_id(form_id):
            return self.show("problem.html", title="Not done", status=400, text="The form has no id; load it again.")
        self.house.answers.once(form_id, lambda: self._done(do, form_id))
        asked_back = self.form["back"]
        path = asked_back if asked_back in self.house.pages or _is_own(asked_back) else back
        return RedirectResponse(f"{path}?{urlencode({SAID: form_id})}", status_code=303)

    def _done(self, do: Callable[[str], Answer], form_id: str) -> Answer:
        try:
            return do(form_id)
        except RefusedError as refused:
            fields = {name: value for name, value in self.form.pairs if value and name not in _OWN_FIELDS}
            return refusal(refused.error, action=self.request.url.path, fields=fields)

    def _done_here(self, how: str) -> None:
        """A page asks several things: a daemon that was mute once is not waited for at length again."""
        self._patience = NUDGE_PATIENCE
        self._note(how)

    def _note(self, text: str) -> None:
        line = text.removeprefix(_OURS)
        line = capitalised(line)
        if line not in self.beside:
            self.beside.append(line)


def _is_own(path: str) -> bool:
    """Whether it is a path of this page, and no other site's address."""
    return path.startswith("/") and not path.startswith("//") and not set(path) & set("\\?#:\r\n")


def refusal(error: Mapping[str, Any], *, action: str, fields: Mapping[str, str]) -> Answer:
    """What is said where an operation refused, with the choices that answer its question."""
    questions = error.get("questions") or []
    if not questions:
        return Answer(str(error["text"]), is_done=False)
    text = " ".join(" ".join(filter(None, (one["text"], one.get("why")))) for one in questions)
    choices = _choices(questions[0]) if len(questions) == 1 else ()
    answered = {name for choice in choices for name in choice.fields}
    kept = {name: value for name, value in fields.items() if name not in answered}
    return Answer(text, is_done=False, choices=choices, action=action, fields=kept)


_AS = ("same", "extra", "early")


def _choices(question: Json) -> tuple[Choice, ...]:
    """The choices that a press can answer: which intake it was, when, or how much."""
    found = []
    for choice in question["choices"]:
        word, _, words = choice.partition(": ")
        if question.get("where") == "--at":
            found.append(Choice(f"It was {datetime.fromisoformat(choice):%a %-d %b, %H:%M}", {"at": choice}))
        elif question.get("where") == "--amount":
            found.append(Choice(choice, {"amount": choice}))
        elif word in _AS:
            found.append(Choice(capitalised(words), {"as": word}))
    return tuple(found)


def warned(result: Json) -> tuple[Warned, ...]:
    """The warnings of an operation's result, each with its level; what the page offers as a button is left out."""
    levels = [finding["level"] for finding in result.get("findings", [])]
    said = [line for line in result.get("warnings", []) if not line.endswith("taper undo")]
    levels += ["warn"] * (len(said) - len(levels))
    return tuple(Warned(level, line) for level, line in zip(levels, said, strict=False))
