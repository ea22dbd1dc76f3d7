"""How templates are read: every value that one prints is escaped, and none is compiled twice.

A compiled template lies where Python puts its own compiled modules, and is trusted for the same
reason: whoever can write there can write the program. It is told by the template's text and by
this module; to delete it costs time and nothing else.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup

PACKAGE = Path(str(package_files("treaty_explainer")))

# Every mark that means something to HTML or to Markdown, as a numeric entity: a reader sees the
# mark itself, a parser of either sees text.
_MEANT = '&<>"`*_[]{}#|~^=$!\\'
_ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in _MEANT}
_ANY_MEANT = re.compile(f"[{re.escape(_MEANT)}]")
_LINE_BREAKS = re.compile(r"\s*\n\s*")


def escape(value: Any) -> Markup:
    """A value as text that neither HTML nor Markdown reads anything into."""
    # Half a million values a build come by here: each step is left out where it changes nothing.
    if type(value) is Markup:
        return value
    if hasattr(value, "__html__"):
        return Markup(value.__html__())
    text = str(value)
    if "\n" in text:
        text = _LINE_BREAKS.sub(" ", text)
    if _ANY_MEANT.search(text):
        text = text.translate(_ENTITIES)
    return str.__new__(Markup, text)


@cache
def environment() -> jinja2.Environment:
    """Our templates. One for all builds of a process; it notices by itself when one changes."""
    return _Environment(
        loader=jinja2.FileSystemLoader(PACKAGE / "templates"),
        autoescape=True,
        finalize=escape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=Compiled(),
    )


class _CodeGenerator(CodeGenerator):
    """Prints what `finalize` gives as it is; Jinja would escape once more what is escaped."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(")")


class _Context(Context):
    """Calls what a template calls as it is; Jinja would look first whether it asks for the context,
    which nothing here does."""

    def call(self, called: Any, /, *args: Any, **options: Any) -> Any:
        options.pop("_loop_vars", None)
        options.pop("_block_vars", None)
        return called(*args, **options)


class _Environment(jinja2.Environment):
    code_generator_class = _CodeGenerator
    context_class = _Context


class Compiled(jinja2.FileSystemBytecodeCache):
    """Templates as an earlier process has compiled them, ours and the theme's."""

    def __init__(self, folder: Path = PACKAGE / "__pycache__") -> None:
        # Named as Python names what it compiles, so that whatever clears that away clears this.
        super().__init__(str(folder), f"template-%s.{sys.implementation.cache_tag}.pyc")

    def get_source_checksum(self, source: str) -> str:
        """What a template was compiled from, and with."""
        return super().get_source_checksum(f"{_compiler()}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is known of a template; nothing if the file is damaged."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # pickle, in which the checksum is written, may raise any
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled just now, unless Python keeps nothing either."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):  # such as of a package that others have installed
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


@cache
def _compiler() -> str:
    return f"Jinja2 {version('Jinja2')}\n{Path(__file__).read_text('utf-8')}"
