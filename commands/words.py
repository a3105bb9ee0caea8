"""The words of pages and errors: gathered from the source, compiled for use.

``python -m commands.words gather`` brings the catalogues in line with the source,
``python -m commands.words compile`` makes them readable for the pages.
"""

import ast
import io
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from rules import errors
from rules.criteria import criteria
from rules.language import LANGUAGES, LOCALE_FOLDER
from rules.parameters import PARAMETER_FOLDER, load_parameters

ROOT = LOCALE_FOLDER.parent
CRITERIA_FILE = PARAMETER_FOLDER / "criteria.toml"
CHECKS_FILE = PARAMETER_FOLDER / "form_checks.toml"
ROOMS = (
    "rules",
    "geo",
    "ledger",
    "layers",
    "reports",
    "desk",
    "web",
    "views",
    "commands",
)
TRANSLATED = [language for language in LANGUAGES if language != "en"]

HEADER = """msgid ""
msgstr ""
"Project-Id-Version: anfang\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def catalogue_file(language: str) -> Path:
    """Return where the translations into a language are kept."""
    return LOCALE_FOLDER / language / "LC_MESSAGES" / "anfang.po"


def error_names() -> list[str]:
    """Return the names of all errors whose message is shown to people."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    return [kind.__name__ for kind in kinds if issubclass(kind, errors.PlanningError)]


def words_of_source() -> dict[str, list[str]]:
    """Return each message id with the files it stands in, both in order."""
    marking = {"_", "N_", "say", *error_names()}
    places = defaultdict(set)
    for path in [file for room in ROOMS for file in ROOT.glob(f"{room}/**/*.py")]:
        for message in _marked(ast.parse(path.read_text(encoding="utf-8")), marking):
            places[message].add(path.relative_to(ROOT).as_posix())
    for message in _words_of_criteria():
        places[message].add(CRITERIA_FILE.relative_to(ROOT).as_posix())
    for table in load_parameters("form_checks").tables.values():
        places[table["says"]].add(CHECKS_FILE.relative_to(ROOT).as_posix())
    return {message: sorted(places[message]) for message in sorted(places)}


def _marked(tree: ast.Module, marking: set[str]) -> Iterator[str]:
    """Yield what is handed to a marking function, inside of f-strings as well."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args:
            name = getattr(call.func, "id", "")
            yield from _plain(call.args[0]) if name in marking else ()


def _plain(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_plain(node.body), *_plain(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _words_of_criteria() -> Iterator[str]:
    """Yield the words of the parameters that pages show as they stand there."""
    parameters = criteria()
    yield parameters.source
    for part in parameters.parts:
        yield from (part.title, part.unit)


def translations(language: str) -> dict[str, str]:
    """Return what is translated, message id to text; empty text if not yet."""
    path = catalogue_file(language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {entry.id: entry.string for entry in read_po(file) if entry.id}


def gather(language: str) -> list[str]:
    """Rewrite a catalogue for today's source; return what is left to translate."""
    known = translations(language)
    catalogue = Catalog(locale=language)
    for message, files in words_of_source().items():
        entry = catalogue.add(
            message, known.get(message, ""), locations=[(file, 0) for file in files]
        )
        entry.flags.clear()  # "50 % of" is no format, though it looks like one
    text = io.BytesIO()
    write_po(text, catalogue, omit_header=True, sort_output=True, include_lineno=False)
    path = catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.format(language=language).encode() + text.getvalue())
    return [message for message, text in translations(language).items() if not text]


def compile_catalogue(language: str) -> None:
    """Write the compiled form of a catalogue beside it."""
    path = catalogue_file(language)
    with path.open("rb") as source, path.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(source, locale=language))


def main(verb: str) -> None:
    """Gather or compile the catalogues of all languages."""
    for language in TRANSLATED:
        if verb == "compile":
            compile_catalogue(language)
        else:
            untranslated = gather(language)
            print(f"{catalogue_file(language)}: {len(untranslated)} to translate")


if __name__ == "__main__":
    main(sys.argv[1])
