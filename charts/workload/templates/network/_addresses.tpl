{{/* The peers of a NetworkPolicy where a service runs that runs elsewhere: its cidrs and addresses. In: external. Out: out. */}}
{{- define "workload.network.addresses" -}}
{{- $out := list -}}
{{- range .external.cidrs -}}{{- $out = append $out (dict "ipBlock" (dict "cidr" .)) -}}{{- end -}}
{{- range .external.addresses -}}
  {{- $out = append $out (dict "ipBlock" (dict "cidr" (printf "%s/%s" . (contains ":" . | ternary "128" "32")))) -}}
{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
