{{/*
Merges the second map of the list into the first, in place: maps merge, everything else replaces, null is skipped.
Of what excludes each other (the handlers of a probe, value and valueFrom) the later map's stays.
Sprig's mergeOverwrite will not do: it lets neither false, 0 nor an empty list win, and it shares the inner maps of its source.
*/}}
{{- define "workload.merge" -}}
{{- $into := index . 0 -}}
{{- range $key, $new := index . 1 -}}
  {{- if kindIs "map" $new -}}
    {{- $old := get $into $key -}}
    {{- if not $old -}}
      {{- $old = dict -}}
      {{- $_ := set $into $key $old -}}
    {{- else if not (kindIs "map" $old) -}}
      {{- $old = dict -}}
      {{- $_ := set $into $key $old -}}
    {{- else if or (hasSuffix "Probe" $key) (eq $key "preStop" "postStart") -}}
      {{- if pick $new "exec" "grpc" "httpGet" "sleep" "tcpSocket" -}}
        {{- range list "exec" "grpc" "httpGet" "sleep" "tcpSocket" -}}{{- if not (hasKey $new .) -}}{{- $_ := unset $old . -}}{{- end -}}{{- end -}}
      {{- end -}}
    {{- else if eq $key "valueFrom" -}}
      {{- range keys $old -}}{{- if not (hasKey $new .) -}}{{- $_ := unset $old . -}}{{- end -}}{{- end -}}
    {{- else if kindIs "map" $new.valueFrom -}}
      {{- $_ := unset $old "value" -}}
    {{- else if and (hasKey $new "value") (kindIs "map" $old.valueFrom) -}}
      {{- $_ := unset $old "valueFrom" -}}
    {{- end -}}
    {{- template "workload.merge" (list $old $new) -}}
  {{- else if or $new (not (kindIs "invalid" $new)) -}}
    {{- $_ := set $into $key $new -}}
  {{- end -}}
{{- end -}}
{{- end -}}
