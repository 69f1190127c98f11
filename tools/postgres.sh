#!/bin/sh
# Make a PostgreSQL available to the tests of the state, if one can be had: one that is installed, or
# Debian's where this is root. Finding none is no error here; the tests then say that they were skipped.
# The tests start a server of their own and leave any other alone.
# Usage: tools/postgres.sh [FOLDER], a folder for where Debian keeps servers
set -u
servers=${1:-/usr/lib/postgresql}

limited() { # a machine that cannot reach out must not hang: five minutes a step
    if command -v timeout >/dev/null; then timeout 300 "$@"; else "$@"; fi
}

installed() {
    command -v initdb >/dev/null && command -v pg_ctl >/dev/null && return 0
    for program in "$servers"/*/bin/initdb; do
        [ -x "$program" ] && return 0
    done
    return 1
}

from_debian() { # by root alone: its package starts a server, which nobody else should find running
    command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || return 1
    echo "Installing Debian's postgresql for the tests of the state." >&2
    limited apt-get -qq update >/dev/null 2>&1
    limited env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends postgresql >/dev/null 2>&1
    installed
}

installed || from_debian ||
    echo "No PostgreSQL could be had: the state is tested in SQLite alone." >&2
exit 0
