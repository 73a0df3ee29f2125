/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/run.h"
#include "cli/verbs/verbs.h"

const task verb_doctor = {NULL, doctor_begin, doctor_ask};
