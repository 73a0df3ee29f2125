/* SPDX-License-Identifier: Apache-2.0 */
/* Messages on the serial port, and the exit status, which is that of `zimport wait`. */
#ifndef REPORT_H
#define REPORT_H
#include "zimport/zimport.h"

enum { EXIT_INTERNAL = 1, EXIT_USAGE = 2, EXIT_FAILED = 4, EXIT_NETWORK = 7, EXIT_TIMEOUT = 10 };

/* Prints the answer to a poll if it is news. */
void report_answer(const zimport_follow *follow, const zimport_client *client);
/* Prints how the job ended; returns the exit status. */
int report_end(const zimport_job *job);
/* Prints a failure before there is any answer; returns the exit status. */
int report_failure(const char *what, zimport_status status);

#endif
