{{/*
One port of a Service. In: alias, key (services.admin …), name, given (a number, or the port in full), base (the port of the same
name that it builds on, or {}). Out: out, empty where it is switched off.
*/}}
{{- define "workload.network.port" -}}
{{- $p := .given -}}
{{- if not (kindIs "map" $p) -}}{{- $p = dict "port" .given -}}{{- end -}}
{{- $number := or $p.port .base.port -}}
{{- if eq (toString $p.enabled) "false" -}}
  {{- $_ := set . "out" dict -}}
{{- else if not $number -}}
  {{- fail (printf "%s: the port %q of %s has no number" .alias .name .key) -}}
{{- else -}}
  {{- $_ := set . "out" (dict "port" $number "target" ($p.targetPort | default .base.target | default $number) "protocol" ($p.protocol | default .base.protocol | default "TCP") "appProtocol" (or $p.appProtocol .base.appProtocol) "nodePort" $p.nodePort) -}}
{{- end -}}
{{- end -}}
