"""What holds for the whole repository: rules that no single module can keep alone."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
ROOMS = ("pages", "geo", "gazetteer")
VENDOR = REPOSITORY / "geo" / "assets" / "vendor"
LONGEST_MODULE = 300
#: a list of declarations, one column a line, that would only be harder to read in pieces
LONGER = {"geo/schema.py"}
#: hosts that a page or a build must never load from; written in two parts, so that this file does not hold them
OUTSIDE_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("jsdelivr", "net"), ("unpkg", "com"), ("cdnjs", "cloudflare", "com"), ("googleapis", "com"),
        ("gstatic", "com"), ("bootstrapcdn", "com"), ("rawgit", "com"), ("esm", "sh"), ("skypack", "dev"),
        ("jspm", "io"), ("code", "jquery", "com"), ("netdna-ssl", "com"), ("fontawesome", "com"),
        ("registry", "npmjs", "org"), ("npmjs", "com"), ("pypi", "org"), ("pythonhosted", "org"),
        ("yarnpkg", "com"), ("anaconda", "org"), ("crates", "io"), ("rubygems", "org"), ("docker", "io"),
    )
)  # fmt: skip
#: imported, and brought along by what is required
BROUGHT_ALONG = {"branca": "folium", "starlette": "streamlit"}
#: Python that may hold markup: none
MARKUP = re.compile(r"unsafe_allow_html|<\s*(script|style|iframe)\b", re.IGNORECASE)


def git(*words):
    return subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False).stdout


def committed():
    """List what is in the repository: by git where there is one, else by walking the folders."""
    listed = git("ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    if any(listed):
        return sorted(path for name in listed if name and (path := REPOSITORY / name).is_file())
    skip = {".git", ".venv", "node_modules", "index", "__pycache__"}
    return sorted(
        path for path in REPOSITORY.rglob("*") if path.is_file() and not skip & set(path.relative_to(REPOSITORY).parts)
    )


def texts():
    for path in committed():
        try:
            yield path.relative_to(REPOSITORY).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def python_files(*folders):
    return [path for folder in folders for path in sorted((REPOSITORY / folder).rglob("*.py"))]


def app_code():
    return [*python_files(*ROOMS), *REPOSITORY.glob("*.py")]


def names(path):
    text = path.read_text(encoding="utf-8")
    lines = (re.split(r"\s#|^#", line)[0].strip() for line in text.splitlines())
    wanted = [line for line in lines if line and not line.startswith("-")]
    return {re.split(r"[<>=!~;\[ ]", line)[0].lower().replace("_", "-") for line in wanted}


def modules(path):
    """Return the top modules that a file imports, wherever in it that is done."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in found}


def test_no_text_names_a_host_that_code_could_be_loaded_from():
    found = [(name, host) for name, text in texts() for host in OUTSIDE_HOSTS if host in text]
    assert found == []


def test_no_file_of_the_front_end_loads_anything_from_the_outside():
    loads = re.compile(
        r"""\bsrc\s*=\s*["']?(?:https?:)?//|<link\b|@import|url\(\s*["']?(?:https?:)?//""", re.IGNORECASE
    )
    found = [
        name
        for name, text in texts()
        if name.endswith((".js", ".css", ".html")) and not name.startswith("tests/") and loads.search(text)
    ]
    assert found == []


def test_no_module_is_too_long():
    long = {
        path.relative_to(REPOSITORY).as_posix(): lines
        for path in app_code()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) >= LONGEST_MODULE
    }
    assert {name: lines for name, lines in long.items() if name not in LONGER} == {}


def test_no_page_is_longer_than_sixty_lines():
    long = [
        path.relative_to(REPOSITORY).as_posix()
        for path in python_files("pages")
        if "shared" not in path.parts and len(path.read_text(encoding="utf-8").splitlines()) > 60
    ]
    assert long == []


def test_no_markup_script_or_style_is_written_in_python():
    found = [path.name for path in app_code() if MARKUP.search(path.read_text(encoding="utf-8"))]
    assert found == []


def passes_on(handler):
    """Say whether a handler only clears up and lets the exception go on."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_no_code_catches_every_exception():
    bare = [
        (path.name, node.lineno)
        for path in app_code()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
        and not passes_on(node)
    ]
    assert bare == []


def test_every_folder_of_code_is_a_package_so_that_the_import_rules_see_it():
    missing = {
        path.parent.relative_to(REPOSITORY).as_posix()
        for path in python_files(*ROOMS)
        if not (path.parent / "__init__.py").is_file()
    }
    assert missing == set()


def test_every_top_folder_of_code_is_under_the_import_rules():
    rules = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    folders = {
        path.name
        for path in REPOSITORY.iterdir()
        if path.is_dir() and not path.name.startswith(".") and path.name not in {"tests", "node_modules"}
        if any(path.rglob("*.py"))
    }
    assert set(rules["root_packages"]) == folders == set(ROOMS)


def test_the_app_itself_imports_streamlit_and_pages_but_no_map_library():
    tree = ast.parse((REPOSITORY / "app.py").read_text(encoding="utf-8"))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.split(".")[0] for name in imported} & {"folium", "branca", "geopandas"} == set()


@pytest.mark.parametrize("listing", [path.name for path in sorted(REPOSITORY.glob("requirements*.txt"))])
def test_every_requirement_is_pinned_in_the_constraints(listing):
    assert names(REPOSITORY / listing) - names(REPOSITORY / "constraints.txt") == set()


def test_the_app_requires_what_it_imports_and_nothing_else():
    providers = importlib.metadata.packages_distributions()
    imported = {
        name.lower()
        for path in app_code()
        for module in modules(path) - {*ROOMS, *sys.stdlib_module_names}
        for name in providers.get(module, [module])
    }
    listings = ("requirements.txt", "requirements-extra.txt", "requirements-engines.txt")
    required = {name for listing in listings for name in names(REPOSITORY / listing)}
    assert imported - {*BROUGHT_ALONG} == required
    assert {*BROUGHT_ALONG.values()} <= required


def test_only_the_extra_list_has_what_the_app_can_do_without():
    assert names(REPOSITORY / "requirements-extra.txt") == {"av"}
    assert "-r requirements-extra.txt" in (REPOSITORY / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()


def test_what_is_not_text_is_marked_so_that_git_leaves_its_bytes_alone():
    marked = (REPOSITORY / ".gitattributes").read_text(encoding="utf-8").splitlines()
    binary = {line.split()[0].removeprefix("*") for line in marked if line.endswith(" binary")}
    others = {path.suffix for path in committed() if b"\0" in path.read_bytes()}
    assert others - binary == set()


def test_the_version_of_the_program_is_the_same_everywhere():
    changes = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    cited = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    version, day = re.findall(r"^## \[([0-9.]+)] - ([0-9-]+)$", changes, re.MULTILINE)[0]
    assert re.findall(r'^(version|date-released): "?([0-9.-]+)"?$', cited, re.MULTILINE) == [
        ("version", version),
        ("date-released", day),
    ]


def test_the_fonts_have_their_licence_beside_them():
    fonts = REPOSITORY / "geo" / "assets" / "fonts"
    assert {path.suffix for path in fonts.iterdir()} == {"", ".ttf"}
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts / "LICENSE").read_text(encoding="utf-8")
    told = (REPOSITORY / "data" / "LICENSE.md").read_text(encoding="utf-8")
    assert "`../geo/assets/fonts`" in told
    assert "SIL Open Font License 1.1" in told


def test_the_constraints_pin_one_version_each():
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", pin) for pin in pins)
    assert len(pins) == len(names(REPOSITORY / "constraints.txt"))


def test_the_lock_file_says_what_to_fetch_but_not_from_where():
    lock = (REPOSITORY / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


def test_the_settings_keep_the_app_on_this_machine_and_silent():
    settings = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["showEmailPrompt"] is False
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["runner"]["postScriptGC"] is False
    assert settings["server"]["fileWatcherType"] == "none"


def test_every_setting_is_one_that_this_streamlit_knows():
    from streamlit import config

    settings = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    given = {
        f"{section}.{key}" if not isinstance(value, dict) else f"{section}.{key}.{inner}"
        for section, values in settings.items()
        for key, value in values.items()
        for inner in (value if isinstance(value, dict) else [""])
    }
    assert given - set(config.get_config_options()) == set()


def test_the_vendored_leaflet_is_the_published_one_without_pictures_and_source_map():
    published = REPOSITORY / "node_modules" / "leaflet"
    if not published.is_dir():
        pytest.skip("needs node_modules (run npm ci): the published Leaflet is not on this machine")
    own = {path.name: path.read_text(encoding="utf-8") for path in (VENDOR / "leaflet").iterdir()}
    script, style, licence = (
        (published / name).read_text(encoding="utf-8") for name in ("dist/leaflet.js", "dist/leaflet.css", "LICENSE")
    )
    assert own == {
        "leaflet.js": "".join(line for line in script.splitlines(keepends=True) if "sourceMappingURL" not in line),
        "leaflet.css": "".join(line for line in style.splitlines(keepends=True) if "url(" not in line),
        "LICENSE": licence,
    }


def test_the_vendored_style_refers_to_no_other_file():
    style = (VENDOR / "leaflet" / "leaflet.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style
