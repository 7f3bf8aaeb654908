#!/bin/sh
# Makes what docker-compose.tls.yml needs: a certificate authority, the broker's certificate, two
# users with passwords, and the properties files of the broker and of clients. All of it goes to
# .secrets, which Git and Docker ignore, and none of it to the screen.
#
# Passwords are those of .secrets/tls.env (INKSTREAM_KAFKA_PASSWORD, INKSTREAM_KAFKA_ADMIN_PASSWORD,
# INKSTREAM_STORE_PASSWORD), which is made with random ones if it is not there. What is there already
# stays; remove .secrets to begin anew.
#
# Usage: deploy/compose/tls/make.sh    (needs keytool, which every Java has)
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
secrets=$(cd "$here/../../.." && pwd)/.secrets
command -v keytool >/dev/null || {
  echo "make.sh: keytool is needed; it comes with Java" >&2
  exit 1
}
mkdir -p "$secrets"

random() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

if [ ! -f "$secrets/tls.env" ]; then
  cat >"$secrets/tls.env" <<END
INKSTREAM_KAFKA_PASSWORD=$(random)
INKSTREAM_KAFKA_ADMIN_PASSWORD=$(random)
INKSTREAM_STORE_PASSWORD=$(random)
END
fi
. "$secrets/tls.env"
# keytool reads it from the environment, so that no list of processes shows it.
export INKSTREAM_STORE_PASSWORD
for value in "$INKSTREAM_KAFKA_PASSWORD" "$INKSTREAM_KAFKA_ADMIN_PASSWORD" "$INKSTREAM_STORE_PASSWORD"; do
  case $value in
    '' | *[!A-Za-z0-9._-]*)
      echo "make.sh: a password in .secrets/tls.env is empty or has characters other than letters, digits, '.', '_', '-'" >&2
      exit 1
      ;;
  esac
done

# Folders are closed to others; what is in them is read by the containers' users.
mkdir -p "$secrets/broker" "$secrets/client" "$secrets/ca"

store() {
  file=$1
  shift
  keytool "$@" -keystore "$file" -storetype PKCS12 -storepass:env INKSTREAM_STORE_PASSWORD -noprompt 2>"$secrets/keytool.log" || {
    cat "$secrets/keytool.log" >&2
    exit 1
  }
}

if [ ! -f "$secrets/broker/keystore.p12" ]; then
  ca=$secrets/ca/ca.p12
  store "$ca" -genkeypair -alias ca -keyalg EC -groupname secp256r1 -validity 3650 -dname "CN=Inkstream compose CA" -ext bc:c
  store "$ca" -exportcert -alias ca -rfc -file "$secrets/ca/ca.pem"
  partial=$secrets/broker/partial.p12
  rm -f "$partial"
  store "$partial" -genkeypair -alias broker -keyalg EC -groupname secp256r1 -validity 825 -dname "CN=kafka"
  store "$partial" -certreq -alias broker -file "$secrets/ca/broker.csr"
  store "$ca" -gencert -alias ca -rfc -validity 825 -ext "san=dns:kafka,dns:localhost,ip:127.0.0.1" \
    -infile "$secrets/ca/broker.csr" -outfile "$secrets/ca/broker.pem"
  store "$partial" -importcert -alias ca -file "$secrets/ca/ca.pem"
  store "$partial" -importcert -alias broker -file "$secrets/ca/broker.pem"
  rm -f "$secrets/client/truststore.p12"
  store "$secrets/client/truststore.p12" -importcert -alias ca -file "$secrets/ca/ca.pem"
  mv "$partial" "$secrets/broker/keystore.p12"
fi
rm -f "$secrets/keytool.log"

plain="org.apache.kafka.common.security.plain.PlainLoginModule required"
{
  sed 's/^listener.security.protocol.map=.*/listener.security.protocol.map=INTERNAL:SASL_SSL,HOST:SASL_SSL,CONTROLLER:PLAINTEXT/' \
    "$here/../kafka/server.properties"
  cat <<END
# The controller listens within the container alone.
ssl.keystore.type=PKCS12
ssl.keystore.location=/mnt/shared/config/keystore.p12
ssl.keystore.password=$INKSTREAM_STORE_PASSWORD
ssl.key.password=$INKSTREAM_STORE_PASSWORD
ssl.truststore.type=PKCS12
ssl.truststore.location=/mnt/shared/config/truststore.p12
ssl.truststore.password=$INKSTREAM_STORE_PASSWORD
sasl.enabled.mechanisms=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
END
  for listener in internal host; do
    echo "listener.name.$listener.plain.sasl.jaas.config=$plain username=\"admin\" password=\"$INKSTREAM_KAFKA_ADMIN_PASSWORD\" user_admin=\"$INKSTREAM_KAFKA_ADMIN_PASSWORD\" user_inkstream=\"$INKSTREAM_KAFKA_PASSWORD\";"
  done
} >"$secrets/broker/server.properties"
cp "$secrets/client/truststore.p12" "$secrets/broker/truststore.p12"

# $1: the folder of the trust store, as the client sees it.
client() {
  cat <<END
security.protocol=SASL_SSL
sasl.mechanism=PLAIN
sasl.jaas.config=$plain username="inkstream" password="$INKSTREAM_KAFKA_PASSWORD";
ssl.truststore.type=PKCS12
ssl.truststore.location=$1/truststore.p12
ssl.truststore.password=$INKSTREAM_STORE_PASSWORD
END
}
client /etc/inkstream >"$secrets/client/client.properties"
client /etc/inkstream | sed 's/^/apicurio.kafka.common./' >"$secrets/client/registry.properties"
# For ./inkstream --client-config and kcat -F, from this machine.
client "$secrets/client" >"$secrets/host.properties"
cat >"$secrets/kcat.conf" <<END
security.protocol=SASL_SSL
sasl.mechanisms=PLAIN
sasl.username=inkstream
sasl.password=$INKSTREAM_KAFKA_PASSWORD
ssl.ca.location=$secrets/ca/ca.pem
END
chmod 755 "$secrets/broker" "$secrets/client"
chmod 644 "$secrets/broker"/* "$secrets/client"/*
echo "made $secrets"
