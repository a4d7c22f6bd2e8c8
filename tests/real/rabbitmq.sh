#!/bin/bash
# What the entrypoint of docker.io/library/rabbitmq does for a user that is not root. Written after its published source:
# github.com/docker-library/rabbitmq, docker-entrypoint.sh; RABBITMQ_DEFAULT_USER and _PASS are the server's own since 3.9.
set -eu
if [ "${RABBITMQ_ERLANG_COOKIE-}" ]; then
  cookie=/var/lib/rabbitmq/.erlang.cookie
  [ -e $cookie ] && [ "$(cat $cookie)" = "$RABBITMQ_ERLANG_COOKIE" ] || echo "$RABBITMQ_ERLANG_COOKIE" >$cookie
  chmod 600 $cookie
fi
exec "$@"
