{{/* networkPolicy.ingress: rules as Kubernetes has them. In: w; adds to its edges. */}}
{{- define "workload.edges.raw" -}}
{{- $w := . -}}
{{- $mesh := .global.mesh | default dict -}}
{{- range (.values.networkPolicy | default dict).ingress -}}
  {{- $_ := set $w "edges" (append $w.edges (dict "peers" .from "ports" .ports "plain" (and $mesh.type (or (not .from) (has "rules" ($mesh.unmeshed | default list)))))) -}}
{{- end -}}
{{- end -}}
