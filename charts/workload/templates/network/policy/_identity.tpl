{{/*
networkPolicy.identity: the service asks the cloud who it is, at the endpoints of global.cluster.identity. They are link-local: `internet`
leaves them out. In and out: rules (workload.network.policy).
*/}}
{{- define "workload.network.policy.identity" -}}
{{- if .policy.identity -}}
  {{- $rules := . -}}
  {{- range (or .w.global.cluster dict).identity -}}
    {{- $ports := list -}}
    {{- range .ports -}}{{- $ports = append $ports (dict "port" . "protocol" "TCP") -}}{{- end -}}
    {{- $_ := set $rules "egress" (append $rules.egress (dict "to" (list (dict "ipBlock" (dict "cidr" .cidr))) "ports" $ports)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
