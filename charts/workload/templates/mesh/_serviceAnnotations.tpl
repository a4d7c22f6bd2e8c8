{{/* Linkerd reads timeouts, retries and circuit breaking from the Service's annotations. In: w. Out: out. */}}
{{- define "workload.mesh.serviceAnnotations" -}}
{{- $w := .w -}}
{{- $out := dict -}}
{{- $mesh := or $w.values.mesh dict -}}
{{- if and (eq (or (or $w.global.mesh dict).type "") "linkerd") $w.me.proxied -}}
  {{- with $mesh.timeout -}}{{- $_ := set $out "timeout.linkerd.io/request" . -}}{{- end -}}
  {{- with $mesh.retries -}}
    {{- if .attempts -}}
      {{- $_ := set $out "retry.linkerd.io/http" "5xx" -}}
      {{- $_ := set $out "retry.linkerd.io/limit" (toJson .attempts) -}}
      {{- with .perTryTimeout -}}{{- $_ := set $out "retry.linkerd.io/timeout" . -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- with $mesh.outlierDetection -}}
    {{- if .consecutive5xxErrors -}}
      {{- $_ := set $out "balancer.linkerd.io/failure-accrual" "consecutive" -}}
      {{- $_ := set $out "balancer.linkerd.io/failure-accrual-consecutive-max-failures" (toJson .consecutive5xxErrors) -}}
      {{- with .baseEjectionTime -}}{{- $_ := set $out "balancer.linkerd.io/failure-accrual-consecutive-min-penalty" . -}}{{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
