#!/bin/sh
# What "mvn verify" cannot check of deploy/: rules, their tests, and the dashboard's queries by
# Prometheus' own parser (promtool, in Debian's package "prometheus"), which no library of Maven's has;
# and that kustomize puts the manifests together (kubectl). What is not on PATH is skipped, loudly.
set -eu
cd "$(dirname "$0")/../deploy"

has() {
  command -v "$1" >/dev/null && return 0
  echo "check-deploy: SKIPPED $2: there is no $1 on PATH" >&2
  return 1
}

if has promtool "rules and their tests"; then
  promtool check rules prometheus/inkstream-rules.yml
  promtool test rules prometheus/tests/*.yml
fi

# As rules, because promtool reads no query by itself. Grafana's variables become what they may be.
if has promtool "the dashboard's queries" && has python3 "the dashboard's queries"; then
  queries=$(mktemp)
  trap 'rm -f "$queries"' EXIT
  python3 - grafana/inkstream.json >"$queries" <<'END'
import json, sys

board = json.load(open(sys.argv[1]))

def queries(node):
    if isinstance(node, dict):
        if "expr" in node:
            yield node["expr"]
        for child in node.values():
            yield from queries(child)
    elif isinstance(node, list):
        for child in node:
            yield from queries(child)

rules = []
for number, query in enumerate(queries(board)):
    for name, value in (("$__rate_interval", "1m"), ("$job", ".+"), ("$instance", ".+")):
        query = query.replace(name, value)
    rules.append({"record": f"dashboard:query:{number}", "expr": query})
if not rules:
    sys.exit("no queries in the dashboard")
json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, sys.stdout)
END
  promtool check rules "$queries"
fi

if has kubectl "kustomize"; then
  for folder in kubernetes kubernetes/trainer kubernetes/monitoring kubernetes/autoscaling; do
    objects=$(kubectl kustomize "$folder")
    echo "$folder: $(printf '%s\n' "$objects" | grep -c '^kind:') objects"
  done
fi
