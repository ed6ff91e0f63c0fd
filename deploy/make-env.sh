#!/bin/sh
# Prints deploy/.env.example with a fresh secret in every empty place:  sh deploy/make-env.sh > .env && chmod 600 .env
set -eu

# $1 bytes, as hex.
secret() {
  od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

while IFS= read -r line; do
  case "$line" in
    \#*) printf '%s\n' "$line" ;;
    *_KEY=) printf '%s%s\n' "$line" "$(secret 32)" ;;
    *=) printf '%s%s\n' "$line" "$(secret 24)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < "$(dirname "$0")/.env.example"
