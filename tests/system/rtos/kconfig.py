# SPDX-License-Identifier: Apache-2.0
#
# kconfig.py KCONFIG [SYMBOL=VALUE...]: what comes of it, as lines SYMBOL=VALUE, with the parser that Zephyr has and of which
# ESP-IDF's is a descendant. Fails with a line for each of its warnings. kconfig.py --yaml FILE: the file as JSON.
import json
import sys

if sys.argv[1] == "--yaml":
    import yaml

    with open(sys.argv[2], encoding="utf-8") as file:
        print(json.dumps(yaml.safe_load(file), sort_keys=True))
    sys.exit(0)

import kconfiglib

tree = kconfiglib.Kconfig(sys.argv[1], warn_to_stderr=False)
tree.warn_assign_undef = True
for assignment in sys.argv[2:]:
    name, value = assignment.split("=", 1)
    if name not in tree.syms or not tree.syms[name].set_value(value):
        sys.exit("no symbol takes " + assignment)
if tree.warnings:
    sys.exit("\n".join(tree.warnings))
for symbol in tree.unique_defined_syms:
    if symbol.name.startswith("ZIMPORT") and symbol.visibility > 0:
        print(symbol.name + "=" + symbol.str_value)
