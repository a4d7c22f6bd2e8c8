{{/*
The store of global.backups (workload.data.storeOf), as rclone reaches it, for one service. In: w, reads (what restores read). Out: what
workload.data.storeOf tells; where it is on, prune, identity (no Secret says who it is), env (STORE, where the service's backups are, and what rclone needs), volumes
and initContainers: rclone and the certificates that it trusts are copied from its image to /store, where the programs of the service's own image run it.
*/}}
{{- define "workload.data.store" -}}
{{- $w := .w -}}
{{- $reads := default false .reads -}}
{{- template "workload.data.storeOf" . -}}
{{- if .on -}}
  {{- $store := .store -}}
  {{- $encryption := $store.encryption | default dict -}}
  {{- $lock := $store.objectLock | default dict -}}
  {{- $credentials := $store.credentials | default dict -}}
  {{- $env := dict "RCLONE_CONFIG" "/dev/null" "RCLONE_TRANSFERS" "1" "SSL_CERT_FILE" "/store/ca-certificates.crt" "STORE" (printf "store:%s/%s" .path .folder) -}}
  {{- /* The bucket is there, and our key may not make one. */ -}}
  {{- $config := dict "TYPE" "s3" "NO_CHECK_BUCKET" "true" "PROVIDER" ($store.provider | default (empty $store.endpoint | ternary "AWS" "Other")) "ENDPOINT" $store.endpoint "REGION" $store.region "SERVER_SIDE_ENCRYPTION" $encryption.serverSide "SSE_KMS_KEY_ID" $encryption.kmsKeyId -}}
  {{- if $lock.days -}}
    {{- template "workload.merge" (list $config (dict "OBJECT_LOCK_MODE" ($lock.mode | default "GOVERNANCE") "OBJECT_LOCK_RETAIN_UNTIL_DATE" (printf "%vd" $lock.days))) -}}
  {{- end -}}
  {{- if $credentials.secretName -}}
    {{- range $name, $key := dict "ACCESS_KEY_ID" ($credentials.accessKey | default "access-key-id") "SECRET_ACCESS_KEY" ($credentials.secretKey | default "secret-access-key") -}}
      {{- $_ := set $config $name (dict "valueFrom" (dict "secretKeyRef" (dict "name" $credentials.secretName "key" $key))) -}}
    {{- end -}}
  {{- else -}}
    {{- $_ := set $config "ENV_AUTH" "true" -}}
  {{- end -}}
  {{- range $name, $value := $config -}}{{- if $value -}}{{- $_ := set $env (printf "RCLONE_CONFIG_STORE_%s" $name) $value -}}{{- end -}}{{- end -}}
  {{- $volumes := dict "store" (dict "mountPath" "/store") -}}
  {{- $ca := $store.ca | default dict -}}
  {{- if or $ca.configMap $ca.secretName -}}
    {{- $name := $reads | ternary "store-from-ca" "store-ca" -}}
    {{- $_ := set $env "RCLONE_CA_CERT" (printf "/%s/%s" $name ($ca.key | default "ca.crt")) -}}
    {{- $source := empty $ca.secretName | ternary (dict "configMap" (dict "name" $ca.configMap)) (dict "secret" (dict "secretName" $ca.secretName)) -}}
    {{- $_ := set $volumes $name (merge (dict "mountPath" (printf "/%s" $name) "readOnly" true) $source) -}}
  {{- end -}}
  {{- with $store.env -}}{{- template "workload.merge" (list $env .) -}}{{- end -}}
  {{- $init := dict "order" -2 "image" $w.values.backup.storeImage "command" (list "/bin/sh" "-euc" "cp \"$(command -v rclone)\" /etc/ssl/certs/ca-certificates.crt /store/") "mounts" (dict "store" "/store") "resources" (dict "requests" (dict "cpu" "10m" "memory" "32Mi") "limits" (dict "memory" "128Mi")) -}}
  {{- $_ := set . "env" $env -}}
  {{- $_ := set . "volumes" $volumes -}}
  {{- $_ := set . "initContainers" (dict "store" $init) -}}
  {{- $_ := set . "prune" (ne (toString $store.prune) "false") -}}
  {{- $_ := set . "identity" (not $credentials.secretName) -}}
{{- end -}}
{{- end -}}
