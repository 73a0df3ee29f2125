# SPDX-License-Identifier: Apache-2.0
#
# In place of ESP-IDF: what a component's CMakeLists.txt calls, for this machine's compiler, with lwIP's own headers.

function(idf_component_register)
    cmake_parse_arguments(given "" "" "SRCS;INCLUDE_DIRS;PRIV_INCLUDE_DIRS;REQUIRES;PRIV_REQUIRES" ${ARGN})
    if(given_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "idf_component_register: ${given_UNPARSED_ARGUMENTS}")
    endif()
    foreach(folder ${given_INCLUDE_DIRS} ${given_PRIV_INCLUDE_DIRS})
        if(NOT IS_DIRECTORY "${folder}")
            message(FATAL_ERROR "idf_component_register: no folder ${folder}")
        endif()
    endforeach()
    get_filename_component(name "${CMAKE_CURRENT_LIST_DIR}" NAME)
    add_library(__idf_${name} STATIC ${given_SRCS})
    target_include_directories(__idf_${name} PUBLIC ${given_INCLUDE_DIRS} PRIVATE ${given_PRIV_INCLUDE_DIRS})
    target_link_libraries(__idf_${name} PRIVATE ${given_PRIV_REQUIRES} PUBLIC ${given_REQUIRES})
    set(COMPONENT_LIB __idf_${name} PARENT_SCOPE)
endfunction()

add_library(heap STATIC heap.c)
add_library(lwip INTERFACE)
target_link_libraries(lwip INTERFACE "${BUILD}/lwip-sockets/liblwip.a" heap -fsanitize=address)
target_include_directories(lwip SYSTEM INTERFACE "${TREE}/tests/sockets" "${BUILD}/lwip-src/contrib/ports/unix/port/include"
    "${BUILD}/lwip-src/src/include")

add_subdirectory("${TREE}/port/esp-idf/zimport" component)
add_library(zimport ALIAS __idf_zimport)
