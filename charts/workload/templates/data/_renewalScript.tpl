{{/*
Looks every minute whether a certificate has another content than when the program read it. In: folder, isRestarted: by SIGTERM, at
a moment of the hour that is each pod's own, so that they do not all go at once; else SIGHUP.
*/}}
{{- define "workload.data.renewalScript" -}}
read_now() { cat {{ .folder }}/* 2>/dev/null | cksum; }
seen=$(read_now)
while sleep "${RENEWAL_PAUSE:-60}"; do
  now=$(read_now)
  if [ "$now" = "$seen" ]; then continue; fi
  seen=$now
{{- if .isRestarted }}
  name=$(uname -n)
  case ${name##*-} in
    *[!0-9]* | ????* | '') wait=$(printf %s "$name" | cksum | cut -d ' ' -f 1) ;;
    *) wait=$((${name##*-} * 600)) ;; # the ordinal of a StatefulSet
  esac
  wait=$((wait % ${RENEWAL_SPREAD:-3600}))
  echo "The certificate was renewed: in $wait seconds this container is restarted, which reads it."
  sleep "$wait"
  kill -TERM "$PPID"
{{- else }}
  echo "The certificate was renewed: it is read."
  kill -HUP "$PPID"
{{- end }}
done
{{- end -}}
