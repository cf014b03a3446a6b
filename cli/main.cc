#include "cli/verbs/session.h"

int main(int argc, char** argv) {
  candor::cli::Session session(candor::cli::Terminal::Standard());
  return candor::cli::RunCandor(argc, argv, session);
}
