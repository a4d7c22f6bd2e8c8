{{/*
Alerts on the service's objectives, of answers without an error and of answers in time. In: w.
*/}}
{{- define "workload.observe.slo" -}}
{{- $w := . -}}
{{- $slo := or $w.values.slo dict -}}
{{- $isCounted := or $w.me.service $slo.errorRatio -}}
{{- /* What only a preset switches on is left out where nothing counts requests. */ -}}
{{- if and (or $w.root.Values.slo dict).enabled (not $isCounted) -}}{{- fail (printf "%s: slo is enabled, but the service has no Service, whose requests are counted (set ports, or slo.errorRatio)" $w.alias) -}}{{- end -}}
{{- if and $slo.enabled $isCounted -}}
  {{- $match := printf "namespace=%q,service=%q" $w.root.Release.Namespace ($w.me.service | default $w.name) -}}
  {{- $expr := $slo.errorRatio | default (printf "sum(rate(%s{%s,%s}[WINDOW])) / sum(rate(%s{%s}[WINDOW]))" $slo.requests $match $slo.errors $slo.requests $match) -}}
  {{- $burn := dict "w" $w "key" "slo.availability" "objective" $slo.availability "record" "error_ratio" "expr" $expr "alert" "ErrorBudgetBurn" "burns" "its error budget" "page" "error-budget" -}}
  {{- template "workload.observe.burn" $burn -}}
  {{- $rules := $burn.out -}}
  {{- with $slo.latency -}}
    {{- if not .within -}}{{- fail (printf "%s: slo.latency has no `within`, the seconds that a request may take" $w.alias) -}}{{- end -}}
    {{- $buckets := .buckets | default "http_request_duration_seconds" -}}
    {{- with .match -}}{{- $match = printf "%s,%s" $match . -}}{{- end -}}
    {{- /* Prometheus 3 writes the bound 1 as 1.0. */ -}}
    {{- $bound := toString .within | replace "." "[.]" -}}
    {{- if not (contains "." (toString .within)) -}}{{- $bound = printf "%s([.]0)?" $bound -}}{{- end -}}
    {{- $slow := printf "1 - sum(rate(%s_bucket{%s,le=~%q}[WINDOW])) / sum(rate(%s_count{%s}[WINDOW]))" $buckets $match $bound $buckets $match -}}
    {{- $burn = dict "w" $w "key" "slo.latency.objective" "objective" (.objective | default 99) "record" "slow_ratio" "expr" $slow "alert" "LatencyBudgetBurn" "burns" (printf "its budget of requests over %v seconds" .within) "page" "latency" -}}
    {{- template "workload.observe.burn" $burn -}}
    {{- $rules = concat $rules $burn.out -}}
  {{- end -}}
  {{- template "workload.observe.rules" (dict "w" $w "name" "slo" "lines" $rules) -}}
{{- end -}}
{{- end -}}
