{{/* The Ingress. In: w. A path leads to the service's main port unless it names another `port`. */}}
{{- define "workload.network.ingress" -}}
{{- $w := . -}}
{{- $ingress := or .values.ingress dict -}}
{{- if $ingress.enabled -}}
  {{- $spec := dict -}}
  {{- $leads := $w.me.service -}}
  {{- if (or $w.values.rollout dict).strategy -}}
    {{- $split := dict "w" $w -}}
    {{- template "workload.release.split" $split -}}
    {{- if eq (or $split.out.by "") "nginx" -}}{{- $leads = $split.out.stable -}}{{- end -}}
  {{- end -}}
  {{- with $ingress.className | default (or (or $w.global.cluster dict).ingress dict).className -}}{{- $_ := set $spec "ingressClassName" . -}}{{- end -}}
  {{- with $ingress.defaultBackend -}}{{- $_ := set $spec "defaultBackend" . -}}{{- end -}}
  {{- with $ingress.tls -}}{{- $_ := set $spec "tls" . -}}{{- end -}}
  {{- $rules := list -}}
  {{- range $ingress.hosts -}}
    {{- $paths := list -}}
    {{- range (.paths | default (list (dict "path" "/"))) -}}
      {{- if and .port (not (hasKey $w.me.ports .port)) -}}
        {{- fail (printf "%s: ingress leads to the port %q, which the service does not have (it has: %s)" $w.alias .port (keys $w.me.ports | sortAlpha | join ", ")) -}}
      {{- end -}}
      {{- $backend := .backend -}}
      {{- if not $backend -}}
        {{- $main := include "workload.network.mainPort" (dict "me" $w.me "alias" $w.alias "for" "ingress") -}}
        {{- $backend = dict "service" (dict "name" $leads "port" (dict "name" (or .port $main))) -}}
      {{- end -}}
      {{- $paths = append $paths (dict "path" (or .path "/") "pathType" (or .pathType "Prefix") "backend" $backend) -}}
    {{- end -}}
    {{- $rule := dict "http" (dict "paths" $paths) -}}
    {{- with .host -}}{{- $_ := set $rule "host" . -}}{{- end -}}
    {{- $rules = append $rules $rule -}}
  {{- end -}}
  {{- with $rules -}}{{- $_ := set $spec "rules" . -}}{{- end -}}
  {{- if not (or $rules $ingress.defaultBackend) -}}{{- fail (printf "%s: ingress is enabled, but has neither hosts nor a defaultBackend" $w.alias) -}}{{- end -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "networking.k8s.io/v1" "kind" "Ingress" "name" $ingress.name "annotations" $ingress.annotations "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
