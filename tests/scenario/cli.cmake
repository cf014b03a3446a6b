# The client against the real daemon: both binaries, the worker and the policies have to be built.
if(NOT CANDOR_BUILD_TESTS)
  return()
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter)
function(candor_cli_scenario name labels)
  add_test(NAME ${name}
    COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/${name}_test.py"
            --build "${PROJECT_BINARY_DIR}" --source "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT 3600)
endfunction()

candor_cli_scenario(cli_corrections scenario)
candor_cli_scenario(cli_import scenario)
candor_cli_scenario(cli_ledger scenario)
candor_cli_scenario(cli_log scenario)
candor_cli_scenario(cli_report scenario)
candor_cli_scenario(cli_supervision scenario)
candor_cli_scenario(cli_verbs scenario)
candor_cli_scenario(cli_watch scenario)
candor_cli_scenario(cli_what_if scenario)
candor_cli_scenario(report_html scenario)
candor_cli_scenario(cli_import_memory "scenario;slow")
