# shellcheck shell=bash disable=SC2154
# The vault's secrets: values pass by files that only this user reads, never as arguments, which every user of a machine sees.
# Read by infra/deploy.sh, which sets vault, secrets (names, separated by blanks), private, group, app.

changed=""

random_secret() { head -c 48 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_'; }

# stored NAME: what the vault has; empty when it has none.
stored() { az keyvault secret show --vault-name "$vault" --name "$1" --query value --output tsv 2>/dev/null || true; }

store() {
  printf '%s' "$2" >"$private/value"
  patiently 20 az keyvault secret set --vault-name "$vault" --name "$1" --file "$private/value" --encoding utf-8 --output none \
    || fail 4 "secret $1 could not be written to $vault; see that operatorId in the .bicepparam is you or a group you are in, and that the vault's network lets you in."
  : >"$private/value"
  changed=1
  say "Secret $1 is set"
}

ask() {
  [ -t 0 ] || fail 2 "secret $1 is not in $vault; set the environment variable $2, or run the script where it can ask."
  local value
  read -r -s -p "$1: " value
  printf '\n' >&2
  [ -n "$value" ] || fail 2 "secret $1 is empty."
  printf '%s' "$value"
}

set_secrets() {
  local name variable value held
  held=" $(patiently 20 az keyvault secret list --vault-name "$vault" --query '[].name' --output tsv | tr '\n' ' ') " \
    || fail 4 "the secrets of $vault cannot be listed; see that operatorId in the .bicepparam is you or a group you are in, and that the vault's network lets you in."
  for name in $secrets; do
    variable="CREDIT_MONITOR_$(tr 'a-z-' 'A-Z_' <<<"$name")"
    value="${!variable:-}"
    if [ -n "$value" ]; then
      [[ "$held" == *" $name "* && "$(stored "$name")" == "$value" ]] || store "$name" "$value"
    elif [[ "$held" != *" $name "* ]]; then
      case "$name" in
        access-key-* | token-secret*) store "$name" "$(random_secret)" ;;
        *)
          value="$(ask "$name" "$variable")" || exit $?
          store "$name" "$value"
          ;;
      esac
    fi
  done
}

rotate_token_secret() {
  local current
  current="$(stored token-secret)"
  [ -n "$current" ] || fail 4 "token-secret cannot be read from $vault, so it cannot be kept as the previous one."
  store token-secret-previous "$current"
  store token-secret "$(random_secret)"
}

# Values that references lead to are read at a start, else within a day.
restart_if_changed() {
  [ -n "$changed" ] || return 0
  say "Restarting $app, which reads the secrets anew"
  az functionapp restart --resource-group "$group" --name "$app" --output none || fail 4 "$app could not be restarted; restart it, and run the script again."
}
