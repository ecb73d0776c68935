"""Reads the tree and fails where the house of ARCHITECTURE.md is broken.

usage: include_scan.py TOP

Checked: includes between rooms, members of a kind, third-party headers, what CMake links
rooms to, randomness and mathematics that differ between machines, names of files, the top
folder, builtin.def lists. One line per fault, path:line: reason. Exit code 1 with any fault.
"""

import fnmatch
import re
import sys
from pathlib import Path

# Each room may use only those above it.
ROOMS = (
    "base json column kind arrow reader distribution expression provider source noise writer schema copula rule plan engine "
    "output pipeline apps"
).split()
ORDER = {room: place for place, room in enumerate(ROOMS)}

# Third-party headers: how the path begins, who may include it, and whether only sources may (never a header).
PLUGIN = "src/arrow/plugin/*"
THIRD_PARTY = [
    ("fmt/", ["src/*", "apps/*"], "sources"),
    ("isa-l", ["src/base/*"], "sources"),
    ("sha2.h", ["src/base/*"], "sources"),
    ("nlohmann/", ["src/json/*"], "sources"),
    ("re2/", ["src/expression/*"], "sources"),
    ("zlib.h", ["src/writer/*"], "sources"),
    ("zstd.h", ["src/writer/*"], "sources"),
    ("Eigen/", ["src/copula/*"], "sources"),
    ("hwy/", ["*_simd.cpp"], "sources"),
    ("CLI/", ["apps/*"], "any"),
    ("spdlog/", ["apps/*"], "any"),
    ("arrow/", [PLUGIN], "any"),
    ("parquet/", [PLUGIN], "any"),
    ("boost/", [], "sources"),
    ("catch2/", [], "sources"),
    ("gtest/", [], "sources"),
]

STANDARD = set(
    """algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits
    cmath compare complex concepts condition_variable csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring
    ctime cwchar deque exception filesystem format forward_list fstream functional future initializer_list iomanip ios
    iosfwd iostream istream iterator latch limits list map memory memory_resource mutex new numbers numeric optional
    ostream queue ranges ratio semaphore set shared_mutex source_location span sstream stack stdexcept stop_token
    streambuf string string_view syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map
    unordered_set utility valarray variant vector version""".split()
)
# Headers of the operating system: anywhere but in public headers.
SYSTEM = re.compile(r"^(sys/\w+|linux/\w+|cpuid|limits|unistd|fcntl|dlfcn|errno|malloc|signal|poll|pthread|sched|termios|dirent)\.h$")

# Their results depend on the C library, on the processor or on the standard library.
UNSTABLE = re.compile(
    r"\bstd::(?:(?P<math>exp|exp2|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh"
    r"|acosh|atanh|cbrt|hypot|erf|erfc|lgamma|tgamma|fma)\s*\("
    r"|(?P<draw>\w+_distribution|mt19937\w*|random_device|default_random_engine|minstd_rand0?|shuffle|sample)\b)"
)

BANNED_WORDS = {"util", "utils", "helper", "helpers", "common", "misc", "manager"}

TOP_LEVEL = set(
    """.ci .clang-format .clang-tidy .editorconfig .git .gitattributes .gitignore ARCHITECTURE.md CHANGELOG.md
    CMakeLists.txt CMakePresets.json CONTRIBUTING.md LICENSE README.md SECURITY.md apps bootstrap cmake docs examples include schemas
    src tests""".split()
)

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<([^>\n]+)>|"([^"\n]+)")', re.MULTILINE)
KIND_LINE = re.compile(r"^KIND\(([a-z0-9_]+)")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


def without_comments(text):
    """Comments become blanks, line breaks stay, so that places stay right."""

    def blank(match):
        found = match.group(0)
        return found if found[0] in "\"'" else re.sub(r"[^\n]", " ", found)

    return COMMENT.sub(blank, text)


def room_of(path):
    """The room that a file of the tree belongs to, or None."""
    parts = path.split("/")
    if parts[0] == "apps":
        return "apps"
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    if parts[:2] == ["include", "synthgen"] and len(parts) > 3:
        return parts[2]
    return None


class Scan:
    def __init__(self, top):
        self.top = Path(top)
        self.faults = []

    def fault(self, path, line, reason):
        self.faults.append(f"{path}:{line}: {reason}")

    def files(self, *folders):
        for folder in folders:
            for path in sorted((self.top / folder).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    yield path.relative_to(self.top).as_posix()

    # Members of each folder that has a builtin.def, by the folder's path.
    def read_kinds(self):
        kinds = {}
        for path in self.files("src"):
            if not path.endswith("/builtin.def"):
                continue
            folder = path.rsplit("/", 1)[0]
            members = {}
            for number, line in enumerate((self.top / path).read_text().splitlines(), 1):
                match = KIND_LINE.match(line)
                if not match:
                    continue
                name = match.group(1)
                if name in members:
                    self.fault(path, number, f"KIND({name}) is listed twice")
                members[name] = number
                if len(list((self.top / folder).rglob(name + ".cpp"))) != 1:
                    self.fault(path, number, f"KIND({name}) has no file {folder}/{name}.cpp")
            kinds[folder] = set(members)
        return kinds

    def check_quoted(self, path, line, target, kinds):
        """An include of our own: a public header of a room, or a private file of the same room."""
        room = room_of(path)
        if target.startswith("synthgen/"):
            parts = target.split("/")
            if len(parts) < 3 or parts[1] not in ORDER:
                self.fault(path, line, f'"{target}" is in no room')
            elif not (self.top / "include" / target).is_file():
                self.fault(path, line, f'"{target}" does not exist')
            elif parts[1] != room and ORDER[parts[1]] > ORDER[room]:
                self.fault(path, line, f"{room} may not use {parts[1]}, a room below it")
            return
        if path.startswith("include/"):
            self.fault(path, line, f'a public header includes the private file "{target}"')
            return
        here = self.top / path
        found = None
        for base in [here.parent, *here.parent.parents]:
            if base == self.top / "src" or base == self.top:
                break
            if (base / target).is_file():
                found = (base / target).resolve()
                break
        if found is None:
            # Highway includes a file again by its path from src/.
            found = (self.top / "src" / target).resolve()
        try:
            place = found.relative_to(self.top.resolve()).as_posix()
        except ValueError:
            place = ""
        if room_of(place) != room:
            self.fault(path, line, f'"{target}" is private to another room')
            return
        for folder, members in kinds.items():
            if not path.startswith(folder + "/"):
                continue
            mine, theirs = Path(path).stem, Path(place).stem
            if mine in members and theirs in members and mine != theirs:
                self.fault(path, line, f"the member {mine} includes the member {theirs}")

    def check_angled(self, path, line, target):
        if target in STANDARD:
            return
        header = path.endswith((".hpp", ".h", ".def"))
        if path.startswith("include/"):
            self.fault(path, line, f"<{target}> in a public header: only the standard library may be there")
            return
        for begins, places, where in THIRD_PARTY:
            if not target.startswith(begins):
                continue
            if not any(fnmatch.fnmatch(path, place) for place in places):
                self.fault(path, line, f"<{target}> outside its room")
            elif where == "sources" and header:
                self.fault(path, line, f"<{target}> in a header: only sources may include it")
            return
        if SYSTEM.match(target):
            return
        if target == "random":
            self.fault(path, line, "<random>: its distributions differ between standard libraries")
            return
        self.fault(path, line, f"<{target}> is in no table of include_scan.py")

    def check_source(self, path, kinds):
        room = room_of(path)
        if room not in ORDER:
            self.fault(path, 1, "lies in no room")
            return
        text = without_comments((self.top / path).read_text())
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            angled, quoted = match.groups()
            if quoted and any(quoted.startswith(begins) for begins, _, _ in THIRD_PARTY):
                # Arrow's folder is also the beginning of a name of ours.
                if not (self.top / path).parent.joinpath(quoted).is_file():
                    angled, quoted = quoted, None
            if angled:
                self.check_angled(path, line, angled)
            else:
                self.check_quoted(path, line, quoted, kinds)
        if room == "apps":
            return
        for match in UNSTABLE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            what = "elementary.hpp" if match.group("math") else "stream.hpp"
            self.fault(path, line, f"{match.group(0).rstrip('( ')} differs between machines: use base/{what}")

    def check_links(self):
        """What a room's CMakeLists.txt links it to."""
        for path in self.files("src", "apps"):
            room = room_of(path)
            if not path.endswith("CMakeLists.txt") or room not in ORDER:
                continue
            for number, line in enumerate((self.top / path).read_text().splitlines(), 1):
                for used in re.findall(r"\bsynthgen_(\w+)", line.split("#")[0]):
                    if used in ORDER and used != room and ORDER[used] > ORDER[room]:
                        self.fault(path, number, f"{room} may not link {used}, a room below it")

    def check_names(self):
        for path in self.files("include", "src", "apps", "tests", "cmake", "docs", "examples"):
            for part in path.split("/"):
                words = set(re.split(r"[._-]", part.lower()))
                if words & BANNED_WORDS:
                    self.fault(path, 1, f'"{part}" does not say what it is for')
                    break

    def check_top(self):
        ignore = self.top / ".gitignore"
        patterns = [line.strip("/") for line in ignore.read_text().split()] if ignore.is_file() else []
        for entry in sorted(self.top.iterdir()):
            if entry.name in TOP_LEVEL or any(fnmatch.fnmatch(entry.name, pattern) for pattern in patterns):
                continue
            self.fault(entry.name, 1, "does not belong at the top")

    def run(self):
        kinds = self.read_kinds()
        for path in self.files("include", "src", "apps"):
            if path.endswith((".hpp", ".h", ".cpp", ".cc")):
                self.check_source(path, kinds)
        self.check_links()
        self.check_names()
        self.check_top()
        return self.faults


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    scan = Scan(sys.argv[1])
    faults = scan.run()
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults in {sum(1 for _ in scan.files('include', 'src', 'apps'))} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
