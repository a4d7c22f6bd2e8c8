#!/bin/bash
# Stands for EMQX, which cannot be had: Mosquitto on its ports, with the users that its pod was given and the answer to its probes.
set -eu
umask 077
: >/tmp/passwords
while IFS=, read -r name password _; do
  [ "$name" = user_id ] || mosquitto_passwd -b /tmp/passwords "$name" "$password"
done </users/users.csv
certificate=$EMQX_LISTENERS__SSL__DEFAULT__SSL_OPTIONS__CERTFILE key=$EMQX_LISTENERS__SSL__DEFAULT__SSL_OPTIONS__KEYFILE
if [ ! -e "$certificate" ]; then # the one that the image of EMQX brings
  certificate=/tmp/cert.pem key=/tmp/key.pem
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=emqx -keyout $key -out $certificate -config /dev/null 2>/dev/null
fi
mkdir -p /tmp/www
: >/tmp/www/status
httpd -p 18083 -h /tmp/www
cat >/tmp/mosquitto.conf <<CONF
per_listener_settings false
password_file /tmp/passwords
max_inflight_messages 1000
max_queued_messages 100000
persistence false
log_dest stdout
listener 1883
listener 8883
certfile $certificate
keyfile $key
CONF
exec mosquitto -c /tmp/mosquitto.conf
