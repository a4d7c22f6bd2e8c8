{{/*
Alerts on the backups of a data service and on its restore drill, from what kube-state-metrics knows of their CronJobs: the last run
failed; or the last one that succeeded is too long ago, of dumps and snapshots than rpo, else than a quarter more than the schedule
leaves between two. In: w, rpo, every (workload.data.objectives).
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
  {{- $rules := list -}}
  {{- $page := "" -}}
  {{- with $w.global.runbooks -}}{{- $page = printf "%s/backup.md" (trimSuffix "/" .) -}}{{- end -}}
  {{- range $jobs -}}
    {{- $what := first . -}}
    {{- $limit := last . -}}
    {{- $of := dict "namespace" $w.root.Release.Namespace "name" (printf "%s-%s" $w.name $what) "limit" $limit -}}
    {{- template "workload.observe.runs" $of -}}
    {{- $labels := dict "service" $w.known "severity" $alerts.severity -}}
    {{- with $w.global.environment -}}{{- $_ := set $labels "environment" . -}}{{- end -}}
    {{- $alert := printf "%s%s" (camelcase ($w.known | replace "-" "_")) (title $what) -}}
    {{- $failing := dict "alert" (printf "%sFailed" $alert) "expr" $of.failed "labels" $labels "annotations" (dict "summary" (printf "the last %s of %s failed: kubectl -n %s logs job/<its name>" $what $w.known $w.root.Release.Namespace)) -}}
    {{- $ageing := dict "alert" (printf "%sTooOld" $alert) "expr" $of.old "for" "30m" "labels" $labels "annotations" (dict "summary" (printf "no %s of %s has succeeded for more than %v seconds" $what $w.known $limit)) -}}
    {{- range ternary (list $failing $ageing) (list $failing) (gt (int $limit) 0) -}}
      {{- with $alerts.runbook | default $page -}}{{- $_ := set $failing.annotations "runbook_url" . -}}{{- $_ := set $ageing.annotations "runbook_url" . -}}{{- end -}}
      {{- $rules = append $rules . -}}
    {{- end -}}
  {{- end -}}
  {{- $monitored := dict -}}
  {{- template "workload.cluster.monitored" (dict "w" $w "labels" $monitored) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "PrometheusRule" "name" (printf "%s-backup" $w.name) "labels" $monitored "body" (dict "spec" (dict "groups" (list (dict "name" (printf "%s-backup" $w.name) "rules" $rules))))) -}}
{{- end -}}
{{- end -}}
