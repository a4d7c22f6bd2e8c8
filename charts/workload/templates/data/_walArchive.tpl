{{/*
backup.method wal: the server archives its log to the backup claim, and lets its own user make base backups. In: w (values changed
before the pod template is made).
*/}}
{{- define "workload.data.walArchive" -}}
{{- $w := . -}}
{{- $backup := $w.values.backup | default dict -}}
{{- if and $backup.enabled (eq $backup.method "wal") -}}
  {{- $values := $w.values -}}
  {{- $volumes := $values.volumes | default dict -}}
  {{- $_ := set $volumes "backup" (dict "persistentVolumeClaim" (dict "claimName" ($backup.existingClaim | default (printf "%s-backup" $w.name))) "mountPath" "/backup") -}}
  {{- $_ := set $values "volumes" $volumes -}}
  {{- $configs := $values.configMaps | default dict -}}
  {{- $_ := set $configs "replication" (dict "data" (dict "10-replication.sh" "echo \"host replication all all scram-sha-256\" >>\"$PGDATA/pg_hba.conf\"\n") "mountPath" "/docker-entrypoint-initdb.d/10-replication.sh" "subPath" "10-replication.sh") -}}
  {{- $_ := set $values "configMaps" $configs -}}
  {{- $args := list "postgres" "-c" "wal_level=replica" "-c" "archive_mode=on" "-c" (printf "archive_timeout=%s" (toJson $backup.archiveTimeout)) "-c" "archive_command=mkdir -p /backup/wal && test ! -f /backup/wal/%f && cp %p /backup/wal/%f.partial && mv /backup/wal/%f.partial /backup/wal/%f" -}}
  {{- $given := $values.args | default list -}}
  {{- if and $given (eq (first $given) "postgres") -}}{{- $given = rest $given -}}{{- end -}}
  {{- $_ := set $values "args" (concat $args $given) -}}
{{- end -}}
{{- end -}}
