{{/*
The KEDA triggers of a service, from a map by name. `service` names another service of the platform and fills in its address:
bootstrapServers (kafka), natsServerMonitoringEndpoint (nats-jetstream); a prometheus trigger takes global.prometheus.
KEDA runs in a namespace of its own, so addresses are full names. In: w. Out: out (list).
*/}}
{{- define "workload.scaling.triggers" -}}
{{- $w := .w -}}
{{- $out := list -}}
{{- range $name, $given := $w.values.keda.triggers -}}
  {{- if ne (toString $given.enabled) "false" -}}
    {{- $metadata := dict -}}
    {{- with $given.service -}}
      {{- $target := get $w.services (get (or $w.global.knownAs dict) . | default .) -}}
      {{- if not $target -}}{{- fail (printf "%s: keda.triggers.%s names the service %q, which is not enabled in this platform" $w.alias $name .) -}}{{- end -}}
      {{- $host := printf "%s.%s.svc" $target.host $w.root.Release.Namespace -}}
      {{- $main := include "workload.network.mainPort" (dict "me" $target "alias" . "for" "a KEDA trigger") -}}
      {{- if or (eq $given.type "kafka") (eq $given.type "apache-kafka") -}}
        {{- $_ := set $metadata "bootstrapServers" (printf "%s:%s" $host (toJson (get $target.ports (or $given.port $main)).port)) -}}
      {{- else if eq $given.type "nats-jetstream" -}}
        {{- $_ := set $metadata "natsServerMonitoringEndpoint" (printf "%s:%s" $host (toJson (get $target.ports (or $given.port "monitor")).port)) -}}
      {{- else -}}
        {{- fail (printf "%s: keda.triggers.%s: `service` is for kafka, apache-kafka and nats-jetstream; give a %s trigger its address in metadata" $w.alias $name $given.type) -}}
      {{- end -}}
    {{- end -}}
    {{- if and (eq $given.type "prometheus") $w.global.prometheus -}}{{- $_ := set $metadata "serverAddress" $w.global.prometheus -}}{{- end -}}
    {{- range $key, $value := $given.metadata -}}{{- $_ := set $metadata $key (kindIs "string" $value | ternary $value (toJson $value)) -}}{{- end -}}
    {{- $trigger := dict "name" $name "type" $given.type "metadata" $metadata -}}
    {{- template "workload.copy" (list (pick $given "authenticationRef" "metricType" "useCachedMetrics") $trigger) -}}
    {{- $out = append $out $trigger -}}
  {{- end -}}
{{- end -}}
{{- if not $out -}}{{- fail (printf "%s: keda is enabled, but has no trigger (set keda.triggers)" $w.alias) -}}{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
