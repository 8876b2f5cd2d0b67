"""What the structure test holds the tree to: data only, so that a change of the rules is a change here."""

# Folders the walk does not enter.
IGNORED_FOLDERS = {".git", "build", ".state", "node_modules", "dist", "__pycache__", ".claude"}

TOP_LEVEL_FOLDERS = {".ci", "routing", "storage", "gateway", "web", "tests", "docs", "packaging"}
TOP_LEVEL_FILES = {
    "dev", "README.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
    "CMakeLists.txt", "CMakePresets.json",
    ".clang-format", ".clang-tidy", ".editorconfig", ".gitattributes", ".gitignore",
}

# A room may include the rooms named here and itself. Tests may include everything.
ROOMS = {
    "routing": set(),
    "storage": {"routing"},
    "gateway": {"routing", "storage"},
}

# Inside the gateway: a part may include the parts named here and itself.
GATEWAY_PARTS = {
    "unicode": set(),
    "net": {"unicode"},
    "protocol": {"unicode"},
    "service": {"unicode"},
    "chat": {"unicode", "net", "protocol", "service"},
    "api": {"unicode", "net", "protocol", "service", "chat"},
    "app": {"unicode", "net", "protocol", "service", "chat", "api"},
}

# What the lower parts take from below and beside them, besides themselves: headers, or folders with a slash. The
# table in ARCHITECTURE.md says the same in words.
FOUNDATIONS = {
    "storage/sqlite": ["routing/ids.hpp", "routing/instant.hpp", "storage/result.hpp"],
    "storage/vault": ["routing/ids.hpp", "storage/result.hpp", "storage/sqlite/"],
    "storage/records": ["routing/ids.hpp", "routing/instant.hpp", "storage/result.hpp", "storage/sqlite/",
                        "storage/vault/"],
    "storage/live": ["routing/ids.hpp", "routing/instant.hpp", "storage/result.hpp"],
    "gateway/unicode": [],
    "gateway/net": ["gateway/unicode/", "routing/instant.hpp", "routing/token_bucket.hpp", "routing/bucket_memory.hpp"],
    "gateway/protocol": ["gateway/unicode/", "routing/ids.hpp", "routing/instant.hpp", "routing/token_bucket.hpp",
                         "storage/records/event.hpp", "storage/records/rows.hpp"],
    "gateway/service": ["gateway/unicode/", "routing/ids.hpp", "routing/instant.hpp"],
}

# Pure files: input and `now` in, values out (globs on the path from the root of the repository). Elsewhere a header
# whose comment says `Pure` is taken at its word, and so is the source of the same name.
PURE = [
    "routing/**",
    "gateway/service/**",
    "gateway/unicode/**",
    "gateway/protocol/**",
    "gateway/net/close_code.hpp",
    "gateway/net/http.*",
    "gateway/net/http_head.*",
    "gateway/net/payload.hpp",
    "gateway/net/peer_address.*",
    "gateway/net/utf8_dfa.*",
    "gateway/chat/catalog.*",
    "storage/live/redis_scripts.*",
    "storage/live/reply.*",
    "storage/live/resp_codec.*",
    "storage/records/event.*",
    "storage/records/field_registry.*",
    "storage/records/rows.*",
    "storage/records/sqlite/statements.*",
    "storage/result.hpp",
    "storage/vault/cell.*",
    "storage/vault/key_cache.*",
    "**/limits.hpp",
]
PURE_CLAIM = r"//[^\n]*\bPure\b(?! virtual)"
# ... except the codecs that stand between a pure part and the JSON library.
NOT_PURE = [
    "gateway/**/*_json.*",
    "gateway/protocol/frame_codec.cpp",
]

# What a pure file must not touch: (what, pattern over code without comments and strings).
IMPURITIES = [
    ("clock", r"\b(steady_clock|system_clock|high_resolution_clock|utc_clock)\b|\bgettimeofday\b"
              r"|\bclock_gettime\b|(?<![\w.>:])(std::)?time\s*\(\s*(nullptr|NULL|0|&)"),
    ("randomness", r"\brandom_device\b|\brandombytes\w*|\bmt19937\w*|\bgetrandom\b|\bRAND_bytes\b"),
    ("SQL", r"\bsqlite3\w*|\bPQexec\w*"),
    ("sockets", r"\basio\b|\bboost/asio\b|\bsys/socket\.h\b|\bboost/beast\b|\bredis(Async)?Connect\w*"),
    ("JSON library", r"\bsimdjson::(dom|ondemand)\b|\bboost/json\b|\bboost::json\b"),
    ("log", r"\bspdlog\b"),
    ("threads", r"\bstd::(jthread|thread|mutex|shared_mutex|condition_variable\w*|atomic\w*|future|promise)\b"
                r"|#\s*include\s*<(thread|mutex|shared_mutex|atomic|condition_variable|future)>"),
    ("sleep", r"\bsleep_(for|until)\b|\b[un]?sleep\s*\("),
    ("files and environment", r"#\s*include\s*<(fstream|filesystem|iostream)>|\bgetenv\b"),
]

# Calls nobody may make: (name, pattern, globs where it is allowed after all).
BANNED = [
    ("sleep", r"\bsleep_(for|until)\b|\b[un]?sleep\s*\(", []),
    ("detach()", r"\.\s*detach\s*\(\s*\)", []),
    ("asio::detached", r"\basio::detached\b", []),
    ("enable_shared_from_this", r"\benable_shared_from_this\b", []),
    ("weak_ptr", r"\bweak_ptr\b", []),
    ("std::async", r"\bstd::async\b", []),
    ("system()", r"(?:^|[^\w.>:]|\bstd::)system\s*\(", []),
    ("popen()", r"\bpopen\s*\(", []),
    ("strcpy/strcat", r"\b(strcpy|strcat|stpcpy)\s*\(", []),
    ("sprintf", r"\bv?sprintf\s*\(", []),
    ("gets", r"(?<![\w.>:])gets\s*\(", []),
    ("rand()", r"(?<![\w.>:])(std::)?s?rand\s*\(", []),
    ("std::regex", r"\bstd::w?regex\b", []),
    ("printing in library code", r"\bf?printf\s*\(|\bstd::(cout|cerr|clog)\b", ["gateway/app/**", "tests/**"]),
]

# Boost.Beast stays behind the ports of gateway/net.
BEAST_ALLOWED = ["gateway/net/*.cpp", "tests/**"]

LINES_MAX = 400
# Files that may be longer. Each needs a reason; the list may hold at most LONG_FILES_MAX entries.
LONG_FILES = {}
LONG_FILES_MAX = 5
README_LINES_MAX = 60

# Folders with code that need no README of their own: their parent's README speaks for them.
README_NOT_NEEDED = ["tests/*", "web/scripts", "web/tests"]
README_DEPTH_MAX = 2

CPP_SUFFIXES = (".cpp", ".hpp")
WEB_SUFFIXES = (".ts", ".tsx", ".js", ".mjs")
CODE_SUFFIXES = CPP_SUFFIXES + WEB_SUFFIXES + (".css", ".sql", ".lua", ".py", ".sh")
TEXT_SUFFIXES = CODE_SUFFIXES + (".md", ".toml", ".json", ".yaml", ".yml", ".html", ".txt", ".service")

# Ways around the DOM's escaping, and ways to run text as code.
WEB_INJECTION = r"\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML)\b|\bdocument\.write\b" \
                r"|(?<![\w.$])eval\s*\(|\bnew\s+Function\s*\("

# Brackets keep these patterns from finding themselves.
UNFINISHED = r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K]|not imp[l]emented)\b"
MACHINE_PATHS = r"(?<![\w.])/(wor[k]|far[m]|Users)/|/tm[p]/(bas[h]|brie[f])|/hom[e]/[a-z]\w*/|/roo[t]/[\w.]" \
                r"|[.]librar[y]\b|\bregistr[y]\.[a-z]+\.[a-z]+"

TEST_SKIPS_CPP = r"\bGTEST_SKI[P]\b|\bDISABLE[D]_\w+"
TEST_SKIPS_WEB = r"\b(it|test|describe)\.(skip|todo|only)\b|\bx(it|describe)\s*\(|\{[^}\n]*\bskip\s*:\s*true"
TEST_SLEEPS_WEB = r"\bwaitForTimeout\b|\bsetTimeout\s*\([^,\n]*,\s*\d{4,}"
