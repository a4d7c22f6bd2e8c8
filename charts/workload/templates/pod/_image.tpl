{{/* An image reference. In: image (registry, repository, tag, digest), global, alias, container. */}}
{{- define "workload.pod.image" -}}
{{- if not .image.repository -}}{{- fail (printf "%s: image.repository of container %s is empty" .alias .container) -}}{{- end -}}
{{- $place := dict "reference" .image.repository "registry" .image.registry "global" .global -}}
{{- template "workload.cluster.image" $place -}}
{{- if not (or .image.tag .image.digest) -}}{{- fail (printf "%s: image %q of container %s needs a tag or a digest" .alias .image.repository .container) -}}{{- end -}}
{{ $place.out }}
{{- with .image.tag }}:{{ template "workload.text" . }}{{ end }}
{{- with .image.digest }}@{{ . }}{{ end }}
{{- end -}}
