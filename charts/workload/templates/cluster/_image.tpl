{{/*
Where an image is pulled from. In: reference (the repository, its host perhaps in front, its tag perhaps behind), registry (stated beside
it), global. Out: out, the reference with the registry that serves it: global.imageRegistry in place of any, else the mirror that
global.cluster.registries has of its host, else its own. An image without a host is Docker Hub's, in library/ where it has one name.
*/}}
{{- define "workload.cluster.image" -}}
{{- $path := .reference -}}
{{- $host := splitList "/" $path | first -}}
{{- $registry := .registry -}}
{{- if and (contains "/" $path) (or (contains "." $host) (contains ":" $host) (eq $host "localhost")) -}}
  {{- $registry = or $registry $host -}}
  {{- $path = trimPrefix (printf "%s/" $host) $path -}}
{{- end -}}
{{- if .global.imageRegistry -}}
  {{- $registry = .global.imageRegistry -}}
{{- else -}}
  {{- with get (or (or .global.cluster dict).registries dict) (or $registry "docker.io") -}}
    {{- if and (or (not $registry) (eq $registry "docker.io")) (not (contains "/" $path)) -}}{{- $path = printf "library/%s" $path -}}{{- end -}}
    {{- $registry = . -}}
  {{- end -}}
{{- end -}}
{{- with $registry -}}{{- $path = printf "%s/%s" . $path -}}{{- end -}}
{{- $_ := set . "out" $path -}}
{{- end -}}
