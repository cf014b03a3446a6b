# A policy exports its entry struct and nothing else. PLUGINS: shared objects, separated by commas.
string(REPLACE "," ";" PLUGINS "${PLUGINS}")
foreach(plugin IN LISTS PLUGINS)
  execute_process(COMMAND "${NM}" -D --defined-only --format=posix "${plugin}"
    OUTPUT_VARIABLE symbols RESULT_VARIABLE result OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${plugin} cannot be read")
  endif()
  if(NOT symbols MATCHES "^candor_policy_plugin [A-Z] [0-9a-f]+ [0-9a-f]+$")
    message(FATAL_ERROR "${plugin} exports other symbols than candor_policy_plugin:\n${symbols}")
  endif()
endforeach()
