{{/*
Alerts on a service's pods, volumes, runs and certificates, from what kube-state-metrics, the kubelet and cert-manager tell, on a database
from what it tells itself, and the service's own (alerts.rules). What is ours can be changed or switched off by its name there. SERVICE and PODS in an expression select what Prometheus
scraped of the service, and what is told of its pods. In: w.
*/}}
{{- define "workload.observe.alerts" -}}
{{- $w := . -}}
{{- $alerts := $w.values.alerts | default dict -}}
{{- if and $alerts.enabled (ne (toString ($w.values.hook | default dict).helm) "test") -}}
  {{- $found := dict "w" $w "rules" dict -}}
  {{- if has $w.type (list "job" "cronjob") -}}
    {{- template "workload.observe.alertsOfRuns" $found -}}
  {{- else -}}
    {{- template "workload.observe.alertsOfPods" $found -}}
    {{- template "workload.observe.alertsOfDatabases" $found -}}
  {{- end -}}
  {{- template "workload.observe.alertsOfVolumes" $found -}}
  {{- template "workload.observe.alertsOfCertificates" $found -}}
  {{- range $key, $own := $alerts.rules -}}
    {{- $_ := set $found.rules $key (mergeOverwrite (get $found.rules $key | default dict) $own) -}}
  {{- end -}}
  {{- $service := printf "namespace=%q,service=%q" $w.root.Release.Namespace ($w.me.service | default $w.name) -}}
  {{- $pods := printf "namespace=%q,pod=~%q" $w.root.Release.Namespace $found.pods -}}
  {{- $made := list -}}
  {{- range $key, $rule := $found.rules -}}
    {{- if ne (toString $rule.enabled) "false" -}}
      {{- if not $rule.expr -}}{{- fail (printf "%s: alerts.rules.%s has no expr, and is none of the chart's own (notReady, restarting, volumeFilling, volumeFull, runFailed, runMissed, certificateExpiring, connectionsNearLimit, metricsMissing, replicationLag, replicaWithoutSource, where the service has what they watch)" $w.alias $key) -}}{{- end -}}
      {{- $made = append $made (dict "alert" (title $key) "expr" ($rule.expr | replace "SERVICE" $service | replace "PODS" $pods) "for" $rule.for "severity" $rule.severity "summary" (or $rule.summary (printf "%s: %s" $w.known $key)) "runbook" $rule.runbook "page" (kebabcase $key)) -}}
    {{- end -}}
  {{- end -}}
  {{- template "workload.observe.rules" (dict "w" $w "name" "alerts" "alerts" $made "severity" "ticket") -}}
{{- end -}}
{{- end -}}
