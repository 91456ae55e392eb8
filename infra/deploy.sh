#!/usr/bin/env bash
# Deploys Credit Monitor for one organization, end to end; the same call again changes only what differs. infra/deploy.sh --help
set -euo pipefail
infra="$(cd "$(dirname "$0")" && pwd)"
# shellcheck source=infra/steps/say.sh
. "$infra/steps/say.sh"
# shellcheck source=infra/steps/secrets.sh
. "$infra/steps/secrets.sh"
# shellcheck source=infra/steps/upload.sh
. "$infra/steps/upload.sh"
# shellcheck source=infra/steps/wait.sh
. "$infra/steps/wait.sh"

usage() {
  cat <<'TEXT'
Usage: infra/deploy.sh ORGANIZATION [options]

Validates infra/organizations/ORGANIZATION.bicepparam, shows what would change, deploys it, puts the secrets into the vault,
uploads the package, waits for the first good poll, and puts the previous package back if the new one does not run.

  --package ZIP           the archive that infra/package.sh made; without it, it is made now
  --resource-group NAME   default: rg-credmon-ORGANIZATION; made in the file's location if it is missing
  --yes                   do not ask after showing what would change
  --what-if               show what would change, and stop
  --rollback              put the previous package back, and stop
  --rotate-token-secret   sign links with a new secret; links in mails already sent stay good until the next rotation
  --wait MINUTES          for the first good poll, default 70: an hourly poll and some patience

Secrets are taken from CREDIT_MONITOR_<NAME> (such as CREDIT_MONITOR_OPENAI_ADMIN_KEY), else kept as the vault has them, else asked
for; access keys and token secrets are made at random. They are passed by private files, never as arguments.

Exit status: 0 done · 1 deployed, but no good poll yet · 2 usage, or a tool is missing · 3 the template is refused · 4 Azure or the package failed.
TEXT
}

organization="" package="" group="" yes="" only="" rotate="" minutes=70
while [ $# -gt 0 ]; do
  case "$1" in
    --package) package="${2:-}"; [ -f "$package" ] || fail 2 "--package names no file; make one with infra/package.sh OUT.zip."; shift ;;
    --resource-group) group="${2:-}"; [ -n "$group" ] || fail 2 "--resource-group needs a name."; shift ;;
    --wait) minutes="${2:-}"; [[ "$minutes" =~ ^[1-9][0-9]{0,3}$ ]] || fail 2 "--wait needs minutes, from 1 to 9999."; shift ;;
    --yes) yes=1 ;;
    --what-if) only=what-if ;;
    --rollback) only=rollback ;;
    --rotate-token-secret) rotate=1 ;;
    -h | --help) usage; exit 0 ;;
    -*) fail 2 "$1 is no option; see infra/deploy.sh --help." ;;
    *) [ -z "$organization" ] || fail 2 "one organization at a time: $organization or $1."; organization="$1" ;;
  esac
  shift
done

[[ "$organization" =~ ^[a-z0-9-]{2,20}$ ]] || fail 2 "expected an organization: 2 to 20 small letters, digits and hyphens; see infra/deploy.sh --help."
parameters="$infra/organizations/$organization.bicepparam"
[ -f "$parameters" ] || fail 2 "infra/organizations/$organization.bicepparam is not there; copy example.bicepparam and say what differs."
for tool in az curl; do command -v "$tool" >/dev/null || fail 2 "$tool is not installed."; done
az account show --output none 2>/dev/null || fail 2 "nobody is signed in to Azure; run az login, and az account set --subscription NAME."
group="${group:-rg-credmon-$organization}"
deployment="creditmonitor-$(date -u +%Y%m%dT%H%M%SZ)"
private="$(umask 077 && mktemp -d)"
trap 'rm -rf "$private"' EXIT

ensure_group() {
  [ "$(az group exists --name "$group" --output tsv)" = true ] && return
  local location
  location="$(sed -n "s/^param location = '\([a-z0-9]*\)'.*/\1/p" "$parameters")"
  [ -n "$location" ] || fail 2 "resource group $group is not there, and $parameters says no location to make it in."
  say "Making resource group $group in $location"
  az group create --name "$group" --location "$location" --tags app=credit-monitor "organization=$organization" --output none || fail 4 "resource group $group could not be made; see that you may, or have it made."
}

apply_template() {
  say "Validating"
  az deployment group validate --resource-group "$group" --name "$deployment" --parameters "$parameters" --output none || fail 3 "Azure refuses the template; its reasons are above."
  say "What would change"
  az deployment group what-if --resource-group "$group" --name "$deployment" --parameters "$parameters" >&2 || fail 3 "Azure could not say what would change; its reasons are above."
  [ "$only" != what-if ] || exit 0
  confirm "Deploy this to $group?"
  say "Deploying $deployment"
  az deployment group create --resource-group "$group" --name "$deployment" --parameters "$parameters" --output none || fail 4 "the deployment failed; its reasons are above, and in the portal under $group, Deployments, $deployment."
}

# Of the newest deployment of ours: a rollback makes none of its own.
read_outputs() {
  local newest="$deployment" outputs
  [ "$only" != rollback ] || newest="$(az deployment group list --resource-group "$group" --query "sort_by([?starts_with(name, 'creditmonitor-') && properties.provisioningState == 'Succeeded'], &name)[-1].name" --output tsv)"
  [ -n "$newest" ] || fail 4 "$group has no deployment of Credit Monitor that succeeded."
  outputs="$(az deployment group show --resource-group "$group" --name "$newest" --output tsv --query "properties.outputs.[appName.value, url.value, vaultName.value, storageName.value, packageContainer.value, join(' ', secretNames.value)]")" \
    || fail 4 "the outputs of deployment $newest could not be read."
  { read -r app; read -r url; read -r vault; read -r storage; read -r container; read -r secrets; } <<<"$(tr '\t' '\n' <<<"$outputs")"
}

since="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
if [ "$only" = rollback ]; then
  read_outputs
  roll_back
  wait_for_answer || fail 4 "the previous package does not answer either; look at the log stream of $app."
  wait_for_poll
  exit 0
fi

ensure_group
apply_template
read_outputs
set_secrets
[ -z "$rotate" ] || rotate_token_secret
restart_if_changed
upload "$package"
if ! wait_for_answer; then
  has_previous || fail 4 "the package does not answer at $url, and there is no previous one to put back; look at the log stream of $app."
  roll_back
  wait_for_answer || fail 4 "the package does not answer, and neither does the previous one; look at the log stream of $app."
  fail 4 "the package does not answer at $url; the previous one is back and answers."
fi
wait_for_poll
