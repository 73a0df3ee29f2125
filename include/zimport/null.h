/* SPDX-License-Identifier: Apache-2.0 */
/* The start of a port: every function of zimport/port.h, none of which does anything yet. Copy and fill in. */
#ifndef ZIMPORT_NULL_H
#define ZIMPORT_NULL_H

#include "zimport/port.h"

/* Random says ZIMPORT_NOT_PORTED, the clock stands still, and sleep returns at once. */
extern const zimport_platform zimport_null_platform;

/* A transport whose open, read and write say ZIMPORT_NOT_PORTED. */
void zimport_null_transport_init(zimport_transport *transport);

#endif
