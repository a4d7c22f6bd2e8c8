{{/*
Opens a companion of a service: work on its data (backup, restore) that runs in pods of its own, under a name of its own, so that
neither the Service nor the disruption budget of the data store counts them. It may reach its service and nothing else.
In: w, suffix, values. Out: out (as workload.begin leaves it).
*/}}
{{- define "workload.data.companion" -}}
{{- $w := .w -}}
{{- $known := printf "%s-%s" $w.known .suffix -}}
{{- $base := pick $w.values "image" "imagePullSecrets" "tier" "labels" "podSecurityContext" "securityContext" "priorityClassName" "nodeSelector" "tolerations" -}}
{{- $values := deepCopy $base -}}
{{- include "workload.merge" (list $values (dict "enableServiceLinks" false "telemetry" (dict "enabled" false) "networkPolicy" (dict "enabled" true) "component" .suffix)) -}}
{{- include "workload.merge" (list $values .values) -}}
{{- $out := dict "on" true "root" $w.root "alias" (printf "%s-%s" $w.alias .suffix) "known" $known "chart" $w.chart "type" $w.type "name" (printf "%s-%s" $w.name .suffix) "values" $values "me" (get $w.services $known) "services" $w.services "platform" $w.platform "global" $w.global -}}
{{- include "workload.labels" $out -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
