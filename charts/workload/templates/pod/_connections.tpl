{{/*
Environment variables of the services this one calls: <SERVICE>_HOST, <SERVICE>_PORT, and <SERVICE>_PORT_<NAME> where there are
several ports; none where it has no Service. <SERVICE>_HOST of what runs elsewhere is its host there: its certificate has that name. <SERVICE>_PORT is the port that the connection names, else the callee's main one.
connectionVariables: false leaves them all out. In: w; portsFrom in it names a ConfigMap that the ports are taken from: what it must have is
put into portData. Out: vars (name -> value).
*/}}
{{- define "workload.pod.connections" -}}
{{- $vars := dict -}}
{{- $services := .w.services -}}
{{- range (eq (toString .w.values.connectionVariables) "false" | ternary list .w.me.calls) -}}
  {{- $callee := get $services .service -}}
  {{- $prefix := .service | upper | replace "-" "_" -}}
  {{- $names := keys $callee.ports | sortAlpha -}}
  {{- if and $callee.host (not .own) -}}
    {{- $host := $callee.host -}}
    {{- if eq $callee.mode "external" -}}{{- $host = $callee.values.external.host | default $host -}}{{- end -}}
    {{- $_ := set $vars (printf "%s_HOST" $prefix) $host -}}
    {{- $main := .port | default $callee.main -}}
    {{- $_ := set $vars (printf "%s_PORT" $prefix) (get $callee.ports $main).port -}}
    {{- if gt (len $names) 1 -}}
      {{- range $names -}}
        {{- $_ := set $vars (printf "%s_PORT_%s" $prefix (. | upper | replace "-" "_")) (get $callee.ports .).port -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if .w.portsFrom -}}
  {{- $w := .w -}}
  {{- range $name, $value := $vars -}}
    {{- if not (hasSuffix "_HOST" $name) -}}
      {{- $_ := set $w.portData $name (toJson $value) -}}
      {{- $_ := set $vars $name (dict "valueFrom" (dict "configMapKeyRef" (dict "name" $w.portsFrom "key" $name))) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "vars" $vars -}}
{{- end -}}
