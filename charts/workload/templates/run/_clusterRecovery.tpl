{{/*
The beginning of a Cluster from base backup and log in a store (restore): up to its end, or a moment; or as a replica that goes on taking
what is written there (follow), until it is told not to, which promotes it. In: w, spec (changed in place).
*/}}
{{- define "workload.run.clusterRecovery" -}}
{{- $w := .w -}}
{{- $restore := $w.values.restore -}}
{{- $unknown := dict "dump" $restore.dump "pods" $restore.pods "patienceSeconds" (ne (int $restore.patienceSeconds) 600) "activeDeadlineSeconds" (ne (int $restore.activeDeadlineSeconds) 21600) -}}
{{- range $key, $given := $unknown -}}
  {{- if $given -}}{{- fail (printf "%s: restore.%s is stated, and CloudNativePG does not keep it: its first instance restores, from base backup and log" $w.alias $key) -}}{{- end -}}
{{- end -}}
{{- if and $restore.until $restore.follow -}}
  {{- fail (printf "%s: restore.until is a moment, and restore.follow goes on past it; state one of them" $w.alias) -}}
{{- end -}}
{{- $from := dict "w" $w "name" (printf "%s-restore" $w.name) "reads" true -}}
{{- template "workload.run.clusterStore" $from -}}
{{- if or $restore.follow $w.values.backup.enabled -}}{{- /* who follows will write when it is promoted */ -}}
  {{- $own := dict "w" $w -}}
  {{- template "workload.run.storeOf" $own -}}
  {{- if eq $from.place $own.place -}}
    {{- fail (printf "%s: restore reads %s, and this database would archive its own log there; state in global.backups.from where it reads, or in backup.folder where else it writes" $w.alias $from.place) -}}
  {{- end -}}
{{- end -}}
{{- $recovery := pick .spec.bootstrap.initdb "database" "owner" "secret" -}}
{{- $_ := set $recovery "source" "backups" -}}
{{- with $restore.until -}}{{- $_ := set $recovery "recoveryTarget" (dict "targetTime" .) -}}{{- end -}}
{{- $_ := set .spec "bootstrap" (dict "recovery" $recovery) -}}
{{- $_ := set .spec "externalClusters" (list (dict "name" "backups" "plugin" $from.plugin)) -}}
{{- if $restore.follow -}}{{- $_ := set .spec "replica" (dict "enabled" true "source" "backups") -}}{{- end -}}
{{- end -}}
