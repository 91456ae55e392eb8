#!/usr/bin/env bash
# Holds the templates to Azure's own compiler: infra/check.sh [FOLDER]
# Without a word of the linter on any file (bicepconfig.json makes its useful rules errors), each formatted as the compiler formats it, and every parameter file builds.
# Exit status: 0 nothing found · 1 faults · 2 the compiler is missing.
set -euo pipefail

folder="$(cd "${1:-$(dirname "$0")}" && pwd)"
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

# The package that the tests' project downloads, else what is installed.
bicep="$(printf '%s\n' "${NUGET_PACKAGES:-$HOME/.nuget/packages}"/azure.bicep.commandline.linux-x64/*/tools/bicep | sort -V | tail -n 1)"
if [ -f "$bicep" ]; then
  [ -x "$bicep" ] || chmod +x "$bicep"
else
  bicep="$(command -v bicep)" || { echo "check.sh: the Bicep compiler is not here; run dotnet restore, which downloads it, or install bicep." >&2; exit 2; }
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp -R "$folder" "$work/infra"
cd "$work/infra"
fail() { printf '%s\n' "${1//"$work/infra/"/}" | sort -u; exit 1; }

# All that a parameter file leads to, then each file for itself, then the format: whatever is wrong is found by the first of them, in a moment.
said="$("$bicep" build-params --pattern 'organizations/*.bicepparam' 2>&1)" || true
[ -z "$said" ] || fail "$said"
find organizations -name '*.json' -delete
said="$("$bicep" lint --pattern '**/*.bicep' 2>&1)" || true
[ -z "$said" ] || fail "$said"
"$bicep" format --pattern '**/*.bicep'
"$bicep" format --pattern 'organizations/*.bicepparam'
diff -ru "$folder" . || fail "check.sh: bicep format changes the lines above; run it on those files and commit what it changes."
