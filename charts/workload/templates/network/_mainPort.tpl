{{/* The port that a route leads to when it names none; see workload.register. In: me, alias, for. */}}
{{- define "workload.network.mainPort" -}}
{{- if not .me.ports -}}{{- fail (printf "%s: %s is enabled, but the service has no port (set ports)" .alias .for) -}}{{- end -}}
{{- if not .me.service -}}{{- fail (printf "%s: %s is enabled, but the service is not (service.enabled is false)" .alias .for) -}}{{- end -}}
{{- .me.main -}}
{{- end -}}
