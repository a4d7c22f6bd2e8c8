{{/*
The exporter beside a PostgreSQL: a sidecar that comes through the pod's own address. Not one that starts first: a database does not wait
for who watches it. In: w (its sidecars changed), role.
*/}}
{{- define "workload.data.exporter" -}}
{{- $values := .w.values -}}
{{- $metrics := $values.metrics -}}
{{- $port := get $values.ports $metrics.port -}}
{{- $number := kindIs "map" $port | ternary $port (dict "containerPort" $port) -}}
{{- $database := ($values.env | default dict).POSTGRES_DB | default "postgres" -}}
{{- $exporter := pick $values.exporter "image" "resources" -}}
{{- $_ := set $exporter "args" (list (printf "--web.listen-address=:%v" $number.containerPort) (printf "--web.telemetry-path=%s" ($metrics.path | default "/metrics"))) -}}
{{- $_ := set $exporter "env" (dict "DATA_SOURCE_USER" .role "DATA_SOURCE_URI" (printf "127.0.0.1:5432/%s?sslmode=disable" $database)) -}}
{{- template "workload.merge" (list $exporter (get ($values.sidecars | default dict) "exporter" | default dict)) -}}
{{- $_ := set $values "sidecars" (set ($values.sidecars | default dict) "exporter" $exporter) -}}
{{- end -}}
