# SPDX-License-Identifier: Apache-2.0
#
# What port/esp-idf and port/zephyr have in common. It sets
#   zimport_root         the top of this tree
#   zimport_core         the sources of the library, of any dialect: what is not called is not linked
#   zimport_sockets      those of port/sockets
#   zimport_tls          those of port/mbedtls that need no files
#   zimport_definitions  the limits, the same for library and application: some are sizes in public structures

get_filename_component(zimport_root "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
file(GLOB zimport_core "${zimport_root}/src/base/*.c" "${zimport_root}/src/http/*.c" "${zimport_root}/src/json/*.c"
    "${zimport_root}/src/api/*.c" "${zimport_root}/src/client/*.c")
file(GLOB zimport_sockets "${zimport_root}/port/sockets/*.c")
file(GLOB zimport_tls "${zimport_root}/port/mbedtls/*.c" "${zimport_root}/port/mbedtls/*/*.c")
list(FILTER zimport_tls EXCLUDE REGEX "(_file|_system|/builtin)\\.c$")

# The contexts of a mbedTLS that somebody else has configured are on the heap.
set(zimport_definitions "ZIMPORT_TLS_CONTEXT_MAX=1")
foreach(limit HOST_MAX PREFIX_MAX CREDENTIALS_MAX ID_MAX HTTP_BODY_MAX JSON_TOKENS SPACING_MS)
    if(DEFINED CONFIG_ZIMPORT_${limit})
        list(APPEND zimport_definitions "ZIMPORT_${limit}=${CONFIG_ZIMPORT_${limit}}")
    endif()
endforeach()

function(zimport_find_jsmn)
    if(NOT EXISTS "${CONFIG_ZIMPORT_JSMN_DIR}/jsmn.h")
        message(FATAL_ERROR "CONFIG_ZIMPORT_JSMN_DIR=\"${CONFIG_ZIMPORT_JSMN_DIR}\" has to name the folder with jsmn.h")
    endif()
endfunction()

# The day of the build: a clock that is before it is wrong.
macro(zimport_date)
    string(TIMESTAMP zimport_built "%s" UTC)
    set_property(SOURCE "${zimport_root}/port/mbedtls/base/built.c" APPEND PROPERTY COMPILE_DEFINITIONS
        "ZIMPORT_BUILD_TIME=INT64_C(${zimport_built})")
endmacro()
