#!/bin/sh
# Makes the folder that the images are made of: the launcher and what `mvn package` has built, in
# the order of how often it changes. See the Dockerfile.
#
#   lib                   libraries that both modules have
#   MODULE/lib            the others of the module
#   MODULE/app            our own jars
#   data/mnist, inkstream, healthy, Dockerfile, LICENSE, NOTICE
#
# Usage: deploy/images/install.sh FOLDER    (which must not exist)
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
mkdir "$1"
out=$(cd "$1" && pwd)

for module in trainer streams-app; do
  target=$home/$module/target
  mkdir -p "$out/$module/app" "$out/$module/lib"
  cp "$target"/lib/*.jar "$out/$module/lib/"
  mv "$out/$module/lib"/inkstream-*.jar "$out/$module/app/"
  for jar in "$target/inkstream-$module"-*.jar; do
    case $jar in
      *-sources.jar | *-javadoc.jar | *-tests.jar) ;;
      *) cp "$jar" "$out/$module/app/" ;;
    esac
  done
  # The build with oneDNN has all that the plain one has.
  rm -f "$out/$module/lib"/nd4j-native-[0-9]*-linux-x86_64.jar
done

mkdir "$out/lib"
for jar in "$out/trainer/lib"/*.jar; do
  name=${jar##*/}
  if [ -f "$out/streams-app/lib/$name" ]; then
    mv "$jar" "$out/lib/"
    rm "$out/streams-app/lib/$name"
  fi
done

# Fourteen platforms in one jar; an image has one.
for jar in "$out/streams-app/lib"/rocksdbjni-*.jar; do
  unpacked=$(mktemp -d)
  (
    cd "$unpacked"
    jar xf "$jar"
    find . -name 'librocksdbjni-*' ! -name 'librocksdbjni-linux64.so' -delete
    rm "$jar"
    # Not compressed anew in another way each time: a layer with the same content is not made twice.
    find . -exec touch -t 198001010000.00 {} +
    jar cMf "$jar" .
  )
  rm -rf "$unpacked"
done

mkdir "$out/data"
cp -R "$home/data/mnist" "$out/data/"
cp "$home/inkstream" "$home/deploy/images/healthy" "$home/Dockerfile" "$home/LICENSE" "$home/NOTICE" "$out/"
chmod -R a+rX "$out"
