{{/*
Labels and annotations that put the pods into the mesh. In: w, labels, annotations (both changed in place). The proxy is asked for as a
native sidecar, unless global.mesh.nativeSidecars is false: then it is there before the init containers, and a Job ends.
*/}}
{{- define "workload.mesh.pod" -}}
{{- $w := .w -}}
{{- $mesh := or $w.global.mesh dict -}}
{{- if $mesh.type -}}
  {{- $on := not (empty $w.me.proxied) -}}
  {{- $native := list -}}
  {{- if eq $mesh.type "istio" -}}
    {{- $_ := set .labels "sidecar.istio.io/inject" (toString $on) -}}
    {{- $native = list "sidecar.istio.io/nativeSidecar" -}}
  {{- else -}}
    {{- $_ := set .annotations "linkerd.io/inject" ($on | ternary "enabled" "disabled") -}}
    {{- /* the second name is that of Linkerd before edge-25.10.2 */ -}}
    {{- $native = list "config.beta.linkerd.io/proxy-enable-native-sidecar" "config.alpha.linkerd.io/proxy-enable-native-sidecar" -}}
  {{- end -}}
  {{- if and $on (ne (toString $mesh.nativeSidecars) "false") -}}
    {{- $annotations := .annotations -}}
    {{- range $native -}}{{- if not (hasKey $annotations .) -}}{{- $_ := set $annotations . "true" -}}{{- end -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
