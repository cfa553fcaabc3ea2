"""The rules of the house as functions: each takes a source tree and gives what breaks the rule.

``tree`` is the directory of the package ``serai``. A finding is ``path:line what``. That rules can
fail is shown by test_planted.py, which plants a violation of each into a copy of the tree.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

FLOORS = (
    ("core", "language"),
    ("delivery", "accounts"),
    ("media",),
    ("vocabulary",),
    ("editorial", "broadcast"),
    ("importing", "demo"),
    ("portal", "ops"),
    ("config",),
)
FLOOR = {package: height for height, packages in enumerate(FLOORS) for package in packages}

#: Rooms that any app of floors 3 to 7 may have (house.md; docs/decisions/0003).
ROOMS = {
    "__init__", "apps", "wagtail_hooks", "urls", "management", "views", "feeds", "sitemaps",
    "templatetags", "signal_handlers", "tasks", "actions", "pipeline", "selectors", "forms",
    "models", "blocks", "signals", "formats", "backends", "counter", "viewsets", "choosers",
    "checks", "api", "migrations", "templates", "static", "locale", "data",
}  # fmt: skip
#: Rooms of one app only, each with a decision record.
OWN_ROOMS = {
    "editorial": {"desk"},
    "media": {"shapes"},
    "vocabulary": {"gazetteer"},
    "demo": {"drawing", "schedule", "texts"},
    "ops": {"checkup"},
    "portal": {"pages", "drawing"},
}
#: What an app of floors 3 to 7 may import from a lower one.
OPEN_ROOMS = {
    "models", "selectors", "actions", "signals", "gazetteer", "blocks", "shapes", "formats",
}  # fmt: skip
ROOMED = [package for package, height in FLOOR.items() if 2 <= height <= 6]
DRAWERS = {"utils", "helpers", "common", "misc"}

MAX_LINES, MAX_FUNCTION_LINES = 600, 60
PLAN_LINES = range(10, 26)


def sources(tree: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(tree.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _say(tree: Path, path: Path, line: int, what: str) -> str:
    return f"{path.relative_to(tree)}:{line} {what}"


def closed_rooms(tree: Path) -> list[str]:
    """An app has only rooms of the closed list."""
    found = []
    for package in ROOMED:
        allowed = ROOMS | OWN_ROOMS.get(package, set())
        for entry in sorted((tree / package).iterdir()):
            if entry.name != "__pycache__" and entry.stem not in allowed:
                found.append(_say(tree, entry, 1, "is not a room of the house"))
    return found


def drawer_files(tree: Path) -> list[str]:
    """No utils.py, helpers.py, common.py, misc.py anywhere."""
    return [
        _say(tree, path, 1, "is a drawer")
        for path in sorted(tree.rglob("*.py"))
        if path.stem in DRAWERS
    ]


def private_rooms(tree: Path) -> list[str]:
    """Above the ground an app imports only the open rooms of a lower app."""
    found = []
    for path, module in sources(tree):
        owner = path.relative_to(tree).parts[0]
        if owner not in FLOOR or owner == "config":
            continue
        for node, name in _imports(module):
            parts = name.split(".")
            if len(parts) < 3 or parts[0] != "serai" or parts[1] == owner:
                continue
            if parts[1] in ROOMED and parts[2] not in OPEN_ROOMS:
                found.append(_say(tree, path, node.lineno, f"imports the private room {name}"))
    return found


def _imports(module: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Dotted names that are imported, down to the imported name where that may be a module."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module.count(".") >= 2:
                yield node, node.module
            else:
                for alias in node.names:
                    yield node, f"{node.module}.{alias.name}"


def one_door_to_the_queue(tree: Path) -> list[str]:
    """``.enqueue(`` stands only in core/jobs.py and the backend behind it."""
    found = []
    for path, module in sources(tree):
        if path.relative_to(tree).as_posix() in ("core/jobs.py", "core/backend.py"):
            continue
        for node in ast.walk(module):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in ("enqueue", "aenqueue"):
                found.append(_say(tree, path, called.lineno, "enqueues past core.jobs"))
    return found


def actions_do_not_enqueue(tree: Path) -> list[str]:
    """tasks stands above actions: an action never reaches for the queue, nor for a request."""
    found = []
    for path, module in sources(tree):
        if path.stem != "actions":
            continue
        for node, name in _imports(module):
            if name.startswith(("serai.core.jobs", "django.http", "serai.core.queue")):
                found.append(_say(tree, path, node.lineno, f"an action imports {name}"))
    return found


#: Dotted calls and names that stand in one place only, and where they may stand.
ONLY_IN: dict[str, tuple[str, ...]] = {
    r"\bdatetime\.now\(|\bdatetime\.utcnow\(|\btimezone\.now\(|\bdate\.today\(": ("core/clock.py",),
    r"\btime\.time\(|\btime\.monotonic\(": ("core/clock.py",),
    r"\bmark_safe\b|\bSafeString\b|\|\s*safe\b|\bformat_html_join\b": (
        "core/sanitizer.py",
        "portal/templatetags/",
    ),
    r"\bcache_page\b|UpdateCacheMiddleware|FetchFromCacheMiddleware|\{%\s*cache\b": (),
    r"\bstrip_tags\b|\burlize\b|truncatewords_html|truncatechars_html|LocaleMiddleware": (),
    r"^\s*(?:import|from)\s+(?:requests|httpx|aiohttp|urllib3)\b|\burllib\.request\b": (),
    r"\bfail_silently\s*=\s*True|\bRawSQL\b|\.extra\(": (),
    r"\bhuge_tree\s*=\s*True|\bresolve_entities\s*=\s*True": (),
}


def things_in_their_place(tree: Path) -> list[str]:
    """Clock, markup that counts as safe, network clients, page caches: one place or none."""
    found = []
    paths = [*tree.rglob("*.py"), *tree.rglob("*.html"), *tree.rglob("*.txt")]
    for path in sorted(paths):
        place = path.relative_to(tree).as_posix()
        if "/migrations/" in place:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for pattern, homes in ONLY_IN.items():
                if re.search(pattern, line) and not place.startswith(homes or ("-",)):
                    found.append(_say(tree, path, number, f"has {line.strip()[:60]!r}"))
    return found


def sizes(tree: Path) -> list[str]:
    """A file has at most 600 lines, a function at most 60."""
    found = []
    for path, module in sources(tree):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > MAX_LINES:
            found.append(_say(tree, path, 1, f"has {length} lines"))
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > MAX_FUNCTION_LINES:
                    found.append(_say(tree, path, node.lineno, f"{node.name} has {size} lines"))
    return found


def templates_without_inline(tree: Path) -> list[str]:
    """Public templates stand in portal, an app's own under templates/newsroom; nothing inline.

    Only the roof may stand in for templates of Wagtail: its mark, its icon, its mails.
    """
    found = []
    for path in sorted(tree.rglob("templates/**/*.html")):
        app, _, folder, *_ = path.relative_to(tree).parts
        for_wagtail = app == "config" and folder == "wagtailadmin"
        if app != "portal" and folder != "newsroom" and not for_wagtail:
            found.append(_say(tree, path, 1, "is a template outside portal"))
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(
            r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>|<style\b|\sstyle="
            r"|\son[a-z]+=|javascript:",
            text,
        ):
            line = text.count("\n", 0, match.start()) + 1
            found.append(_say(tree, path, line, f"has inline {match.group().strip()!r}"))
    return found


def docstrings_list_rooms(tree: Path) -> list[str]:
    """A package's docstring is its room plan: it names what stands there, and nothing else."""
    found = []
    quiet = {
        "__init__",
        "apps",
        "migrations",
        "urls",
        "templates",
        "static",
        "locale",
        "__pycache__",
    }
    for package in FLOOR:
        text = ast.get_docstring(ast.parse((tree / package / "__init__.py").read_text())) or ""
        named = set(re.findall(r"^(\w+)(?:\.py|/)", text, flags=re.MULTILINE))
        standing = {
            entry.stem
            for entry in (tree / package).iterdir()
            if entry.stem not in quiet and (entry.suffix == ".py" or entry.is_dir())
        }
        named -= quiet
        for room in sorted(standing - named):
            found.append(f"{package}/__init__.py:1 does not name {room}")
        for room in sorted(named - standing):
            found.append(f"{package}/__init__.py:1 names {room}, which is not there")
    return found


def plans_fit_on_a_page(tree: Path) -> list[str]:
    """A package's docstring has 10 to 25 lines."""
    found = []
    for package in FLOOR:
        init = tree / package / "__init__.py"
        lines = len((ast.get_docstring(ast.parse(init.read_text())) or "").splitlines())
        if lines not in PLAN_LINES:
            found.append(_say(tree, init, 1, f"has a plan of {lines} lines"))
    return found


def named_migrations(tree: Path) -> list[str]:
    """A migration's name says what it brings."""
    return [
        _say(tree, path, 1, "has a name that a machine gave")
        for path in sorted(tree.rglob("migrations/[0-9]*.py"))
        if re.search(r"_initial|_auto_|_alter_|_and_more|_\d{8}", path.stem)
    ]


def module_docstrings(tree: Path) -> list[str]:
    """Every file says in its first line what it is for."""
    return [
        _say(tree, path, 1, "has no docstring")
        for path, module in sources(tree)
        if not ast.get_docstring(module) and module.body
    ]


def plain_names(tree: Path) -> list[str]:
    """No class of the kind that hides what it does."""
    vague = re.compile(r"(Manager|Processor|Service|Util|Utils|Helper|Info)$")
    found = []
    for path, module in sources(tree):
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef) and vague.search(node.name):
                found.append(_say(tree, path, node.lineno, f"class {node.name} says nothing"))
    return found


#: Writes that call neither ``save`` nor ``pre_delete``, and the places that answer for theirs:
#: the trial archive, and pictures, which announce their shapes by hand.
UNHEARD = {"update", "bulk_create", "bulk_update", "_raw_delete", "aupdate", "abulk_create"}
SPEAK_FOR_THEMSELVES = (
    "ops/actions.py",
    "media/actions.py",
    "broadcast/actions/publishing.py",
)


def delivered_rows_are_written_aloud(tree: Path) -> list[str]:
    """No write past ``Delivered.save``: pages would not hear of it.

    Seen where the chain begins at the model's name; a queryset kept in a variable is not followed.
    """
    modules = list(sources(tree))
    named = _descendants(modules, {"Delivered", "DeliveredPart"})
    found = []
    for path, module in modules:
        if path.relative_to(tree).as_posix() in SPEAK_FOR_THEMSELVES:
            continue
        for node in ast.walk(module):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in UNHEARD:
                root = _root(called.value)
                if root in named:
                    what = f"writes {root} by {called.attr}, unheard"
                    found.append(_say(tree, path, called.lineno, what))
    return found


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def _descendants(modules: list[tuple[Path, ast.Module]], roots: set[str]) -> set[str]:
    """Classes that have one of the roots among their bases, however far up."""
    bases: dict[str, set[str]] = {}
    for _path, module in modules:
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                named = {base.id for base in node.bases if isinstance(base, ast.Name)}
                bases.setdefault(node.name, set()).update(named)
    found = set(roots)
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found - roots


RULES: tuple[Callable[[Path], list[str]], ...] = (
    closed_rooms,
    drawer_files,
    private_rooms,
    one_door_to_the_queue,
    actions_do_not_enqueue,
    things_in_their_place,
    sizes,
    templates_without_inline,
    docstrings_list_rooms,
    plans_fit_on_a_page,
    named_migrations,
    module_docstrings,
    plain_names,
    delivered_rows_are_written_aloud,
)
