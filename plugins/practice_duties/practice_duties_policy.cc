#include "plugins/practice_duties/practice_duties_policy.h"

#include "plugins/practice_duties/carrier_notice.h"
#include "plugins/practice_duties/client_care.h"
#include "plugins/practice_duties/colleague_concern.h"
#include "plugins/practice_duties/complaint.h"
#include "plugins/practice_duties/earlier_therapist_here.h"
#include "plugins/practice_duties/mandated_report.h"
#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/peer_review_report.h"
#include "plugins/practice_duties/reprisal_guard.h"
#include "plugins/practice_duties/rules.h"
#include "plugins/practice_duties/state.h"
#include "plugins/practice_duties/supervisor_set_up.h"
#include "plugins/practice_duties/written_allegation.h"

namespace candor::practice_duties {

void PracticeDutiesPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  if (subject.IsMember()) {
    TakeForConcern(entry, subject, state);
    TakeForAllegation(entry, subject, state, kWrittenAllegationMember);
    TakeForPeerReview(entry, subject, state);
    TakeForCarrier(entry, subject, state, kCarrierNoticeMember);
    TakeForComplaint(entry, subject, state, kComplaintMember);
    TakeForReprisal(entry, subject, state);
    TakeForSetUp(entry, subject, state);
  } else {
    TakeForEarlierTherapist(entry, subject, state);
    TakeForAllegation(entry, subject, state, kWrittenAllegation);
    TakeForMandatedReport(entry, subject, state);
    TakeForCarrier(entry, subject, state, kCarrierNotice);
    TakeForComplaint(entry, subject, state, kComplaint);
    TakeForClientCare(entry, subject, state);
  }
  subject.Save(state);
}

void PracticeDutiesPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  if (timer.timer_rule() != kSupervisorSetUp) return RaisePastDue(timer, subject);
  State state = subject.Load<State>();
  TakeTimerForSetUp(timer, subject, state);
  subject.Save(state);
}

}  // namespace candor::practice_duties
