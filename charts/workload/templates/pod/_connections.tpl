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
  {{- if and $callee.host (not .own) -}}
    {{- if not $callee.vars -}}
      {{- /* made once for all who call it */ -}}
      {{- $prefix := .service | upper | replace "-" "_" -}}
      {{- $made := dict -}}
      {{- if gt (len $callee.ports) 1 -}}
        {{- range $name, $port := $callee.ports -}}
          {{- $_ := set $made (printf "%s_PORT_%s" $prefix ($name | upper | replace "-" "_")) $port.port -}}
        {{- end -}}
      {{- end -}}
      {{- $_ := set $callee "vars" (dict "host" (printf "%s_HOST" $prefix) "port" (printf "%s_PORT" $prefix) "ports" $made) -}}
    {{- end -}}
    {{- $host := $callee.host -}}
    {{- if eq $callee.mode "external" -}}{{- $host = or $callee.values.external.host $host -}}{{- end -}}
    {{- $_ := set $vars $callee.vars.host $host -}}
    {{- $_ := set $vars $callee.vars.port (get $callee.ports (or .port $callee.main)).port -}}
    {{- range $name, $port := $callee.vars.ports -}}{{- $_ := set $vars $name $port -}}{{- end -}}
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
