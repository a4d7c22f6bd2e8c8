{{/*
The collector of global.telemetry, where it is this service: all that send telemetry reach the port of the endpoint. In: w; adds to its edges.
*/}}
{{- define "workload.edges.telemetry" -}}
{{- $w := . -}}
{{- $endpoint := .global.telemetry.endpoint | splitList "://" | last | splitList "/" | first | splitList ":" -}}
{{- if and .me.host (eq .me.host (first $endpoint | splitList "." | first)) -}}
  {{- $edge := dict "peers" list "accounts" list "plain" false -}}
  {{- range .services -}}
    {{- if and (eq .mode "pods") .values (ne (toString (or .values.telemetry dict).enabled) "false") -}}
      {{- $_ := set $edge "peers" (append $edge.peers (dict "podSelector" (dict "matchLabels" .pods))) -}}
      {{- if .proxied -}}{{- $_ := set $edge "accounts" (append $edge.accounts .account) -}}{{- else -}}{{- $_ := set $edge "plain" true -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- $ports := list -}}
  {{- range .me.ports -}}
    {{- if eq (toString .port) (last $endpoint) -}}{{- $ports = append $ports (dict "port" .target "protocol" .protocol) -}}{{- end -}}
  {{- end -}}
  {{- if $ports -}}{{- $_ := set . "edges" (append .edges (set $edge "ports" $ports)) -}}{{- end -}}
{{- end -}}
{{- end -}}
