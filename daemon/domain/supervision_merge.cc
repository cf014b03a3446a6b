#include "daemon/domain/supervision_merge.h"

#include <algorithm>
#include <optional>

#include "daemon/base/sensitive.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/domain/supervision_note.h"

namespace candor::domain {
namespace {

// One talk about each case, with the topics of all.
std::vector<CaseTalk> Joined(const std::vector<CaseTalk>& talks) {
  std::vector<CaseTalk> joined;
  for (const CaseTalk& talk : talks) {
    const auto same =
        std::find_if(joined.begin(), joined.end(), [&](const CaseTalk& each) { return each.case_id == talk.case_id; });
    if (same == joined.end()) {
      joined.push_back(talk);
      continue;
    }
    for (const CaseTopic topic : talk.topics) {
      if (std::find(same->topics.begin(), same->topics.end(), topic) == same->topics.end()) {
        same->topics.push_back(topic);
      }
    }
  }
  return joined;
}

}  // namespace

void ReplaceCase(const CaseId& from, const CaseId& into,
                 const std::vector<std::pair<FollowUpId, FollowUpId>>& follow_ups, Entry& entry) {
  std::optional<SupervisionNoteBody> body = NoteFromCells(entry);
  if (!body) return;
  for (CaseTalk& talk : body->part.cases) {
    if (talk.case_id == from) talk.case_id = into;
  }
  body->part.cases = Joined(body->part.cases);
  for (TickedFollowUp& ticked : body->part.follow_ups) {
    const auto became =
        std::find_if(follow_ups.begin(), follow_ups.end(), [&](const auto& pair) { return pair.first == ticked.id; });
    if (became == follow_ups.end() || ticked.subject != SubjectId::Of(from)) continue;
    ticked = {SubjectId::Of(into), became->second};
  }
  Narrative narrative = entry.narrative.Reveal();
  std::erase_if(narrative.imported_cells, [](const ImportedCell& cell) { return IsSupervisionCell(cell.column); });
  for (ImportedCell& cell : ToCells(*body)) narrative.imported_cells.push_back(std::move(cell));
  entry.narrative = Sensitive<Narrative>(std::move(narrative));
}

}  // namespace candor::domain
