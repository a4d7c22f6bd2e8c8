{{/*
PostgreSQL, by what its exporter tells, or the instances of CloudNativePG: connections that run out, a server that cannot be asked,
replicas that are behind, and those that have lost whom they copy, which say that they are behind by nothing. A pod streams under its name. Replicas that follow an archive
(restore.follow) have nobody to stream from. In: w, pods (a pattern), rules. Out: rules.
*/}}
{{- define "workload.observe.alertsOfDatabases" -}}
{{- $w := .w -}}
{{- $metrics := $w.values.metrics | default dict -}}
{{- $operator := $w.values.operator | default dict -}}
{{- $isOperated := and (eq $w.me.mode "operator") (eq (toString $operator.kind) "cloudnative-pg") -}}
{{- $isWatched := and (eq $w.me.mode "pods") ($w.values.exporter | default dict).enabled -}}
{{- if and $metrics.enabled (or $isOperated $isWatched) -}}
  {{- $lag := "pg_replication_lag_seconds{PODS}" -}}
  {{- $alone := printf "pg_replication_is_replica{PODS} == 1 unless on (pod) label_replace(pg_stat_replication_pg_wal_lsn_diff{PODS,state=\"streaming\"}, \"pod\", \"$1\", \"application_name\", \"(.*)\")" -}}
  {{- $used := "sum by (pod) (pg_stat_activity_count{PODS}) / max by (pod) (pg_settings_max_connections{PODS})" -}}
  {{- $asked := "pg_up{PODS}" -}}
  {{- if $isOperated -}}
    {{- $asked = "cnpg_collector_up{PODS}" -}}
    {{- $lag = "cnpg_pg_replication_lag{PODS}" -}}
    {{- $alone = "cnpg_pg_replication_in_recovery{PODS} == 1 and on (pod) cnpg_pg_replication_is_wal_receiver_up{PODS} == 0" -}}
    {{- $used = "sum by (pod) (cnpg_backends_total{PODS}) / max by (pod) (cnpg_pg_settings_setting{PODS,name=\"max_connections\"})" -}}
  {{- end -}}
  {{- $_ := set .rules "connectionsNearLimit" (dict "expr" (printf "%s > 0.8" $used) "for" "5m" "severity" "page" "summary" "{{ $value | humanizePercentage }} of the connections of {{ $labels.pod }} are taken") -}}
  {{- $_ := set .rules "metricsMissing" (dict "expr" (printf "max by (pod) (%s) == 0" $asked) "for" "15m" "summary" "nobody can ask {{ $labels.pod }} how it is: the other alerts of this database are blind") -}}
  {{- $restore := $w.values.restore | default dict -}}
  {{- if and (gt (int ($w.values.replicaCount | default 1)) 1) (or $isOperated ($w.values.replication | default dict).enabled) (not (and $restore.enabled $restore.follow)) -}}
    {{- $_ := set .rules "replicationLag" (dict "expr" (printf "max by (pod) (%s) > 60" $lag) "for" "5m" "summary" "{{ $labels.pod }} is {{ $value | humanizeDuration }} behind") -}}
    {{- $_ := set .rules "replicaWithoutSource" (dict "expr" $alone "for" "10m" "severity" "page" "summary" "{{ $labels.pod }} gets nothing from the primary") -}}
  {{- end -}}
{{- end -}}
{{- end -}}
