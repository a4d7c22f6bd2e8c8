{{/*
Backups of a Cluster by backup.method wal: base backups by schedule and the log all the time, by the plugin barman-cloud, into the store of
global.backups; and its beginning from them. Dumps (postgresql) are Jobs as of any PostgreSQL (workload.data.backup). In: w, spec (changed in place).
*/}}
{{- define "workload.run.clusterBackup" -}}
{{- $w := .w -}}
{{- $backup := $w.values.backup | default dict -}}
{{- $restore := $w.values.restore | default dict -}}
{{- if and $backup.enabled (eq $backup.method "snapshot") -}}
  {{- fail (printf "%s: backup.method is snapshot, and CloudNativePG does not keep it: it deletes no snapshot that is too many (backup.keep); use postgresql or wal" $w.alias) -}}
{{- end -}}
{{- if and (or $backup.enabled $restore.enabled) (eq $backup.method "wal") -}}
  {{- range $key, $none := dict "existingClaim" "" "timeZone" "" "env" dict "pods" dict "startingDeadlineSeconds" 3600 "activeDeadlineSeconds" 21600 -}}
    {{- $given := get $backup $key -}}
    {{- if and $given (ne (toString $given) (toString $none)) -}}
      {{- fail (printf "%s: backup.%s is stated, and CloudNativePG does not keep it of method wal: its instances make the backups themselves, by the operator's clock (UTC)" $w.alias $key) -}}
    {{- end -}}
  {{- end -}}
  {{- if and $backup.enabled ($backup.drill | default dict).enabled -}}
    {{- fail (printf "%s: backup.drill is on, and CloudNativePG does not keep it of method wal; a release beside this one, with restore.enabled, tries a restore" $w.alias) -}}
  {{- end -}}
  {{- if $backup.enabled -}}
    {{- $own := dict "w" $w "name" (printf "%s-backups" $w.name) -}}
    {{- template "workload.run.clusterStore" $own -}}
    {{- $_ := set .spec "plugins" (list (dict "name" $own.plugin.name "isWALArchiver" true "parameters" $own.plugin.parameters)) -}}
    {{- $schedule := hasPrefix "@" $backup.schedule | ternary $backup.schedule (printf "0 %s" $backup.schedule) -}}{{- /* its first field are seconds */ -}}
    {{- $schedules := dict "cluster" (dict "name" $w.name) "schedule" $schedule "immediate" true "method" "plugin" "pluginConfiguration" (dict "name" $own.plugin.name) "backupOwnerReference" "cluster" -}}
    {{- if $backup.suspend -}}{{- $_ := set $schedules "suspend" true -}}{{- end -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "postgresql.cnpg.io/v1" "kind" "ScheduledBackup" "body" (dict "spec" $schedules)) -}}
    {{- $objectives := dict "w" $w -}}
    {{- template "workload.data.objectives" $objectives -}}
    {{- template "workload.observe.archived" $objectives -}}
  {{- end -}}
  {{- if $restore.enabled -}}{{- template "workload.run.clusterRecovery" (dict "w" $w "spec" .spec) -}}{{- end -}}
{{- else if and $restore.enabled $restore.follow -}}
  {{- fail (printf "%s: restore.follow needs the log of backup.method wal, and it is %s" $w.alias $backup.method) -}}
{{- end -}}
{{- end -}}
