{{/*
Runs that failed, and runs of a schedule that have not succeeded for a quarter longer than it leaves between two. A Job's name may have
the hash of its content. In: w, rules. Out: pods (a pattern), rules.
*/}}
{{- define "workload.observe.alertsOfRuns" -}}
{{- $w := .w -}}
{{- $namespace := $w.root.Release.Namespace -}}
{{- $summary := printf "the last run of %s failed: kubectl -n %s get jobs" $w.known $namespace -}}
{{- if eq $w.type "job" -}}
  {{- $_ := set . "pods" (printf "%s(-[0-9a-f]{8})?-[a-z0-9]{5}" $w.name) -}}
  {{- $_ := set .rules "runFailed" (dict "expr" (printf "kube_job_failed{namespace=%q,job_name=~\"%s(-[0-9a-f]{8})?\",condition=\"true\"} > 0" $namespace $w.name) "summary" $summary) -}}
{{- else -}}
  {{- $_ := set . "pods" (printf "%s-[0-9]+-[a-z0-9]{5}" $w.name) -}}
  {{- $every := dict "schedule" $w.values.schedule -}}
  {{- template "workload.data.interval" $every -}}
  {{- $limit := div (mul $every.out 5) 4 -}}
  {{- $runs := dict "namespace" $namespace "name" $w.name "limit" $limit -}}
  {{- template "workload.observe.runs" $runs -}}
  {{- $_ := set .rules "runFailed" (dict "expr" $runs.failed "summary" $summary) -}}
  {{- if and (gt (int $limit) 0) (not $w.values.suspend) -}}
    {{- $_ := set .rules "runMissed" (dict "expr" $runs.old "for" "30m" "summary" (printf "no run of %s has succeeded for more than %v seconds" $w.known $limit)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
