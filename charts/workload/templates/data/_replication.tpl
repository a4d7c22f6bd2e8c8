{{/*
PostgreSQL of the official image with `replication` (pod 0 takes the writes, the others copy and follow it), `backup.method: wal`
(the server archives its log to the backup claim) or `roles` (who connects is not the superuser): scripts, arguments, init container
and probe. In: w (values changed before the pod template is made).
*/}}
{{- define "workload.data.replication" -}}
{{- $w := . -}}
{{- $values := $w.values -}}
{{- $backup := $values.backup | default dict -}}
{{- $wal := and $backup.enabled (eq $backup.method "wal") -}}
{{- $replication := $values.replication | default dict -}}
{{- $recovers := and ($values.restore | default dict).enabled (eq $backup.method "wal") -}}
{{- $roles := dict "w" $w -}}
{{- template "workload.data.roles" $roles -}}
{{- if or $wal $replication.enabled $recovers $roles.on -}}
  {{- $store := dict "w" $w -}}
  {{- if or $wal $recovers -}}{{- template "workload.data.store" $store -}}{{- end -}}
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
  {{- $names := dict "w" $w "primary" (printf "%s-%d.%s" $w.name (int (($values.ordinals | default dict).start | default 0)) $w.me.headless) "synchronous" (and $replication.enabled $replication.synchronous (gt (int ($values.replicaCount | default 1)) 1)) "isFollowed" $replication.enabled "roles" ($roles.on | ternary $roles dict) "store" (default false $store.on) -}}
  {{- $files := dict "zz-replication.sh" (include "workload.data.replicationScript" $names) -}}
  {{- $args := list "postgres" -}}
  {{- $init := dict "env" (dict "PGDATA" $folder) "mounts" $claims -}}
  {{- if and (or $replication.enabled $recovers $roles.on) (or (has $folder $roots) (not (kindIs "string" $folder))) -}}
    {{- fail (printf "%s: %s into a folder beside PGDATA and renames it: let env.PGDATA be a folder below the mountPath of its claim, such as /var/lib/postgresql/data/pgdata" $w.alias (ternary "replication copies" ($recovers | ternary "restore unpacks" "a first start that was interrupted is put") $replication.enabled)) -}}
  {{- end -}}
  {{- $user := $env.POSTGRES_USER | default "postgres" -}}
  {{- $client := dict "POD_NAME" (dict "valueFrom" (dict "fieldRef" (dict "fieldPath" "metadata.name"))) -}}
  {{- $recovery := deepCopy $client -}}
  {{- with $env.POSTGRES_PASSWORD -}}{{- $_ := set $client "PGPASSWORD" . -}}{{- end -}}
  {{- if not $roles.on -}}{{- $recovery = deepCopy $client -}}{{- end -}}
  {{- if $roles.on -}}
    {{- $user = $roles.replication -}}
    {{- $_ := set $client "PGPASSWORD" (get $roles.passwords $roles.replication) -}}
    {{- $_ := set $files "roles.sh" (include "workload.data.rolesScript" $roles) -}}
    {{- $_ := set $files "zz-roles.sh" (printf "sh /scripts/roles.sh | psql -Xq --set ON_ERROR_STOP=1 --username %s --dbname \"$POSTGRES_DB\"\n" $roles.superuser) -}}
  {{- end -}}
  {{- if or $replication.enabled $roles.on -}}
    {{- range $script := ternary (list "follow" "ready" "start") (list "start") (default false $replication.enabled) -}}
      {{- $_ := set $files (printf "%s.sh" $script) (include (printf "workload.data.%sScript" $script) $names) -}}
    {{- end -}}
    {{- $own := deepCopy $env -}}
    {{- range $given := list $roles.env $client -}}
      {{- range $name, $value := $given -}}{{- if not (hasKey $own $name) -}}{{- $_ := set $own $name $value -}}{{- end -}}{{- end -}}
    {{- end -}}
    {{- $_ := set $values "env" $own -}}
    {{- if not $values.command -}}{{- $_ := set $values "command" (list "/bin/sh" "/scripts/start.sh") -}}{{- end -}}
  {{- end -}}
  {{- if $replication.enabled -}}
    {{- $follower := merge (dict "PGUSER" $user) $client -}}
    {{- if $roles.on -}}{{- $_ := set $follower "APP_PASSWORD" (get $roles.passwords $roles.app) -}}{{- end -}}
    {{- template "workload.merge" (list $init (dict "command" (list "/bin/sh" "/scripts/follow.sh") "env" $follower "resources" (dict "requests" (dict "cpu" "100m" "memory" "128Mi") "limits" (dict "memory" "256Mi")))) -}}
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
    {{- if $store.on -}}
      {{- template "workload.data.stored" (dict "w" $w "store" $store) -}}
      {{- template "workload.merge" (list $values (dict "env" $store.env)) -}}
    {{- else -}}
      {{- $_ := set $values "volumes" (set ($values.volumes | default dict) "backup" (dict "persistentVolumeClaim" (dict "claimName" ($backup.existingClaim | default (printf "%s-backup" $w.name))) "mountPath" "/backup")) -}}
    {{- end -}}
    {{- $_ := set $files "archive.sh" (include "workload.data.archiveScript" (dict "store" $store.on)) -}}
    {{- $args = concat $args (list "-c" "wal_level=replica" "-c" "archive_mode=on" "-c" (printf "archive_timeout=%s" (toJson $backup.archiveTimeout)) "-c" "archive_command=/bin/sh /scripts/archive.sh %p %f") -}}
  {{- end -}}
  {{- if $recovers -}}
    {{- $_ := set $files "recover.sh" (include "workload.data.recoverScript" $names) -}}
    {{- template "workload.data.recovery" (dict "w" $w "folder" $folder "mounts" $claims "env" (merge (dict "PGUSER" $roles.superuser) $recovery)) -}}
  {{- end -}}
  {{- with $roles.monitoring -}}{{- template "workload.data.exporter" (dict "w" $w "role" .) -}}{{- end -}}
  {{- $mounts := list (dict "mountPath" "/scripts") -}}
  {{- range $name := list "zz-replication.sh" "zz-roles.sh" -}}
    {{- if hasKey $files $name -}}{{- $mounts = append $mounts (dict "mountPath" (printf "/docker-entrypoint-initdb.d/%s" $name) "subPath" $name) -}}{{- end -}}
  {{- end -}}
  {{- $config := dict "data" $files "mounts" $mounts -}}
  {{- $_ := set $values "configMaps" (set ($values.configMaps | default dict) "replication" $config) -}}
  {{- $given := $values.args | default list -}}
  {{- if and $given (eq (first $given) "postgres") -}}{{- $given = rest $given -}}{{- end -}}
  {{- $_ := set $values "args" (concat $args $given) -}}
{{- end -}}
{{- end -}}
