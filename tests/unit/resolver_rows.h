/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups with one name server, as rows. */
#ifndef ZIMPORT_TESTS_RESOLVER_ROWS_H
#define ZIMPORT_TESTS_RESOLVER_ROWS_H

#include "resolver_run.h"

#define BOTH ZIMPORT_POSIX_ANY
#define FOUND ZIMPORT_NO_CONNECTION /* addresses, and on to connect */
#define NONE ZIMPORT_NO_ADDRESS
#define NO_NAME ZIMPORT_NO_NAME
#define BAD ZIMPORT_NAME_FAILED
#define TIMEOUT ZIMPORT_CONNECT_TIMEOUT

#define S "some.test"
#define ASK(server) server ":" S "/4 " server ":" S "/6 "
#define TCP(server) server ":" S "/4t " server ":" S "/6t "

typedef struct row {
    const char *label;
    const char *zones[SERVERS];
    zimport_posix_family family;
    zimport_status status;
    int detail;
    const char *found;
    const char *asked; /* of one server */
} row;

static inline void check_row(const row *of) {
    tcp_run run;
    memcpy(zones, of->zones, sizeof zones);
    look_up_begin(&run, S, of->family);
    CHECK_STATUS(look_up(&run), of->status, of->label);
    CHECK_VIEW(zimport_view_of(found(&run)), zimport_view_of(of->found), of->label);
    CHECK_VIEW(zimport_view_of(asked), zimport_view_of(of->asked), of->label);
    CHECK_EQUAL(run.tcp.base.detail, of->detail, of->label);
    CHECK_EQUAL(run.tcp.base.stage, of->detail == EACCES ? ZIMPORT_AT_CONNECTING : ZIMPORT_AT_RESOLVING, of->label);
    tcp_end(&run, of->label);
}

#endif
