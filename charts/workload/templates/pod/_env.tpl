{{/*
The env list of a container. In: env (name -> value, or a map with value, valueFrom or credentialsOf: a service, whose Secret has
`key`; `enabled: false` leaves it out), vars (of the connections), services, knownAs, absent (services that are not enabled: what asks for
their address, or for their credentials, is left out). Out: out.
Kubernetes expands $(NAME) only from variables that stand earlier in the list, so the ones that refer to others come after them.
*/}}
{{- define "workload.pod.env" -}}
{{- $waiting := dict -}}
{{- $out := list -}}
{{- $given := omit (or .vars dict) -}}
{{- range $name, $_ := .env -}}
  {{- with get $given $name -}}{{- if kindIs "map" . -}}{{- $_ := set $given $name (deepCopy .) -}}{{- end -}}{{- end -}}
{{- end -}}
{{- if .env -}}{{- template "workload.merge" (list $given .env) -}}{{- end -}}
{{- range $name, $value := $given -}}
  {{- $entry := dict "name" $name -}}
  {{- $on := true -}}
  {{- if kindIs "map" $value -}}
    {{- $on = ne (toString $value.enabled) "false" -}}
    {{- if hasKey $value "credentialsOf" -}}
      {{- $owner := get $.services (get (or $.knownAs dict) $value.credentialsOf | default $value.credentialsOf) -}}
      {{- if $owner -}}
        {{- $key := or $value.key "password" -}}
        {{- $place := get (or $owner.secrets dict) $key | default (dict "name" $owner.credentials "key" $key) -}}
        {{- $_ := set $entry "valueFrom" (dict "secretKeyRef" (pick $place "name" "key")) -}}
      {{- else -}}
        {{- $on = false -}}
      {{- end -}}
    {{- else if hasKey $value "valueFrom" -}}
      {{- $_ := set $entry "valueFrom" $value.valueFrom -}}
    {{- else if hasKey $value "value" -}}
      {{- $_ := set $entry "value" (include "workload.text" $value.value) -}}
    {{- end -}}
  {{- else if kindIs "string" $value -}}
    {{- $_ := set $entry "value" $value -}}
  {{- else -}}
    {{- $_ := set $entry "value" (toJson $value) -}}
  {{- end -}}
  {{- range $.absent -}}
    {{- $prefix := . | upper | replace "-" "_" -}}
    {{- if and (regexMatch (printf "[$][(]%s_(HOST|PORT)" $prefix) (or $entry.value "")) (not (hasKey $given (printf "%s_HOST" $prefix))) -}}
      {{- $on = false -}}
    {{- end -}}
  {{- end -}}
  {{- if not $on -}}
  {{- else if and $entry.value (contains "$(" $entry.value) -}}
    {{- $_ := set $waiting $name $entry -}}
  {{- else -}}
    {{- $out = append $out $entry -}}
  {{- end -}}
{{- end -}}
{{- range $round := keys $waiting -}}
  {{- range $name := keys $waiting | sortAlpha -}}
    {{- $entry := get $waiting $name -}}
    {{- $ready := true -}}
    {{- range $other := keys $waiting -}}
      {{- if and (ne $other $name) (contains (printf "$(%s)" $other) $entry.value) -}}{{- $ready = false -}}{{- end -}}
    {{- end -}}
    {{- if $ready -}}
      {{- $out = append $out $entry -}}
      {{- $_ := unset $waiting $name -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $name := keys $waiting | sortAlpha -}}{{- $out = append $out (get $waiting $name) -}}{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
