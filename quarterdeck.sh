#!/bin/sh
# The `quarterdeck` command as npm puts it on the PATH. It starts the pinned Node at once: starting the system's Node
# first, as quarterdeck.mjs must, takes as long as a whole command.
here=$(dirname "$(readlink -f "$0")")
node=$here/node_modules/node/bin/node
[ -x "$node" ] || node=node # quarterdeck.mjs then says what is missing.
exec "$node" "$here/quarterdeck.mjs" "$@"
