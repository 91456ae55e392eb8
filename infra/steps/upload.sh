# shellcheck shell=bash disable=SC2154,SC2034
# The package: the one before is kept beside it, so that it can be put back from any machine.
# Read by infra/deploy.sh, which sets infra, storage, container, group, app, private.

released="released-package.zip"
previous="previous-package.zip"

sum() { sha256sum "$1" | cut -d' ' -f1; }

exists() { az storage blob exists --account-name "$storage" --container-name "$container" --name "$1" --auth-mode login --query exists --output tsv; }

has_previous() { [ "$(exists "$previous")" = true ]; }

fetch_blob() { az storage blob download --account-name "$storage" --container-name "$container" --name "$1" --file "$2" --auth-mode login --output none; }

publish() {
  since="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  patiently 3 az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$1" --output none \
    || fail 4 "the package could not be uploaded to $app; docs/deployment.md has the way around (Upload)."
}

# upload [ZIP]: nothing when that very package is running.
upload() {
  local zip="${1:-$private/package.zip}"
  [ -n "${1:-}" ] || "$infra/package.sh" "$zip" >&2 || fail 4 "the package could not be made."
  local is_there
  is_there="$(patiently 20 exists "$released")" || fail 4 "the packages in $storage cannot be read; see that operatorId in the .bicepparam is you or a group you are in, and that the storage's network lets you in."
  if [ "$is_there" = true ]; then
    fetch_blob "$released" "$private/running.zip" || fail 4 "the running package could not be read from $storage; see that operatorId in the .bicepparam is you or a group you are in."
    if [ "$(sum "$private/running.zip")" = "$(sum "$zip")" ]; then
      say "This package is running already"
      return
    fi
    az storage blob upload --account-name "$storage" --container-name "$container" --name "$previous" --file "$private/running.zip" --overwrite --auth-mode login --output none \
      || fail 4 "the running package could not be kept as the previous one; nothing was uploaded."
  fi
  say "Uploading $(wc -c <"$zip" | tr -d ' ') bytes"
  publish "$zip"
}

roll_back() {
  has_previous || fail 4 "$storage keeps no previous package; deploy one with --package."
  say "Putting the previous package back"
  fetch_blob "$previous" "$private/previous.zip" || fail 4 "the previous package could not be read from $storage."
  publish "$private/previous.zip"
}
