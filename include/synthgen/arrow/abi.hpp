// The door between the program and the Arrow plugin, for writing and reading: plain C structs and one function,
// so that no C++ symbol, allocation or exception passes from one to the other.
//
// Threads: a file belongs to one thread at a time; different files may be on different threads.
#pragma once

#include <cstdint>

// The structs of the Arrow C data interface, under the guard that its specification gives,
// so that Arrow's own header and this one agree in the plugin.
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif  // ARROW_C_DATA_INTERFACE

extern "C" {

/// Raised when a struct below changes; a plugin of another version is refused.
enum { kSynthgenArrowAbi = 2 };

/// How the values of a column are laid into pages.
enum SynthgenArrowEncoding { kSynthgenPlain = 0, kSynthgenDictionary = 1, kSynthgenDelta = 2 };

enum SynthgenArrowCodec { kSynthgenUncompressed = 0, kSynthgenSnappy = 1, kSynthgenZstd = 2, kSynthgenLz4 = 3 };

struct SynthgenArrowColumn {
  int32_t encoding;  ///< SynthgenArrowEncoding
  int32_t codec;     ///< SynthgenArrowCodec
  int32_t level;     ///< of zstd; 0 elsewhere
};

struct SynthgenArrowFile {
  ArrowSchema* schema;                 ///< a struct, one child per column; released by open, also when it fails
  const SynthgenArrowColumn* columns;  ///< one per child of the schema; read during open only
  /// Takes bytes of the file, in order; 0, or not 0 when they could not be written (the cause stays with the caller).
  int32_t (*write)(void* context, const void* bytes, int64_t size_bytes);
  void* context;  ///< first argument of `write`; must live until the file is freed
};

/// What the plugin can do. Functions that return int32_t give 0, or not 0 when error() says why.
struct SynthgenArrowPlugin {
  int32_t abi;                ///< kSynthgenArrowAbi
  const char* arrow_version;  ///< "26.0.1"
  /// Begins a Parquet file; never null. Its outcome is told by the next call.
  void* (*open_parquet)(const SynthgenArrowFile* file);
  /// Nothing where open succeeded; call it once after open.
  int32_t (*opened)(void* handle);
  /// Writes one row group. `rows` is a struct array of the schema's columns; released in any case.
  int32_t (*write_row_group)(void* handle, ArrowArray* rows);
  /// Writes the footer.
  int32_t (*close)(void* handle);
  /// One line; valid until the next call with this handle.
  const char* (*error)(void* handle);
  /// Frees the handle; a file that was not closed stays without a footer.
  void (*free)(void* handle);

  /// Opens a Parquet file for reading, by a descriptor that stays the caller's; never null. Its outcome is told by the
  /// next call. Errors of a reader are told by reader_error.
  void* (*open_reader)(int32_t descriptor);
  int32_t (*reader_opened)(void* reader);
  /// Rows of the whole file.
  int64_t (*reader_rows)(void* reader);
  /// The file's columns, as the children of a struct; the caller releases it.
  int32_t (*reader_schema)(void* reader, ArrowSchema* schema);
  /// Arrow's name of the type of column `column`, "list<item: int64>"; valid until the reader is freed.
  const char* (*reader_type)(void* reader, int64_t column);
  /// Begins to read these columns, numbers of the schema's children, in ascending order. REQUIRES: none has children.
  int32_t (*read_columns)(void* reader, const int64_t* columns, int64_t count);
  /// The next rows, as a struct array of those columns, which the caller releases; its `release` is null at the end.
  int32_t (*read_batch)(void* reader, ArrowArray* rows);
  /// One line; valid until the next call with this reader.
  const char* (*reader_error)(void* reader);
  void (*free_reader)(void* reader);
};

/// The one symbol of the plugin.
using SynthgenArrowEntry = const SynthgenArrowPlugin* (*)();

}  // extern "C"

/// Name under which the plugin shows its SynthgenArrowEntry.
inline constexpr const char* kSynthgenArrowEntryName = "synthgen_arrow_plugin";
