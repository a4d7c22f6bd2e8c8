{{/*
A PrometheusRule of one group. In: w, name (its ending), lines (rules, as lines of YAML), alerts (list of alert, the ending of its name,
expr, for, summary, severity, runbook, page) behind them, and severity, runbook and page of those that state none. As text: as maps, a
service's rules take a quarter of the time of rendering it.
*/}}
{{- define "workload.observe.rules" -}}
{{- $w := .w -}}
{{- $lines := or .lines list -}}
{{- $service := camelcase ($w.known | replace "-" "_") -}}
{{- $labels := printf "service: %s" (toJson $w.known) -}}
{{- with $w.global.environment -}}{{- $labels = printf "environment: %s\n        %s" (toJson .) $labels -}}{{- end -}}
{{- range .alerts -}}
  {{- $text := printf "    - alert: %s%s\n      expr: %s" $service .alert (toRawJson .expr) -}}
  {{- with .for -}}{{- $text = printf "%s\n      for: %s" $text . -}}{{- end -}}
  {{- $text = printf "%s\n      labels:\n        %s\n        severity: %s\n      annotations:\n        summary: %s" $text $labels (toJson (or .severity $.severity)) (toRawJson .summary) -}}
  {{- $leads := dict "w" $w "runbook" (or .runbook $.runbook) "page" (or .page $.page) -}}
  {{- template "workload.observe.runbook" $leads -}}
  {{- with $leads.out -}}{{- $text = printf "%s\n        runbook_url: %s" $text (toJson .) -}}{{- end -}}
  {{- $lines = append $lines $text -}}
{{- end -}}
{{- if $lines -}}
  {{- $name := printf "%s-%s" $w.name .name -}}
  {{- $monitored := dict -}}
  {{- template "workload.cluster.monitored" (dict "w" $w "labels" $monitored) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "PrometheusRule" "name" $name "labels" $monitored "text" (printf "spec:\n  groups:\n  - name: %s\n    rules:\n%s" $name (join "\n" $lines))) -}}
{{- end -}}
{{- end -}}
