#include "cli/verbs/questions.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_split.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr char kAbuseSuspected[] = "Does anything new make you suspect that a minor or a dependent adult is abused?";

constexpr Question kQuestions[] = {
    {"intake", "therapy_started", "When did the therapy begin, if not on that day?", ""},
    {"intake", "planned_sessions", "Was a number of sessions agreed? How many?", ""},
    {"intake", "prior_relation", "Did you know this person before, and how?", ""},
    {"intake", "prior_relation_closeness", "How close was it?",
     "prior_relation=family,friend,social,business,romantic,professional"},
    {"intake", "prior_relation_from", "Since when?",
     "prior_relation=family,friend,social,business,romantic,professional"},
    {"intake", "prior_relation_to", "Until when, if it is over?",
     "prior_relation=family,friend,social,business,romantic,professional"},
    {"intake", "closely_linked_to_another_client", "Is this person close to another client of yours?", ""},
    {"intake", "alternatives_scarce", "Is it hard to find them anybody else?",
     "prior_relation=family,friend,social,business,romantic"},
    {"intake", "asked_relation_since",
     "If they come back: have you asked whether there was a personal relation since the last ending?", ""},
    {"intake", "told_what_therapy_is", "Have you said what therapy is, and what it is not?", ""},
    {"intake", "told_contact_between_sessions", "Have you spoken about contact between sessions?", ""},
    {"intake", "told_gifts_touch_social_media", "About gifts, touch and social media?", ""},
    {"intake", "told_how_it_ends", "About how it ends?", ""},
    {"intake", "told_how_to_complain", "About how to complain?", ""},
    {"intake", "asked_known_otherwise", "Have you asked whether you know each other in any other way?", ""},
    {"intake", "asked_earlier_therapist", "Have you asked whether an earlier therapist behaved sexually?", ""},
    {"intake", "of_age_in", "For how long it is kept: in which year do they come of age, or did they?", ""},
    {"intake", "referred_by", "Who sent them?", ""},

    {"session", "minutes", "How many minutes?", ""},
    {"session", "setting", "Where was it?", ""},
    {"session", "abuse_suspected", kAbuseSuspected, ""},

    {"personal_reaction", "which", "Which comes nearest?", ""},
    {"personal_reaction", "status", "Is it new, is it still there, or is it over?", ""},
    {"personal_reaction", "interferes", "Does it get in the way of the work?", "status!=resolved"},

    {"client_feelings", "event", "Did the client tell of them, or did you talk about them?", ""},
    {"client_feelings", "outcome", "Where did that leave it?", "event=discussed"},
    {"client_feelings", "abuse_suspected", kAbuseSuspected, ""},

    {"crossing", "area", "What was it about?", ""},
    {"crossing", "touch", "Which touch?", "area=touch"},
    {"crossing", "disclosure", "What did you speak of?", "area=self_disclosure"},
    {"crossing", "request", "What does the client ask for?", "stage=asked,proposed"},
    {"crossing", "initiator", "Who began it?", ""},
    {"crossing", "consent", "Did the client agree?",
     "area=touch,place,transport,purchase,task,ceremony,fee,food_drink,gift_out"},
    {"crossing", "response", "How did the client take it?", "area=touch;stage=done"},
    {"crossing", "trauma_history", "Is there a history of trauma or abuse?", "area=touch"},
    {"crossing", "value_minor_units", "What was it worth, in cents?", "area=gift_in,gift_out,purchase,fee"},
    {"crossing", "currency_code", "In which currency (as in USD)?", "value_minor_units"},
    {"crossing", "gift_decision", "What did you do with it?", "area=gift_in"},
    {"crossing", "off_hours", "Was it at an hour when the practice is closed?",
     "area=time_slot,message_logistic,message_personal"},
    {"crossing", "documented_before", "Was it written down beforehand?",
     "area=touch,place,transport,purchase,task,ceremony,fee"},
    {"crossing", "rationale", "Why, in a line?", "area=touch,place,transport,purchase,task,ceremony,fee"},
    {"crossing", "benefit", "What was the client to have of it, in a line?",
     "area=touch,place,transport,purchase,task,ceremony,fee"},
    {"crossing", "consequences", "What could come of it, in a line?",
     "area=touch,place,transport,purchase,task,ceremony,fee"},
    {"crossing", "meaning", "What does the gift mean, in a line?", "area=gift_in,gift_out"},
    {"crossing", "motive", "What moved the giver, in a line?", "area=gift_in,gift_out"},

    {"barter", "client_asked", "Did the client ask for it?", ""},
    {"barter", "usual_locally", "Is it usual where you work?", ""},
    {"barter", "written", "Is it agreed in writing?", ""},
    {"barter", "consent", "Did the client agree?", ""},
    {"barter", "contraindicated", "Does this client's care speak against it?", ""},
    {"barter", "exploitative", "Would it take advantage of the client?", ""},
    {"barter", "arrangement", "What is given for what, in a line?", ""},

    {"dual_relationship", "event", "Is it new, or what has become of it?", ""},
    {"dual_relationship", "by_chance", "Was it no more than meeting by chance?", "event=begun"},
    {"dual_relationship", "choice", "Could it be avoided?", "by_chance!=yes"},
    {"dual_relationship", "context", "What kind of relation is it?", "event=begun,changed"},
    {"dual_relationship", "timing", "Beside the therapy, or after it?", "event=begun,changed"},
    {"dual_relationship", "intensity", "How much of it is there?", "event=begun,changed"},
    {"dual_relationship", "normal_for_setting", "Is it usual where you work?", "event=begun,changed"},
    {"dual_relationship", "started", "Since when?", "event=begun"},
    {"dual_relationship", "ended", "When did it end?", "event=ended"},
    {"dual_relationship", "material_tie", "Does one house, employ, rent to, lend to or pay for the other?",
     "event=begun,changed"},
    {"dual_relationship", "value_minor_units", "How much is it, in cents?",
     "material_tie=rent,loan,payment,support_from_client"},
    {"dual_relationship", "currency_code", "In which currency (as in USD)?", "value_minor_units"},
    {"dual_relationship", "agency_funds", "Is it the practice's or an agency's money?", "material_tie"},
    {"dual_relationship", "emergency", "Was it an emergency?", "material_tie"},
    {"dual_relationship", "changed_role", "Do you become something else for this client?", "event=begun,changed"},
    {"dual_relationship", "consequences_explained", "Have you said what follows from that?", "changed_role"},
    {"dual_relationship", "confidentiality_explained", "Have you said where confidentiality ends then?",
     "changed_role"},
    {"dual_relationship", "consent", "Does the client agree?", "event=begun,assessed,changed"},
    {"dual_relationship", "benefit_to", "Whom does it serve?", "event=begun,assessed,changed"},
    {"dual_relationship", "therapy_power", "In the therapy: how much power do you have?", "event=assessed"},
    {"dual_relationship", "therapy_duration", "In the therapy: how long will it last?", "event=assessed"},
    {"dual_relationship", "therapy_open_end", "In the therapy: how open is its end?", "event=assessed"},
    {"dual_relationship", "other_power", "In the other relation: how much power do you have?", "event=assessed"},
    {"dual_relationship", "other_duration", "In the other relation: how long will it last?", "event=assessed"},
    {"dual_relationship", "other_open_end", "In the other relation: how open is its end?", "event=assessed"},
    {"dual_relationship", "necessary", "Is it necessary?", "event=assessed"},
    {"dual_relationship", "could_harm", "Could it harm the client?", "event=assessed"},
    {"dual_relationship", "would_benefit", "Would it do the client good?", "could_harm=no,unsure"},
    {"dual_relationship", "could_disrupt_therapy", "Could it disturb the therapy?", "event=assessed"},
    {"dual_relationship", "judged_objectively", "Can you judge it with some distance?", "event=assessed"},
    {"dual_relationship", "lacks_objectivity", "Does it make it hard to see the client as they are?", "event=assessed"},
    {"dual_relationship", "unclear_roles", "Is it unclear who you are to each other when?", "event=assessed"},
    {"dual_relationship", "no_guide_for_ending", "Is it open when the therapy would end?", "event=assessed"},
    {"dual_relationship", "power_enables_harm", "Does your position make harm possible?", "event=assessed"},
    {"dual_relationship", "harmful", "All in all: does it harm the client or the therapy?",
     "event=assessed,reviewed,changed"},
    {"dual_relationship", "harm_reported", "Has the client said that it does harm?", ""},
    {"dual_relationship", "exploitative", "Would it take advantage of the client?", "event=assessed"},
    {"dual_relationship", "has_gifts", "Were there gifts?", "timing=sequential"},
    {"dual_relationship", "has_intimacy", "Was it close?", "timing=sequential"},
    {"dual_relationship", "has_dependence", "Does one depend on the other?", "timing=sequential"},
    {"dual_relationship", "has_money", "Is there money in it?", "timing=sequential"},
    {"dual_relationship", "precautions", "What is done to keep it safe, in a line?", "event!=ended"},

    {"consultation", "consultant_kind", "Whom did you talk with?", ""},
    {"consultation", "consultant", "Who was it?", "consultant_kind=member"},
    {"consultation", "outside_consultant", "Who was it?", "consultant_kind=outside_colleague,peer_group,ethics_line"},
    {"consultation", "relation", "How do they stand to you?", ""},
    {"consultation", "why_now", "Why now, in a line?", ""},
    {"consultation", "recommendation", "What was advised?", ""},
    {"consultation", "decision", "What did you decide?", ""},
    {"consultation", "rationale", "Why, in a line?", "decision"},

    {"supervision", "supervisor", "Who supervised (a member of the practice)?", ""},
    {"supervision", "format", "In which form?", ""},
    {"supervision", "group_size", "How many took part?", "format=group"},
    {"supervision", "minutes", "How many minutes?", ""},
    {"supervision", "covers", "Which cases did you speak of?", ""},
    {"supervision", "next_planned", "When is the next one?", ""},
    {"supervision", "mode", "In person, or by video?", "format=individual,triadic,group"},
    {"supervision", "work_setting", "For which of your workplaces does it count?", "format=individual,triadic,group"},
    {"supervision", "setting", "Its name, if it has one?", "work_setting"},

    {"discussion", "topic", "What did you talk about with the client?", ""},
    {"discussion", "outcome", "Where did that leave it?", "topic=client_feelings,boundary,gift,other"},
    {"discussion", "link_removed", "Has the link on social media been ended?", "topic=boundary"},
    {"discussion", "risk_asked", "Did you ask how safe the client is?", "topic=client_care"},
    {"discussion", "rights_told", "Did you say what the client can do, and where?", "topic=client_care"},
    {"discussion", "other_therapist_offered", "Did you offer another therapist?", "topic=client_care"},
    {"discussion", "abuse_suspected", kAbuseSuspected, ""},

    {"decision", "decision", "What did you decide?", ""},
    {"decision", "rationale", "Why, in a line?", ""},

    {"continue_plan", "review_by", "When is it looked at again?", ""},
    {"continue_plan", "confirmed_by_consultant", "Has the person you consulted confirmed it?", ""},
    {"continue_plan", "consultant", "Who was it (a member of the practice)?", "confirmed_by_consultant=yes"},
    {"continue_plan", "safeguards", "What keeps the work safe, in a line?", ""},

    {"referral", "outcome", "Where does it stand?", ""},
    {"referral", "alternatives_offered", "How many others did you offer?", "outcome=offered,accepted"},
    {"referral", "referred_to", "To whom?", "outcome=offered,accepted"},

    {"transfer_step", "consent", "Does the client agree to the handover?", ""},
    {"transfer_step", "release", "Has the client agreed to what is passed on?", ""},
    {"transfer_step", "receiver_accepted", "Has the next therapist accepted?", ""},
    {"transfer_step", "receiver", "Who is it (a member of the practice)?", "receiver_accepted=yes"},
    {"transfer_step", "outside_receiver", "Or who, outside the practice?", "receiver_accepted=yes;receiver="},
    {"transfer_step", "joint_session", "Was there a session together?", ""},
    {"transfer_step", "first_solo_booked", "Is the first session with the next therapist booked?",
     "receiver_accepted=yes"},
    {"transfer_step", "first_solo_held", "Has it taken place?", "first_solo_booked=yes"},

    {"termination", "initiator", "Who ended it?", ""},
    {"termination", "ordered_by", "Who ordered it?", "initiator=practice,third_party"},
    {"termination", "order_received_on", "When did the practice hear of that?", "ordered_by"},
    {"termination", "reason", "Why?", ""},
    {"termination", "proposed_on", "When was it first spoken of?", "initiator!=client"},
    {"termination", "proposed_by", "By whom?", "proposed_on"},
    {"termination", "discussed_sessions", "In how many sessions did you talk about it?", ""},
    {"termination", "agreed", "Did the client agree?", "initiator!=client"},
    {"termination", "needs_further_care", "Does the client still need care?", ""},
    {"termination", "alternatives_offered", "How many others did you offer?", "needs_further_care!=no"},
    {"termination", "dependency_fostered", "Had the client come to depend on the therapy?", "initiator!=client"},
    {"termination", "exemption", "Is it one of these?", "initiator!=client"},
    {"termination", "client_wish", "What does the client wish, in a line?", ""},

    {"post_termination_contact", "professional", "Was it about the therapy?", ""},
    {"post_termination_contact", "initiator", "Who began it?", ""},
    {"post_termination_contact", "channel", "How?", ""},
    {"post_termination_contact", "secure_channel", "Is that a safe way to write or talk?", "channel"},
    {"post_termination_contact", "agreed_limits", "Have you agreed how far it goes?", ""},
    {"post_termination_contact", "purpose", "What was it for, in a line?", ""},

    {"working_capacity", "answer", "Is something making it hard to work safely right now?", ""},
    {"working_capacity", "plans_to_leave", "Do you mean to stop for a while, or for good?", "answer=yes,unsure"},
    {"working_capacity", "cover_planned", "Is it settled who sees your clients then?", "plans_to_leave=yes,unsure"},
    {"working_capacity", "decision", "What did you decide?", "answer=yes,unsure"},
    {"working_capacity", "limits", "Which limits, in a line?", "decision=limit"},
    {"working_capacity", "cause", "The cause, only if you want to say it:", "answer=yes,unsure"},

    {"client_declined", "what", "What did the client decline?", ""},
    {"client_declined", "in_writing", "In writing?", ""},

    {"clarified", "owned", "Did you say that it was yours?", ""},
    {"clarified", "apologised", "Did you apologise?", ""},
    {"clarified", "decided_together", "Did you decide together how to go on?", ""},

    {"standing_plan", "event", "Is the plan new, or what has become of it?", ""},
    {"standing_plan", "area", "What is it about?", ""},
    {"standing_plan", "touch", "Which touch?", "area=touch"},
    {"standing_plan", "consent", "Does the client, or the guardian, agree?", "event!=ended"},
    {"standing_plan", "review_by", "When is it looked at again?", "event!=ended"},
    {"standing_plan", "second_reader", "Who has read it besides you (a member of the practice)?", "event!=ended"},
    {"standing_plan", "outside_second_reader", "Or who, outside the practice?", "event!=ended;second_reader="},
    {"standing_plan", "reason", "The clinical reason, in a line?", "event!=ended"},

    {"romantic_or_sexual_act", "other_party", "Who is the other person?", ""},
    {"romantic_or_sexual_act", "nature", "Which comes nearest?", ""},
    {"romantic_or_sexual_act", "under_evaluation", "Do you judge this person's work?",
     "other_party=supervisee,trainee,student"},
    {"romantic_or_sexual_act", "evaluation_ended", "Since when not any more?", "under_evaluation=no"},
    {"romantic_or_sexual_act", "factor_time", "Does the time since the ending speak against it?",
     "other_party=client;stage=asked,proposed"},
    {"romantic_or_sexual_act", "factor_therapy", "Does the therapy itself: its nature, length and depth?",
     "other_party=client;stage=asked,proposed"},
    {"romantic_or_sexual_act", "factor_ending", "Does the way in which it ended?",
     "other_party=client;stage=asked,proposed"},
    {"romantic_or_sexual_act", "factor_history", "Does the client's history?",
     "other_party=client;stage=asked,proposed"},
    {"romantic_or_sexual_act", "factor_state", "Does how the client is now?",
     "other_party=client;stage=asked,proposed"},
    {"romantic_or_sexual_act", "factor_effect", "Does what it is likely to do to the client?",
     "other_party=client;stage=asked,proposed"},
    {"romantic_or_sexual_act", "factor_earlier_words", "Does anything that was said or done during the therapy?",
     "other_party=client;stage=asked,proposed"},
    {"romantic_or_sexual_act", "exploitative", "Would it take advantage of the client?",
     "other_party=client;stage=asked,proposed"},
    {"romantic_or_sexual_act", "harm_likely", "Is harm likely?", "other_party=client;stage=asked,proposed"},

    {"advance_or_promise", "what", "What was it?", ""},
    {"advance_or_promise", "other_party", "To whom?", ""},

    {"prior_therapist_allegation", "told_by", "Who told of it?", ""},
    {"prior_therapist_allegation", "in_writing", "In writing?", ""},
    {"prior_therapist_allegation", "received_on", "When did the practice have it, if not today?", "in_writing=yes"},
    {"prior_therapist_allegation", "previous_therapist_here", "Does the earlier therapist work here?", ""},
    {"prior_therapist_allegation", "client_agrees_to_report", "Does the client want it reported?", ""},
    {"prior_therapist_allegation", "written_authorisation", "Has the client said so in writing?",
     "client_agrees_to_report=yes"},

    {"brochure_given", "discussed", "Did you go through it together?", ""},

    {"report_filed", "about", "What is it about?", ""},
    {"report_filed", "event", "Where does it stand?", ""},
    {"report_filed", "called_for_on", "When did the practice come to know of it, if not today?", "event=called_for"},
    {"report_filed", "counsel_opinion", "Has counsel said so in writing?", "event=not_called_for"},
    {"report_filed", "agency", "To whom?", "event=telephoned,written"},
    {"report_filed", "agency_name", "The name of the office?", "event=telephoned,written"},
    {"report_filed", "reference", "Its reference?", "event=telephoned,written"},
    {"report_filed", "reason", "Why, in a line?", "event=not_called_for"},

    {"notice_given", "about", "What is it about?", ""},
    {"notice_given", "event", "Was notice given?", ""},
    {"notice_given", "to", "To whom?", ""},
    {"notice_given", "in_writing", "In writing?", "event=given"},
    {"notice_given", "reason", "Why not, in a line?", "event=not_called_for"},

    {"pause", "by", "Who wishes it?", ""},
    {"pause", "until", "Until when?", ""},
    {"pause", "reason", "Why, in a line?", ""},

    {"week_hours", "week_of", "Which week (the day on which it begins)?", ""},
    {"week_hours", "setting", "Where?", ""},
    {"week_hours", "direct_minutes", "How many minutes with clients?", ""},
    {"week_hours", "other_minutes", "How many minutes of other work?", ""},

    {"absence", "from", "From which day?", ""},
    {"absence", "to", "Until which day, if that is known?", ""},
    {"absence", "planned", "Was it planned?", ""},
    {"absence", "cover", "Who has the clients meanwhile (a member of the practice)?", ""},
    {"absence", "outside_cover", "Or who, outside the practice?", "cover="},
    {"absence", "clients_told", "Do the clients know?", ""},

    {"departure", "last_day", "Which is the last day?", ""},
    {"departure", "reason", "How does it come?", ""},
    {"departure", "custodian", "Who keeps the records (a member of the practice)?", ""},
    {"departure", "outside_custodian", "Or who, outside the practice?", "custodian="},
    {"departure", "clients_told", "Do the clients know?", ""},

    {"supervision_change", "event", "What has changed?", ""},
    {"supervision_change", "supervisor", "Whose supervision is it about?", ""},
    {"supervision_change", "next_supervisor", "Who supervises from now on?", "event=begun,ended,substituted"},
    {"supervision_change", "outside_supervisor", "Or who, outside the practice?",
     "event=begun,ended,substituted;next_supervisor="},
    {"supervision_change", "reason", "Why?", "event=ended,substituted"},
    {"supervision_change", "agreement_signed_on", "When was the agreement signed?", "event=begun,agreement_signed"},
    {"supervision_change", "agreement_until", "Until when does it hold?", "agreement_signed_on"},
    {"supervision_change", "site_agreement_until", "Until when does the site's agreement hold?",
     "event=begun,agreement_signed"},
    {"supervision_change", "licence_until", "Until when does the supervisor's licence hold?",
     "event=begun,agreement_signed"},

    {"training", "topic", "What was it about?", ""},
    {"training", "minutes", "How many minutes?", ""},
    {"training", "practice_case", "Was there a case to practise on?", "topic=boundaries"},
    {"training", "valid_until", "Until when does it hold?", "topic=law_and_ethics,supervision,reporting"},
    {"training", "provider", "Who gave it?", ""},

    {"concern", "event", "Is it new, or what has become of it?", ""},
    {"concern", "about", "What is it about?", ""},
    {"concern", "received_on", "When did the practice have it, if not today?", "event=raised"},
    {"concern", "in_writing", "In writing?", "event=raised"},
    {"concern", "client_at_risk", "Could a client come to harm now?", "event=raised,reviewed"},
    {"concern", "records_preserved", "Are the records kept as they are?", "event=acknowledged,reviewed,acted"},
    {"concern", "action", "What does the practice do?", "event=acted,closed"},
    {"concern", "action_from", "From when?", "action=restriction,suspension,ended,closer_supervision"},
    {"concern", "action_until", "Until when?", "action=restriction,suspension,closer_supervision"},
    {"concern", "action_final_on", "Since when is that final?", "action=restriction,suspension,ended"},
    {"concern", "rationale", "Why, in a line?", "event=acted,closed"},

    {"complaint", "event", "Is it new, or what has become of it?", ""},
    {"complaint", "by", "Who complains?", "event=received"},
    {"complaint", "about", "What is it about?", "event=received"},
    {"complaint", "received_on", "When did the practice have it, if not today?", "event=received"},
    {"complaint", "in_writing", "In writing?", "event=received"},
    {"complaint", "board_address_given", "Have you said where the licensing board can be reached?",
     "event=received,acknowledged,answered"},
    {"complaint", "outcome", "What was the answer?", "event=answered"},
    {"complaint", "answer_in_writing", "Was it given in writing?", "event=answered"},
    {"complaint", "abuse_suspected", kAbuseSuspected, "event=received"},

    {"response", "form", "How did the person answer?", ""},
    {"response", "accompanied", "Was somebody of their own choice there?", "form=spoken"},
    {"response", "statement", "The answer, in a line?", "form=written,spoken"},
};

bool Holds(std::string_view condition, const EntryForm& form) {
  const size_t equals = condition.find('=');
  if (equals == std::string_view::npos) return !form.Get(std::string(condition)).empty();
  const bool negated = equals > 0 && condition[equals - 1] == '!';
  const std::string given = form.Get(std::string(condition.substr(0, negated ? equals - 1 : equals)));
  const std::vector<std::string> words = absl::StrSplit(ToAbsl(condition.substr(equals + 1)), ',');
  const bool among = std::find(words.begin(), words.end(), given) != words.end();
  return among != negated;
}

}  // namespace

std::span<const Question> AllQuestions() {
  return kQuestions;
}

std::span<const Question> QuestionsOf(std::string_view kind) {
  const auto of_kind = [&](const Question& question) { return question.kind == kind; };
  const auto* first = std::find_if(std::begin(kQuestions), std::end(kQuestions), of_kind);
  return {first, std::find_if_not(first, std::end(kQuestions), of_kind)};
}

bool Matters(const Question& question, const EntryForm& form) {
  if (question.only_if.empty()) return true;
  const std::vector<std::string> conditions = absl::StrSplit(ToAbsl(question.only_if), ';');
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const std::string& condition) { return Holds(condition, form); });
}

}  // namespace candor::cli
