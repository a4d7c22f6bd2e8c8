{{/*
The NetworkPolicy of one service: its callers may reach its ports, it may reach the ports of the services it calls, and DNS.
Everything else needs an entry of its own: ingress and egress (raw rules), internet, kubernetesApi, identity. In: w.
A chart used alone has no connections: it gets a policy only where it states rules, or nobody could reach it.
Who may come in are the service's edges (workload.edges). Every source of rules for going out is a file in policy/ that adds its own, in this
order, to `egress` of what it is given: w, policy (the service's networkPolicy), outside (global.networkPolicy). They write nothing, so that
`template` does, which allocates half of what `include` does.
*/}}
{{- define "workload.network.policy" -}}
{{- $policy := or .values.networkPolicy dict -}}
{{- if and $policy.enabled (ne .me.mode "external") (or (not .platform.alone) $policy.ingress $policy.egress) -}}
  {{- template "workload.edges" . -}}
  {{- $ingress := list -}}
  {{- range .edges -}}
    {{- $rule := dict -}}
    {{- if .peers -}}{{- $_ := set $rule "from" .peers -}}{{- end -}}
    {{- if .ports -}}{{- $_ := set $rule "ports" .ports -}}{{- end -}}
    {{- $ingress = append $ingress $rule -}}
  {{- end -}}
  {{- $rules := dict "w" . "policy" $policy "outside" (or .global.networkPolicy dict) "ingress" $ingress "egress" list "plain" list -}}
  {{- template "workload.network.policy.dns" $rules -}}
  {{- template "workload.network.policy.calls" $rules -}}
  {{- template "workload.network.policy.internet" $rules -}}
  {{- template "workload.network.policy.kubernetesApi" $rules -}}
  {{- template "workload.network.policy.identity" $rules -}}
  {{- template "workload.network.policy.store" $rules -}}
  {{- template "workload.network.policy.operator" $rules -}}
  {{- template "workload.network.policy.telemetry" $rules -}}
  {{- template "workload.network.policy.mesh" $rules -}}
  {{- template "workload.network.policy.raw" $rules -}}
  {{- $spec := dict "podSelector" (dict "matchLabels" .me.pods) "policyTypes" (list "Ingress" "Egress") "egress" $rules.egress -}}
  {{- with $rules.ingress -}}{{- $_ := set $spec "ingress" . -}}{{- end -}}
  {{- template "workload.object" (dict "w" . "apiVersion" "networking.k8s.io/v1" "kind" "NetworkPolicy" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
