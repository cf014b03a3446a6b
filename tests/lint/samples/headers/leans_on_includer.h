#ifndef CANDOR_TESTS_LINT_SAMPLES_HEADERS_LEANS_ON_INCLUDER_H_
#define CANDOR_TESTS_LINT_SAMPLES_HEADERS_LEANS_ON_INCLUDER_H_

// A header that works only after its includer has included <string>: the headers check has to refuse it.
inline std::string LeansOnIncluder() {
  return "sample";
}

#endif  // CANDOR_TESTS_LINT_SAMPLES_HEADERS_LEANS_ON_INCLUDER_H_
