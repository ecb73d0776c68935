// How a CSV file is spelled. The defaults are the promise of the language; the other
// values are for its `csv` options.
//
// Threads: a plain value.
#pragma once

namespace synthgen::csv {

struct CsvOptions {
  char delimiter = ',';
  char quote = '"';
  bool header = true;  ///< a first row with the columns' names
};

}  // namespace synthgen::csv
