{{/*
What global.backups says of the store of method wal: the own one, or the one that restores read (global.backups.from). In: w, reads. Out:
store, at (the key that says it), path (bucket and prefix), place (all of it, to tell two from one another).
*/}}
{{- define "workload.run.storeOf" -}}
{{- $w := .w -}}
{{- $store := omit ($w.global.backups | default dict) "from" | deepCopy -}}
{{- $_ := set . "at" "global.backups" -}}
{{- if .reads -}}
  {{- with ($w.global.backups | default dict).from -}}
    {{- template "workload.merge" (list $store .) -}}
    {{- $_ := set $ "at" "global.backups.from" -}}
  {{- end -}}
{{- end -}}
{{- if not $store.bucket -}}
  {{- fail (printf "%s: backup.method is wal, which CloudNativePG keeps in an S3-compatible store, and global.backups.bucket is empty; name a store there, or let backup.method be postgresql" $w.alias) -}}
{{- end -}}
{{- if not (or $store.endpoint $store.region) -}}
  {{- fail (printf "%s: global.backups.bucket is %q, and neither global.backups.endpoint nor global.backups.region says where it is" $w.alias $store.bucket) -}}
{{- end -}}
{{- $_ := set . "store" $store -}}
{{- $_ := set . "path" (list $store.bucket (trimAll "/" ($store.prefix | default "")) | compact | join "/") -}}
{{- $_ := set . "place" (printf "%s/%s/%s" ($store.endpoint | default $store.region) .path $w.known) -}}
{{- end -}}
{{/*
That store as an ObjectStore of the plugin barman-cloud, which the instances reach (workload.network.policy.store). In: w, name, reads. Out:
plugin (how a Cluster names it), and what workload.run.storeOf tells.
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
{{- template "workload.copy" (list $w.values.backup $sidecar "resources") -}}
{{- $spec := dict "configuration" $configuration "instanceSidecarConfiguration" $sidecar -}}
{{- if not (or .reads (eq (toString $store.prune) "false")) -}}{{- $_ := set $spec "retentionPolicy" (printf "%vd" $w.values.backup.retentionDays) -}}{{- end -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "barmancloud.cnpg.io/v1" "kind" "ObjectStore" "name" .name "body" (dict "spec" $spec)) -}}
{{- $_ := set . "plugin" (dict "name" "barman-cloud.cloudnative-pg.io" "parameters" (dict "barmanObjectName" .name "serverName" $w.known)) -}}
{{- $asked := ($w.store | default dict).identity -}}
{{- $_ := set $w "store" (dict "on" true "identity" (or $asked (not $credentials.secretName))) -}}
{{- end -}}
