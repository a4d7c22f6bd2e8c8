{{/*
Monitoring reaches the port that metrics are scraped from; of a port that speaks HTTP, by the path. In: w; adds to its edges.
*/}}
{{- define "workload.edges.metrics" -}}
{{- $metrics := .values.metrics -}}
{{- if .values.ports -}}
  {{- $scraped := get .values.ports $metrics.port -}}
  {{- if eq .me.mode "operator" -}}{{- $scraped = 9187 -}}{{- end -}}
  {{- $scraped = kindIs "map" $scraped | ternary $scraped (dict "containerPort" $scraped) -}}
  {{- $outside := dict "w" . "kind" "monitoring" -}}
  {{- template "workload.edges.peers" $outside -}}
  {{- $path := eq (or $metrics.scheme "http") "http" | ternary (or $metrics.path "/metrics") "" -}}
  {{- $_ := set . "edges" (append .edges (dict "peers" $outside.peers "ports" (list (dict "port" $scraped.containerPort "protocol" "TCP")) "plain" $outside.plain "path" $path)) -}}
{{- end -}}
{{- end -}}
