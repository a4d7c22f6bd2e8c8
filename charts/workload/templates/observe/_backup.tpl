{{/*
Alerts on the backups of a data service and on its restore drill, from what kube-state-metrics knows of their CronJobs: the last run
failed; or the last one that succeeded is too long ago, of dumps and snapshots than rpo, else than a quarter more than the schedule
leaves between two. Of a server that archives its log and has an exporter: what it tells of that. In: w, rpo, every (workload.data.objectives).
*/}}
{{- define "workload.observe.backup" -}}
{{- $w := .w -}}
{{- $backup := $w.values.backup -}}
{{- $alerts := or $backup.alerts dict -}}
{{- if $alerts.enabled -}}
  {{- $limit := div (mul .every 5) 4 -}}
  {{- if and .rpo (ne $backup.method "wal") -}}{{- $limit = .rpo -}}{{- end -}}
  {{- $jobs := list (list "backup" $limit) -}}
  {{- if (or $backup.drill dict).enabled -}}
    {{- $every := dict "schedule" $backup.drill.schedule -}}
    {{- template "workload.data.interval" $every -}}
    {{- $jobs = append $jobs (list "drill" (div (mul $every.out 5) 4)) -}}
  {{- end -}}
  {{- $made := list -}}
  {{- range $jobs -}}
    {{- $what := first . -}}
    {{- $limit := last . -}}
    {{- $of := dict "namespace" $w.root.Release.Namespace "name" (printf "%s-%s" $w.name $what) "limit" $limit -}}
    {{- template "workload.observe.runs" $of -}}
    {{- $made = append $made (dict "alert" (printf "%sFailed" (title $what)) "expr" $of.failed "summary" (printf "the last %s of %s failed: kubectl -n %s logs job/<its name>" $what $w.known $w.root.Release.Namespace)) -}}
    {{- if gt (int $limit) 0 -}}
      {{- $made = append $made (dict "alert" (printf "%sTooOld" (title $what)) "expr" $of.old "for" "30m" "summary" (printf "no %s of %s has succeeded for more than %v seconds" $what $w.known $limit)) -}}
    {{- end -}}
  {{- end -}}
  {{- if and (eq $backup.method "wal") ($w.values.exporter | default dict).enabled ($w.values.metrics | default dict).enabled -}}
    {{- $match := printf "namespace=%q,pod=~\"%s-[0-9]+\"" $w.root.Release.Namespace $w.name -}}
    {{- /* It is tried anew at least once a minute: no failure is told where nothing is to be archived. */ -}}
    {{- $failing := dict "w" $w "rpo" .rpo "expr" (printf "sum(increase(pg_stat_archiver_failed_count{%s}[15m])) > 0 unless sum(increase(pg_stat_archiver_archived_count{%s}[5m])) > 0" $match $match) -}}
    {{- template "workload.observe.archiveFailing" $failing -}}
    {{- $made = append $made $failing.out -}}
  {{- end -}}
  {{- template "workload.observe.rules" (dict "w" $w "name" "backup" "alerts" $made "severity" $alerts.severity "runbook" $alerts.runbook "page" "backup") -}}
{{- end -}}
{{- end -}}
