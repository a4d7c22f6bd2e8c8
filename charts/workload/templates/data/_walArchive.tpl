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
  {{- $files := dict "10-replication.sh" (include "workload.data.replicationScript" .) "archive.sh" (include "workload.data.archiveScript" .) -}}
  {{- $_ := set $configs "replication" (dict "data" $files "mounts" (list (dict "mountPath" "/scripts") (dict "mountPath" "/docker-entrypoint-initdb.d/10-replication.sh" "subPath" "10-replication.sh"))) -}}
  {{- $_ := set $values "configMaps" $configs -}}
  {{- /* A database that was there before has run its first start: its pg_hba.conf is looked at before each. */ -}}
  {{- $mounts := dict "replication" "/scripts" -}}
  {{- range $name, $claim := $values.volumeClaimTemplates -}}
    {{- if and $claim.mountPath (ne (toString $claim.enabled) "false") -}}{{- $_ := set $mounts $name (pick $claim "mountPath" "subPath") -}}{{- end -}}
  {{- end -}}
  {{- $env := dict "PGDATA" (($values.env | default dict).PGDATA | default "/var/lib/postgresql/data") -}}
  {{- $init := $values.initContainers | default dict -}}
  {{- $_ := set $init "replication" (dict "command" (list "/bin/sh" "-eu" "/scripts/10-replication.sh") "env" $env "mounts" $mounts "resources" (dict "requests" (dict "cpu" "10m" "memory" "32Mi") "limits" (dict "memory" "64Mi"))) -}}
  {{- $_ := set $values "initContainers" $init -}}
  {{- $args := list "postgres" "-c" "wal_level=replica" "-c" "archive_mode=on" "-c" (printf "archive_timeout=%s" (toJson $backup.archiveTimeout)) "-c" "archive_command=/bin/sh /scripts/archive.sh %p %f" -}}
  {{- $given := $values.args | default list -}}
  {{- if and $given (eq (first $given) "postgres") -}}{{- $given = rest $given -}}{{- end -}}
  {{- $_ := set $values "args" (concat $args $given) -}}
{{- end -}}
{{- end -}}
