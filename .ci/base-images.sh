#!/bin/sh
# Makes the images that the check starts from: inkstream.local/jre, kafka, apicurio and prometheus.
#
# Everybody else uses public images: they are the defaults of the Dockerfile and of
# docker-compose.yml. Where the check runs, no registry can be reached, so it builds stand-ins with
# the same layout from what it can reach: Debian's packages and Maven's repository. They are for
# the check alone; nothing is published from them.
#
# Usage: .ci/base-images.sh [jre|kafka|apicurio|prometheus]...   (all of them by default)
#
# Needs root (debootstrap), a running Docker, Maven. An image that is there and whose sources have
# not changed (the label inkstream.sources has their digest) is left alone. The names of the images
# go to the standard output, what is done to the error stream.
set -eu
cd "$(dirname "$0")/.."
export DOCKER_BUILDKIT=0

say() {
  printf 'base-images: %s\n' "$1" >&2
}

# The value of the property $1 of the root pom.
version_of() {
  sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" pom.xml
}

digest_of() {
  for source in "$@"; do
    find "$source" -type f | LC_ALL=C sort | xargs cat
  done | sha256sum | cut -c 1-32
}

# Sets $image to the name $1 and $digest to that of the sources after it; true if there is such an
# image.
is_current() {
  image=$1
  shift
  digest=$(digest_of .ci/base-images.sh "$@")
  if [ "$(docker image inspect -f '{{index .Config.Labels "inkstream.sources"}}' "$image" 2>/dev/null)" = "$digest" ]; then
    return 0
  fi
  say "making $image"
  return 1
}

# Builds $image from the folder $1, with the other arguments for Docker.
build() {
  folder=$1
  shift
  docker build --quiet --network host --label "inkstream.sources=$digest" -t "$image" "$@" "$folder" >&2
}

# Debian's minimal system, of the release and from the mirror of this machine.
debian() {
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  is_current inkstream.local/debian:$release && return
  mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $release" "Created-By: Packages" | head -n 1)
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)' | head -n 1)
  root=$(mktemp -d)
  debootstrap --variant=minbase "$release" "$root" "$mirror" >"$root.log" 2>&1 || {
    tail -n 20 "$root.log" >&2
    exit 1
  }
  cp -R /etc/apt/apt.conf.d /etc/apt/sources.list.d "$root/etc/apt/"
  [ ! -d /etc/apt/keyrings ] || cp -R /etc/apt/keyrings "$root/etc/apt/"
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/doc/* \
    "$root"/usr/share/man/* "$root"/usr/share/locale/* "$root"/usr/share/info/*
  tar -C "$root" -c . | docker import -c "LABEL inkstream.sources=$digest" - "$image" >/dev/null
  rm -rf "$root" "$root.log"
}

jre() {
  debian
  base=$image
  is_current inkstream.local/jre:17 .ci/jre && return
  build .ci/jre --build-arg "BASE=$base"
}

# Copies a folder of $1 in .ci to $work, where files that Maven fetches are added to it.
begin() {
  work=$(mktemp -d)
  cp -R ".ci/$1/." "$work"
}

kafka() {
  jre
  base=$image
  version=$(version_of kafka.version)
  is_current inkstream.local/kafka:$version .ci/jre .ci/kafka && return
  begin kafka
  mvn -q -B -ntp -f .ci/kafka/pom.xml dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$work/libs"
  build "$work" --build-arg "BASE=$base"
  rm -rf "$work"
}

apicurio() {
  jre
  base=$image
  version=$(version_of apicurio.version)
  is_current inkstream.local/apicurio:$version .ci/jre .ci/apicurio && return
  begin apicurio
  # It is unpacked into a new folder each time; Maven remembers only that it was.
  mvn -q -B -ntp -N dependency:unpack -Dmdep.overWriteReleases=true "-Dartifact=io.apicurio:apicurio-registry-app:$version:tar.gz:all" "-DoutputDirectory=$work/app"
  build "$work" --build-arg "BASE=$base"
  rm -rf "$work"
}

prometheus() {
  debian
  base=$image
  is_current inkstream.local/prometheus:debian .ci/prometheus && return
  build .ci/prometheus --build-arg "BASE=$base"
}

[ $# -gt 0 ] || set -- jre kafka apicurio prometheus
for name in "$@"; do
  case $name in
    jre | kafka | apicurio | prometheus) "$name" ;;
    *)
      say "unknown image '$name'"
      exit 2
      ;;
  esac
  echo "$image"
done
