{{/* The egress rule for the API server, by global.cluster.apiServer; without peers, its ports anywhere. In: global. Out: out. */}}
{{- define "workload.cluster.apiServer" -}}
{{- $server := or (or .global.cluster dict).apiServer dict -}}
{{- $ports := list -}}
{{- range $server.ports | default (list 443 6443) -}}{{- $ports = append $ports (dict "port" . "protocol" "TCP") -}}{{- end -}}
{{- $rule := dict "ports" $ports -}}
{{- with $server.peers -}}{{- $_ := set $rule "to" . -}}{{- end -}}
{{- $_ := set . "out" $rule -}}
{{- end -}}
