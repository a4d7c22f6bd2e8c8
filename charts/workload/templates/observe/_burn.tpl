{{/*
Rules and alerts of one objective, by burn rate over several windows: the page at 14.4 and 6 times, the ticket at 3 and 1 times the
rate that would just use up the budget of 30 days (Google, The Site Reliability Workbook, chapter 5). In: w, key (of the objective's
value), objective (percent), record, expr (WINDOW in it is the range), alert, burns (what), page (of the runbooks). Out: out (rules as
lines of YAML).
*/}}
{{- define "workload.observe.burn" -}}
{{- $w := .w -}}
{{- $alert := .alert -}}
{{- $burns := .burns -}}
{{- $objective := .objective -}}
{{- $budget := divf (subf 100 .objective) 100 -}}
{{- if or (le (float64 $budget) 0.0) (ge (float64 $budget) 1.0) -}}{{- fail (printf "%s: %s is %v, give a percentage between 0 and 100" $w.alias .key .objective) -}}{{- end -}}
{{- $record := printf "service:%s:%s" ($w.name | replace "-" "_") .record -}}
{{- /* As text, and what repeats is made once: as maps, a service's rules take a quarter of the time of rendering it. WINDOW is
       replaced in the text, so that errorRatio is quoted as it must be. */ -}}
{{- $rule := toYaml (list (dict "record" (printf "%s_rateWINDOW" $record) "expr" .expr)) | indent 4 -}}
{{- $rules := list -}}
{{- range list "5m" "30m" "1h" "2h" "6h" "1d" "3d" -}}{{- $rules = append $rules ($rule | replace "WINDOW" .) -}}{{- end -}}
{{- $lines := "" -}}
{{- $leads := dict "w" $w "runbook" (or $w.values.slo dict).runbook "page" .page -}}
{{- template "workload.observe.runbook" $leads -}}
{{- with $leads.out -}}{{- $lines = printf "        runbook_url: %s\n" (toJson .) -}}{{- end -}}
{{- $head := printf "    - alert: %s%s\n      annotations:\n%s        summary: %s burns %s" (camelcase ($w.known | replace "-" "_")) $alert $lines $w.known $burns -}}
{{- $lines = "" -}}
{{- with $w.global.environment -}}{{- $lines = printf "        environment: %s\n" (toJson .) -}}{{- end -}}
{{- $labels := printf "      labels:\n%s        service: %s" $lines (toJson $w.known) -}}
{{- range list (list "1h" "5m" 14.4 "page") (list "6h" "30m" 6.0 "page") (list "1d" "2h" 3.0 "ticket") (list "3d" "6h" 1.0 "ticket") -}}
  {{- $limit := mulf (index . 2) $budget -}}
  {{- $expr := printf "%s_rate%s > %.6g and %s_rate%s > %.6g" $record (index . 0) $limit $record (index . 1) $limit -}}
  {{- $rules = append $rules (printf "%s %v times too fast (objective %v%% over 30 days)\n      expr: %s\n%s\n        severity: %s\n        window: %s" $head (index . 2) $objective $expr $labels (index . 3) (index . 0)) -}}
{{- end -}}
{{- $_ := set . "out" $rules -}}
{{- end -}}
