{{/*
Restores a database of backup.method wal: an init container of the StatefulSet, before a start of its first pod. In: w (values
changed before the pod template is made), primary, folder, mounts (of the data claims and the scripts), env (of the client).
*/}}
{{- define "workload.data.recovery" -}}
{{- $w := .w -}}
{{- $values := $w.values -}}
{{- $store := dict "w" $w "reads" true -}}
{{- template "workload.data.store" $store -}}
{{- $mounts := merge (dict "backup" "/backup") .mounts -}}
{{- $env := merge (dict "PGDATA" .folder "PATIENCE" (toJson $values.restore.patienceSeconds)) .env -}}
{{- if $store.on -}}
  {{- template "workload.data.stored" (dict "w" $w "store" $store) -}}
  {{- $mounts = omit $mounts "backup" -}}
  {{- template "workload.merge" (list $env $store.env) -}}
  {{- range $name, $volume := $store.volumes -}}{{- $_ := set $mounts $name $volume.mountPath -}}{{- end -}}
{{- end -}}
{{- $volumes := $values.volumes | default dict -}}
{{- if not (or $volumes.backup $store.on) -}}
  {{- $_ := set $volumes "backup" (dict "persistentVolumeClaim" (dict "claimName" ($values.backup.existingClaim | default (printf "%s-backup" $w.name)))) -}}
{{- end -}}
{{- $_ := set $values "volumes" $volumes -}}
{{- with $values.restore.until -}}{{- $_ := set $env "UNTIL" . -}}{{- end -}}
{{- $init := dict "order" -1 "command" (list "/bin/sh" "/scripts/recover.sh") "env" $env "mounts" $mounts "resources" (dict "requests" (dict "cpu" "500m" "memory" "512Mi") "limits" (dict "memory" "1Gi")) -}}
{{- template "workload.merge" (list $init (get ($values.initContainers | default dict) "restore" | default dict)) -}}
{{- $_ := set $values "initContainers" (set ($values.initContainers | default dict) "restore" $init) -}}
{{- end -}}
