#!/bin/sh
# Prints deploy/.env.example with a fresh secret in every empty place:  sh deploy/make-env.sh > .env && chmod 600 .env
set -eu

secret() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

while IFS= read -r line; do
  case "$line" in
    \#*) printf '%s\n' "$line" ;;
    *=) printf '%s%s\n' "$line" "$(secret)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < "$(dirname "$0")/.env.example"
