{{/*
Linkerd lets the kubelet's httpGet probes in by itself, but not at a port that has routes, and its gRPC probes nowhere: they are paths that
are asked for without a proxy. In: w, number (of the port), paths. Out: paths.
*/}}
{{- define "workload.mesh.linkerdProbes" -}}
{{- $paths := .paths -}}
{{- $w := .w -}}
{{- $number := .number -}}
{{- range $probe := list "startupProbe" "livenessProbe" "readinessProbe" -}}
  {{- with get $w.values $probe -}}
    {{- if ne (toString .enabled) "false" -}}
      {{- if and .grpc (eq (int (or .grpc dict).port) $number) -}}
        {{- $paths = append $paths (dict "path" (dict "type" "Exact" "value" "/grpc.health.v1.Health/Check")) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if $paths -}}
  {{- range $probe := list "startupProbe" "livenessProbe" "readinessProbe" -}}
    {{- with get $w.values $probe -}}
      {{- if and .httpGet (ne (toString .enabled) "false") -}}
        {{- $at := get $w.me.declared (toString .httpGet.port) | default (dict "target" .httpGet.port) -}}
        {{- if eq (toString $at.target) (toString $number) -}}
          {{- $paths = append $paths (dict "path" (dict "type" "Exact" "value" (.httpGet.path | default "/" | splitList "?" | first)) "method" "GET") -}}
        {{- end -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "paths" $paths -}}
{{- end -}}
