{{/*
The store of global.backups (workload.run.storeOf) as an ObjectStore of the plugin barman-cloud, which the instances reach
(workload.network.policy.store). In: w, name, reads. Out: plugin (how a Cluster names it), and what workload.run.storeOf tells.
*/}}
{{- define "workload.run.clusterStore" -}}
{{- template "workload.run.storeOf" . -}}
{{- $w := .w -}}
{{- $store := .store -}}
{{- if and (not .reads) ($store.objectLock | default dict).days -}}
  {{- fail (printf "%s: global.backups.objectLock is stated, and CloudNativePG does not keep it of method wal: let it be the bucket's own default, with prune: false" $w.alias) -}}
{{- end -}}
{{- $ca := $store.ca | default dict -}}
{{- if and $ca.configMap (not $ca.secretName) -}}
  {{- fail (printf "%s: %s.ca names a ConfigMap, and CloudNativePG does not keep it: its plugin reads a Secret; name one in ca.secretName" $w.alias .at) -}}
{{- end -}}
{{- $credentials := $store.credentials | default dict -}}
{{- $s3 := dict "inheritFromIAMRole" true -}}
{{- with $credentials.secretName -}}
  {{- $s3 = dict "accessKeyId" (dict "name" . "key" ($credentials.accessKey | default "access-key-id")) "secretAccessKey" (dict "name" . "key" ($credentials.secretKey | default "secret-access-key")) -}}
{{- end -}}
{{- $wal := dict "compression" "gzip" -}}
{{- $data := dict "compression" "gzip" "immediateCheckpoint" true -}}
{{- with ($store.encryption | default dict).serverSide -}}
  {{- $_ := set $wal "encryption" . -}}
  {{- $_ := set $data "encryption" . -}}
{{- end -}}
{{- with ($store.encryption | default dict).kmsKeyId -}}
  {{- $key := list (printf "--sse-kms-key-id=%s" .) -}}
  {{- $_ := set $wal "archiveAdditionalCommandArgs" $key -}}
  {{- $_ := set $data "additionalCommandArgs" $key -}}
{{- end -}}
{{- $configuration := dict "destinationPath" (printf "s3://%s" .path) "s3Credentials" $s3 "wal" $wal "data" $data -}}
{{- with $ca.secretName -}}{{- $_ := set $configuration "endpointCA" (dict "name" . "key" ($ca.key | default "ca.crt")) -}}{{- end -}}
{{- $env := list -}}
{{- with $store.region -}}{{- $env = append $env (dict "name" "AWS_DEFAULT_REGION" "value" .) -}}{{- end -}}
{{- with $store.endpoint -}}
  {{- $_ := set $configuration "endpointURL" . -}}
  {{- /* Stores other than AWS's do not know the checksums that boto3 adds otherwise. */ -}}
  {{- range $when := list "AWS_REQUEST_CHECKSUM_CALCULATION" "AWS_RESPONSE_CHECKSUM_VALIDATION" -}}{{- $env = append $env (dict "name" $when "value" "when_required") -}}{{- end -}}
{{- end -}}
{{- $sidecar := dict "env" $env -}}
{{- template "workload.copy" (list (pick $w.values.backup "resources") $sidecar) -}}
{{- $spec := dict "configuration" $configuration "instanceSidecarConfiguration" $sidecar -}}
{{- if not (or .reads (eq (toString $store.prune) "false")) -}}{{- $_ := set $spec "retentionPolicy" (printf "%vd" $w.values.backup.retentionDays) -}}{{- end -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "barmancloud.cnpg.io/v1" "kind" "ObjectStore" "name" .name "body" (dict "spec" $spec)) -}}
{{- $_ := set . "plugin" (dict "name" "barman-cloud.cloudnative-pg.io" "parameters" (dict "barmanObjectName" .name "serverName" .folder)) -}}
{{- $asked := ($w.store | default dict).identity -}}
{{- $_ := set $w "store" (dict "on" true "identity" (or $asked (not $credentials.secretName))) -}}
{{- end -}}
