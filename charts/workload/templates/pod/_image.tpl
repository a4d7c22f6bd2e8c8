{{/*
An image reference. In: image (registry, repository, tag, digest), registry (global.imageRegistry), alias, container. The platform's registry
replaces the image's own: `registry`, or the first part of the repository where that is a host (it has a dot or a colon).
*/}}
{{- define "workload.pod.image" -}}
{{- $repository := .image.repository -}}
{{- if not $repository -}}{{- fail (printf "%s: image.repository of container %s is empty" .alias .container) -}}{{- end -}}
{{- $host := splitList "/" $repository | first -}}
{{- $registry := .image.registry -}}
{{- if and (contains "/" $repository) (or (contains "." $host) (contains ":" $host) (eq $host "localhost")) -}}
  {{- $registry = $registry | default $host -}}
  {{- $repository = trimPrefix (printf "%s/" $host) $repository -}}
{{- end -}}
{{- $registry = .registry | default $registry -}}
{{- with $registry }}{{ . }}/{{ end }}{{ $repository }}
{{- with .image.tag }}:{{ include "workload.text" . }}{{ end }}
{{- with .image.digest }}@{{ . }}{{ end }}
{{- if not (or .image.tag .image.digest) -}}{{- fail (printf "%s: image %q of container %s needs a tag or a digest" .alias $repository .container) -}}{{- end -}}
{{- end -}}
