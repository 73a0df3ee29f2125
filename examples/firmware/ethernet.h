/* SPDX-License-Identifier: Apache-2.0 */
/* SMSC's LAN9118, as a network interface of lwIP. */
#ifndef ETHERNET_H
#define ETHERNET_H
#include "lwip/netif.h"

/* For netif_add. */
err_t ethernet_init(struct netif *netif);
/* Hands lwIP the frames that have arrived, and tells it whether there is a link. */
void ethernet_poll(struct netif *netif);

#endif
