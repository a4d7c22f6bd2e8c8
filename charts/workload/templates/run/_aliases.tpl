{{/*
The lines of /etc/hosts of a caller: the names of services that run elsewhere and are found by `external.aliases`, with their
addresses. In: w, spec (of its pod; changed in place).
*/}}
{{- define "workload.run.aliases" -}}
{{- $w := .w -}}
{{- $lines := list -}}
{{- $seen := dict -}}
{{- range $w.me.calls -}}
  {{- $callee := get $w.services .service -}}
  {{- if and (eq $callee.mode "external") (not (hasKey $seen .service)) -}}
    {{- $_ := set $seen .service true -}}
    {{- $external := $callee.values.external -}}
    {{- if and $external.aliases (not $external.host) -}}
      {{- $names := list ($callee.service | default $callee.name) -}}
      {{- range $key, $given := $callee.values.services -}}
        {{- if and (ne (toString $given.enabled) "false") (not $given.externalName) -}}{{- $names = append $names ($given.name | default (printf "%s-%s" $callee.name $key)) -}}{{- end -}}
      {{- end -}}
      {{- range $external.addresses -}}{{- $lines = append $lines (dict "ip" . "hostnames" $names) -}}{{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if $lines -}}{{- $_ := set .spec "hostAliases" (concat ($w.values.hostAliases | default list) $lines) -}}{{- end -}}
{{- end -}}
