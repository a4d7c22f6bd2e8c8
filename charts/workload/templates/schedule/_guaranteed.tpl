{{/*
qos: guaranteed. Makes limits equal requests in every container, or says why it cannot: the kubelet gives exclusive CPUs only to a
pod whose containers all have equal requests and limits, and only whole ones. In: w, containers (list, changed in place).
*/}}
{{- define "workload.schedule.guaranteed" -}}
{{- $w := .w -}}
{{- range $index, $container := .containers -}}
  {{- $given := or $container.resources dict -}}
  {{- $wanted := dict -}}
  {{- template "workload.merge" (list $wanted (or $given.limits dict)) -}}
  {{- template "workload.merge" (list $wanted (or $given.requests dict)) -}}
  {{- range list "cpu" "memory" -}}
    {{- if not (hasKey $wanted .) -}}
      {{- fail (printf "%s: qos: guaranteed needs resources.requests.%s in container %s" $w.alias . $container.name) -}}
    {{- end -}}
  {{- end -}}
  {{- if eq $index 0 -}}
    {{- $cpu := toString $wanted.cpu -}}
    {{- $whole := or (regexMatch "^[1-9][0-9]*$" $cpu) (regexMatch "^[1-9][0-9]*000m$" $cpu) -}}
    {{- if not $whole -}}{{- fail (printf "%s: qos: guaranteed needs whole CPUs, resources.requests.cpu is %s" $w.alias $cpu) -}}{{- end -}}
  {{- end -}}
  {{- $_ := set $container "resources" (set (omit $given "requests" "limits") "requests" $wanted | merge (dict "limits" $wanted)) -}}
{{- end -}}
{{- end -}}
