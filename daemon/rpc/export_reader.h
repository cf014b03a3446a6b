#ifndef CANDOR_DAEMON_RPC_EXPORT_READER_H_
#define CANDOR_DAEMON_RPC_EXPORT_READER_H_

#include <string>

#include "absl/status/statusor.h"
#include "candor/v1/export.pb.h"
#include "daemon/domain/store.h"

// The way back from an export. Errors are INVALID_ARGUMENT; they name the field and never repeat its text.
namespace candor::rpc {

// A line of the file.
absl::StatusOr<v1::ExportLine> ParseExportLine(const std::string& json);

// The record that ToLine() made the line of. What is left out of a line is empty in the record. That what it names is
// there is not checked. REQUIRES: the line has no checkpoint.
absl::StatusOr<domain::LedgerRecord> FromLine(const v1::ExportLine& line);

// Of the keys' sizes nothing is said.
domain::NamingKeys NamingKeysFromWire(const v1::NamingKeys& keys);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_READER_H_
