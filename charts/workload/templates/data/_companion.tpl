{{/*
Opens a companion of a service: work on its data (backup, restore) that runs in pods of its own, under a name of its own, so that
neither the Service nor the disruption budget of the data store counts them. It may reach its service, and what its service may.
It has what its service has and does not need its process (no ports, probes, containers, volumes or claims, nobody calls it); over that lies
what the work needs (`values`), over that what `own` says of its pods. What runs the service's image has its environment, too.
In: w, suffix, values, own. Out: out (as workload.begin leaves it).
*/}}
{{- define "workload.data.companion" -}}
{{- $w := .w -}}
{{- $known := printf "%s-%s" $w.known .suffix -}}
{{- $values := pick $w.values "image" "imagePullSecrets" "tier" "labels" "podLabels" "podAnnotations" "podSecurityContext" "securityContext" "userIds" "nodeSelector" "nodePool" "spot" "tolerations" "affinity" "topologySpread" "topologySpreadConstraints" "priorityClassName" "runtimeClassName" "schedulerName" "dnsPolicy" "dnsConfig" "hostAliases" "networkPolicy" "mesh" "metadata" | deepCopy -}}
{{- if not .values.image -}}
  {{- template "workload.merge" (list $values (pick $w.values "env" "envFrom")) -}}
{{- end -}}
{{- if $values.networkPolicy -}}{{- $_ := set $values "networkPolicy" (omit $values.networkPolicy "ingress") -}}{{- end -}}
{{- template "workload.merge" (list $values (dict "enableServiceLinks" false "telemetry" (dict "enabled" false) "component" .suffix)) -}}
{{- template "workload.merge" (list $values .values) -}}
{{- template "workload.merge" (list $values (.own | default dict)) -}}
{{- $out := dict "on" true "root" $w.root "alias" (printf "%s-%s" $w.alias .suffix) "known" $known "chart" $w.chart "type" $w.type "name" (printf "%s-%s" $w.name .suffix) "values" $values "me" (get $w.services $known) "services" $w.services "platform" $w.platform "global" $w.global -}}
{{- template "workload.labels" $out -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
