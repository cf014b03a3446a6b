# Installs the policy SDK from BUILD into a folder of its own, builds a copy of TEMPLATE against it as an author would,
# runs its test, and looks at what the shared object exports.
file(REMOVE_RECURSE "${WORK}")
file(COPY "${TEMPLATE}/" DESTINATION "${WORK}/source")

function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${what}: ${result}\n${output}")
  endif()
endfunction()

run("install" "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${WORK}/prefix" --component policy_sdk)
run("configure" "${CMAKE_COMMAND}" -G Ninja -S "${WORK}/source" -B "${WORK}/build" "-DCMAKE_PREFIX_PATH=${WORK}/prefix"
  "-DCMAKE_CXX_COMPILER=${COMPILER}" -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror")
run("build" "${CMAKE_COMMAND}" --build "${WORK}/build")
run("test" "${CMAKE_CTEST_COMMAND}" --test-dir "${WORK}/build" --output-on-failure)
run("exports" "${CMAKE_COMMAND}" -DNM=${NM} "-DPLUGINS=${WORK}/build/gift_talk.so" -P "${EXPORTS}")
