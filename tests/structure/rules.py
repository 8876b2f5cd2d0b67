"""The rules. Each takes a tree and yields (path, line, what is wrong); RULES names them."""

import posixpath
import re

import coroutines
import room_map
from source import includes, line_of, matches


def rooms_include_downward(tree):
    for path in tree.cpp():
        room = path.split("/")[0]
        if room not in room_map.ROOMS:
            continue
        for line, included in includes(tree.code(path)):
            target = included.split("/")[0]
            if target == "tests":
                yield path, line, f"{room} includes {included}"
            elif target in room_map.ROOMS and target != room and target not in room_map.ROOMS[room]:
                yield path, line, f"{room} includes {included}"


def gateway_parts_include_their_ports(tree):
    for path in tree.cpp():
        part = _gateway_part(path)
        if part is None:
            continue
        if part not in room_map.GATEWAY_PARTS:
            yield path, 1, f"gateway/{part} is no known part: give it its place in room_map.py"
            continue
        for line, included in includes(tree.code(path)):
            target = _gateway_part(included)
            if target not in {None, part, *room_map.GATEWAY_PARTS[part]}:
                yield path, line, f"gateway/{part} includes {included}"


def _gateway_part(path):
    folders = path.split("/")
    return folders[1] if folders[0] == "gateway" and len(folders) > 2 else None


def lower_parts_include_their_foundations(tree):
    for path in tree.cpp():
        part = "/".join(path.split("/")[:2])
        if part not in room_map.FOUNDATIONS:
            continue
        may = (part + "/", *room_map.FOUNDATIONS[part])
        for line, included in includes(tree.code(path)):
            if included.split("/")[0] in {"routing", "storage"} and not included.startswith(may):
                yield path, line, f"{part} includes {included}"


def includes_start_at_the_root(tree):
    known = set(room_map.ROOMS)
    for path in tree.cpp():
        if path.split("/")[0] not in known:
            continue
        for line, included in includes(tree.code(path)):
            if included.startswith(".") or ("/" not in included and included.endswith(".hpp")
                                            and _beside(tree, path, included)):
                yield path, line, f"include {included} by its path from the root of the repository"


def _beside(tree, path, included):
    return path.rsplit("/", 1)[0] + "/" + included in tree.paths


def is_pure(tree, path):
    if matches(path, room_map.NOT_PURE):
        return False
    if matches(path, room_map.PURE):
        return True
    header = path.rsplit(".", 1)[0] + ".hpp"
    return not path.startswith("tests/") and header in tree.paths \
        and re.search(room_map.PURE_CLAIM, tree.text(header)) is not None


def pure_files_touch_nothing(tree):
    for path in tree.cpp():
        if is_pure(tree, path):
            for what, pattern in room_map.IMPURITIES:
                yield from _each(tree, path, pattern, f"{what} in a pure file")


def pure_share(tree):
    lines = {True: 0, False: 0}
    for path in tree.cpp():
        if not path.startswith("tests/"):
            lines[is_pure(tree, path)] += tree.text(path).count("\n")
    return round(100 * lines[True] / max(1, sum(lines.values())))


def nobody_calls_what_is_banned(tree):
    for path in tree.cpp():
        for name, pattern, allowed in room_map.BANNED:
            if not matches(path, allowed):
                yield from _each(tree, path, pattern, f"{name} is banned")


_CATCH_ALL = re.compile(r"\bcatch\s*\([^)]*\)\s*\{\s*\}")


def nothing_is_swallowed(tree):
    for path in tree.cpp():
        for match in _CATCH_ALL.finditer(tree.code(path)):
            yield path, line_of(tree.code(path), match.start()), "an exception is dropped by an empty handler"


def shared_ownership_is_for_constant_bytes(tree):
    for path in tree.cpp():
        if not path.startswith("tests/"):
            yield from _each(tree, path, r"\bshared_ptr\s*<\s*(?!const\b)\w|\bmake_shared\s*<\s*(?!const\b)\w",
                             "shared ownership of something that can change")


def coroutines_avoid_the_compilers_traps(tree):
    for path in tree.cpp():
        code = tree.code(path)
        for position, what in coroutines.traps(code):
            yield path, line_of(code, position), what


def beast_stays_in_net(tree):
    for path in tree.cpp():
        if not matches(path, room_map.BEAST_ALLOWED):
            yield from _each(tree, path, r"#\s*include\s*<boost/beast\b", "Boost.Beast outside gateway/net")


def files_have_one_job(tree):
    if len(room_map.LONG_FILES) > room_map.LONG_FILES_MAX:
        yield "tests/structure/room_map.py", 1, f"more than {room_map.LONG_FILES_MAX} long files are allowed for"
    for path in tree.paths:
        if path.endswith(room_map.CODE_SUFFIXES) and path not in room_map.LONG_FILES:
            lines = tree.text(path).count("\n")
            if lines > room_map.LINES_MAX:
                yield path, lines, f"{lines} lines, at most {room_map.LINES_MAX}"
    for path in room_map.LONG_FILES:
        if path in tree.paths and tree.text(path).count("\n") <= room_map.LINES_MAX:
            yield path, 1, "is short again: remove it from the list of long files"


def folders_explain_themselves(tree):
    folders = {p.rsplit("/", 1)[0] for p in tree.paths if "/" in p and p.endswith(room_map.CODE_SUFFIXES)}
    folders |= {f.rsplit("/", 1)[0] for f in list(folders) if "/" in f}
    for folder in sorted(folders):
        needed = folder.count("/") < room_map.README_DEPTH_MAX and not matches(folder, room_map.README_NOT_NEEDED)
        if needed and f"{folder}/README.md" not in tree.paths:
            yield folder, 1, "a folder with code and no README.md"
    for path in tree.paths:
        if path.endswith("/README.md"):
            lines = tree.text(path).count("\n")
            if lines > room_map.README_LINES_MAX:
                yield path, lines, f"{lines} lines, at most {room_map.README_LINES_MAX}"


_SPAN = re.compile(r"`([^`\n]+)`")
_FILE_NAME = re.compile(r"[\w./-]+\.(?:cpp|hpp|mjs|py|tsx?)")
_SCOPED_NAME = re.compile(r"(?:\w+::)*(\w+)::(\w+)(?:\(.*\))?")


def the_architecture_names_what_is_there(tree):
    path = "ARCHITECTURE.md"
    if path not in tree.paths:
        return
    text = tree.text(path)
    for match in _SPAN.finditer(text):
        name = match.group(1)
        scoped = _SCOPED_NAME.fullmatch(name)
        if _FILE_NAME.fullmatch(name) and not any(("/" + p).endswith("/" + name) for p in tree.paths):
            yield path, line_of(text, match.start()), f"there is no file {name}"
        elif scoped and not _is_declared(tree, *scoped.groups()):
            yield path, line_of(text, match.start()), f"nothing declares {name}"


def _is_declared(tree, scope, name):
    """Is there a file that opens this class or namespace and says the name?"""
    opens = re.compile(rf"\b(?:class|struct)\s+{scope}\b(?:\s+final)?\s*(?::[^;{{]*)?\{{"
                       rf"|\bnamespace\s+(?:\w+::)*{scope}\s*\{{")
    said = re.compile(rf"\b{name}\b")
    ours = (tree.code(p) for p in tree.cpp() if not p.startswith("tests/"))
    return any(scope in code and said.search(code) and opens.search(code) for code in ours)


def nothing_is_left_for_later(tree):
    for path in tree.paths:
        if path.endswith(room_map.CODE_SUFFIXES):
            yield from _each_raw(tree, path, room_map.UNFINISHED, "left for later")


def the_project_knows_no_machine(tree):
    for path in tree.paths:
        if path.endswith(room_map.TEXT_SUFFIXES) or "." not in path.rsplit("/", 1)[-1]:
            yield from _each_raw(tree, path, room_map.MACHINE_PATHS, "path or host name of one machine")


def the_top_level_is_known(tree):
    for entry in tree.top_level_entries():
        if entry not in room_map.TOP_LEVEL_FOLDERS and entry not in room_map.TOP_LEVEL_FILES:
            yield entry, 1, "unknown entry at the top level"


def every_source_is_built(tree):
    lists = {p: tree.text(p) for p in tree.paths if p.rsplit("/", 1)[-1] == "CMakeLists.txt"}
    for path in tree.cpp():
        if path.endswith(".cpp") and path.split("/")[0] in {*room_map.ROOMS, "tests"} \
                and not path.startswith("tests/structure/"):
            if not any(_lists(lists[listing], listing, path) for listing in lists):
                yield path, 1, "no CMakeLists.txt names it"


def _lists(text, listing, path):
    relative = posixpath.relpath(path, posixpath.dirname(listing) or ".")
    names = {relative, "${CMAKE_CURRENT_SOURCE_DIR}/" + relative, "${CMAKE_SOURCE_DIR}/" + path}
    return any(re.search(rf"(?<![\w/.]){re.escape(name)}(?![\w.])", text) for name in names)


def tests_run_and_never_wait(tree):
    for path in tree.paths:
        if _is_web_test(path):
            yield from _each_raw(tree, path, room_map.TEST_SKIPS_WEB, "a test that does not run")
            yield from _each_raw(tree, path, room_map.TEST_SLEEPS_WEB, "a test that waits on the clock")
        elif path.startswith("tests/") and path.endswith(room_map.CPP_SUFFIXES):
            yield from _each(tree, path, room_map.TEST_SKIPS_CPP, "a test that does not run")


def _is_web_test(path):
    if not path.endswith(room_map.WEB_SUFFIXES) or path.split("/")[0] not in {"web", "tests"}:
        return False
    return path.startswith("tests/") or ".test." in path or ".spec." in path or "/tests/" in path


def pages_never_run_text_as_code(tree):
    for path in tree.paths:
        if path.startswith("web/") and path.endswith(room_map.WEB_SUFFIXES) and not _is_web_test(path):
            yield from _each_raw(tree, path, room_map.WEB_INJECTION, "text becomes markup or code")


def _each(tree, path, pattern, what):
    yield from _found(tree.code(path), path, pattern, what)


def _each_raw(tree, path, pattern, what):
    yield from _found(tree.text(path), path, pattern, what)


def _found(text, path, pattern, what):
    for match in re.finditer(pattern, text, re.MULTILINE):
        yield path, line_of(text, match.start()), f"{what}: {match.group().strip()}"


RULES = [
    rooms_include_downward,
    gateway_parts_include_their_ports,
    lower_parts_include_their_foundations,
    includes_start_at_the_root,
    pure_files_touch_nothing,
    nobody_calls_what_is_banned,
    nothing_is_swallowed,
    shared_ownership_is_for_constant_bytes,
    coroutines_avoid_the_compilers_traps,
    beast_stays_in_net,
    files_have_one_job,
    folders_explain_themselves,
    the_architecture_names_what_is_there,
    nothing_is_left_for_later,
    the_project_knows_no_machine,
    the_top_level_is_known,
    every_source_is_built,
    tests_run_and_never_wait,
    pages_never_run_text_as_code,
]
