{{/*
Alerts on the backups that CloudNativePG makes of a database (backup.method wal), from the metrics of its instances: archiving its log has
failed for as long as rpo says, or half an hour; a base backup failed after the last one that succeeded; that one is a quarter older than the
schedule leaves between two. In: w, rpo, every (workload.data.objectives).
*/}}
{{- define "workload.observe.archived" -}}
{{- $w := .w -}}
{{- $alerts := $w.values.backup.alerts | default dict -}}
{{- if $alerts.enabled -}}
  {{- if not ($w.values.metrics | default dict).enabled -}}
    {{- fail (printf "%s: backup.alerts of method wal reads the metrics of CloudNativePG's instances; let metrics.enabled be true" $w.alias) -}}
  {{- end -}}
  {{- $match := printf "namespace=%q,pod=~\"%s-[0-9]+\"" $w.root.Release.Namespace $w.name -}}
  {{- $late := int .rpo | default 1800 -}}
  {{- $limit := div (mul .every 5) 4 -}}
  {{- $last := printf "max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{%s})" $match -}}
  {{- $failed := printf "max(barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp{%s})" $match -}}
  {{- $found := list (list "ArchiveFailing" (printf "max(cnpg_pg_stat_archiver_last_failed_time{%s} - cnpg_pg_stat_archiver_last_archived_time{%s}) > 0" $match $match) (printf "the log of %s has not been archived for more than %v seconds" $w.known $late) (printf "%vs" $late)) -}}
  {{- $found = append $found (list "BackupFailed" (printf "%s > %s" $failed $last) (printf "the last base backup of %s failed: kubectl -n %s get backups.postgresql.cnpg.io" $w.known $w.root.Release.Namespace) "0s") -}}
  {{- if gt (int $limit) 0 -}}
    {{- $found = append $found (list "BackupTooOld" (printf "time() - %s > %v" $last $limit) (printf "no base backup of %s has succeeded for more than %v seconds" $w.known $limit) "30m") -}}
  {{- end -}}
  {{- $labels := dict "service" $w.known "severity" $alerts.severity -}}
  {{- with $w.global.environment -}}{{- $_ := set $labels "environment" . -}}{{- end -}}
  {{- $rules := list -}}
  {{- range $found -}}
    {{- $annotations := dict "summary" (index . 2) -}}
    {{- with $alerts.runbook -}}{{- $_ := set $annotations "runbook_url" . -}}{{- end -}}
    {{- $rules = append $rules (dict "alert" (printf "%s%s" (camelcase ($w.known | replace "-" "_")) (first .)) "expr" (index . 1) "for" (last .) "labels" $labels "annotations" $annotations) -}}
  {{- end -}}
  {{- $monitored := dict -}}
  {{- template "workload.cluster.monitored" (dict "w" $w "labels" $monitored) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "PrometheusRule" "name" (printf "%s-backup" $w.name) "labels" $monitored "body" (dict "spec" (dict "groups" (list (dict "name" (printf "%s-backup" $w.name) "rules" $rules))))) -}}
{{- end -}}
{{- end -}}
