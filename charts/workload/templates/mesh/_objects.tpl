{{/* The objects of the platform's mesh for one service. In: w. */}}
{{- define "workload.mesh.objects" -}}
{{- $mesh := (.global.mesh | default dict).type -}}
{{- if and $mesh (ne (toString (.values.mesh | default dict).enabled) "false") -}}
  {{- if eq $mesh "istio" -}}{{- include "workload.mesh.istio" . -}}{{- else -}}{{- include "workload.mesh.linkerd" . -}}{{- end -}}
{{- end -}}
{{- end -}}
