{{/*
The NetworkPolicy of one service: its callers may reach its ports, it may reach the ports of the services it calls, and DNS.
Everything else needs an entry of its own: ingress and egress (raw rules), internet, kubernetesApi. In: w.
A chart used alone has no connections: it gets a policy only where it states rules, or nobody could reach it.
*/}}
{{- define "workload.network.policy" -}}
{{- $w := . -}}
{{- $policy := .values.networkPolicy | default dict -}}
{{- if and $policy.enabled (or (not $w.platform.alone) $policy.ingress $policy.egress) -}}
  {{- $services := $w.services -}}
  {{- $ingress := list -}}
  {{- $byPort := dict -}}
  {{- range $w.me.callers -}}
    {{- $peer := dict "podSelector" (dict "matchLabels" (dict "app.kubernetes.io/name" .service "app.kubernetes.io/instance" $w.root.Release.Name)) -}}
    {{- $_ := set $byPort .port (append (get $byPort .port | default list) $peer) -}}
  {{- end -}}
  {{- range $port, $peers := $byPort -}}
    {{- $ports := dict "ports" $w.me.ports "only" $port -}}
    {{- include "workload.network.ports" $ports -}}
    {{- with $ports.out -}}{{- $ingress = append $ingress (dict "from" $peers "ports" .) -}}{{- end -}}
  {{- end -}}
  {{- $own := dict "ports" $w.me.ports "only" "" -}}
  {{- include "workload.network.ports" $own -}}
  {{- $outside := $w.global.networkPolicy | default dict -}}
  {{- if or ($w.values.ingress | default dict).enabled ($w.values.httpRoute | default dict).enabled -}}
    {{- $ingress = append $ingress (dict "from" ($outside.ingressControllers | default (list (dict "namespaceSelector" dict))) "ports" $own.out) -}}
  {{- end -}}
  {{- if has (($w.values.service | default dict).type) (list "LoadBalancer" "NodePort") -}}
    {{- $ingress = append $ingress (dict "ports" $own.out) -}}
  {{- end -}}
  {{- $egress := list (include "workload.network.dns" . | fromJson) -}}
  {{- range $w.me.calls -}}
    {{- $callee := get $services .service -}}
    {{- $ports := dict "ports" $callee.ports "only" .port -}}
    {{- include "workload.network.ports" $ports -}}
    {{- with $ports.out -}}
      {{- $peer := dict "podSelector" (dict "matchLabels" (dict "app.kubernetes.io/name" $callee.alias "app.kubernetes.io/instance" $w.root.Release.Name)) -}}
      {{- $egress = append $egress (dict "to" (list $peer) "ports" .) -}}
    {{- end -}}
  {{- end -}}
  {{- if $policy.internet -}}
    {{- $egress = append $egress (dict "to" (list
          (dict "ipBlock" (dict "cidr" "0.0.0.0/0" "except" (list "10.0.0.0/8" "100.64.0.0/10" "169.254.0.0/16" "172.16.0.0/12" "192.168.0.0/16")))
          (dict "ipBlock" (dict "cidr" "::/0" "except" (list "fc00::/7" "fe80::/10"))))) -}}
  {{- end -}}
  {{- if $policy.kubernetesApi -}}
    {{- $egress = append $egress (dict "ports" (list (dict "port" 443 "protocol" "TCP") (dict "port" 6443 "protocol" "TCP"))) -}}
  {{- end -}}
  {{- $ingress = concat $ingress ($policy.ingress | default list) -}}
  {{- $egress = concat $egress ($policy.egress | default list) -}}
  {{- $spec := dict "podSelector" (dict "matchLabels" $w.selector) "policyTypes" (list "Ingress" "Egress") "egress" $egress -}}
  {{- with $ingress -}}{{- $_ := set $spec "ingress" . -}}{{- end -}}
  {{- include "workload.object" (dict "w" $w "apiVersion" "networking.k8s.io/v1" "kind" "NetworkPolicy" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
