{{/*
Istio: timeouts and retries (VirtualService), circuit breaking (DestinationRule). Who may call is workload.mesh.istioAccess. In: w. Strict
mTLS is the namespace's.
*/}}
{{- define "workload.mesh.istio" -}}
{{- $w := . -}}
{{- $mesh := or $w.values.mesh dict -}}
{{- if $w.me.host -}}
  {{- $http := dict "route" (list (dict "destination" (dict "host" $w.me.host))) -}}
  {{- $hosts := dict $w.name $w.me.host -}}
  {{- $split := dict "out" dict "w" $w -}}
  {{- if (or $w.values.rollout dict).strategy -}}{{- template "workload.release.split" $split -}}{{- end -}}
  {{- $https := list -}}
  {{- if eq (or $split.out.by "") "istio" -}}
    {{- $hosts = dict $split.out.stable $split.out.stable $split.out.canary $split.out.canary -}}
    {{- $_ := set $http "name" "weighted" -}}
    {{- $_ := set $http "route" (list (dict "destination" (dict "host" $split.out.stable) "weight" 100) (dict "destination" (dict "host" $split.out.canary) "weight" 0)) -}}
  {{- end -}}
  {{- with $mesh.timeout -}}{{- $_ := set $http "timeout" . -}}{{- end -}}
  {{- $retries := or $mesh.retries dict -}}
  {{- if $retries.attempts -}}
    {{- $_ := set $http "retries" $retries -}}
  {{- else if eq (toString $retries.attempts) "0" -}}
    {{- /* Left out, it would be Istio's own two; and it takes nothing beside a 0. */ -}}
    {{- $_ := set $http "retries" (dict "attempts" 0) -}}
  {{- end -}}
  {{- if and $http.name $split.out.header.name -}}
    {{- $match := list (dict "headers" (dict $split.out.header.name (dict "exact" $split.out.header.value))) -}}
    {{- $https = append $https (merge (dict "name" "header" "match" $match "route" (list (dict "destination" (dict "host" $split.out.canary)))) $http) -}}
  {{- end -}}
  {{- if gt (len $http) 1 -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "networking.istio.io/v1" "kind" "VirtualService" "body" (dict "spec" (dict "hosts" (list $w.me.host) "http" (append $https $http)))) -}}
  {{- end -}}
  {{- $traffic := dict -}}
  {{- if (or $mesh.outlierDetection dict).consecutive5xxErrors -}}{{- $_ := set $traffic "outlierDetection" $mesh.outlierDetection -}}{{- end -}}
  {{- with $mesh.connectionPool -}}{{- $_ := set $traffic "connectionPool" . -}}{{- end -}}
  {{- if $traffic -}}
    {{- range $name, $host := $hosts -}}
      {{- template "workload.object" (dict "w" $w "apiVersion" "networking.istio.io/v1" "kind" "DestinationRule" "name" $name "body" (dict "spec" (dict "host" $host "trafficPolicy" $traffic))) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
