{{/*
PostgreSQL of the official image with `replication` (pod 0 takes the writes, the others copy and follow it) or `backup.method: wal`
(the server archives its log to the backup claim): scripts, arguments, init container and probe. In: w (values changed before the
pod template is made).
*/}}
{{- define "workload.data.replication" -}}
{{- $w := . -}}
{{- $values := $w.values -}}
{{- $backup := $values.backup | default dict -}}
{{- $wal := and $backup.enabled (eq $backup.method "wal") -}}
{{- $replication := $values.replication | default dict -}}
{{- $recovers := and ($values.restore | default dict).enabled (eq $backup.method "wal") -}}
{{- if or $wal $replication.enabled $recovers -}}
  {{- $env := $values.env | default dict -}}
  {{- $claims := dict "replication" "/scripts" -}}
  {{- $roots := list -}}
  {{- range $name, $claim := $values.volumeClaimTemplates -}}
    {{- if and $claim.mountPath (ne (toString $claim.enabled) "false") -}}
      {{- $_ := set $claims $name (pick $claim "mountPath" "subPath") -}}
      {{- $roots = append $roots $claim.mountPath -}}
    {{- end -}}
  {{- end -}}
  {{- $folder := $env.PGDATA | default "/var/lib/postgresql/data" -}}
  {{- $names := dict "w" $w "primary" (printf "%s-%d.%s" $w.name (int (($values.ordinals | default dict).start | default 0)) $w.me.headless) "synchronous" (and $replication.enabled $replication.synchronous (gt (int ($values.replicaCount | default 1)) 1)) "isFollowed" $replication.enabled -}}
  {{- $files := dict "zz-replication.sh" (include "workload.data.replicationScript" $names) -}}
  {{- $args := list "postgres" -}}
  {{- $init := dict "env" (dict "PGDATA" $folder) "mounts" $claims -}}
  {{- if and (or $replication.enabled $recovers) (or (has $folder $roots) (not (kindIs "string" $folder))) -}}
    {{- fail (printf "%s: %s into a folder beside PGDATA and renames it: let env.PGDATA be a folder below the mountPath of its claim, such as /var/lib/postgresql/data/pgdata" $w.alias ($replication.enabled | ternary "replication copies" "restore unpacks")) -}}
  {{- end -}}
  {{- $user := $env.POSTGRES_USER | default "postgres" -}}
  {{- $client := dict "POD_NAME" (dict "valueFrom" (dict "fieldRef" (dict "fieldPath" "metadata.name"))) -}}
  {{- with $env.POSTGRES_PASSWORD -}}{{- $_ := set $client "PGPASSWORD" . -}}{{- end -}}
  {{- if $replication.enabled -}}
    {{- range $script := list "follow" "ready" "start" -}}
      {{- $_ := set $files (printf "%s.sh" $script) (include (printf "workload.data.%sScript" $script) $names) -}}
    {{- end -}}
    {{- $own := deepCopy $env -}}
    {{- range $name, $value := $client -}}{{- if not (hasKey $own $name) -}}{{- $_ := set $own $name $value -}}{{- end -}}{{- end -}}
    {{- $_ := set $values "env" $own -}}
    {{- template "workload.merge" (list $init (dict "command" (list "/bin/sh" "/scripts/follow.sh") "env" (merge (dict "PGUSER" $user) $client) "resources" (dict "requests" (dict "cpu" "100m" "memory" "128Mi") "limits" (dict "memory" "256Mi")))) -}}
    {{- if not $values.command -}}{{- $_ := set $values "command" (list "/bin/sh" "/scripts/start.sh") -}}{{- end -}}
    {{- if not $values.readinessProbe -}}
      {{- $_ := set $values "readinessProbe" (dict "exec" (dict "command" (list "/bin/sh" "/scripts/ready.sh")) "periodSeconds" 5 "timeoutSeconds" 10) -}}
    {{- end -}}
    {{- $args = concat $args (list "-c" (printf "wal_keep_size=%s" $replication.walKeepSize) "-c" "hot_standby_feedback=on") -}}
  {{- else -}}
    {{- /* A database that was there before has run its first start: its pg_hba.conf is looked at before each. */ -}}
    {{- template "workload.merge" (list $init (dict "command" (list "/bin/sh" "-eu" "/scripts/zz-replication.sh") "resources" (dict "requests" (dict "cpu" "10m" "memory" "32Mi") "limits" (dict "memory" "64Mi")))) -}}
  {{- end -}}
  {{- $name := $replication.enabled | ternary "follow" "replication" -}}
  {{- template "workload.merge" (list $init (get ($values.initContainers | default dict) $name | default dict)) -}}
  {{- $_ := set $values "initContainers" (set ($values.initContainers | default dict) $name $init) -}}
  {{- if $wal -}}
    {{- $_ := set $values "volumes" (set ($values.volumes | default dict) "backup" (dict "persistentVolumeClaim" (dict "claimName" ($backup.existingClaim | default (printf "%s-backup" $w.name))) "mountPath" "/backup")) -}}
    {{- $_ := set $files "archive.sh" (include "workload.data.archiveScript" .) -}}
    {{- $args = concat $args (list "-c" "wal_level=replica" "-c" "archive_mode=on" "-c" (printf "archive_timeout=%s" (toJson $backup.archiveTimeout)) "-c" "archive_command=/bin/sh /scripts/archive.sh %p %f") -}}
  {{- end -}}
  {{- if $recovers -}}
    {{- $_ := set $files "recover.sh" (include "workload.data.recoverScript" $names) -}}
    {{- template "workload.data.recovery" (dict "w" $w "folder" $folder "mounts" $claims "env" (merge (dict "PGUSER" $user) $client)) -}}
  {{- end -}}
  {{- $config := dict "data" $files "mounts" (list (dict "mountPath" "/scripts") (dict "mountPath" "/docker-entrypoint-initdb.d/zz-replication.sh" "subPath" "zz-replication.sh")) -}}
  {{- $_ := set $values "configMaps" (set ($values.configMaps | default dict) "replication" $config) -}}
  {{- $given := $values.args | default list -}}
  {{- if and $given (eq (first $given) "postgres") -}}{{- $given = rest $given -}}{{- end -}}
  {{- $_ := set $values "args" (concat $args $given) -}}
{{- end -}}
{{- end -}}
