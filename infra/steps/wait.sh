# shellcheck shell=bash disable=SC2154
# Waits until the app answers, and until a poll of its own was good. Keys go to curl by standard input.
# Read by infra/deploy.sh, which sets url, app, group, vault, since, minutes, private.

# get PATH [KEY]: the body is in $private/body, the code is printed; 000 when nothing answered.
get() { request "$1" "${2:-}" --request GET; }

request() {
  local path="$1" key="$2"
  shift 2
  printf 'url = "%s"\n%s' "$url$path" "${key:+header = \"x-functions-key: $key\"}" \
    | curl --silent --max-time 60 --max-filesize 4194304 --config - --output "$private/body" --write-out '%{http_code}' "$@" || true
}

# Ten minutes: a first start fetches the package and the secrets.
wait_for_answer() {
  say "Waiting for $url to answer"
  local try
  for ((try = 1; try <= 40; try++)); do
    : >"$private/body"
    [ "$(get /api/health)" = 200 ] && return 0
    sleep "$pause"
  done
  return 1
}

# The schedule would poll as well; by hand it is sooner. A refusal is no failure.
poll_by_hand() {
  local key code
  key="$(az functionapp keys list --resource-group "$group" --name "$app" --query masterKey --output tsv 2>/dev/null || true)"
  [ -n "$key" ] || { say "No poll could be started by hand; waiting for the schedule"; return 0; }
  code="$(request /admin/functions/PollBilling "$key" --request POST --header 'Content-Type: application/json' --data '{"input":""}')"
  [ "$code" = 202 ] || say "A poll by hand was answered with $code; waiting for the schedule"
}

# polled_at: when the app last polled, by its own status; empty when it says nothing of the kind.
polled_at() { sed -n '1s/^{"status":"[a-z]*","as_of":"\([0-9TZ:.-]*\)".*/\1/p' "$private/body"; }

# blind: why it cannot see, in its own words, of the first organization that cannot.
blind() { sed -n '1s/.*"blind":"\([^"]\{1,300\}\)".*/\1/p' "$private/body" | tr -cd '[:print:]'; }

wait_for_poll() {
  local key code at try blinds=0
  key="$(stored access-key-read)"
  [ -n "$key" ] || fail 1 "the package is deployed, and access-key-read cannot be read from $vault, so its status could not be asked for."
  poll_by_hand
  say "Waiting up to $minutes minutes for the first good poll"
  for ((try = 1; try <= minutes * 4; try++)); do
    : >"$private/body"
    code="$(get /api/status "$key")"
    at="$(polled_at)"
    if [[ "$at" > "$since" || "$at" == "$since" ]]; then
      [ "$code" != 200 ] || { say "Done: $url polled at $at and is well"; return 0; }
      blinds=$((blinds + 1))
      [ "$blinds" -lt 8 ] || fail 1 "$app runs and cannot see: $(blind) Correct that, and run the script again."
    fi
    sleep "$pause"
  done
  fail 1 "$app is deployed, and had no good poll within $minutes minutes (its status answered $code last); look at its log stream."
}
