"""Finds the expressions around co_await that GCC 12 compiles wrongly or not at all.

Its temporaries (braced, lambda, those of ?:) may be destroyed twice when the full expression also suspends, so a
full expression with co_await holds nothing but named values and moves.
"""

import re

_AWAIT = re.compile(r"\bco_await\b")
_SPAWN_AWAIT = re.compile(r"\bco_spawn\s*\(\s*co_await\b")
_LAMBDA = re.compile(r"(?<![\w)\]\[])\s*\[[^\[\]]*\]\s*(\([^()]*\)\s*)?(mutable\s*|noexcept\s*|->[\w:<>,\s*&]+)*\{")
_CONTROL = re.compile(r"\b(if|while|switch|for|constexpr)\s*$")
_BEFORE_BLOCK = re.compile(r"([;{}:)\]]|\b(else|do|try|const|noexcept|mutable|override|final)|->[\w:<>,\s*&]+)\s*$")
_LOOK_BACK = 120


def traps(code):
    """Yields (position, what) for each trap in code without comments."""
    for match in _SPAWN_AWAIT.finditer(code):
        yield match.start(), "co_spawn(co_await ...): take the executor in a statement of its own"
    brackets = _Brackets(code)
    seen = set()
    for match in _AWAIT.finditer(code):
        start, end = brackets.full_expression(match.start())
        if start in seen:
            continue
        seen.add(start)
        expression = code[start:end]
        if len(_AWAIT.findall(expression)) > 1:
            yield match.start(), "more than one co_await in one full expression"
        if _LAMBDA.search(expression):
            yield match.start(), "lambda in the full expression of a co_await"
        elif "{" in expression:
            yield match.start(), "braces in the full expression of a co_await"
        if "?" in expression:
            yield match.start(), "?: in the full expression of a co_await"


class _Brackets:
    def __init__(self, code):
        self.code = code
        self.partner = {}
        self.parent = {}
        stack = []
        for match in re.finditer(r"[()\[\]{}]", code):
            position = match.start()
            if match.group() in "([{":
                self.parent[position] = stack[-1] if stack else None
                stack.append(position)
            elif stack:
                opening = stack.pop()
                self.partner[opening] = position
                self.partner[position] = opening
        self.openings = sorted(self.parent)

    def full_expression(self, position):
        """Bounds of the full expression around `position`: out to the block or control head that holds it."""
        opening = self._innermost(position)
        while opening is not None and not self._bounds_expressions(opening):
            opening = self.parent[opening]
        first = 0 if opening is None else opening + 1
        last = len(self.code) if opening is None else self.partner.get(opening, len(self.code))
        return self._narrowed(first, last, position)

    def _innermost(self, position):
        holders = [o for o in self.openings if o < position < self.partner.get(o, len(self.code))]
        return holders[-1] if holders else None

    def _bounds_expressions(self, opening):
        if self.code[opening] == "{":
            return self._is_block(opening)
        return self.code[opening] == "(" and self._is_control_head(opening)

    def _is_block(self, brace):
        return bool(_BEFORE_BLOCK.search(self.code, max(0, brace - _LOOK_BACK), brace))

    def _is_control_head(self, parenthesis):
        return bool(_CONTROL.search(self.code, max(0, parenthesis - _LOOK_BACK), parenthesis))

    def _narrowed(self, first, last, position):
        """The part of [first, last) between two statement ends of the same level."""
        start = i = first
        while i < last:
            if self.code[i] == ";":
                if i >= position:
                    return start, i
                start = i + 1
            elif i in self.parent:
                closing = self.partner.get(i, last)
                if closing < position and self._bounds_expressions(i):
                    start = closing + 1
                i = closing
            i += 1
        return start, last
