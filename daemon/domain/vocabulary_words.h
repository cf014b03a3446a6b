#ifndef CANDOR_DAEMON_DOMAIN_VOCABULARY_WORDS_H_
#define CANDOR_DAEMON_DOMAIN_VOCABULARY_WORDS_H_

#include "daemon/domain/vocabulary.h"

// What several tables of fields use. Words carry the numbers of the wire's enums. Only vocabulary.cc and the tables of
// fields include this.
namespace candor::domain::vocabulary {

constexpr FieldId Of(Kind kind, int number) {
  return MakeFieldId(kind, number);
}

inline constexpr ChoiceWord kAnswerWords[] = {{1, "yes"}, {2, "no"}, {3, "unsure"}};
inline constexpr ChoiceWord kInitiatorWords[] = {
    {1, "therapist"}, {2, "client"}, {3, "mutual"}, {4, "practice"}, {5, "third_party"}};

}  // namespace candor::domain::vocabulary

#endif  // CANDOR_DAEMON_DOMAIN_VOCABULARY_WORDS_H_
