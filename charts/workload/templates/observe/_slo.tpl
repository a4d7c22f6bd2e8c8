{{/*
Alerts on the service's objective, by burn rate over several windows: the page at 14.4 and 6 times, the ticket at 3 and 1 times the
rate that would just use up the budget of 30 days (Google, The Site Reliability Workbook, chapter 5). In: w.
*/}}
{{- define "workload.observe.slo" -}}
{{- $w := . -}}
{{- $slo := $w.values.slo | default dict -}}
{{- if $slo.enabled -}}
  {{- $budget := divf (subf 100 $slo.availability) 100 -}}
  {{- if or (le (float64 $budget) 0.0) (ge (float64 $budget) 1.0) -}}{{- fail (printf "%s: slo.availability is %v, give a percentage between 0 and 100" $w.alias $slo.availability) -}}{{- end -}}
  {{- $match := printf "namespace=%q,service=%q" $w.root.Release.Namespace ($w.me.service | default $w.name) -}}
  {{- $record := printf "service:%s:error_ratio" ($w.name | replace "-" "_") -}}
  {{- $rules := list -}}
  {{- range list "5m" "30m" "1h" "2h" "6h" "1d" "3d" -}}
    {{- $expr := $slo.errorRatio | default (printf "sum(rate(%s{%s,%s}[WINDOW])) / sum(rate(%s{%s}[WINDOW]))" $slo.requests $match $slo.errors $slo.requests $match) -}}
    {{- $rules = append $rules (dict "record" (printf "%s_rate%s" $record .) "expr" ($expr | replace "WINDOW" .)) -}}
  {{- end -}}
  {{- range list (dict "long" "1h" "short" "5m" "rate" 14.4 "severity" "page") (dict "long" "6h" "short" "30m" "rate" 6.0 "severity" "page") (dict "long" "1d" "short" "2h" "rate" 3.0 "severity" "ticket") (dict "long" "3d" "short" "6h" "rate" 1.0 "severity" "ticket") -}}
    {{- $limit := mulf .rate $budget -}}
    {{- $labels := dict "severity" .severity "service" $w.known -}}
    {{- with $w.global.environment -}}{{- $_ := set $labels "environment" . -}}{{- end -}}
    {{- $annotations := dict "summary" (printf "%s burns its error budget %v times too fast (objective %v%% over 30 days)" $w.known .rate $slo.availability) -}}
    {{- with $slo.runbook -}}{{- $_ := set $annotations "runbook_url" . -}}{{- end -}}
    {{- $rules = append $rules (dict "alert" (printf "%sErrorBudgetBurn" (camelcase ($w.known | replace "-" "_"))) "expr" (printf "%s_rate%s > %.6g and %s_rate%s > %.6g" $record .long $limit $record .short $limit) "labels" (set $labels "window" .long) "annotations" $annotations) -}}
  {{- end -}}
  {{- $monitored := dict -}}
  {{- template "workload.cluster.monitored" (dict "w" $w "labels" $monitored) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "PrometheusRule" "name" (printf "%s-slo" $w.name) "labels" $monitored "body" (dict "spec" (dict "groups" (list (dict "name" (printf "%s-slo" $w.name) "rules" $rules))))) -}}
{{- end -}}
{{- end -}}
