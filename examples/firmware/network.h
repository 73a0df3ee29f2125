/* SPDX-License-Identifier: Apache-2.0 */
/* The board's one interface, from its address to its frames. */
#ifndef NETWORK_H
#define NETWORK_H
#include "zimport/base.h"

/* Begins to get an address by DHCP, or uses "ADDRESS MASK ROUTER NAMESERVER". False: that is malformed. */
bool network_start(zimport_view address);
/* One round of the main loop: frames that have arrived, and lwIP's timers. */
void network_poll(void);
/* Whether there is a link and an address; prints changes on the serial port. */
bool network_is_up(void);

#endif
