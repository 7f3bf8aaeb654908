#!/bin/bash
# docker-compose.yml as its users have it, with the stand-ins of .ci/base-images.sh: one `up` must
# end in classifications; 1,000 images through one instance and 1,000 through two of which one is
# killed must give exactly 2,000 answers; Prometheus must find both; SIGTERM must end an instance in
# order. Takes itself down again, also when it fails; then it prints the logs first.
#
# Usage: .ci/compose-smoke.sh    (after `mvn package` and .ci/base-images.sh)
#
# Environment: COMPOSE (docker-compose, or `docker compose`), SMOKE_PORTS (29092: the first of the
# ports that are used here), SMOKE_TLS (yes: with docker-compose.tls.yml), SMOKE_INSTANCES (2).
set -euo pipefail
cd "$(dirname "$0")/.."

version_of() {
  sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" pom.xml
}

port=${SMOKE_PORTS:-29092}
count=${SMOKE_INSTANCES:-2}
export DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
export COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-inkstream-smoke}
KAFKA_IMAGE=inkstream.local/kafka:$(version_of kafka.version)
APICURIO_IMAGE=inkstream.local/apicurio:$(version_of apicurio.version)
export KAFKA_IMAGE APICURIO_IMAGE
export PROMETHEUS_IMAGE=inkstream.local/prometheus:debian
export BUILD_IMAGE=inkstream.local/jre:17 RUNTIME_IMAGE=inkstream.local/jre:17
export TRAINER_IMAGE=inkstream.local/trainer:smoke STREAMS_APP_IMAGE=inkstream.local/streams-app:smoke
export INKSTREAM_BUILD_CONTEXT=$PWD/target/installation
export KAFKA_PORT=$port SCHEMA_REGISTRY_PORT=$((port + 1)) PROMETHEUS_PORT=$((port + 2))
export STREAMS_APP_PORTS=$((port + 10))-$((port + 19))

files=(-f docker-compose.yml)
kcat=(kcat)
if [ -n "${SMOKE_TLS-}" ]; then
  deploy/compose/tls/make.sh
  files+=(-f docker-compose.tls.yml)
  kcat+=(-F .secrets/kcat.conf)
fi

compose() {
  # shellcheck disable=SC2086 # two words for the plugin
  ${COMPOSE:-docker-compose} "${files[@]}" "$@"
}

say() {
  printf 'compose-smoke: %s\n' "$1"
}

fail() {
  say "FAILED: $1" >&2
  exit 1
}

take_down() {
  compose --profile demo --profile observe down -v --remove-orphans --timeout 20 >/dev/null 2>&1
}

clean_up() {
  status=$?
  trap - EXIT
  if [ "$status" -ne 0 ]; then
    compose ps >&2 || true
    compose logs --no-color --tail=60 >&2 || true
  fi
  take_down || status=1
  exit "$status"
}

# Keys of what is answered and committed, one a line; the id of each image is its key.
answers() {
  "${kcat[@]}" -C -b "localhost:$port" -t classifications -X isolation.level=read_committed -o beginning -e -q -f '%k\n'
}

# Returns when there are $1 answers or more; fails after $2 seconds.
await_answers() {
  deadline=$((SECONDS + $2))
  until total=$(answers | wc -l) && [ "$total" -ge "$1" ]; do
    [ "$SECONDS" -lt "$deadline" ] || fail "$total answers after $2 s; $1 are expected"
    sleep 1
  done
}

require_exactly() {
  total=$(answers | wc -l)
  distinct=$(answers | sort -u | wc -l)
  if [ "$total" -ne "$1" ] || [ "$distinct" -ne "$1" ]; then
    fail "$total answers to $distinct images; $1 to $1 are expected"
  fi
  say "$total answers to $distinct images"
}

produce() {
  compose run --rm --no-deps -T demo-producer produce --data mnist "$@"
}

instances() {
  compose ps -q streams-app
}

# Returns when $1 instances are healthy.
await_healthy() {
  deadline=$((SECONDS + 240))
  until [ "$(instances | xargs docker inspect -f '{{.State.Health.Status}}' | grep -c '^healthy$')" -eq "$1" ]; do
    [ "$SECONDS" -lt "$deadline" ] || fail "there are no $1 healthy instances after 240 s"
    sleep 1
  done
}

[ -d target/installation ] || deploy/images/install.sh target/installation
compose build trainer streams-app >/dev/null
trap clean_up EXIT
# What a run that was killed has left would be counted.
take_down

begin=$SECONDS
compose up -d >/dev/null 2>&1 || fail "up"
say "up after $((SECONDS - begin)) s"
produce --limit 1000
await_answers 1 180
say "the first classification $((SECONDS - begin)) s after up"
await_answers 1000 120
require_exactly 1000

compose up -d --no-recreate --scale "streams-app=$count" >/dev/null 2>&1 || fail "scale"
await_healthy "$count"
say "$count instances"
compose up -d --no-deps prometheus >/dev/null 2>&1 || fail "Prometheus"
deadline=$((SECONDS + 60))
until compose exec -T prometheus promtool query instant http://localhost:9090 'sum(up{job="inkstream"})' 2>&1 | grep -q "=> $count "; do
  [ "$SECONDS" -lt "$deadline" ] || fail "Prometheus does not find $count instances"
  sleep 1
done
say "Prometheus finds them"
produce --part train --limit 1000 --rate 100 &
producer=$!
await_answers 1200 120
victim=$(instances | head -n 1)
docker kill "$victim" >/dev/null
say "killed one while images came"
wait "$producer" || fail "produce"
await_answers 2000 180
require_exactly 2000

survivor=$(instances | tail -n 1)
docker stop --time 30 "$survivor" >/dev/null
code=$(docker inspect -f '{{.State.ExitCode}}' "$survivor")
[ "$code" -eq 0 ] || fail "an instance that was told to stop ended with exit code $code"
say "an instance that was told to stop ended in order"
compose up -d --no-recreate >/dev/null 2>&1 || fail "second up"
deadline=$((SECONDS + 60))
until compose logs --no-color publisher | grep -q "there is a champion already"; do
  [ "$SECONDS" -lt "$deadline" ] || fail "the second up did not leave the champion alone"
  sleep 1
done
say "a second up left the champion alone"
