{{/*
The Secrets that somebody has to make before the pods of this release start: name -> keys. In: root. Out: asked.
*/}}
{{- define "workload.secretsAsked" -}}
{{- $root := .root -}}
{{- $secrets := dict -}}
{{- $shared := dict -}}
{{- range $key, $secret := ($root.Values.namespace | default dict).secrets -}}{{- if $secret -}}{{- $_ := set $shared ($secret.name | default (printf "%s-%s" $root.Release.Name $key)) true -}}{{- end -}}{{- end -}}
{{- range $name, $service := (get $root.Release "platform" | default dict).services -}}
  {{- with $service.values.credentials -}}
    {{- if and .enabled (eq .source "existing") -}}
      {{- range $key := .keys -}}
        {{- $place := get ($service.secrets | default dict) $key | default (dict "name" $service.credentials "key" $key) -}}
        {{- with $place.user -}}{{- $_ := set $secrets $place.name (append (get $secrets $place.name | default list) (printf "username (%s)" .)) -}}{{- end -}}
        {{- $_ := set $secrets $place.name (append (get $secrets $place.name | default list) $place.key) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- range $does := list "backup" "restore" -}}
    {{- $work := get $service.values $does | default dict -}}
    {{- $isElsewhere := ne (toString ($service.values.backup | default dict).method) "snapshot" -}}
    {{- $store := ($root.Values.global | default dict).backups | default dict -}}
    {{- $from := eq $does "restore" | ternary ($store.from | default dict) dict -}}
    {{- $credentials := merge (dict) ($from.credentials | default dict) ($store.credentials | default dict) -}}
    {{- if and $work.enabled $isElsewhere $store.bucket $credentials.secretName (not (hasKey $shared $credentials.secretName)) -}}
      {{- $_ := set $secrets $credentials.secretName (list ($credentials.accessKey | default "access-key-id") ($credentials.secretKey | default "secret-access-key")) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "asked" $secrets -}}
{{- end -}}
