{{/*
What the platform knows of one service, put into `services` under its alias: values, name (of its objects), ports (name ->
{port: of the Service, target: of the pod, protocol}), calls and callers (lists of {service, port}).
In: alias, type, own, global, files, bases, release, services. A disabled service is not registered.
*/}}
{{- define "workload.register" -}}
{{- include "workload.values" . -}}
{{- $values := .values -}}
{{- if $values.enabled -}}
  {{- $name := get (.global.names | default dict) .alias | default (printf "%s-%s" .release .alias) -}}
  {{- if gt (len $name) 52 -}}
    {{- fail (printf "%s: the name %q has %d characters, Kubernetes allows 52 (shorten the release name or the service's name, or set global.names)" .alias $name (len $name)) -}}
  {{- end -}}
  {{- $ports := dict -}}
  {{- range $port, $given := $values.ports -}}
    {{- $p := $given -}}
    {{- if not (kindIs "map" $p) -}}{{- $p = dict "containerPort" $given -}}{{- end -}}
    {{- if and (ne (toString $p.enabled) "false") (ne (toString $p.service) "false") -}}
      {{- $_ := set $ports $port (dict "port" $p.containerPort "target" $p.containerPort "protocol" ($p.protocol | default "TCP") "appProtocol" $p.appProtocol) -}}
    {{- end -}}
  {{- end -}}
  {{- range $port, $given := ($values.service | default dict).ports -}}
    {{- $p := $given -}}
    {{- if not (kindIs "map" $p) -}}{{- $p = dict "port" $given -}}{{- end -}}
    {{- $base := get $ports $port | default dict -}}
    {{- if eq (toString $p.enabled) "false" -}}
      {{- $_ := unset $ports $port -}}
    {{- else -}}
      {{- $number := $p.port | default $base.port -}}
      {{- $_ := set $ports $port (dict "port" $number "target" ($p.targetPort | default $base.target | default $number) "protocol" ($p.protocol | default $base.protocol | default "TCP") "appProtocol" ($p.appProtocol | default $base.appProtocol) "nodePort" $p.nodePort) -}}
    {{- end -}}
  {{- end -}}
  {{- $_ := set .services .alias (dict "type" .type "values" $values "name" $name "ports" $ports "calls" list "callers" list "alias" .alias) -}}
{{- end -}}
{{- end -}}
