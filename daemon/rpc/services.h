#ifndef CANDOR_DAEMON_RPC_SERVICES_H_
#define CANDOR_DAEMON_RPC_SERVICES_H_

#include "daemon/rpc/method.h"
#include "daemon/rpc/rooms.h"
#include "daemon/rpc/watch_hub.h"

namespace candor::rpc {

// The services, one file each.
void AddAccessService(const Rooms& rooms, MethodTable& methods);
void AddBackupService(const Rooms& rooms, MethodTable& methods);
void AddMemberService(const Rooms& rooms, MethodTable& methods);
void AddCaseService(const Rooms& rooms, MethodTable& methods);
// Of the case service.
void AddCaseMerge(const Rooms& rooms, MethodTable& methods);
void AddConcernService(const Rooms& rooms, MethodTable& methods);
// Of the concern service.
void AddUnnamedConcerns(const Rooms& rooms, MethodTable& methods);
void AddMeasureMethods(const Rooms& rooms, MethodTable& methods);
void AddEntryService(const Rooms& rooms, MethodTable& methods);
// Of the entry service.
void AddEntryCorrections(const Rooms& rooms, MethodTable& methods);
void AddEntryBatch(const Rooms& rooms, MethodTable& methods);
void AddEntryPreview(const Rooms& rooms, MethodTable& methods);
void AddFollowUpService(const Rooms& rooms, MethodTable& methods);
void AddDecisionService(const Rooms& rooms, MethodTable& methods);
void AddEmergencyService(const Rooms& rooms, MethodTable& methods);
void AddPolicyService(const Rooms& rooms, MethodTable& methods);
// Of the policy service.
void AddProfileMethods(const Rooms& rooms, MethodTable& methods);
void AddRuleModeMethods(const Rooms& rooms, MethodTable& methods);
void AddScenarioMethods(const Rooms& rooms, MethodTable& methods);
void AddPolicyPreviewMethods(const Rooms& rooms, MethodTable& methods);
void AddReportService(const Rooms& rooms, MethodTable& methods);
// Of the report service.
void AddReportSigning(const Rooms& rooms, MethodTable& methods);
void AddReportStream(const Rooms& rooms, MethodTable& methods);
void AddIdentityService(const Rooms& rooms, MethodTable& methods);
void AddImportService(const Rooms& rooms, MethodTable& methods);
void AddExportService(const Rooms& rooms, MethodTable& methods);
void AddKeyService(const Rooms& rooms, MethodTable& methods);
void AddRetentionService(const Rooms& rooms, MethodTable& methods);
// Of the retention service.
void AddHoldMethods(const Rooms& rooms, MethodTable& methods);
void AddRoleService(const Rooms& rooms, MethodTable& methods);
// Of the role service.
void AddAccessExplanation(const Rooms& rooms, MethodTable& methods);
void AddDisclosureMethods(const Rooms& rooms, MethodTable& methods);
void AddLedgerService(const Rooms& rooms, MethodTable& methods);
void AddDaemonService(const Rooms& rooms, MethodTable& methods);
void AddWorkService(const Rooms& rooms, MethodTable& methods);
// `watchers` is not owned and outlives the methods.
void AddWatchService(const Rooms& rooms, WatchHub& watchers, MethodTable& methods);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SERVICES_H_
