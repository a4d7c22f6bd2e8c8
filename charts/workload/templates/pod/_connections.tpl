{{/*
Environment variables of the services this one calls: <SERVICE>_HOST, <SERVICE>_PORT, and <SERVICE>_PORT_<NAME> where there are
several ports. <SERVICE>_PORT is the port that the connection names, else the only one, else http, grpc, tcp or the first by name.
In: w. Out: vars (name -> value).
*/}}
{{- define "workload.pod.connections" -}}
{{- $vars := dict -}}
{{- $services := .w.services -}}
{{- range .w.me.calls -}}
  {{- $callee := get $services .service -}}
  {{- $prefix := .service | upper | replace "-" "_" -}}
  {{- $_ := set $vars (printf "%s_HOST" $prefix) $callee.name -}}
  {{- $names := keys $callee.ports | sortAlpha -}}
  {{- if $names -}}
    {{- $main := .port | default (first $names) -}}
    {{- if not .port -}}
      {{- range list "tcp" "grpc" "http" -}}{{- if has . $names -}}{{- $main = . -}}{{- end -}}{{- end -}}
    {{- end -}}
    {{- $_ := set $vars (printf "%s_PORT" $prefix) (get $callee.ports $main).port -}}
    {{- if gt (len $names) 1 -}}
      {{- range $names -}}
        {{- $_ := set $vars (printf "%s_PORT_%s" $prefix (. | upper | replace "-" "_")) (get $callee.ports .).port -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "vars" $vars -}}
{{- end -}}
