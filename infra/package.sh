#!/usr/bin/env bash
# Makes the archive that a function app runs: infra/package.sh OUT.zip
# An isolated worker on the platform's own .NET, compiled ahead for linux-x64; not trimmed (docs/deployment.md says why).
# The same checkout on the same SDK gives the same bytes, so that a deployment can tell whether anything changed.
set -euo pipefail

fail() { printf 'package.sh: %s\n' "$2" >&2; exit "$1"; }

[[ $# -eq 1 && "$1" == *.zip ]] || fail 2 "expected one argument, the archive to write, such as: infra/package.sh creditmonitor.zip"
command -v dotnet >/dev/null || fail 2 "dotnet is not installed; install the .NET 10 SDK (see global.json)."
command -v zip >/dev/null || fail 2 "zip is not installed; install it (on Debian: apt-get install zip)."

mkdir -p "$(dirname "$1")"
out="$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
cd "$(dirname "$0")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
folder="$work/package"

# Without analyzers: the build has judged the code, and they write nothing into what is compiled. PathMap: as in Directory.Build.props, for the project too that the worker's SDK makes.
dotnet publish src/CreditMonitor.Functions -c Release -r linux-x64 --no-self-contained -p:RunAnalyzers=false -p:PathMap="$PWD/=/_/" -o "$folder" -v q -nodeReuse:false >&2 \
  || fail 4 "dotnet publish failed; its messages are above."

# For editors and debuggers, and a program that the host starts by its library instead. One documentation file stays: the description of the API quotes it.
find "$folder" -maxdepth 1 -name '*.xml' ! -name CreditMonitor.Application.xml -delete
rm -f "$folder"/*.pdb "$folder"/.azurefunctions/*.pdb "$folder"/CreditMonitor.Functions "$folder"/local.settings*.json

for file in host.json worker.config.json functions.metadata .azurefunctions; do
  [[ -e "$folder/$file" ]] || fail 4 "the publish made no $file, which the host needs."
done

find "$folder" -type d -exec chmod 755 {} +
find "$folder" -type f -exec chmod 644 {} +

# Zip's times are local and start in 1980: the commit's time, or a fixed one outside of a checkout.
epoch="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}"
find "$folder" -exec touch -h -d "@$epoch" {} +
(cd "$folder" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | TZ=UTC zip -q -X -9 "$work/package.zip" -@)
mv "$work/package.zip" "$out"
printf '%s: %s bytes, %s files, sha256 %s\n' "$out" "$(wc -c <"$out" | tr -d ' ')" "$(find "$folder" -type f | wc -l | tr -d ' ')" "$(sha256sum "$out" | cut -d' ' -f1)"
