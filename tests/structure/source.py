"""Reads the tree: which files there are, and their code with comments and literals blanked out."""

import fnmatch
import functools
import os
import re

import room_map


class Tree:
    """The files below one root; paths are relative to it, with forward slashes."""

    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._walk())

    def _walk(self):
        for folder, folders, files in os.walk(self.root):
            folders[:] = [f for f in folders if f not in room_map.IGNORED_FOLDERS]
            for name in files:
                yield os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/")

    @functools.cache
    def text(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    @functools.cache
    def code(self, path):
        return blank_comments_and_literals(self.text(path))

    def cpp(self):
        return [p for p in self.paths if p.endswith(room_map.CPP_SUFFIXES)]

    def top_level_entries(self):
        return sorted(e for e in os.listdir(self.root) if e not in room_map.IGNORED_FOLDERS)


def matches(path, globs):
    """`**` crosses folders, `*` does not."""
    return any(_pattern(g).fullmatch(path) for g in globs)


@functools.cache
def _pattern(glob):
    escaped = fnmatch.translate(glob.replace("**", "\0")).replace(".*", "[^/]*")
    return re.compile(escaped.replace("\\\0", ".*").replace("\0", ".*"))


_TOKEN = re.compile(
    r"""
    //[^\n]*
  | /\*.*?\*/
  | R"(?P<tag>[^\s()\\"]{0,16})\(.*?\)(?P=tag)"
  | "(?:\\.|[^"\\\n])*"
  | (?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'
    """,
    re.DOTALL | re.VERBOSE,
)
_INCLUDE = re.compile(r"^\s*#\s*include\b")


def blank_comments_and_literals(text):
    """Same length and line breaks, so positions stay true. Include lines keep their path."""

    def blank(match):
        token = match.group()
        line_start = text.rfind("\n", 0, match.start()) + 1
        if token.startswith('"') and _INCLUDE.match(text[line_start:match.start()]):
            return token
        if token.startswith("/"):
            return re.sub(r"[^\n]", " ", token)
        return token[0] + re.sub(r"[^\n]", " ", token[1:-1]) + token[-1]

    return _TOKEN.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


_INCLUDED = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)


def includes(code):
    """(line, path) of every #include."""
    return [(line_of(code, m.start(1)), m.group(1)) for m in _INCLUDED.finditer(code)]
