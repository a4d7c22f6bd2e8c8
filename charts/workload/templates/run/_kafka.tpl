{{/* Strimzi's Kafka with one KafkaNodePool, of the size that the service states. `operator.spec` is merged over it last. In: w. */}}
{{- define "workload.run.kafka" -}}
{{- $w := . -}}
{{- $operator := $w.values.operator -}}
{{- $claims := $w.values.volumeClaimTemplates | default dict -}}
{{- $claim := dict -}}
{{- range $name := keys $claims | sortAlpha | reverse -}}{{- $claim = get $claims $name -}}{{- end -}}
{{- if not $claim.size -}}{{- fail (printf "%s: operator is enabled, but volumeClaimTemplates states no size" $w.alias) -}}{{- end -}}
{{- $image := ($w.values.image | default dict).repository | default "" -}}
{{- if and $image (not (contains "kafka" (lower $image))) -}}
  {{- fail (printf "%s: operator.kind is strimzi, which runs Kafka, and image.repository is %q; leave the operator off, or let operator.kind be cloudnative-pg for PostgreSQL" $w.alias $image) -}}
{{- end -}}
{{- $given := dict "w" $w "given" $claim "name" "data" -}}
{{- template "workload.claim" $given -}}
{{- $storage := dict "type" "persistent-claim" "size" $claim.size -}}
{{- with $given.out.storageClassName -}}{{- $_ := set $storage "class" . -}}{{- end -}}
{{- $pool := dict "replicas" $w.values.replicaCount "roles" (list "controller" "broker") "storage" $storage -}}
{{- template "workload.copy" (list (pick $w.values "resources") $pool) -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "kafka.strimzi.io/v1" "kind" "KafkaNodePool" "labels" (dict "strimzi.io/cluster" $w.name) "body" (dict "spec" $pool)) -}}
{{- $listeners := list -}}
{{- range $name, $p := $w.me.ports -}}
  {{- $listeners = append $listeners (dict "name" ($name | replace "-" "" | trunc 11) "port" $p.target "type" "internal" "tls" false) -}}
{{- end -}}
{{- $spec := dict "kafka" (dict "listeners" $listeners) "entityOperator" (dict "topicOperator" dict "userOperator" dict) -}}
{{- template "workload.merge" (list $spec ($operator.spec | default dict)) -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "kafka.strimzi.io/v1" "kind" "Kafka" "body" (dict "spec" $spec)) -}}
{{- end -}}
