{{/* The Service that connections lead to, the headless one of a StatefulSet, and the further ones in `services`. In: w. */}}
{{- define "workload.network.services" -}}
{{- $w := . -}}
{{- $values := .values -}}
{{- $headless := eq $w.type "statefulset" -}}
{{- $service := $values.service | default dict -}}
{{- if and $w.me.ports (ne (toString $service.enabled) "false") -}}
  {{- $mesh := dict "w" $w -}}
  {{- include "workload.mesh.serviceAnnotations" $mesh -}}
  {{- $annotations := $mesh.out -}}
  {{- include "workload.merge" (list $annotations ($service.annotations | default dict)) -}}
  {{- include "workload.network.service" (dict "w" $w "name" $w.name "given" (set (omit $service "annotations") "annotations" $annotations) "ports" $w.me.ports) -}}
{{- end -}}
{{- if and $headless (eq $w.me.mode "pods") -}}
  {{- include "workload.network.service" (dict "w" $w "name" (printf "%s-headless" $w.name) "given" (dict "clusterIP" "None" "publishNotReadyAddresses" true "labels" (dict "helm-blueprint/headless" "true")) "ports" $w.me.ports) -}}
{{- end -}}
{{- range $key, $given := $values.services -}}
  {{- if ne (toString $given.enabled) "false" -}}
    {{- $ports := dict -}}
    {{- range $port, $value := $given.ports -}}
      {{- $p := $value -}}
      {{- if not (kindIs "map" $p) -}}{{- $p = dict "port" $value -}}{{- end -}}
      {{- $base := get $w.me.ports $port | default dict -}}
      {{- $number := $p.port | default $base.port -}}
      {{- $_ := set $ports $port (dict "port" $number "target" ($p.targetPort | default $base.target | default $number) "protocol" ($p.protocol | default $base.protocol | default "TCP") "appProtocol" ($p.appProtocol | default $base.appProtocol) "nodePort" $p.nodePort) -}}
    {{- end -}}
    {{- include "workload.network.service" (dict "w" $w "name" ($given.name | default (printf "%s-%s" $w.name $key)) "given" $given "ports" (empty $ports | ternary $w.me.ports $ports)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
