{{/*
Alerts on a service's pods, volumes, runs and certificates, from what kube-state-metrics, the kubelet and cert-manager tell, and its own
(alerts.rules). What is ours can be changed or switched off by its name there. SERVICE and PODS in an expression select what Prometheus
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
  {{- end -}}
  {{- template "workload.observe.alertsOfVolumes" $found -}}
  {{- template "workload.observe.alertsOfCertificates" $found -}}
  {{- range $key, $own := $alerts.rules -}}
    {{- $_ := set $found.rules $key (mergeOverwrite (get $found.rules $key | default dict) $own) -}}
  {{- end -}}
  {{- $lines := list -}}
  {{- $labels := printf "service: %s" (toJson $w.known) -}}
  {{- with $w.global.environment -}}{{- $labels = printf "environment: %s\n        %s" (toJson .) $labels -}}{{- end -}}
  {{- $service := printf "namespace=%q,service=%q" $w.root.Release.Namespace ($w.me.service | default $w.name) -}}
  {{- $pods := printf "namespace=%q,pod=~%q" $w.root.Release.Namespace $found.pods -}}
  {{- range $key, $rule := $found.rules -}}
    {{- if ne (toString $rule.enabled) "false" -}}
      {{- if not $rule.expr -}}{{- fail (printf "%s: alerts.rules.%s has no expr, and is none of the chart's own (notReady, restarting, volumeFilling, volumeFull, runFailed, runMissed, certificateExpiring, where the service has what they watch)" $w.alias $key) -}}{{- end -}}
      {{- $link := $rule.runbook -}}
      {{- if not $link -}}{{- with $w.global.runbooks -}}{{- $link = printf "%s/%s.md" (trimSuffix "/" .) (kebabcase $key) -}}{{- end -}}{{- end -}}
      {{- $text := printf "    - alert: %s%s\n      expr: %s" (camelcase ($w.known | replace "-" "_")) (title $key) ($rule.expr | replace "SERVICE" $service | replace "PODS" $pods | toRawJson) -}}
      {{- with $rule.for -}}{{- $text = printf "%s\n      for: %s" $text . -}}{{- end -}}
      {{- $text = printf "%s\n      labels:\n        %s\n        severity: %s\n      annotations:\n        summary: %s" $text $labels (toJson ($rule.severity | default "ticket")) ($rule.summary | default (printf "%s: %s" $w.known $key) | toRawJson) -}}
      {{- with $link -}}{{- $text = printf "%s\n        runbook_url: %s" $text (toJson .) -}}{{- end -}}
      {{- $lines = append $lines $text -}}
    {{- end -}}
  {{- end -}}
  {{- if $lines -}}
    {{- $monitored := dict -}}
    {{- template "workload.cluster.monitored" (dict "w" $w "labels" $monitored) -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "PrometheusRule" "name" (printf "%s-alerts" $w.name) "labels" $monitored "text" (printf "spec:\n  groups:\n  - name: %s-alerts\n    rules:\n%s" $w.name (join "\n" $lines))) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
