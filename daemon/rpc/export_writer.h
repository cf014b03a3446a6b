#ifndef CANDOR_DAEMON_RPC_EXPORT_WRITER_H_
#define CANDOR_DAEMON_RPC_EXPORT_WRITER_H_

#include "candor/v1/export.pb.h"
#include "daemon/domain/store.h"

namespace candor::rpc {

// A ledger record as a line of an export: all that it says. What the caller may not be told has been taken out of
// `record` before. FromLine() is the way back.
void ToLine(const domain::LedgerRecord& record, v1::ExportLine* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_EXPORT_WRITER_H_
