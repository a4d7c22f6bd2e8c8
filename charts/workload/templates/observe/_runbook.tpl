{{/*
Where an alert leads: what is stated, else its page in the folder of the platform's runbooks (global.runbooks). In: w, runbook, page. Out:
out, "" where nothing says it.
*/}}
{{- define "workload.observe.runbook" -}}
{{- $out := .runbook -}}
{{- if and (not $out) .w.global.runbooks -}}{{- $out = printf "%s/%s.md" (trimSuffix "/" .w.global.runbooks) .page -}}{{- end -}}
{{- $_ := set . "out" (or $out "") -}}
{{- end -}}
