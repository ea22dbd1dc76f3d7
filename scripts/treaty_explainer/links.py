"""Whether the addresses outside this site still answer, asked politely.

One question at a time to each host, with a pause; only as much of an answer as tells that it is
there; patience with a host that is busy. What a machine is refused may be there for people, so
only a plain "no such page" or "no such host" counts as dead. This is the one module that uses the
network, and no build and no check of a proposal depends on it.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from treaty_explainer.entity import Choice, Link, Record, leaves
from treaty_explainer.kinds import Source

_ARCHIVE = "https://web.archive.org/web"
_FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_PATIENCE = 60.0


class State(Choice):
    """What became of an address."""

    ALIVE = "alive", "it answers"
    MOVED = "moved", "it answers from another address, for good"
    DEAD = "dead", "there is no such page, or no such host"
    UNCLEAR = "unclear", "no answer that a machine could judge; look at it in a browser"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address answered, in words, and the address it has moved to, if it has."""

    state: State
    detail: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask: seconds to wait for an answer, hosts at once, the pause between two questions
    to one host, how often to try, and the wait before a second try, doubled each time.
    """

    agent: str
    timeout: float = 20.0
    hosts_at_once: int = 8
    pause: float = 1.0
    tries: int = 3
    wait: float = 2.0


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, the record and the field it stands in, its answer, and where a copy may be."""

    record: str
    field: str
    address: str
    state: State
    detail: str
    moved_to: str
    archive: str


def find(records: Iterable[Record], manners: Manners) -> list[Asked]:
    """Ask every address in the records, each once. In the order of the records."""
    places = [
        (record, str(loc[0]), value)
        for record in records
        for loc, value in leaves(record)
        if isinstance(value, Link)
    ]
    answers = ask_all((str(address) for _, _, address in places), manners)
    return [
        Asked(
            record=record.id,
            field=field,
            address=address,
            archive=_copy_of(record, address) if answers[address].state == State.DEAD else "",
            **asdict(answers[address]),
        )
        for record, field, address in places
    ]


def ask_all(addresses: Iterable[str], manners: Manners) -> dict[str, Answer]:
    """What each address answers. Hosts are asked side by side, each host one thing at a time."""
    by_host: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        by_host.setdefault(urlsplit(address).netloc.lower(), []).append(address)

    def ask_host(addresses: list[str]) -> dict[str, Answer]:
        answers = {}
        for index, address in enumerate(addresses):
            time.sleep(manners.pause if index else 0)
            answers[address] = ask(address, manners)
        return answers

    with ThreadPoolExecutor(manners.hosts_at_once) as hosts:
        # The longest first, so that the others are done beside it.
        queue = sorted(by_host.values(), key=len, reverse=True)
        return {
            address: answer
            for part in hosts.map(ask_host, queue)
            for address, answer in part.items()
        }


def ask(address: str, manners: Manners) -> Answer:
    """What one address answers: asked for its head first, for the page if that is refused."""
    answer = Answer(State.UNCLEAR, "never asked")
    wait = manners.wait
    for turn in range(manners.tries):
        if turn:
            time.sleep(min(wait, _PATIENCE))
            wait *= 2
        for method in ("HEAD", "GET"):
            answer, again_after = _once(address, method, manners)
            if answer.state in (State.ALIVE, State.MOVED):
                return answer
            if again_after is not None:
                break
        if again_after is None:
            return answer
        wait = max(wait, again_after)
    return answer


def _once(address: str, method: str, manners: Manners) -> tuple[Answer, float | None]:
    """One try: the answer, and after how many seconds another try makes sense, if it does."""
    redirects = _Redirects()
    try:
        request = urllib.request.Request(  # noqa: S310 - the opener below knows HTTP only
            _as_ascii(address),
            method=method,
            headers={"User-Agent": manners.agent, "Accept": "*/*"},
        )
        with _opener(redirects).open(request, timeout=manners.timeout) as response:
            if redirects.codes and set(redirects.codes) <= set(_FOR_GOOD):
                return Answer(State.MOVED, "moved for good", _harmless(response.url)), None
            return Answer(State.ALIVE), None
    except urllib.error.HTTPError as error:
        with error:
            return _refusal(error.code, error.headers.get("Retry-After", ""))
    except urllib.error.URLError as error:
        return _failure(error.reason)
    except (OSError, HTTPException, ValueError) as error:
        return _failure(error)


def _refusal(code: int, retry_after: str) -> tuple[Answer, float | None]:
    """The meaning of an HTTP error. Its words are the standard's: a server's own are not shown."""
    known = code in HTTPStatus.__members__.values()
    detail = f"{code} {HTTPStatus(code).phrase}" if known else str(code)
    busy = code == HTTPStatus.TOO_MANY_REQUESTS or code >= HTTPStatus.INTERNAL_SERVER_ERROR
    again_after = (float(retry_after) if retry_after.isdecimal() else 0.0) if busy else None
    return Answer(State.DEAD if code in _GONE else State.UNCLEAR, detail), again_after


def _failure(reason: Any) -> tuple[Answer, float | None]:
    """The meaning of a connection that came to nothing."""
    if isinstance(reason, socket.gaierror) and reason.errno == socket.EAI_NONAME:
        return Answer(State.DEAD, "no such host"), None
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Answer(State.UNCLEAR, "its certificate is not valid"), None
    if isinstance(reason, TimeoutError):
        return Answer(State.UNCLEAR, "no answer in time"), 0.0
    if isinstance(reason, OSError):
        return Answer(State.UNCLEAR, "no connection"), 0.0
    return Answer(State.UNCLEAR, "an answer that makes no sense"), None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects and remembers of what sort they were."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The next request, as the base class makes it."""
        self.codes.append(code)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(redirects: _Redirects) -> urllib.request.OpenerDirector:
    """An opener that knows HTTP and nothing else, wherever a redirect may point."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
        redirects,
    ):
        opener.add_handler(handler)
    return opener


def _as_ascii(address: str) -> str:
    """An address as it goes over the wire."""
    parts = urlsplit(address)
    return urlunsplit(
        (
            parts.scheme,
            parts.netloc.encode("idna").decode(),
            quote(parts.path, safe="/%:@!$&'()*+,;=~"),
            quote(parts.query, safe="/?%:@!$&'()*+,;=~[]"),
            "",
        )
    )


def _harmless(address: str) -> str:
    """An address that a server sent, without anything that ends a link in Markdown."""
    return quote(address, safe="/?#%:@!$&*+,;=~[]")[:500]


def _copy_of(record: Record, address: str) -> str:
    """Where a copy of a dead page is, or may be."""
    if not isinstance(record, Source):
        return f"{_ARCHIVE}/*/{address}"
    if record.archived and address != record.archived:
        return record.archived
    when = record.date.machine.replace("-", "") if record.date else "*"
    return f"{_ARCHIVE}/{when}/{record.url or address}"


# ---------------------------------------------------------------------- the three writers


def as_text(found: list[Asked]) -> str:
    """For a terminal."""
    lines = [_summary(found)]
    for state, part in _by_state(found):
        lines += ["", f"{state}: {state.help}"]
        for one in part:
            lines.append(f"  {one.record}: {one.field}: {one.address}")
            lines += [f"      {said}" for said in _said(one, "{}")]
    return "\n".join(lines)


def as_markdown(found: list[Asked]) -> str:
    """For an issue."""
    lines = ["# Addresses of sources", "", _summary(found)]
    for state, part in _by_state(found):
        lines += ["", f"## {state.capitalize()}: {state.help}", ""]
        for one in part:
            said = "; ".join(_said(one, "<{}>"))
            lines.append(f"- `{one.record}`, `{one.field}`: <{one.address}>: {said}")
    return "\n".join(lines)


def as_json(found: list[Asked]) -> str:
    """For programs: every address with its answer."""
    return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)


def _summary(found: list[Asked]) -> str:
    counts = Counter(one.state for one in found)
    states = ", ".join(f"{counts[state]} {state}" for state in State)
    return f"{len(found)} addresses asked: {states}."


def _by_state(found: list[Asked]) -> Iterator[tuple[State, list[Asked]]]:
    """What needs somebody to look at it, the worst first."""
    for state in (State.DEAD, State.MOVED, State.UNCLEAR):
        if part := [one for one in found if one.state == state]:
            yield state, part


def _said(one: Asked, form: str) -> list[str]:
    """What there is to say of an address; `form` is how an address is written."""
    said = [one.detail]
    if one.moved_to:
        said.append(f"now {form.format(one.moved_to)}")
    if one.archive:
        said.append(f"a copy may be at {form.format(one.archive)}")
    return said


FORMATS: dict[str, Callable[[list[Asked]], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
