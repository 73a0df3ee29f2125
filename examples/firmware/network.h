/* SPDX-License-Identifier: Apache-2.0 */
/* The board's one interface, from its address to its frames. */
#ifndef NETWORK_H
#define NETWORK_H
#include "zimport/base.h"

/* Begins to get an address, by DHCP or as given: "ADDRESS MASK ROUTER NAMESERVER". False where that cannot be read. */
bool network_start(zimport_view address);
/* One round of the main loop: frames that have arrived, and lwIP's timers. */
void network_poll(void);
/* There is a link and an address; told on the serial port when that changes. */
bool network_is_up(void);

#endif
