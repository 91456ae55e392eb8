#!/usr/bin/env bash
# Says what is in the archive that infra/package.sh made last, as CycloneDX: infra/sbom.sh OUT.cdx.json
# Beside it, OUT.extensions.cdx.json says from what the host's own extensions (.azurefunctions in the archive) were resolved.
set -euo pipefail

fail() { printf 'sbom.sh: %s\n' "$2" >&2; exit "$1"; }

[[ $# -eq 1 && "$1" == *.cdx.json ]] || fail 2 "expected one argument, the file to write, such as: infra/sbom.sh creditmonitor.cdx.json"
command -v dotnet >/dev/null || fail 2 "dotnet is not installed; install the .NET 10 SDK (see global.json)."

mkdir -p "$(dirname "$1")"
folder="$(cd "$(dirname "$1")" && pwd)"
name="$(basename "$1" .cdx.json)"
cd "$(dirname "$0")/.."

objects=artifacts/obj/CreditMonitor.Functions
extensions="$objects/release_linux-x64/WorkerExtensions/WorkerExtensions.csproj"
[[ -f "$objects/project.assets.json" && -f "$extensions" ]] || fail 2 "no archive was made here yet; run infra/package.sh OUT.zip first."
version="$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)"

# Of what the restore wrote: nothing is resolved anew, so it says what the build used.
dotnet tool restore >&2 || fail 4 "the tool CycloneDX could not be restored (.config/dotnet-tools.json); its messages are above."
list() { # PROJECT FILE NAME OPTION…
  local project="$1" file="$2" title="$3"
  shift 3
  dotnet dotnet-CycloneDX "$project" --disable-package-restore --output-format Json --output "$folder" --filename "$file" \
    --set-name "$title" --set-version "$version" "$@" >&2 || fail 4 "CycloneDX failed on $project; its messages are above."
}

list src/CreditMonitor.Functions/CreditMonitor.Functions.csproj "$name.cdx.json" "Credit Monitor" --recursive --base-intermediate-output-path artifacts/obj
list "$extensions" "$name.extensions.cdx.json" "Credit Monitor: extensions of the Functions host"
printf '%s\n' "$folder/$name.cdx.json" "$folder/$name.extensions.cdx.json"
