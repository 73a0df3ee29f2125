/* SPDX-License-Identifier: Apache-2.0 */
/* What a dialect's table is made of. */
#ifndef ZIMPORT_SRC_API_DIALECT_H
#define ZIMPORT_SRC_API_DIALECT_H

#include "zimport/api.h"
#include "json/json.h"

/* A service's error code. Tables are sorted by code. */
typedef struct zimport_code {
    int32_t code;
    zimport_status status;
    const char *advice; /* may be NULL */
} zimport_code;

/* A member of a dialect's replies; the ids of its shapes. */
typedef enum zimport_member {
    ZIMPORT_MEMBER_CODE = 1,
    ZIMPORT_MEMBER_MESSAGE,
    ZIMPORT_MEMBER_DATA,
    ZIMPORT_MEMBER_JOB_ID,
    ZIMPORT_MEMBER_COLLECTION,
    ZIMPORT_MEMBER_FILE_NAME,
    ZIMPORT_MEMBER_FILE_SIZE,
    ZIMPORT_MEMBER_PERCENT,
    ZIMPORT_MEMBER_COMPLETE_TIME,
    ZIMPORT_MEMBER_REASON,
    ZIMPORT_MEMBER_DETAILS
} zimport_member;

#endif
