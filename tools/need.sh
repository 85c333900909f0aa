#!/usr/bin/env bash
# Install the named Debian packages where what they bring is missing.  Usage: tools/need.sh chromium postgresql
set -euo pipefail

has() {
  case "$1" in
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/postgres' || command -v postgres ;;
    python3-venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' ;;
    *) command -v "$1" ;;
  esac >/dev/null 2>&1
}

missing=()
for package in "$@"; do has "$package" || missing+=("$package"); done
[ ${#missing[@]} -eq 0 ] && exit 0

# A browser without a font draws boxes.
for package in "${missing[@]}"; do [ "$package" = chromium ] && missing+=(fonts-dejavu-core); done

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Missing: ${missing[*]}. Please install them (no root, no sudo here)." >&2; exit 1; }
  as_root=(sudo)
fi
command -v apt-get >/dev/null || { echo "Missing: ${missing[*]}. Please install them (no apt-get here)." >&2; exit 1; }

echo "Installing from Debian: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq || echo "apt-get update did not finish; trying with the lists at hand" >&2
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
  { echo "Could not install: ${missing[*]}. Please install them by hand and try again." >&2; exit 1; }
