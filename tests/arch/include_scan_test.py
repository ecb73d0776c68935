"""Shows that include_scan.py fails: a small sound tree passes, and each wrong file alone is found."""

import tempfile
import unittest
from pathlib import Path

from include_scan import Scan

SOUND = {
    "CMakeLists.txt": "",
    "include/synthgen/base/stream.hpp": "#include <cstdint>\n",
    "include/synthgen/column/column.hpp": '#include "synthgen/base/stream.hpp"\n',
    "include/synthgen/distribution/distribution.hpp": '#include "synthgen/column/column.hpp"\n',
    "include/synthgen/plan/plan.hpp": '#include "synthgen/column/column.hpp"\n',
    "src/base/philox_simd.cpp": '#include "synthgen/base/stream.hpp"\n#include "hwy/highway.h"\n',
    "src/base/private.hpp": "",
    "src/base/text.cpp": '#include "private.hpp"\n#include <fmt/format.h>\n',
    "src/column/private.hpp": "",
    "src/distribution/builtin.def": "KIND(normal)\nKIND(uniform)\n",
    "src/distribution/normal.cpp": '#include "synthgen/distribution/distribution.hpp"\n#include "quantile.hpp"\n',
    "src/distribution/quantile.hpp": "",
    "src/distribution/uniform.cpp": "// #include <random> in a comment is none\n",
    "src/distribution/uniform.hpp": "",
    "src/json/document.cpp": "#include <nlohmann/json.hpp>\n",
    "src/plan/CMakeLists.txt": "synthgen_room(plan SOURCES plan.cpp USES synthgen_base)\n",
    "include/synthgen/arrow/abi.hpp": "",
    "src/arrow/plugin/plugin.cpp": '#include <parquet/types.h>\n#include "synthgen/arrow/abi.hpp"\n',
    "src/writer/parquet.cpp": '#include "synthgen/arrow/abi.hpp"\n',
    "apps/synthgen/main.cpp": "#include <CLI/CLI.hpp>\n",
}

# Each changes or adds one file; the text is part of the fault that must be told.
WRONG = {
    "a public header used upwards": (
        "src/column/column.cpp", '#include "synthgen/plan/plan.hpp"\n', "column may not use plan"),
    "a public header that reaches upwards": (
        "include/synthgen/column/type.hpp", '#include "synthgen/plan/plan.hpp"\n', "column may not use plan"),
    "a private header of another room": (
        "src/plan/plan.cpp", '#include "../column/private.hpp"\n', "private to another room"),
    "a private header in a public one": (
        "include/synthgen/base/result.hpp", '#include "private.hpp"\n', "private file"),
    "a member that includes another": (
        "src/distribution/normal.cpp", '#include "uniform.hpp"\n', "the member normal includes the member uniform"),
    "a header in no room": ("src/plan/plan.cpp", '#include "synthgen/attic/old.hpp"\n', "in no room"),
    "a public header that is not there": ("src/plan/plan.cpp", '#include "synthgen/base/gone.hpp"\n', "does not exist"),
    "a library outside its room": ("src/plan/plan.cpp", "#include <nlohmann/json.hpp>\n", "outside its room"),
    "a library in quotes": ("src/plan/plan.cpp", '#include "re2/re2.h"\n', "outside its room"),
    "Arrow outside the plugin": ("src/writer/csv.cpp", "#include <arrow/api.h>\n", "outside its room"),
    "Highway outside a SIMD file": ("src/base/philox.cpp", "#include <hwy/highway.h>\n", "outside its room"),
    "a library in a private header": ("src/json/sax.hpp", "#include <nlohmann/json.hpp>\n", "only sources"),
    "a library in a public header": (
        "include/synthgen/base/result.hpp", "#include <fmt/format.h>\n", "only the standard library"),
    "a library that no table names": ("src/plan/plan.cpp", "#include <curl/curl.h>\n", "in no table"),
    "tests' libraries in the program": ("src/distribution/normal.cpp", "#include <boost/math/special_functions.hpp>\n",
                                        "outside its room"),
    "the standard library's randomness": ("src/base/text.cpp", "#include <random>\n", "<random>"),
    "a distribution of the standard library": (
        "src/base/text.cpp", "std::normal_distribution<double> d;\n", "differs between machines"),
    "a function of the C library": ("src/base/text.cpp", "double f(double x) { return std::exp(x); }\n", "std::exp"),
    "a link upwards": ("src/plan/CMakeLists.txt", "synthgen_room(plan USES synthgen_engine)\n", "may not link engine"),
    "a member without its file": ("src/distribution/builtin.def", "KIND(normal)\nKIND(pareto)\n", "KIND(pareto)"),
    "a member listed twice": ("src/distribution/builtin.def", "KIND(normal)\nKIND(normal)\n", "listed twice"),
    "a name that says nothing": ("src/base/string_utils.cpp", "", "does not say what it is for"),
    "a stray file at the top": ("notes.txt", "", "does not belong at the top"),
    "a folder that is no room": ("src/attic/old.cpp", "", "lies in no room"),
}


def faults_of(files):
    with tempfile.TemporaryDirectory() as top:
        for path, text in files.items():
            place = Path(top, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        return Scan(top).run()


class IncludeScanTest(unittest.TestCase):
    def test_a_sound_tree_has_no_fault(self):
        self.assertEqual(faults_of(SOUND), [])

    def test_each_wrong_file_is_the_only_fault(self):
        for title, (path, text, reason) in WRONG.items():
            with self.subTest(title):
                faults = faults_of({**SOUND, path: text})
                self.assertEqual(len(faults), 1, faults)
                self.assertTrue(faults[0].startswith(path.split("/")[0]), faults)
                self.assertIn(reason, faults[0])


if __name__ == "__main__":
    unittest.main()
