#ifndef CANDOR_DAEMON_STORE_ROCKS_WORDS_H_
#define CANDOR_DAEMON_STORE_ROCKS_WORDS_H_

#include <rocksdb/env.h>
#include <rocksdb/status.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"

// Private to this room: what RocksDB says, in our codes and our log.
namespace candor::store {

// RocksDB puts keys of rows into some of its messages (two tables that overlap, a key that it cannot read), always
// behind the word "key". Everything behind the first such word is left out.
std::string WithoutKeys(std::string_view text);

// DATA_LOSS with the file that is damaged, RESOURCE_EXHAUSTED, FAILED_PRECONDITION when another process has the
// database open, else INTERNAL.
absl::Status FromRocks(const rocksdb::Status& status);

// Warnings and errors of RocksDB go to our log, without keys; everything else is dropped, so that no file LOG is
// written beside the data.
std::shared_ptr<rocksdb::Logger> NewRocksLog();

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ROCKS_WORDS_H_
