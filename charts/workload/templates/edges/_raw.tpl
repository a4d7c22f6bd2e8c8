{{/* networkPolicy.ingress: rules as Kubernetes has them. In: w; adds to its edges. */}}
{{- define "workload.edges.raw" -}}
{{- $w := . -}}
{{- $mesh := or .global.mesh dict -}}
{{- range (or .values.networkPolicy dict).ingress -}}
  {{- $_ := set $w "edges" (append $w.edges (dict "peers" .from "ports" .ports "plain" (and $mesh.type (or (not .from) (has "rules" (or $mesh.unmeshed list)))))) -}}
{{- end -}}
{{- end -}}
