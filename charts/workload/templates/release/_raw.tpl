{{/* Refuses raw fields (workload) that the kind does not have: a Deployment's in a Rollout and the other way round. In: w, kind. */}}
{{- define "workload.release.raw" -}}
{{- $raw := or .w.values.workload dict -}}
{{- if gt (len (omit $raw "global")) 0 -}}
  {{- $strategy := or $raw.strategy dict -}}
  {{- $foreign := list -}}
  {{- range (eq .kind "Rollout" | ternary (list "type" "rollingUpdate") (list "canary" "blueGreen")) -}}
    {{- if hasKey $strategy . -}}{{- $foreign = append $foreign (printf "strategy.%s" .) -}}{{- end -}}
  {{- end -}}
  {{- if eq .kind "Deployment" -}}
    {{- range list "analysis" "rollbackWindow" "progressDeadlineAbort" "restartAt" "workloadRef" -}}
      {{- if hasKey $raw . -}}{{- $foreign = append $foreign . -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- with $foreign -}}
    {{- fail (printf "%s: workload.%s is no field of a %s, which this service becomes by rollout.strategy: %q" $.w.alias (join ", workload." .) $.kind (or (or $.w.values.rollout dict).strategy "")) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
