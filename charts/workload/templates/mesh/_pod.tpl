{{/* Labels and annotations that put the pods into the mesh. In: w, labels, annotations (both changed in place). */}}
{{- define "workload.mesh.pod" -}}
{{- $w := .w -}}
{{- $mesh := ($w.global.mesh | default dict).type -}}
{{- if $mesh -}}
  {{- $on := ne (toString ($w.values.mesh | default dict).enabled) "false" -}}
  {{- if eq $mesh "istio" -}}
    {{- $_ := set .labels "sidecar.istio.io/inject" (toString $on) -}}
  {{- else -}}
    {{- $_ := set .annotations "linkerd.io/inject" ($on | ternary "enabled" "disabled") -}}
  {{- end -}}
{{- end -}}
{{- end -}}
