{{/*
Istio: timeouts and retries (VirtualService), circuit breaking (DestinationRule). Who may call is workload.mesh.istioAccess. In: w. Strict
mTLS is the namespace's.
*/}}
{{- define "workload.mesh.istio" -}}
{{- $w := . -}}
{{- $mesh := $w.values.mesh | default dict -}}
{{- if $w.me.host -}}
  {{- $http := dict "route" (list (dict "destination" (dict "host" $w.me.host))) -}}
  {{- with $mesh.timeout -}}{{- $_ := set $http "timeout" . -}}{{- end -}}
  {{- if ($mesh.retries | default dict).attempts -}}{{- $_ := set $http "retries" $mesh.retries -}}{{- end -}}
  {{- if gt (len $http) 1 -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "networking.istio.io/v1" "kind" "VirtualService" "body" (dict "spec" (dict "hosts" (list $w.me.host) "http" (list $http)))) -}}
  {{- end -}}
  {{- $traffic := dict -}}
  {{- if ($mesh.outlierDetection | default dict).consecutive5xxErrors -}}{{- $_ := set $traffic "outlierDetection" $mesh.outlierDetection -}}{{- end -}}
  {{- with $mesh.connectionPool -}}{{- $_ := set $traffic "connectionPool" . -}}{{- end -}}
  {{- with $traffic -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "networking.istio.io/v1" "kind" "DestinationRule" "body" (dict "spec" (dict "host" $w.me.host "trafficPolicy" .))) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
