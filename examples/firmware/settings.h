/* SPDX-License-Identifier: Apache-2.0 */
/* Settings, in a flash page of their own, written when the board is set up. */
#ifndef SETTINGS_H
#define SETTINGS_H
#include "zimport/base.h"

/* All of it points into flash. */
typedef struct board_settings {
    zimport_view url;     /* of the service */
    zimport_view key;     /* API key */
    zimport_view cluster; /* where the service wants one */
    zimport_view job;
    zimport_view address; /* "ADDRESS MASK ROUTER NAMESERVER" of this board; without it DHCP gives them */
    uint32_t interval_ms; /* between two polls */
    uint32_t timeout_s;   /* to the end of the job; 0: none */
    zimport_view root;    /* certificates of the authorities that are trusted, PEM */
    zimport_view client;  /* the board's own certificate, those that lead to its root, and its key, PEM; or empty */
} board_settings;

/* Reads the page: lines of NAME=VALUE, then the certificates, and behind a line `client=` the board's own. False: a
 * name is unknown, or url or job is missing. */
bool settings_read(board_settings *settings);

#endif
