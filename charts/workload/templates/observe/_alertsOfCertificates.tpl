{{/*
Certificates of cert-manager's, the service's own and its Ingress's, of whose time to renew more than half has gone by: renewals fail. So
it holds for those of a day as for those of a year. In: w, rules. Out: rules.
*/}}
{{- define "workload.observe.alertsOfCertificates" -}}
{{- $w := .w -}}
{{- $names := list -}}
{{- $tls := $w.values.tls | default dict -}}
{{- if and $tls.enabled (not $tls.secretName) -}}{{- $names = append $names $w.name -}}{{- end -}}
{{- $ingress := $w.values.ingress | default dict -}}
{{- if $ingress.enabled -}}
  {{- range $ingress.tls -}}{{- with .secretName -}}{{- $names = append $names . -}}{{- end -}}{{- end -}}
{{- end -}}
{{- with $names -}}
  {{- /* Prometheus keeps cert-manager's own label as exported_namespace, unless it is told to honour it. */ -}}
  {{- $expr := list -}}
  {{- range $label := list "namespace" "exported_namespace" -}}
    {{- $at := printf "{%s=%q,name=~%q}" $label $w.root.Release.Namespace (join "|" $names) -}}
    {{- $ends := printf "certmanager_certificate_expiration_timestamp_seconds%s" $at -}}
    {{- $expr = append $expr (printf "%s - time() < (%s - certmanager_certificate_renewal_timestamp_seconds%s) / 2" $ends $ends $at) -}}
  {{- end -}}
  {{- $_ := set $.rules "certificateExpiring" (dict "expr" (join " or " $expr) "for" "10m" "severity" "page" "summary" "the certificate {{ $labels.name }} is not renewed and ends in {{ $value | humanizeDuration }}") -}}
{{- end -}}
{{- end -}}
