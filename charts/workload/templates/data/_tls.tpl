{{/* A cert-manager Certificate for the service's names, mounted at tls.mountPath. In: w. */}}
{{- define "workload.data.tls" -}}
{{- $w := . -}}
{{- $tls := $w.values.tls | default dict -}}
{{- if and $tls.enabled (not $tls.secretName) -}}
  {{- if not $tls.issuer.name -}}{{- fail (printf "%s: tls is enabled, but names neither an issuer (tls.issuer.name) nor an existing Secret (tls.secretName)" $w.alias) -}}{{- end -}}
  {{- $full := printf "%s.%s.svc" ($w.me.service | default $w.name) $w.root.Release.Namespace -}}
  {{- $names := list ($w.me.service | default $w.name) $full -}}
  {{- if eq $w.type "statefulset" -}}{{- $names = append $names (printf "*.%s.%s.svc" $w.me.headless $w.root.Release.Namespace) -}}{{- end -}}
  {{- $spec := dict "secretName" (printf "%s-tls" $w.name) "dnsNames" (concat $names ($tls.dnsNames | default list)) "issuerRef" $tls.issuer "privateKey" (dict "rotationPolicy" "Always") -}}
  {{- template "workload.copy" (list (pick $tls "duration" "renewBefore") $spec) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "cert-manager.io/v1" "kind" "Certificate" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
