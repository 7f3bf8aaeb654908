#!/bin/sh
# Rules, their tests, and the dashboard's queries by Prometheus' own parser, which no library of
# Maven's has. promtool is in Debian's package "prometheus".
set -eu
cd "$(dirname "$0")/../deploy"
for tool in promtool python3; do
  if ! command -v "$tool" >/dev/null; then
    echo "check-monitoring: SKIPPED, there is no $tool on PATH (Debian's package prometheus has promtool)" >&2
    exit 0
  fi
done
promtool check rules prometheus/inkstream-rules.yml
promtool test rules prometheus/tests/*.yml

# As rules, because promtool reads no query by itself. Grafana's variables become what they may be.
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
