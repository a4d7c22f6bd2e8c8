{{/*
The egress rule for name resolution, by global.cluster.dns. Where nothing is stated: the pods of CoreDNS and of NodeLocal DNSCache, and
the addresses that caches on the node listen at (of the add-on of Kubernetes and of Kubespray). In: global. Out: out.
*/}}
{{- define "workload.cluster.dns" -}}
{{- $dns := or (or .global.cluster dict).dns dict -}}
{{- $ports := list -}}
{{- range $dns.ports | default (list 53) -}}
  {{- $ports = append (append $ports (dict "port" . "protocol" "UDP")) (dict "port" . "protocol" "TCP") -}}
{{- end -}}
{{- $peers := $dns.peers -}}
{{- if not $peers -}}
  {{- $pods := dict "matchExpressions" (list (dict "key" "k8s-app" "operator" "In" "values" (list "kube-dns" "node-local-dns"))) -}}
  {{- $peers = list (dict "namespaceSelector" dict "podSelector" $pods) (dict "ipBlock" (dict "cidr" "169.254.20.10/32")) (dict "ipBlock" (dict "cidr" "169.254.25.10/32")) -}}
{{- end -}}
{{- $_ := set . "out" (dict "to" $peers "ports" $ports) -}}
{{- end -}}
