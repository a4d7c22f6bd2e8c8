{{/*
Alerts on the service's objective, by burn rate over several windows: the page at 14.4 and 6 times, the ticket at 3 and 1 times the
rate that would just use up the budget of 30 days (Google, The Site Reliability Workbook, chapter 5). In: w.
*/}}
{{- define "workload.observe.slo" -}}
{{- $w := . -}}
{{- $slo := $w.values.slo | default dict -}}
{{- $isCounted := or $w.me.service $slo.errorRatio -}}
{{- /* What only a preset switches on is left out where nothing counts requests. */ -}}
{{- if and ($w.root.Values.slo | default dict).enabled (not $isCounted) -}}{{- fail (printf "%s: slo is enabled, but the service has no Service, whose requests are counted (set ports, or slo.errorRatio)" $w.alias) -}}{{- end -}}
{{- if and $slo.enabled $isCounted -}}
  {{- $budget := divf (subf 100 $slo.availability) 100 -}}
  {{- if or (le (float64 $budget) 0.0) (ge (float64 $budget) 1.0) -}}{{- fail (printf "%s: slo.availability is %v, give a percentage between 0 and 100" $w.alias $slo.availability) -}}{{- end -}}
  {{- $match := printf "namespace=%q,service=%q" $w.root.Release.Namespace ($w.me.service | default $w.name) -}}
  {{- $record := printf "service:%s:error_ratio" ($w.name | replace "-" "_") -}}
  {{- /* As text, and what repeats is made once: as maps, a service's rules take a quarter of the time of rendering it. WINDOW is
         replaced in the text, so that errorRatio is quoted as it must be. */ -}}
  {{- $expr := $slo.errorRatio | default (printf "sum(rate(%s{%s,%s}[WINDOW])) / sum(rate(%s{%s}[WINDOW]))" $slo.requests $match $slo.errors $slo.requests $match) -}}
  {{- $rule := toYaml (list (dict "record" (printf "%s_rateWINDOW" $record) "expr" $expr)) | indent 4 -}}
  {{- $rules := list -}}
  {{- range list "5m" "30m" "1h" "2h" "6h" "1d" "3d" -}}{{- $rules = append $rules ($rule | replace "WINDOW" .) -}}{{- end -}}
  {{- $lines := "" -}}
  {{- with $slo.runbook -}}{{- $lines = printf "        runbook_url: %s\n" (toJson .) -}}{{- end -}}
  {{- $head := printf "    - alert: %sErrorBudgetBurn\n      annotations:\n%s        summary: %s burns its error budget" (camelcase ($w.known | replace "-" "_")) $lines $w.known -}}
  {{- $lines = "" -}}
  {{- with $w.global.environment -}}{{- $lines = printf "        environment: %s\n" (toJson .) -}}{{- end -}}
  {{- $labels := printf "      labels:\n%s        service: %s" $lines (toJson $w.known) -}}
  {{- range list (list "1h" "5m" 14.4 "page") (list "6h" "30m" 6.0 "page") (list "1d" "2h" 3.0 "ticket") (list "3d" "6h" 1.0 "ticket") -}}
    {{- $limit := mulf (index . 2) $budget -}}
    {{- $expr := printf "%s_rate%s > %.6g and %s_rate%s > %.6g" $record (index . 0) $limit $record (index . 1) $limit -}}
    {{- $rules = append $rules (printf "%s %v times too fast (objective %v%% over 30 days)\n      expr: %s\n%s\n        severity: %s\n        window: %s" $head (index . 2) $slo.availability $expr $labels (index . 3) (index . 0)) -}}
  {{- end -}}
  {{- $monitored := dict -}}
  {{- template "workload.cluster.monitored" (dict "w" $w "labels" $monitored) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "PrometheusRule" "name" (printf "%s-slo" $w.name) "labels" $monitored "text" (printf "spec:\n  groups:\n  - name: %s-slo\n    rules:\n%s" $w.name (join "\n" $rules))) -}}
{{- end -}}
{{- end -}}
