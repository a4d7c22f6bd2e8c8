{{/*
A data store that a domain operator runs: the operator's custom resource, of the size that the service states, behind the service's
own name. `operator.spec` is merged over it last. In: w.
*/}}
{{- define "workload.run.operator" -}}
{{- $w := . -}}
{{- $operator := $w.values.operator -}}
{{- $claims := $w.values.volumeClaimTemplates | default dict -}}
{{- $claim := dict -}}
{{- range $name := keys $claims | sortAlpha | reverse -}}{{- $claim = get $claims $name -}}{{- end -}}
{{- if not $claim.size -}}{{- fail (printf "%s: operator is enabled, but volumeClaimTemplates states no size" $w.alias) -}}{{- end -}}
{{- $given := dict "w" $w "given" $claim "name" "data" -}}
{{- template "workload.claim" $given -}}
{{- $class := $given.out.storageClassName -}}
{{- if eq $operator.kind "cloudnative-pg" -}}
  {{- $env := $w.values.env | default dict -}}
  {{- $storage := dict "size" $claim.size -}}
  {{- with $class -}}{{- $_ := set $storage "storageClass" . -}}{{- end -}}
  {{- $roles := $w.values.roles | default dict -}}
  {{- $owner := ternary $roles.app ($env.POSTGRES_USER | default "app") (default false $roles.enabled) -}}{{- /* whose password callers have */ -}}
  {{- $spec := dict "instances" $w.values.replicaCount "storage" $storage "bootstrap" (dict "initdb" (dict "database" ($env.POSTGRES_DB | default $owner) "owner" $owner)) -}}
  {{- with ($w.values.credentials | default dict).secretName -}}{{- $_ := set $spec.bootstrap.initdb "secret" (dict "name" .) -}}{{- end -}}
  {{- /* the same PostgreSQL as without the operator, which has images of its own */ -}}
  {{- $image := $operator.image -}}
  {{- $version := regexFind "^[0-9]+([.][0-9]+)?" (toString $w.values.image.tag) -}}
  {{- if and (not $image) $version (eq (base ($w.values.image.repository | default "")) "postgres") -}}
    {{- $image = printf "ghcr.io/cloudnative-pg/postgresql:%s" $version -}}
  {{- end -}}
  {{- if $image -}}
    {{- $place := dict "reference" $image "global" $w.global -}}
    {{- template "workload.cluster.image" $place -}}
    {{- $_ := set $spec "imageName" $place.out -}}
  {{- end -}}
  {{- $tls := $w.values.tls | default dict -}}
  {{- if $tls.enabled -}}
    {{- $secret := $tls.secretName | default (printf "%s-tls" $w.name) -}}
    {{- $_ := set $spec "certificates" (dict "serverTLSSecret" $secret "serverCASecret" $secret) -}}
  {{- end -}}
  {{- template "workload.copy" (list $w.values $spec "resources") -}}
  {{- template "workload.merge" (list $spec ($operator.spec | default dict)) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "postgresql.cnpg.io/v1" "kind" "Cluster" "body" (dict "spec" $spec)) -}}
{{- else -}}
  {{- $storage := dict "type" "persistent-claim" "size" $claim.size -}}
  {{- with $class -}}{{- $_ := set $storage "class" . -}}{{- end -}}
  {{- $pool := dict "replicas" $w.values.replicaCount "roles" (list "controller" "broker") "storage" $storage -}}
  {{- template "workload.copy" (list $w.values $pool "resources") -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "kafka.strimzi.io/v1" "kind" "KafkaNodePool" "labels" (dict "strimzi.io/cluster" $w.name) "body" (dict "spec" $pool)) -}}
  {{- $listeners := list -}}
  {{- range $name, $p := $w.me.ports -}}
    {{- $listeners = append $listeners (dict "name" ($name | replace "-" "" | trunc 11) "port" $p.target "type" "internal" "tls" false) -}}
  {{- end -}}
  {{- $spec := dict "kafka" (dict "listeners" $listeners) "entityOperator" (dict "topicOperator" dict "userOperator" dict) -}}
  {{- template "workload.merge" (list $spec ($operator.spec | default dict)) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "kafka.strimzi.io/v1" "kind" "Kafka" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
