#!/usr/bin/env bash
# Have a Chromium for the browser tests: from the system's packages where we may install them, else say how.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
  echo "No Chromium found and no right to install one: the browser tests will be skipped." >&2
  echo "Install it with your system's packages, for example: sudo apt-get install chromium" >&2
fi
