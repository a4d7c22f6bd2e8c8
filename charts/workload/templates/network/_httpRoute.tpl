{{/*
The Gateway API HTTPRoute. In: w. A rule without backendRefs leads to the service's main port, unless it redirects; of a canary by weights to
both of its Services. In Linkerd's mesh the calls to a canary have a route of their own, whose parent is the Service.
*/}}
{{- define "workload.network.httpRoute" -}}
{{- $w := . -}}
{{- $route := or .values.httpRoute dict -}}
{{- if $route.enabled -}}
  {{- $main := include "workload.network.mainPort" (dict "me" $w.me "alias" $w.alias "for" "httpRoute") -}}
  {{- $parents := $route.parentRefs -}}
  {{- with (or $w.global.cluster dict).gateway -}}{{- if and .name (not $parents) -}}{{- $parents = list . -}}{{- end -}}{{- end -}}
  {{- if not $parents -}}{{- fail (printf "%s: httpRoute is enabled, but names no Gateway (set httpRoute.parentRefs, or global.cluster.gateway)" $w.alias) -}}{{- end -}}
  {{- $spec := dict "parentRefs" $parents -}}
  {{- with $route.hostnames -}}{{- $_ := set $spec "hostnames" . -}}{{- end -}}
  {{- $backend := list (dict "name" $w.me.service "port" (get $w.me.ports $main).port) -}}
  {{- $canary := dict "w" $w "port" (get $w.me.ports $main).port -}}
  {{- if (or $w.values.rollout dict).strategy -}}{{- template "workload.network.canaryRefs" $canary -}}{{- end -}}
  {{- $rules := list -}}
  {{- range $route.rules | default (list (dict "matches" (list (dict "path" (dict "type" "PathPrefix" "value" "/"))))) -}}
    {{- $rule := . -}}
    {{- $leads := not (hasKey . "backendRefs") -}}
    {{- range .filters -}}{{- if hasKey . "requestRedirect" -}}{{- $leads = false -}}{{- end -}}{{- end -}}
    {{- if and $leads $canary.weighted -}}
      {{- with $canary.header -}}
        {{- $matches := list -}}
        {{- range $rule.matches | default (list dict) -}}{{- $matches = append $matches (set (omit . "headers") "headers" (append (or .headers list) $canary.header)) -}}{{- end -}}
        {{- $rules = append $rules (set (set (omit $rule "backendRefs" "matches" "name") "matches" $matches) "backendRefs" $canary.alone) -}}
      {{- end -}}
      {{- $rule = set (omit $rule "backendRefs") "backendRefs" $canary.weighted -}}
    {{- else if $leads -}}
      {{- $rule = set (omit . "backendRefs") "backendRefs" $backend -}}
    {{- end -}}
    {{- $rules = append $rules $rule -}}
  {{- end -}}
  {{- $_ := set $spec "rules" $rules -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "gateway.networking.k8s.io/v1" "kind" "HTTPRoute" "annotations" $route.annotations "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
