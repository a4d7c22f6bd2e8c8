{{/* The port that a route leads to when it names none: http, else grpc, tcp, else the first by name. In: me, alias, for. */}}
{{- define "workload.network.mainPort" -}}
{{- $names := keys .me.ports | sortAlpha -}}
{{- if not $names -}}{{- fail (printf "%s: %s is enabled, but the service has no port (set ports)" .alias .for) -}}{{- end -}}
{{- $main := first $names -}}
{{- range list "tcp" "grpc" "http" -}}{{- if has . $names -}}{{- $main = . -}}{{- end -}}{{- end -}}
{{- $main -}}
{{- end -}}
