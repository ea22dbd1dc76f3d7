"""YAML files that a stranger might send, made when they are needed: some are large.

Each stands in for the starter's `topics/shipping.yml`. Its answer is the code of the one problem
it must give, or None where it must be read, with the title that it then has.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

SUMMARY = "summary: Who may berth [@norland-gazette-2031-05-03]."
BIG = 10_000_000


Content = str | bytes | Callable[[], str | bytes]


@dataclass(frozen=True)
class Hostile:
    sort: str
    name: str
    content: Content
    answer: str | None
    title: str = ""

    @property
    def raw(self) -> bytes:
        content = self.content() if callable(self.content) else self.content
        return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def _file(title: str, rest: str = "") -> str:
    return f"title: {title}\n{SUMMARY}\n{rest}"


def _refused(sort: str, answer: str, /, **texts: Content) -> list[Hostile]:
    return [Hostile(sort, name, text, answer) for name, text in texts.items()]


def _bomb(levels: int, width: int = 9) -> str:
    lines = ["a0: &a0 [x, x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]")
    return "\n".join(lines)


def _read(sort: str, title: str, /, **texts: Content) -> list[Hostile]:
    return [Hostile(sort, name, text, None, title) for name, text in texts.items()]


def _titles(sort: str, *written: str) -> list[Hostile]:
    """Plain values that YAML would make something else of: they are the words they are."""
    return [Hostile(sort, text, _file(text).encode(), None, text.strip("\"'")) for text in written]


PLAIN = _file("x")

CASES: list[Hostile] = [
    # ---------------------------------------------------------------- bombs
    *_refused(
        "aliases and merges",
        "anchor",
        billion_laughs=_bomb(9),
        a_thousand_levels=_bomb(1000),
        quadratic="a: &a " + "x" * 100_000 + "\nb: [" + ", ".join(["*a"] * 20_000) + "]",
        self_reference="title: &a [*a]",
        self_map="title: &a {b: *a}",
        merge="title: x\n<<: {summary: y}",
        merge_list="title: x\n<<: [{summary: y}, {note: z}]",
        merge_quoted='title: x\n"<<": y',
        merge_levels="<<: " + "{<<: " * 11 + "{}" + "}" * 11,
        anchor_alone="title: &c x",
        anchor_on_key="&a title: x",
        anchor_on_nothing="title: &a\nsummary: y",
        alias_alone="title: *x",
        anchor_on_list="title: &a\n  - x",
        anchor_on_root="&a\ntitle: x",
    ),
    # ---------------------------------------------------------------- size
    *_refused(
        "size",
        "too-big",
        scalar_10_mb=lambda: _file("x" * BIG),
        block_10_mb=lambda: "title: |\n" + "  xxxxxxxxx\n" * (BIG // 12),
        quoted_10_mb=lambda: 'title: "' + "x" * BIG + '"',
        key_10_mb=lambda: "x" * BIG + ": y",
        a_million_keys=lambda: "".join(f"k{number}: x\n" for number in range(1_000_000)),
        a_million_items=lambda: "title: [" + "x, " * 1_000_000 + "]",
        comments_4_mb=lambda: "# x\n" * 1_000_000,
        blank_lines=lambda: "\n" * 5_000_000,
        zeros=lambda: b"\0" * BIG,
        just_over=PLAIN.ljust(256 * 1024 + 1, "\n"),
        brackets_10_mb=lambda: "title: " + "[" * BIG,
        laughs_large=lambda: _bomb(5, 60_000),
    ),
    *_refused("size", "too-long", title_200_kb=_file("x" * 200_000)),
    *_read("size", "x", just_under=PLAIN.ljust(256 * 1024, "\n"), comments=PLAIN + "#\n" * 120_000),
    # ---------------------------------------------------------------- depth
    *_refused(
        "depth",
        "too-deep",
        brackets_10_000="title: " + "[" * 10_000 + "]" * 10_000,
        brackets_open="title: " + "[" * 250_000,
        maps_10_000="title: " + "{a: " * 10_000 + "}" * 10_000,
        dashes="title:\n  " + "- " * 100_000 + "x",
        indented="".join(" " * level + "a:\n" for level in range(650)),
        thirteen="title: " + "[" * 13 + "x" + "]" * 13,
        mixed="title: " + "[{a: " * 5_000,
    ),
    # ---------------------------------------------------------------- tags and directives
    *_refused(
        "tags",
        "tag",
        python_apply="title: !!python/object/apply:os.system [ls]",
        python_name="title: !!python/name:os.system ''",
        python_module="title: !!python/module:os ''",
        python_new="title: !!python/object/new:subprocess.Popen [[ls]]",
        python_tuple="title: !!python/tuple [a]",
        binary="title: !!binary aGk=",
        set="title: !!set {a}",
        omap="title: !!omap [a: b]",
        pairs="title: !!pairs [a: b]",
        string="title: !!str x",
        bool="title: !!bool maybe",
        int="title: !!int xx",
        float="title: !!float nope",
        null="title: !!null x",
        timestamp="title: !!timestamp nope",
        merge="title: !!merge x",
        env="title: !ENV [HOME, x]",
        relative="title: !relative x",
        include="title: !include /etc/passwd",
        own="title: !x y",
        none="title: ! x",
        whole="title: !<tag:yaml.org,2002:str> x",
        on_key="!!str title: x",
        on_root="!!map\ntitle: x",
    ),
    *_refused(
        "tags",
        "directive",
        yaml_1_1="%YAML 1.1\n---\ntitle: x",
        tag="%TAG ! tag:example.org,2000:\n---\ntitle: x",
        tag_twice="%TAG !e! tag:a,2000:\n---\ntitle: !e!x y",
    ),
    # ---------------------------------------------------------------- the shape of a file
    *_refused(
        "shape",
        "several-documents",
        two="title: x\n---\ntitle: y",
        many="---\n" * 60_000,
        after_the_end="title: x\n...\n---\ntitle: y",
    ),
    *_refused(
        "shape", "empty-file", nothing="", blanks="  \n\n", comment="# x", null_by_nothing="---\n"
    ),
    *_refused(
        "shape",
        "not-a-record",
        text="title",
        a_list="- title: x",
        flow_list="[title, x]",
        null_word="null",
        number="42",
        quoted='"title: x"',
        block="|\n  title: x",
        only_quotes="'" * 255_000,
    ),
    *_refused(
        "shape",
        "doubled-field",
        plain="title: x\ntitle: y\n" + SUMMARY,
        quoted=f'title: x\n"title": y\n{SUMMARY}',
        escaped=f'title: x\n"\\x74itle": y\n{SUMMARY}',
        flow=f"{{title: x, title: y, {SUMMARY.partition(' ')[0]} z}}",
    ),
    *_refused(
        "shape",
        "bad-key",
        alias="*a : x",
        list_key="? [a]\n: b",
        map_key="? {a: b}\n: c",
        map_in_braces="{{a: b}: c}",
        list_in_block="? - a\n: b",
        many_questions="? " * 100_000,
    ),
    # ---------------------------------------------------------------- names of fields
    *_refused(
        "fields",
        "unknown-field",
        prototype=_file("x", "__proto__: y"),
        class_=_file("x", "__class__: y"),
        constructor=_file("x", "constructor: y"),
        init=_file("x", "__init__: y"),
        model_config=_file("x", "model_config: y"),
        folder=_file("x", "folder: y"),
        id=_file("x", "id: y"),
        private=_file("x", "_document: y"),
        python_name=_file("x", "name_: y"),
        number=_file("x", "1: y"),
        nan=_file("x", ".nan: y"),
        null=_file("x", "null: y"),
        tilde=_file("x", "~: y"),
        empty=_file("x", '"": y'),
        yes=_file("x", "yes: y"),
        look_alike="title: x\nsumm\u0430ry: y\n" + SUMMARY,
        blank=_file("x", "' title': y"),
        capital=_file("x", "Title: y"),
        of_200_kb=_file("x", "? " + "x" * 200_000 + "\n: y"),
        dotted=_file("x", "title.en: y"),
        template=_file("x", "'{{ x }}': y"),
    ),
    # ---------------------------------------------------------------- bytes
    *_refused(
        "encoding",
        "not-utf-8",
        utf_16=PLAIN.encode("utf-16"),
        utf_16_big=codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        utf_32=PLAIN.encode("utf-32"),
        latin_1=_file("é").encode("latin-1"),
        cp1251=_file("Договор").encode("cp1251"),
        euc_kr=_file("조약").encode("euc-kr"),
        overlong=_file("x").encode().replace(b"x", b"\xc0\xbc"),
        overlong_slash=_file("x").encode().replace(b"x", b"\xe0\x80\xaf"),
        overlong_nul=_file("x").encode().replace(b"x", b"\xc0\x80"),
        surrogate_bytes=_file("\ud800"),
        cesu_8=_file("\ud83d\ude00"),
        beyond_unicode=_file("x").encode().replace(b"x", b"\xf4\x90\x80\x80"),
        five_bytes=_file("x").encode().replace(b"x", b"\xf8\x88\x80\x80\x80"),
        cut_short=_file("x").encode() + b"\xe2\x82",
        lone_continuation=_file("x").encode().replace(b"x", b"\x80"),
        gzip=b"\x1f\x8b\x08\x00title: x",
    ),
    *_refused(
        "encoding",
        "unsafe-character",
        utf_16_without_mark=PLAIN.encode("utf-16-le"),
        nul=_file("x\0y"),
        escape=_file("x\x1b[31my"),
        bell=_file("x\ay"),
        backspace=_file("x\by"),
        form_feed=_file("x\fy"),
        vertical_tab=_file("x\vy"),
        delete=_file("x\x7fy"),
        next_line=_file("x\x85y"),
        csi=_file("x\x9b31my"),
        line_separator=_file("x\u2028y"),
        paragraph_separator=_file("x\u2029y"),
        two_marks=codecs.BOM_UTF8 * 2 + PLAIN.encode(),
        mark_inside=_file("x\ufeffy"),
        no_character=_file("x\ufffey"),
        last_of_a_plane=_file("x\U0010ffffy"),
        nul_escaped=_file('"x\\0y"'),
        no_character_escaped=_file('"\\uffff"'),
        override_escaped=_file('"\\u202e"'),
        return_escaped=_file('"x\\ry"'),
        bell_escaped=_file('"x\\ay"'),
        escape_escaped=_file('"x\\ey"'),
        next_line_escaped=_file('"x\\Ny"'),
        separator_escaped=_file('"x\\Ly"'),
        in_a_key=_file("x", "no\u202ete: y"),
        in_a_comment=_file("x", "# \u202e"),
        escaped_in_a_key=_file("x", '"no\\u202ete": y'),
    ),
    *_read(
        "encoding",
        "x",
        byte_order_mark=codecs.BOM_UTF8 + PLAIN.encode(),
        crlf=PLAIN.replace("\n", "\r\n"),
        cr=PLAIN.replace("\n", "\r"),
        mixed_ends=PLAIN.replace("\n", "\r\n", 1),
        no_end=PLAIN.rstrip("\n"),
    ),
    # ---------------------------------------------------------------- what cannot be seen
    *_refused(
        "unseen",
        "unsafe-character",
        **{
            f"u_{ord(character):04x}": _file(f"Norw{character}ay")
            for character in "\xad"
            "\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e"
            "\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068"
            "\u2069\u206a\u206f\u3164\ufe0f\uffa0\ufff9\ufffb\ufffc\U000e0001\U000e0041\U000e0100"
        },
        joiner_in_korean=_file("한\u200b국"),
        joiner_in_russian=_file("До\u200dговор"),
        joiner_in_chinese=_file("中\u200b国"),
        joiner_first=_file("'\u200dx'"),
        two_joiners=_file("क\u200d\u200dष"),
        hidden_data=_file("葛" + "\U000e0100\U000e0101\U000e0102"),
        selectors=_file("😀" + "\ufe0f" * 5),
        flag_by_tags=_file("🏴\U000e0067\U000e007f"),
        zalgo=_file("Z" + "\u0301\u0302\u0303" * 3),
        zalgo_thai=_file("ก" + "็" * 9),
        mark_in_another_line="title: ש\nnote: x\u200fy\n" + SUMMARY,
    ),
    *[
        Hostile("scripts", name, _file(title).encode(), None, title)
        for name, title in {
            "russian": "Договор о дружбе",
            "korean": "조약 제4조",
            "chinese": "朝俄條約",
            "japanese": "が゙ 条約",
            "hebrew": "שלום (עולם)\u200f!",
            "arabic": "معاهدة \u200eABC\u200f",
            "persian": "می\u200cخواهم",
            "hindi": "क्\u200dष संधि",
            "malayalam": "അവന്\u200d",
            "sinhala": "ශ්\u200dරී",
            "thai": "ภาษา\u200bไทย",
            "khmer": "ភាសា\u200bខ្មែរ",
            "burmese": "မြန်မာ\u200bစာ",
            "family": "👩\u200d👩\u200d👧",
            "heart": "❤️\u200d🔥",
            "keycap": "1️⃣",
            "variant": "葛\U000e0100",
            "vietnamese": "Việt Nam e\u0301",
            "mathematics": "𝒳 → ∞",
            "private": "\ue000",
        }.items()
    ],
    # ---------------------------------------------------------------- what YAML guesses
    *_titles(
        "guesses",
        *("NO", "no", "yes", "Yes", "on", "off", "y", "n", "true", "false", "null", "Null", "'~'"),
        *("010", "0o17", "0x1F", "0b11", "1_000", "1e3", "1.10", ".inf", "-.inf", ".nan", "+1"),
        *("12:30", "190:20:30", "2024-06-19", "2024-02-30", "2024-06-19T10:00:00+99:99", "=", "<<"),
        "9" * 390,
        "0x" + "f" * 390,
        "'NO'",
        '"yes"',
    ),
    *_refused(
        "guesses",
        "bad-date",
        impossible_day=_file("x", "reviewed: 2024-02-30"),
        month_13=_file("x", "reviewed: 2024-13"),
        timestamp=_file("x", "reviewed: 2024-06-19T10:00:00"),
        zone=_file("x", "reviewed: 2024-06-19T10:00:00+99:99"),
        year_0=_file("x", "reviewed: '0000'"),
        year_10000=_file("x", "reviewed: 10000-01-01"),
        minus=_file("x", "reviewed: -2024"),
        huge=_file("x", "reviewed: " + "9" * 100_000),
        backwards=_file("x", "reviewed: 2024-06-19/2024-06-18"),
        thai_digits=_file("x", "reviewed: ๒๐๒๔"),
        wide_digits=_file("x", "reviewed: ２０２４"),
    ),
    # ---------------------------------------------------------------- signs and slips
    *_refused(
        "slips",
        "not-yaml",
        star=_file("*bold*"),
        at=_file("@x"),
        backtick=_file("`x`"),
        percent=_file("%x"),
        colons=_file("a: b: c"),
        quote_open=_file("'x"),
        double_open=_file('"x'),
        bracket_open=_file("[x"),
        brace_open=_file("{x"),
        tab="title:\n\tx: y",
        backslash=_file('"C:\\dir"'),
        surrogate_escaped=_file('"\\ud800"'),
        surrogates_escaped=_file('"\\ud83d\\ude00"'),
        yaml_1_3="%YAML 1.3\n---\ntitle: x",
        many_percent="%a\n" * 80_000,
        many_colons="a: " * 80_000,
        many_stars="*" * 250_000,
        backslashes='title: "' + "\\" * 250_000,
        escape_too_big=_file('"\\UFFFFFFFF"'),
        end_in_quotes='title: "\n---\n"',
        reserved=_file("x", "`: y"),
    ),
    *_refused("slips", "comment-in-text", hash=_file("article # 2")),
    *_refused("slips", "wrong-type", a_list=_file("[x]"), a_map=_file("{x: y}")),
    *_refused(
        "slips",
        "missing-field",
        empty=_file(""),
        blank=_file("' '"),
        blank_wide=_file("'\u3000'"),
        nothing=SUMMARY,
    ),
    *_refused("slips", "more-than-one-line", lines=_file('"x\\ny"')),
    # ---------------------------------------------------------------- what takes long to judge
    *_refused(
        "slow to judge",
        "heading-in-prose",
        headings="title: x\nsummary: |\n" + "  # a [@norland-gazette-2031-05-03]\n" * 450,
    ),
    *_refused(
        "slow to judge",
        "html-in-prose",
        entities="title: x\nsummary: '" + "&lt;" * 4_900 + "[@norland-gazette-2031-05-03]'",
    ),
    *_refused(
        "slow to judge",
        "unsourced",
        paragraphs="title: x\nsummary: |\n" + "  a\n\n" * 5_000,
    ),
    *_refused(
        "slow to judge",
        "bad-citation",
        citations="title: x\nsummary: '" + "[@" * 9_000 + "'",
    ),
    *_refused(
        "slow to judge",
        "code-in-prose",
        code="title: x\nsummary: '" + "`a " * 6_000 + "[@norland-gazette-2031-05-03]'",
    ),
    *_refused(
        "slow to judge",
        "unknown-field",
        keys=PLAIN + "".join(f"k{number}:\n" for number in range(25_000)),
    ),
    *_refused("slow to judge", "doubled-field", same_key="title:\n" * 37_000),
    *_refused(
        "slow to judge",
        "unknown-reference",
        names="title: x\nsummary: '" + "[@a-b] " * 2_800 + "'",
    ),
    *_read(
        "slow to judge",
        "x",
        brackets="title: x\nsummary: '" + "[" * 19_000 + " [@norland-gazette-2031-05-03]'",
        stars="title: x\nsummary: '" + "*a **b " * 2_700 + "[@norland-gazette-2031-05-03]'",
        quotes="title: x\nsummary: |\n  " + "> " * 9_900 + "[@norland-gazette-2031-05-03]",
        half_links="title: x\nsummary: '" + "[a](" * 4_900 + " [@norland-gazette-2031-05-03]'",
    ),
]
