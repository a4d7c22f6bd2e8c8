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
  {{- $limit := div (mul .every 5) 4 -}}
  {{- $last := printf "max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{%s})" $match -}}
  {{- $failed := printf "max(barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp{%s})" $match -}}
  {{- $failing := dict "w" $w "rpo" .rpo "expr" (printf "max(cnpg_pg_stat_archiver_last_failed_time{%s} - cnpg_pg_stat_archiver_last_archived_time{%s}) > 0" $match $match) -}}
  {{- template "workload.observe.archiveFailing" $failing -}}
  {{- $made := list $failing.out -}}
  {{- $made = append $made (dict "alert" "BackupFailed" "expr" (printf "%s > %s" $failed $last) "for" "0s" "summary" (printf "the last base backup of %s failed: kubectl -n %s get backups.postgresql.cnpg.io" $w.known $w.root.Release.Namespace)) -}}
  {{- if gt (int $limit) 0 -}}
    {{- $made = append $made (dict "alert" "BackupTooOld" "expr" (printf "time() - %s > %v" $last $limit) "for" "30m" "summary" (printf "no base backup of %s has succeeded for more than %v seconds" $w.known $limit)) -}}
  {{- end -}}
  {{- template "workload.observe.rules" (dict "w" $w "name" "backup" "alerts" $made "severity" $alerts.severity "runbook" $alerts.runbook "page" "backup") -}}
{{- end -}}
{{- end -}}
