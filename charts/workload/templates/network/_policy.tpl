{{/*
The NetworkPolicy of one service: its callers may reach its ports, it may reach the ports of the services it calls, and DNS.
Everything else needs an entry of its own: ingress and egress (raw rules), internet, kubernetesApi. In: w.
A chart used alone has no connections: it gets a policy only where it states rules, or nobody could reach it.
*/}}
{{- define "workload.network.policy" -}}
{{- $w := . -}}
{{- $policy := .values.networkPolicy | default dict -}}
{{- if and $policy.enabled (ne $w.me.mode "external") (or (not $w.platform.alone) $policy.ingress $policy.egress) -}}
  {{- $services := $w.services -}}
  {{- $ingress := list -}}
  {{- $byPort := dict -}}
  {{- range $w.me.callers -}}
    {{- $peer := dict "podSelector" (dict "matchLabels" (get $services .service).pods) -}}
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
    {{- /* A controller lives in a namespace of its own; in this one, connections say who calls whom. */ -}}
    {{- $elsewhere := dict "key" "kubernetes.io/metadata.name" "operator" "NotIn" "values" (list $w.root.Release.Namespace) -}}
    {{- $ingress = append $ingress (dict "from" ($outside.ingressControllers | default (list (dict "namespaceSelector" (dict "matchExpressions" (list $elsewhere))))) "ports" $own.out) -}}
  {{- end -}}
  {{- $open := list "LoadBalancer" "NodePort" -}}
  {{- if and $w.me.service (has ($w.values.service | default dict).type $open) -}}
    {{- $ingress = append $ingress (dict "ports" $own.out) -}}
  {{- end -}}
  {{- range $key, $given := $w.values.services -}}
    {{- if and (ne (toString $given.enabled) "false") (has $given.type $open) -}}
      {{- $ports := dict "w" $w "key" $key "given" $given -}}
      {{- include "workload.network.servicePorts" $ports -}}
      {{- $opened := dict "ports" $ports.out "only" "" -}}
      {{- include "workload.network.ports" $opened -}}
      {{- $ingress = append $ingress (dict "ports" $opened.out) -}}
    {{- end -}}
  {{- end -}}
  {{- $egress := list (include "workload.network.dns" . | fromJson) -}}
  {{- range $w.me.calls -}}
    {{- $callee := get $services .service -}}
    {{- $ports := dict "ports" $callee.ports "only" .port -}}
    {{- include "workload.network.ports" $ports -}}
    {{- with $ports.out -}}
      {{- $peers := list (dict "podSelector" (dict "matchLabels" $callee.pods)) -}}
      {{- if eq $callee.mode "external" -}}
        {{- $peers = list -}}
        {{- range $callee.values.external.cidrs -}}{{- $peers = append $peers (dict "ipBlock" (dict "cidr" .)) -}}{{- end -}}
        {{- range $callee.values.external.addresses -}}{{- $peers = append $peers (dict "ipBlock" (dict "cidr" (printf "%s/%s" . (contains ":" . | ternary "128" "32")))) -}}{{- end -}}
      {{- end -}}
      {{- $rule := dict "ports" . -}}
      {{- with $peers -}}{{- $_ := set $rule "to" . -}}{{- end -}}
      {{- $egress = append $egress $rule -}}
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
  {{- if and ($w.values.metrics | default dict).enabled $w.values.ports -}}
    {{- $scraped := get ($w.values.ports | default dict) $w.values.metrics.port -}}
    {{- $scraped = kindIs "map" $scraped | ternary $scraped (dict "containerPort" $scraped) -}}
    {{- $peers := $outside.monitoring | default (list (dict "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" "monitoring")))) -}}
    {{- $ingress = append $ingress (dict "from" $peers "ports" (list (dict "port" $scraped.containerPort "protocol" "TCP"))) -}}
  {{- end -}}
  {{- range $port := $w.me.scaledBy | default list | uniq -}}
    {{- $peers := $outside.keda | default (list (dict "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" "keda")))) -}}
    {{- $read := dict "ports" $w.me.ports "only" $port -}}
    {{- include "workload.network.ports" $read -}}
    {{- with $read.out -}}{{- $ingress = append $ingress (dict "from" $peers "ports" .) -}}{{- end -}}
  {{- end -}}
  {{- if eq $w.me.mode "operator" -}}
    {{- $self := dict "podSelector" (dict "matchLabels" $w.me.pods) -}}
    {{- $operators := $outside.operators | default (list (dict "namespaceSelector" (dict "matchExpressions" (list (dict "key" "kubernetes.io/metadata.name" "operator" "In" "values" (list "cnpg-system" "strimzi")))))) -}}
    {{- $ingress = append $ingress (dict "from" (concat (list $self) $operators)) -}}
    {{- $egress = concat $egress (list (dict "to" (list $self)) (dict "ports" (list (dict "port" 443 "protocol" "TCP") (dict "port" 6443 "protocol" "TCP")))) -}}
  {{- end -}}
  {{- with ($w.global.telemetry | default dict).endpoint -}}
    {{- if ne (toString ($w.values.telemetry | default dict).enabled) "false" -}}
      {{- $peers := $outside.telemetry | default (list (dict "namespaceSelector" dict)) -}}
      {{- $egress = append $egress (dict "to" $peers "ports" (list (dict "port" (splitList ":" . | last | int) "protocol" "TCP"))) -}}
    {{- end -}}
  {{- end -}}
  {{- $mesh := ($w.global.mesh | default dict).type -}}
  {{- if and $mesh (ne (toString ($w.values.mesh | default dict).enabled) "false") -}}
    {{- /* a sidecar talks to its control plane; Linkerd's carries opaque connections over a port of its own */ -}}
    {{- $plane := eq $mesh "istio" | ternary "istio-system" "linkerd" -}}
    {{- $egress = append $egress (dict "to" ($outside.mesh | default (list (dict "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" $plane)))))) -}}
    {{- if eq $mesh "linkerd" -}}
      {{- $proxy := list (dict "port" 4143 "protocol" "TCP") -}}
      {{- range $rule := $ingress -}}{{- $_ := set $rule "ports" (concat ($rule.ports | default list) $proxy | uniq) -}}{{- end -}}
      {{- range $rule := rest $egress -}}{{- if $rule.ports -}}{{- $_ := set $rule "ports" (concat $rule.ports $proxy | uniq) -}}{{- end -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- $ingress = concat $ingress ($policy.ingress | default list) -}}
  {{- $egress = concat $egress ($policy.egress | default list) -}}
  {{- $spec := dict "podSelector" (dict "matchLabels" $w.me.pods) "policyTypes" (list "Ingress" "Egress") "egress" $egress -}}
  {{- with $ingress -}}{{- $_ := set $spec "ingress" . -}}{{- end -}}
  {{- include "workload.object" (dict "w" $w "apiVersion" "networking.k8s.io/v1" "kind" "NetworkPolicy" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
