{{/* networkPolicy.internet: every public address is reached. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.internet" -}}
{{- if .policy.internet -}}
  {{- $four := dict "cidr" "0.0.0.0/0" "except" (list "10.0.0.0/8" "100.64.0.0/10" "169.254.0.0/16" "172.16.0.0/12" "192.168.0.0/16") -}}
  {{- $six := dict "cidr" "::/0" "except" (list "fc00::/7" "fe80::/10") -}}
  {{- $_ := set . "egress" (append .egress (dict "to" (list (dict "ipBlock" $four) (dict "ipBlock" $six)))) -}}
{{- end -}}
{{- end -}}
