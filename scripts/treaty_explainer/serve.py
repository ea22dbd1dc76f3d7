"""The site on localhost, rebuilt after every change; a problem shows and the last good site stays.

One thread watches, one builds, one serves. A page that is open asks, by one long request, whether
the site is still the one it came from, and loads itself again when it is not. Where no good site
stands yet, a plain page lists what is wrong.
"""

from __future__ import annotations

import functools
import gc
import socket
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from treaty_explainer.read import DATA_FOLDER
from treaty_explainer.templating import PACKAGE
from treaty_explainer.write import UNFINISHED, by_hand, manifest

Say = Callable[[str], None]

# What is served while somebody edits; the published site holds none of it. A script and a style
# sheet are files here too: the pages' policy allows no others.
_CHANGES = "/__changes"
_FILES = {
    "/__serve.js": (
        "text/javascript",
        b"""(async () => {
  const since = new URL(document.currentScript.src).searchParams.get("version");
  for (;;) {
    try {
      const answer = await fetch(`/__changes?since=${since}`);
      if ((await answer.text()) === "changed") return location.reload();
    } catch { await new Promise((wake) => setTimeout(wake, 1000)); }
  }
})();
""",
    ),
    "/__serve.css": (
        "text/css",
        b"""#__problems {
  position: fixed; inset: auto 0 0; z-index: 99; max-height: 40vh; overflow: auto; padding: 1rem;
  background: #7a1420; color: #fff; font: 14px/1.5 monospace; white-space: pre-wrap;
}
:root:has(#__no-site) { color-scheme: light dark; font: 16px/1.5 sans-serif; }
#__no-site { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
#__no-site h1 { line-height: 1.2; }
#__no-site pre { font: 14px/1.5 monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
""",
    ),
}
_HTML = "text/html; charset=utf-8"
_SCRIPT = '<script src="/__serve.js?version=%d"></script>'
_NOTICE = (
    '<link rel="stylesheet" href="/__serve.css"><div role="alert" id="__problems">'
    "<strong>The data has problems; this is the last good site.</strong>\n%s</div>"
)
_NO_SITE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; \
style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The data has problems</title>
<link rel="stylesheet" href="/__serve.css">
</head>
<body>
<main id="__no-site">
<h1>The data has problems</h1>
<p>There is no good site to show yet. Mend these and save: the site then appears here by itself.</p>
<pre>%s</pre>
</main>
%s
</body>
</html>
"""
_LEFT = (BrokenPipeError, ConnectionResetError)  # the reader has left the page
_SETTLE = 0.03  # seconds without a further change before a build: a burst of saves is one build
_CALM = 1.0  # seconds without a change before what builds have left in memory is swept away


class Server:
    """A site that follows its data. `rebuild` makes the site and returns its problems as text.

    `problems` are those that the first build ended with; until they are mended, a site that an
    `earlier` command has built is shown, if it stands.
    """

    def __init__(
        self,
        site: Path,
        rebuild: Callable[[], str],
        say: Say,
        *,
        problems: str = "",
        earlier: Path | None = None,
    ) -> None:
        self.version = 1
        self.problems = problems
        self._sites = [site, earlier] if earlier else [site]
        self._rebuild = rebuild
        self._say = say
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._news = threading.Condition()

    def run(
        self,
        port: int,
        watched: list[Path],
        is_made: Callable[[Path], bool] = lambda path: False,
        is_late: Callable[[], bool] = lambda: False,
    ) -> None:
        """Serve until Ctrl-C. Raises OSError if the port is taken.

        A change of a file for which `is_made` is true is one of our own, and builds nothing.
        `is_late` tells whether something was saved before anybody watched.
        """
        handler = functools.partial(_Handler, server_state=self)
        httpd = ThreadingHTTPServer(("127.0.0.1", port), handler)
        httpd.daemon_threads = True
        # It warns of a new folder that it finds twice, as the first build of a project makes them;
        # nothing is missed then, and the terminal is for problems.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")
        observer = Observer()
        for folder in watched:
            observer.schedule(
                _Watcher(self._changed, is_made), str(folder), recursive=True, event_filter=_EVENTS
            )
        observer.start()
        if is_late():
            self._changed.set()
        builder = threading.Thread(target=self._follow, daemon=True)
        builder.start()
        self._tell_problems()
        self._say(f"http://127.0.0.1:{httpd.server_address[1]}/ (Ctrl-C stops it)")
        try:
            httpd.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            self._say("Stopped.")
        finally:
            self._stopped.set()
            self._changed.set()
            observer.stop()
            observer.join()
            httpd.server_close()

    def _follow(self) -> None:
        """Build after each change, once the burst that it belongs to is over."""
        # To look through the memory of a whole site takes a third of a build: that is done when
        # nobody waits.
        gc.disable()
        try:
            self._build_after_changes()
        finally:
            gc.enable()

    def _build_after_changes(self) -> None:
        is_swept = True
        while not self._stopped.is_set():
            if not self._changed.wait(None if is_swept else _CALM):
                gc.collect()
                is_swept = True
                continue
            is_swept = False
            while self._changed.is_set() and not self._stopped.is_set():
                self._changed.clear()
                time.sleep(_SETTLE)
            if self._stopped.is_set():
                return
            start = time.monotonic()
            self.problems = self._rebuild()
            self._tell_problems()
            if not self.problems:
                self._say(f"Rebuilt in {time.monotonic() - start:.1f} s.")
            with self._news:
                self.version += 1
                self._news.notify_all()

    def _tell_problems(self) -> None:
        if self.problems:
            site = "The last good site stays up." if self.shown else "There is no good site yet."
            self._say(f"{self.problems}\n{site}")

    @property
    def shown(self) -> Path | None:
        """The newest good site that stands, if there is one."""
        return next((site for site in self._sites if (site / "index.html").is_file()), None)

    def wait_for_change(self, since: int, seconds: float = 25.0) -> bool:
        """Whether the site is newer than `since`, waiting a while if it is not."""
        with self._news:
            self._news.wait_for(lambda: self.version > since, timeout=seconds)
            return self.version > since


# What there is to be told of. A build reads thousands of files, and to be told of each would slow
# it down by a quarter.
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
]


class _Watcher(FileSystemEventHandler):
    """Notes that something was changed."""

    def __init__(self, changed: threading.Event, is_made: Callable[[Path], bool]) -> None:
        self._changed = changed
        self._is_made = is_made

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Remember a change, unless it is of a file of our own making.

        An editor may write a hidden file first and move it to the place of the other.
        """
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if paths[0].name != UNFINISHED and not all(map(self._is_made, paths)):
            self._changed.set()


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site's files, pages with the script that watches for news."""

    def __init__(self, *args: Any, server_state: Server, **more: Any) -> None:
        self._state = server_state
        self._site = server_state.shown
        super().__init__(*args, directory=str(self._site), **more)

    def do_GET(self) -> None:
        """Answer the question for news, a page, or a file."""
        if self.path.startswith(_CHANGES):
            since = self.path.rpartition("=")[2]
            changed = self._state.wait_for_change(int(since) if since.isdigit() else 0)
            self._send(b"changed" if changed else b"same", "text/plain")
        elif (found := _FILES.get(self.path.partition("?")[0])) is not None:
            self._send(found[1], found[0])
        elif not self._site:
            text = _NO_SITE % (escape(self._state.problems), _SCRIPT % self._state.version)
            self._send(text.encode(), _HTML, HTTPStatus.SERVICE_UNAVAILABLE)
        elif (page := self._page()) is not None:
            self._send(page, _HTML)
        else:
            with suppress(*_LEFT):
                super().do_GET()

    def _page(self) -> bytes | None:
        """The page asked for, with our script; None if a file or nothing is asked for."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if path.suffix != ".html" or not path.is_file():
            return None
        try:
            text = path.read_text("utf-8")
        except OSError:
            return None
        notice = _NOTICE % escape(self._state.problems) if self._state.problems else ""
        extra = notice + _SCRIPT % self._state.version
        return text.replace("</body>", f"{extra}</body>").encode()

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        with suppress(*_LEFT):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal is for problems."""


def watched_folders(project: Path) -> list[Path]:
    """What a rebuild depends on: data, pages written by hand, and our templates and assets."""
    folders = [project / DATA_FOLDER, project / "docs", PACKAGE / "templates", PACKAGE / "assets"]
    return [folder for folder in folders if folder.is_dir()]


def saved_since(project: Path, moment: float) -> bool:
    """Whether something that a rebuild depends on was saved since a moment, in seconds of the
    clock. While the first build lasts nobody watches: with threads it could not share its work."""
    docs = project / "docs"
    files = [docs / name for name in by_hand(docs)]
    for folder in watched_folders(project):
        if folder != docs:
            files += folder.rglob("*")
    return any(path.is_file() and path.stat().st_mtime >= moment for path in files)


def made_by_us(docs: Path) -> Callable[[Path], bool]:
    """Whether a path below `docs/` is a generated page, or one on its way to its place."""

    def is_made(path: Path) -> bool:
        try:
            name = path.relative_to(docs).as_posix()
        except ValueError:
            return False
        return path.name.startswith(".") or name in manifest(docs)

    return is_made


def is_taken(port: int) -> bool:
    """Whether a program listens on this port of localhost; 0 stands for any free one."""
    if not port:
        return False
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
