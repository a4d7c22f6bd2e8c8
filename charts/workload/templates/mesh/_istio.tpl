{{/*
Istio: who may call this service (its callers in global.connections, by the identity of their service account), timeouts and retries
(VirtualService), circuit breaking (DestinationRule). In: w. Strict mTLS is the namespace's.
*/}}
{{- define "workload.mesh.istio" -}}
{{- $w := . -}}
{{- $mesh := $w.values.mesh | default dict -}}
{{- $namespace := $w.root.Release.Namespace -}}
{{- $rules := list -}}
{{- range $w.me.callers -}}
  {{- $caller := get $w.services .service -}}
  {{- $ports := list -}}
  {{- $only := .port -}}
  {{- range $name, $p := $w.me.ports -}}
    {{- if or (not $only) (eq $only $name) -}}{{- $ports = append $ports (toString (int $p.target)) -}}{{- end -}}
  {{- end -}}
  {{- $rules = append $rules (dict "from" (list (dict "source" (dict "principals" (list (printf "cluster.local/ns/%s/sa/%s" $namespace $caller.account))))) "to" (list (dict "operation" (dict "ports" ($ports | uniq))))) -}}
{{- end -}}
{{- if or ($w.values.ingress | default dict).enabled ($w.values.httpRoute | default dict).enabled -}}
  {{- $rules = append $rules (dict "from" (list (dict "source" (dict "notNamespaces" (list $namespace))))) -}}
{{- end -}}
{{- $policy := dict "selector" (dict "matchLabels" $w.selector) "action" "ALLOW" -}}
{{- with $rules -}}{{- $_ := set $policy "rules" . -}}{{- end -}}
{{- include "workload.object" (dict "w" $w "apiVersion" "security.istio.io/v1" "kind" "AuthorizationPolicy" "body" (dict "spec" $policy)) -}}
{{- if $w.me.host -}}
  {{- $http := dict "route" (list (dict "destination" (dict "host" $w.me.host))) -}}
  {{- with $mesh.timeout -}}{{- $_ := set $http "timeout" . -}}{{- end -}}
  {{- if ($mesh.retries | default dict).attempts -}}{{- $_ := set $http "retries" $mesh.retries -}}{{- end -}}
  {{- if gt (len $http) 1 -}}
    {{- include "workload.object" (dict "w" $w "apiVersion" "networking.istio.io/v1" "kind" "VirtualService" "body" (dict "spec" (dict "hosts" (list $w.me.host) "http" (list $http)))) -}}
  {{- end -}}
  {{- $traffic := dict -}}
  {{- if ($mesh.outlierDetection | default dict).consecutive5xxErrors -}}{{- $_ := set $traffic "outlierDetection" $mesh.outlierDetection -}}{{- end -}}
  {{- with $mesh.connectionPool -}}{{- $_ := set $traffic "connectionPool" . -}}{{- end -}}
  {{- with $traffic -}}
    {{- include "workload.object" (dict "w" $w "apiVersion" "networking.istio.io/v1" "kind" "DestinationRule" "body" (dict "spec" (dict "host" $w.me.host "trafficPolicy" .))) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
