#!/bin/sh
# Make a Chromium available to the browser tests, if one can be had: one that is installed, Debian's,
# or Playwright's own. Finding none is no error here; the tests then say that they were skipped.
# Usage: tools/browser.sh PYTHON
set -u
python=$1

limited() { # a machine that cannot reach out must not hang: five minutes a step
    if command -v timeout >/dev/null; then timeout 300 "$@"; else "$@"; fi
}

installed() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1 && return 0
    done
    return 1
}

from_debian() {
    command -v apt-get >/dev/null || return 1
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root="sudo -n"
    fi
    echo "Installing Debian's chromium for the browser tests." >&2
    limited $as_root apt-get -qq update >/dev/null 2>&1
    limited $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends chromium >/dev/null 2>&1
    installed
}

from_playwright() {
    echo "Fetching Playwright's Chromium for the browser tests." >&2
    limited "$python" -m playwright install chromium >/dev/null 2>&1
}

installed || from_debian || from_playwright ||
    echo "No Chromium could be had: the browser tests will be skipped (under CI=true, fail)." >&2
exit 0
