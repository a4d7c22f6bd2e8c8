{{/* KEDA reads the queue that scales another service. In: w; adds to its edges. */}}
{{- define "workload.edges.scalers" -}}
{{- $w := . -}}
{{- $outside := dict "w" . "kind" "keda" -}}
{{- template "workload.edges.peers" $outside -}}
{{- range .me.scaledBy | uniq -}}
  {{- $read := dict "ports" $w.me.ports "only" . -}}
  {{- template "workload.network.ports" $read -}}
  {{- if $read.out -}}{{- $_ := set $w "edges" (append $w.edges (dict "peers" $outside.peers "ports" $read.out "plain" $outside.plain)) -}}{{- end -}}
{{- end -}}
{{- end -}}
