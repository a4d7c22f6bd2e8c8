{{/*
The objects of the platform's mesh for one service. In: w. A chart used alone has no connections: as its NetworkPolicy does, the mesh says
who may call only where the chart states rules.
*/}}
{{- define "workload.mesh.objects" -}}
{{- if .me.proxied -}}
  {{- $policy := or .values.networkPolicy dict -}}
  {{- $isTold := or (not .platform.alone) $policy.ingress $policy.egress -}}
  {{- if $isTold -}}{{- template "workload.edges" . -}}{{- end -}}
  {{- if eq .global.mesh.type "istio" -}}
    {{- if $isTold -}}{{- template "workload.mesh.istioAccess" . -}}{{- end -}}
    {{- template "workload.mesh.istio" . -}}
  {{- else -}}
    {{- if $isTold -}}{{- template "workload.mesh.linkerd" . -}}{{- end -}}
    {{- if eq (toString (or .values.rollout dict).traffic) "gateway" -}}{{- template "workload.mesh.linkerdCanary" . -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
