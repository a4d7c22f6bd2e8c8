{{/*
Merges the second map of the list into the first, in place: maps merge, everything else replaces, null is skipped.
Sprig's mergeOverwrite will not do: it lets neither false, 0 nor an empty list win, and it shares the inner maps of its source.
*/}}
{{- define "workload.merge" -}}
{{- $into := index . 0 -}}
{{- range $key, $new := index . 1 -}}
  {{- if kindIs "map" $new -}}
    {{- $old := get $into $key -}}
    {{- if not (kindIs "map" $old) -}}
      {{- $old = dict -}}
      {{- $_ := set $into $key $old -}}
    {{- end -}}
    {{- include "workload.merge" (list $old $new) -}}
  {{- else if not (kindIs "invalid" $new) -}}
    {{- $_ := set $into $key $new -}}
  {{- end -}}
{{- end -}}
{{- end -}}
