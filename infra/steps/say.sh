# shellcheck shell=bash disable=SC2154
# How the script speaks, and how long it is patient. Read by infra/deploy.sh, which sets private.

# Seconds between two tries; the tests need no pauses.
pause="${CREDIT_MONITOR_DEPLOY_PAUSE:-15}"

say() { printf 'deploy.sh: %s\n' "$1" >&2; }

fail() {
  say "$2"
  exit "$1"
}

confirm() {
  [ -z "${yes:-}" ] || return 0
  [ -t 0 ] || fail 2 "nobody is there to be asked; run it with --yes."
  local answer
  read -r -p "$1 [y/N] " answer
  [[ "$answer" =~ ^[Yy] ]] || fail 2 "nothing was deployed."
}

# patiently TRIES COMMAND…: until it succeeds. A role that was just given takes minutes to be known everywhere.
patiently() {
  local tries="$1" try
  shift
  for ((try = 1; try <= tries; try++)); do
    "$@" 2>"$private/said" && return 0
    [ "$try" -eq "$tries" ] || sleep "$pause"
  done
  cat "$private/said" >&2
  return 1
}
