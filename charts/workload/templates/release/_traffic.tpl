{{/*
What carries a canary's weights: the VirtualService, the HTTPRoutes or the Ingress of the service. In: w, canary (changed in place).
Requests that have the header of rollout.header go to the canary's pods at any weight; between roll-outs these are the stable ones.
*/}}
{{- define "workload.release.traffic" -}}
{{- $w := .w -}}
{{- $rollout := $w.values.rollout -}}
{{- $by := or $rollout.traffic "" -}}
{{- $header := or $rollout.header dict -}}
{{- $mesh := or (or $w.global.mesh dict).type "" -}}
{{- $routing := dict -}}
{{- if and $header.name (not $by) -}}{{- fail (printf "%s: rollout.header needs rollout.traffic, which says what reads it: istio, gateway or nginx" $w.alias) -}}{{- end -}}
{{- if and $by (not $w.me.service) -}}{{- fail (printf "%s: rollout.traffic is %s, but the service has no Service (set ports)" $w.alias $by) -}}{{- end -}}
{{- if eq $by "istio" -}}
  {{- if not (and $w.me.proxied (eq $mesh "istio")) -}}{{- fail (printf "%s: rollout.traffic is istio, but the pods are in no mesh of Istio (global.mesh.type, mesh.enabled)" $w.alias) -}}{{- end -}}
  {{- $_ := set $routing "istio" (dict "virtualService" (dict "name" $w.name "routes" (list "weighted"))) -}}
{{- else if eq $by "gateway" -}}
  {{- $routes := list -}}
  {{- if (or $w.values.httpRoute dict).enabled -}}{{- $routes = append $routes (dict "name" $w.name) -}}{{- end -}}
  {{- if and $w.me.proxied (eq $mesh "linkerd") -}}{{- $routes = append $routes (dict "name" (printf "%s-calls" $w.name)) -}}{{- end -}}
  {{- if not $routes -}}{{- fail (printf "%s: rollout.traffic is gateway, but the service has no HTTPRoute (httpRoute.enabled) and is in no mesh of Linkerd" $w.alias) -}}{{- end -}}
  {{- $_ := set $routing "plugins" (dict "argoproj-labs/gatewayAPI" (dict "namespace" $w.root.Release.Namespace "httpRoutes" $routes)) -}}
{{- else if eq $by "nginx" -}}
  {{- $ingress := or $w.values.ingress dict -}}
  {{- if not $ingress.enabled -}}{{- fail (printf "%s: rollout.traffic is nginx, but the service has no Ingress (ingress.enabled)" $w.alias) -}}{{- end -}}
  {{- $nginx := dict "stableIngress" (or $ingress.name $w.name) -}}
  {{- if $header.name -}}
    {{- $_ := set $nginx "additionalIngressAnnotations" (dict "canary-by-header" $header.name "canary-by-header-value" $header.value) -}}
  {{- end -}}
  {{- $_ := set $routing "nginx" $nginx -}}
{{- end -}}
{{- with $rollout.trafficRouting -}}{{- template "workload.merge" (list $routing .) -}}{{- end -}}
{{- if $routing -}}{{- $_ := set .canary "trafficRouting" $routing -}}{{- end -}}
{{- end -}}
