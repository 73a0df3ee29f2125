/* SPDX-License-Identifier: Apache-2.0 */
/* What is told on the serial port, and the exit status: that of the program `zimport wait`. */
#ifndef REPORT_H
#define REPORT_H
#include "zimport/zimport.h"

enum { EXIT_INTERNAL = 1, EXIT_USAGE = 2, EXIT_FAILED = 4, EXIT_NETWORK = 7, EXIT_TIMEOUT = 10 };

/* The answer to a poll, where it says something new. */
void report_answer(const zimport_follow *follow, const zimport_client *client);
/* How the job ended; the exit status. */
int report_end(const zimport_job *job);
/* A failure that ends it before there is an answer; the exit status. */
int report_failure(const char *what, zimport_status status);

#endif
